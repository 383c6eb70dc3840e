"""Storage arrays, LUNs and the pairs that replicate them."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class ArrayFamily(StrEnum):
    """Families that differ in how they replicate (domain 3.2)."""

    CLARIION = "clariion"
    VNX = "vnx"
    DMX = "symmetrix-dmx"
    VMAX = "vmax"
    POWERMAX = "powermax"
    OTHER = "other"


MIRRORVIEW_FAMILIES = frozenset({ArrayFamily.CLARIION, ArrayFamily.VNX})
SRDF_FAMILIES = frozenset({ArrayFamily.DMX, ArrayFamily.VMAX, ArrayFamily.POWERMAX})


class ReplicationLicence(StrEnum):
    """Replication features an array is licensed for."""

    MIRRORVIEW_S = "mirrorview-s"
    MIRRORVIEW_A = "mirrorview-a"
    SRDF_S = "srdf-s"
    SRDF_A = "srdf-a"


class Array(Frozen):
    """A storage array. ``write_intent_log`` is needed by MirrorView/S (domain 3.7); ``cost`` is a typed price."""

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    site: IdText
    family: ArrayFamily = ArrayFamily.CLARIION
    model: str = Field(default="CX4-240", max_length=80)
    usable_gib: int | None = Field(default=None, ge=0, le=1 << 40)
    storage_processors: int = Field(default=2, ge=1, le=64)
    licences: tuple[ReplicationLicence, ...] = ()
    write_intent_log: bool = True
    preset: str = Field(default="", max_length=80)
    cost: float | None = Field(default=None, ge=0, le=1e12)


class ReplicationMode(StrEnum):
    """How writes reach the other array."""

    SYNC = "sync"
    ASYNC = "async"


class ReplicationTechnology(StrEnum):
    """What makes the second copy: the arrays by themselves (MirrorView or SRDF, by family), or a product of its own."""

    ARRAY = "array"
    SRDF_METRO = "srdf-metro"
    VPLEX_METRO = "vplex-metro"
    RECOVERPOINT = "recoverpoint"
    STORAGE_REPLICA = "storage-replica"


class PairState(StrEnum):
    """SRDF pair states; MirrorView words are mapped to them (domain 3.5, 3.7)."""

    SYNCHRONIZED = "Synchronized"
    SYNC_IN_PROGRESS = "SyncInProg"
    CONSISTENT = "Consistent"
    SUSPENDED = "Suspended"
    PARTITIONED = "Partitioned"
    SPLIT = "Split"
    FAILED_OVER = "Failed Over"
    R1_UPDATING = "R1 UpdInProg"
    R1_UPDATED = "R1 Updated"
    MIXED = "Mixed"
    INVALID = "Invalid"


class DiskType(StrEnum):
    """Windows disk type; cluster and Cluster Enabler take basic disks only (ST09)."""

    BASIC = "basic"
    DYNAMIC = "dynamic"


class LunCopy(Frozen):
    """One side of a pair: where it lies, how big it is, what the array calls it."""

    array: IdText
    size_gib: int = Field(default=100, ge=1, le=1 << 30)
    device: str = Field(default="", max_length=80)


class LunPair(Frozen):
    """A LUN with its replica, or alone when ``r2`` is None.

    ``r1`` is the side that was the source when the pair was created; ``writable`` names the array that hosts
    write to at the start of a run (None: R1). ``state`` is the pair's state at the start of a run.
    ``write_mib_s`` and ``peak_write_mib_s`` are what hosts write to it on average and at the busiest time of day, in
    MiB/s; None where nobody has measured it.
    ``stale_s`` is for how long the copies have differed at the start of a run, where the state says that they do.
    ``cycle_s`` is the cycle of an asynchronous pair, of which the copy lacks two at most (domain 7.3).
    ``link_limbo_ms`` is how long a cut line is borne before the pair takes note of it; writes wait meanwhile (S32).
    ``autolink_recovery``: what a cut line has parted resumes by itself when the line is back (S32, S62).
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    r1: LunCopy
    r2: LunCopy | None = None
    mode: ReplicationMode = ReplicationMode.SYNC
    state: PairState = PairState.SYNCHRONIZED
    writable: IdText | None = None
    domino: bool = False
    stale_s: int = Field(default=0, ge=0, le=31_536_000)
    cycle_s: int = Field(default=30, ge=1, le=604_800)
    link_limbo_ms: int = Field(default=0, ge=0, le=3_600_000)
    autolink_recovery: bool = False
    csv: bool = False
    disk_type: DiskType = DiskType.BASIC
    technology: ReplicationTechnology = ReplicationTechnology.ARRAY
    write_mib_s: float | None = Field(default=None, ge=0, le=1_000_000)
    peak_write_mib_s: float | None = Field(default=None, ge=0, le=1_000_000)
    consistency_group: IdText | None = None

    @property
    def copies(self) -> tuple[LunCopy, ...]:
        """R1, then R2 where there is one."""
        return (self.r1,) if self.r2 is None else (self.r1, self.r2)

    @property
    def writable_array(self) -> str:
        """The id of the array that hosts write to at the start."""
        return self.r1.array if self.writable is None else self.writable


class ConsistencyGroup(Frozen):
    """Pairs that change state together; at most 32 characters of name on MirrorView (ST21)."""

    id: IdText
    name: str = Field(min_length=1, max_length=120)
