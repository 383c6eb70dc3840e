"""Who carries which VMs when a node or a site is lost, or is emptied by hand: the placements that memory rules look at.

Where VMs go is asked of :mod:`designer.resilience`, the evaluator of the failure matrix; what has no quorum is taken as
started by a person, because the machines must fit in any case.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.analysis.once import once
from designer.analysis.places import cluster_sites
from designer.model.design import Design
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.admission import has_room, held_at_least_mib, in_start_order, share_out
from designer.resilience.condition import Case, at_start
from designer.resilience.options import best_apart, options
from designer.resilience.targets import Instant, Loss, LossKind
from designer.resilience.verdict import evaluate
from designer.topology.down import Down


@dataclass(frozen=True, slots=True)
class Placement:
    """The VMs by surviving node, in order, and those that found no place. ``lost`` is None for the settled cluster."""

    lost: str | None
    loads: tuple[tuple[Node, tuple[VirtualMachine, ...]], ...]
    left_out: tuple[VirtualMachine, ...]

    @property
    def survivors(self) -> tuple[Node, ...]:
        """The nodes that are left, in the design's order."""
        return tuple(node for node, _ in self.loads)


def losses(design: Design) -> Iterator[tuple[str, tuple[Node, ...], Instant]]:
    """Each single node, then each site of several nodes: its id, the nodes that are left (never none), the event."""
    for node in design.nodes:
        rest = tuple(other for other in design.nodes if other is not node)
        if rest:
            yield node.id, rest, (Loss(LossKind.NODE, node.id),)
    for site in cluster_sites(design):
        rest = tuple(node for node in design.nodes if node.site != site.id)
        if rest and len(rest) < len(design.nodes) - 1:
            yield site.id, rest, (Loss(LossKind.SITE, site.id),)


@once
def settled(design: Design) -> Placement:
    """The cluster as it starts: VMs where the design puts them, left out where they do not even fit there."""
    room = _Room(design.nodes)
    left_out = tuple(vm for vm in design.vms if not room.take(vm, vm.node, vm.memory.startup_mib))
    return room.placement(None, left_out)


@once
def after_losses(design: Design) -> tuple[Placement, ...]:
    """The placement after each planned loss, as the failure matrix has it; a cold start needs the startup memory.

    VMs that an event leaves without storage are in no list: memory is not what keeps them off.
    """
    return tuple(_after(design, lost, rest, instant) for lost, rest, instant in losses(design))


@once
def after_drains(design: Design) -> tuple[Placement, ...]:
    """The placement when each of the same nodes and sites is emptied by live migration: VMs bring what they hold."""
    held = {share.vm: share.assigned_mib for node in design.nodes for share in share_out(node, design.vms_on(node.id))}
    case = Case(design, at_start(design), Down())
    found = []
    for lost, rest, _ in losses(design):
        room, left_out = _Room(rest), []
        displaced = []
        for vm in design.vms:
            if not room.has(vm.node):
                displaced.append(vm)
            elif not room.take(vm, vm.node, vm.memory.startup_mib):
                left_out.append(vm)
        for vm in in_start_order(displaced):
            ways = options(case, vm, (node.id for node in rest))
            needed = max(vm.memory.startup_mib, held[vm.id])
            way = best_apart(design, vm, (one for one in ways if room.takes(vm, one.node, needed)), room.ids())
            if way is not None:
                room.take(vm, way.node, needed)
            elif design.group_of(vm.id) is not None:
                left_out.append(vm)
        found.append(room.placement(lost, tuple(left_out)))
    return tuple(found)


def _after(design: Design, lost: str, rest: tuple[Node, ...], instant: Instant) -> Placement:
    verdict = evaluate(design, (instant,))
    placed: dict[str, list[VirtualMachine]] = {node.id: [] for node in rest}
    for one in verdict.vms:
        if one.started and one.node in placed:
            placed[one.node].append(design.vm(one.vm))
    off = frozenset(verdict.not_started)
    clustered = (vm for vm in in_start_order(design.vms) if vm.id in off and design.group_of(vm.id) is not None)
    return Placement(lost, tuple((node, tuple(placed[node.id])) for node in rest), tuple(clustered))


class _Room:
    """What nodes carry while VMs are being placed. Keeps the sums, so that placing a thousand VMs stays linear."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._vms: dict[str, list[VirtualMachine]] = {node.id: [] for node in nodes}
        self._held = dict.fromkeys(self._nodes, 0)

    def has(self, node_id: str) -> bool:
        """Whether the node is one of these."""
        return node_id in self._nodes

    def takes(self, vm: VirtualMachine, node_id: str, needed_mib: int) -> bool:
        """Whether the VM fits beside the others at their floor (formulas A and A')."""
        node = self._nodes[node_id]
        if needed_mib == vm.memory.startup_mib:
            return has_room(node, self._held[node_id], vm)
        return self._held[node_id] + needed_mib + vm.memory.overhead_mib <= node.available_mib

    def take(self, vm: VirtualMachine, node_id: str, needed_mib: int) -> bool:
        """Whether the VM fits; it is taken when it does."""
        if not self.takes(vm, node_id, needed_mib):
            return False
        self._vms[node_id].append(vm)
        self._held[node_id] += held_at_least_mib((vm,), self._nodes[node_id].os)
        return True

    def ids(self) -> dict[str, list[str]]:
        """The ids of the VMs on each node."""
        return {node_id: [vm.id for vm in vms] for node_id, vms in self._vms.items()}

    def placement(self, lost: str | None, left_out: tuple[VirtualMachine, ...]) -> Placement:
        """The VMs as they were taken."""
        return Placement(lost, tuple((node, tuple(self._vms[node.id])) for node in self._nodes.values()), left_out)
