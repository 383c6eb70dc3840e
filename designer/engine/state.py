"""What the cluster is at one instant: a frozen value made of frozen parts, shared between steps where nothing changed.

Times are integer microseconds, memory whole MiB, volumes whole KiB; no floating number, so a state is the same on
every machine. States change only through the tables of :mod:`designer.engine.machines`.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TypeVar

from designer.model.array import PairState
from designer.resilience.roles import CopyAge

SILENT = "silent"
"""Mark of a field that hashes of states pass over while it has its default: states without it stay what they were."""

_Value = TypeVar("_Value")


def silent(default: _Value) -> _Value:
    """A field with this default, passed over by hashes while it has it."""
    return field(default=default, metadata={SILENT: True})


class ResourceStatus(IntEnum):
    """CLUSTER_RESOURCE_STATE with its numbers (domain 1.2, S2)."""

    UNKNOWN = -1
    INHERITED = 0
    INITIALIZING = 1
    ONLINE = 2
    OFFLINE = 3
    FAILED = 4
    PENDING = 128
    ONLINE_PENDING = 129
    OFFLINE_PENDING = 130

    @property
    def label(self) -> str:
        """The name as the cluster writes it, without its prefix: ``OnlinePending``."""
        return "".join(word.capitalize() for word in self.name.split("_"))


class GroupStatus(IntEnum):
    """CLUSTER_GROUP_STATE with its numbers (domain 1.3, S4)."""

    UNKNOWN = -1
    ONLINE = 0
    OFFLINE = 1
    FAILED = 2
    PARTIAL_ONLINE = 3
    PENDING = 4

    @property
    def label(self) -> str:
        """The name as the cluster writes it, without its prefix: ``PartialOnline``."""
        return "".join(word.capitalize() for word in self.name.split("_"))


class ResourceKind(StrEnum):
    """The resources that every VM's group has, dependents first (domain 2.1)."""

    VM = "Virtual Machine"
    CONFIGURATION = "Virtual Machine Configuration"
    DISK = "Physical Disk"
    ENABLER = "Cluster Enabler"


class Health(StrEnum):
    """Whether an array, a line or the witness works."""

    UP = "up"
    DOWN = "down"


class NodeCondition(StrEnum):
    """A node: member of the cluster, alive with its cluster service stopped, or dead."""

    UP = "up"
    STOPPED = "stopped"
    DOWN = "down"


class FabricCondition(StrEnum):
    """The host paths of a site: all there, one of the redundant ones lost, or all lost."""

    FULL = "full"
    DEGRADED = "degraded"
    LOST = "lost"


class VmCondition(StrEnum):
    """What a guest notices. ``STALLED`` waits for a disk that does not answer."""

    RUNNING = "running"
    PAUSED = "paused"
    STALLED = "stalled"
    STARTING = "starting"
    STOPPING = "stopping"
    SAVING = "saving"
    SAVED = "saved"
    OFF = "off"
    FAILED = "failed"


class Waiting(StrEnum):
    """Why a VM that should run is not started."""

    MEMORY = "memory"
    STORAGE = "storage"
    PERSON = "person"
    COPY = "copy"
    THRESHOLD = "threshold"
    ENABLER = "enabler"
    RESTARTS = "restarts"
    START = "start"


class Access(StrEnum):
    """What hosts may do with one side of a pair (S28)."""

    READ_WRITE = "RW"
    WRITE_DISABLED = "WD"
    NOT_READY = "NR"


class Phase(StrEnum):
    """What a step belongs to; the words of the run's JSON."""

    PRE_CHECK = "pre-check"
    SETUP = "setup"
    MEMORY = "memory"
    STOP_AND_COPY = "stop-and-copy"
    OFFLINE = "offline"
    ROLE_CHANGE = "role-change"
    ONLINE = "online"
    RESUME = "resume"
    CLEAN_UP = "clean-up"
    DETECT = "detect"
    REGROUP = "regroup"
    ARBITRATE = "arbitrate"
    RESTART = "restart"
    RETRY = "retry"
    RESYNC = "resync"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class NodeState:
    """A node; a ``paused`` one takes no new groups (it is being drained).

    ``lost_nics`` names the networks on which its adapter does not work; ``enabler`` says whether its Cluster Enabler
    service runs. ``joins_only`` is set for one that was started with prevent quorum, until it has joined.
    """

    id: str
    condition: NodeCondition = NodeCondition.UP
    paused: bool = False
    lost_nics: tuple[str, ...] = ()
    enabler: bool = True
    joins_only: bool = silent(False)


