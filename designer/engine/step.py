"""The reducer: an event meets a state and gives steps, a new state, and events to come. Without side effects."""

from dataclasses import dataclass

from designer.engine.agenda import Entry
from designer.engine.compile import Plan
from designer.engine.events import (
    Advance,
    CancelMovement,
    Fail,
    JudgeGroups,
    JudgeStorage,
    MoveNext,
    Repair,
    RequestMovement,
)
from designer.engine.failback import judge_failback
from designer.engine.failing import watch_resources
from designer.engine.faults import fail, repair
from designer.engine.movement import cancel_on_request, move_next, request
from designer.engine.procedures import advance
from designer.engine.recovery import judge_groups
from designer.engine.replication import judge_storage
from designer.engine.sharing import share_lines
from designer.engine.state import ClusterState
from designer.engine.timeline import Step
from designer.engine.turn import Call, Turn


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event came to."""

    state: ClusterState
    steps: tuple[Step, ...]
    calls: tuple[Call, ...]


def react(plan: Plan, state: ClusterState, entry: Entry, next_n: int) -> Effect:
    """The effect of one event on a state; steps are numbered from ``next_n``."""
    turn = Turn(plan, state, now_us=entry.time_us, next_n=next_n, cause=entry.cause)
    match entry.event:
        case Fail(losses):
            fail(turn, losses)
        case Repair(losses):
            repair(turn, losses)
        case RequestMovement(movement):
            request(turn, movement)
        case CancelMovement(vm):
            cancel_on_request(turn, vm)
        case MoveNext():
            move_next(turn)
        case Advance(serial, index):
            advance(turn, serial, index)
        case JudgeStorage(parts):
            judge_storage(turn, parts=parts)
        case JudgeGroups():
            judge_groups(turn)
            watch_resources(turn)
            judge_failback(turn)
    share_lines(turn, state)
    return Effect(turn.state, tuple(turn.steps), tuple(turn.calls))
