"""The problems list is narrowed, fixed in one step after a preview, and accepted until a day."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from designer.analysis.finding import Severity
from designer.app.dialogs.fix import FixDialog
from designer.app.dialogs.waiver import WaiverDialog
from designer.editing.fixes import fix_for


@pytest.fixture
def window(open_window, project):
    return open_window(project)


def _choose(window, rule: str) -> None:
    row = [one.rule for one in window.problems.findings].index(rule)
    window.problems.table.selectRow(row)


def _fixable(window, workspace) -> str:
    controller = workspace.controller
    return next(
        one.rule
        for one in window.problems.findings
        if fix_for(controller.project, controller.design_id, one.rule, one.subjects) is not None
    )


def test_typing_and_switches_narrow_the_list(window) -> None:
    everything = window.problems.findings
    rule = everything[0].rule

    window.problems.bar.filter.setText(rule.lower())
    assert {one.rule for one in window.problems.findings} == {rule}
    window.problems.bar.filter.clear()
    for severity in Severity:
        window.problems.bar.severities[severity].setChecked(False)
    assert window.problems.findings == ()

    window.problems.bar.severities[Severity.INFO].setChecked(True)
    assert {one.severity for one in window.problems.findings} <= {Severity.INFO}


def test_a_fix_is_shown_before_it_is_made_and_is_one_step(window, workspace) -> None:
    before = workspace.controller.project
    rule = _fixable(window, workspace)
    _choose(window, rule)

    window.actions_set.trigger("tools.fix")
    dialog = window.findChild(FixDialog)
    assert dialog.changes.count() >= 1
    assert workspace.controller.project is before
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    assert workspace.controller.project != before
    workspace.controller.undo()
    assert workspace.controller.project is before


def test_a_finding_is_accepted_with_reason_owner_and_last_day(window, workspace) -> None:
    finding = window.problems.findings[0]
    _choose(window, finding.rule)
    QTest.mouseClick(window.problems.bar.accept, Qt.MouseButton.LeftButton)
    dialog = window.findChild(WaiverDialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog.reason.setPlainText("Agreed with the customer")
    dialog.owner.setText("Jana")
    dialog.expires.setText("2027-13-01")
    assert not ok.isEnabled()

    dialog.expires.setText("2027-12-31")
    QTest.mouseClick(ok, Qt.MouseButton.LeftButton)

    waiver = workspace.controller.design.waivers[0]
    assert (waiver.rule, waiver.reason, waiver.owner, waiver.expires) == (
        finding.rule,
        "Agreed with the customer",
        "Jana",
        "2027-12-31",
    )
