"""Quantities are read as people write them and shown in the unit people would use."""

import pytest

from designer.app import quantities as q
from designer.app.quantities import Quantity
from designer.base.texts import ENGLISH


@pytest.mark.parametrize(
    ("quantity", "typed", "expected"),
    [
        (q.MEMORY, "64 GiB", 65_536),
        (q.MEMORY, "64", 65_536),
        (q.MEMORY, "1,5 GiB", 1536),
        (q.MEMORY, "512 mib", 512),
        (q.LATENCY, "0.6 ms", 600),
        (q.LATENCY, "0,6", 600),
        (q.LATENCY, "250 µs", 250),
        (q.RATE, "4 Gbit/s", 4000),
        (q.RATE, "622", 622),
        (q.DURATION, "5 s", 5000),
        (q.DURATION, "30 min", 1_800_000),
        (q.PERCENT, "20 %", 20),
        (q.COPY_RATE, "12.5 MiB/s", 12.5),
        (q.COUNT, "1 024", 1024),
    ],
)
def test_reads(quantity: Quantity, typed: str, expected: float) -> None:
    assert quantity.parse(typed) == expected


@pytest.mark.parametrize("typed", ["", "much", "12 parsecs", "GiB", "1.2.3"])
def test_refuses_what_is_no_memory(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        q.MEMORY.parse(typed)


@pytest.mark.parametrize(
    ("quantity", "value", "expected"),
    [
        (q.MEMORY, 65_536, "64\u00a0GiB"),
        (q.MEMORY, 2304, "2,304\u00a0MiB"),
        (q.MEMORY, 1_048_576, "1\u00a0TiB"),
        (q.LATENCY, 600, "0.6\u00a0ms"),
        (q.RATE, 4000, "4\u00a0Gbit/s"),
        (q.DURATION, 60_000, "1\u00a0min"),
        (q.DURATION, 500, "500\u00a0ms"),
        (q.COUNT, 6, "6"),
    ],
)
def test_shows(quantity: Quantity, value: float, expected: str) -> None:
    assert quantity.shown(value, ENGLISH) == expected


@pytest.mark.parametrize("value", [1, 384, 2304, 65_536, 98_304, 1_000_000])
def test_what_is_shown_reads_back_as_the_same_value(value: int) -> None:
    assert q.MEMORY.parse(q.MEMORY.shown(value, ENGLISH).replace(",", "")) == value
