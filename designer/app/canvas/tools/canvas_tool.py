"""What all tools of the design canvas share: drops from the palette, keys that walk, nudge and insert."""

from math import hypot

from PySide6.QtCore import QMimeData, Qt

from designer.app.canvas.placer import MIME_TYPE, Placeable
from designer.app.canvas.tools.host import ToolHost
from designer.app.canvas.tools.tool import Tool
from designer.drawing.geometry import Point, Rect
from designer.drawing.scene import SceneItem
from designer.editing.additions import ElementKind
from designer.editing.likeness import CopyBeside
from designer.editing.placement import MoveElements
from designer.model.arrangement import COLUMN_GAP, ROW_GAP
from designer.model.array import Array
from designer.model.design import Design
from designer.model.node import Node

NUDGE, FAR_NUDGE, FINE_NUDGE = 8, 40, 1
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CanvasTool(Tool):
    """A tool with a canvas to work on."""

    def __init__(self, host: ToolHost) -> None:
        self._host = host

    def key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Walk with Tab and Alt+arrows, nudge with arrows, insert with letters, Escape cancels."""
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return self._walk_on(back=key == Qt.Key.Key_Backtab)
        arrow = _ARROWS.get(key)
        if arrow is not None:
            walks = modifiers & Qt.KeyboardModifier.AltModifier
            return self._walk_towards(arrow) if walks else self._nudge(arrow, modifiers)
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not modifiers:
            self._host.show_properties()
            return True
        return self._letter(key, modifiers)

    def drag_over(self, data: QMimeData, at: Point) -> bool:
        """Show where the dragged palette entry would come to stand."""
        placeable = self._placeable(data)
        if placeable is None:
            return False
        return self.show_placing(placeable, at)

    def drop(self, data: QMimeData, at: Point) -> bool:
        """Place the dragged palette entry."""
        placeable = self._placeable(data)
        return placeable is not None and self.place(placeable, at)

    def leave(self) -> None:
        """Whatever hovered is gone."""
        if not self.is_busy:
            self._host.preview(None)
            self._host.adorn(target=None, handles_of=None)
            self._host.tell(None)

    def show_placing(self, placeable: Placeable, at: Point) -> bool:
        """Preview a placing; False where it is refused, with the reason at the pointer."""
        design = self._host.design
        if design is None:
            return False
        x, y = round(at.x), round(at.y)
        refusal = self._host.preview(placeable.command(design, x, y))
        self._host.adorn(target=placeable.host_at(design, x, y), is_target_allowed=refusal is None)
        self._host.tell(refusal)
        return refusal is None

    def place(self, placeable: Placeable, at: Point) -> bool:
        """Place it and select what came of it."""
        design = self._host.design
        self._host.preview(None)
        self._host.adorn(target=None, is_target_allowed=True)
        self._host.tell(None)
        if design is None or not self._host.commit_new(placeable.command(design, round(at.x), round(at.y))):
            return False
        if placeable.kind is ElementKind.NOTE and self._host.selection:
            self._host.rename(self._host.selection[0])
        return True

    def _placeable(self, data: QMimeData) -> Placeable | None:
        if not data.hasFormat(MIME_TYPE):
            return None
        return self._host.placer.find(bytes(data.data(MIME_TYPE).data()).decode())

    def _escape(self) -> bool:
        if self.is_busy:
            self.cancel()
        elif self._host.selection:
            self._host.select(())
        else:
            return False
        return True

    def _letter(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        allowed = Qt.KeyboardModifier.ShiftModifier
        if modifiers & ~allowed or self.is_busy:
            return False
        if key == Qt.Key.Key_Home:
            return self._host.trigger_key("Home")
        if key == Qt.Key.Key_Insert:
            return self._host.trigger_key("Shift+A")
        if not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
            return False
        return self._host.trigger_key(("Shift+" if modifiers & allowed else "") + chr(key))

    def _nudge(self, arrow: tuple[int, int], modifiers: Qt.KeyboardModifier) -> bool:
        design, chosen = self._host.design, self._host.selection
        if design is None or not chosen:
            return False
        if modifiers & _BOTH == _BOTH:
            return self._copy_beside(design, chosen[-1], arrow)
        step = NUDGE
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step = FAR_NUDGE
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            step = FINE_NUDGE
        self._host.commit(MoveElements(design.id, chosen, arrow[0] * step, arrow[1] * step))
        return True

    def _copy_beside(self, design: Design, element_id: str, arrow: tuple[int, int]) -> bool:
        """Put a copy in the arrow's direction, joined like the original."""
        item = self._host.picture.symbol_of(element_id)
        if item is None or not isinstance(design.find(element_id), Node | Array):
            return False
        box = item.outline.bounds()
        dx, dy = arrow[0] * (round(box.width) + COLUMN_GAP), arrow[1] * (round(box.height) + ROW_GAP)
        self._host.commit_new(CopyBeside(design.id, element_id, dx, dy))
        return True

    def _walk_on(self, *, back: bool) -> bool:
        order = self._reading_order()
        if not order:
            return False
        last = self._host.selection[-1] if self._host.selection else ""
        following = len(order) - 1 if back else 0
        if last in order:
            following = order.index(last) + (-1 if back else 1)
            if not 0 <= following < len(order):
                return False
        self._host.select((order[following],))
        return True

    def _walk_towards(self, arrow: tuple[int, int]) -> bool:
        chosen = self._host.selection[-1] if self._host.selection else ""
        at = self._host.picture.symbol_of(chosen)
        if at is None:
            return self._walk_on(back=False)
        alike = (item for item in self._host.picture.items if _are_alike(item, at) and item.element_id)
        rects = {item.element_id: item.bounds for item in alike}
        start = at.bounds.centre
        best = min(
            (
                (_effort(start, rect.centre, arrow), key)
                for key, rect in rects.items()
                if key != chosen and _lies_towards(start, rect.centre, arrow)
            ),
            default=None,
        )
        if best is not None:
            self._host.select((best[1],))
        return True

    def _reading_order(self) -> list[str]:
        """Elements from the top left to the bottom right, a row being what begins within 40 points."""
        rects = self._rects()
        return sorted(rects, key=lambda key: (rects[key].y // 40, rects[key].x))

    def _rects(self) -> dict[str, Rect]:
        found: dict[str, Rect] = {}
        for item in self._host.picture.items:
            if item.element_id and item.element_id not in found:
                found[item.element_id] = item.bounds
        return found


def _lies_towards(start: Point, end: Point, arrow: tuple[int, int]) -> bool:
    along = (end.x - start.x) * arrow[0] + (end.y - start.y) * arrow[1]
    aside = abs((end.x - start.x) * arrow[1]) + abs((end.y - start.y) * arrow[0])
    return along > 4 and aside <= 2 * along


def _are_alike(one: SceneItem, other: SceneItem) -> bool:
    """Whether both are cards, or both parts of cards, or both lines."""
    return one.z == other.z and bool(one.part_of) == bool(other.part_of)


def _effort(start: Point, end: Point, arrow: tuple[int, int]) -> float:
    aside = abs((end.x - start.x) * arrow[1]) + abs((end.y - start.y) * arrow[0])
    return hypot(end.x - start.x, end.y - start.y) + aside
