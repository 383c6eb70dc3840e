"""How things stand in a picture: as designed, or at a moment of a run. Plain values, so that symbols need no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from designer.base.texts import Message, msg_in
from designer.drawing.ink import Role
from designer.model.array import LunPair, PairState

_REPLICATING = frozenset({PairState.SYNCHRONIZED, PairState.CONSISTENT, PairState.SYNC_IN_PROGRESS})


class VmStatus(StrEnum):
    """What a VM does, as far as a chip can tell."""

    RUNNING = "running"
    PENDING = "pending"
    PAUSED = "paused"
    OFFLINE = "offline"
    FAILED = "failed"


class Health(StrEnum):
    """Whether a thing works."""

    UP = "up"
    PENDING = "pending"
    DOWN = "down"


STATUS_ROLE: Mapping[VmStatus, Role] = MappingProxyType(
    {
        VmStatus.RUNNING: Role.ONLINE,
        VmStatus.PENDING: Role.PENDING,
        VmStatus.PAUSED: Role.PENDING,
        VmStatus.OFFLINE: Role.OFFLINE,
        VmStatus.FAILED: Role.FAILED,
    }
)
STATUS_LETTER: Mapping[VmStatus, str] = MappingProxyType(
    {
        VmStatus.RUNNING: "R",
        VmStatus.PENDING: "P",
        VmStatus.PAUSED: "II",
        VmStatus.OFFLINE: "O",
        VmStatus.FAILED: "F",
    }
)
"""The sign of each state, the same in every language; the legend says the word."""


def status_name(status: VmStatus) -> Message:
    """The state in a word, for the legend and for hints."""
    match status:
        case VmStatus.RUNNING:
            return msg_in("state of a VM", "running")
        case VmStatus.PENDING:
            return msg_in("state of a VM", "pending")
        case VmStatus.PAUSED:
            return msg_in("state of a VM", "paused")
        case VmStatus.OFFLINE:
            return msg_in("state of a VM", "offline")
        case VmStatus.FAILED:
            return msg_in("state of a VM", "failed")


@dataclass(frozen=True, slots=True)
class VmCondition:
    """Where a VM is shown and what it does there."""

    node: str
    status: VmStatus = VmStatus.RUNNING


@dataclass(frozen=True, slots=True)
class Flow:
    """A VM's memory on its way from one node to another: the words of its pill, and the share (0 to 1) that is over."""

    vm: str
    source: str
    target: str
    label: Message
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class PairLook:
    """A LUN pair: its state, the array that is R1 now, and the array hosts may write to, None for neither."""

    state: PairState
    source: str
    writable: str | None

    @property
    def is_replicating(self) -> bool:
        """Whether writes reach the other array."""
        return self.state in _REPLICATING


@dataclass(frozen=True)
class Condition:
    """What differs from the design as it stands: only what is named here is drawn differently.

    ``vms`` says where VMs are and what they do, ``memory_mib`` what they hold; ``health`` what of sites, nodes, arrays,
    links and the witness is not up; ``pairs`` how LUN pairs stand; ``progress`` how much of a replication link's resync
    is over; ``votes`` what each voter counts just now. ``targets`` names the node a VM is being moved to, ``flows``
    what is on the line at this instant.
    """

    vms: Mapping[str, VmCondition] = field(default_factory=dict)
    memory_mib: Mapping[str, int] = field(default_factory=dict)
    health: Mapping[str, Health] = field(default_factory=dict)
    pairs: Mapping[str, PairLook] = field(default_factory=dict)
    progress: Mapping[str, float] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()

    def health_of(self, element_id: str) -> Health:
        """Whether the element works; up unless something else is said."""
        return self.health.get(element_id, Health.UP)

    def pair_of(self, lun: LunPair) -> PairLook:
        """How the pair stands now, else as designed."""
        return self.pairs.get(lun.id) or PairLook(lun.state, lun.r1.array, lun.writable_array)


AS_DESIGNED = Condition()
