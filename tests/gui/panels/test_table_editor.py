"""The table editor: cells read and write like the inspector, and a spreadsheet is pasted whole or not at all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from designer.app.panels.cell_errors import CellErrorsDialog
from designer.app.panels.table_cells import Rows, plan_paste, read_cells
from designer.app.panels.table_editor import TableEditor
from designer.assets.translations import translator
from designer.model.fields import field_label
from designer.model.project import Project


@pytest.fixture
def editor(controller, context, qtbot) -> TableEditor:
    made = TableEditor(controller, context)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def _applied(project: Project, rows: Rows, text: str, at: tuple[int, int] = (0, 0)) -> Project:
    plan = plan_paste(project, project.designs[0].id, rows, text, at=at)
    assert plan.errors == ()
    assert plan.command is not None
    return plan.command.apply(project)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\nc\td\n", (("a", "b"), ("c", "d"))),
        ("a;b\n1,5;2\n", (("a", "b"), ("1,5", "2"))),
        ('"a, and b",c\n', (("a, and b", "c"),)),
        ('"two\nlines"\tx\n', (("two\nlines", "x"),)),
        ("P1\n\n\n", (("P1",),)),
    ],
)
def test_what_spreadsheets_copy_is_read(text, cells) -> None:
    assert read_cells(text) == cells


def test_headings_tell_the_columns_and_names_find_the_rows(project: Project) -> None:
    after = _applied(project, Rows.NODES, "Name\tMemory\tSockets\nS1\t128 GiB\t4\nP1\t96 GB\t2\n")

    design = after.designs[0]
    assert (design.node("s1").memory_mib, design.node("s1").sockets) == (131072, 4)
    assert design.node("p1").memory_mib == 98304
    assert design.node("p2") == project.designs[0].node("p2")


def test_czech_headings_and_decimal_commas_are_understood(project: Project) -> None:
    heads = f"{_czech('name')};{_czech('dirty_mib_s')}"

    after = _applied(project, Rows.VMS, f"{heads}\n{project.designs[0].vms[0].name};12,5 MiB/s\n")

    assert after.designs[0].vms[0].dirty_mib_s == 12.5


def _czech(field: str) -> str:
    return translator("cs").render(field_label(field))


def test_rows_below_the_last_make_new_elements(project: Project) -> None:
    after = _applied(project, Rows.NODES, "P3\tPrimary site\nS2\tSecondary site\n", (3, 0))

    names = {node.name: after.designs[0].name_of(node.site) for node in after.designs[0].nodes[3:]}
    assert names == {"P3": "Primary site", "S2": "Secondary site"}


def test_vms_come_with_their_luns_from_a_sheet(project: Project) -> None:
    before = project.designs[0]
    after = _applied(project, Rows.VMS, "Name,Node,vcpus\nmail,P1,4\nweb,P2,2\n").designs[0]

    fresh = {vm.name: vm for vm in after.vms if vm.id not in before.by_id}
    assert {name: (after.name_of(vm.node), vm.vcpus) for name, vm in fresh.items()} == {
        "mail": ("P1", 4),
        "web": ("P2", 2),
    }
    assert all(vm.luns for vm in fresh.values())


def test_every_cell_that_does_not_fit_is_named_and_nothing_changes(project: Project) -> None:
    text = "Name\tMemory\tSite\nP1\tmuch\tPrimary site\nP2\t64 GiB\tAtlantis\n"

    plan = plan_paste(project, project.designs[0].id, Rows.NODES, text)

    assert plan.command is None
    assert [(one.row, one.column) for one in plan.errors] == [(1, 1), (2, 2)]
    assert str(plan.errors[0].message).startswith("B2")
    assert "Atlantis" in str(plan.errors[1].message)


def test_pasting_by_keyboard_is_one_step_that_undo_takes_back(editor: TableEditor, controller) -> None:
    before = controller.project
    QGuiApplication.clipboard().setText("Name\tMemory\nP1\t32 GiB\nP2\t48 GiB\n")
    editor.table.setFocus()

    QTest.keyClick(editor.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert [node.memory_mib for node in controller.design.nodes[:2]] == [32768, 49152]
    controller.undo()
    assert controller.project is before


def test_a_sheet_that_does_not_fit_is_answered_with_its_cells(editor: TableEditor, controller) -> None:
    before = controller.project
    QGuiApplication.clipboard().setText("Name\tVotes\nP1\tmany\n")

    editor.paste()

    dialog = editor.findChild(CellErrorsDialog)
    assert dialog.list.item(0).text().startswith("B2")
    assert controller.project is before
    dialog.reject()


def test_what_is_copied_can_be_pasted_back(editor: TableEditor, controller) -> None:
    editor.table.selectAll()
    editor.copy()

    plan = plan_paste(controller.project, controller.design_id, Rows.NODES, QGuiApplication.clipboard().text())

    assert plan.errors == ()
    assert plan.command is None or plan.command.apply(controller.project) == controller.project


def test_typing_into_a_cell_changes_the_design(editor: TableEditor, controller, qtbot) -> None:
    column = next(place for place, spec in enumerate(editor.model.columns) if spec.path == "memory_mib")
    editor.table.setCurrentIndex(editor.model.index(0, column))
    editor.table.edit(editor.model.index(0, column))
    line = editor.table.findChild(QLineEdit)
    line.selectAll()

    QTest.keyClicks(line, "72 GiB")
    QTest.keyClick(line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: controller.design.nodes[0].memory_mib == 73728)


def test_the_row_for_a_new_element_makes_one(editor: TableEditor, controller) -> None:
    editor.model.setData(editor.model.index(len(editor.model.elements), 0), "P9")

    assert "P9" in {node.name for node in controller.design.nodes}


def test_a_chosen_row_is_selected_everywhere(editor: TableEditor, controller, qtbot) -> None:
    with qtbot.waitExposed(editor):
        editor.activateWindow()
    editor.table.setFocus()
    qtbot.waitUntil(editor.table.hasFocus)

    editor.table.selectRow(1)

    assert controller.selection == ("p2",)
