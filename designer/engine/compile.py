"""From a design to what a run starts with: look-ups that never change, and the first state. Reads no layout."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from designer.base.errors import SimulationRefused
from designer.base.texts import msg
from designer.base.units import KIB_PER_MIB, MIB_PER_GIB, US_PER_S
from designer.engine.chain import Chain, chain_of
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
    PairWrites,
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
from designer.resilience.condition import R2_WRITABLE, pairs_at_start
from designer.resilience.condition import PairCondition as JudgedPair
from designer.resilience.options import has_enabler
from designer.resilience.roles import CopyAge
from designer.resilience.votes import Quorum, Votes, count_votes, initial_votes
from designer.topology.down import Down
from designer.topology.reach import partitions, reachable_arrays


@dataclass(frozen=True)
class Plan:
    """A design with the look-ups a run needs. Never changes during a run.

    ``begins_at_min`` is the time of day at which the run begins, in minutes after midnight.
    """

    design: Design
    begins_at_min: int = 0

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
    def carriers(self) -> frozenset[str]:
        """The IP lines that carry replication."""
        return frozenset(link.carrier for link in self.design.replication_links if link.carrier is not None)

    @cached_property
    def vms_of_lun(self) -> dict[str, tuple[str, ...]]:
        """VMs that lie on each LUN."""
        found: dict[str, tuple[str, ...]] = {lun.id: () for lun in self.design.luns}
        for vm in self.design.vms:
            for lun in vm.luns:
                found[lun] = (*found[lun], vm.id)
        return found

    @cached_property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """The replicated LUNs of each consistency group."""
        found: dict[str, tuple[str, ...]] = {}
        for lun in self.design.luns:
            if lun.consistency_group is not None and lun.r2 is not None:
                found[lun.consistency_group] = (*found.get(lun.consistency_group, ()), lun.id)
        return found

    def together(self, lun_id: str) -> tuple[str, ...]:
        """The LUN with all that act as one with it: the members of its consistency group."""
        return self.sets.get(self.luns[lun_id].consistency_group or "", (lun_id,))

    @cached_property
    def shares_luns(self) -> bool:
        """Whether one VM's movement can change the roles of another's LUN: they share it, or a consistency group."""
        return any(len(vms) > 1 or self.luns[lun].consistency_group for lun, vms in self.vms_of_lun.items())

    @cached_property
    def era(self) -> Era:
        """The oldest Windows version among the nodes: the cluster can do what all of them can."""
        order = tuple(Era)
        return min((node.os for node in self.design.nodes), key=order.index)

    @cached_property
    def era_facts(self) -> EraFacts:
        """What that version can do."""
        return facts(self.era)

    @cached_property
    def _counted(self) -> dict[tuple[Votes, Down], Quorum]:
        return {}

    def count(self, votes: Votes, down: Down) -> Quorum:
        """Which partitions may go on, by :func:`count_votes`; the same question is worked out once a run."""
        key = (votes, down)
        if key not in self._counted:
            self._counted[key] = count_votes(self.design, votes, down)
        return self._counted[key]

    @property
    def timings(self) -> Timings:
        """The durations that the design assumes."""
        return self.design.cluster.timings

    def group(self, vm_id: str) -> ResourceGroup | None:
        """The group that carries the VM."""
        index = self.group_index.get(vm_id)
        return None if index is None else self.design.groups[index]

    @cached_property
    def _chains(self) -> dict[str, Chain]:
        return {}

    def chain(self, vm_id: str) -> Chain:
        """The resources of the VM's group and what each needs. The VM is a clustered one."""
        found = self._chains.get(vm_id)
        if found is None:
            group = self.design.groups[self.group_index[vm_id]]
            found = self._chains[vm_id] = chain_of(group, resource_kinds(self, group))
        return found

    @cached_property
    def with_further(self) -> frozenset[str]:
        """VMs whose groups carry further resources."""
        return frozenset(group.vm for group in self.design.groups if group.further_resources)

    @cached_property
    def returning(self) -> tuple[ResourceGroup, ...]:
        """Groups that may come home by themselves."""
        return tuple(group for group in self.design.groups if group.auto_failback)

    def resource_name(self, vm_id: str, key: str) -> str:
        """What people call a resource of the VM's group: its kind, or the name of a further one."""
        further = self.chain(vm_id).further.get(key)
        return str(key) if further is None else further.name

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


