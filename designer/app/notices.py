"""What a person is told outside the panels: one sentence with a severity, shown in a strip that never blocks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from designer.base.errors import DesignerError
from designer.base.texts import Message


class Severity(StrEnum):
    """How much a notice matters; the value names the letter shape drawn with it."""

    DONE = "done"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the message strip, with what may help and at most one action."""

    message: Message
    severity: Severity = Severity.INFO
    hint: Message | None = None
    action_text: Message | None = None
    action: Callable[[], None] | None = None


def notice_of(error: DesignerError) -> Notice:
    """The refusal as a person sees it."""
    return Notice(error.message, Severity.ERROR, error.hint)
