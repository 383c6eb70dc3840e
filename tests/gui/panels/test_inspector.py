"""The inspector shows every fact of the selection and hands each edit over as one command."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.panels.field_rows import MIXED
from designer.app.panels.field_table import cluster_sections, sections_of, value_at
from designer.app.panels.inspector import Inspector
from designer.model.array import ConsistencyGroup
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.note import Note
from designer.model.project import Project

DESIGN = "two-plus-one"


@pytest.fixture
def controller(qapp) -> DocumentController:
    design = build(Blueprint(2, 1, WitnessPlace.THIRD))
    whole = design.evolve(
        notes=(Note(id="note-1", text="To be asked"),), consistency_groups=(ConsistencyGroup(id="cg-1", name="CG 1"),)
    )
    return DocumentController(Project(designs=(whole,)))


@pytest.fixture
def inspector(qtbot: QtBot, controller: DocumentController, context: AppContext) -> Inspector:
    inspector = Inspector(controller, context)
    qtbot.addWidget(inspector)
    inspector.resize(340, 900)
    with qtbot.waitActive(inspector):
        inspector.show()
        inspector.activateWindow()
    return inspector


def line(inspector: Inspector, path: str) -> QLineEdit:
    editor = inspector.row(path).editor
    assert isinstance(editor, QLineEdit)
    return editor


def type_into(editor: QLineEdit, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)


def test_every_kind_of_element_shows_all_its_fields(inspector: Inspector, controller: DocumentController) -> None:
    design = controller.project.design(DESIGN)
    for element in design.elements():
        controller.select((element.id,))

        wanted = [spec.path for section in sections_of(design, element) for spec in section.fields]
        assert [row.spec.path for row in inspector.rows] == wanted
        assert wanted


def test_with_nothing_selected_the_settings_of_the_cluster_show(inspector: Inspector) -> None:
    wanted = [spec.path for section in cluster_sections() for spec in section.fields]

    assert [row.spec.path for row in inspector.rows] == wanted
    assert line(inspector, "timings.vm_boot_ms").text() == "1\u00a0min"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("64 GiB", 65_536), ("98304 MiB", 98_304), ("0,5 TiB", 524_288), ("128", 131_072), ("1 024 MiB", 1024)],
)
def test_memory_is_typed_with_or_without_a_unit(
    inspector: Inspector, controller: DocumentController, typed: str, expected: int
) -> None:
    controller.select(("s1",))

    type_into(line(inspector, "memory_mib"), typed)

    assert controller.project.design(DESIGN).node("s1").memory_mib == expected


def test_what_makes_no_sense_is_refused_under_the_field_and_changes_nothing(
    inspector: Inspector, controller: DocumentController
) -> None:
    controller.select(("s1",))
    before = controller.project

    type_into(line(inspector, "memory_mib"), "much")

    row = inspector.row("memory_mib")
    assert controller.project is before
    assert "64\u00a0GiB" in row.refusal.text()
    assert row.editor.property("refused") is True


def test_what_the_model_refuses_is_said_under_the_field(inspector: Inspector, controller: DocumentController) -> None:
    controller.select(("s1",))

    type_into(line(inspector, "votes"), "7")

    assert controller.project.design(DESIGN).node("s1").votes == 1
    assert inspector.row("votes").refusal.text()


def test_escape_goes_back_to_the_value_before_and_leaves_no_step(
    inspector: Inspector, controller: DocumentController, qtbot: QtBot
) -> None:
    controller.select(("s1",))
    editor = line(inspector, "name")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "HV-B1")
    qtbot.waitUntil(lambda: controller.project.design(DESIGN).node("s1").name == "HV-B1")

    QTest.keyClick(editor, Qt.Key.Key_Escape)

    assert editor.text() == "S1"
    assert controller.project.design(DESIGN).node("s1").name == "S1"
    assert controller.history_state().undo is None


def test_typing_in_one_field_is_one_step(inspector: Inspector, controller: DocumentController, qtbot: QtBot) -> None:
    controller.select(("s1",))
    editor = line(inspector, "name")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "HV")
    qtbot.waitUntil(lambda: controller.project.design(DESIGN).node("s1").name == "HV")
    QTest.keyClicks(editor, "-B1")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    assert controller.project.design(DESIGN).node("s1").name == "HV-B1"
    assert len(controller.session.undo_labels) == 1


def test_several_elements_show_a_dash_and_take_a_value_together(
    inspector: Inspector, controller: DocumentController
) -> None:
    controller.select(("s1",))
    type_into(line(inspector, "memory_mib"), "64 GiB")
    controller.select(("p1", "s1"))
    assert line(inspector, "memory_mib").text() == MIXED

    type_into(line(inspector, "memory_mib"), "128 GiB")

    design = controller.project.design(DESIGN)
    assert {design.node(one).memory_mib for one in ("p1", "s1")} == {131_072}
    controller.undo()
    assert controller.project.design(DESIGN).node("s1").memory_mib == 65_536


def test_a_choice_is_committed_at_once(inspector: Inspector, controller: DocumentController) -> None:
    controller.select(("array-p",))
    box = inspector.row("family").editor
    assert isinstance(box, QComboBox)

    box.setCurrentIndex(box.findData("vmax"))
    box.activated.emit(box.currentIndex())

    assert controller.project.design(DESIGN).array("array-p").family == "vmax"


def test_the_origin_says_typed_default_or_computed(inspector: Inspector, controller: DocumentController) -> None:
    controller.select(("s1",))
    assert inspector.row("memory_mib").origin.text() == "default"
    assert inspector.row("reserve_mib").origin.text() == "computed"

    type_into(line(inspector, "memory_mib"), "64 GiB")

    assert inspector.row("memory_mib").origin.text() == "typed"


def test_undo_shows_the_former_value(inspector: Inspector, controller: DocumentController) -> None:
    controller.select(("s1",))
    type_into(line(inspector, "memory_mib"), "64 GiB")

    controller.undo()

    assert line(inspector, "memory_mib").text() == "96\u00a0GiB"


def test_values_are_read_by_their_path(controller: DocumentController) -> None:
    design = controller.project.design(DESIGN)

    assert value_at(design.node("p1"), "nics.1.rate_mbit") == 1000
    assert value_at(design.vm("vm-01"), "memory.startup_mib") == 4096


def test_escape_takes_back_what_was_refused(inspector: Inspector, controller: DocumentController) -> None:
    controller.select(("p1",))
    before = line(inspector, "memory_mib").text()
    type_into(line(inspector, "memory_mib"), "abc")
    assert inspector.row("memory_mib").refusal.isVisible()

    QTest.keyClick(line(inspector, "memory_mib"), Qt.Key.Key_Escape)

    assert line(inspector, "memory_mib").text() == before
    assert not inspector.row("memory_mib").refusal.isVisible()


def test_a_section_opened_late_takes_the_keyboard_after_its_own_head(inspector: Inspector) -> None:
    """Rows are made when their section is first open; Tab must go on inside it, not behind the last section."""
    heads = [one for one in inspector.findChildren(QToolButton) if one.property("kind") == "section"]
    shut = next(head for head in heads if not head.isChecked())

    shut.setChecked(True)

    following = shut.nextInFocusChain()
    while following.focusPolicy() is Qt.FocusPolicy.NoFocus or not following.isVisible():
        following = following.nextInFocusChain()
    own = [row.editor for row in inspector.rows if row.editor.isVisible()]
    assert any(editor is following or editor.isAncestorOf(following) for editor in own)
    assert following not in heads
