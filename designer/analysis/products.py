"""Rules about products that must fit each other: arrays, what mirrors them, what switches them (domain 8.1)."""

from collections.abc import Iterator

from designer.analysis.finding import Severity
from designer.analysis.licences import LICENCE_LABELS
from designer.analysis.places import ids, named, pairs, pairs_by_arrays
from designer.analysis.rule import Observation, Rule
from designer.base.texts import Message, msg, msg_in
from designer.model import limits
from designer.model.array import (
    MIRRORVIEW_FAMILIES,
    SRDF_FAMILIES,
    Array,
    ArrayFamily,
    LunPair,
    ReplicationMode,
    ReplicationTechnology,
)
from designer.model.design import Design
from designer.model.era import Era
from designer.model.limits import Standing
from designer.model.policy import EnablerProduct

SRDF_LABEL, MIRRORVIEW_LABEL = "SRDF/CE", "MirrorView/CE"
PRODUCT_LABELS = {EnablerProduct.SRDF_CE: SRDF_LABEL, EnablerProduct.MIRRORVIEW_CE: MIRRORVIEW_LABEL}
TECHNOLOGY_LABELS = {
    ReplicationTechnology.SRDF_METRO: "SRDF/Metro",
    ReplicationTechnology.VPLEX_METRO: "VPLEX Metro",
    ReplicationTechnology.RECOVERPOINT: "RecoverPoint",
    ReplicationTechnology.STORAGE_REPLICA: "Storage Replica",
}


FAMILY_LABELS: dict[ArrayFamily, str | Message] = {
    ArrayFamily.CLARIION: "CLARiiON",
    ArrayFamily.VNX: "VNX",
    ArrayFamily.DMX: "Symmetrix DMX",
    ArrayFamily.VMAX: "VMAX",
    ArrayFamily.POWERMAX: "PowerMax",
    ArrayFamily.OTHER: msg("another family"),
}


def srdf_on_mirrorview_arrays(design: Design) -> Iterator[Observation]:
    """ST01: SRDF is a function of the Symmetrix family; CLARiiON and VNX replicate with MirrorView.

    SRDF/CE drives SRDF, so on these arrays it finds no pair to switch and the cluster cannot cross the sites.
    """
    wrong = _replicating(design, MIRRORVIEW_FAMILIES)
    if design.cluster.enabler.product is not EnablerProduct.SRDF_CE or not wrong:
        return
    yield Observation(
        ids(wrong),
        msg(
            "{arrays} ({models}) cannot be driven by SRDF/CE {version}: SRDF is a function of the Symmetrix family, "
            "such arrays mirror with MirrorView. The cluster could not switch the storage to the other site.",
            arrays=named(design, ids(wrong)),
            models=_models(wrong),
            version=design.cluster.enabler.version,
        ),
        msg("Use MirrorView/S with MirrorView/CE on these arrays, or arrays of the Symmetrix family with SRDF/S."),
    )


def mirrorview_on_srdf_arrays(design: Design) -> Iterator[Observation]:
    """ST02: the reverse of ST01: MirrorView/CE knows nothing of SRDF devices."""
    wrong = _replicating(design, SRDF_FAMILIES)
    if design.cluster.enabler.product is not EnablerProduct.MIRRORVIEW_CE or not wrong:
        return
    yield Observation(
        ids(wrong),
        msg(
            "{arrays} ({models}) cannot be driven by MirrorView/CE {version}: the Symmetrix family replicates with "
            "SRDF. The cluster could not switch the storage to the other site.",
            arrays=named(design, ids(wrong)),
            models=_models(wrong),
            version=design.cluster.enabler.version,
        ),
        msg("Use SRDF/S with SRDF/CE on these arrays."),
    )


def unlike_arrays(design: Design) -> Iterator[Observation]:
    """ST03: replication is like-to-like. Families that share a replication function count as alike (judgement)."""
    for arrays, luns in pairs_by_arrays(design).items():
        first, second = (design.array(array) for array in arrays)
        if _technology(first.family) is not _technology(second.family):
            yield Observation(
                (*arrays, *ids(luns)),
                msg(
                    "{first} ({first_family}) and {second} ({second_family}) have no common replication function, so "
                    "{luns} cannot be mirrored between them.",
                    first=first.name,
                    first_family=FAMILY_LABELS[first.family],
                    second=second.name,
                    second_family=FAMILY_LABELS[second.family],
                    luns=named(design, ids(luns)),
                ),
                msg("Use arrays of one family at both sites."),
            )


