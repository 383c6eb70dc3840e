"""An administrator cancels: one VM, a drain with all that waits; and what becomes of the outcome when a VM was hurt."""

import pytest

from designer.base.errors import UnknownElement
from designer.engine.run import run
from designer.engine.timeline import Outcome
from designer.model.scenario import EVERY_MOVEMENT, Action, ActionKind, Movement, MovementKind
from tests.support.scripts import design, fails, moves, ran, running_on, script

DRAIN = Movement(kind=MovementKind.DRAIN, node="p1")


def cancels(target: str, at_s: float) -> Action:
    return Action(kind=ActionKind.CANCEL, target=target, at_ms=round(at_s * 1000))


def test_a_cancelled_copy_leaves_nothing_behind():
    timeline = ran(design(), moves(), cancels("vm-01", 20))

    assert timeline.outcome is Outcome.CANCELLED
    assert timeline.total_us == 20_000_000
    assert timeline.blackout_us == 0
    assert timeline.rounds[0].sent_mib == pytest.approx(4096 * 18 / 36.626, rel=0.001)


def test_another_vm_is_not_meant():
    timeline = ran(design(), moves(), cancels("vm-02", 20))

    assert timeline.outcome is Outcome.COMPLETED
    assert any("refused" in str(step.text) for step in timeline.steps)


def test_a_drain_is_cancelled_with_everything_that_waits():
    timeline = ran(design(2, 1, vms=6), DRAIN, cancels(EVERY_MOVEMENT, 60))

    # One at a time in 2008 R2, 43 s each: vm-01 has left, vm-03 is being copied, vm-05 waits.
    assert timeline.outcome is Outcome.CANCELLED
    assert {vm: node for vm, node in running_on(timeline).items() if node == "p1"} == {"vm-03": "p1", "vm-05": "p1"}
    assert {(one.vm, one.outcome) for one in timeline.end.moved} == {
        ("vm-01", "completed"),
        ("vm-03", "cancelled"),
        ("vm-05", "cancelled"),
    }


def test_one_vm_of_a_drain_is_left_out():
    timeline = ran(design(2, 1, vms=6), DRAIN, cancels("vm-03", 10))

    assert running_on(timeline) == {
        "vm-01": "p2",
        "vm-02": "p2",
        "vm-03": "p1",
        "vm-04": "p2",
        "vm-05": "p2",
        "vm-06": "p2",
    }


@pytest.mark.parametrize(("kind", "at"), [(MovementKind.QUICK, 10), (MovementKind.MOVE, 10)])
def test_quick_migration_and_planned_move_cannot_be_cancelled(kind, at):
    timeline = ran(design(), moves(kind), cancels("vm-01", at))

    assert timeline.outcome is Outcome.COMPLETED
    assert any("already being handed over" in str(step.text) for step in timeline.steps)


def test_without_a_movement_there_is_nothing_to_cancel():
    timeline = ran(design(), None, cancels(EVERY_MOVEMENT, 1), cancels("vm-01", 2))

    assert timeline.outcome is Outcome.UNAFFECTED
    assert len([step for step in timeline.steps if "nothing of it is being moved" in str(step.text)]) == 2


def test_an_unknown_vm_is_refused_before_anything_runs():
    with pytest.raises(UnknownElement):
        run(design(), script(moves(), cancels("vm-99", 1)))


def test_a_drain_that_hurt_a_vm_is_not_called_cancelled():
    # vm-01 has moved to P2, vm-03 is on its way, when P2 dies: vm-01 boots again, vm-03 goes on at P1.
    timeline = ran(design(2, 1, vms=4), DRAIN, fails("node:p2", 60))

    results = {one.vm: one.outcome for one in timeline.end.moved}
    assert results == {"vm-01": "completed", "vm-03": "cancelled"}
    assert timeline.end.vm("vm-01").restarted
    assert timeline.outcome is Outcome.FAILED


def test_a_waiting_vm_that_went_down_counts_as_hurt():
    # vm-01 completes; the guest of vm-03, which waits for its turn, crashes and is refused; vm-05 is cancelled.
    timeline = ran(design(2, 1, vms=6), DRAIN, fails("vm:vm-03", 43), cancels("vm-05", 43.5))

    assert timeline.end.vm("vm-03").restarted
    assert timeline.outcome is Outcome.FAILED
