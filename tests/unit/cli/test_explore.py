"""``geocluster explore``: what it answers, and that it ends at once when a person has seen enough."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from designer.cli.main import main
from designer.engine.explore import Findings

ROOT = Path(__file__).resolve().parents[3]
ARTICLE = str(ROOT / "samples" / "article.geocluster")
LAN_CUT = str(ROOT / "samples" / "lan-cut.geocluster")


def answer(capsys, *words: str) -> tuple[int, dict, str]:
    """Exit code, document and messages of the command."""
    code = main(["explore", *words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def test_a_shipped_design_breaks_no_promise(capsys):
    code, document, _ = answer(capsys, LAN_CUT, "--executor", "none")

    assert code == 0
    assert document["format"] == "geocluster/exploration/1"
    assert document["violations"] == document["dead_ends"] == []
    assert document["states"] > 1000
    assert document["transitions"] > document["states"]
    assert sum(document["outcomes"].values()) == document["runs"]


def test_processes_find_what_one_finds(capsys):
    alone = answer(capsys, LAN_CUT, "--executor", "none")
    together = answer(capsys, LAN_CUT)

    assert together == alone


def test_more_than_three_vms_are_left_out_and_that_is_said(capsys):
    _, document, messages = answer(capsys, ARTICLE, "--design", "one-plus-one", "--executor", "none")

    assert document["vms"] == ["vm-01", "vm-02", "vm-03"]
    assert document["vms_left_out"] == 3
    assert "vm-01, vm-02, and vm-03" in messages


@pytest.mark.parametrize("found", [Findings(violations=("some-promise vm-01: …",)), Findings(dead_ends=("…",))])
def test_a_broken_promise_is_an_unfavourable_answer(capsys, monkeypatch, found):
    monkeypatch.setattr("designer.cli.explore.explore_task", lambda task: found)

    code, document, _ = answer(capsys, LAN_CUT, "--executor", "none")
    told = main(["explore", LAN_CUT, "--executor", "none"])

    assert code == told == 1
    assert document["violations"] or document["dead_ends"]
    assert "a mistake of the program" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal's interrupt cannot be sent to a process there")
def test_an_interrupt_ends_all_processes_with_one_sentence():
    line = [sys.executable, "-m", "designer", "explore", ARTICLE, "--faults", "2", "--json"]
    started = subprocess.Popen(
        line,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert started.stderr is not None
    assert b"explored" in started.stderr.readline()

    started.send_signal(signal.SIGINT)
    out, messages = started.communicate(timeout=60)

    assert started.returncode == 2
    assert out == b""
    assert messages.decode().count("\n") == 1
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)
