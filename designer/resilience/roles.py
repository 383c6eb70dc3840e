"""The storage decision table: may a group come online at this side, and what has to be done to its pair first.

Rows D1–D16 of domain 3.6, built there from two documented products that do the same job (S34, S35). Rows D14–D16 are
those of pairs that both sides write to (SRDF/Metro, S28): they answer as soon as a situation says that a pair is one.
"""

from dataclasses import dataclass
from enum import StrEnum

from designer.base.texts import Message, msg
from designer.model.array import PairState
from designer.model.policy import FailoverPolicy


class RoleAction(StrEnum):
    """What the Cluster Enabler does with the pair when the group comes online at a node."""

    NONE = "none"
    SWAP = "swap"
    TAKE_OVER = "take-over"
    FAILBACK = "failback"
    WAIT = "wait"
    MANUAL = "manual"
    REFUSE = "refuse"


class DataLoss(StrEnum):
    """What an outcome can cost in data."""

    NONE = "none"
    SECONDS = "seconds"
    SINCE_SUSPEND = "since-suspend"
    POSSIBLE = "possible"


LOSS_RANK = {loss: rank for rank, loss in enumerate(DataLoss)}
"""Orders data losses, the least first."""


class CopyAge(StrEnum):
    """How the side that hosts do not write to compares with the other.

    ``EQUAL``: not a write is missing. ``RECENT``: whole, at most two cycles of an asynchronous pair behind. ``OLD``:
    whole, but of the instant when replication stopped. ``PARTIAL``: in the middle of a copy, of no use to anybody.
    """

    EQUAL = "equal"
    RECENT = "recent"
    OLD = "old"
    PARTIAL = "partial"


class MetroSide(StrEnum):
    """One side of a pair that both sides may write to (S28).

    ``BOTH``: each side is in sync with the other. ``WINNER``: replication is lost, and bias or witness lets this side
    go on. ``LOSER``: replication is lost, and this side has suspended its devices.
    """

    BOTH = "both"
    WINNER = "winner"
    LOSER = "loser"


