"""Links of a design as scene items: lines routed round the symbols, labels in the gaps between them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from designer.base.texts import Message, msg, msg_in, msg_n
from designer.base.units import milliseconds_text, percent_text, rate_text
from designer.drawing.condition import Condition, Health
from designer.drawing.geometry import (
    Curve,
    Point,
    Rect,
    distance,
    length_of,
    point_along,
    polyline,
    rounded_polyline,
)
from designer.drawing.ink import Role
from designer.drawing.lettering import Lettering
from designer.drawing.marks import Mark, bounds_of, dot
from designer.drawing.placing import Placing, home_of_witness
from designer.drawing.routing import Port, Router, Side, facing_side, port, through
from designer.drawing.scene import LABEL_Z, LINE_Z, SceneItem
from designer.drawing.symbols.link import CORNER, LinkKind, cross, directed, line_marks, stroke_of
from designer.drawing.symbols.pill import LABEL_HEIGHT, label, label_width
from designer.model.array import LunPair, PairState, ReplicationMode
from designer.model.design import Design
from designer.model.link import NetworkLink, NetworkRole, ReplicationLink, SanLink, WitnessPath

BUS_RISE = 8.0
"""How far above its nodes a LAN runs."""

_RISER_INSET = 8.0
_ROW_TOLERANCE = 24.0
_LINK_STEP = 34.0
_HEARTBEAT_OFFSET = 5.0
_LABEL_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
_SETTLED = frozenset({PairState.SYNCHRONIZED, PairState.CONSISTENT})
_PORT_MARGIN = 0.22
_NODE_PORT_STEP = 0.08
_LAYOUTS_KEPT = 16
_CROWD = 64
"""Beyond this number of SAN lines each hangs straight from node to array: among so many nobody follows a way round."""
_LEVEL_SIDES = frozenset({"left", "right"})
_OPPOSITE: dict[Side, Side] = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
_BESIDE: dict[Side, float] = {"top": 0.5, "left": 0.25, "right": 0.25, "bottom": 0.25}
"""Where a LAN enters each side of a node, clear of the SAN in the middle of the lower one."""


@dataclass(slots=True)
class Wiring:
    """Routes and letters all links of one design, in the order that keeps crossings few."""

    design: Design
    placing: Placing
    condition: Condition
    lettering: Lettering
    router: Router = field(init=False)
    labels: list[Rect] = field(default_factory=list)
    items: list[SceneItem] = field(default_factory=list)
    kinds: set[LinkKind] = field(default_factory=set)
    drawn: dict[str, tuple[Point, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.drawn = {
            route.link: tuple(Point(float(one.x), float(one.y)) for one in route.waypoints)
            for route in self.design.layout.routes
        }
        self.router = Router(tuple(self.placing.cards.values()))

    def wired(self) -> tuple[SceneItem, ...]:
        """Every link of the design, lines and labels."""
        self._wire_networks()
        self._wire_sans()
        for replication in self.design.replication_links:
            self._wire_replication(replication)
        for path in self.design.witness_paths:
            self._wire_witness(path)
        return tuple(self.items)

    def place_label(self, texts: Sequence[Message | str], points: Sequence[Point]) -> tuple[Message | str, Point]:
        """The longest of the texts (given from long to short) that finds room on the path, and the middle of its pill.

        Symbols and other labels are never covered while any place on the path is free of them; containers
        are avoided when there is a gap between them.
        """
        best: tuple[float, int, Point] | None = None
        for number, text in enumerate(texts):
            width = label_width(self.lettering, text)
            for at in _label_spots(points):
                rect = Rect(at.x - width / 2, at.y - LABEL_HEIGHT / 2, width, LABEL_HEIGHT)
                corners = sum(rect.grown(6).holds(corner) for corner in points[1:-1])
                cost = self._label_cost(rect) + 3.0 * corners
                if best is None or cost < best[0]:
                    best = (cost, number, at)
                if cost == 0:
                    return text, at
        if best is None:
            return texts[0], points[0]
        return texts[best[1]], best[2]

    def add_label(
        self,
        element_id: str,
        texts: Sequence[Message | str],
        points: Sequence[Point],
        *,
        role: Role,
        cut: bool = False,
    ) -> None:
        """Put a label on a path; ``cut`` adds a cross beside it."""
        text, at = self.place_label(texts, points)
        shown = label(self.lettering, text, at, role=role)
        self.labels.append(shown.rect)
        marks: tuple[Mark, ...] = shown.marks
        if cut:
            marks = (*cross(_beside(shown.rect, points)), *marks)
        outline = polyline(_corners(shown.rect), closed=True)
        key = f"{element_id}:label"
        self.items.append(SceneItem(key, element_id, LABEL_Z, marks, outline, bounds_of(marks), hint=texts[0]))

    def _label_cost(self, rect: Rect) -> float:
        cost = sum(1000.0 for other in self.placing.cards.values() if rect.overlaps(other, 4))
        cost += sum(500.0 for other in self.labels if rect.overlaps(other, 4))
        cost += sum(10.0 for site in self.placing.sites.values() if rect.overlaps(site, 16))
        return cost

    def _add_line(
        self, element_id: str, marks: tuple[Mark, ...], outline: Curve, hint: Message | str | None = None
    ) -> None:
        told = self.design.name_of(element_id) if hint is None else hint
        self.items.append(
            SceneItem(element_id, element_id, LINE_Z, marks, outline, bounds_of(marks), is_line=True, hint=told)
        )

    def _health(self, link_id: str) -> Health:
        return self.condition.health_of(link_id)

    def _waypoints(self, link_id: str) -> tuple[Point, ...]:
        return self.drawn.get(link_id, ())

    # Networks -----------------------------------------------------------------------------------------------------

    def _wire_networks(self) -> None:
        lanes: dict[tuple[str, str], int] = {}
        for link in self.design.network_links:
            pair = (min(link.a, link.b), max(link.a, link.b))
            self._wire_network(link, lanes.get(pair, 0))
            lanes[pair] = lanes.get(pair, 0) + 1

    def _wire_network(self, link: NetworkLink, lane: int) -> None:
        roles = {role for network in link.networks for role in self.design.network(network).roles}
        kind = LinkKind.HEARTBEAT if roles == {NetworkRole.HEARTBEAT} else LinkKind.LAN
        self.kinds.add(kind)
        health = self._health(link.id)
        stroke = stroke_of(kind, health)
        start, end = self._network_ports(link, lane)
        waypoints = self._waypoints(link.id)
        if waypoints:
            crossing = through(start.point, waypoints, end.point)
            self.router.take(crossing)
        else:
            crossing = self.router.route([(start, end)])
        inner = (*self._bus(link.a, start), *self._bus(link.b, end)) if lane == 0 else ()
        marks: list[Mark] = list(line_marks(rounded_polyline(crossing, CORNER), stroke))
        for piece in inner:
            self.router.take(piece)
            marks.extend(line_marks(rounded_polyline(piece, CORNER / 2), stroke_of(kind)))
        marks.extend(dot(point, 3.0, stroke.role) for point in (crossing[0], crossing[-1]))
        if kind is LinkKind.LAN and NetworkRole.HEARTBEAT in roles:
            self.kinds.add(LinkKind.HEARTBEAT)
            beside = tuple(Point(point.x, point.y + _HEARTBEAT_OFFSET) for point in crossing)
            marks.extend(line_marks(polyline(beside), stroke_of(LinkKind.HEARTBEAT, health)))
        name, delay, rate = link.name, milliseconds_text(link.rtt_us), rate_text(link.rate_mbit)
        facts = _line_texts(name, rate, delay)[0]
        self._add_line(link.id, tuple(marks), rounded_polyline(crossing, CORNER), facts)
        down = health is Health.DOWN
        texts = _cut_texts(name) if down else _line_texts(name, rate, delay)
        self.add_label(link.id, texts, crossing, role=stroke.role, cut=down)

    def _network_ports(self, link: NetworkLink, lane: int) -> tuple[Port, Port]:
        first, second = self.placing.sites[link.a], self.placing.sites[link.b]
        if first.right < second.x or second.right < first.x:
            to_right = first.right < second.x
            y_first, y_second = self._bus_level(link.a, first, lane), self._bus_level(link.b, second, lane)
            sides: tuple[Side, Side] = ("right", "left") if to_right else ("left", "right")
            xs = (first.right, second.x) if to_right else (first.x, second.right)
            return Port(Point(xs[0], y_first), sides[0]), Port(Point(xs[1], y_second), sides[1])
        shift = 0.5 + 0.15 * lane
        down = first.centre.y < second.centre.y
        return port(first, "bottom" if down else "top", shift), port(second, "top" if down else "bottom", shift)

    def _bus_level(self, site_id: str, site: Rect, lane: int) -> float:
        rows = self._rows(site_id)
        level = rows[0][0] - BUS_RISE if rows else site.y + 40.0
        return min(max(level, site.y + 12), site.bottom - 12) + lane * _LINK_STEP

    def _rows(self, site_id: str) -> list[tuple[float, list[Rect]]]:
        """The site's nodes in rows from the top: the row's upper edge and its cards from left to right."""
        rows: list[tuple[float, list[Rect]]] = []
        cards = [self.placing.cards[node.id] for node in self.design.nodes_in(site_id)]
        for rect in sorted(cards, key=lambda card: (card.y, card.x)):
            if rows and rect.y - rows[-1][0] <= _ROW_TOLERANCE:
                rows[-1][1].append(rect)
            else:
                rows.append((rect.y, [rect]))
        return [(top, sorted(row, key=lambda card: card.x)) for top, row in rows]

    def _bus(self, site_id: str, gate: Port) -> tuple[tuple[Point, ...], ...]:
        """The LAN inside a site: from the gate a riser, over each row of nodes a bus, from the bus a drop to each node.

        Where a symbol is in the way, a node is reached from another row's bus or by a line of its own round the
        symbols: no node is ever left without one.
        """
        rows = self._rows(site_id)
        if gate.side not in _LEVEL_SIDES:
            return tuple(self._round_about(gate, card) for _, cards in rows for card in cards)
        levels = [gate.point.y if number == 0 else top - BUS_RISE for number, (top, _) in enumerate(rows)]
        pieces: list[tuple[Point, ...]] = []
        for level, (_, cards) in zip(levels, rows, strict=True):
            middles = [card.centre.x for card in cards]
            far = min(middles) if gate.side == "right" else max(middles)
            bus = _from_gate(gate, level, far, _top_at(cards, far))
            is_free = self.router.is_free(bus)
            if is_free:
                pieces.append(bus)
            for card in cards:
                x, top = card.centre.x, card.y
                if is_free and x == far and top == bus[-1].y:
                    continue
                drop = (Point(x, level), Point(x, top))
                if is_free and self.router.is_free(drop):
                    pieces.append(drop)
                else:
                    pieces.append(self._detour(gate, card, levels))
        return tuple(pieces)

    def _detour(self, gate: Port, card: Rect, levels: Iterable[float]) -> tuple[Point, ...]:
        """From the gate along the first of the buses from which the node can be reached, else round the symbols."""
        for level in (*levels, card.y - BUS_RISE):
            way = _from_gate(gate, level, card.centre.x, card.y)
            if level < card.y and self.router.is_free(way):
                return way
        return self._round_about(gate, card)

    def _round_about(self, gate: Port, card: Rect) -> tuple[Point, ...]:
        """From the gate to the first side of the node that can be reached; to its top right through what hides it."""
        start = Port(gate.point, _OPPOSITE[gate.side])
        sides: tuple[Side, ...] = ("top", gate.side, start.side, "bottom")
        # Lines of one LAN may run together: each is led as if it were the first.
        ways = [self.router.avoiding(()).route([(start, port(card, side, _BESIDE[side]))]) for side in sides]
        return next((way for way in ways if self.router.is_free(way)), ways[0])

    # SAN ----------------------------------------------------------------------------------------------------------

    def _wire_sans(self) -> None:
        if self.design.san_links:
            self.kinds.add(LinkKind.SAN)
        places = {one: at for order in self._san_orders().values() for at, one in enumerate(order)}
        counts = Counter(link.array for link in self.design.san_links)
        by_node: dict[str, list[str]] = {}
        for link in self.design.san_links:
            by_node.setdefault(link.node, []).append(link.id)
        ends = {
            link.id: self._san_ports(link, by_node[link.node], places[link.id], counts[link.array])
            for link in self.design.san_links
        }
        near_first = sorted(
            self.design.san_links, key=lambda link: (-ends[link.id][0].point.y, ends[link.id][0].point.x)
        )
        wanted = tuple((*ends[link.id], self._waypoints(link.id)) for link in near_first)
        ways = _san_ways(tuple(self.placing.cards.values()), self.router.taken, wanted)
        for link, (curve, flat) in zip(near_first, ways, strict=True):
            if len(near_first) <= _CROWD:
                self.router.take(flat)
            self._wire_san(link, curve, flat)

    def _wire_san(self, link: SanLink, curve: Curve, flat: Sequence[Point]) -> None:
        health = self._health(link.id)
        marks = line_marks(curve, stroke_of(LinkKind.SAN, health))
        if health is Health.DOWN:
            marks = (*marks, *cross(point_along(flat, 0.5)))
        ends = (self.design.name_of(link.node), self.design.name_of(link.array))
        facts = msg("SAN · {a} – {b} · {rate}", a=ends[0], b=ends[1], rate=rate_text(link.rate_mbit))
        self._add_line(link.id, marks, curve, facts)

    def _san_orders(self) -> dict[str, list[str]]:
        """The ids of each array's SAN links in the order of their ports, left to right."""
        ports: dict[str, list[tuple[tuple[float, float], str]]] = {}
        for link in self.design.san_links:
            key = self._san_order(link, self.placing.cards[link.array])
            ports.setdefault(link.array, []).append((key, link.id))
        return {array_id: [link_id for _, link_id in sorted(found)] for array_id, found in ports.items()}

    def _san_ports(self, link: SanLink, of_node: list[str], place: int, count: int) -> tuple[Port, Port]:
        """The ends of a line that is the ``place``-th of ``count`` at its array and one of those of its node."""
        node, array = self.placing.cards[link.node], self.placing.cards[link.array]
        shift = (of_node.index(link.id) - (len(of_node) - 1) / 2) * _NODE_PORT_STEP
        share = _PORT_MARGIN + (1 - 2 * _PORT_MARGIN) * (place + 0.5) / count
        below = array.centre.y >= node.centre.y
        return port(node, "bottom" if below else "top", 0.5 + shift), port(array, "top" if below else "bottom", share)

    def _san_order(self, link: SanLink, array: Rect) -> tuple[float, float]:
        """Left to right by where the line comes down: under its node, or beside it when something is in the way."""
        node = self.placing.cards[link.node]
        if len(self.design.san_links) > _CROWD:
            return node.centre.x, array.y - node.y
        straight = _sagging(port(node, "bottom"), port(array, "top")).flattened()[0]
        if node.bottom < array.y and not self.router.is_free(straight):
            beside = node.right + BUS_RISE if node.centre.x <= array.centre.x else node.x - BUS_RISE
            return beside, array.y - node.y
        return node.centre.x, array.y - node.y

    # Replication --------------------------------------------------------------------------------------------------

    def _wire_replication(self, link: ReplicationLink) -> None:
        self.kinds.add(LinkKind.REPLICATION)
        first, second = self.placing.cards[link.a], self.placing.cards[link.b]
        waypoints = self._waypoints(link.id)
        if waypoints:
            start = port(first, facing_side(first, waypoints[0])).point
            end = port(second, facing_side(second, waypoints[-1])).point
            points = through(start, waypoints, end)
            self.router.take(points)
        else:
            points = self.router.route(_port_pairs(first, second, self._parallel_share(link)))
        health = self._health(link.id)
        forward, backward, replicating = self._directions(link)
        stroke = stroke_of(LinkKind.REPLICATION, health, replicating=replicating)
        flows = health is not Health.DOWN and replicating
        marks = directed(points, stroke, forward=forward and flows, backward=backward and flows)
        facts = _line_texts(link.name, rate_text(link.rate_mbit), milliseconds_text(link.rtt_us))[0]
        self._add_line(link.id, marks, rounded_polyline(points, CORNER), facts)
        cut = health is Health.DOWN
        texts = _cut_texts(self._replication_name(link)) if cut else self._replication_texts(link)
        self.add_label(link.id, texts, points, role=stroke.role, cut=cut)

    def _replication_texts(self, link: ReplicationLink) -> tuple[Message | str, ...]:
        """Rate and delay of a line in order; otherwise the state of its pairs, of how many, and how far a resync is."""
        name = self._replication_name(link)
        luns = self._luns_over(link)
        moved = [lun for lun in luns if self.condition.pair_of(lun).state not in _SETTLED]
        if not moved:
            return _line_texts(name, rate_text(link.rate_mbit), milliseconds_text(link.rtt_us))
        states = {self.condition.pair_of(lun).state for lun in moved}
        state = states.pop().value if len(states) == 1 else PairState.MIXED.value
        told: Message | str = state
        if len(moved) < len(luns):
            name = moved[0].name if len(moved) == 1 else msg_n("{n} LUN", "{n} LUNs", len(moved))
            told = msg("{n} of {total} {state}", n=len(moved), total=len(luns), state=state)
        done = self.condition.progress.get(link.id)
        if done is None:
            return (msg("{name} · {state}", name=name, state=state), told)
        share = percent_text(done * 100)
        whole = msg("{name} · {state} {share}", name=name, state=state, share=share)
        return (whole, msg("{state} {share}", state=told, share=share), told)

    def _parallel_share(self, link: ReplicationLink) -> float:
        twins = [other for other in self.design.replication_links if {other.a, other.b} == {link.a, link.b}]
        return 0.5 + (twins.index(link) - (len(twins) - 1) / 2) * 0.4

    def _replication_name(self, link: ReplicationLink) -> Message | str:
        if len(self.design.replication_links) > 1:
            return link.name
        modes = {lun.mode for lun in self._luns_over(link)}
        if modes == {ReplicationMode.SYNC}:
            return msg("sync mirror")
        if modes == {ReplicationMode.ASYNC}:
            return msg("async mirror")
        return link.name

    def _directions(self, link: ReplicationLink) -> tuple[bool, bool, bool]:
        """Whether writes go from the first end to the second, the other way, and whether any pair passes them on."""
        pairs = [self.condition.pair_of(lun) for lun in self._luns_over(link)]
        writable = {pair.writable for pair in pairs}
        replicating = not pairs or any(pair.is_replicating for pair in pairs)
        return link.a in writable, link.b in writable, replicating

    def _luns_over(self, link: ReplicationLink) -> list[LunPair]:
        return [lun for lun in self.design.luns if {copy.array for copy in lun.copies} == {link.a, link.b}]

    # Witness ------------------------------------------------------------------------------------------------------

    def _wire_witness(self, path: WitnessPath) -> None:
        witness = self.design.witness
        if witness is None or path.site == home_of_witness(self.design):
            return
        self.kinds.add(LinkKind.WITNESS)
        site, card = self.placing.sites[path.site], self.placing.cards[witness.id]
        waypoints = self._waypoints(path.id)
        if waypoints:
            start = port(site, facing_side(site, waypoints[0])).point
            points = through(start, waypoints, port(card, facing_side(card, waypoints[-1])).point)
            self.router.take(points)
        else:
            points = self.router.route(_witness_ports(site, card))
        health = self._health(path.id)
        stroke = stroke_of(LinkKind.WITNESS, health)
        marks = (*line_marks(rounded_polyline(points, CORNER), stroke), dot(points[0], 3.0, stroke.role))
        down = health is Health.DOWN
        self._add_line(path.id, marks, rounded_polyline(points, CORNER))
        delay = milliseconds_text(path.rtt_us)
        texts = _cut_texts(path.name) if down else (msg("{name} · {delay}", name=path.name, delay=delay), delay)
        self.add_label(path.id, texts, points, role=stroke.role, cut=down)


