"""Tables to type in: nodes, VMs and LUNs, one row each, with copy and paste to and from a spreadsheet."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from designer.app.canvas.fonts import interface_font
from designer.app.choices import name_of_choice
from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.app.modes.parts import plain_label
from designer.app.notices import Notice, Severity
from designer.app.panels.cell_errors import CellErrorsDialog
from designer.app.panels.field_table import FieldSpec, Look
from designer.app.panels.table_cells import Rows, columns_of, edit, elements_of, heading, plan_paste, shown
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.ink import Role
from designer.editing.command import Command
from designer.editing.elements import AddElement, RemoveElements
from designer.model.design import Design, Element

Index = QModelIndex | QPersistentModelIndex
_ROW = 24
_TITLES: dict[Rows, Message] = {
    Rows.NODES: msg("Nodes"),
    Rows.VMS: msg("Virtual machines"),
    Rows.LUNS: msg("LUN pairs"),
}


class TableEditor(QWidget):
    """One table at a time. A selected row is selected everywhere; the last, empty row makes a new element."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._is_filling = False
        self.model = _Cells(controller, context)
        self.kinds = QTabBar()
        self.kinds.setObjectName("table-kinds")
        self.kinds.setDrawBase(False)
        self.kinds.setAccessibleName(context.text(msg("What the table shows")))
        for rows in Rows:
            self.kinds.addTab(context.text(_TITLES[rows]))
        self.table = _Table()
        self.table.setObjectName("element-table")
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Editor(self.model, context, self.table))
        self._dress_table()
        hint = msg("Cells come and go by copy and paste; a row of headings tells the columns")
        self._hint = plain_label(context, hint, points=8.5, role=Role.FAINT)
        self.add = QPushButton(context.text(msg("Add a row")))
        self.add.clicked.connect(self.add_row)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setContentsMargins(6, 2, 8, 2)
        head.setSpacing(10)
        head.addWidget(self.kinds)
        head.addWidget(self._hint, 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self._connect()
        self._fill()

    def _connect(self) -> None:
        controller = self._controller
        self.kinds.currentChanged.connect(self._choose_kind)
        self.table.copy_asked.connect(self.copy)
        self.table.paste_asked.connect(self.paste)
        self.table.delete_asked.connect(self.delete)
        self.table.selectionModel().selectionChanged.connect(self._take_selection)
        controller.document_changed.connect(self._follow)
        controller.document_opened.connect(self._fill)
        controller.design_shown.connect(self._fill)
        controller.selection_changed.connect(self._show_selection)

    def show_rows(self, rows: Rows) -> None:
        """Show the table of nodes, VMs or LUNs."""
        self.kinds.setCurrentIndex(list(Rows).index(rows))

    def copy(self) -> None:
        """Put the selected cells on the clipboard as a spreadsheet takes them; headings go with whole columns."""
        indexes = sorted((one.row(), one.column()) for one in self.table.selectedIndexes())
        if not indexes:
            return
        rows, columns = sorted({row for row, _ in indexes}), sorted({column for _, column in indexes})
        lines = [
            "\t".join(self.model.text_at(row, column) for column in columns)
            for row in rows
            if row < len(self.model.elements)
        ]
        if len(rows) >= len(self.model.elements):
            lines.insert(0, "\t".join(self.model.title(column) for column in columns))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def paste(self) -> None:
        """Take the cells on the clipboard in one step, or say which of them do not fit."""
        current = self.table.currentIndex()
        at = (current.row(), current.column()) if current.isValid() else (len(self.model.elements), 0)
        text = QGuiApplication.clipboard().text()
        if not self._controller.design_id or not text.strip():
            return
        plan = plan_paste(self._controller.project, self._controller.design_id, self.model.rows, text, at=at)
        if plan.errors:
            CellErrorsDialog(self._context, plan.errors, self).open()
        elif plan.command is not None and self._controller.run(plan.command):
            text_done = msg_n("{n} cell was pasted.", "{n} cells were pasted.", plan.cells)
            self._controller.notify(Notice(text_done, Severity.DONE))

    def delete(self) -> None:
        """Remove the elements whose rows are selected."""
        rows = sorted({one.row() for one in self.table.selectedIndexes()})
        ids = tuple(self.model.elements[row].id for row in rows if row < len(self.model.elements))
        if ids:
            self._controller.run(RemoveElements(self._controller.design_id, ids))

    def add_row(self) -> None:
        """Make another element and put the keyboard on its name."""
        if self._controller.design_id and self._controller.run(
            AddElement(self._controller.design_id, self.model.rows.value)
        ):
            self.table.setCurrentIndex(self.model.index(len(self.model.elements) - 1, 0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress_table(self) -> None:
        self.table.setFont(interface_font(9.0))
        self.table.setShowGrid(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setTabKeyNavigation(True)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.verticalHeader().setMinimumWidth(28)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _choose_kind(self, place: int) -> None:
        self.model.rows = list(Rows)[place]
        self._fill()

    def _fill(self) -> None:
        self._is_filling = True
        self.model.take(self._controller.design)
        title = self._context.text(_TITLES[self.model.rows])
        self.table.setAccessibleName(title)
        self.add.setEnabled(self._controller.design is not None)
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, min(240, max(56, self.table.columnWidth(column) + 10)))
        self._is_filling = False
        self._show_selection(self._controller.selection)

    def _follow(self, change: Change) -> None:
        if not change.alters(self._controller.design_id):
            return
        design = self._controller.design
        known = [one.id for one in self.model.elements]
        if design is not None and known == [one.id for one in elements_of(design, self.model.rows)]:
            self.model.change(design)
        elif design is not None and known == [one.id for one in elements_of(design, self.model.rows)][: len(known)]:
            self.model.grow(design)
        else:
            self._fill()

    def _show_selection(self, chosen: tuple[str, ...]) -> None:
        if self.table.hasFocus() or not chosen:
            return
        rows = [place for place, one in enumerate(self.model.elements) if one.id in chosen]
        self._is_filling = True
        self.table.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            self.table.selectionModel().select(self.model.index(row, 0), flags)
        if rows:
            self.table.scrollTo(self.model.index(rows[0], 0))
        self._is_filling = False

    def _take_selection(self) -> None:
        if self._is_filling or not self.table.hasFocus():
            return
        rows = sorted({one.row() for one in self.table.selectedIndexes()})
        self._controller.select(self.model.elements[row].id for row in rows if row < len(self.model.elements))


class _Cells(QAbstractTableModel):
    """The elements of the shown variant as cells; typing into one is a command."""

    def __init__(self, controller: DocumentController, context: AppContext) -> None:
        super().__init__()
        self._controller = controller
        self._context = context
        self._design: Design | None = None
        self.rows = Rows.NODES
        self.elements: tuple[Element, ...] = ()
        self.columns: tuple[FieldSpec, ...] = ()

    def take(self, design: Design | None) -> None:
        """Show this design from scratch."""
        self.beginResetModel()
        self._design = design
        self.elements = () if design is None else elements_of(design, self.rows)
        self.columns = () if design is None else columns_of(self.rows)
        self.endResetModel()

    def change(self, design: Design) -> None:
        """Show the same elements with other values; what is selected stays."""
        self._design, self.elements = design, elements_of(design, self.rows)
        last = self.index(len(self.elements), max(0, len(self.columns) - 1))
        self.dataChanged.emit(self.index(0, 0), last)

    def grow(self, design: Design) -> None:
        """Show more elements after the ones there are; a cell that is being typed in stays open."""
        fresh = elements_of(design, self.rows)
        self.beginInsertRows(QModelIndex(), len(self.elements), len(fresh) - 1)
        self._design, self.elements = design, fresh
        self.endInsertRows()

    def title(self, column: int) -> str:
        """The heading of a column."""
        return self._context.text(heading(self.columns[column]))

    def text_at(self, row: int, column: int) -> str:
        """What stands in a cell; nothing in the row for a new element."""
        if self._design is None or row >= len(self.elements):
            return ""
        return shown(self._design, self.elements[row], self.columns[column], self._context.translator)

    def choices(self, column: int) -> tuple[str, ...]:
        """What a cell of the column can be, where that is a short list; empty for cells that are typed."""
        spec = self.columns[column]
        if spec.look is Look.CHOICE and spec.choices is not None:
            return tuple(self._context.text(name_of_choice(one)) for one in spec.choices)
        if spec.look is Look.YES_NO:
            return (self._context.text(msg("yes")), self._context.text(msg("no")))
        if spec.look is Look.REFERENCE and spec.options is not None and self._design is not None:
            return tuple(name for _, name in spec.options(self._design))
        return ()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row an element, and one to make a new one in."""
        return 0 if self._design is None else len(self.elements) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        """One column a field."""
        return len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited; of the last row the name only."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.row() < len(self.elements) or index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Headings and row numbers."""
        if orientation is Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1) if section < len(self.elements) else "+"
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} and section < len(self.columns):
            return self.title(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, alignment and what a screen reader says."""
        row, column = index.row(), index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            text = self.text_at(row, column)
            if not text and row == len(self.elements) and column == 0 and role == Qt.ItemDataRole.DisplayRole:
                return self._context.text(msg_in("table", "new…"))
            return text
        if role == Qt.ItemDataRole.ForegroundRole and row == len(self.elements):
            return self._context.colour(Role.FAINT)
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[column].look is Look.QUANTITY:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self.text_at(row, 0)
            said = msg(
                "{field} of {name}: {value}", field=self.title(column), name=name, value=self.text_at(row, column)
            )
            return self._context.text(said)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Carry out what was typed; a refusal is told in the message strip and the cell stays."""
        if role != Qt.ItemDataRole.EditRole or self._design is None:
            return False
        text = str(value)
        if text == self.text_at(index.row(), index.column()):
            return False
        try:
            self._controller.attempt(self._command(index.row(), index.column(), text))
        except ValueError as error:
            self._tell(self.title(index.column()), error.args[0])
            return False
        except DesignerError as refusal:
            self._tell(self.title(index.column()), refusal.message)
            return False
        self._controller.break_merging()
        return True

    def _command(self, row: int, column: int, text: str) -> Command:
        assert self._design is not None
        if row >= len(self.elements):
            return AddElement(self._design.id, self.rows.value, name=text.strip())
        return edit(self._design, self.elements[row], self.columns[column], text)

    def _tell(self, field: str, reason: Message | str) -> None:
        self._controller.notify(Notice(msg("{field}: {reason}", field=field, reason=reason), Severity.ERROR))


class _Table(QTableView):
    """Keeps copy, paste and delete for itself while it has the keyboard."""

    copy_asked = Signal()
    paste_asked = Signal()
    delete_asked = Signal()

    def event(self, event: QEvent) -> bool:
        """These keys are the table's own, not the canvas'."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste and delete; everything else as tables do."""
        asked = self._own(event)
        if asked is None:
            super().keyPressEvent(event)
        else:
            asked.emit()

    def _own(self, event: QKeyEvent) -> SignalInstance | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy_asked
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste_asked
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            return self.delete_asked
        return None


class _Editor(QStyledItemDelegate):
    """A list for what is chosen, a line for what is typed."""

    def __init__(self, cells: _Cells, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells = cells
        self._context = context

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The control for a cell."""
        choices = self._cells.choices(index.column()) if index.row() < len(self._cells.elements) else ()
        if choices:
            box = QComboBox(parent)
            box.addItems(list(choices))
            box.activated.connect(self._choose)
            made: QWidget = box
        else:
            made = QLineEdit(parent)
            made.setFrame(False)
        made.setAccessibleName(self._cells.title(index.column()))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's text."""
        text = self._cells.text_at(index.row(), index.column())
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(text)))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was chosen or typed."""
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, text)

    def _choose(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
