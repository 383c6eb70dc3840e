"""Each gesture on the canvas hands exactly one command to the controller."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.app.actions import ActionSet
from designer.app.canvas import canvas_view
from designer.app.canvas.adornments import Adornments, handle_points, paint_adornments
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.canvas.placer import PLACEABLES, preset_placeable
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.presets import PresetShelf
from designer.drawing.geometry import Point
from designer.drawing.ink import Role
from designer.editing.additions import ElementKind
from designer.editing.clipboard import Paste
from designer.editing.command import Command
from designer.editing.elements import AddElement, RemoveElements, RenameElement
from designer.editing.placement import MoveElements, MoveIntoSite, ResizeSite, SetWaypoints
from designer.editing.properties import MoveVm
from designer.editing.wiring import Connect
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.project import Project

LEFT = Qt.MouseButton.LeftButton
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
DESIGN = "two-plus-one"


class RecordingController(DocumentController):
    """Remembers the commands it was handed, and carries them out."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.commands: list[Command] = []

    def attempt(self, command: Command, initiator: object | None = None) -> None:
        self.commands.append(command)
        super().attempt(command, initiator)


class Hand:
    """A person's hand: presses, drags and releases at places of the picture."""

    def __init__(self, canvas: DesignCanvas) -> None:
        self.canvas = canvas
        self.viewport = canvas.view.viewport()

    def at(self, point: Point) -> QPoint:
        return self.canvas.view.mapFromScene(point.x, point.y)

    def middle(self, element_id: str) -> Point:
        item = self.canvas.picture.symbol_of(element_id)
        assert item is not None
        return item.outline.bounds().centre

    def click(self, point: Point, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.viewport, LEFT, keys, self.at(point))

    def hover(self, point: Point) -> None:
        self._send_move(self.at(point), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton)

    def press(self, point: Point, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mousePress(self.viewport, LEFT, keys, self.at(point))

    def move(self, point: Point, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._send_move(self.at(point), keys, LEFT)

    def release(self, point: Point, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseRelease(self.viewport, LEFT, keys, self.at(point))

    def drag(self, start: Point, end: Point, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.press(start, keys)
        for share in (0.25, 0.5, 0.75, 1.0):
            self.move(Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share), keys)
        self.release(end, keys)

    def _send_move(self, position: QPoint, keys: Qt.KeyboardModifier, held: Qt.MouseButton) -> None:
        place = QPointF(position)
        spot = QPointF(self.viewport.mapToGlobal(position))
        event = QMouseEvent(QEvent.Type.MouseMove, place, spot, Qt.MouseButton.NoButton, held, keys)
        QApplication.sendEvent(self.viewport, event)


@pytest.fixture
def controller(qapp) -> RecordingController:
    third = build(Blueprint(2, 1, WitnessPlace.THIRD))
    return RecordingController(Project(designs=(third,)))


@pytest.fixture
def canvas(qtbot: QtBot, controller: RecordingController, context: AppContext) -> DesignCanvas:
    canvas = DesignCanvas(controller, context, ActionSet(context))
    qtbot.addWidget(canvas)
    canvas.resize(1200, 900)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.view.setFocus()
    return canvas


@pytest.fixture
def hand(canvas: DesignCanvas) -> Hand:
    return Hand(canvas)


def test_a_click_selects_and_a_click_on_nothing_deselects(hand: Hand, controller: RecordingController) -> None:
    hand.click(hand.middle("s1"))
    assert controller.selection == ("s1",)

    hand.click(Point(-400, -400))
    assert controller.selection == ()
    assert controller.commands == []


def test_control_click_toggles_and_shift_click_adds(hand: Hand, controller: RecordingController) -> None:
    hand.click(hand.middle("p1"))
    hand.click(hand.middle("p2"), SHIFT)
    assert controller.selection == ("p1", "p2")

    hand.click(hand.middle("p1"), CTRL)
    assert controller.selection == ("p2",)


def test_a_drag_is_one_move_that_rests_on_the_grid(hand: Hand, controller: RecordingController) -> None:
    start = hand.middle("p1")

    hand.drag(start, Point(start.x + 3, start.y + 61))

    (command,) = controller.commands
    assert isinstance(command, MoveElements)
    assert command.element_ids == ("p1",)
    place = controller.project.design(DESIGN).layout.place_of("p1")
    assert place is not None
    assert place.y % 8 == 0


def test_alt_suspends_the_grid(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    canvas.view.zoom_to(1.0)
    start = hand.middle("p1")

    hand.drag(start, Point(start.x + 13, start.y + 61), ALT)

    (command,) = controller.commands
    assert command == MoveElements(DESIGN, ("p1",), 13, 61)


def test_shift_keeps_a_drag_on_one_axis(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    canvas.view.zoom_to(1.0)
    start = hand.middle("p1")

    hand.drag(start, Point(start.x + 90, start.y + 21), SHIFT | ALT)

    (command,) = controller.commands
    assert command == MoveElements(DESIGN, ("p1",), 90, 0)


def test_escape_cancels_a_drag(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    start = hand.middle("p1")
    before = canvas.picture

    hand.press(start)
    hand.move(Point(start.x + 100, start.y))
    assert canvas.picture != before, "the drag is shown while it lasts"
    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)
    hand.release(Point(start.x + 100, start.y))

    assert controller.commands == []
    assert canvas.picture == before


def test_a_drag_with_control_leaves_a_copy(hand: Hand, controller: RecordingController) -> None:
    start = hand.middle("p1")

    hand.press(start)
    for step in (30, 60, 90):
        hand.move(Point(start.x, start.y + step), CTRL)
    hand.release(Point(start.x, start.y + 90), CTRL)

    (command,) = controller.commands
    assert isinstance(command, Paste)
    assert len(controller.project.design(DESIGN).nodes) == 4


def test_dragging_a_node_into_another_site_moves_it_there(hand: Hand, controller: RecordingController) -> None:
    hand.drag(hand.middle("p2"), hand.middle("s1"))

    (command,) = controller.commands
    assert isinstance(command, MoveIntoSite)
    assert (command.element_ids, command.site_id) == (("p2",), "site-s")
    assert controller.project.design(DESIGN).node("p2").site == "site-s"


def test_a_node_dragged_to_the_third_site_is_refused_with_a_reason(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    told: list[str] = []
    controller.noticed.connect(lambda notice: told.append(str(notice.message)))

    hand.drag(hand.middle("p2"), hand.middle("witness"))

    assert controller.project.design(DESIGN).node("p2").site == "site-p"
    assert any("third site" in sentence for sentence in told)


def test_dragging_a_vm_to_another_node_places_it_there(hand: Hand, controller: RecordingController) -> None:
    hand.drag(hand.middle("vm-01"), hand.middle("s1"))

    assert controller.commands == [MoveVm(DESIGN, "vm-01", "s1")]


def test_a_rubber_band_to_the_right_takes_what_it_encloses(hand: Hand, controller: RecordingController) -> None:
    inside = [hand.canvas.picture.symbol_of(one).bounds for one in ("p1", "p2")]
    left, top = inside[0].x - 6, inside[0].y - 6
    hand.drag(Point(-300, -300), Point(-290, -290))

    hand.press(Point(-300, top))
    hand.move(Point(inside[1].right + 6, inside[1].bottom + 6))
    hand.release(Point(inside[1].right + 6, inside[1].bottom + 6))

    assert {"p1", "p2"} <= set(controller.selection)
    assert "site-p" not in controller.selection
    assert "array-p" not in controller.selection
    assert left < inside[1].right


def test_a_rubber_band_to_the_left_takes_what_it_touches(hand: Hand, controller: RecordingController) -> None:
    box = hand.canvas.picture.symbol_of("s1").bounds
    far = hand.canvas.picture.bounds

    hand.drag(Point(far.right + 60, box.centre.y), Point(box.right - 10, box.y - 5))

    assert "s1" in controller.selection


def test_a_handle_pulls_a_line_to_another_element(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    controller.attempt(RemoveElements(DESIGN, ("link-replication",)))
    controller.commands.clear()
    hand.hover(hand.middle("array-p"))
    assert canvas.handled == "array-p"
    handle = handle_points(canvas.picture.symbol_of("array-p"), canvas.view.scale_now)[2]

    hand.drag(handle, hand.middle("array-s"))

    assert controller.commands == [Connect(DESIGN, "array-p", "array-s")]


def test_the_link_tool_joins_by_two_clicks_and_dims_what_is_refused(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    controller.attempt(AddElement(DESIGN, ElementKind.NODE, x=800, y=600, inside="site-s"))
    controller.commands.clear()
    canvas.use_link()

    hand.click(hand.middle("s2"))
    assert "array-p" in canvas.view.adornments.refused, "an array at another site cannot be reached by SAN"
    hand.click(hand.middle("array-s"))

    assert controller.commands == [Connect(DESIGN, "s2", "array-s")]
    assert canvas.tool_name == "link", "the pen stays in the hand"
    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert canvas.tool_name == "select"


def test_placing_previews_and_then_adds_where_one_clicks(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    node = next(one for one in PLACEABLES if one.id == "node")
    before = canvas.picture
    target = hand.middle("site-s")

    canvas.use_place(node)
    hand.move(target)
    assert canvas.picture != before
    assert controller.commands == []
    hand.click(target)

    (command,) = controller.commands
    assert isinstance(command, AddElement)
    assert command.inside == "site-s"
    assert controller.selection == ("s2",)
    assert canvas.tool_name == "select"


def test_escape_gives_placing_up(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    before = canvas.picture
    canvas.use_place(PLACEABLES[2])
    hand.move(hand.middle("site-s"))

    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)

    assert canvas.picture == before
    assert (controller.commands, canvas.tool_name) == ([], "select")


def test_a_preset_sets_its_facts_in_one_step(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    preset = next(one for one in PresetShelf().of(ElementKind.NODE) if one.name == "2 × 6 cores, 64 GiB")

    canvas.use_place(preset_placeable(preset))
    hand.click(hand.middle("site-s"))

    assert len(controller.commands) == 1
    assert controller.project.design(DESIGN).node("s2").memory_mib == 64 * 1024
    assert controller.project.design(DESIGN).node("s2").preset == "2 × 6 cores, 64 GiB"


def test_renaming_in_place_is_one_command(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas, qtbot: QtBot
) -> None:
    QTest.mouseDClick(hand.viewport, LEFT, Qt.KeyboardModifier.NoModifier, hand.at(hand.middle("s1")))
    editor = canvas.findChild(object, "name-editor")

    editor.selectAll()
    qtbot.keyClicks(editor, "HV-B1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert controller.commands == [RenameElement(DESIGN, "s1", "HV-B1")]


def test_the_corner_of_a_selected_site_resizes_it(hand: Hand, controller: RecordingController) -> None:
    controller.select(("site-s",))
    box = hand.canvas.picture.symbol_of("site-s").outline.bounds()
    corner = Point(box.right, box.bottom)

    hand.drag(corner, Point(corner.x + 40, corner.y + 24))

    (command,) = controller.commands
    assert isinstance(command, ResizeSite)
    assert command.width > box.width


def test_dragging_a_line_bends_it(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    item = canvas.picture.symbol_of("san-p1")
    line = item.outline.flattened()[0]
    start = line[len(line) // 2]

    hand.drag(start, Point(start.x + 40, start.y + 8))

    (command,) = controller.commands
    assert isinstance(command, SetWaypoints)
    assert command.link_id == "san-p1"


@pytest.mark.parametrize(("keys", "distance"), [(Qt.KeyboardModifier.NoModifier, 8), (SHIFT, 40), (CTRL, 1)])
def test_arrows_nudge(
    canvas: DesignCanvas, controller: RecordingController, keys: Qt.KeyboardModifier, distance: int
) -> None:
    controller.select(("p1",))

    QTest.keyClick(canvas.view, Qt.Key.Key_Right, keys)

    assert controller.commands == [MoveElements(DESIGN, ("p1",), distance, 0)]


def test_tab_walks_through_the_elements_and_alt_arrow_to_the_neighbour(
    canvas: DesignCanvas, controller: RecordingController
) -> None:
    QTest.keyClick(canvas.view, Qt.Key.Key_Tab)
    first = controller.selection
    QTest.keyClick(canvas.view, Qt.Key.Key_Tab)
    assert first
    assert controller.selection != first

    controller.select(("p1",))
    QTest.keyClick(canvas.view, Qt.Key.Key_Right, ALT)
    assert controller.selection == ("p2",)


def test_the_wheel_with_control_zooms_at_the_pointer(canvas: DesignCanvas) -> None:
    point = QPoint(300, 200)
    before = canvas.view.point_at(point)

    canvas.view.zoom_by(1.5, point)

    after = canvas.view.point_at(point)
    assert abs(after.x - before.x) < 1.5
    assert abs(after.y - before.y) < 1.5


def test_only_what_differs_is_given_to_qt_anew(canvas: DesignCanvas, controller: RecordingController) -> None:
    scene = canvas.picture

    assert canvas.view.canvas.show_scene(scene) == 0

    controller.attempt(RenameElement(DESIGN, "s1", "HV-B1"))
    assert canvas.view.canvas.show_scene(scene) < len(scene.items) / 4


def test_a_node_placed_beside_the_sites_goes_to_the_nearest_one(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    node = next(one for one in PLACEABLES if one.id == "node")
    box = canvas.picture.symbol_of("site-s").outline.bounds()
    canvas.use_place(node)

    hand.click(Point(box.centre.x, box.bottom + 20))

    assert controller.project.design(DESIGN).node("s2").site == "site-s"


def test_a_node_placed_between_the_sites_leaves_them_apart(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    node = next(one for one in PLACEABLES if one.id == "node")
    left, right = (canvas.picture.symbol_of(one).outline.bounds() for one in ("site-p", "site-s"))
    canvas.use_place(node)

    hand.click(Point(left.right + 40, left.centre.y))

    design = controller.project.design(DESIGN)
    assert design.node("p3").site == "site-p"
    left, right = (canvas.picture.symbol_of(one).outline.bounds() for one in ("site-p", "site-s"))
    assert not left.overlaps(right, 0)


def test_undo_selects_only_what_can_be_seen(hand: Hand, controller: RecordingController, canvas: DesignCanvas) -> None:
    canvas.use_place(next(one for one in PLACEABLES if one.id == "node"))
    hand.click(hand.middle("site-s"))

    controller.undo()

    assert all(canvas.picture.symbol_of(one) is not None for one in controller.selection)


def test_the_mark_of_a_selected_line_leaves_its_label_legible(
    controller: RecordingController, canvas: DesignCanvas, context: AppContext
) -> None:
    def label_pixels(adornments: Adornments) -> QImage:
        image = QImage(round(label.width), round(label.height), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            painter.translate(-label.x, -label.y)
            paint_adornments(painter, canvas.picture, context.ink, adornments, scale=1.0)
        return image

    link = controller.project.design(DESIGN).replication_links[0].id
    label = canvas.picture.by_key[f"{link}:label"].bounds
    corner = QRect(3, round(label.height / 2) - 4, round(label.width) - 6, 8)

    assert label_pixels(Adornments(selected=(link,))).copy(corner) == label_pixels(Adornments()).copy(corner)


def test_an_edit_does_not_move_the_ground_under_the_pointer(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    point = QPoint(200, 200)
    before = canvas.view.point_at(point)

    controller.attempt(MoveElements(DESIGN, ("p1",), 0, -400))

    assert canvas.view.point_at(point) == before


def test_a_double_click_on_a_waypoint_takes_it_away(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    line = canvas.picture.symbol_of("san-p1").outline.flattened()[0]
    start = line[len(line) // 2]
    hand.drag(start, Point(start.x + 40, start.y + 8))
    (bend,) = controller.project.design(DESIGN).layout.route_of("san-p1").waypoints
    controller.commands.clear()

    QTest.mouseDClick(hand.viewport, LEFT, Qt.KeyboardModifier.NoModifier, hand.at(Point(bend.x, bend.y)))

    assert controller.commands == [SetWaypoints(DESIGN, "san-p1", ())]


def test_a_project_dragged_far_out_can_still_be_reached(controller: RecordingController, canvas: DesignCanvas) -> None:
    controller.attempt(MoveElements(DESIGN, ("s1",), 90_000, 0))
    canvas.reveal(("s1",))

    shown = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()
    assert shown.contains(canvas.picture.symbol_of("s1").bounds.centre.x, 300) or shown.left() > 80_000


def test_a_line_that_ends_on_a_chip_joins_the_card_under_it(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    design = controller.project.design(DESIGN)
    chip = next(one for one in canvas.picture.items if one.element_id == "lun-01" and "array-s" in one.key)
    controller.attempt(RemoveElements(DESIGN, (san_of(design),)))
    canvas.use_link()

    hand.click(hand.middle("s1"))
    hand.click(chip.outline.bounds().centre)

    assert any((one.node, one.array) == ("s1", "array-s") for one in controller.project.design(DESIGN).san_links)


def san_of(design: Design) -> str:
    return next(one.id for one in design.san_links if one.node == "s1")


@pytest.fixture
def crowded(qtbot: QtBot, context: AppContext) -> DesignCanvas:
    """A canvas with so many nodes that a drag is shown by shifting."""
    design = build(Blueprint(40, 40))
    canvas = DesignCanvas(RecordingController(Project(designs=(design,))), context, ActionSet(context))
    qtbot.addWidget(canvas)
    canvas.resize(1200, 900)
    with qtbot.waitExposed(canvas):
        canvas.show()
    return canvas


def test_a_drag_in_a_large_picture_shows_the_card_where_it_will_be(crowded: DesignCanvas) -> None:
    hand, controller = Hand(crowded), crowded._controller
    crowded.fit_elements(("p7",))
    before, start = crowded.picture, hand.middle("p7")

    hand.press(start)
    for step in (10, 20, 30):
        hand.move(Point(start.x + step, start.y + 2 * step), ALT)
    shown = crowded.picture.by_key["p7"].bounds
    assert crowded.picture.by_key["p8"] is before.by_key["p8"], "what does not move stays the very same"
    hand.release(Point(start.x + 30, start.y + 60), ALT)

    (command,) = controller.commands
    assert isinstance(command, MoveElements)
    assert crowded.picture.by_key["p7"].bounds == shown
    assert (shown.x - before.by_key["p7"].bounds.x, shown.y - before.by_key["p7"].bounds.y) == (command.dx, command.dy)


def test_escape_puts_a_large_picture_back(crowded: DesignCanvas) -> None:
    hand = Hand(crowded)
    crowded.fit_elements(("p7",))
    before, start = crowded.picture, hand.middle("p7")

    hand.press(start)
    hand.move(Point(start.x + 40, start.y + 40))
    QTest.keyClick(crowded.view, Qt.Key.Key_Escape)
    hand.release(Point(start.x + 40, start.y + 40))

    assert crowded.picture == before
    item = crowded.view.canvas.item_of("p7")
    assert item.mapRectToScene(item.boundingRect()).contains(start.x, start.y)
    assert crowded._controller.commands == []


def test_a_moved_card_is_pointed_at_where_it_is(
    hand: Hand, controller: RecordingController, canvas: DesignCanvas
) -> None:
    at = hand.middle("s1")
    controller.attempt(MoveElements(DESIGN, ("s1",), 0, 400))

    assert canvas.element_at(Point(at.x, at.y + 400)) == "s1"
    assert canvas.element_at(at) != "s1"


def test_far_away_a_very_large_picture_is_painted_from_arrays(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas_view, "_OVERVIEW_FROM", 20)
    canvas = DesignCanvas(RecordingController(Project(designs=(build(Blueprint(2, 1)),))), context, ActionSet(context))
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    view = canvas.view
    view.zoom_to(0.2)
    middle = canvas.picture.symbol_of("p1").outline.bounds().centre
    view.centerOn(middle.x, middle.y)

    shown = view.grab().toImage()

    at = view.mapFromScene(middle.x, middle.y)
    assert shown.pixelColor(at).name() == f"#{context.ink[Role.PANEL]}".lower()
    assert canvas.element_at(middle) in {"p1", "vm-01", "vm-03", "vm-05"}, "it can be pointed at all the same"
    view.zoom_to(1.0)
    assert view.scene() is view.canvas
