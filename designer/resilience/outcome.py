"""The result codes, their order, and what becomes of one VM."""

from dataclasses import dataclass
from enum import StrEnum

from designer.resilience.roles import DataLoss


class Outcome(StrEnum):
    """Result codes in the order from best to worst; ``R`` stands apart (domain 9.2)."""

    N = "N"
    L = "L"
    X = "X"
    T = "T"
    T_SPLIT = "T!"
    M_X = "M-X"
    M_T = "M-T"
    Q = "Q"
    QX = "QX"
    QT = "QT"
    O = "O"  # noqa: E741 - the letter of the contract
    R = "R"


RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}
MANUAL = frozenset({Outcome.Q, Outcome.QX, Outcome.QT, Outcome.M_X, Outcome.M_T})
AUTOMATIC = frozenset({Outcome.L, Outcome.X, Outcome.T, Outcome.T_SPLIT})


@dataclass(frozen=True, slots=True)
class VmVerdict:
    """What becomes of one VM. ``node`` is where it runs or would be started by a person; None: nowhere.

    ``rto_us`` is None for an outage until repair and for a VM that memory keeps off. ``row`` is the row of the storage
    decision table; ``over_limit`` says that a person starts it because its group may not fail over once more.
    """

    vm: str
    outcome: Outcome
    node: str | None
    data_loss: DataLoss
    rto_us: int | None
    started: bool
    row: str = ""
    over_limit: bool = False
