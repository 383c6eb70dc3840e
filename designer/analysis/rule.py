"""A design rule: its id, how grave it is, where it comes from, and the function that looks for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from designer.analysis.finding import Finding, Severity, Standing
from designer.base.texts import Message
from designer.model.design import Design


@dataclass(frozen=True, slots=True)
class Observation:
    """What a rule's function found, before the rule puts its name to it.

    ``severity`` is set only where the rule grades one matter in two steps.
    """

    subjects: tuple[str, ...]
    message: Message
    remedy: Message
    severity: Severity | None = None


Check = Callable[[Design], Iterable[Observation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``check`` reads any design that keeps integrity, however unfinished, and never raises."""

    id: str
    severity: Severity
    title: Message
    check: Check
    references: tuple[str, ...] = ()
    standing: Standing = Standing.PUBLISHED

    def findings(self, design: Design) -> Iterator[Finding]:
        """What the rule has to say about ``design``, nothing waived yet."""
        for seen in self.check(design):
            yield Finding(
                rule=self.id,
                severity=seen.severity or self.severity,
                subjects=seen.subjects,
                message=seen.message,
                remedy=seen.remedy,
                references=self.references,
                standing=self.standing,
            )
