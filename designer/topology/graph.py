"""The IP network of a design as a graph, given what is down."""

from typing import TYPE_CHECKING

from designer.model.design import Design
from designer.model.node import Node
from designer.topology.down import Down

if TYPE_CHECKING:
    import networkx as nx

_ANY = ""
Vertex = tuple[str, str, str]


def node_vertex(node_id: str) -> Vertex:
    """The vertex of a cluster node."""
    return ("node", node_id, "")


def segment_vertex(network_id: str, site_id: str) -> Vertex:
    """The vertex of one cluster network's part inside one site."""
    return ("segment", network_id, site_id)


def ip_graph(design: Design, down: Down) -> "nx.Graph[Vertex]":
    """Living nodes and the network segments of living sites, joined where they can talk.

    Every cluster network carries heartbeats (any network of the cluster does, domain 4.5). A node whose adapters
    nobody has entered counts as being on every network; so does a link whose networks nobody has entered.
    """
    import networkx as nx  # noqa: PLC0415 - takes a fifth of a second, which no picture needs

    graph: nx.Graph[Vertex] = nx.Graph()
    networks = tuple(network.id for network in design.networks) or (_ANY,)
    for node in design.nodes:
        if node.id in down.nodes:
            continue
        graph.add_node(node_vertex(node.id))
        if node.site not in down.sites:
            for network in networks_of(node, down, networks):
                graph.add_edge(node_vertex(node.id), segment_vertex(network, node.site))
    for link in design.network_links:
        if link.id in down.links or {link.a, link.b} & down.sites:
            continue
        for network in link.networks or networks:
            graph.add_edge(segment_vertex(network, link.a), segment_vertex(network, link.b))
    return graph


def networks_of(node: Node, down: Down, networks: tuple[str, ...] = (_ANY,)) -> tuple[str, ...]:
    """The networks that the node has a working adapter on; ``networks`` where nobody has entered its adapters."""
    if not node.nics:
        return networks
    return tuple(nic.network for nic in node.nics if (node.id, nic.network) not in down.nics)
