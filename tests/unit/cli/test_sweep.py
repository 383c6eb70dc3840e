"""``geocluster sweep``: every shape once, the front first, and what cannot be asked for."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from designer.cli.main import main

ROOT = Path(__file__).resolve().parents[3]
QUORUM = str(ROOT / "samples" / "quorum.geocluster")


def _answer(capsys, *words: str) -> dict:
    assert main(["sweep", QUORUM, *words, "--json", "--executor", "none"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def up_to_two_plus_one():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["sweep", QUORUM, "--max", "2+1", "--json", "--executor", "none"]) == 0
    return json.loads(out.getvalue())


def test_every_shape_stands_once(up_to_two_plus_one):
    shapes = [(one["label"], one["witness"], tuple(one["no_votes"])) for one in up_to_two_plus_one["points"]]

    assert up_to_two_plus_one["format"] == "geocluster/sweep/1"
    # Five witnesses of 2008 R2; 1+1 has 3 ways of votes, 2+1 has 5.
    assert len(shapes) == len(set(shapes)) == 5 * (3 + 5)
    assert [one["n"] for one in up_to_two_plus_one["points"]] == list(range(40))


def test_the_front_says_what_the_research_says(up_to_two_plus_one):
    points = up_to_two_plus_one["points"]
    front = [points[index] for index in up_to_two_plus_one["front"]]

    # Domain 4.3 and 9.7: a share at a third site for 1+1; for 2+1 the share together with a vote removed.
    assert [(one["label"], one["witness"], one["no_votes"]) for one in front] == [
        ("1+1", "third", []),
        ("2+1", "third", ["p2"]),
    ]
    assert [one["front"] for one in points].count(True) == 2
    assert front[1]["values"]["minutes-per-year"] < front[0]["values"]["minutes-per-year"]
    assert front[1]["values"]["site-loss"] == "T"
    assert front[1]["reason"]["site-loss"]


def test_the_same_figures_as_the_comparison_of_that_design(capsys, up_to_two_plus_one):
    assert main(["compare", QUORUM, "--designs", "two-plus-one-adjusted", "--json"]) == 0
    criteria = {one["id"]: one["values"] for one in json.loads(capsys.readouterr().out)["criteria"]}
    point = next(
        one
        for one in up_to_two_plus_one["points"]
        if (one["label"], one["witness"], one["no_votes"]) == ("2+1", "third", ["p2"])
    )

    for measure, value in point["values"].items():
        assert criteria[measure]["two-plus-one-adjusted"] == value


def test_processes_find_what_one_finds(capsys):
    alone = _answer(capsys, "--max", "1+1")
    assert main(["sweep", QUORUM, "--max", "1+1", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == alone


@pytest.mark.parametrize("most", ["2", "0+1", "2+65", "a+b", "1+1+1", ""])
def test_what_is_no_pair_of_numbers_is_refused(capsys, most):
    assert main(["sweep", QUORUM, "--max", most]) == 2
    out, err = capsys.readouterr()

    assert out == ""
    assert err.startswith("--max takes two numbers from 1 to 64")
    assert len(err.strip().splitlines()) == 1


def test_people_get_the_front_as_a_table_in_czech_too(capsys):
    assert main(["sweep", QUORUM, "--max", "1+1", "--executor", "none", "--language", "cs"]) == 0

    assert "1+1" in capsys.readouterr().out
