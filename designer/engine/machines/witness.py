"""The witness works or does not; who holds it is settled by arbitration, not by itself."""

from designer.engine.machines.link import PartTrigger
from designer.engine.machines.table import Machine
from designer.engine.state import Health

WITNESS = Machine(
    name="witness",
    states=tuple(Health),
    triggers=tuple(PartTrigger),
    moves={(Health.UP, PartTrigger.FAIL): Health.DOWN, (Health.DOWN, PartTrigger.REPAIR): Health.UP},
    ignored=frozenset({(Health.DOWN, PartTrigger.FAIL), (Health.UP, PartTrigger.REPAIR)}),
)
