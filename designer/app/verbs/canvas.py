"""What concerns the picture as a whole: layers, rulers, what to show of it, pictures of it, joining by keyboard."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from designer.app.actions import ActionSet, with_mnemonics
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.canvas.picture_taking import PictureTaking
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.notices import Notice, Severity
from designer.base.texts import Message, msg
from designer.drawing.excerpt import site_of
from designer.drawing.layers import Layer, layer_of
from designer.editing import ground, legality
from designer.editing.command import Command
from designer.editing.likeness import PasteProperties
from designer.editing.parts import LINK_TYPES
from designer.editing.placement import Axis, DistributeElements, MoveIntoSite, SetWaypoints, Spread
from designer.editing.properties import SetProperty
from designer.editing.spacing import free_offset
from designer.editing.together import Together
from designer.editing.wiring import Connect
from designer.model.array import Array
from designer.model.design import Design
from designer.model.node import Node
from designer.model.note import Note
from designer.model.witness import Witness


class CanvasVerbs(QObject):
    """Gives the actions of the canvas their meaning. What changes the document is one command."""

    layers_asked = Signal()
    """The panel of the layers is wanted."""

    def __init__(
        self, controller: DocumentController, context: AppContext, canvas: DesignCanvas, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._canvas = canvas
        self._window = window
        self._actions: ActionSet | None = None
        self.pictures = PictureTaking(controller, context, canvas, window)

    def bind(self, actions: ActionSet) -> None:
        """Give the actions their meaning and their marks."""
        self._actions = actions
        layers = self._controller.layers
        actions.bind("file.export_view", self.pictures.ask_view)
        actions.bind("file.export_selection", self.pictures.ask_selection)
        actions.bind("edit.copy_picture", self.pictures.copy)
        actions.bind("edit.select_site", self.select_site)
        actions.bind("view.fit_site", self.fit_site)
        actions.bind("view.fit_problem", self.fit_problem)
        actions.bind("view.rulers", self._toggle_rulers)
        actions.bind("view.layers", self.layers_asked.emit)
        actions.bind("view.all_layers", layers.show_all)
        for layer in Layer:
            actions.bind(_action_of(layer), partial(self._toggle_layer, layer))
        actions.bind("tool.join", self.join)
        actions.bind("arrange.centres_across", partial(self._distribute, Axis.HORIZONTAL))
        actions.bind("arrange.centres_down", partial(self._distribute, Axis.VERTICAL))
        actions.bind("arrange.into_site", self.ask_site)
        actions.bind("arrange.straighten", self.straighten)
        actions.bind("arrange.unpoint", self.unpoint)
        actions.bind("edit.paste_properties", self.paste_properties)
        layers.changed.connect(self.mark)
        self._context.preferences.changed.connect(self._follow_preference)
        self.mark()

    def mark(self) -> None:
        """Check the actions that say what is on."""
        if self._actions is not None:
            self._actions.action("view.rulers").setChecked(self._context.preferences.rulers)
            for layer in Layer:
                self._actions.action(_action_of(layer)).setChecked(layer not in self._controller.layers.hidden)

    # What is selected and seen

    def select_site(self) -> None:
        """Select the sites of what is selected, and all that stands in them."""
        design = self._controller.design
        if design is not None:
            sites = [site_of(design, one) for one in self._controller.selection]
            found = [one for one in dict.fromkeys(sites) if one is not None]
            self._controller.select(one for site in found for one in (site, *ground.members_of(design, site)))

    def fit_site(self) -> None:
        """Show the site of the selection as large as fits; without one, the sites in turn."""
        design = self._controller.design
        if design is None or not design.sites:
            return
        sites = [site_of(design, one) for one in self._controller.selection]
        wanted = next((one for one in sites if one is not None), None)
        if wanted is None or self._canvas.fitted == (wanted,):
            order = [site.id for site in design.sites]
            last = self._canvas.fitted[0] if self._canvas.fitted else ""
            wanted = order[(order.index(last) + 1) % len(order)] if last in order else order[0]
        self._canvas.fit_elements((wanted,))

    def fit_problem(self) -> None:
        """Show all that the findings at the selection speak of; without such findings, all that any speaks of."""
        design = self._controller.design
        if design is None:
            return
        findings = [one for one in self._controller.judgement.findings if not one.waived]
        chosen = set(self._controller.selection)
        near = [one for one in findings if chosen & set(one.subjects)] or findings
        subjects = tuple(dict.fromkeys(subject for one in near for subject in one.subjects))
        layers = {layer_of(design.find(one)) for one in subjects} - {None}
        self._controller.layers.show_everything_of(frozenset(one for one in layers if one is not None))
        self._canvas.fit_elements(subjects)

    def _toggle_layer(self, layer: Layer) -> None:
        layers = self._controller.layers
        layers.show(layer, shown=layer in layers.hidden)
        self.mark()

    def _toggle_rulers(self) -> None:
        self._context.preferences.rulers = not self._context.preferences.rulers
        self.mark()

    def _follow_preference(self, name: str) -> None:
        if name == "rulers":
            self._canvas.show_rulers(shown=self._context.preferences.rulers)
            self.mark()

    # Edits

    def join(self) -> None:
        """Join the two selected elements, or go from the only one to its possible targets with the keyboard."""
        design, chosen = self._controller.design, self._controller.selection
        if design is None or not chosen:
            return
        if len(chosen) == 2:
            self._canvas.commit_new(Connect(design.id, chosen[0], chosen[1]))
            return
        source = chosen[-1]
        targets = _targets(design, source)
        if targets:
            self._canvas.use_join(source, targets)
        else:
            text = msg("Nothing in this variant can be joined to {name}.", name=design.name_of(source))
            self._canvas.tell(text, beside=source)

    def straighten(self) -> None:
        """Forget the waypoints of the selected lines."""
        design = self._controller.design
        if design is None:
            return
        lines = [one for one in self._controller.selection if isinstance(design.find(one), LINK_TYPES)]
        bent = [one for one in lines if design.layout.route_of(one) is not None]
        if not bent:
            self._tell(msg("This line finds its own way already."))
            return
        steps: tuple[Command, ...] = tuple(SetWaypoints(design.id, one, ()) for one in bent)
        self._canvas.commit(steps[0] if len(steps) == 1 else Together(steps, msg("Let lines find their way")))

    def unpoint(self) -> None:
        """Let the selected notes point at nothing."""
        design = self._controller.design
        if design is None:
            return
        notes = [one for one in self._controller.selection if isinstance(design.find(one), Note)]
        steps: tuple[Command, ...] = tuple(SetProperty(design.id, one, "about", None) for one in notes)
        self._canvas.commit(steps[0] if len(steps) == 1 else Together(steps, msg("Let notes point at nothing")))

    def paste_properties(self) -> None:
        """Give the selected elements the facts of what was copied."""
        design, chosen = self._controller.design, self._controller.selection
        if design is not None and chosen:
            self._canvas.commit(PasteProperties(design.id, chosen, QGuiApplication.clipboard().text()))

    def ask_site(self) -> None:
        """Offer the sites that the selection could move into."""
        menu = self.site_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._menu_place())

    def site_menu(self) -> QMenu:
        """The sites; those that cannot take what is selected are dim and say why."""
        menu = QMenu(self._window)
        design = self._controller.design
        if design is None:
            return menu
        chosen = tuple(one for one in self._controller.selection if _may_live_in_site(design, one))
        for site in design.sites:
            reasons = [legality.move_refusal(design, one, site.id) for one in chosen]
            refused = next((one for one in reasons if one is not None), None)
            action = menu.addAction(self._context.icon("building"), site.name)
            action.setEnabled(bool(chosen) and refused is None)
            action.setToolTip("" if refused is None else self._context.text(refused))
            action.triggered.connect(partial(self._move_into, chosen, site.id))
        menu.setToolTipsVisible(True)
        with_mnemonics(menu.actions())
        return menu

    def _move_into(self, chosen: tuple[str, ...], site_id: str) -> None:
        design = self._controller.design
        if design is not None:
            dx, dy = _offset_into(design, chosen, site_id)
            self._canvas.commit(MoveIntoSite(design.id, chosen, site_id, dx, dy))

    def _distribute(self, axis: Axis) -> None:
        design = self._controller.design
        if design is not None:
            placed = tuple(one for one in self._controller.selection if ground.has_place(design.by_id[one]))
            self._canvas.commit(DistributeElements(design.id, placed, axis, Spread.CENTRES))

    def _menu_place(self) -> QPoint:
        viewport = self._canvas.view.viewport()
        if viewport.rect().contains(viewport.mapFromGlobal(QCursor.pos())):
            return QCursor.pos()
        return viewport.mapToGlobal(viewport.rect().center())

    def _tell(self, message: Message) -> None:
        self._controller.notify(Notice(message, Severity.INFO))


def _action_of(layer: Layer) -> str:
    return f"layer.{layer.value}"


def _targets(design: Design, source: str) -> tuple[str, ...]:
    """What a line from the source may lead to, nearest first."""
    boxes = ground.boxes(design)
    legal = [
        one.id
        for one in design.elements()
        if one.id != source and legality.can_start_link(one) and legality.refusal(design, source, one.id) is None
    ]
    start = boxes.get(source)
    if start is None:
        return ()

    def far(element_id: str) -> tuple[int, str]:
        box = boxes[element_id]
        across = 2 * box.x + box.width - 2 * start.x - start.width
        down = 2 * box.y + box.height - 2 * start.y - start.height
        return abs(across) + abs(down), element_id

    return tuple(sorted(legal, key=far))


def _may_live_in_site(design: Design, element_id: str) -> bool:
    return isinstance(design.find(element_id), Node | Array | Witness)


def _offset_into(design: Design, chosen: tuple[str, ...], site_id: str) -> tuple[int, int]:
    """How far the symbols go to stand free in the site, all alike."""
    boxes = ground.boxes(design)
    block = boxes[chosen[0]]
    for one in chosen[1:]:
        block = block.around(boxes[one])
    frame = boxes[site_id]
    inner = ground.padded(block)
    dx, dy = frame.x - inner.x, frame.y - inner.y
    moved = ground.Box(block.x + dx, block.y + dy, block.width, block.height)
    obstacles = [boxes[one] for one in ground.members_of(design, site_id) if one not in chosen]
    more = free_offset(moved, obstacles, frame)
    return dx + more[0], dy + more[1]
