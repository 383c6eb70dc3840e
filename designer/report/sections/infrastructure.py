"""Sites, nodes, VMs and networks as tables: in short for those who decide, in full for those who build."""

from designer.base.texts import Message, msg, msg_in
from designer.base.units import memory_text, milliseconds_text, rate_text
from designer.model.design import Design
from designer.model.era import facts
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.report.content import Align, Block, Cell, Column, Facts, Paragraph, Row, Section, Table, Text
from designer.report.evidence import Studied
from designer.report.terms import EDITION, NETWORK_ROLE, PRIORITY, SITE_ROLE, duration_text


def infrastructure_section(studied: Studied) -> Section:
    """Sites, nodes, VMs and the lines between the sites."""
    design = studied.design
    blocks: list[Block] = [_sites(design)]
    if design.nodes:
        blocks.append(_nodes(design))
    if design.vms:
        blocks.append(_vms(design))
    if design.networks:
        blocks.append(_networks(design))
    if design.network_links:
        blocks.append(_network_links(design))
    return Section(msg("Sites, nodes and networks"), tuple(blocks))


def node_records_section(studied: Studied) -> Section:
    """Everything about each node, one after the other: what is set up and checked machine by machine."""
    design = studied.design
    records = tuple(Section(node.name, (Facts(_record(design, node)),)) for node in design.nodes)
    intro = Paragraph(msg("One record for each node. Values are those of the design."))
    return Section(msg("Node configuration"), (intro, *records))


def groups_section(studied: Studied) -> Section:
    """The cluster group of each VM: owners, dependencies, what happens after failures."""
    design = studied.design
    rows: tuple[Row, ...] = tuple(
        (
            Cell(group.name, strong=True),
            ", ".join(design.name_of(owner) for owner in group.preferred_owners) or "–",
            ", ".join(design.name_of(owner) for owner in group.possible_owners) or msg_in("owners", "all"),
            str(len(design.nodes) - 1 if group.failover_threshold is None else group.failover_threshold),
            msg("{value}\u00a0h", value=group.failover_period_h),
            msg("yes") if group.auto_failback else msg("no"),
        )
        for group in design.groups
    )
    columns = (
        Column(msg("Group"), share=2),
        Column(msg("Preferred owners"), share=3),
        Column(msg("Possible owners"), share=3),
        Column(msg("Failovers"), Align.RIGHT),
        Column(msg("within"), Align.RIGHT),
        Column(msg("Failback")),
    )
    order = Paragraph(
        msg(
            "In every group the VM depends on its configuration, the configuration on the disk, and the disk on the "
            "Cluster Enabler resource: they go offline in this order and come online in reverse."
        )
    )
    return Section(msg("Resource groups"), (order, Table(msg("Owners and failover of the groups"), columns, rows)))


def settings_section(studied: Studied) -> Section:
    """Quorum, heartbeat and migration settings as they are to be set."""
    cluster = studied.design.cluster
    heartbeat, migration = cluster.heartbeat, cluster.migration
    items: tuple[tuple[Text, Cell | Text], ...] = (
        (msg("Cluster name"), cluster.name),
        (msg("Heartbeat inside a subnet"), _heartbeat(heartbeat.same_subnet_delay_ms, heartbeat.same_subnet_threshold)),
        (
            msg("Heartbeat across subnets"),
            _heartbeat(heartbeat.cross_subnet_delay_ms, heartbeat.cross_subnet_threshold),
        ),
        (msg("Copy rounds at most"), msg("as the version does") if migration.rounds is None else str(migration.rounds)),
        (msg("Delay of failback"), msg("yes") if cluster.enabler.delay_failback else msg("no")),
        (msg("VMs start by themselves"), msg("yes") if cluster.auto_start else msg("no")),
    )
    return Section(msg("Cluster settings"), (Facts(items),))


def _heartbeat(delay_ms: int, threshold: int) -> Message:
    return msg("every {delay}, lost after {n} missed", delay=duration_text(delay_ms * 1000), n=threshold)


def _sites(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(site.name, strong=True),
            Cell(SITE_ROLE[site.role], capital=True),
            site.place or "–",
            str(len(design.nodes_in(site.id))),
            str(len(design.arrays_in(site.id))),
            str(site.fabrics) if design.arrays_in(site.id) else "–",
        )
        for site in design.sites
    )
    columns = (
        Column(msg("Site"), share=2),
        Column(msg("Role")),
        Column(msg_in("column", "Place"), share=2),
        Column(msg("Nodes"), Align.RIGHT),
        Column(msg("Arrays"), Align.RIGHT),
        Column(msg("Fabrics"), Align.RIGHT),
    )
    return Table(msg("Sites"), columns, rows)


