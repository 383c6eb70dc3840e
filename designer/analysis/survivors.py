"""Who carries which VMs when a node or a site is lost, or is emptied by hand: the placements that memory rules look at.

Where VMs go is asked of :mod:`designer.resilience`, the evaluator of the failure matrix; what has no quorum is taken as
started by a person, because the machines must fit in any case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designer.analysis.once import once, once_ignoring
from designer.analysis.places import cluster_sites
from designer.model.design import Design
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.admission import held_at_least_mib, in_start_order, share_out
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
    loads = tuple((design.node(node), tuple(design.vm(vm) for vm in vms)) for node, vms in room.ids.items())
    return Placement(None, loads, left_out)


@once
def after_losses(design: Design) -> tuple[Placement, ...]:
    """The placement after each planned loss, as the failure matrix has it; a cold start needs the startup memory.

    VMs that an event leaves without storage are in no list: memory is not what keeps them off.
    """
    return _placements(design, _after_losses(design))


@once
def after_drains(design: Design) -> tuple[Placement, ...]:
    """The placement when each of the same nodes and sites is emptied by live migration: VMs bring what they hold."""
    return _placements(design, _after_drains(design))


DESCRIPTIVE = (
    "name",
    "place",
    "cost",
    "cost_per_year",
    "vcpus",
    "dirty_mib_s",
    "hot_set_mib",
    "migration_networks",
    "guest_os",
    "service",
    "service_role",
    "time_sensitive",
    "edition",
    "cpu_vendor",
    "cpu_family",
    "sockets",
    "cores_per_socket",
    "threads_per_core",
    "hbas",
    "hba_rate_mbit",
    "virtual_switch",
    "processor_compatibility",
    "model",
    "usable_gib",
    "storage_processors",
    "write_intent_log",
    "licences",
    "disk_type",
    "write_mib_s",
    "peak_write_mib_s",
    "rate_mbit",
    "rtt_us",
    "distance_km",
    "round_trips",
    "growth_percent",
    "safety_percent",
    "utilisation_percent",
    "compression",
    "firewalled",
    "open_ports",
)
"""Fields of elements that decide nothing about who runs where; a test changes each of them and looks."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A placement in ids, so that it outlives edits that do not concern it."""

    lost: str
    loads: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[str, ...]


def _placements(design: Design, found: tuple[_Found, ...]) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            one.lost,
            tuple((design.node(node), tuple(design.vm(vm) for vm in vms)) for node, vms in one.loads),
            tuple(design.vm(vm) for vm in one.left_out),
        )
        for one in found
    )


@once_ignoring(*DESCRIPTIVE)
def _after_losses(design: Design) -> tuple[_Found, ...]:
    start = at_start(design)
    order = in_start_order(design.vms)
    all_fit = not settled(design).left_out
    found = []
    for lost, rest, instant in losses(design):
        placed: dict[str, list[str]] = {node.id: [] for node in rest}
        if all_fit and all(vm.node in placed for vm in design.vms):
            # Nobody has to move; whether the cluster keeps its quorum is no question of memory.
            for vm in design.vms:
                placed[vm.node].append(vm.id)
            found.append(_Found(lost, _frozen(placed), ()))
            continue
        verdict = evaluate(design, (instant,), start)
        for one in verdict.vms:
            if one.started and one.node in placed:
                placed[one.node].append(one.vm)
        off = frozenset(verdict.not_started)
        clustered = tuple(vm.id for vm in order if vm.id in off and design.group_of(vm.id) is not None)
        found.append(_Found(lost, _frozen(placed), clustered))
    return tuple(found)


@once_ignoring(*DESCRIPTIVE)
def _after_drains(design: Design) -> tuple[_Found, ...]:
    held = {share.vm: share.assigned_mib for node in design.nodes for share in share_out(node, design.vms_on(node.id))}
    case = Case(design, at_start(design), Down())
    found = []
    for lost, rest, _ in losses(design):
        room, left_out, displaced = _Room(rest), list[str](), []
        for vm in design.vms:
            if not room.has(vm.node):
                displaced.append(vm)
            elif not room.take(vm, vm.node, vm.memory.startup_mib):
                left_out.append(vm.id)
        for vm in in_start_order(displaced):
            ways = options(case, vm, (node.id for node in rest))
            needed = max(vm.memory.startup_mib, held[vm.id])
            way = best_apart(design, vm, (one for one in ways if room.takes(vm, one.node, needed)), room.ids)
            if way is not None:
                room.take(vm, way.node, needed)
            elif design.group_of(vm.id) is not None:
                left_out.append(vm.id)
        found.append(_Found(lost, _frozen(room.ids), tuple(left_out)))
    return tuple(found)


def _frozen(placed: Mapping[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((node, tuple(vms)) for node, vms in placed.items())


class _Room:
    """What nodes carry while VMs are being placed. Keeps the sums, so that placing a thousand VMs stays linear."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._held = dict.fromkeys(self._nodes, 0)
        self.ids: dict[str, list[str]] = {node.id: [] for node in nodes}

    def has(self, node_id: str) -> bool:
        """Whether the node is one of these."""
        return node_id in self._nodes

    def takes(self, vm: VirtualMachine, node_id: str, needed_mib: int) -> bool:
        """Whether the VM fits beside the others at their floor (formulas A and A')."""
        needed = self._held[node_id] + needed_mib + vm.memory.overhead_mib
        return needed <= self._nodes[node_id].available_mib

    def take(self, vm: VirtualMachine, node_id: str, needed_mib: int) -> bool:
        """Whether the VM fits; it is taken when it does."""
        if not self.takes(vm, node_id, needed_mib):
            return False
        self.ids[node_id].append(vm.id)
        self._held[node_id] += held_at_least_mib((vm,), self._nodes[node_id].os)
        return True
