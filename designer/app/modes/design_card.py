"""A card to choose a design by: its picture, its name and a line or two about it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from designer.app.canvas.fonts import interface_font
from designer.app.canvas.qt_marks import prepare
from designer.app.context import AppContext
from designer.app.modes.lines import paint_lines
from designer.app.modes.preview import paint_fitted
from designer.base.texts import Message
from designer.drawing.ink import Face, Role
from designer.drawing.scene import Scene

_RADIUS = 8
_SIDE = 12
_TEXT_LINES = 3
_TITLE_LINE = 18


class DesignCard(QAbstractButton):
    """A button with a picture. Enter and Space choose it like a click."""

    def __init__(self, context: AppContext, title: Message | str, text: Message | str, scene: Scene | None) -> None:
        super().__init__()
        self._context = context
        self._text = context.text(text)
        self._prepared = prepare(scene.marks, context.ink) if scene is not None else ()
        self._bounds = scene.bounds if scene is not None else None
        self.setText(context.text(title))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._text)
        self.setToolTip(self._text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Wide enough for a picture of two sites."""
        return QSize(252, 208)

    def minimumSizeHint(self) -> QSize:
        """Narrower, never lower."""
        return QSize(172, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, picture and words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            lively = self.underMouse() or self.hasFocus()
            painter.setPen(
                QPen(self._context.colour(Role.PRIMARY if lively else Role.LINE), 2 if self.hasFocus() else 1)
            )
            painter.setBrush(self._context.colour(Role.PANEL))
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
            words = 30 + _TEXT_LINES * 17
            picture = frame.adjusted(_SIDE, _SIDE, -_SIDE, -words - 8)
            if self._bounds is not None:
                paint_fitted(painter, self._prepared, self._bounds, picture)
            self._paint_words(painter, QRectF(frame.left() + _SIDE, picture.bottom() + 8, picture.width(), words))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._context.colour(Role.TEXT))
        title = paint_lines(painter, self.text(), area, font=interface_font(10.5, Face.SEMIBOLD), most=2)
        painter.setPen(self._context.colour(Role.DIM))
        rest = _TEXT_LINES + 1 - title
        paint_lines(
            painter, self._text, area.adjusted(0, 4 + title * _TITLE_LINE, 0, 0), font=interface_font(9.25), most=rest
        )
