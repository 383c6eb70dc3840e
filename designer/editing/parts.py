"""Finding and replacing parts of a project on behalf of commands, and what steps call those parts."""

from collections.abc import Callable, Iterable, Sequence

from designer.base.frozen import Frozen
from designer.base.texts import Message, msg, msg_n
from designer.editing.command import refusal
from designer.editing.spacing import kept_apart
from designer.model.array import Array, ConsistencyGroup, LunPair
from designer.model.design import Design, Element
from designer.model.link import Network, NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Node
from designer.model.note import Note
from designer.model.project import Project
from designer.model.site import Site
from designer.model.workload import ResourceGroup, VirtualMachine

COLLECTION_TYPES: dict[str, type[Frozen]] = {
    "sites": Site,
    "nodes": Node,
    "arrays": Array,
    "luns": LunPair,
    "consistency_groups": ConsistencyGroup,
    "vms": VirtualMachine,
    "groups": ResourceGroup,
    "networks": Network,
    "replication_links": ReplicationLink,
    "network_links": NetworkLink,
    "san_links": SanLink,
    "witness_paths": WitnessPath,
    "notes": Note,
}
"""The type of the elements in each collection of a design."""

LINK_TYPES = (ReplicationLink, NetworkLink, SanLink, WitnessPath)
_COLLECTION_OF: dict[type, str] = {kind: name for name, kind in COLLECTION_TYPES.items()}


def in_design(project: Project, design_id: str, change: Callable[[Design], Design]) -> Project:
    """The project with one design changed, its sites kept apart; the same object when the design stays as it is."""
    before = project.design(design_id)
    after = kept_apart(before, change(before))
    return project if after is before or after == before else project.with_design(after)


def element_of(design: Design, element_id: str) -> Element:
    """The element with this id; raises ``EditRefused``."""
    element = design.find(element_id)
    if element is None:
        message = msg("The design {design} has no element “{id}”.", design=design.label, id=element_id)
        raise refusal("element-unknown", message, element_id)
    return element


def collection_of(element: Element) -> str | None:
    """The field of the design that holds elements of this kind; None for the witness, which stands alone."""
    return _COLLECTION_OF.get(type(element))


def with_element(design: Design, element: Element) -> Design:
    """The design with ``element`` in the place of the one with its id."""
    name = collection_of(element)
    if name is None:
        return design.evolve(witness=element)
    members = getattr(design, name)
    return design.evolve(**{name: tuple(element if other.id == element.id else other for other in members)})


def with_new(design: Design, elements: Iterable[Element]) -> Design:
    """The design with ``elements`` added at the ends of their collections, all at once."""
    added: dict[str, list[Element]] = {}
    changes: dict[str, object] = {}
    for element in elements:
        name = collection_of(element)
        if name is None:
            changes["witness"] = element
        else:
            added.setdefault(name, []).append(element)
    changes |= {name: (*getattr(design, name), *members) for name, members in added.items()}
    return design.evolve(**changes)


def in_listing_order(design: Design, element_ids: Iterable[str]) -> tuple[str, ...]:
    """The ids without repeats, in the order in which the design lists its elements. Unknown ids are refused."""
    wanted = set(element_ids)
    for element_id in sorted(wanted):
        element_of(design, element_id)
    return tuple(element_id for element_id in design.by_id if element_id in wanted)


def caption(design: Design, element_id: str) -> Message | str:
    """What a step calls the element: its name, the two ends of a SAN link, the beginning of a note."""
    element = design.find(element_id)
    match element:
        case SanLink(node=node, array=array):
            return msg("{a} – {b}", a=design.name_of(node), b=design.name_of(array))
        case Note(text=text) if text.strip():
            return shortened(text)
        case _:
            return design.name_of(element_id)


def captions(design: Design | None, element_ids: Sequence[str]) -> Message | str:
    """What a step calls several elements: the name of the only one, else how many there are."""
    if len(element_ids) == 1:
        return caption(design, element_ids[0]) if design is not None else element_ids[0]
    return msg_n("{n} element", "{n} elements", len(element_ids))


def design_for_label(project: Project, design_id: str) -> Design | None:
    """The design a label speaks of, or None; labels never refuse."""
    return next((design for design in project.designs if design.id == design_id), None)


def shortened(text: str, most: int = 24) -> str:
    """The first line of a text, cut after ``most`` characters."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
