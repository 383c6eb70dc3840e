"""Everything that can be let happen in a design: what fails, what is mended, what is cancelled, in people's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from designer.base.errors import UnknownElement
from designer.base.texts import Message, msg, msg_in
from designer.model.design import Design
from designer.model.scenario import EVERY_MOVEMENT, Action, ActionKind
from designer.resilience.matrix import events_of
from designer.resilience.targets import ONLY_FAULTS, ONLY_REPAIRS, Instant, Loss, LossKind, describe, parse_target

DEGRADED = "~"
"""How the target of a degraded link ends before its loss and latency are given."""
_MOST_COMBINED = 400
_ENABLER = "enabler"


class Sort(StrEnum):
    """What kind of thing it happens to, in the order of the list."""

    NODES = "nodes"
    SITES = "sites"
    STORAGE = "storage"
    REPLICATION = "replication"
    LINES = "lines"
    QUORUM = "quorum"
    MACHINES = "machines"
    RESOURCES = "resources"
    COMBINED = "combined"
    MOVEMENTS = "movements"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that can be let happen; ``target`` is written as in the event grammar."""

    kind: ActionKind
    target: str
    sort: Sort
    icon: str
    text: Message

    @property
    def is_degraded_line(self) -> bool:
        """Whether its loss and latency have still to be given."""
        return self.target.endswith(DEGRADED)


def sort_name(sort: Sort) -> Message:
    """What people call a sort of happenings."""
    return {
        Sort.NODES: msg("Nodes"),
        Sort.SITES: msg("Sites"),
        Sort.STORAGE: msg("Arrays and fabrics"),
        Sort.REPLICATION: msg("Replication"),
        Sort.LINES: msg("Links and adapters"),
        Sort.QUORUM: msg("Quorum and witness"),
        Sort.MACHINES: msg("Virtual machines"),
        Sort.RESOURCES: msg("Cluster resources"),
        Sort.COMBINED: msg("Several at once or in turn"),
        Sort.MOVEMENTS: msg("Movements"),
    }[sort]


def kind_name(kind: ActionKind) -> Message:
    """What people call a kind of action."""
    return {
        ActionKind.FAIL: msg_in("what happens", "fails"),
        ActionKind.REPAIR: msg_in("what happens", "is repaired"),
        ActionKind.CANCEL: msg_in("what happens", "is cancelled"),
    }[kind]


def happenings(design: Design, kind: ActionKind) -> tuple[Happening, ...]:
    """All that can fail, be repaired or be cancelled in the design, sort by sort; only what the engine accepts."""
    if kind is ActionKind.CANCEL:
        return tuple(_cancels(design))
    barred = ONLY_REPAIRS if kind is ActionKind.FAIL else ONLY_FAULTS
    found = [
        Happening(kind, str(loss), sort, _ICONS[loss.kind], _event(design, kind, ((loss,),)))
        for sort, loss in _losses(design)
        if loss.kind not in barred
    ]
    if kind is ActionKind.FAIL:
        found += _degraded(design)
        found += _combined(design)
    order = list(Sort)
    return tuple(sorted(found, key=lambda one: order.index(one.sort)))


def told(design: Design, action: Action) -> Message:
    """What an action does, in a sentence; as it is written where it speaks of things that the design does not have."""
    if action.kind is ActionKind.CANCEL:
        return _cancel_text(design, action.target)
    try:
        instants = parse_target(action.target, design)
    except UnknownElement:
        return msg("{what}: {kind}", what=action.target, kind=kind_name(action.kind))
    if len(instants) == 1 and len(instants[0]) == 1:
        act = _by_hand(design, action.kind, instants[0][0])
        if act is not None:
            return act
    event = describe(design, instants)
    return (
        msg("Failure: {event}", event=event) if action.kind is ActionKind.FAIL else msg("Repair: {event}", event=event)
    )


def _event(design: Design, kind: ActionKind, instants: tuple[Instant, ...]) -> Message:
    """What a person does as a sentence, everything else as its name."""
    if len(instants) == 1 and len(instants[0]) == 1:
        return _by_hand(design, kind, instants[0][0]) or describe(design, instants)
    return describe(design, instants)


def _by_hand(design: Design, kind: ActionKind, loss: Loss) -> Message | None:
    """The sentence for what a person does; None for what breaks and is mended."""
    element_id, _, side = loss.id.partition("/")
    name = design.name_of(element_id)
    repair = kind is ActionKind.REPAIR
    match loss.kind:
        case LossKind.PAIR if repair:
            return msg("Replication of {pair} is resumed", pair=name)
        case LossKind.PAIR:
            return msg("Replication of {pair} is suspended by hand", pair=name)
        case LossKind.SPLIT:
            return msg("{pair} is split: both copies can be written", pair=name)
        case LossKind.PROMOTE:
            return msg("{array} is made the writable side of {pair}", array=design.name_of(side), pair=name)
        case LossKind.UPDATE:
            return msg("R1 of {pair} is brought up to date from R2", pair=name)
        case LossKind.QUORUM:
            return msg("Quorum is forced on {node}", node=name)
        case LossKind.PREVENT_QUORUM:
            return msg("{node} starts with prevent quorum: it may only join", node=name)
        case _:
            return None


