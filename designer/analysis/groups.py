"""Rules about resource groups: what they depend on, who may own them, how they fail over and back (domain 8.2)."""

from collections.abc import Iterator
from itertools import combinations

from designer.analysis.finding import Severity
from designer.analysis.places import groups_with_vm, ids, is_stretched, named, owners
from designer.analysis.rule import Observation, Rule
from designer.base.texts import msg
from designer.base.units import seconds_text
from designer.model import limits
from designer.model.design import Design
from designer.model.limits import Standing
from designer.model.node import Node
from designer.model.policy import EnablerProduct
from designer.model.workload import ResourceGroup, VirtualMachine


def storage_not_switched(design: Design) -> Iterator[Observation]:
    """CL08: a group that crosses the sites needs a Cluster Enabler resource, and its disk must depend on it.

    Otherwise the disk comes online before the roles of the arrays are changed, and finds itself write-disabled.
    """
    crossing = [group for group, vm in groups_with_vm(design) if _crosses(design, group) and _has_pair(design, vm.luns)]
    if design.cluster.enabler.product is EnablerProduct.NONE:
        if crossing:
            yield Observation(
                ids(crossing),
                msg(
                    "The design has no Cluster Enabler, yet {groups} may run at both sites on replicated storage. "
                    "Nothing would change the roles of the arrays on a failover.",
                    groups=named(design, ids(crossing)),
                ),
                msg("Choose a Cluster Enabler product that fits the arrays."),
            )
        return
    lacking = [group for group in design.groups if not group.cluster_enabler_resource]
    if lacking:
        yield Observation(
            ids(lacking),
            msg(
                "There is no Cluster Enabler resource in {groups}. The storage would not be switched to the other "
                "site.",
                groups=named(design, ids(lacking)),
            ),
            msg("Configure the groups in the Cluster Enabler manager."),
        )
    loose = [group for group in design.groups if group.cluster_enabler_resource and not group.disk_depends_on_enabler]
    if loose:
        yield Observation(
            ids(loose),
            msg(
                "The disks of {groups} do not depend on the Cluster Enabler resource. They would come online before "
                "the arrays have changed roles, and fail.",
                groups=named(design, ids(loose)),
            ),
            msg("Make the physical disk depend on the Cluster Enabler resource."),
        )


def no_peer_owner(design: Design) -> Iterator[Observation]:
    """CL10: a group whose possible owners stand at one site cannot leave it."""
    if not is_stretched(design):
        return
    held = [group for group in design.groups if not _crosses(design, group)]
    if held:
        yield Observation(
            ids(held),
            msg(
                "The possible owners of {groups} stand at one site. Nothing takes these groups over when the site is "
                "lost.",
                groups=named(design, ids(held)),
            ),
            msg("Add nodes of the other site to the possible owners."),
        )


def remote_before_local(design: Design) -> Iterator[Observation]:
    """CL11: owners are tried in order: preferred first, then the other possible ones. Local nodes should come first."""
    wrong = []
    for group, vm in groups_with_vm(design):
        home = design.node(vm.node).site
        possible = owners(design, group)
        preferred = [node for name in group.preferred_owners for node in possible if node.id == name]
        order = [*preferred, *(node for node in possible if node.id not in group.preferred_owners)]
        places = [node.site == home for node in order]
        if places != sorted(places, reverse=True):
            wrong.append(group)
    if wrong:
        yield Observation(
            ids(wrong),
            msg(
                "A node of the other site is tried before one of the own site in {groups}. VMs would change sites "
                "although a neighbour could take over.",
                groups=named(design, ids(wrong)),
            ),
            msg("List the nodes of the own site first among the preferred owners."),
        )


def failback_on(design: Design) -> Iterator[Observation]:
    """CL12: a returning node would pull its groups back at once: a second outage, and a swap on a fresh pair."""
    wrong = [group for group in design.groups if group.auto_failback and group.cluster_enabler_resource]
    if wrong and design.cluster.enabler.product is not EnablerProduct.NONE:
        yield Observation(
            ids(wrong),
            msg(
                "Automatic failback is on for {groups}. When a node returns, its VMs are interrupted a second time, "
                "perhaps before the storage is synchronized.",
                groups=named(design, ids(wrong)),
            ),
            msg("Switch automatic failback off and move the groups back by hand."),
        )


def failover_threshold_out_of_place(design: Design) -> Iterator[Observation]:
    """CL13: each try on a node spends one failover.

    Below nodes − 1 a group may never reach the other site. Above the number of owners it goes round dead nodes again.
    """
    for is_low in (True, False):
        wrong = [group for group in design.groups if _misses(design, group, is_low=is_low)]
        if not wrong:
            continue
        thresholds = [group.failover_threshold or 0 for group in wrong]
        yield Observation(
            ids(wrong),
            msg(
                "The failover threshold of {groups} is {allowed} in {hours}\u00a0h, with {nodes} nodes to try. A "
                "group can give up before it reaches the other site.",
                groups=named(design, ids(wrong)),
                allowed=min(thresholds),
                hours=min(group.failover_period_h for group in wrong),
                nodes=max(len(owners(design, group)) for group in wrong),
            )
            if is_low
            else msg(
                "The failover threshold of {groups} is {allowed} in {hours}\u00a0h, with {nodes} nodes to try. A "
                "group that no node can start goes round all of them again and again.",
                groups=named(design, ids(wrong)),
                allowed=max(thresholds),
                hours=min(group.failover_period_h for group in wrong),
                nodes=min(len(owners(design, group)) for group in wrong),
            ),
            msg("Leave the failover threshold at its default, number of nodes − 1."),
        )


