"""Scripted movements and faults, saved with the project. Targets are written as in the event grammar."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class MovementKind(StrEnum):
    """What an administrator asks for."""

    LIVE = "live-migration"
    QUICK = "quick-migration"
    MOVE = "planned-move"
    DRAIN = "drain"
    FAILBACK = "failback"


class Movement(Frozen):
    """One movement. ``vm`` and ``to`` as the kind needs: drain names the node in ``node``, failback names nothing."""

    kind: MovementKind
    vm: IdText | None = None
    to: IdText | None = None
    node: IdText | None = None


class ActionKind(StrEnum):
    """Whether a target fails or is repaired, or an administrator cancels a movement."""

    FAIL = "fail"
    REPAIR = "repair"
    CANCEL = "cancel"


EVERY_MOVEMENT = "movement"
"""The target of a cancel that names no VM: every movement under way or waiting."""


class Action(Frozen):
    """What happens to ``target`` (written ``node:p1``, ``link:link-lan+witness``) ``at_ms`` after the start.

    A cancel has a VM as its target, written as its id, or ``movement`` for every movement.
    """

    kind: ActionKind
    target: str = Field(min_length=1, max_length=400)
    at_ms: int = Field(default=0, ge=0, le=31_536_000_000)


class Scenario(Frozen):
    """At most one movement and any number of faults and repairs, for one design or (None) for any.

    ``begins_at_min`` is the time of day at which it begins, in minutes after midnight: failback may wait for its hours.
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    design: IdText | None = None
    movement: Movement | None = None
    actions: tuple[Action, ...] = ()
    note: str = Field(default="", max_length=4000)
    begins_at_min: int = Field(default=9 * 60, ge=0, le=24 * 60 - 1)
