"""The parts of a design that break by themselves, and what their failures take away.

Parts are independent. A *variable* joins parts that matter only together (a server and its operating system); an
*effect* says which losses of :mod:`designer.resilience.targets` follow when variables are down. What the losses then
do is for the evaluator to say.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from designer.analysis.availability.assumptions import Assumptions
from designer.base.texts import Message, msg
from designer.model.design import Design
from designer.model.link import NetworkLink, ReplicationLink, SanLink
from designer.model.node import Node
from designer.model.reliability import Grade, PartKind, Reliability, Spread
from designer.model.site import Site
from designer.model.witness import WitnessKind
from designer.resilience.targets import Loss, LossKind


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that fails and is repaired, in hours. ``element`` is the element of the design that it belongs to."""

    id: str
    element: str
    title: Message
    kind: PartKind
    mttf_h: Spread
    mttr_h: Spread
    grade: Grade
    source: str

    @property
    def unavailability(self) -> float:
        """The share of time in which it is down, by the base figures."""
        return self.mttr_h.base / (self.mttf_h.base + self.mttr_h.base)


@dataclass(frozen=True, slots=True)
class Gate:
    """Down when all of its parts are, or when any is; a part is a name or a gate."""

    needs_all: bool
    parts: tuple["Gate | str", ...]

    def holds(self, down: Callable[[str], bool]) -> bool:
        """Whether it is down when ``down`` says which names are."""
        found = (one.holds(down) if isinstance(one, Gate) else down(one) for one in self.parts)
        return all(found) if self.needs_all else any(found)

    def names(self) -> Iterator[str]:
        """Every name in it, in order."""
        for one in self.parts:
            if isinstance(one, Gate):
                yield from one.names()
            else:
                yield one


def any_of(*parts: Gate | str) -> Gate:
    """Down when one of them is."""
    return Gate(False, parts)


def all_of(*parts: Gate | str) -> Gate:
    """Down when all of them are."""
    return Gate(True, parts)


@dataclass(frozen=True, slots=True)
class Variable:
    """Parts that matter only through this gate; no part is in two variables."""

    id: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class Effect:
    """The losses that stand while the gate over variables is down."""

    gate: Gate
    losses: tuple[Loss, ...]


@dataclass(frozen=True)
class Wiring:
    """Parts, variables in the order in which a diagram tests them, and effects."""

    parts: tuple[Part, ...]
    variables: tuple[Variable, ...]
    effects: tuple[Effect, ...]

    def losses(self, down: frozenset[str]) -> tuple[Loss, ...]:
        """The losses that stand while these parts are down, in the order of the effects."""
        struck = {one.id for one in self.variables if one.gate.holds(down.__contains__)}
        return self.losses_of_variables(struck.__contains__)

    def losses_of_variables(self, down: Callable[[str], bool]) -> tuple[Loss, ...]:
        """The losses that stand while ``down`` names the variables that are down."""
        return tuple(loss for effect in self.effects if effect.gate.holds(down) for loss in effect.losses)


def wire(design: Design, reliability: Reliability, assumptions: Assumptions | None = None) -> Wiring:
    """The parts of the design with the base figures, and what hangs on them.

    Adapters of a node stand in for each other: only without any is the node cut off. Host paths go through an adapter
    and a fabric each. A line has cables as it has independent paths, with a terminal at either end; lines that name
    the same route share the cable of their first path. A line carried by another one has no cable of its own.
    """
    works = _Works(design, reliability, assumptions or Assumptions())
    for step in (_lines, _witness, _sites):
        step(works)
    return Wiring(tuple(works.parts), tuple(works.variables), tuple(works.effects))


