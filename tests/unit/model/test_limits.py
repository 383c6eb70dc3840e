"""Limits as data: releases of the Cluster Enabler by their version text, licences, and a source for every figure."""

import pytest

from designer.analysis.sources import SOURCES
from designer.model import limits
from designer.model.array import ArrayFamily, ReplicationLicence, ReplicationMode
from designer.model.era import Era
from designer.model.limits import Limit, Standing, Support, enabler_release, needed_licence, shared_volume_support


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


def every_limit() -> list[tuple[str, Limit]]:
    named = [(name, value) for name, value in vars(limits).items() if isinstance(value, Limit)]
    return named + [(use.value, limit) for use, (_, limit) in limits.PORTS.items()]


@pytest.mark.parametrize(("name", "limit"), every_limit())
def test_every_limit_names_a_publication_or_admits_that_it_has_none(name, limit):
    assert set(limit.references) <= set(SOURCES)
    assert limit.references or limit.standing is not Standing.PUBLISHED
