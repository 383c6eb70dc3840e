"""``geocluster failures``: the failure-mode matrix of a design."""

from argparse import Namespace

from designer.base.texts import Message, msg
from designer.base.units import seconds_text
from designer.cli.console import Console, in_seconds
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options
from designer.model.design import Design
from designer.resilience.matrix import Row, events_of, row
from designer.resilience.verdict import Verdict
from designer.resilience.votes import initial_votes, uses_dynamic_votes

FORMAT = "geocluster/failures/1"


def add_options(options: Options) -> None:
    """Which design."""
    add_project_options(options)
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Tell what every event does."""
    _, design = open_design(arguments.file, arguments.design)
    rows = _judged(design, console)
    if arguments.json:
        console.json(_document(design, rows, console))
    else:
        _tell(design, rows, console)
    return 0


def _judged(design: Design, console: Console) -> tuple[Row, ...]:
    """The matrix, event by event, so that whoever watches sees how far it is."""
    events, judging, rows = events_of(design), msg("Judging failures:"), []
    for number, event in enumerate(events, start=1):
        rows.append(row(design, event))
        console.progress(judging, number / len(events))
    return tuple(rows)


def _document(design: Design, rows: tuple[Row, ...], console: Console) -> dict[str, object]:
    votes = initial_votes(design)
    shown: dict[str, object] = dict(votes.nodes)
    if design.witness is not None:
        shown[design.witness.id] = votes.witness
    return {
        "format": FORMAT,
        "design": design.id,
        "policy": design.cluster.enabler.policy.value,
        "votes": shown,
        "votes_kind": "dynamic" if uses_dynamic_votes(design) else "static",
        "need": votes.need,
        "events": [_event(one, console) for one in rows],
    }


def _event(judged: Row, console: Console) -> dict[str, object]:
    verdict = judged.verdict
    facts = _facts(verdict, console)
    reason = facts.pop("reason")
    branches = {side: _facts(branch, console) for side, branch in verdict.branches} or None
    event = {"id": judged.event, **facts, "branches": branches}
    if verdict.default is not None:
        event["default"] = verdict.default
    return {**event, "title": console.text(judged.title), "reason": reason}


def _facts(verdict: Verdict, console: Console) -> dict[str, object]:
    return {
        "outcome": verdict.outcome.value,
        "unprotected": verdict.unprotected,
        "manual": verdict.is_manual,
        "data_loss": verdict.data_loss.value,
        "rto_s": in_seconds(verdict.rto_us),
        "not_started": list(verdict.not_started),
        "reason": console.text(verdict.reason),
    }


def _tell(design: Design, rows: tuple[Row, ...], console: Console) -> None:
    if not rows:
        console.say(
            msg(
                "The design {design} has not both sites with nodes: there is nothing to fail over.", design=design.label
            )
        )
        return
    votes = initial_votes(design)
    console.say(
        msg(
            "{design}: {total} votes, {need} needed. “u”: the arrays no longer replicate afterwards.",
            design=design.label,
            total=votes.total,
            need=votes.need,
        )
    )
    console.line("")
    console.table(
        (msg("event"), msg("outcome"), msg("RTO"), msg("why")),
        [(one.event, outcome_text(one.verdict), _time(one.verdict), one.verdict.reason) for one in rows],
        right=(2,),
    )


def outcome_text(verdict: Verdict) -> str:
    """The letter, ``u`` behind it where the arrays no longer replicate, both branches of a race."""
    letter = verdict.outcome.value
    if verdict.branches:
        letter += "{" + "|".join(f"{side[0].upper()}:{branch.outcome.value}" for side, branch in verdict.branches) + "}"
    return f"{letter} u" if verdict.unprotected else letter


def _time(verdict: Verdict) -> Message | str:
    return "–" if verdict.rto_us is None else seconds_text(verdict.rto_us / 1_000_000, 0)