@dataclass
class _Works:
    design: Design
    reliability: Reliability
    assumptions: Assumptions
    parts: list[Part] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    lines: dict[str, Gate] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def part(self, identifier: str, element: str, title: Message, kind: PartKind, rate: float = 1.0) -> str:  # noqa: PLR0917 - one part with everything known of it
        """Note a part that fails ``rate`` times as often as its kind; its id, made unique."""
        figures = self.reliability.of(kind)
        while identifier in self.used:
            identifier += "-x"
        self.used.add(identifier)
        mttf = Spread(*(value / rate for value in (figures.mttf_h.low, figures.mttf_h.base, figures.mttf_h.high)))
        self.parts.append(Part(identifier, element, title, kind, mttf, figures.mttr_h, figures.grade, figures.source))
        return identifier

    def alike(
        self, named: Mapping[str, Message], element: str, kind: PartKind, rate: float = 1.0
    ) -> tuple[list[str], list[str]]:
        """Parts that stand in for each other, and the one that stands for what strikes them all, if anything does."""
        share = self.assumptions.common_cause if len(named) > 1 else 0.0
        own = (
            [self.part(one, element, title, kind, rate * (1 - share)) for one, title in named.items()]
            if share < 1
            else []
        )
        if not share:
            return own, []
        first = next(iter(named))
        name = self.design.name_of(element)
        common = self.part(f"{first}-common", element, msg("common cause at {name}", name=name), kind, rate * share)
        return own, [common]

    def variable(self, identifier: str, gate: Gate) -> str:
        self.variables.append(Variable(identifier, gate))
        return identifier

    def effect(self, gate: Gate, *losses: Loss) -> None:
        self.effects.append(Effect(gate, losses))


# --- Lines ------------------------------------------------------------------------------------------------------------


def _lines(works: _Works) -> None:
    design = works.design
    shared = _shared_routes(design)
    cables: dict[str, str] = {}
    for line in design.network_links:
        works.lines[line.id] = _line(works, line, 1, cables, shared)
        works.effect(works.lines[line.id], Loss(LossKind.LINK, line.id))
    for link in design.replication_links:
        carrier = works.lines.get(link.carrier or "")
        gate = carrier or _line(works, link, link.paths, cables, shared)
        works.effect(gate, Loss(LossKind.LINK, link.id))


def _shared_routes(design: Design) -> frozenset[str]:
    lines: tuple[NetworkLink | ReplicationLink, ...] = (*design.network_links, *design.replication_links)
    named = [line.route for line in lines if line.route]
    return frozenset(route for route in named if named.count(route) > 1)


def _line(  # noqa: PLR0917 - one line with everything known of it
    works: _Works,
    link: NetworkLink | ReplicationLink,
    paths: int,
    cables: dict[str, str],
    shared: frozenset[str],
) -> Gate:
    """Down when every path of the line is; a path is a cable with two ends."""
    km = float(link.distance_km) or works.reliability.assumed_km
    names = [link.id] if paths == 1 else [f"{link.id}-{number}" for number in range(1, paths + 1)]
    titles = {
        name: msg("cable of {name}", name=_path_name(link, number, paths)) for number, name in enumerate(names, 1)
    }
    on_route = link.route in shared
    own = dict(list(titles.items())[1:]) if on_route else titles
    laid, common = works.alike(own, link.id, PartKind.CABLE, km) if own else ([], [])
    if on_route:
        if link.route not in cables:
            part = works.part(names[0], link.id, msg("cable route {route}", route=link.route), PartKind.CABLE, km)
            cables[link.route] = works.variable(f"route-{part}", any_of(part))
        laid = ["", *laid]
    chains: list[Gate] = []
    for number, (name, cable) in enumerate(zip(names, laid or [""] * paths, strict=True), 1):
        shown = _path_name(link, number, paths)
        ends = [
            works.part(
                f"{name}-end-{end}",
                link.id,
                msg("terminal {end} of {name}", end=end.upper(), name=shown),
                PartKind.LINE_END,
            )
            for end in ("a", "b")
        ]
        chains.append(any_of(*([cable] if cable else []), *ends))
    if not on_route:
        return any_of(works.variable(link.id, any_of(all_of(*chains), *common)))
    first = any_of(cables[link.route], works.variable(names[0], chains[0]))
    if paths == 1:
        return first
    rest = works.variable(f"{link.id}-others", all_of(*chains[1:]))
    extra = [works.variable(f"{link.id}-all", any_of(*common))] if common else []
    return any_of(all_of(first, rest), *extra)


def _path_name(link: NetworkLink | ReplicationLink, number: int, paths: int) -> str | Message:
    return link.name if paths == 1 else msg("{name}, path {number}", name=link.name, number=number)


# --- Witness ----------------------------------------------------------------------------------------------------------


