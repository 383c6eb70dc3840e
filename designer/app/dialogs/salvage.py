"""A damaged file: what could be saved of it, what was dropped, and the backups that may be better."""

from pathlib import Path

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
from designer.app.modes.parts import section_head
from designer.base.texts import Message, msg, msg_n
from designer.persistence.salvage import Salvaged

_PATH = Qt.ItemDataRole.UserRole


class SalvageDialog(QDialog):
    """Asks whether to open what is left. The damaged file itself is only read."""

    backup_chosen = Signal(str)
    """Open this backup instead."""

    def __init__(
        self,
        context: AppContext,
        path: Path,
        saved: Salvaged | None,
        *,
        backups: tuple[Path, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("salvage")
        self.setWindowTitle(context.text(msg("Damaged file")))
        self.resize(620, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self._said(path, saved))
        self.dropped = QListWidget()
        self.dropped.setWordWrap(True)
        self.dropped.setAccessibleName(context.text(msg("What was dropped")))
        if saved is not None:
            column.addWidget(section_head(context, msg("What was dropped")))
            self.dropped.addItems([context.text(one) for one in saved.dropped])
            column.addWidget(self.dropped, 2)
        self.backups = QListWidget()
        self.backups.setAccessibleName(context.text(msg("Backups")))
        if backups:
            column.addWidget(section_head(context, msg("Backups")))
            for backup in backups:
                self.backups.addItem(self._backup_item(backup))
            self.backups.setCurrentRow(0)
            self.backups.itemDoubleClicked.connect(self._take_backup)
            column.addWidget(self.backups, 1)
        column.addLayout(self._buttons(has_backups=bool(backups), has_project=saved is not None))

    def _said(self, path: Path, saved: Salvaged | None) -> QLabel:
        text: Message
        if saved is None:
            text = msg("{name} is damaged and nothing can be saved of it.", name=path.name)
        else:
            variants = msg_n("{n} variant", "{n} variants", len(saved.project.designs))
            text = msg(
                "{name} is damaged; {variants} can be saved. What is opened has no file, so {name} stays as it is.",
                name=path.name,
                variants=variants,
            )
        said = QLabel(self._context.text(text))
        said.setWordWrap(True)
        return said

    def _backup_item(self, backup: Path) -> QListWidgetItem:
        when = QDateTime.fromSecsSinceEpoch(int(backup.stat().st_mtime)).toString("yyyy-MM-dd HH:mm:ss")
        item = QListWidgetItem(f"{when}    {backup.name}")
        item.setData(_PATH, str(backup))
        return item

    def _buttons(self, *, has_backups: bool, has_project: bool) -> QHBoxLayout:
        self.accept_rest = QPushButton(self._context.text(msg("Open what is left")))
        self.accept_rest.setProperty("kind", "primary")
        self.accept_rest.setEnabled(has_project)
        self.accept_rest.clicked.connect(self.accept)
        self.take_backup = QPushButton(self._context.text(msg("Open the backup")))
        self.take_backup.setVisible(has_backups)
        self.take_backup.clicked.connect(self._take_backup)
        cancel = QPushButton(self._context.text(msg("Cancel")))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.take_backup)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.accept_rest)
        return row

    def _take_backup(self) -> None:
        item = self.backups.currentItem()
        if item is not None:
            self.reject()
            self.backup_chosen.emit(str(item.data(_PATH)))
