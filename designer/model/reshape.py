"""The same machines in another shape: m+n servers, another witness, other votes; everything else stays as it is.

This is what a sweep over all variants asks for: the project's own VMs, storage, lines and settings, and only the
number of servers, the witness and the votes changed. Deterministic; servers are copies of those that the site has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from designer.base.errors import DesignerError
from designer.base.ids import next_id
from designer.base.texts import msg
from designer.model.arrangement import arrange
from designer.model.blueprint import MAX_NODES_PER_SITE, QUORUM_MODES, WitnessPlace, design_id_of
from designer.model.design import Design
from designer.model.era import facts
from designer.model.link import SanLink, WitnessPath
from designer.model.node import Node
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import ResourceGroup, VirtualMachine


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sweep varies.

    ``primary`` and ``secondary`` count the servers of the two sites; ``silent_primary`` and ``silent_secondary`` how
    many of them, the last ones of their site, have no vote.
    """

    primary: int
    secondary: int
    witness: WitnessPlace = WitnessPlace.NONE
    silent_primary: int = 0
    silent_secondary: int = 0

    @property
    def label(self) -> str:
        """``2+1``."""
        return f"{self.primary}+{self.secondary}"


def shapes(design: Design, most_primary: int, most_secondary: int) -> tuple[Shape, ...]:
    """Every m+n up to the given servers × witness that the design's era knows × votes, in this order.

    Votes are told apart by how many servers of each site have none, because the servers of a site are alike; at
    least one vote is left. Raises ``DesignerError`` for fewer than one server or more than a site can hold.
    """
    _check_counts(most_primary, most_secondary)
    _ends(design)
    return tuple(
        shape
        for primary in range(1, most_primary + 1)
        for secondary in range(1, most_secondary + 1)
        for witness in _witnesses(design)
        for shape in _votes(primary, secondary, witness)
    )


def shape_of(design: Design) -> Shape:
    """The shape that the design has now; votes count as removed wherever in the site they are."""
    ends = _ends(design)
    primary, secondary = design.nodes_in(ends.primary.id), design.nodes_in(ends.secondary.id)
    return Shape(
        len(primary),
        len(secondary),
        witness_place(design),
        sum(node.votes == 0 for node in primary),
        sum(node.votes == 0 for node in secondary),
    )


def witness_place(design: Design) -> WitnessPlace:
    """Which witness the design has; a share outside the two sites counts as at a third one."""
    witness = design.witness
    if witness is None:
        return WitnessPlace.NONE
    if witness.kind is WitnessKind.DISK:
        return WitnessPlace.DISK
    if witness.kind is WitnessKind.CLOUD:
        return WitnessPlace.CLOUD
    role = SiteRole.THIRD if witness.site is None else design.site(witness.site).role
    return {SiteRole.PRIMARY: WitnessPlace.PRIMARY, SiteRole.SECONDARY: WitnessPlace.SECONDARY}.get(
        role, WitnessPlace.THIRD
    )


def reshape(design: Design, shape: Shape) -> Design:
    """The design in another shape, laid out anew, with the id and label that a blueprint of that shape gives.

    Servers that the design has are kept, first ones first; further ones copy the last of their site. VMs keep their
    site and are dealt round its servers in order; owners follow, local servers first. Raises ``DesignerError`` for a
    design without two sites that hold servers, and for fewer servers than one or more than a site can hold.
    """
    _check_counts(shape.primary, shape.secondary)
    ends = _ends(design)
    crew = (
        *_crew(design, ends.primary, shape.primary, shape.silent_primary),
        *_crew(design, ends.secondary, shape.secondary, shape.silent_secondary),
    )
    elsewhere = tuple(node for node in design.nodes if node.site not in {ends.primary.id, ends.secondary.id})
    nodes = (*crew, *elsewhere)
    vms = _dealt(design, nodes)
    reshaped = design.evolve(
        id=design_id_of(shape.primary, shape.secondary),
        label=shape.label,
        nodes=nodes,
        san_links=_san_links(design, nodes),
        vms=vms,
        groups=_groups(design, nodes, vms),
        layout=design.layout.evolve(places=(), routes=()),
        waivers=(),
        **_witness_parts(design, shape.witness, ends),
    )
    return reshaped.evolve(layout=arrange(reshaped))