def _witness(works: _Works) -> None:
    witness = works.design.witness
    if witness is None:
        return
    for path in works.design.witness_paths:
        part = works.part(path.id, path.id, msg("path {name} to the witness", name=path.name), PartKind.WITNESS_PATH)
        works.effect(any_of(works.variable(path.id, any_of(part))), Loss(LossKind.LINK, path.id))
    if witness.kind is not WitnessKind.DISK:
        kind = PartKind.CLOUD if witness.kind is WitnessKind.CLOUD else PartKind.SHARE
        part = works.part(witness.id, witness.id, msg("{name}", name=witness.name), kind)
        works.effect(any_of(works.variable(witness.id, any_of(part))), Loss(LossKind.WITNESS))


# --- Sites and what stands there --------------------------------------------------------------------------------------


def _sites(works: _Works) -> None:
    for site in works.design.sites:
        parts = (
            works.part(site.id, site.id, msg("outage of {name}", name=site.name), PartKind.SITE),
            works.part(f"{site.id}-disaster", site.id, msg("disaster at {name}", name=site.name), PartKind.DISASTER),
        )
        works.effect(any_of(works.variable(site.id, any_of(*parts))), Loss(LossKind.SITE, site.id))
    for site in works.design.sites:
        _site(works, site)


def _site(works: _Works, site: Site) -> None:
    design = works.design
    for array in design.arrays_in(site.id):
        part = works.part(array.id, array.id, msg("array {name}", name=array.name), PartKind.ARRAY)
        works.effect(any_of(works.variable(array.id, any_of(part))), Loss(LossKind.ARRAY, array.id))
    nodes = design.nodes_in(site.id)
    here = {node.id for node in nodes}
    wired = [link for link in design.san_links if link.node in here]
    fabrics, common = _fabrics(works, site) if wired else ([], [])
    for node in nodes:
        _node(works, node, [link for link in wired if link.node == node.id], fabrics)
    if fabrics:
        whole = any_of(all_of(*fabrics), *common)
        if len(fabrics) > 1:
            works.effect(any_of(*fabrics, *common), Loss(LossKind.PATH, site.id))
        works.effect(whole, Loss(LossKind.FABRIC, site.id))


def _fabrics(works: _Works, site: Site) -> tuple[list[str], list[str]]:
    numbers = range(1, site.fabrics + 1)
    named = {f"{site.id}-fabric-{n}": msg("fabric {number} of {name}", number=n, name=site.name) for n in numbers}
    own, common = works.alike(named, site.id, PartKind.SWITCH)
    return [works.variable(one, any_of(one)) for one in own or common], [
        works.variable(one, any_of(one)) for one in common if own
    ]


def _node(works: _Works, node: Node, links: list[SanLink], fabrics: list[str]) -> None:
    parts = (
        works.part(node.id, node.id, msg("server {name}", name=node.name), PartKind.SERVER),
        works.part(f"{node.id}-os", node.id, msg("operating system of {name}", name=node.name), PartKind.SYSTEM),
    )
    works.effect(any_of(works.variable(node.id, any_of(*parts))), Loss(LossKind.NODE, node.id))
    if node.nics:
        named = {
            f"{node.id}-nic-{n}": msg("network adapter {number} of {name}", number=n, name=node.name)
            for n in range(1, len(node.nics) + 1)
        }
        own, common = works.alike(named, node.id, PartKind.ADAPTER)
        gate = any_of(*([all_of(*own)] if own else []), *common)
        losses = tuple(Loss(LossKind.NIC, f"{node.id}/{nic.network}") for nic in node.nics)
        works.effect(any_of(works.variable(f"{node.id}-network", gate)), *losses)
    if links and node.hbas:
        _host_paths(works, node, links, fabrics)


def _host_paths(works: _Works, node: Node, links: list[SanLink], fabrics: list[str]) -> None:
    named = {
        f"{node.id}-hba-{n}": msg("host bus adapter {number} of {name}", number=n, name=node.name)
        for n in range(1, node.hbas + 1)
    }
    own, common = works.alike(named, node.id, PartKind.HOST_BUS_ADAPTER)
    adapters = [works.variable(one, any_of(one)) for one in own or common]
    shared = [works.variable(one, any_of(one)) for one in common if own]
    for link in links:
        ways = dict.fromkeys(
            (adapters[way % len(adapters)], fabrics[(way // len(adapters) + way) % len(fabrics)])
            for way in range(link.paths)
        )
        works.effect(any_of(all_of(*(any_of(*way) for way in ways)), *shared), Loss(LossKind.LINK, link.id))
