"""Background work: the newest of a channel wins, refusals and faults travel in the outcome."""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from designer.app.background import Outcome, TaskRunner
from designer.base.errors import DesignerError
from designer.base.texts import msg
from tests.support.immediate import ImmediateExecutor


class PatientExecutor(Executor):
    """Keeps jobs until they are told to run."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[..., Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.waiting.append((future, fn))
        return future

    def run(self, index: int) -> None:
        future, job = self.waiting[index]
        future.set_result(job())


class Taker(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.outcomes: list[Outcome[Any]] = []

    def take(self, outcome: Outcome[Any]) -> None:
        self.outcomes.append(outcome)


def refuse() -> None:
    raise DesignerError("no-way", msg("No way."))


def fail() -> None:
    raise ZeroDivisionError


def test_only_the_newest_job_of_a_channel_is_delivered(qtbot: QtBot) -> None:
    executor, taker = PatientExecutor(), Taker()
    runner = TaskRunner(executor)
    runner.submit("findings", lambda: 1, taker.take)
    runner.submit("findings", lambda: 2, taker.take)

    executor.run(1)
    executor.run(0)

    assert [outcome.value for outcome in taker.outcomes] == [2]


def test_channels_do_not_disturb_each_other(qtbot: QtBot) -> None:
    executor, taker = PatientExecutor(), Taker()
    runner = TaskRunner(executor)
    runner.submit("findings", lambda: 1, taker.take)
    runner.submit("report", lambda: 2, taker.take)

    executor.run(1)
    executor.run(0)

    assert [outcome.value for outcome in taker.outcomes] == [2, 1]


def test_a_forgotten_job_is_not_delivered(qtbot: QtBot) -> None:
    executor, taker = PatientExecutor(), Taker()
    runner = TaskRunner(executor)
    runner.submit("report", lambda: 1, taker.take)
    runner.forget("report")

    executor.run(0)

    assert taker.outcomes == []


def test_a_refusal_travels_in_the_outcome(qtbot: QtBot) -> None:
    taker = Taker()

    TaskRunner(ImmediateExecutor()).submit("report", refuse, taker.take)

    (outcome,) = taker.outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.code == "no-way"
    assert not outcome.is_good


@pytest.mark.logs_warnings
def test_a_fault_is_reported_with_its_traceback(qtbot: QtBot) -> None:
    taker, runner = Taker(), TaskRunner(ImmediateExecutor())

    with qtbot.waitSignal(runner.faulted) as told:
        runner.submit("report", fail, taker.take)

    assert "ZeroDivisionError" in told.args[0]


def test_a_named_job_shows_while_it_lasts(qtbot: QtBot) -> None:
    executor, taker = PatientExecutor(), Taker()
    runner = TaskRunner(executor)
    names: list[Any] = []
    runner.task_changed.connect(names.append)

    runner.submit("report", lambda: 1, taker.take, name=msg("Writing"))
    assert runner.is_busy("report")
    executor.run(0)

    assert names == [msg("Writing"), None]
    assert not runner.is_busy("report")


def test_work_in_a_thread_comes_back_on_the_window_s_thread(qtbot: QtBot) -> None:
    taker, runner = Taker(), TaskRunner()

    runner.submit("findings", lambda: 42, taker.take)
    qtbot.waitUntil(lambda: bool(taker.outcomes))

    assert taker.outcomes[0].value == 42
    runner.shutdown()


class DeadExecutor(Executor):
    """An executor whose process has ended: a job under way breaks, and it takes no other."""

    def __init__(self) -> None:
        self.is_dead = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if self.is_dead:
            raise BrokenProcessPool
        self.is_dead = True
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool())
        return future


@pytest.mark.logs_warnings
def test_a_process_that_ended_is_replaced_for_the_next_job(qtbot: QtBot) -> None:
    taker, runner = Taker(), TaskRunner(long=DeadExecutor())
    runner.submit("report", partial(int, "1"), taker.take, heavy=True)
    assert taker.outcomes[0].fault is not None

    runner.submit("report", partial(int, "42"), taker.take, heavy=True)
    qtbot.waitUntil(lambda: len(taker.outcomes) == 2, timeout=20_000)

    assert taker.outcomes[1].value == 42
    runner.shutdown()


def test_a_process_for_heavy_jobs_ends_with_the_window_that_started_it(tmp_path: Path) -> None:
    """However the window ends: here it is killed, so that nothing of it can tidy up."""
    code = (
        "import os, time\n"
        "from designer.app.background import TaskRunner\n"
        "if __name__ == '__main__':\n"
        "    runner = TaskRunner()\n"
        "    print(runner._executor(heavy=True).submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "window.py"
    script.write_text(code, encoding="utf-8")
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with Popen([sys.executable, str(script)], stdout=PIPE, text=True, env=surroundings) as one:
        worker = int(one.stdout.readline())
        one.kill()

    assert _ends(worker)


def _ends(process_id: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