def _check_counts(*counts: int) -> None:
    for count in counts:
        if not 1 <= count <= MAX_NODES_PER_SITE:
            raise DesignerError(
                "shape-nodes",
                msg("A site takes 1 to {most} nodes, not {count}.", most=MAX_NODES_PER_SITE, count=count),
            )


class _Ends(NamedTuple):
    primary: Site
    secondary: Site


def _ends(design: Design) -> _Ends:
    primary, secondary = design.site_with_role(SiteRole.PRIMARY), design.site_with_role(SiteRole.SECONDARY)
    if primary is None or secondary is None or not design.nodes_in(primary.id) or not design.nodes_in(secondary.id):
        raise DesignerError(
            "shape-sites",
            msg(
                "{design} needs a primary and a secondary site with at least one node each, to be varied.",
                design=design.label,
            ),
            subjects=(design.id,),
        )
    return _Ends(primary, secondary)


def _witnesses(design: Design) -> tuple[WitnessPlace, ...]:
    knows_cloud = all(facts(node.os).cloud_witness for node in design.nodes)
    return tuple(place for place in WitnessPlace if place is not WitnessPlace.CLOUD or knows_cloud)


def _votes(primary: int, secondary: int, witness: WitnessPlace) -> Iterator[Shape]:
    for silent_primary in range(primary + 1):
        for silent_secondary in range(secondary + 1):
            if silent_primary + silent_secondary < primary + secondary:
                yield Shape(primary, secondary, witness, silent_primary, silent_secondary)


def _crew(design: Design, site: Site, count: int, silent: int) -> tuple[Node, ...]:
    """The first ``count`` servers of a site, filled up with copies of its last one; the last ``silent`` do not vote."""
    nodes = list(design.nodes_in(site.id)[:count])
    taken = set(design.by_id)
    names = {node.name for node in design.nodes}
    model = design.nodes_in(site.id)[-1]
    while len(nodes) < count:
        node_id = next_id(model.id.rstrip("0123456789") or model.id, taken)
        taken.add(node_id)
        name = _next_name(model.name, names)
        names.add(name)
        nodes.append(model.evolve(id=node_id, name=name))
    return tuple(node.evolve(votes=0 if index >= count - silent else 1) for index, node in enumerate(nodes))


def _next_name(model: str, taken: set[str]) -> str:
    stem = model.rstrip("0123456789") or model
    width = len(model) - len(stem)
    number = 1
    while (name := f"{stem}{number:0{width}d}") in taken:
        number += 1
    return name


def _san_links(design: Design, nodes: tuple[Node, ...]) -> tuple[SanLink, ...]:
    """The host paths of every server: its own where it had some, else those of the last server of its site."""
    taken = set(design.by_id)
    found: list[SanLink] = []
    for node in nodes:
        if design.find(node.id) is not None:
            found += (link for link in design.san_links if link.node == node.id)
            continue
        model = design.nodes_in(node.site)[-1].id
        for link in design.san_links:
            if link.node == model:
                link_id = next_id(f"san-{node.id}-", taken)
                taken.add(link_id)
                found.append(link.evolve(id=link_id, node=node.id))
    return tuple(found)


def _dealt(design: Design, nodes: tuple[Node, ...]) -> tuple[VirtualMachine, ...]:
    """The VMs, dealt round the servers of the site that each runs at."""
    crews: dict[str, list[str]] = {}
    for node in nodes:
        crews.setdefault(node.site, []).append(node.id)
    dealt: dict[str, int] = dict.fromkeys(crews, 0)
    vms = []
    for vm in design.vms:
        site = design.node(vm.node).site
        crew = crews[site]
        vms.append(vm.evolve(node=crew[dealt[site] % len(crew)]))
        dealt[site] += 1
    return tuple(vms)


