"""Simulate: real presses and keys move the moment, the table and the picture together."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from designer.app.modes.event_chooser import TARGET
from designer.app.modes.scenario_picker import failure
from designer.app.modes.simulate_page import SimulatePage
from designer.drawing.ink import Role
from designer.drawing.scene import Scene
from designer.editing.properties import SetMemory
from designer.engine.timeline import Outcome
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.resilience.matrix import events_of

MIGRATION = Scenario(id="run", name="x", movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1"))


@pytest.fixture
def page(qtbot, controller, context) -> SimulatePage:
    page = SimulatePage(controller, context)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.playback.pause()
    page.hide()


def picture(page: SimulatePage) -> Scene:
    return page.canvas.canvas.value


def test_the_picker_offers_every_event_of_the_design(page, controller):
    events = page.picker.script.chooser.events
    offered = {events.item(row).data(TARGET) for row in range(events.count())}

    assert offered >= set(events_of(controller.design))


def test_a_press_on_simulate_shows_the_migration_to_the_other_site(qtbot, page):
    qtbot.mouseClick(page.picker.findChild(QPushButton, "startMovement"), Qt.MouseButton.LeftButton)

    assert page.facts is not None
    assert page.facts.timeline.outcome is Outcome.COMPLETED
    assert page.facts.timeline.end.vm("vm-01").node == "s1"
    assert page.events.table.facts.rowCount() == len(page.facts.timeline.steps)


def test_a_press_on_the_failure_runs_the_chosen_event(qtbot, page):
    page.picker.script.chooser.choose("site:site-p")
    qtbot.mouseClick(page.picker.findChild(QPushButton, "startFailure"), Qt.MouseButton.LeftButton)

    assert page.facts is not None
    assert page.facts.timeline.outcome is Outcome.STOPPED, "one vote of three is no majority"


def test_stepping_moves_moment_table_and_card_together(page, controller):
    page.run_scenario(MIGRATION)
    for _ in range(5):
        page.playback.step_forward()

    step = page.facts.timeline.steps[5]
    assert page.moment.step is step
    assert page.events.marked_step == 5
    assert page.card.what.text() == page._context.text(step.text)
    assert controller.moment_us == step.time_us


def test_stepping_back_shows_the_very_same_picture_again(page):
    page.run_scenario(MIGRATION)
    for _ in range(10):
        page.playback.step_forward()
    before, state = picture(page), page.moment.state

    page.playback.step_forward()
    page.playback.step_back()

    assert page.moment.state is state
    assert picture(page) == before


def test_keys_on_the_ruler_play_the_run(qtbot, page):
    page.run_scenario(MIGRATION)
    qtbot.keyClick(page.ruler, Qt.Key.Key_Right)
    qtbot.keyClick(page.ruler, Qt.Key.Key_Right)
    qtbot.keyClick(page.ruler, Qt.Key.Key_Left)
    stepped = page.playback.cursor.step
    qtbot.keyClick(page.ruler, Qt.Key.Key_End)
    ended = page.playback.is_at_end
    qtbot.keyClick(page.ruler, Qt.Key.Key_Home)

    assert (stepped, ended, page.playback.cursor.step) == (1, True, 0)


def test_space_on_the_canvas_plays_and_pauses(qtbot, page):
    page.run_scenario(MIGRATION)
    page.canvas.setFocus()
    with qtbot.waitSignal(page.playback.cursor_changed):
        qtbot.keyClick(page.canvas, Qt.Key.Key_Space)
    playing = page.playback.is_playing
    qtbot.keyClick(page.canvas, Qt.Key.Key_Space)

    assert (playing, page.playback.is_playing) == (True, False)


def test_a_press_on_the_ruler_seeks(qtbot, page):
    page.run_scenario(MIGRATION)
    band = next(band for band in page.ruler.bands if band.phase == "role-change")
    middle = page.ruler.band_area(band).center().toPoint()

    qtbot.mouseClick(page.ruler, Qt.MouseButton.LeftButton, pos=QPoint(middle.x(), middle.y()))

    assert page.moment.step.phase == "role-change"


def test_a_press_on_a_row_goes_to_its_step(qtbot, page):
    page.run_scenario(MIGRATION)
    table = page.events.table
    table.scrollTo(table.facts.index(7, 4))
    spot = table.visualRect(table.facts.index(7, 4)).center()

    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert page.playback.cursor.step == 7


def test_the_filter_keeps_what_it_names(qtbot, page):
    page.run_scenario(MIGRATION)
    qtbot.keyClicks(page.events.filter, "Role change")

    rows = page.events.table.facts.rows
    assert rows
    assert all("role change" in " ".join(cell.text.casefold() for cell in row.cells) for row in rows)


def test_resources_go_down_and_come_up_in_the_order_of_dependence(page):
    page.run_scenario(MIGRATION)
    lines = []
    for place in range(len(page.facts.timeline.steps)):
        page.playback.go_to_step(place)
        lines.append(tuple(line.state for line in page.resources.tree.lines[1:]))

    assert lines[0] == lines[-1] == ("Online",) * 4
    assert ("Offline",) * 4 in lines


def test_numbers_end_at_what_the_run_amounts_to(page):
    page.run_scenario(MIGRATION)
    page.playback.to_end()

    figures = {page._context.text(figure.name): page._context.text(figure.value) for figure in page.numbers.figures}
    timeline = page.facts.timeline
    assert figures["sent"] == f"{timeline.sent_kib // 1024:,}\u00a0MiB"
    assert figures["blackout"] == f"{timeline.blackout_us / 1e6:.1f}\u00a0s"
    assert figures["votes"] == "3 of 3"


def test_lanes_show_every_subject_and_lead_to_its_steps(qtbot, page):
    page.run_scenario(MIGRATION)
    page.tabs.setCurrentIndex(1)
    subjects = {step.subject for step in page.facts.timeline.steps}
    place = next(n for n, step in enumerate(page.facts.timeline.steps) if step.phase == "role-change")

    qtbot.mouseClick(page.lanes, Qt.MouseButton.LeftButton, pos=page.lanes.mark_of(place).toPoint())

    assert len(page.lanes.lanes) == len(subjects)
    assert page.moment.step.phase == "role-change"


def test_the_time_budget_adds_up_to_the_run(page):
    page.run_scenario(MIGRATION)

    assert sum(line.length_us for line in page.budget.lines) == page.facts.timeline.total_us


def test_a_run_that_cannot_start_says_why_and_offers_another(qtbot, page, controller):
    same = Scenario(id="run", name="x", movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to="p1"))
    page.run_scenario(same)

    shown = [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
    assert page.facts is None or page.facts.timeline.outcome is Outcome.REFUSED
    assert "Choose another scenario" in shown or "Other scenario…" in shown


def test_an_edit_of_the_design_marks_the_run_as_old(page, controller):
    page.run_scenario(MIGRATION)
    fresh = page._stale.isVisible()
    controller.run(SetMemory("two-plus-one", "s1", 131_072))

    assert (fresh, page._stale.isVisible()) == (False, True)


def test_a_page_of_a_new_window_goes_on_at_the_same_moment(qtbot, page, controller, context):
    page.run_scenario(MIGRATION)
    page.playback.go_to_step(9)
    other = SimulatePage(controller, context)
    qtbot.addWidget(other)

    other.take_over(page)

    assert other.playback.cursor == page.playback.cursor
    assert other.moment.step is page.moment.step


def test_a_scenario_is_kept_with_the_project_and_offered_again(qtbot, page, controller):
    page.run_scenario(failure("site:site-s"))
    qtbot.mouseClick(page.findChild(QToolButton, "keepScenario"), Qt.MouseButton.LeftButton)
    kept = controller.project.scenarios

    page.choose_scenario()

    assert [scenario.actions[0].target for scenario in kept] == ["site:site-s"]
    assert page.picker.saved.count() == 1
    assert not page.findChild(QToolButton, "keepScenario").isEnabled()


def test_a_failure_can_strike_during_the_movement(qtbot, page):
    page.picker.together.setChecked(True)
    page.picker.script.at.setValue(3.0)
    page.picker.script.chooser.choose("node:s1")

    qtbot.mouseClick(page.picker.findChild(QPushButton, "startFailure"), Qt.MouseButton.LeftButton)

    timeline = page.facts.timeline
    assert timeline.outcome is Outcome.CANCELLED, (
        "the target is lost while memory is copied: the VM goes on at its source"
    )
    assert timeline.end.vm("vm-01").node == "p1"


def test_a_variant_that_lacks_the_target_says_so_calmly(page, controller):
    controller.adopt(Project(designs=(build(Blueprint(2, 1)), build(Blueprint(1, 1)))), None)
    page.play_event("node:p2")

    controller.show_design("one-plus-one")

    assert page._stack.currentWidget() is page._refused
    assert "node:p2" in page._refused.text.text()


def test_an_outage_that_the_run_does_not_end_is_not_told_as_over(page):
    page.play_event("site:site-p")
    page.playback.to_end()

    blackout = next(one for one in page.numbers.figures if one.name.text == "blackout")
    assert page._context.text(blackout.value).startswith("over ")
    assert "more than" in page.budget.summary
    assert "until a person acts" in page.budget.summary
    assert "survive" not in page.budget.summary


def test_an_outage_that_ends_is_told_with_its_length(page):
    page.run_scenario(MIGRATION)
    page.playback.to_end()

    blackout = next(one for one in page.numbers.figures if one.name.text == "blackout")
    assert "over" not in page._context.text(blackout.value)
    assert "more than" not in page.budget.summary


def test_the_source_of_a_step_is_named_by_its_title(page):
    page.run_scenario(MIGRATION)
    said = set()
    for place in range(len(page.facts.timeline.steps)):
        page.playback.go_to_step(place)
        said.add(page.card.source.text())

    assert any("Savill: Mastering Windows Server 2016 Hyper-V" in text for text in said)
    assert any("storage decision table, row D3" in text for text in said)
    assert not any("domain" in text or "–" in text for text in said)


def test_pairs_on_their_way_are_counted_not_told_as_failed(page):
    page.run_scenario(MIGRATION)
    seen = {}
    for place in range(len(page.facts.timeline.steps)):
        page.playback.go_to_step(place)
        mirror = next(one for one in page.numbers.figures if one.name.text == "mirror")
        seen[page._context.text(mirror.value)] = mirror.role

    count = len(page.facts.design.luns)
    assert seen[f"1 of {count} Failed Over"] is Role.PENDING
