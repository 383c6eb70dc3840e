"""A design rule: its id, how grave it is, where it comes from, and the function that looks for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from designer.analysis.finding import Finding, Severity
from designer.base.texts import Message
from designer.model.design import Design
from designer.model.era import Era
from designer.model.limits import Limit, Standing

EVERY_ERA = frozenset(Era)


def eras_before(era: Era) -> frozenset[Era]:
    """The Windows versions older than ``era``."""
    order = list(Era)
    return frozenset(order[: order.index(era)])


@dataclass(frozen=True, slots=True)
class Observation:
    """What a rule's function found, before the rule puts its name to it.

    ``severity`` is set only where the rule grades one matter in two steps. ``limit`` is the figure that was compared
    where a rule has several; its source is then the finding's.
    """

    subjects: tuple[str, ...]
    message: Message
    remedy: Message
    severity: Severity | None = None
    limit: Limit[Any] | None = None


Check = Callable[[Design], Iterable[Observation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``check`` reads any design that keeps integrity, however unfinished, and never raises.

    ``eras`` are the Windows versions the rule has something to say about; without a node of them it is not asked.
    """

    id: str
    severity: Severity
    title: Message
    check: Check
    references: tuple[str, ...] = ()
    standing: Standing = Standing.PUBLISHED
    eras: frozenset[Era] = EVERY_ERA

    def findings(self, design: Design) -> Iterator[Finding]:
        """What the rule has to say about ``design``, nothing waived yet."""
        if self.eras is not EVERY_ERA and not any(node.os in self.eras for node in design.nodes):
            return
        for seen in self.check(design):
            yield Finding(
                rule=self.id,
                severity=seen.severity or self.severity,
                subjects=seen.subjects,
                message=seen.message,
                remedy=seen.remedy,
                references=self.references if seen.limit is None else seen.limit.references,
                standing=self.standing if seen.limit is None else seen.limit.standing,
            )
