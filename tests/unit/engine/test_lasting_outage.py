"""An interruption that has not ended with the run is no figure: nobody knows how long it becomes."""

import json

import pytest

from designer.base.texts import ENGLISH
from designer.cli.main import main
from designer.engine.record import run_json
from designer.engine.run import run
from designer.engine.timeline import Outcome
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.persistence.files import save

DESIGN = build(Blueprint(2, 1, vms=2))
MOVE = Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1")


def ran(*targets: str, movement: Movement | None = None, at_ms: int = 0):
    actions = tuple(Action(kind=ActionKind.FAIL, target=target, at_ms=at_ms) for target in targets)
    return run(DESIGN, Scenario(id="x", name="x", movement=movement, actions=actions))


def test_vms_that_never_come_back_have_no_length_of_interruption() -> None:
    timeline = ran("array:array-p+array:array-s")

    assert timeline.outcome is Outcome.STOPPED
    assert timeline.still_down == ("vm-01", "vm-02")
    assert run_json(timeline, ENGLISH)["blackout_s"] is None


def test_an_interruption_that_ended_keeps_its_length() -> None:
    timeline = ran("node:p1")

    assert timeline.still_down == ()
    assert not timeline.is_lasting
    assert run_json(timeline, ENGLISH)["blackout_s"] > 0


def test_what_fails_after_a_completed_movement_is_lasting_too() -> None:
    timeline = ran("array:array-p+array:array-s", movement=MOVE, at_ms=600_000)

    assert timeline.outcome is Outcome.COMPLETED
    assert timeline.is_lasting


def test_the_command_says_what_came_after_a_completed_movement(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.geocluster"
    save(Project(designs=(DESIGN,)), path)
    words = ["simulate", str(path), "--migrate", "vm-01", "--to", "s1"]
    words += ["--fail", "array:array-p+array:array-s@600"]

    assert main(words) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "has not ended by then" in told
    assert "what failed later took VMs down again" in told

    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["outcome"], answer["blackout_s"]) == ("completed", None)
