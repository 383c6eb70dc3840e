"""Rules about arrays, LUNs and their replication (domain 8.1).

Not judged, because a design does not say it: promised data loss (ST12), write rates and so the bandwidth that
replication needs (ST16, ST18, ST27), SRDF/Metro (ST29), other replication products (ST30).
"""

from collections.abc import Iterator

from designer.analysis import limits
from designer.analysis.finding import Severity, Standing
from designer.analysis.places import (
    copy_arrays,
    groups_with_vm,
    ids,
    links_between,
    named,
    owners,
    pairs,
    pairs_by_arrays,
)
from designer.analysis.rule import Observation, Rule
from designer.base.texts import Decimal, Message, msg, msg_in, msg_n
from designer.base.units import milliseconds_text
from designer.model.array import (
    MIRRORVIEW_FAMILIES,
    SRDF_FAMILIES,
    Array,
    ArrayFamily,
    DiskType,
    LunPair,
    PairState,
    ReplicationMode,
)
from designer.model.design import Design
from designer.model.era import Era
from designer.model.link import ReplicationLink
from designer.model.policy import EnablerProduct
from designer.model.workload import VirtualMachine

SRDF_LABEL, MIRRORVIEW_LABEL = "SRDF/CE", "MirrorView/CE"
FAMILY_LABELS: dict[ArrayFamily, str | Message] = {
    ArrayFamily.CLARIION: "CLARiiON",
    ArrayFamily.VNX: "VNX",
    ArrayFamily.DMX: "Symmetrix DMX",
    ArrayFamily.VMAX: "VMAX",
    ArrayFamily.POWERMAX: "PowerMax",
    ArrayFamily.OTHER: msg("another family"),
}
_STEADY = {ReplicationMode.SYNC: PairState.SYNCHRONIZED, ReplicationMode.ASYNC: PairState.CONSISTENT}


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


def unequal_copies(design: Design) -> Iterator[Observation]:
    """ST04: mirrors need equal capacity. SRDF takes a larger R2 one way, but then the roles cannot be swapped."""
    for lun in pairs(design):
        if lun.r2 is not None and lun.r1.size_gib != lun.r2.size_gib:
            yield Observation(
                (lun.id,),
                msg(
                    "The copies of {lun} differ in size: {first}\u00a0GiB on {first_array}, {second}\u00a0GiB on "
                    "{second_array}. The pair cannot be mirrored in both directions.",
                    lun=lun.name,
                    first=lun.r1.size_gib,
                    first_array=design.name_of(lun.r1.array),
                    second=lun.r2.size_gib,
                    second_array=design.name_of(lun.r2.array),
                ),
                msg("Give both copies the same size."),
            )


def data_at_one_site(design: Design) -> Iterator[Observation]:
    """ST05: a group that may run at a site needs a copy of each of its LUNs there."""
    for group, vm in groups_with_vm(design):
        sites = dict.fromkeys(node.site for node in owners(design, group))
        for lun in (design.lun(lun_id) for lun_id in vm.luns):
            bare = [site for site in sites if site not in {array.site for array in copy_arrays(design, lun)}]
            if bare and len(sites) > 1:
                yield Observation(
                    (lun.id, vm.id),
                    msg(
                        "{lun} of {vm} has no copy at {sites}, where {group} may run. After a failover there the VM "
                        "has no data and does not start.",
                        lun=lun.name,
                        vm=vm.name,
                        sites=named(design, bare),
                        group=group.name,
                    ),
                    msg("Replicate {lun} to an array at {sites}.", lun=lun.name, sites=named(design, bare)),
                )