@lru_cache(maxsize=_LAYOUTS_KEPT)
def _san_ways(
    obstacles: tuple[Rect, ...],
    taken: tuple[tuple[Point, ...], ...],
    wanted: tuple[tuple[Port, Port, tuple[Point, ...]], ...],
) -> tuple[tuple[Curve, tuple[Point, ...]], ...]:
    """The curve of each SAN line and its points: as a person drew it, hanging where nothing is in the way, or routed.

    The dearest part of a large picture, and the same for every frame of a run and every edit that moves nothing.
    """
    if len(wanted) > _CROWD:
        return tuple(_hanging(start, waypoints, end) for start, end, waypoints in wanted)
    router = Router(obstacles)
    for path in taken:
        router.take(path)
    ways: list[tuple[Curve, tuple[Point, ...]]] = []
    for start, end, waypoints in wanted:
        hanging = _sagging(start, end)
        flat = hanging_points = tuple(hanging.flattened()[0])
        if waypoints:
            flat = through(start.point, waypoints, end.point)
        elif start.point.y >= end.point.y or not router.is_free(flat):
            flat = router.cheapest([(start, end)])
        router.take(flat)
        ways.append((hanging if flat == hanging_points else rounded_polyline(flat, CORNER), flat))
    return tuple(ways)


