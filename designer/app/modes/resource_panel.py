"""The resources of one VM as a tree of dependencies, numbered in the order they come online."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.facts import ground_colour
from designer.app.modes.parts import PADDING
from designer.app.modes.run_facts import status_role, vm_role, vm_text
from designer.base.texts import msg
from designer.drawing.ink import Face, Role
from designer.engine.compile import Plan
from designer.engine.state import ClusterState, ResourceKind
from designer.model.design import Design

_STEP_DOWN, _STEP_IN = 46, 16
_CIRCLE = 22


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """One resource: its number from the bottom, what it is, and its state in the cluster's own word."""

    number: int
    title: str
    state: str
    role: Role


def resource_lines(design: Design, state: ClusterState, vm_id: str) -> tuple[ResourceLine, ...]:
    """The VM's resources, dependents first; empty for a VM outside the cluster."""
    group = state.group_of(vm_id)
    if group is None:
        return ()
    vm = design.vm(vm_id)
    luns = ", ".join(design.name_of(lun) for lun in vm.luns)
    names: dict[str, str] = {ResourceKind.DISK: luns or vm.name, ResourceKind.CONFIGURATION: ""}
    plan, count = Plan(design), len(group.resources)
    chain, states = plan.chain(vm_id), {one.kind: one.status for one in group.resources}
    return tuple(
        ResourceLine(
            count - place,
            plan.resource_name(vm_id, key) if key in chain.further else f"{key} {names.get(key, vm.name)}".rstrip(),
            states[key].label,
            status_role(states[key]),
        )
        for place, key in enumerate(chain.downwards)
    )


class ResourceTree(QWidget):
    """Paints resource lines as steps, each resting on the one below."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._lines: tuple[ResourceLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> tuple[ResourceLine, ...]:
        """The lines shown."""
        return self._lines

    def show_lines(self, lines: Sequence[ResourceLine]) -> None:
        """Show these resources."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.setAccessibleName(". ".join(f"{line.number} {line.title}: {line.state}" for line in lines))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """A step for each resource."""
        return QSize(240, 8 + _STEP_DOWN * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        """As high as it needs to be."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps from the top."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, line in enumerate(self._lines):
                self._paint_line(painter, place, line)

    def _paint_line(self, painter: QPainter, place: int, line: ResourceLine) -> None:
        left, top = PADDING + place * _STEP_IN, 6 + place * _STEP_DOWN
        circle = QRectF(left, top + 6, _CIRCLE, _CIRCLE)
        strong = self._context.colour(line.role)
        if place + 1 < len(self._lines):
            self._paint_rest(painter, circle)
        painter.setPen(QPen(strong, 1.2, Qt.PenStyle.SolidLine if line.role is Role.ONLINE else Qt.PenStyle.DashLine))
        painter.setBrush(ground_colour(self._context, line.role))
        painter.drawEllipse(circle)
        painter.setPen(strong)
        painter.setFont(interface_font(8.5, Face.SEMIBOLD))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(line.number))
        text = QRectF(circle.right() + 9, top, self.width() - circle.right() - 9 - PADDING, 18)
        painter.setPen(self._context.colour(Role.TEXT))
        painter.setFont(interface_font(9.75, Face.SEMIBOLD))
        title = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(strong)
        painter.setFont(interface_font(8.5, Face.MEDIUM))
        painter.drawText(
            text.translated(12, 17), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line.state
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        painter.drawEllipse(QPointF(text.left() + 4, text.top() + 26.5), 3, 3)

    def _paint_rest(self, painter: QPainter, circle: QRectF) -> None:
        """The elbow from a resource to the one it depends on."""
        painter.setPen(QPen(self._context.colour(Role.LINE), 1.4))
        x, y = circle.center().x(), circle.bottom() + 2
        below = circle.center().y() + _STEP_DOWN
        painter.drawLine(QPointF(x, y), QPointF(x, below))
        painter.drawLine(QPointF(x, below), QPointF(circle.left() + _STEP_IN - 2, below))


class ResourcePanel(QWidget):
    """The resource tree of the VM that is followed, and a choice of VMs."""

    vm_chosen = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 4)
        column.setSpacing(4)
        self.vms = QComboBox()
        self.vms.setObjectName("followedVm")
        self.vms.setAccessibleName(context.text(msg("VM whose resources are shown")))
        self.vms.activated.connect(self._choose)
        box = QVBoxLayout()
        box.setContentsMargins(PADDING, 0, PADDING, 0)
        box.addWidget(self.vms)
        column.addLayout(box)
        self.tree = ResourceTree(context)
        column.addWidget(self.tree)

    def set_design(self, design: Design, followed: str) -> None:
        """Offer the VMs of a design."""
        self.vms.clear()
        for vm in design.vms:
            self.vms.addItem(vm.name, vm.id)
        self.vms.setCurrentIndex(max(0, self.vms.findData(followed)))

    def show_state(self, design: Design, state: ClusterState, vm_id: str) -> None:
        """Show the VM's resources as they are now."""
        lines = resource_lines(design, state, vm_id)
        vm = state.vm(vm_id)
        head = ResourceLine(
            len(lines) + 1, self._context.text(msg("Guest of {vm}", vm=design.name_of(vm_id))), "", vm_role(vm)
        )
        words = self._context.text(msg("{state} on {node}", state=vm_text(vm), node=design.name_of(vm.node)))
        self.tree.show_lines((ResourceLine(head.number, head.title, words, head.role), *lines))

    def _choose(self, place: int) -> None:
        self.vm_chosen.emit(self.vms.itemData(place))
