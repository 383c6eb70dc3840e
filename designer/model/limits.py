"""Figures that designs are measured against, and quick fixes set, each with its own source.

Those of Windows are in :mod:`designer.model.era`. They stand here as typed data and not in a resource file because what
uses them is pure and reads no files (decision 0022).
A rule says which figure it compared, so that a finding cites the source of that figure and of no other.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from designer.model.array import (
    MIRRORVIEW_FAMILIES,
    SRDF_FAMILIES,
    ArrayFamily,
    ReplicationLicence,
    ReplicationMode,
    ReplicationTechnology,
)
from designer.model.era import Era
from designer.model.link import LinkProtocol, PortUse


class Standing(StrEnum):
    """How firm the ground of a figure or rule is; shown wherever it is not published."""

    PUBLISHED = "published"
    JUDGEMENT = "judgement"
    TO_VERIFY = "to-verify"


_Value = TypeVar("_Value")
_EJ, _VERIFY = Standing.JUDGEMENT, Standing.TO_VERIFY


@dataclass(frozen=True, slots=True)
class Limit(Generic[_Value]):
    """One figure: its value in the unit its name says, where it is published, and how firm it is."""

    value: _Value
    references: tuple[str, ...] = ()
    standing: Standing = Standing.PUBLISHED


# --- Lines ------------------------------------------------------------------------------------------------------------

MIRRORVIEW_SYNC_RTT_US = Limit(10_000, ("S37",))
MIRRORVIEW_ASYNC_RTT_US = Limit(200_000, ("S37",))
STORAGE_REPLICA_SYNC_RTT_US = Limit(5000, ("S56",))
VPLEX_RTT_US = Limit(5000, ("S41",), _VERIFY)
SRDF_METRO_RTT_US = Limit(10_000, (), _VERIFY)
"""Longest round trips of replication products (domain 7.2)."""

SRDF_USUAL_KM = Limit(200, (), _VERIFY)
SRDF_QUOTED_KM = Limit(300, ("S38",), _VERIFY)
"""Distance up to which SRDF/S is usually designed, and the most a third party quotes."""

WRITE_WARNING_MS = Limit(5.0, (), _EJ)
WRITE_ERROR_MS = Limit(10.0, (), _EJ)
"""Time of a mirrored write that users begin to notice, and that applications fail under."""

LOCAL_WRITE_MS = Limit(0.5, ("S57",), _EJ)
REMOTE_CACHE_MS = Limit(0.1, ("S57",), _EJ)
WRITE_KIB = Limit(8, (), _EJ)
LINE_BITS_PER_BYTE = Limit(10, ("S57",))
"""Time of a local write and of the remote cache; size of the write that is reckoned with; 8b/10b line code (7.1)."""

WAY_MS_PER_KM = Limit(0.01, ("S57",))
ROUTE_FACTOR = Limit(1.3, (), _EJ)
EQUIPMENT_MS = Limit(0.1, (), _EJ)
"""Light there and back in fibre; how much longer a fibre route is than the map says; equipment of one round trip."""

ROUND_TRIPS: dict[LinkProtocol, int] = {
    LinkProtocol.FC: 1,
    LinkProtocol.FCIP: 1,
    LinkProtocol.ISCSI: 2,
    LinkProtocol.SRDF_GIGE: 1,
}
"""Fewest round trips of a mirrored write by transport: a lower bound, so that no design is condemned by guess (EJ)."""

OUTAGE_S = Limit(4 * 3600, (), _EJ)
RESYNC_S = Limit(24 * 3600, (), _EJ)
"""Outage of replication that is reckoned with, and how long the copies may then take to be equal again."""

ASYNC_CYCLES = Limit(2, ("S32",), _VERIFY)
"""Cycles by which an asynchronous copy may be behind: the one that is collected and the one that is on its way."""

MIN_REPLICATION_PATHS = Limit(2, ("S62",))
MIN_HOST_PATHS = Limit(2, (), _EJ)
MIN_FABRICS = Limit(2, (), _EJ)
GROUP_NAME_LENGTH = Limit(32, ("S33",))
"""Characters in the name of a MirrorView consistency group."""

PORTS: dict[PortUse, tuple[str, Limit[str]]] = {
    PortUse.HEARTBEAT: ("Heartbeat", Limit("UDP 3343", ("S49",))),
    PortUse.RPC: ("RPC", Limit("TCP 135", ("S49",))),
    PortUse.NETBIOS: ("NetBIOS", Limit("UDP 137", ("S49",))),
    PortUse.DYNAMIC: ("RPC", Limit("TCP 49152–65535", ("S49",))),
    PortUse.SMB: ("SMB", Limit("TCP 445", (), _VERIFY)),
    PortUse.LIVE_MIGRATION: ("Live Migration", Limit("TCP 6600", (), _VERIFY)),
}
"""What each use is called, and its port (domain 2.3)."""

# --- Quorum and heartbeat ---------------------------------------------------------------------------------------------

DISK_WITNESS_MIB = Limit(512, ("S42",))
WITNESS_RTT_US = Limit(200_000, ("S48",))
SAME_SUBNET_DELAY_MS = Limit((250, 2000), ("S47",))
CROSS_SUBNET_DELAY_MS = Limit((250, 4000), ("S47",))
HEARTBEAT_THRESHOLD = Limit((3, 120), ("S47",))
"""Ranges of the heartbeat settings."""

# --- Migration and names ----------------------------------------------------------------------------------------------

MIGRATION_MBIT = Limit(1000, ("S15",))
MAINTENANCE_WINDOW_S = Limit(3600, (), _EJ)
GUEST_CLUSTER_S = Limit(5, ("S18",))
"""Pause after which a guest cluster declares its member dead."""

HOST_RECORD_TTL_S = Limit(300, ("S50",))
"""Life of the DNS record of a name that changes subnets."""

PENDING_FACTOR = Limit(3, ("S5",), _EJ)
"""How many times its usual time a resource should be given before it is terminated."""

USEFUL_RESTARTS = Limit(1, ("S5",))
"""Restarts in place of a storage resource that make sense: what is dead stays dead."""

# --- Memory and processors --------------------------------------------------------------------------------------------

NUMA_SHARE = Limit(0.9, ("S54",), _EJ)
"""Share of a NUMA node's memory that a VM may fill before it is likely to span two."""

