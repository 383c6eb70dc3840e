"""Standard streams that are closed, full or left, and outputs that would destroy what is read, as real processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = (ROOT / "samples" / "article.geocluster").read_bytes()
HAS_FULL_DISK = Path("/dev/full").exists()
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a POSIX shell here")
full_disk = pytest.mark.skipif(not HAS_FULL_DISK, reason="this system has no disk that is always full")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.geocluster").write_bytes(ARTICLE)
    return tmp_path


def shell(folder: Path, words: str, redirection: str) -> subprocess.CompletedProcess[bytes]:
    """The finished ``geocluster`` with these words and streams redirected by a shell."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    line = f"'{sys.executable}' -m designer {words} {redirection}"
    return subprocess.run(["sh", "-c", line], capture_output=True, cwd=folder, env=environment, check=False, timeout=60)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


NO_ANSWER = [">&-", pytest.param(">/dev/full", marks=full_disk)]
NOT_HEARD = ["2>&-", pytest.param("2>/dev/full", marks=full_disk)]


@pytest.mark.parametrize("redirection", NO_ANSWER)
@pytest.mark.parametrize("words", ["--version", "--help", "check --help", "schema", "check plan.geocluster --json"])
def test_an_answer_that_cannot_be_given_is_one_sentence(folder: Path, words: str, redirection: str) -> None:
    done = shell(folder, words, redirection)

    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert b"answer could not be written" in done.stderr


@pytest.mark.parametrize("redirection", NO_ANSWER)
@pytest.mark.parametrize(
    "words",
    [
        "new other.geocluster --nodes 1+1",
        "simulate plan.geocluster --fail node:p1 --trace trace.jsonl",
        "samples --copy article .",
    ],
)
def test_no_file_is_left_behind_by_an_answer_that_cannot_be_given(folder: Path, words: str, redirection: str) -> None:
    assert shell(folder, words, redirection).returncode == 2
    assert names(folder) == ["plan.geocluster"]


def test_a_file_replaced_by_force_stays_when_the_answer_cannot_be_given(folder: Path) -> None:
    assert shell(folder, "new plan.geocluster --nodes 1+1 --force", ">&-").returncode == 2
    assert (folder / "plan.geocluster").read_bytes() == ARTICLE
    assert names(folder) == ["plan.geocluster"]


@pytest.mark.parametrize("redirection", NO_ANSWER)
def test_a_picture_needs_no_standard_output(folder: Path, redirection: str) -> None:
    assert shell(folder, "draw plan.geocluster -o plan.svg", redirection).returncode == 0
    assert (folder / "plan.svg").read_bytes().startswith(b"<svg")


def test_files_are_written_though_the_reader_of_the_answer_has_left(folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "designer", "new", "other.geocluster", "--nodes", "1+1"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        line, stdout=writing, stderr=subprocess.PIPE, cwd=folder, env=environment, check=False, timeout=60
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")
    assert names(folder) == ["other.geocluster", "plan.geocluster"]


@pytest.mark.parametrize("redirection", NOT_HEARD)
@pytest.mark.parametrize(
    ("words", "code"),
    [("draw plan.geocluster -o plan.svg", 0), ("check none.geocluster", 2), ("open --fast", 2), ("--version", 0)],
)
def test_what_nobody_hears_changes_no_exit_code(folder: Path, words: str, code: int, redirection: str) -> None:
    assert shell(folder, words, redirection).returncode == code


@pytest.mark.parametrize(
    ("make", "words"),
    [
        ("true", "simulate plan.geocluster --fail node:p1 --trace plan.geocluster"),
        ("true", "simulate plan.geocluster --fail node:p1 --trace ./none/../plan.geocluster"),
        ("ln -s plan.geocluster t.jsonl", "simulate plan.geocluster --fail node:p1 --trace t.jsonl"),
        ("ln plan.geocluster t.jsonl", "simulate plan.geocluster --fail node:p1 --trace t.jsonl"),
        ("ln plan.geocluster plan.svg", "draw plan.svg -o plan.svg"),
        ("ln -s plan.geocluster plan.svg", "draw plan.geocluster -o plan.svg"),
        ("ln plan.geocluster plan.pdf", "report plan.geocluster -o plan.pdf"),
        ("ln -s plan.geocluster plan.pdf", "report plan.pdf -o ./plan.pdf"),
    ],
)
def test_the_project_that_is_read_is_not_written_over(folder: Path, make: str, words: str) -> None:
    subprocess.run(["sh", "-c", make], cwd=folder, check=True)
    before = names(folder)

    done = shell(folder, words, "")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert b"would be lost" in done.stderr
    assert (folder / "plan.geocluster").read_bytes() == ARTICLE
    assert names(folder) == before


def test_the_backup_of_the_project_that_is_read_is_not_written_over(folder: Path) -> None:
    (folder / "plan.geocluster.bak").write_bytes(b"before")

    done = shell(folder, "simulate plan.geocluster --fail node:p1 --trace plan.geocluster.bak", "")

    assert done.returncode == 2
    assert (folder / "plan.geocluster.bak").read_bytes() == b"before"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (f"new {'x' * 300}.geocluster --nodes 1+1", "too long"),
        ("new '' --nodes 1+1", "empty"),
        ("check ''", "empty"),
        ("draw plan.geocluster -o none/plan.svg", "none/plan.svg"),
        ("check none/plan.geocluster", "none/plan.geocluster"),
        ("simulate plan.geocluster --fail node:p1 --trace ''", "empty"),
        ("new other.geocluster --nodes -1+2", "“-1+2”"),
        ("new other.geocluster --nodes 1+1 --rtt-ms -3", "“-3”"),
        ("new other.geocluster --nodes 1+1 --vm-memory-mib 999999999999", "999,999,999,999"),
    ],
)
def test_what_is_wrong_is_named_as_it_was_typed(folder: Path, words: str, named: str) -> None:
    done = shell(folder, words, "")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert named in done.stderr.decode()
    assert "mistake" not in done.stderr.decode()
    assert "Errno" not in done.stderr.decode()
    assert names(folder) == ["plan.geocluster"]


def test_a_name_that_is_no_text_is_shown_escaped(folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    line = [sys.executable, "-m", "designer", "check", b"\xff.geocluster"]
    done = subprocess.run(line, capture_output=True, cwd=folder, env=environment, check=False, timeout=60)

    assert done.returncode == 2
    assert rb"\udcff.geocluster" in done.stderr
