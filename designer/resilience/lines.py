"""Which network a live migration takes and which line it runs over: one choice for rules, documents and the engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designer.model.design import Design
from designer.model.link import Network, NetworkLink, NetworkRole
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.quality import SOUND, Quality, stream_bps
from designer.topology.down import Down

_LAST = frozenset({NetworkRole.HEARTBEAT, NetworkRole.CSV})
_BPS_PER_MBIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Way:
    """A network that joins two nodes now, and the line between their sites, None inside one site.

    ``rate_mbit`` is the line rate of the slowest part. ``passed_over`` are the networks that come before it in the
    order of trial and do not join the nodes.
    """

    network: Network
    line: NetworkLink | None
    rate_mbit: int
    passed_over: tuple[Network, ...] = ()

    @property
    def rtt_us(self) -> int:
        """Round trip of the line; none is entered inside a site."""
        return 0 if self.line is None else self.line.rtt_us


def migration_order(design: Design, vm: VirtualMachine | None) -> tuple[Network, ...]:
    """The networks that a live migration tries, first choice first.

    The VM's own list; without one every network with the role of live migration: those without a gateway first, those
    of the cluster and of CSV last, else as in the design (domain 2.3, S14).
    """
    fitting = {network.id: network for network in design.networks if NetworkRole.LIVE_MIGRATION in network.roles}
    if vm is not None and vm.migration_networks:
        return tuple(fitting[network] for network in vm.migration_networks if network in fitting)
    return tuple(sorted(fitting.values(), key=lambda network: (bool(_LAST & set(network.roles)), network.gateway)))


def way_between(design: Design, down: Down, vm: VirtualMachine | None, *, ends: tuple[Node, Node]) -> Way | None:
    """The way that a live migration of the VM between the nodes takes now; None where no network joins them."""
    passed: tuple[Network, ...] = ()
    for network in migration_order(design, vm):
        way = way_over(design, down, network, ends)
        if way is not None:
            return Way(way.network, way.line, way.rate_mbit, passed)
        passed = (*passed, network)
    return None


def way_over(design: Design, down: Down, network: Network, ends: tuple[Node, Node]) -> Way | None:
    """The way over one network, by the fastest working line that carries it; None where it does not join the nodes."""
    first, second = ends
    if {first.site, second.site} & down.sites:
        return None
    adapters = tuple(adapter_mbit(node, down, network.id) for node in ends)
    if 0 in adapters:
        return None
    if first.site == second.site:
        return Way(network, None, min(adapters))
    line = max(_lines(design, down, network, {first.site, second.site}), key=lambda one: one.rate_mbit, default=None)
    return None if line is None else Way(network, line, min(*adapters, line.rate_mbit))


def adapter_mbit(node: Node, down: Down, network_id: str) -> int:
    """Line rate of the node's adapter on the network; 0 where it has none that works."""
    if (node.id, network_id) in down.nics:
        return 0
    return next((nic.rate_mbit for nic in node.nics if nic.network == network_id), 0)


def stream_limit_bps(design: Design, way: Way, quality: Quality = SOUND) -> int | None:
    """The most that one TCP stream carries over the way, in bits a second; None where its lines are the limit."""
    window_kib = design.cluster.migration.tcp_window_kib
    return stream_bps(way.rtt_us + quality.latency_us, quality.loss_ppm, window_kib)


def goodput_mbit(design: Design, way: Way, quality: Quality = SOUND) -> float:
    """What a live migration that has the way to itself carries, in Mbit/s: the usable share of its line, or less."""
    usable = way.rate_mbit * design.cluster.migration.efficiency_percent / 100
    limit = stream_limit_bps(design, way, quality)
    return usable if limit is None else min(usable, limit / _BPS_PER_MBIT)


def quality_of(degraded: Mapping[str, Quality], line_id: str | None) -> Quality:
    """What a line is degraded by; nothing inside a site."""
    return SOUND if line_id is None else degraded.get(line_id, SOUND)


def _lines(design: Design, down: Down, network: Network, sites: set[str]) -> Iterator[NetworkLink]:
    for link in design.network_links:
        if {link.a, link.b} == sites and link.id not in down.links and network.id in (link.networks or (network.id,)):
            yield link
