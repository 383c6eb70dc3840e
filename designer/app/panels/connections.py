"""What is joined with what, as a table to read and to change by keyboard: lines, machines on nodes, their LUNs."""

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.app.panels.describing import kind_of, title_of
from designer.base.texts import Message, msg, msg_in
from designer.drawing.ink import Role
from designer.editing.command import Command
from designer.editing.legality import link_kind
from designer.editing.legality import refusal as joining_refusal
from designer.editing.properties import MoveVm
from designer.editing.wiring import AttachLun, Connect, DetachLun, Disconnect
from designer.model.array import Array, LunPair
from designer.model.design import Design, Element
from designer.model.link import NetworkLink, ReplicationLink, SanLink
from designer.model.node import Node
from designer.model.site import Site
from designer.model.witness import Witness
from designer.model.workload import VirtualMachine

_KEY = Qt.ItemDataRole.UserRole
_Joint = tuple[str, Message | str, str, str]
"""What parts it (a link's id, or ``vm|lun``), what it is, and the ids of both ends."""


class ConnectionsPanel(QWidget):
    """Follows the selection: only what concerns it is listed, everything when nothing is selected."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._is_filling = False
        self.table = _Table(self)
        self._dress_table()
        self.first, self.second = QComboBox(), QComboBox()
        self.join = QPushButton(context.text(msg_in("action", "Connect")))
        self.part = QPushButton(context.text(msg_in("action", "Disconnect")))
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        for label, box in ((msg("From"), self.first), (msg_in("connection", "To"), self.second)):
            name = QLabel(context.text(label))
            name.setBuddy(box)
            box.setAccessibleName(name.text())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            row.addWidget(name)
            row.addWidget(box)
        row.addWidget(self.join)
        row.addStretch(1)
        row.addWidget(self.part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.first.currentIndexChanged.connect(self._offer_second)
        self.second.currentIndexChanged.connect(self._see_pair)
        self.join.clicked.connect(self.connect_pair)
        self.part.clicked.connect(self.disconnect_chosen)
        self.table.itemSelectionChanged.connect(self._take_selection)
        controller.document_changed.connect(self._follow)
        for signal in (controller.document_opened, controller.design_shown):
            signal.connect(self.refresh)
        controller.selection_changed.connect(self._see_selection)
        self.refresh()

    def refresh(self) -> None:
        """List what there is now."""
        design = self._controller.design
        self._is_filling = True
        joints = [] if design is None else list(self._shown(design))
        self.table.setRowCount(len(joints))
        for row, (key, kind, a, b) in enumerate(joints):
            assert design is not None
            texts = (kind, title_of(design, a), title_of(design, b))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(self._context.text(text))
                item.setData(_KEY, key)
                if column == 0:
                    item.setForeground(self._context.colour(Role.DIM))
                self.table.setItem(row, column, item)
        self._is_filling = False
        self._offer_first(design)
        self.part.setEnabled(bool(joints))

    def connect_pair(self) -> None:
        """Join the two that are chosen."""
        command = self._command()
        if command is not None:
            self._controller.run(command)

    def disconnect_chosen(self) -> None:
        """Part what the chosen row joins; a machine always stands on some node."""
        design, item = self._controller.design, self.table.item(self.table.currentRow(), 0)
        if design is None or item is None:
            return
        first, _, second = str(item.data(_KEY)).partition("|")
        if second and isinstance(design.find(second), LunPair):
            self._controller.run(DetachLun(design.id, first, second))
        elif not second:
            self._controller.run(Disconnect(design.id, (first,)))

    # Inside

    def _shown(self, design: Design) -> Iterator[_Joint]:
        chosen = set(self._controller.selection)
        for joint in _joints(design):
            if not chosen or chosen & {joint[0], joint[2], joint[3]}:
                yield joint

    def _offer_first(self, design: Design | None) -> None:
        kept = self.first.currentData()
        with QSignalBlocker(self.first):
            self.first.clear()
            kinds = (Site, Node, Array, Witness, VirtualMachine)
            for element in () if design is None else design.elements():
                if isinstance(element, kinds):
                    self.first.addItem(self._said(design, element), element.id)
            self.first.setCurrentIndex(max(0, self.first.findData(kept)))
        self._offer_second()

    def _offer_second(self) -> None:
        """Offer every other end; one that cannot be joined is dimmed and says why."""
        design = self._controller.design
        kept, first = self.second.currentData(), self._end(self.first)
        with QSignalBlocker(self.second):
            self.second.clear()
            if design is not None and first is not None:
                for element in design.elements():
                    self._offer_end(design, first, element)
            place = self.second.findData(kept)
            self.second.setCurrentIndex(place if place >= 0 and self._reason(place) is None else self._first_free())
        self._see_pair()

    def _offer_end(self, design: Design, first: Element, element: Element) -> None:
        if element.id == first.id:
            return
        if isinstance(first, VirtualMachine):
            if not isinstance(element, Node | LunPair):
                return
            reason = None
            if element.id == first.node or element.id in first.luns:
                reason = msg("It is so already.")
        elif link_kind(first, element) is None:
            return
        else:
            reason = joining_refusal(design, first.id, element.id)
        self.second.addItem(self._said(design, element), element.id)
        model = self.second.model()
        item = model.item(self.second.count() - 1) if isinstance(model, QStandardItemModel) else None
        if reason is not None and isinstance(item, QStandardItem):
            item.setEnabled(False)
            item.setToolTip(self._context.text(reason))

    def _reason(self, place: int) -> str | None:
        model = self.second.model()
        item = model.item(place) if isinstance(model, QStandardItemModel) and place >= 0 else None
        return None if item is None or item.isEnabled() else item.toolTip()

    def _first_free(self) -> int:
        return next((place for place in range(self.second.count()) if self._reason(place) is None), -1)

    def _see_pair(self) -> None:
        self.join.setEnabled(self._command() is not None)

    def _command(self) -> Command | None:
        design, first, second = self._controller.design, self._end(self.first), self._end(self.second)
        if design is None or first is None or second is None or self._reason(self.second.currentIndex()) is not None:
            return None
        if isinstance(first, VirtualMachine):
            if isinstance(second, LunPair):
                return AttachLun(design.id, first.id, second.id)
            return MoveVm(design.id, first.id, second.id)
        return Connect(design.id, first.id, second.id)

    def _end(self, box: QComboBox) -> Element | None:
        design = self._controller.design
        return None if design is None else design.find(str(box.currentData() or ""))

    def _said(self, design: Design | None, element: Element) -> str:
        assert design is not None
        return self._context.text(msg("{kind} {name}", kind=kind_of(element), name=title_of(design, element.id)))

    def _follow(self, change: Change) -> None:
        if change.alters(self._controller.design_id):
            self.refresh()

    def _see_selection(self, chosen: tuple[str, ...]) -> None:
        if self.table.hasFocus():
            return
        place = self.first.findData(chosen[-1]) if chosen else -1
        if place >= 0:
            self.first.setCurrentIndex(place)
        self.refresh()

    def _take_selection(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        if not self._is_filling and self.table.hasFocus() and item is not None:
            self._controller.select(str(item.data(_KEY)).split("|"))

    def _dress_table(self) -> None:
        heads = (msg_in("connection", "Kind"), msg("From"), msg_in("connection", "To"))
        self.table.setHorizontalHeaderLabels([self._context.text(one) for one in heads])
        self.table.setAccessibleName(self._context.text(msg("Connections")))
        self.table.setFont(interface_font(9.0))
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Table(QTableWidget):
    """Delete parts what the row joins."""

    def __init__(self, panel: ConnectionsPanel) -> None:
        super().__init__(0, 3, panel)
        self._panel = panel
        self.setObjectName("connections-table")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete parts; everything else as tables do."""
        if event.key() == Qt.Key.Key_Delete:
            self._panel.disconnect_chosen()
            return
        super().keyPressEvent(event)


def _joints(design: Design) -> Iterator[_Joint]:
    """Everything that joins two elements, lines first."""
    for link in design.links():
        if isinstance(link, SanLink):
            yield link.id, kind_of(link), link.node, link.array
        elif isinstance(link, ReplicationLink | NetworkLink):
            yield link.id, kind_of(link), link.a, link.b
        elif design.witness is not None:
            yield link.id, kind_of(link), link.site, design.witness.id
    for vm in design.vms:
        yield f"{vm.id}|{vm.node}", msg("runs on"), vm.id, vm.node
        for lun in vm.luns:
            yield f"{vm.id}|{lun}", msg("uses"), vm.id, lun
