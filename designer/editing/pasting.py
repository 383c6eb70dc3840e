"""Copied elements put into a design: new ids and names, and what each of them refers to there.

A reference leads, in this order, to the copy pasted with it, to the element with that id in the receiving design,
and to the first fitting one there. Where there is none, an optional reference is dropped, and an element that cannot
be without it is refused. A design has one site of each role and one witness: pasted ones that exist already are not
added, and what came with such a site goes into the one that is there. Lines whose ends are both there already, and SAN
links that would leave a site, are left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from designer.base.texts import msg
from designer.editing import ground, legality
from designer.editing.additions import QUORUM_MODES, groups_with_owners
from designer.editing.command import refusal
from designer.editing.naming import copied_id, free_name, names_in, node_id
from designer.editing.parts import with_new
from designer.editing.shifting import with_places
from designer.editing.spacing import free_offset, settled, surroundings
from designer.model.array import Array, ConsistencyGroup, LunCopy, LunPair
from designer.model.design import Design, Element
from designer.model.layout import Place, Route, Waypoint
from designer.model.link import Network, NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Nic, Node
from designer.model.note import Note
from designer.model.site import Site
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import ResourceGroup, VirtualMachine

_ORDER: tuple[type[Element], ...] = (
    Site,
    Network,
    ConsistencyGroup,
    Node,
    Array,
    LunPair,
    VirtualMachine,
    ResourceGroup,
    ReplicationLink,
    NetworkLink,
    SanLink,
    Witness,
    WitnessPath,
    Note,
)
_ANYTHING: tuple[type[Element], ...] = tuple(kind for kind in _ORDER if kind is not Note)
_BLUEPRINT_NODE = re.compile(r"^[psw]\d+$")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Copied elements in listing order, with their places and the routes of copied lines."""

    elements: tuple[Element, ...]
    places: tuple[Place, ...] = ()
    routes: tuple[Route, ...] = ()


def pasted(design: Design, fragment: Fragment, *, offset: tuple[int, int] | None, inside: str | None) -> Design:
    """The design with the fragment, moved by the offset or to a free place; refused when nothing can be added."""
    receiver = _Receiver(design, inside)
    added = tuple(receiver.receive(fragment.elements))
    if not added:
        raise refusal("nothing-to-paste", msg("The design {design} has all this already.", design=design.label))
    new_nodes = tuple(element.id for element in added if isinstance(element, Node))
    after = with_new(design, added)
    if new_nodes:
        grown = groups_with_owners(design, new_nodes)
        after = after.evolve(groups=(*grown, *after.groups[len(grown) :]))
    witness = next((element for element in added if isinstance(element, Witness)), None)
    if witness is not None:
        quorum = after.cluster.quorum.evolve(mode=QUORUM_MODES[witness.kind])
        after = after.evolve(cluster=after.cluster.evolve(quorum=quorum))
    return _with_layout(after, fragment, receiver, offset)


def _with_layout(design: Design, fragment: Fragment, receiver: "_Receiver", offset: tuple[int, int] | None) -> Design:
    """The design with places and routes moved along; what went to another site gets a free place there."""
    new_ids = receiver.new_ids
    places = [
        place.evolve(element=new_ids[place.element], locked=False)
        for place in fragment.places
        if place.element in new_ids and place.element not in receiver.strayed
    ]
    there = with_places(design, places)
    dx, dy = _free_offset(there, tuple(place.element for place in places)) if offset is None else offset
    layout = design.layout.with_places(*(place.evolve(x=place.x + dx, y=place.y + dy) for place in places))
    for route in fragment.routes:
        if route.link in new_ids:
            points = tuple(Waypoint(x=point.x + dx, y=point.y + dy) for point in route.waypoints)
            layout = layout.with_route(Route(link=new_ids[route.link], waypoints=points))
    strays = [new_ids[old_id] for old_id in new_ids if old_id in receiver.strayed]
    return settled(design.evolve(layout=layout), strays)


def _free_offset(design: Design, element_ids: tuple[str, ...]) -> tuple[int, int]:
    """How far the pasted symbols go, all alike, to cover nothing that was there."""
    if not element_ids:
        return 0, 0
    boxes = ground.boxes(design)
    block = boxes[element_ids[0]]
    for element_id in element_ids[1:]:
        block = block.around(boxes[element_id])
    frame, obstacles = surroundings(design, element_ids)
    return free_offset(block, obstacles, frame)


