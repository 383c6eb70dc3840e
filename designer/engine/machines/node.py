"""A cluster node: member, alive but out of the cluster, or dead."""

from enum import StrEnum

from designer.engine.machines.table import Machine
from designer.engine.state import NodeCondition as Condition


class NodeTrigger(StrEnum):
    """What makes a node change."""

    CRASH = "crash"
    LEAVE = "leave"
    START = "start"
    JOIN = "join"


_T = NodeTrigger

NODE = Machine(
    name="node",
    states=tuple(Condition),
    triggers=tuple(NodeTrigger),
    moves={
        (Condition.UP, _T.CRASH): Condition.DOWN,
        (Condition.STOPPED, _T.CRASH): Condition.DOWN,
        (Condition.UP, _T.LEAVE): Condition.STOPPED,
        (Condition.DOWN, _T.START): Condition.STOPPED,
        (Condition.STOPPED, _T.JOIN): Condition.UP,
    },
    ignored=frozenset(
        {
            (Condition.DOWN, _T.CRASH),
            (Condition.DOWN, _T.LEAVE),
            (Condition.STOPPED, _T.LEAVE),
            (Condition.STOPPED, _T.START),
            (Condition.UP, _T.START),
            (Condition.UP, _T.JOIN),
        }
    ),
)