@dataclass(frozen=True, slots=True)
class PartState:
    """An array, a line or the witness: it works or it does not."""

    id: str
    health: Health = Health.UP


@dataclass(frozen=True, slots=True)
class FabricState:
    """The host fabrics of a site."""

    site: str
    condition: FabricCondition = FabricCondition.FULL


@dataclass(frozen=True, slots=True)
class PairCondition:
    """A LUN with its replica (domain 3.5). A LUN without a replica has no ``target`` and never changes state.

    ``source`` is the array with the R1 personality now, ``target`` the one with R2. ``writable`` is the array that the
    cluster's hosts use; ``source_access`` and ``target_access`` say what hosts could do at either side.
    ``copy`` is what the side that hosts do not use holds, ``stale_since_us`` since when it is not kept up any more,
    None while it is. ``by_hand`` says that a person has suspended the pair.
    """

    id: str
    state: PairState
    source: str
    target: str | None
    source_access: Access
    target_access: Access
    writable: str | None
    copy: CopyAge = CopyAge.EQUAL
    stale_since_us: int | None = None
    by_hand: bool = False

    @property
    def arrays_writable(self) -> tuple[str, ...]:
        """Arrays where hosts could write now, source first."""
        sides = ((self.source, self.source_access), (self.target, self.target_access))
        return tuple(array for array, access in sides if array is not None and access is Access.READ_WRITE)


@dataclass(frozen=True, slots=True)
class PairWrites:
    """What hosts have written to a pair since the run began, brought up to ``as_of_us``.

    Counts are millionths of a KiB. ``acknowledged`` is what hosts were told to be safe; ``at_first`` and ``at_second``
    how far the copy on the array of R1 and that of R2 in the drawing has come, ``common`` how far both have the same.
    ``lost`` is what was acknowledged and is gone with the other side, and ``lost_us`` the time in which it was written.
    ``alone_since_us`` is the instant from which on one side alone has what was written, ``last_us`` that of the last
    write, ``last_rate_kib_s`` its rate. ``held``: the line is cut, and writes wait until that is certain.
    """

    pair: str
    as_of_us: int = 0
    acknowledged: int = 0
    at_first: int = 0
    at_second: int = 0
    common: int = 0
    lost: int = 0
    lost_us: int = 0
    alone_since_us: int | None = None
    last_us: int = 0
    last_rate_kib_s: int = 0
    held: bool = False


@dataclass(frozen=True, slots=True)
class ResourceState:
    """One resource of a group: of the VM's chain by its kind, a further one by its id."""

    kind: str
    status: ResourceStatus


@dataclass(frozen=True, slots=True)
class GroupState:
    """The cluster group of one VM: where it is owned and how its resources are.

    The chain of the VM, dependents first, then further resources as drawn. ``failovers`` and ``restarts`` are the
    instants of those that the thresholds count (domain 1.6), oldest first; restarts with the resource they were for.
    ``faults`` names resources that cannot work before they are repaired. ``left_by`` is the resource that has used up
    its restarts, so that the group goes elsewhere; ``held_by`` the one that was left failed and keeps the group where
    it is, since ``held_since_us``. ``wandered`` counts failovers for the sake of a resource since the group was last
    whole; ``is_away`` says that a failover has taken a group from home that may come back by itself.
    """

    id: str
    vm: str
    owner: str
    resources: tuple[ResourceState, ...]
    failovers: tuple[int, ...] = ()
    restarts: tuple[tuple[str, int], ...] = ()
    faults: tuple[str, ...] = silent(())
    left_by: str = silent("")
    held_by: str = silent("")
    held_since_us: int = silent(0)
    wandered: int = silent(0)
    is_away: bool = silent(False)

    @property
    def status(self) -> GroupStatus:
        """The state that follows from the resources (domain 1.3)."""
        return group_status(tuple(resource.status for resource in self.resources))

    def resource(self, kind: str) -> ResourceState | None:
        """The resource of this kind or with this id, or None."""
        return next((resource for resource in self.resources if resource.kind == kind), None)

    @property
    def online(self) -> frozenset[str]:
        """The resources that are online."""
        return frozenset(one.kind for one in self.resources if one.status is ResourceStatus.ONLINE)


