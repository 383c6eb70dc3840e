"""What a person writes beside the design: notes on the canvas, waivers of findings."""

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class Note(Frozen):
    """A text on the canvas; a callout when ``about`` names the element it points at."""

    id: IdText
    text: str = Field(max_length=4000)
    about: IdText | None = None


class Waiver(Frozen):
    """A finding that a named person accepts: the rule, the subjects it concerned (all when empty), and why.

    ``expires`` is the last day on which it holds, as YYYY-MM-DD; empty for as long as the design stands.
    """

    rule: str = Field(pattern=r"^[A-Z]{2}\d{2}$")
    subjects: tuple[IdText, ...] = ()
    reason: str = Field(min_length=1, max_length=4000)
    owner: str = Field(default="", max_length=120)
    expires: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
