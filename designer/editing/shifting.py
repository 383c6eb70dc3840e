"""Symbols moved by offsets, with what moves along: the members of a site, and the waypoints of lines."""

from collections.abc import Mapping

from designer.editing import ground
from designer.model.design import Design
from designer.model.layout import Place, Route, Waypoint
from designer.model.link import NetworkLink, ReplicationLink, SanLink
from designer.model.site import Site


def shifted(design: Design, offsets: Mapping[str, tuple[int, int]]) -> Design:
    """The design with symbols moved each by its own offset, members of sites and waypoints included."""
    known = ground.places(design)
    shifts = {key: offset for key, offset in offsets.items() if offset != (0, 0)}
    for site_id in [key for key in shifts if isinstance(design.by_id[key], Site)]:
        for member in ground.members_of(design, site_id):
            if member not in offsets and not known[member].locked:
                shifts[member] = shifts[site_id]
    if not shifts:
        return design
    places = [
        place.evolve(x=place.x + shifts[key][0], y=place.y + shifts[key][1])
        for key, place in known.items()
        if key in shifts
    ]
    after = with_places(design, places)
    routes = tuple(_carried(design, route, shifts) for route in after.layout.routes)
    return after if routes == after.layout.routes else after.evolve(layout=after.layout.evolve(routes=routes))


def with_places(design: Design, places: list[Place]) -> Design:
    """The design with these places; the very same object for none."""
    return design.evolve(layout=design.layout.with_places(*places)) if places else design


def _carried(design: Design, route: Route, shifts: Mapping[str, tuple[int, int]]) -> Route:
    """The route moved along when both ends of its line move by the same offset."""
    first, second = _ends(design, route.link)
    shift = shifts.get(first)
    if shift is None or shifts.get(second) != shift:
        return route
    dx, dy = shift
    return route.evolve(waypoints=tuple(Waypoint(x=point.x + dx, y=point.y + dy) for point in route.waypoints))


def _ends(design: Design, link_id: str) -> tuple[str, str]:
    link = design.by_id[link_id]
    match link:
        case ReplicationLink() | NetworkLink():
            return link.a, link.b
        case SanLink():
            return link.node, link.array
        case _:
            return getattr(link, "site", ""), "" if design.witness is None else design.witness.id
