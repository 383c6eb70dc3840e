"""What elements are called in the panels: kind, icon, name, and one sentence that says all of it."""

from collections.abc import Iterable

from designer.app.document_controller import Judgement
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.ink import Role
from designer.editing.parts import caption
from designer.model.array import Array, ConsistencyGroup, LunCopy, LunPair
from designer.model.design import Design, Element
from designer.model.link import Network, NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Node
from designer.model.note import Note
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness
from designer.model.workload import ResourceGroup, VirtualMachine

SITE_ROLES = {SiteRole.PRIMARY: Role.PRIMARY, SiteRole.SECONDARY: Role.SECONDARY, SiteRole.THIRD: Role.THIRD}


def kind_of(element: Element) -> Message:
    """What kind of thing it is, in one or two words."""
    return _SITE_KINDS[element.role] if isinstance(element, Site) else _KINDS[type(element)]


_SITE_KINDS = {
    SiteRole.PRIMARY: msg_in("kind", "primary site"),
    SiteRole.SECONDARY: msg_in("kind", "secondary site"),
    SiteRole.THIRD: msg_in("kind", "third site"),
}
_KINDS: dict[type, Message] = {
    Node: msg_in("kind", "node"),
    Array: msg_in("kind", "array"),
    LunPair: msg_in("kind", "LUN pair"),
    ConsistencyGroup: msg_in("kind", "consistency group"),
    VirtualMachine: msg_in("kind", "virtual machine"),
    ResourceGroup: msg_in("kind", "resource group"),
    Network: msg_in("kind", "network"),
    ReplicationLink: msg_in("kind", "replication link"),
    NetworkLink: msg_in("kind", "LAN link"),
    SanLink: msg_in("kind", "SAN link"),
    WitnessPath: msg_in("kind", "path to the witness"),
    Witness: msg_in("kind", "witness"),
    Note: msg_in("kind", "note"),
}
_ICONS: dict[type, str] = {
    Site: "building",
    Node: "server",
    Array: "database",
    LunPair: "stack-2",
    ConsistencyGroup: "folder",
    VirtualMachine: "box",
    ResourceGroup: "package",
    Network: "network",
    ReplicationLink: "arrows-left-right",
    NetworkLink: "network",
    SanLink: "route",
    WitnessPath: "route",
    Witness: "scale",
    Note: "note",
}


def icon_of(element: Element) -> str:
    """The name of the icon that stands for its kind."""
    return _ICONS[type(element)]


def place_of(design: Design, element: Element) -> Message | str:
    """Where it is or what it joins; empty where that says nothing."""
    match element:
        case Node(site=site) | Array(site=site) | WitnessPath(site=site) | Witness(site=str() as site):
            return design.name_of(site)
        case VirtualMachine(node=host) | Witness(array=str() as host) | LunPair(r1=LunCopy(array=host), r2=None):
            return msg("on {host}", host=design.name_of(host))
        case LunPair(r1=LunCopy(array=a), r2=LunCopy(array=b)):
            return msg("{a} → {b}", a=design.name_of(a), b=design.name_of(b))
        case ReplicationLink(a=a, b=b) | NetworkLink(a=a, b=b):
            return msg("{a} – {b}", a=design.name_of(a), b=design.name_of(b))
        case Site(place=place):
            return place
        case _:
            return ""


def title_of(design: Design, element_id: str) -> Message | str:
    """The name a person knows it by."""
    return caption(design, element_id)


def titles_of(design: Design, element_ids: Iterable[str]) -> tuple[Message | str, ...]:
    """The names of several elements, in order."""
    return tuple(title_of(design, one) for one in element_ids)


def spoken(design: Design, element: Element, judgement: Judgement) -> Message:
    """The sentence a screen reader says for the element."""
    name, kind, place = title_of(design, element.id), kind_of(element), place_of(design, element)
    count = sum(element.id in finding.subjects and not finding.waived for finding in judgement.findings)
    trouble = msg_n("{n} problem", "{n} problems", count)
    if place:
        return msg("{name}, {kind}, {place}, {problems}", name=name, kind=kind, place=place, problems=trouble)
    return msg("{name}, {kind}, {problems}", name=name, kind=kind, problems=trouble)
