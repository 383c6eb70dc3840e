"""A window with a list of sentences to read, a line above them that says what they are, and a button to close it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.base.texts import Message, msg_in

_WIDTH, _HEIGHT = 560, 400


class ReadingListDialog(QDialog):
    """Reads only: nothing in it changes anything."""

    def __init__(
        self, context: AppContext, parent: QWidget | None, *, title: Message, head: Message, lines: Sequence[Message]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(context.text(title))
        self.resize(_WIDTH, _HEIGHT)
        said = QLabel(context.text(head))
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(said.text())
        self.list.setWordWrap(True)
        self.list.addItems([context.text(line) for line in lines])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg_in("action", "Close")))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
