"""The registers of the document: requirements, constraints, assumptions, risks and decisions, typed in place."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.parts import plain_label
from designer.app.notices import Notice, Severity
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in
from designer.drawing.ink import Role
from designer.editing.variants import AddRegisterEntry, RemoveRegisterEntry, ReplaceRegisterEntry
from designer.model.fields import field_label, misfit_of
from designer.model.register import RegisterEntry, RegisterKind

REGISTER_NAMES: dict[RegisterKind, Message] = {
    RegisterKind.REQUIREMENT: msg("Requirements"),
    RegisterKind.CONSTRAINT: msg("Constraints"),
    RegisterKind.ASSUMPTION: msg("Assumptions"),
    RegisterKind.RISK: msg("Risks"),
    RegisterKind.DECISION: msg("Decisions"),
}
_USED: dict[RegisterKind, tuple[str, ...]] = {
    RegisterKind.REQUIREMENT: ("text", "priority", "owner", "status"),
    RegisterKind.CONSTRAINT: ("text", "reason", "owner"),
    RegisterKind.ASSUMPTION: ("text", "reason", "owner", "status"),
    RegisterKind.RISK: ("text", "priority", "mitigation", "owner", "status"),
    RegisterKind.DECISION: ("text", "reason", "owner", "status"),
}
_LONG = frozenset({"text", "reason", "mitigation"})
_ID = Qt.ItemDataRole.UserRole


class RegistersDialog(QDialog):
    """Every change is a step of the history at once; closing confirms nothing."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._is_filling = False
        self.setObjectName("registers")
        self.setWindowTitle(context.text(msg("Registers")))
        self.resize(860, 460)
        self.kinds = QTabBar()
        self.kinds.setAccessibleName(self.windowTitle())
        for _ in RegisterKind:
            self.kinds.addTab("")
        self.table = _Table(self)
        self._dress_table()
        self.add = QPushButton(context.text(msg("Add a line")))
        self.remove = QPushButton(context.text(msg("Remove the line")))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg_in("action", "Close")))
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(buttons)
        hint = msg("The lines stand in the document as they stand here. Undo takes every change back.")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.kinds)
        column.addWidget(self.table, 1)
        column.addWidget(plain_label(context, hint, points=9.0, role=Role.FAINT, wrap=True))
        column.addLayout(foot)
        self.kinds.currentChanged.connect(self.refresh)
        self.table.itemChanged.connect(self._take)
        self.add.clicked.connect(self.add_line)
        self.remove.clicked.connect(self.remove_line)
        controller.document_changed.connect(self.refresh)
        self.refresh()

    @property
    def kind(self) -> RegisterKind:
        """The register shown."""
        return list(RegisterKind)[max(0, self.kinds.currentIndex())]

    def show_kind(self, kind: RegisterKind) -> None:
        """Show this register."""
        self.kinds.setCurrentIndex(list(RegisterKind).index(kind))

    def refresh(self) -> None:
        """Show the lines as the project has them."""
        entries = [one for one in self._controller.project.registers if one.kind is self.kind]
        fields = self._fields(entries)
        kept = self.table.currentRow(), self.table.currentColumn()
        self._is_filling = True
        self.table.setColumnCount(1 + len(fields))
        labels = [self._context.text(msg("Id")), *(self._context.text(field_label(name)) for name in fields)]
        self.table.setHorizontalHeaderLabels(labels)
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            self._fill_row(row, entry, fields)
        head = self.table.horizontalHeader()
        for column in range(self.table.columnCount()):
            is_long = column > 0 and fields[column - 1] in _LONG
            mode = QHeaderView.ResizeMode.Stretch if is_long else QHeaderView.ResizeMode.ResizeToContents
            head.setSectionResizeMode(column, mode)
        self.table.setCurrentCell(min(kept[0], len(entries) - 1), max(1, kept[1]))
        self._is_filling = False
        self.remove.setEnabled(bool(entries))
        for place, kind in enumerate(RegisterKind):
            count = sum(one.kind is kind for one in self._controller.project.registers)
            number = self._context.translator.number(count)
            self.kinds.setTabText(place, f"{self._context.text(REGISTER_NAMES[kind])} {number}")

    def add_line(self) -> None:
        """Add a line and begin to type in it."""
        text = self._context.text(msg_in("register", "New line"))
        owner = self._context.preferences.author
        if self._controller.run(AddRegisterEntry(self.kind, text, owner=owner)):
            row = self.table.rowCount() - 1
            self.table.setCurrentCell(row, 1)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.edit(self.table.model().index(row, 1))

    def remove_line(self) -> None:
        """Remove the line that is chosen."""
        item = self.table.item(self.table.currentRow(), 0)
        if item is not None:
            self._controller.run(RemoveRegisterEntry(str(item.data(_ID))))

    def _fields(self, entries: list[RegisterEntry]) -> tuple[str, ...]:
        """The columns that the kind uses, and any other that has something in it."""
        used = _USED[self.kind]
        others = ("reason", "owner", "priority", "status", "mitigation")
        return (*used, *(name for name in others if name not in used and any(getattr(one, name) for one in entries)))

    def _fill_row(self, row: int, entry: RegisterEntry, fields: tuple[str, ...]) -> None:
        first = QTableWidgetItem(entry.id)
        first.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        first.setData(_ID, entry.id)
        first.setForeground(self._context.colour(Role.DIM))
        self.table.setItem(row, 0, first)
        for column, name in enumerate(fields, start=1):
            item = QTableWidgetItem(getattr(entry, name))
            item.setData(_ID, name)
            item.setToolTip(item.text())
            self.table.setItem(row, column, item)

    def _take(self, item: QTableWidgetItem) -> None:
        if self._is_filling:
            return
        first = self.table.item(item.row(), 0)
        entry_id = "" if first is None else str(first.data(_ID))
        entry = next((one for one in self._controller.project.registers if one.id == entry_id), None)
        if entry is None:
            return
        try:
            changed = entry.evolve(**{str(item.data(_ID)): item.text().strip()})
            self._controller.attempt(ReplaceRegisterEntry(changed), self)
            self._controller.break_merging()
        except DesignerError as refusal:
            self._refuse(refusal.message)
        except ValueError as error:
            misfit = misfit_of(error)
            if misfit is None:
                raise
            self._refuse(msg("{field} {problem}.", field=misfit.label, problem=misfit.problem))

    def _refuse(self, reason: Message) -> None:
        self._controller.notify(Notice(reason, Severity.ERROR))
        self.refresh()

    def _dress_table(self) -> None:
        self.table.setAccessibleName(self._context.text(msg("Lines of the register")))
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )


class _Table(QTableWidget):
    """Delete removes the line."""

    def __init__(self, dialog: RegistersDialog) -> None:
        super().__init__(0, 2, dialog)
        self._dialog = dialog
        self.setObjectName("register-table")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the line; everything else as tables do."""
        if event.key() == Qt.Key.Key_Delete and self.state() is not QAbstractItemView.State.EditingState:
            self._dialog.remove_line()
            return
        super().keyPressEvent(event)
