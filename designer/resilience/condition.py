"""How the cluster stands between two instants: what is down, votes in force, pairs, and where each VM runs."""

from dataclasses import dataclass, replace

from designer.model.array import LunPair, PairState
from designer.model.design import Design
from designer.resilience.votes import Votes, initial_votes
from designer.topology.down import Down
from designer.topology.reach import replication_up

SYNCHRONIZED_STATES = frozenset({PairState.SYNCHRONIZED})
REPLICATING_STATES = frozenset({PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS, PairState.CONSISTENT})


@dataclass(frozen=True, slots=True)
class PairCondition:
    """One pair: its state, the array that hosts write to, and whether both copies are equal."""

    lun: str
    state: PairState
    writable: str
    equal: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """The settled cluster. ``vms`` names the node each VM runs on, None for a VM that is off."""

    down: Down
    votes: Votes
    pairs: tuple[PairCondition, ...]
    vms: tuple[tuple[str, str | None], ...]

    def pair(self, lun_id: str) -> PairCondition:
        """The condition of one pair; raises ``StopIteration`` for an unknown id."""
        return next(pair for pair in self.pairs if pair.lun == lun_id)

    def node_of(self, vm_id: str) -> str | None:
        """Where a VM runs, or None."""
        return dict(self.vms).get(vm_id)


@dataclass(frozen=True, slots=True)
class Case:
    """A loss to be judged: the design, how its cluster stood just before, and everything that is down now."""

    design: Design
    before: Condition
    down: Down


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
