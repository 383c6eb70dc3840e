"""Every fault at every instant of a migration, followed to its end and repaired."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from designer.engine.explore import Findings, explore, explore_task, single_faults, tasks, with_first_vms
from designer.engine.run import run
from designer.engine.safety import Violation
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


def test_every_fault_strikes_at_every_instant_of_the_undisturbed_run(monkeypatch):
    of = design(1, 1, vms=1)
    instants = {step.time_us for step in run(of, script(moves())).steps}
    struck = []
    monkeypatch.setattr(
        "designer.engine.explore._strike", lambda walk, state, now, what, left: struck.append((what[0].target, now))
    )

    for task in tasks(of):
        if task.movement is not None:
            explore_task(task)

    assert sorted(struck) == sorted((target, time) for target in single_faults(of) for time in instants)


def test_two_faults_reach_more_states_than_one():
    of = design(1, 1, vms=1)
    one = next(task for task in tasks(of, faults=1) if task.first == "node:p1")
    two = next(task for task in tasks(of, faults=2) if task.first == "node:p1")

    less, more = explore_task(one), explore_task(two)

    assert less.states < more.states
    assert more.violations == more.dead_ends == ()


def test_two_faults_in_an_idle_cluster_break_no_promise():
    of = with_share(2, 1, vms=3)

    found = [explore_task(task) for task in tasks(of, faults=2) if task.movement is None]

    assert sum(one.runs for one in found) > 500
    assert not any(one.violations or one.dead_ends for one in found)


def test_a_broken_promise_is_told_with_the_way_to_see_it_again(monkeypatch):
    of = design(1, 1, vms=1)
    broken = lambda plan, before, after, step: (Violation(step, "some-promise", "vm-01"),)  # noqa: E731
    monkeypatch.setattr("designer.engine.explore.violations", broken)

    found = explore_task(next(task for task in tasks(of) if task.first == "node:p1" and task.movement is not None))

    assert "some-promise vm-01: --migrate vm-01 --to s1 --fail node:p1@0.000" in found.violations


def test_a_run_that_leaves_a_vm_behind_is_a_dead_end(monkeypatch):
    of = design(1, 1, vms=1)
    monkeypatch.setattr("designer.engine.step.judge_groups", lambda turn: None)

    found = explore_task(next(task for task in tasks(of) if task.first == "node:p1" and task.movement is None))

    assert any("vm-01" in dead_end for dead_end in found.dead_ends)


def test_a_design_with_many_vms_is_cut_to_the_first_three():
    of = design(2, 1, vms=6)

    cut = with_first_vms(of)

    assert [vm.id for vm in cut.vms] == ["vm-01", "vm-02", "vm-03"]
    assert [group.vm for group in cut.groups] == ["vm-01", "vm-02", "vm-03"]
    assert {lun for vm in cut.vms for lun in vm.luns} == {lun.id for lun in cut.luns}
    assert cut.nodes == of.nodes
    assert with_first_vms(cut) is cut


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
