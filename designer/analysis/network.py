"""Rules about cluster networks, heartbeats and what runs over which line (domain 8.3, 8.4).

Not judged, because a design does not say it: firewalls between the sites (NE01).
"""

from collections.abc import Iterator

from designer.analysis import limits
from designer.analysis.finding import Severity, Standing
from designer.analysis.places import cluster_sites, ip_between, is_stretched, named, networks_with, site_pairs
from designer.analysis.rule import Observation, Rule
from designer.base.texts import Message, msg
from designer.base.units import US_PER_MS, milliseconds_text, seconds, seconds_text
from designer.model.design import Design
from designer.model.era import Era
from designer.model.link import NetworkRole

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
    wrong = [network.id for network in design.networks if NetworkRole.CLIENT in network.roles and not network.stretched]
    if wrong and is_stretched(design):
        yield Observation(
            tuple(wrong),
            msg(
                "The client network {networks} does not span the sites. A VM that moves there must change its IP "
                "address and loses its clients.",
                networks=named(design, wrong),
            ),
            msg("Stretch the client network over both sites, or plan the change of addresses."),
        )


def heartbeat_settings(design: Design) -> Iterator[Observation]:
    """QU13: settings outside their range, or a line so slow that a beat is answered just before the next one."""
    heartbeat = design.cluster.heartbeat
    ranges: tuple[tuple[int, tuple[int, int], Message], ...] = (
        (heartbeat.same_subnet_delay_ms, limits.SAME_SUBNET_DELAY_MS, msg("delay in the same subnet, ms")),
        (heartbeat.cross_subnet_delay_ms, limits.CROSS_SUBNET_DELAY_MS, msg("delay across subnets, ms")),
        (heartbeat.same_subnet_threshold, limits.HEARTBEAT_THRESHOLD, msg("threshold in the same subnet")),
        (heartbeat.cross_subnet_threshold, limits.HEARTBEAT_THRESHOLD, msg("threshold across subnets")),
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
    delay_ms = _delay_between_sites_ms(design)
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
    cross_ms = heartbeat.cross_subnet_delay_ms * heartbeat.cross_subnet_threshold
    routed = len(sites) > 1 and not _stretched_heartbeat(design)
    yield Observation(
        (),
        msg(
            "A dead node is noticed after {same} in its subnet and after {cross} in another one.",
            same=seconds_text(seconds(same_ms * US_PER_MS)),
            cross=seconds_text(seconds(cross_ms * US_PER_MS)),
        )
        if routed
        else msg("A dead node is noticed after {same}.", same=seconds_text(seconds(same_ms * US_PER_MS))),
        msg("Compare this with the recovery time that is required."),
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


def _stretched_heartbeat(design: Design) -> bool:
    """Whether some cluster network spans the sites with one subnet; without networks a single subnet is assumed."""
    return not design.networks or any(network.stretched for network in design.networks)


def _delay_between_sites_ms(design: Design) -> int:
    heartbeat = design.cluster.heartbeat
    return heartbeat.same_subnet_delay_ms if _stretched_heartbeat(design) else heartbeat.cross_subnet_delay_ms


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ = Standing.JUDGEMENT
RULES: tuple[Rule, ...] = (
    Rule("MG04", _W, msg("Live migration shares its network"), shared_migration_network, ("S14", "S15")),
    Rule("MG07", _W, msg("Client network not stretched"), subnet_not_stretched, ("S12", "S49")),
    Rule("NE02", _I, msg("Live migration unencrypted"), unencrypted_migration, (), Standing.TO_VERIFY),
    Rule("QU13", _W, msg("Heartbeat settings"), heartbeat_settings, ("S47",), _EJ),
    Rule("QU14", _W, msg("Heartbeats over one way"), single_heartbeat_way, (), _EJ),
    Rule("QU15", _I, msg("Time to notice a dead node"), detection_time, ("S47",)),
)
