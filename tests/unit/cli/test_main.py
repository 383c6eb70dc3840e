"""What every command answers: the JSON others rely on, the exit codes, and one sentence for whatever cannot be done."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.assets.loader import sample_bytes, sample_names
from designer.cli import main as command_line
from designer.cli.main import COMMANDS, main
from designer.model.blueprint import Blueprint, build
from designer.model.policy import FailoverPolicy
from designer.model.project import Project
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.persistence.files import load, save
from designer.report.picture import KINDS

Answer = tuple[int, str, str]
Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command; its exit code, standard output and standard error."""

    def run(*words: str | Path) -> Answer:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return _sample("article", tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    design = build(Blueprint(2, 1, vms=2))
    drain = Scenario(id="patch-p1", name="Patch P1", movement=Movement(kind=MovementKind.DRAIN, node="p1"))
    other = Scenario(id="other", name="Other", design="one", movement=drain.movement)
    path = tmp_path / "small.geocluster"
    save(Project(designs=(design, design.evolve(id="one", label="1")), scenarios=(drain, other)), path)
    return path


def _sample(name: str, folder: Path) -> Path:
    path = folder / f"{name}.geocluster"
    path.write_bytes(sample_bytes(name))
    return path


def document(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer[1])
    assert next(iter(found)) == "format"
    return found


# --- What comes out ---------------------------------------------------------------------------------------------------


def test_the_migration_passes_the_phases_in_the_order_of_the_article(ask: Ask, article: Path) -> None:
    answer = ask("simulate", article, "--design", "two-plus-one", "--migrate", "vm-01", "--to", "s1", "--json")

    run = document(answer)
    phases = list(dict.fromkeys(step["phase"] for step in run["steps"]))
    assert answer[0] == 0
    assert run["format"] == "geocluster/run/1"
    assert run["outcome"] == "completed"
    assert phases == [
        "pre-check", "setup", "memory", "stop-and-copy", "offline", "role-change", "online", "resume", "clean-up",
    ]  # fmt: skip
    assert 0 < run["blackout_s"] < 20
    kept = {"restarted": False, "sessions_dropped": False}
    assert run["vms"]["vm-01"] == {"node": "s1", "state": "running"} | kept | {"outage_s": run["blackout_s"]}
    pair = run["pairs"]["lun-01"]
    assert (pair["state"], pair["writable"], pair["lost_mib"]) == ("Synchronized", "array-s", 0.0)
    assert set(run["resources"]["vm-01"].values()) == {"Online"}
    assert run["safety"] == {"violations": []}
    told = {"text", "why", "otherwise", "source"}
    assert {"n", "time_s", "duration_s", "phase", "subject", "from", "to", "cause"} | told == set(run["steps"][0])
    assert {"n", "sent_mib", "time_s"} <= set(run["rounds"][0])


def test_the_failures_of_the_article(ask: Ask, article: Path) -> None:
    found = document(ask("failures", article, "--json"))

    assert found["votes"] == {"p1": 1, "p2": 1, "s1": 1}
    assert (found["need"], found["votes_kind"], found["policy"]) == (2, "static", "auto")
    event = next(one for one in found["events"] if one["id"] == "site:site-p")
    assert (event["outcome"], event["unprotected"], event["manual"]) == ("QT", True, True)
    assert event["data_loss"] == "none"
    assert event["branches"] is None
    assert event["rto_s"] == pytest.approx(3691)


def test_a_race_holds_both_branches_and_the_default_side(ask: Ask, tmp_path: Path) -> None:
    quorum = _sample("quorum", tmp_path)

    found = document(ask("failures", quorum, "--design", "one-plus-one-share", "--json"))

    race = next(one for one in found["events"] if one["id"] == "link:link-lan")
    assert race["outcome"] == "R"
    assert set(race["branches"]) == {"primary", "secondary"}
    assert race["default"] == "primary"
    assert race["branches"]["secondary"]["outcome"] == "X"
    assert race["rto_s"] == race["branches"]["primary"]["rto_s"]
    assert found["votes"]["witness"] == 1


def test_the_rules_find_the_products_that_do_not_go_together(ask: Ask, article: Path) -> None:
    answer = ask("check", article, "--json")

    found = document(answer)
    assert answer[0] == 1
    mismatch = next(one for one in found["findings"] if one["rule"] == "ST01")
    assert mismatch["severity"] == "error"
    assert {"rule", "severity", "subjects", "message", "remedy", "source", "waived"} <= set(mismatch)
    assert (mismatch["grade"], mismatch["waiver"]) == ("published", None)
    assert "array-p" in mismatch["subjects"]


def test_a_design_without_errors_is_a_favourable_answer(ask: Ask, tmp_path: Path) -> None:
    assert ask("new", tmp_path / "a.geocluster", "--nodes", "2+2", "--witness", "third")[0] == 0

    assert ask("check", tmp_path / "a.geocluster")[0] == 0


def test_compare_puts_every_design_beside_the_others(ask: Ask, article: Path) -> None:
    found = document(ask("compare", article, "--json"))

    ids = ["one-plus-one", "two-plus-two", "two-plus-one"]
    assert [design["id"] for design in found["designs"]] == ids
    criteria = {one["id"]: one for one in found["criteria"]}
    assert {
        "node-loss", "site-loss", "lan-cut", "votes-left-after-site-loss", "memory-after-site-loss",
        "not-started-after-site-loss", "blackout-s", "rto-node-s", "rto-site-s", "single-points", "nodes", "licences",
        "cost",
    } <= set(criteria)  # fmt: skip
    assert list(criteria["nodes"]["values"].values()) == [2, 4, 3]
    assert set(criteria["cost"]["values"].values()) == {None}
    assert all(set(one["values"]) == set(ids) == set(one["reason"]) for one in criteria.values())
    assert found["failures"]["node:p2"] == {"one-plus-one": None, "two-plus-two": "L", "two-plus-one": "L"}
    assert found["recommendation"]["reasons"]


def test_compare_takes_the_designs_asked_for_in_their_order(ask: Ask, article: Path) -> None:
    found = document(ask("compare", article, "--designs", "two-plus-one,one-plus-one", "--json"))

    assert [design["id"] for design in found["designs"]] == ["two-plus-one", "one-plus-one"]


def test_new_makes_what_the_options_say(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "made.geocluster"

    answer = ask(
        "new", path, "--nodes", "3+2", "--witness", "third", "--no-vote", "p3", "--vms", "4", "--vm-memory-mib", "2048",
        "--node-memory-mib", "65536", "--secondary-memory-mib", "32768", "--era", "2012r2", "--policy", "restrict",
        "--link-mbit", "8000", "--rtt-ms", "2.5", "--lm-mbit", "10000", "--json",
    )  # fmt: skip

    assert answer[0] == 0
    assert document(answer)["design"] == "three-plus-two"
    (design,) = load(path).designs
    assert [node.votes for node in design.nodes] == [1, 1, 0, 1, 1]
    assert [node.memory_mib for node in design.nodes] == [65536] * 3 + [32768] * 2
    assert {vm.memory.startup_mib for vm in design.vms} == {2048}
    assert design.cluster.enabler.policy is FailoverPolicy.RESTRICT
    assert design.replication_links[0].rate_mbit == 8000
    assert design.replication_links[0].rtt_us == 2500
    assert design.network_links[0].rate_mbit == 10000


def test_every_sample_is_listed_and_can_be_copied(ask: Ask, tmp_path: Path) -> None:
    listed = document(ask("samples", "--json"))["samples"]

    assert sorted(sample["name"] for sample in listed) == sorted(sample_names())
    assert ask("samples", "--copy", "article", tmp_path)[0] == 0
    assert (tmp_path / "article.geocluster").read_bytes() == sample_bytes("article")


def test_the_schema_describes_project_files(ask: Ask) -> None:
    code, out, _ = ask("schema")

    assert code == 0
    assert json.loads(out)["properties"]["format"]


def test_a_trace_is_one_step_a_line_with_its_state(ask: Ask, small: Path, tmp_path: Path) -> None:
    trace = tmp_path / "run.jsonl"

    run = document(ask("simulate", small, "--fail", "node:p1", "--trace", trace, "--json"))

    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    assert [{key: line[key] for key in line if key != "state"} for line in lines] == run["steps"]
    assert all(re.fullmatch(r"[0-9a-f]{16,}", line["state"]) for line in lines)


def test_a_saved_scenario_is_found_by_its_name_and_by_its_id(ask: Ask, small: Path) -> None:
    by_name = document(ask("simulate", small, "--scenario", "Patch P1", "--json"))
    by_id = document(ask("simulate", small, "--scenario", "patch-p1", "--json"))

    assert by_name["outcome"] == "completed"
    assert by_name["fingerprint"] == by_id["fingerprint"]


def test_failures_one_after_the_other_are_written_with_then(ask: Ask, small: Path) -> None:
    """The same run whichever way it is written; with the replication cut first nobody takes over."""
    words = document(ask("simulate", small, "--fail", "link:link-replication then site:site-p", "--json"))
    sign = document(ask("simulate", small, "--fail", "link:link-replication>site:site-p", "--json"))

    assert words["fingerprint"] == sign["fingerprint"]
    assert words["outcome"] == "stopped"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail", "node:s1"), 0),
        (("--fail", "node:p1"), 0),
        (("--fail", "site:site-p"), 1),
        (("--migrate", "vm-01", "--to", "s1", "--fail", "node:s1@1"), 1),
        (("--quick", "vm-01", "--to", "s1"), 0),
        (("--move", "vm-01", "--to", "p2"), 0),
        (("--drain", "p1"), 0),
    ],
)
def test_the_exit_code_says_whether_the_run_ended_well(
    ask: Ask, small: Path, words: tuple[str, ...], code: int
) -> None:
    assert ask("simulate", small, *words)[0] == code


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_drawn_in_the_kind_its_name_says(ask: Ask, small: Path, tmp_path: Path, kind: str) -> None:
    output = tmp_path / f"picture.{kind}"

    assert ask("draw", small, "-o", output, "--theme", "dark")[0] == 0

    assert output.read_bytes().startswith({"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])


def test_a_moment_of_a_run_is_drawn_where_the_vm_then_is(ask: Ask, small: Path, tmp_path: Path) -> None:
    before, during = tmp_path / "before.svg", tmp_path / "during.svg"
    migration = ("--migrate", "vm-01", "--to", "s1")

    assert ask("draw", small, "-o", before)[0] == 0
    assert ask("draw", small, "-o", during, *migration, "--at", "5.5")[0] == 0

    assert "RAM" in during.read_text(encoding="utf-8")
    assert "RAM" not in before.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("check", r"QU04 +warning +s1, site-p +When Primary site is lost, Secondary site has 1 of 3"),
        ("failures", r"\nsite:site-p +QT\b.*3,691\ss +No partition has quorum"),
        ("compare", r"Worst loss of a site +QT\b.* +QT\b.* +QT\b"),
    ],
)
def test_without_json_the_same_facts_are_readable(ask: Ask, article: Path, command: str, line: str) -> None:
    _, out, err = ask(command, article)

    assert re.search(line, out)
    assert err == ""
    with pytest.raises(json.JSONDecodeError):
        json.loads(out)


