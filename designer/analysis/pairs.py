"""Rules about LUNs, their copies and consistency groups (domain 8.1)."""

from collections.abc import Iterator

from designer.analysis.finding import Severity
from designer.analysis.places import copy_arrays, groups_with_vm, ids, named, owners, pairs
from designer.analysis.rule import Observation, Rule
from designer.base.texts import msg
from designer.model import limits
from designer.model.array import (
    MIRRORVIEW_FAMILIES,
    DiskType,
    LunPair,
    PairState,
    ReplicationMode,
)
from designer.model.design import Design
from designer.model.limits import Standing
from designer.model.policy import EnablerProduct
from designer.model.workload import VirtualMachine

_STEADY = {ReplicationMode.SYNC: PairState.SYNCHRONIZED, ReplicationMode.ASYNC: PairState.CONSISTENT}


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


def loss_above_promise(design: Design) -> Iterator[Observation]:
    """ST12: an asynchronous copy is behind by up to two cycles; promising no loss with it is an error.

    A promise shorter than the two cycles is a warning.
    """
    promised = design.cluster.targets.data_loss_s
    if promised is None:
        return
    behind: dict[int, list[LunPair]] = {}
    for lun in pairs(design):
        if lun.mode is ReplicationMode.ASYNC:
            behind.setdefault(limits.ASYNC_CYCLES.value * lun.cycle_s, []).append(lun)
    for most, luns in behind.items():
        if most > promised:
            yield Observation(
                ids(luns),
                msg(
                    "The design promises a data loss of at most {promised}\u00a0s, and replication is asynchronous for "
                    "{luns}. When the site is lost, up to {behind}\u00a0s of writes are lost with it.",
                    promised=promised,
                    luns=named(design, ids(luns)),
                    behind=most,
                ),
                msg("Replicate these LUNs synchronously, or promise what the product keeps."),
                severity=Severity.ERROR if promised == 0 else Severity.WARNING,
                limit=limits.ASYNC_CYCLES,
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


def long_group_names(design: Design) -> Iterator[Observation]:
    """ST21: MirrorView takes at most 32 characters as the name of a consistency group."""
    mirrored = {
        lun.consistency_group
        for lun in pairs(design)
        if any(array.family in MIRRORVIEW_FAMILIES for array in copy_arrays(design, lun))
    }
    for group in design.consistency_groups:
        if group.id in mirrored and len(group.name) > limits.GROUP_NAME_LENGTH.value:
            yield Observation(
                (group.id,),
                msg(
                    "The name of the consistency group {name} has {n} characters; MirrorView takes {most}.",
                    name=group.name,
                    n=len(group.name),
                    most=limits.GROUP_NAME_LENGTH.value,
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
            if {copy.array for copy in lun.copies} <= reached
            and lun.technology not in limits.SELF_SWITCHING
            and (unguarded or lun.state is PairState.SPLIT)
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


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_VERIFY = Standing.TO_VERIFY
RULES: tuple[Rule, ...] = (
    Rule("ST04", _E, msg("Copies of unequal size"), unequal_copies, ("S37",)),
    Rule("ST05", _E, msg("No copy of the data at the other site"), data_at_one_site, ("S1",)),
    Rule("ST06", _E, msg("One LUN in several groups"), shared_luns, ("S1",)),
    Rule("ST09", _E, msg("Dynamic disks in the cluster"), dynamic_disks, ("S60",), _VERIFY),
    Rule("ST10", _E, msg("Consistency group and cluster group differ"), split_consistency, ("S35",)),
    Rule("ST11", _W, msg("Several LUNs without a consistency group"), loose_luns, ("S31", "S35")),
    Rule("ST12", _E, msg("Data loss above the promise"), loss_above_promise, ("S32",), _VERIFY),
    Rule("ST19", _W, msg("Domino on"), domino_on, ("S35", "S59")),
    Rule("ST21", _E, msg("Consistency group name too long"), long_group_names, ("S33",)),
    Rule("ST22", _W, msg("Device in two mirrors"), device_in_two_mirrors, ("S33",)),
    Rule("ST23", _E, msg("Both copies visible to a host"), both_copies_visible, ("S37",)),
    Rule("ST28", _I, msg("Pairs not synchronized at the start"), pair_not_steady, ("S21", "S23")),
)
