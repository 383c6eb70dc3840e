"""Lines that work badly: what loss and latency on them do at once to heartbeats, mirrors and the way to the witness.

The rules are those of :mod:`designer.resilience.quality`. Transfers get their new shares by
:mod:`designer.engine.sharing`. A line that is too bad for what it carries falls silent: for mirrors and for the witness
at once, for heartbeats when so many in a row are expected to be lost, and until it is repaired (EJ).
"""

from designer.base.texts import Decimal, Message, msg
from designer.base.units import US_PER_MS, US_PER_S, milliseconds_text, seconds_text
from designer.engine.agenda import Priority
from designer.engine.events import JudgeGroups, JudgeStorage
from designer.engine.line_quality import arbitration_us, qualities, with_carrier
from designer.engine.membership import respond
from designer.engine.state import Act, Degraded, Phase, Procedure, ProcedureKind, Stage
from designer.engine.turn import Saying, Turn
from designer.model.link import NetworkLink, ReplicationLink, WitnessPath
from designer.resilience.durations import heartbeat_between_sites
from designer.resilience.quality import (
    HORIZON_US,
    MOST_MIRROR_LOSS_PPM,
    SOUND,
    WITNESS_RTT_US,
    Quality,
    beats_until_silent,
    mirror_rtt_limit_us,
    silent_after_us,
    write_us,
)
from designer.resilience.targets import Loss, LossKind

_US_PER_DAY = 86_400 * US_PER_S
_UNKNOWN_DAYS = 36_500


def degrade(turn: Turn, losses: tuple[Loss, ...]) -> tuple[str, ...]:
    """Lines get worse by what is named; their ids, for :func:`judge_lines`."""
    named = {loss.id: loss.quality for loss in losses if loss.quality is not None}
    now = qualities(turn.state)
    for link, quality in named.items():
        old = now.get(link, SOUND)
        now[link] = Quality(quality.loss_ppm or old.loss_ppm, quality.latency_us or old.latency_us)
    return _put(turn, now, tuple(named))


def restore(turn: Turn, losses: tuple[Loss, ...]) -> tuple[str, ...]:
    """Lines get sound again, in what is named or altogether where the line itself is repaired; their ids."""
    now = qualities(turn.state)
    named = [loss for loss in losses if loss.kind is LossKind.LINK and loss.id in now]
    for loss in named:
        old, gone = now[loss.id], loss.quality
        if gone is not None:
            now[loss.id] = Quality(0 if gone.loss_ppm else old.loss_ppm, 0 if gone.latency_us else old.latency_us)
        else:
            now[loss.id] = SOUND
    return _put(turn, now, tuple(dict.fromkeys(loss.id for loss in named)))


def judge_lines(turn: Turn, link_ids: tuple[str, ...]) -> None:
    """What the new quality of lines does to heartbeats, mirrors, the way to the witness and host paths."""
    cause = turn.cause
    for link_id in link_ids:
        turn.cause = cause
        _judge(turn, link_id)
    turn.cause = cause


