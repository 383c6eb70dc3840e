"""Where every symbol stands: the layout's places, and automatic ones for whatever has none, so that anything draws."""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.drawing.geometry import Rect, around
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
from designer.model.design import Design
from designer.model.layout import Layout, Place

_EMPTY = Rect(0, 0, NODE_WIDTH + 2 * SITE_PADDING, SITE_HEAD + SITE_PADDING)
_STEP = 16
_TRIES = 400


@dataclass(frozen=True)
class Placing:
    """The rectangle of each site and of each card (node, array, witness, note), by id, in listing order."""

    sites: dict[str, Rect]
    cards: dict[str, Rect]

    def rect(self, element_id: str) -> Rect | None:
        """The rectangle of a site or a card, or None for what has no place of its own."""
        return self.cards.get(element_id) or self.sites.get(element_id)


def places_of(design: Design) -> Placing:
    """A place for every site and card of the design. Pure: the same design gives the same places.

    A site is never smaller than what stands in it.
    """
    wanted = {place.element: place for place in design.layout.places}
    automatic = arrange(design) if _lacks_places(design) else Layout()
    spares = {place.element: place for place in automatic.places}
    cards: dict[str, Rect] = {}
    unplaced: list[tuple[str, Rect]] = []
    for element_id, width, height in _cards(design):
        place = wanted.get(element_id)
        if place is not None:
            cards[element_id] = _rect(place, width, height)
        elif (spare := spares.get(element_id)) is not None:
            unplaced.append((element_id, _rect(spare, width, height)))
    for element_id, rect in unplaced:
        cards[element_id] = _free(rect, tuple(cards.values()))
    order = [element_id for element_id, _, _ in _cards(design)]
    cards = {element_id: cards[element_id] for element_id in order if element_id in cards}
    return Placing(_sites(design, automatic, cards), cards)


def home_of_witness(design: Design) -> str | None:
    """The id of the site the witness stands in, or None for one outside all sites."""
    witness = design.witness
    if witness is None:
        return None
    if witness.site is None and witness.array is not None:
        return design.array(witness.array).site
    return witness.site


def _cards(design: Design) -> Iterator[tuple[str, int, int]]:
    for node in design.nodes:
        yield node.id, NODE_WIDTH, NODE_HEIGHT
    for array in design.arrays:
        yield array.id, ARRAY_WIDTH, ARRAY_HEIGHT
    if design.witness is not None:
        yield design.witness.id, WITNESS_WIDTH, WITNESS_HEIGHT
    for note in design.notes:
        yield note.id, NOTE_WIDTH, NOTE_HEIGHT


def _lacks_places(design: Design) -> bool:
    placed = {place.element for place in design.layout.places}
    needed = {element_id for element_id, _, _ in _cards(design)} | {site.id for site in design.sites}
    return not needed <= placed


def _rect(place: Place, width: float, height: float) -> Rect:
    return Rect(float(place.x), float(place.y), float(place.width or width), float(place.height or height))


def _free(rect: Rect, taken: tuple[Rect, ...]) -> Rect:
    """The rectangle, moved down until it touches nothing that is already there."""
    for _ in range(_TRIES):
        hit = next((other for other in taken if rect.overlaps(other, _STEP / 2)), None)
        if hit is None:
            return rect
        rect = Rect(rect.x, hit.bottom + _STEP, rect.width, rect.height)
    return rect


def _sites(design: Design, automatic: Layout, cards: dict[str, Rect]) -> dict[str, Rect]:
    inside: dict[str, list[Rect]] = {site.id: [] for site in design.sites}
    for node in design.nodes:
        inside[node.site].append(cards[node.id])
    for array in design.arrays:
        inside[array.site].append(cards[array.id])
    home = home_of_witness(design)
    if home is not None and design.witness is not None:
        inside[home].append(cards[design.witness.id])
    sites = {}
    for site in design.sites:
        place = design.layout.place_of(site.id)
        needed = _container(inside[site.id])
        if place is not None:
            rect = _rect(place, _EMPTY.width, _EMPTY.height)
        else:
            spare = automatic.place_of(site.id)
            rect = needed or (_rect(spare, _EMPTY.width, _EMPTY.height) if spare is not None else _EMPTY)
        sites[site.id] = rect.united(needed) if needed is not None else rect
    return sites


def _container(cards: list[Rect]) -> Rect | None:
    if not cards:
        return None
    box = around(cards)
    return Rect(
        box.x - SITE_PADDING,
        box.y - SITE_HEAD,
        box.width + 2 * SITE_PADDING,
        box.height + SITE_HEAD + SITE_PADDING,
    )
