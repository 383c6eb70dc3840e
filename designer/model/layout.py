"""Where symbols are, apart from what they mean. Points as unit, y down."""

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText

_FAR = 1_000_000


class Place(Frozen):
    """Top left corner of an element's symbol, and its size where a person set one (sites, notes)."""

    element: IdText
    x: int = Field(ge=-_FAR, le=_FAR)
    y: int = Field(ge=-_FAR, le=_FAR)
    width: int | None = Field(default=None, ge=1, le=_FAR)
    height: int | None = Field(default=None, ge=1, le=_FAR)
    locked: bool = False


class Waypoint(Frozen):
    """A point that a link is drawn through."""

    x: int = Field(ge=-_FAR, le=_FAR)
    y: int = Field(ge=-_FAR, le=_FAR)


class Route(Frozen):
    """The waypoints of one link, in order from its first end."""

    link: IdText
    waypoints: tuple[Waypoint, ...] = Field(default=(), fail_fast=True)


class Layout(Frozen):
    """Places of elements and routes of links. An element without a place is laid out automatically."""

    places: tuple[Place, ...] = Field(default=(), fail_fast=True)
    routes: tuple[Route, ...] = Field(default=(), fail_fast=True)

    def place_of(self, element_id: str) -> Place | None:
        """The place of an element, or None."""
        return next((place for place in self.places if place.element == element_id), None)

    def route_of(self, link_id: str) -> Route | None:
        """The route of a link, or None."""
        return next((route for route in self.routes if route.link == link_id), None)

    def with_places(self, *moved: Place) -> "Layout":
        """A layout in which ``moved`` replace the places of the same elements; new ones come last, in order."""
        by_id = {place.element: place for place in moved}
        kept = tuple(by_id.pop(place.element, place) for place in self.places)
        return self.evolve(places=kept + tuple(place for place in moved if place.element in by_id))

    def with_route(self, route: Route) -> "Layout":
        """A layout with the link's route replaced, or dropped when it has no waypoints."""
        kept = tuple(other for other in self.routes if other.link != route.link)
        return self.evolve(routes=(*kept, route) if route.waypoints else kept)

    def without(self, element_ids: frozenset[str]) -> "Layout":
        """A layout that has forgotten the named elements."""
        return self.evolve(
            places=tuple(place for place in self.places if place.element not in element_ids),
            routes=tuple(route for route in self.routes if route.link not in element_ids),
        )