@dataclass(frozen=True, slots=True)
class VmState:
    """A VM. ``assigned_mib`` is the memory it holds; ``restarted`` says that it was booted again in this run.

    ``down_since_us`` is set while the guest does not run; ``outage_us`` is the longest interruption that has ended.
    ``waits_for`` says why it is not started though it should run.
    """

    id: str
    node: str
    condition: VmCondition
    assigned_mib: int
    restarted: bool = False
    down_since_us: int | None = None
    outage_us: int = 0
    waits_for: Waiting | None = None


@dataclass(frozen=True, slots=True)
class QuorumState:
    """Who counts and who is in, as the cluster last settled it.

    ``votes`` are in force, of every configured node in the design's order, and ``witness_votes`` of the witness;
    ``partitions`` the groups of living nodes that heard each other. ``living`` is the partition that holds quorum
    (empty: the cluster is stopped) and ``votes_held`` what it has, the witness included. ``rivals`` are all partitions
    that could have won, the winner first; more than one is a race. ``witness_holder`` is the node that locked the
    witness, ``members`` the nodes of the cluster as it last stood. ``settled`` is False between a loss and its answer.
    ``forced_by`` is the node on which a person has forced quorum, until its partition has a majority of its own;
    ``by_hand`` says that in the run VMs ran again by what a person decided: forced quorum, or a copy promoted for them.
    """

    votes: tuple[tuple[str, int], ...]
    witness_votes: int
    need: int
    votes_held: int
    members: tuple[str, ...]
    partitions: tuple[tuple[str, ...], ...]
    living: tuple[str, ...]
    rivals: tuple[tuple[str, ...], ...] = ()
    witness_holder: str | None = None
    settled: bool = True
    forced_by: str | None = None
    by_hand: bool = False

    @property
    def total(self) -> int:
        """All votes that count now."""
        return sum(votes for _, votes in self.votes) + self.witness_votes


class ProcedureKind(StrEnum):
    """Sequences that take time."""

    LIVE = "live-migration"
    QUICK = "quick-migration"
    MOVE = "planned-move"
    RESTART = "restart"
    RETRY = "retry"
    FAILBACK = "failback"
    RESYNC = "resync"
    MEMBERSHIP = "membership"
    HEARTBEAT_LOSS = "heartbeat-loss"


MOVEMENTS = (ProcedureKind.LIVE, ProcedureKind.QUICK, ProcedureKind.MOVE)


class Act(StrEnum):
    """What one stage of a procedure does when it begins."""

    WAIT = "wait"
    CHECK_STATE = "check-state"
    CHECK_HOSTS = "check-hosts"
    CHECK_MEMORY = "check-memory"
    CHECK_STORAGE = "check-storage"
    CONNECT = "connect"
    SEND = "send"
    PAUSE = "pause"
    SAVE = "save"
    SAVED = "saved"
    SHUT_DOWN = "shut-down"
    SWITCHED_OFF = "switched-off"
    RESOURCE = "resource"
    OWNER = "owner"
    PAIR = "pair"
    RESUME = "resume"
    RESTORE = "restore"
    BOOT = "boot"
    RUNNING = "running"
    TIDY = "tidy"
    FINISH = "finish"
    FAIL_RESOURCE = "fail-resource"
    RESTART_GUEST = "restart-guest"
    TERMINATE = "terminate"
    TAKE_DOWN = "take-down"
    RETRY = "retry"
    DETECT = "detect"
    REGROUP = "regroup"
    ARBITRATE = "arbitrate"
    SETTLE = "settle"
    AWAIT_SILENCE = "await-silence"
    FALL_SILENT = "fall-silent"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a procedure: what it does at its beginning and how long it then takes.

    ``trigger`` names the transition that a resource or a pair makes; ``volume_kib`` what a memory round sends.
    """

    phase: Phase
    act: Act
    duration_us: int = 0
    resource: str | None = None
    pair: str | None = None
    trigger: str | None = None
    node: str | None = None
    round: int = 0
    volume_kib: int = 0


@dataclass(frozen=True, slots=True)
class Procedure:
    """A sequence in progress: stage ``index`` began at ``since_us``; -1 before the first.

    ``subject`` is a VM, a pair, ``cluster`` or, for a retry or the wait before a failback, a group.
    ``source`` and ``target`` the nodes (or arrays) it goes between.
    ``reserved_mib`` is memory kept free at the target; ``cause`` the step that started it.

    What is sent over lines: ``network`` is the one that a live migration chose, ``rate_bps`` the share of line rate
    that it or a resync has now, ``round_since_us`` when the memory round in progress began (``since_us`` is when its
    share last changed), ``left_kib`` what a resync had still to copy then.
    """

    serial: int
    kind: ProcedureKind
    subject: str
    source: str
    target: str
    stages: tuple[Stage, ...]
    index: int = -1
    since_us: int = 0
    reserved_mib: int = 0
    cause: int | None = None
    network: str = ""
    rate_bps: int = 0
    round_since_us: int = 0
    left_kib: int = 0

    @property
    def stage(self) -> Stage | None:
        """The stage in progress, None before the first."""
        return self.stages[self.index] if self.index >= 0 else None

    @property
    def phase(self) -> Phase | None:
        """The phase of the stage in progress."""
        return self.stages[self.index].phase if self.index >= 0 else None


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the movement of one VM, in the words of the run's outcome."""

    vm: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Degraded:
    """A line that works badly: packets lost in parts in a million, and round-trip time added."""

    link: str
    loss_ppm: int = 0
    latency_us: int = 0


