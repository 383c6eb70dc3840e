"""A process that edits and saves until it is killed, and what can be taken up again afterwards."""

import os
import random
import signal
import time
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from designer.app.document_controller import DocumentController
from designer.app.recovery import Recovery
from designer.editing.elements import RenameElement
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.persistence.files import load, save
from designer.persistence.journal import find_recoverable

FILE, LOG, JOURNALS = "plan.geocluster", "edits.log", "recovery"


@dataclass(frozen=True)
class Round:
    """What one kill cost: edits made, edits lost, the age of the oldest lost one, and whether the file was whole."""

    edits: int
    lost: int
    oldest_lost_s: float
    file_is_whole: bool
    came_from: str


def edit_until_killed(folder: Path, seed: int) -> None:
    """Edit at a random pace through the window's own controller and journal, save now and then, log every edit."""
    chance = random.Random(seed)
    application = QCoreApplication([])
    controller = DocumentController(Project(designs=(build(Blueprint(2, 1)),)))
    recovery = Recovery(controller, folder / JOURNALS)
    target = folder / FILE
    save(controller.project, target)
    controller.adopt(controller.project, target)
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    pace_ms = chance.choice((0, 2, 10, 40, 120))
    saves_every = chance.choice((3, 30, 1000))
    count = 0
    timer = QTimer()

    def edit() -> None:
        nonlocal count
        count += 1
        controller.break_merging()
        controller.run(RenameElement(controller.design_id, "p1", f"N{count}"))
        os.write(log, f"{count} {time.monotonic_ns()}\n".encode())
        if count % saves_every == 0:
            save(controller.project, target)
            controller.saved_as(target)

    timer.timeout.connect(edit)
    timer.start(pace_ms)
    application.exec()
    recovery.stop()


def run_round(folder: Path, seed: int, longest_s: float) -> Round:
    """Let a process edit, kill it at a random moment, and see what is left."""
    folder.mkdir(parents=True)
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.support.killed_editing"])
    process = context.Process(target=edit_until_killed, args=(folder, seed))
    process.start()
    log = folder / LOG
    begun = time.monotonic()
    while not (log.exists() and log.stat().st_size) and time.monotonic() - begun < 60:
        time.sleep(0.002)
    time.sleep(random.Random(seed + 1).uniform(0.0, longest_s))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    killed_ns = time.monotonic_ns()
    process.join()
    return _judged(folder, killed_ns)


def _judged(folder: Path, killed_ns: int) -> Round:
    lines = [line.split() for line in (folder / LOG).read_text().splitlines() if line.count(" ") == 1]
    made = {int(number): int(when) for number, when in lines}
    try:
        in_file, is_whole = _counted(load(folder / FILE)), True
    except Exception:  # noqa: BLE001 - whatever it is, the file is not whole
        in_file, is_whole = 0, False
    offered = find_recoverable(folder / JOURNALS) if (folder / JOURNALS).is_dir() else ()
    in_journal = max((_counted(one.project) for one in offered), default=0)
    kept = max(in_file, in_journal)
    lost = [when for number, when in made.items() if number > kept]
    age_s = (killed_ns - min(lost)) / 1e9 if lost else 0.0
    came_from = "file" if in_file >= in_journal else "journal"
    return Round(len(made), len(lost), age_s, is_whole, came_from)


def _counted(project: Project) -> int:
    name = project.designs[0].node("p1").name
    return int(name[1:]) if name.startswith("N") else 0
