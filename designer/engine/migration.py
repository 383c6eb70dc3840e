"""Live migration between two nodes: the line it uses and the rounds it makes, in the engine's whole numbers."""

from dataclasses import dataclass
from math import ceil

from designer.base.units import US_PER_MS, mib_per_second, microseconds
from designer.engine.compile import Plan
from designer.model.link import Network, NetworkRole
from designer.model.node import Node
from designer.resilience.precopy import Precopy
from designer.resilience.precopy import precopy as precopy  # noqa: PLC0414 - this address is public
from designer.topology.down import Down

KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class CopyRound:
    """One memory round: KiB sent and microseconds taken, both rounded up."""

    volume_kib: int
    time_us: int


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """The rounds of a live migration and the rest that is sent while the VM is paused."""

    rounds: tuple[CopyRound, ...]
    rest: CopyRound

    @property
    def sent_kib(self) -> int:
        """Everything sent."""
        return sum(one.volume_kib for one in self.rounds) + self.rest.volume_kib


def migration_network(plan: Plan, down: Down, source: str, target: str) -> Network | None:
    """The first live-migration network, in the design's order, that joins the two nodes now; None where none does."""
    first, second = plan.nodes[source], plan.nodes[target]
    if {first.site, second.site} & down.sites:
        return None
    for network in plan.design.networks:
        if NetworkRole.LIVE_MIGRATION in network.roles and _rate(plan, down, network, (first, second)):
            return network
    return None


def migration_rate_mbit(plan: Plan, down: Down, source: str, target: str) -> int:
    """Line rate between the two nodes, the slowest of both adapters and the line; 0 without a network."""
    network = migration_network(plan, down, source, target)
    return 0 if network is None else _rate(plan, down, network, (plan.nodes[source], plan.nodes[target]))


def plan_copy(plan: Plan, vm_id: str, assigned_mib: int, rate_mbit: float) -> CopyPlan:
    """The rounds for a VM that holds ``assigned_mib`` on a line of ``rate_mbit``, by the law that the design chose."""
    settings = plan.design.cluster.migration
    vm = plan.vms[vm_id]
    result = precopy(
        memory_mib=float(assigned_mib),
        rate_mib_s=mib_per_second(rate_mbit, settings.efficiency_percent / 100),
        dirty_mib_s=vm.dirty_mib_s,
        hot_set_mib=None if vm.hot_set_mib is None else float(vm.hot_set_mib),
        law=settings.law.value,
        rounds=settings.rounds if settings.rounds is not None else plan.era_facts.copy_rounds,
        downtime_target_s=settings.downtime_target_ms * US_PER_MS / 1_000_000,
        fixed_downtime_s=0.0,
    )
    return _whole(result)


def _whole(result: Precopy) -> CopyPlan:
    """Whole KiB and microseconds. Rounding hides the last bits, in which platforms' exponentials may differ."""
    rounds = tuple(CopyRound(_kib(one.sent_mib), microseconds(one.time_s)) for one in result.rounds)
    return CopyPlan(rounds, CopyRound(_kib(result.rest_mib), microseconds(result.rest_s)))


def _kib(mib: float) -> int:
    return ceil(round(mib * KIB_PER_MIB, 6))


def _rate(plan: Plan, down: Down, network: Network, ends: tuple[Node, Node]) -> int:
    first, second = ends
    adapters = tuple(_adapter_rate(node, down, network.id) for node in ends)
    if 0 in adapters:
        return 0
    if first.site == second.site:
        return min(adapters)
    lines = [
        link.rate_mbit
        for link in plan.design.network_links
        if {link.a, link.b} == {first.site, second.site}
        and link.id not in down.links
        and network.id in (link.networks or (network.id,))
    ]
    return min(*adapters, max(lines)) if lines else 0


def _adapter_rate(node: Node, down: Down, network_id: str) -> int:
    if (node.id, network_id) in down.nics:
        return 0
    return next((nic.rate_mbit for nic in node.nics if nic.network == network_id), 0)
