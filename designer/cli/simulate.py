"""``geocluster simulate``: a movement or failures, step by step."""

import json
from argparse import Namespace

from designer.base.texts import Decimal, Message, msg, msg_n
from designer.base.units import seconds_text
from designer.cli.console import Console
from designer.cli.projects import PreparedOutput, add_project_options, open_design, refuse_onto_input
from designer.cli.scenario import add_scenario_options, scenario_from
from designer.cli.usage import Options
from designer.engine.record import run_json, trace_lines
from designer.engine.run import run as run_scenario
from designer.engine.state import VmCondition
from designer.engine.timeline import Outcome, Timeline
from designer.model.design import Design
from designer.report.terms import PHASE, RUN_OUTCOME


def add_options(options: Options) -> None:
    """Which design, what happens to it, where the trace goes."""
    add_project_options(options)
    add_scenario_options(options)
    options.option(
        "--trace", metavar="OUT.jsonl", about=msg("write every step with its state's hash, one JSON object a line")
    )
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Run it; 1 when it did not end well."""
    refuse_onto_input(arguments.trace, arguments.file)
    project, design = open_design(arguments.file, arguments.design)
    timeline = run_scenario(design, scenario_from(arguments, project, design))
    if arguments.trace is not None:
        lines = [json.dumps(line, ensure_ascii=False) for line in trace_lines(timeline, console.translator)]
        console.put_after_answer(PreparedOutput("".join(f"{line}\n" for line in lines).encode(), arguments.trace))
    if arguments.json:
        console.json(run_json(timeline, console.translator))
    else:
        _tell(design, timeline, console)
    return 0 if timeline.outcome.is_favourable else 1


def _tell(design: Design, timeline: Timeline, console: Console) -> None:
    console.table(
        (msg("step"), msg("time"), msg("lasts"), msg("phase"), msg("what happens")),
        [
            (
                str(step.n),
                _time(step.time_us),
                _time(step.duration_us) if step.duration_us else "",
                PHASE[step.phase],
                step.text,
            )
            for step in timeline.steps
        ],
        right=(0, 1, 2),
    )
    console.line("")
    console.say(msg("{design}: {outcome}.", design=design.label, outcome=RUN_OUTCOME[timeline.outcome]))
    _tell_figures(timeline, console)
    if timeline.outcome is Outcome.COMPLETED and timeline.is_lasting:
        console.say(msg("The movement itself was completed; what failed later took VMs down again."))
    off = [vm.id for vm in timeline.end.vms if vm.condition is not VmCondition.RUNNING]
    if off:
        console.say(
            msg_n(
                "{n} VM does not run at the end: {names}.",
                "{n} VMs do not run at the end: {names}.",
                len(off),
                names=tuple(off),
            )
        )
    if timeline.dropped_sessions:
        console.say(
            msg_n(
                "The TCP sessions of {n} VM are dropped: {names}.",
                "The TCP sessions of {n} VMs are dropped: {names}.",
                len(timeline.dropped_sessions),
                names=timeline.dropped_sessions,
            )
        )
    for violation in timeline.violations:
        console.say(
            msg(
                "Broken promise “{promise}” at step {step}: a mistake of the program.",
                promise=violation.promise,
                step=violation.step,
            )
        )


def _tell_figures(timeline: Timeline, console: Console) -> None:
    sent, rounds = Decimal(timeline.data_sent_mib, 0), msg_n("{n} round", "{n} rounds", len(timeline.rounds))
    total = _time(timeline.total_us)
    if timeline.is_lasting:
        text = msg(
            "The last step ends after {total}; the longest interruption of a VM has not ended by then; "
            "{sent}\u00a0MiB are sent in {rounds}.",
            total=total,
            sent=sent,
            rounds=rounds,
        )
    else:
        text = msg(
            "It takes {total}; the longest interruption of a VM is {blackout}; {sent}\u00a0MiB are sent in {rounds}.",
            total=total,
            blackout=_time(timeline.blackout_us),
            sent=sent,
            rounds=rounds,
        )
    console.say(text)


def _time(time_us: int) -> Message:
    return seconds_text(time_us / 1_000_000, 2)
