"""What a node would carry after the loss of the other site: a bar of shares, who starts, who is squeezed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.parts import section_head
from designer.base.texts import Message, msg, msg_n
from designer.base.units import memory_text, percent_text
from designer.drawing.ink import Role
from designer.model.design import Design
from designer.model.node import Node
from designer.model.site import SiteRole
from designer.resilience.admission import Share, share_out
from designer.resilience.targets import Loss, LossKind
from designer.resilience.verdict import Verdict, evaluate

_SHADES = (Role.PRIMARY, Role.SECONDARY, Role.THIRD)


class AfterLoss(QWidget):
    """The node as the only one left to carry the VMs of the other site's nodes, shared with its neighbours."""

    def __init__(
        self, controller: DocumentController, context: AppContext, node_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._node_id = node_id
        self._head = section_head(context, msg("After the loss of the other site"))
        self._bar = _Bar(context)
        self._text = QLabel()
        self._text.setProperty("role", "dim")
        self._text.setWordWrap(True)
        self._text.setStyleSheet("font-size: 9pt;")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(5)
        for widget in (self._head, self._bar, self._text):
            column.addWidget(widget)
        controller.document_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Compute anew."""
        design = self._controller.design
        node = design.find(self._node_id) if design is not None else None
        if design is None or not isinstance(node, Node):
            return
        lost = lost_site(design, node)
        if lost is None:
            self.hide()
            return
        self.show()
        head = msg("After the loss of {site}", site=design.name_of(lost))
        self._head.setText(self._context.text(head).upper())
        shares, waiting = carried_after_loss(design, node, lost)
        self._bar.show_shares(shares, node.available_mib)
        self._text.setText(" ".join(self._context.text(one) for one in sentences(design, node, shares, waiting)))


def lost_site(design: Design, node: Node) -> str | None:
    """The site whose loss the node would have to stand in for: the other one of primary and secondary."""
    home = design.site(node.site).role
    other = SiteRole.SECONDARY if home is SiteRole.PRIMARY else SiteRole.PRIMARY
    site = design.site_with_role(other)
    return None if site is None or not design.nodes_in(site.id) else site.id


def verdict_after_loss(design: Design, lost: str) -> Verdict:
    """What the loss of the site leaves: the same for every node, and worth asking only once for all of them."""
    return evaluate(design, ((Loss(LossKind.SITE, lost),),))


def carried_after_loss(
    design: Design, node: Node, lost: str, verdict: Verdict | None = None
) -> tuple[tuple[Share, ...], tuple[str, ...]]:
    """What each VM gets on the node after the site is lost, and the VMs that then do not start anywhere.

    Placed as the failure matrix places them, whether they start by themselves or a person starts them.
    ``verdict`` is :func:`verdict_after_loss`, where it is known already.
    """
    verdict = verdict or verdict_after_loss(design, lost)
    here = [design.vm(one.vm) for one in verdict.vms if one.started and one.node == node.id]
    return share_out(node, here), verdict.not_started


def sentences(design: Design, node: Node, shares: tuple[Share, ...], waiting: tuple[str, ...]) -> tuple[Message, ...]:
    """The same in words: how many run here, with how much, who is squeezed and who waits."""
    target = sum(share.target_mib + design.vm(share.vm).memory.overhead_mib for share in shares)
    told = [
        msg_n("{n} VM runs here", "{n} VMs run here", len(shares)),
        msg(
            "with {available} available and {target} wanted.",
            available=memory_text(node.available_mib),
            target=memory_text(target),
        ),
    ]
    squeezed = tuple(
        msg("{vm} at {pressure}", vm=design.name_of(share.vm), pressure=percent_text(share.pressure_percent))
        for share in shares
        if share.pressure_percent > 100
    )
    if squeezed:
        told.append(msg("Under pressure: {vms}.", vms=squeezed))
    if waiting:
        told.append(msg("Nowhere to start: {vms}.", vms=tuple(design.name_of(one) for one in waiting)))
    return tuple(told)


class _Bar(QWidget):
    """Shares side by side over the node's memory."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._shares: tuple[Share, ...] = ()
        self._available = 1
        self.setFixedHeight(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[Share, ...], available_mib: int) -> None:
        """Draw these shares of so much memory."""
        self._shares, self._available = shares, max(1, available_mib)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        whole = max(self._available, sum(share.assigned_mib for share in self._shares))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._context.colour(Role.TRACK))
            painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
            left = 0.0
            for index, share in enumerate(self._shares):
                width = self.width() * share.assigned_mib / whole
                shade = self._context.colour(_SHADES[index % len(_SHADES)])
                shade.setAlpha(255 if index // len(_SHADES) % 2 == 0 else 150)
                painter.fillRect(QRectF(left, 0, max(1.0, width - 1), self.height()), shade)
                left += width
