"""Rules about the cluster as a whole, its nodes and guests (domain 8.2); groups: :mod:`designer.analysis.groups`."""

from collections.abc import Iterator

from designer.analysis.finding import Severity
from designer.analysis.places import (
    cluster_sites,
    ids,
    ip_between,
    is_stretched,
    named,
    oldest_era,
    site_pairs,
)
from designer.analysis.rule import Observation, Rule, eras_before
from designer.base.texts import msg, msg_n
from designer.model import limits
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.limits import Standing
from designer.model.node import Edition
from designer.model.policy import EnablerProduct, FailoverPolicy, Validation
from designer.model.workload import ServiceRole

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


def validation_not_passed(design: Design) -> Iterator[Observation]:
    """CL16: a cluster is supported when it has passed validation; over two sites the storage tests may be left out."""
    state = design.cluster.validation
    if state is Validation.PASSED_WITHOUT_STORAGE and not is_stretched(design):
        yield Observation(
            ids(design.nodes),
            msg(
                "The storage tests of the cluster validation were left out, which is accepted over several sites "
                "only. This cluster stands at one: it is not supported."
            ),
            msg("Run the validation with its storage tests."),
        )
    if state in {Validation.FAILED, Validation.OMITTED} and design.nodes:
        yield Observation(
            ids(design.nodes),
            msg("The cluster validation failed. The cluster is not supported until it passes.")
            if state is Validation.FAILED
            else msg("The cluster validation was left out. The cluster is not supported without it."),
            msg("Run the validation on all nodes; over two sites its storage tests may be left out."),
        )


def name_services_inside(design: Design) -> Iterator[Observation]:
    """CL19: a cluster whose directory and names run only inside it cannot start from nothing: each waits for the other.

    A VM that is not clustered starts with its host and breaks the loop.
    """
    if design.cluster.name_services_outside:
        return
    clustered = {group.vm for group in design.groups}
    for what, roles in _LOOPS:
        serving = [vm for vm in design.vms if vm.service_role in roles]
        if serving and all(vm.id in clustered for vm in serving):
            yield Observation(
                ids(serving),
                msg(
                    "{what} run only as VMs of this cluster: {vms}. After a power failure at both sites the cluster "
                    "needs them to start, and they need the cluster.",
                    what=what,
                    vms=named(design, ids(serving)),
                ),
                msg("Keep one of them outside the cluster, on a server or a host's own disk."),
            )


_LOOPS = (
    (msg("Domain controllers"), {ServiceRole.DOMAIN_CONTROLLER, ServiceRole.DOMAIN_CONTROLLER_AND_DNS}),
    (msg("Name servers"), {ServiceRole.DNS, ServiceRole.DOMAIN_CONTROLLER_AND_DNS}),
)


def one_cable_path(design: Design) -> Iterator[Observation]:
    """CL20: when LAN and replication are cut together, both sides can write for a while under the automatic policy."""
    if design.cluster.enabler.policy is not FailoverPolicy.AUTO:
        return
    for first, second in site_pairs(design):
        lines = ip_between(design, first.id, second.id)
        routes = {link.route: link for link in lines if link.route}
        for replication in design.replication_links:
            lan = next((link for link in lines if link.id == replication.carrier), routes.get(replication.route))
            if lan is not None:
                yield Observation(
                    (replication.id, lan.id),
                    msg(
                        "{replication} and {lan} share the cable path {route}. One cut takes both, and under the "
                        "automatic policy both sides can write for some seconds.",
                        replication=replication.name,
                        lan=lan.name,
                        route=lan.route or lan.name,
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


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ = Standing.JUDGEMENT
RULES: tuple[Rule, ...] = (
    Rule(
        "CL01", _E, msg("Edition without clustering"), edition_without_clustering, ("S12",), eras=eras_before(Era.W2012)
    ),
    Rule("CL02", _E, msg("Too many nodes"), too_many_nodes, ("S55",)),
    Rule("CL03", _E, msg("Different Windows versions"), mixed_versions, (), _EJ),
    Rule("CL04", _E, msg("Too many virtual machines"), too_many_vms, ("S55",)),
    Rule("CL05", _W, msg("Site with a single node"), lonely_node, ("S1",)),
    Rule("CL06", _W, msg("One node at every site"), one_node_each, ("S1",)),
    Rule("CL07", _E, msg("Cluster Enabler not on all nodes"), enabler_missing, ("S1",)),
    Rule("CL16", _W, msg("Cluster validation not passed"), validation_not_passed, ("S49",)),
    Rule(
        "CL17",
        _W,
        msg("Guest without Dynamic Memory"),
        guest_without_dynamic_memory,
        ("S51",),
        eras=frozenset({Era.W2008R2SP1}),
    ),
    Rule("CL19", _W, msg("Name services only inside the cluster"), name_services_inside, ("S42",)),
    Rule("CL20", _I, msg("LAN and replication on one cable path"), one_cable_path, ("S34",)),
)
