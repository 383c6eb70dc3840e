"""Notes: a text on the canvas."""

from functools import lru_cache

from designer.drawing.geometry import Curve, Point, Rect, polyline, rounded_rectangle
from designer.drawing.ink import Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Mark, area, card, dot, line

_LEADING = 15.0
_PADDING = 12.0
_STYLE = Style(11)


def leader(note: Rect, target: Rect) -> tuple[tuple[Mark, ...], Curve]:
    """The line from a note to what it points at, edge to edge by the shortest way, and its curve."""
    start = _nearest(note, target.centre)
    end = _nearest(target, start)
    start = _nearest(note, end)
    curve = polyline((start, end))
    return (line(curve, Role.PENDING, 1.2), dot(end, 2.6, Role.PENDING)), curve


def _nearest(rect: Rect, to: Point) -> Point:
    """The point of the rectangle's edge, or inside it, that is nearest."""
    return Point(min(max(to.x, rect.x), rect.right), min(max(to.y, rect.y), rect.bottom))


@lru_cache(maxsize=256)
def note_card(text: str, width: float, height: float, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of a note, corner at the origin; what does not fit is cut with an ellipsis."""
    lines = max(1, int((height - 2 * _PADDING + 4) // _LEADING))
    at = Point(_PADDING + 4, _PADDING + 10)
    words = lettering.block(text, at, _STYLE, room=width - 2 * _PADDING - 2, leading=_LEADING, lines=lines)
    return (
        card(Rect(0, 0, width, height), 6, Role.PANEL, Stroke(Role.LINE, 1.0)),
        area(rounded_rectangle(Rect(4, 6, 3, height - 12), 1.5), Role.PENDING),
        *words,
    )
