"""Quick migration, planned move, shared volumes and failback, and what guests' sessions make of the interruption."""

import pytest

from designer.engine.timeline import Outcome
from designer.model.array import PairState
from designer.model.era import Era
from designer.model.scenario import Movement, MovementKind
from tests.support.designs import changed_all, with_settings
from tests.support.scripts import changes, design, fails, moves, phases, ran, repairs, running_on, with_share

QUICK, MOVE = MovementKind.QUICK, MovementKind.MOVE

# A quick migration of 4 GiB at 100 MiB/s: saved from 0.5 to 41.46 s, roles from 42.46 to 47.46, read back until 90.42.
# A planned move: shut down from 0.5 to 30.5 s, roles from 31.5 to 36.5, booted from 38.5 to 98.5 s.
RESUMED, REBOOTED, ARRIVED = ("failed", "p1", False), ("failed", "p", True), ("completed", "s1", False)
BOOTED_BACK, BOOTED_THERE = ("failed", "p", True), ("completed", "s1", True)
TABLE = {
    (QUICK, "save", 20.0): {
        "node:s1": RESUMED,
        "node:p1": REBOOTED,
        "link:link-lan": RESUMED,
        "link:link-replication": RESUMED,
        "array:array-s": RESUMED,
        "enabler:s1": RESUMED,
    },
    (QUICK, "role-change", 45.5): {
        "node:s1": ("failed", "p", False),  # the saved memory lies on the disk, and is read back at home
        "node:p1": ARRIVED,
        "link:link-replication": ARRIVED,
    },
    (QUICK, "restore", 60.0): {"node:s1": REBOOTED, "node:p1": ARRIVED, "link:link-replication": ARRIVED},
    (MOVE, "shut-down", 20.0): {
        "node:s1": BOOTED_BACK,
        "node:p1": BOOTED_BACK,
        "link:link-lan": BOOTED_BACK,
        "link:link-replication": BOOTED_BACK,
        "array:array-s": BOOTED_BACK,
        "enabler:s1": BOOTED_BACK,
    },
    (MOVE, "boot", 60.0): {
        "node:s1": BOOTED_BACK,
        "node:p1": BOOTED_THERE,
        "link:link-replication": BOOTED_THERE,
    },
}


@pytest.mark.parametrize(
    ("kind", "at", "fault", "expected"),
    [(kind, at, fault, end) for (kind, _, at), row in TABLE.items() for fault, end in row.items()],
)
def test_a_broken_quick_migration_or_planned_move_ends_as_worked_out(kind, at, fault, expected):
    outcome, where, restarted = expected

    timeline = ran(design(), moves(kind), fails(fault, at))

    vm = timeline.end.vm("vm-01")
    assert timeline.outcome.value == outcome
    assert vm.condition.value == "running"
    assert vm.node.startswith(where)
    assert vm.restarted is restarted


# --- shared volumes ---


def test_a_shared_volume_skips_the_storage_phases_inside_a_site():
    of = changed_all(design(era=Era.W2012R2), "luns", csv=True)

    timeline = ran(of, moves(to="p2"))

    assert timeline.outcome is Outcome.COMPLETED
    assert "role-change" not in phases(timeline)
    resources = {step.before.partition(":")[0] for step in timeline.steps if step.phase.value in {"offline", "online"}}
    assert "Physical Disk" not in resources
    assert "Cluster Enabler" not in resources
    # Final state and resume only, and what was left of the memory.
    assert timeline.blackout_us == pytest.approx(800_000, abs=30_000)


def test_a_shared_volume_is_not_moved_across_the_sites():
    of = changed_all(design(), "luns", csv=True)

    timeline = ran(of, moves(to="s1"))

    assert timeline.outcome is Outcome.CANCELLED
    assert timeline.blackout_us == 0
    assert any("Cluster Shared Volume" in str(step.text) for step in timeline.steps)


# --- failback with the replication turned round ---


def test_failback_turns_the_replication_round_again():
    timeline = ran(
        with_share(1, 1, vms=1),
        Movement(kind=MovementKind.FAILBACK),
        fails("node:p1", 0),
        repairs("node:p1", 300),
    )

    assert timeline.outcome is Outcome.COMPLETED
    assert running_on(timeline) == {"vm-01": "p1"}
    pair = timeline.end.pair("lun-01")
    assert (pair.state, pair.source, pair.writable) == (PairState.SYNCHRONIZED, "array-p", "array-p")
    swaps = [step for step in changes(timeline, "lun-01") if step == "Failed Over"]
    assert len(swaps) == 2, "over at the failure, and back"


# --- sessions ---


@pytest.mark.parametrize(("tolerance_ms", "dropped"), [(8_000, True), (9_000, False)])
def test_sessions_are_dropped_by_a_blackout_longer_than_they_survive(tolerance_ms, dropped):
    # The blackout is 8.8 s.
    timeline = ran(with_settings(design(), "migration", tcp_tolerance_ms=tolerance_ms), moves())

    assert timeline.outcome is Outcome.COMPLETED
    assert timeline.dropped_sessions == (("vm-01",) if dropped else ())
    assert any("sessions are dropped" in str(step.text) for step in timeline.steps) is dropped


def test_a_booted_guest_has_no_sessions_left_and_the_others_keep_theirs():
    timeline = ran(design(), None, fails("vm:vm-01"))

    assert timeline.dropped_sessions == ("vm-01",)


def test_a_vm_that_stays_down_has_none_either():
    timeline = ran(design(1, 1), None, fails("site:site-p"))

    assert set(timeline.dropped_sessions) == {"vm-01", "vm-02"}


def test_a_vm_on_a_shared_volume_that_is_lost_goes_down_in_order():
    timeline = ran(changed_all(with_share(2, 2), "luns", csv=True), None, fails("array:array-p"))

    # The guests go with their files, without a disk resource that could fail; the other copy is taken over (D6).
    assert timeline.outcome is Outcome.RECOVERED
    assert all(vm.restarted and vm.node in {"s1", "s2"} for vm in timeline.end.vms)
