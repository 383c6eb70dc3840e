"""How the cluster stands between two instants: what is down, votes in force, pairs, and where each VM runs."""

from dataclasses import dataclass, replace
from functools import cached_property

from designer.model.array import LunPair, PairState, ReplicationMode
from designer.model.design import Design
from designer.resilience.roles import CopyAge
from designer.resilience.votes import Votes, count_votes, initial_votes
from designer.topology.down import Down
from designer.topology.reach import reachable_arrays, replication_up

REPLICATING_STATES = frozenset({PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS, PairState.CONSISTENT})
R2_WRITABLE = frozenset({PairState.FAILED_OVER, PairState.R1_UPDATING, PairState.R1_UPDATED})
"""States in which the side with the R2 personality is the one that hosts write to."""

_DOMINO_STATES = frozenset({PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS})
_COPIES = {
    PairState.SYNCHRONIZED: CopyAge.EQUAL,
    PairState.CONSISTENT: CopyAge.RECENT,
    PairState.SYNC_IN_PROGRESS: CopyAge.PARTIAL,
    PairState.R1_UPDATING: CopyAge.PARTIAL,
}
"""What the side that is not writable holds in a state; an old copy in all others."""


@dataclass(frozen=True, slots=True)
class PairCondition:
    """One pair: its state, the array that hosts write to, and what the other side holds.

    ``halted``: domino has made both sides not ready, and they stay so until a person or the line lets them go on.
    """

    lun: str
    state: PairState
    writable: str
    copy: CopyAge
    halted: bool = False


@dataclass(frozen=True)
class Condition:
    """The settled cluster. ``vms`` names the node each VM runs on, None for a VM that is off.

    ``idle`` names those that have not run at all, because they are drawn where they cannot: no loss concerns them.
    """

    down: Down
    votes: Votes
    pairs: tuple[PairCondition, ...]
    vms: tuple[tuple[str, str | None], ...]
    idle: frozenset[str] = frozenset()

    def pair(self, lun_id: str) -> PairCondition:
        """The condition of one pair; raises ``KeyError`` for an unknown id."""
        return self._pair_by_lun[lun_id]

    def node_of(self, vm_id: str) -> str | None:
        """Where a VM runs, or None."""
        return self._node_by_vm.get(vm_id)

    @cached_property
    def _pair_by_lun(self) -> dict[str, PairCondition]:
        return {pair.lun: pair for pair in self.pairs}

    @cached_property
    def _node_by_vm(self) -> dict[str, str | None]:
        return dict(self.vms)


@dataclass(frozen=True)
class Case:
    """A loss to be judged: the design, how its cluster stood just before, and everything that is down now."""

    design: Design
    before: Condition
    down: Down

    def arrays_reached(self, node_id: str) -> tuple[str, ...]:
        """Ids of the living arrays that the node has a working host path to."""
        if node_id not in self._reached:
            self._reached[node_id] = reachable_arrays(self.design, self.down, self.design.node(node_id))
        return self._reached[node_id]

    def replicates(self, lun: LunPair) -> bool:
        """Whether both arrays of the pair live and a replication link between them works."""
        arrays = tuple(copy.array for copy in lun.copies)
        if arrays not in self._lines:
            self._lines[arrays] = replication_up(self.design, self.down, lun)
        return self._lines[arrays]

    @cached_property
    def _reached(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], bool]:
        return {}


def at_start(design: Design) -> Condition:
    """Everything works, pairs as the design says, VMs on their nodes; off where a VM cannot run as it is drawn."""
    pairs = pairs_at_start(design)
    writable = {pair.lun: pair.writable for pair in pairs}
    votes = initial_votes(design)
    living = count_votes(design, votes, Down()).living
    reached = {node.id: reachable_arrays(design, Down(), node) for node in design.nodes if node.id in living}
    idle = frozenset(
        vm.id
        for vm in design.vms
        if vm.node not in reached or any(writable[lun] not in reached[vm.node] for lun in vm.luns)
    )
    return Condition(
        down=Down(),
        votes=votes,
        pairs=pairs,
        vms=tuple((vm.id, None if vm.id in idle else vm.node) for vm in design.vms),
        idle=idle,
    )


def pairs_at_start(design: Design) -> tuple[PairCondition, ...]:
    """The pairs as drawn, once arrays and lines have taken note of each other, and consistency groups act as one.

    An asynchronous pair in order is Consistent. Without a line nothing keeps copies equal; a line that works ends
    Partitioned: the pair stays Suspended until it is resumed (S34), or is copied by autolink recovery. Where R2 is
    the writable side and the design does not name it, it is the replica.
    """
    return as_groups(design, tuple(_pair_at_start(design, lun) for lun in design.luns))


def _pair_at_start(design: Design, lun: LunPair) -> PairCondition:
    if lun.r2 is None:
        return PairCondition(lun.id, lun.state, lun.r1.array, CopyAge.EQUAL)
    state, up = lun.state, replication_up(design, Down(), lun)
    if lun.mode is ReplicationMode.ASYNC and state is PairState.SYNCHRONIZED:
        state = PairState.CONSISTENT
    writable = lun.writable or (lun.r2.array if state in R2_WRITABLE else lun.r1.array)
    copy = _COPIES.get(state, CopyAge.OLD)
    if up and state is PairState.PARTITIONED and lun.autolink_recovery:
        state, copy = PairState.SYNC_IN_PROGRESS, CopyAge.PARTIAL
    elif up and state is PairState.PARTITIONED:
        state = PairState.SUSPENDED
    elif not up and state in {PairState.SYNCHRONIZED, PairState.CONSISTENT}:
        state, copy = PairState.SUSPENDED, CopyAge.OLD
    elif not up and state is PairState.SYNC_IN_PROGRESS:
        state = PairState.SUSPENDED
    elif not up and state in R2_WRITABLE:
        state = PairState.FAILED_OVER
    return PairCondition(lun.id, state, writable, copy)


