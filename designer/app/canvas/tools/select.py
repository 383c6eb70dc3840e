"""The select tool: pick, rubber band, drag with snap and guides, into and out of sites, pull lines from handles."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt

from designer.app.canvas.adornments import HANDLE, Guide, band_rect, handle_points
from designer.app.canvas.snapping import Standing, on_grid, settled
from designer.app.canvas.tools.canvas_tool import CanvasTool
from designer.app.canvas.tools.host import ToolHost
from designer.app.canvas.tools.tool import Pointer
from designer.app.canvas.tools.wire import WirePull
from designer.base.texts import Message
from designer.drawing.geometry import Point, distance
from designer.editing import clipboard, ground, legality
from designer.editing.clipboard import Paste
from designer.editing.command import Command
from designer.editing.placement import MoveElements, MoveIntoSite, ResizeNote, ResizeSite, SetWaypoints
from designer.editing.properties import MoveVm
from designer.model.array import Array
from designer.model.design import Design
from designer.model.node import Node
from designer.model.note import Note
from designer.model.site import Site
from designer.model.witness import Witness
from designer.model.workload import VirtualMachine

_DRAG_PIXELS = 4
_HOVER_REACH = 26.0
_WAYPOINT_PIXELS = 12


class _Gesture(Enum):
    NONE = auto()
    PRESSED = auto()
    MOVING = auto()
    RESIZING = auto()
    CARRYING_VM = auto()
    BENDING = auto()
    BANDING = auto()
    WIRING = auto()


@dataclass(frozen=True, slots=True)
class _Drag:
    """What a drag would do, and the lines it settled on."""

    command: Command
    guides: tuple[Guide, ...] = ()
    target: str | None = None


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a drag needs to know at every step, found at its first one. ``sites`` from the topmost down."""

    design: Design
    selection: tuple[str, ...]
    chosen: tuple[str, ...]
    frame: ground.Box
    standing: Standing
    sites: tuple[tuple[str, ground.Box], ...]


