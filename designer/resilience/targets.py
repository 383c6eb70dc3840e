"""The event grammar: what fails, written as ``node:p1``, ``link:link-lan+witness``, ``witness>node:p1``.

``+`` joins what happens at one instant, ``>`` (or the word ``then``) what happens after the cluster has settled.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from designer.base.errors import UnknownElement
from designer.base.texts import Decimal, Message, msg
from designer.base.units import US_PER_MS, milliseconds_text
from designer.model.array import Array, LunPair
from designer.model.design import Design
from designer.model.link import NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Node
from designer.model.site import Site
from designer.model.witness import WitnessKind
from designer.model.workload import CHAIN_NAMES, OWN_CHAIN, VirtualMachine
from designer.resilience.quality import Quality
from designer.topology.down import Down


class LossKind(StrEnum):
    """Kinds of targets, as they are written.

    Some are no losses but what a person does: ``quorum`` forces quorum on a node, ``promote`` makes one side of a pair
    the one that hosts write to, ``update`` copies back what R2 has more than R1, ``prevent-quorum`` starts a node that
    may only join (all of these are repairs); ``pair`` suspends a pair, and as a repair lets it replicate again;
    ``split`` makes both sides writable. ``resource`` is one resource of a group, which cannot work before it is
    repaired, wherever it is tried.
    """

    NODE = "node"
    NODES = "nodes"
    ARRAY = "array"
    PATH = "path"
    FABRIC = "fabric"
    FABRIC_SHARED = "fabric-shared"
    SITE = "site"
    WITNESS = "witness"
    LINK = "link"
    NIC = "nic"
    ENABLER = "enabler"
    VM = "vm"
    RESOURCE = "resource"
    QUORUM = "quorum"
    PREVENT_QUORUM = "prevent-quorum"
    PAIR = "pair"
    SPLIT = "split"
    PROMOTE = "promote"
    UPDATE = "update"


ONLY_REPAIRS = frozenset({LossKind.QUORUM, LossKind.PREVENT_QUORUM, LossKind.PROMOTE, LossKind.UPDATE})
"""What a person does to mend things; it cannot fail."""

ONLY_FAULTS = frozenset({LossKind.SPLIT})
"""What is not taken back as such: a split ends when one copy is promoted."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that fails.

    ``id`` is empty for the witness, ``NODE/NETWORK`` for an adapter, ``LUN/ARRAY`` for one side of a pair,
    ``GROUP/RESOURCE`` for a resource: ``vm``, ``configuration``, ``disk``, ``enabler``, or the id of a further one.
    """

    kind: LossKind
    id: str = ""
    quality: Quality | None = None

    def __str__(self) -> str:
        """The loss as the grammar writes it."""
        if self.quality is not None:
            return f"{self.kind.value}:{self.id}~{_quality_written(self.quality)}"
        return self.kind.value if self.kind is LossKind.WITNESS else f"{self.kind.value}:{self.id}"

    @property
    def element(self) -> str:
        """The id of the element that it strikes, or to which what it strikes belongs; empty for the witness."""
        return self.id.partition("/")[0]


def _quality_written(quality: Quality) -> str:
    words = []
    if quality.loss_ppm:
        words.append(f"loss={_short(quality.loss_ppm, _PPM_PER_PERCENT)}")
    if quality.latency_us:
        words.append(f"latency={_short(quality.latency_us, US_PER_MS)}")
    return ",".join(words)


def _short(whole: int, unit: int) -> str:
    """A number of thousandths or ten-thousandths as a decimal without idle zeros."""
    return f"{whole // unit}.{whole % unit:0{len(str(unit)) - 1}d}".rstrip("0").rstrip(".")


Instant = tuple[Loss, ...]
"""Losses that happen together."""

_SUBJECTS: dict[LossKind, tuple[type, ...]] = {
    LossKind.NODE: (Node,),
    LossKind.NODES: (Site,),
    LossKind.ARRAY: (Array,),
    LossKind.PATH: (Site,),
    LossKind.FABRIC: (Site,),
    LossKind.FABRIC_SHARED: (Site,),
    LossKind.SITE: (Site,),
    LossKind.LINK: (ReplicationLink, NetworkLink, SanLink, WitnessPath),
    LossKind.ENABLER: (Node,),
    LossKind.VM: (VirtualMachine,),
    LossKind.QUORUM: (Node,),
    LossKind.PREVENT_QUORUM: (Node,),
    LossKind.PAIR: (LunPair,),
    LossKind.SPLIT: (LunPair,),
    LossKind.UPDATE: (LunPair,),
}


def parse_target(text: str, design: Design) -> tuple[Instant, ...]:
    """The instants that ``text`` names, in order. Raises :class:`UnknownElement` for a wrong word or id."""
    steps = re.split(r">|\s+then\s+", text.strip())
    return tuple(tuple(_loss(part.strip(), design) for part in step.split("+")) for step in steps)


def written(instants: tuple[Instant, ...]) -> str:
    """The instants as the grammar writes them."""
    return ">".join("+".join(str(loss) for loss in instant) for instant in instants)


def _loss(part: str, design: Design) -> Loss:
    part, mark, degraded = part.partition("~")
    if mark:
        return _degraded_line(part, degraded, design)
    word, _, element_id = part.partition(":")
    if part == LossKind.WITNESS.value:
        if design.witness is None:
            raise UnknownElement("witness-none", msg("The design {design} has no witness.", design=design.label))
        return Loss(LossKind.WITNESS)
    if word not in set(LossKind) or not element_id:
        raise UnknownElement(
            "target-unreadable",
            msg(
                "“{target}” is no target; write {known}, or join them with + or “then”.",
                target=part,
                known=tuple(_FORMS),
            ),
        )
    kind = LossKind(word)
    if kind is LossKind.NIC:
        return _adapter(part, element_id, design)
    if kind is LossKind.RESOURCE:
        return _resource(part, element_id, design)
    if kind is LossKind.PROMOTE:
        return _side(part, element_id, design)
    if not _is_subject(design, kind, element_id):
        known = tuple(element.id for element in design.elements() if _is_subject(design, kind, element.id))
        raise UnknownElement(
            "target-unknown",
            msg(
                "“{target}”: the design {design} has no such element; it has {known}.",
                target=part,
                design=design.label,
                known=known or ("–",),
            ),
            subjects=(element_id,),
        )
    return Loss(kind, element_id)


def _degraded_line(part: str, text: str, design: Design) -> Loss:
    loss = _loss(part, design)
    if loss.kind is not LossKind.LINK:
        raise UnknownElement(
            "target-not-degradable",
            msg("“{target}”: only a link can be degraded; write link:ID~loss=2,latency=50.", target=f"{part}~{text}"),
        )
    found = [_QUALITY.fullmatch(word.strip()) for word in text.split(",")]
    given = {one["what"]: float(one["number"]) for one in found if one is not None}
    if None in found or len(given) != len(found):
        raise UnknownElement(
            "quality-unreadable",
            msg(
                "“{target}”: behind the ~ stands loss= in per cent, latency= in ms, or both with a comma: "
                "link:{id}~loss=2,latency=50.",
                target=f"{part}~{text}",
                id=loss.id,
            ),
        )
    loss_ppm = round(given.get("loss", 0.0) * _PPM_PER_PERCENT)
    latency_us = round(given.get("latency", 0.0) * US_PER_MS)
    if not (loss_ppm or latency_us) or loss_ppm > _MOST_LOSS_PPM or latency_us > _MOST_LATENCY_US:
        raise UnknownElement(
            "quality-out-of-range",
            msg(
                "“{target}”: a loss from 0.0001 to 99\u00a0% and a latency from 0.001 to 60,000\u00a0ms can be given; "
                "a line that carries nothing is link:{id}.",
                target=f"{part}~{text}",
                id=loss.id,
            ),
        )
    return Loss(LossKind.LINK, loss.id, Quality(loss_ppm, latency_us))


def _adapter(part: str, text: str, design: Design) -> Loss:
    known = tuple(f"{node.id}/{nic.network}" for node in design.nodes for nic in node.nics)
    if text not in known:
        raise UnknownElement(
            "target-unknown",
            msg(
                "“{target}”: the design {design} has no such adapter; it has {known}.",
                target=part,
                design=design.label,
                known=known or ("–",),
            ),
            subjects=(text,),
        )
    return Loss(LossKind.NIC, text)


def _resource(part: str, text: str, design: Design) -> Loss:
    known = tuple(f"{group.id}/{name}" for group in design.groups for name in group.settings)
    if text not in known:
        raise UnknownElement(
            "target-unknown",
            msg(
                "“{target}”: the design {design} has no such resource; it has {known}.",
                target=part,
                design=design.label,
                known=known or ("–",),
            ),
            subjects=(text,),
        )
    return Loss(LossKind.RESOURCE, text)


def _is_subject(design: Design, kind: LossKind, element_id: str) -> bool:
    element = design.find(element_id)
    return isinstance(element, _SUBJECTS[kind]) and not (isinstance(element, LunPair) and element.r2 is None)


def _side(part: str, text: str, design: Design) -> Loss:
    known = tuple(f"{lun.id}/{copy.array}" for lun in design.luns if lun.r2 is not None for copy in lun.copies)
    if text not in known:
        raise UnknownElement(
            "target-unknown",
            msg(
                "“{target}”: the design {design} has no such side of a pair; it has {known}.",
                target=part,
                design=design.label,
                known=known or ("–",),
            ),
            subjects=(text,),
        )
    return Loss(LossKind.PROMOTE, text)


def _ends_of_adapter(loss: Loss) -> tuple[str, str]:
    node_id, _, network_id = loss.id.partition("/")
    return node_id, network_id


_PPM_PER_PERCENT = 10_000
_MOST_LOSS_PPM, _MOST_LATENCY_US = 99 * _PPM_PER_PERCENT, 60_000 * US_PER_MS
_QUALITY = re.compile(r"(?P<what>loss|latency)=(?P<number>\d{1,5}(?:\.\d{1,4})?)", re.ASCII)
_FORMS = (
    "node:ID",
    "nodes:SITE",
    "array:ID",
    "path:SITE",
    "fabric:SITE",
    "fabric-shared:SITE",
    "site:ID",
    "link:ID",
    "link:ID~loss=PERCENT,latency=MS",
    "nic:NODE/NETWORK",
    "enabler:NODE",
    "vm:ID",
    "resource:GROUP/RESOURCE",
    "quorum:NODE",
    "prevent-quorum:NODE",
    "pair:LUN",
    "split:LUN",
    "promote:LUN/ARRAY",
    "update:LUN",
    "witness",
)


def down_by(design: Design, losses: Instant) -> Down:
    """The components that the losses take away."""
    down = Down()
    for loss in losses:
        down = down.plus(_components(design, loss))
    return down


def newly_down(design: Design, before: Down, losses: Instant) -> Down:
    """What the losses take away beside what was down before: the second of two redundant host paths takes all."""
    down = down_by(design, losses)
    for site_id in sorted({loss.id for loss in losses if loss.kind is LossKind.PATH}):
        times = sum(loss.kind is LossKind.PATH and loss.id == site_id for loss in losses)
        if times + (site_id in before.paths) > 1:
            down = down.plus(_fabric(design, site_id, shared=False))
    return down


def newly_up(design: Design, before: Down, repaired: Instant) -> Down:
    """What the repairs bring back: with the first of two lost host paths also the replication lines that share it."""
    up = down_by(design, repaired)
    for loss in repaired:
        if loss.kind is LossKind.PATH and loss.id in before.fabrics:
            up = up.plus(Down(links=_fabric(design, loss.id, shared=False).links))
    return up


def _components(design: Design, loss: Loss) -> Down:  # noqa: C901, PLR0911, PLR0912 - one return a kind
    one = frozenset({loss.id})
    match loss.kind:
        case LossKind.NODE:
            return Down(nodes=one)
        case LossKind.NODES:
            return Down(nodes=frozenset(node.id for node in design.nodes_in(loss.id)))
        case LossKind.ARRAY:
            return Down(arrays=one, witness=_witness_lies_on(design, loss.id))
        case LossKind.PATH:
            # A site with a single fabric has no second path: losing one is losing all.
            return Down(paths=one) if design.site(loss.id).fabrics > 1 else _fabric(design, loss.id, shared=False)
        case LossKind.FABRIC:
            return _fabric(design, loss.id, shared=False)
        case LossKind.FABRIC_SHARED:
            return _fabric(design, loss.id, shared=True)
        case LossKind.SITE:
            return _site(design, loss.id)
        case LossKind.WITNESS:
            return Down(witness=True)
        case LossKind.LINK:
            return Down() if loss.quality is not None else Down(links=one | _carried(design, loss.id))
        case LossKind.NIC:
            return Down(nics=frozenset({_ends_of_adapter(loss)}))
        case LossKind.ENABLER:
            return Down(enablers=one)
        case LossKind.VM:
            return Down(vms=one)
        case LossKind.QUORUM | LossKind.PAIR | LossKind.SPLIT | LossKind.PROMOTE | LossKind.UPDATE:
            return Down()
        case LossKind.RESOURCE | LossKind.PREVENT_QUORUM:
            return Down()


def _carried(design: Design, line_id: str) -> frozenset[str]:
    """Replication links that run over an IP line and are cut with it."""
    return frozenset(link.id for link in design.replication_links if link.carrier == line_id)


def _fabric(design: Design, site_id: str, *, shared: bool) -> Down:
    """All host paths of the site; the replication lines too where they run over the same fabric (ST25)."""
    arrays = {array.id for array in design.arrays_in(site_id)}
    lines = frozenset(
        link.id
        for link in design.replication_links
        if {link.a, link.b} & arrays and (shared or link.shares_host_fabric)
    )
    return Down(fabrics=frozenset({site_id}), links=lines)


def _site(design: Design, site_id: str) -> Down:
    arrays = frozenset(array.id for array in design.arrays_in(site_id))
    witness = design.witness
    lost = witness is not None and (witness.site == site_id or (witness.array is not None and witness.array in arrays))
    return Down(
        nodes=frozenset(node.id for node in design.nodes_in(site_id)),
        arrays=arrays,
        sites=frozenset({site_id}),
        witness=lost,
    )


def _witness_lies_on(design: Design, array_id: str) -> bool:
    witness = design.witness
    return witness is not None and witness.kind is WitnessKind.DISK and witness.array == array_id


def describe(design: Design, instants: tuple[Instant, ...]) -> Message:
    """The event in words, with the names people know."""
    steps = tuple(_instant_text(design, instant) for instant in instants)
    if len(steps) == 1:
        return steps[0]
    return msg("{first}, then {second}", first=steps[0], second=describe(design, instants[1:]))


def _instant_text(design: Design, instant: Instant) -> Message:
    texts = tuple(_loss_text(design, loss) for loss in instant)
    return texts[0] if len(texts) == 1 else msg("{together} together", together=texts)


def _degraded_text(line: Message, quality: Quality) -> Message:
    lost = msg("{value}\u00a0%", value=Decimal(quality.loss_ppm / _PPM_PER_PERCENT, 4, keep_zeros=False))
    slow = milliseconds_text(quality.latency_us)
    if not quality.latency_us:
        return msg("{line} with {loss} of packets lost", line=line, loss=lost)
    if not quality.loss_ppm:
        return msg("{line} with {latency} more latency", line=line, latency=slow)
    return msg("{line} with {loss} of packets lost and {latency} more latency", line=line, loss=lost, latency=slow)


def _loss_text(design: Design, loss: Loss) -> Message:  # noqa: C901, PLR0911, PLR0912 - one return a kind
    name = design.name_of(loss.id)
    match loss.kind:
        case LossKind.NODE:
            return msg("node {name}", name=name)
        case LossKind.NODES:
            return msg("all nodes of {name}", name=name)
        case LossKind.ARRAY:
            return msg("{name}", name=name)
        case LossKind.PATH:
            return msg("one host path of {name}", name=name)
        case LossKind.FABRIC:
            return msg("all host fabrics of {name}", name=name)
        case LossKind.FABRIC_SHARED:
            return msg("host and replication fabric of {name}", name=name)
        case LossKind.SITE:
            return msg("{name}", name=name)
        case LossKind.WITNESS:
            return msg("witness")
        case LossKind.LINK:
            line = msg("link {name}", name=name)
            return line if loss.quality is None else _degraded_text(line, loss.quality)
        case LossKind.ENABLER:
            return msg("Cluster Enabler service on {name}", name=name)
        case LossKind.VM:
            return msg("guest of {name}", name=name)
        case LossKind.RESOURCE:
            return _resource_text(design, loss)
        case LossKind.QUORUM:
            return msg("forced quorum on {name}", name=name)
        case LossKind.PREVENT_QUORUM:
            return msg("start of {name} with prevent quorum", name=name)
        case LossKind.PAIR:
            return msg("replication of {name}", name=name)
        case LossKind.SPLIT:
            return msg("splitting {name}", name=name)
        case LossKind.UPDATE:
            return msg("R1 of {name} brought up to date", name=name)
        case LossKind.PROMOTE:
            lun_id, _, array_id = loss.id.partition("/")
            return msg(
                "{array} made the writable side of {pair}", array=design.name_of(array_id), pair=design.name_of(lun_id)
            )
        case LossKind.NIC:  # pragma: no branch - no further kind
            node_id, network_id = _ends_of_adapter(loss)
            return msg(
                "adapter of {node} on {network}", node=design.name_of(node_id), network=design.name_of(network_id)
            )


def _resource_text(design: Design, loss: Loss) -> Message:
    group_id, _, name = loss.id.partition("/")
    group = next(group for group in design.groups if group.id == group_id)
    own = dict(zip(OWN_CHAIN, CHAIN_NAMES, strict=True))
    called = own.get(name) or next(one.name for one in group.further_resources if one.id == name)
    return msg("{resource} of {group}", resource=called, group=group.name)
