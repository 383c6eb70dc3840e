"""A cluster resource: the legal transitions of domain 1.4 and no others."""

from enum import StrEnum

from designer.engine.machines.table import Machine, each
from designer.engine.state import ResourceStatus as Status


class ResourceTrigger(StrEnum):
    """What makes a resource change."""

    BRING_ONLINE = "bring-online"
    REPORT_ONLINE = "report-online"
    TAKE_OFFLINE = "take-offline"
    REPORT_OFFLINE = "report-offline"
    FAIL = "fail"
    LOSE_OWNER = "lose-owner"
    SETTLE_OFFLINE = "settle-offline"


_T = ResourceTrigger
_LIVE = (Status.ONLINE, Status.ONLINE_PENDING, Status.OFFLINE_PENDING)

RESOURCE = Machine(
    name="resource",
    states=tuple(Status),
    triggers=tuple(ResourceTrigger),
    moves={
        (Status.OFFLINE, _T.BRING_ONLINE): Status.ONLINE_PENDING,
        (Status.FAILED, _T.BRING_ONLINE): Status.ONLINE_PENDING,
        (Status.ONLINE_PENDING, _T.REPORT_ONLINE): Status.ONLINE,
        (Status.ONLINE, _T.TAKE_OFFLINE): Status.OFFLINE_PENDING,
        (Status.FAILED, _T.TAKE_OFFLINE): Status.OFFLINE,
        (Status.ONLINE_PENDING, _T.TAKE_OFFLINE): Status.OFFLINE_PENDING,
        (Status.OFFLINE_PENDING, _T.REPORT_OFFLINE): Status.OFFLINE,
        **each(_LIVE, _T.FAIL, Status.FAILED),
        **each((*_LIVE, Status.OFFLINE, Status.FAILED), _T.LOSE_OWNER, Status.UNKNOWN),
        (Status.UNKNOWN, _T.SETTLE_OFFLINE): Status.OFFLINE,
    },
    ignored=frozenset(
        {
            (Status.OFFLINE, _T.TAKE_OFFLINE),
            (Status.OFFLINE, _T.REPORT_OFFLINE),
            (Status.OFFLINE, _T.SETTLE_OFFLINE),
            (Status.FAILED, _T.FAIL),
            (Status.UNKNOWN, _T.LOSE_OWNER),
            (Status.UNKNOWN, _T.FAIL),
        }
    ),
)
"""Inherited, Initializing and Pending are never entered: the engine knows which pending it is."""
