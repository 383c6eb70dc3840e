"""Each promise notices a state that breaks it."""

from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from designer.engine.compile import compile_design
from designer.engine.run import run
from designer.engine.safety import _LOOKS_AT, PROMISES, Change, violations
from designer.engine.state import Access, ClusterState, NodeCondition, ResourceStatus, VmCondition
from designer.model.array import PairState
from designer.model.blueprint import Blueprint, build
from designer.model.scenario import Action, ActionKind, Scenario
from tests.support.designs import changed_all
from tests.support.scripts import design

PLAN, START = compile_design(changed_all(design(), "groups", preferred_owners=("p1",), possible_owners=("p1", "p2")))


def first(parts, **changes):
    return (replace(parts[0], **changes), *parts[1:])


def with_resource(index: int, status: ResourceStatus) -> ClusterState:
    group = START.groups[0]
    resources = tuple(replace(one, status=status) if n == index else one for n, one in enumerate(group.resources))
    return replace(START, groups=first(START.groups, resources=resources))


def moved(node: str) -> ClusterState:
    return replace(START, vms=first(START.vms, node=node), groups=first(START.groups, owner=node))


BROKEN: dict[str, Callable[[], ClusterState]] = {
    "a-vm-runs-once": lambda: replace(START, nodes=first(START.nodes, condition=NodeCondition.DOWN)),
    "one-side-writes": lambda: replace(START, pairs=first(START.pairs, target_access=Access.READ_WRITE)),
    "acknowledged-writes-are-on-both-sides": lambda: replace(START, pairs=first(START.pairs, stale_since_us=5)),
    "one-partition-has-quorum": lambda: replace(START, quorum=replace(START.quorum, votes_held=1)),
    "providers-are-online": lambda: with_resource(3, ResourceStatus.OFFLINE),
    "groups-stay-with-possible-owners": lambda: moved("s1"),
    "a-running-vm-has-its-resource-online": lambda: with_resource(0, ResourceStatus.OFFLINE),
}


@pytest.mark.parametrize("promise", BROKEN)
def test_a_broken_promise_is_noticed(promise):
    found = violations(PLAN, START, BROKEN[promise](), step=7)

    assert promise in {one.promise for one in found}
    assert all(one.step == 7 for one in found)


def test_memory_that_is_given_away_twice_is_noticed():
    plan, start = compile_design(design(secondary_memory_mib=4096))
    crowded = replace(start, vms=first(start.vms, node="s1"), groups=first(start.groups, owner="s1"))

    assert "memory-is-not-overcommitted" in {one.promise for one in violations(plan, start, crowded, step=1)}


def test_a_node_at_work_outside_the_partition_that_lives_is_noticed():
    beside = replace(START, quorum=replace(START.quorum, living=("p1", "p2"), votes_held=2))

    assert ("one-partition-has-quorum", "s1") in {
        (one.promise, one.subject) for one in violations(PLAN, START, beside, step=1)
    }


def test_a_clustered_vm_on_a_node_that_has_left_is_noticed():
    left = replace(
        START,
        nodes=first(START.nodes, condition=NodeCondition.STOPPED),
        quorum=replace(START.quorum, living=("p2", "s1"), votes_held=2),
    )
    unsettled = replace(left, quorum=replace(left.quorum, settled=False))

    assert ("a-vm-runs-once", "vm-01") in {(one.promise, one.subject) for one in violations(PLAN, START, left, step=1)}
    assert violations(PLAN, START, unsettled, step=1) == ()


def test_what_only_one_side_of_a_synchronized_pair_holds_is_noticed():
    behind = replace(START, writes=first(START.writes, acknowledged=5, at_first=5))
    gone = replace(START, writes=first(START.writes, acknowledged=5, at_first=4, at_second=4))

    for state in (behind, gone):
        assert "acknowledged-writes-are-on-both-sides" in {
            one.promise for one in violations(PLAN, START, state, step=1)
        }


@pytest.mark.parametrize("check", PROMISES)
def test_a_promise_is_looked_at_whenever_something_it_reads_has_changed(check):
    """Parts that are equal but other objects make every promise look; the list of what it reads must be whole."""
    read = set()

    class Watched:
        def __init__(self, state):
            self._state = state

        def __getattr__(self, name):
            read.add(name)
            return getattr(self._state, name)

    again = {field.name: (*getattr(START, field.name),) for field in fields(START) if field.name in {"vms", "nodes"}}
    list(check(Change(PLAN, Watched(START), Watched(replace(START, **again)))))

    assert read & {field.name for field in fields(START)} <= set(_LOOKS_AT[check])


def test_a_vm_apart_from_its_group_is_noticed():
    apart = replace(START, vms=first(START.vms, node="p2"))

    assert "a-vm-runs-once" in {one.promise for one in violations(PLAN, START, apart, step=1)}


def test_a_split_pair_may_be_writable_at_both_sides():
    split = replace(
        START,
        pairs=first(START.pairs, state=PairState.SPLIT, target_access=Access.READ_WRITE, stale_since_us=5),
    )

    assert violations(PLAN, START, split, step=1) == ()


def test_nothing_is_wrong_at_the_start_and_when_a_vm_is_off():
    off = with_resource(0, ResourceStatus.OFFLINE)
    resting = replace(off, vms=first(off.vms, condition=VmCondition.OFF))

    assert violations(PLAN, START, START, step=1) == ()
    assert violations(PLAN, START, resting, step=1) == ()


def test_a_node_drawn_with_too_much_may_hold_it_again_but_nothing_more():
    """Five VMs of 4,128 MiB are drawn on a node with 13,192 MiB: a finding, and no promise the engine could keep."""
    crowded = build(Blueprint(1, 1, vms=5, node_memory_mib=14_000, secondary_memory_mib=98_304))
    crash = Scenario(id="crash", name="Crash", actions=(Action(kind=ActionKind.FAIL, target="vm:vm-01", at_ms=0),))

    assert run(crowded, crash).violations == ()
