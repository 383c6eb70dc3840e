"""Drain and failback: one VM after the other, home again when the way is free."""

from designer.engine.timeline import Outcome
from designer.model.era import Era
from designer.model.scenario import Movement, MovementKind
from tests.support.scripts import design, fails, in_phase, ran, repairs, running_on, with_share

FAILBACK = Movement(kind=MovementKind.FAILBACK)


def drain(node: str) -> Movement:
    return Movement(kind=MovementKind.DRAIN, node=node)


def test_a_drained_node_is_empty_and_paused():
    timeline = ran(design(2, 1, vms=6), drain("p1"))

    assert timeline.outcome is Outcome.COMPLETED
    assert set(running_on(timeline).values()) == {"p2"}
    assert timeline.end.node("p1").paused


def test_in_2008_r2_one_move_ends_before_the_next_begins():
    timeline = ran(design(2, 1, vms=6), drain("p1"))

    most = max(len(step.state.procedures) for step in timeline.steps)
    assert most == 1
    assert len(in_phase(timeline, "stop-and-copy")) == 3


def test_later_versions_move_two_at_a_time_on_half_the_line():
    timeline = ran(design(2, 1, vms=4, era=Era.W2012), drain("p1"))

    assert max(len(step.state.procedures) for step in timeline.steps) == 2
    assert timeline.rounds[0].time_us == 2 * 36_626_019


def test_the_only_node_of_a_site_is_drained_across_the_line():
    timeline = ran(design(1, 1), drain("p1"))

    assert set(running_on(timeline).values()) == {"s1"}
    assert {pair.writable for pair in timeline.end.pairs} == {"array-s"}


def test_a_drain_without_room_is_cancelled_with_the_vms_running():
    timeline = ran(design(1, 1, secondary_memory_mib=4096), drain("p1"))

    assert timeline.outcome is Outcome.CANCELLED
    assert set(running_on(timeline).values()) == {"p1"}


def test_failback_waits_for_the_repair_and_brings_everything_home():
    timeline = ran(with_share(2, 2), FAILBACK, fails("site:site-p"), repairs("site:site-p", 600))

    assert timeline.outcome is Outcome.COMPLETED
    assert running_on(timeline) == {"vm-01": "p1", "vm-02": "p2"}
    assert {pair.writable for pair in timeline.end.pairs} == {"array-p"}


def test_failback_with_everything_at_home_is_refused():
    assert ran(design(), FAILBACK).outcome is Outcome.REFUSED
