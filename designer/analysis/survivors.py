"""Who carries which VMs when a node or a site is lost, or is emptied by hand: the placements that memory rules look at.

Only memory and owner lists decide here. Whether the cluster still has quorum and storage is not asked, because a person
may force both: the machines must fit in any case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designer.analysis.places import cluster_sites, owners
from designer.model.design import Design
from designer.model.node import Node
from designer.model.workload import ResourceGroup, VirtualMachine
from designer.resilience.admission import held_at_least_mib, in_start_order, share_out


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


def losses(design: Design) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Each single node, then each site of several nodes, with the nodes that are left; never all of them lost."""
    for node in design.nodes:
        rest = tuple(other for other in design.nodes if other is not node)
        if rest:
            yield node.id, rest
    for site in cluster_sites(design):
        rest = tuple(node for node in design.nodes if node.site != site.id)
        if rest and len(rest) < len(design.nodes) - 1:
            yield site.id, rest


def settled(design: Design) -> Placement:
    """The cluster as it starts: VMs where the design puts them, left out where they do not even fit there."""
    return _placed(design, None, design.nodes, {})


def after_losses(design: Design) -> Iterator[Placement]:
    """The placement after each planned loss; VMs of lost nodes start from nothing, so their startup memory counts."""
    for lost, rest in losses(design):
        yield _placed(design, lost, rest, {})


def after_drains(design: Design) -> Iterator[Placement]:
    """The placement when each of the same nodes and sites is emptied by live migration: VMs bring what they hold."""
    held = {share.vm: share.assigned_mib for node in design.nodes for share in share_out(node, design.vms_on(node.id))}
    for lost, rest in losses(design):
        yield _placed(design, lost, rest, held)


def _placed(design: Design, lost: str | None, rest: tuple[Node, ...], brought: Mapping[str, int]) -> Placement:
    """Put the VMs on the nodes that are left; ``brought`` is the memory that arriving VMs need beyond their startup."""
    ledger = {node.id: _Ledger(node, [], 0) for node in rest}
    left_out: list[VirtualMachine] = []
    displaced: list[VirtualMachine] = []
    for vm in design.vms:
        if vm.node not in ledger:
            displaced.append(vm)
        elif not ledger[vm.node].take(vm, vm.memory.startup_mib):
            left_out.append(vm)
    groups = {group.vm: group for group in design.groups}
    for vm in in_start_order(displaced):
        if vm.id in groups:
            needed = max(vm.memory.startup_mib, brought.get(vm.id, 0))
            if not any(ledger[node.id].take(vm, needed) for node in _targets(design, vm, groups[vm.id], rest)):
                left_out.append(vm)
    return Placement(lost, tuple((node, tuple(ledger[node.id].vms)) for node in rest), tuple(left_out))


@dataclass(slots=True)
class _Ledger:
    """What a node carries while VMs are being placed. Keeps the sum, so that placing a thousand VMs stays linear."""

    node: Node
    vms: list[VirtualMachine]
    held_mib: int

    def take(self, vm: VirtualMachine, needed_mib: int) -> bool:
        """Whether the VM fits beside the others at their floor (formulas A and A'); it is taken when it does."""
        if self.held_mib + needed_mib + vm.memory.overhead_mib > self.node.available_mib:
            return False
        self.vms.append(vm)
        self.held_mib += held_at_least_mib((vm,), self.node.os)
        return True


def _targets(design: Design, vm: VirtualMachine, group: ResourceGroup, rest: tuple[Node, ...]) -> list[Node]:
    """The surviving nodes that may take a VM: those of its own site first, then as its group prefers."""
    left = {node.id for node in rest}
    possible = [node for node in owners(design, group) if node.id in left]
    preferred = [node for name in group.preferred_owners for node in possible if node.id == name]
    order = [*preferred, *(node for node in possible if node.id not in group.preferred_owners)]
    home = design.node(vm.node).site
    return sorted(order, key=lambda node: node.site != home)
