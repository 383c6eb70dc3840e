"""The canvas of Design: composes the shown variant, previews what tools propose, and hands their commands over."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolTip, QVBoxLayout, QWidget

from designer.app.actions import ActionSet
from designer.app.canvas.adornments import Adornments
from designer.app.canvas.align_bar import AlignBar
from designer.app.canvas.canvas_scene import MANY
from designer.app.canvas.canvas_view import CanvasView
from designer.app.canvas.layer_notice import LayerNotice
from designer.app.canvas.note_editor import NoteEditor
from designer.app.canvas.placer import Placeable, Placer, everything
from designer.app.canvas.rulers import RULER, Ruler
from designer.app.canvas.tools.connect import ConnectTool
from designer.app.canvas.tools.host import Creating
from designer.app.canvas.tools.join import JoinTool
from designer.app.canvas.tools.pan import PanTool
from designer.app.canvas.tools.place import PlaceTool
from designer.app.canvas.tools.select import SelectTool
from designer.app.canvas.tools.tool import Tool
from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.base.errors import DesignerError, EditRefused
from designer.base.texts import Message, msg, msg_n
from designer.drawing.badges import findings_overlay
from designer.drawing.compose import compose
from designer.drawing.geometry import Point, Rect, around
from designer.drawing.layers import elements_in_layers, layer_of, without_layers
from designer.drawing.moving import Moving
from designer.drawing.scene import Scene
from designer.editing import ground
from designer.editing.command import Command
from designer.editing.elements import RenameElement
from designer.editing.placement import MoveElements
from designer.editing.together import Together
from designer.editing.wiring import Connect
from designer.model.design import Design
from designer.model.note import Note
from designer.model.project import Project
from designer.model.site import Site

FLASH_MS = 900
_NAME_WIDTH = 180


class DesignCanvas(QWidget):
    """The host of the tools. Shows what the document has, or what a tool previews of it; never both at once."""

    tool_changed = Signal(str)
    """``select``, ``pan``, ``link`` or ``place``."""
    insert_offered = Signal(object, object)
    """A menu of insertions is wanted: :class:`Point`, id to connect to or None."""
    properties_asked = Signal()
    menu_asked = Signal(object, object)
    """Global position, id of the element under the pointer or None."""
    pointer_moved = Signal(object)

    def __init__(
        self, controller: DocumentController, context: AppContext, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._actions = actions
        self._placer = Placer(everything(context.presets))
        self._previewed: Project | None = None
        self._composed: Design | None = None
        self._moving: tuple[tuple[str, ...], Moving] | None = None
        self._adornments = Adornments()
        self._tool_name = "select"
        self.view = CanvasView(context.ink)
        self.view.setObjectName("canvas")
        self.view.setAccessibleName(context.text(msg("Canvas")))
        self.view.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._bubble = QLabel(self.view.viewport())
        self._bubble.setObjectName("bubble")
        self._bubble.setWordWrap(True)
        self._bubble.hide()
        self._editor: _NameEditor | NoteEditor | None = None
        self._bar = AlignBar(context, actions, self.view.viewport())
        self._layer_notice = LayerNotice(controller.layers, context, self.view.viewport())
        self._rulers = [Ruler(self.view, context.ink, level=level) for level in (True, False)]
        self.fitted: tuple[str, ...] = ()
        """The elements that the picture was fitted to last."""
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(FLASH_MS)
        self._flash.timeout.connect(self._end_flash)
        self._tool: Tool = SelectTool(self)
        self.view.set_tool(self._tool)
        self.view.show_grid(shown=context.preferences.grid)
        self.view.show_minimap(shown=context.preferences.minimap)
        self.show_rulers(shown=context.preferences.rulers)
        self._connect()
        self._compose_document()
        self._show_selection(controller.selection)
        self.view.fit()

    # What the window asks of the canvas

    @property
    def tool_name(self) -> str:
        """Which tool is active."""
        return self._tool_name

    def use_select(self) -> None:
        """Select and move."""
        self._use("select", SelectTool(self))

    def use_pan(self) -> None:
        """Move the picture."""
        self._use("pan", PanTool())

    def use_link(self) -> None:
        """Draw lines."""
        self._use("link", ConnectTool(self))

    def use_join(self, source: str, targets: tuple[str, ...]) -> None:
        """Draw a line from the element with the keyboard."""
        tool = JoinTool(self, source, targets)
        self._use("join", tool)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        tool.begin()

    def use_place(self, placeable: Placeable) -> None:
        """Place something with the next click."""
        self._placer.chosen = placeable
        self._use("place", PlaceTool(self, placeable))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit_selection(self) -> None:
        """Show the selected elements as large as is sensible."""
        self.fit_elements(self.selection)

    def fit_elements(self, element_ids: tuple[str, ...]) -> None:
        """Show these elements as large as is sensible."""
        items = [item.bounds for one in element_ids for item in self.picture.items_of(one)]
        if items:
            self.view.fit_rect(around(items), most=1.5)
            self.fitted = element_ids

    def show_rulers(self, *, shown: bool) -> None:
        """Show or hide the rulers."""
        self.view.leave_room(RULER if shown else 0)
        for ruler in self._rulers:
            ruler.show_ruler(shown=shown)

    def reveal(self, element_ids: tuple[str, ...]) -> None:
        """Move the picture so far that the elements can be seen; a layer that hides them shows again."""
        design = self.design
        if design is not None and self._controller.layers.hidden:
            layers = {layer_of(design.find(one)) for one in element_ids}
            self._controller.layers.show_everything_of(frozenset(one for one in layers if one is not None))
        items = [item.bounds for one in element_ids for item in self.picture.items_of(one)]
        if items:
            self.view.reveal(around(items))

    def pointer_place(self) -> Point:
        """Where in the picture the pointer is; the middle of the view while it is elsewhere."""
        position = self.view.viewport().mapFromGlobal(QCursor.pos())
        inside = self.view.isVisible() and self.view.viewport().rect().contains(position)
        return self.view.point_at(position) if inside else self.view.middle()

    def place_at_pointer(self, placeable: Placeable) -> None:
        """Take the thing in hand, shown at once where the pointer is."""
        self.use_place(placeable)
        position = self.view.viewport().mapFromGlobal(QCursor.pos())
        if self.view.viewport().rect().contains(position) and isinstance(self._tool, PlaceTool):
            self._tool.show_placing(placeable, self.view.point_at(position))

    def insert(self, placeable: Placeable, at: Point, connected_to: str | None = None) -> None:
        """Place it here, joined to an element if one is given: one step either way."""
        design = self.design
        if design is None:
            return
        command = placeable.command(design, round(at.x), round(at.y))
        if connected_to is None:
            self.commit_new(command)
            return
        try:
            new_id = command.new_id(self._controller.project)
        except DesignerError:
            self.commit_new(command)
            return
        name = msg("Add {what} to {element}", what=placeable.text, element=design.name_of(connected_to))
        joined = Together((command, Connect(design.id, connected_to, new_id)), name)
        if self._controller.run(joined):
            self._controller.select((new_id,))

    # ToolHost

    @property
    def design(self) -> Design | None:
        """The variant shown, as the document has it."""
        return self._controller.design

    @property
    def picture(self) -> Scene:
        """The picture shown now."""
        return self.view.canvas.value

    @property
    def selection(self) -> tuple[str, ...]:
        """The selected elements."""
        return self._controller.selection

    @property
    def snaps(self) -> bool:
        """Whether dragging snaps."""
        return self._context.preferences.snap

    @property
    def placer(self) -> Placer:
        """What can be placed."""
        return self._placer

    @property
    def handled(self) -> str | None:
        """The element whose handles show."""
        return self._adornments.handles_of

    def elements_in(self, band: Rect, *, touched: bool) -> tuple[str, ...]:
        """The elements in the band."""
        return self.view.canvas.elements_in(band, touched=touched)

    def element_at(self, point: Point) -> str | None:
        """The topmost element there."""
        return self.view.canvas.element_at(point)

    def select(self, element_ids: tuple[str, ...]) -> None:
        """Select these elements."""
        self._controller.select(element_ids)

    def preview(self, command: Command | None) -> Message | None:
        """Show what the command would make of the document; the refusal if it would be refused."""
        refusal: Message | None = None
        previewed: Project | None = None
        if isinstance(command, MoveElements) and self._drag_large(command):
            return None
        moved, self._moving = self._moving, None
        if command is not None:
            try:
                previewed = self._controller.session.preview(command)
            except EditRefused as refused:
                refusal = refused.message
        if previewed is not None or self._previewed is not None:
            self._previewed = previewed
            self._compose_document()
        elif moved is not None:
            self.view.show_scene(moved[1].scene)
        return refusal

    def _drag_large(self, command: MoveElements) -> bool:
        """Show a drag in a large picture by shifting what moves; False where it has to be composed."""
        design = self.design
        if design is None or (self._moving is None and len(self.picture.items) <= MANY):
            return False
        if self._moving is None or self._moving[0] != command.element_ids:
            try:
                self._controller.session.preview(command)
            except EditRefused:
                return False
            if self._previewed is not None or self._moving is not None:
                self._previewed = None
                self._compose_document()
            self._moving = (command.element_ids, Moving.begin(self.picture, design, command.element_ids))
        scene, changed = self._moving[1].at(command.dx, command.dy)
        self.view.show_changes(scene, changed)
        return True

    def commit(self, command: Command) -> bool:
        """Carry the command out as a step of its own."""
        done = self._controller.run(command)
        self._controller.break_merging()
        return done

    def commit_new(self, command: Creating) -> bool:
        """Carry out a command that makes an element, and select what it made."""
        try:
            new_id = command.new_id(self._controller.project)
        except DesignerError:
            return self._controller.run(command)
        done = self.commit(command)
        if done:
            self._controller.select((new_id,))
            self.reveal((new_id,))
        return done

    def adorn(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Adornments, checked by replace
        """Change what is drawn over the picture."""
        self._adornments = replace(self._adornments, **changes)
        self.view.set_adornments(self._adornments)

    def tell(self, message: Message | None, *, beside: str | None = None) -> None:
        """Show a sentence beside the pointer or under an element, or take it away."""
        if message is None:
            self._bubble.hide()
            return
        self._bubble.setText(self._context.text(message))
        self._bubble.setFixedWidth(min(320, self._bubble.fontMetrics().horizontalAdvance(self._bubble.text()) + 24))
        self._bubble.adjustSize()
        area = self.view.viewport().rect()
        corner = self.view.viewport().mapFromGlobal(QCursor.pos()) + QPoint(16, 20)
        under = None if beside is None else self.picture.symbol_of(beside)
        if under is not None:
            box = under.outline.bounds()
            corner = self.view.mapFromScene(box.x, box.bottom) + QPoint(0, 10)
        corner.setX(max(4, min(corner.x(), area.width() - self._bubble.width() - 4)))
        corner.setY(max(4, min(corner.y(), area.height() - self._bubble.height() - 4)))
        self._bubble.move(corner)
        QToolTip.hideText()
        self._bubble.show()
        self._bubble.raise_()

    def rename(self, element_id: str) -> None:
        """Let the name, or the text of a note, be typed where the symbol is; what has no symbol in the inspector."""
        design, item = self.design, self.picture.symbol_of(element_id)
        element = None if design is None else design.find(element_id)
        if design is None or item is None or not (isinstance(element, Note) or hasattr(element, "name")):
            self.properties_asked.emit()
            return
        self._close_editor()
        box = item.bounds
        if isinstance(element, Note):
            corner = self.view.mapFromScene(box.x, box.y)
            self._editor = NoteEditor(self.view.viewport(), element.text, element_id)
            self._editor.take_place(corner, box, self.view.scale_now)
            self._begin_editing(self._editor)
            return
        start = box.centre if item.is_line else Point(box.x, box.y)
        corner = self.view.mapFromScene(start.x, start.y)
        self._editor = _NameEditor(self.view.viewport(), design.name_of(element_id), element_id)
        width = max(_NAME_WIDTH, round(min(box.width, 320) * self.view.scale_now)) if not item.is_line else _NAME_WIDTH
        self._editor.setGeometry(QRect(corner.x() - (width // 2 if item.is_line else 0), corner.y(), width, 28))
        self._begin_editing(self._editor)

    def _begin_editing(self, editor: "_NameEditor | NoteEditor") -> None:
        editor.done.connect(self._rename_to)
        editor.given_up.connect(self._close_editor)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_insert(self, at: Point, connected_to: str | None = None) -> None:
        """Offer what can be inserted here."""
        self.insert_offered.emit(at, connected_to)

    def show_properties(self) -> None:
        """Bring the inspector to the keyboard."""
        self.properties_asked.emit()

    def trigger_key(self, keys: str) -> bool:
        """Do the action of a canvas key, if single keys are on."""
        return self._context.preferences.single_keys and self._actions.trigger_canvas_key(keys)

    def finish_tool(self) -> None:
        """Go back to selecting."""
        self.use_select()

    # Following the document

    def _connect(self) -> None:
        controller = self._controller
        controller.document_changed.connect(self._show_change)
        controller.document_opened.connect(self._show_document)
        controller.design_shown.connect(self._show_document)
        controller.selection_changed.connect(self._show_selection)
        controller.findings_changed.connect(self._show_findings)
        controller.came_back.connect(self._show_back)
        controller.layers.changed.connect(self._follow_layers)
        self.view.menu_asked.connect(self._ask_menu)
        self.view.tip_asked.connect(self._show_tip)
        self.view.pointer_moved.connect(self.pointer_moved)

    def _show_change(self, change: Change) -> None:
        self._previewed = None
        self._compose_document()

    def _show_document(self) -> None:
        self._previewed = None
        self._close_editor()
        self.use_select()
        # Opening a document says twice that another design is shown; the picture of a large one is dear.
        if self.design is None or self.design is not self._composed:
            self._compose_document()
        self.view.fit()
        if self.isVisible():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_selection(self, chosen: tuple[str, ...]) -> None:
        design = self.design
        sized = None
        if design is not None and len(chosen) == 1 and (item := self.picture.symbol_of(chosen[0])) is not None:
            place = design.find(chosen[0])
            sized = chosen[0] if _has_corner(place) and not item.is_line else None
        self.tell(None)
        self.adorn(selected=chosen, corner_of=sized, bends=self._bends())
        self.view.canvas.raise_elements(chosen)
        self._show_bar()

    def _bends(self) -> tuple[Point, ...]:
        """The waypoints of the one selected line, of a preview while it lasts."""
        design, chosen = self._shown_design(), self.selection
        route = design.layout.route_of(chosen[0]) if design is not None and len(chosen) == 1 else None
        return () if route is None else tuple(Point(one.x, one.y) for one in route.waypoints)

    def _shown_design(self) -> Design | None:
        """The variant as it is drawn: the document's, or the one a tool previews."""
        design = self.design
        if self._previewed is None or design is None:
            return design
        return next((one for one in self._previewed.designs if one.id == self._controller.design_id), design)

    def _show_bar(self) -> None:
        design = self.design
        standing = [one for one in self.selection if design is not None and ground.has_place(design.by_id[one])]
        self._bar.setVisible(len(standing) >= 2 and self._tool_name == "select")

    def _follow_layers(self) -> None:
        design = self.design
        if design is not None:
            gone = elements_in_layers(design, self._controller.layers.hidden)
            self._controller.select(one for one in self.selection if one not in gone)
        self._compose_document()

    def _show_findings(self) -> None:
        if not self._controller.judgement.is_stale:
            self._compose_document()

    def _show_back(self, came_back: tuple[str, ...]) -> None:
        """Select what an undo or redo touched, as far as it can be seen: a removed node leaves its groups behind."""
        touched = tuple(one for one in came_back if self.picture.symbol_of(one) is not None)
        self._controller.select(touched)
        self.adorn(flashed=touched)
        self.reveal(touched)
        self._flash.start()

    def _end_flash(self) -> None:
        self.adorn(flashed=())

    def _compose_document(self) -> None:
        self._composed = design = self._shown_design()
        if design is None:
            self.view.show_scene(Scene())
            return
        lettering = self._context.lettering
        scene = compose(design, lettering.ruler, lettering.translator)
        judgement = self._controller.judgement
        if judgement.design_id == design.id and judgement.findings:
            badges = findings_overlay(
                design, scene, judgement.findings, ruler=lettering.ruler, translator=lettering.translator
            )
            scene = scene.with_items(badges)
        layers = self._controller.layers
        self.view.canvas.untouchable = elements_in_layers(design, layers.locked)
        self.view.show_scene(without_layers(scene, design, layers.hidden))
        self.view.canvas.raise_elements(self.selection)
        locked = frozenset(place.element for place in design.layout.places if place.locked)
        bends = self._bends()
        if (locked, bends) != (self._adornments.locked, self._adornments.bends):
            self.adorn(locked=locked, bends=bends)

    # Smaller things

    def _use(self, name: str, tool: Tool) -> None:
        self._tool = tool
        self._tool_name = name
        self.preview(None)
        self.view.set_tool(tool)
        self.adorn(handles_of=None, target=None, wire=None, band=None, guides=(), focused=None, refused=frozenset())
        self.tell(None)
        self._show_bar()
        self.tool_changed.emit(name)

    def _rename_to(self, element_id: str, name: str) -> None:
        self._close_editor()
        design = self.design
        element = None if design is None else design.find(element_id)
        before = element.text if isinstance(element, Note) else getattr(element, "name", "")
        if design is not None and name != before:
            self.commit(RenameElement(design.id, element_id, name))

    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.blockSignals(True)
            if editor.hasFocus():
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()

    def _ask_menu(self, position: QPoint, at: Point) -> None:
        element_id = self.element_at(at)
        if element_id is not None and element_id not in self.selection:
            self._controller.select((element_id,))
        self.menu_asked.emit(position, at)

    def _show_tip(self, position: QPoint, at: Point) -> None:
        item = self.view.canvas.item_at(at)
        is_busy = self._bubble.isVisible() or QApplication.mouseButtons() is not Qt.MouseButton.NoButton
        if item is None or item.value.hint is None or is_busy:
            QToolTip.hideText()
            return
        lines = [self._context.text(item.value.hint)]
        about = [one for one in self._controller.judgement.findings if item.value.element_id in one.subjects]
        if about and not item.value.key.startswith("badge:"):
            lines.append(self._context.text(msg_n("{n} problem", "{n} problems", len(about))))
        QToolTip.showText(position, "\n".join(lines), self.view)


class _NameEditor(QLineEdit):
    """The field in which a name is typed in place."""

    done = Signal(str, str)
    given_up = Signal()

    def __init__(self, parent: QWidget, name: str, element_id: str) -> None:
        super().__init__(name, parent)
        self.setObjectName("name-editor")
        self._element_id = element_id
        self.selectAll()
        self.editingFinished.connect(self._finish)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the name and Escape leaves it; neither goes on to the canvas, where it would mean something."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._finish()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        self.done.emit(self._element_id, self.text())


def _has_corner(element: object) -> bool:
    return isinstance(element, Site | Note)
