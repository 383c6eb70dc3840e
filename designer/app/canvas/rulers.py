"""Rulers along two edges of the canvas: points of the picture, the pointer, and how far the selection reaches."""

from math import floor, log10

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from designer.app.canvas.canvas_view import CanvasView
from designer.app.canvas.fonts import interface_font
from designer.app.canvas.qt_marks import colour
from designer.drawing.geometry import Point, around
from designer.drawing.ink import Palette, Role

RULER = 20
_LEAST_STEP = 64
"""Pixels between two numbers, at least."""
_TICKS = 5


class Ruler(QWidget):
    """One ruler, level or upright, over the margin of the view."""

    def __init__(self, view: CanvasView, palette: Palette, *, level: bool) -> None:
        super().__init__(view)
        self._view = view
        self._ink = palette
        self._level = level
        self._pointer: Point | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.viewport().installEventFilter(self)
        view.pointer_moved.connect(self._follow)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the view shows."""
        if event.type() in {QEvent.Type.Paint, QEvent.Type.Resize} and self.isVisible():
            self._stand()
            self.update()
        return super().eventFilter(watched, event)

    def show_ruler(self, *, shown: bool) -> None:
        """Show or hide it."""
        self._stand()
        self.setVisible(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ticks, numbers, selection and pointer."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(self._ink, Role.PANEL))
            self._paint_reach(painter)
            painter.setFont(interface_font(7.0))
            painter.setPen(QPen(colour(self._ink, Role.FAINT), 1))
            self._paint_ticks(painter)
            painter.setPen(QPen(colour(self._ink, Role.LINE), 1))
            edge = RULER - 1
            painter.drawLine(*((0, edge, self.width(), edge) if self._level else (edge, 0, edge, self.height())))
            self._paint_pointer(painter)

    def _paint_ticks(self, painter: QPainter) -> None:
        scale, length = self._view.scale_now, self.width() if self._level else self.height()
        step = step_for(scale)
        start, end = self._value_at(0), self._value_at(length)
        value = floor(start / step) * step
        while value <= end:
            at = self._pixel_of(value)
            self._tick(painter, at, 8)
            self._number(painter, at, value)
            for part in range(1, _TICKS):
                self._tick(painter, self._pixel_of(value + step * part / _TICKS), 3)
            value += step

    def _tick(self, painter: QPainter, at: int, reach: int) -> None:
        if self._level:
            painter.drawLine(at, RULER - 1 - reach, at, RULER - 2)
        else:
            painter.drawLine(RULER - 1 - reach, at, RULER - 2, at)

    def _number(self, painter: QPainter, at: int, value: float) -> None:
        text = f"{value:.0f}"
        if self._level:
            painter.drawText(QPointF(at + 3, 10), text)
            return
        painter.save()
        painter.translate(10, at - 3)
        painter.rotate(-90)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()

    def _paint_reach(self, painter: QPainter) -> None:
        scene = self._view.canvas.value
        boxes = [
            item.outline.bounds()
            for one in self._view.adornments.selected
            if (item := scene.symbol_of(one)) is not None and not item.is_line
        ]
        if not boxes:
            return
        box = around(boxes)
        low, high = (box.x, box.right) if self._level else (box.y, box.bottom)
        start, end = self._pixel_of(low), self._pixel_of(high)
        area = QRect(start, 0, end - start, RULER) if self._level else QRect(0, start, RULER, end - start)
        painter.fillRect(area, colour(self._ink, Role.PRIMARY_TINT))

    def _paint_pointer(self, painter: QPainter) -> None:
        if self._pointer is None:
            return
        at = self._pixel_of(self._pointer.x if self._level else self._pointer.y)
        painter.setPen(QPen(colour(self._ink, Role.PRIMARY), 1))
        painter.drawLine(*((at, 0, at, RULER) if self._level else (0, at, RULER, at)))

    def _value_at(self, pixel: int) -> float:
        point = self._view.mapToScene(pixel, pixel)
        return point.x() if self._level else point.y()

    def _pixel_of(self, value: float) -> int:
        found = self._view.mapFromScene(value, value)
        return found.x() if self._level else found.y()

    def _follow(self, point: Point | None) -> None:
        self._pointer = point
        if self.isVisible():
            self.update()

    def _stand(self) -> None:
        area = self._view.viewport().geometry()
        place = (
            QRect(area.x(), area.y() - RULER, area.width(), RULER)
            if self._level
            else QRect(area.x() - RULER, area.y(), RULER, area.height())
        )
        if self.geometry() != place:
            self.setGeometry(place)


def step_for(scale: float) -> float:
    """The distance between two numbers, in points: 1, 2 or 5 times a power of ten, wide enough to be read."""
    least = _LEAST_STEP / scale
    power = 10.0 ** floor(log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)
