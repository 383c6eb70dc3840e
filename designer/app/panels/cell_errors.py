"""Cells that could not be pasted, each by its name and with its reason. Nothing was changed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from designer.app.context import AppContext
from designer.app.panels.table_cells import CellError
from designer.app.reading_list import ReadingListDialog
from designer.base.texts import msg, msg_n


class CellErrorsDialog(ReadingListDialog):
    """A list to correct the sheet by."""

    def __init__(self, context: AppContext, errors: Sequence[CellError], parent: QWidget | None = None) -> None:
        head = msg_n(
            "{n} cell does not fit. Correct it in the sheet and paste again; nothing was changed here.",
            "{n} cells do not fit. Correct them in the sheet and paste again; nothing was changed here.",
            len(errors),
        )
        lines = [one.message for one in errors]
        super().__init__(context, parent, title=msg("Nothing was pasted"), head=head, lines=lines)
        self.setObjectName("cell-errors")