def test_the_answer_is_in_the_language_asked_for(ask: Ask, article: Path) -> None:
    assert "hlasů" in ask("failures", article, "--language", "cs")[1]


def test_the_language_may_be_named_before_the_command(ask: Ask, small: Path) -> None:
    behind = ask("failures", small, "--language", "cs")

    assert ask("--language", "cs", "failures", small) == behind
    assert ask("--language=cs", "failures", small) == behind


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(ask: Ask, command: str) -> None:
    code, out, err = ask(command, "--help")

    assert (code, err) == (0, "")
    assert f"geocluster {command}" in out
    assert "--language" in out


def test_help_lists_every_command(ask: Ask) -> None:
    out = ask("--help")[1]

    assert all(name in out for name in COMMANDS)


# --- What cannot be done ----------------------------------------------------------------------------------------------

BAD: tuple[tuple[tuple[str, ...], str], ...] = (
    (("fly",), "there are"),
    (("runbook", "FILE"), "there are"),
    (("--fast",), "--fast"),
    (("check",), "FILE"),
    (("check", "FILE", "--fast"), "--fast"),
    (("check", "FILE", "extra"), "extra"),
    (("check", "FILE", "--des", "one"), "--des"),
    (("check", "FILE", "--language", "de"), "en and cs"),
    (("check", "FILE", "--language"), "--language"),
    (("check", "FILE", "--json=yes"), "--json"),
    (("check", "missing.geocluster"), "missing.geocluster"),
    (("check", "FOLDER"), "folder"),
    (("check", "FILE", "--design", "three-plus-two"), "two-plus-one"),
    (("check", "DAMAGED"), "damaged"),
    (("check", "NEWER"), "newer"),
    (("simulate", "FILE"), "--migrate"),
    (("simulate", "FILE", "--migrate", "vm-99", "--to", "s1"), "vm-01"),
    (("simulate", "FILE", "--migrate", "vm-01", "--to", "s9"), "p1"),
    (("simulate", "FILE", "--migrate", "vm-01"), "--to"),
    (("simulate", "FILE", "--to", "s1"), "--migrate"),
    (("simulate", "FILE", "--migrate", "vm-01", "--to", "s1", "--failback"), "--failback"),
    (("simulate", "FILE", "--drain", "s9"), "s1"),
    (("simulate", "FILE", "--fail", "node"), "node:ID"),
    (("simulate", "FILE", "--fail", "node:x9"), "p1"),
    (("simulate", "FILE", "--fail", "witness"), "witness"),
    (("simulate", "FILE", "--fail", "node:p1@soon"), "seconds"),
    (("simulate", "FILE", "--fail", "node:p1@-1"), "seconds"),
    (("simulate", "FILE", "--fail", "node:p1@1e9"), "seconds"),
    (("simulate", "FILE", "--fail", ""), "node:ID"),
    (("simulate", "FILE", "--scenario", "nobody"), "patch-p1"),
    (("simulate", "FILE", "--scenario", "other"), "--design one"),
    (("simulate", "FILE", "--scenario", "patch-p1", "--fail", "node:p1"), "alone"),
    (("compare", "FILE", "--designs", "two-plus-one,nine"), "nine"),
    (("compare", "FILE", "--designs", ""), "two-plus-one"),
    (("new", "OUT"), "--nodes"),
    (("new", "OUT", "--nodes", "2"), "2+1"),
    (("new", "OUT", "--nodes", "0+1"), "0+1"),
    (("new", "OUT", "--nodes", "65+1"), "65+1"),
    (("new", "OUT", "--nodes", "2+1", "--vms", "many"), "many"),
    (("new", "OUT", "--nodes", "2+1", "--vms", "-1"), "-1"),
    (("new", "OUT", "--nodes", "2+1", "--vms", "99999999999999999999"), "10,000"),
    (("new", "OUT", "--nodes", "2+1", "--rtt-ms", "nan"), "nan"),
    (("new", "OUT", "--nodes", "2+1", "--era", "2003"), "2008r2sp1"),
    (("new", "OUT", "--nodes", "2+1", "--no-vote", "p9"), "p1"),
    (("new", "FILE", "--nodes", "2+1"), "--force"),
    (("new", "FOLDER/none/out.geocluster", "--nodes", "2+1"), "out.geocluster"),
    (("samples", "--copy", "nothing", "FOLDER"), "article"),
    (("samples", "--copy", "article", "FOLDER/none"), "none"),
    (("samples", "--copy", "article"), "--copy"),
    (("report", "FILE"), "--output"),
    (("report", "FILE", "-o", "out.docx"), ".pdf"),
    (("report", "FILE", "-o", "FOLDER/none/out.pdf"), "out.pdf"),
    (("report", "FILE", "-o", "OUT.pdf", "--profile", "poem"), "as-built"),
    (("report", "FILE", "-o", "OUT.pdf", "--design", "nine"), "two-plus-one"),
    (("report", "EMPTY", "-o", "OUT.pdf"), "design"),
    (("draw", "FILE", "-o", "out.bmp"), ".svg"),
    (("draw", "FILE", "-o", "out.svg", "--theme", "pink"), "dark"),
    (("draw", "FILE", "-o", "out.svg", "--at", "5"), "--at"),
    (("draw", "FILE", "-o", "out.svg", "--fail", "node:p1"), "--at"),
    (("draw", "EMPTY", "-o", "out.svg"), "no design"),
)


