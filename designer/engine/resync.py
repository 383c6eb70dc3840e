"""Copying what differs: who copies over a line, how fast, and for how long."""

from collections.abc import Sequence

from designer.base.units import KIB_PER_MIB, US_PER_S, mib_per_second
from designer.engine.compile import down_of, rate_kib_s
from designer.engine.machines.volume import PairTrigger
from designer.engine.stages import resync
from designer.engine.state import PairCondition, Procedure, ProcedureKind
from designer.engine.turn import Turn
from designer.engine.writes import changed_kib, writing
from designer.model.link import ReplicationLink
from designer.resilience.condition import REPLICATING_STATES


def start_copying(turn: Turn, pair_ids: Sequence[str], triggers: Sequence[PairTrigger]) -> None:
    """Let pairs copy what differs, each with the transitions of ``triggers``; together they share their lines."""
    counts = {pair_id: changed_kib(turn.count_writes(pair_id), turn.plan.luns[pair_id]) for pair_id in pair_ids}
    busy = [one.subject for one in turn.state.procedures if one.kind is ProcedureKind.RESYNC]
    for pair_id, volume in counts.items():
        pair = turn.pair(pair_id)
        beside = [other for other in (*busy, *(one for one in pair_ids if counts[one])) if other != pair_id]
        sharing = 1 + sum(_ends(turn.pair(other)) == _ends(pair) for other in beside)
        time_us = copy_us(volume, line_kib_s(turn, pair, pair_ids) // sharing)
        stages = resync(pair_id, triggers, time_us)
        turn.start(Procedure(0, ProcedureKind.RESYNC, pair_id, pair.source, pair.target or pair.source, stages))


def copy_us(volume_kib: int, speed_kib_s: int) -> int:
    """Microseconds to copy a volume at a speed."""
    return -(-volume_kib * US_PER_S // max(speed_kib_s, 1))


def line_kib_s(turn: Turn, pair: PairCondition, copying: Sequence[str]) -> int:
    """KiB/s that the lines between the arrays of the pair leave to the pairs that copy over them, all together.

    All lines that work, less what running VMs write to pairs that replicate, or are about to; a tenth at least,
    since arrays hold writes back rather than never come to an end (domain 7.3; the tenth EJ).
    """
    plan, ends = turn.plan, _ends(pair)
    total = sum(_speed(link) for link in _lines(turn, ends))
    live = sum(
        rate_kib_s(plan, plan.luns[one.id], writing(plan, turn.state, one.id))
        for one in turn.state.pairs
        if (one.state in REPLICATING_STATES or one.id in copying) and _ends(one) == ends
    )
    return max(total - live, total // 10)


def _lines(turn: Turn, ends: frozenset[str]) -> tuple[ReplicationLink, ...]:
    down = down_of(turn.state)
    return tuple(
        link for link in turn.plan.design.replication_links if {link.a, link.b} == ends and link.id not in down.links
    )


def _speed(link: ReplicationLink) -> int:
    return int(mib_per_second(link.rate_mbit) * KIB_PER_MIB)


def _ends(pair: PairCondition) -> frozenset[str]:
    return frozenset({pair.source, pair.target or pair.source})


def is_changing(turn: Turn, pair_id: str) -> bool:
    """Whether a movement or restart is about to change the roles of the pair."""
    return any(stage.pair == pair_id for one in turn.state.procedures for stage in one.stages[one.index + 1 :])
