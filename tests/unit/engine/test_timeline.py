"""Look-ups by time: stepping back is a look-up, a moment knows what is in progress."""

import pytest

from designer.engine.run import iterate, run
from designer.engine.state import Phase, ProcedureKind
from tests.support.scripts import design, fails, moves, script

TIMELINE = run(design(), script(moves()))
SECOND = 1_000_000


def test_steps_are_numbered_from_one_in_order_of_time():
    assert [step.n for step in TIMELINE.steps] == list(range(1, len(TIMELINE.steps) + 1))
    assert list(TIMELINE.times_us) == sorted(TIMELINE.times_us)


def test_causes_lie_in_the_past():
    assert all(step.cause is None or step.cause < step.n for step in TIMELINE.steps)
    assert TIMELINE.steps[0].cause is None


def test_every_step_says_what_why_otherwise_and_by_which_source():
    for step in TIMELINE.steps:
        assert str(step.text)
        assert str(step.why)
        assert str(step.otherwise)
        assert step.source


def test_the_middle_of_the_first_round():
    moment = TIMELINE.at(2 * SECOND + TIMELINE.rounds[0].time_us // 2)

    (interval,) = moment.intervals
    assert interval.kind is ProcedureKind.LIVE
    assert interval.phase is Phase.MEMORY
    assert (interval.subject, interval.source, interval.target, interval.round) == ("vm-01", "p1", "s1", 1)
    assert interval.fraction == pytest.approx(0.5, abs=1e-6)
    assert moment.state.vm("vm-01").node == "p1"


def test_the_middle_of_the_role_change():
    start = next(step for step in TIMELINE.steps if step.after == "Failed Over")

    moment = TIMELINE.at(start.time_us + start.duration_us // 2)

    assert moment.step is start
    assert moment.intervals[0].fraction == pytest.approx(0.5)
    assert moment.state.pair("lun-01").state.value == "Failed Over"


def test_times_outside_the_run_are_clamped():
    assert (TIMELINE.at(-5).step, TIMELINE.at(-5).time_us) == (TIMELINE.steps[0], 0)
    assert (TIMELINE.at(10**12).step, TIMELINE.at(10**12).time_us) == (TIMELINE.steps[-1], TIMELINE.total_us)
    assert TIMELINE.at_step(-1).step is TIMELINE.steps[0]
    assert TIMELINE.at_step(10**6).step is TIMELINE.steps[-1]


def test_next_and_previous_walk_the_run():
    there = [TIMELINE.steps[0]]
    while (step := TIMELINE.next(there[-1].time_us)) is not None:
        assert step.time_us > there[-1].time_us
        there.append(step)
    assert there[-1].time_us == TIMELINE.times_us[-1]
    assert TIMELINE.previous(TIMELINE.total_us) is TIMELINE.steps[-2]
    assert TIMELINE.previous(0) is None
    assert TIMELINE.previous(TIMELINE.times_us[1]) is TIMELINE.steps[0]
    assert TIMELINE.next(TIMELINE.total_us) is None


def test_a_moment_after_a_step_is_that_steps_state():
    for index, step in enumerate(TIMELINE.steps):
        assert TIMELINE.at_step(index).state is step.state


def test_a_run_taken_step_by_step_is_the_same_run():
    taken = list(iterate(design(), script(moves())))

    assert [step.state for step in taken] == [step.state for step in TIMELINE.steps]


def test_a_caller_may_stop_in_the_middle():
    steps = iterate(design(), script(moves()))

    assert next(steps).n == 1
    assert next(steps).n == 2


def test_parts_that_do_not_change_are_shared_between_steps():
    first, last = TIMELINE.steps[0].state, TIMELINE.steps[-1].state

    assert first.nodes is last.nodes
    assert first.links is last.links
    assert first.vms[1] is last.vms[1]


def test_an_empty_scenario_is_a_run_without_steps():
    nothing = run(design(), script())

    assert nothing.steps == ()
    assert nothing.outcome.value == "unaffected"
    assert nothing.end is nothing.start


def test_outcomes_that_are_as_wished():
    assert run(design(), script(None, fails("node:p1"))).outcome.is_favourable
    assert not run(design(), script(None, fails("site:site-p"))).outcome.is_favourable