def compile_design(design: Design, begins_at_min: int = 0) -> tuple[Plan, ClusterState]:
    """The plan and the first state of a design. Raises :class:`SimulationRefused` where no cluster can be running."""
    if not design.nodes:
        raise SimulationRefused(
            "run-without-nodes", msg("The design {design} has no node. Draw at least one.", design=design.label)
        )
    plan = Plan(design, begins_at_min)
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
    pairs = tuple(_pair(lun, start) for lun, start in zip(design.luns, pairs_at_start(design), strict=True))
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
        writes=tuple(_writes(plan, pair, running) for pair in pairs),
        groups=tuple(_group(plan, group, online=group.vm in running) for group in design.groups),
        vms=_vms(plan, running),
    )


def down_of(state: ClusterState) -> Down:
    """The state's losses in the words of the topology; the same value while those parts of the state are the same."""
    parts = _DOWN_IS_READ_FROM(state)
    key = tuple(map(id, parts))
    known = _DOWN.get(key)
    if known is None:
        if len(_DOWN) >= _MOST_DOWN:
            _DOWN.clear()
        known = _DOWN[key] = (parts, _read_down(state))
    return known[1]


_DOWN_IS_READ_FROM = attrgetter("nodes", "arrays", "fabrics", "sites", "links", "silent", "witness")
_DOWN: dict[tuple[int, ...], tuple[object, Down]] = {}
"""What was read before, by the identity of the parts read; holding them keeps their identities from being used anew."""

_MOST_DOWN = 5_000


def _read_down(state: ClusterState) -> Down:
    gone = Health.DOWN
    return Down(
        nodes=frozenset(node.id for node in state.nodes if node.condition is NodeCondition.DOWN),
        arrays=frozenset(array.id for array in state.arrays if array.health is gone),
        sites=frozenset(site.id for site in state.sites if site.health is gone),
        links=frozenset((*(link.id for link in state.links if link.health is gone), *state.silent)),
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


def _pair(lun: LunPair, start: JudgedPair) -> PairCondition:
    """The pair as the run begins: personalities follow from its state and the side that hosts write to."""
    if lun.r2 is None:
        return PairCondition(lun.id, lun.state, lun.r1.array, None, Access.READ_WRITE, Access.NOT_READY, lun.r1.array)
    here = start.writable
    other = next((copy.array for copy in lun.copies if copy.array != here), lun.r2.array)
    stale = None if start.copy in {CopyAge.EQUAL, CopyAge.RECENT} else -lun.stale_s * US_PER_S
    by_hand = lun.state is PairState.SUSPENDED
    rw, wd = Access.READ_WRITE, Access.WRITE_DISABLED
    if start.state in R2_WRITABLE:
        return PairCondition(lun.id, start.state, other, here, wd, rw, here, start.copy, stale, by_hand)
    beside = rw if start.state is PairState.SPLIT else wd
    return PairCondition(lun.id, start.state, here, other, rw, beside, here, start.copy, stale, by_hand)


def rate_kib_s(plan: Plan, lun: LunPair, running: Iterable[str]) -> int:
    """KiB/s that the running VMs write to the LUN.

    Its own rate, shared evenly by its VMs. Where nobody has measured it, each VM is taken to write its disks as fast
    as its memory, which is more than most do (EJ).
    """
    writers = [vm for vm in plan.vms_of_lun[lun.id] if vm in set(running)]
    if lun.write_mib_s is None:
        return sum(round(plan.vms[vm].dirty_mib_s * KIB_PER_MIB) for vm in writers)
    return round(lun.write_mib_s * KIB_PER_MIB) * len(writers) // max(len(plan.vms_of_lun[lun.id]), 1)


def _writes(plan: Plan, pair: PairCondition, running: Iterable[str]) -> PairWrites:
    """The account of a pair when the run begins: what the older copy lacks already, by how long it has been old."""
    lun = plan.luns[pair.id]
    if lun.r2 is None or pair.copy in {CopyAge.EQUAL, CopyAge.RECENT} or not lun.stale_s:
        return PairWrites(pair.id)
    since = lun.stale_s * US_PER_S
    lacks = min(rate_kib_s(plan, lun, running) * since, lun.r1.size_gib * MIB_PER_GIB * KIB_PER_MIB * US_PER_S)
    behind = PairWrites(pair.id, common=-lacks, alone_since_us=-since)
    if pair.writable == lun.r1.array:
        return replace(behind, at_second=-lacks)
    return replace(behind, at_first=-lacks)


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
    resources = tuple(ResourceState(key, status) for key in plan.chain(group.vm).keys)
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
