"""Whole ways through the window: what a person does from opening to reopening, with the document as the judge."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from designer.app.document_controller import Mode
from designer.app.main_window import MainWindow
from designer.app.panels.palette_panel import mime_of
from designer.app.workspace import Workspace
from designer.assets.loader import sample_bytes
from designer.drawing.geometry import Point
from designer.editing.wiring import Connect
from designer.model.project import Project
from designer.persistence.codec import decode
from designer.persistence.files import load, save


def article() -> Project:
    return decode(sample_bytes("article"), "article")


LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Show = Callable[[Project], MainWindow]


def middle(window: MainWindow, element_id: str) -> QPoint:
    item = window.canvas.picture.symbol_of(element_id)
    assert item is not None
    centre = item.outline.bounds().centre
    return window.canvas.view.mapFromScene(centre.x, centre.y)


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    viewport = window.canvas.view.viewport()
    QTest.mousePress(viewport, LEFT, PLAIN, start)
    for part in range(1, 6):
        QTest.mouseMove(viewport, start + (end - start) * part / 5)
    QTest.mouseRelease(viewport, LEFT, PLAIN, end)


def type_into(editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_the_article_is_edited_undone_redone_saved_and_reopened(
    open_window: Show, workspace: Workspace, tmp_path: Path
) -> None:
    opened = article()
    window = open_window(opened)
    controller = workspace.controller
    place = controller.design.layout.place_of("s1")

    drag(window, middle(window, "s1"), middle(window, "s1") + QPoint(0, 40))
    window.canvas.view.setFocus()
    window.actions_set.trigger("edit.rename")
    type_into(window.canvas.findChild(QLineEdit, "name-editor"), "HV-B1")
    type_into(window.inspector.row("memory_mib").editor, "96 GiB")
    window.canvas.view.fit()
    node = next(row.placeable for row in window.placing.rows if row.placeable and row.placeable.id == "node")
    window.canvas.view.setFocus()
    window.canvas.use_place(node)
    site = window.canvas.picture.symbol_of("site-s").bounds
    spot = window.canvas.view.mapFromScene(site.centre.x, site.bottom - 30)
    QTest.mouseMove(window.canvas.view.viewport(), spot)
    QTest.mouseClick(window.canvas.view.viewport(), LEFT, PLAIN, spot)
    window.canvas.commit(Connect(controller.design_id, "s2", "array-s"))

    design = controller.design
    assert design.layout.place_of("s1") != place
    assert design.node("s1").name == "HV-B1"
    assert design.node("s1").memory_mib == 96 * 1024
    assert design.node("s2").site == "site-s"
    assert any(link.node == "s2" for link in design.san_links)
    edited = controller.project

    while controller.history_state().undo is not None:
        window.actions_set.trigger("edit.undo")
    assert controller.project is opened
    assert controller.is_clean
    while controller.history_state().redo is not None:
        window.actions_set.trigger("edit.redo")
    assert controller.project is edited

    target = tmp_path / "mine.geocluster"
    controller.saved_as(target)
    save(controller.project, target)
    assert controller.is_clean
    assert load(target) == edited
    assert window.files.open_at_once(target)
    assert controller.project == edited


def test_a_name_typed_in_place_leaves_the_keyboard_on_the_canvas(
    open_window: Show, workspace: Workspace, project: Project, qtbot: QtBot
) -> None:
    window = open_window(project)
    workspace.controller.select(("s1",))
    window.canvas.view.setFocus()
    window.actions_set.trigger("edit.rename")

    type_into(window.canvas.findChild(QLineEdit, "name-editor"), "HV-B1")
    assert QApplication.focusWidget() is window.canvas.view
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)

    assert workspace.controller.design.node("s1").name == "HV-B1"
    assert window.canvas.tool_name != "select", "N is the key that places a node"


def test_a_failure_chosen_in_compare_is_played_in_simulate(open_window: Show, workspace: Workspace) -> None:
    window = open_window(article())
    window.actions_set.trigger("mode.compare")
    table = window.compare.failures
    row = [one.key for one in table.facts.rows].index("nodes:site-p")
    spot = table.visualRect(table.facts.index(row, 1))
    QTest.mouseClick(table.viewport(), LEFT, PLAIN, spot.center())

    QTest.mouseClick(window.compare.play, LEFT)

    shown = workspace.controller.project.designs[0].id
    assert workspace.controller.mode is Mode.SIMULATE
    assert workspace.controller.design_id == shown
    assert window.simulate.request.design.id == shown
    assert window.simulate.request.scenario.actions[0].target == "nodes:site-p"
    assert window.simulate.facts.timeline.steps
    assert not window.strip.isVisible()


def test_a_palette_row_dropped_on_the_canvas_adds_its_element(open_window: Show, project: Project) -> None:
    window = open_window(project)
    row = next(one for one in window.placing.rows if one.placeable and one.placeable.id == "array")
    tool = window.canvas.view._tool
    at = Point(*window.canvas.picture.symbol_of("site-s").outline.bounds().centre)

    data = mime_of(row.placeable)
    assert tool.drag_over(data, at)
    assert tool.drop(data, at)

    assert len(window._controller.design.arrays_in("site-s")) == 2


def test_every_action_of_the_table_does_something(open_window: Show, project: Project) -> None:
    assert open_window(project).actions_set.unbound() == ()


@pytest.mark.parametrize("mode", list(Mode))
def test_each_mode_shows_its_page_and_leaves_the_document_alone(
    open_window: Show, workspace: Workspace, mode: Mode
) -> None:
    opened = article()
    window = open_window(opened)

    window.actions_set.trigger(f"mode.{mode.value}")

    assert workspace.controller.mode is mode
    assert window.actions_set.action(f"mode.{mode.value}").isChecked()
    assert window.docks["right"].isVisible() is (mode is Mode.DESIGN)
    assert workspace.controller.project is opened


def test_language_and_theme_change_without_restart_and_keep_the_document(
    open_window: Show, workspace: Workspace, qtbot: QtBot
) -> None:
    opened = article()
    first = open_window(opened)
    workspace.controller.select(("s1",))

    workspace.context.preferences.language = "cs"
    qtbot.waitUntil(lambda: workspace.window is not first)

    assert workspace.context.translator.language == "cs"
    assert workspace.controller.project is opened
    assert workspace.controller.selection == ("s1",)
    assert workspace.window.isVisible()


def test_closing_with_changes_asks_and_cancel_keeps_everything(
    open_window: Show, workspace: Workspace, project: Project, qtbot: QtBot
) -> None:
    window = open_window(project)
    workspace.controller.select(("p1",))
    window.actions_set.trigger("edit.delete")

    window.close()
    box = window.findChild(QMessageBox, "unsaved")
    assert window.isVisible()
    box.button(QMessageBox.StandardButton.Cancel).click()

    assert window.isVisible()
    assert workspace.controller.design.find("p1") is None


def test_closing_with_changes_may_throw_them_away(open_window: Show, workspace: Workspace, project: Project) -> None:
    window = open_window(project)
    workspace.controller.select(("p1",))
    window.actions_set.trigger("edit.delete")

    window.close()
    window.findChild(QMessageBox, "unsaved").button(QMessageBox.StandardButton.Discard).click()

    assert not window.isVisible()


def test_findings_follow_what_is_typed(open_window: Show, workspace: Workspace) -> None:
    window = open_window(article())
    assert "ST01" in {finding.rule for finding in workspace.controller.judgement.findings}

    row = window.inspector.row("enabler.product")
    row.editor.setCurrentIndex(row.editor.findData("mirrorview-ce"))
    row.editor.activated.emit(row.editor.currentIndex())
    workspace.checks.check_now()

    assert "ST01" not in {finding.rule for finding in workspace.controller.judgement.findings}


def test_a_click_on_a_problem_selects_its_elements(open_window: Show, workspace: Workspace) -> None:
    window = open_window(article())
    finding = window.problems.findings[0]

    window.problems.table.selectRow(0)
    window.problems.table.setCurrentCell(0, 0)

    assert workspace.controller.selection == finding.subjects


def test_the_palette_finds_actions_in_both_languages_and_elements_without_accents(
    open_window: Show, project: Project
) -> None:
    window = open_window(project)
    window.open_palette()

    window.palette_box.field.setText("undo")
    assert any("Undo" in text for text in window.palette_box.shown)
    window.palette_box.field.setText("arráy p")
    assert window.palette_box.shown[0] == "Array P"
    window.palette_box.field.setText("distribute")
    assert set(window.palette_box.shown[:4]) == {
        "Equal gaps across",
        "Equal gaps down",
        "Equal steps across",
        "Equal steps down",
    }
    window.palette_box.hide()


def test_work_left_behind_can_be_taken_up_again(workspace: Workspace, project: Project, open_window: Show) -> None:
    open_window(project)
    workspace.controller.select(("p1",))
    workspace.window.actions_set.trigger("edit.delete")
    workspace.recovery.write_now()
    path = workspace.recovery.path

    assert path is not None
    assert path.exists()
    workspace.recovery.stop()
    assert not path.exists()


_ELSEWHERE = ("file.", "view.theme", "view.language", "view.full_screen")
"""Actions that open native dialogs, close the window or build it anew; other tests go through them."""


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform raises and grabs nothing
@pytest.mark.slow
@pytest.mark.parametrize("chosen", [(), ("p1", "p2", "s1"), ("vm-01", "link-lan")])
def test_whatever_can_be_asked_for_can_be_done_and_undone(
    open_window: Show, workspace: Workspace, project: Project, chosen: tuple[str, ...], qapp: QApplication
) -> None:
    window = open_window(project)
    for action_id in window.actions_set.ids():
        if action_id.startswith(_ELSEWHERE):
            continue
        workspace.controller.set_mode(Mode.DESIGN)
        window.canvas.use_select()
        workspace.controller.select(chosen)

        window.actions_set.trigger(action_id)
        QTest.keyClick(window.canvas.view, Qt.Key.Key_Escape)
        for shown in (*window.findChildren(QDialog), *window.findChildren(QMenu)):
            shown.close()
    window.palette_box.hide()

    while workspace.controller.history_state().undo is not None:
        workspace.controller.undo()
    assert workspace.controller.project is project


def test_a_project_dropped_on_the_window_is_opened(open_window: Show, project: Project, tmp_path: Path) -> None:
    window = open_window(project)
    target = tmp_path / "dropped.geocluster"
    save(article(), target)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(target))])
    buttons, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction

    window.dropEvent(QDropEvent(QPointF(10, 10), action, data, buttons, PLAIN))

    assert window._controller.path == target
    assert window._controller.project == article()


def test_a_file_that_is_no_project_is_refused_in_one_sentence(
    open_window: Show, workspace: Workspace, project: Project, tmp_path: Path
) -> None:
    window = open_window(project)
    broken = tmp_path / "broken.geocluster"
    broken.write_text("{", encoding="utf-8")

    assert not window.files.open_at_once(broken)

    assert workspace.controller.project is project
    assert window.strip.isVisible()
    assert "broken.geocluster" in str(window.strip.notice.message)


def test_saving_marks_the_document_clean_and_remembers_the_file(
    open_window: Show, workspace: Workspace, project: Project, tmp_path: Path
) -> None:
    window = open_window(project)
    target = tmp_path / "saved.geocluster"
    workspace.controller.saved_as(target)
    workspace.controller.select(("p1",))
    window.actions_set.trigger("edit.delete")
    assert window.isWindowModified()

    window.actions_set.trigger("file.save")

    assert not window.isWindowModified()
    assert load(target) == workspace.controller.project
    assert workspace.context.preferences.recent[0] == str(target)


def test_the_picture_of_a_variant_is_written_in_the_kind_its_name_says(
    open_window: Show, project: Project, tmp_path: Path
) -> None:
    window = open_window(project)

    window.files.export_picture(str(tmp_path / "two-plus-one.svg"))
    window.files.export_picture(str(tmp_path / "two-plus-one.doc"))

    assert (tmp_path / "two-plus-one.svg").read_bytes().startswith(b"<")
    assert not (tmp_path / "two-plus-one.doc").exists()


def test_the_status_bar_says_when_nothing_is_left_to_save(
    open_window: Show, workspace: Workspace, project: Project, tmp_path: Path
) -> None:
    window = open_window(project)
    workspace.controller.saved_as(tmp_path / "saved.geocluster")
    workspace.controller.select(("p1",))
    window.actions_set.trigger("edit.delete")
    assert window.status.saved.text() == "unsaved changes"
    workspace.recovery.write_now()
    assert window.status.saved.text().startswith("recovery saved")

    window.actions_set.trigger("file.save")

    assert window.status.saved.text() == "all changes saved"


def test_the_palette_finds_actions_by_their_czech_names_too(open_window: Show, project: Project) -> None:
    window = open_window(project)
    window.open_palette()

    window.palette_box.field.setText("ulozit")

    assert any("Save" in text for text in window.palette_box.shown)
    window.palette_box.hide()


def test_the_recommended_variant_cannot_be_recommended_again(open_window: Show, workspace: Workspace) -> None:
    window = open_window(article())
    recommend = window.actions_set.action("variant.recommend")
    assert not recommend.isEnabled()

    workspace.controller.show_design(workspace.controller.project.designs[0].id)

    assert recommend.isEnabled()
