"""What a new element starts as: its id, its name, and facts taken from its neighbours, so that a new node fits in."""

from enum import StrEnum

from designer.base.ids import next_id
from designer.base.texts import Message, msg
from designer.editing import ground, legality
from designer.editing.command import refusal
from designer.editing.naming import ROLE_LETTERS, free_id, free_name, names_in, node_id, workload_number
from designer.editing.parts import with_new
from designer.model.array import Array, ConsistencyGroup, LunCopy, LunPair
from designer.model.design import Design, Element
from designer.model.link import Network, NetworkRole
from designer.model.node import Nic, Node
from designer.model.note import Note
from designer.model.policy import QuorumMode
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import ResourceGroup, VirtualMachine


class ElementKind(StrEnum):
    """What the palette offers."""

    SITE = "site"
    NODE = "node"
    ARRAY = "array"
    VM = "vm"
    LUN = "lun"
    CONSISTENCY_GROUP = "consistency-group"
    NETWORK = "network"
    WITNESS = "witness"
    NOTE = "note"


_SITE_NAMES = {
    SiteRole.PRIMARY: "Primary site",
    SiteRole.SECONDARY: "Secondary site",
    SiteRole.THIRD: "Third site",
}
_WITNESS_NAMES = {
    WitnessKind.FILE_SHARE: "File share witness",
    WitnessKind.DISK: "Witness disk",
    WitnessKind.CLOUD: "Cloud witness",
}
QUORUM_MODES = {
    WitnessKind.FILE_SHARE: QuorumMode.NODE_AND_FILE_SHARE,
    WitnessKind.DISK: QuorumMode.NODE_AND_DISK,
    WitnessKind.CLOUD: QuorumMode.NODE_AND_CLOUD,
}


def new_site(design: Design, role: SiteRole | None, name: str) -> Site:
    """A site of the given role, or of the first role that no site has yet."""
    free = [one for one in SiteRole if design.site_with_role(one) is None]
    wanted = role or (free[0] if free else None)
    if wanted is None or wanted not in free:
        raise refusal(
            "sites-complete",
            msg(
                "The design {design} has this site already: one primary, one secondary and one third site.",
                design=design.label,
            ),
        )
    site_id = free_id(f"site-{ROLE_LETTERS[wanted]}", design.by_id)
    return Site(id=site_id, name=_name(design, name or _SITE_NAMES[wanted]), role=wanted)


def new_node(design: Design, site: Site, name: str) -> Node:
    """A node with the hardware and system of its nearest neighbour, on the same networks, with a vote."""
    new_id = node_id(site, design.by_id)
    wanted = _name(design, name or new_id.upper())
    like = next(iter(design.nodes_in(site.id)), next(iter(design.nodes), None))
    if like is None:
        nics = tuple(Nic(network=network.id) for network in design.networks)
        return Node(id=new_id, name=wanted, site=site.id, nics=nics)
    return like.evolve(id=new_id, name=wanted, site=site.id, votes=1)


def with_node(design: Design, node: Node) -> Design:
    """The design with the node, which may own every group that all nodes may own, as in a real cluster."""
    return design.evolve(nodes=(*design.nodes, node), groups=groups_with_owners(design, (node.id,)))


def groups_with_owners(design: Design, node_ids: tuple[str, ...]) -> tuple[ResourceGroup, ...]:
    """The groups of the design; those that all its nodes may own may be owned by the new nodes too."""
    everybody = {node.id for node in design.nodes}
    if not everybody or not node_ids:
        return design.groups
    return tuple(
        group.evolve(
            possible_owners=(*group.possible_owners, *node_ids),
            preferred_owners=_extended(group.preferred_owners, everybody, node_ids),
        )
        if set(group.possible_owners) == everybody
        else group
        for group in design.groups
    )


def new_array(design: Design, site: Site, name: str) -> Array:
    """An array like those there are."""
    letter = ROLE_LETTERS[site.role]
    new_id = free_id(f"array-{letter}", design.by_id)
    wanted = _name(design, name or f"Array {letter.upper()}")
    like = next(iter(design.arrays_in(site.id)), next(iter(design.arrays), None))
    if like is None:
        return Array(id=new_id, name=wanted, site=site.id)
    return like.evolve(id=new_id, name=wanted, site=site.id)


def new_workload(design: Design, node: Node, name: str) -> tuple[Element, ...]:
    """A VM on the node with its resource group, and its LUN pair when the node's site has an array."""
    number = workload_number(design.by_id)
    array = next(iter(design.arrays_in(node.site)), None)
    wanted = _name(design, name or f"VM-{number}")
    luns = () if array is None else (new_lun(design, array, f"LUN-{number}", f"lun-{number}"),)
    vm = VirtualMachine(id=f"vm-{number}", name=wanted, node=node.id, luns=tuple(lun.id for lun in luns))
    return (*luns, vm, new_group(design, vm, f"group-{number}"))


def new_group(design: Design, vm: VirtualMachine, group_id: str) -> ResourceGroup:
    """The group of a VM: its node preferred, then those of the same site, then the others; all may own it."""
    home = design.node(vm.node)
    near = [node.id for node in design.nodes_in(home.site) if node.id != home.id]
    far = [node.id for node in design.nodes if node.site != home.site]
    return ResourceGroup(
        id=group_id,
        name=vm.name,
        vm=vm.id,
        preferred_owners=(home.id, *near, *far),
        possible_owners=tuple(node.id for node in design.nodes),
    )