def shared_volumes_unsupported(design: Design) -> Iterator[Observation]:
    """ST07: Cluster Shared Volumes are not supported by the Cluster Enabler release on this Windows version."""
    yield from _shared_volumes(
        design,
        limits.Support.NO,
        msg("Give every VM a LUN of its own, or use a Cluster Enabler release that supports Cluster Shared Volumes."),
    )


def shared_volumes_restricted(design: Design) -> Iterator[Observation]:
    """ST08: Cluster Shared Volumes are supported in part; moves between the sites are restricted."""
    yield from _shared_volumes(
        design,
        limits.Support.PARTIAL,
        msg("Verify the restrictions of this release with the vendor, above all for live migration between the sites."),
    )


def replication_prerequisites(design: Design) -> Iterator[Observation]:
    """ST20: both arrays need the replication licence; MirrorView/S also needs the write intent log."""
    for array in design.arrays:
        modes = {lun.mode for lun in pairs(design) if array.id in {copy.array for copy in lun.copies}}
        needed = {limits.needed_licence(array.family, mode) for mode in modes} - {None}
        missing = sorted(licence for licence in needed if licence is not None and licence not in array.licences)
        if missing:
            yield Observation(
                (array.id,),
                msg(
                    "{array} has no licence for {licences}, so its mirrors cannot be made.",
                    array=array.name,
                    licences=tuple(LICENCE_LABELS[licence] for licence in missing),
                ),
                msg("Add the licence to {array}.", array=array.name),
            )
        mirrors_here = array.family in MIRRORVIEW_FAMILIES and ReplicationMode.SYNC in modes
        if mirrors_here and not array.write_intent_log:
            yield Observation(
                (array.id,),
                msg("{array} has no write intent log, which MirrorView/S needs on both arrays.", array=array.name),
                msg("Allocate the write intent log on {array}.", array=array.name),
            )


def array_limits_exceeded(design: Design) -> Iterator[Observation]:
    """ST26: counts above what the array model holds; the catalogue's figures are to be verified."""
    for array in design.arrays:
        most = limits.ARRAY_LIMITS.get(array.model)
        if most is None:
            continue
        luns = [lun for lun in design.luns if array.id in {copy.array for copy in lun.copies}]
        mirrors = [lun for lun in luns if lun.r2 is not None]
        groups = {lun.consistency_group for lun in mirrors if lun.consistency_group is not None}
        largest = max((sum(lun.consistency_group == group for lun in mirrors) for group in groups), default=0)
        hosts = len({san.node for san in design.san_links if san.array == array.id})
        counts: tuple[tuple[int, int, Message], ...] = (
            (len(luns), most.luns, msg_in("after a number", "LUNs")),
            (hosts, most.hosts, msg_in("after a number", "hosts")),
            (len(mirrors), most.mirrors, msg_in("after a number", "mirrors")),
            (len(groups), most.consistency_groups, msg_in("after a number", "consistency groups")),
            (largest, most.mirrors_per_group, msg_in("after a number", "mirrors in one consistency group")),
        )
        for count, limit, what in counts:
            if count > limit:
                yield Observation(
                    (array.id,),
                    msg(
                        "{array} ({model}) would hold {count} {what}; the catalogue gives it {limit}.",
                        array=array.name,
                        model=array.model,
                        count=count,
                        what=what,
                        limit=limit,
                    ),
                    msg("Verify the limit with the vendor, or choose a larger model."),
                )


def metro_without_witness(design: Design) -> Iterator[Observation]:
    """ST29: without a witness the side that is not the bias stops when the other one is lost, whatever is healthy."""
    metro = [lun for lun in pairs(design) if lun.technology is ReplicationTechnology.SRDF_METRO]
    if metro and not design.cluster.metro_witness:
        yield Observation(
            ids(metro),
            msg(
                "Active on both sides (SRDF/Metro), and no witness decides between the arrays: {luns}. When the "
                "preferred side is lost, the other one stops too, and hosts lose their disks at both sites.",
                luns=named(design, ids(metro)),
            ),
            msg("Give SRDF/Metro a witness at a third site."),
        )


