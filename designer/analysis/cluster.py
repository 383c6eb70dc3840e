"""Rules about the cluster, its nodes and its groups (domain 8.2).

Not judged, because a design does not say it: cycles among dependencies, which the model cannot express (CL09), pending
time-outs (CL14), restart thresholds (CL15), validation reports (CL16), services made of several VMs (CL18), where name
services run (CL19).
"""

from collections.abc import Iterator

from designer.analysis import limits
from designer.analysis.finding import Severity, Standing
from designer.analysis.places import (
    cluster_sites,
    groups_with_vm,
    ids,
    ip_between,
    is_stretched,
    named,
    oldest_era,
    owners,
    site_pairs,
)
from designer.analysis.rule import Observation, Rule
from designer.base.texts import msg, msg_n
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.node import Edition, Node
from designer.model.policy import EnablerProduct, FailoverPolicy
from designer.model.workload import ResourceGroup

_ORDER = list(Era)
_SAME_VERSION = {Era.W2008R2SP1: Era.W2008R2}


def edition_without_clustering(design: Design) -> Iterator[Observation]:
    """CL01: up to 2008 R2 clustering came with Enterprise, Datacenter and Hyper-V Server only."""
    wrong = [n for n in design.nodes if n.edition is Edition.STANDARD and not facts(n.os).standard_edition_clusters]
    if wrong:
        yield Observation(
            ids(wrong),
            msg(
                "The Standard edition of {os} has no failover clustering: {nodes} cannot join the cluster.",
                nodes=named(design, ids(wrong)),
                os=facts(wrong[0].os).label,
            ),
            msg("Use the Enterprise or Datacenter edition, or Hyper-V Server."),
        )


def too_many_nodes(design: Design) -> Iterator[Observation]:
    """CL02: nodes of a cluster by Windows version."""
    oldest = oldest_era(design)
    if oldest is not None and len(design.nodes) > facts(oldest).max_nodes:
        yield Observation(
            ids(design.nodes),
            msg(
                "The cluster has {n} nodes; {os} allows {most}.",
                n=len(design.nodes),
                os=facts(oldest).label,
                most=facts(oldest).max_nodes,
            ),
            msg("Split the design into several clusters, or use a newer Windows version."),
        )


def mixed_versions(design: Design) -> Iterator[Observation]:
    """CL03: nodes of different Windows versions are not one cluster.

    A rolling upgrade lets two neighbouring versions from 2012 R2 on stand side by side for a while; a service pack is
    the same version (judgement).
    """
    versions = sorted({_SAME_VERSION.get(node.os, node.os) for node in design.nodes}, key=_ORDER.index)
    if len(versions) <= 1 or _is_rolling_upgrade(versions):
        return
    yield Observation(
        ids(design.nodes),
        msg(
            "The nodes run different Windows versions: {versions}. They cannot form one cluster.",
            versions=tuple(facts(version).label for version in versions),
        ),
        msg("Install one version on all nodes."),
    )


