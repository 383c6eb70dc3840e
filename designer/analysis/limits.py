"""Figures that rules measure a design against, each with its source; those of Windows are in :mod:`designer.model.era`.

They stand here as typed data and not in a resource file because the rules are pure and read no files.
"""

from dataclasses import dataclass
from enum import StrEnum

from designer.model.array import (
    MIRRORVIEW_FAMILIES,
    SRDF_FAMILIES,
    ArrayFamily,
    ReplicationLicence,
    ReplicationMode,
)
from designer.model.era import Era
from designer.model.link import LinkProtocol

MIRRORVIEW_SYNC_RTT_US = 10_000
"""Round trip that MirrorView/S allows (S37)."""

MIRRORVIEW_ASYNC_RTT_US = 200_000
"""Round trip that MirrorView/A allows (S37)."""

SRDF_USUAL_KM, SRDF_QUOTED_KM = 200, 300
"""Distance up to which SRDF/S is usually designed (EJ-R), and the most a third party quotes (S38)."""

WRITE_WARNING_MS, WRITE_ERROR_MS = 5.0, 10.0
"""Time of a mirrored write that users begin to notice, and that applications fail under (EJ)."""

LOCAL_WRITE_MS, REMOTE_CACHE_MS = 0.5, 0.1
"""Time of a local write and of the remote cache (domain 7.1)."""

WRITE_KIB, LINE_BITS_PER_BYTE = 8, 10
"""Size of the write that is reckoned with; 8b/10b line code (domain 7.1)."""

ROUND_TRIPS: dict[LinkProtocol, int] = {
    LinkProtocol.FC: 1,
    LinkProtocol.FCIP: 1,
    LinkProtocol.ISCSI: 2,
    LinkProtocol.SRDF_GIGE: 1,
}
"""Fewest round trips of a mirrored write by transport: a lower bound, so that no design is condemned by guess (EJ)."""

MIN_REPLICATION_PATHS = 2
MIN_HOST_PATHS = 2
MIN_FABRICS = 2
GROUP_NAME_LENGTH = 32
"""Characters in the name of a MirrorView consistency group (S33)."""

DISK_WITNESS_MIB = 512
WITNESS_RTT_US = 200_000
"""Smallest disk witness (S42); longest round trip to a file share witness (S48)."""

MIGRATION_MBIT = 1000
"""Line rate that live migration needs (S15)."""

MAINTENANCE_WINDOW_S = 3600
"""Maintenance window that draining a node is measured against (EJ)."""

NUMA_SHARE = 0.9
"""Share of a NUMA node's memory that a VM may fill before it is likely to span two (EJ)."""

VCPUS_PER_LOGICAL_PROCESSOR = 8
"""Virtual processors a logical one can carry before sharing is felt (EJ)."""

VCPUS_PER_HOST_2008R2, VCPUS_PER_HOST = 512, 2048
"""Running virtual processors of a host, 2008 R2 and later (S55)."""

BUFFER_PERCENT_2008R2 = (5, 95)
BUFFER_PERCENT = (5, 2000)
MEMORY_WEIGHT = (0, 10_000)
"""Ranges of the Dynamic Memory settings (S53; the console of 2008 R2 EJ-R)."""

SAME_SUBNET_DELAY_MS = (250, 2000)
CROSS_SUBNET_DELAY_MS = (250, 4000)
HEARTBEAT_THRESHOLD = (3, 120)
"""Ranges of the heartbeat settings (S47)."""

DYNAMIC_MEMORY_GUESTS = (
    "windows server 2008 r2 sp1",
    "windows server 2008 sp2",
    "windows server 2003 sp2",
    "windows server 2003 r2 sp2",
    "windows 7",
    "windows vista sp2",
)
"""Guest systems that take part in Dynamic Memory on 2008 R2 SP1 hosts (S51)."""


class Support(StrEnum):
    """Whether a product version supports something."""

    NO = "no"
    PARTIAL = "partial"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class EnablerRelease:
    """What a Cluster Enabler release supports. Every cell is to be verified with the vendor (domain 3.4)."""

    version: tuple[int, ...]
    eras: frozenset[Era]
    live_migration: bool
    shared_volumes: Support


_R2 = frozenset({Era.W2008R2, Era.W2008R2SP1})
_UP_TO_2012R2 = _R2 | {Era.W2012, Era.W2012R2}
ENABLER_RELEASES: tuple[EnablerRelease, ...] = (
    EnablerRelease((3, 0), frozenset(), live_migration=False, shared_volumes=Support.NO),
    EnablerRelease((3, 1), _R2, live_migration=True, shared_volumes=Support.NO),
    EnablerRelease((4, 0), _R2, live_migration=True, shared_volumes=Support.PARTIAL),
    EnablerRelease((4, 1), _R2 | {Era.W2012}, live_migration=True, shared_volumes=Support.PARTIAL),
    EnablerRelease((4, 2), _UP_TO_2012R2, live_migration=True, shared_volumes=Support.PARTIAL),
    EnablerRelease((4, 2, 1), frozenset(Era), live_migration=True, shared_volumes=Support.PARTIAL),
)


def enabler_release(version: str) -> EnablerRelease | None:
    """The newest release not newer than ``version`` (``3.1``, ``4.2.1+``), or None for a text that is no version."""
    try:
        wanted = tuple(int(part) for part in version.strip().rstrip("+").split("."))
    except ValueError:
        return None
    return max(
        (release for release in ENABLER_RELEASES if release.version <= wanted),
        key=lambda release: release.version,
        default=None,
    )


def shared_volume_support(version: str, era: Era) -> Support | None:
    """How far the Cluster Enabler version supports Cluster Shared Volumes there; None where nothing is known."""
    release = enabler_release(version)
    if release is None:
        return None
    return release.shared_volumes if era in release.eras else Support.NO


def needed_licence(family: ArrayFamily, mode: ReplicationMode) -> ReplicationLicence | None:
    """The feature an array needs to replicate in this mode; None for families without a known one."""
    if family in MIRRORVIEW_FAMILIES:
        return ReplicationLicence.MIRRORVIEW_S if mode is ReplicationMode.SYNC else ReplicationLicence.MIRRORVIEW_A
    if family in SRDF_FAMILIES:
        return ReplicationLicence.SRDF_S if mode is ReplicationMode.SYNC else ReplicationLicence.SRDF_A
    return None


@dataclass(frozen=True, slots=True)
class ArrayLimits:
    """The most an array model holds. To be verified with its specification sheet (domain 3.9)."""

    luns: int
    hosts: int
    mirrors: int
    consistency_groups: int
    mirrors_per_group: int


ARRAY_LIMITS: dict[str, ArrayLimits] = {
    "CX4-120": ArrayLimits(luns=1024, hosts=128, mirrors=128, consistency_groups=64, mirrors_per_group=32),
    "CX4-240": ArrayLimits(luns=2048, hosts=256, mirrors=256, consistency_groups=64, mirrors_per_group=32),
    "CX4-480": ArrayLimits(luns=4096, hosts=256, mirrors=512, consistency_groups=64, mirrors_per_group=64),
    "CX4-960": ArrayLimits(luns=4096, hosts=512, mirrors=1024, consistency_groups=64, mirrors_per_group=64),
}
"""By model name, as it stands in the array's ``model``."""
