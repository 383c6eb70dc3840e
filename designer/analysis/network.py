"""Rules about cluster networks, heartbeats, names, and what runs over which line (domain 8.3, 8.4)."""

from collections.abc import Iterator

from designer.analysis.finding import Severity
from designer.analysis.places import cluster_sites, ip_between, is_stretched, named, networks_with, site_pairs
from designer.analysis.rule import Observation, Rule
from designer.base.texts import Decimal, Message, msg
from designer.base.units import US_PER_MS, milliseconds_text, seconds, seconds_text
from designer.model import limits
from designer.model.design import Design
from designer.model.era import Era
from designer.model.limits import Standing
from designer.model.link import NetworkLink, NetworkRole, PortUse
from designer.resilience.durations import heartbeat_between_sites

_OTHER_TRAFFIC = frozenset({NetworkRole.CLIENT, NetworkRole.CSV})
_UNENCRYPTED = frozenset({Era.W2008R2, Era.W2008R2SP1})


def shared_migration_network(design: Design) -> Iterator[Observation]:
    """MG04: live migration fills its network; clients and storage on the same one have to wait."""
    wrong = [
        network
        for network in design.networks
        if NetworkRole.LIVE_MIGRATION in network.roles and _OTHER_TRAFFIC & set(network.roles)
    ]
    if wrong:
        names = tuple(network.id for network in wrong)
        yield Observation(
            names,
            msg(
                "Live migration shares its network ({networks}) with clients or storage. While a VM moves, they wait.",
                networks=named(design, names),
            ),
            msg("Give live migration a network of its own."),
        )


def subnet_not_stretched(design: Design) -> Iterator[Observation]:
    """MG07: in another subnet a VM must change its address, so a live migration to it cuts its clients off."""
    wrong = _routed_client_networks(design)
    if wrong:
        yield Observation(
            wrong,
            msg(
                "The client network {networks} does not span the sites. A VM that moves there must change its IP "
                "address and loses its clients.",
                networks=named(design, wrong),
            ),
            msg("Stretch the client network over both sites, or plan the change of addresses."),
        )


def names_found_late(design: Design) -> Iterator[Observation]:
    """MG08: a clustered name that changes subnets is looked up anew only when its DNS record has run out."""
    record_s, best_s = design.cluster.access_point.host_record_ttl_s, limits.HOST_RECORD_TTL_S.value
    routed = _routed_client_networks(design)
    if routed and record_s > best_s:
        yield Observation(
            routed,
            msg(
                "The client network {networks} has another subnet at each site, and the DNS record of a clustered "
                "name lives {life}\u00a0s. After a failover clients look for it at the old address for up to "
                "{minutes}\u00a0min.",
                networks=named(design, routed),
                life=record_s,
                minutes=Decimal(record_s / 60, 0),
            ),
            msg("Set HostRecordTTL to {best}\u00a0s.", best=best_s),
        )


def addresses_against_the_clients(design: Design) -> Iterator[Observation]:
    """MG09: registering all addresses helps clients that try them all, and makes the others wait for dead ones."""
    point = design.cluster.access_point
    routed = _routed_client_networks(design)
    if not routed or point.register_all_addresses is point.clients_try_all_addresses:
        return
    yield Observation(
        routed,
        msg(
            "All addresses of clustered names are registered (RegisterAllProvidersIP 1), and the clients do not try "
            "them all. Those that get the address of the other site first wait for it in vain."
        )
        if point.register_all_addresses
        else msg(
            "Only the address in use is registered (RegisterAllProvidersIP 0), although the clients could try all. "
            "After a failover they wait for the DNS record to run out ({life}\u00a0s).",
            life=point.host_record_ttl_s,
        ),
        msg("Set RegisterAllProvidersIP to 0.")
        if point.register_all_addresses
        else msg("Set RegisterAllProvidersIP to 1."),
    )


def ports_closed(design: Design) -> Iterator[Observation]:
    """NE01: nodes at two sites must reach each other through a firewall as if they stood side by side."""
    for first, second in site_pairs(design):
        for line in ip_between(design, first.id, second.id):
            closed = [use for use in _needed_ports(design, line) if use not in line.open_ports]
            if line.firewalled and closed:
                yield Observation(
                    (line.id,),
                    msg(
                        "The firewall on {line} does not let through: {ports}. Nodes of {first} and {second} cannot "
                        "form one cluster over it, or cannot move VMs.",
                        line=line.name,
                        ports=tuple(_port_text(use) for use in closed),
                        first=first.name,
                        second=second.name,
                    ),
                    msg("Open these ports in both directions."),
                )


def _needed_ports(design: Design, line: NetworkLink) -> tuple[PortUse, ...]:
    """What a line must let through: everything, but live migration only where such a network runs over it."""
    moving = set(networks_with(design, NetworkRole.LIVE_MIGRATION))
    carried = set(line.networks) or {network.id for network in design.networks}
    return tuple(use for use in PortUse if use is not PortUse.LIVE_MIGRATION or moving & carried)


def _port_text(use: PortUse) -> Message:
    name, port = limits.PORTS[use]
    return msg("{port} ({use})", port=port.value, use=name)


def _routed_client_networks(design: Design) -> tuple[str, ...]:
    """The client networks with a subnet of its own at each site; none where the cluster stands at one site."""
    if not is_stretched(design):
        return ()
    return tuple(one.id for one in design.networks if NetworkRole.CLIENT in one.roles and not one.stretched)


