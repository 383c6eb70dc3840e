"""Outcomes as a person reads them in a cell: a letter, a short word and a colour role that agree."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from designer.app.context import AppContext
from designer.app.modes.facts import Cell
from designer.base.texts import Message, msg, msg_in
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Role
from designer.model.design import Design
from designer.resilience.outcome import Outcome
from designer.resilience.roles import DataLoss
from designer.resilience.verdict import Verdict

SHORT_WORDS: Mapping[Outcome, Message] = MappingProxyType(
    {
        Outcome.N: msg_in("outcome", "no impact"),
        Outcome.L: msg_in("outcome", "restart"),
        Outcome.X: msg_in("outcome", "other site"),
        Outcome.T: msg_in("outcome", "take-over"),
        Outcome.T_SPLIT: msg_in("outcome", "split risk"),
        Outcome.M_X: msg_in("outcome", "by a person"),
        Outcome.M_T: msg_in("outcome", "by a person"),
        Outcome.Q: msg_in("outcome", "stops"),
        Outcome.QX: msg_in("outcome", "stops"),
        Outcome.QT: msg_in("outcome", "stops"),
        Outcome.O: msg_in("outcome", "outage"),
        Outcome.R: msg_in("outcome", "race"),
    }
)
OUTCOME_ROLES: Mapping[Outcome, Role] = MappingProxyType(
    {
        Outcome.N: Role.ONLINE,
        Outcome.L: Role.ONLINE,
        Outcome.X: Role.PRIMARY,
        Outcome.T: Role.PRIMARY,
        Outcome.T_SPLIT: Role.PENDING,
        Outcome.M_X: Role.PENDING,
        Outcome.M_T: Role.PENDING,
        Outcome.Q: Role.FAILED,
        Outcome.QX: Role.FAILED,
        Outcome.QT: Role.FAILED,
        Outcome.O: Role.FAILED,
        Outcome.R: Role.PENDING,
    }
)
LONG_S = 120
"""From here on a time is told in minutes and seconds."""
UNPROTECTED = "u"
"""Written behind the letter when the arrays no longer replicate afterwards."""


def verdict_cell(context: AppContext, design: Design, verdict: Verdict | None, key: str) -> Cell:
    """The cell of an event and a design; an event that the design cannot have shows a dash.

    The hint says the reason, then the RTO, what is lost, and which VMs stay off.
    """
    if verdict is None:
        hint = context.text(msg("This variant cannot have this event."))
        return Cell("–", Role.FAINT, hint=hint, key=key)
    letter = verdict.outcome.value + (UNPROTECTED if verdict.unprotected else "")
    role = OUTCOME_ROLES[verdict.outcome]
    word = context.text(SHORT_WORDS[verdict.outcome])
    hint = "\n".join(context.text(one) for one in (verdict.reason, *hint_facts(design, verdict)))
    return Cell(word, role, hint=hint, letter=letter, ground=role, key=key)


def outcome_cell(context: AppContext, letter: str, hint: str, key: str) -> Cell:
    """The cell of an outcome given by its letter."""
    outcome = Outcome(letter)
    role = OUTCOME_ROLES[outcome]
    return Cell(context.text(SHORT_WORDS[outcome]), role, hint=hint, letter=letter, ground=role, key=key)


def time_text(value_s: float) -> Message:
    """A time for people: from two minutes on in minutes and seconds."""
    if value_s < LONG_S:
        return seconds_text(value_s, 0)
    minutes, seconds = divmod(round(value_s), 60)
    return msg("{minutes}\u00a0min {seconds}\u00a0s", minutes=minutes, seconds=seconds)


def legend_text(letters: Iterable[str]) -> Message:
    """What the letters stand for, in the order of their gravity; letters of one meaning share it."""
    present = set(letters)
    meanings: dict[Message, list[str]] = {}
    for outcome, word in SHORT_WORDS.items():
        if outcome.value in present:
            meanings.setdefault(word, []).append(outcome.value)
    parts = tuple(msg("{letters} {word}", letters=", ".join(same), word=word) for word, same in meanings.items())
    whole = msg("u: the arrays no longer replicate afterwards")
    for part in parts:
        whole = msg("{a} · {b}", a=whole, b=part)
    return whole


def hint_facts(design: Design, verdict: Verdict) -> tuple[Message, ...]:
    """RTO, data loss and the VMs that do not start, a line each, also where they are nothing."""
    if verdict.rto_us is None:
        time = msg("RTO: until repair")
    else:
        time = msg("RTO: {time}", time=time_text(verdict.rto_us / US_PER_S))
    names = tuple(design.name_of(vm_id) for vm_id in verdict.not_started)
    off = msg("Not started: {vms}", vms=names) if names else msg("Every VM starts.")
    return time, msg("Data: {loss}", loss=data_loss_text(verdict.data_loss)), off


def verdict_facts(design: Design, verdict: Verdict) -> tuple[Message, ...]:
    """What goes with an outcome, one short sentence each."""
    from designer.comparison.recommend import outcome_words  # noqa: PLC0415 - costly, and no start shows a verdict

    found = [outcome_words(verdict.outcome)]
    if verdict.rto_us is None:
        found.append(msg("until repair"))
    elif verdict.rto_us:
        found.append(msg("running again after {time}", time=time_text(verdict.rto_us / US_PER_S)))
    if verdict.data_loss is not DataLoss.NONE:
        found.append(data_loss_text(verdict.data_loss))
    if verdict.not_started:
        names = tuple(design.name_of(vm_id) for vm_id in verdict.not_started)
        found.append(msg("kept off by memory: {vms}", vms=names))
    for side, branch in verdict.branches:
        winner = msg("if the primary site wins") if side == "primary" else msg("if the secondary site wins")
        words = outcome_words(branch.outcome)
        found.append(msg("{winner}: {letter}, {words}", winner=winner, letter=branch.outcome.value, words=words))
    return tuple(found)


def data_loss_text(loss: DataLoss) -> Message:
    """What an outcome can cost in data."""
    return {
        DataLoss.NONE: msg("no data lost"),
        DataLoss.SECONDS: msg("writes of some seconds are lost"),
        DataLoss.SINCE_SUSPEND: msg("writes since the pair was suspended are lost"),
        DataLoss.POSSIBLE: msg("data may be lost"),
    }[loss]
