"""A replicated pair: SRDF states and what arrays, links and the Cluster Enabler do to them (domain 3.5).

The words of MirrorView are mapped to these (domain 3.7): Fractured by the system is Partitioned, by an administrator
Suspended, promoted without the other side Failed Over.
"""

from enum import StrEnum

from designer.engine.machines.table import Machine, each
from designer.model.array import PairState as State


class PairTrigger(StrEnum):
    """What makes a pair change.

    ``SEPARATE``: the arrays no longer see each other; ``HALT``: the same under domino, which keeps hosts from both
    sides. ``SUSPEND``: one side moved on alone, or a person stopped replication; ``LINE_BACK``: the arrays see each
    other again, and nobody has resumed. ``SPLIT``: a person makes both sides writable.
    ``FAIL_OVER``: R2 is made writable with the link up; ``SWAP``: roles are exchanged and copying runs the other way;
    ``SYNCHRONIZED``: both copies are equal again; ``CAUGHT_UP``: an asynchronous copy keeps up again.
    ``TAKE_OVER``: R2 is made writable without the other array; ``TAKE_OVER_BESIDE``: the same while hosts may still
    write to R1. ``RESUME``: replication goes on. ``UPDATE``: changes of R2 are copied back to R1. ``RETURN``: R1
    becomes the writable side again with all that R2 has. ``PROMOTE_TARGET`` and ``PROMOTE_SOURCE``: a person goes on
    with the copy at R2, or at R1, as it is.
    """

    SEPARATE = "separate"
    HALT = "halt"
    SUSPEND = "suspend"
    LINE_BACK = "line-back"
    SPLIT = "split"
    FAIL_OVER = "fail-over"
    SWAP = "swap"
    SYNCHRONIZED = "synchronized"
    CAUGHT_UP = "caught-up"
    TAKE_OVER = "take-over"
    TAKE_OVER_BESIDE = "take-over-beside"
    RESUME = "resume"
    UPDATE = "update"
    RETURN = "return"
    PROMOTE_TARGET = "promote-target"
    PROMOTE_SOURCE = "promote-source"


_T = PairTrigger
_REPLICATING = (State.SYNCHRONIZED, State.CONSISTENT)
_APART = (State.PARTITIONED, State.SUSPENDED)
_ON_R2 = (State.FAILED_OVER, State.R1_UPDATING, State.R1_UPDATED)

PAIR = Machine(
    name="pair",
    states=tuple(State),
    triggers=tuple(PairTrigger),
    moves={
        **each(_REPLICATING, _T.SEPARATE, State.PARTITIONED),
        **each((State.SYNCHRONIZED, State.SYNC_IN_PROGRESS), _T.HALT, State.PARTITIONED),
        (State.SYNC_IN_PROGRESS, _T.SEPARATE): State.SUSPENDED,
        **each((State.R1_UPDATING, State.R1_UPDATED), _T.SEPARATE, State.FAILED_OVER),
        **each((*_REPLICATING, State.PARTITIONED, State.SYNC_IN_PROGRESS), _T.SUSPEND, State.SUSPENDED),
        (State.PARTITIONED, _T.LINE_BACK): State.SUSPENDED,
        **each((*_REPLICATING, *_APART), _T.SPLIT, State.SPLIT),
        **each((*_REPLICATING, State.PARTITIONED), _T.FAIL_OVER, State.FAILED_OVER),
        (State.FAILED_OVER, _T.SWAP): State.SYNC_IN_PROGRESS,
        (State.R1_UPDATED, _T.SWAP): State.SYNC_IN_PROGRESS,
        (State.SYNC_IN_PROGRESS, _T.SYNCHRONIZED): State.SYNCHRONIZED,
        (State.SYNC_IN_PROGRESS, _T.CAUGHT_UP): State.CONSISTENT,
        (State.R1_UPDATING, _T.SYNCHRONIZED): State.R1_UPDATED,
        **each((*_REPLICATING, State.PARTITIONED), _T.TAKE_OVER, State.FAILED_OVER),
        **each((*_REPLICATING, State.PARTITIONED), _T.TAKE_OVER_BESIDE, State.SPLIT),
        **each(_APART, _T.RESUME, State.SYNC_IN_PROGRESS),
        (State.FAILED_OVER, _T.UPDATE): State.R1_UPDATING,
        **each((State.FAILED_OVER, State.R1_UPDATED), _T.RETURN, State.SYNC_IN_PROGRESS),
        **each((State.SPLIT, *_APART), _T.PROMOTE_TARGET, State.FAILED_OVER),
        **each((State.SPLIT, *_APART, *_ON_R2), _T.PROMOTE_SOURCE, State.SUSPENDED),
    },
    ignored=frozenset(
        {
            *((state, _T.SEPARATE) for state in (*_APART, State.FAILED_OVER, State.SPLIT)),
            *((state, _T.SEPARATE) for state in (State.MIXED, State.INVALID)),
            *((state, _T.SUSPEND) for state in (State.SUSPENDED, State.SPLIT, *_ON_R2)),
            *((state, _T.SUSPEND) for state in (State.MIXED, State.INVALID)),
            (State.SYNCHRONIZED, _T.SYNCHRONIZED),
        }
    ),
)
