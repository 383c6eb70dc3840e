"""Lines that several transfers share: live migrations and resyncs get even shares, from one instant to the next.

The rule (EJ): every adapter and every line is divided evenly among the transfers that use it; what one of them cannot
use, because another part of its way or its own TCP stream is slower, the others have (max-min fairness). A line's rate
holds for both directions together. What replication writes all the time comes first. Whenever a transfer starts or
ends, or a line changes, the shares are made anew: a memory round in progress goes on at its new share, and the rounds
after it are planned again by the pre-copy law, because the next round is what is dirtied in the time that this one
now takes. Nothing is kept but what a procedure says of itself, so shares follow from the state alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from designer.base.texts import Message, msg, msg_n
from designer.base.units import US_PER_MS, rate_text
from designer.engine import wording
from designer.engine.compile import Plan, down_of
from designer.engine.events import Advance
from designer.engine.line_quality import qualities, with_carrier
from designer.engine.migration import (
    BPS_PER_MBIT,
    CopyPlan,
    CopyProgress,
    plan_copy,
    plan_rest,
    rest_us,
    stream_share_bps,
)
from designer.engine.replacing import replace
from designer.engine.resync import copy_us, ends_of, line_kib_s, lines_between, written_kib_s
from designer.engine.state import Act, ClusterState, Phase, Procedure, ProcedureKind, Stage
from designer.engine.turn import PRIORITY_OF, Turn
from designer.model.link import ReplicationLink
from designer.resilience.condition import REPLICATING_STATES
from designer.resilience.lines import adapter_mbit, quality_of, way_over
from designer.resilience.quality import Quality, copy_stream_bps
from designer.topology.down import Down

_SENDS = frozenset({Act.SEND, Act.PAUSE})
BITS_PER_KIB = 8 * 1024
_LEAST_SHARE = 10
"""What steady writes leave of a line at least: a tenth (EJ), so that a line too small for them still copies."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A transfer: the parts of its way, by name, and the most that it can use, in bits a second of line rate."""

    serial: int
    parts: tuple[str, ...]
    limit_bps: int | None = None


def shares(flows: Sequence[Flow], capacity_bps: Mapping[str, int]) -> dict[int, int]:
    """The share of every flow, by serial: max-min fair, whole bits a second, rounded down.

    Again and again the tightest part, or the most modest flow, fixes what those concerned get.
    """
    left = dict(capacity_bps)
    waiting = list(flows)
    found: dict[int, int] = {}
    while waiting:
        level = min(_levels(waiting, left))
        settled = [flow for flow in waiting if _is_bound(flow, waiting, left, level)]
        for flow in settled:
            found[flow.serial] = level
        for flow in settled:
            for part in flow.parts:
                left[part] -= level
        waiting = [flow for flow in waiting if flow not in settled]
    return found


def _levels(waiting: Sequence[Flow], left: Mapping[str, int]) -> Iterator[int]:
    for flow in waiting:
        if flow.limit_bps is not None:
            yield flow.limit_bps
        for part in flow.parts:
            yield left[part] // _users(part, waiting)


