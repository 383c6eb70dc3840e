"""What an administrator does to pairs: suspend, resume, split, promote one side, bring R1 up to date.

The verbs are those of SRDF (domain 3.5; S30) with MirrorView's words beside them (domain 3.7): fracture is suspend,
synchronize is resume, promote is promote. A consistency group is handled as one.
"""

from designer.base.texts import Message, msg
from designer.engine import wording
from designer.engine.compile import down_of
from designer.engine.facts import replicates
from designer.engine.machines.volume import PAIR, PairTrigger
from designer.engine.procedures import change_pair
from designer.engine.replacing import replace
from designer.engine.resync import is_changing, start_copying
from designer.engine.state import Health, PairCondition, Phase, Waiting
from designer.engine.turn import Turn
from designer.model.array import PairState
from designer.resilience.roles import CopyAge
from designer.resilience.targets import Loss, LossKind, describe

_T = PairTrigger
_WAYS_ON = {
    PairState.PARTITIONED: (_T.RESUME, _T.SYNCHRONIZED),
    PairState.SUSPENDED: (_T.RESUME, _T.SYNCHRONIZED),
    PairState.FAILED_OVER: (_T.UPDATE, _T.SYNCHRONIZED, _T.SWAP, _T.SYNCHRONIZED),
    PairState.R1_UPDATING: (_T.SYNCHRONIZED, _T.SWAP, _T.SYNCHRONIZED),
    PairState.R1_UPDATED: (_T.SWAP, _T.SYNCHRONIZED),
}
"""How a pair becomes protected again from the side that hosts write to; after a take-over R1 catches up first."""

BY_HAND = frozenset({LossKind.PAIR, LossKind.SPLIT, LossKind.PROMOTE, LossKind.UPDATE})
"""Targets that a person handles; nothing breaks or is mended by them."""


def stop(turn: Turn, loss: Loss) -> None:
    """Suspend or split the pair that the target names."""
    suspends = loss.kind is LossKind.PAIR
    trigger = _T.SUSPEND if suspends else _T.SPLIT
    changed = False
    for pair_id in turn.plan.together(loss.id):
        pair = turn.pair(pair_id)
        usable = pair.state is not PairState.SYNC_IN_PROGRESS or suspends
        if (pair.state, trigger) not in PAIR.moves or not usable:
            continue
        _end_copying(turn, pair_id)
        name = turn.plan.name
        ends = (name(pair.source), name(pair.target or pair.source))
        saying = wording.by_hand_saying(name(pair_id), *ends) if suspends else None
        change_pair(turn, pair_id, trigger, Phase.MANUAL, saying=saying)
        turn.put_pair(replace(turn.pair(pair_id), by_hand=True))
        changed = True
    if not changed:
        _tell_not_done(turn, loss, turn.pair(loss.id), msg("The pair does not replicate."))


def go_on(turn: Turn, loss: Loss) -> None:
    """Resume, promote or update the pair that the target names."""
    match loss.kind:
        case LossKind.PAIR:
            _resume(turn, loss)
        case LossKind.UPDATE:
            _update(turn, loss)
        case _:
            _promote(turn, loss)


def _resume(turn: Turn, loss: Loss) -> None:
    members = turn.plan.together(loss.id)
    ready = tuple(member for member in members if turn.pair(member).state in _WAYS_ON)
    down = down_of(turn.state)
    pair = turn.pair(loss.id)
    if pair.state is PairState.SPLIT:
        reason = msg("The copies differ: first promote the side whose copy shall stay.")
    elif not ready:
        reason = msg("Nothing is to be resumed in the state {state}.", state=pair.state.value)
    elif not all(replicates(turn.plan, down, member) for member in ready):
        reason = msg("The two arrays do not see each other.")
    elif any(is_changing(turn, member) and not _is_copying(turn, member) for member in ready):
        reason = msg("The roles of the pair are being changed.")
    else:
        saying = wording.asked_resume_saying(turn.plan.name(loss.id))
        turn.tell(saying, phase=Phase.MANUAL, subject=loss.id, before=pair.state.value, after=pair.state.value)
        for state in dict.fromkeys(turn.pair(member).state for member in ready):
            alike = tuple(member for member in ready if turn.pair(member).state is state)
            for member in alike:
                _end_copying(turn, member)
            start_copying(turn, alike, _WAYS_ON[state])
        return
    _tell_not_done(turn, loss, pair, reason)


