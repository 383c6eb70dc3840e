"""One graphics item for everything on the canvas: paints marks, is hit where its outline is. Knows no element kinds."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.app.canvas.qt_marks import Prepared, PreparedGroup, PreparedText, paint, painter_path, prepare, rect_f
from designer.drawing.geometry import Curve
from designer.drawing.ink import Palette
from designer.drawing.scene import SceneItem

LINE_HIT_WIDTH = 12.0
"""Points around a line that still count as the line."""
COARSE_SCALE = 0.3
"""Below this scale text cannot be read and is left out."""


class CanvasItem(QGraphicsItem):
    """Draws one :class:`SceneItem` in the picture's own coordinates; never moved, only given another value."""

    def __init__(self, value: SceneItem, palette: Palette) -> None:
        super().__init__()
        self._value = value
        self._fine: tuple[Prepared, ...] = ()
        self._coarse: tuple[Prepared, ...] = ()
        self._dress(value, palette)

    @property
    def value(self) -> SceneItem:
        """What is drawn."""
        return self._value

    def become(self, value: SceneItem, palette: Palette) -> None:
        """Draw another value, or the same in other colours."""
        self.prepareGeometryChange()
        self._dress(value, palette)
        self.update()

    def boundingRect(self) -> QRectF:
        """The area around all marks and the area that can be pointed at."""
        bounds = rect_f(self._value.bounds).adjusted(-1, -1, 1, 1)
        return bounds.united(self.shape().controlPointRect()) if self._value.is_line else bounds

    def shape(self) -> QPainterPath:
        """The area that can be pointed at."""
        return _wide(self._value.outline) if self._value.is_line else painter_path(self._value.outline)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the marks; without text from far away."""
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        paint(painter, self._coarse if scale < COARSE_SCALE else self._fine)

    def _dress(self, value: SceneItem, palette: Palette) -> None:
        self._value = value
        self._fine = prepare(value.marks, palette)
        self._coarse = _without_text(self._fine)
        self.setZValue(value.z)


@lru_cache(maxsize=1024)
def _wide(curve: Curve) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(LINE_HIT_WIDTH)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(painter_path(curve))


def _without_text(marks: tuple[Prepared, ...]) -> tuple[Prepared, ...]:
    kept: list[Prepared] = []
    for mark in marks:
        if isinstance(mark, PreparedGroup):
            kept.append(PreparedGroup(_without_text(mark.marks), mark.transform, mark.opacity))
        elif not isinstance(mark, PreparedText):
            kept.append(mark)
    return tuple(kept)