def is_replicating(design: Design, down: Down, lun: LunPair, pair: PairCondition) -> bool:
    """Whether writes of the pair reach the other array now."""
    return pair.state in REPLICATING_STATES and replication_up(design, down, lun)


def is_unprotected(design: Design, condition: Condition) -> bool:
    """Whether some replicated pair no longer replicates, whatever runs."""
    return any(
        lun.r2 is not None and not is_replicating(design, condition.down, lun, condition.pair(lun.id))
        for lun in design.luns
    )


def halts(lun: LunPair, pair: PairCondition, *, replicating: bool) -> bool:
    """Whether domino keeps hosts from both sides: the first write that cannot be mirrored stops them (S35, S59)."""
    if lun.r2 is None:
        return False
    return pair.halted or (lun.domino and pair.state in _DOMINO_STATES and not replicating)


def settle_pair(design: Design, down: Down, lun: LunPair, pair: PairCondition, *, written: bool) -> PairCondition:
    """What a pair becomes when nothing acted on it: broken replication suspends it once somebody writes.

    Without a writer both copies stay as they are and the pair is merely Partitioned. Copying that was under way
    comes to its end where the line works, and leaves a useless copy where it does not.
    """
    if lun.r2 is None:
        return pair
    if replication_up(design, down, lun):
        return _caught_up(lun, pair)
    if halts(lun, pair, replicating=False):
        return replace(pair, state=PairState.PARTITIONED, halted=True)
    match pair.state:
        case PairState.SYNCHRONIZED | PairState.CONSISTENT | PairState.PARTITIONED if written:
            return replace(pair, state=PairState.SUSPENDED, copy=CopyAge.OLD)
        case PairState.SYNCHRONIZED | PairState.CONSISTENT:
            return replace(pair, state=PairState.PARTITIONED)
        case PairState.SYNC_IN_PROGRESS:
            return replace(pair, state=PairState.SUSPENDED)
        case PairState.R1_UPDATING | PairState.R1_UPDATED:
            return replace(pair, state=PairState.FAILED_OVER)
        case _:
            return pair


def _caught_up(lun: LunPair, pair: PairCondition) -> PairCondition:
    match pair.state:
        case PairState.SYNC_IN_PROGRESS:
            return in_order(lun, pair.writable)
        case PairState.R1_UPDATING:
            return replace(pair, state=PairState.R1_UPDATED, copy=CopyAge.OLD)
        case _:
            return pair


def in_order(lun: LunPair, writable: str) -> PairCondition:
    """The pair as it replicates undisturbed from ``writable``: equal, or a cycle behind where it is asynchronous."""
    if lun.mode is ReplicationMode.ASYNC:
        return PairCondition(lun.id, PairState.CONSISTENT, writable, CopyAge.RECENT)
    return PairCondition(lun.id, PairState.SYNCHRONIZED, writable, CopyAge.EQUAL)


def by_hand(lun: LunPair, pair: PairCondition, state: PairState) -> PairCondition:
    """The pair after a person has suspended or split it; as it was where it no longer replicates or has no replica."""
    if lun.r2 is None or pair.state not in REPLICATING_STATES | {PairState.PARTITIONED, PairState.SUSPENDED}:
        return pair
    if state is PairState.SPLIT and pair.copy is CopyAge.PARTIAL:
        return pair
    return replace(pair, state=state, copy=_left_behind(pair))


def handled_together(design: Design, lun_id: str) -> tuple[str, ...]:
    """The LUN with the other members of its consistency group: a person handles them as one."""
    group = design.lun(lun_id).consistency_group
    return (lun_id,) if group is None else tuple(lun.id for lun in design.luns if lun.consistency_group == group)


def as_groups(design: Design, pairs: tuple[PairCondition, ...]) -> tuple[PairCondition, ...]:
    """The pairs once consistency groups have acted as one: where one member is apart, none goes on replicating."""
    sets = {lun.id: lun.consistency_group for lun in design.luns if lun.consistency_group and lun.r2 is not None}
    if not sets:
        return pairs
    apart = {sets[pair.lun] for pair in pairs if pair.lun in sets and pair.state in _APART}
    suspended = {sets[pair.lun] for pair in pairs if pair.lun in sets and pair.state is PairState.SUSPENDED}

    def after(pair: PairCondition) -> PairCondition:
        group = sets.get(pair.lun)
        joined = pair.state in REPLICATING_STATES and group in apart
        if group is None or not (joined or (pair.state is PairState.PARTITIONED and group in suspended)):
            return pair
        return replace(pair, state=PairState.SUSPENDED, copy=_left_behind(pair))

    return tuple(after(pair) for pair in pairs)


def _left_behind(pair: PairCondition) -> CopyAge:
    return CopyAge.PARTIAL if pair.copy is CopyAge.PARTIAL else CopyAge.OLD


_APART = frozenset({PairState.PARTITIONED, PairState.SUSPENDED})
