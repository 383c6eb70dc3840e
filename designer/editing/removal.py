"""What goes when an element goes. A removal never leaves a reference to nothing, and never takes more than it must.

- A site takes its nodes and arrays, its LAN links and its path to the witness, and a witness that stands there.
- A node takes its SAN links. Its VMs start elsewhere: on the next preferred owner, else in the same site, else on the
  first node left; without any node they go too.
- An array takes its SAN and replication links and a witness disk on it. Of a LUN pair on it the other copy stays, as
  a LUN without a replica; a LUN without a copy goes.
- A VM takes its resource group and the LUNs that nobody else uses.
- A witness takes the paths to it; the cluster then counts nodes only.
- A replication link whose carrying line goes has a line of its own from then on.
- A note that points at something removed points at nothing from then on.
- Waivers that name something removed go; lists of owners, networks and LUNs forget it.
"""

from designer.editing.parts import element_of
from designer.model.array import LunPair
from designer.model.design import COLLECTIONS, Design
from designer.model.node import Node
from designer.model.policy import ClusterSettings, QuorumMode
from designer.model.witness import Witness
from designer.model.workload import ResourceGroup, VirtualMachine


def without(design: Design, element_ids: tuple[str, ...]) -> Design:
    """The design after the removal; see the module for the rules."""
    gone = _closure(design, element_ids)
    if not gone:
        return design
    kept = {name: tuple(element for element in getattr(design, name) if element.id not in gone) for name in COLLECTIONS}
    kept["nodes"] = tuple(_node_without(node, gone) for node in kept["nodes"])
    kept["luns"] = tuple(_lun_without(lun, gone) for lun in kept["luns"])
    kept["vms"] = tuple(_vm_without(design, vm, gone) for vm in kept["vms"])
    kept["notes"] = tuple(note.evolve(about=None) if note.about in gone else note for note in kept["notes"])
    kept["groups"] = tuple(_group_without(group, gone) for group in kept["groups"])
    kept["replication_links"] = tuple(
        link.evolve(carried_by=None) if link.carried_by in gone else link for link in kept["replication_links"]
    )
    kept["network_links"] = tuple(
        link.evolve(networks=_left(link.networks, gone)) if gone.intersection(link.networks) else link
        for link in kept["network_links"]
    )
    return design.evolve(
        **kept,
        witness=_witness_without(design.witness, gone),
        cluster=_cluster_without(design.cluster, gone, witness_goes=_witness_goes(design, gone)),
        waivers=tuple(waiver for waiver in design.waivers if not gone.intersection(waiver.subjects)),
        layout=design.layout.without(frozenset(gone)),
    )


def _closure(design: Design, element_ids: tuple[str, ...]) -> set[str]:
    """The ids asked for and everything that cannot stay without them."""
    gone = {element_of(design, element_id).id for element_id in element_ids}
    size = -1
    while size != len(gone):
        size = len(gone)
        gone |= _dependants(design, gone)
    return gone


def _dependants(design: Design, gone: set[str]) -> set[str]:
    found = {node.id for node in design.nodes if node.site in gone}
    found |= {array.id for array in design.arrays if array.site in gone}
    found |= {link.id for link in design.replication_links if {link.a, link.b} & gone}
    found |= {link.id for link in design.network_links if {link.a, link.b} & gone}
    found |= {link.id for link in design.san_links if {link.node, link.array} & gone}
    found |= {path.id for path in design.witness_paths if path.site in gone or _witness_goes(design, gone)}
    found |= {group.id for group in design.groups if group.vm in gone}
    found |= {lun.id for lun in design.luns if all(copy.array in gone for copy in lun.copies)}
    if all(node.id in gone for node in design.nodes):
        found |= {vm.id for vm in design.vms}
    found |= _orphaned_luns(design, gone)
    if design.witness is not None and {design.witness.site, design.witness.array} & gone:
        found.add(design.witness.id)
    return found


def _orphaned_luns(design: Design, gone: set[str]) -> set[str]:
    """LUNs that only removed VMs use."""
    used = {lun_id for vm in design.vms if vm.id not in gone for lun_id in vm.luns}
    return {lun_id for vm in design.vms if vm.id in gone for lun_id in vm.luns} - used


def _witness_goes(design: Design, gone: set[str]) -> bool:
    return design.witness is not None and design.witness.id in gone


def _node_without(node: Node, gone: set[str]) -> Node:
    if not any(nic.network in gone for nic in node.nics):
        return node
    return node.evolve(nics=tuple(nic for nic in node.nics if nic.network not in gone))


def _lun_without(lun: LunPair, gone: set[str]) -> LunPair:
    if lun.consistency_group in gone:
        lun = lun.evolve(consistency_group=None)
    left = tuple(copy for copy in lun.copies if copy.array not in gone)
    if len(left) == len(lun.copies):
        return lun
    writable = None if lun.writable in gone else lun.writable
    return lun.evolve(r1=left[0], r2=None, writable=writable)


def _vm_without(design: Design, vm: VirtualMachine, gone: set[str]) -> VirtualMachine:
    if gone.intersection(vm.luns):
        vm = vm.evolve(luns=_left(vm.luns, gone))
    if gone.intersection(vm.migration_networks):
        vm = vm.evolve(migration_networks=_left(vm.migration_networks, gone))
    return vm.evolve(node=_next_home(design, vm, gone)) if vm.node in gone else vm


def _next_home(design: Design, vm: VirtualMachine, gone: set[str]) -> str:
    group = design.group_of(vm.id)
    preferred = () if group is None else group.preferred_owners
    near = tuple(node.id for node in design.nodes_in(design.node(vm.node).site))
    everybody = tuple(node.id for node in design.nodes)
    return next(node_id for node_id in (*preferred, *near, *everybody) if node_id not in gone)


def _group_without(group: ResourceGroup, gone: set[str]) -> ResourceGroup:
    if not gone.intersection((*group.preferred_owners, *group.possible_owners)):
        return group
    return group.evolve(
        preferred_owners=_left(group.preferred_owners, gone), possible_owners=_left(group.possible_owners, gone)
    )


def _witness_without(witness: Witness | None, gone: set[str]) -> Witness | None:
    if witness is None or witness.id in gone:
        return None
    return witness.evolve(hosted_by=None) if witness.hosted_by in gone else witness


def _cluster_without(cluster: ClusterSettings, gone: set[str], *, witness_goes: bool) -> ClusterSettings:
    quorum = cluster.quorum
    if {quorum.preferred_site, quorum.core_group_site} & gone:
        quorum = quorum.evolve(
            preferred_site=None if quorum.preferred_site in gone else quorum.preferred_site,
            core_group_site=None if quorum.core_group_site in gone else quorum.core_group_site,
        )
    if witness_goes:
        quorum = quorum.evolve(mode=QuorumMode.NODE_MAJORITY)
    return cluster if quorum is cluster.quorum else cluster.evolve(quorum=quorum)


def _left(ids: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(element_id for element_id in ids if element_id not in gone)
