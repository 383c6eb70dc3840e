"""The closed form of a live migration: the line it has and the parts of its blackout."""

import pytest

from designer.analysis.moves import Moves, fixed_blackout_ms, migration_mbit
from designer.engine.run import run
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.link import NetworkRole
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.model.workload import MemoryKind, VmMemory
from tests.support.designs import changed, changed_all, sound


def two_disks() -> Design:
    return changed(changed(sound(), "vms", "vm-02", luns=()), "vms", "vm-01", luns=("lun-01", "lun-02"))


@pytest.mark.parametrize(
    ("design", "crosses", "expected_ms"),
    [
        (sound(), True, 300 + 1000 + 5000 + 2000 + 500),
        (sound(), False, 300 + 500 + 500),
        (two_disks(), True, 300 + 1000 + 5000 + 200 + 2000 + 500),
        (changed_all(sound(), "luns", csv=True), True, 300 + 500),
        (changed_all(sound(), "vms", luns=()), True, 300 + 500),
    ],
)
def test_fixed_blackout_is_the_sum_of_its_phases(design, crosses, expected_ms):
    assert fixed_blackout_ms(design, design.vm("vm-01"), crosses=crosses) == expected_ms


def test_slowest_part_of_the_way_is_the_rate():
    design = changed(sound(), "network_links", "link-lan", rate_mbit=500)

    assert migration_mbit(design, design.node("p1"), design.node("p2")) == 1000
    assert migration_mbit(design, design.node("p1"), design.node("s1")) == 500


def test_best_of_several_networks_counts():
    design = changed(sound(), "networks", "net-client", roles=(NetworkRole.CLIENT, NetworkRole.LIVE_MIGRATION))
    nics = tuple(nic.evolve(rate_mbit=10_000) if nic.network == "net-client" else nic for nic in design.nodes[0].nics)
    design = changed(changed(design, "nodes", "p1", nics=nics), "nodes", "p2", nics=nics)

    assert migration_mbit(design, design.node("p1"), design.node("p2")) == 10_000


def test_four_gib_over_gigabit_take_under_a_minute_and_less_than_nine_seconds_of_blackout():
    """4,096 MiB at 1 Gbit/s × 0.94 = 112.06 MiB/s is 36.6 s for the first round (with headers)."""
    design = build(Blueprint(1, 1, WitnessPlace.THIRD, vms=1))

    move = Moves(design).across(design.vm("vm-01"))

    assert (move.source.id, move.target.id, move.crosses) == ("p1", "s1", True)
    assert move.copied.rounds[0].time_s == pytest.approx(36.6, abs=0.05)
    assert move.copied.downtime_s == pytest.approx(8.8, abs=0.03)
    assert move.load == pytest.approx(10 / 112.06, rel=1e-3)


def test_moving_vm_brings_what_it_holds_not_what_it_starts_with():
    """Demand 6,000 MiB and a buffer of 20 % make a target of 7,200."""
    memory = VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=1024, maximum_mib=8192, demand_mib=6000)
    design = changed(build(Blueprint(1, 1, vms=1)), "vms", "vm-01", memory=memory)

    assert Moves(design).across(design.vm("vm-01")).copied.rounds[0].sent_mib == 7200


def test_vm_without_neighbour_or_group_has_no_move():
    alone = build(Blueprint(1, 1, vms=1))
    outside = alone.evolve(groups=())

    assert Moves(alone).inside(alone.vm("vm-01")) is None
    assert Moves(outside).across(outside.vm("vm-01")) is None


@pytest.mark.parametrize("to", ["s1", "p2"])
@pytest.mark.parametrize(
    ("line", "vm"),
    [
        ({}, {}),
        ({"rtt_us": 180_000}, {}),
        ({"rate_mbit": 300}, {"dirty_mib_s": 60.0}),
        ({}, {"dirty_mib_s": 150.0, "hot_set_mib": 700}),
    ],
)
def test_rules_and_runs_reckon_with_one_law(to, line, vm):
    """What MG05 and MG06 judge by is what a run of the same migration takes."""
    design = changed(changed(sound(), "network_links", "link-lan", **line), "vms", "vm-01", **vm)
    ways = Moves(design)
    move = ways.across(design.vm("vm-01")) if to == "s1" else ways.inside(design.vm("vm-01"))

    timeline = run(design, Scenario(id="x", name="X", movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to=to)))

    assert [one.time_s for one in timeline.rounds] == pytest.approx(
        [one.time_s for one in move.copied.rounds], abs=1e-6
    )
    assert timeline.blackout_us / 1e6 == pytest.approx(move.copied.downtime_s, abs=1e-5)
    assert timeline.total_us / 1e6 == pytest.approx(move.total_s, abs=1e-4)
