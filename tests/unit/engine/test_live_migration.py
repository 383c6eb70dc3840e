"""Live migration between and inside the sites: order, times, roles, and what stops it before it hurts."""

import pytest

from designer.engine.timeline import Outcome
from designer.model.blueprint import ARRAY_P, ARRAY_S
from designer.model.node import CpuVendor
from designer.model.scenario import MovementKind
from tests.support.designs import changed, changed_all
from tests.support.scripts import changes, design, fails, in_phase, moves, phases, ran, running_on

ARTICLE = [
    "Virtual Machine: OfflinePending",
    "Virtual Machine: Offline",
    "Virtual Machine Configuration: OfflinePending",
    "Virtual Machine Configuration: Offline",
    "Physical Disk: OfflinePending",
    "Physical Disk: Offline",
    "Cluster Enabler: OfflinePending",
    "Cluster Enabler: Offline",
    "S1",
    "Cluster Enabler: OnlinePending",
    "Cluster Enabler: Online",
    "Physical Disk: OnlinePending",
    "Physical Disk: Online",
    "Virtual Machine Configuration: OnlinePending",
    "Virtual Machine Configuration: Online",
    "Virtual Machine: OnlinePending",
    "Virtual Machine: Online",
]


def test_across_the_sites_every_phase_is_one_block_in_order():
    timeline = ran(design(), moves())

    assert timeline.outcome is Outcome.COMPLETED
    assert phases(timeline) == [
        "pre-check",
        "setup",
        "memory",
        "stop-and-copy",
        "offline",
        "role-change",
        "online",
        "resume",
        "clean-up",
    ]


def test_resources_go_offline_and_online_in_the_order_of_the_article():
    made = changes(ran(design(), moves()), "vm-01")

    assert made[0] == "paused"
    assert made[1:-2] == ARTICLE
    assert made[-2:] == ["running", "S1"]


def test_the_roles_of_the_arrays_are_swapped_and_the_pair_is_protected_again():
    timeline = ran(design(), moves())

    pair = timeline.end.pair("lun-01")
    assert changes(timeline, "lun-01") == ["Failed Over", "SyncInProg", "Synchronized"]
    assert (pair.source, pair.target, pair.writable) == (ARRAY_S, ARRAY_P, ARRAY_S)
    assert timeline.end.pair("lun-02").writable == ARRAY_P


def test_the_blackout_is_the_sum_of_its_parts():
    timeline = ran(design(), moves())

    rest_us = 23_741  # 2.66 MiB at 112.06 MiB/s
    assert timeline.blackout_us == 300_000 + rest_us + 1_000_000 + 5_000_000 + 2_000_000 + 500_000
    assert (
        timeline.total_us
        == 500_000 + 1_500_000 + sum(one.time_us for one in timeline.rounds) + timeline.blackout_us + 1_000_000
    )


def test_further_devices_make_the_role_change_longer():
    of = design()
    both = changed(of, "vms", "vm-01", luns=("lun-01", "lun-02")).evolve(
        vms=(of.vms[0].evolve(luns=("lun-01", "lun-02")),), groups=of.groups[:1]
    )

    steps = in_phase(ran(both, moves()), "role-change")

    assert steps[-1].time_us - steps[0].time_us == 5_200_000


def test_a_move_to_the_neighbour_changes_no_array_role():
    timeline = ran(design(), moves(to="p2"))

    assert "role-change" not in phases(timeline)
    assert changes(timeline, "lun-01") == []
    assert timeline.blackout_us == 300_000 + 23_741 + 500_000 + 500_000
    assert running_on(timeline)["vm-01"] == "p2"


def test_a_shared_volume_needs_no_disk_of_its_own():
    shared = changed_all(design(), "luns", csv=True)

    timeline = ran(shared, moves(to="p2"))

    assert not any("Physical Disk" in step.after for step in timeline.steps)
    assert timeline.blackout_us == 300_000 + 23_741 + 500_000


def test_the_rounds_are_those_of_the_law():
    timeline = ran(design(), moves())

    assert [one.n for one in timeline.rounds] == [1, 2, 3]
    assert timeline.rounds[0].sent_mib == 4096
    assert timeline.rounds[0].time_s == pytest.approx(36.626, abs=0.001)
    assert timeline.data_sent_mib == pytest.approx(4463.8, abs=0.1)


@pytest.mark.parametrize(
    ("movement", "reason"),
    [(moves(to="p1"), "already runs"), (moves(vm="vm-02", to="p2"), "already runs")],
)
def test_a_move_to_where_it_is_never_starts(movement, reason):
    timeline = ran(design(), movement)

    assert timeline.outcome is Outcome.REFUSED
    assert reason in str(timeline.steps[-1].text)


def test_a_node_that_may_not_own_the_group_is_refused():
    bound = changed_all(design(), "groups", preferred_owners=("p1",), possible_owners=("p1", "p2"))

    assert ran(bound, moves()).outcome is Outcome.REFUSED


def cancelled_because(timeline, words: str) -> None:
    assert timeline.outcome is Outcome.CANCELLED
    assert any(words in str(step.text) for step in timeline.steps)
    assert timeline.blackout_us == 0
    assert running_on(timeline)["vm-01"] == "p1"
    assert timeline.end.pair("lun-01").writable == ARRAY_P


def test_a_pair_that_does_not_replicate_cancels_the_move_with_the_vm_running():
    cancelled_because(ran(design(), moves(), fails("link:link-replication")), "stopped replicating")


def test_no_network_for_the_copy_cancels_the_move():
    cancelled_because(ran(design(), moves(), fails("link:link-lan")), "no live-migration network")


def test_a_dead_target_cancels_the_move():
    cancelled_because(ran(design(), moves(), fails("node:s1")), "not a member")


def test_processors_of_two_makers_cancel_the_move():
    mixed = changed(design(), "nodes", "s1", cpu_vendor=CpuVendor.AMD)

    cancelled_because(ran(mixed, moves()), "different makers")


def test_too_little_memory_at_the_target_cancels_the_move():
    cancelled_because(ran(design(secondary_memory_mib=4096), moves()), "no room")


def test_without_a_cluster_enabler_resource_nothing_can_change_the_roles():
    bare = changed_all(design(), "groups", cluster_enabler_resource=False)

    cancelled_because(ran(bare, moves()), "no Cluster Enabler resource")


def test_a_quick_migration_carries_the_memory_on_the_disk():
    timeline = ran(design(), moves(MovementKind.QUICK))

    save_us = 4096 * 1_000_000 // 100
    assert timeline.outcome is Outcome.COMPLETED
    assert timeline.blackout_us == 2 * save_us + 1_000_000 + 5_000_000 + 2_000_000 + 500_000
    assert changes(timeline, "vm-01")[:2] == ["saving", "saved"]
    assert not timeline.end.vm("vm-01").restarted


def test_a_planned_move_boots_the_guest_again():
    timeline = ran(design(), moves(MovementKind.MOVE))

    assert timeline.outcome is Outcome.COMPLETED
    assert timeline.blackout_us == 30_000_000 + 1_000_000 + 5_000_000 + 2_000_000 + 60_000_000
    assert timeline.end.vm("vm-01").restarted
    assert running_on(timeline)["vm-01"] == "s1"
