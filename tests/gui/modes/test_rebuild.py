"""Another language or theme builds the window anew; the run that is watched stays where it is."""

from designer.app.document_controller import Mode
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.model.scenario import Movement, MovementKind, Scenario

MIGRATION = Scenario(id="run", name="x", movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1"))


def test_a_run_goes_on_at_its_moment_in_another_language(open_window, workspace):
    window = open_window(Project(designs=(build(Blueprint(2, 1)),)))
    workspace.controller.set_mode(Mode.SIMULATE)
    window.simulate.run_scenario(MIGRATION)
    window.simulate.playback.go_to_step(12)
    step = window.simulate.moment.step
    before = window.simulate.card.what.text()

    workspace.context.preferences.language = "cs"
    workspace.rebuild()

    page = workspace.window.simulate
    assert page is not window.simulate
    assert page.moment.step is step
    assert page.card.what.text() != before
    assert workspace.controller.moment_us == step.time_us
