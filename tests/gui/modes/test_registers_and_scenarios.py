"""Registers are written in Document mode, saved scenarios changed and removed in Simulate; all of it is undoable."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit

from designer.app.modes.registers_dialog import RegistersDialog
from designer.app.modes.saved_scenarios import SavedScenarios
from designer.app.modes.scenario_dialog import ScenarioDialog
from designer.app.modes.scenario_picker import ScenarioPicker
from designer.editing.variants import AddRegisterEntry, AddScenario
from designer.model.register import RegisterKind
from designer.model.scenario import Action, ActionKind


@pytest.fixture
def registers(controller, context, qtbot) -> RegistersDialog:
    made = RegistersDialog(controller, context)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def picker(controller, context, qtbot) -> ScenarioPicker:
    fail = Action(kind=ActionKind.FAIL, target="node:p1")
    controller.run(AddScenario("Loss of P1", controller.design_id, None, (fail,)))
    made = ScenarioPicker(context)
    qtbot.addWidget(made)
    made.set_design(controller.project, controller.design)
    made.show()
    SavedScenarios(controller, context, made, made)
    return made


def test_a_line_is_added_and_typed_in_place(registers, controller, qtbot) -> None:
    registers.show_kind(RegisterKind.RISK)
    QTest.mouseClick(registers.add, Qt.MouseButton.LeftButton)
    line = registers.table.findChild(QLineEdit)
    line.selectAll()

    QTest.keyClicks(line, "The line between the sites is rented")
    QTest.keyClick(line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: controller.project.registers[-1].text == "The line between the sites is rented")
    assert controller.project.registers[-1].kind is RegisterKind.RISK


def test_a_cell_changes_its_field_and_an_empty_text_is_refused(registers, controller) -> None:
    controller.run(AddRegisterEntry(RegisterKind.REQUIREMENT, "RTO of a site: 15 min"))
    notices = []
    controller.noticed.connect(notices.append)
    registers.show_kind(RegisterKind.REQUIREMENT)
    row = registers.table.rowCount() - 1

    registers.table.item(row, 2).setText("must")
    registers.table.item(row, 1).setText("")

    entry = controller.project.registers[-1]
    assert (entry.text, entry.priority) == ("RTO of a site: 15 min", "must")
    assert notices
    assert registers.table.item(row, 1).text() == "RTO of a site: 15 min"


def test_delete_removes_a_line_and_undo_brings_it_back(registers, controller) -> None:
    controller.run(AddRegisterEntry(RegisterKind.DECISION, "2+1"))
    registers.show_kind(RegisterKind.DECISION)
    registers.table.setCurrentCell(0, 1)

    QTest.keyClick(registers.table, Qt.Key.Key_Delete)

    assert not controller.project.registers
    controller.undo()
    assert controller.project.registers[0].text == "2+1"
    assert registers.table.rowCount() == 1


def test_a_saved_scenario_is_changed(picker, controller) -> None:
    picker.saved.setCurrentRow(0)
    QTest.mouseClick(picker.edit_saved, Qt.MouseButton.LeftButton)
    dialog = picker.findChild(ScenarioDialog)
    dialog.name.setText("Loss of P1, later repaired")
    dialog.script.chooser.choose("node:p1", ActionKind.REPAIR)
    dialog.script.at.setValue(90)
    QTest.mouseClick(dialog.script.add, Qt.MouseButton.LeftButton)

    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)

    saved = controller.project.scenarios[0]
    assert saved.name == "Loss of P1, later repaired"
    assert saved.actions[1] == Action(kind=ActionKind.REPAIR, target="node:p1", at_ms=90_000)
    assert picker.saved.item(0).text() == "Loss of P1, later repaired"


def test_a_scenario_in_which_nothing_happens_is_refused(picker, controller) -> None:
    picker.saved.setCurrentRow(0)
    QTest.mouseClick(picker.edit_saved, Qt.MouseButton.LeftButton)
    dialog = picker.findChild(ScenarioDialog)
    QTest.mouseClick(dialog.script.remove, Qt.MouseButton.LeftButton)

    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)

    assert dialog.isVisible()
    dialog.reject()
    assert len(controller.project.scenarios[0].actions) == 1


def test_a_saved_scenario_is_removed_and_comes_back(picker, controller) -> None:
    picker.saved.setCurrentRow(0)

    QTest.mouseClick(picker.remove_saved, Qt.MouseButton.LeftButton)

    assert not controller.project.scenarios
    controller.undo()
    assert controller.project.scenarios[0].name == "Loss of P1"
