"""Another language or theme builds the window anew; the run that is watched stays where it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabBar

from designer.app.dialogs.preferences import PreferencesDialog
from designer.app.document_controller import Mode
from designer.app.preferences import Theme
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


def test_another_theme_keeps_the_window_as_it_is(open_window, workspace, qtbot, qapp):
    window = open_window(Project(designs=(build(Blueprint(2, 1)),)))
    qapp.processEvents()
    window.resizeDocks([window.docks["right"]], [290], Qt.Orientation.Horizontal)
    qapp.processEvents()
    window.open_preferences()
    sizes, pills = window.dock_sizes(), pills_of(window)

    workspace.context.preferences.theme = Theme.DARK
    qtbot.waitUntil(lambda: workspace.window is not window)

    assert pills
    assert pills_of(workspace.window) == pills
    assert workspace.window.dock_sizes() == pytest.approx(sizes, abs=2)
    dialog = workspace.window.findChild(PreferencesDialog)
    assert dialog.isVisible()
    dialog.close()


def pills_of(window):
    bar = window.sides["bottom"].tabBar()
    holder = bar.tabButton(0, QTabBar.ButtonPosition.RightSide)
    return [] if holder is None else [label.text() for label in holder.findChildren(QLabel)]
