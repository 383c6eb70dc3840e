"""What may happen to the cluster from outside, and what a run says to itself."""

from dataclasses import dataclass

from designer.model.scenario import Movement
from designer.resilience.targets import Loss


@dataclass(frozen=True, slots=True)
class Fail:
    """Everything named fails at one instant."""

    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """Everything named works again at one instant."""

    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class RequestMovement:
    """An administrator asks for a movement."""

    movement: Movement


@dataclass(frozen=True, slots=True)
class MoveNext:
    """The next VM of the queue may be moved."""


@dataclass(frozen=True, slots=True)
class Advance:
    """The procedure with this number goes on to its next stage.

    Nothing happens if it was given up meanwhile, or if the stage in progress was given more time. ``index`` is the
    stage that ends, None where whoever calls knows that it is due.
    """

    serial: int
    index: int | None = None


@dataclass(frozen=True, slots=True)
class CancelMovement:
    """An administrator cancels the movement of a VM, or all of them (None)."""

    vm: str | None


@dataclass(frozen=True, slots=True)
class JudgeStorage:
    """Pairs and disks answer to what has changed; ``parts`` says that nodes, arrays or lines have, not only roles."""

    parts: bool


@dataclass(frozen=True, slots=True)
class JudgeGroups:
    """The cluster looks which groups should be online and are not."""


Event = Fail | Repair | RequestMovement | CancelMovement | MoveNext | Advance | JudgeStorage | JudgeGroups
