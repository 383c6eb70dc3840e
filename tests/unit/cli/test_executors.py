"""Who does long work: in place, processes, a dask cluster; whoever does, the results are the same and in order."""

import importlib.util
import json
import os
import subprocess
import sys
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pytest

from designer.cli import executors
from designer.cli.executors import ExecutorUnavailable, read_executor, spread
from designer.cli.main import main
from designer.cli.usage import UsageWrong

ROOT = Path(__file__).resolve().parents[3]
LAN_CUT = str(ROOT / "samples" / "lan-cut.geocluster")
WITHOUT_DASK = importlib.util.find_spec("distributed") is None


def squared(number: int) -> int:
    return number * number


class Recording(Executor):
    """Begins nothing by itself; remembers what was handed over and what was cancelled."""

    def __init__(self) -> None:
        self.futures: list[Future] = []

    def submit(self, function, /, *args, **kwargs):
        future: Future = Future()
        if len(self.futures) < 2:
            future.set_result(function(*args, **kwargs))
        self.futures.append(future)
        return future


@pytest.mark.parametrize("executor", ["none", "processes"])
def test_results_come_in_the_order_of_the_work(executor):
    assert list(spread(squared, range(20), executor)) == [number * number for number in range(20)]


def test_one_piece_of_work_starts_no_process(monkeypatch):
    monkeypatch.setattr(executors, "ProcessPoolExecutor", None)

    assert list(spread(squared, [3], "processes")) == [9]


def test_who_stops_listening_drops_what_has_not_begun(monkeypatch):
    pool = Recording()

    @contextmanager
    def opened(executor, pieces):
        yield pool, executors._cancel

    monkeypatch.setattr(executors, "_opened", opened)

    results = spread(squared, range(5), "processes")
    first = next(results)
    results.close()

    assert first == 0
    assert [future.cancelled() for future in pool.futures[2:]] == [True] * 3


def endless(number: int) -> int:
    while number:
        number = -number
    return number


def test_processes_are_ended_in_the_middle_of_their_work():
    results = spread(endless, [0, 1, 2], "processes")

    assert next(results) == 0
    results.close()

    assert active_children() == []


def test_a_mistake_in_the_work_is_not_swallowed():
    with pytest.raises(TypeError):
        list(spread(squared, ["x", "y"], "processes"))


@pytest.mark.parametrize("text", ["processes", "none", "dask://host:8786", "dask://10.0.0.1:8786", "dask://[::1]:8786"])
def test_the_words_for_executors_are_understood(text):
    assert read_executor(text) == text


@pytest.mark.parametrize("text", ["", "threads", "dask", "dask://", "dask://host", "tcp://host:1", "dask://host:1/x"])
def test_any_other_word_is_refused(text):
    with pytest.raises(UsageWrong):
        read_executor(text)


def test_without_dask_one_sentence_tells_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(executors, "find_spec", lambda name: None)

    code = main(["explore", LAN_CUT, "--executor", "dask://host:8786", "--json"])

    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert "pip install 'geocluster-designer[dask]'" in err
    assert err.count("\n") == 1


@pytest.mark.skipif(WITHOUT_DASK, reason="needs distributed, which is an extra")
def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr(executors, "PATIENCE_S", 1)

    with pytest.raises(ExecutorUnavailable) as caught:
        list(spread(squared, [1, 2], "dask://127.0.0.1:9"))

    assert caught.value.code == "executor-dask-silent"


CLUSTER = """
import sys
from distributed import LocalCluster
from designer.cli.main import main

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        sys.exit(main(["explore", sys.argv[1], "--executor", address, "--json"]))
"""


@pytest.mark.skipif(WITHOUT_DASK, reason="needs distributed, which is an extra")
def test_a_dask_cluster_finds_what_this_process_finds(capsys, tmp_path):
    program = tmp_path / "on_a_cluster.py"
    program.write_text(CLUSTER, encoding="utf-8")
    paths = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"}

    done = subprocess.run(
        [sys.executable, str(program), LAN_CUT],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
    )
    main(["explore", LAN_CUT, "--executor", "none", "--json"])

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(capsys.readouterr().out)
