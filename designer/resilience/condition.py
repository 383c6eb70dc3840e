"""How the cluster stands between two instants: what is down, votes in force, pairs, and where each VM runs."""

from dataclasses import dataclass, replace
from functools import cached_property

from designer.model.array import LunPair, PairState
from designer.model.design import Design
from designer.resilience.votes import Votes, initial_votes
from designer.topology.down import Down
from designer.topology.reach import reachable_arrays, replication_up

SYNCHRONIZED_STATES = frozenset({PairState.SYNCHRONIZED})
REPLICATING_STATES = frozenset({PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS, PairState.CONSISTENT})


@dataclass(frozen=True, slots=True)
class PairCondition:
    """One pair: its state, the array that hosts write to, and whether both copies are equal."""

    lun: str
    state: PairState
    writable: str
    equal: bool


@dataclass(frozen=True)
class Condition:
    """The settled cluster. ``vms`` names the node each VM runs on, None for a VM that is off."""

    down: Down
    votes: Votes
    pairs: tuple[PairCondition, ...]
    vms: tuple[tuple[str, str | None], ...]

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
    """Everything works, pairs as the design says, VMs on their nodes."""
    return Condition(
        down=Down(),
        votes=initial_votes(design),
        pairs=tuple(
            PairCondition(lun.id, lun.state, lun.writable_array, lun.state in SYNCHRONIZED_STATES)
            for lun in design.luns
        ),
        vms=tuple((vm.id, vm.node) for vm in design.vms),
    )


def is_replicating(design: Design, down: Down, lun: LunPair, pair: PairCondition) -> bool:
    """Whether writes of the pair reach the other array now."""
    return pair.state in REPLICATING_STATES and replication_up(design, down, lun)


def is_unprotected(design: Design, condition: Condition) -> bool:
    """Whether some replicated pair no longer replicates, whatever runs."""
    return any(
        lun.r2 is not None and not is_replicating(design, condition.down, lun, condition.pair(lun.id))
        for lun in design.luns
    )


def settle_pair(design: Design, down: Down, lun: LunPair, pair: PairCondition, *, written: bool) -> PairCondition:
    """What a pair becomes when nothing acted on it: broken replication suspends it once somebody writes.

    Without a writer both copies stay equal and the pair is merely Partitioned.
    """
    if lun.r2 is None or pair.state not in REPLICATING_STATES | {PairState.PARTITIONED}:
        return pair
    if replication_up(design, down, lun):
        return pair
    if written:
        return replace(pair, state=PairState.SUSPENDED, equal=False)
    return replace(pair, state=PairState.PARTITIONED)
