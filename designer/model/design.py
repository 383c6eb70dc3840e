"""One variant: its elements, settings and layout; lookups by id; and the integrity that every value of it keeps."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Self, TypeVar

from pydantic import Field, model_validator

from designer.base.errors import IntegrityBroken, UnknownElement
from designer.base.frozen import Frozen
from designer.base.ids import IdText
from designer.base.texts import Message, msg
from designer.model.array import Array, ConsistencyGroup, LunPair
from designer.model.layout import Layout
from designer.model.link import Network, NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Node
from designer.model.note import Note, Waiver
from designer.model.policy import ClusterSettings
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness
from designer.model.workload import CHAIN_NAMES, OWN_CHAIN, ResourceGroup, VirtualMachine

Element = (
    Site
    | Node
    | Array
    | LunPair
    | ConsistencyGroup
    | VirtualMachine
    | ResourceGroup
    | Network
    | ReplicationLink
    | NetworkLink
    | SanLink
    | WitnessPath
    | Witness
    | Note
)
_Kind = TypeVar("_Kind", bound=Frozen)
Link = ReplicationLink | NetworkLink | SanLink | WitnessPath

COLLECTIONS: tuple[str, ...] = (
    "sites",
    "nodes",
    "arrays",
    "luns",
    "consistency_groups",
    "vms",
    "groups",
    "networks",
    "replication_links",
    "network_links",
    "san_links",
    "witness_paths",
    "notes",
)
"""The fields of :class:`Design` that hold elements in tuples, in the order the file and every listing use."""


class Design(Frozen):
    """One variant of the cluster: a complete design by itself, so that variants can be compared and edited apart.

    Collections keep the order in which a person made their members. Building a design whose references do not
    hold together raises :class:`IntegrityBroken`; whether the design makes *sense* is the business of findings.
    """

    id: IdText
    label: str = Field(min_length=1, max_length=120)
    description: str = Field(default="", max_length=8000)
    sites: tuple[Site, ...] = Field(default=(), fail_fast=True)
    nodes: tuple[Node, ...] = Field(default=(), fail_fast=True)
    arrays: tuple[Array, ...] = Field(default=(), fail_fast=True)
    luns: tuple[LunPair, ...] = Field(default=(), fail_fast=True)
    consistency_groups: tuple[ConsistencyGroup, ...] = Field(default=(), fail_fast=True)
    vms: tuple[VirtualMachine, ...] = Field(default=(), fail_fast=True)
    groups: tuple[ResourceGroup, ...] = Field(default=(), fail_fast=True)
    networks: tuple[Network, ...] = Field(default=(), fail_fast=True)
    replication_links: tuple[ReplicationLink, ...] = Field(default=(), fail_fast=True)
    network_links: tuple[NetworkLink, ...] = Field(default=(), fail_fast=True)
    san_links: tuple[SanLink, ...] = Field(default=(), fail_fast=True)
    witness_paths: tuple[WitnessPath, ...] = Field(default=(), fail_fast=True)
    witness: Witness | None = None
    cluster: ClusterSettings = ClusterSettings()
    notes: tuple[Note, ...] = Field(default=(), fail_fast=True)
    waivers: tuple[Waiver, ...] = Field(default=(), fail_fast=True)
    layout: Layout = Layout()

    @model_validator(mode="after")
    def _is_checked(self) -> Self:
        # Runs again whenever the design becomes part of a project, which the cached answer makes free.
        _ = self.holds_together
        return self

    @cached_property
    def holds_together(self) -> bool:
        """True: a value that does not hold together cannot be made."""
        check_integrity(self)
        return True

    @cached_property
    def by_id(self) -> dict[str, Element]:
        """Every element of the design by its id, in listing order."""
        return {element.id: element for element in self.elements()}

    @cached_property
    def _group_by_vm(self) -> dict[str, ResourceGroup]:
        return {group.vm: group for group in self.groups}

    def elements(self) -> Iterator[Element]:
        """Every element, collection by collection in the order of :data:`COLLECTIONS`, the witness last."""
        for name in COLLECTIONS:
            yield from getattr(self, name)
        if self.witness is not None:
            yield self.witness

    def links(self) -> tuple[Link, ...]:
        """All lines, replication first, then IP, SAN and witness paths."""
        return (*self.replication_links, *self.network_links, *self.san_links, *self.witness_paths)

    def find(self, element_id: str) -> Element | None:
        """The element with this id, or None."""
        return self.by_id.get(element_id)

    def site(self, site_id: str) -> Site:
        """The site with this id; raises :class:`UnknownElement`."""
        return self._typed(site_id, Site)

    def node(self, node_id: str) -> Node:
        """The node with this id; raises :class:`UnknownElement`."""
        return self._typed(node_id, Node)

    def array(self, array_id: str) -> Array:
        """The array with this id; raises :class:`UnknownElement`."""
        return self._typed(array_id, Array)

    def lun(self, lun_id: str) -> LunPair:
        """The LUN pair with this id; raises :class:`UnknownElement`."""
        return self._typed(lun_id, LunPair)

    def vm(self, vm_id: str) -> VirtualMachine:
        """The VM with this id; raises :class:`UnknownElement`."""
        return self._typed(vm_id, VirtualMachine)

    def network(self, network_id: str) -> Network:
        """The cluster network with this id; raises :class:`UnknownElement`."""
        return self._typed(network_id, Network)

    def group_of(self, vm_id: str) -> ResourceGroup | None:
        """The resource group that carries the VM, or None when the VM is not clustered."""
        return self._group_by_vm.get(vm_id)

    def site_with_role(self, role: SiteRole) -> Site | None:
        """The first site with this role, or None."""
        return next((site for site in self.sites if site.role is role), None)

    def nodes_in(self, site_id: str) -> tuple[Node, ...]:
        """The nodes of a site, in order."""
        return tuple(node for node in self.nodes if node.site == site_id)

    def arrays_in(self, site_id: str) -> tuple[Array, ...]:
        """The arrays of a site, in order."""
        return tuple(array for array in self.arrays if array.site == site_id)

    def vms_on(self, node_id: str) -> tuple[VirtualMachine, ...]:
        """The VMs that run on a node at the start, in order."""
        return tuple(vm for vm in self.vms if vm.node == node_id)

    def name_of(self, element_id: str) -> str:
        """The name people know the element by; the id itself where there is none."""
        element = self.find(element_id)
        return getattr(element, "name", element_id) if element is not None else element_id

    def _typed(self, element_id: str, kind: type[_Kind]) -> _Kind:
        element = self.by_id.get(element_id)
        if not isinstance(element, kind):
            raise UnknownElement(
                "element-unknown",
                msg("The design {design} has no element “{id}” of this kind.", design=self.label, id=element_id),
                subjects=(element_id,),
            )
        return element


def check_integrity(design: Design) -> None:
    """Refuse a design whose ids clash or whose references point nowhere, naming the first such fault."""
    _check_unique(design)
    for owner, what, target, kinds in _references(design):
        if not isinstance(design.by_id.get(target), kinds):
            raise _broken(
                "reference-broken",
                msg(
                    "{owner}: {what} names “{target}”, which the design does not have.",
                    owner=owner,
                    what=what,
                    target=target,
                ),
                owner,
                target,
            )
    _check_ends(design)
    _check_groups(design)


def _check_unique(design: Design) -> None:
    counts = Counter(element.id for element in design.elements())
    for element_id, count in counts.items():
        if count > 1:
            raise _broken(
                "id-twice", msg("The id “{id}” stands {n} times in the design.", id=element_id, n=count), element_id
            )
    for owner, listed in _lists_without_repeats(design):
        if len(set(listed)) != len(listed):
            raise _broken("listed-twice", msg("{owner}: an entry is listed twice.", owner=owner), owner)


def _lists_without_repeats(design: Design) -> Iterator[tuple[str, tuple[str, ...]]]:
    for vm in design.vms:
        yield vm.id, vm.luns
        yield vm.id, vm.migration_networks
    for group in design.groups:
        yield group.id, group.preferred_owners
        yield group.id, group.possible_owners
        yield group.id, (*OWN_CHAIN, *(one.id for one in group.further_resources))
        yield group.id, (*CHAIN_NAMES, *(one.name for one in group.further_resources))
    for link in design.network_links:
        yield link.id, link.networks
    for node in design.nodes:
        yield node.id, tuple(nic.network for nic in node.nics)
    yield "layout", tuple(place.element for place in design.layout.places)
    yield "layout", tuple(route.link for route in design.layout.routes)


# Made once, because a design has thousands of references and is checked at every edit.
_ITS_SITE = msg("its site")
_ITS_NETWORK = msg("its network")
_ITS_ARRAY = msg("its array")
_ITS_CONSISTENCY_GROUP = msg("its consistency group")
_ITS_NODE = msg("its node")
_ITS_LUN = msg("its LUN")
_ITS_VM = msg("its VM")
_ITS_OWNER = msg("its owner")
_ITS_END = msg("its end")
_ITS_HOST = msg("its host")
_ITS_CARRIER = msg("the line that carries it")
_WHAT_IT_POINTS_AT = msg("what it points at")
_A_PLACE = msg("a place")
_A_ROUTE = msg("a route")

_Reference = tuple[str, Message, str, tuple[type[Frozen], ...]]


def _references(design: Design) -> Iterator[_Reference]:
    """Every reference of the design: owner id, what it is, target id, kinds the target may have."""
    yield from _place_references(design)
    yield from _storage_references(design)
    yield from _workload_references(design)
    yield from _line_references(design)
    yield from _setting_references(design)


def _place_references(design: Design) -> Iterator[_Reference]:
    for node in design.nodes:
        yield node.id, _ITS_SITE, node.site, (Site,)
        for nic in node.nics:
            yield node.id, _ITS_NETWORK, nic.network, (Network,)
    for array in design.arrays:
        yield array.id, _ITS_SITE, array.site, (Site,)


def _storage_references(design: Design) -> Iterator[_Reference]:
    for lun in design.luns:
        for copy in lun.copies:
            yield lun.id, _ITS_ARRAY, copy.array, (Array,)
        if lun.consistency_group is not None:
            yield lun.id, _ITS_CONSISTENCY_GROUP, lun.consistency_group, (ConsistencyGroup,)


def _workload_references(design: Design) -> Iterator[_Reference]:
    for vm in design.vms:
        yield vm.id, _ITS_NODE, vm.node, (Node,)
        for lun_id in vm.luns:
            yield vm.id, _ITS_LUN, lun_id, (LunPair,)
        for network in vm.migration_networks:
            yield vm.id, _ITS_NETWORK, network, (Network,)
    for group in design.groups:
        yield group.id, _ITS_VM, group.vm, (VirtualMachine,)
        for owner in (*group.preferred_owners, *group.possible_owners):
            yield group.id, _ITS_OWNER, owner, (Node,)


def _line_references(design: Design) -> Iterator[_Reference]:
    for replication in design.replication_links:
        for end in (replication.a, replication.b):
            yield replication.id, _ITS_END, end, (Array,)
        if replication.carried_by is not None:
            yield replication.id, _ITS_CARRIER, replication.carried_by, (NetworkLink,)
    for link in design.network_links:
        for end in (link.a, link.b):
            yield link.id, _ITS_END, end, (Site,)
        for network in link.networks:
            yield link.id, _ITS_NETWORK, network, (Network,)
    for san in design.san_links:
        yield san.id, _ITS_END, san.node, (Node,)
        yield san.id, _ITS_END, san.array, (Array,)
    for path in design.witness_paths:
        yield path.id, _ITS_SITE, path.site, (Site,)


def _setting_references(design: Design) -> Iterator[_Reference]:
    witness = design.witness
    if witness is not None:
        for what, target, kinds in (
            (_ITS_SITE, witness.site, (Site,)),
            (_ITS_ARRAY, witness.array, (Array,)),
            (_ITS_HOST, witness.hosted_by, (Node, VirtualMachine)),
        ):
            if target is not None:
                yield witness.id, what, target, kinds
    for note in design.notes:
        if note.about is not None:
            yield note.id, _WHAT_IT_POINTS_AT, note.about, (Frozen,)
    quorum = design.cluster.quorum
    for site_id in (quorum.preferred_site, quorum.core_group_site):
        if site_id is not None:
            yield "quorum", _ITS_SITE, site_id, (Site,)
    link_kinds = (ReplicationLink, NetworkLink, SanLink, WitnessPath)
    for place in design.layout.places:
        yield "layout", _A_PLACE, place.element, (Site, Node, Array, Witness, Note)
    for route in design.layout.routes:
        yield "layout", _A_ROUTE, route.link, link_kinds


def _check_ends(design: Design) -> None:
    links: tuple[ReplicationLink | NetworkLink, ...] = (*design.replication_links, *design.network_links)
    for link in links:
        if link.a == link.b:
            raise _broken("link-to-itself", msg("{link} has the same element at both ends.", link=link.name), link.id)
    for lun in design.luns:
        if lun.r2 is not None and lun.r2.array == lun.r1.array:
            raise _broken("pair-on-one-array", msg("{lun} has both copies on one array.", lun=lun.name), lun.id)
        if lun.writable is not None and lun.writable not in {copy.array for copy in lun.copies}:
            raise _broken(
                "writable-elsewhere", msg("{lun} is writable on an array that has no copy of it.", lun=lun.name), lun.id
            )


def _check_groups(design: Design) -> None:
    counts = Counter(group.vm for group in design.groups)
    for vm_id, count in counts.items():
        if count > 1:
            raise _broken("vm-in-two-groups", msg("The VM “{vm}” is in {n} groups.", vm=vm_id, n=count), vm_id)
    for group in design.groups:
        _check_dependencies(group)


def _check_dependencies(group: ResourceGroup) -> None:
    """Dependencies stay inside the group and lead nowhere back (domain 1.1; S8)."""
    needs = {name: {one for clause in rules.depends_on for one in clause} for name, rules in group.settings.items()}
    for name, providers in needs.items():
        for provider in sorted(providers - needs.keys()):
            raise _broken(
                "dependency-outside-group",
                msg(
                    "{owner}: “{name}” depends on “{target}”, which is no resource of the group.",
                    owner=group.id,
                    name=name,
                    target=provider,
                ),
                group.id,
                provider,
            )
    for dependent, provider in itertools.pairwise(OWN_CHAIN):
        needs[dependent].add(provider)
    while needs:
        free = {name for name, providers in needs.items() if not providers & needs.keys()}
        if not free:
            raise _broken(
                "dependency-circle",
                msg("{owner}: {names} depend on each other in a circle.", owner=group.id, names=tuple(sorted(needs))),
                group.id,
            )
        needs = {name: providers for name, providers in needs.items() if name not in free}


def _broken(code: str, message: Message, *subjects: str) -> IntegrityBroken:
    return IntegrityBroken(code, message, subjects=_unique(subjects))


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
