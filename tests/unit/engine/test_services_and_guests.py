"""The Cluster Enabler service of a node, and guests that crash: restart in place, fail over, give up."""

import pytest

from designer.engine.run import run
from designer.engine.state import Waiting
from designer.model.policy import EnablerProduct
from tests.support.scripts import changes, design, fails, moves, ran, repairs, running_on, script, with_share

BOOT_S = 60


def test_a_stopped_service_sends_its_groups_to_the_neighbour():
    """Poll 5 s, a restart in vain 30 s, then disk 5 s, configuration 1 s, boot 60 s."""
    timeline = ran(design(2, 1, vms=1), None, fails("enabler:p1"))

    assert timeline.outcome.value == "recovered"
    assert running_on(timeline) == {"vm-01": "p2"}
    assert max(step.time_us for step in timeline.steps if step.after == "running") == 101_000_000
    assert "Cluster Enabler: Failed" in changes(timeline, "vm-01")
    assert timeline.end.pairs[0].writable == "array-p"


def test_until_the_poll_the_vm_runs_on_and_a_quick_repair_is_not_noticed():
    timeline = ran(design(2, 1, vms=1), None, fails("enabler:p1"), repairs("enabler:p1", 4))

    assert timeline.outcome.value == "unaffected"
    assert timeline.total_us == 4_000_000


def test_without_the_service_anywhere_the_vm_waits_and_the_repair_starts_it():
    everywhere = "enabler:p1+enabler:p2+enabler:s1"
    lost = ran(design(2, 1, vms=1), None, fails(everywhere))
    back = ran(design(2, 1, vms=1), None, fails(everywhere), repairs("enabler:p2", 600))

    assert lost.end.vms[0].waits_for is Waiting.ENABLER
    assert running_on(back) == {"vm-01": "p2"}


def test_a_node_that_starts_anew_starts_its_service():
    timeline = ran(with_share(2, 1, vms=1), None, fails("enabler:p1+node:p1"), repairs("node:p1", 600))

    assert timeline.end.nodes[0].enabler


def test_groups_without_the_resource_do_not_need_the_service():
    of = design(2, 1, vms=1)
    settings = of.cluster.evolve(enabler=of.cluster.enabler.evolve(product=EnablerProduct.NONE))

    assert ran(of.evolve(cluster=settings), None, fails("enabler:p1")).outcome.value == "unaffected"


@pytest.mark.parametrize("node", ["p1", "s1"])
def test_a_migration_needs_the_service_at_both_ends_while_it_copies(node):
    timeline = ran(design(2, 1, vms=1), moves(), fails(f"enabler:{node}", 10))

    first = next(step for step in timeline.steps if "is cancelled" in str(step.text))
    assert first.time_us == 10_000_000
    assert running_on(timeline) == {"vm-01": "p1" if node == "s1" else "p2"}


def test_the_service_may_stop_at_any_step_of_a_migration():
    of = design(2, 1, vms=1)
    times = sorted({step.time_us for step in run(of, script(moves())).steps})

    for time in times:
        for target in ("enabler:p1", "enabler:s1", "vm:vm-01"):
            timeline = ran(of, moves(), fails(target, time / 1_000_000))
            assert len(running_on(timeline)) == 1, (target, time)


def test_a_crashed_guest_is_booted_where_it_was():
    """Delay of the restart 0.5 s, boot 60 s; the disk stays online."""
    timeline = ran(design(2, 1, vms=1), None, fails("vm:vm-01"))

    assert timeline.outcome.value == "recovered"
    assert timeline.end.vms[0].outage_us == 60_500_000
    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.groups[0].failovers == ()
    assert not any("Physical Disk" in after for after in changes(timeline, "vm-01"))


def test_the_second_crash_within_a_quarter_of_an_hour_is_answered_by_a_failover():
    soon = ran(design(2, 1, vms=1), None, fails("vm:vm-01"), fails("vm:vm-01", 300))
    late = ran(design(2, 1, vms=1), None, fails("vm:vm-01"), fails("vm:vm-01", 901))

    assert running_on(soon) == {"vm-01": "p2"}
    assert len(soon.end.groups[0].failovers) == 1
    assert running_on(late) == {"vm-01": "p1"}


def test_a_guest_that_crashes_again_and_again_spends_all_failovers():
    """2+1: one restart, two failovers (P2, S1 is dearer than a return to P1), then no more within 6 h."""
    crashes = tuple(fails("vm:vm-01", at) for at in (0, 100, 300, 500))

    timeline = ran(design(2, 1, vms=1), None, *crashes)

    assert len(timeline.end.groups[0].failovers) == 2
    assert len([step for step in timeline.steps if "The guest of" in str(step.text)]) == 4


def test_a_guest_that_is_off_cannot_crash():
    timeline = ran(design(1, 1, vms=1), None, fails("node:p1"), fails("vm:vm-01", 100))

    assert not any("The guest of" in str(step.text) for step in timeline.steps)