@dataclass(frozen=True, slots=True)
class ClusterState:
    """Everything at one instant. Tuples keep the design's order.

    ``sites`` says whether a site's own network works: False only for a site that is lost whole.
    ``links`` holds all lines: replication, network, SAN, witness paths; ``witness`` is None where the design
    has none. ``queue`` names VMs that wait for their turn to be moved, ``moved`` those whose
    movement is over. ``next_serial`` numbers procedures. ``degraded`` names the lines that work badly, ``silent`` those
    of them that are so bad that what they carry for the cluster or for a mirror no longer gets through.
    """

    nodes: tuple[NodeState, ...]
    arrays: tuple[PartState, ...]
    fabrics: tuple[FabricState, ...]
    sites: tuple[PartState, ...]
    links: tuple[PartState, ...]
    witness: PartState | None
    quorum: QuorumState
    pairs: tuple[PairCondition, ...]
    writes: tuple[PairWrites, ...]
    groups: tuple[GroupState, ...]
    vms: tuple[VmState, ...]
    procedures: tuple[Procedure, ...] = ()
    queue: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    next_serial: int = 1
    degraded: tuple[Degraded, ...] = ()
    silent: tuple[str, ...] = ()

    def node(self, node_id: str) -> NodeState:
        """The node with this id."""
        return next(node for node in self.nodes if node.id == node_id)

    def array(self, array_id: str) -> PartState:
        """The array with this id."""
        return next(array for array in self.arrays if array.id == array_id)

    def link(self, link_id: str) -> PartState:
        """The line with this id."""
        return next(link for link in self.links if link.id == link_id)

    def fabric(self, site_id: str) -> FabricState:
        """The host fabrics of this site."""
        return next(fabric for fabric in self.fabrics if fabric.site == site_id)

    def pair(self, pair_id: str) -> PairCondition:
        """The pair with this id."""
        return next(pair for pair in self.pairs if pair.id == pair_id)

    def vm(self, vm_id: str) -> VmState:
        """The VM with this id."""
        return next(vm for vm in self.vms if vm.id == vm_id)

    def group_of(self, vm_id: str) -> GroupState | None:
        """The group that carries the VM, None where it is not clustered."""
        return next((group for group in self.groups if group.vm == vm_id), None)

    def procedure_of(self, subject: str) -> Procedure | None:
        """The procedure in progress for a VM, a pair or the cluster."""
        return next((procedure for procedure in self.procedures if procedure.subject == subject), None)


def group_status(statuses: tuple[ResourceStatus, ...]) -> GroupStatus:
    """The state of a group from those of its resources, judged from top to bottom as in domain 1.3."""
    pending = {ResourceStatus.PENDING, ResourceStatus.ONLINE_PENDING, ResourceStatus.OFFLINE_PENDING}
    if not statuses or all(status is ResourceStatus.OFFLINE for status in statuses):
        return GroupStatus.OFFLINE
    if ResourceStatus.UNKNOWN in statuses:
        return GroupStatus.UNKNOWN
    if ResourceStatus.FAILED in statuses:
        return GroupStatus.FAILED
    if any(status in pending for status in statuses):
        return GroupStatus.PENDING
    if all(status is ResourceStatus.ONLINE for status in statuses):
        return GroupStatus.ONLINE
    return GroupStatus.PARTIAL_ONLINE
