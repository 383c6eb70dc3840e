"""Model tree, problems, rules, votes, capacity and history show what the document says and lead back to it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.app.dialogs.waiver import WaiverDialog
from designer.app.main_window import MainWindow
from designer.app.notices import Notice, Severity
from designer.app.panels.after_loss import carried_after_loss, lost_site
from designer.app.workspace import Workspace
from designer.base.texts import msg
from designer.editing.elements import RenameElement
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.policy import EnablerProduct
from designer.model.project import Project
from designer.model.workload import MemoryKind, VmMemory
from tests.support.designs import with_settings

Show = Callable[[Project], MainWindow]
DESIGN = "two-plus-one"


def faulty() -> Design:
    """A 2+1 on CLARiiON that is to be driven by SRDF/CE: rule ST01."""
    return with_settings(build(Blueprint(2, 1)), "enabler", product=EnablerProduct.SRDF_CE)


@pytest.fixture
def window(open_window: Show) -> MainWindow:
    return open_window(Project(designs=(faulty(),)))


def test_the_tree_lists_every_element_and_selects_both_ways(window: MainWindow, workspace: Workspace) -> None:
    controller = workspace.controller
    assert set(window.tree._items) == set(controller.design.by_id)

    window.tree.tree.clearSelection()
    window.tree._items["vm-02"].setSelected(True)
    assert controller.selection == ("vm-02",)

    controller.select(("array-s",))
    assert window.tree._items["array-s"].isSelected()


def test_the_tree_says_in_one_sentence_what_an_element_is(window: MainWindow) -> None:
    said = window.tree._items["array-p"].data(0, Qt.ItemDataRole.AccessibleTextRole)

    assert said.startswith("Array P, array, Primary site, ")
    assert "problem" in said


def test_the_tree_follows_a_new_name(window: MainWindow, workspace: Workspace) -> None:
    workspace.controller.run(RenameElement(DESIGN, "s1", "HV-B1"))

    assert window.tree._items["s1"].text(0) == "HV-B1"


def test_a_finding_is_accepted_with_a_reason_and_taken_back(window: MainWindow, workspace: Workspace) -> None:
    finding = next(one for one in window.problems.findings if one.rule == "ST01")
    window.ask_waiver(finding)
    dialog = window.findChild(WaiverDialog)
    ok = dialog.buttons.buttons()[0]
    assert not ok.isEnabled()

    dialog.reason.setPlainText("The vendor confirmed it in writing.")
    dialog.owner.setText("A. Architect")
    dialog.accept()
    workspace.checks.check_now()

    assert workspace.controller.design.waivers[0].owner == "A. Architect"
    waived = next(one for one in window.problems.findings if one.rule == "ST01")
    assert waived.waived
    window.problems.unwaive_asked.emit(waived)
    assert workspace.controller.design.waivers == ()


def test_the_tab_counts_what_is_not_accepted(window: MainWindow) -> None:
    errors = sum(one.severity == "error" for one in window.problems.findings)

    assert errors
    assert window.status.errors.text() == f"E\u00a0{errors}"


def test_rules_show_what_concerns_the_selection(window: MainWindow, workspace: Workspace) -> None:
    workspace.controller.select(("array-p",))

    assert window.rules.findings
    assert all("array-p" in finding.subjects for finding in window.rules.findings)


def test_the_vote_table_counts_two_plus_one(window: MainWindow) -> None:
    window.sides["bottom"].raise_panel("votes")

    members = [[cell.text for cell in row.cells] for row in window.votes.members.facts.rows]
    assert [row[-1] for row in members] == ["1", "1", "1", "3"]
    losses = {row.key: [cell.text for cell in row.cells] for row in window.votes.losses.facts.rows}
    assert losses["site:site-p"][1:3] == ["1", "2"], "one of three votes is left, two are needed"
    assert losses["site:site-s"][1:3] == ["2", "2"]


def test_the_capacity_table_adds_up(window: MainWindow) -> None:
    window.sides["bottom"].raise_panel("capacity")

    row = {row.key: [cell.text for cell in row.cells] for row in window.capacity.table.facts.rows}["p1"]

    assert row[2] == "96\u00a0GiB"
    assert row[3] == "3.2\u00a0GiB", "384 MiB + 96 × 30 MiB = 3,264 MiB"
    assert row[6] == "3"


def test_history_goes_back_to_the_step_clicked(window: MainWindow, workspace: Workspace) -> None:
    opened = workspace.controller.project
    for name in ("A", "B", "C"):
        workspace.controller.run(RenameElement(DESIGN, "s1", name))
        workspace.controller.break_merging()

    window.history.list.itemClicked.emit(window.history.list.item(1))
    assert workspace.controller.design.node("s1").name == "A"
    window.history.list.itemClicked.emit(window.history.list.item(3))
    assert workspace.controller.design.node("s1").name == "C"
    window.history.list.itemClicked.emit(window.history.list.item(0))
    assert workspace.controller.project is opened


def test_undo_selects_what_came_back(window: MainWindow, workspace: Workspace) -> None:
    workspace.controller.run(RenameElement(DESIGN, "s1", "HV-B1"))
    workspace.controller.select(())

    workspace.controller.undo()

    assert workspace.controller.selection == ("s1",)


def test_after_a_loss_static_memory_that_does_not_fit_waits() -> None:
    design = build(Blueprint(2, 1, vms=4, vm_memory_mib=16_384, secondary_memory_mib=40_960))
    node = design.node("s1")

    shares, waiting = carried_after_loss(design, node, "site-p")

    assert lost_site(design, node) == "site-p"
    assert len(shares) == 2, "40 GiB less the parent's 1.6 GiB hold two VMs of 16 GiB and their overhead"
    assert waiting == ("vm-03", "vm-04")


def test_after_a_loss_the_panel_places_vms_as_the_failure_matrix_does() -> None:
    """Six VMs dealt over two nodes by preferred owners: three each, whichever has more room."""
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))

    carried = [len(carried_after_loss(design, design.node(node_id), "site-p")[0]) for node_id in ("s1", "s2")]

    assert carried == [3, 3]


def test_after_a_loss_dynamic_memory_lets_all_start() -> None:
    design = build(Blueprint(2, 1, vms=4, secondary_memory_mib=40_960))
    memory = VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=4096, maximum_mib=16_384, demand_mib=9000)
    squeezed = design.evolve(vms=tuple(vm.evolve(memory=memory) for vm in design.vms))

    shares, waiting = carried_after_loss(squeezed, squeezed.node("s1"), "site-p")

    assert (len(shares), waiting) == (4, ())
    assert sum(share.assigned_mib for share in shares) <= squeezed.node("s1").available_mib


def test_a_click_on_the_chosen_problem_shows_it_again(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    table = window.problems.table
    spot = table.visualItemRect(table.item(0, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    workspace.controller.select(("vm-02",))

    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert workspace.controller.selection == window.problems.findings[0].subjects


def test_a_notice_moves_nothing_on_the_page(window: MainWindow, workspace: Workspace, qapp: QApplication) -> None:
    before = window.canvas.geometry(), window.canvas.view.scale_now

    workspace.controller.notify(Notice(msg("The file could not be read."), Severity.ERROR))
    qapp.processEvents()

    assert window.strip.isVisible()
    assert (window.canvas.geometry(), window.canvas.view.scale_now) == before
    assert window.strip.parentWidget().rect().contains(window.strip.geometry())