def too_many_vms(design: Design) -> Iterator[Observation]:
    """CL04: VMs of the cluster, and VMs on a node when a site or a node is lost.

    Spread as evenly as can be, the fullest survivor still carries the mean; above the limit no placement helps.
    """
    oldest = oldest_era(design)
    if oldest is None:
        return
    most = facts(oldest)
    if len(design.vms) > most.max_vms_per_cluster:
        yield Observation(
            (),
            msg(
                "The cluster has {n} VMs; {os} allows {most}.",
                n=len(design.vms),
                os=most.label,
                most=most.max_vms_per_cluster,
            ),
            msg("Split the design into several clusters, or use a newer Windows version."),
        )
    fewest, lost = _fewest_survivors(design)
    if fewest and -(-len(design.vms) // fewest) > most.max_vms_per_host:
        yield Observation(
            (lost,),
            msg_n(
                "After the loss of {lost} {n} node carries {vms} VMs; {os} allows {most} on a node.",
                "After the loss of {lost} {n} nodes carry {vms} VMs; {os} allows {most} on a node.",
                fewest,
                lost=design.name_of(lost),
                vms=len(design.vms),
                os=most.label,
                most=most.max_vms_per_host,
            ),
            msg("Add nodes to the surviving site, or run fewer VMs."),
        )


def lonely_node(design: Design) -> Iterator[Observation]:
    """CL05: at a site with a single node the failure of that node is a failover to the other site."""
    sites = cluster_sites(design)
    counts = {site.id: len(design.nodes_in(site.id)) for site in sites}
    if max(counts.values(), default=0) <= 1:
        return
    for site in sites:
        if counts[site.id] == 1:
            node = design.nodes_in(site.id)[0]
            yield Observation(
                (node.id, site.id),
                msg(
                    "{node} is alone at {site}. When it fails, its VMs must cross to another site; while it is "
                    "serviced, the site gives no protection.",
                    node=node.name,
                    site=site.name,
                ),
                msg("Add a second node at {site}, or document the compromise and waive this finding.", site=site.name),
            )


def one_node_each(design: Design) -> Iterator[Observation]:
    """CL06: with one node a site (1+1) every fault of a server becomes a failover between the sites."""
    sites = cluster_sites(design)
    if len(sites) > 1 and all(len(design.nodes_in(site.id)) == 1 for site in sites):
        yield Observation(
            ids(design.nodes),
            msg(
                "Every site has one node ({nodes}). Each failure or restart of a server moves its VMs to the other "
                "site and switches the storage.",
                nodes=named(design, ids(design.nodes)),
            ),
            msg(
                "Add a second node at the primary site, so that its neighbour takes over without a change of storage "
                "roles."
            ),
        )


def enabler_missing(design: Design) -> Iterator[Observation]:
    """CL07: the Cluster Enabler must be installed on all nodes."""
    bare = [node for node in design.nodes if not node.cluster_enabler_installed]
    if bare and design.cluster.enabler.product is not EnablerProduct.NONE:
        yield Observation(
            ids(bare),
            msg(
                "The Cluster Enabler is not installed on {nodes}. Groups cannot come online there and its manager "
                "refuses to configure the cluster.",
                nodes=named(design, ids(bare)),
            ),
            msg("Install the Cluster Enabler on all nodes."),
        )


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


def too_few_failovers(design: Design) -> Iterator[Observation]:
    """CL13: each try on a node spends one failover; below nodes − 1 a group may never reach the other site."""
    wrong = [
        group
        for group in design.groups
        if group.failover_threshold is not None and group.failover_threshold < len(owners(design, group)) - 1
    ]
    if wrong:
        yield Observation(
            ids(wrong),
            msg(
                "The failover threshold of {groups} is {allowed} in {hours}\u00a0h, with {nodes} nodes to try. A "
                "group can give up before it reaches the other site.",
                groups=named(design, ids(wrong)),
                allowed=min(group.failover_threshold or 0 for group in wrong),
                hours=min(group.failover_period_h for group in wrong),
                nodes=len(design.nodes),
            ),
            msg("Leave the failover threshold at its default, number of nodes − 1."),
        )


def guest_without_dynamic_memory(design: Design) -> Iterator[Observation]:
    """CL17: on 2008 R2 SP1 only listed guests take part in Dynamic Memory; the others stay at their startup memory."""
    if not any(node.os is Era.W2008R2SP1 for node in design.nodes):
        return
    wrong = [
        vm
        for vm in design.vms
        if vm.memory.is_dynamic
        and vm.guest_os
        and not any(guest in vm.guest_os.lower() for guest in limits.DYNAMIC_MEMORY_GUESTS)
    ]
    if wrong:
        yield Observation(
            ids(wrong),
            msg(
                "Dynamic Memory does not work in the guest of {vms} ({guests}) on 2008 R2 SP1 hosts. Such VMs stay at "
                "their startup memory.",
                vms=named(design, ids(wrong)),
                guests=tuple(dict.fromkeys(vm.guest_os for vm in wrong)),
            ),
            msg("Give these VMs static memory, or upgrade the guest."),
        )


def one_cable_path(design: Design) -> Iterator[Observation]:
    """CL20: when LAN and replication are cut together, both sides can write for a while under the automatic policy."""
    if design.cluster.enabler.policy is not FailoverPolicy.AUTO:
        return
    for first, second in site_pairs(design):
        routes = {link.route: link for link in ip_between(design, first.id, second.id) if link.route}
        for replication in design.replication_links:
            if replication.route in routes:
                lan = routes[replication.route]
                yield Observation(
                    (replication.id, lan.id),
                    msg(
                        "{replication} and {lan} share the cable path {route}. One cut takes both, and under the "
                        "automatic policy both sides can write for some seconds.",
                        replication=replication.name,
                        lan=lan.name,
                        route=replication.route,
                    ),
                    msg("Lead the two lines along separate routes, or restrict failover between the sites."),
                )


def _is_rolling_upgrade(versions: list[Era]) -> bool:
    if len(versions) != 2 or _ORDER.index(versions[0]) < _ORDER.index(Era.W2012R2):
        return False
    return _ORDER.index(versions[1]) - _ORDER.index(versions[0]) == 1


def _fewest_survivors(design: Design) -> tuple[int, str]:
    """The fewest nodes left by the loss of one site or one node, and what was lost; 0 when nothing is left."""
    total = len(design.nodes)
    losses = [(total - len(design.nodes_in(site.id)), site.id) for site in cluster_sites(design)]
    losses += [(total - 1, node.id) for node in design.nodes]
    return min(((left, lost) for left, lost in losses if left > 0), default=(0, ""))


def _crosses(design: Design, group: ResourceGroup) -> bool:
    possible: tuple[Node, ...] = owners(design, group)
    return len({node.site for node in possible}) > 1


def _has_pair(design: Design, lun_ids: tuple[str, ...]) -> bool:
    return any(design.lun(lun_id).r2 is not None for lun_id in lun_ids)


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ = Standing.JUDGEMENT
RULES: tuple[Rule, ...] = (
    Rule("CL01", _E, msg("Edition without clustering"), edition_without_clustering, ("S12",)),
    Rule("CL02", _E, msg("Too many nodes"), too_many_nodes, ("S55",)),
    Rule("CL03", _E, msg("Different Windows versions"), mixed_versions, (), _EJ),
    Rule("CL04", _E, msg("Too many virtual machines"), too_many_vms, ("S55",)),
    Rule("CL05", _W, msg("Site with a single node"), lonely_node, ("S1",)),
    Rule("CL06", _W, msg("One node at every site"), one_node_each, ("S1",)),
    Rule("CL07", _E, msg("Cluster Enabler not on all nodes"), enabler_missing, ("S1",)),
    Rule("CL08", _E, msg("Storage not tied to the group"), storage_not_switched, ("S1",)),
    Rule("CL10", _W, msg("No possible owner at the other site"), no_peer_owner, ("S8",)),
    Rule("CL11", _W, msg("Remote owner before local ones"), remote_before_local, ("S8",)),
    Rule("CL12", _W, msg("Automatic failback on"), failback_on, ("S21",)),
    Rule("CL13", _W, msg("Failover threshold too low"), too_few_failovers, ("S6",)),
    Rule("CL17", _W, msg("Guest without Dynamic Memory"), guest_without_dynamic_memory, ("S51",)),
    Rule("CL20", _I, msg("LAN and replication on one cable path"), one_cable_path, ("S34",)),
)
