"""What a design rule has to say about a design. Knows no rule and no design."""

from dataclasses import dataclass
from enum import StrEnum

from designer.analysis.sources import titled
from designer.base.texts import Message, msg
from designer.model.limits import Standing
from designer.model.note import Waiver


class Severity(StrEnum):
    """How much a finding matters, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, then 1 and 2; sorts findings."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation: what is so with which elements, what follows from it, and what to do.

    ``subjects`` are element ids, the one to be shown first in front. ``references`` are keys of
    :data:`designer.analysis.sources.SOURCES`. ``waived`` says that a named person accepted it; ``waiver`` is what they
    said, also where it has expired and the finding is open again.
    """

    rule: str
    severity: Severity
    subjects: tuple[str, ...]
    message: Message
    remedy: Message
    references: tuple[str, ...] = ()
    standing: Standing = Standing.PUBLISHED
    waived: bool = False
    waiver: Waiver | None = None

    @property
    def source(self) -> str:
        """Where the rule comes from, in English: for JSON and logs."""
        return str(self.source_text)

    @property
    def source_text(self) -> Message:
        """Where the rule comes from, with its standing when no publication carries it."""
        return source_text(self.references, self.standing)


def source_text(references: tuple[str, ...], standing: Standing) -> Message:
    """The sources by number and title, then the standing; judgement is never passed off as a publication."""
    listed = tuple(titled(reference) for reference in references)
    match standing:
        case Standing.PUBLISHED:
            return msg("{sources}", sources=listed)
        case Standing.JUDGEMENT if listed:
            return msg("{sources}; the threshold is engineering judgement", sources=listed)
        case Standing.JUDGEMENT:
            return msg("engineering judgement")
        case Standing.TO_VERIFY if listed:
            return msg("{sources}; engineering judgement, verify with the vendor", sources=listed)
        case Standing.TO_VERIFY:
            return msg("engineering judgement, verify with the vendor")