VCPUS_PER_LOGICAL_PROCESSOR = Limit(8, (), _EJ)
VCPUS_PER_HOST_2008R2 = Limit(512, ("S55",))
VCPUS_PER_HOST = Limit(2048, ("S55",))
BUFFER_PERCENT_2008R2 = Limit((5, 95), (), _VERIFY)
BUFFER_PERCENT = Limit((5, 2000), ("S53",))
MEMORY_WEIGHT = Limit((0, 10_000), ("S53",))
FULL_PRESSURE_PERCENT = Limit(100, ("S51",))
"""Memory pressure above which a guest pages."""

UNUSABLE_PRESSURE_PERCENT = Limit(125, (), _EJ)
"""Memory pressure above which a guest starts but is not usable."""

DYNAMIC_MEMORY_GUESTS = (
    "windows server 2008 r2 sp1",
    "windows server 2008 sp2",
    "windows server 2003 sp2",
    "windows server 2003 r2 sp2",
    "windows 7",
    "windows vista sp2",
)
"""Guest systems that take part in Dynamic Memory on 2008 R2 SP1 hosts (S51)."""

# --- Licences ---------------------------------------------------------------------------------------------------------

DATACENTER_PROCESSORS_2008R2 = Limit(2, (), _VERIFY)
PROCESSORS_PER_LICENCE_2012 = Limit(2, (), _VERIFY)
LICENSED_CORES_PER_PROCESSOR = Limit(8, (), _VERIFY)
LICENSED_CORES_PER_SERVER = Limit(16, (), _VERIFY)
CORES_PER_PACK = Limit(2, (), _VERIFY)
"""How Windows Server was and is counted: fewest processors, processors of a licence, fewest cores, cores of a pack."""

# --- Products ---------------------------------------------------------------------------------------------------------


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

    @property
    def text(self) -> str:
        """``4.2.1``."""
        return ".".join(str(part) for part in self.version)


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


SECOND_CONTROL = frozenset({ReplicationTechnology.RECOVERPOINT, ReplicationTechnology.STORAGE_REPLICA})
"""Products that change the roles of copies by themselves, beside the Cluster Enabler."""

SELF_SWITCHING = SECOND_CONTROL | {ReplicationTechnology.VPLEX_METRO, ReplicationTechnology.SRDF_METRO}
"""Technologies whose copies follow the cluster without a Cluster Enabler."""


def longest_rtt(
    technology: ReplicationTechnology, family: ArrayFamily, mode: ReplicationMode
) -> tuple[str, Limit[int]] | None:
    """The product that mirrors and the longest round trip it allows, in µs; None where no limit is known."""
    synchronous = mode is ReplicationMode.SYNC
    match technology:
        case ReplicationTechnology.SRDF_METRO:
            return "SRDF/Metro", SRDF_METRO_RTT_US
        case ReplicationTechnology.VPLEX_METRO:
            return "VPLEX Metro", VPLEX_RTT_US
        case ReplicationTechnology.STORAGE_REPLICA if synchronous:
            return "Storage Replica", STORAGE_REPLICA_SYNC_RTT_US
        case ReplicationTechnology.ARRAY if family in MIRRORVIEW_FAMILIES and synchronous:
            return "MirrorView/S", MIRRORVIEW_SYNC_RTT_US
        case ReplicationTechnology.ARRAY if family in MIRRORVIEW_FAMILIES:
            return "MirrorView/A", MIRRORVIEW_ASYNC_RTT_US
        case _:
            return None


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
