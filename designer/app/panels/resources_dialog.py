"""The resources of a group: further ones come, change and go, and each says what it requires, in clauses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.choices import name_of_choice
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg
from designer.editing.command import Command
from designer.editing.resources import AddResource, RemoveResource, ReplaceResource, SetRequirements, may_require
from designer.model.workload import CHAIN_NAMES, OWN_CHAIN, Clause, FurtherKind, FurtherResource, ResourceGroup

_ID = Qt.ItemDataRole.UserRole
_NAME, _KIND, _NEEDS = range(3)


class ResourcesDialog(QDialog):
    """Every change is a step of the history at once; closing confirms nothing."""

    def __init__(
        self, controller: DocumentController, context: AppContext, group_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._group_id = group_id
        self._is_filling = False
        self.setObjectName("resources")
        self.setWindowTitle(context.text(msg("Resources of the group")))
        self.resize(760, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        self.resources = self._table("resourceList", msg("Resources of the group"))
        column.addWidget(self.resources, 3)
        column.addLayout(self._button_row())
        text = msg(
            "One resource of every column has to be online. Tick several in a column where any of them will do; "
            "the empty column begins a further requirement. What the VM's own chain needs stands by itself."
        )
        self.explained = QLabel(context.text(text))
        self.explained.setProperty("role", "dim")
        self.explained.setWordWrap(True)
        self.heading = QLabel()
        column.addWidget(self.heading)
        column.addWidget(self.explained)
        self.clauses = self._table("requirements", msg("What the chosen resource requires"))
        column.addWidget(self.clauses, 2)
        self.wrong = QLabel()
        self.wrong.setProperty("role", "error")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        column.addWidget(self.wrong)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg("Close")))
        close.rejected.connect(self.reject)
        column.addWidget(close)
        self.resources.currentCellChanged.connect(self._show_clauses)
        self.resources.itemChanged.connect(self._rename)
        self.clauses.itemChanged.connect(self._tick)
        controller.document_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show the group as it is; close when it is gone."""
        group = self._group()
        if group is None:
            self.reject()
            return
        chosen = self._resource()
        self._is_filling = True
        names = list(group.settings)
        self.resources.setRowCount(0)
        self.resources.setColumnCount(3)
        heads = (msg("Name"), msg("Kind"), msg("Requires"))
        self.resources.setHorizontalHeaderLabels([self._context.text(one) for one in heads])
        for row, name in enumerate(names):
            self.resources.insertRow(row)
            self._fill(group, row, name)
        self.resources.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.resources.setColumnWidth(_NAME, 210)
        self.resources.setColumnWidth(_KIND, 170)
        self.resources.horizontalHeader().setSectionResizeMode(_NEEDS, QHeaderView.ResizeMode.Stretch)
        self.resources.setCurrentCell(names.index(chosen) if chosen in names else 0, _NAME)
        self._is_filling = False
        self._show_clauses()

    # Parts

    def _table(self, name: str, label: Message) -> QTableWidget:
        table = QTableWidget(0, 0)
        table.setObjectName(name)
        table.setAccessibleName(self._context.text(label))
        table.verticalHeader().setDefaultSectionSize(32)
        table.verticalHeader().setVisible(name == "requirements")
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.new_kind = QComboBox()
        self.new_kind.setAccessibleName(self._context.text(msg("Kind of the new resource")))
        self._offer_kinds(self.new_kind)
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(self._context.text(msg("Name of the new resource")))
        self.new_name.setAccessibleName(self.new_name.placeholderText())
        self.new_name.setMaxLength(120)
        self.new_name.returnPressed.connect(self.add_resource)
        self.add = QPushButton(self._context.text(msg("Add resource")))
        self.add.clicked.connect(self.add_resource)
        self.remove = QPushButton(self._context.text(msg("Remove resource")))
        self.remove.setToolTip(self._context.text(msg("The VM's own chain stays; further resources can be removed")))
        self.remove.clicked.connect(self.remove_resource)
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        row.addWidget(self.new_kind)
        row.addWidget(self.new_name, 1)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        return row

    def _offer_kinds(self, box: QComboBox) -> None:
        for kind in FurtherKind:
            box.addItem(self._context.text(name_of_choice(kind)), kind.value)

    def _fill(self, group: ResourceGroup, row: int, name: str) -> None:
        called = self._called(group, name)
        item = QTableWidgetItem(called)
        item.setData(_ID, name)
        further = self._further(group, name)
        if further is None:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            kind = QTableWidgetItem(self._context.text(msg("the VM's own chain")))
            kind.setFlags(kind.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.resources.setItem(row, _KIND, kind)
        else:
            box = QComboBox()
            box.setAccessibleName(self._context.text(msg("Kind of {name}", name=called)))
            self._offer_kinds(box)
            box.setCurrentIndex(box.findData(further.kind.value))
            box.setProperty("resource", name)
            box.currentIndexChanged.connect(self._take_kind)
            self.resources.setCellWidget(row, _KIND, box)
        self.resources.setItem(row, _NAME, item)
        needs = QTableWidgetItem(self._needs(group, name))
        needs.setToolTip(needs.text())
        needs.setFlags(needs.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self.resources.setItem(row, _NEEDS, needs)

    def _needs(self, group: ResourceGroup, name: str) -> str:
        text = self._context.text
        clauses: list[Message | str] = []
        for clause in group.settings[name].depends_on:
            first, *others = (self._called(group, one) for one in clause)
            either: Message | str = first
            for other in others:
                either = msg("{first} or {second}", first=either, second=other)
            clauses.append(msg("({clause})", clause=either) if others else either)
        if not clauses:
            return "–"
        every = clauses[0]
        for clause_text in clauses[1:]:
            every = msg("{first} and {second}", first=every, second=clause_text)
        return text(every)

    # Requirements

    def _show_clauses(self, *_: object) -> None:
        group, name = self._group(), self._resource()
        if self._is_filling or group is None or name is None:
            return
        self._is_filling = True
        clauses = (*group.settings[name].depends_on, ())
        members = may_require(group, name)
        self.heading.setText(self._context.text(msg("{name} requires", name=self._called(group, name))))
        self.clauses.clear()
        self.clauses.setRowCount(len(members))
        self.clauses.setColumnCount(len(clauses))
        self.clauses.setVerticalHeaderLabels([self._called(group, one) for one in members])
        heads = [self._context.text(msg("One of these ({n})", n=place + 1)) for place in range(len(clauses))]
        self.clauses.setHorizontalHeaderLabels(heads)
        for row, member in enumerate(members):
            for column, clause in enumerate(clauses):
                item = QTableWidgetItem()
                item.setData(_ID, member)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
                item.setCheckState(Qt.CheckState.Checked if member in clause else Qt.CheckState.Unchecked)
                item.setToolTip(f"{self._called(group, member)} · {heads[column]}")
                self.clauses.setItem(row, column, item)
        self.remove.setEnabled(name not in OWN_CHAIN)
        self._is_filling = False

    def _tick(self, _: QTableWidgetItem) -> None:
        name = self._resource()
        if self._is_filling or name is None:
            return
        clauses = tuple(self._clause(column) for column in range(self.clauses.columnCount()))
        self._carry_out(SetRequirements(self._design_id(), self._group_id, name, clauses))

    def _clause(self, column: int) -> Clause:
        items = [self.clauses.item(row, column) for row in range(self.clauses.rowCount())]
        return tuple(
            str(item.data(_ID)) for item in items if item is not None and item.checkState() is Qt.CheckState.Checked
        )

    # Changes

    def add_resource(self) -> None:
        """Add the resource that is named."""
        kind = FurtherKind(self.new_kind.currentData())
        name = self.new_name.text().strip() or self.new_kind.currentText()
        if self._carry_out(AddResource(self._design_id(), self._group_id, kind, name)):
            self.new_name.clear()
            self.resources.setCurrentCell(self.resources.rowCount() - 1, _NAME)

    def remove_resource(self) -> None:
        """Remove the chosen resource; Undo brings it back."""
        name = self._resource()
        if name is not None:
            self._carry_out(RemoveResource(self._design_id(), self._group_id, name))

    def _rename(self, item: QTableWidgetItem) -> None:
        group = self._group()
        if self._is_filling or group is None or item.column() != _NAME:
            return
        further = self._further(group, str(item.data(_ID)))
        if further is not None:
            self._replace(further, name=item.text().strip())

    def _take_kind(self) -> None:
        group, box = self._group(), self.sender()
        if group is not None and isinstance(box, QComboBox):
            further = self._further(group, box.property("resource"))
            if further is not None:
                self._replace(further, kind=FurtherKind(box.currentData()))

    def _replace(self, further: FurtherResource, **changes: object) -> None:
        try:
            after = further.evolve(**changes)
        except ValueError:
            self._say(msg("A resource needs a name."))
            self.refresh()
            return
        self._carry_out(ReplaceResource(self._design_id(), self._group_id, after))

    def _carry_out(self, command: Command) -> bool:
        """Whether it could be done; a refusal is shown here, and the tables say what is still true."""
        self._say(None)
        try:
            self._controller.attempt(command)
        except DesignerError as refusal:
            self._say(refusal.message)
            self.refresh()
            return False
        self._controller.break_merging()
        return True

    def _say(self, wrong: Message | None) -> None:
        self.wrong.setText("" if wrong is None else self._context.text(wrong))
        self.wrong.setVisible(wrong is not None)

    # What is shown

    def _design_id(self) -> str:
        return self._controller.design_id or ""

    def _group(self) -> ResourceGroup | None:
        design = self._controller.design
        found = None if design is None else design.find(self._group_id)
        return found if isinstance(found, ResourceGroup) else None

    def _resource(self) -> str | None:
        item = self.resources.item(self.resources.currentRow(), _NAME) if self.resources.currentRow() >= 0 else None
        return None if item is None else str(item.data(_ID))

    def _called(self, group: ResourceGroup, name: str) -> str:
        own = dict(zip(OWN_CHAIN, CHAIN_NAMES, strict=True))
        further = self._further(group, name)
        return further.name if further is not None else own.get(name, name)

    @staticmethod
    def _further(group: ResourceGroup, name: str) -> FurtherResource | None:
        return next((one for one in group.further_resources if one.id == name), None)
