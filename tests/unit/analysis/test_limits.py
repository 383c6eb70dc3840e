"""Releases of the Cluster Enabler by their version text, and what a mirrored write takes at least."""

import pytest

from designer.analysis.limits import Support, enabler_release, needed_licence, shared_volume_support
from designer.analysis.storage import write_time_ms
from designer.model.array import ArrayFamily, ReplicationLicence, ReplicationMode
from designer.model.era import Era
from designer.model.link import LinkProtocol, ReplicationLink


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3.1", (3, 1)), ("4.1.4", (4, 1)), ("4.2.1+", (4, 2, 1)), ("9", (4, 2, 1)), (" 4.0 ", (4, 0))],
)
def test_version_counts_as_the_newest_release_not_newer(version, expected):
    assert enabler_release(version).version == expected


@pytest.mark.parametrize("version", ["", "latest", "2.9", "4.x"])
def test_text_that_is_no_known_version_says_nothing(version):
    assert enabler_release(version) is None
    assert shared_volume_support(version, Era.W2008R2SP1) is None


@pytest.mark.parametrize(
    ("version", "era", "expected"),
    [
        ("3.1", Era.W2008R2SP1, Support.NO),
        ("4.1", Era.W2008R2SP1, Support.PARTIAL),
        ("4.1", Era.W2016, Support.NO),
        ("4.2.1", Era.W2016, Support.PARTIAL),
    ],
)
def test_shared_volumes_by_release_and_windows(version, era, expected):
    assert shared_volume_support(version, era) is expected


@pytest.mark.parametrize(
    ("family", "mode", "expected"),
    [
        (ArrayFamily.CLARIION, ReplicationMode.SYNC, ReplicationLicence.MIRRORVIEW_S),
        (ArrayFamily.VNX, ReplicationMode.ASYNC, ReplicationLicence.MIRRORVIEW_A),
        (ArrayFamily.VMAX, ReplicationMode.SYNC, ReplicationLicence.SRDF_S),
        (ArrayFamily.POWERMAX, ReplicationMode.ASYNC, ReplicationLicence.SRDF_A),
        (ArrayFamily.OTHER, ReplicationMode.SYNC, None),
    ],
)
def test_licence_that_replication_needs(family, mode, expected):
    assert needed_licence(family, mode) is expected


@pytest.mark.parametrize(
    ("protocol", "rate_mbit", "rtt_us", "expected_ms"),
    [
        # 8 KiB in 8b/10b are 81,920 bits: 0.0205 ms at 4 Gbit/s, 0.082 ms at 1 Gbit/s.
        (LinkProtocol.FC, 4000, 0, 0.62),
        (LinkProtocol.FC, 4000, 1000, 1.62),
        (LinkProtocol.ISCSI, 1000, 1000, 2.68),
    ],
)
def test_mirrored_write_takes_local_write_cache_way_and_line(protocol, rate_mbit, rtt_us, expected_ms):
    link = ReplicationLink(id="link", name="L", a="a", b="b", rate_mbit=rate_mbit, rtt_us=rtt_us, protocol=protocol)

    assert write_time_ms(link) == pytest.approx(expected_ms, abs=0.005)
