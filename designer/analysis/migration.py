"""Rules about live migration between the nodes (domain 8.4, 2.3, 2.4).

Not judged, because a design does not say it: name service records (MG08, MG09), guest clusters (MG12).
"""

from collections.abc import Iterator
from itertools import combinations

from designer.analysis.finding import Severity
from designer.analysis.moves import Move, Moves, migration_mbit, moves_of
from designer.analysis.places import ids, ip_between, named
from designer.analysis.rule import Observation, Rule, eras_before
from designer.base.texts import Decimal, msg
from designer.base.units import US_PER_MS, rate_text, seconds, seconds_text
from designer.model import limits
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.limits import Standing
from designer.model.node import CpuVendor, Node
from designer.model.workload import VirtualMachine

_VENDORS = {CpuVendor.INTEL: "Intel", CpuVendor.AMD: "AMD"}


def different_cpu_vendors(design: Design) -> Iterator[Observation]:
    """MG01: a running VM cannot change processor makers; only a restart can."""
    vendors = dict.fromkeys(node.cpu_vendor for node in design.nodes)
    if len(vendors) > 1:
        yield Observation(
            ids(design.nodes),
            msg(
                "The nodes have processors of different makers: {vendors}. Live migration between them is impossible; "
                "a failover with a restart still works.",
                vendors=tuple(_VENDORS[vendor] for vendor in vendors),
            ),
            msg("Use processors of one maker in all nodes."),
        )


def different_cpu_families(design: Design) -> Iterator[Observation]:
    """MG02: newer instruction sets stop a live migration, unless VMs run in processor compatibility mode."""
    for vendor in CpuVendor:
        nodes = [node for node in design.nodes if node.cpu_vendor is vendor]
        families = dict.fromkeys(node.cpu_family for node in nodes)
        strict = [node for node in nodes if not node.processor_compatibility]
        if len(families) > 1 and strict:
            yield Observation(
                ids(nodes),
                msg(
                    "The nodes have different processors ({families}), and VMs on {nodes} do not run in compatibility "
                    "mode. Live migration is refused in the pre-check.",
                    families=tuple(families),
                    nodes=named(design, ids(strict)),
                ),
                msg("Switch processor compatibility on for the VMs."),
            )


def no_migration_network(design: Design) -> Iterator[Observation]:
    """MG03: each two nodes need a common live-migration network of 1 Gbit/s, the line between their sites included.

    One observation for each two sites, so that a design of many nodes stays readable.
    """
    worst: dict[tuple[str, str], tuple[int, frozenset[str]]] = {}
    for first, second in combinations(design.nodes, 2):
        mbit = migration_mbit(design, first, second)
        if mbit < limits.MIGRATION_MBIT.value:
            sites = (min(first.site, second.site), max(first.site, second.site))
            best, ends = worst.get(sites, (mbit, frozenset[str]()))
            worst[sites] = (min(best, mbit), ends | {first.id, second.id})
    for sites, (mbit, ends) in worst.items():
        concerned = [node.id for node in design.nodes if node.id in ends]
        lines = ip_between(design, *sites) if sites[0] != sites[1] else ()
        yield Observation(
            (*concerned, *(line.id for line in lines)),
            msg(
                "Between {nodes} there is no live-migration network of {needed}; the best has {rate}.",
                nodes=named(design, concerned),
                needed=rate_text(limits.MIGRATION_MBIT.value),
                rate=rate_text(mbit),
            )
            if mbit
            else msg(
                "Between {nodes} there is no common live-migration network. A running VM cannot move.",
                nodes=named(design, concerned),
            ),
            msg(
                "Give these nodes, and the line between the sites, a live-migration network of at least {needed}.",
                needed=rate_text(limits.MIGRATION_MBIT.value),
            ),
        )


def long_blackout(design: Design) -> Iterator[Observation]:
    """MG05: beyond what guests' TCP sessions survive, a live migration is an outage for their clients.

    A shorter pause that the design promises counts instead.
    """
    tolerance_ms, promised_ms = design.cluster.migration.tcp_tolerance_ms, design.cluster.targets.blackout_ms
    bound_s = seconds(min(tolerance_ms, tolerance_ms if promised_ms is None else promised_ms) * US_PER_MS)
    ways = moves_of(design)
    moves = [move for vm in design.vms if (move := ways.across(vm) or ways.inside(vm)) is not None]
    slow = [move for move in moves if move.copied.downtime_s > bound_s]
    if slow:
        longest = max(slow, key=lambda move: move.copied.downtime_s)
        vms = named(design, (move.vm.id for move in slow))
        blackout = seconds_text(longest.copied.downtime_s)
        yield Observation(
            tuple(move.vm.id for move in slow),
            msg(
                "The blackout of a live migration is estimated at {blackout} for {vm}; sessions survive {tolerance}. "
                "Too long for: {vms}.",
                blackout=blackout,
                vm=longest.vm.name,
                tolerance=seconds_text(bound_s, 0),
                vms=vms,
            )
            if promised_ms is None or tolerance_ms < promised_ms
            else msg(
                "The blackout of a live migration is estimated at {blackout} for {vm}; the design promises {promised}. "
                "Too long for: {vms}.",
                blackout=blackout,
                vm=longest.vm.name,
                promised=seconds_text(bound_s),
                vms=vms,
            ),
            msg("Use a faster line, move such VMs when they are idle, or measure the role change and enter its time."),
        )