def _misses(design: Design, group: ResourceGroup, *, is_low: bool) -> bool:
    count, threshold = len(owners(design, group)), group.failover_threshold
    if threshold is None:
        return False
    return threshold < count - 1 if is_low else threshold > count


def time_outs_out_of_place(design: Design) -> Iterator[Observation]:
    """CL14: a Cluster Enabler that is terminated in the middle of a swap leaves the pair between its roles.

    It should be given three times what the slowest change of roles is expected to take; and no resource may be given
    longer than its deadlock time-out, which would end it first.
    """
    factor, timings = limits.PENDING_FACTOR.value, design.cluster.timings
    hasty: dict[str, tuple[int, int]] = {}
    for group, vm in groups_with_vm(design):
        given, needed = group.enabler_resource.pending_timeout_ms, factor * timings.longest_enabler_ms(len(vm.luns))
        if group.cluster_enabler_resource and given < needed:
            hasty[group.id] = (given, needed)
    if hasty and design.cluster.enabler.product is not EnablerProduct.NONE:
        given, needed = min(hasty.values())
        yield Observation(
            tuple(hasty),
            msg(
                "The Cluster Enabler resource of {groups} is given {given} to come online; a change of roles may take "
                "{expected}, and {factor} times that is wanted. Terminated too early, it leaves the pair between its "
                "roles.",
                groups=named(design, hasty),
                given=seconds_text(given / 1000, 0),
                expected=seconds_text(needed / factor / 1000, 0),
                factor=factor,
            ),
            msg("Set its PendingTimeout to at least {needed}.", needed=seconds_text(needed / 1000, 0)),
        )
    cut = [
        group
        for group in design.groups
        if any(one.pending_timeout_ms > one.deadlock_timeout_ms for one in group.settings.values())
    ]
    if cut:
        yield Observation(
            ids(cut),
            msg(
                "A resource of {groups} has a PendingTimeout above its DeadlockTimeout. The second one ends it before "
                "the first is over.",
                groups=named(design, ids(cut)),
            ),
            msg("Raise the DeadlockTimeout to the PendingTimeout."),
        )


def useless_restarts(design: Design) -> Iterator[Observation]:
    """CL15: dead storage does not come back by restarts in place; each of them delays the failover."""
    most = limits.USEFUL_RESTARTS.value
    stubborn = {
        group.id: threshold
        for group in design.groups
        if (threshold := max(group.disk_resource.restart_threshold, group.enabler_resource.restart_threshold)) > most
    }
    if stubborn:
        restarts = max(stubborn.values())
        yield Observation(
            tuple(stubborn),
            msg(
                "The disk or Cluster Enabler of {groups} is restarted {n} times before the group fails over. On dead "
                "storage every try is in vain and costs {time}.",
                groups=named(design, stubborn),
                n=restarts,
                time=seconds_text(design.cluster.timings.local_restart_ms / 1000, 0),
            ),
            msg("Set the RestartThreshold of these resources to {most}.", most=most),
        )


def neighbours_of_one_service(design: Design) -> Iterator[Observation]:
    """CL18: VMs of one service on one host fail together; anti-affinity keeps them apart where there are neighbours."""
    if not any(len(design.nodes_in(site.id)) > 1 for site in design.sites):
        return
    services: dict[str, list[tuple[ResourceGroup, VirtualMachine]]] = {}
    for group, vm in groups_with_vm(design):
        if vm.service.strip():
            services.setdefault(vm.service.strip(), []).append((group, vm))
    for service, members in services.items():
        together = [pair for pair in combinations(members, 2) if not _kept_apart(pair[0][0], pair[1][0])]
        if together:
            concerned = tuple(dict.fromkeys(vm.id for pair in together for _, vm in pair))
            yield Observation(
                (*concerned, *dict.fromkeys(group.id for pair in together for group, _ in pair)),
                msg(
                    "{vms} provide the service {service} together and nothing keeps them apart. They may run on one "
                    "node, and its failure stops the whole service.",
                    vms=named(design, concerned),
                    service=service,
                ),
                msg("Give their groups a common anti-affinity class."),
            )


def _crosses(design: Design, group: ResourceGroup) -> bool:
    possible: tuple[Node, ...] = owners(design, group)
    return len({node.site for node in possible}) > 1


def _has_pair(design: Design, lun_ids: tuple[str, ...]) -> bool:
    """Whether some of the LUNs have a copy whose role somebody must change."""
    luns = (design.lun(lun_id) for lun_id in lun_ids)
    return any(lun.r2 is not None and lun.technology not in limits.SELF_SWITCHING for lun in luns)


def _kept_apart(first: ResourceGroup, second: ResourceGroup) -> bool:
    return bool(set(first.anti_affinity) & set(second.anti_affinity))


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
RULES: tuple[Rule, ...] = (
    Rule("CL08", _E, msg("Storage not tied to the group"), storage_not_switched, ("S1",)),
    Rule("CL10", _W, msg("No possible owner at the other site"), no_peer_owner, ("S8",)),
    Rule("CL11", _W, msg("Remote owner before local ones"), remote_before_local, ("S8",)),
    Rule("CL12", _W, msg("Automatic failback on"), failback_on, ("S21",)),
    Rule("CL13", _W, msg("Failover threshold out of place"), failover_threshold_out_of_place, ("S6",)),
    Rule("CL14", _W, msg("Time-outs of resources"), time_outs_out_of_place, ("S5",), Standing.JUDGEMENT),
    Rule("CL15", _I, msg("Useless restarts of storage"), useless_restarts, ("S5",)),
    Rule("CL18", _I, msg("VMs of one service side by side"), neighbours_of_one_service, ("S6",)),
)
