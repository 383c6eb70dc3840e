"""``geocluster failures``: the failure-mode matrix of a design."""

from argparse import Namespace

from designer.base.texts import Message, msg
from designer.base.units import seconds_text
from designer.cli.console import Console, in_seconds
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options
from designer.model.design import Design
from designer.resilience.matrix import Row, matrix
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
    rows = matrix(design)
    if arguments.json:
        console.json(_document(design, rows, console))
    else:
        _tell(design, rows, console)
    return 0


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
        "events": [_event(row, console) for row in rows],
    }


def _event(row: Row, console: Console) -> dict[str, object]:
    verdict = row.verdict
    facts = _facts(verdict, console)
    reason = facts.pop("reason")
    branches = {side: _facts(branch, console) for side, branch in verdict.branches} or None
    event = {"id": row.event, **facts, "branches": branches}
    if verdict.default is not None:
        event["default"] = verdict.default
    return {**event, "title": console.text(row.title), "reason": reason}


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
        [(row.event, outcome_text(row.verdict), _time(row.verdict), row.verdict.reason) for row in rows],
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
