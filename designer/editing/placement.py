"""Commands about where things stand. Except for :class:`MoveIntoSite`, they change the layout and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from designer.base.texts import Message, msg
from designer.editing import ground, legality
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.ground import Box
from designer.editing.parts import (
    LINK_TYPES,
    captions,
    design_for_label,
    element_of,
    in_design,
    in_listing_order,
    with_element,
)
from designer.editing.removal import without
from designer.editing.shifting import shifted, with_places
from designer.editing.spacing import settled
from designer.model.arrangement import arrange
from designer.model.array import Array
from designer.model.design import Design
from designer.model.layout import Layout, Route, Waypoint
from designer.model.node import Node
from designer.model.note import Note
from designer.model.project import Project
from designer.model.site import Site
from designer.model.witness import Witness


@dataclass(frozen=True, slots=True)
class MoveElements:
    """Move symbols by an offset; also nudging.

    A site carries what stands in it; a line whose two ends move carries its waypoints. Locked symbols stay, also in
    a site that moves; when all named ones are locked the move is refused.
    """

    design_id: str
    element_ids: tuple[str, ...]
    dx: int
    dy: int

    @property
    def merge_key(self) -> MergeKey:
        """One drag of the same symbols is one step."""
        return ("move", self.design_id, self.element_ids)

    def label(self, project: Project) -> Message:
        """What is moved."""
        return msg("Move {what}", what=captions(design_for_label(project, self.design_id), self.element_ids))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the symbols moved."""
        return in_design(
            project, self.design_id, lambda design: moved(design, self.element_ids, dx=self.dx, dy=self.dy)
        )


