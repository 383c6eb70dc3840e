"""Keeps graphics items equal to a scene by comparing values: what differs is given its new value."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsScene

from designer.app.canvas.canvas_item import CanvasItem, forget_pixels
from designer.app.canvas.qt_marks import rect_f
from designer.drawing.geometry import Point, Rect
from designer.drawing.ink import Palette
from designer.drawing.scene import SITE_Z, Scene, SceneItem

FAR = 20_000.0
"""How far the canvas goes around its elements: no edge that a person could meet, yet near enough for Qt's index."""

MANY = 150
"""Items of a large picture."""
MANY_LINES = 100
_RAISED = 2
"""Higher than all of the same height, lower than the next one."""


class CanvasScene(QGraphicsScene):
    """Shows a :class:`Scene` in a palette."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._ink = palette
        self._value = Scene()
        self._shown: dict[str, CanvasItem] = {}
        self._raised: tuple[str, ...] = ()
        self.keeps_pixels = False
        """Whether cards are kept as pixels: pays for many, and few are sharper without."""
        self.plain_lines = False
        """Whether lines are drawn thin and whole: among hundreds a dash tells nobody anything."""
        self.is_hasty = False
        """Whether pixels of another scale will do for the moment."""
        self.untouchable: frozenset[str] = frozenset()
        """Elements that are shown but cannot be pointed at."""
        self.setSceneRect(QRectF(-FAR, -FAR, 2 * FAR, 2 * FAR))

    @property
    def value(self) -> Scene:
        """The scene shown now."""
        return self._value

    @property
    def ink(self) -> Palette:
        """The palette it is shown in."""
        return self._ink

    def show_scene(self, value: Scene) -> int:
        """Show ``value``; the number of graphics items that had to change."""
        touched = 0
        self._reach_around(value)
        self.keeps_pixels = len(value.items) > MANY
        self.plain_lines = self.keeps_pixels and sum(item.is_line for item in value.items) > MANY_LINES
        wanted = value.by_key
        for key in [key for key in self._shown if key not in wanted]:
            gone = self._shown.pop(key)
            forget_pixels(gone)
            self.removeItem(gone)
            touched += 1
        for key, item in wanted.items():
            shown = self._shown.get(key)
            if shown is None:
                self._shown[key] = shown = CanvasItem(item, self._ink, self)
                self.addItem(shown)
                touched += 1
            elif shown.value is not item and shown.value != item:
                shown.become(item, self._ink)
                touched += 1
        self._keep_order(value)
        self._value = value
        return touched

    def show_changes(self, value: Scene, changed: Iterable[SceneItem]) -> None:
        """Show ``value``, of which only these items differ from what is shown, with the same keys in the same order."""
        for item in changed:
            self._shown[item.key].become(item, self._ink)
        self._value = value

    def item_of(self, key: str) -> CanvasItem | None:
        """The graphics item that draws the scene item with this key."""
        return self._shown.get(key)

    def item_at(self, point: Point) -> CanvasItem | None:
        """The topmost item that can be pointed at there."""
        order = Qt.SortOrder.DescendingOrder
        found = self.items(QPointF(*point), Qt.ItemSelectionMode.IntersectsItemShape, order)
        return next((item for item in found if isinstance(item, CanvasItem)), None)

    def raise_elements(self, element_ids: tuple[str, ...]) -> None:
        """Draw these above others of their height, with what is drawn on them: what is selected is seen whole."""
        if element_ids != self._raised:
            self._raised = element_ids
            self._set_heights(self._value)

    def element_at(self, point: Point) -> str | None:
        """The id of the topmost element that can be pointed at there, or None."""
        order = Qt.SortOrder.DescendingOrder
        found = self.items(QPointF(*point), Qt.ItemSelectionMode.IntersectsItemShape, order)
        ids = (item.value.element_id for item in found if isinstance(item, CanvasItem))
        return next((element_id for element_id in ids if element_id and element_id not in self.untouchable), None)

    def elements_in(self, band: Rect, *, touched: bool) -> tuple[str, ...]:
        """Ids of the elements inside the band, in drawing order; with ``touched`` also those it only meets.

        A site counts only when it is wholly inside: one that merely contains the band was not meant.
        """
        area, found = rect_f(band), []
        for item in self._value.items:
            if not item.element_id or item.element_id in self.untouchable:
                continue
            bounds = rect_f(item.bounds)
            meets = bounds.intersects(area) and (not item.is_line or self._shown[item.key].shape().intersects(area))
            if area.contains(bounds) or (touched and meets and item.z != SITE_Z):
                found.append(item.element_id)
        return tuple(dict.fromkeys(found))

    def _reach_around(self, value: Scene) -> None:
        """Go on beyond elements that stand far out."""
        needed = rect_f(value.bounds).adjusted(-FAR / 2, -FAR / 2, FAR / 2, FAR / 2)
        if not self.sceneRect().contains(needed):
            self.setSceneRect(self.sceneRect().united(needed))

    def _keep_order(self, value: Scene) -> None:
        """Items of one height are drawn in the scene's order; Qt keeps the order of insertion for equal heights."""
        if [item.key for item in value.items] == list(self._shown):
            return
        self._shown = {item.key: self._shown[item.key] for item in value.items}
        self._set_heights(value)

    def _set_heights(self, value: Scene) -> None:
        count, raised = len(value.items), frozenset(self._raised)
        for index, item in enumerate(value.items):
            above = item.element_id in raised or item.part_of in raised
            self._shown[item.key].setZValue(item.z + index / (count + 1) + (_RAISED if above else 0))
