"""What is drawn of a symbol that is seen from far: its shape without letters, and its name as large as can be read."""

from collections.abc import Iterable, Iterator

from designer.drawing.geometry import Point, Rect
from designer.drawing.ink import Face, Role
from designer.drawing.marks import Group, Mark, Path, Text, bounds_of
from designer.drawing.ruler import TextRuler, elided
from designer.drawing.scene import LABEL_Z, SITE_Z, SceneItem

READABLE = 10.5
"""Pixels that letters need."""
LEAST = 7.5
"""Pixels that letters get before a name is cut: what tells two names apart often stands at their end."""
_HEAD = 46.0
"""Points at the top of a card that the name may take."""
_MOST_SHARE = 0.72
_INSET = 8.0


def far_marks(item: SceneItem, marks: tuple[Mark, ...], scale: float, ruler: TextRuler) -> tuple[Mark, ...]:
    """The marks of an item in its own coordinates as they are drawn at ``scale`` pixels to the point.

    Labels of lines and the legend are nothing without their letters.
    """
    if item.z == LABEL_Z:
        return ()
    if not item.title:
        return tuple(_without_letters(marks))
    box = bounds_of(marks)
    room = _HEAD if box.height > 2 * _HEAD else box.height * _MOST_SHARE
    size = min(READABLE / scale, room * 0.8)
    face = Face.BOLD if item.z == SITE_Z else Face.SEMIBOLD
    width = box.width - 2 * _INSET
    size = max(min(size, size * width / max(ruler.width(item.title, size, face), 1.0)), min(size, LEAST / scale))
    text = elided(ruler, item.title, width, size=size, face=face)
    baseline = Point(box.x + _INSET, box.y + room / 2 + size * 0.36)
    shape = _without_letters(marks) if item.z == SITE_Z else _below(_without_letters(marks), box, room)
    if not text:
        return tuple(shape)
    role = _role_of(marks) if item.z == SITE_Z else Role.TEXT
    return (*shape, Text(baseline, text, ruler.width(text, size, face), size, face, role))


def _without_letters(marks: Iterable[Mark]) -> Iterator[Mark]:
    for mark in marks:
        if isinstance(mark, Group):
            yield Group(tuple(_without_letters(mark.marks)), mark.transform, mark.opacity)
        elif isinstance(mark, Path):
            yield mark


def _below(marks: Iterable[Mark], box: Rect, room: float) -> Iterator[Mark]:
    """The card itself and what is drawn under the name."""
    for mark in marks:
        own = bounds_of((mark,))
        if own.y >= box.y + room or own.height > box.height * 0.8:
            yield mark


def _role_of(marks: Iterable[Mark]) -> Role:
    """The colour of the first letters."""
    for mark in marks:
        if isinstance(mark, Text):
            return mark.role
        if isinstance(mark, Group):
            return _role_of(mark.marks)
    return Role.TEXT
