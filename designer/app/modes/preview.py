"""A small picture of a design: the scene itself, fitted into a rectangle."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.app.canvas.qt_marks import Prepared, paint, prepare
from designer.app.context import AppContext
from designer.drawing.compose import PictureOptions, compose
from designer.drawing.geometry import Rect
from designer.drawing.ink import Role
from designer.drawing.scene import Scene
from designer.model.design import Design


def scene_of(context: AppContext, design: Design) -> Scene:
    """The design's picture without a legend, in the window's language."""
    lettering = context.lettering
    return compose(design, lettering.ruler, lettering.translator, options=PictureOptions(legend=False))


class ScenePreview(QWidget):
    """Shows a scene as large as fits; not for pointing at."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._prepared: tuple[Prepared, ...] = ()
        self._bounds = Rect(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_scene(self, scene: Scene) -> None:
        """Show another scene."""
        self._prepared = prepare(scene.marks, self._context.ink)
        self._bounds = scene.bounds
        self.update()

    def sizeHint(self) -> QSize:
        """A picture takes the room there is."""
        return QSize(420, 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and scene."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._context.colour(Role.CANVAS))
            paint_fitted(painter, self._prepared, self._bounds, QRectF(self.rect()).adjusted(10, 10, -10, -10))


def paint_fitted(painter: QPainter, prepared: tuple[Prepared, ...], bounds: Rect, area: QRectF) -> None:
    """Paint prepared marks as large as fits into the area, in its middle."""
    if bounds.width <= 0 or bounds.height <= 0 or area.isEmpty():
        return
    scale = min(area.width() / bounds.width, area.height() / bounds.height, 1.0)
    painter.save()
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.centre.x, -bounds.centre.y)
    paint(painter, prepared)
    painter.restore()
