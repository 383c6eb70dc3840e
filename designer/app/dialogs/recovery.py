"""Work that was never saved, found at the start: take it up again, throw it away, or decide later."""

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.dialogs.change_list import ChangeListDialog, differences
from designer.base.errors import DesignerError
from designer.base.texts import msg
from designer.model.project import Project
from designer.persistence.files import load
from designer.persistence.journal import Recoverable, discard


class RecoveryDialog(QDialog):
    """One line for each piece of work; the chosen one is restored or discarded."""

    restored = Signal(object)
    """The :class:`Recoverable` to open."""

    def __init__(self, context: AppContext, found: tuple[Recoverable, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found = list(found)
        self.setObjectName("recovery")
        self.setWindowTitle(context.text(msg("Recovered work")))
        self.setMinimumWidth(520)
        said = QLabel(context.text(msg("The program ended before this work was saved. It can be taken up again.")))
        said.setWordWrap(True)
        self.list = QListWidget()
        self._restore = QPushButton(context.text(msg("Restore")))
        self._restore.setProperty("kind", "primary")
        self._restore.setDefault(True)
        self._discard = QPushButton(context.text(msg("Discard")))
        later = QPushButton(context.text(msg("Decide later")))
        row = QHBoxLayout()
        self.compare = QPushButton(context.text(msg("Compare…")))
        self.compare.clicked.connect(self._compare)
        row.addWidget(self._discard)
        row.addWidget(self.compare)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(said)
        column.addWidget(self.list)
        column.addLayout(row)
        self._restore.clicked.connect(self._take_up)
        self._discard.clicked.connect(self._throw_away)
        later.clicked.connect(self.reject)
        self.list.itemDoubleClicked.connect(self._take_up)
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for one in self._found:
            when = QDateTime.fromSecsSinceEpoch(int(one.written_at)).toString("yyyy-MM-dd HH:mm")
            name = one.origin.name if one.origin is not None else one.project.title
            name = name or self._context.text(msg("Untitled"))
            item = QListWidgetItem(f"{name}    {when}")
            item.setData(Qt.ItemDataRole.ToolTipRole, str(one.origin or ""))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take_up(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            chosen = self._found[row]
            self.accept()
            self.restored.emit(chosen)

    def _compare(self) -> None:
        """Show what the recovered work has that its file has not."""
        row = self.list.currentRow()
        if not 0 <= row < len(self._found):
            return
        chosen = self._found[row]
        name = self.list.currentItem().text()
        before = Project()
        head = msg("{name}: it was never saved to a file. This is in it:", name=name)
        if chosen.origin is not None:
            try:
                before = load(chosen.origin)
                head = msg("{name}: what the recovered work has in place of what is in the file:", name=name)
            except DesignerError as error:
                head = msg("{name}: the file cannot be read. {reason}", name=name, reason=error.message)
        ChangeListDialog(self._context, head, differences(before, chosen.project), self).open()

    def _throw_away(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            discard(self._found.pop(row).journal)
            self._fill()
        if not self._found:
            self.reject()