def guests_that_bear_no_pause(design: Design) -> Iterator[Observation]:
    """MG12: a guest cluster declares its member dead after 5 s; a planned move then starts a failover of its own."""
    most = limits.GUEST_CLUSTER_S.value
    ways = moves_of(design)
    sensitive = [vm for vm in design.vms if vm.time_sensitive]
    moves = [move for vm in sensitive if (move := ways.across(vm) or ways.inside(vm)) is not None]
    slow = [move for move in moves if move.copied.downtime_s > most]
    if slow:
        longest = max(slow, key=lambda move: move.copied.downtime_s)
        yield Observation(
            tuple(move.vm.id for move in slow),
            msg(
                "The blackout of a live migration is estimated at {blackout} for {vm}; members of guest clusters and "
                "VMs sensitive to pauses bear {most}. Too long for: {vms}. A guest cluster would evict the member.",
                blackout=seconds_text(longest.copied.downtime_s),
                vm=longest.vm.name,
                most=seconds_text(most, 0),
                vms=named(design, (move.vm.id for move in slow)),
            ),
            msg("Raise the time-out of the guest cluster, or fail its services over inside before the VM is moved."),
        )


def never_converges(design: Design) -> Iterator[Observation]:
    """MG06: when pages are written as fast as they are sent, rounds do not shrink and the blackout takes the rest."""
    ways = moves_of(design)
    moves = [move for vm in design.vms if (move := _slowest(ways, vm)) is not None]
    hot = [move for move in moves if move.load >= 1.0]
    if hot:
        worst = max(hot, key=lambda move: move.load)
        yield Observation(
            tuple(move.vm.id for move in hot),
            msg(
                "{vm} writes {dirty}\u00a0MiB/s of pages and its live-migration line carries {rate}\u00a0MiB/s. "
                "Copying never catches up: all {rounds} rounds are made and {rest}\u00a0MiB are left for the "
                "blackout. The same holds for: {vms}.",
                vm=worst.vm.name,
                dirty=Decimal(worst.vm.dirty_mib_s),
                rate=Decimal(worst.rate_mib_s),
                rounds=len(worst.copied.rounds),
                rest=Decimal(worst.copied.rest_mib, 0),
                vms=named(design, (move.vm.id for move in hot if move is not worst)),
            )
            if len(hot) > 1
            else msg(
                "{vm} writes {dirty}\u00a0MiB/s of pages and its live-migration line carries {rate}\u00a0MiB/s. "
                "Copying never catches up: all {rounds} rounds are made and {rest}\u00a0MiB are left for the blackout.",
                vm=worst.vm.name,
                dirty=Decimal(worst.vm.dirty_mib_s),
                rate=Decimal(worst.rate_mib_s),
                rounds=len(worst.copied.rounds),
                rest=Decimal(worst.copied.rest_mib, 0),
            ),
            msg("Use a faster live-migration line, or move the VM when it writes less."),
        )


def slow_drain(design: Design) -> Iterator[Observation]:
    """MG10: up to 2008 R2 a node takes part in one live migration at a time, so emptying it is the sum of all."""
    ways = moves_of(design)
    for node in design.nodes:
        if facts(node.os).parallel_migrations > 1:
            continue
        moves = [move for vm in design.vms_on(node.id) if (move := ways.inside(vm) or ways.across(vm)) is not None]
        total_s = sum(move.total_s for move in moves)
        if total_s > limits.MAINTENANCE_WINDOW_S.value:
            yield Observation(
                (node.id,),
                msg(
                    "Emptying {node} takes {n} live migrations one after the other, about {minutes}\u00a0min; a "
                    "window of {window}\u00a0min is assumed.",
                    node=node.name,
                    n=len(moves),
                    minutes=Decimal(total_s / 60, 0),
                    window=limits.MAINTENANCE_WINDOW_S.value // 60,
                ),
                msg("Plan a longer window, or use a faster live-migration line."),
            )


def different_switches(design: Design) -> Iterator[Observation]:
    """MG11: a VM looks for its virtual switch by name; where it has another name the VM arrives without a network."""
    names = dict.fromkeys(node.virtual_switch for node in design.nodes)
    if len(names) > 1:
        yield Observation(
            ids(_of_rare_switch(design.nodes)),
            msg(
                "The virtual switches have different names: {names}. A VM that moves between such nodes finds no "
                "network.",
                names=tuple(name or "–" for name in names),
            ),
            msg("Name the virtual switch alike on all nodes."),
        )


def _slowest(ways: Moves, vm: VirtualMachine) -> Move | None:
    """The move of a VM, inside its site or across, that has the slower line."""
    moves = [move for move in (ways.inside(vm), ways.across(vm)) if move is not None]
    return min(moves, key=lambda move: move.rate_mib_s, default=None)


def _of_rare_switch(nodes: tuple[Node, ...]) -> list[Node]:
    """The nodes whose switch is not named as most are."""
    names = [node.virtual_switch for node in nodes]
    usual = max(dict.fromkeys(names), key=names.count)
    return [node for node in nodes if node.virtual_switch != usual]


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ = Standing.JUDGEMENT
RULES: tuple[Rule, ...] = (
    Rule("MG01", _E, msg("Processors of different makers"), different_cpu_vendors, ("S16",)),
    Rule("MG02", _W, msg("Different processors without compatibility"), different_cpu_families, ("S16",)),
    Rule("MG03", _E, msg("No live-migration network of 1\u00a0Gbit/s"), no_migration_network, ("S15",)),
    Rule("MG05", _W, msg("Long blackout"), long_blackout, ("S18",), _EJ),
    Rule("MG06", _W, msg("Pre-copy never converges"), never_converges, (), _EJ),
    Rule("MG10", _W, msg("Slow emptying of a node"), slow_drain, ("S11",), _EJ, eras=eras_before(Era.W2012)),
    Rule("MG11", _W, msg("Different virtual switches"), different_switches, (), _EJ),
    Rule("MG12", _W, msg("Guest clusters and long pauses"), guests_that_bear_no_pause, ("S18",)),
)
