"""A part of a picture: the symbols asked for, what stands in them, and the lines between them."""

from collections.abc import Iterable

from designer.drawing.layers import Layer, layer_of
from designer.drawing.placing import home_of_witness
from designer.drawing.scene import Scene
from designer.model.design import Design
from designer.model.link import NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.site import Site


def excerpt(scene: Scene, design: Design, element_ids: Iterable[str]) -> Scene:
    """The items of these elements; of a site all that stands in it; lines whose two ends are in; no badges."""
    wanted = set(element_ids)
    for site_id in [one for one in wanted if isinstance(design.find(one), Site)]:
        wanted |= {node.id for node in design.nodes_in(site_id)} | {array.id for array in design.arrays_in(site_id)}
        if design.witness is not None and home_of_witness(design) == site_id:
            wanted.add(design.witness.id)
    wanted |= {link.id for link in design.links() if set(ends_in_order(design, link.id)) <= wanted}
    return Scene(
        tuple(
            item
            for item in scene.items
            if (item.element_id in wanted or item.part_of in wanted) and not item.key.startswith("badge:")
        )
    )


def ends_in_order(design: Design, link_id: str) -> tuple[str, str]:
    """The ids of the two ends of a line, in the order in which it is drawn; empty for what has none."""
    match design.find(link_id):
        case ReplicationLink(a=a, b=b) | NetworkLink(a=a, b=b):
            return a, b
        case SanLink(node=node, array=array):
            return node, array
        case WitnessPath(site=site) if design.witness is not None:
            return site, design.witness.id
        case _:
            return "", ""


def site_of(design: Design, element_id: str) -> str | None:
    """The id of the site an element is, stands in, or lives in; None for what belongs to none."""
    element = design.find(element_id)
    if isinstance(element, Site):
        return element.id
    if design.witness is not None and element_id == design.witness.id:
        return home_of_witness(design)
    if element is not None and layer_of(element) is Layer.VMS:
        vm = next((one for one in design.vms if one.id in {element_id, getattr(element, "vm", "")}), None)
        return design.node(vm.node).site if vm is not None else None
    return getattr(element, "site", None)
