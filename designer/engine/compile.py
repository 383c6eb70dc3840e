"""From a design to what a run starts with: look-ups that never change, and the first state. Reads no layout."""

from dataclasses import dataclass
from functools import cached_property

from designer.base.errors import SimulationRefused
from designer.base.texts import msg
from designer.engine.state import (
    Access,
    ClusterState,
    FabricCondition,
    FabricState,
    GroupState,
    Health,
    NodeCondition,
    NodeState,
    PairCondition,
    PartState,
    QuorumState,
    ResourceKind,
    ResourceState,
    ResourceStatus,
    VmCondition,
    VmState,
)
from designer.model.array import LunPair, PairState
from designer.model.design import Design
from designer.model.era import Era, EraFacts, facts
from designer.model.node import Node
from designer.model.policy import Timings
from designer.model.workload import ResourceGroup, VirtualMachine
from designer.resilience.admission import share_out
from designer.resilience.options import has_enabler
from designer.resilience.votes import count_votes, initial_votes
from designer.topology.down import Down
from designer.topology.reach import partitions, reachable_arrays, replication_up

R2_WRITABLE = frozenset({PairState.FAILED_OVER, PairState.R1_UPDATING, PairState.R1_UPDATED})
"""States in which the side with the R2 personality is the one that hosts write to."""


@dataclass(frozen=True)
class Plan:
    """A design with the look-ups a run needs. Never changes during a run."""

    design: Design

    @cached_property
    def vm_index(self) -> dict[str, int]:
        """Position of each VM in the state."""
        return {vm.id: index for index, vm in enumerate(self.design.vms)}

    @cached_property
    def group_index(self) -> dict[str, int]:
        """Position of the group of each clustered VM in the state, by the VM's id."""
        return {group.vm: index for index, group in enumerate(self.design.groups)}

    @cached_property
    def pair_index(self) -> dict[str, int]:
        """Position of each pair in the state."""
        return {pair.id: index for index, pair in enumerate(self.design.luns)}

    @cached_property
    def vms(self) -> dict[str, VirtualMachine]:
        """VMs by id."""
        return {vm.id: vm for vm in self.design.vms}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.design.nodes}

    @cached_property
    def luns(self) -> dict[str, LunPair]:
        """Pairs by id."""
        return {lun.id: lun for lun in self.design.luns}

    @cached_property
    def vms_of_lun(self) -> dict[str, tuple[str, ...]]:
        """VMs that lie on each LUN."""
        found: dict[str, tuple[str, ...]] = {lun.id: () for lun in self.design.luns}
        for vm in self.design.vms:
            for lun in vm.luns:
                found[lun] = (*found[lun], vm.id)
        return found

    @cached_property
    def shares_luns(self) -> bool:
        """Whether some LUN carries more than one VM."""
        return any(len(vms) > 1 for vms in self.vms_of_lun.values())

    @cached_property
    def era(self) -> Era:
        """The oldest Windows version among the nodes: the cluster can do what all of them can."""
        order = tuple(Era)
        return min((node.os for node in self.design.nodes), key=order.index)

    @cached_property
    def era_facts(self) -> EraFacts:
        """What that version can do."""
        return facts(self.era)

    @property
    def timings(self) -> Timings:
        """The durations that the design assumes."""
        return self.design.cluster.timings

    def group(self, vm_id: str) -> ResourceGroup | None:
        """The group that carries the VM."""
        index = self.group_index.get(vm_id)
        return None if index is None else self.design.groups[index]

    def possible_owners(self, vm_id: str) -> tuple[str, ...]:
        """Nodes that may own the VM's group, preferred owners first; every node where no list is kept."""
        group = self.group(vm_id)
        every = tuple(node.id for node in self.design.nodes)
        if group is None:
            return (self.vms[vm_id].node,)
        allowed = group.possible_owners or every
        return (
            *(node for node in group.preferred_owners if node in allowed),
            *(node for node in every if node in allowed and node not in group.preferred_owners),
        )

    def home(self, vm_id: str) -> str:
        """Where the VM belongs: the first preferred owner, else the node it is drawn on."""
        group = self.group(vm_id)
        return group.preferred_owners[0] if group is not None and group.preferred_owners else self.vms[vm_id].node

    def name(self, element_id: str) -> str:
        """The name people know the element by."""
        return self.design.name_of(element_id)

    def on_shared_volume(self, vm_id: str) -> bool:
        """Whether all LUNs of the VM are Cluster Shared Volumes, which every node has mounted."""
        luns = self.vms[vm_id].luns
        return bool(luns) and all(self.luns[lun].csv for lun in luns)


