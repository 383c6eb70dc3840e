"""A copy taken up in the middle: the same law, with what is left and for how long it has gone on."""

from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.resilience.precopy import Begun, precopy, precopy_from

GIVEN = {
    "memory_mib": 4096.0,
    "dirty_mib_s": 20.0,
    "hot_set_mib": None,
    "rounds": 10,
    "downtime_target_s": 0.03,
    "fixed_downtime_s": 0.0,
}


def test_a_copy_that_has_not_begun_is_the_whole_copy():
    assert precopy_from(Begun(4096.0), rate_mib_s=100.0, **GIVEN) == precopy(rate_mib_s=100.0, **GIVEN)


@given(st.floats(0.0, 1.0), st.integers(0, 8))
def test_taken_up_at_the_same_rate_it_ends_as_it_would_have(share, made):
    """Whenever a copy is interrupted without a change of rate, nothing changes but the numbers' last digits."""
    whole = precopy(rate_mib_s=100.0, **GIVEN)
    if made >= len(whole.rounds):
        return
    now = whole.rounds[made]

    rest = precopy_from(Begun(now.sent_mib * (1 - share), now.time_s * share, made), rate_mib_s=100.0, **GIVEN)

    expected = whole.rounds[made + 1 :]
    assert len(rest.rounds) == 1 + len(expected)
    assert rest.rounds[0].time_s == pytest.approx(now.time_s * (1 - share), abs=1e-9)
    for one, other in zip(rest.rounds[1:], expected, strict=True):
        assert one.sent_mib == pytest.approx(other.sent_mib, rel=1e-6)
    assert rest.rest_mib == pytest.approx(whole.rest_mib, rel=1e-6)


def test_at_half_the_rate_the_next_round_carries_what_the_longer_time_dirties():
    # Half of 4,096 MiB sent in 20 s, the rest at 50 MiB/s: 2048 x 1.002 / 50 = 41.04 s more.
    rest = precopy_from(Begun(2048.0, 20.0, 0), rate_mib_s=50.0, **GIVEN)

    left = 2048 * 1.002 / 50
    assert rest.rounds[0].time_s == pytest.approx(left)
    assert rest.rounds[1].sent_mib == pytest.approx(2048 * (1 - exp(-20 * (20 + left) / 2048)))


def test_rounds_that_were_made_count_against_the_limit():
    begun = Begun(100.0, 0.0, made=9)

    assert len(precopy_from(begun, rate_mib_s=25.0, **GIVEN).rounds) == 1


def test_a_round_that_is_just_over_leaves_nothing_of_itself():
    rest = precopy_from(Begun(0.0, 10.0, 0), rate_mib_s=100.0, **GIVEN)

    assert rest.rounds[0].time_s == 0.0
    assert rest.rounds[1].sent_mib == pytest.approx(2048 * (1 - exp(-200 / 2048)))
    assert all(one.time_s > other.time_s for one, other in pairwise(rest.rounds[1:]))


@pytest.mark.parametrize("wrong", [Begun(-1.0), Begun(1.0, -1.0), Begun(1.0, float("nan"))])
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match="finite"):
        precopy_from(wrong, rate_mib_s=100.0, **GIVEN)
