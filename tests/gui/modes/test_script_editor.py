"""Faults, repairs and cancels are searched, joined and timed by hand; the engine takes every one that is offered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QPushButton

from designer.app.modes.event_chooser import TARGET
from designer.app.modes.happenings import Sort, happenings, told
from designer.app.modes.saved_scenarios import SavedScenarios
from designer.app.modes.scenario_picker import ScenarioPicker
from designer.app.modes.simulate_page import SimulatePage
from designer.engine.run import run
from designer.engine.timeline import Outcome
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.resilience.targets import LossKind


@pytest.fixture
def picker(controller, context, qtbot) -> ScenarioPicker:
    made = ScenarioPicker(context)
    qtbot.addWidget(made)
    made.resize(1240, 760)
    made.set_design(controller.project, controller.design)
    SavedScenarios(controller, context, made, made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def script(picker):
    return picker.script


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def take(script, target: str, kind: ActionKind = ActionKind.FAIL) -> None:
    script.chooser.choose(target, kind)
    press(script.add)


def join(script, joint: str) -> None:
    script.joint.setCurrentIndex(script.joint.findData(joint))


def offered(script) -> list[str]:
    events = script.chooser.events
    found = [events.item(row).data(TARGET) for row in range(events.count())]
    return [target for target in found if target is not None]


@pytest.mark.parametrize("kind", list(ActionKind))
def test_the_engine_takes_everything_that_is_offered(kind):
    design = build(Blueprint(1, 1, vms=1))

    for one in happenings(design, kind):
        target = one.target + ("loss=1" if one.is_degraded_line else "")
        run(design, Scenario(id="x", name="x", actions=(Action(kind=kind, target=target),)))


def test_all_kinds_of_targets_are_offered():
    design = build(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    words = {one.target.partition(":")[0] for kind in ActionKind for one in happenings(design, kind)}

    assert words >= {kind.value for kind in LossKind}


def test_what_only_mends_cannot_fail_and_a_split_is_not_taken_back():
    design = build(Blueprint(1, 1))

    fails = {one.target for one in happenings(design, ActionKind.FAIL)}
    repairs = {one.target for one in happenings(design, ActionKind.REPAIR)}

    assert "split:lun-01" in fails - repairs
    assert {"quorum:p1", "promote:lun-01/array-s", "update:lun-01"} <= repairs - fails


def test_names_are_told_not_ids(context):
    design = build(Blueprint(1, 1))

    promoted = told(design, Action(kind=ActionKind.REPAIR, target="promote:lun-01/array-s"))
    cancelled = told(design, Action(kind=ActionKind.CANCEL, target="vm-01"))

    assert context.text(promoted) == "Array S is made the writable side of LUN-01"
    assert context.text(cancelled) == "The movement of VM-01 is cancelled"


def test_words_narrow_the_list_in_any_order(script):
    QTest.keyClicks(script.chooser.filter, "heartbeat s1")

    assert offered(script) == ["nic:s1/net-heartbeat"]


def test_a_name_that_nothing_has_is_answered(script):
    QTest.keyClicks(script.chooser.filter, "zzz")

    assert offered(script) == []
    assert script.chooser.rest.isVisible()
    assert not script.add.isEnabled()


def test_a_sort_shows_only_its_own(script):
    script.chooser.sort.setCurrentIndex(script.chooser.sort.findData(Sort.NODES.value))

    assert offered(script) == ["node:p1", "node:p2", "node:s1"]


def test_arrows_pass_over_the_headings_between_the_sorts(script):
    events = script.chooser.events
    for _ in range(3):
        QTest.keyClick(events, Qt.Key.Key_Down)

    assert script.chooser.happening().target == "site:site-p"


def test_a_degraded_line_takes_its_loss_and_latency(script):
    script.chooser.choose("link:link-lan~")
    assert script.chooser.loss.isVisible()
    script.chooser.loss.setValue(2.5)
    script.chooser.latency.setValue(50)

    press(script.add)

    assert script.script() == (Action(kind=ActionKind.FAIL, target="link:link-lan~loss=2.5,latency=50"),)


def test_a_line_neither_lossy_nor_slow_cannot_be_added(script):
    script.chooser.choose("link:link-lan~")

    script.chooser.loss.setValue(0)

    assert not script.add.isEnabled()


def test_lines_are_joined_at_once_and_in_turn(script):
    take(script, "node:p1")
    join(script, "together")
    take(script, "node:p2")
    join(script, "then")
    take(script, "site:site-s")

    assert script.script() == (Action(kind=ActionKind.FAIL, target="node:p1+node:p2>site:site-s"),)


def test_a_repair_together_with_a_fault_is_a_line_of_its_own_at_the_same_time(script):
    script.at.setValue(5)
    take(script, "node:p1")
    script.chooser.choose("node:p1", ActionKind.REPAIR)
    join(script, "together")
    press(script.add)

    assert script.script() == (
        Action(kind=ActionKind.FAIL, target="node:p1", at_ms=5000),
        Action(kind=ActionKind.REPAIR, target="node:p1", at_ms=5000),
    )


def test_nothing_can_follow_while_there_is_no_line(script):
    model = script.joint.model()

    assert [model.item(place).isEnabled() for place in range(3)] == [True, False, False]


def test_the_time_of_a_line_is_changed_in_place_and_delete_removes_it(script):
    take(script, "node:p1")
    field = script.lines.cellWidget(0, 0)
    assert isinstance(field, QDoubleSpinBox)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert script.script()[0].at_ms == 12_500

    QTest.keyClick(script.lines, Qt.Key.Key_Delete)

    assert script.script() == ()
    assert script.empty.isVisible()


def test_enter_on_an_event_adds_it(script):
    script.chooser.choose("node:p2")

    QTest.keyClick(script.chooser.events, Qt.Key.Key_Return)

    assert [action.target for action in script.script()] == ["node:p2"]


def test_a_script_is_saved_with_its_hour(picker, controller, script):
    take(script, "site:site-p")
    take(script, "site:site-p", ActionKind.REPAIR)
    picker.begins.setTime(picker.begins.time().addSecs(3 * 3600))

    press(picker.keep_script)

    kept = controller.project.scenarios[-1]
    assert [(one.kind, one.target) for one in kept.actions] == [
        (ActionKind.FAIL, "site:site-p"),
        (ActionKind.REPAIR, "site:site-p"),
    ]
    assert kept.begins_at_min == 12 * 60
    assert picker.saved.count() == 1


def test_the_list_is_not_made_before_it_is_seen(context, controller, qtbot):
    hidden = ScenarioPicker(context)
    qtbot.addWidget(hidden)

    hidden.set_design(controller.project, controller.design)

    assert hidden.script.chooser.events.count() == 0


@pytest.fixture
def page(qtbot, controller, context) -> SimulatePage:
    made = SimulatePage(controller, context)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.playback.pause()
    made.hide()


def test_a_cancelled_movement_leaves_the_vm_where_it_was(page):
    script = page.picker.script
    script.at.setValue(3)
    take(script, "movement", ActionKind.CANCEL)
    page.picker.together.setChecked(True)

    press(page.picker.start_failure)

    assert page.facts.timeline.outcome is Outcome.CANCELLED
    assert page.facts.timeline.end.vm("vm-01").node == "p1"


def test_the_end_of_a_run_says_whose_sessions_are_gone(page):
    page.run_scenario(Scenario(id="run", name="x", actions=(Action(kind=ActionKind.FAIL, target="node:p1"),)))

    facts = page.endings.table.facts
    rows = {row.key: [cell.text for cell in row.cells] for row in facts.rows}
    fallen = [vm.id for vm in page.facts.design.vms if vm.node == "p1"]

    assert fallen
    assert all(rows[vm][4] == "dropped" for vm in fallen), "a guest that booted again has no sessions of before"
    assert all(rows[vm.id][4] == "kept" for vm in page.facts.design.vms if vm.id not in fallen)
    assert "sessions of" in page._ending.text()


def test_a_migration_loses_neither_writes_nor_sessions(page):
    page.run_scenario(Scenario(id="run", name="x", movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1")))

    rows = {row.key: [cell.text for cell in row.cells] for row in page.endings.table.facts.rows}

    assert rows["vm-01"][1] == "S1"
    assert rows["lun-01"][5] == "–"
