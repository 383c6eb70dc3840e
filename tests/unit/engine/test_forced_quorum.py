"""Forced quorum: a person starts the cluster where the votes do not suffice; the others may only join."""

import pytest

from designer.base.errors import SimulationRefused
from designer.engine.run import run
from tests.support.scripts import design, fails, ran, repairs, running_on, script, with_share


def test_after_a_lost_site_the_other_one_is_started_by_hand():
    """2+1 without witness: S1 has 1 of 3 votes. Forced at 1800 s: regroup 2 s, take-over 20 s, start 66 s."""
    of = design(2, 1, vms=1)
    off = ran(of, None, fails("site:site-p"))
    on = ran(of, None, fails("site:site-p"), repairs("quorum:s1", 1800))

    assert off.end.quorum.living == ()
    assert on.end.quorum.living == ("s1",)
    assert on.end.quorum.forced_by == "s1"
    assert running_on(on) == {"vm-01": "s1"}
    assert on.outcome.value == "stopped", "it took a person"
    assert max(step.time_us for step in on.steps if step.after == "running") == 1_888_000_000


def test_when_the_majority_is_back_quorum_is_no_longer_forced():
    actions = (fails("site:site-p"), repairs("quorum:s1", 1800), repairs("site:site-p", 3600))

    timeline = ran(design(2, 1, vms=1), None, *actions)

    assert timeline.end.quorum.forced_by is None
    assert timeline.end.quorum.living == ("p1", "p2", "s1")
    assert running_on(timeline) == {"vm-01": "s1"}


def test_a_majority_that_comes_back_apart_does_not_form_a_second_cluster():
    """The LAN is cut as well: P1 and P2 have 2 of 3 votes, but were started to join S1 only."""
    lost = fails("nodes:site-p+link:link-lan")
    actions = (lost, repairs("quorum:s1", 600), repairs("nodes:site-p", 1200))

    timeline = ran(design(2, 1, vms=1), None, *actions)

    assert timeline.end.quorum.living == ("s1",)
    assert running_on(timeline) == {"vm-01": "s1"}


def test_beside_a_living_partition_nothing_is_forced():
    timeline = ran(with_share(2, 1, vms=1), None, fails("link:link-lan"), repairs("quorum:s1", 600))

    assert timeline.end.quorum.living == ("p1", "p2")
    assert timeline.end.quorum.forced_by is None
    assert any("is not forced" in str(step.text) for step in timeline.steps)
    assert timeline.outcome.value == "unaffected"


def test_a_dead_node_cannot_be_forced():
    timeline = ran(design(1, 1, vms=1), None, fails("node:p1"), repairs("quorum:p1", 600))

    assert timeline.end.quorum.living == ()


def test_when_the_forced_node_dies_the_cluster_stops():
    actions = (fails("site:site-p"), repairs("quorum:s1", 600), fails("node:s1", 1200))

    timeline = ran(design(2, 1, vms=1), None, *actions)

    assert timeline.end.quorum.living == ()
    assert timeline.end.quorum.forced_by is None
    assert running_on(timeline) == {}


def test_a_lan_cut_between_halves_is_answered_where_a_person_says():
    """1+1 without witness: neither side has 2 of 2 votes; P1 is forced and its VM starts on its own array."""
    timeline = ran(design(1, 1, vms=1), None, fails("link:link-lan"), repairs("quorum:p1", 600))

    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.pairs[0].writable == "array-p"


def test_forcing_quorum_is_no_fault():
    with pytest.raises(SimulationRefused):
        run(design(1, 1, vms=1), script(None, fails("quorum:p1")))
