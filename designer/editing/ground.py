"""Rectangles of the things that stand on the canvas, for commands that move, align and measure them.

Symbols that nobody has placed count where the automatic arrangement puts them. Points as unit, y down.
"""

from dataclasses import dataclass

from designer.model.arrangement import (
    ARRAY_HEIGHT,
    ARRAY_WIDTH,
    NODE_HEIGHT,
    NODE_WIDTH,
    NOTE_HEIGHT,
    NOTE_WIDTH,
    SITE_HEAD,
    SITE_PADDING,
    WITNESS_HEIGHT,
    WITNESS_WIDTH,
    arrange,
)
from designer.model.array import Array
from designer.model.design import Design, Element
from designer.model.layout import Place
from designer.model.node import Node
from designer.model.note import Note
from designer.model.site import Site
from designer.model.witness import Witness

_EMPTY_SITE = (264, 160)
SMALLEST_SITE = (2 * SITE_PADDING + 48, SITE_HEAD + SITE_PADDING)
SMALLEST_NOTE = (48, 32)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner and size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.y + self.height

    def holds(self, x: int, y: int) -> bool:
        """Whether the point lies in the rectangle or on its edge."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def meets(self, other: "Box") -> bool:
        """Whether the two rectangles share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def around(self, other: "Box") -> "Box":
        """The smallest rectangle that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


def has_place(element: Element) -> bool:
    """Whether elements of this kind stand on the canvas by themselves."""
    return isinstance(element, Site | Node | Array | Witness | Note)


def is_sizable(element: Element) -> bool:
    """Whether a person may set the size of the element."""
    return isinstance(element, Site | Note)


def places(design: Design) -> dict[str, Place]:
    """The place of everything that stands on the canvas, by id in listing order."""
    known = {place.element: place for place in design.layout.places}
    standing = [element.id for element in design.elements() if has_place(element)]
    if any(element_id not in known for element_id in standing):
        known = {place.element: place for place in arrange(design).places} | known
    return {element_id: known.get(element_id, Place(element=element_id, x=0, y=0)) for element_id in standing}


def boxes(design: Design) -> dict[str, Box]:
    """The rectangle of everything that stands on the canvas. A site is never smaller than what stands in it."""
    found = {key: _box(design.by_id[key], place) for key, place in places(design).items()}
    for site in design.sites:
        inner = contents(design, site.id, found)
        if inner is not None:
            found[site.id] = found[site.id].around(inner)
    return found


def frame_without(design: Design, site_id: str, gone: tuple[str, ...]) -> Box:
    """The rectangle of a site as it would be without some of what stands in it."""
    known = places(design)
    frame = _box(design.by_id[site_id], known[site_id])
    for member in members_of(design, site_id):
        if member not in gone:
            frame = frame.around(padded(_box(design.by_id[member], known[member])))
    return frame


def contents(design: Design, site_id: str, found: dict[str, Box]) -> Box | None:
    """The rectangle a site needs for what stands in it, head and padding included; None for an empty one."""
    inner: Box | None = None
    for member in members_of(design, site_id):
        inner = found[member] if inner is None else inner.around(found[member])
    if inner is None:
        return None
    return padded(inner)


def members_of(design: Design, site_id: str) -> tuple[str, ...]:
    """The ids of what stands in a site: nodes, arrays, and the witness when its share or disk is there."""
    inside = [node.id for node in design.nodes_in(site_id)] + [array.id for array in design.arrays_in(site_id)]
    if design.witness is not None and witness_site(design) == site_id:
        inside.append(design.witness.id)
    return tuple(inside)


def witness_site(design: Design) -> str | None:
    """The id of the site where the witness's share or disk is; None outside all sites and without a witness."""
    witness = design.witness
    if witness is None:
        return None
    if witness.site is None and witness.array is not None:
        return design.array(witness.array).site
    return witness.site


def site_at(design: Design, x: int, y: int) -> Site | None:
    """The site under a point; of overlapping ones the last, which is drawn on top."""
    found = boxes(design)
    return next((site for site in reversed(design.sites) if found[site.id].holds(x, y)), None)


def padded(inner: Box) -> Box:
    """The rectangle of a site that holds this one, head and padding included."""
    width, height = inner.width + 2 * SITE_PADDING, inner.height + SITE_HEAD + SITE_PADDING
    return Box(inner.x - SITE_PADDING, inner.y - SITE_HEAD, width, height)


def _box(element: Element, place: Place) -> Box:
    width, height = _usual_size(element)
    if is_sizable(element):
        width, height = place.width or width, place.height or height
    return Box(place.x, place.y, width, height)


def _usual_size(element: Element) -> tuple[int, int]:
    match element:
        case Node():
            return NODE_WIDTH, NODE_HEIGHT
        case Array():
            return ARRAY_WIDTH, ARRAY_HEIGHT
        case Witness():
            return WITNESS_WIDTH, WITNESS_HEIGHT
        case Note():
            return NOTE_WIDTH, NOTE_HEIGHT
        case _:
            return _EMPTY_SITE
