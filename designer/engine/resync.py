"""Copying what differs: who copies over a line, how fast, and for how long."""

from collections.abc import Sequence

from designer.base.units import KIB_PER_MIB, US_PER_S, mib_per_second
from designer.engine.compile import Plan, down_of, rate_kib_s
from designer.engine.machines.volume import PairTrigger
from designer.engine.stages import resync
from designer.engine.state import ClusterState, PairCondition, Procedure, ProcedureKind
from designer.engine.turn import Turn
from designer.engine.writes import changed_kib, writing
from designer.model.link import ReplicationLink
from designer.resilience.condition import REPLICATING_STATES
from designer.topology.down import Down


def start_copying(turn: Turn, pair_ids: Sequence[str], triggers: Sequence[PairTrigger]) -> None:
    """Let pairs copy what differs, each with the transitions of ``triggers``.

    They are timed as if alone; what else is on their lines is seen to by :mod:`designer.engine.sharing` as they begin.
    """
    counts = {pair_id: changed_kib(turn.count_writes(pair_id), turn.plan.luns[pair_id]) for pair_id in pair_ids}
    for pair_id, volume in counts.items():
        running, pair = turn.state.procedure_of(pair_id), turn.pair(pair_id)
        if running is not None:
            turn.drop(running)
        time_us = copy_us(volume, line_kib_s(turn.plan, turn.state, pair, copying=pair_ids))
        stages = resync(pair_id, triggers, time_us)
        ends = (pair.source, pair.target or pair.source)
        turn.start(Procedure(0, ProcedureKind.RESYNC, pair_id, *ends, stages, left_kib=volume))


def copy_us(volume_kib: int, speed_kib_s: int) -> int:
    """Microseconds to copy a volume at a speed."""
    return -(-volume_kib * US_PER_S // max(speed_kib_s, 1))


def line_kib_s(plan: Plan, state: ClusterState, pair: PairCondition, *, copying: Sequence[str]) -> int:
    """KiB/s that the lines between the arrays of the pair leave to the pairs that copy over them, all together.

    All lines that work, less what running VMs write to pairs that replicate, or are about to; a tenth at least,
    since arrays hold writes back rather than never come to an end (domain 7.3; the tenth EJ).
    """
    ends = ends_of(pair)
    total = sum(_speed(link) for link in lines_between(plan, down_of(state), ends))
    live = sum(
        written_kib_s(plan, state, one)
        for one in state.pairs
        if (one.state in REPLICATING_STATES or one.id in copying) and ends_of(one) == ends
    )
    return max(total - live, total // 10)


def written_kib_s(plan: Plan, state: ClusterState, pair: PairCondition) -> int:
    """KiB/s that running VMs write to the pair now."""
    return rate_kib_s(plan, plan.luns[pair.id], writing(plan, state, pair.id))


def lines_between(plan: Plan, down: Down, ends: frozenset[str]) -> tuple[ReplicationLink, ...]:
    """The replication links between two arrays that work."""
    return tuple(
        link for link in plan.design.replication_links if {link.a, link.b} == ends and link.id not in down.links
    )


def _speed(link: ReplicationLink) -> int:
    return int(mib_per_second(link.rate_mbit) * KIB_PER_MIB)


def ends_of(pair: PairCondition) -> frozenset[str]:
    """The two arrays of the pair."""
    return frozenset({pair.source, pair.target or pair.source})


def is_changing(turn: Turn, pair_id: str) -> bool:
    """Whether a movement or restart is about to change the roles of the pair."""
    return any(stage.pair == pair_id for one in turn.state.procedures for stage in one.stages[one.index + 1 :])