def two_masters_of_one_lun(design: Design) -> Iterator[Observation]:
    """ST30: a LUN whose roles the Cluster Enabler changes must not be switched by a second product."""
    product = PRODUCT_LABELS.get(design.cluster.enabler.product)
    if product is None:
        return
    by_technology: dict[ReplicationTechnology, list[LunPair]] = {}
    for lun in pairs(design):
        if lun.technology in limits.SECOND_CONTROL:
            by_technology.setdefault(lun.technology, []).append(lun)
    for technology, luns in by_technology.items():
        yield Observation(
            ids(luns),
            msg(
                "Replicated by {second} and at the same time under the control of {product}: {luns}. Both would "
                "change the roles of the copies, which can end up writable at both sites, or at none.",
                luns=named(design, ids(luns)),
                second=TECHNOLOGY_LABELS[technology],
                product=product,
            ),
            msg(
                "Let one product control these LUNs: the arrays with {product}, or {second} without it.",
                product=product,
                second=TECHNOLOGY_LABELS[technology],
            ),
        )


def _shared_volumes(design: Design, support: limits.Support, remedy: Message) -> Iterator[Observation]:
    shared = [lun for lun in design.luns if lun.csv]
    enabler = design.cluster.enabler
    eras = sorted({node.os for node in design.nodes}, key=list(Era).index)
    if not shared or enabler.product is EnablerProduct.NONE:
        return
    known = [limits.shared_volume_support(enabler.version, era) for era in eras]
    worst = (
        limits.Support.NO
        if limits.Support.NO in known
        else limits.Support.PARTIAL
        if limits.Support.PARTIAL in known
        else None
    )
    if worst is not support:
        return
    product = PRODUCT_LABELS[enabler.product]
    text = (
        msg(
            "Cluster Shared Volumes are not supported by {product} {version} on this Windows version: {luns} would "
            "not be switched to the other site.",
            luns=named(design, ids(shared)),
            product=product,
            version=enabler.version,
        )
        if support is limits.Support.NO
        else msg(
            "Cluster Shared Volumes are supported only in part by {product} {version}: live migration between the "
            "sites is restricted for VMs on {luns}.",
            luns=named(design, ids(shared)),
            product=product,
            version=enabler.version,
        )
    )
    yield Observation(ids(shared), text, remedy)


def _replicating(design: Design, families: frozenset[ArrayFamily]) -> tuple[Array, ...]:
    """The arrays of these families that hold a replicated LUN or end a replication link."""
    taking_part = {copy.array for lun in pairs(design) for copy in lun.copies}
    taking_part |= {end for link in design.replication_links for end in (link.a, link.b)}
    return tuple(array for array in design.arrays if array.id in taking_part and array.family in families)


def _models(arrays: tuple[Array, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(array.model for array in arrays))


def _technology(family: ArrayFamily) -> frozenset[ArrayFamily] | None:
    for alike in (MIRRORVIEW_FAMILIES, SRDF_FAMILIES):
        if family in alike:
            return alike
    return None


_E, _W = Severity.ERROR, Severity.WARNING
_EJ, _VERIFY = Standing.JUDGEMENT, Standing.TO_VERIFY
RULES: tuple[Rule, ...] = (
    Rule("ST01", _E, msg("SRDF/CE on MirrorView arrays"), srdf_on_mirrorview_arrays, ("S33", "S37", "S38")),
    Rule("ST02", _E, msg("MirrorView/CE on SRDF arrays"), mirrorview_on_srdf_arrays, ("S37", "S38")),
    Rule("ST03", _E, msg("Arrays that cannot replicate with each other"), unlike_arrays, ("S33",), _EJ),
    Rule("ST07", _E, msg("Cluster Shared Volumes not supported"), shared_volumes_unsupported, ("S1",)),
    Rule("ST08", _W, msg("Cluster Shared Volumes restricted"), shared_volumes_restricted, (), _VERIFY),
    Rule("ST20", _E, msg("Replication prerequisite missing"), replication_prerequisites, ("S33",)),
    Rule("ST26", _W, msg("Array limit exceeded"), array_limits_exceeded, (), _VERIFY),
    Rule("ST29", _W, msg("SRDF/Metro without a witness"), metro_without_witness, ("S28", "S36")),
    Rule("ST30", _E, msg("Two products control one LUN"), two_masters_of_one_lun, (), _EJ),
)