def await_silence(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """Heartbeats are lost now and then until so many in a row are."""
    link = turn.plan.design.find(procedure.subject)
    assert isinstance(link, NetworkLink)
    delay_ms, threshold = heartbeat_between_sites(turn.plan.design)
    saying = Saying(
        msg(
            "Over {line} {threshold} heartbeats in a row are expected to be lost from {time} on",
            line=link.name,
            threshold=threshold,
            time=seconds_text(stage.duration_us / US_PER_S),
        ),
        msg(
            "With this loss {beats} beats, one every {delay}, go by until {threshold} in a row are lost: "
            "(p⁻ᵏ − 1) ÷ (1 − p).",
            beats=beats_until_silent(qualities(turn.state)[link.id].loss_ppm, threshold),
            delay=milliseconds_text(delay_ms * US_PER_MS),
            threshold=threshold,
        ),
        msg("With less loss, or a higher threshold, the nodes would go on hearing each other."),
        "domain 4.5; S47 (EJ)",
    )
    turn.tell(
        saying,
        phase=stage.phase,
        subject=link.id,
        before="degraded",
        after="degraded",
        duration_us=stage.duration_us,
    )


def fall_silent(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """From now on heartbeats over the line are missed; who still hears whom is found out by the cluster."""
    link = procedure.subject
    turn.set(silent=(*turn.state.silent, link))
    saying = Saying(
        msg("Heartbeats over {line} no longer get through", line=turn.plan.name(link)),
        msg("So many in a row are lost, or answered too late, as the cluster's threshold allows."),
        msg("A line of better quality would keep the nodes of both sites together."),
        "domain 4.5; S47 (EJ)",
    )
    turn.tell(saying, phase=stage.phase, subject=link, before="degraded", after="silent")
    respond(turn, witness_changed=False)
    turn.call(JudgeStorage(parts=True), Priority.STORAGE)
    turn.call(JudgeGroups(), Priority.AVAILABILITY)


def _put(turn: Turn, now: dict[str, Quality], changed: tuple[str, ...]) -> tuple[str, ...]:
    """Write the qualities down, in the design's order; what was expected of the heartbeats is expected no more."""
    if not changed:
        return ()
    degraded = tuple(
        Degraded(link.id, now[link.id].loss_ppm, now[link.id].latency_us)
        for link in turn.plan.design.links()
        if now.get(link.id, SOUND) != SOUND
    )
    turn.set(degraded=degraded)
    for link_id in changed:
        waiting = turn.state.procedure_of(link_id)
        if waiting is not None:
            turn.drop(waiting)
        if isinstance(turn.plan.design.find(link_id), NetworkLink):
            _silence(turn, link_id, on=False)
    return changed


def _judge(turn: Turn, link_id: str) -> None:
    link = turn.plan.design.find(link_id)
    quality = qualities(turn.state).get(link_id, SOUND)
    match link:
        case NetworkLink():
            _judge_heartbeats(turn, link, quality)
            for carried in turn.plan.design.replication_links:
                if carried.carrier == link.id:
                    _judge_mirrors(turn, carried)
        case ReplicationLink():
            _judge_mirrors(turn, link)
        case WitnessPath():
            _judge_witness_path(turn, link, quality)
        case _:
            _tell_host_path(turn, link_id)


def _silence(turn: Turn, link_id: str, *, on: bool) -> None:
    others = tuple(one for one in turn.state.silent if one != link_id)
    wanted = (*others, link_id) if on else others
    if wanted != turn.state.silent:
        turn.set(silent=wanted)


# --- heartbeats ---


def _judge_heartbeats(turn: Turn, link: NetworkLink, quality: Quality) -> None:
    if quality == SOUND:
        return
    delay_ms, threshold = heartbeat_between_sites(turn.plan.design)
    wait_us = silent_after_us(quality, link.rtt_us, delay_ms, threshold)
    if wait_us is None:
        _tell_heartbeats(turn, link, quality)
    elif wait_us == 0:
        _silence(turn, link.id, on=True)
        saying = Saying(
            msg(
                "Every heartbeat over {line} is answered too late, after {rtt}",
                line=link.name,
                rtt=milliseconds_text(link.rtt_us + quality.latency_us),
            )
            if link.rtt_us + quality.latency_us > delay_ms * US_PER_MS
            else msg("Heartbeats over {line} no longer get through", line=link.name),
            msg(
                "A beat counts as missed when the next one is due before its answer; one is due every {delay}.",
                delay=milliseconds_text(delay_ms * US_PER_MS),
            ),
            msg("With a longer delay the nodes would go on hearing each other."),
            "domain 4.5; S47 (EJ)",
        )
        turn.tell(saying, phase=Phase.DETECT, subject=link.id, before="degraded", after="silent")
    else:
        stages = (Stage(Phase.DETECT, Act.AWAIT_SILENCE, wait_us), Stage(Phase.DETECT, Act.FALL_SILENT))
        turn.start(Procedure(0, ProcedureKind.HEARTBEAT_LOSS, link.id, "", "", stages))


def _tell_heartbeats(turn: Turn, link: NetworkLink, quality: Quality) -> None:
    delay_ms, threshold = heartbeat_between_sites(turn.plan.design)
    if quality.loss_ppm:
        text = msg(
            "Heartbeats over {line} get through: {threshold} in a row are expected to be lost once in {time}",
            line=link.name,
            threshold=threshold,
            time=_long_text(beats_until_silent(quality.loss_ppm, threshold) * delay_ms * US_PER_MS),
        )
    else:
        text = msg("Heartbeats over {line} still come in time", line=link.name)
    saying = Saying(
        text,
        msg(
            "{threshold} beats in a row have to be missed, one every {delay}; a run looks {horizon} ahead.",
            threshold=threshold,
            delay=milliseconds_text(delay_ms * US_PER_MS),
            horizon=seconds_text(HORIZON_US / US_PER_S, 0),
        ),
        msg("With a lower threshold a line of this quality would split the cluster."),
        "domain 4.5; S47 (EJ)",
    )
    turn.tell(saying, phase=Phase.DETECT, subject=link.id, before="degraded", after="degraded")


def _long_text(time_us: int) -> Message:
    days = time_us // _US_PER_DAY
    if days >= _UNKNOWN_DAYS:
        return msg("more than a hundred years")
    if days:
        return msg("{value}\u00a0days", value=Decimal(time_us / _US_PER_DAY, 0))
    return msg("{value}\u00a0h", value=Decimal(time_us / (3600 * US_PER_S), 1))


# --- mirrors, the witness, host paths ---


def _judge_mirrors(turn: Turn, link: ReplicationLink) -> None:
    """A mirror stands a round trip up to its product's limit; beyond it, or with too much loss, it fractures."""
    quality = with_carrier(link, qualities(turn.state))
    ends = {link.a, link.b}
    pairs = [
        pair for pair in turn.plan.design.luns if pair.r2 is not None and {copy.array for copy in pair.copies} == ends
    ]
    limit_us = mirror_rtt_limit_us(pairs)
    rtt_us = link.rtt_us + quality.latency_us
    too_far = limit_us is not None and quality.latency_us > 0 and rtt_us > limit_us
    too_lossy = quality.loss_ppm > MOST_MIRROR_LOSS_PPM
    was_silent = link.id in turn.state.silent
    _silence(turn, link.id, on=bool(pairs) and (too_far or too_lossy))
    is_silent = link.id in turn.state.silent
    if quality == SOUND and not was_silent:
        return
    text = msg(
        "A mirrored write over {link} takes {time} instead of {sound}",
        link=link.name,
        time=milliseconds_text(write_us(link, quality.latency_us)),
        sound=milliseconds_text(write_us(link)),
    )
    why = msg("Local write, remote cache, and each round trip as long as the line now is.")
    if is_silent and too_far:
        assert limit_us is not None
        text = msg(
            "The round trip of {link} is {rtt}; its mirrors stand {limit} and are fractured",
            link=link.name,
            rtt=milliseconds_text(rtt_us),
            limit=milliseconds_text(limit_us),
        )
        why = msg("Above the limit of its product a mirror is given up, so that hosts need not wait for every write.")
    elif is_silent:
        text = msg("{link} loses too many packets; its mirrors are fractured", link=link.name)
        why = msg("Replication over IP is specified up to a loss of 0.2\u00a0%; no mirror is taken to stand more.")
    elif quality == SOUND:
        text = msg("{link} is good enough for its mirrors again", link=link.name)
        why = msg("Round trip and loss are within what the product stands.")
    otherwise = msg("Writes would be acknowledged as fast as before, and both copies stay equal.")
    before = "silent" if was_silent else "degraded"
    after = "silent" if is_silent else "sound" if quality == SOUND else "degraded"
    saying = Saying(text, why, otherwise, "domain 7.1, 7.2; S37, S57, S58 (EJ)")
    turn.tell(saying, phase=Phase.DETECT, subject=link.id, before=before, after=after)


def _judge_witness_path(turn: Turn, path: WitnessPath, quality: Quality) -> None:
    rtt_us = path.rtt_us + quality.latency_us
    too_far = quality.latency_us > 0 and rtt_us > WITNESS_RTT_US
    was_silent = path.id in turn.state.silent
    _silence(turn, path.id, on=too_far)
    if quality == SOUND and not was_silent:
        return
    if too_far:
        text = msg(
            "The witness is not reached in time over {path}: {rtt}", path=path.name, rtt=milliseconds_text(rtt_us)
        )
    elif quality == SOUND:
        text = msg("The witness is reached in time over {path} again", path=path.name)
    else:
        text = msg(
            "Arbitration over {path} would take {time}",
            path=path.name,
            time=seconds_text(arbitration_us(turn.plan, turn.state) / US_PER_S, 2),
        )
    saying = Saying(
        text,
        msg("A share has to answer within {limit}.", limit=milliseconds_text(WITNESS_RTT_US)),
        msg("Arbitration would take no longer than always."),
        "domain 7.2; S48 (EJ)",
    )
    after = "silent" if too_far else "sound" if quality == SOUND else "degraded"
    turn.tell(saying, phase=Phase.DETECT, subject=path.id, before="silent" if was_silent else "degraded", after=after)


def _tell_host_path(turn: Turn, link_id: str) -> None:
    quality = qualities(turn.state).get(link_id, SOUND)
    if quality == SOUND:
        return
    path = turn.plan.name(link_id)
    text = msg("{path} repeats what is lost on it; reads and writes take somewhat longer", path=path)
    if quality.latency_us:
        text = msg(
            "Every read and write over {path} waits {latency} longer",
            path=path,
            latency=milliseconds_text(quality.latency_us),
        )
    saying = Saying(
        text,
        msg("Fibre Channel repeats what is lost, and a disk answers within its time-out all the same."),
        msg("The guests would not notice anything."),
        "domain 7.1 (EJ)",
    )
    turn.tell(saying, phase=Phase.DETECT, subject=link_id, before="degraded", after="degraded")
