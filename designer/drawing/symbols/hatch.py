"""Hatching: what is broken is told by a pattern, not by colour alone."""

from designer.drawing.geometry import Curve, Point, Rect, joined, polyline
from designer.drawing.ink import Role
from designer.drawing.marks import Group, Mark, line

_STEP = 9.0


def crossed_out(rect: Rect, role: Role) -> tuple[Mark, ...]:
    """Slanted lines inside the rectangle, faint enough to read the words over them."""
    return (Group((line(_slanted(rect.grown(-1.5)), role, 1.0),), opacity=0.28),)


def _slanted(rect: Rect) -> Curve:
    lines = []
    reach = rect.width + rect.height
    steps = int(reach / _STEP)
    for number in range(1, steps + 1):
        along = number * _STEP
        start = Point(rect.x + min(along, rect.width), rect.y + max(0.0, along - rect.width))
        end = Point(rect.x + max(0.0, along - rect.height), rect.y + min(along, rect.height))
        lines.append(polyline((start, end)))
    return joined(lines)
