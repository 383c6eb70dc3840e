"""Links: how each kind of line is drawn. Which line is what is told by strength and pattern, not by colour alone."""

from collections.abc import Sequence
from enum import StrEnum

from designer.drawing.condition import Health
from designer.drawing.geometry import (
    Curve,
    Point,
    distance,
    length_of,
    point_along,
    polyline,
    rounded_polyline,
    towards,
)
from designer.drawing.ink import Role, Stroke
from designer.drawing.marks import Group, Mark, Path, area, line


class LinkKind(StrEnum):
    """Lines a picture tells apart."""

    REPLICATION = "replication"
    LAN = "lan"
    HEARTBEAT = "heartbeat"
    SAN = "san"
    WITNESS = "witness"


CORNER = 8.0
STROKES = {
    LinkKind.REPLICATION: Stroke(Role.REPLICATION, 3.0),
    LinkKind.LAN: Stroke(Role.PRIMARY, 1.8),
    LinkKind.HEARTBEAT: Stroke(Role.DIM, 1.0, (4.0, 3.0)),
    LinkKind.SAN: Stroke(Role.DIM, 1.7, (1.7, 3.4)),
    LinkKind.WITNESS: Stroke(Role.THIRD, 1.4, (9.0, 4.0)),
}
_DOWN_DASH = (6.0, 5.0)
_ARROW_LENGTH, _ARROW_HALF = 13.0, 6.5
_SHORTEST_ARROW = 5.0
_CROSS = 5.5


def stroke_of(kind: LinkKind, health: Health = Health.UP, *, replicating: bool = True) -> Stroke:
    """The stroke of a line; broken lines change colour and pattern."""
    normal = STROKES[kind]
    if health is Health.DOWN:
        return Stroke(Role.FAILED, max(1.4, normal.width * 0.7), _DOWN_DASH)
    if not replicating:
        return Stroke(Role.PENDING, normal.width, (10.0, 5.0))
    return normal


def line_marks(curve: Curve, stroke: Stroke) -> tuple[Mark, ...]:
    """A plain line."""
    return (Path(curve, None, stroke),)


def directed(points: Sequence[Point], stroke: Stroke, *, forward: bool, backward: bool) -> tuple[Mark, ...]:
    """A line with an arrow head at its end, its start, or both: the heads touch the symbols, the line ends in them."""
    path = list(points)
    heads: list[Mark] = []
    if forward:
        heads.append(_head(path[-2], path[-1], stroke.role))
        path[-1] = towards(points[-1], points[-2], _head_length(points[-2], points[-1]) - 2)
    if backward:
        heads.append(_head(path[1], path[0], stroke.role))
        path[0] = towards(points[0], points[1], _head_length(points[1], points[0]) - 2)
    return (Path(rounded_polyline(path, CORNER), None, stroke), *heads)


def cross(at: Point) -> tuple[Mark, ...]:
    """A cross on a disc of the panel's colour."""
    x, y = at
    arms = (
        polyline((Point(x - _CROSS, y - _CROSS), Point(x + _CROSS, y + _CROSS))),
        polyline((Point(x - _CROSS, y + _CROSS), Point(x + _CROSS, y - _CROSS))),
    )
    return tuple(line(arm, role, width) for role, width in ((Role.PANEL, 5.0), (Role.FAILED, 2.2)) for arm in arms)


def flow_marks(curve: Curve, points: Sequence[Point], share: float) -> tuple[Mark, ...]:
    """Something on its way: a strong dashed curve, and a bead at ``share`` of the way."""
    bead = point_along(points, share)
    return (
        Path(curve, None, Stroke(Role.PRIMARY, 2.4, (9.0, 5.0))),
        _head(points[-2], points[-1], Role.PRIMARY),
        *((Group((_bead(bead),)),) if length_of(points) > 0 and share > 0 else ()),
    )


def _bead(at: Point) -> Mark:
    half = 6.0
    corners = (Point(at.x, at.y - half), Point(at.x + half, at.y), Point(at.x, at.y + half), Point(at.x - half, at.y))
    return Path(polyline(corners, closed=True), Role.PRIMARY, Stroke(Role.PANEL, 1.2))


def _head_length(before: Point, tip: Point) -> float:
    """As long as heads are, but never past the last corner of the line."""
    return max(min(_ARROW_LENGTH, distance(before, tip)), _SHORTEST_ARROW)


def _head(before: Point, tip: Point, role: Role) -> Mark:
    length = _head_length(before, tip)
    back = towards(tip, before, length)
    dx, dy = (tip.x - back.x) / length, (tip.y - back.y) / length
    left = Point(back.x - dy * _ARROW_HALF, back.y + dx * _ARROW_HALF)
    right = Point(back.x + dy * _ARROW_HALF, back.y - dx * _ARROW_HALF)
    return area(polyline((tip, left, right), closed=True), role)