@dataclass(frozen=True, slots=True)
class MoveIntoSite:
    """Put nodes, arrays or the share of the witness into a site, moving their symbols by an offset.

    SAN links to arrays or nodes that are at another site afterwards are removed, because SAN paths run inside a site;
    so is the path from a site to a witness that stands there now.
    """

    design_id: str
    element_ids: tuple[str, ...]
    site_id: str
    dx: int = 0
    dy: int = 0

    @property
    def merge_key(self) -> MergeKey:
        """Every change of site is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What goes where."""
        design = design_for_label(project, self.design_id)
        site = captions(design, (self.site_id,))
        return msg("Move {what} to {site}", what=captions(design, self.element_ids), site=site)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the elements at the site."""

        def resited(design: Design) -> Design:
            after = put_into_site(design, self.element_ids, self.site_id)
            return moved(after, self.element_ids, dx=self.dx, dy=self.dy) if self.dx or self.dy else after

        return in_design(project, self.design_id, resited)


@dataclass(frozen=True, slots=True)
class ResizeSite:
    """Give a site's frame a place and a size. It never becomes smaller than what stands in it."""

    design_id: str
    site_id: str
    x: int
    y: int
    width: int
    height: int

    @property
    def merge_key(self) -> MergeKey:
        """One drag of a handle is one step."""
        return ("resize", self.design_id, self.site_id)

    def label(self, project: Project) -> Message:
        """Which site."""
        return msg("Resize {what}", what=captions(design_for_label(project, self.design_id), (self.site_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the frame resized."""

        def resized(design: Design) -> Design:
            site_id = design.site(self.site_id).id
            least = ground.SMALLEST_SITE
            wanted = Box(self.x, self.y, max(self.width, least[0]), max(self.height, least[1]))
            inner = ground.contents(design, site_id, ground.boxes(design))
            return _with_box(design, site_id, wanted if inner is None else wanted.around(inner))

        return in_design(project, self.design_id, resized)


@dataclass(frozen=True, slots=True)
class ResizeNote:
    """Give a note a place and a size."""

    design_id: str
    note_id: str
    x: int
    y: int
    width: int
    height: int

    @property
    def merge_key(self) -> MergeKey:
        """One drag of a handle is one step."""
        return ("resize", self.design_id, self.note_id)

    def label(self, project: Project) -> Message:
        """Which note."""
        return msg("Resize {what}", what=captions(design_for_label(project, self.design_id), (self.note_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the note resized."""

        def resized(design: Design) -> Design:
            if not isinstance(element_of(design, self.note_id), Note):
                what = design.name_of(self.note_id)
                raise refusal("not-a-note", msg("{what} is not a note.", what=what), self.note_id)
            least = ground.SMALLEST_NOTE
            return _with_box(
                design, self.note_id, Box(self.x, self.y, max(self.width, least[0]), max(self.height, least[1]))
            )

        return in_design(project, self.design_id, resized)


class Edge(StrEnum):
    """The line that symbols are aligned to: an edge or the middle of the rectangle around them all."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Axis(StrEnum):
    """The direction in which symbols are distributed."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Spread(StrEnum):
    """What is made equal when symbols are distributed: the gaps between them, or the steps from middle to middle."""

    GAPS = "gaps"
    CENTRES = "centres"


@dataclass(frozen=True, slots=True)
class AlignElements:
    """Bring symbols to one line. A site carries what stands in it; a symbol in a named site does not move twice."""

    design_id: str
    element_ids: tuple[str, ...]
    edge: Edge

    @property
    def merge_key(self) -> MergeKey:
        """Every alignment is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What is aligned."""
        return msg("Align {what}", what=captions(design_for_label(project, self.design_id), self.element_ids))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the symbols aligned; refused for fewer than two."""

        def aligned(design: Design) -> Design:
            found = _outermost(design, self.element_ids, least=2)
            frame = _frame(found.values())
            return shifted(design, {key: _to_edge(box, frame, self.edge) for key, box in found.items()})

        return in_design(project, self.design_id, aligned)


@dataclass(frozen=True, slots=True)
class DistributeElements:
    """Make the gaps between symbols, or the steps between their middles, equal; the outermost two stay.

    Points that do not divide go to the first gaps.
    """

    design_id: str
    element_ids: tuple[str, ...]
    axis: Axis
    by: Spread = Spread.GAPS

    @property
    def merge_key(self) -> MergeKey:
        """Every distribution is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What is distributed."""
        return msg("Distribute {what}", what=captions(design_for_label(project, self.design_id), self.element_ids))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the symbols distributed; refused for fewer than three."""

        def distributed(design: Design) -> Design:
            found = _outermost(design, self.element_ids, least=3)
            horizontal = self.axis is Axis.HORIZONTAL
            even = _even_gaps if self.by is Spread.GAPS else _even_centres
            return shifted(design, even(found, horizontal=horizontal))

        return in_design(project, self.design_id, distributed)


@dataclass(frozen=True, slots=True)
class SetWaypoints:
    """Draw a line through the given points, in order from its first end; through none, the router finds the way."""

    design_id: str
    link_id: str
    points: tuple[tuple[int, int], ...]

    @property
    def merge_key(self) -> MergeKey:
        """One drag of a line is one step."""
        return ("waypoints", self.design_id, self.link_id)

    def label(self, project: Project) -> Message:
        """Which line."""
        return msg("Reroute {what}", what=captions(design_for_label(project, self.design_id), (self.link_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the line rerouted."""

        def rerouted(design: Design) -> Design:
            if not isinstance(element_of(design, self.link_id), LINK_TYPES):
                what = design.name_of(self.link_id)
                raise refusal("not-a-line", msg("{what} is not a line.", what=what), self.link_id)
            route = Route(link=self.link_id, waypoints=tuple(Waypoint(x=x, y=y) for x, y in self.points))
            return design.evolve(layout=design.layout.with_route(route))

        return in_design(project, self.design_id, rerouted)


@dataclass(frozen=True, slots=True)
class SetLocked:
    """Lock symbols where they are, or let them move again."""

    design_id: str
    element_ids: tuple[str, ...]
    locked: bool

    @property
    def merge_key(self) -> MergeKey:
        """Every locking is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What is locked or unlocked."""
        what = captions(design_for_label(project, self.design_id), self.element_ids)
        return msg("Lock {what}", what=what) if self.locked else msg("Unlock {what}", what=what)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the places locked or unlocked; what has no place of its own is left out."""

        def locked(design: Design) -> Design:
            known = ground.places(design)
            ids = [element_id for element_id in in_listing_order(design, self.element_ids) if element_id in known]
            return with_places(design, [known[element_id].evolve(locked=self.locked) for element_id in ids])

        return in_design(project, self.design_id, locked)


@dataclass(frozen=True, slots=True)
class ArrangeDesign:
    """Lay the whole design out anew: sites as lanes, nodes in rows, arrays below. Routes are left to the router.

    Locked symbols stay where they are; what would come to lie on one goes to the free place beside it, and a site
    that would lie over a locked one gives way.
    """

    design_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every layout is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - concerns the design as a whole
        """The step's name."""
        return msg("Arrange the design")

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the design laid out."""

        def arranged(design: Design) -> Design:
            kept = {place.element: place for place in design.layout.places if place.locked}
            laid = design.evolve(layout=Layout(places=arrange(design).places).with_places(*kept.values()))
            return _cleared(laid, frozenset(kept)) if kept else laid

        return in_design(project, self.design_id, arranged)


def _cleared(design: Design, locked: frozenset[str]) -> Design:
    """The design with free places for the cards that lie on locked ones, in their sites."""
    found = ground.boxes(design)
    sites = {site.id for site in design.sites}
    firm = [found[key] for key in locked if key not in sites]
    hidden = [
        key for key, box in found.items() if key not in locked | sites and any(box.meets(other) for other in firm)
    ]
    if not hidden:
        return design
    return settled(design.evolve(layout=design.layout.without(frozenset(hidden))), hidden)


def moved(design: Design, element_ids: tuple[str, ...], *, dx: int, dy: int) -> Design:
    """The design with symbols moved, sites with what stands in them. Elements without a symbol are left out."""
    known = ground.places(design)
    asked = [element_id for element_id in in_listing_order(design, element_ids) if element_id in known]
    free = [element_id for element_id in asked if not known[element_id].locked]
    if asked and not free:
        raise refusal("locked", msg("{what} is locked. Unlock it to move it.", what=captions(design, asked)), *asked)
    return shifted(design, dict.fromkeys(free, (dx, dy)))


def put_into_site(design: Design, element_ids: tuple[str, ...], site_id: str) -> Design:
    """The design with nodes, arrays or the share at the site, without SAN links that would leave a site."""
    for element_id in in_listing_order(design, element_ids):
        reason = legality.move_refusal(design, element_id, site_id)
        if reason is not None:
            raise refusal("cannot-stand-there", reason, element_id, site_id)
        element = element_of(design, element_id)
        if isinstance(element, Node | Array | Witness) and element.site != site_id:
            design = with_element(design, element.evolve(site=site_id))
    return without(design, _torn_links(design))


def _torn_links(design: Design) -> tuple[str, ...]:
    """SAN links between different sites, and a path from the site where the share itself stands."""
    torn = [link.id for link in design.san_links if design.node(link.node).site != design.array(link.array).site]
    home = None if design.witness is None else design.witness.site
    return (*torn, *(path.id for path in design.witness_paths if path.site == home))


def _with_box(design: Design, element_id: str, box: Box) -> Design:
    place = ground.places(design)[element_id]
    return with_places(design, [place.evolve(x=box.x, y=box.y, width=box.width, height=box.height)])


def _outermost(design: Design, element_ids: tuple[str, ...], *, least: int) -> dict[str, Box]:
    """Rectangles of the unlocked named symbols, without those that stand in a site which is named too."""
    known, found = ground.places(design), ground.boxes(design)
    asked = [element_id for element_id in in_listing_order(design, element_ids) if element_id in known]
    carried = {member for key in asked if key in found for member in _carried_members(design, key)}
    kept = {key: found[key] for key in asked if key not in carried and not known[key].locked}
    if len(kept) < least:
        raise refusal(
            "too-few",
            msg("Select at least {least} symbols that are not locked.", least=least),
            *element_ids,
        )
    return kept


def _carried_members(design: Design, element_id: str) -> tuple[str, ...]:
    return ground.members_of(design, element_id) if isinstance(design.by_id[element_id], Site) else ()


def _frame(boxes: Iterable[Box]) -> Box:
    listed = list(boxes)
    frame = listed[0]
    for box in listed[1:]:
        frame = frame.around(box)
    return frame


def _to_edge(box: Box, frame: Box, edge: Edge) -> tuple[int, int]:
    match edge:
        case Edge.LEFT:
            return frame.x - box.x, 0
        case Edge.CENTRE:
            return frame.x + (frame.width - box.width) // 2 - box.x, 0
        case Edge.RIGHT:
            return frame.right - box.right, 0
        case Edge.TOP:
            return 0, frame.y - box.y
        case Edge.MIDDLE:
            return 0, frame.y + (frame.height - box.height) // 2 - box.y
        case Edge.BOTTOM:
            return 0, frame.bottom - box.bottom


def _spans(found: dict[str, Box], *, horizontal: bool) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Start and length of each symbol along the axis, and the symbols in the order of their middles."""
    spans = {key: (box.x, box.width) if horizontal else (box.y, box.height) for key, box in found.items()}
    return spans, sorted(spans, key=lambda key: (2 * spans[key][0] + spans[key][1], key))


def _even_centres(found: dict[str, Box], *, horizontal: bool) -> dict[str, tuple[int, int]]:
    spans, order = _spans(found, horizontal=horizontal)
    doubled = [2 * spans[key][0] + spans[key][1] for key in order]
    offsets: dict[str, tuple[int, int]] = {}
    for index, key in enumerate(order):
        wanted = doubled[0] + (doubled[-1] - doubled[0]) * index // (len(order) - 1)
        shift = (wanted - doubled[index]) // 2
        offsets[key] = (shift, 0) if horizontal else (0, shift)
    return offsets


def _even_gaps(found: dict[str, Box], *, horizontal: bool) -> dict[str, tuple[int, int]]:
    spans, order = _spans(found, horizontal=horizontal)
    start, (last, last_size) = spans[order[0]][0], spans[order[-1]]
    room = last + last_size - start - sum(size for _, size in spans.values())
    gap, rest = divmod(room, len(order) - 1)
    offsets: dict[str, tuple[int, int]] = {}
    position = start
    for index, key in enumerate(order):
        shift = position - spans[key][0]
        offsets[key] = (shift, 0) if horizontal else (0, shift)
        position += spans[key][1] + gap + (1 if index < rest else 0)
    return offsets
