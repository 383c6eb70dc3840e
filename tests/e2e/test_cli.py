"""The command line as a process: what a script or a person at a terminal really gets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "samples" / "article.geocluster"
MIGRATION = ("simulate", str(ARTICLE), "--design", "two-plus-one", "--migrate", "vm-01", "--to", "s1", "--json")
WITHOUT_QT = """
import runpy, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Refuse())
sys.argv[0] = "geocluster"
runpy.run_module("designer", run_name="__main__")
"""


def command(*words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The finished process of ``geocluster`` with these words."""
    return _started([sys.executable, "-m", "designer", *words], cwd, environment)


def _started(line: list[str], cwd: Path | None, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    path = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return subprocess.run(line, capture_output=True, cwd=cwd, env=kept | path | environment, check=False, timeout=120)


def test_the_run_is_the_same_under_any_hash_seed() -> None:
    first, second = (command(*MIGRATION, PYTHONHASHSEED=seed) for seed in ("0", "1"))

    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["fingerprint"]


def test_json_is_utf_8_whatever_the_locale_says() -> None:
    done = command(
        "check", str(ARTICLE), "--json", "--language", "cs", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )

    assert "ř" in done.stdout.decode("utf-8")
    assert done.returncode == 1


def test_a_refusal_is_one_sentence_on_standard_error_and_nothing_else(tmp_path: Path) -> None:
    done = command("check", "none.geocluster", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("damage", [b"", b"\x00\xff\xfe", b"{", b"[" * 100_000, b'{"format": "geocluster/project"}'])
def test_hostile_files_get_one_sentence(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "bad.geocluster"
    path.write_bytes(damage)

    done = command("failures", str(path), "--json")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert b"Traceback" not in done.stderr


def test_everything_works_where_qt_is_not_installed(tmp_path: Path) -> None:
    """Documents and pictures as well: no layer below the window may need it."""
    for words in (
        ("check", str(ARTICLE), "--design", "two-plus-one", "--json"),
        MIGRATION,
        ("draw", str(ARTICLE), "-o", str(tmp_path / "picture.png")),
        ("report", str(ARTICLE), "-o", str(tmp_path / "document.pdf")),
    ):
        done = _started([sys.executable, "-c", WITHOUT_QT, *words], tmp_path, {})
        assert done.returncode in {0, 1}, done.stderr.decode()

    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "document.pdf").read_bytes().startswith(b"%PDF")


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    line = [sys.executable, "-m", "designer", "schema"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == 0
    assert said == b""


def test_a_new_design_goes_all_the_way(tmp_path: Path) -> None:
    path = str(tmp_path / "own.geocluster")

    assert command("new", path, "--nodes", "2+2", "--witness", "cloud", "--era", "2022").returncode == 0
    assert command("check", path).returncode in {0, 1}
    failures = json.loads(command("failures", path, "--json").stdout)
    assert failures["votes_kind"] == "dynamic"
    assert command("simulate", path, "--fail", "site:site-s").returncode == 0
    assert command("report", path, "-o", str(tmp_path / "own.pdf")).returncode == 0


def test_an_output_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    output = tmp_path / "picture.svg"
    output.write_text("precious")

    refused = command("draw", str(ARTICLE), "--design", "nine", "-o", str(output))
    assert (refused.returncode, output.read_text()) == (2, "precious")

    assert command("draw", str(ARTICLE), "-o", str(output)).returncode == 0
    assert output.read_text(encoding="utf-8").startswith("<svg")
    assert [path.name for path in tmp_path.iterdir()] == ["picture.svg"]


def test_a_degraded_link_and_a_cancel_on_the_command_line() -> None:
    done = command(*MIGRATION, "--fail", "link:link-lan~loss=0.1,latency=10@20", "--cancel", "vm-01@60")

    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["outcome"] == "cancelled"
    assert answer["total_s"] == 60.0
    assert answer["vms"]["vm-01"]["sessions_dropped"] is False
    assert sum(one["sent_mib"] for one in answer["rounds"]) == pytest.approx(answer["data_sent_mib"], abs=0.01)


def test_a_cancel_of_every_movement_names_no_vm() -> None:
    done = command(*MIGRATION, "--cancel", "@60")

    assert json.loads(done.stdout)["outcome"] == "cancelled"


@pytest.mark.parametrize("wrong", ["link:link-lan~loss=lots", "link:link-lan~loss=200", "node:p1~latency=5"])
def test_an_unreadable_quality_is_one_sentence(wrong: str) -> None:
    done = command("simulate", str(ARTICLE), "--fail", wrong)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1


def test_a_cancel_of_an_unknown_vm_is_one_sentence() -> None:
    done = command(*MIGRATION, "--cancel", "vm-99@5")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1


def test_every_step_says_why_by_which_rule_and_what_would_happen_without_it(tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl"
    done = command(*MIGRATION, "--trace", str(trace))

    lines = [json.loads(line) for line in trace.read_text("utf-8").splitlines()]
    for step in (*json.loads(done.stdout)["steps"], *lines):
        assert all(step[key] for key in ("text", "why", "otherwise", "source"))


def test_a_long_blackout_drops_sessions() -> None:
    done = command("simulate", str(ARTICLE), "--design", "two-plus-one", "--quick", "vm-01", "--to", "s1", "--json")

    answer = json.loads(done.stdout)
    assert answer["outcome"] == "completed"
    assert answer["vms"]["vm-01"]["sessions_dropped"] is True
    assert any("its TCP sessions are dropped" in step["text"] for step in answer["steps"])
