"""Memory of every node before anything fails and after each planned loss: who gets what, is squeezed or stays off.

Where VMs go comes from :mod:`designer.analysis.survivors`, what they get from :mod:`designer.resilience.admission`
(domain 5.2). Panels, documents and rules take the same values from here.
"""

from dataclasses import dataclass
from enum import StrEnum

from designer.analysis.once import once
from designer.analysis.places import named
from designer.analysis.survivors import Placement, after_losses, settled
from designer.base.texts import Message, msg
from designer.base.units import memory_text, percent_text
from designer.model import limits
from designer.model.design import Design
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.admission import Share, share_out, target_mib


class Ease(StrEnum):
    """How well the VMs of a node have it, best first."""

    COMFORTABLE = "comfortable"
    STEADY = "steady"
    SQUEEZED = "squeezed"
    STARVED = "starved"


@dataclass(frozen=True, slots=True)
class NodeMemory:
    """One node in one state of the cluster; MiB, overhead of each VM included in all sums.

    ``to_start_mib`` is what its VMs need to start together (formula A), ``wanted_mib`` what they aim at (B),
    ``largest_mib`` what they could grow to (C), ``assigned_mib`` what they hold after the share-out. ``squeezed`` names
    the VMs that hold less than they aim at.
    """

    node: str
    available_mib: int
    to_start_mib: int
    wanted_mib: int
    largest_mib: int
    assigned_mib: int
    shares: tuple[Share, ...]
    squeezed: tuple[str, ...]
    ease: Ease
    reason: Message

    @property
    def free_mib(self) -> int:
        """What is left for further VMs; below 0 where more runs than fits."""
        return self.available_mib - self.assigned_mib

    @property
    def highest_pressure_percent(self) -> int:
        """The demand of the VM that is pressed hardest, over what it holds; 0 without VMs."""
        return max((share.pressure_percent for share in self.shares), default=0)


@dataclass(frozen=True, slots=True)
class MemoryAfter:
    """The memory of the nodes that are left. ``lost`` is a node's or site's id, None before anything fails."""

    lost: str | None
    nodes: tuple[NodeMemory, ...]
    not_started: tuple[str, ...]
    reason: Message

    def of(self, node_id: str) -> NodeMemory | None:
        """The figures of one node; None for one that is lost."""
        return next((one for one in self.nodes if one.node == node_id), None)


@once
def memory_figures(design: Design) -> tuple[MemoryAfter, ...]:
    """The cluster as it starts, then after each planned loss: every node, and every site of several nodes."""
    known: dict[tuple[str, ...], NodeMemory] = {}  # most losses leave most nodes as they were
    return tuple(_after(design, placement, known) for placement in (settled(design), *after_losses(design)))


def node_memory(design: Design, node: Node, vms: tuple[VirtualMachine, ...]) -> NodeMemory:
    """The figures of a node that carries these VMs."""
    overhead = sum(vm.memory.overhead_mib for vm in vms)
    shares = share_out(node, vms)
    squeezed = tuple(share.vm for share in shares if share.assigned_mib < share.target_mib)
    wanted = sum(target_mib(vm.memory) for vm in vms) + overhead
    largest = sum(vm.memory.largest_mib for vm in vms) + overhead
    ease = _ease(node, shares, squeezed, largest)
    return NodeMemory(
        node=node.id,
        available_mib=node.available_mib,
        to_start_mib=sum(vm.memory.startup_mib for vm in vms) + overhead,
        wanted_mib=wanted,
        largest_mib=largest,
        assigned_mib=sum(share.assigned_mib for share in shares) + overhead,
        shares=shares,
        squeezed=squeezed,
        ease=ease,
        reason=_reason(design, node, shares, ease, wanted=wanted, largest=largest),
    )


def _after(design: Design, placement: Placement, known: dict[tuple[str, ...], NodeMemory]) -> MemoryAfter:
    off = tuple(vm.id for vm in placement.left_out)
    nodes = []
    for node, load in placement.loads:
        key = (node.id, *(vm.id for vm in load))
        if key not in known:
            known[key] = node_memory(design, node, load)
        nodes.append(known[key])
    return MemoryAfter(
        lost=placement.lost,
        nodes=tuple(nodes),
        not_started=off,
        reason=msg("{vms} do not fit and stay off.", vms=named(design, off)) if off else msg("Every VM has a place."),
    )


def _ease(node: Node, shares: tuple[Share, ...], squeezed: tuple[str, ...], largest: int) -> Ease:
    highest = max((share.pressure_percent for share in shares), default=0)
    if highest > limits.UNUSABLE_PRESSURE_PERCENT.value:
        return Ease.STARVED
    if squeezed:
        return Ease.SQUEEZED
    return Ease.COMFORTABLE if largest <= node.available_mib else Ease.STEADY


def _reason(design: Design, node: Node, shares: tuple[Share, ...], ease: Ease, *, wanted: int, largest: int) -> Message:
    available = memory_text(node.available_mib)
    if ease is Ease.COMFORTABLE:
        return msg(
            "All VMs can grow to their maximum: {largest} of {available}.",
            largest=memory_text(largest),
            available=available,
        )
    if ease is Ease.STEADY:
        return msg(
            "Every VM gets what it aims at ({wanted} of {available}), but not all can reach their maximum at once.",
            wanted=memory_text(wanted),
            available=available,
        )
    hardest = max(shares, key=lambda share: share.pressure_percent)
    return msg(
        "The VMs aim at {wanted} and {available} is there. {vm} is pressed hardest: {pressure}.",
        wanted=memory_text(wanted),
        available=available,
        vm=design.name_of(hardest.vm),
        pressure=percent_text(hardest.pressure_percent),
    )