def _update(turn: Turn, loss: Loss) -> None:
    down = down_of(turn.state)
    members = tuple(one for one in turn.plan.together(loss.id) if turn.pair(one).state is PairState.FAILED_OVER)
    if not members:
        _tell_not_done(
            turn, loss, turn.pair(loss.id), msg("Only a pair that has Failed Over has changes to copy back.")
        )
    elif not all(replicates(turn.plan, down, member) for member in members):
        _tell_not_done(turn, loss, turn.pair(loss.id), msg("The two arrays do not see each other."))
    else:
        start_copying(turn, members, (_T.UPDATE, _T.SYNCHRONIZED))


def _promote(turn: Turn, loss: Loss) -> None:
    lun_id, _, array_id = loss.id.partition("/")
    pair = turn.pair(lun_id)
    if turn.state.array(array_id).health is Health.DOWN:
        _tell_not_done(turn, loss, pair, msg("The array does not work."))
        return
    if any(is_changing(turn, member) and not _is_copying(turn, member) for member in turn.plan.together(lun_id)):
        _tell_not_done(turn, loss, pair, msg("The roles of the pair are being changed."))
        return
    ways = [(member, _way(turn, turn.pair(member), array_id)) for member in turn.plan.together(lun_id)]
    if not any(way for _, way in ways):
        _tell_not_done(turn, loss, pair, msg("The state {state} does not allow it.", state=pair.state.value))
    for member, way in ways:
        if way:
            _end_copying(turn, member)
            _note_decision(turn, member)
        for trigger in way:
            change_pair(turn, member, trigger, Phase.MANUAL)


def _note_decision(turn: Turn, pair_id: str) -> None:
    """Remember that a VM comes back by a person's decision, where it waited for one."""
    if any(turn.vm(vm_id).waits_for is Waiting.PERSON for vm_id in turn.plan.vms_of_lun[pair_id]):
        turn.set(quorum=replace(turn.state.quorum, by_hand=True))


def _way(turn: Turn, pair: PairCondition, array_id: str) -> tuple[PairTrigger, ...]:
    """The transitions that make the array the side hosts write to; none where it is already, or cannot become it."""
    up = replicates(turn.plan, down_of(turn.state), pair.id)
    here = array_id == pair.writable
    sides_open = pair.arrays_writable == (array_id,)
    match pair.state:
        case PairState.SPLIT:
            return (_T.PROMOTE_TARGET if array_id == pair.target else _T.PROMOTE_SOURCE,)
        case PairState.PARTITIONED | PairState.SUSPENDED if here:
            return () if sides_open else (_T.PROMOTE_SOURCE,)
        case PairState.PARTITIONED | PairState.SUSPENDED:
            return () if pair.copy is CopyAge.PARTIAL else (_T.PROMOTE_TARGET,)
        case PairState.SYNCHRONIZED | PairState.CONSISTENT if not here:
            return (_T.FAIL_OVER, _T.SWAP, _T.SYNCHRONIZED) if up else (_T.TAKE_OVER,)
        case PairState.FAILED_OVER | PairState.R1_UPDATED if not here:
            return (_T.RETURN, _T.SYNCHRONIZED) if up else _alone(pair)
        case _:
            return ()


def _alone(pair: PairCondition) -> tuple[PairTrigger, ...]:
    return () if pair.copy is CopyAge.PARTIAL else (_T.PROMOTE_SOURCE,)


def _is_copying(turn: Turn, pair_id: str) -> bool:
    return turn.state.procedure_of(pair_id) is not None


def _end_copying(turn: Turn, pair_id: str) -> None:
    running = turn.state.procedure_of(pair_id)
    if running is not None:
        turn.drop(running)


def _tell_not_done(turn: Turn, loss: Loss, pair: PairCondition, reason: Message) -> None:
    saying = wording.not_done_saying(describe(turn.plan.design, ((loss,),)), reason)
    state = pair.state.value
    turn.tell(saying, phase=Phase.MANUAL, subject=pair.id, before=state, after=state)
