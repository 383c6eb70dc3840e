"""The window onto the picture: zoom at the pointer, pan, grid, overview. Hands pointer and keys to the active tool."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from designer.app.canvas.adornments import Adornments, paint_adornments
from designer.app.canvas.canvas_scene import CanvasScene
from designer.app.canvas.overview import Overview
from designer.app.canvas.qt_marks import colour, paint_marks, rect_f
from designer.app.canvas.tools.tool import Pointer, Tool
from designer.drawing.geometry import Point, Rect
from designer.drawing.ink import Palette, Role
from designer.drawing.scene import Scene, SceneItem

LEAST_SCALE, MOST_SCALE = 0.1, 6.0
ZOOM_STEP = 1.25
GRID_DOTS = 24
FIT_MARGIN = 32.0
_DOTS_FROM_SCALE = 0.45
_PAN_AFTER = 6
_MINIMAP = QSize(176, 116)
_MINIMAP_GAP = 12
_OVERVIEW_BELOW, _OVERVIEW_FROM = 0.25, 600
"""Below this scale a picture of so many items is painted from arrays."""
_SETTLE_MS = 90
"""After so long without another step of a zoom everything is painted sharply."""


class CanvasView(QGraphicsView):
    """Shows a scene. Without a tool it is for looking: it pans, zooms and reports what was clicked."""

    scale_changed = Signal(float)
    pointer_moved = Signal(object)
    """The pointer's :class:`Point` in the picture, or None when it left."""
    clicked = Signal(str)
    """The id of the element clicked while no tool is active; empty for none."""
    menu_asked = Signal(object, object)
    """Where a context menu is wanted: global position, :class:`Point` in the picture."""
    focus_changed = Signal(bool)
    tip_asked = Signal(object, object)
    """The pointer rests: global position, :class:`Point` in the picture."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        self._canvas = CanvasScene(palette)
        super().__init__(self._canvas, parent)
        self._tool: Tool | None = None
        self._adornments = Adornments()
        self._shows_grid = True
        self._shows_minimap = False
        self._pan_from: QPoint | None = None
        self._pan_button = Qt.MouseButton.NoButton
        self._has_panned = False
        self._space_held = False
        self._is_fitted = True
        self._blank = QGraphicsScene(self._canvas.sceneRect(), self)
        self._overview: tuple[Scene, Overview] | None = None
        self._small: tuple[Scene, QSize, QPixmap] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._sharpen)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    # The picture

    @property
    def canvas(self) -> CanvasScene:
        """The graphics scene that holds the picture."""
        return self._canvas

    def show_scene(self, scene: Scene) -> None:
        """Show another picture; zoom and place stay, so that an edit never moves the ground under the pointer."""
        was_empty = not self._canvas.value.items
        self._canvas.show_scene(scene)
        self._choose_painting()
        if was_empty and scene.items:
            self.fit()

    def show_changes(self, scene: Scene, changed: tuple[SceneItem, ...]) -> None:
        """Show a picture of which only these items differ from the one shown."""
        self._canvas.show_changes(scene, changed)
        self.viewport().update()

    def set_adornments(self, shown: Adornments) -> None:
        """Draw these over the picture."""
        if shown != self._adornments:
            self._adornments = shown
            self.viewport().update()

    @property
    def adornments(self) -> Adornments:
        """What is drawn over the picture."""
        return self._adornments

    def set_tool(self, tool: Tool | None) -> None:
        """Let ``tool`` answer pointer and keys; None leaves the view for looking only."""
        if self._tool is not None and self._tool is not tool:
            self._tool.cancel()
        self._tool = tool
        self._show_cursor()

    def show_grid(self, *, shown: bool) -> None:
        """Show or hide the dots."""
        self._shows_grid = shown
        self.viewport().update()

    def show_minimap(self, *, shown: bool) -> None:
        """Show or hide the overview in the corner."""
        self._shows_minimap = shown
        self.viewport().update()

    # Zoom and place

    @property
    def scale_now(self) -> float:
        """Pixels to the point."""
        return self.transform().m11()

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Enlarge by ``factor`` around a viewport position, the middle without one."""
        self.zoom_to(self.scale_now * factor, at)

    def zoom_to(self, scale: float, at: QPoint | None = None) -> None:
        """Show at this scale; what lies under ``at`` stays there."""
        anchor = self.viewport().rect().center() if at is None else at
        before = self.mapToScene(anchor)
        wanted = min(MOST_SCALE, max(LEAST_SCALE, scale))
        self._is_fitted = False
        self._set_scale(wanted)
        self._shift(self.mapFromScene(before) - anchor)

    def fit(self) -> None:
        """Show the whole picture, at most at its own size, and keep doing so when the window changes."""
        self.fit_rect(self._canvas.value.bounds, most=1.0)
        self._is_fitted = True

    def fit_rect(self, rect: Rect, most: float = 2.0) -> None:
        """Show this part of the picture as large as fits, at most at scale ``most``."""
        area = self.viewport().rect()
        if rect.width <= 0 or rect.height <= 0 or area.isEmpty():
            self._set_scale(1.0)
            self.centerOn(QPointF(*rect.centre))
            return
        wide = (area.width() - 2 * FIT_MARGIN) / rect.width
        high = (area.height() - 2 * FIT_MARGIN) / rect.height
        self._is_fitted = False
        self._set_scale(min(most, MOST_SCALE, max(LEAST_SCALE, min(wide, high))))
        self.centerOn(QPointF(*rect.centre))

    def reveal(self, rect: Rect) -> None:
        """Move the picture only as far as needed to show this part."""
        if not self.mapToScene(self.viewport().rect()).boundingRect().contains(rect_f(rect)):
            self._is_fitted = False
            self.ensureVisible(rect_f(rect), 40, 40)
            self.viewport().update()

    def pan_by(self, dx: int, dy: int) -> None:
        """Move the picture by so many pixels."""
        self._is_fitted = False
        self._shift(QPoint(-dx, -dy))

    def point_at(self, position: QPoint) -> Point:
        """The place in the picture under a viewport position."""
        found = self.mapToScene(position)
        return Point(found.x(), found.y())

    def seen(self) -> Rect:
        """The part of the picture that is in view."""
        area = self.mapToScene(self.viewport().rect()).boundingRect()
        return Rect(area.x(), area.y(), area.width(), area.height())

    def leave_room(self, margin: int) -> None:
        """Leave so many pixels free at the upper and the left edge, for rulers."""
        self.setViewportMargins(margin, margin, 0, 0)

    def middle(self) -> Point:
        """The place in the picture in the middle of the view."""
        return self.point_at(self.viewport().rect().center())

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pan, move the overview, or hand the press to the tool."""
        position = event.position().toPoint()
        if self._starts_pan(event):
            self._pan_from, self._pan_button, self._has_panned = position, event.button(), False
            self._show_cursor()
            event.accept()
            return
        if event.button() is Qt.MouseButton.LeftButton and self._centre_by_minimap(position):
            event.accept()
            return
        if self._tool is not None:
            self._tool.press(self._pointer(event))
        elif event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self._canvas.element_at(self.point_at(position)) or "")
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or hand the movement to the tool."""
        position = event.position().toPoint()
        if self._pan_from is not None:
            moved = position - self._pan_from
            at_once = self._pan_button is not Qt.MouseButton.RightButton
            if self._has_panned or at_once or moved.manhattanLength() > _PAN_AFTER:
                self._has_panned = True
                self.pan_by(moved.x(), moved.y())
                self._pan_from = position
                self._show_cursor()
            event.accept()
            return
        if event.buttons() & Qt.MouseButton.LeftButton and self._centre_by_minimap(position, started=False):
            event.accept()
            return
        if self._tool is not None:
            self._tool.move(self._pointer(event))
            self._show_cursor()
        self.pointer_moved.emit(self.point_at(position))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan (a right click that did not pan asks for the menu) or hand the release to the tool."""
        if self._pan_from is not None and event.button() is self._pan_button:
            asked = self._pan_button is Qt.MouseButton.RightButton and not self._has_panned
            self._pan_from = None
            self._show_cursor()
            if asked:
                position = event.position().toPoint()
                self.menu_asked.emit(event.globalPosition().toPoint(), self.point_at(position))
        elif self._tool is not None:
            self._tool.release(self._pointer(event))
            self._show_cursor()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Hand a double click to the tool."""
        if self._tool is not None and event.button() is Qt.MouseButton.LeftButton:
            self._tool.double_click(self._pointer(event))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom at the pointer, with Shift scroll sideways."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if turned.y():
                self.zoom_by(1.0015 ** turned.y(), event.position().toPoint())
        else:
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else turned / 2
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not moved.x()
            self.pan_by(moved.y() if sideways else moved.x(), 0 if sideways else moved.y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pans while held; the rest goes to the tool, then to the window."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._tool is not None:
            self._space_held = True
            self._show_cursor()
            event.accept()
            return
        if self._tool is not None and self._tool.key(event.key(), event.modifiers()):
            event.accept()
            return
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End panning by Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self._show_cursor()
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key asks for the menu at the selection's place; the mouse asks on release."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            middle = self.viewport().rect().center()
            self.menu_asked.emit(self.viewport().mapToGlobal(middle), self.point_at(middle))
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Offer the drag to the tool."""
        self._drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Offer the drag to the tool."""
        self._drag(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the drop to the tool."""
        if self._tool is not None and self._tool.drop(event.mimeData(), self.point_at(event.position().toPoint())):
            event.acceptProposedAction()
            return
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self.pointer_moved.emit(None)
        if self._tool is not None:
            self._tool.leave()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that keys go to the canvas now."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that keys go elsewhere now."""
        self._space_held = False
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab on the canvas while the tool has a next element for it; F6 leaves."""
        key = Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab
        # Qt asks here too when a child that had the keyboard hides; only a person's Tab may walk on.
        if self.hasFocus() and self._tool is not None and self._tool.key(key, Qt.KeyboardModifier.NoModifier):
            return True
        return super().focusNextPrevChild(forward)

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by a pinch on the touchpad; ask for a tip where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self.tip_asked.emit(event.globalPos(), self.point_at(event.pos()))
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value(), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep an overall fit."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    # Painting

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The canvas and its dots."""
        ink = self._canvas.ink
        painter.fillRect(rect, colour(ink, Role.CANVAS))
        if self.scene() is self._blank:
            hasty = self._canvas.is_hasty
            self._overview_now().paint(painter, QRectF(rect), self.scale_now, is_hasty=hasty)
        if not self._shows_grid or self.scale_now < _DOTS_FROM_SCALE:
            return
        self._paint_dots(painter, QRectF(rect))

    def _paint_dots(self, painter: QPainter, area: QRectF) -> None:
        """The grid: one row of dots painted as pixels, put down once a row."""
        scale, ratio = self.scale_now, self.devicePixelRatioF()
        left, top = area.left() // GRID_DOTS * GRID_DOTS, area.top() // GRID_DOTS * GRID_DOTS
        columns, rows = int(area.width() / GRID_DOTS) + 2, int(area.height() / GRID_DOTS) + 2
        corner = painter.worldTransform().map(QPointF(left, top))
        row = QPixmap(int((columns * GRID_DOTS * scale + 4) * ratio), int(4 * ratio))
        row.setDevicePixelRatio(ratio)
        row.fill(Qt.GlobalColor.transparent)
        with QPainter(row) as inner:
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.setPen(QPen(colour(self._canvas.ink, Role.GRID), 2.0, c=Qt.PenCapStyle.RoundCap))
            inner.drawPoints([QPointF(2 + index * GRID_DOTS * scale, 2) for index in range(columns)])
        painter.save()
        painter.resetTransform()
        for index in range(rows):
            painter.drawPixmap(QPointF(corner.x() - 2, corner.y() + index * GRID_DOTS * scale - 2), row)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Selection, guides and handles over the picture."""
        paint_adornments(painter, self._canvas.value, self._canvas.ink, self._adornments, scale=self.scale_now)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, then the overview in the corner."""
        super().paintEvent(event)
        if self._shows_minimap:
            with QPainter(self.viewport()) as painter:
                self._paint_minimap(painter)

    def _paint_minimap(self, painter: QPainter) -> None:
        ink, frame = self._canvas.ink, QRectF(self._minimap_rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(ink, Role.LINE), 1))
        painter.setBrush(colour(ink, Role.PANEL))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        scale, offset = self._minimap_map()
        painter.save()
        painter.setClipRect(frame.adjusted(2, 2, -2, -2))
        painter.translate(offset)
        painter.scale(scale, scale)
        self._paint_small(painter, scale)
        view = self.mapToScene(self.viewport().rect()).boundingRect()
        pen = QPen(colour(ink, Role.PRIMARY), 1.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(view)
        painter.restore()

    def _paint_small(self, painter: QPainter, scale: float) -> None:
        """The whole picture, small; painted once for a picture and then kept as pixels."""
        whole, ratio = self._canvas.value.bounds, self.devicePixelRatioF()
        size = QSize(max(1, round(whole.width * scale * ratio)), max(1, round(whole.height * scale * ratio)))
        if self._small is None or self._small[0] is not self._canvas.value or self._small[1] != size:
            pixels = QPixmap(size)
            pixels.fill(Qt.GlobalColor.transparent)
            with QPainter(pixels) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                inner.scale(scale * ratio, scale * ratio)
                inner.translate(-whole.x, -whole.y)
                if len(self._canvas.value.items) > _OVERVIEW_FROM:
                    self._overview_now().paint(inner, rect_f(whole), scale)
                else:
                    paint_marks(inner, self._canvas.value.marks, self._canvas.ink)
            self._small = (self._canvas.value, size, pixels)
        painter.drawPixmap(rect_f(whole), self._small[2], QRectF(self._small[2].rect()))

    def _minimap_rect(self) -> QRect:
        area = self.viewport().rect()
        corner = area.bottomRight() - QPoint(_MINIMAP.width() + _MINIMAP_GAP, _MINIMAP.height() + _MINIMAP_GAP)
        return QRect(corner, _MINIMAP)

    def _minimap_map(self) -> tuple[float, QPointF]:
        """Scale and offset that put the picture and the seen part into the overview."""
        frame = QRectF(self._minimap_rect()).adjusted(8, 8, -8, -8)
        view = self.mapToScene(self.viewport().rect()).boundingRect()
        whole = rect_f(self._canvas.value.bounds).united(view)
        scale = min(frame.width() / max(1.0, whole.width()), frame.height() / max(1.0, whole.height()))
        return scale, frame.center() - whole.center() * scale

    def _centre_by_minimap(self, position: QPoint, *, started: bool = True) -> bool:
        if not self._shows_minimap or not self._minimap_rect().contains(position):
            return False
        if not started and self._tool is not None and self._tool.is_busy:
            return False
        scale, offset = self._minimap_map()
        self._is_fitted = False
        self.centerOn((QPointF(position) - offset) / scale)
        self.viewport().update()
        return True

    def _starts_pan(self, event: QMouseEvent) -> bool:
        if self._pan_from is not None:
            return False
        if event.button() in {Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton}:
            return self._tool is None or not self._tool.is_busy
        by_left = self._tool is None or self._tool.pans or self._space_held
        if event.button() is not Qt.MouseButton.LeftButton or not by_left:
            return False
        if self._tool is None:
            return self._canvas.element_at(self.point_at(event.position().toPoint())) is None
        return True

    def _drag(self, event: QDragMoveEvent) -> None:
        point = self.point_at(event.position().toPoint())
        if self._tool is not None and self._tool.drag_over(event.mimeData(), point):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _pointer(self, event: QMouseEvent) -> Pointer:
        position = event.position().toPoint()
        return Pointer(self.point_at(position), position, event.button(), event.modifiers(), self.scale_now)

    def _set_scale(self, scale: float) -> None:
        if abs(scale - self.scale_now) < 1e-9:
            return
        if self._canvas.keeps_pixels:
            self._canvas.is_hasty = True
            self._settle.start()
        self.resetTransform()
        self.scale(scale, scale)
        self._choose_painting()
        self.scale_changed.emit(scale)

    def _sharpen(self) -> None:
        self._canvas.is_hasty = False
        self.viewport().update()

    def _choose_painting(self) -> None:
        """Paint items, or, far away from very many, arrays over a scene without any."""
        is_far = self.scale_now < _OVERVIEW_BELOW and len(self._canvas.value.items) > _OVERVIEW_FROM
        wanted = self._blank if is_far else self._canvas
        if self.scene() is not wanted:
            across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self._blank.setSceneRect(self._canvas.sceneRect())
            self.setScene(wanted)
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)

    def _overview_now(self) -> Overview:
        scene = self._canvas.value
        if self._overview is None or self._overview[0] is not scene:
            self._overview = (scene, Overview(scene, self._canvas.ink))
        return self._overview[1]

    def _shift(self, by: QPoint) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())
        self.viewport().update()

    def _show_cursor(self) -> None:
        if self._pan_from is not None and self._has_panned:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space_held or (self._tool is not None and self._tool.pans):
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor if self._tool is None else self._tool.cursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)
