"""``geocluster explore``: faults at every instant, and whether the model keeps its promises."""

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from designer.base.texts import Message, msg, msg_n
from designer.cli.console import Console
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options, one_of, whole
from designer.engine.explore import MOST_VMS, Findings, Task, explore_task, tasks, with_first_vms
from designer.engine.timeline import Outcome
from designer.model.design import Design
from designer.report.terms import RUN_OUTCOME

FORMAT = "geocluster/exploration/1"
MOST_WORKERS = 64


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
    options.option(
        "--executor",
        metavar="processes|none",
        default="processes",
        read=one_of("--executor", "processes", "none"),
        about=msg("who does the work: one process for each processor, or none beside this one"),
    )
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
    for number, part in enumerate(_parts(work, executor), start=1):
        found = found.plus(part)
        console.progress(msg("Exploring {design}:", design=design.label), number / len(work))
    return found


def _parts(work: tuple[Task, ...], executor: str) -> Iterator[Findings]:
    """The findings of each task in order, whoever does the work."""
    if executor == "none":
        yield from map(explore_task, work)
        return
    workers = min(os.cpu_count() or 1, MOST_WORKERS, len(work))
    with ProcessPoolExecutor(workers, initializer=_leave_interrupts_to_the_first_process) as pool:
        try:
            with _interrupts_held():
                parts = pool.map(explore_task, work)
            yield from parts
        except BaseException:
            # Whoever interrupts does not want the tasks that nobody will look at; those begun end within seconds,
            # and ending their processes by force would leave the pool's own thread with errors to tell.
            pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let an interrupt wait until the processes are started: one that strikes inside a fork is lost without a trace."""
    if sys.platform == "win32":
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _leave_interrupts_to_the_first_process() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