class SelectTool(CanvasTool):
    """The tool that is active when no other is."""

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._gesture = _Gesture.NONE
        self._pressed: Pointer | None = None
        self._element: str | None = None
        self._was_selected = False
        self._around: _Surroundings | None = None
        self._pull = WirePull(host)

    @property
    def is_busy(self) -> bool:
        """Whether something is being dragged."""
        return self._gesture not in {_Gesture.NONE, _Gesture.PRESSED}

    def press(self, pointer: Pointer) -> None:
        """Pick what is there; a handle begins a line or a change of size."""
        if not pointer.is_left:
            return
        self._pressed = pointer
        handled = self._handle_at(pointer)
        if handled is not None and self._pull.begin(handled, pointer.at):
            self._gesture = _Gesture.WIRING
            return
        sized = self._corner_at(pointer)
        if sized is not None:
            self._element, self._gesture = sized, _Gesture.RESIZING
            return
        self._element = self._host.element_at(pointer.at)
        self._gesture = _Gesture.PRESSED
        self._pick(pointer)

    def move(self, pointer: Pointer) -> None:
        """Go on with the gesture, or hover."""
        if self._gesture is _Gesture.NONE:
            self._hover(pointer)
            return
        if self._gesture is _Gesture.PRESSED:
            if self._pressed is None or (pointer.screen - self._pressed.screen).manhattanLength() < _DRAG_PIXELS:
                return
            self._gesture = self._gesture_for(self._element)
            self._host.adorn(handles_of=None)
        if self._gesture is _Gesture.WIRING:
            self._pull.follow(pointer.at)
        elif self._gesture is _Gesture.BANDING:
            self._band(pointer)
        else:
            self._show(self._drag(pointer))

    def release(self, pointer: Pointer) -> None:
        """End the gesture: one command, a selection, or nothing."""
        if not pointer.is_left:
            return
        gesture, self._gesture = self._gesture, _Gesture.NONE
        if gesture is _Gesture.PRESSED:
            self._click(pointer)
        elif gesture is _Gesture.WIRING:
            if not self._pull.end(pointer.at):
                self._pull.drop()
        elif gesture is _Gesture.BANDING:
            self._host.select(self._banded(pointer))
            self._host.adorn(band=None)
        elif gesture is not _Gesture.NONE:
            self._gesture = gesture
            drag = self._drag(pointer)
            self._gesture = _Gesture.NONE
            self._stop_showing()
            if drag is not None:
                self._host.commit(drag.command)
        self._pressed = None

    def double_click(self, pointer: Pointer) -> None:
        """Rename what is there, or show a line's properties or straighten it; offer insertions on empty ground."""
        design, element_id = self._host.design, self._host.element_at(pointer.at)
        if design is None:
            return
        if element_id is None:
            self._host.offer_insert(pointer.at)
        elif self._straighten(design, element_id, pointer):
            return
        elif self._is_line(element_id):
            self._host.show_properties()
        elif hasattr(design.find(element_id), "name") or isinstance(design.find(element_id), Note):
            self._host.rename(element_id)
        else:
            self._host.show_properties()

    def _is_line(self, element_id: str) -> bool:
        item = self._host.picture.symbol_of(element_id)
        return item is not None and item.is_line

    def cancel(self) -> None:
        """Put everything back as it was before the gesture."""
        self._gesture, self._pressed = _Gesture.NONE, None
        if self._pull.source is not None:
            self._pull.drop()
        self._stop_showing()
        self._host.adorn(band=None, handles_of=None)

    # Picking

    def _pick(self, pointer: Pointer) -> None:
        """Select at once what a drag would move; what only a click decides waits for the release."""
        if self._element is None or pointer.holds(Qt.KeyboardModifier.ControlModifier):
            return
        self._was_selected = self._element in self._host.selection
        if pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            if not self._was_selected:
                self._host.select((*self._host.selection, self._element))
        elif not self._was_selected:
            self._host.select((self._element,))

    def _click(self, pointer: Pointer) -> None:
        if self._element is None:
            if not pointer.holds(Qt.KeyboardModifier.ShiftModifier):
                self._host.select(())
        elif pointer.holds(Qt.KeyboardModifier.ControlModifier):
            chosen = self._host.selection
            without = tuple(one for one in chosen if one != self._element)
            self._host.select(without if self._element in chosen else (*chosen, self._element))
        elif not pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            self._host.select((self._element,))

    def _band(self, pointer: Pointer) -> None:
        assert self._pressed is not None
        start, end = self._pressed.at, pointer.at
        self._host.adorn(band=band_rect(start, end), is_band_touching=end.x < start.x)

    def _banded(self, pointer: Pointer) -> tuple[str, ...]:
        assert self._pressed is not None
        start, end = self._pressed.at, pointer.at
        found = self._host.elements_in(band_rect(start, end), touched=end.x < start.x)
        if pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            return (*self._host.selection, *found)
        if pointer.holds(Qt.KeyboardModifier.ControlModifier):
            kept = tuple(one for one in self._host.selection if one not in found)
            return (*kept, *(one for one in found if one not in self._host.selection))
        return found

    # Hovering

    def _hover(self, pointer: Pointer) -> None:
        design = self._host.design
        held = self._host.handled
        if held is not None and self._is_near(held, pointer):
            return
        element_id = self._host.element_at(pointer.at)
        can = design is not None and element_id is not None and legality.can_start_link(design.find(element_id))
        self._host.adorn(handles_of=element_id if can else None)

    def _is_near(self, element_id: str, pointer: Pointer) -> bool:
        """Whether the pointer may be on its way to a handle: not over the symbol but close around it."""
        item = self._host.picture.symbol_of(element_id)
        under = self._host.element_at(pointer.at)
        if item is None or under == element_id:
            return item is not None
        around = item.outline.bounds().grown(_HOVER_REACH / pointer.scale)
        over_other = isinstance(self._found(under), Node | Array | Witness)
        return around.holds(pointer.at) and not over_other

    def _found(self, element_id: str | None) -> object:
        design = self._host.design
        return None if design is None or element_id is None else design.find(element_id)

    def _handle_at(self, pointer: Pointer) -> str | None:
        element_id = self._host.handled
        item = None if element_id is None else self._host.picture.symbol_of(element_id)
        if item is None:
            return None
        reach = HANDLE / pointer.scale
        near = any(distance(point, pointer.at) <= reach for point in handle_points(item, pointer.scale))
        return element_id if near else None

    def _corner_at(self, pointer: Pointer) -> str | None:
        """The selected site or note whose lower right corner is under the pointer."""
        if len(self._host.selection) != 1 or not isinstance(self._found(self._host.selection[0]), Site | Note):
            return None
        item = self._host.picture.symbol_of(self._host.selection[0])
        if item is None:
            return None
        box = item.outline.bounds()
        near = distance(Point(box.right, box.bottom), pointer.at) <= HANDLE / pointer.scale
        return self._host.selection[0] if near else None

    # Dragging

    def _gesture_for(self, element_id: str | None) -> _Gesture:
        element = self._found(element_id)
        if isinstance(element, VirtualMachine):
            return _Gesture.CARRYING_VM
        if element is None:
            return _Gesture.BANDING
        if ground.has_place(element):  # type: ignore[arg-type]  # _found returns elements only
            return _Gesture.MOVING
        item = self._host.picture.symbol_of(element_id or "")
        return _Gesture.BENDING if item is not None and item.is_line else _Gesture.BANDING

    def _drag(self, pointer: Pointer) -> _Drag | None:
        design, pressed = self._host.design, self._pressed
        if design is None or pressed is None or self._element is None:
            return None
        match self._gesture:
            case _Gesture.MOVING:
                return self._moving(design, pressed, pointer)
            case _Gesture.CARRYING_VM:
                return self._carrying(design, pointer)
            case _Gesture.RESIZING:
                return self._resizing(design, pointer)
            case _Gesture.BENDING:
                return self._bending(design, pressed, pointer)
            case _:
                return None

    def _moving(self, design: Design, pressed: Pointer, pointer: Pointer) -> _Drag:
        around = self._surroundings(design)
        chosen = around.chosen
        offset = Point(pointer.at.x - pressed.at.x, pointer.at.y - pressed.at.y)
        if pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            offset = Point(offset.x, 0) if abs(offset.x) >= abs(offset.y) else Point(0, offset.y)
        dx, dy = round(offset.x), round(offset.y)
        guides: tuple[Guide, ...] = ()
        if self._host.snaps and not pointer.holds(Qt.KeyboardModifier.AltModifier):
            rest = settled(around.frame, around.standing, offset, scale=pointer.scale)
            dx, dy, guides = rest.dx, rest.dy, rest.guides
            if pointer.holds(Qt.KeyboardModifier.ShiftModifier):
                dx, dy = (dx, 0) if offset.y == 0 else (0, dy)
        if pointer.holds(Qt.KeyboardModifier.ControlModifier):
            return _Drag(Paste(design.id, clipboard.copy(design, chosen), dx, dy), guides)
        site = self._new_site(design, around, pointer)
        if site is not None:
            return _Drag(MoveIntoSite(design.id, chosen, site, dx, dy), guides, site)
        return _Drag(MoveElements(design.id, chosen, dx, dy), guides)

    def _surroundings(self, design: Design) -> "_Surroundings":
        """What is dragged and what stands around it: found once, as the document stays while a drag lasts."""
        known = self._around
        selection = self._host.selection
        if known is None or known.design is not design or known.selection != selection:
            boxes = ground.boxes(design)
            chosen = tuple(one for one in selection if one in boxes) or (self._element or "",)
            carried = {member for one in chosen for member in ground.members_of(design, one)} | set(chosen)
            frame = boxes[chosen[0]]
            for one in chosen[1:]:
                frame = frame.around(boxes[one])
            standing = Standing(_standing(design, boxes, carried))
            sites = tuple((site.id, boxes[site.id]) for site in reversed(design.sites))
            known = self._around = _Surroundings(design, selection, chosen, frame, standing, sites)
        return known

    def _new_site(self, design: Design, around: "_Surroundings", pointer: Pointer) -> str | None:
        """The site under the pointer when all that is dragged could live in a site and something lives elsewhere."""
        elements = [design.find(one) for one in around.chosen]
        if not all(isinstance(element, Node | Array | Witness) for element in elements):
            return None
        x, y = round(pointer.at.x), round(pointer.at.y)
        site = next((site_id for site_id, box in around.sites if box.holds(x, y)), None)
        homes = {getattr(element, "site", None) for element in elements}
        return site if site is not None and homes != {site} else None

    def _carrying(self, design: Design, pointer: Pointer) -> _Drag | None:
        vm = design.vm(self._element or "")
        boxes = ground.boxes(design)
        over = [node.id for node in design.nodes if boxes[node.id].holds(round(pointer.at.x), round(pointer.at.y))]
        if not over or over[-1] == vm.node:
            return None
        return _Drag(MoveVm(design.id, vm.id, over[-1]), target=over[-1])

    def _resizing(self, design: Design, pointer: Pointer) -> _Drag:
        element_id = self._element or ""
        box = ground.boxes(design)[element_id]
        snap = self._host.snaps and not pointer.holds(Qt.KeyboardModifier.AltModifier)
        right, bottom = (on_grid(v) if snap else round(v) for v in pointer.at)
        size = (max(1, right - box.x), max(1, bottom - box.y))
        if isinstance(design.find(element_id), Note):
            return _Drag(ResizeNote(design.id, element_id, box.x, box.y, *size))
        return _Drag(ResizeSite(design.id, element_id, box.x, box.y, *size))

    def _straighten(self, design: Design, link_id: str, pointer: Pointer) -> bool:
        """Take away the waypoint under the pointer; False where there is none."""
        route = design.layout.route_of(link_id)
        points = [Point(one.x, one.y) for one in route.waypoints] if route is not None else []
        kept = [point for point in points if distance(point, pointer.at) > _WAYPOINT_PIXELS / pointer.scale]
        if len(kept) == len(points):
            return False
        return self._host.commit(SetWaypoints(design.id, link_id, tuple(_whole(point) for point in kept)))

    def _bending(self, design: Design, pressed: Pointer, pointer: Pointer) -> _Drag:
        link_id = self._element or ""
        route = design.layout.route_of(link_id)
        points = [Point(one.x, one.y) for one in route.waypoints] if route is not None else []
        reach = _WAYPOINT_PIXELS / pointer.scale
        near = [index for index, point in enumerate(points) if distance(point, pressed.at) <= reach]
        snaps = self._host.snaps and not pointer.holds(Qt.KeyboardModifier.AltModifier)
        here = (on_grid(pointer.at.x), on_grid(pointer.at.y)) if snaps else _whole(pointer.at)
        bent = [_whole(point) for point in points]
        if near:
            bent[near[0]] = here
        else:
            bent.insert(_position(points, pressed.at), here)
        return _Drag(SetWaypoints(design.id, link_id, tuple(bent)))

    def _show(self, drag: _Drag | None) -> None:
        refusal: Message | None = None
        if drag is None:
            self._host.preview(None)
            self._host.adorn(guides=(), target=None)
        else:
            refusal = self._host.preview(drag.command)
            self._host.adorn(guides=drag.guides, target=drag.target, is_target_allowed=refusal is None)
        self._host.tell(refusal)

    def _stop_showing(self) -> None:
        self._host.preview(None)
        self._host.adorn(guides=(), target=None, is_target_allowed=True)
        self._host.tell(None)


def _standing(design: Design, boxes: dict[str, ground.Box], carried: set[str]) -> list[ground.Box]:
    """What a drag can come into line with: everything that neither moves nor surrounds what moves."""
    homes = {getattr(design.by_id[one], "site", None) for one in carried if one in design.by_id}
    return [box for key, box in boxes.items() if key not in carried and key not in homes]


def _whole(point: Point) -> tuple[int, int]:
    return round(point.x), round(point.y)


def _position(points: list[Point], at: Point) -> int:
    """Where among the waypoints a new one belongs: before the first one that lies farther along."""
    if not points:
        return 0
    nearest = min(range(len(points)), key=lambda index: distance(points[index], at))
    following = points[nearest + 1] if nearest + 1 < len(points) else None
    if following is not None and distance(following, at) < distance(following, points[nearest]):
        return nearest + 1
    before = points[nearest - 1] if nearest else None
    return nearest if before is not None and distance(before, at) < distance(before, points[nearest]) else nearest + 1
