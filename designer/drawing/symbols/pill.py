"""Pills: short words on a rounded ground."""

from dataclasses import dataclass

from designer.base.texts import Message
from designer.drawing.geometry import Point, Rect
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Anchor, Lettering, Style, baseline
from designer.drawing.marks import Mark, card

PILL_HEIGHT = 18.0
LABEL_HEIGHT = 22.0
_PILL_SIDE = 8.0
_LABEL_SIDE = 11.0


@dataclass(frozen=True, slots=True)
class Pill:
    """A pill's marks and the rectangle it fills."""

    marks: tuple[Mark, ...]
    rect: Rect


def pill(
    lettering: Lettering, text: Message | str, at: Point, *, role: Role, ground: Role, anchor: Anchor = "end"
) -> Pill:
    """A borderless pill; ``at`` is the middle of its left end, its middle or its right end, as anchored."""
    style = Style(10.5, Face.SEMIBOLD, role)
    width = lettering.width(text, style) + 2 * _PILL_SIDE
    left = at.x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    rect = Rect(left, at.y - PILL_HEIGHT / 2, width, PILL_HEIGHT)
    words = lettering.line(text, Point(left + _PILL_SIDE, baseline(at.y, style.size)), style)
    return Pill((card(rect, PILL_HEIGHT / 2, ground, Stroke(ground, 0.5)), words), rect)


def label_style(role: Role) -> Style:
    """How words on a link's label look."""
    return Style(11, Face.MEDIUM, role)


def label_width(lettering: Lettering, text: Message | str) -> float:
    """The width of a link's label with these words."""
    return lettering.width(text, label_style(Role.TEXT)) + 2 * _LABEL_SIDE


def label(
    lettering: Lettering, text: Message | str, centre: Point, *, role: Role, dash: tuple[float, ...] = ()
) -> Pill:
    """A link's label: words in the line's colour on the panel, outlined in it."""
    width = label_width(lettering, text)
    rect = Rect(centre.x - width / 2, centre.y - LABEL_HEIGHT / 2, width, LABEL_HEIGHT)
    style = label_style(role)
    words = lettering.line(text, Point(rect.x + _LABEL_SIDE, baseline(centre.y, style.size)), style)
    return Pill((card(rect, LABEL_HEIGHT / 2, Role.PANEL, Stroke(role, 1.2, dash)), words), rect)