def _is_bound(flow: Flow, waiting: Sequence[Flow], left: Mapping[str, int], level: int) -> bool:
    if flow.limit_bps is not None and flow.limit_bps <= level:
        return True
    return any(left[part] // _users(part, waiting) <= level for part in flow.parts)


def _users(part: str, flows: Iterable[Flow]) -> int:
    return sum(part in flow.parts for flow in flows)


def share_lines(turn: Turn, before: ClusterState) -> None:
    """Give every transfer in progress the share it has from now on, where what is on the lines may have changed."""
    after = turn.state
    same = after.links is before.links and after.nodes is before.nodes and after.degraded is before.degraded
    if same and after.procedures is before.procedures:
        return
    # Until just now: what ends at this instant was still on its line, what begins at it was not.
    if same and _on_lines(after, turn.now_us) == _on_lines(before, turn.now_us - 1):
        return
    running = [one for one in after.procedures if _is_sending(one, turn.now_us)]
    if not running:
        return
    given = current_shares(turn.plan, after, turn.now_us)
    for procedure in running:
        rate = given.get(procedure.serial, 0)
        if rate and rate != procedure.rate_bps:
            _go_on(turn, procedure, rate, sharing=len(given))


def _on_lines(state: ClusterState, now_us: int) -> tuple[int, ...]:
    """The serials of what is sent from this instant on."""
    return tuple(one.serial for one in state.procedures if _is_sending(one, now_us) or _is_about_to_send(one, now_us))


def begin_transfer(turn: Turn, procedure: Procedure) -> Procedure:
    """The procedure at the beginning of a stage, with what it sends from now on timed by the share it has now."""
    stage = procedure.stages[procedure.index]
    if procedure.kind is ProcedureKind.RESYNC:
        return _begin_copy(turn, procedure, stage)
    if procedure.kind is not ProcedureKind.LIVE or stage.act not in _SENDS or not procedure.network:
        return procedure
    turn.put_procedure(procedure)
    rate = current_shares(turn.plan, turn.state, turn.now_us).get(procedure.serial, 0)
    if rate and rate != procedure.rate_bps:
        procedure = _replanned(turn, procedure, rate)
    if procedure.stages[procedure.index].act is Act.SEND:
        procedure = replace(procedure, round_since_us=turn.now_us)
    return procedure


def current_shares(plan: Plan, state: ClusterState, now_us: int) -> dict[int, int]:
    """The share of everything that is on the lines from this instant on, by the procedures' serials."""
    down = down_of(state)
    degraded = qualities(state)
    capacity: dict[str, int] = {}
    flows: list[Flow] = []
    for procedure in state.procedures:
        if not (_is_sending(procedure, now_us) or _is_about_to_send(procedure, now_us)):
            continue
        if procedure.kind is ProcedureKind.LIVE:
            found = _migration_flow(plan, down, degraded, procedure, capacity=capacity)
        else:
            found = _copy_flow(plan, state, down, procedure, capacity=capacity)
        if found is not None:
            flows.append(found)
    if not flows:
        return {}
    _put_writes_first(plan, state, down, capacity)
    return shares(flows, capacity)


def _is_sending(procedure: Procedure, now_us: int) -> bool:
    """Whether it is in the middle of sending; no longer at the instant at which its last sending ends."""
    stage = procedure.stage
    if stage is None:
        return False
    if procedure.kind is ProcedureKind.RESYNC:
        return bool(procedure.left_kib) and procedure.index == 0 and _goes_on(procedure, stage, now_us)
    if procedure.kind is not ProcedureKind.LIVE or not procedure.network or stage.act not in _SENDS:
        return False
    return stage.act is Act.SEND or _goes_on(procedure, stage, now_us)


def _is_about_to_send(procedure: Procedure, now_us: int) -> bool:
    """Whether its first round begins at this very instant: everything that starts together shares from the start."""
    stage = procedure.stage
    if procedure.kind is ProcedureKind.RESYNC:
        return bool(procedure.left_kib) and stage is None and procedure.since_us == now_us
    if procedure.kind is not ProcedureKind.LIVE or not procedure.network or stage is None:
        return False
    return stage.act is Act.CONNECT and not _goes_on(procedure, stage, now_us)


def _goes_on(procedure: Procedure, stage: Stage, now_us: int) -> bool:
    return procedure.since_us + stage.duration_us > now_us


def _migration_flow(
    plan: Plan, down: Down, degraded: dict[str, Quality], procedure: Procedure, *, capacity: dict[str, int]
) -> Flow | None:
    ends = plan.nodes[procedure.source], plan.nodes[procedure.target]
    way = way_over(plan.design, down, plan.design.network(procedure.network), ends)
    if way is None:
        return None
    parts = []
    for node in ends:
        name = f"nic:{node.id}/{procedure.network}"
        capacity[name] = adapter_mbit(node, down, procedure.network) * BPS_PER_MBIT
        parts.append(name)
    quality = quality_of(degraded, None if way.line is None else way.line.id)
    if way.line is not None:
        capacity[way.line.id] = way.line.rate_mbit * BPS_PER_MBIT
        parts.append(way.line.id)
    return Flow(procedure.serial, tuple(parts), stream_share_bps(plan, way, quality))


def _copy_flow(
    plan: Plan, state: ClusterState, down: Down, procedure: Procedure, *, capacity: dict[str, int]
) -> Flow | None:
    """A resync uses all lines between its arrays; those that IP lines carry count on these as well."""
    pair = state.pairs[plan.pair_index[procedure.subject]]
    lines = lines_between(plan, down, ends_of(pair))
    if not lines:
        return None
    between = "/".join(sorted(ends_of(pair)))
    capacity[between] = line_kib_s(plan, state, pair, copying=_copying(state)) * BITS_PER_KIB
    parts = [between]
    carriers = {line.carrier for line in lines}
    for line in (one for one in plan.design.network_links if one.id in carriers):
        capacity[line.id] = line.rate_mbit * BPS_PER_MBIT
        parts.append(line.id)
    return Flow(procedure.serial, tuple(parts), _lossy_bps(lines, qualities(state)))


def _copying(state: ClusterState) -> tuple[str, ...]:
    return tuple(one.subject for one in state.procedures if one.kind is ProcedureKind.RESYNC)


def _lossy_bps(lines: Iterable[ReplicationLink], degraded: dict[str, Quality]) -> int | None:
    """What lossy lines between two arrays copy together; None where none of them loses anything."""
    rates = [(line.rate_mbit * BPS_PER_MBIT, copy_stream_bps(line, with_carrier(line, degraded))) for line in lines]
    if all(limit is None for _, limit in rates):
        return None
    return sum(rate if limit is None else min(rate, limit) for rate, limit in rates)


def _put_writes_first(plan: Plan, state: ClusterState, down: Down, capacity: dict[str, int]) -> None:
    """Take what is mirrored all the time off the IP lines that carry it; a tenth is left at least (EJ)."""
    if not plan.carriers & capacity.keys():
        return
    taken: dict[str, int] = {}
    copying = _copying(state)
    for pair in state.pairs:
        if pair.state not in REPLICATING_STATES and pair.id not in copying:
            continue
        carriers = {line.carrier for line in lines_between(plan, down, ends_of(pair))} & capacity.keys()
        for carrier in sorted(one for one in carriers if one is not None):
            taken[carrier] = taken.get(carrier, 0) + written_kib_s(plan, state, pair) * BITS_PER_KIB
    for carrier, bps in taken.items():
        capacity[carrier] = max(capacity[carrier] - bps, capacity[carrier] // _LEAST_SHARE)


# --- what goes on at another rate ---


def _replanned(turn: Turn, procedure: Procedure, rate_bps: int) -> Procedure:
    """The procedure at the beginning of a round or of the pause, planned from here on at another rate."""
    plan, index = turn.plan, procedure.index
    held, mbit = turn.vm(procedure.subject).assigned_mib, rate_bps / BPS_PER_MBIT
    previous = procedure.stages[index - 1]
    if previous.act is Act.SEND:
        progress = CopyProgress(0, turn.now_us - procedure.round_since_us, previous.round - 1)
        copy = plan_rest(plan, procedure.subject, held, mbit, progress=progress)
        copy = CopyPlan(copy.rounds[1:], copy.rest)
        number = previous.round + 1
    else:
        copy, number = plan_copy(plan, procedure.subject, held, mbit), 1
    stages = (*procedure.stages[:index], *_copy_stages(plan, copy, number), *_after_copy(procedure))
    return replace(procedure, stages=stages, rate_bps=rate_bps)


def _copy_stages(plan: Plan, copy: CopyPlan, first: int) -> Iterator[Stage]:
    for number, one in enumerate(copy.rounds, start=first):
        yield Stage(Phase.MEMORY, Act.SEND, one.time_us, round=number, volume_kib=one.volume_kib)
    pause_us = plan.timings.final_state_ms * US_PER_MS + copy.rest.time_us
    yield Stage(Phase.STOP_AND_COPY, Act.PAUSE, pause_us, volume_kib=copy.rest.volume_kib)


def _after_copy(procedure: Procedure) -> tuple[Stage, ...]:
    paused = next(index for index, stage in enumerate(procedure.stages) if stage.act is Act.PAUSE)
    return procedure.stages[paused + 1 :]


def _go_on(turn: Turn, procedure: Procedure, rate_bps: int, *, sharing: int) -> None:
    """What is being sent goes on at another rate, and what comes after it is planned anew."""
    stage = procedure.stages[procedure.index]
    if procedure.kind is ProcedureKind.RESYNC:
        changed = _copying_on(turn, procedure, stage, rate_bps)
    elif stage.act is Act.PAUSE:
        changed = _pausing_on(turn, procedure, stage, rate_bps)
    else:
        changed = _sending_on(turn, procedure, stage, rate_bps)
    if changed is None:
        return
    turn.put_procedure(changed)
    now = changed.stages[changed.index]
    turn.call(Advance(changed.serial, changed.index), PRIORITY_OF[changed.kind], now.duration_us)
    left = changed.left_kib if changed.kind is ProcedureKind.RESYNC else now.volume_kib
    state = _state_of(turn, changed)
    saying = wording.share_saying(turn.plan.name(changed.subject), left, rate_text_of(rate_bps), _why(turn, sharing))
    turn.tell(saying, phase=now.phase, subject=changed.subject, before=state, after=state, duration_us=now.duration_us)


def _sending_on(turn: Turn, procedure: Procedure, stage: Stage, rate_bps: int) -> Procedure | None:
    """A round goes on with what is left of it; None for a round that ends at this instant."""
    elapsed_us = turn.now_us - procedure.since_us
    if elapsed_us >= stage.duration_us:
        return None
    left_kib = stage.volume_kib - sent_part(stage, elapsed_us, turn.plan)
    held = turn.vm(procedure.subject).assigned_mib
    progress = CopyProgress(left_kib, turn.now_us - procedure.round_since_us, stage.round - 1)
    copy = plan_rest(turn.plan, procedure.subject, held, rate_bps / BPS_PER_MBIT, progress=progress)
    stages = (
        *procedure.stages[: procedure.index],
        *_copy_stages(turn.plan, copy, stage.round),
        *_after_copy(procedure),
    )
    return replace(procedure, stages=stages, since_us=turn.now_us, rate_bps=rate_bps)


def _pausing_on(turn: Turn, procedure: Procedure, stage: Stage, rate_bps: int) -> Procedure | None:
    """The rest goes on while the VM is paused; None once only the final state is left."""
    elapsed_us = turn.now_us - procedure.since_us
    final_us = turn.plan.timings.final_state_ms * US_PER_MS
    if elapsed_us >= stage.duration_us - final_us:
        return None
    left_kib = stage.volume_kib - sent_part(stage, elapsed_us, turn.plan)
    pause_us = rest_us(turn.plan, left_kib, rate_bps / BPS_PER_MBIT) + final_us
    now = replace(stage, duration_us=pause_us, volume_kib=left_kib)
    stages = (*procedure.stages[: procedure.index], now, *procedure.stages[procedure.index + 1 :])
    return replace(procedure, stages=stages, since_us=turn.now_us, rate_bps=rate_bps)


def sent_part(stage: Stage, elapsed_us: int, plan: Plan) -> int:
    """KiB that a round, or the rest while the VM is paused, has sent after a time; rounded down.

    The rest is sent before the final state, which takes the last part of the pause.
    """
    final_us = plan.timings.final_state_ms * US_PER_MS if stage.act is Act.PAUSE else 0
    sending_us = max(stage.duration_us - final_us, 0)
    if elapsed_us >= sending_us:
        return stage.volume_kib
    return stage.volume_kib * elapsed_us // sending_us


def _begin_copy(turn: Turn, procedure: Procedure, stage: Stage) -> Procedure:
    if procedure.index or not procedure.left_kib:
        return procedure
    rate = current_shares(turn.plan, turn.state, turn.now_us).get(procedure.serial, 0)
    timed = replace(stage, duration_us=copy_us(procedure.left_kib, rate // BITS_PER_KIB))
    return replace(procedure, stages=(timed, *procedure.stages[1:]), rate_bps=rate)


def _copying_on(turn: Turn, procedure: Procedure, stage: Stage, rate_bps: int) -> Procedure | None:
    elapsed_us = turn.now_us - procedure.since_us
    left_kib = procedure.left_kib - procedure.left_kib * elapsed_us // stage.duration_us
    timed = replace(stage, duration_us=copy_us(left_kib, rate_bps // BITS_PER_KIB))
    stages = (*procedure.stages[: procedure.index], timed, *procedure.stages[procedure.index + 1 :])
    return replace(procedure, stages=stages, since_us=turn.now_us, rate_bps=rate_bps, left_kib=left_kib)


def rate_text_of(rate_bps: int) -> Message:
    """A share for people, in whole Mbit/s from one on."""
    return rate_text(max(1, round(rate_bps / BPS_PER_MBIT)))


def _why(turn: Turn, sharing: int) -> Message:
    if sharing > 1:
        return msg_n(
            "{n} other transfer is under way; those on one line have even shares of it.",
            "{n} other transfers are under way; those on one line have even shares of it.",
            sharing - 1,
        )
    if turn.state.degraded:
        return msg("Nothing else is being sent; the line gives it what it can in its present state.")
    return msg("Nothing else is being sent, so it has the line to itself.")


def _state_of(turn: Turn, procedure: Procedure) -> str:
    if procedure.kind is ProcedureKind.RESYNC:
        return turn.pair(procedure.subject).state.value
    return turn.vm(procedure.subject).condition.value
