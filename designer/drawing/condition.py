"""How things stand in a picture: as designed, or at a moment of a run. Plain values, so that symbols need no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from designer.base.texts import Message, msg_in
from designer.drawing.ink import Role


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
        VmStatus.PAUSED: "S",
        VmStatus.OFFLINE: "O",
        VmStatus.FAILED: "F",
    }
)
"""One letter a state, the same in every language; the legend says the word."""


def status_name(status: VmStatus) -> Message:
    """The state in a word, for the legend and for hints."""
    match status:
        case VmStatus.RUNNING:
            return msg_in("state of a VM", "running")
        case VmStatus.PENDING:
            return msg_in("state of a VM", "pending")
        case VmStatus.PAUSED:
            return msg_in("state of a VM", "suspended")
        case VmStatus.OFFLINE:
            return msg_in("state of a VM", "offline")
        case VmStatus.FAILED:
            return msg_in("state of a VM", "failed")


@dataclass(frozen=True, slots=True)
class VmCondition:
    """Where a VM is shown and what it does there."""

    node: str
    status: VmStatus = VmStatus.RUNNING


class FlowKind(StrEnum):
    """What is on its way between two nodes."""

    MEMORY = "memory"
    CONFIGURATION = "configuration"


@dataclass(frozen=True, slots=True)
class Flow:
    """Something on its way from one node to another, with the words of its pill; ``vm`` is reserved at the target."""

    vm: str
    source: str
    target: str
    kind: FlowKind
    label: Message
    share: float = 0.0


@dataclass(frozen=True)
class Condition:
    """What differs from the design as it stands: only what is named here is drawn differently.

    ``vms`` says where VMs are; ``nodes``, ``arrays``, ``links`` and ``witness`` what is not up; ``writable`` the array
    that hosts write to for each LUN; ``sources`` the array that is R1 of each LUN; ``replicating`` is False
    for LUNs whose pair does not pass writes on; ``votes`` what each voter counts just now.
    """

    vms: Mapping[str, VmCondition] = field(default_factory=dict)
    nodes: Mapping[str, Health] = field(default_factory=dict)
    arrays: Mapping[str, Health] = field(default_factory=dict)
    links: Mapping[str, Health] = field(default_factory=dict)
    witness: Health = Health.UP
    writable: Mapping[str, str | None] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    replicating: Mapping[str, bool] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    is_moment: bool = False


AS_DESIGNED = Condition()
