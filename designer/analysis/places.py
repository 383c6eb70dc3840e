"""Where things stand and who uses them: look-ups that several rule families share, and lists of names for people."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from designer.base.texts import Message, msg_n
from designer.model.array import Array, LunPair
from designer.model.design import Design
from designer.model.era import Era
from designer.model.link import NetworkLink, NetworkRole, ReplicationLink
from designer.model.node import Node
from designer.model.site import Site, SiteRole
from designer.model.workload import ResourceGroup, VirtualMachine

_LISTED = 6


def cluster_sites(design: Design) -> tuple[Site, ...]:
    """The sites that hold nodes, primary first, then in the design's order."""
    held = {node.site for node in design.nodes}
    sites = [site for site in design.sites if site.id in held]
    return tuple(sorted(sites, key=lambda site: site.role is not SiteRole.PRIMARY))


def main_sites(design: Design) -> tuple[Site, Site] | None:
    """The primary and the secondary site when the cluster stands at exactly two sites, else None."""
    sites = cluster_sites(design)
    return (sites[0], sites[1]) if len(sites) == 2 else None


def is_stretched(design: Design) -> bool:
    """Whether the cluster's nodes stand at more than one site."""
    return len({node.site for node in design.nodes}) > 1


def owners(design: Design, group: ResourceGroup) -> tuple[Node, ...]:
    """The nodes that may host a group: its possible owners, all nodes where none is named."""
    if not group.possible_owners:
        return design.nodes
    return tuple(node for node in design.nodes if node.id in group.possible_owners)


def groups_with_vm(design: Design) -> Iterator[tuple[ResourceGroup, VirtualMachine]]:
    """Every group with its VM, in order."""
    for group in design.groups:
        yield group, design.vm(group.vm)


def pairs(design: Design) -> tuple[LunPair, ...]:
    """The LUNs that have a replica."""
    return tuple(lun for lun in design.luns if lun.r2 is not None)


def copy_arrays(design: Design, lun: LunPair) -> tuple[Array, ...]:
    """The arrays that hold a copy of the LUN, R1 first."""
    return tuple(design.array(copy.array) for copy in lun.copies)


def pairs_by_arrays(design: Design) -> dict[tuple[str, str], list[LunPair]]:
    """The replicated LUNs by the two arrays that hold them, whichever is R1; in the order of first use."""
    found: dict[tuple[str, str], list[LunPair]] = {}
    for lun in pairs(design):
        first, second = sorted(copy.array for copy in lun.copies)
        found.setdefault((first, second), []).append(lun)
    return found


def links_between(design: Design, arrays: tuple[str, str]) -> tuple[ReplicationLink, ...]:
    """The replication links between two arrays."""
    return tuple(link for link in design.replication_links if {link.a, link.b} == set(arrays))


def ip_between(design: Design, first: str, second: str) -> tuple[NetworkLink, ...]:
    """The IP links between two sites."""
    return tuple(link for link in design.network_links if {link.a, link.b} == {first, second})


def site_pairs(design: Design) -> Iterator[tuple[Site, Site]]:
    """Every two sites that hold nodes."""
    yield from combinations(cluster_sites(design), 2)


def networks_with(design: Design, role: NetworkRole) -> tuple[str, ...]:
    """The ids of the cluster networks that have the role."""
    return tuple(network.id for network in design.networks if role in network.roles)


def named(design: Design, element_ids: Iterable[str]) -> tuple[str | Message, ...]:
    """The names of elements for a sentence: a few of them, then how many more there are."""
    names = [design.name_of(element_id) for element_id in element_ids]
    if not names:
        return ("–",)
    if len(names) <= _LISTED + 1:
        return tuple(names)
    return (*names[:_LISTED], msg_n("{n} more", "{n} more", len(names) - _LISTED))


def ids(elements: Iterable[Node | Site | LunPair | Array | VirtualMachine | ResourceGroup]) -> tuple[str, ...]:
    """The ids of elements, in order."""
    return tuple(element.id for element in elements)


def oldest_era(design: Design) -> Era | None:
    """The oldest Windows version among the nodes; its limits bind the cluster. None without nodes."""
    return min((node.os for node in design.nodes), key=list(Era).index, default=None)
