"""A large picture while something in it is dragged: what moves is shifted, lines to it are drawn straight.

Composing thousands of symbols for every step of a drag would take longer than a frame. What comes of the drag is
composed as always; this is only what is shown until then, so it needs to be right about places and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from designer.drawing.excerpt import ends_in_order
from designer.drawing.geometry import Curve, Point, Rect, polyline, translation
from designer.drawing.ink import Stroke
from designer.drawing.marks import Group, Mark, Path
from designer.drawing.placing import home_of_witness
from designer.drawing.scene import Scene, SceneItem
from designer.model.design import Design
from designer.model.site import Site

_BADGE = "badge:"


@dataclass(frozen=True, slots=True)
class _Rubber:
    """A line of which one end moves: its place in the scene, both ends, and which of them it is."""

    index: int
    start: Point
    end: Point
    start_moves: bool
    stroke: Stroke


@dataclass(frozen=True)
class Moving:
    """A picture of which a part can be shifted any number of times. Made once for a drag."""

    scene: Scene
    shifted: tuple[int, ...]
    rubber: tuple[_Rubber, ...]

    @classmethod
    def begin(cls, scene: Scene, design: Design, element_ids: Iterable[str]) -> Self:
        """The picture with these elements ready to be shifted; sites carry what stands in them."""
        moved = _carried(design, element_ids)
        ends = {link.id: ends_in_order(design, link.id) for link in design.links()}
        whole = moved | {link for link, pair in ends.items() if set(pair) <= moved}
        shifted = tuple(index for index, item in enumerate(scene.items) if _goes(scene, item, whole))
        rubber = []
        for index, item in enumerate(scene.items):
            pair = ends.get(item.element_id) if item.is_line else None
            if pair is None or item.element_id in whole or not moved.intersection(pair):
                continue
            stroke = _stroke_of(item.marks)
            if stroke is not None:
                points = item.outline.flattened()[0]
                rubber.append(_Rubber(index, points[0], points[-1], pair[0] in moved, stroke))
        return cls(scene, shifted, tuple(rubber))

    def at(self, dx: float, dy: float) -> tuple[Scene, tuple[SceneItem, ...]]:
        """The picture with the part shifted, and the items that differ from the picture as it was."""
        items = list(self.scene.items)
        for index in self.shifted:
            items[index] = moved_item(items[index], dx, dy)
        for one in self.rubber:
            items[one.index] = _stretched(items[one.index], one, dx, dy)
        changed = tuple(items[index] for index in self.shifted) + tuple(items[one.index] for one in self.rubber)
        return Scene(tuple(items)), changed


def moved_item(item: SceneItem, dx: float, dy: float) -> SceneItem:
    """The item at another place; marks that stand under a shift of their own keep their identity."""
    marks: tuple[Mark, ...] = item.marks
    only = marks[0] if len(marks) == 1 else None
    if isinstance(only, Group):
        marks = (Group(only.marks, translation(dx, dy).after(only.transform), only.opacity),)
    else:
        marks = (Group(marks, translation(dx, dy)),)
    numbers = list(item.outline.coordinates)
    numbers[0::2] = [value + dx for value in numbers[0::2]]
    numbers[1::2] = [value + dy for value in numbers[1::2]]
    outline = Curve(item.outline.verbs, tuple(numbers))
    return SceneItem(
        item.key,
        item.element_id,
        item.z,
        marks,
        outline,
        item.bounds.moved(dx, dy),
        item.is_line,
        item.hint,
        item.part_of,
        item.title,
    )


def _stretched(item: SceneItem, line: _Rubber, dx: float, dy: float) -> SceneItem:
    start, end = line.start, line.end
    if line.start_moves:
        start = Point(start.x + dx, start.y + dy)
    else:
        end = Point(end.x + dx, end.y + dy)
    curve = polyline((start, end))
    marks = (Path(curve, None, line.stroke),)
    left, top = min(start.x, end.x), min(start.y, end.y)
    box = Rect(left, top, abs(end.x - start.x), abs(end.y - start.y)).grown(line.stroke.width)
    return replace(item, marks=marks, outline=curve, bounds=box)


def _carried(design: Design, element_ids: Iterable[str]) -> set[str]:
    moved = set(element_ids)
    for site_id in [one for one in moved if isinstance(design.find(one), Site)]:
        moved |= {node.id for node in design.nodes_in(site_id)} | {array.id for array in design.arrays_in(site_id)}
        if design.witness is not None and home_of_witness(design) == site_id:
            moved.add(design.witness.id)
    return moved - {place.element for place in design.layout.places if place.locked}


def _goes(scene: Scene, item: SceneItem, moved: set[str]) -> bool:
    if item.element_id in moved or item.part_of in moved:
        # A LUN and a VM are drawn on cards: only those on moved cards go along.
        return not item.part_of or item.part_of in moved
    if item.key.startswith(_BADGE):
        bearer = scene.by_key.get(item.key.removeprefix(_BADGE))
        return bearer is not None and _goes(scene, bearer, moved)
    return False


def _stroke_of(marks: Iterable[Mark]) -> Stroke | None:
    for mark in marks:
        if isinstance(mark, Path) and mark.stroke is not None:
            return mark.stroke
        if isinstance(mark, Group) and (found := _stroke_of(mark.marks)) is not None:
            return found
    return None
