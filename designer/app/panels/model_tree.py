"""The model as a tree: every element, also those the canvas has no symbol for. Selection goes both ways."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.app.icons import ICON_SIZE
from designer.app.panels.describing import SITE_ROLES, icon_of, spoken, title_of
from designer.base.texts import Message, msg
from designer.drawing.ink import Role
from designer.model.design import Design, Element
from designer.model.site import Site

_ID = Qt.ItemDataRole.UserRole


class ModelTree(QWidget):
    """Sites with their nodes, VMs, arrays and LUNs; then witness, lines, networks, groups and notes."""

    rename_asked = Signal(str)
    revealed = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._items: dict[str, QTreeWidgetItem] = {}
        self._open: dict[str, bool] = {}
        self._is_filling = False
        self.tree = _Tree()
        self.tree.setObjectName("model-tree")
        self.tree.setAccessibleName(context.text(msg("Model")))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.addWidget(self.tree)
        self.tree.itemSelectionChanged.connect(self._take_selection)
        self.tree.itemDoubleClicked.connect(self._ask_rename)
        self.tree.itemExpanded.connect(self._remember_open)
        self.tree.itemCollapsed.connect(self._remember_shut)
        self.tree.customContextMenuRequested.connect(self._ask_menu)
        self.tree.entered_key.connect(self._reveal_chosen)
        controller.document_changed.connect(self._follow)
        for signal in (controller.document_opened, controller.design_shown):
            signal.connect(self._fill)
        controller.findings_changed.connect(self._say_problems)
        controller.selection_changed.connect(self._show_selection)
        self._fill()

    def _follow(self, change: Change) -> None:
        if change.alters(self._controller.design_id):
            self._fill()

    def _fill(self) -> None:
        design = self._controller.design
        self._is_filling = True
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        self._items.clear()
        if design is not None:
            for site in design.sites:
                self._add_site(design, site)
            self._add_section(design, "witness", msg("Witness"), () if design.witness is None else (design.witness,))
            self._add_section(design, "lines", msg("Lines"), design.links())
            self._add_section(design, "networks", msg("Networks"), design.networks)
            self._add_section(design, "groups", msg("Resource groups"), design.groups, is_open=False)
            self._add_section(design, "sets", msg("Consistency groups"), design.consistency_groups)
            self._add_section(design, "notes", msg("Notes"), design.notes)
        self.tree.setUpdatesEnabled(True)
        self._is_filling = False
        self._say_problems()
        self._show_selection(self._controller.selection)

    def _add_site(self, design: Design, site: Site) -> None:
        top = self._add(design, site, self.tree.invisibleRootItem(), is_open=True)
        for node in design.nodes_in(site.id):
            branch = self._add(design, node, top, is_open=True)
            for vm in design.vms_on(node.id):
                self._add(design, vm, branch)
        for array in design.arrays_in(site.id):
            branch = self._add(design, array, top, is_open=False)
            for lun in design.luns:
                if lun.r1.array == array.id:
                    self._add(design, lun, branch)

    def _add_section(
        self, design: Design, key: str, title: Message, elements: Iterable[Element], *, is_open: bool = True
    ) -> None:
        members = tuple(elements)
        if not members:
            return
        head = QTreeWidgetItem(self.tree.invisibleRootItem(), [self._context.text(title)])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setForeground(0, self._context.colour(Role.FAINT))
        head.setData(0, _ID, f"section:{key}")
        for element in members:
            self._add(design, element, head)
        head.setExpanded(self._open.get(f"section:{key}", is_open))

    def _add(
        self, design: Design, element: Element, parent: QTreeWidgetItem, *, is_open: bool = False
    ) -> QTreeWidgetItem:
        text = self._context.text(title_of(design, element.id))
        item = QTreeWidgetItem(parent, [text])
        item.setToolTip(0, text)
        role = SITE_ROLES[element.role] if isinstance(element, Site) else Role.DIM
        item.setIcon(0, self._context.icons.icon(icon_of(element), role, role))
        item.setData(0, _ID, element.id)
        item.setExpanded(self._open.get(element.id, is_open))
        self._items.setdefault(element.id, item)
        return item

    def _say_problems(self) -> None:
        design = self._controller.design
        if design is None or self._controller.judgement.is_stale:
            return
        for element_id, item in self._items.items():
            element = design.find(element_id)
            if element is not None:
                sentence = self._context.text(spoken(design, element, self._controller.judgement))
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, sentence)

    def _show_selection(self, chosen: tuple[str, ...]) -> None:
        if self._is_filling:
            return
        self.tree.blockSignals(True)
        self.tree.clearSelection()
        for element_id in chosen:
            item = self._items.get(element_id)
            if item is not None:
                item.setSelected(True)
        last = self._items.get(chosen[-1]) if chosen else None
        if last is not None and not self.tree.hasFocus():
            self.tree.setCurrentItem(last)
            for element_id in chosen:
                if element_id in self._items:
                    self._items[element_id].setSelected(True)
            self.tree.scrollToItem(last)
        self.tree.blockSignals(False)

    def _take_selection(self) -> None:
        if not self._is_filling:
            ids = [str(item.data(0, _ID)) for item in self.tree.selectedItems()]
            self._controller.select(one for one in ids if not one.startswith("section:"))

    def _ask_rename(self, item: QTreeWidgetItem) -> None:
        element_id = str(item.data(0, _ID))
        if element_id in self._items:
            self.rename_asked.emit(element_id)

    def _reveal_chosen(self) -> None:
        self.revealed.emit(self._controller.selection)

    def _ask_menu(self, position: QPoint) -> None:
        if self.tree.itemAt(position) is not None:
            self.menu_asked.emit(self.tree.viewport().mapToGlobal(position))

    def _remember_open(self, item: QTreeWidgetItem) -> None:
        if not self._is_filling:
            self._open[str(item.data(0, _ID))] = True

    def _remember_shut(self, item: QTreeWidgetItem) -> None:
        if not self._is_filling:
            self._open[str(item.data(0, _ID))] = False


class _Tree(QTreeWidget):
    entered_key = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the element on the canvas."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_key.emit()
            return
        super().keyPressEvent(event)
