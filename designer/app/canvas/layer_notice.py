"""Says on the canvas that something is hidden, so that nobody misses what is only out of sight."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from designer.app.context import AppContext
from designer.app.layer_choice import LayerChoice
from designer.base.texts import msg, msg_n

_GAP = 10


class LayerNotice(QPushButton):
    """A small button at the lower left corner; a click shows everything again."""

    def __init__(self, layers: LayerChoice, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layer-notice")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setIcon(context.icon("eye-off"))
        self._layers = layers
        self._context = context
        self.setToolTip(context.text(msg("Show all layers")))
        self.clicked.connect(layers.show_all)
        layers.changed.connect(self.refresh)
        parent.installEventFilter(self)
        self.refresh()

    def refresh(self) -> None:
        """Say how much is hidden or cannot be picked."""
        hidden, locked = len(self._layers.hidden), len(self._layers.locked)
        if hidden:
            self.setText(self._context.text(msg_n("{n} layer is hidden", "{n} layers are hidden", hidden)))
        elif locked:
            self.setText(self._context.text(msg_n("{n} layer is locked", "{n} layers are locked", locked)))
        self.setVisible(bool(hidden or locked))
        self._stand()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self._stand()
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            self.move(_GAP, parent.height() - self.height() - _GAP)
