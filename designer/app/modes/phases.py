"""What the phases of a run are called and which colour role their bands have."""

from collections.abc import Mapping
from types import MappingProxyType

from designer.base.texts import Message, msg_in
from designer.drawing.ink import Role
from designer.engine.state import Phase

PHASE_NAMES: Mapping[Phase, Message] = MappingProxyType(
    {
        Phase.PRE_CHECK: msg_in("phase", "Pre-check"),
        Phase.SETUP: msg_in("phase", "Set-up"),
        Phase.MEMORY: msg_in("phase", "Memory copy"),
        Phase.STOP_AND_COPY: msg_in("phase", "Stop and copy"),
        Phase.OFFLINE: msg_in("phase", "Offline"),
        Phase.ROLE_CHANGE: msg_in("phase", "Role change"),
        Phase.ONLINE: msg_in("phase", "Online"),
        Phase.RESUME: msg_in("phase", "Resume"),
        Phase.CLEAN_UP: msg_in("phase", "Clean-up"),
        Phase.DETECT: msg_in("phase", "Detection"),
        Phase.REGROUP: msg_in("phase", "Regroup"),
        Phase.ARBITRATE: msg_in("phase", "Arbitration"),
        Phase.RESTART: msg_in("phase", "Restart"),
        Phase.RESYNC: msg_in("phase", "Resynchronisation"),
        Phase.MANUAL: msg_in("phase", "A person acts"),
    }
)

PHASE_ROLES: Mapping[Phase, Role] = MappingProxyType(
    {
        Phase.PRE_CHECK: Role.OFFLINE,
        Phase.SETUP: Role.OFFLINE,
        Phase.MEMORY: Role.PRIMARY,
        Phase.STOP_AND_COPY: Role.PENDING,
        Phase.OFFLINE: Role.PENDING,
        Phase.ROLE_CHANGE: Role.REPLICATION,
        Phase.ONLINE: Role.ONLINE,
        Phase.RESUME: Role.ONLINE,
        Phase.CLEAN_UP: Role.OFFLINE,
        Phase.DETECT: Role.FAILED,
        Phase.REGROUP: Role.THIRD,
        Phase.ARBITRATE: Role.THIRD,
        Phase.RESTART: Role.ONLINE,
        Phase.RESYNC: Role.REPLICATION,
        Phase.MANUAL: Role.PENDING,
    }
)
