"""A chart in the window: a scene made for the width there is, with what its parts say, to be pointed at and chosen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from designer.app.canvas.qt_marks import Prepared, paint, prepare
from designer.app.context import AppContext
from designer.drawing.geometry import Point
from designer.drawing.scene import Scene, SceneItem

SceneMaker = Callable[[float, float], Scene]
"""A scene for a width and a height; a chart that grows by its content takes no notice of the height."""
_MARGIN = 12
_NEAR = 3.0


class ChartView(QWidget):
    """Paints what its maker gives for its size. ``fills`` takes all the height there is, else the scene decides it."""

    chosen = Signal(str)
    """The element whose part was clicked."""

    def __init__(self, context: AppContext, *, fills: bool = False) -> None:
        super().__init__()
        self._context = context
        self._fills = fills
        self._maker: SceneMaker | None = None
        self._scene = Scene()
        self._prepared: tuple[Prepared, ...] = ()
        high = QSizePolicy.Policy.Expanding if fills else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, high)
        self.setMinimumWidth(220)

    @property
    def value(self) -> Scene:
        """What is shown."""
        return self._scene

    def show_chart(self, maker: SceneMaker, told: str) -> None:
        """Show another chart; ``told`` says for a screen reader what it shows."""
        self._maker = maker
        self.setAccessibleName(told)
        self._make()

    def sizeHint(self) -> QSize:
        """As high as the scene needs."""
        return QSize(400, 300 if self._fills else round(self._scene.bounds.bottom) + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """A chart that fills may shrink, another may not."""
        return QSize(220, 140 if self._fills else self.sizeHint().height())

    def point_of(self, key: str) -> QPoint:
        """Where the middle of an item stands in the widget; raises ``KeyError``."""
        centre = self._scene.by_key[key].bounds.centre
        return QPoint(round(centre.x) + _MARGIN, round(centre.y) + _MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the scene anew for the room there is."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() or self._fills:
            self._make()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scene."""
        with QPainter(self) as painter:
            painter.translate(_MARGIN, _MARGIN)
            paint(painter, self._prepared)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        found = self._at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and found is not None and found.element_id:
            self.chosen.emit(found.element_id)

    def event(self, event: QEvent) -> bool:
        """Say what a part stands for."""
        if event.type() is QEvent.Type.ToolTip:
            found = self._at(event.pos())  # type: ignore[attr-defined]  # a tool tip's event is a QHelpEvent
            text = "" if found is None or found.hint is None else self._context.text(found.hint)
            area = QRect() if found is None else _area(found)
            QToolTip.showText(event.globalPos(), text, self, area)  # type: ignore[attr-defined]  # as above
            return True
        return super().event(event)

    def _at(self, spot: QPoint) -> SceneItem | None:
        """The topmost item with a hint or an element near the spot."""
        point = Point(spot.x() - _MARGIN, spot.y() - _MARGIN)
        known = (one for one in reversed(self._scene.items) if one.hint is not None or one.element_id)
        return next((one for one in known if one.bounds.grown(_NEAR).holds(point)), None)

    def _make(self) -> None:
        if self._maker is None:
            return
        wide, high = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        before = self.sizeHint().height()
        self._scene = self._maker(max(180.0, float(wide)), max(100.0, float(high)))
        self._prepared = prepare(self._scene.marks, self._context.ink)
        if self.sizeHint().height() != before:
            self.updateGeometry()
        self.update()


def _area(item: SceneItem) -> QRect:
    bounds = item.bounds.whole()
    return QRect(int(bounds.x) + _MARGIN, int(bounds.y) + _MARGIN, int(bounds.width), int(bounds.height))