def new_lun(design: Design, array: Array, name: str = "", lun_id: str = "") -> LunPair:
    """A LUN on the array, paired with the array it replicates to, else with the first array of another site."""
    number = workload_number(design.by_id)
    partner = _partner(design, array)
    return LunPair(
        id=lun_id or f"lun-{number}",
        name=_name(design, name or f"LUN-{number}"),
        r1=LunCopy(array=array.id),
        r2=None if partner is None else LunCopy(array=partner),
    )


def new_witness(design: Design, kind: WitnessKind, inside: str | None, name: str) -> Witness:
    """A witness: a share at a site, a disk on an array, or one in the cloud. A design has at most one."""
    if design.witness is not None:
        message = msg("The design {design} has a witness already; a cluster has one.", design=design.label)
        raise refusal("witness-twice", message, design.witness.id)
    witness = Witness(id=free_id("witness", design.by_id), name=_name(design, name or _WITNESS_NAMES[kind]), kind=kind)
    if kind is WitnessKind.CLOUD:
        return witness
    if kind is WitnessKind.DISK:
        return witness.evolve(array=host_array(design, inside).id, size_mib=1024)
    return witness.evolve(site=inside)


def new_network(design: Design, name: str) -> Network:
    """A network for clients, to be given other roles by a person."""
    new_id = next_id("net-", design.by_id)
    wanted = _name(design, name or f"Network {new_id.removeprefix('net-')}")
    return Network(id=new_id, name=wanted, roles=(NetworkRole.CLIENT,))


def new_note(design: Design, text: str) -> Note:
    """A note on the canvas."""
    return Note(id=next_id("note-", design.by_id), text=text or "Note")


def new_consistency_group(design: Design, name: str) -> ConsistencyGroup:
    """An empty consistency group."""
    new_id = next_id("cg-", design.by_id)
    return ConsistencyGroup(id=new_id, name=_name(design, name or f"CG {new_id.removeprefix('cg-')}"))


def host_site(design: Design, kind: type[Node | Array], inside: str | None, point: tuple[int, int] | None) -> Site:
    """The site for a new node or array: the named one, the one under the point, else the first that may hold it."""
    under = ground.site_at(design, *point) if inside is None and point is not None else None
    wanted = inside if inside is not None else under.id if under is not None else None
    if wanted is not None:
        reason = legality.standing_refusal(design, kind, wanted)
        if reason is not None:
            raise refusal("cannot-stand-there", reason, wanted)
        return design.site(wanted)
    for site in design.sites:
        if legality.standing_refusal(design, kind, site.id) is None:
            return site
    raise refusal("no-site", msg("Nodes and arrays stand in a site. Draw a primary or a secondary site first."))


def host_node(design: Design, inside: str | None) -> Node:
    """The node for a new VM: the named one, the first of the named site, else the first of the design."""
    if inside is not None:
        host = design.find(inside)
        if isinstance(host, Node):
            return host
        nodes = design.nodes_in(inside) if isinstance(host, Site) else ()
        if nodes:
            return nodes[0]
        raise refusal("no-node", msg("A VM runs on a node; {host} has none.", host=design.name_of(inside)), inside)
    if design.nodes:
        return design.nodes[0]
    raise refusal("no-node", msg("A VM runs on a node. Draw a node first."))


def host_array(design: Design, inside: str | None) -> Array:
    """The array for a new LUN or witness disk: the named one, the first of the named site, else of the design."""
    if inside is not None:
        host = design.find(inside)
        if isinstance(host, Array):
            return host
        site_id = host.id if isinstance(host, Site) else host.site if isinstance(host, Node) else ""
        arrays = design.arrays_in(site_id)
        if arrays:
            return arrays[0]
        raise refusal("no-array", msg("A LUN lies on an array; {host} has none.", host=design.name_of(inside)), inside)
    if design.arrays:
        return design.arrays[0]
    raise refusal("no-array", msg("A LUN lies on an array. Draw an array first."))


def with_witness(design: Design, witness: Witness) -> Design:
    """The design with the witness, which votes from now on."""
    quorum = design.cluster.quorum.evolve(mode=QUORUM_MODES[witness.kind])
    return with_new(design, [witness]).evolve(cluster=design.cluster.evolve(quorum=quorum))


def kind_label(kind: ElementKind) -> Message:
    """The step that adds an element of this kind."""
    return _ADD_LABELS[kind]


_ADD_LABELS: dict[ElementKind, Message] = {
    ElementKind.SITE: msg("Add a site"),
    ElementKind.NODE: msg("Add a node"),
    ElementKind.ARRAY: msg("Add an array"),
    ElementKind.VM: msg("Add a VM"),
    ElementKind.LUN: msg("Add a LUN"),
    ElementKind.CONSISTENCY_GROUP: msg("Add a consistency group"),
    ElementKind.NETWORK: msg("Add a network"),
    ElementKind.WITNESS: msg("Add a witness"),
    ElementKind.NOTE: msg("Add a note"),
}


def _name(design: Design, wanted: str) -> str:
    return free_name(wanted.strip(), names_in(design))


def _extended(owners: tuple[str, ...], everybody: set[str], node_ids: tuple[str, ...]) -> tuple[str, ...]:
    """A preference that ranks all nodes goes on ranking all; a chosen one stays as chosen."""
    return (*owners, *node_ids) if set(owners) == everybody else owners


def _partner(design: Design, array: Array) -> str | None:
    for link in design.replication_links:
        if array.id in {link.a, link.b}:
            return link.b if link.a == array.id else link.a
    return next((other.id for other in design.arrays if other.site != array.site), None)