def compile_design(design: Design) -> tuple[Plan, ClusterState]:
    """The plan and the first state of a design. Raises :class:`SimulationRefused` where no cluster can be running."""
    if not design.nodes:
        raise SimulationRefused(
            "run-without-nodes", msg("The design {design} has no node. Draw at least one.", design=design.label)
        )
    plan = Plan(design)
    quorum = _quorum(plan)
    if not quorum.living:
        raise SimulationRefused(
            "run-without-quorum",
            msg(
                "In the design {design} no partition has a majority even before anything fails: {held} of "
                "{need} votes needed.",
                design=design.label,
                held=quorum.votes_held,
                need=quorum.need,
            ),
            hint=msg("Connect the nodes by a cluster network, or change the votes or the quorum model."),
        )
    pairs = tuple(_pair(design, lun) for lun in design.luns)
    running = {vm.id for vm in design.vms if vm.node in quorum.living and _reaches_luns(plan, vm, pairs)}
    return plan, ClusterState(
        nodes=tuple(
            NodeState(node.id, NodeCondition.UP if node.id in quorum.living else NodeCondition.STOPPED)
            for node in design.nodes
        ),
        arrays=tuple(PartState(array.id) for array in design.arrays),
        fabrics=tuple(FabricState(site.id, FabricCondition.FULL) for site in design.sites),
        sites=tuple(PartState(site.id) for site in design.sites),
        links=tuple(PartState(link.id) for link in design.links()),
        witness=None if design.witness is None else PartState(design.witness.id),
        quorum=quorum,
        pairs=pairs,
        groups=tuple(_group(plan, group, online=group.vm in running) for group in design.groups),
        vms=_vms(plan, running),
    )


def down_of(state: ClusterState) -> Down:
    """The state's losses in the words of the topology."""
    gone = Health.DOWN
    return Down(
        nodes=frozenset(node.id for node in state.nodes if node.condition is NodeCondition.DOWN),
        arrays=frozenset(array.id for array in state.arrays if array.health is gone),
        sites=frozenset(site.id for site in state.sites if site.health is gone),
        links=frozenset(link.id for link in state.links if link.health is gone),
        fabrics=frozenset(fabric.site for fabric in state.fabrics if fabric.condition is FabricCondition.LOST),
        paths=frozenset(fabric.site for fabric in state.fabrics if fabric.condition is FabricCondition.DEGRADED),
        nics=frozenset((node.id, network) for node in state.nodes for network in node.lost_nics),
        enablers=frozenset(node.id for node in state.nodes if not node.enabler),
        witness=state.witness is not None and state.witness.health is gone,
    )


def _quorum(plan: Plan) -> QuorumState:
    design, down = plan.design, Down()
    votes = initial_votes(design)
    counted = count_votes(design, votes, down)
    living = counted.living
    own = votes.of(living)
    return QuorumState(
        votes=votes.nodes,
        witness_votes=votes.witness,
        need=votes.need,
        votes_held=own + (votes.witness if counted.needed_witness or living else 0),
        members=living,
        partitions=partitions(design, down),
        living=living,
        rivals=counted.winners,
        witness_holder=living[0] if living and votes.witness else None,
    )


def _pair(design: Design, lun: LunPair) -> PairCondition:
    """The pair as drawn; where a replicating pair is writable at the replica, the roles were swapped before."""
    if lun.r2 is None:
        return PairCondition(lun.id, lun.state, lun.r1.array, None, Access.READ_WRITE, Access.NOT_READY, lun.r1.array)
    source, target = lun.r1.array, lun.r2.array
    state = lun.state
    if state is PairState.SYNCHRONIZED and not replication_up(design, Down(), lun):
        state = PairState.PARTITIONED
    if state in R2_WRITABLE:
        return PairCondition(
            lun.id, state, source, target, Access.WRITE_DISABLED, Access.READ_WRITE, target, stale_since_us=0
        )
    if lun.writable_array == target:
        source, target = target, source
    both = state is PairState.SPLIT
    equal = state in {PairState.SYNCHRONIZED, PairState.CONSISTENT, PairState.PARTITIONED}
    access = Access.READ_WRITE if both else Access.WRITE_DISABLED
    return PairCondition(lun.id, state, source, target, Access.READ_WRITE, access, source, None if equal else 0)


def _reaches_luns(plan: Plan, vm: VirtualMachine, pairs: tuple[PairCondition, ...]) -> bool:
    reached = reachable_arrays(plan.design, Down(), plan.nodes[vm.node])
    return all(pairs[plan.pair_index[lun]].writable in reached for lun in vm.luns)


def resource_kinds(plan: Plan, group: ResourceGroup) -> tuple[ResourceKind, ...]:
    """The resources of a VM's group, dependents first.

    No disk of its own on a shared volume, no enabler without product, resource or replica.
    """
    luns = plan.vms[group.vm].luns
    kinds = [ResourceKind.VM, ResourceKind.CONFIGURATION]
    if luns and not plan.on_shared_volume(group.vm):
        kinds.append(ResourceKind.DISK)
        if has_enabler(plan.design, group):
            kinds.append(ResourceKind.ENABLER)
    return tuple(kinds)


def _group(plan: Plan, group: ResourceGroup, *, online: bool) -> GroupState:
    status = ResourceStatus.ONLINE if online else ResourceStatus.OFFLINE
    resources = tuple(ResourceState(kind, status) for kind in resource_kinds(plan, group))
    return GroupState(group.id, group.vm, plan.vms[group.vm].node, resources)


def _vms(plan: Plan, running: set[str]) -> tuple[VmState, ...]:
    assigned: dict[str, int] = {}
    for node in plan.design.nodes:
        here = tuple(vm for vm in plan.design.vms_on(node.id) if vm.id in running)
        assigned |= {share.vm: share.assigned_mib for share in share_out(node, here)}
    return tuple(
        VmState(vm.id, vm.node, VmCondition.RUNNING if vm.id in running else VmCondition.OFF, assigned.get(vm.id, 0))
        for vm in plan.design.vms
    )
