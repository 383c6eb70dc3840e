"""Parts that work or do not (lines, arrays, sites' networks), and host fabrics, which have a state between."""

from enum import StrEnum

from designer.engine.machines.table import Machine, each
from designer.engine.state import FabricCondition, Health


class PartTrigger(StrEnum):
    """What makes a part change."""

    FAIL = "fail"
    REPAIR = "repair"


class FabricTrigger(StrEnum):
    """What makes the host paths of a site change."""

    LOSE_PATH = "lose-path"
    LOSE_ALL = "lose-all"
    REPAIR_PATH = "repair-path"
    REPAIR_ALL = "repair-all"


PART = Machine(
    name="part",
    states=tuple(Health),
    triggers=tuple(PartTrigger),
    moves={(Health.UP, PartTrigger.FAIL): Health.DOWN, (Health.DOWN, PartTrigger.REPAIR): Health.UP},
    ignored=frozenset({(Health.DOWN, PartTrigger.FAIL), (Health.UP, PartTrigger.REPAIR)}),
)

_T = FabricTrigger
_ALL = tuple(FabricCondition)

FABRIC = Machine(
    name="fabric",
    states=_ALL,
    triggers=tuple(FabricTrigger),
    moves={
        (FabricCondition.FULL, _T.LOSE_PATH): FabricCondition.DEGRADED,
        (FabricCondition.DEGRADED, _T.LOSE_PATH): FabricCondition.LOST,
        **each((FabricCondition.FULL, FabricCondition.DEGRADED), _T.LOSE_ALL, FabricCondition.LOST),
        (FabricCondition.DEGRADED, _T.REPAIR_PATH): FabricCondition.FULL,
        (FabricCondition.LOST, _T.REPAIR_PATH): FabricCondition.DEGRADED,
        **each((FabricCondition.DEGRADED, FabricCondition.LOST), _T.REPAIR_ALL, FabricCondition.FULL),
    },
    ignored=frozenset(
        {
            (FabricCondition.LOST, _T.LOSE_PATH),
            (FabricCondition.LOST, _T.LOSE_ALL),
            (FabricCondition.FULL, _T.REPAIR_PATH),
            (FabricCondition.FULL, _T.REPAIR_ALL),
        }
    ),
)
