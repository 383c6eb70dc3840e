"""What a live migration would take, in closed form: the line it has, its rounds, its blackout (domain 2.4).

The engine plays the same law step by step; both use :mod:`designer.resilience.precopy`.
"""

from dataclasses import dataclass
from functools import lru_cache

from designer.analysis.once import once
from designer.analysis.places import owners
from designer.base.units import US_PER_MS, mib_per_second, seconds
from designer.model.design import Design
from designer.model.era import facts
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.admission import share_out
from designer.resilience.lines import Way, migration_order, stream_limit_bps, way_between, way_over
from designer.resilience.precopy import Precopy, precopy
from designer.topology.down import Down


@dataclass(frozen=True, slots=True)
class Move:
    """A live migration of a VM. ``rate_mib_s`` is the goodput; ``copied.downtime_s`` the blackout; times in seconds."""

    vm: VirtualMachine
    source: Node
    target: Node
    rate_mib_s: float
    copied: Precopy
    total_s: float

    @property
    def crosses(self) -> bool:
        """Whether the VM changes sites, and its storage roles with it."""
        return self.source.site != self.target.site

    @property
    def load(self) -> float:
        """Dirty rate over line rate; from 1 on copying never catches up."""
        return self.vm.dirty_mib_s / self.rate_mib_s


def migration_mbit(design: Design, source: Node, target: Node) -> int:
    """Line rate of the best live-migration network that both nodes and the line between them have; 0 without one."""
    ways = (way_over(design, Down(), network, (source, target)) for network in migration_order(design, None))
    return max((way.rate_mbit for way in ways if way is not None), default=0)


class Moves:
    """The migrations of one design's VMs. Look-ups that all VMs share, and each answer, are made once."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._groups = {group.vm: group for group in design.groups}
        shares = (share for node in design.nodes for share in share_out(node, design.vms_on(node.id)))
        self._held = {share.vm: share.assigned_mib for share in shares}
        self._ways: dict[tuple[str, str, tuple[str, ...]], Way | None] = {}
        self._found: dict[tuple[str, bool], Move | None] = {}

    def across(self, vm: VirtualMachine) -> Move | None:
        """The migration to the first of the VM's possible owners at another site; None where there is no way."""
        return self._known(vm, crosses=True)

    def inside(self, vm: VirtualMachine) -> Move | None:
        """The migration to a neighbour at the VM's own site; None where there is no neighbour or no way."""
        return self._known(vm, crosses=False)

    def _known(self, vm: VirtualMachine, *, crosses: bool) -> Move | None:
        key = (vm.id, crosses)
        if key not in self._found:
            home = self._design.node(vm.node).site
            targets = [node for node in self._others(vm) if (node.site != home) is crosses]
            self._found[key] = self._first(vm, targets)
        return self._found[key]

    def _others(self, vm: VirtualMachine) -> list[Node]:
        group = self._groups.get(vm.id)
        return [node for node in owners(self._design, group) if node.id != vm.node] if group is not None else []

    def _first(self, vm: VirtualMachine, targets: list[Node]) -> Move | None:
        source = self._design.node(vm.node)
        for target in targets:
            key = (source.id, target.id, vm.migration_networks)
            if key not in self._ways:
                self._ways[key] = way_between(self._design, Down(), vm, ends=(source, target))
            way = self._ways[key]
            if way is not None:
                return self._move(vm, source, target, way)
        return None

    def _move(self, vm: VirtualMachine, source: Node, target: Node, way: Way) -> Move:
        settings, timings = self._design.cluster.migration, self._design.cluster.timings
        rate = mib_per_second(way.rate_mbit, settings.efficiency_percent / 100)
        limit_bps = stream_limit_bps(self._design, way)
        if limit_bps is not None:
            rate = min(rate, mib_per_second(limit_bps / 1_000_000))
        blackout_ms = fixed_blackout_ms(self._design, vm, crosses=source.site != target.site)
        copied = _copied(
            memory_mib=float(self._held[vm.id]),
            rate_mib_s=rate,
            dirty_mib_s=vm.dirty_mib_s,
            hot_set_mib=None if vm.hot_set_mib is None else float(vm.hot_set_mib),
            law=settings.law.value,
            rounds=settings.rounds or facts(source.os).copy_rounds,
            downtime_target_s=seconds(settings.downtime_target_ms * US_PER_MS),
            fixed_downtime_s=seconds(blackout_ms * US_PER_MS),
        )
        around_ms = timings.pre_check_ms + timings.setup_ms + timings.clean_up_ms
        return Move(vm, source, target, rate, copied, copied.total_s + seconds(around_ms * US_PER_MS))


@once
def moves_of(design: Design) -> Moves:
    """The migrations of a design's VMs, worked out when they are first asked for."""
    return Moves(design)


_copied = lru_cache(maxsize=4096)(precopy)
"""The law is a function of a few numbers, and many VMs have the same."""


def fixed_blackout_ms(design: Design, vm: VirtualMachine, *, crosses: bool) -> int:
    """The part of the blackout that does not depend on memory: final state, disks off and on, array roles, resume."""
    timings = design.cluster.timings
    kept = timings.final_state_ms + timings.resume_ms
    disks = [design.lun(lun_id) for lun_id in vm.luns]
    if not any(not lun.csv for lun in disks):
        return kept
    if not crosses:
        return kept + timings.lateral_disk_ms
    further = (len(disks) - 1) * timings.role_change_per_device_ms
    return kept + timings.disk_off_ms + timings.role_change_ms + further + timings.disk_on_ms
