"""What loss and latency do, by hand-worked and published figures."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.array import LunCopy, LunPair, ReplicationMode, ReplicationTechnology
from designer.model.link import LinkProtocol, ReplicationLink
from designer.resilience.quality import (
    SOUND,
    Quality,
    beats_until_silent,
    copy_stream_bps,
    mirror_rtt_limit_us,
    silent_after_us,
    stream_bps,
    write_us,
)

LINK = ReplicationLink(id="line", name="Line", a="x", b="y", rtt_us=1000)
PAIR = LunPair(id="lun", name="LUN", r1=LunCopy(array="x"), r2=LunCopy(array="y"))


def test_a_window_of_the_published_size_carries_129_mbit_over_180_ms():
    assert stream_bps(180_000, 0, 2834) == pytest.approx(129e6, rel=0.001)


def test_loss_limits_a_stream_by_its_root():
    # 1,460 bytes in 10 ms are 1.168 Mbit/s; the root of 1.5 over 0.0001 is 122.47.
    assert stream_bps(10_000, 100, None) == pytest.approx(1.168e6 * 122.474, rel=1e-5)
    assert stream_bps(10_000, 400, None) == pytest.approx(1.168e6 * 122.474 / 2, rel=1e-5)


def test_a_sound_line_without_a_window_sets_no_limit():
    assert stream_bps(10_000, 0, None) is None
    assert stream_bps(0, 0, 64) is None


@given(st.integers(0, 10_000_000), st.integers(1, 990_000), st.none() | st.integers(1, 1 << 30))
def test_the_law_of_mathis_holds_everywhere(rtt_us, loss_ppm, window_kib):
    found = stream_bps(rtt_us, loss_ppm, window_kib)

    law = 1460 * 8 / (max(rtt_us, 100) / 1e6) * sqrt(1.5 / (loss_ppm / 1e6))
    window = window_kib * 8192 / (rtt_us / 1e6) if window_kib and rtt_us else law
    assert found == pytest.approx(min(law, window), rel=1e-4, abs=1)


@pytest.mark.parametrize(
    ("loss_ppm", "threshold", "beats"),
    [
        (500_000, 1, 2),  # a coin shows heads after two throws
        (500_000, 2, 6),  # the textbook's six
        (500_000, 5, 62),
        (100_000, 5, 111_110),  # (10^5 - 1) / 0.9
    ],
)
def test_the_wait_for_a_run_of_losses_is_that_of_the_textbook(loss_ppm, threshold, beats):
    assert beats_until_silent(loss_ppm, threshold) == beats


def test_what_is_not_expected_within_an_hour_is_left_out():
    assert silent_after_us(Quality(500_000), 1000, 1000, 5) == 57_000_000
    assert silent_after_us(Quality(100_000), 1000, 1000, 5) is None
    assert silent_after_us(Quality(0, 500_000), 1000, 1000, 5) is None
    assert silent_after_us(Quality(0, 1_000_000), 1000, 1000, 5) == 0
    assert silent_after_us(SOUND, 5_000_000, 1000, 5) is None


@pytest.mark.parametrize(
    ("changes", "limit_us"),
    [
        ({}, 10_000),
        ({"mode": ReplicationMode.ASYNC}, 200_000),
        ({"technology": ReplicationTechnology.STORAGE_REPLICA}, 5_000),
        ({"technology": ReplicationTechnology.STORAGE_REPLICA, "mode": ReplicationMode.ASYNC}, None),
    ],
)
def test_a_mirror_stands_what_its_product_promises(changes, limit_us):
    assert mirror_rtt_limit_us([PAIR.evolve(**changes)]) == limit_us


def test_of_several_the_least_patient_decides():
    assert mirror_rtt_limit_us([PAIR, PAIR.evolve(mode=ReplicationMode.ASYNC)]) == 10_000
    assert mirror_rtt_limit_us([]) is None


def test_a_mirrored_write_waits_for_its_round_trips():
    # 0.5 + 0.1 + 1 ms and 81,920 bits at 4 Gbit/s, 20.48 microseconds.
    assert write_us(LINK) == 1_620
    assert write_us(LINK, 5_000) == 6_620
    assert write_us(LINK.evolve(protocol=LinkProtocol.ISCSI)) == 2_620
    assert write_us(LINK.evolve(round_trips=3)) == 3_620


def test_only_ip_lines_copy_by_tcp():
    lossy = Quality(100, 9_000)

    assert copy_stream_bps(LINK, lossy) is None
    assert copy_stream_bps(LINK.evolve(protocol=LinkProtocol.FCIP), SOUND) is None
    assert copy_stream_bps(LINK.evolve(protocol=LinkProtocol.FCIP), lossy) == pytest.approx(143.05e6, rel=1e-3)


def test_two_lossy_lines_in_a_row_let_the_product_through():
    assert Quality(500_000, 1_000).plus(Quality(500_000, 2_000)) == Quality(750_000, 3_000)
