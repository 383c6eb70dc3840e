"""Who reaches whom, given what is down. Results are sorted in the design's own order, never by chance."""

from designer.model.array import LunPair
from designer.model.design import Design
from designer.model.node import Node
from designer.model.witness import Witness, WitnessKind
from designer.topology.down import Down
from designer.topology.graph import ip_graph, networks_of, node_vertex


def partitions(design: Design, down: Down) -> tuple[tuple[str, ...], ...]:
    """Groups of living nodes that hear each other over some cluster network.

    Nodes inside a group, and the groups by their first node, come in the design's order.
    """
    import networkx as nx  # noqa: PLC0415 - takes a fifth of a second, which no picture needs

    graph = ip_graph(design, down)
    alive = [node.id for node in design.nodes if node.id not in down.nodes]
    found: list[tuple[str, ...]] = []
    placed: set[str] = set()
    for node_id in alive:
        if node_id not in placed:
            reached = nx.node_connected_component(graph, node_vertex(node_id))
            group = tuple(other for other in alive if node_vertex(other) in reached)
            placed.update(group)
            found.append(group)
    return tuple(found)


def reachable_arrays(design: Design, down: Down, node: Node) -> tuple[str, ...]:
    """Ids of the living arrays that a node has a working host path to; nothing for a node that is down."""
    if node.id in down.nodes or node.site in down.fabrics:
        return ()
    found = []
    for link in design.san_links:
        if link.node != node.id or link.id in down.links or link.array in down.arrays:
            continue
        # One fabric or storage processor of the site is lost: a single path may be the one that hung on it.
        if node.site in down.paths and (link.paths < 2 or node.hbas < 2):
            continue
        found.append(link.array)
    return tuple(array.id for array in design.arrays if array.id in found)


def reaches_witness(design: Design, down: Down, node: Node) -> bool:
    """Whether a living node can reach the witness: its share, its disk or the cloud."""
    witness = design.witness
    if witness is None or down.witness or node.id in down.nodes or node.site in down.sites:
        return False
    if witness.kind is WitnessKind.DISK:
        return witness.array is not None and witness.array in reachable_arrays(design, down, node)
    if not networks_of(node, down) or (witness.site is not None and witness.site in down.sites):
        return False
    return witness.site == node.site or _has_own_path(design, down, node) or _routed(design, down, node, witness)


def _has_own_path(design: Design, down: Down, node: Node) -> bool:
    return any(path.site == node.site and path.id not in down.links for path in design.witness_paths)


def _routed(design: Design, down: Down, node: Node, witness: Witness) -> bool:
    """Whether IP lines between sites lead from the node's site to the share's."""
    return witness.site is not None and connected_sites(design, down, node.site, witness.site)


def replication_up(design: Design, down: Down, pair: LunPair) -> bool:
    """Whether both arrays of the pair live and a replication link between them works."""
    if pair.r2 is None:
        return False
    ends = {pair.r1.array, pair.r2.array}
    if ends & down.arrays:
        return False
    return any({link.a, link.b} == ends and link.id not in down.links for link in design.replication_links)


def connected_sites(design: Design, down: Down, first: str, second: str) -> bool:
    """Whether some working IP line joins two living sites directly or through others."""
    import networkx as nx  # noqa: PLC0415 - as above

    if {first, second} & down.sites:
        return False
    lines: nx.Graph[str] = nx.Graph()
    lines.add_nodes_from((first, second))
    for link in design.network_links:
        if link.id not in down.links and not {link.a, link.b} & down.sites:
            lines.add_edge(link.a, link.b)
    return bool(nx.has_path(lines, first, second))
