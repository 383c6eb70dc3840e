"""What a design needs of processors and licences, counted; never priced."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from designer.analysis.memory_figures import memory_figures
from designer.analysis.places import pairs
from designer.base.texts import Message, msg, msg_n
from designer.model import limits
from designer.model.array import ReplicationLicence
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.node import Edition, Node
from designer.model.policy import EnablerProduct

LICENCE_LABELS: dict[ReplicationLicence, str] = {
    ReplicationLicence.MIRRORVIEW_S: "MirrorView/S",
    ReplicationLicence.MIRRORVIEW_A: "MirrorView/A",
    ReplicationLicence.SRDF_S: "SRDF/S",
    ReplicationLicence.SRDF_A: "SRDF/A",
}


class Metric(StrEnum):
    """What a licence is counted by."""

    SERVER = "server"
    PROCESSOR = "processor"
    PROCESSOR_PAIR = "processor-pair"
    CORE_PACK = "core-pack"
    ARRAY = "array"


@dataclass(frozen=True, slots=True)
class LicenceCount:
    """How many licences of one product are needed, by what they are counted, and why. Verify it with the seller."""

    product: str
    metric: Metric
    count: int
    reason: Message


@dataclass(frozen=True, slots=True)
class ProcessorCount:
    """Processors of the nodes and what VMs ask of them; ``worst_*`` is the node that carries most after a loss."""

    sockets: int
    cores: int
    logical_processors: int
    vcpus: int
    worst_node: str | None
    worst_vcpus: int
    worst_ratio: float


def processor_count(design: Design) -> ProcessorCount:
    """The sums over all nodes, and the highest ratio of virtual to logical processors in any planned state."""
    vcpus = {vm.id: vm.vcpus for vm in design.vms}
    worst: tuple[float, int, str | None] = (0.0, 0, None)
    for state in memory_figures(design):
        for one in state.nodes:
            carried = sum(vcpus[share.vm] for share in one.shares)
            ratio = carried / design.node(one.node).logical_processors
            if ratio > worst[0]:
                worst = (ratio, carried, one.node)
    return ProcessorCount(
        sockets=sum(node.sockets for node in design.nodes),
        cores=sum(node.sockets * node.cores_per_socket for node in design.nodes),
        logical_processors=sum(node.logical_processors for node in design.nodes),
        vcpus=sum(vcpus.values()),
        worst_node=worst[2],
        worst_vcpus=worst[1],
        worst_ratio=worst[0],
    )


def licence_counts(design: Design) -> tuple[LicenceCount, ...]:
    """Windows on the nodes, the Cluster Enabler, and the replication features of the arrays; guests are not counted."""
    return (*_windows(design), *_enabler(design), *_replication(design))


def _windows(design: Design) -> Iterator[LicenceCount]:
    kinds = dict.fromkeys((node.os, node.edition) for node in design.nodes if node.edition is not Edition.HYPERV)
    for era, edition in kinds:
        nodes = [node for node in design.nodes if (node.os, node.edition) == (era, edition)]
        metric, count = _counted(era, edition, nodes)
        yield LicenceCount(
            f"{facts(era).label} {edition.value.capitalize()}", metric, count, _why(metric, count, len(nodes))
        )


def _counted(era: Era, edition: Edition, nodes: list[Node]) -> tuple[Metric, int]:
    order = list(Era)
    if order.index(era) >= order.index(Era.W2016):
        return Metric.CORE_PACK, sum(_core_packs(node) for node in nodes)
    if order.index(era) >= order.index(Era.W2012):
        per = limits.PROCESSORS_PER_LICENCE_2012.value
        return Metric.PROCESSOR_PAIR, sum(-(-node.sockets // per) for node in nodes)
    if edition is Edition.DATACENTER:
        least = limits.DATACENTER_PROCESSORS_2008R2.value
        return Metric.PROCESSOR, sum(max(least, node.sockets) for node in nodes)
    return Metric.SERVER, len(nodes)


def _core_packs(node: Node) -> int:
    cores = node.sockets * max(node.cores_per_socket, limits.LICENSED_CORES_PER_PROCESSOR.value)
    return -(-max(cores, limits.LICENSED_CORES_PER_SERVER.value) // limits.CORES_PER_PACK.value)


def _why(metric: Metric, count: int, servers: int) -> Message:
    of = msg_n("{n} server", "{n} servers", servers)
    match metric:
        case Metric.SERVER:
            return msg("One for each server: {servers}.", servers=of)
        case Metric.PROCESSOR:
            return msg("One for each processor of {servers}: {count}.", servers=of, count=count)
        case Metric.PROCESSOR_PAIR:
            return msg("One for every two processors of {servers}: {count}.", servers=of, count=count)
        case _:
            return msg(
                "Packs of {pack} cores for {servers}, at least {socket} cores a processor and {server} a server: "
                "{count}.",
                pack=limits.CORES_PER_PACK.value,
                servers=of,
                socket=limits.LICENSED_CORES_PER_PROCESSOR.value,
                server=limits.LICENSED_CORES_PER_SERVER.value,
                count=count,
            )


def _enabler(design: Design) -> Iterator[LicenceCount]:
    labels = {EnablerProduct.SRDF_CE: "SRDF/CE", EnablerProduct.MIRRORVIEW_CE: "MirrorView/CE"}
    product = labels.get(design.cluster.enabler.product)
    if product is not None and design.nodes:
        count = len(design.nodes)
        yield LicenceCount(product, Metric.SERVER, count, _why(Metric.SERVER, count, count))


def _replication(design: Design) -> Iterator[LicenceCount]:
    needed: dict[ReplicationLicence, set[str]] = {}
    for lun in pairs(design):
        for copy in lun.copies:
            licence = limits.needed_licence(design.array(copy.array).family, lun.mode)
            if licence is not None:
                needed.setdefault(licence, set()).add(copy.array)
    for licence in ReplicationLicence:
        if licence in needed:
            count = len(needed[licence])
            yield LicenceCount(
                LICENCE_LABELS[licence],
                Metric.ARRAY,
                count,
                msg_n("On {n} array that mirrors.", "On {n} arrays that mirror each other.", count),
            )