def heartbeat_settings(design: Design) -> Iterator[Observation]:
    """QU13: settings outside their range, or a line so slow that a beat is answered just before the next one."""
    heartbeat = design.cluster.heartbeat
    ranges: tuple[tuple[int, tuple[int, int], Message], ...] = (
        (heartbeat.same_subnet_delay_ms, limits.SAME_SUBNET_DELAY_MS.value, msg("delay in the same subnet, ms")),
        (heartbeat.cross_subnet_delay_ms, limits.CROSS_SUBNET_DELAY_MS.value, msg("delay across subnets, ms")),
        (heartbeat.cross_site_delay_ms, limits.CROSS_SUBNET_DELAY_MS.value, msg("delay across sites, ms")),
        (heartbeat.same_subnet_threshold, limits.HEARTBEAT_THRESHOLD.value, msg("threshold in the same subnet")),
        (heartbeat.cross_subnet_threshold, limits.HEARTBEAT_THRESHOLD.value, msg("threshold across subnets")),
        (heartbeat.cross_site_threshold, limits.HEARTBEAT_THRESHOLD.value, msg("threshold across sites")),
    )
    for value, (low, high), what in ranges:
        if not low <= value <= high:
            yield Observation(
                (),
                msg(
                    "Heartbeat: {what} is {value}; Windows takes {low} to {high}.",
                    what=what,
                    value=value,
                    low=low,
                    high=high,
                ),
                msg("Set a value within the range."),
            )
    delay_ms, _ = heartbeat_between_sites(design)
    for first, second in site_pairs(design):
        for line in ip_between(design, first.id, second.id):
            if line.rtt_us > delay_ms * US_PER_MS // 2:
                yield Observation(
                    (line.id,),
                    msg(
                        "The round trip over {line} is {rtt}, more than half the heartbeat delay of {delay}. Nodes "
                        "may be declared dead while they live.",
                        line=line.name,
                        rtt=milliseconds_text(line.rtt_us),
                        delay=milliseconds_text(delay_ms * US_PER_MS),
                    ),
                    msg("Raise the heartbeat delay, or shorten the line."),
                )


def single_heartbeat_way(design: Design) -> Iterator[Observation]:
    """QU14: every cluster network carries heartbeats; on one common cable a single cut splits the cluster."""
    every = tuple(network.id for network in design.networks)  # carried by a line whose networks nobody has entered
    for first, second in site_pairs(design):
        lines = ip_between(design, first.id, second.id)
        if not lines:
            continue
        routes = {line.route or f"id:{line.id}" for line in lines}
        networks = {network for line in lines for network in line.networks or every}
        if len(routes) == 1 or len(networks) == 1:
            yield Observation(
                tuple(line.id for line in lines),
                msg(
                    "All heartbeats between {first} and {second} use one way ({lines}). One cut splits the cluster "
                    "although both sites are well.",
                    first=first.name,
                    second=second.name,
                    lines=named(design, (line.id for line in lines)),
                ),
                msg("Lead a second cluster network along another route."),
            )


def detection_time(design: Design) -> Iterator[Observation]:
    """QU15: the time to notice a dead node, delay × threshold, is the beginning of every recovery time."""
    sites = cluster_sites(design)
    if len(design.nodes) <= 1:
        return
    heartbeat = design.cluster.heartbeat
    same_ms = heartbeat.same_subnet_delay_ms * heartbeat.same_subnet_threshold
    delay_ms, threshold = heartbeat_between_sites(design)
    away_ms = delay_ms * threshold
    promised = design.cluster.targets.recovery_s
    yield Observation(
        (),
        msg(
            "A dead node is noticed after {same} by a neighbour at its site and after {away} from the other site.",
            same=seconds_text(seconds(same_ms * US_PER_MS)),
            away=seconds_text(seconds(away_ms * US_PER_MS)),
        )
        if len(sites) > 1 and away_ms != same_ms
        else msg("A dead node is noticed after {same}.", same=seconds_text(seconds(same_ms * US_PER_MS))),
        msg("Compare this with the recovery time that is required.")
        if promised is None
        else msg("The design promises recovery within {promised}\u00a0s; subtract this from it.", promised=promised),
    )


def unencrypted_migration(design: Design) -> Iterator[Observation]:
    """NE02: 2008 R2 sends the memory of a moving VM in clear; between sites that is often a leased line."""
    if not networks_with(design, NetworkRole.LIVE_MIGRATION) or not any(
        node.os in _UNENCRYPTED for node in design.nodes
    ):
        return
    lines = [line for first, second in site_pairs(design) for line in ip_between(design, first.id, second.id)]
    if lines:
        yield Observation(
            tuple(line.id for line in lines),
            msg(
                "Live migration of Windows Server 2008 R2 sends memory unencrypted over {lines}.",
                lines=named(design, (line.id for line in lines)),
            ),
            msg("Encrypt the line, or use one that nobody else can reach."),
        )


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ = Standing.JUDGEMENT
RULES: tuple[Rule, ...] = (
    Rule("MG04", _W, msg("Live migration shares its network"), shared_migration_network, ("S14", "S15")),
    Rule("MG07", _W, msg("Client network not stretched"), subnet_not_stretched, ("S12", "S49")),
    Rule("MG08", _W, msg("Long life of DNS records"), names_found_late, ("S50",)),
    Rule("MG09", _I, msg("Registered addresses and clients"), addresses_against_the_clients, ("S50",)),
    Rule("NE01", _W, msg("Closed ports between the sites"), ports_closed, ("S49",), Standing.TO_VERIFY),
    Rule(
        "NE02", _I, msg("Live migration unencrypted"), unencrypted_migration, (), Standing.TO_VERIFY, eras=_UNENCRYPTED
    ),
    Rule("QU13", _W, msg("Heartbeat settings"), heartbeat_settings, ("S47",), _EJ),
    Rule("QU14", _W, msg("Heartbeats over one way"), single_heartbeat_way, (), _EJ),
    Rule("QU15", _I, msg("Time to notice a dead node"), detection_time, ("S47",)),
)