@pytest.mark.parametrize(("words", "hint"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_what_cannot_be_done_gets_one_sentence(
    ask: Ask, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], hint: str
) -> None:
    files = _bad_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    named = {"FILE": str(small), "FOLDER": str(tmp_path), **files, "OUT": str(tmp_path / "out.geocluster")}

    code, out, err = ask(*(_filled(word, named) for word in words))

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert "mistake" not in err
    assert hint in err
    assert sorted(tmp_path.iterdir()) == before


def _bad_files(folder: Path) -> dict[str, str]:
    damaged, newer, empty = (folder / f"{name}.geocluster" for name in ("torn", "future", "empty"))
    damaged.write_bytes(sample_bytes("article")[:2000])
    newer.write_bytes(re.sub(rb'"schema": \d+', b'"schema": 999', sample_bytes("article")))
    save(Project(), empty)
    return {"DAMAGED": str(damaged), "NEWER": str(newer), "EMPTY": str(empty)}


def _filled(word: str, named: dict[str, str]) -> str:
    for name, path in named.items():
        if word == name or word.startswith((f"{name}/", f"{name}.")):
            return path + word[len(name) :]
    return word


def test_force_replaces_what_is_there(ask: Ask, small: Path) -> None:
    assert ask("new", small, "--nodes", "1+1", "--force")[0] == 0
    assert load(small).designs[0].id == "one-plus-one"


def test_refusals_speak_the_language_asked_for(ask: Ask, tmp_path: Path) -> None:
    english = ask("check", tmp_path / "none.geocluster")[2]
    czech = ask("check", tmp_path / "none.geocluster", "--language", "cs")[2]

    assert czech != english
    assert "none.geocluster" in czech


def test_a_mistake_of_the_program_is_admitted_in_one_sentence(
    ask: Ask, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("out of\nluck")

    monkeypatch.setattr(command_line, "_load", broken)

    code, out, err = ask("check", article)

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "RuntimeError: out of luck" in err


def test_an_interruption_by_the_person_is_said_without_a_traceback(
    ask: Ask, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "_load", interrupted)

    code, out, err = ask("check", article)

    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_reader_that_leaves_is_not_a_mistake(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def left(*_arguments: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("designer.cli.console.Console.finish", left)

    with pytest.raises(BrokenPipeError):
        main(["check", str(article)])
