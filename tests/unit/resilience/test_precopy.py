"""The pre-copy law worked out by hand: 1,000 MiB at 100 MiB/s, without headers and without fixed downtime."""

from math import exp, inf, nan

import pytest

from designer.resilience.precopy import MOST_ROUNDS, precopy

PLAIN = {
    "memory_mib": 1000.0,
    "rate_mib_s": 100.0,
    "dirty_mib_s": 10.0,
    "hot_set_mib": 1000.0,
    "downtime_target_s": 0.5,
    "header_overhead": 0.0,
    "fixed_downtime_s": 0.0,
}


def copied(**changes):
    return precopy(**(PLAIN | changes))


def test_linear_rounds_shrink_by_dirty_over_rate_until_the_rest_fits():
    """10 s write 100 MiB; 1 s writes 10 MiB, which fits into 0.5 s × 100 MiB/s = 50 MiB."""
    result = copied(law="linear")

    assert [one.sent_mib for one in result.rounds] == [1000, 100]
    assert [one.time_s for one in result.rounds] == [10, 1]
    assert (result.rest_mib, result.rest_s, result.downtime_s) == (10, 0.1, 0.1)
    assert result.sent_mib == 1110
    assert result.total_s == pytest.approx(11.1)
    assert result.converged


def test_a_linear_law_writes_no_more_than_the_hot_set():
    assert copied(law="linear", hot_set_mib=60.0).rounds[1].sent_mib == 60


def test_a_saturating_law_approaches_the_hot_set():
    """10 s at 10 MiB/s onto 200 MiB: 200 × (1 − e^(−100/200)) = 78.69 MiB."""
    result = copied(hot_set_mib=200.0)

    assert result.rounds[1].sent_mib == pytest.approx(200 * (1 - exp(-0.5)))


def test_without_a_known_hot_set_half_of_the_memory_is_taken():
    assert copied(hot_set_mib=None) == copied(hot_set_mib=500.0)


def test_a_vm_that_writes_to_nothing_is_copied_once():
    result = copied(hot_set_mib=0.0)

    assert len(result.rounds) == 1
    assert (result.rest_mib, result.downtime_s, result.converged) == (0, 0, True)


def test_the_saturating_law_is_the_linear_one_where_the_hot_set_is_beyond_measure():
    """W × (1 − e^(−D·t/W)) tends to D·t, however small D·t/W is beside 1."""
    wide = {"dirty_mib_s": 10.0, "rounds": 3, "hot_set_mib": 1e300}

    expected = copied(law="linear", **wide)

    assert copied(law="saturating", **wide).total_s == pytest.approx(expected.total_s)


def test_headers_and_the_fixed_part_are_paid_in_time_only():
    result = copied(law="linear", header_overhead=0.002, fixed_downtime_s=3.0)

    assert result.rounds[0].time_s == pytest.approx(10.02)
    assert result.downtime_s == result.rest_s + 3.0


def test_the_limit_of_rounds_ends_a_copy_that_does_not_converge():
    result = copied(law="linear", dirty_mib_s=200.0, rounds=3)

    assert [one.sent_mib for one in result.rounds] == [1000, 1000, 1000]
    assert (result.rest_mib, result.converged) == (1000, False)


def test_the_factor_ends_a_copy_once_more_than_that_was_sent():
    """1,000 and 1,000 are just twice the memory, the third round is more."""
    assert len(copied(law="linear", dirty_mib_s=200.0, max_factor=2.0).rounds) == 3


def test_a_saturating_copy_ends_where_the_volume_no_longer_changes():
    """The fixed point of v = 500 × (1 − e^(−2v/500)) at twice the rate: v/500 = 0.7968."""
    result = copied(dirty_mib_s=200.0, hot_set_mib=500.0, downtime_target_s=0.01)

    assert result.rest_mib / 500 == pytest.approx(0.7968, abs=1e-4)
    assert len(result.rounds) < 40
    assert not result.converged


def test_a_linear_copy_that_never_shrinks_is_stopped():
    result = copied(law="linear", dirty_mib_s=200.0)

    assert len(result.rounds) == MOST_ROUNDS


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"law": "cubic"}, "unknown law 'cubic'"),
        ({"rounds": 0}, "at least one round"),
        ({"rate_mib_s": 0.0}, "rate must be positive"),
        ({"rate_mib_s": inf}, "rate must be positive"),
        ({"rate_mib_s": nan}, "rate must be positive"),
        ({"memory_mib": -1.0}, "finite and not negative"),
        ({"dirty_mib_s": inf}, "finite and not negative"),
        ({"hot_set_mib": -1.0}, "finite and not negative"),
        ({"max_factor": nan}, "finite and not negative"),
        ({"downtime_target_s": -0.1}, "finite and not negative"),
    ],
)
def test_what_is_no_figure_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        copied(**changes)
