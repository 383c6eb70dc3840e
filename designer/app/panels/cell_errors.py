"""Cells that could not be pasted, each by its name and with its reason. Nothing was changed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.panels.table_cells import CellError
from designer.base.texts import msg, msg_in, msg_n


class CellErrorsDialog(QDialog):
    """A list to correct the sheet by."""

    def __init__(self, context: AppContext, errors: Sequence[CellError], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cell-errors")
        self.setWindowTitle(context.text(msg("Nothing was pasted")))
        self.resize(560, 360)
        head = msg_n(
            "{n} cell does not fit. Correct it in the sheet and paste again; nothing was changed here.",
            "{n} cells do not fit. Correct them in the sheet and paste again; nothing was changed here.",
            len(errors),
        )
        said = QLabel(context.text(head))
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(said.text())
        self.list.addItems([context.text(one.message) for one in errors])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg_in("action", "Close")))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
