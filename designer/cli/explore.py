"""``geocluster explore``: faults at every instant, and whether the model keeps its promises."""

from argparse import Namespace

from designer.base.texts import Message, msg, msg_n
from designer.cli.console import Console
from designer.cli.executors import add_executor_option, spread
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options, whole
from designer.engine.explore import MOST_VMS, Findings, explore_task, tasks, with_first_vms
from designer.engine.timeline import Outcome
from designer.model.design import Design
from designer.report.terms import RUN_OUTCOME

FORMAT = "geocluster/exploration/1"


def add_options(options: Options) -> None:
    """Which design, how many faults, who does the work."""
    add_project_options(options)
    options.option(
        "--faults",
        metavar="1|2",
        default=1,
        read=whole("--faults", 1, 2),
        about=msg("how many faults strike in one run; 1 without it"),
    )
    add_executor_option(options)
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Explore and tell what came of it; 1 when a promise was broken or a run found no end."""
    _, whole_design = open_design(arguments.file, arguments.design)
    design = with_first_vms(whole_design)
    left_out = len(whole_design.vms) - len(design.vms)
    if left_out:
        console.note(
            msg(
                "Only {names} are explored: more than {most} VMs multiply the runs and show nothing new.",
                names=tuple(vm.id for vm in design.vms),
                most=MOST_VMS,
            )
        )
    found = _explored(design, arguments.faults, arguments.executor, console)
    if arguments.json:
        console.json(_document(design, left_out, arguments.faults, found))
    else:
        _tell(design, found, console)
    return 1 if found.violations or found.dead_ends else 0


def _explored(design: Design, faults: int, executor: str, console: Console) -> Findings:
    work = tasks(design, faults=faults)
    found = Findings()
    done, whole = 0, sum(task.weight for task in work)
    for task, part in zip(work, spread(explore_task, work, executor), strict=True):
        found, done = found.plus(part), done + task.weight
        console.progress(msg("Exploring {design}:", design=design.label), done / whole)
    return found


def _document(design: Design, left_out: int, faults: int, found: Findings) -> dict[str, object]:
    return {
        "format": FORMAT,
        "design": design.id,
        "faults": faults,
        "vms": [vm.id for vm in design.vms],
        "vms_left_out": left_out,
        "states": len(found.states),
        "transitions": found.transitions,
        "runs": found.runs,
        "violations": list(found.violations),
        "dead_ends": list(found.dead_ends),
        "outcomes": dict(found.outcomes),
    }


def _tell(design: Design, found: Findings, console: Console) -> None:
    console.say(
        msg(
            "{design}: {states}, {transitions}, {runs} followed to their end.",
            design=design.label,
            states=msg_n("{n} state", "{n} states", len(found.states)),
            transitions=msg_n("{n} transition", "{n} transitions", found.transitions),
            runs=msg_n("{n} run", "{n} runs", found.runs),
        )
    )
    console.line("")
    rows: list[tuple[Message | str, ...]] = [(str(count), RUN_OUTCOME[Outcome(name)]) for name, count in found.outcomes]
    console.table((msg("runs"), msg("outcome")), rows, right=(0,))
    console.line("")
    if not found.violations and not found.dead_ends:
        console.say(msg("No promise is broken, and every run comes to an end that has a name."))
    for violation in found.violations:
        console.say(msg("Broken promise, a mistake of the program: {what}", what=violation))
    for dead_end in found.dead_ends:
        console.say(msg("A run that comes to no end, a mistake of the program: {what}", what=dead_end))