def _losses(design: Design) -> Iterator[tuple[Sort, Loss]]:
    """Single losses and what a person does, in the design's order."""
    yield from _of_nodes(design)
    yield from _of_sites(design)
    yield from _of_pairs(design)
    for link in design.links():
        yield Sort.LINES, Loss(LossKind.LINK, link.id)
    if design.witness is not None:
        yield Sort.QUORUM, Loss(LossKind.WITNESS)
    for vm in design.vms:
        yield Sort.MACHINES, Loss(LossKind.VM, vm.id)
    for group in design.groups:
        for name in group.settings:
            if name != _ENABLER or group.cluster_enabler_resource:
                yield Sort.RESOURCES, Loss(LossKind.RESOURCE, f"{group.id}/{name}")


def _of_pairs(design: Design) -> Iterator[tuple[Sort, Loss]]:
    for lun in design.luns:
        if lun.r2 is not None:
            for kind in (LossKind.PAIR, LossKind.SPLIT, LossKind.UPDATE):
                yield Sort.REPLICATION, Loss(kind, lun.id)
            for copy in lun.copies:
                yield Sort.REPLICATION, Loss(LossKind.PROMOTE, f"{lun.id}/{copy.array}")


def _of_nodes(design: Design) -> Iterator[tuple[Sort, Loss]]:
    has_enabler = any(group.cluster_enabler_resource for group in design.groups)
    for node in design.nodes:
        yield Sort.NODES, Loss(LossKind.NODE, node.id)
        for nic in node.nics:
            yield Sort.LINES, Loss(LossKind.NIC, f"{node.id}/{nic.network}")
        if has_enabler:
            yield Sort.RESOURCES, Loss(LossKind.ENABLER, node.id)
        yield Sort.QUORUM, Loss(LossKind.QUORUM, node.id)
        yield Sort.QUORUM, Loss(LossKind.PREVENT_QUORUM, node.id)


def _of_sites(design: Design) -> Iterator[tuple[Sort, Loss]]:
    for array in design.arrays:
        yield Sort.STORAGE, Loss(LossKind.ARRAY, array.id)
    for site in design.sites:
        yield Sort.SITES, Loss(LossKind.SITE, site.id)
        if not design.nodes_in(site.id):
            continue
        yield Sort.SITES, Loss(LossKind.NODES, site.id)
        if design.arrays_in(site.id):
            for kind in (LossKind.PATH, LossKind.FABRIC, LossKind.FABRIC_SHARED):
                yield Sort.STORAGE, Loss(kind, site.id)


def _degraded(design: Design) -> Iterator[Happening]:
    """Lines that lose packets or are slow; how much, the person says."""
    for link_id in (*(one.id for one in design.network_links), *(one.id for one in design.replication_links)):
        text = msg("Link {name} loses packets or becomes slow", name=design.name_of(link_id))
        target = f"{LossKind.LINK}:{link_id}{DEGRADED}"
        yield Happening(ActionKind.FAIL, target, Sort.LINES, "activity", text)


def _combined(design: Design) -> Iterator[Happening]:
    """The events of the failure matrix that join several losses; without the pairs of nodes where these are many."""
    joined = [event for event in events_of(design) if "+" in event or ">" in event]
    if len(joined) > _MOST_COMBINED:
        joined = [event for event in joined if not event.startswith(f"{LossKind.NODE}:")]
    for event in joined[:_MOST_COMBINED]:
        text = _event(design, ActionKind.FAIL, parse_target(event, design))
        yield Happening(ActionKind.FAIL, event, Sort.COMBINED, "layers-intersect", text)


def _cancels(design: Design) -> Iterator[Happening]:
    for target in (EVERY_MOVEMENT, *(vm.id for vm in design.vms)):
        yield Happening(ActionKind.CANCEL, target, Sort.MOVEMENTS, "ban", _cancel_text(design, target))


def _cancel_text(design: Design, target: str) -> Message:
    if target == EVERY_MOVEMENT:
        return msg("Every movement is cancelled")
    return msg("The movement of {vm} is cancelled", vm=design.name_of(target))


_ICONS = {
    LossKind.NODE: "server",
    LossKind.NODES: "server-2",
    LossKind.ARRAY: "database",
    LossKind.PATH: "plug",
    LossKind.FABRIC: "plug-x",
    LossKind.FABRIC_SHARED: "plug-x",
    LossKind.SITE: "building",
    LossKind.WITNESS: "scale",
    LossKind.LINK: "unlink",
    LossKind.NIC: "network",
    LossKind.ENABLER: "settings",
    LossKind.VM: "device-desktop",
    LossKind.RESOURCE: "box",
    LossKind.QUORUM: "bolt",
    LossKind.PREVENT_QUORUM: "power",
    LossKind.PAIR: "player-pause",
    LossKind.SPLIT: "git-fork",
    LossKind.PROMOTE: "switch-horizontal",
    LossKind.UPDATE: "refresh",
}
