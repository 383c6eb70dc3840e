"""A sweep: every shape judged step by step, the front marked, any point opened as a variant in one step."""

import pytest
from PySide6.QtCore import Qt

from designer.app.document_controller import DocumentController
from designer.app.modes.sweep_dialog import SweepDialog
from designer.editing.properties import SetVote
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.model.reshape import shape_of, shapes


@pytest.fixture
def controller(qapp) -> DocumentController:
    return DocumentController(Project(designs=(build(Blueprint(1, 1, vms=2)),)))


@pytest.fixture
def dialog(qtbot, controller, context) -> SweepDialog:
    dialog = SweepDialog(controller, context)
    qtbot.addWidget(dialog)
    dialog.show_design(controller.design)
    dialog.primary.setValue(1)
    dialog.secondary.setValue(1)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


@pytest.fixture
def swept(qtbot, dialog) -> SweepDialog:
    qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.job.is_running, timeout=20_000)
    return dialog


def test_before_the_sweep_nothing_can_be_opened(dialog):
    assert not dialog.adopt.isEnabled()
    assert dialog._stack.currentIndex() == 0


def test_every_shape_is_judged_and_the_front_stands_first(swept, controller):
    wanted = shapes(controller.design, 1, 1)
    rows = swept.table.facts.rows

    assert {swept._sweep.points[int(row.key)].shape for row in rows} == set(wanted)
    first = [int(row.key) for row in rows[: len(swept._sweep.front)]]
    assert sorted(first) == list(swept._sweep.front)


def test_the_front_alone_can_be_shown(qtbot, swept):
    swept.only_front.setChecked(True)

    assert len(swept.table.facts.rows) == len(swept._sweep.front)


def test_a_click_on_a_point_chooses_its_row(qtbot, swept):
    key = str(swept._sweep.front[0])
    qtbot.mouseClick(swept.chart, Qt.MouseButton.LeftButton, pos=swept.chart.point_of(f"dot:{key}"))

    at = swept.table.currentIndex()
    assert swept._sweep.points[int(swept.table.key_at(at))].value("minutes-per-year") == pytest.approx(
        swept._sweep.points[int(key)].value("minutes-per-year")
    )
    assert swept.adopt.isEnabled()


def test_the_chosen_point_becomes_a_variant_that_undo_takes_back(qtbot, swept, controller):
    swept.table.setFocus()
    swept.table.setCurrentIndex(swept.table.facts.index(1, 0))
    point = swept._sweep.points[int(swept.table.facts.rows[1].key)]
    qtbot.mouseClick(swept.adopt, Qt.MouseButton.LeftButton)

    assert len(controller.project.designs) == 2
    assert shape_of(controller.project.designs[1]) == point.shape
    assert controller.design is controller.project.designs[1]
    controller.undo()
    assert len(controller.project.designs) == 1


def test_a_changed_variant_must_be_swept_again(swept, controller):
    swept.table.setCurrentIndex(swept.table.facts.index(0, 0))
    assert swept.adopt.isEnabled()
    controller.run(SetVote("one-plus-one", "s1", 0))

    assert not swept.adopt.isEnabled()
    assert "changed since" in swept.told.text()


def test_a_stopped_sweep_keeps_what_it_knows(qtbot, dialog):
    dialog.primary.setValue(2)
    dialog.secondary.setValue(2)
    qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.job.points), timeout=20_000)
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    known = len(dialog.job.points)

    assert 0 < known < dialog.job.total
    assert not dialog.job.is_running
    assert len(dialog.table.facts.rows) == known
    assert dialog.begin.isVisible()


def test_closing_ends_the_work(qtbot, dialog):
    dialog.primary.setValue(2)
    qtbot.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.job.is_running
    assert not dialog.isVisible()
