"""Writes are counted, so a take-over says exactly what it loses: rate times time, by hand."""

from dataclasses import replace

import pytest

from designer.assets.translations import translator
from designer.engine.compile import compile_design
from designer.engine.record import run_json
from designer.engine.safety import violations
from designer.engine.timeline import Timeline
from designer.model.array import PairState, ReplicationMode
from designer.model.blueprint import WitnessPlace
from designer.model.design import Design
from tests.support.scripts import design, fails, ran, repairs, with_share

US = 1_000_000


def loss(timeline: Timeline, pair: str = "lun-01") -> tuple[float, float]:
    """MiB and seconds lost with a pair, as the command prints them."""
    end = run_json(timeline, translator("en"))["pairs"][pair]
    return end["lost_mib"], end["lost_s"]


def written(timeline: Timeline) -> tuple[int, int, int]:
    """MiB acknowledged for the first pair, and how far each side has come."""
    account = timeline.end.writes[0]
    mib = 1024 * US
    return account.acknowledged // mib, account.at_first // mib, account.at_second // mib


def with_luns(of: Design, **changes: object) -> Design:
    """The design with all LUNs changed alike."""
    return of.evolve(luns=tuple(lun.evolve(**changes) for lun in of.luns))


def test_writes_after_the_cut_are_lost_when_the_other_side_takes_over():
    """1+1, share at S, both links cut: P writes 10 MiB/s for 5 s of heartbeats, 2 s regroup and 2 s arbitration."""
    of = design(1, 1, vms=1, witness=WitnessPlace.SECONDARY)

    timeline = ran(of, None, fails("link:link-replication+link:link-lan", 10))

    assert timeline.end.pair("lun-01").state.value == "Split"
    assert loss(timeline) == (90.0, 9.0)
    assert any(
        ". Lost: 90\u00a0MiB that only Array P had, written within 9.0\u00a0s." in str(one.text)
        for one in timeline.steps
    )


def test_a_take_over_of_a_pair_that_was_equal_loses_nothing():
    timeline = ran(with_share(1, 1, vms=1), None, fails("site:site-p", 100))

    assert timeline.end.pair("lun-01").state.value == "Failed Over"
    assert loss(timeline) == (0.0, 0.0)


def test_a_person_who_takes_an_old_copy_loses_all_since_the_suspension():
    """Suspended at 10 s, the site lost at 70 s: 60 s at 10 MiB/s."""
    of = with_share(1, 1, vms=1)

    timeline = ran(
        of, None, fails("link:link-replication", 10), fails("site:site-p", 70), repairs("promote:lun-01/array-s", 400)
    )

    assert loss(timeline) == (600.0, 60.0)
    assert timeline.end.vm("vm-01").condition.value == "running"


@pytest.mark.parametrize(("state", "mib"), [(PairState.SUSPENDED, 5000.0), (PairState.SYNCHRONIZED, 0.0)])
def test_what_the_older_copy_lacked_before_the_run_counts_as_well(state, mib):
    """8 min 20 s old at the start, at 10 MiB/s; a copy in order is not old whatever is typed."""
    of = with_luns(with_share(1, 1, vms=1), state=state, stale_s=500)

    timeline = ran(of, None, fails("site:site-p"), repairs("promote:lun-01/array-s", 100))

    assert loss(timeline)[0] == mib


def test_an_asynchronous_copy_lacks_two_cycles_at_most():
    """2 × 30 s at 10 MiB/s when the site goes; nothing when nobody has written for longer than that."""
    of = with_luns(with_share(1, 1, vms=1), mode=ReplicationMode.ASYNC)
    taken = repairs("promote:lun-01/array-s", 400)

    assert loss(ran(of, None, fails("site:site-p", 100), taken)) == (600.0, 60.0)
    assert loss(ran(of, None, fails("nodes:site-p", 100), fails("site:site-p", 170), taken)) == (0.0, 0.0)


def test_both_sides_have_what_was_acknowledged_while_the_pair_is_in_order():
    of = with_share(1, 1, vms=1)

    assert written(ran(of, None, fails("node:p1", 100))) == (1000, 1000, 1000)


def test_one_side_alone_has_what_was_acknowledged_after_the_cut():
    of = with_share(1, 1, vms=1)

    assert written(ran(of, None, fails("link:link-replication", 100), fails("node:p1", 160))) == (1600, 1600, 1000)


def test_the_copy_takes_the_changed_data_over_the_rest_of_the_line():
    """4000 Mbit/s are 476.84 MiB/s; the VM writes 10 of them. 190 s × 10 MiB/s = 1900 MiB / 466.84 MiB/s = 4.07 s."""
    of = with_share(1, 1, vms=1)

    timeline = ran(
        of,
        None,
        fails("link:link-replication", 10),
        repairs("link:link-replication", 100),
        repairs("pair:lun-01", 200),
    )

    copied = next(step for step in timeline.steps if step.phase.value == "resync" and step.duration_us)
    assert copied.duration_us / US == pytest.approx(1900 / (4_000_000_000 / 8 / 1024**2 - 10), rel=1e-4)


def test_a_measured_write_rate_stands_in_for_that_of_memory():
    """The LUN is written at 2 MiB/s: 9 s after the cut are 18 MiB."""
    of = with_luns(design(1, 1, vms=1, witness=WitnessPlace.SECONDARY), write_mib_s=2.0)

    assert loss(ran(of, None, fails("link:link-replication+link:link-lan", 10))) == (18.0, 9.0)


def test_what_was_given_up_is_regained_by_going_back_to_its_side():
    """600 MiB lost by taking S; nobody writes there before P is taken again, which has them all."""
    of = with_share(1, 1, vms=1)
    taken = (fails("link:link-replication", 10), fails("nodes:site-p", 70), repairs("promote:lun-01/array-s", 71))

    there = ran(of, None, *taken)
    back = ran(of, None, *taken, repairs("promote:lun-01/array-p", 72))

    assert loss(there) == (600.0, 60.0)
    assert loss(back) == (0.0, 0.0)


def test_a_line_that_goes_as_replication_is_resumed_leaves_nothing_half_done():
    of = with_luns(with_share(1, 1, vms=1), state=PairState.SUSPENDED, stale_s=600)

    timeline = ran(of, None, repairs("pair:lun-01", 1), fails("link:link-replication", 1))

    assert timeline.end.pair("lun-01").state.value == "Suspended"


def test_a_broken_count_is_noticed():
    plan, start = compile_design(with_share(1, 1, vms=1))
    apart = replace(start, writes=(replace(start.writes[0], acknowledged=5, at_first=5),))
    gone = replace(start, writes=(replace(start.writes[0], acknowledged=5),))

    for wrong in (apart, gone):
        found = violations(plan, start, wrong, 1)
        assert {one.promise for one in found} == {"acknowledged-writes-are-on-both-sides"}