def shared_luns(design: Design) -> Iterator[Observation]:
    """ST06: without Cluster Shared Volumes a LUN moves with its VM and drags every other VM on it along."""
    by_lun: dict[str, list[VirtualMachine]] = {}
    for _, vm in groups_with_vm(design):
        for lun_id in vm.luns:
            by_lun.setdefault(lun_id, []).append(vm)
    for lun in design.luns:
        users = by_lun.get(lun.id, [])
        if len(users) > 1 and not lun.csv:
            yield Observation(
                (lun.id, *ids(users)),
                msg(
                    "{lun} is used by {n} groups: {vms}. The Cluster Enabler moves the LUN with one VM and takes it "
                    "away from the others.",
                    lun=lun.name,
                    n=len(users),
                    vms=named(design, ids(users)),
                ),
                msg("Give every VM a LUN of its own."),
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


def dynamic_disks(design: Design) -> Iterator[Observation]:
    """ST09: the cluster and the Cluster Enabler take basic disks only."""
    wrong = [lun for lun in design.luns if lun.disk_type is DiskType.DYNAMIC]
    if wrong:
        yield Observation(
            ids(wrong),
            msg("The cluster cannot take dynamic disks as resources: {luns}.", luns=named(design, ids(wrong))),
            msg("Convert them to basic disks."),
        )


def split_consistency(design: Design) -> Iterator[Observation]:
    """ST10: all devices of a cluster group change roles together, so its LUNs and a consistency group must coincide."""
    users: dict[str, dict[str, None]] = {}
    for group, vm in groups_with_vm(design):
        held = [design.lun(lun_id).consistency_group for lun_id in vm.luns]
        for name in held:
            if name is not None:
                users.setdefault(name, {})[group.id] = None
        if len(set(held)) > 1:
            yield Observation(
                (group.id, vm.id, *vm.luns),
                msg(
                    "The LUNs of {group} ({luns}) are not in one consistency group. They could change roles at "
                    "different moments and leave the group between the sites.",
                    group=group.name,
                    luns=named(design, vm.luns),
                ),
                msg("Put all LUNs of {group} into one consistency group of its own.", group=group.name),
            )
    for consistency_group, group_ids in users.items():
        if len(group_ids) > 1:
            yield Observation(
                (consistency_group, *group_ids),
                msg(
                    "The consistency group {name} holds LUNs of {n} cluster groups: {groups}. Moving one would switch "
                    "the storage of all.",
                    name=design.name_of(consistency_group),
                    n=len(group_ids),
                    groups=named(design, group_ids),
                ),
                msg("Give every cluster group a consistency group of its own."),
            )


def loose_luns(design: Design) -> Iterator[Observation]:
    """ST11: LUNs of one group without a consistency group may stop at different moments in a rolling failure."""
    for group, vm in groups_with_vm(design):
        luns = [design.lun(lun_id) for lun_id in vm.luns]
        if len(luns) > 1 and all(lun.consistency_group is None for lun in luns) and any(lun.r2 for lun in luns):
            yield Observation(
                (group.id, vm.id, *vm.luns),
                msg(
                    "{group} has {n} LUNs and no consistency group. When replication fails step by step, the copies "
                    "at the other site may stem from different moments.",
                    group=group.name,
                    n=len(luns),
                ),
                msg("Put the LUNs of {group} into one consistency group.", group=group.name),
            )


def replication_too_far(design: Design) -> Iterator[Observation]:
    """ST13: MirrorView promises nothing beyond its longest round trip: 10 ms for /S, 200 ms for /A."""
    for arrays, luns in pairs_by_arrays(design).items():
        families = {design.array(array).family for array in arrays}
        if not families <= MIRRORVIEW_FAMILIES:
            continue
        synchronous = any(lun.mode is ReplicationMode.SYNC for lun in luns)
        most = limits.MIRRORVIEW_SYNC_RTT_US if synchronous else limits.MIRRORVIEW_ASYNC_RTT_US
        for link in links_between(design, arrays):
            if link.rtt_us > most:
                yield Observation(
                    (link.id,),
                    msg(
                        "{link} has a round trip of {rtt}; {product} allows {most}. The mirrors would fracture.",
                        link=link.name,
                        rtt=milliseconds_text(link.rtt_us),
                        product="MirrorView/S" if synchronous else "MirrorView/A",
                        most=milliseconds_text(most),
                    ),
                    msg("Shorten the line, or replicate asynchronously and accept the loss of the newest writes.")
                    if synchronous
                    else msg("Shorten the line between the arrays."),
                )


def srdf_distance(design: Design) -> Iterator[Observation]:
    """ST14: SRDF/S is usually designed up to 200 km; nobody quotes more than 300 km, so beyond it is an error."""
    for arrays, luns in pairs_by_arrays(design).items():
        families = {design.array(array).family for array in arrays}
        if not families <= SRDF_FAMILIES or all(lun.mode is ReplicationMode.ASYNC for lun in luns):
            continue
        for link in links_between(design, arrays):
            if link.distance_km > limits.SRDF_USUAL_KM:
                beyond = link.distance_km > limits.SRDF_QUOTED_KM
                yield Observation(
                    (link.id,),
                    msg(
                        "{link} is {km}\u00a0km long. SRDF/S is usually designed for up to {usual}\u00a0km and quoted "
                        "for {quoted}\u00a0km; every write waits for the way there and back.",
                        link=link.name,
                        km=link.distance_km,
                        usual=limits.SRDF_USUAL_KM,
                        quoted=limits.SRDF_QUOTED_KM,
                    ),
                    msg(
                        "Bring the arrays nearer to each other, or use SRDF/A and accept the loss of the newest writes."
                    ),
                    severity=Severity.ERROR if beyond else None,
                )


def write_time_ms(link: ReplicationLink) -> float:
    """The least time of a mirrored write of 8 KiB over the link, in ms (domain 7.1): local, remote cache, way, line."""
    line = limits.WRITE_KIB * 1024 * limits.LINE_BITS_PER_BYTE / (link.rate_mbit * 1000)
    way = limits.ROUND_TRIPS[link.protocol] * link.rtt_us / 1000
    return limits.LOCAL_WRITE_MS + limits.REMOTE_CACHE_MS + way + line


def slow_writes(design: Design) -> Iterator[Observation]:
    """ST15: a synchronous mirror adds the way to the other site to every write; from 10 ms on it is an error."""
    for arrays, luns in pairs_by_arrays(design).items():
        if all(lun.mode is ReplicationMode.ASYNC for lun in luns):
            continue
        for link in links_between(design, arrays):
            time_ms = write_time_ms(link)
            if time_ms > limits.WRITE_WARNING_MS:
                yield Observation(
                    (link.id,),
                    msg(
                        "A mirrored write over {link} takes at least {time}\u00a0ms ({rtt} round trip); above "
                        "{warning}\u00a0ms users notice, above {error}\u00a0ms applications fail.",
                        link=link.name,
                        time=Decimal(time_ms),
                        rtt=milliseconds_text(link.rtt_us),
                        warning=Decimal(limits.WRITE_WARNING_MS, 0),
                        error=Decimal(limits.WRITE_ERROR_MS, 0),
                    ),
                    msg("Shorten or speed up the line, or replicate asynchronously."),
                    severity=Severity.ERROR if time_ms > limits.WRITE_ERROR_MS else None,
                )


def single_replication_path(design: Design) -> Iterator[Observation]:
    """ST17: with fewer than two independent paths one cut stops all mirrors. Links on one route count as one path."""
    for arrays, luns in pairs_by_arrays(design).items():
        links = links_between(design, arrays)
        count = _independent_paths(links)
        if count >= limits.MIN_REPLICATION_PATHS:
            continue
        between = msg("{first} and {second}", first=design.name_of(arrays[0]), second=design.name_of(arrays[1]))
        yield Observation(
            tuple(link.id for link in links) or arrays,
            msg_n(
                "{arrays} are joined by {n} independent replication path. One cut stops the mirrors of {luns}.",
                "{arrays} are joined by {n} independent replication paths. One cut stops the mirrors of {luns}.",
                count,
                arrays=between,
                luns=named(design, ids(luns)),
            )
            if count
            else msg(
                "{arrays} have no replication link, so nothing mirrors {luns}.",
                arrays=between,
                luns=named(design, ids(luns)),
            ),
            msg("Lead a second replication path along another route.")
            if count
            else msg("Draw a replication link between the arrays."),
        )


def domino_on(design: Design) -> Iterator[Observation]:
    """ST19: with domino on, the first write that cannot be mirrored also stops the source."""
    wrong = [lun for lun in pairs(design) if lun.domino]
    if wrong:
        yield Observation(
            ids(wrong),
            msg(
                "Domino is on for {luns}. When the replication link or the other array fails, such LUNs stop at the "
                "living site too, and their VMs with them.",
                luns=named(design, ids(wrong)),
            ),
            msg("Switch domino off, unless divergence is worse than an outage."),
        )


def replication_prerequisites(design: Design) -> Iterator[Observation]:
    """ST20: both arrays need the replication licence; MirrorView/S also needs the write intent log."""
    for array in design.arrays:
        modes = {lun.mode for lun in pairs(design) if array.id in {copy.array for copy in lun.copies}}
        needed = {limits.needed_licence(array.family, mode) for mode in modes} - {None}
        missing = sorted(licence.value for licence in needed if licence is not None and licence not in array.licences)
        if missing:
            yield Observation(
                (array.id,),
                msg(
                    "{array} has no licence for {licences}, so its mirrors cannot be made.",
                    array=array.name,
                    licences=tuple(_LICENCE_LABELS[name] for name in missing),
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


_LICENCE_LABELS = {
    "mirrorview-s": "MirrorView/S",
    "mirrorview-a": "MirrorView/A",
    "srdf-s": "SRDF/S",
    "srdf-a": "SRDF/A",
}


def long_group_names(design: Design) -> Iterator[Observation]:
    """ST21: MirrorView takes at most 32 characters as the name of a consistency group."""
    mirrored = {
        lun.consistency_group
        for lun in pairs(design)
        if any(array.family in MIRRORVIEW_FAMILIES for array in copy_arrays(design, lun))
    }
    for group in design.consistency_groups:
        if group.id in mirrored and len(group.name) > limits.GROUP_NAME_LENGTH:
            yield Observation(
                (group.id,),
                msg(
                    "The name of the consistency group {name} has {n} characters; MirrorView takes {most}.",
                    name=group.name,
                    n=len(group.name),
                    most=limits.GROUP_NAME_LENGTH,
                ),
                msg("Shorten the name."),
            )


def device_in_two_mirrors(design: Design) -> Iterator[Observation]:
    """ST22: a device takes part in one mirror only; one secondary image is assumed throughout."""
    users: dict[tuple[str, str], list[LunPair]] = {}
    for lun in pairs(design):
        for copy in lun.copies:
            if copy.device:
                users.setdefault((copy.array, copy.device), []).append(lun)
    for (array, device), luns in users.items():
        if len(luns) > 1:
            yield Observation(
                (*ids(luns), array),
                msg(
                    "Device {device} of {array} stands in {n} mirrors: {luns}. Only one of them can exist.",
                    device=device,
                    array=design.name_of(array),
                    n=len(luns),
                    luns=named(design, ids(luns)),
                ),
                msg("Give every pair devices of its own."),
            )


def both_copies_visible(design: Design) -> Iterator[Observation]:
    """ST23: a host sees two disks with one signature; only the Cluster Enabler keeps the second one write-disabled."""
    for node in design.nodes:
        reached = {san.array for san in design.san_links if san.node == node.id}
        unguarded = design.cluster.enabler.product is EnablerProduct.NONE
        seen = [
            lun
            for lun in pairs(design)
            if {copy.array for copy in lun.copies} <= reached and (unguarded or lun.state is PairState.SPLIT)
        ]
        if seen:
            yield Observation(
                (node.id, *ids(seen)),
                msg(
                    "{node} reaches both copies of {luns} and nothing keeps the second one write-disabled. Windows "
                    "would see two disks with one signature and could write to either.",
                    node=node.name,
                    luns=named(design, ids(seen)),
                ),
                msg("Mask the secondary images from {node}, or let the Cluster Enabler guard them.", node=node.name),
            )


def single_host_path(design: Design) -> Iterator[Observation]:
    """ST24: with one adapter, one path or one fabric a single fault takes the disks away from a node."""
    if not design.arrays:
        return
    for node in design.nodes:
        paths = sum(san.paths for san in design.san_links if san.node == node.id)
        fabrics = design.site(node.site).fabrics
        counts = (
            (node.hbas, limits.MIN_HOST_PATHS, msg_n("{n} host bus adapter", "{n} host bus adapters", node.hbas)),
            (paths, limits.MIN_HOST_PATHS, msg_n("{n} path to storage", "{n} paths to storage", paths)),
            (fabrics, limits.MIN_FABRICS, msg_n("{n} fabric at its site", "{n} fabrics at its site", fabrics)),
        )
        short = tuple(text for count, least, text in counts if count < least)
        if short:
            yield Observation(
                (node.id,),
                msg("{node} has {short}. One fault there takes all its disks away.", node=node.name, short=short),
                msg("Give {node} two adapters on two fabrics with a path over each.", node=node.name),
            )


def replication_over_host_fabric(design: Design) -> Iterator[Observation]:
    """ST25: on shared switches the loss of the fabric also stops replication, so a takeover becomes doubtful."""
    for link in design.replication_links:
        if link.shares_host_fabric:
            yield Observation(
                (link.id,),
                msg(
                    "{link} runs over the fabrics of the hosts. The loss of a fabric also stops replication, so the "
                    "other site must take over without reaching the first array.",
                    link=link.name,
                ),
                msg("Lead replication over switches of its own."),
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


def pair_not_steady(design: Design) -> Iterator[Observation]:
    """ST28: the Cluster Enabler refuses planned moves while a pair is not Synchronized (asynchronous: Consistent)."""
    wrong = [lun for lun in pairs(design) if lun.state is not _STEADY[lun.mode]]
    if wrong:
        states = tuple(dict.fromkeys(lun.state.value for lun in wrong))
        yield Observation(
            ids(wrong),
            msg(
                "Pairs not synchronized at the start: {luns} ({states}). As long as this is so, the Cluster Enabler "
                "refuses planned moves to the other site.",
                luns=named(design, ids(wrong)),
                states=states,
            ),
            msg("Synchronize the pairs before the cluster goes into service."),
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
    product = SRDF_LABEL if enabler.product is EnablerProduct.SRDF_CE else MIRRORVIEW_LABEL
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


def _independent_paths(links: tuple[ReplicationLink, ...]) -> int:
    by_route: dict[str, int] = {}
    for link in links:
        key = link.route or f"id:{link.id}"
        by_route[key] = max(by_route.get(key, 0), link.paths)
    return sum(by_route.values())


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ, _VERIFY = Standing.JUDGEMENT, Standing.TO_VERIFY
RULES: tuple[Rule, ...] = (
    Rule("ST01", _E, msg("SRDF/CE on MirrorView arrays"), srdf_on_mirrorview_arrays, ("S33", "S37", "S38")),
    Rule("ST02", _E, msg("MirrorView/CE on SRDF arrays"), mirrorview_on_srdf_arrays, ("S37", "S38")),
    Rule("ST03", _E, msg("Arrays that cannot replicate with each other"), unlike_arrays, ("S33",), _EJ),
    Rule("ST04", _E, msg("Copies of unequal size"), unequal_copies, ("S37",)),
    Rule("ST05", _E, msg("No copy of the data at the other site"), data_at_one_site, ("S1",)),
    Rule("ST06", _E, msg("One LUN in several groups"), shared_luns, ("S1",)),
    Rule("ST07", _E, msg("Cluster Shared Volumes not supported"), shared_volumes_unsupported, ("S1",)),
    Rule("ST08", _W, msg("Cluster Shared Volumes restricted"), shared_volumes_restricted, (), _VERIFY),
    Rule("ST09", _E, msg("Dynamic disks in the cluster"), dynamic_disks, ("S60",), _VERIFY),
    Rule("ST10", _E, msg("Consistency group and cluster group differ"), split_consistency, ("S35",)),
    Rule("ST11", _W, msg("Several LUNs without a consistency group"), loose_luns, ("S31", "S35")),
    Rule("ST13", _E, msg("Round trip above the product's limit"), replication_too_far, ("S37",)),
    Rule("ST14", _W, msg("Unusual distance for SRDF/S"), srdf_distance, ("S38",), _VERIFY),
    Rule("ST15", _W, msg("Slow mirrored writes"), slow_writes, ("S57",), _EJ),
    Rule("ST17", _W, msg("Single replication path"), single_replication_path, ("S62",)),
    Rule("ST19", _W, msg("Domino on"), domino_on, ("S35", "S59")),
    Rule("ST20", _E, msg("Replication prerequisite missing"), replication_prerequisites, ("S33",)),
    Rule("ST21", _E, msg("Consistency group name too long"), long_group_names, ("S33",)),
    Rule("ST22", _W, msg("Device in two mirrors"), device_in_two_mirrors, ("S33",)),
    Rule("ST23", _E, msg("Both copies visible to a host"), both_copies_visible, ("S37",)),
    Rule("ST24", _W, msg("Single path from a node to storage"), single_host_path, (), _EJ),
    Rule("ST25", _W, msg("Replication over the host fabric"), replication_over_host_fabric, (), _EJ),
    Rule("ST26", _W, msg("Array limit exceeded"), array_limits_exceeded, (), _VERIFY),
    Rule("ST28", _I, msg("Pairs not synchronized at the start"), pair_not_steady, ("S21", "S23")),
)
