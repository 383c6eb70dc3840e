"""The entry: which words open the window, which run a command, and what is loaded for it."""

import subprocess
import sys

import pytest

import designer
from designer import __main__ as entry
from designer.cli import doctor


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["open"],
        ["open", "a.geocluster"],
        ["a.geocluster", "b.geocluster"],
        ["--language", "cs"],
        ["--language=cs", "a.geocluster"],
        ["--theme=dark", "--mode=simulate", "a.geocluster"],
    ],
)
def test_these_words_ask_for_the_window(words: list[str]) -> None:
    assert entry.wants_window(words)


@pytest.mark.parametrize(
    "words", [["check", "a.geocluster"], ["--help"], ["open", "--help"], ["samples"], ["a.txt"], ["--nonsense"]]
)
def test_these_words_are_a_command(words: list[str]) -> None:
    assert not entry.wants_window(words)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = entry.main(["--version"])

    assert code == 0
    assert capsys.readouterr().out == f"geocluster {designer.__version__}\n"


def test_without_a_display_the_window_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "has_display", lambda: False)

    code = entry.main(["open", "a.geocluster"])

    refusal = capsys.readouterr()
    assert code == 2
    assert refusal.out == ""
    assert "geocluster --help" in refusal.err


@pytest.mark.parametrize(
    ("words", "named"),
    [(["open", "--fast"], "--fast"), (["open", "--language", "xx"], "xx"), (["open", "--language"], "language")],
)
def test_an_unknown_option_of_the_window_is_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.main(words) == 2
    assert named in capsys.readouterr().err


def test_the_entry_loads_nothing_heavy() -> None:
    question = (
        "import sys, designer.__main__ as entry; entry.main(['--version']);"
        "print(sorted({'PySide6', 'reportlab', 'networkx', 'pydantic', 'babel'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)

    assert answer.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="there a closed pipe is another error")
def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    talk = (
        "import sys, types, designer.__main__ as entry\n"
        "command = types.ModuleType('designer.cli.main')\n"
        "command.main = lambda words: print('line\\n' * 100_000) or 0\n"
        "sys.modules['designer.cli.main'] = command\n"
        "sys.exit(entry.main(['check']))\n"
    )

    speaker = subprocess.Popen([sys.executable, "-c", talk], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    first = speaker.stdout.readline()
    speaker.stdout.close()
    complaint = speaker.stderr.read()
    speaker.stderr.close()

    assert first == "line\n"
    assert speaker.wait(timeout=20) == 0
    assert complaint == ""