class Request(StrEnum):
    """Who asks: a planned movement by a person, or the cluster after a loss."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class Situation:
    """A pair seen from the side where the group shall come online, just before the event.

    ``writable_here``: hosts of this side already write. ``target_is_r1``: this side holds R1. ``replicating``: link
    and remote array work now. ``copy``: what the side that is not writable held until this very instant. ``metro``:
    which side of an active-active pair this is, None for pairs with one writable side.
    """

    writable_here: bool
    target_is_r1: bool
    state: PairState
    replicating: bool
    copy: CopyAge
    metro: MetroSide | None = None


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """The row that applies and what it says. ``would_be`` is what a person then starts, for ``MANUAL``."""

    row: str
    action: RoleAction
    data_loss: DataLoss
    why: Message
    would_be: RoleAction | None = None


_WORKING_STATES = frozenset({PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS, PairState.CONSISTENT})
_RETURNABLE = frozenset({PairState.FAILED_OVER, PairState.R1_UPDATED})
_JUST_PARTED = frozenset({PairState.SYNCHRONIZED, PairState.CONSISTENT, PairState.PARTITIONED})
_NO_SIDE = frozenset({PairState.MIXED, PairState.INVALID})


def decide(
    situation: Situation, request: Request, policy: FailoverPolicy, *, alone_by_itself: bool = True
) -> RoleDecision:
    """The row of the decision table for this situation, with the policy applied.

    ``alone_by_itself`` is whether a copy may be made writable without a person while the other array cannot be
    reached; without it D6 is left to a person, as one of the two products does by default (S35).
    """
    if situation.state in _NO_SIDE:
        return _refuse("D13", msg("The pair is {state}; no side can be trusted.", state=situation.state.value))
    if situation.metro is not None:
        return _active_on_both_sides(situation.metro)
    if situation.writable_here:
        return _on_writable_side(situation)
    if situation.replicating:
        return _with_link(situation, request, policy)
    return _without_link(situation, request, policy if alone_by_itself else FailoverPolicy.RESTRICT)


def _active_on_both_sides(side: MetroSide) -> RoleDecision:
    """No roles are ever changed: a side may be written to, or it has suspended itself."""
    if side is MetroSide.BOTH:
        return _stay("D14", msg("Both sides may be written to and are in step; nothing is changed."))
    if side is MetroSide.WINNER:
        return _stay("D15", msg("This side goes on by bias or witness; the other one has suspended: unprotected."))
    return _refuse("D16", msg("This side has suspended itself, because the other one goes on: there is no access."))


def _on_writable_side(situation: Situation) -> RoleDecision:
    if situation.state in _RETURNABLE:
        return _stay("D9", msg("This side already has the writable copy; nothing is changed."))
    if situation.replicating and situation.state in _WORKING_STATES:
        return _stay("D1", msg("The array side does not change; the pair goes on replicating."))
    return _stay("D2", msg("The array side does not change, but the pair is not replicating: unprotected."))


def _with_link(  # noqa: PLR0911 - one return a row
    situation: Situation, request: Request, policy: FailoverPolicy
) -> RoleDecision:
    match situation.state:
        case PairState.SYNCHRONIZED | PairState.PARTITIONED if situation.copy is CopyAge.EQUAL:
            why = msg("Both copies are equal and the arrays see each other: the roles are swapped.")
            return _by_policy("D3", RoleAction.SWAP, DataLoss.NONE, why, request, policy)
        case PairState.SYNC_IN_PROGRESS:
            if request is Request.PLANNED:
                return _refuse("D5", msg("The copy is still being synchronized and cannot be used."))
            if policy is FailoverPolicy.RESTRICT:
                return _manual("D5", RoleAction.SWAP, DataLoss.NONE, msg("The copy is still being synchronized."))
            return RoleDecision(
                "D5",
                RoleAction.WAIT,
                DataLoss.NONE,
                msg("The copy is still being synchronized; tried again until it is done."),
            )
        case PairState.FAILED_OVER | PairState.R1_UPDATED if situation.target_is_r1:
            why = msg("The other side took over earlier; its changes are copied back and the roles return.")
            return _by_policy("D10", RoleAction.FAILBACK, DataLoss.NONE, why, request, policy)
        case PairState.R1_UPDATING if situation.target_is_r1:
            if policy is FailoverPolicy.RESTRICT and request is Request.UNPLANNED:
                return _manual("D11", RoleAction.FAILBACK, DataLoss.NONE, msg("R1 is still being updated."))
            return RoleDecision(
                "D11", RoleAction.WAIT, DataLoss.NONE, msg("R1 is still being updated; the group waits.")
            )
        case PairState.CONSISTENT if request is Request.PLANNED:
            why = msg(
                "Nothing writes during a planned move: what is on its way is drained first, then roles are swapped."
            )
            return RoleDecision("D12", RoleAction.SWAP, DataLoss.NONE, why)
        case PairState.CONSISTENT:
            why = msg("Asynchronous copies are drained first; what was on its way can be lost.")
            return _by_policy("D12", RoleAction.SWAP, DataLoss.SECONDS, why, request, policy)
        case _:
            return _never(situation, request)


def _without_link(situation: Situation, request: Request, policy: FailoverPolicy) -> RoleDecision:
    if situation.copy is CopyAge.EQUAL and situation.state in _JUST_PARTED:
        if request is Request.PLANNED:
            return _refuse("D6", msg("The other array cannot be reached: a planned move is cancelled."))
        why = msg(
            "The other array cannot be reached, but the pair was Synchronized until that instant: "
            "this copy is made writable."
        )
        return _by_policy("D6", RoleAction.TAKE_OVER, DataLoss.NONE, why, request, policy)
    if situation.copy is CopyAge.RECENT and situation.state in _JUST_PARTED:
        if request is Request.PLANNED:
            return _refuse("D12", msg("The other array cannot be reached: a planned move is cancelled."))
        why = msg(
            "The pair is asynchronous and the other array cannot be reached: this copy is whole but lacks up to two "
            "cycles, which only a person may give up."
        )
        return _manual("D12", RoleAction.TAKE_OVER, DataLoss.SECONDS, why)
    return _never(situation, request)


def _never(situation: Situation, request: Request) -> RoleDecision:
    if situation.state is PairState.SPLIT:
        return _refuse("D8", msg("The pair is Split: the copies differ, no automatic choice is safe."))
    if situation.copy is CopyAge.PARTIAL:
        return _refuse("D5", msg("The copy was still being synchronized and cannot be used."))
    if request is Request.PLANNED:
        return _refuse("D7", msg("The pair stopped replicating earlier: this copy is old."))
    why = msg(
        "The pair had stopped replicating before: this copy is old and is never used automatically (rolling disaster)."
    )
    return _manual("D7", RoleAction.TAKE_OVER, DataLoss.SINCE_SUSPEND, why)


def _by_policy(  # noqa: PLR0917 - one row of the table
    row: str, action: RoleAction, loss: DataLoss, why: Message, request: Request, policy: FailoverPolicy
) -> RoleDecision:
    if request is Request.UNPLANNED and policy is FailoverPolicy.RESTRICT:
        return _manual(row, action, loss, why)
    return RoleDecision(row, action, loss, why)


def _stay(row: str, why: Message) -> RoleDecision:
    return RoleDecision(row, RoleAction.NONE, DataLoss.NONE, why)


def _manual(row: str, action: RoleAction, loss: DataLoss, why: Message) -> RoleDecision:
    return RoleDecision(row, RoleAction.MANUAL, loss, why, would_be=action)


def _refuse(row: str, why: Message) -> RoleDecision:
    return RoleDecision(row, RoleAction.REFUSE, DataLoss.NONE, why)
