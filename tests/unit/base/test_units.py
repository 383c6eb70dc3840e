"""Integer quantities, conversions with their rounding, and their text in both languages."""

import pytest

from designer.assets.translations import translator
from designer.base import units
from designer.base.texts import ENGLISH


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), (1, 1_000_000), (0.000_000_4, 0), (0.000_000_5, 1), (-1.5, -1_500_000), (36.6, 36_600_000)],
)
def test_seconds_become_whole_microseconds(value, expected):
    assert units.microseconds(value) == expected


def test_microseconds_become_seconds():
    assert units.seconds(51_700_000) == 51.7


def test_a_line_of_one_gigabit_moves_119_mib_a_second():
    # 10^9 bits / 8 / 2^20 = 119.209...
    assert units.mib_per_second(1000) == pytest.approx(119.2093, abs=1e-4)
    assert units.mib_per_second(1000, 0.94) == pytest.approx(112.0567, abs=1e-4)


@pytest.mark.parametrize(
    ("message", "english", "czech"),
    [
        (units.memory_text(512), "512\u00a0MiB", "512\u00a0MiB"),
        (units.memory_text(1024), "1\u00a0GiB", "1\u00a0GiB"),
        (units.memory_text(1536), "1.5\u00a0GiB", "1,5\u00a0GiB"),
        (units.memory_text(-2048), "-2\u00a0GiB", "-2\u00a0GiB"),
        (units.seconds_text(8.84), "8.8\u00a0s", "8,8\u00a0s"),
        (units.seconds_text(12, 0), "12\u00a0s", "12\u00a0s"),
        (units.milliseconds_text(1500), "1.5\u00a0ms", "1,5\u00a0ms"),
        (units.milliseconds_text(1234), "1.23\u00a0ms", "1,23\u00a0ms"),
        (units.rate_text(100), "100\u00a0Mbit/s", "100\u00a0Mbit/s"),
        (units.rate_text(2500), "2.5\u00a0Gbit/s", "2,5\u00a0Gbit/s"),
        (units.percent_text(83), "83\u00a0%", "83\u00a0%"),
        (units.percent_text(99.99, 2), "99.99\u00a0%", "99,99\u00a0%"),
    ],
)
def test_quantities_are_told_with_their_unit(message, english, czech):
    assert ENGLISH.render(message) == english
    assert translator("cs").render(message) == czech
