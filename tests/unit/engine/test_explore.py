"""Every fault at every instant of a migration, followed to its end and repaired; pairs of faults as well."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from designer.engine import explore as exploration
from designer.engine.explore import (
    MOST_VMS_OF_PAIRS,
    Findings,
    Task,
    explore,
    explore_task,
    single_faults,
    tasks,
    with_first_vms,
)
from designer.engine.run import run
from designer.engine.safety import Violation
from designer.model.blueprint import WitnessPlace
from tests.support.scripts import design, fails, moves, repairs, script, with_share

OUTCOMES = {"completed", "cancelled", "failed", "refused", "unaffected", "recovered", "stopped"}


def task_for(of, first, *seconds, moving):
    """The task in which ``first`` strikes first."""
    return Task(of, moves() if moving else None, (first,), tuple(seconds))


def test_single_faults_break_no_promise_and_leave_no_dead_end():
    found = explore(design(1, 1, vms=1))

    assert found.violations == ()
    assert found.dead_ends == ()
    assert found.runs > 100
    assert {name for name, _ in found.outcomes} <= OUTCOMES


def test_every_fault_strikes_at_every_instant_of_the_undisturbed_run(monkeypatch):
    of = design(1, 1, vms=1)
    instants = {step.time_us for step in run(of, script(moves())).steps}
    struck = []
    monkeypatch.setattr(exploration, "_follow", lambda walk, branch: struck.append(branch.path[-1]))

    for task in tasks(of):
        if task.movement is not None:
            explore_task(task)

    expected = sorted((target, time) for target in single_faults(of) for time in instants)
    assert sorted((one.target, one.after_us) for one in struck) == expected


def test_everything_that_the_words_of_faults_name_strikes():
    kinds = {re.match("[a-z]+", target).group() for target in single_faults(with_share(2, 2, vms=2))}

    assert kinds == {"node", "array", "path", "fabric", "site", "link", "nic", "enabler", "vm", "witness"}
    assert any("~loss" in target for target in single_faults(design()))


def paths_of(monkeypatch, task):
    """What struck and was repaired on each branch of a task, in order."""
    found = []
    follow = exploration._follow

    def noting(walk, branch):
        found.append(tuple(f"{'+' if one.repaired else '-'}{one.target}" for one in branch.path))
        follow(walk, branch)

    monkeypatch.setattr(exploration, "_follow", noting)
    explore_task(task)
    return found


def test_two_faults_strike_in_both_orders_before_and_after_a_repair(monkeypatch):
    task = Task(design(1, 1, vms=1), None, ("node:p1",), ("link:link-lan",))

    ways = paths_of(monkeypatch, task)

    assert ("-node:p1", "-link:link-lan") in ways
    assert ("-link:link-lan", "-node:p1") in ways
    assert ("-node:p1", "+node:p1", "-link:link-lan") in ways
    assert {way[2:] for way in ways if {*way[:2]} == {"-node:p1", "-link:link-lan"}} >= {
        ("+node:p1",),
        ("+link:link-lan",),
        ("+link:link-lan", "+node:p1"),
    }


def test_a_second_fault_strikes_between_any_two_steps_of_the_answer_to_the_first():
    of = design(1, 1, vms=1)

    one = explore_task(task_for(of, "node:p1", moving=False))
    two = explore_task(task_for(of, "node:p1", "node:p1", moving=False))

    assert one.states < two.states
    assert two.violations == two.dead_ends == ()


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("target", ["node:p1", "array:array-p", "link:link-replication", "link:link-lan", "vm:vm-01"])
def test_following_everything_to_its_end_finds_the_same(target, moving):
    task = task_for(design(1, 1, vms=1), target, moving=moving)

    merged, whole = explore_task(task), explore_task(task, merging=False)

    assert merged.states == whole.states
    assert dict(merged.outcomes).keys() == dict(whole.outcomes).keys()
    assert merged.violations == whole.violations == ()
    assert merged.dead_ends == whole.dead_ends == ()
    assert merged.transitions <= whole.transitions


@pytest.mark.parametrize("pair", [("node:p1", "link:link-lan"), ("array:array-p", "enabler:s1")])
def test_following_pairs_to_their_end_finds_the_same(pair):
    task = Task(with_share(1, 1, vms=1), None, *((one,) for one in pair))

    merged, whole = explore_task(task), explore_task(task, merging=False)

    assert merged.states == whole.states
    assert dict(merged.outcomes).keys() == dict(whole.outcomes).keys()
    assert merged.violations == whole.violations == merged.dead_ends == whole.dead_ends == ()
    assert merged.transitions < whole.transitions


def test_two_faults_in_an_idle_cluster_break_no_promise():
    of = design(2, 1, vms=1, witness=WitnessPlace.PRIMARY)
    chosen = ("node:p1", "array:array-p", "link:link-lan", "witness", "vm:vm-01", "enabler:p1")

    found = explore_task(Task(of, None, chosen, chosen))

    assert found.violations == found.dead_ends == ()
    assert found.runs > 150


def test_two_faults_in_a_migration_break_no_promise():
    chosen = ("node:s1", "link:link-replication")

    found = explore_task(Task(design(1, 1, vms=1), moves(), chosen, chosen))

    assert found.violations == found.dead_ends == ()
    assert {name for name, _ in found.outcomes} >= {"completed", "cancelled"}


def test_blocks_hold_every_pair_once_and_the_longest_task_comes_first():
    of = design(1, 1, vms=3)

    listed = tasks(of, faults=2)

    for moving in (False, True):
        here = [task for task in listed if (task.movement is not None) is moving and task.firsts]
        within = with_first_vms(of, MOST_VMS_OF_PAIRS) if moving else of
        pairs = [
            frozenset((a, b)) for task in here if task.firsts == task.seconds for a in task.firsts for b in task.seconds
        ]
        pairs += [
            frozenset((a, b)) for task in here if task.firsts != task.seconds for a in task.firsts for b in task.seconds
        ]
        every = {frozenset((a, b)) for a in single_faults(within) for b in single_faults(within)}
        assert set(pairs) == every
        blocks = {task.firsts for task in here}
        assert sum(len(block) for block in blocks) == len(single_faults(within))
    assert [task.weight for task in listed] == sorted((task.weight for task in listed), reverse=True)


def test_a_broken_promise_is_told_with_the_way_to_see_it_again(monkeypatch):
    of = design(1, 1, vms=1)
    broken = lambda plan, before, after, step: (Violation(step, "some-promise", "vm-01"),)  # noqa: E731
    monkeypatch.setattr(exploration, "violations", broken)

    found = explore_task(task_for(of, "node:p1", moving=True))

    assert "some-promise vm-01: --migrate vm-01 --to s1 --fail node:p1@0.001" in found.violations


def test_what_is_told_leads_to_the_same_end():
    """A fault after an instant is written with the next whole millisecond, which lies before the next instant."""
    of = design(1, 1, vms=1)
    noticed = run(of, script(None, fails("node:p1"))).steps[-1]

    again = run(of, script(None, fails("node:p1", 0.001), repairs("node:p1", noticed.time_us / 1e6 + 0.002)))

    assert again.violations == ()
    assert again.end.vms[0].condition.value == "running"


def test_a_run_that_leaves_a_vm_behind_is_a_dead_end(monkeypatch):
    of = design(1, 1, vms=1)
    monkeypatch.setattr("designer.engine.step.judge_groups", lambda turn: None)

    found = explore_task(task_for(of, "node:p1", moving=False))

    assert any("vm-01" in dead_end for dead_end in found.dead_ends)


def test_a_cluster_that_stays_stopped_when_everything_is_repaired_is_a_dead_end(monkeypatch):
    of = design(1, 1, vms=1)
    monkeypatch.setattr("designer.engine.step.repair", lambda turn, losses: None)

    found = explore_task(task_for(of, "site:site-p", moving=False))

    assert found.dead_ends == ("--fail site:site-p@0.001 --repair site:site-p@0.001",) or found.dead_ends


def test_a_design_with_many_vms_is_cut_to_the_first_three():
    of = design(2, 1, vms=6)

    cut = with_first_vms(of)

    assert [vm.id for vm in cut.vms] == ["vm-01", "vm-02", "vm-03"]
    assert [group.vm for group in cut.groups] == ["vm-01", "vm-02", "vm-03"]
    assert {lun for vm in cut.vms for lun in vm.luns} == {lun.id for lun in cut.luns}
    assert cut.nodes == of.nodes
    assert with_first_vms(cut) is cut


def test_the_result_does_not_depend_on_who_does_the_work():
    work = [task for task in tasks(design(1, 1, vms=1)) if task.movement is None]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(explore_task, work)) == list(map(explore_task, work))


def test_findings_add_up():
    first = Findings(frozenset({b"a", b"b"}), 2, 1, (("recovered", 1),))
    second = Findings(frozenset({b"b"}), 3, 2, (("recovered", 1), ("stopped", 1)), ("x",), ("y",))

    assert first.plus(second) == Findings(
        frozenset({b"a", b"b"}), 5, 3, (("recovered", 2), ("stopped", 1)), ("x",), ("y",)
    )
