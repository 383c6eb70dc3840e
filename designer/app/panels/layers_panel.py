"""The layers of the picture: an eye and a padlock for each, with the number of elements in it."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.elided_label import ElidedLabel
from designer.app.icons import ICON_SIZE
from designer.app.palette import PADDING, ROW
from designer.base.texts import Message, msg
from designer.drawing.layers import Layer, layer_name, layer_of

_ORDER = (Layer.COMPUTE, Layer.VMS, Layer.STORAGE, Layer.REPLICATION, Layer.HEARTBEAT, Layer.NOTES)


class LayersPanel(QWidget):
    """Shows, hides and locks layers. Nothing of it changes the document."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self.eyes: dict[Layer, QToolButton] = {}
        self.locks: dict[Layer, QToolButton] = {}
        self._counts: dict[Layer, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(2)
        for layer in _ORDER:
            column.addLayout(self._row(layer))
        self.all = QPushButton(context.text(msg("Show all layers")))
        self.all.clicked.connect(controller.layers.show_all)
        hint = QLabel(context.text(msg("What is hidden here is only out of sight. Documents always show everything.")))
        hint.setProperty("role", "dim")
        hint.setWordWrap(True)
        column.addSpacing(8)
        column.addWidget(self.all)
        column.addSpacing(4)
        column.addWidget(hint)
        column.addStretch(1)
        controller.layers.changed.connect(self.refresh)
        for signal in (controller.document_changed, controller.document_opened, controller.design_shown):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say anew what is shown, what is locked and how much there is of it."""
        design, choice = self._controller.design, self._controller.layers
        found = [layer_of(one) for one in design.elements()] if design is not None else []
        for layer in _ORDER:
            shown, locked = layer not in choice.hidden, layer in choice.locked
            name = layer_name(layer)
            self._say(self.eyes[layer], "eye" if shown else "eye-off", _eye_tip(name, shown=shown), checked=shown)
            self._say(self.locks[layer], "lock" if locked else "lock-open", _lock_tip(name, locked=locked), locked)
            self._counts[layer].setText(self._context.translator.number(found.count(layer)))
        self.all.setEnabled(bool(choice.untouchable))

    def _row(self, layer: Layer) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.eyes[layer] = self._button(partial(self._toggle_shown, layer))
        self.locks[layer] = self._button(partial(self._toggle_locked, layer))
        self._counts[layer] = QLabel()
        self._counts[layer].setProperty("role", "faint")
        row.addWidget(self.eyes[layer])
        row.addWidget(ElidedLabel(self._context.text(layer_name(layer))), 1)
        row.addWidget(self._counts[layer])
        row.addWidget(self.locks[layer])
        return row

    def _button(self, toggle: "partial[None]") -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setFixedSize(ROW, ROW)
        button.clicked.connect(toggle)
        return button

    def _say(self, button: QToolButton, icon: str, tip: Message, checked: bool) -> None:
        button.setIcon(self._context.icon(icon))
        button.setChecked(checked)
        button.setToolTip(self._context.text(tip))
        button.setAccessibleName(self._context.text(tip))

    def _toggle_shown(self, layer: Layer) -> None:
        choice = self._controller.layers
        choice.show(layer, shown=layer in choice.hidden)

    def _toggle_locked(self, layer: Layer) -> None:
        choice = self._controller.layers
        choice.lock(layer, locked=layer not in choice.locked)


def _eye_tip(name: Message, *, shown: bool) -> Message:
    return msg("Hide: {layer}", layer=name) if shown else msg("Show: {layer}", layer=name)


def _lock_tip(name: Message, *, locked: bool) -> Message:
    return (
        msg("Let it be picked: {layer}", layer=name) if locked else msg("Keep from being picked: {layer}", layer=name)
    )
