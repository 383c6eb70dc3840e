"""Groups that come home by themselves: at once, within their hours, not with Delay Failback (domain 1.5, 3.4)."""

import pytest

from designer.engine.failback import opens_in_us
from designer.engine.run import run
from designer.model.blueprint import WitnessPlace
from designer.model.design import Design
from designer.model.scenario import Scenario
from tests.support.scripts import design, fails, moves, ran, repairs, running_on

HOUR_US = 3_600_000_000
OUTAGE = (fails("node:p1"), repairs("node:p1", 600))


def returning(*, delayed: bool = False, **hours: int) -> Design:
    """1+1 with the share at the third site, one VM that may come home by itself."""
    of = design(1, 1, vms=1, witness=WitnessPlace.THIRD)
    enabler = of.cluster.enabler.evolve(delay_failback=delayed)
    groups = tuple(group.evolve(auto_failback=True, **hours) for group in of.groups)
    return of.evolve(groups=groups, cluster=of.cluster.evolve(enabler=enabler))


def begun_us(timeline) -> int:
    return next(
        step.time_us for step in timeline.steps if "fails back" in str(step.text) and "is back" in str(step.text)
    )


def test_without_hours_it_returns_as_soon_as_its_owner_is_a_member():
    """P1 is repaired at 600 s; the regroup lasts 2 s. The roles of the arrays change back with the group."""
    timeline = ran(returning(), None, *OUTAGE)

    assert begun_us(timeline) == 602_000_000
    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.pairs[0].writable == "array-p"
    assert timeline.end.pairs[0].state.value == "Synchronized"
    assert timeline.end.groups[0].is_away is False


def test_it_waits_for_its_hours():
    """The run begins at 09:00; failback is allowed from 22 to 5 o'clock: 13 hours later."""
    timeline = ran(returning(failback_start_h=22, failback_end_h=5), None, *OUTAGE)

    assert begun_us(timeline) == 13 * HOUR_US
    assert running_on(timeline) == {"vm-01": "p1"}


def test_the_time_of_day_is_the_scenarios():
    of = returning(failback_start_h=22, failback_end_h=5)
    scenario = Scenario(id="night", name="Night", actions=OUTAGE, begins_at_min=23 * 60)

    assert begun_us(run(of, scenario)) == 602_000_000


@pytest.mark.parametrize(
    ("start", "end", "clock_min", "now_s", "hours"),
    [
        (22, 5, 0, 0, 0),  # midnight lies within 22–5
        (22, 5, 5 * 60, 0, 17),  # five sharp is past it
        (22, 5, 4 * 60 + 59, 0, 0),
        (8, 18, 7 * 60, 0, 1),
        (8, 18, 7 * 60, 3600, 0),
        (8, 18, 18 * 60, 0, 14),
        (8, 18, 20 * 60, 86_400, 12),
        (7, 7, 12 * 60, 0, 0),  # equal hours: all day long
    ],
)
def test_hours_may_pass_midnight(start, end, clock_min, now_s, hours):
    rule = returning(failback_start_h=start, failback_end_h=end).groups[0]

    assert opens_in_us(rule, clock_min, now_s * 1_000_000) == hours * HOUR_US


def test_delay_failback_keeps_the_group_where_it_is():
    timeline = ran(returning(delayed=True), None, *OUTAGE)

    assert running_on(timeline) == {"vm-01": "s1"}
    assert any("Delay Failback" in str(step.why) for step in timeline.steps)


def test_what_a_person_has_moved_stays():
    timeline = ran(returning(), moves(), fails("witness", 100), repairs("witness", 200))

    assert running_on(timeline) == {"vm-01": "s1"}


def test_an_owner_that_is_gone_again_within_the_wait_is_not_waited_for():
    of = returning(failback_start_h=22, failback_end_h=5)
    timeline = ran(of, None, *OUTAGE, fails("node:p1", 7200))

    assert running_on(timeline) == {"vm-01": "s1"}
