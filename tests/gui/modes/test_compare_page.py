"""Compare: every event has its letter and reason for every variant; the facts can be played and adopted."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton

from designer.app.document_controller import DocumentController, Mode
from designer.app.modes.compare_page import ComparePage
from designer.app.modes.lines import broken
from designer.editing.properties import SetVote
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.resilience.matrix import events_of, matrix


@pytest.fixture
def controller(qapp) -> DocumentController:
    designs = (build(Blueprint(1, 1)), build(Blueprint(2, 2)), build(Blueprint(2, 1)))
    return DocumentController(Project(designs=designs, recommended="one-plus-one"))


@pytest.fixture
def page(qtbot, controller, context) -> ComparePage:
    page = ComparePage(controller, context)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    with qtbot.waitExposed(page):
        page.show()
    controller.set_mode(Mode.COMPARE)
    yield page
    page.hide()


def letters(page: ComparePage, column: int) -> dict[str, str]:
    return {row.key: row.cells[column].letter for row in page.failures.facts.rows}


def test_every_event_of_every_variant_has_its_letter(page, controller):
    for column, design in enumerate(controller.project.designs, start=1):
        shown = {event: letter for event, letter in letters(page, column).items() if letter}
        expected = {
            row.event: row.verdict.outcome.value + ("u" if row.verdict.unprotected else "") for row in matrix(design)
        }
        assert shown == expected


def test_rows_hold_every_event_of_the_contract(page, controller):
    events = {event for design in controller.project.designs for event in events_of(design)}

    assert {row.key for row in page.failures.facts.rows} == events


def test_the_loss_of_the_primary_site_stops_a_2_plus_1(page):
    assert letters(page, 3)["site:site-p"] == "QTu"


def test_an_event_that_a_variant_lacks_shows_a_dash(page):
    row = next(row for row in page.failures.facts.rows if row.key == "node:p2")

    assert row.cells[1].text == "–"


def test_choosing_a_cell_shows_its_reason(qtbot, page, controller):
    table = page.failures
    spot = table.visualRect(table.facts.index(0, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    verdict = matrix(controller.project.designs[0])[0].verdict
    assert page._context.text(verdict.reason) in page._why_failure.shown


def test_a_failure_is_played_for_the_variant_of_its_cell(qtbot, page):
    row = next(place for place, row in enumerate(page.failures.facts.rows) if row.key == "site:site-p")
    page.failures.setCurrentIndex(page.failures.facts.index(row, 3))
    with qtbot.waitSignal(page.play_requested) as asked:
        qtbot.mouseClick(page.play, Qt.MouseButton.LeftButton)

    assert asked.args == ["two-plus-one", "site:site-p"]
    with qtbot.waitSignal(page.play_requested) as asked:
        qtbot.keyClick(page.failures, Qt.Key.Key_Return)
    assert asked.args == ["two-plus-one", "site:site-p"]


def test_every_criterion_of_the_contract_has_a_row(page):
    keys = {row.key for row in page.criteria.facts.rows}

    assert keys >= {
        *("node-loss", "site-loss", "lan-cut", "votes-left-after-site-loss", "memory-after-site-loss"),
        *("not-started-after-site-loss", "blackout-s", "rto-node-s", "rto-site-s", "single-points"),
        *("nodes", "licences", "cost"),
    }


def test_the_recommended_variant_is_adopted_by_a_command(qtbot, page, controller):
    wanted = page.comparison.recommendation.design
    qtbot.mouseClick(page.card.adopt, Qt.MouseButton.LeftButton)

    assert controller.project.recommended == wanted
    assert not page.card.adopt.isEnabled()
    controller.undo()
    assert controller.project.recommended == "one-plus-one"


def test_a_decision_is_recorded_with_its_reasons(qtbot, page, controller):
    qtbot.mouseClick(page.card.record, Qt.MouseButton.LeftButton)

    entry = controller.project.registers[-1]
    assert entry.kind == "decision"
    assert entry.reason == " ".join(page.card.texts())


def test_a_variant_can_be_left_out_but_not_all(qtbot, page):
    for name in ("variant:one-plus-one", "variant:two-plus-two"):
        qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    page.refresh()

    assert len(page.comparison.columns) == 2


def test_an_edit_makes_the_comparison_new(qtbot, page, controller):
    before = page.comparison
    controller.run(SetVote("two-plus-one", "p2", 0))
    was_stale = page.is_stale
    qtbot.waitUntil(lambda: page.comparison is not before)

    assert was_stale
    assert not page.is_stale


def test_pictures_share_one_scale_also_when_one_is_zoomed(qtbot, page):
    qtbot.waitUntil(lambda: len({round(view.scale_now, 6) for view in page.pictures.views}) == 1)
    view = page.pictures.views[1]
    fitted = view.scale_now
    middle = QPointF(view.viewport().rect().center())
    turn = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), turn)

    scales = {round(other.scale_now, 6) for other in page.pictures.views}
    assert len(scales) == 1
    assert scales.pop() > fitted


def test_one_variant_alone_is_not_compared(qtbot, controller, context):
    controller.adopt(Project(designs=(build(Blueprint(2, 1)),)), None)
    controller.set_mode(Mode.COMPARE)
    page = ComparePage(controller, context)
    qtbot.addWidget(page)

    assert page.comparison is None
    assert page._stack.currentWidget() is page._empty


def test_no_criterion_is_cut_as_long_as_its_row_can_grow(page):
    table = page.criteria
    room = table.columnWidth(0) - 20
    for place, row in enumerate(table.facts.rows):
        lines = broken(row.cells[0].text, table.font(), room=room, most=3)
        assert " ".join(lines) == row.cells[0].text
        assert table.rowHeight(place) >= len(lines) * table.fontMetrics().height()


def test_a_new_computation_leaves_the_keyboard_in_the_table(page, controller):
    assert page.failures.hasFocus()

    controller.run(SetVote("two-plus-one", "p2", 0))
    page.refresh()

    assert page.failures.hasFocus()


def test_long_times_are_told_in_minutes(page):
    cells = next(row.cells for row in page.criteria.facts.rows if row.key == "rto-site-s")
    seconds = page.comparison.criterion("rto-site-s").cells[0].value

    assert cells[1].text == f"{seconds // 60:.0f}\u00a0min {seconds % 60:.0f}\u00a0s"


def test_the_letters_of_the_table_are_explained(page):
    shown = {cell.letter for row in page.failures.facts.rows for cell in row.cells if cell.letter}

    for letter in shown:
        assert letter.removesuffix("u") in page.legend.text()


def test_the_chosen_cell_stays_with_its_variant_when_another_is_left_out(qtbot, page):
    row = next(place for place, row in enumerate(page.failures.facts.rows) if row.key == "site:site-p")
    page.failures.setCurrentIndex(page.failures.facts.index(row, 3))

    qtbot.mouseClick(page.findChild(QPushButton, "variant:one-plus-one"), Qt.MouseButton.LeftButton)
    page.refresh()

    with qtbot.waitSignal(page.play_requested) as asked:
        qtbot.keyClick(page.failures, Qt.Key.Key_Return)
    assert asked.args == ["two-plus-one", "site:site-p"]


def test_a_cell_says_rto_data_and_machines_that_stay_off(page, controller):
    design = controller.project.designs[2]
    for row in matrix(design):
        cell = next(one for one in page.failures.facts.rows if one.key == row.event).cells[3]
        lines = cell.hint.split("\n")
        assert lines[-3].startswith("RTO: ")
        assert (lines[-3] == "RTO: until repair") is (row.verdict.rto_us is None)
        assert lines[-2].startswith("Data: ")
        for vm in row.verdict.not_started:
            assert design.name_of(vm) in lines[-1]


def test_the_pictures_carry_signs_only_while_differences_are_looked_at(page):
    tabs = page.tabs
    tabs.setCurrentWidget(page.differences)

    def signed():
        return [view for view in page.pictures.views if any("difference:" in key for key in view.canvas.value.by_key)]

    assert len(signed()) == 2
    tabs.setCurrentIndex(0)
    assert signed() == []
