"""Every fault at every instant of a migration, followed to its end and repaired."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from designer.engine.explore import Findings, explore, explore_task, single_faults, tasks
from designer.engine.run import run
from tests.support.scripts import design, moves, script, with_share


@pytest.mark.parametrize("of", [design(1, 1, vms=1), with_share(2, 1, vms=1), design(2, 2, vms=1)])
def test_single_faults_break_no_promise_and_leave_no_dead_end(of):
    found = explore(of)

    assert found.violations == ()
    assert found.dead_ends == ()
    assert found.runs > 100
    assert {name for name, _ in found.outcomes} <= {
        "completed",
        "cancelled",
        "failed",
        "refused",
        "unaffected",
        "recovered",
        "stopped",
    }


def test_faults_strike_at_every_instant_of_the_undisturbed_run():
    of = design(1, 1, vms=1)

    instants = {step.time_us for step in run(of, script(moves())).steps}
    moving = [task for task in tasks(of) if task.movement is not None]

    assert len(moving) == len(instants) + 1
    assert all(task.targets == single_faults(of) for task in moving)


def test_two_faults_reach_more_states_than_one():
    of = design(1, 1, vms=1)
    one = tasks(of, faults=1)[0]
    two = tasks(of, faults=2)[0]

    less, more = explore_task(one), explore_task(two)

    assert less.states < more.states
    assert more.violations == more.dead_ends == ()


def test_the_result_does_not_depend_on_who_does_the_work():
    of = design(1, 1, vms=1)

    with ThreadPoolExecutor(2) as pool:
        assert explore(of, mapper=pool.map) == explore(of)


def test_findings_add_up():
    first = Findings(frozenset({"a", "b"}), 2, 1, (("recovered", 1),))
    second = Findings(frozenset({"b"}), 3, 2, (("recovered", 1), ("stopped", 1)), ("x",), ("y",))

    assert first.plus(second) == Findings(
        frozenset({"a", "b"}), 5, 3, (("recovered", 2), ("stopped", 1)), ("x",), ("y",)
    )
