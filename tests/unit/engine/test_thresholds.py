"""Restart, fail over, give up: the counters of a group, their thresholds and their periods."""

import pytest

from designer.engine.compile import Plan
from designer.engine.state import GroupState, ResourceKind, Waiting
from designer.engine.tries import failovers_left, restarts_left
from designer.model.design import Design
from tests.support.scripts import changes, design, fails, ran, repairs, running_on, with_share

HOUR_S = 3600
HOUR_US = 3_600_000_000


def limited(of: Design, threshold: int | None, period_h: int = 6) -> Design:
    """The design with this failover threshold on every group."""
    return of.evolve(
        groups=tuple(group.evolve(failover_threshold=threshold, failover_period_h=period_h) for group in of.groups)
    )


def group(*failovers: int, restarts: tuple[tuple[str, int], ...] = ()) -> GroupState:
    return GroupState("group-01", "vm-01", "p1", (), failovers, restarts)


@pytest.mark.parametrize(("shape", "default"), [((1, 1), 1), ((2, 1), 2), ((2, 2), 3)])
def test_the_default_threshold_is_the_number_of_nodes_less_one(shape, default):
    """Domain 1.6: a 1+1 group may fail over once in 6 h, a 2+1 group twice, a 2+2 group three times."""
    assert failovers_left(Plan(design(*shape)), group(), 0) == default


def test_a_failover_is_forgotten_when_its_period_is_over():
    plan = Plan(design(2, 1))

    assert failovers_left(plan, group(0, HOUR_US), 6 * HOUR_US - 1) == 0
    assert failovers_left(plan, group(0, HOUR_US), 6 * HOUR_US) == 1
    assert failovers_left(plan, group(0, HOUR_US), 7 * HOUR_US) == 2


def test_one_restart_in_place_within_a_quarter_of_an_hour():
    plan, guest = Plan(design(2, 1)), ResourceKind.VM
    once = group(restarts=((guest, 0),))

    assert restarts_left(plan, group(), guest, 0) == 1
    assert restarts_left(plan, once, guest, 899_999_999) == 0
    assert restarts_left(plan, once, guest, 900_000_000) == 1
    assert restarts_left(plan, once, ResourceKind.DISK, 0) == 1


def test_a_group_that_has_used_up_its_failovers_stays_off_until_the_period_is_over():
    """1+1 with a share: P1 fails, back; S1 fails: the second failover within 6 h is not made.

    The VM is tried again every hour; at the sixth hour after the first failover it comes online on P1.
    """
    of = with_share(1, 1, vms=1)
    timeline = ran(of, None, fails("node:p1"), repairs("node:p1", 600), fails("node:s1", 1200))

    vm = timeline.end.vms[0]
    moved = [step for step in timeline.steps if step.subject == "vm-01" and (step.before, step.after) == ("P1", "S1")]
    told = [step for step in timeline.steps if "used up its failovers" in str(step.text)]
    assert running_on(timeline) == {"vm-01": "p1"}
    assert len(told) == 1
    back = next(step.time_us for step in timeline.steps if step.before == "S1" and step.after == "P1")
    assert back - moved[0].time_us >= 6 * HOUR_US
    assert back - told[0].time_us == 6 * HOUR_US
    assert vm.restarted


def test_where_the_group_is_owned_it_starts_again_without_a_failover():
    of = limited(with_share(1, 1, vms=1), 0)

    timeline = ran(of, None, fails("node:p1"), repairs("node:p1", 600))

    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.groups[0].failovers == ()
    assert timeline.total_us < HOUR_US


def test_without_any_failover_allowed_the_vm_waits_for_its_node():
    of = limited(with_share(2, 1, vms=1), 0, period_h=1)

    lost = ran(of, None, fails("node:p1"))
    back = ran(of, None, fails("node:p1"), repairs("node:p1", 2 * HOUR_S))

    assert lost.outcome.value == "stopped"
    assert lost.end.vms[0].waits_for is Waiting.THRESHOLD
    assert running_on(back) == {"vm-01": "p1"}
    assert back.end.vms[0].outage_us > 2 * HOUR_US
    assert back.end.vms[0].waits_for is None


def test_a_neighbour_tried_in_vain_spends_a_failover():
    """Domain 1.6: with one failover allowed the lateral try spends it, and the other site is not reached."""
    timeline = ran(limited(with_share(2, 1, vms=1), 1, period_h=1), None, fails("fabric:site-p"))
    plenty = ran(with_share(2, 1, vms=1), None, fails("fabric:site-p"))

    assert any(Waiting.THRESHOLD in {vm.waits_for for vm in step.state.vms} for step in timeline.steps)
    assert running_on(plenty) == {"vm-01": "s1"}
    assert len(plenty.end.groups[0].failovers) == 2
    assert changes(plenty, "vm-01")
