"""Live migration between two nodes: the network it takes and the rounds it makes, in the engine's whole numbers."""

from dataclasses import dataclass
from math import ceil

from designer.base.units import US_PER_MS, US_PER_S, mib_per_second, microseconds
from designer.engine.compile import Plan
from designer.model.link import Network
from designer.resilience.lines import Way, stream_limit_bps, way_between
from designer.resilience.precopy import Begun, Precopy, precopy_from
from designer.resilience.precopy import precopy as precopy  # noqa: PLC0414 - this address is public
from designer.resilience.quality import SOUND, Quality
from designer.topology.down import Down

KIB_PER_MIB = 1024
BPS_PER_MBIT = 1_000_000


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


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """Where a copy stands: KiB left of the round in progress, how long it has lasted, and how many came before it."""

    left_kib: int
    elapsed_us: int = 0
    made: int = 0


def migration_way(plan: Plan, down: Down, vm_id: str | None, *, source: str, target: str) -> Way | None:
    """The way a live migration of the VM takes now: the first network of its order that joins the two nodes."""
    vm = None if vm_id is None else plan.vms[vm_id]
    return way_between(plan.design, down, vm, ends=(plan.nodes[source], plan.nodes[target]))


def migration_network(plan: Plan, down: Down, source: str, target: str) -> Network | None:
    """The network of :func:`migration_way`; None where none joins the nodes."""
    way = migration_way(plan, down, None, source=source, target=target)
    return None if way is None else way.network


def migration_rate_mbit(plan: Plan, down: Down, source: str, target: str) -> int:
    """Line rate between the two nodes, the slowest of both adapters and the line; 0 without a network."""
    way = migration_way(plan, down, None, source=source, target=target)
    return 0 if way is None else way.rate_mbit


def way_bps(plan: Plan, way: Way, quality: Quality = SOUND) -> int:
    """Line rate that one migration can make use of on the way, in bits a second; a stream's own limit counts."""
    limit = stream_share_bps(plan, way, quality)
    rate = way.rate_mbit * BPS_PER_MBIT
    return rate if limit is None else min(rate, limit)


def stream_share_bps(plan: Plan, way: Way, quality: Quality) -> int | None:
    """Line rate that carries as much as one TCP stream can; None where the stream sets no limit."""
    limit = stream_limit_bps(plan.design, way, quality)
    return None if limit is None else max(1, limit * 100 // plan.design.cluster.migration.efficiency_percent)


def plan_copy(plan: Plan, vm_id: str, assigned_mib: int, rate_mbit: float) -> CopyPlan:
    """The rounds for a VM that holds ``assigned_mib`` on a line of ``rate_mbit``, by the law that the design chose."""
    return plan_rest(plan, vm_id, assigned_mib, rate_mbit, progress=CopyProgress(assigned_mib * KIB_PER_MIB))


def plan_rest(plan: Plan, vm_id: str, assigned_mib: int, rate_mbit: float, *, progress: CopyProgress) -> CopyPlan:
    """What is still to come of a copy that goes on at ``rate_mbit``; its first round is the rest of the current one."""
    settings = plan.design.cluster.migration
    vm = plan.vms[vm_id]
    result = precopy_from(
        Begun(progress.left_kib / KIB_PER_MIB, progress.elapsed_us / US_PER_S, progress.made),
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


def rest_us(plan: Plan, volume_kib: int, rate_mbit: float) -> int:
    """Microseconds for a volume that is sent without headers, as the last one is while the VM is paused."""
    rate_mib_s = mib_per_second(rate_mbit, plan.design.cluster.migration.efficiency_percent / 100)
    return microseconds(volume_kib / KIB_PER_MIB / rate_mib_s)


def _whole(result: Precopy) -> CopyPlan:
    """Whole KiB and microseconds. Rounding hides the last bits, in which platforms' exponentials may differ."""
    rounds = tuple(CopyRound(_kib(one.sent_mib), microseconds(one.time_s)) for one in result.rounds)
    return CopyPlan(rounds, CopyRound(_kib(result.rest_mib), microseconds(result.rest_s)))


def _kib(mib: float) -> int:
    return ceil(round(mib * KIB_PER_MIB, 6))