def _port_pairs(first: Rect, second: Rect, share: float) -> list[tuple[Port, Port]]:
    """The sides through which two symbols may be joined, facing sides first."""
    pairs: list[tuple[Port, Port]] = []
    if first.right < second.x:
        pairs.append((port(first, "right", share), port(second, "left", share)))
    elif second.right < first.x:
        pairs.append((port(first, "left", share), port(second, "right", share)))
    if first.bottom < second.y:
        pairs.append((port(first, "bottom", share), port(second, "top", share)))
    elif second.bottom < first.y:
        pairs.append((port(first, "top", share), port(second, "bottom", share)))
    pairs.append((port(first, "bottom", share), port(second, "bottom", share)))
    pairs.append((port(first, "top", share), port(second, "top", share)))
    return pairs


def _witness_ports(site: Rect, card: Rect) -> list[tuple[Port, Port]]:
    if site.y > card.bottom:
        outer: Side = "left" if site.centre.x < card.centre.x else "right"
        return [(port(site, "top"), port(card, outer)), (port(site, "top"), port(card, "bottom"))]
    if site.bottom < card.y:
        outer = "left" if site.centre.x < card.centre.x else "right"
        return [(port(site, "bottom"), port(card, outer)), (port(site, "bottom"), port(card, "top"))]
    if site.right < card.x:
        return [(port(site, "right"), port(card, "left"))]
    return [(port(site, "left"), port(card, "right"))]


