"""A replicated pair: SRDF states and what arrays, links and the Cluster Enabler do to them (domain 3.5).

The words of MirrorView are mapped to these (domain 3.7): Fractured by the system is Partitioned, by an administrator
Suspended, promoted without the other side Failed Over.
"""

from enum import StrEnum

from designer.engine.machines.table import Machine, each
from designer.model.array import PairState as State


class PairTrigger(StrEnum):
    """What makes a pair change.

    ``SEPARATE``: the arrays no longer see each other; ``SUSPEND``: one side moved on alone.
    ``FAIL_OVER``: R2 is made writable with the link up; ``SWAP``: roles are exchanged and copying runs the other way;
    ``SYNCHRONIZED``: both copies are equal again. ``TAKE_OVER``: R2 is made writable without the other array;
    ``TAKE_OVER_BESIDE``: the same while hosts may still write to R1. ``RESUME``: an operator lets replication go on.
    ``UPDATE``: changes of R2 are copied back to R1. ``RETURN``: R1 becomes the writable side again.
    """

    SEPARATE = "separate"
    SUSPEND = "suspend"
    FAIL_OVER = "fail-over"
    SWAP = "swap"
    SYNCHRONIZED = "synchronized"
    TAKE_OVER = "take-over"
    TAKE_OVER_BESIDE = "take-over-beside"
    RESUME = "resume"
    UPDATE = "update"
    RETURN = "return"


_T = PairTrigger
_REPLICATING = (State.SYNCHRONIZED, State.CONSISTENT)

PAIR = Machine(
    name="pair",
    states=tuple(State),
    triggers=tuple(PairTrigger),
    moves={
        **each(_REPLICATING, _T.SEPARATE, State.PARTITIONED),
        (State.SYNC_IN_PROGRESS, _T.SEPARATE): State.SUSPENDED,
        **each((State.R1_UPDATING, State.R1_UPDATED), _T.SEPARATE, State.FAILED_OVER),
        **each((*_REPLICATING, State.PARTITIONED, State.SYNC_IN_PROGRESS), _T.SUSPEND, State.SUSPENDED),
        **each((*_REPLICATING, State.PARTITIONED), _T.FAIL_OVER, State.FAILED_OVER),
        (State.FAILED_OVER, _T.SWAP): State.SYNC_IN_PROGRESS,
        (State.R1_UPDATED, _T.SWAP): State.SYNC_IN_PROGRESS,
        (State.SYNC_IN_PROGRESS, _T.SYNCHRONIZED): State.SYNCHRONIZED,
        (State.R1_UPDATING, _T.SYNCHRONIZED): State.R1_UPDATED,
        **each((*_REPLICATING, State.PARTITIONED), _T.TAKE_OVER, State.FAILED_OVER),
        **each((*_REPLICATING, State.PARTITIONED), _T.TAKE_OVER_BESIDE, State.SPLIT),
        (State.SUSPENDED, _T.RESUME): State.SYNC_IN_PROGRESS,
        (State.PARTITIONED, _T.RESUME): State.SYNC_IN_PROGRESS,
        (State.FAILED_OVER, _T.UPDATE): State.R1_UPDATING,
        **each((State.FAILED_OVER, State.R1_UPDATED), _T.RETURN, State.SYNC_IN_PROGRESS),
    },
    ignored=frozenset(
        {
            *((state, _T.SEPARATE) for state in (State.PARTITIONED, State.SUSPENDED, State.FAILED_OVER, State.SPLIT)),
            *((state, _T.SEPARATE) for state in (State.MIXED, State.INVALID)),
            *((state, _T.SUSPEND) for state in (State.SUSPENDED, State.SPLIT, State.FAILED_OVER, State.R1_UPDATING)),
            *((state, _T.SUSPEND) for state in (State.R1_UPDATED, State.MIXED, State.INVALID)),
            (State.SYNCHRONIZED, _T.SYNCHRONIZED),
        }
    ),
)
