"""The layers of a picture: what can be hidden or kept from being picked together. View state, never in a file."""

from collections.abc import Iterable
from enum import StrEnum

from designer.base.texts import Message, msg, msg_in
from designer.drawing.scene import Scene, SceneItem
from designer.model.array import Array, ConsistencyGroup, LunPair
from designer.model.design import Design, Element
from designer.model.link import Network, NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Node
from designer.model.note import Note
from designer.model.witness import Witness
from designer.model.workload import ResourceGroup, VirtualMachine

_BADGE = "badge:"


class Layer(StrEnum):
    """What belongs together in the picture. Sites and the legend are in no layer: they always show."""

    COMPUTE = "compute"
    STORAGE = "storage"
    REPLICATION = "replication"
    HEARTBEAT = "heartbeat"
    VMS = "vms"
    NOTES = "notes"


_LAYER_OF: dict[type, Layer] = {
    Node: Layer.COMPUTE,
    Array: Layer.STORAGE,
    LunPair: Layer.STORAGE,
    ConsistencyGroup: Layer.STORAGE,
    SanLink: Layer.STORAGE,
    ReplicationLink: Layer.REPLICATION,
    Network: Layer.HEARTBEAT,
    NetworkLink: Layer.HEARTBEAT,
    WitnessPath: Layer.HEARTBEAT,
    Witness: Layer.HEARTBEAT,
    VirtualMachine: Layer.VMS,
    ResourceGroup: Layer.VMS,
    Note: Layer.NOTES,
}


def layer_name(layer: Layer) -> Message:
    """What a layer is called."""
    match layer:
        case Layer.COMPUTE:
            return msg_in("layer", "Nodes")
        case Layer.STORAGE:
            return msg("Storage and SAN")
        case Layer.REPLICATION:
            return msg_in("layer", "Replication")
        case Layer.HEARTBEAT:
            return msg("Networks, heartbeat and witness")
        case Layer.VMS:
            return msg("Virtual machines")
        case Layer.NOTES:
            return msg_in("layer", "Notes")


def layer_of(element: Element | None) -> Layer | None:
    """The layer of an element, None for sites."""
    return _LAYER_OF.get(type(element))


def elements_in_layers(design: Design, layers: Iterable[Layer]) -> frozenset[str]:
    """The ids of all elements in the layers."""
    wanted = frozenset(layers)
    return frozenset(one.id for one in design.elements() if layer_of(one) in wanted)


def without_layers(scene: Scene, design: Design, hidden: Iterable[Layer]) -> Scene:
    """The picture without what is in the hidden layers, the badges on it and the parts of its cards; else the same."""
    gone = elements_in_layers(design, hidden)
    if not gone:
        return scene
    return Scene(tuple(item for item in scene.items if not _is_gone(scene, item, gone)))


def _is_gone(scene: Scene, item: SceneItem, gone: frozenset[str]) -> bool:
    if item.element_id in gone or item.part_of in gone:
        return True
    if item.key.startswith(_BADGE):
        bearer = scene.by_key.get(item.key.removeprefix(_BADGE))
        return bearer is not None and _is_gone(scene, bearer, gone)
    return False