def _line_texts(name: Message | str, rate: Message, delay: Message) -> tuple[Message | str, ...]:
    """What a line's label says, from long to short."""
    return (
        msg("{name} · {rate} · {delay}", name=name, rate=rate, delay=delay),
        msg("{name} · {delay}", name=name, delay=delay),
        name,
    )


def _cut_texts(name: Message | str) -> tuple[Message | str, ...]:
    return (msg("{name} · cut", name=name), msg_in("state of a line", "cut"))


def _hanging(start: Port, waypoints: tuple[Point, ...], end: Port) -> tuple[Curve, tuple[Point, ...]]:
    """The way of a SAN line among very many: as a person drew it, else a hanging curve."""
    if waypoints:
        flat = through(start.point, waypoints, end.point)
        return rounded_polyline(flat, CORNER), flat
    return _sagging(start, end), (start.point, end.point)


def _sagging(start: Port, end: Port) -> Curve:
    """A hanging curve from one level to a lower one."""
    (x1, y1), (x2, y2) = start.point, end.point
    pull = (y2 - y1) * 0.55
    return Curve("MC", (x1, y1, x1, y1 + pull, x2, y2 - pull, x2, y2))


def _from_gate(gate: Port, level: float, x: float, top: float) -> tuple[Point, ...]:
    """From the gate of a site to the level of a bus, along it, and down to a node."""
    if level == gate.point.y:
        return gate.point, Point(x, level), Point(x, top)
    inward = -1.0 if gate.side == "right" else 1.0
    riser = gate.point.x + inward * _RISER_INSET
    return gate.point, Point(riser, gate.point.y), Point(riser, level), Point(x, level), Point(x, top)


def _top_at(cards: Iterable[Rect], x: float) -> float:
    return min(card.y for card in cards if card.centre.x == x)


def _label_spots(points: Sequence[Point]) -> Iterator[Point]:
    """Where a label may sit on a path: along its longest piece first, from the middle outwards."""
    pieces = sorted(pairwise(points), key=lambda piece: -distance(*piece))
    for piece in pieces:
        for share in _LABEL_SHARES:
            yield point_along(piece, share)


def _beside(rect: Rect, points: Sequence[Point]) -> Point:
    """A place on the path just outside the label."""
    length = length_of(points)
    steps = [point_along(points, number / 60) for number in range(1, 60)] if length else [rect.centre]
    outside = [point for point in steps if not rect.grown(9).holds(point)]
    return min(outside, key=lambda point: distance(point, rect.centre), default=rect.centre)


def _corners(rect: Rect) -> tuple[Point, ...]:
    return (
        Point(rect.x, rect.y),
        Point(rect.right, rect.y),
        Point(rect.right, rect.bottom),
        Point(rect.x, rect.bottom),
    )
