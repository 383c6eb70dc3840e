"""Answers are aligned, wrapped to the terminal, and never hold a number that JSON has not."""

import json
import math

import pytest

from designer.base.texts import ENGLISH
from designer.cli.console import Console, in_seconds, rounded


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("COLUMNS", "40")
    return Console(ENGLISH)


def printed(console: Console, capsys: pytest.CaptureFixture[str]) -> str:
    console.finish()
    return capsys.readouterr().out


def test_a_table_is_aligned_and_its_last_column_wrapped(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    console.table(("n", "what happens"), [("1", "one two three four five six seven eight"), ("10", "x")], right=(0,))

    assert printed(console, capsys).splitlines() == [
        " n  what happens",
        "--  ------------------------------------",
        " 1  one two three four five six seven",
        "    eight",
        "10  x",
    ]


def test_nothing_is_printed_before_the_end(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    console.say("answer")

    assert capsys.readouterr().out == ""
    assert printed(console, capsys) == "answer\n"


def test_json_has_null_for_what_is_no_number(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    console.json({"format": "x", "list": [math.nan, 1.5], "inner": {"low": -math.inf}, "text": "ř"})

    out = printed(console, capsys)
    assert json.loads(out) == {"format": "x", "list": [None, 1.5], "inner": {"low": None}, "text": "ř"}
    assert "ř" in out


def test_figures_lose_the_noise_of_binary_fractions() -> None:
    assert rounded(0.1 + 0.2) == 0.3
    assert rounded(None) is None
    assert in_seconds(8_812_345) == 8.812345
    assert in_seconds(None) is None


def test_heads_longer_than_their_column_are_wrapped_and_everything_stays_aligned(
    console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ("event", "2+1, share, no vote", "2+2, cloud witness")
    console.table(heads, [("witness", "N", "X u"), ("site:site-p", "R{P:X|S:L}", "T!")], right=(1, 2))

    assert printed(console, capsys).splitlines() == [
        "event         2+1, share,    2+2, cloud",
        "                  no vote       witness",
        "-----------  ------------  ------------",
        "witness                 N           X u",
        "site:site-p    R{P:X|S:L}            T!",
    ]
