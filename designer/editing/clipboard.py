"""Copy and paste over text, so that elements travel between designs, projects and windows.

The text is JSON and holds elements, places and routes. What is copied besides the elements asked for: what stands in
a site, the group and the own LUNs of a VM, and lines whose two ends are copied.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from designer.base.texts import Message, msg
from designer.editing import ground
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.parts import COLLECTION_TYPES, in_design, in_listing_order
from designer.editing.pasting import Fragment, pasted
from designer.model.design import Design, Element
from designer.model.layout import Place, Route
from designer.model.project import Project
from designer.model.witness import Witness

FORMAT = "geocluster/clipboard/1"
MAX_CHARACTERS = 32_000_000


def copy(design: Design, element_ids: Iterable[str]) -> str:
    """The elements as text for the clipboard; ids in any order, unknown ones are refused."""
    ids = _with_companions(design, set(in_listing_order(design, element_ids)))
    known = ground.places(design)
    kinds = dict.fromkeys(COLLECTION_TYPES, ())
    collections = {name: [_plain(one) for one in getattr(design, name) if one.id in ids] for name in kinds}
    document: dict[str, Any] = {
        "format": FORMAT,
        "elements": {name: members for name, members in collections.items() if members},
        "places": [_plain(place) for element_id, place in known.items() if element_id in ids],
        "routes": [_plain(route) for route in design.layout.routes if route.link in ids],
    }
    if design.witness is not None and design.witness.id in ids:
        document["witness"] = _plain(design.witness)
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Paste:
    """Put copied elements into a design, under new ids where theirs are taken, moved by an offset.

    Without an offset they go to the free place nearest to where the originals stood, in the same site. ``inside``
    names the site for nodes and arrays, or the node for VMs, that come without their own. Which other element a
    pasted one refers to is told in :mod:`designer.editing.pasting`.
    """

    design_id: str
    text: str
    dx: int | None = None
    dy: int | None = None
    inside: str | None = None

    @property
    def merge_key(self) -> MergeKey:
        """Every paste is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the text names nothing yet
        """The step's name."""
        return msg("Paste")

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the elements; refuses text that holds none, and elements that nothing here can carry."""
        fragment = fragment_of(self.text)
        if fragment is None:
            raise refusal("clipboard-unreadable", msg("The clipboard holds no elements of a design."))
        offset = None if self.dx is None or self.dy is None else (self.dx, self.dy)
        return in_design(
            project, self.design_id, lambda design: pasted(design, fragment, offset=offset, inside=self.inside)
        )


def _with_companions(design: Design, ids: set[str]) -> set[str]:
    found = set(ids)
    for site in design.sites:
        if site.id in ids:
            found |= set(ground.members_of(design, site.id))
    for vm in design.vms:
        if vm.id in found:
            shared = {lun_id for other in design.vms if other.id not in found for lun_id in other.luns}
            found |= set(vm.luns) - shared
    found |= {group.id for group in design.groups if group.vm in found}
    found |= {link.id for link in design.san_links if {link.node, link.array} <= found}
    found |= {link.id for link in design.replication_links if {link.a, link.b} <= found}
    found |= {link.id for link in design.network_links if {link.a, link.b} <= found}
    if design.witness is not None and design.witness.id in found:
        found |= {path.id for path in design.witness_paths if path.site in found}
    return found


def _plain(value: Element | Place | Route) -> dict[str, Any]:
    return value.model_dump(mode="json")


def fragment_of(text: str) -> Fragment | None:
    """What the text holds, or None when it is not ours; whatever another program put there must do no harm."""
    if FORMAT not in text or len(text) > MAX_CHARACTERS:
        return None
    try:
        document = json.loads(text)
        if document.get("format") != FORMAT:
            return None
        elements: list[Any] = [
            kind.model_validate_json(json.dumps(member))
            for name, kind in COLLECTION_TYPES.items()
            for member in document.get("elements", {}).get(name, ())
        ]
        if "witness" in document:
            elements.append(Witness.model_validate_json(json.dumps(document["witness"])))
        places = [Place.model_validate_json(json.dumps(one)) for one in document.get("places", ())]
        routes = [Route.model_validate_json(json.dumps(one)) for one in document.get("routes", ())]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return Fragment(tuple(elements), tuple(places), tuple(routes)) if elements else None