def _groups(design: Design, nodes: tuple[Node, ...], vms: tuple[VirtualMachine, ...]) -> tuple[ResourceGroup, ...]:
    """Preferred owners local first, starting at the VM's own server; possible ones at every site that had some."""
    home = {vm.id: vm.node for vm in vms}
    site_of = {node.id: node.site for node in nodes}
    turn: dict[str, int] = {}
    groups = []
    for group in design.groups:
        own = site_of[home[group.vm]]
        allowed = {design.node(owner).site for owner in group.possible_owners} or set(site_of.values())
        local = [node.id for node in nodes if node.site == own]
        away = [node.id for node in nodes if node.site != own and node.site in allowed]
        start, number = local.index(home[group.vm]), turn.get(own, 0)
        turn[own] = number + 1
        shift = number % len(away) if away else 0
        preferred = (*local[start:], *local[:start], *away[shift:], *away[:shift])
        possible = tuple(node.id for node in nodes if node.id in preferred)
        groups.append(group.evolve(preferred_owners=preferred, possible_owners=possible))
    return tuple(groups)


def _witness_parts(design: Design, place: WitnessPlace, ends: _Ends) -> dict[str, object]:
    """The fields of a design that say what its witness is; as they are when the witness stays."""
    if place is witness_place(design) and _keeps_host(design):
        return {}
    quorum = design.cluster.quorum.evolve(mode=QUORUM_MODES[place])
    sites = tuple(site for site in design.sites if site.role is not SiteRole.THIRD or _is_used(design, site))
    paths: tuple[WitnessPath, ...] = ()
    witness: Witness | None = None
    match place:
        case WitnessPlace.NONE:
            pass
        case WitnessPlace.DISK:
            arrays = design.arrays_in(ends.primary.id)
            witness = Witness(
                name="Witness disk", kind=WitnessKind.DISK, array=arrays[0].id if arrays else None, size_mib=1024
            )
        case WitnessPlace.CLOUD:
            witness, paths = Witness(name="Cloud witness", kind=WitnessKind.CLOUD), _paths(design, ends)
        case WitnessPlace.THIRD:
            third = design.site_with_role(SiteRole.THIRD) or Site(
                id=next_id("site-w", set(design.by_id)) if "site-w" in design.by_id else "site-w",
                name="Third site",
                role=SiteRole.THIRD,
            )
            sites = (*(site for site in sites if site.id != third.id), third)
            witness, paths = Witness(name="File share witness", site=third.id), _paths(design, ends)
        case WitnessPlace.PRIMARY | WitnessPlace.SECONDARY:
            home = ends.primary if place is WitnessPlace.PRIMARY else ends.secondary
            witness = Witness(name="File share witness", site=home.id)
    return {
        "cluster": design.cluster.evolve(quorum=quorum),
        "sites": sites,
        "witness": witness,
        "witness_paths": paths,
    }


def _keeps_host(design: Design) -> bool:
    """Whether what serves the witness is sure to stay; a share on a server or VM of the design may not."""
    return design.witness is None or design.witness.hosted_by is None


def _is_used(design: Design, site: Site) -> bool:
    """Whether something besides the witness stands at the site."""
    quorum = design.cluster.quorum
    named = site.id in {quorum.preferred_site, quorum.core_group_site}
    lines = any(site.id in {link.a, link.b} for link in design.network_links)
    return bool(design.nodes_in(site.id) or design.arrays_in(site.id)) or lines or named


def _paths(design: Design, ends: _Ends) -> tuple[WitnessPath, ...]:
    if design.witness_paths:
        return design.witness_paths
    taken = set(design.by_id)
    return tuple(
        WitnessPath(id=next_id("path-", taken) if f"path-{letter}" in taken else f"path-{letter}", name=name, site=site)
        for letter, name, site in (("p", "Path P", ends.primary.id), ("s", "Path S", ends.secondary.id))
    )
