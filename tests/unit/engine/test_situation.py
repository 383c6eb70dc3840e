"""What decides the future of a run: equal situations go on equally, and what decides is never left out."""

import dataclasses
import typing

import pytest

from designer.engine import state as states
from designer.engine.agenda import Agenda, Priority
from designer.engine.compile import compile_design
from designer.engine.events import Advance, JudgeGroups
from designer.engine.replacing import replace
from designer.engine.run import run
from designer.engine.situation import AGES, COUNTED, NAMES_ONLY, TOLD_ONLY, Situations, grown_old_us, still_due
from designer.engine.state import Moved, NodeCondition, Waiting
from tests.support.scripts import design, fails, moves, script, with_share

PLAN, START = compile_design(with_share())
LENGTHS = {"duration_us", "latency_us"}


def of(state, now=0, due=()):
    return Situations(PLAN).of(state, now, due)


def test_every_time_of_the_state_is_known_for_what_it_is():
    """A new field that holds a time has to be named in the module: whether its age decides, or it is told only."""
    parts = [one for one in vars(states).values() if isinstance(one, type) and dataclasses.is_dataclass(one)]
    times = {
        field.name for part in parts for field in dataclasses.fields(part) if field.name.endswith(("_us", "_ms", "_s"))
    }

    assert times - LENGTHS <= AGES | TOLD_ONLY | COUNTED
    assert {field.name for field in dataclasses.fields(states.Procedure)} >= NAMES_ONLY - {"next_serial"}


def test_every_field_of_the_state_decides_or_is_named_as_one_that_does_not():
    """Another value in any field makes another situation, but for those that are known to decide nothing."""
    other = {str: "other", int: 12_345, bool: None}
    for name in typing.get_type_hints(states.VmState):
        if name in TOLD_ONLY:
            continue
        value = getattr(START.vms[0], name)
        changed = not value if isinstance(value, bool) else other.get(type(value), Waiting.COPY)
        vms = (replace(START.vms[0], **{name: changed}), *START.vms[1:])
        assert of(replace(START, vms=vms)) != of(START), name


@pytest.mark.parametrize(
    "changes",
    [
        {"nodes": (replace(START.nodes[0], condition=NodeCondition.STOPPED), *START.nodes[1:])},
        {"queue": ("vm-01",)},
        {"moved": (Moved("vm-01", "completed"),)},
        {"silent": ("link-lan",)},
        {"quorum": replace(START.quorum, partitions=(("p1", "p2"), ("s1", "s2")))},
        {"groups": (replace(START.groups[0], failovers=(0,)), *START.groups[1:])},
        {"groups": (replace(START.groups[0], restarts=(("Physical Disk", 0),)), *START.groups[1:])},
        {"writes": (replace(START.writes[0], held=True), *START.writes[1:])},
        {"writes": (replace(START.writes[0], common=-5), *START.writes[1:])},
    ],
)
def test_what_decides_makes_another_situation(changes):
    assert of(replace(START, **changes)) != of(START)


def test_parts_that_are_grouped_differently_are_told_apart():
    first = replace(START, quorum=replace(START.quorum, partitions=(("p1", "p2"), ("s1",))))
    second = replace(START, quorum=replace(START.quorum, partitions=(("p1",), ("p2", "s1"))))

    assert of(first) != of(second)


def test_the_instant_the_numbers_and_the_totals_do_not_matter():
    later = replace(
        START,
        next_serial=99,
        vms=(replace(START.vms[0], outage_us=5), *START.vms[1:]),
    )
    same = replace(START, vms=(replace(START.vms[0], outage_us=9), *START.vms[1:]))

    assert of(START, 0) == of(START, 70_000_000)
    assert of(later) == of(same)
    assert of(later) != of(START)


def test_an_age_decides_until_it_is_forgotten():
    def after(instant, now):
        groups = (replace(START.groups[0], failovers=(instant,)), *START.groups[1:])
        return of(replace(START, groups=groups), now)

    old = grown_old_us(PLAN)

    assert after(0, 10) == after(5, 15)
    assert after(0, 10) != after(0, 11)
    assert after(0, old) == after(0, old + 1)


def test_everything_has_grown_old_when_thresholds_are_forgotten_and_the_largest_copy_is_stale():
    """Six hours of failovers; 100 GiB at 10 MiB/s take 10,240 s, which is less."""
    assert grown_old_us(PLAN) == 6 * 3600 * 1_000_000


def test_what_is_due_counts_in_its_order_and_from_now():
    def due(*entered):
        agenda = Agenda()
        for time, priority in entered:
            agenda.enter(time, priority, JudgeGroups())
        return agenda.entries()

    assert of(START, 5, due((10, Priority.STORAGE))) == of(START, 0, due((5, Priority.STORAGE)))
    assert of(START, 5, due((10, Priority.STORAGE))) != of(START, 5, due((11, Priority.STORAGE)))
    assert of(START, 5, due((10, Priority.STORAGE))) != of(START, 5)


def test_what_was_entered_for_a_procedure_that_is_gone_is_no_longer_due():
    agenda = Agenda()
    agenda.enter(3, Priority.WORKLOAD, Advance(7, 0))
    agenda.enter(4, Priority.AVAILABILITY, JudgeGroups())

    assert [entry.time_us for entry in still_due(START, agenda)] == [4]


def test_equal_situations_go_on_equally():
    """The same fault at two moments of an undisturbed hour: the same steps, as long after it."""

    def told(at_s):
        steps = run(design(2, 1), script(None, fails("node:p1", at_s))).steps
        return [(step.time_us - round(at_s * 1e6), step.subject, step.after) for step in steps]

    assert told(0) == told(1800)


def test_a_situation_is_the_same_in_two_processes_worth_of_memory():
    timeline = run(design(2, 1), script(moves()))
    plan, _ = compile_design(design(2, 1))
    first, second = Situations(plan), Situations(plan)

    hashes = [first.of(step.state, step.time_us, ()) for step in timeline.steps]

    assert [second.of(step.state, step.time_us, ()) for step in reversed(timeline.steps)] == hashes[::-1]
    assert len(set(hashes)) > len(hashes) // 2
