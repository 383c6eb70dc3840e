"""A virtual machine as its guest lives it."""

from enum import StrEnum

from designer.engine.machines.table import Machine, each
from designer.engine.state import VmCondition as Condition


class VmTrigger(StrEnum):
    """What makes a VM change."""

    PAUSE = "pause"
    RESUME = "resume"
    SAVE = "save"
    SAVED = "saved"
    SHUT_DOWN = "shut-down"
    SWITCHED_OFF = "switched-off"
    BOOT = "boot"
    RESTORE = "restore"
    RUNNING = "running"
    STALL = "stall"
    UNSTALL = "unstall"
    CRASH = "crash"


_T = VmTrigger
_ALIVE = (
    Condition.RUNNING,
    Condition.PAUSED,
    Condition.STALLED,
    Condition.STARTING,
    Condition.STOPPING,
    Condition.SAVING,
)

VM = Machine(
    name="vm",
    states=tuple(Condition),
    triggers=tuple(VmTrigger),
    moves={
        (Condition.RUNNING, _T.PAUSE): Condition.PAUSED,
        (Condition.PAUSED, _T.RESUME): Condition.RUNNING,
        (Condition.RUNNING, _T.SAVE): Condition.SAVING,
        (Condition.SAVING, _T.SAVED): Condition.SAVED,
        (Condition.RUNNING, _T.SHUT_DOWN): Condition.STOPPING,
        (Condition.STOPPING, _T.SWITCHED_OFF): Condition.OFF,
        **each((Condition.OFF, Condition.FAILED), _T.BOOT, Condition.STARTING),
        (Condition.SAVED, _T.RESTORE): Condition.STARTING,
        (Condition.STARTING, _T.RUNNING): Condition.RUNNING,
        (Condition.RUNNING, _T.STALL): Condition.STALLED,
        (Condition.STALLED, _T.UNSTALL): Condition.RUNNING,
        **each(_ALIVE, _T.CRASH, Condition.FAILED),
    },
    ignored=frozenset(
        {
            (Condition.OFF, _T.CRASH),
            (Condition.SAVED, _T.CRASH),
            (Condition.FAILED, _T.CRASH),
            (Condition.STALLED, _T.STALL),
            (Condition.RUNNING, _T.UNSTALL),
        }
    ),
)