@dataclass(slots=True)
class _Receiver:
    """The design that receives, and what has been received so far."""

    design: Design
    inside: str | None
    new_ids: dict[str, str] = field(default_factory=dict)
    added: dict[str, Element] = field(default_factory=dict)
    met: dict[str, str] = field(default_factory=dict)
    """Old id to the id of what stands for it here, without having been added."""
    strayed: set[str] = field(default_factory=set)
    """Old ids of what stands at another site than it stood at."""

    def receive(self, elements: Iterable[Element]) -> Iterator[Element]:
        """The elements as they are to be added, references resolved; whatever is referred to comes first."""
        for element in sorted(elements, key=lambda one: _ORDER.index(type(one))):
            yield from self._received(element)

    def _received(self, element: Element) -> Iterator[Element]:
        match element:
            case Site() | Witness():
                fitted = self._single(element)
            case Node() | Array():
                fitted = self._standing(element)
            case LunPair():
                fitted = self._lun(element)
            case VirtualMachine():
                fitted = self._vm(element)
            case ResourceGroup():
                fitted = self._group(element)
            case ReplicationLink() | NetworkLink() | SanLink() | WitnessPath():
                fitted = self._line(element)
            case Note():
                fitted = element.evolve(about=self._found(element.about, _ANYTHING))
            case _:
                fitted = element
        if fitted is not None:
            yield self._named(element.id, fitted)

    def _named(self, old_id: str, element: Element) -> Element:
        taken = self.design.by_id.keys() | self.added.keys()
        new_id = copied_id(old_id, taken)
        if isinstance(element, Node) and _BLUEPRINT_NODE.match(old_id) and new_id != old_id:
            new_id = node_id(self._site(element.site), taken)
        changes: dict[str, object] = {"id": new_id}
        if isinstance(element, ResourceGroup):
            changes["name"] = getattr(self.added[element.vm], "name", element.name)
        elif not isinstance(element, SanLink | Note):
            spoken = new_id.upper() if element.name == old_id.upper() else element.name
            names = names_in(self.design) | {getattr(one, "name", "") for one in self.added.values()}
            changes["name"] = free_name(spoken, names)
        renewed: Element = element.evolve(**changes)
        self.new_ids[old_id] = new_id
        self.added[new_id] = renewed
        return renewed

    def _found(self, old_id: str | None, kind: type[Element] | tuple[type[Element], ...]) -> str | None:
        """The id of what stands for ``old_id`` here."""
        if old_id is None:
            return None
        here = self.new_ids.get(old_id) or self.met.get(old_id) or old_id
        element = self.added.get(here) or self.design.find(here)
        return here if isinstance(element, kind) else None

    def _all_found(self, old_ids: Iterable[str], kind: type[Element]) -> tuple[str, ...]:
        found = (self._found(old_id, kind) for old_id in old_ids)
        return tuple(dict.fromkeys(here for here in found if here is not None))

    def _site(self, site_id: str) -> Site:
        site = self.added.get(site_id)
        return site if isinstance(site, Site) else self.design.site(site_id)

    def _single(self, element: Site | Witness) -> Element | None:
        """A site of a role, or a witness, that the design lacks."""
        if isinstance(element, Witness):
            return self._witness(element)
        there = self.design.site_with_role(element.role)
        if there is None:
            return element
        self.met[element.id] = there.id
        return None

    def _witness(self, witness: Witness) -> Witness | None:
        if self.design.witness is not None:
            return None
        array = self._found(witness.array, Array)
        if witness.kind is WitnessKind.DISK and array is None:
            raise _homeless(witness.name, self.design.label)
        host = self._found(witness.hosted_by, (Node, VirtualMachine))
        return witness.evolve(site=self._found(witness.site, Site), array=array, hosted_by=host)

    def _standing(self, element: Node | Array) -> Element:
        """A node or an array at its site, at the site asked for, or at the first one that may hold it."""
        chosen = self.inside if self.inside is not None and isinstance(self.design.find(self.inside), Site) else None
        own = self.new_ids.get(element.site)
        candidates = (own, chosen, self._found(element.site, Site), *(site.id for site in self.design.sites))
        for site_id in candidates:
            if site_id is not None and (site_id == own or self._may_stand(type(element), site_id)):
                if site_id not in {own, element.site}:
                    self.strayed.add(element.id)
                return self._at_site(element, site_id)
        raise _homeless(element.name, self.design.label)

    def _may_stand(self, kind: type[Node | Array], site_id: str) -> bool:
        return legality.standing_refusal(self.design, kind, site_id) is None

    def _at_site(self, element: Node | Array, site_id: str) -> Element:
        if isinstance(element, Array):
            return element.evolve(site=site_id)
        found = ((nic, self._found(nic.network, Network)) for nic in element.nics)
        nics = {network: nic.evolve(network=network) for nic, network in found if network is not None}
        return element.evolve(site=site_id, nics=tuple[Nic, ...](nics.values()))

    def _lun(self, lun: LunPair) -> LunPair:
        copies: list[LunCopy] = []
        for copy in lun.copies:
            array = self._found(copy.array, Array)
            if array is not None and array not in {other.array for other in copies}:
                copies.append(copy.evolve(array=array))
        if not copies and self.design.arrays:
            copies.append(lun.r1.evolve(array=self.design.arrays[0].id))
        if not copies:
            raise _homeless(lun.name, self.design.label)
        writable = self._found(lun.writable, Array)
        return lun.evolve(
            r1=copies[0],
            r2=copies[1] if len(copies) > 1 else None,
            writable=writable if writable in {copy.array for copy in copies} else None,
            consistency_group=self._found(lun.consistency_group, ConsistencyGroup),
        )

    def _vm(self, vm: VirtualMachine) -> VirtualMachine:
        chosen = self._found(self.inside, Node)
        own = self.new_ids.get(vm.node)
        home = own or chosen or self._found(vm.node, Node) or next((node.id for node in self._nodes()), None)
        if home is None:
            raise _homeless(vm.name, self.design.label)
        networks = self._all_found(vm.migration_networks, Network)
        return vm.evolve(node=home, luns=self._all_found(vm.luns, LunPair), migration_networks=networks)

    def _group(self, group: ResourceGroup) -> ResourceGroup | None:
        vm_id = self.new_ids.get(group.vm)
        if vm_id is None:
            return None
        possible = self._all_found(group.possible_owners, Node) or tuple(node.id for node in self._nodes())
        return group.evolve(
            vm=vm_id, preferred_owners=self._all_found(group.preferred_owners, Node), possible_owners=possible
        )

    def _line(self, link: ReplicationLink | NetworkLink | SanLink | WitnessPath) -> Element | None:
        match link:
            case ReplicationLink():
                a, b = self._found(link.a, Array), self._found(link.b, Array)
                carrier = self._found(link.carried_by, NetworkLink)
                return link.evolve(a=a, b=b, carried_by=carrier) if self._joins_new(a, b) else None
            case NetworkLink():
                a, b = self._found(link.a, Site), self._found(link.b, Site)
                networks = self._all_found(link.networks, Network)
                return link.evolve(a=a, b=b, networks=networks) if self._joins_new(a, b) else None
            case SanLink():
                return self._san(link)
            case WitnessPath():
                site_id = self._found(link.site, Site)
                new_witness = any(isinstance(element, Witness) for element in self.added.values())
                taken = {path.site for path in self.design.witness_paths}
                return link.evolve(site=site_id) if new_witness and site_id not in {None, *taken} else None

    def _san(self, link: SanLink) -> SanLink | None:
        node_here, array_here = self._found(link.node, Node), self._found(link.array, Array)
        if not self._joins_new(node_here, array_here):
            return None
        ends = [self.added.get(end or "") or self.design.by_id[end or ""] for end in (node_here, array_here)]
        if len({getattr(end, "site", None) for end in ends}) > 1:
            return None
        return link.evolve(node=node_here, array=array_here)

    def _joins_new(self, a: str | None, b: str | None) -> bool:
        return a is not None and b is not None and a != b and (a in self.added or b in self.added)

    def _nodes(self) -> Iterator[Node]:
        yield from self.design.nodes
        yield from (element for element in self.added.values() if isinstance(element, Node))


def _homeless(name: str, design: str) -> Exception:
    message = msg("{what} cannot be pasted: {design} has nothing that carries it.", what=name, design=design)
    return refusal("nowhere-to-paste", message)
