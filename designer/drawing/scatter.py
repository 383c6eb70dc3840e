"""Points between two scales as a scene: those in front are large, filled and joined by a line, others small rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from designer.base.texts import Message
from designer.drawing.axis import Axis
from designer.drawing.bars import tick_text
from designer.drawing.geometry import Point, Rect, circle, polyline, rectangle
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Mark, Path, bounds_of, line
from designer.drawing.scene import BADGE_Z, LABEL_Z, SITE_Z, SYMBOL_Z, Scene, SceneItem, ordered

_TICK = Style(10.0, role=Role.FAINT)
_TITLE = Style(10.5, role=Role.DIM)
_NAME = Style(11.0, Face.SEMIBOLD)
_LEFT, _TOP, _BOTTOM, _RIGHT = 52.0, 22.0, 40.0, 24.0
_FRONT, _RING, _CHOSEN = 5.5, 2.8, 9.0
_LINE_Z = 15


@dataclass(frozen=True, slots=True)
class Dot:
    """One point. ``name`` is written beside those in front; ``hint`` says what the point is."""

    key: str
    x: float
    y: float
    name: str
    hint: Message | str
    in_front: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The two scales and what they count."""

    across: Axis
    up: Axis
    across_title: Message | str
    up_title: Message | str


def scatter(lettering: Lettering, dots: Sequence[Dot], field: Field, width: float, height: float) -> Scene:  # noqa: PLR0917 - a size is two numbers
    """The points in a picture of this size; high values stand high."""
    frame = Rect(_LEFT, _TOP, max(60.0, width - _LEFT - _RIGHT), max(40.0, height - _TOP - _BOTTOM))
    placed = [(dot, _place(dot, field, frame)) for dot in dots]
    front = sorted(((dot, at) for dot, at in placed if dot.in_front), key=lambda one: (one[1].x, -one[1].y))
    items = [_scales(lettering, field, frame)]
    if len(front) > 1:
        items.append(_item("front", "", (_steps([at for _, at in front]),), _LINE_Z))
    items += [_dot(dot, at) for dot, at in placed]
    items += _names(lettering, front, frame)
    items += [_item(f"chosen:{dot.key}", "", (_ring(at),), BADGE_Z) for dot, at in placed if dot.is_chosen]
    return ordered(items)


def _place(dot: Dot, field: Field, frame: Rect) -> Point:
    across, up = field.across.share(dot.x), field.up.share(dot.y)
    return Point(frame.x + frame.width * across, frame.bottom - frame.height * up)


def _dot(dot: Dot, at: Point) -> SceneItem:
    if dot.in_front:
        corners = (Point(at.x, at.y - _FRONT), Point(at.x + _FRONT, at.y), Point(at.x, at.y + _FRONT))
        diamond = polyline((*corners, Point(at.x - _FRONT, at.y)), closed=True)
        marks: tuple[Mark, ...] = (Path(diamond, Role.PRIMARY, Stroke(Role.PANEL, 1.0)),)
    else:
        marks = (Path(circle(at, _RING), Role.PANEL, Stroke(Role.OFFLINE, 1.2)),)
    return _item(f"dot:{dot.key}", dot.key, marks, SYMBOL_Z + dot.in_front, dot.hint)


def _ring(at: Point) -> Path:
    return Path(circle(at, _CHOSEN), None, Stroke(Role.TEXT, 1.6))


def _steps(points: Sequence[Point]) -> Path:
    """The edge behind which everything is beaten: across at the height of each point, then down to the next."""
    corners = [points[0]]
    for before, after in pairwise(points):
        corners += [Point(after.x, before.y), after]
    return line(polyline(corners), Role.PRIMARY, 1.4, (5.0, 3.0))


def _names(lettering: Lettering, front: Sequence[tuple[Dot, Point]], frame: Rect) -> list[SceneItem]:
    """The names of points in front, left out where they would lie over one another."""
    items: list[SceneItem] = []
    taken: list[Rect] = []
    for dot, at in front:
        wide = lettering.width(dot.name, _NAME)
        is_late = at.x + _FRONT + 4.0 + wide > frame.right + _RIGHT
        start = Point(at.x - wide - _FRONT - 4.0 if is_late else at.x + _FRONT + 4.0, at.y - _FRONT - 1.0)
        item = _item(f"name:{dot.key}", "", (lettering.line(dot.name, start, _NAME),), LABEL_Z)
        if not any(item.bounds.overlaps(other, 2.0) for other in taken):
            taken.append(item.bounds)
            items.append(item)
    return items


def _scales(lettering: Lettering, field: Field, frame: Rect) -> SceneItem:
    marks: list[Mark] = []
    for tick in field.up.ticks:
        y = frame.bottom - frame.height * field.up.share(tick)
        marks.append(line(polyline((Point(frame.x, y), Point(frame.right, y))), Role.LINE))
        marks.append(lettering.line(tick_text(tick), Point(frame.x - 8.0, y + 3.5), _TICK, anchor="end"))
    edge = 0.0
    for tick in field.across.ticks:
        x = frame.x + frame.width * field.across.share(tick)
        marks.append(line(polyline((Point(x, frame.bottom), Point(x, frame.bottom + 4.0))), Role.FAINT))
        text = lettering.line(tick_text(tick), Point(x, frame.bottom + 15.0), _TICK, anchor="middle")
        if text.origin.x > edge:
            marks.append(text)
            edge = text.origin.x + text.width + 6.0
    marks.append(line(polyline((Point(frame.x, frame.bottom), Point(frame.right, frame.bottom))), Role.FAINT))
    marks.append(lettering.line(field.up_title, Point(0.0, 9.0), _TITLE, room=frame.right))
    marks.append(
        lettering.line(
            field.across_title, Point(frame.right, frame.bottom + 32.0), _TITLE, anchor="end", room=frame.width
        )
    )
    return _item("scales", "", tuple(marks), SITE_Z)


def _item(  # noqa: PLR0917 - the parts of an item in their order
    key: str, element: str, marks: tuple[Mark, ...], z: int, hint: Message | str | None = None
) -> SceneItem:
    bounds = bounds_of(marks)
    return SceneItem(key, element, z, marks, rectangle(bounds), bounds, hint=hint)
