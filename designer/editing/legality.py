"""What may connect to or stand inside what. Tools ask here before they offer a target; commands ask again.

Only what the model cannot say is refused here. Whether a connection is wise is the business of findings.
"""

from enum import StrEnum

from designer.base.texts import Message, msg
from designer.model.array import Array
from designer.model.design import Design, Element
from designer.model.node import Node
from designer.model.note import Note
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import VirtualMachine


class LinkKind(StrEnum):
    """Which line two ends make."""

    SAN = "san"
    REPLICATION = "replication"
    LAN = "lan"
    WITNESS_PATH = "witness-path"
    CALLOUT = "callout"


def link_kind(first: Element | None, second: Element | None) -> LinkKind | None:
    """The kind of line between two elements, in either order; None when such ends are never joined."""
    for one, other in ((first, second), (second, first)):
        match one, other:
            case Note(), Site() | Node() | Array() | Witness() | VirtualMachine():
                return LinkKind.CALLOUT
            case Node(), Array():
                return LinkKind.SAN
            case Array(), Array():
                return LinkKind.REPLICATION
            case Site(), Site():
                return LinkKind.LAN
            case Site(), Witness():
                return LinkKind.WITNESS_PATH
    return None


def can_start_link(element: Element | None) -> bool:
    """Whether a line can begin at the element."""
    return isinstance(element, Site | Node | Array | Witness | Note)


def refusal(design: Design, a: str, b: str) -> Message | None:
    """Why no line can be drawn between the two elements, or None when it can. The order does not matter."""
    first, second = design.find(a), design.find(b)
    if first is None or second is None:
        return msg("The design {design} has no element “{id}”.", design=design.label, id=a if first is None else b)
    if a == b:
        return msg("A line needs two different ends.")
    match link_kind(first, second):
        case LinkKind.SAN:
            return _san_refusal(design, first, second)
        case LinkKind.REPLICATION:
            return _replication_refusal(design, first, second)
        case LinkKind.LAN:
            return None  # parallel lines between two sites are meant: each has its own cable route
        case LinkKind.WITNESS_PATH:
            return _path_refusal(design, first, second)
        case LinkKind.CALLOUT:
            return _callout_refusal(design, first, second)
        case None:
            return msg(
                "{a} and {b} cannot be joined by a line. Join a node and an array, two arrays, two sites, or a site and"
                " the witness.",
                a=design.name_of(a),
                b=design.name_of(b),
            )


def standing_refusal(design: Design, kind: type[Element], site_id: str) -> Message | None:
    """Why elements of this kind cannot stand in the site, or None when they can."""
    site = design.find(site_id)
    if not isinstance(site, Site):
        return msg("The design {design} has no site “{id}”.", design=design.label, id=site_id)
    if issubclass(kind, Node | Array) and site.role is SiteRole.THIRD:
        return msg("{site} is a third site and holds the witness only.", site=site.name)
    if not issubclass(kind, Node | Array | Witness):
        return msg("Only nodes, arrays and the witness stand in a site.")
    return None


def move_refusal(design: Design, element_id: str, site_id: str) -> Message | None:
    """Why the element cannot be moved into the site, or None when it can."""
    element = design.find(element_id)
    if element is None:
        return msg("The design {design} has no element “{id}”.", design=design.label, id=element_id)
    if isinstance(element, Witness):
        if element.kind is WitnessKind.DISK:
            return msg("{witness} is a disk; it stands where its array stands.", witness=element.name)
        if element.kind is WitnessKind.CLOUD:
            return msg("{witness} is in the cloud and stands at no site.", witness=element.name)
    return standing_refusal(design, type(element), site_id)


def _san_refusal(design: Design, first: Element, second: Element) -> Message | None:
    node, array = (first, second) if isinstance(first, Node) else (second, first)
    assert isinstance(node, Node)
    assert isinstance(array, Array)
    if node.site != array.site:
        return msg(
            "{node} and {array} are at different sites. SAN paths stay inside a site; arrays replicate between sites.",
            node=node.name,
            array=array.name,
        )
    if any(link.node == node.id and link.array == array.id for link in design.san_links):
        return _joined(node.name, array.name)
    return None


def _replication_refusal(design: Design, first: Element, second: Element) -> Message | None:
    ends = {first.id, second.id}
    if any({link.a, link.b} == ends for link in design.replication_links):
        return _joined(design.name_of(first.id), design.name_of(second.id))
    return None


def _path_refusal(design: Design, first: Element, second: Element) -> Message | None:
    site, witness = (first, second) if isinstance(first, Site) else (second, first)
    assert isinstance(site, Site)
    assert isinstance(witness, Witness)
    if witness.kind is WitnessKind.DISK:
        return msg("{witness} is a disk of an array and is reached through the SAN.", witness=witness.name)
    if witness.site == site.id:
        return msg("{witness} stands at {site} already.", witness=witness.name, site=site.name)
    if any(path.site == site.id for path in design.witness_paths):
        return _joined(site.name, witness.name)
    return None


def _callout_refusal(design: Design, first: Element, second: Element) -> Message | None:
    note, other = (first, second) if isinstance(first, Note) else (second, first)
    if isinstance(note, Note) and note.about == other.id:
        return msg("The note points at {name} already.", name=design.name_of(other.id))
    return None


def _joined(a: str, b: str) -> Message:
    return msg("{a} and {b} are joined already.", a=a, b=b)
