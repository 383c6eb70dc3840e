"""``geocluster availability`` and what ``compare`` says of it, as a script gets them."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUORUM, ARTICLE = ROOT / "samples" / "quorum.geocluster", ROOT / "samples" / "article.geocluster"
VARIANTS = ("one-plus-one-share", "two-plus-one-share", "two-plus-one-adjusted", "two-plus-two-share")


def command(*words: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-m", "designer", *map(str, words)]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PATH": "/usr/bin:/bin"}
    return subprocess.run(line, capture_output=True, cwd=cwd, env=environment, check=False, timeout=120)


def answer(*words: object) -> dict:
    done = command(*words, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers() -> dict[str, dict]:
    return {design: answer("availability", QUORUM, "--design", design) for design in VARIANTS}


def test_the_answer_has_the_shape_that_scripts_rely_on(answers):
    for design, found in answers.items():
        assert list(found)[:8] == [
            "format", "design", "unavailability", "minutes_per_year", "low", "high", "single_points", "components"
        ]  # fmt: skip
        assert (found["format"], found["design"]) == ("geocluster/availability/1", design)
        minutes = found["minutes_per_year"]
        assert list(minutes) == ["repair", "failover", "restart", "manual", "planned", "total"]
        assert minutes["total"] == pytest.approx(sum(minutes.values()) - minutes["total"])
        assert found["unavailability"] == pytest.approx(minutes["total"] / 525_600)
        assert found["low"] <= found["unavailability"] <= found["high"]
        assert list(found["methods"]) == ["exact", "monte_carlo"]
        assert {"mean", "ci_low", "ci_high", "years"} <= found["methods"]["monte_carlo"].keys()
        for one in found["components"]:
            assert list(one)[:6] == ["id", "mttf_h", "mttr_h", "grade", "birnbaum", "minutes_per_year"]
            assert one["grade"] in {"F", "V", "J"}


def test_chance_confirms_the_exact_figure(answers):
    for found in answers.values():
        chance = found["methods"]["monte_carlo"]
        assert chance["ci_low"] <= found["methods"]["exact"] <= chance["ci_high"]


def test_default_votes_cost_the_two_plus_one_its_second_node(answers):
    """More minutes a year than 1+1; adjusted, nearly as few as 2+2."""
    one, default, adjusted, two = (answers[design]["minutes_per_year"]["total"] for design in VARIANTS)

    assert default > one > adjusted > two
    assert adjusted - two < 0.1 * (default - two)


def test_a_share_turns_a_lost_primary_node_of_one_plus_one_into_a_site_failover(answers):
    matrix = answer("failures", QUORUM, "--design", "one-plus-one-share")
    (event,) = (one for one in matrix["events"] if one["id"] == "node:p1")

    assert event["outcome"] == "X"
    assert answers["one-plus-one-share"]["minutes_per_year"]["restart"] == 0
    assert answers["one-plus-one-share"]["minutes_per_year"]["failover"] > 1


def test_compare_says_the_same(answers):
    criteria = {one["id"]: one for one in answer("compare", QUORUM)["criteria"]}

    for design, found in answers.items():
        shown = criteria["minutes-per-year"]["values"][design]
        assert shown == pytest.approx(found["minutes_per_year"]["total"], abs=1e-3)
        assert criteria["single-points"]["values"][design] == len(found["single_points"])
    assert criteria["minutes-per-year"]["better"] == "lower"
    assert all(criteria["minutes-per-year"]["reason"].values())


def test_the_fault_tree_is_written_whole_and_replaces_an_older_one(tmp_path):
    tree = tmp_path / "tree.xml"
    tree.write_text("old")

    done = command("availability", ARTICLE, "--open-psa", tree)

    assert done.returncode == 0
    assert ET.parse(tree).getroot().tag == "opsa-mef"
    assert list(tmp_path.iterdir()) == [tree]


def test_what_cannot_be_done_is_one_sentence_and_writes_nothing(tmp_path):
    for words in (
        ("availability", tmp_path / "none.geocluster"),
        ("availability", ARTICLE, "--design", "nine-plus-nine"),
        ("availability", ARTICLE, "--open-psa", tmp_path / "no" / "tree.xml"),
        ("availability", ARTICLE, "--open-psa", ARTICLE),
    ):
        done = command(*words)

        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode().count("\n") == 1
        assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_is_told_in_czech_as_well():
    done = command("availability", ARTICLE, "--language", "cs")

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 20


def test_commands_that_draw_nothing_do_not_load_numpy():
    """Starting stays quick: numpy takes longer to load than most answers to give."""
    program = (
        "import sys; from designer.cli.main import main; "
        f"main(['compare', {str(ARTICLE)!r}]); main(['failures', {str(ARTICLE)!r}]); sys.exit('numpy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=False, timeout=120)

    assert done.returncode == 0
