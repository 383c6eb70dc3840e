"""Memory of the nodes: installed, kept by the parent partition, given to VMs, and what a site's loss would add."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.panels.after_loss import carried_after_loss, lost_site, verdict_after_loss
from designer.base.texts import msg, msg_in, msg_n
from designer.base.units import memory_text, percent_text
from designer.drawing.ink import Role
from designer.model.design import Design
from designer.model.node import Node
from designer.resilience.admission import target_mib
from designer.resilience.verdict import Verdict


class CapacityTable(QWidget):
    """One row a node."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._is_stale = True
        self._verdicts: dict[str, Verdict] = {}
        self.table = FactTable(context, "capacity")
        self.table.setAccessibleName(context.text(msg_in("section", "Capacity")))
        names = (
            (msg("Node"), False),
            (msg("Site"), False),
            (msg("Installed"), True),
            (msg("Kept by the parent"), True),
            (msg("Left for VMs"), True),
            (msg("Wanted now"), True),
            (msg("VMs"), True),
            (msg("After a site loss"), False),
        )
        self.table.facts.show(tuple(Cell(context.text(name), right=right) for name, right in names), ())
        self.table.set_widths((74, 112, 80, 118, 92, 92, 48, 220), stretch=7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.table.clicked.connect(self._select)
        controller.document_changed.connect(self._follow)
        for signal in (controller.document_opened, controller.design_shown):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Compute anew, when the table is next seen."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self._verdicts.clear()
        design = self._controller.design
        rows = () if design is None else tuple(self._row(design, node) for node in design.nodes)
        self.table.facts.change(rows)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _follow(self, change: Change) -> None:
        if change.alters(self._controller.design_id):
            self.refresh()

    def _row(self, design: Design, node: Node) -> Row:
        text, number = self._context.text, self._context.translator.number
        vms = design.vms_on(node.id)
        wanted = sum(target_mib(vm.memory) + vm.memory.overhead_mib for vm in vms)
        tight = wanted > node.available_mib
        return Row(
            (
                Cell(node.name, bold=True),
                Cell(design.name_of(node.site), Role.DIM),
                Cell(text(memory_text(node.memory_mib)), right=True),
                Cell(text(memory_text(node.kept_by_parent_mib)), Role.DIM, right=True),
                Cell(text(memory_text(node.available_mib)), right=True),
                Cell(text(memory_text(wanted)), Role.FAILED if tight else Role.TEXT, right=True, bold=tight),
                Cell(number(len(vms)), right=True),
                self._after_loss(design, node),
            ),
            node.id,
        )

    def _after_loss(self, design: Design, node: Node) -> Cell:
        lost = lost_site(design, node)
        if lost is None:
            return Cell("–", Role.FAINT)
        if lost not in self._verdicts:
            self._verdicts[lost] = verdict_after_loss(design, lost)
        shares, waiting = carried_after_loss(design, node, lost, self._verdicts[lost])
        worst = max((share.pressure_percent for share in shares), default=0)
        pressure = percent_text(worst)
        here = msg_n("{n} VM here", "{n} VMs here", len(shares))
        if waiting:
            homeless = msg_n("{n} VM without a place", "{n} VMs without a place", len(waiting))
            message = msg("{here}, {waiting}", here=here, waiting=homeless)
            return Cell(self._context.text(message), Role.FAILED, bold=True)
        message = msg("{here}, pressure up to {pressure}", here=here, pressure=pressure)
        return Cell(self._context.text(message), Role.PENDING if worst > 100 else Role.DIM)

    def _select(self) -> None:
        key = self.table.key_at(self.table.currentIndex())
        if key:
            self._controller.select((key,))
