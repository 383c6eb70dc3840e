"""One line asked for: a name, a label."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.base.texts import Message, msg


class AskText(QDialog):
    """Gives the text when it is confirmed; an empty one cannot be."""

    given = Signal(str)

    def __init__(
        self, context: AppContext, title: Message, label: Message, text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ask-text")
        self.setWindowTitle(context.text(title))
        self.setMinimumWidth(380)
        self.line = QLineEdit(text)
        self.line.selectAll()
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText(context.text(msg("OK")))
        self.buttons.button(buttons.Cancel).setText(context.text(msg("Cancel")))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(QLabel(context.text(label)))
        column.addWidget(self.line)
        column.addWidget(self.buttons)
        self.line.textChanged.connect(self._check)
        self.buttons.accepted.connect(self._give)
        self.buttons.rejected.connect(self.reject)
        self._check()

    def _check(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.line.text().strip()))

    def _give(self) -> None:
        self.accept()
        self.given.emit(self.line.text().strip())
