"""Gestures and keys in the whole window, with real events: what each does to the history, or only to the view."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.app.canvas.note_editor import NoteEditor
from designer.app.main_window import MainWindow
from designer.drawing.geometry import Point
from designer.drawing.layers import Layer
from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement, RemoveElements, RenameElement
from designer.editing.placement import SetWaypoints
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.project import Project

NO, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window: Callable[[Project], MainWindow]) -> MainWindow:
    window = open_window(Project(title="T", designs=(build(Blueprint(2, 1, WitnessPlace.THIRD)),)))
    window.canvas.view.setFocus()
    return window


def design_of(window: MainWindow) -> Design:
    design = window.canvas.design
    assert design is not None
    return design


def last_step(window: MainWindow) -> str:
    return str(window._controller.history_state().undo)


def steps(window: MainWindow) -> int:
    return len(window._controller.session.undo_labels)


def press_key(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = NO) -> None:
    QTest.keyClick(window.canvas.view, key, keys)


def middle(window: MainWindow, element_id: str) -> Point:
    item = window.canvas.picture.symbol_of(element_id)
    assert item is not None
    return item.outline.bounds().centre


def at(window: MainWindow, point: Point) -> QPoint:
    return window.canvas.view.mapFromScene(point.x, point.y)


def drag(window: MainWindow, start: Point, end: Point, keys: Qt.KeyboardModifier = NO) -> None:
    viewport = window.canvas.view.viewport()
    QTest.mousePress(viewport, LEFT, keys, at(window, start))
    for share in (0.3, 0.6, 1.0):
        place = at(window, Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share))
        spot = QPointF(viewport.mapToGlobal(place))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), spot, Qt.MouseButton.NoButton, LEFT, keys)
        QApplication.sendEvent(viewport, event)
    QTest.mouseRelease(viewport, LEFT, keys, at(window, end))


def click(window: MainWindow, point: Point, keys: Qt.KeyboardModifier = NO) -> None:
    QTest.mouseClick(window.canvas.view.viewport(), LEFT, keys, at(window, point))


# Connecting


def test_c_goes_through_the_targets_and_enter_connects(window: MainWindow) -> None:
    window._controller.run(RemoveElements(design_of(window).id, ("san-s1",)))
    window._controller.select(("s1",))

    press_key(window, Qt.Key.Key_C)
    assert window.canvas.tool_name == "join"
    assert window.canvas.view.adornments.target == "array-s"
    assert "array-p" in window.canvas.view.adornments.refused
    press_key(window, Qt.Key.Key_Return)

    assert window.canvas.tool_name == "select"
    assert last_step(window) == "Connect S1 and Array S" or last_step(window).startswith("Connect S1 and ")
    assert any((link.node, link.array) == ("s1", "array-s") for link in design_of(window).san_links)


def test_escape_leaves_connecting_without_a_step(window: MainWindow) -> None:
    window._controller.select(("site-p",))
    press_key(window, Qt.Key.Key_C)
    first = window.canvas.view.adornments.target
    press_key(window, Qt.Key.Key_Tab)
    assert window.canvas.tool_name == "join"
    press_key(window, Qt.Key.Key_Escape)

    assert first is not None
    assert (window.canvas.tool_name, steps(window)) == ("select", 0)
    assert window.canvas.view.adornments.wire is None


def test_c_joins_the_two_that_are_selected(window: MainWindow) -> None:
    window._controller.select(("site-p", "site-s"))

    press_key(window, Qt.Key.Key_C)

    assert len(design_of(window).network_links) == 2


def test_a_note_is_pulled_to_what_it_speaks_of(window: MainWindow) -> None:
    design = design_of(window)
    window._controller.run(AddElement(design.id, ElementKind.NOTE, x=60, y=900, name="Fibre laid 2009"))
    window.canvas.view.fit()
    window.canvas.use_link()

    click(window, middle(window, "note-1"))
    click(window, middle(window, "array-p"))

    assert design_of(window).notes[0].about == "array-p"
    assert "note-1:leader" in window.canvas.picture.by_key
    window.canvas.use_select()
    window._controller.select(("note-1",))
    assert window.actions_set.trigger("arrange.unpoint")
    assert design_of(window).notes[0].about is None


# Lines


def test_a_bent_line_shows_its_waypoint_and_finds_its_way_again(window: MainWindow) -> None:
    window._controller.run(SetWaypoints(design_of(window).id, "link-replication", ((560, 800),)))
    window._controller.select(("link-replication",))
    assert window.canvas.view.adornments.bends == (Point(560, 800),)

    window.canvas.view.fit()
    drag(window, Point(560, 800), Point(600, 840))
    (bend,) = design_of(window).layout.route_of("link-replication").waypoints
    assert (bend.x, bend.y) == (600, 840)

    assert window.actions_set.trigger("arrange.straighten")
    assert design_of(window).layout.route_of("link-replication") is None
    assert last_step(window).startswith("Reroute")


# Layers


def test_a_hidden_layer_is_out_of_sight_but_stays_in_the_document(window: MainWindow) -> None:
    before = window._controller.project
    window._controller.select(("array-p", "p1"))

    window.actions_set.action("layer.storage").trigger()

    assert window.canvas.picture.symbol_of("array-p") is None
    assert window._controller.selection == ("p1",), "what cannot be seen is not selected"
    assert window._controller.project is before
    assert not window.actions_set.action("layer.storage").isChecked()

    press_key(window, Qt.Key.Key_A, CTRL)
    assert "array-p" not in window._controller.selection
    window.actions_set.trigger("view.all_layers")
    assert window.canvas.picture.symbol_of("array-p") is not None


def test_a_locked_layer_cannot_be_picked_or_moved(window: MainWindow) -> None:
    window.layers.locks[Layer.COMPUTE].click()

    click(window, middle(window, "p1"))
    assert window._controller.selection == ("site-p",), "the click goes to what lies under it"
    window._controller.select(())
    drag(window, Point(-200, -200), Point(4000, 3000))
    assert not {"p1", "p2", "s1"} & set(window._controller.selection)
    assert "array-p" in window._controller.selection


def test_the_layers_come_up_with_their_key(window: MainWindow) -> None:
    press_key(window, Qt.Key.Key_L, SHIFT)

    assert window.sides["left"].current_name == "layers"


# What is selected


def test_what_is_selected_is_drawn_above_what_covers_it(window: MainWindow) -> None:
    drag(window, middle(window, "p2"), Point(middle(window, "p1").x + 40, middle(window, "p1").y + 30), ALT)
    items = window.canvas.view.canvas
    assert items.item_of("p1").zValue() < items.item_of("p2").zValue()

    window._controller.select(("p1",))

    assert items.item_of("p1").zValue() > items.item_of("p2").zValue()
    window._controller.select(())
    assert items.item_of("p1").zValue() < items.item_of("p2").zValue()


def test_the_align_bar_comes_with_the_second_element(window: MainWindow) -> None:
    bar = window.canvas._bar
    window._controller.select(("p1",))
    assert not bar.isVisible()

    window._controller.select(("p1", "s1"))
    assert bar.isVisible()
    window._controller.run(AddElement(design_of(window).id, ElementKind.NODE, x=100, y=700, inside="site-p"))
    window._controller.select(("p1", "p2", "p3"))
    assert window.actions_set.trigger("arrange.centres_across")
    assert last_step(window) == "Distribute 3 elements"


def test_locking_shows_a_padlock_and_holds_the_place(window: MainWindow) -> None:
    window._controller.select(("p1",))
    press_key(window, Qt.Key.Key_L, CTRL | SHIFT)
    assert last_step(window) == "Lock P1"
    assert window.canvas.view.adornments.locked == {"p1"}

    before = design_of(window).layout
    drag(window, middle(window, "p1"), Point(middle(window, "p1").x, middle(window, "p1").y + 120))
    assert design_of(window).layout == before


def test_the_whole_site_is_selected(window: MainWindow) -> None:
    window._controller.select(("p1",))

    assert window.actions_set.trigger("edit.select_site")

    assert set(window._controller.selection) == {"site-p", "p1", "p2", "array-p"}


def test_control_g_moves_into_the_site_chosen(window: MainWindow, qtbot: QtBot) -> None:
    window._controller.select(("p2",))
    menu = window.picture.site_menu()
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    third = next(action for text, action in entries.items() if text == design_of(window).site("site-w").name)
    assert not third.isEnabled()

    next(action for text, action in entries.items() if text == design_of(window).site("site-s").name).trigger()

    assert design_of(window).node("p2").site == "site-s"
    assert last_step(window).startswith("Move P2 to ")


# Zoom


def test_fit_goes_to_the_site_and_to_the_problem(window: MainWindow) -> None:
    view = window.canvas.view
    window._controller.select(("s1",))
    assert window.actions_set.trigger("view.fit_site")
    assert window.canvas.fitted == ("site-s",)
    box = window.canvas.picture.symbol_of("site-s").bounds
    assert view.seen().holds(box.centre)

    window._controller.select(())
    assert window.actions_set.trigger("view.fit_problem")
    subjects = {one for finding in window._controller.judgement.findings for one in finding.subjects}
    assert set(window.canvas.fitted) <= subjects


def test_rulers_stand_beside_the_picture(window: MainWindow) -> None:
    before = window.canvas.view.viewport().width()
    press_key(window, Qt.Key.Key_R)

    assert window.actions_set.action("view.rulers").isChecked()
    assert window.canvas.view.viewport().width() == before - 20
    window.canvas.grab()
    press_key(window, Qt.Key.Key_R)
    assert window.canvas.view.viewport().width() == before


def test_the_overview_is_dragged(window: MainWindow) -> None:
    view = window.canvas.view
    window.actions_set.action("view.minimap").trigger()
    view.zoom_to(2.0)
    area = view._minimap_rect()
    before = view.middle()

    QTest.mousePress(view.viewport(), LEFT, NO, area.topLeft() + QPoint(12, 12))
    QTest.mouseRelease(view.viewport(), LEFT, NO, area.topLeft() + QPoint(12, 12))

    assert view.middle().x < before.x
    assert steps(window) == 0


# Notes and copies


def test_a_note_is_typed_where_it_is_put(window: MainWindow, qtbot: QtBot) -> None:
    press_key(window, Qt.Key.Key_T)
    click(window, Point(100, 900))
    editor = window.canvas.findChild(NoteEditor)
    assert editor is not None

    editor.selectAll()
    qtbot.keyClicks(editor, "Second route")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "in 2013")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CTRL)

    assert design_of(window).notes[0].text == "Second route\nin 2013"


def test_escape_leaves_a_note_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    design = design_of(window)
    window._controller.run(AddElement(design.id, ElementKind.NOTE, x=60, y=900, name="As it was"))
    window.canvas.rename("note-1")
    editor = window.canvas.findChild(NoteEditor)

    qtbot.keyClicks(editor, "something else")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)

    assert design_of(window).notes[0].text == "As it was"


def test_control_shift_arrow_leaves_a_joined_copy(window: MainWindow) -> None:
    window._controller.select(("s1",))

    press_key(window, Qt.Key.Key_Right, CTRL | SHIFT)

    assert last_step(window) == "Copy S1 with its lines"
    assert sum(link.array == "array-s" for link in design_of(window).san_links) == 2


def test_properties_are_pasted_onto_others(window: MainWindow) -> None:
    window._controller.select(("p1",))
    window.actions_set.trigger("edit.copy")
    window._controller.select(("s1",))

    assert window.actions_set.trigger("edit.paste_properties")

    assert last_step(window) in {"Paste properties to S1", "None"}


# Pictures


def test_the_selection_goes_to_the_clipboard_as_a_picture(window: MainWindow) -> None:
    window._controller.select(("p1", "array-p"))

    assert window.actions_set.trigger("edit.copy_picture")

    data = QGuiApplication.clipboard().mimeData()
    svg = bytes(data.data("image/svg+xml").data()).decode()
    assert data.hasImage()
    assert bytes(data.data("image/png").data()).startswith(b"\x89PNG")
    assert ">P1<" in svg
    assert ">S1<" not in svg


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_the_view_goes_to_a_file(window: MainWindow, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"view.{suffix}"

    window.picture.pictures.export("view", str(target))

    assert target.stat().st_size > 1000
    window.picture.pictures.export("view", str(tmp_path / "view.bmp"))
    assert not (tmp_path / "view.bmp").exists()


def test_a_hidden_layer_is_not_in_the_picture_of_the_view(window: MainWindow, tmp_path: Path) -> None:
    window._controller.layers.show(Layer.STORAGE, shown=False)
    target = tmp_path / "view.svg"

    window.picture.pictures.export("view", str(target))

    assert "Array" not in target.read_text(encoding="utf-8").replace("aria", "")


# Elsewhere


def test_quick_insert_comes_up_at_the_pointer_or_in_the_middle(window: MainWindow) -> None:
    offered: list[Point] = []
    window.canvas.insert_offered.disconnect(window._offer_insert)
    window.canvas.insert_offered.connect(lambda point, _: offered.append(point))

    QTest.mouseDClick(window.canvas.view.viewport(), LEFT, NO, QPoint(20, 30))

    assert offered == [window.canvas.view.point_at(QPoint(20, 30))]
    seen, place = window.canvas.view.seen(), window.canvas.pointer_place()
    assert seen.holds(place), "a key inserts where the pointer is, or in the middle while it is elsewhere"


def test_a_drag_snaps_to_equal_gaps(window: MainWindow) -> None:
    design = design_of(window)
    for x in (100, 400):
        window._controller.run(AddElement(design.id, ElementKind.NOTE, x=x, y=1200))
    window._controller.run(AddElement(design.id, ElementKind.NOTE, x=800, y=1290))
    window.canvas.fit_elements(("note-1", "note-2", "note-3"))
    start = middle(window, "note-3")

    # The notes are 184 wide: after a gap of 116 between the first two the third belongs at 700.
    drag(window, start, Point(start.x - 98, start.y - 60))

    assert design_of(window).layout.place_of("note-3").x == 700


def test_an_edit_leaves_what_lies_above_above(window: MainWindow) -> None:
    drag(window, middle(window, "p2"), Point(middle(window, "p1").x + 40, middle(window, "p1").y + 30), ALT)
    window._controller.run(RenameElement(design_of(window).id, "p2", "HV-A2"))
    window._controller.select(())

    items = window.canvas.view.canvas
    assert items.item_of("p2").zValue() > items.item_of("p1").zValue()
    assert items.item_of("vm-02").zValue() > items.item_of("p2").zValue()