def _nodes(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(node.name, strong=True),
            design.name_of(node.site),
            _processors(node),
            memory_text(node.memory_mib),
            f"{node.hbas}\u2009/\u2009{len(node.nics)}",
            facts(node.os).label,
            str(node.votes),
        )
        for node in design.nodes
    )
    columns = (
        Column(msg("Node")),
        Column(msg("Site"), share=2),
        Column(msg("Processors"), share=2),
        Column(msg("Memory"), Align.RIGHT),
        Column(msg("HBA / NIC"), Align.RIGHT),
        Column(msg("System"), share=2),
        Column(msg("Votes"), Align.RIGHT),
    )
    return Table(msg("Nodes"), columns, rows)


def _processors(node: Node) -> Message:
    return msg(
        "{sockets} × {cores} cores, {family}", sockets=node.sockets, cores=node.cores_per_socket, family=node.cpu_family
    )


def _vms(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(vm.name, strong=True),
            design.name_of(vm.node),
            str(vm.vcpus),
            *_memory(vm),
            msg("{value}\u00a0MiB/s", value=vm.dirty_mib_s),
            PRIORITY[vm.priority],
            ", ".join(design.name_of(lun) for lun in vm.luns) or "–",
        )
        for vm in design.vms
    )
    columns = (
        Column(msg("VM")),
        Column(msg("Runs on")),
        Column(msg("vCPU"), Align.RIGHT),
        Column(msg("Startup memory"), Align.RIGHT),
        Column(msg("Maximum"), Align.RIGHT),
        Column(msg("Writes memory at"), Align.RIGHT),
        Column(msg("Priority")),
        Column(msg("LUN")),
    )
    return Table(msg("Virtual machines"), columns, rows)


def _memory(vm: VirtualMachine) -> tuple[Text, Text]:
    memory = vm.memory
    if not memory.is_dynamic:
        return memory_text(memory.startup_mib), msg("static")
    return memory_text(memory.startup_mib), memory_text(memory.largest_mib)


def _networks(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(network.name, strong=True),
            msg("{roles}", roles=tuple(NETWORK_ROLE[role] for role in network.roles)),
            network.subnet or "–",
            msg("yes") if network.stretched else msg("no"),
        )
        for network in design.networks
    )
    columns = (
        Column(msg("Network"), share=2),
        Column(msg("Carries"), share=3),
        Column(msg("Subnet"), share=2),
        Column(msg("One subnet over both sites")),
    )
    return Table(msg("Cluster networks"), columns, rows)


def _network_links(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(link.name, strong=True),
            f"{design.name_of(link.a)} – {design.name_of(link.b)}",
            rate_text(link.rate_mbit),
            milliseconds_text(link.rtt_us),
            ", ".join(design.name_of(network) for network in link.networks) or "–",
        )
        for link in design.network_links
    )
    columns = (
        Column(msg("Link")),
        Column(msg("Between"), share=2),
        Column(msg("Rate"), Align.RIGHT),
        Column(msg("Round trip"), Align.RIGHT),
        Column(msg("Carries"), share=2),
    )
    return Table(msg("IP links between the sites"), columns, rows)


def _record(design: Design, node: Node) -> tuple[tuple[Text, Cell | Text], ...]:
    nics = tuple(
        msg("{network} {rate}", network=design.name_of(nic.network), rate=rate_text(nic.rate_mbit)) for nic in node.nics
    )
    san = [link for link in design.san_links if link.node == node.id]
    paths = tuple(
        msg(
            "{array}, {n} paths of {rate}",
            array=design.name_of(link.array),
            n=link.paths,
            rate=rate_text(link.rate_mbit),
        )
        for link in san
    )
    vms = tuple(vm.name for vm in design.vms_on(node.id))
    return (
        (msg("Site"), design.name_of(node.site)),
        (msg("System"), msg("{system}, {edition}", system=facts(node.os).label, edition=EDITION[node.edition])),
        (msg("Processors"), _processors(node)),
        (msg("Logical processors"), str(node.logical_processors)),
        (msg("Memory"), memory_text(node.memory_mib)),
        (msg("Kept by the parent partition"), memory_text(node.kept_by_parent_mib)),
        (msg("Host bus adapters"), msg("{n} × {rate}", n=node.hbas, rate=rate_text(node.hba_rate_mbit))),
        (msg("Storage paths"), msg("{paths}", paths=paths) if paths else "–"),
        (msg("Network adapters"), msg("{nics}", nics=nics) if nics else "–"),
        (msg("Virtual switch"), node.virtual_switch or "–"),
        (msg("Processor compatibility"), msg("on") if node.processor_compatibility else msg("off")),
        (msg("Cluster Enabler"), msg("installed") if node.cluster_enabler_installed else msg("not installed")),
        (msg("Vote"), str(node.votes)),
        (msg("VMs at the start"), msg("{vms}", vms=vms) if vms else "–"),
    )
