"""Scales: where values stand, and which are written."""

import pytest

from designer.drawing.axis import even_axis, log_axis


def test_an_even_scale_covers_its_values_by_round_steps():
    axis = even_axis([6.9, 13.0])

    assert axis.ticks == (0.0, 5.0, 10.0, 15.0)
    assert axis.share(7.5) == pytest.approx(0.5)


def test_whole_steps_stay_whole():
    axis = even_axis([2.0, 3.0], from_zero=False, whole=True)

    assert axis.ticks == (2.0, 3.0)


def test_powers_of_ten_are_equally_far_apart():
    axis = log_axis([0.5, 80.0])

    assert axis.ticks == pytest.approx((0.1, 1.0, 10.0, 100.0))
    assert axis.share(1.0) == pytest.approx(1 / 3)
    assert axis.share(10.0) - axis.share(1.0) == pytest.approx(1 / 3)


def test_the_lowest_value_has_a_length_on_a_scale_by_powers_of_ten():
    assert log_axis([1.0, 50.0]).share(1.0) > 0


@pytest.mark.parametrize("values", [[], [0.0], [4.0, 4.0]])
def test_any_values_give_a_scale(values):
    for axis in (even_axis(values), even_axis(values, from_zero=False), log_axis(values)):
        assert axis.low < axis.high
        assert all(0.0 <= axis.share(value) <= 1.0 for value in values)
