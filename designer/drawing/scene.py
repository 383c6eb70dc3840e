"""The picture as a value: what is drawn for which element, in which order, and where it can be pointed at."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from designer.base.texts import Message
from designer.drawing.geometry import Curve, Rect, around
from designer.drawing.marks import Mark

SITE_Z, LINE_Z, SYMBOL_Z, FLOW_Z, LABEL_Z, BADGE_Z = 0, 10, 20, 40, 50, 60


@dataclass(frozen=True, slots=True)
class SceneItem:
    """The marks of one thing, in the picture's coordinates.

    ``key`` is unique in its scene; ``element_id`` names what it stands for and may repeat (a LUN is shown at both
    arrays, a link has a line and a label) or be empty (the legend). ``outline`` is the area that can be pointed
    at, or with ``is_line`` the line itself. ``bounds`` surrounds every mark. ``hint`` says what does not fit.
    ``part_of`` is the key of the card a chip or LUN is drawn on: the parts of a card follow it at its height, so that
    of overlapping cards one is wholly above the other. ``title`` is the name that is written large when the picture
    is seen from so far that its letters cannot be read.
    """

    key: str
    element_id: str
    z: int
    marks: tuple[Mark, ...]
    outline: Curve
    bounds: Rect
    is_line: bool = False
    hint: Message | str | None = None
    part_of: str = ""
    title: str = ""


@dataclass(frozen=True)
class Scene:
    """Items from the lowest to the topmost. Equal scenes draw equal pictures."""

    items: tuple[SceneItem, ...] = ()

    @cached_property
    def bounds(self) -> Rect:
        """The rectangle around everything."""
        return around(item.bounds for item in self.items)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All marks in drawing order."""
        return tuple(mark for item in self.items for mark in item.marks)

    @cached_property
    def upper(self) -> tuple[SceneItem, ...]:
        """What lies over everything else: the labels of lines, and badges."""
        return tuple(item for item in self.items if item.z >= LABEL_Z)

    @cached_property
    def by_key(self) -> dict[str, SceneItem]:
        """Every item by its key."""
        return {item.key: item for item in self.items}

    def items_of(self, element_id: str) -> tuple[SceneItem, ...]:
        """Everything that is drawn for the element, lowest first."""
        return tuple(item for item in self.items if item.element_id == element_id)

    def symbol_of(self, element_id: str) -> SceneItem | None:
        """The main item of an element: its symbol, or the line of a link."""
        return self.by_key.get(element_id) or next(iter(self.items_of(element_id)), None)

    def with_items(self, added: Iterable[SceneItem]) -> "Scene":
        """A scene with more items, each at its height; equal heights keep their order, added ones last."""
        return ordered((*self.items, *added))


def ordered(items: Iterable[SceneItem]) -> Scene:
    """A scene of the items sorted by height; equal heights keep their order."""
    return Scene(tuple(sorted(items, key=lambda item: item.z)))
