"""A resource fails: what goes down with it, and the rule that answers (domain 1.6; S5, S6, S8).

Restart in place, fail the group over, give up. Where the group goes is the business of :mod:`designer.engine.recovery`.
"""

from designer.base.texts import Message, msg, msg_n
from designer.base.units import US_PER_MS, US_PER_S, seconds_text
from designer.engine.agenda import Priority
from designer.engine.chain import WORDS
from designer.engine.compile import down_of
from designer.engine.events import JudgeGroups
from designer.engine.facts import case_of, replicates
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.machines.vm import VmTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.replacing import replace
from designer.engine.safety import ON_A_NODE
from designer.engine.stages import (
    RETURN_ROLES,
    SWAP_ROLES,
    Roles,
    attempt_ms,
    in_place,
    leave_node,
    noticed,
    retry,
)
from designer.engine.state import (
    GroupState,
    Phase,
    Procedure,
    ProcedureKind,
    ResourceKind,
    ResourceStatus,
    VmCondition,
    Waiting,
)
from designer.engine.tries import (
    failovers_allowed,
    failovers_left,
    restarts_left,
    restarts_without_end,
    retry_us,
    with_restart,
)
from designer.engine.turn import Saying, Turn
from designer.engine.watchdog import limit_us
from designer.model.array import PairState
from designer.model.workload import RestartAction
from designer.resilience.options import Effort, Option, options
from designer.resilience.targets import Loss, LossKind

_PENDING = frozenset({ResourceStatus.ONLINE_PENDING, ResourceStatus.OFFLINE_PENDING})
_RULE = "domain 1.6; S5, S6, S8"


def watch_resources(turn: Turn) -> None:
    """Let every group that runs answer for its resources: faults are noticed, what has failed is dealt with."""
    for group in turn.state.groups:
        if group.faults or group.vm in turn.plan.with_further:
            _watch(turn, group)


def _watch(turn: Turn, group: GroupState) -> None:
    vm = turn.vm(group.vm)
    busy = turn.state.procedure_of(group.vm) is not None or turn.state.procedure_of(group.id) is not None
    if busy or vm.condition is not VmCondition.RUNNING or group.held_by or group.left_by:
        return
    chain, online = turn.plan.chain(group.vm), group.online
    broken = next((key for key in chain.upwards if key in group.faults and key in online), None)
    if broken is not None:
        stages = noticed(turn.plan, group.vm, broken)
        turn.start(Procedure(0, ProcedureKind.RESTART, group.vm, group.owner, group.owner, stages))
        return
    failed = next((one.kind for one in group.resources if one.status is ResourceStatus.FAILED), None)
    if failed is not None:
        answer(turn, group.vm, failed)
        return
    if any(key not in online and chain.admits(key, online) for key in chain.keys):
        _start_here(turn, group, next(key for key in chain.upwards if key not in online))


def fail_resource(
    turn: Turn, vm_id: str, key: str, saying: Saying, *, phase: Phase = Phase.RESTART, is_late: bool = False
) -> None:
    """A resource fails now; what rests on it goes down with it, and the rule answers.

    ``is_late``: it was terminated on its way, and will be again where nothing changes.
    """
    group = turn.group(vm_id)
    assert group is not None
    before = group.resource(key)
    assert before is not None
    fell = take_down_with(turn, vm_id, key)
    label = name_of(turn, vm_id, key)
    turn.tell(
        saying,
        phase=phase,
        subject=vm_id,
        before=f"{label}: {before.status.label}",
        after=f"{label}: {ResourceStatus.FAILED.label}",
    )
    if ResourceKind.VM in fell and key != ResourceKind.VM:
        _tell_fall(turn, vm_id, label)
    answer(turn, vm_id, key, is_late=is_late)


def _tell_fall(turn: Turn, vm_id: str, label: str) -> None:
    name = turn.plan.name(vm_id)
    saying = Saying(
        msg("{vm} goes down with {resource}", vm=name, resource=label),
        msg("A resource stays online only while its dependency expression holds; no other member of the clause does."),
        msg("It would run on something that is not there."),
        "domain 1.1, 1.4; S8, S60",
    )
    turn.tell(saying, phase=Phase.RESTART, subject=vm_id, before="running", after="failed")


def take_down_with(turn: Turn, vm_id: str, key: str) -> frozenset[str]:
    """Let ``key`` fail, and take offline what rests on it, dependents first; what went down, ``key`` included."""
    group = turn.group(vm_id)
    assert group is not None
    chain = turn.plan.chain(vm_id)
    up = {one.kind for one in group.resources if one.status is ResourceStatus.ONLINE or one.status in _PENDING} - {key}
    fallen = up - chain.left_standing(up)
    if (ResourceKind.VM in fallen or key == ResourceKind.VM) and turn.vm(vm_id).condition in ON_A_NODE:
        turn.vm_does(vm_id, VmTrigger.CRASH)
    for one in chain.downwards:
        if one in fallen and turn.resource_does(vm_id, one, ResourceTrigger.TAKE_OFFLINE) in _PENDING:
            turn.resource_does(vm_id, one, ResourceTrigger.REPORT_OFFLINE)
    turn.resource_does(vm_id, key, ResourceTrigger.FAIL)
    return frozenset(fallen | {key})


def answer(turn: Turn, vm_id: str, key: str, *, is_late: bool = False) -> None:
    """Restart in place, fail over, give up: what the rule says for a resource that has failed."""
    plan, now = turn.plan, turn.now_us
    group = turn.group(vm_id)
    assert group is not None
    settings = plan.chain(vm_id).settings[key]
    is_late = is_late or not _comes_in_time(turn, vm_id, key, Effort.LOCAL)
    lasting = is_late or key in group.faults
    endless = lasting and restarts_without_end(settings, _round_ms(turn, group, key, is_late=is_late))
    if settings.restart_action is RestartAction.NONE:
        _hold(
            turn,
            group,
            key,
            msg("Its restart action is to do nothing: a person has to look at it first."),
            lasting=lasting,
        )
    elif endless:
        _hold(
            turn,
            group,
            key,
            msg(
                "Its restarts are forgotten after {period}, before they are used up: it would be restarted for ever.",
                period=seconds_text(settings.restart_period_ms * US_PER_MS / US_PER_S),
            ),
            lasting=True,
        )
    elif restarts_left(plan, group, key, now):
        turn.put_group(with_restart(group, key, now))
        _tell_restart(turn, group, key)
        _start_here(turn, group, key)
    elif settings.restart_action is RestartAction.RESTART:
        _hold(
            turn,
            group,
            key,
            msg("Its restarts are used up, and its restart action leaves the group where it is."),
            lasting=lasting,
        )
    elif not failovers_left(plan, group, now) or group.wandered >= failovers_allowed(plan, group):
        _hold(
            turn, group, key, msg("Its restarts are used up, and so are the failovers of its group."), lasting=lasting
        )
    elif not others(turn, vm_id):
        _hold(
            turn,
            group,
            key,
            msg("Its restarts are used up, and the group can come online by itself nowhere else."),
            lasting=lasting,
        )
    else:
        _leave(turn, group, key)


def _round_ms(turn: Turn, group: GroupState, key: str, *, is_late: bool) -> int:
    """How long one round of restarts in place takes at most: ``key``, what may be tried with it, what is broken too."""
    plan, vm_id = turn.plan, group.vm
    chain = plan.chain(vm_id)
    broken = {one for one in chain.keys if one in group.faults or not _comes_in_time(turn, vm_id, one, Effort.LOCAL)}
    total = 0
    for one in broken | {key, *chain.further}:
        patience = chain.settings[one].restart_delay_ms + limit_us(chain.settings[one]) // US_PER_MS
        total += patience if is_late and one == key else min(attempt_ms(plan, vm_id, one), patience)
    return total


def others(turn: Turn, vm_id: str) -> tuple[Option, ...]:
    """Where the group could come online by itself, its present node left out."""
    group = turn.group(vm_id)
    assert group is not None
    found = options(case_of(turn.plan, turn.state), turn.plan.vms[vm_id], turn.state.quorum.living)
    paused = {node.id for node in turn.state.nodes if node.paused}
    return tuple(
        one for one in found if one.node != group.owner and one.node not in paused and one.effort < Effort.MANUAL_SWAP
    )


def roles_of(turn: Turn, option: Option) -> Roles:
    """What happens to each pair that changes sides for this option."""
    down = down_of(turn.state)
    found: list[tuple[str, tuple[PairTrigger, ...]]] = []
    for lun in option.changes:
        pair = turn.pair(lun)
        triggers: tuple[PairTrigger, ...]
        if replicates(turn.plan, down, lun):
            returns = pair.state in {PairState.FAILED_OVER, PairState.R1_UPDATED}
            triggers = RETURN_ROLES if returns else SWAP_ROLES
        elif lun in option.beside:
            triggers = (PairTrigger.TAKE_OVER_BESIDE,)
        else:
            triggers = (PairTrigger.TAKE_OVER,)
        found.append((lun, triggers))
    return tuple(found)


def _start_here(turn: Turn, group: GroupState, key: str) -> None:
    """Bring up again, where it is owned, what is not online of a group."""
    vm = turn.vm(group.vm)
    here = options(case_of(turn.plan, turn.state), turn.plan.vms[group.vm], (group.owner,))
    roles = roles_of(turn, here[0]) if here and ResourceKind.ENABLER not in group.online else ()
    saved = vm.assigned_mib if vm.condition is VmCondition.SAVED else None
    now = turn.group(group.vm)
    assert now is not None
    stages = in_place(turn.plan, now, roles, key, saved_mib=saved)
    if vm.waits_for is not None:
        turn.put_vm(replace(vm, waits_for=None))
    turn.start(Procedure(0, ProcedureKind.RESTART, group.vm, group.owner, group.owner, stages))


def _tell_restart(turn: Turn, group: GroupState, key: str) -> None:
    if key == ResourceKind.VM and key not in group.faults:
        return  # the boot of a crashed guest tells it
    settings = turn.plan.chain(group.vm).settings[key]
    left = restarts_left(turn.plan, group, key, turn.now_us) - 1
    label = name_of(turn, group.vm, key)
    saying = Saying(
        msg(
            "{resource} of {vm} is restarted on {node} after {delay}",
            resource=label,
            vm=turn.plan.name(group.vm),
            node=turn.plan.name(group.owner),
            delay=seconds_text(settings.restart_delay_ms * US_PER_MS / US_PER_S),
        ),
        msg_n(
            "Its threshold tolerates {n} restart within {period}; {left} of them left after this one.",
            "Its threshold tolerates {n} restarts within {period}; {left} of them left after this one.",
            settings.restart_threshold,
            period=seconds_text(settings.restart_period_ms * US_PER_MS / US_PER_S),
            left=left,
        ),
        msg("A passing fault would cost a failover."),
        _RULE,
    )
    state = f"{label}: {ResourceStatus.FAILED.label}"
    turn.tell(saying, phase=Phase.RESTART, subject=group.vm, before=state, after=state)


def _leave(turn: Turn, group: GroupState, key: str) -> None:
    """The group goes offline here, dependents first, and comes online elsewhere."""
    plan, vm = turn.plan, turn.vm(group.vm)
    turn.put_group(replace(group, left_by=key, wandered=group.wandered + 1))
    label = name_of(turn, group.vm, key)
    saying = Saying(
        msg(
            "The restarts of {resource} are used up: the group of {vm} leaves {node}",
            resource=label,
            vm=plan.name(group.vm),
            node=plan.name(group.owner),
        ),
        msg("Dependents go offline first, then providers; a VM that runs is saved, as its offline action says."),
        msg("The resource would be restarted for ever on a node that cannot bring it online."),
        _RULE,
    )
    state = f"{label}: {ResourceStatus.FAILED.label}"
    turn.tell(saying, phase=Phase.RESTART, subject=group.vm, before=state, after=state)
    runs = vm.condition is VmCondition.RUNNING
    stages = leave_node(plan, group, saved_mib=vm.assigned_mib if runs else None)
    turn.start(Procedure(0, ProcedureKind.RESTART, group.vm, group.owner, group.owner, stages))


def _hold(turn: Turn, group: GroupState, key: str, why: Message, *, lasting: bool = False) -> None:
    """Leave a resource failed and its group where it is; begin again after the retry period where that can help."""
    plan, label = turn.plan, name_of(turn, group.vm, key)
    hold(turn, group, key)
    vm = turn.vm(group.vm)
    down = vm.condition not in ON_A_NODE
    if down:
        turn.put_vm(replace(vm, waits_for=Waiting.RESTARTS))
    wait = retry_us(plan, group, key)
    tried_again = wait is not None and plan.chain(group.vm).settings[key].restart_action is not RestartAction.NONE
    saying = Saying(
        msg(
            "{resource} of {vm} stays failed on {node}",
            resource=label,
            vm=plan.name(group.vm),
            node=plan.name(group.owner),
        ),
        why,
        _prospect(wait if tried_again else None, lasting=lasting),
        _RULE,
    )
    state = f"{label}: {ResourceStatus.FAILED.label}"
    turn.tell(saying, phase=Phase.RESTART, subject=group.vm, before=state, after=state)
    # While the fault lasts every later round ends as this one did, so it is not played again and again.
    if tried_again and wait is not None and not lasting:
        turn.start(Procedure(0, ProcedureKind.RETRY, group.id, group.owner, "", retry(wait, key)))


def _prospect(wait_us: int | None, *, lasting: bool) -> Message:
    """What becomes of a resource that was left failed."""
    if wait_us is None:
        return msg("It is not tried again before a person repairs it.")
    time = seconds_text(wait_us / US_PER_S)
    if lasting:
        return msg("Every {time} the cluster begins again with it, and ends here while the fault lasts.", time=time)
    return msg("After {time} the cluster begins again with it.", time=time)


def hold(turn: Turn, group: GroupState, key: str) -> None:
    """Mark a group as kept where it is by a resource that was left failed."""
    now = turn.group(group.vm)
    assert now is not None
    turn.put_group(replace(now, held_by=key, left_by="", held_since_us=turn.now_us))


def release(turn: Turn, group: GroupState) -> None:
    """Forget what held a group or made it leave: it is whole again, or a person has looked after it."""
    waiting = turn.state.procedure_of(group.id)
    if waiting is not None and waiting.kind is ProcedureKind.RETRY:
        turn.drop(waiting)
    now = turn.group(group.vm)
    assert now is not None
    turn.put_group(replace(now, held_by="", left_by="", wandered=0, held_since_us=0))
    vm = turn.vm(group.vm)
    if vm.waits_for in {Waiting.RESTARTS, Waiting.THRESHOLD, Waiting.START}:
        turn.put_vm(replace(vm, waits_for=None))


def hold_for_want(turn: Turn, group: GroupState) -> None:
    """A group that had to leave its node finds no other: its resource stays failed."""
    key = group.left_by
    _hold(turn, group, key, msg("Its restarts are used up, and the group can come online by itself nowhere else."))


def resume_held(turn: Turn, group: GroupState) -> None:
    """Begin the wait for the next round of a held resource once it could work again; rounds keep their rhythm.

    While it could not, every round would have ended as the one before, so none was played.
    """
    key = group.held_by
    wait = retry_us(turn.plan, group, key)
    settings = turn.plan.chain(group.vm).settings[key]
    idle = turn.state.procedure_of(group.id) is None and key not in group.faults
    if wait is None or settings.restart_action is RestartAction.NONE or not idle:
        return
    here = options(case_of(turn.plan, turn.state), turn.plan.vms[group.vm], (group.owner,))
    if here and _comes_in_time(turn, group.vm, key, here[0].effort):
        left = -(turn.now_us - group.held_since_us) % wait
        turn.start(Procedure(0, ProcedureKind.RETRY, group.id, group.owner, "", retry(left, key)))


def _comes_in_time(turn: Turn, vm_id: str, key: str, effort: Effort) -> bool:
    """Whether the resource can come online by itself before the watch over it ends."""
    timings, settings = turn.plan.timings, turn.plan.chain(vm_id).settings[key]
    roles = {Effort.LOCAL: 0, Effort.SWAP: timings.takeover_link_up_ms, Effort.TAKE_OVER: timings.takeover_link_down_ms}
    if effort not in roles:
        return False
    takes = attempt_ms(turn.plan, vm_id, key) - settings.restart_delay_ms
    takes += roles[effort] if key == ResourceKind.ENABLER else 0
    return takes * US_PER_MS <= limit_us(settings)


def fault_resources(turn: Turn, losses: tuple[Loss, ...]) -> None:
    """Resources stop working wherever they are tried; the next poll, or the next attempt, finds out."""
    for group, key in _named(turn, losses):
        now = turn.group(group.vm)
        if now is not None and now.resource(key) is not None and key not in now.faults:
            turn.put_group(replace(now, faults=(*now.faults, key)))


def mend_resources(turn: Turn, losses: tuple[Loss, ...]) -> None:
    """Resources, or guests, work again; a person brings online what the cluster has given up."""
    looked_after = dict.fromkeys(group.vm for group, _ in _named(turn, losses))
    looked_after |= dict.fromkeys(loss.id for loss in losses if loss.kind is LossKind.VM)
    for group, key in _named(turn, losses):
        now = turn.group(group.vm)
        assert now is not None
        turn.put_group(replace(now, faults=tuple(one for one in now.faults if one != key)))
        running = turn.state.procedure_of(group.vm)
        if running is not None and any(stage.trigger == "fault" for stage in running.stages):
            turn.drop(running)
    for vm_id in looked_after:
        mended = turn.group(vm_id)
        if mended is not None:
            release(turn, mended)


def _named(turn: Turn, losses: tuple[Loss, ...]) -> tuple[tuple[GroupState, str], ...]:
    """The groups and resources that are named, where they exist."""
    found = []
    for loss in losses:
        if loss.kind is LossKind.RESOURCE:
            group_id, _, name = loss.id.partition("/")
            group = next(group for group in turn.state.groups if group.id == group_id)
            key = str(WORDS.get(name, name))
            if group.resource(key) is not None:
                found.append((group, key))
    return tuple(found)


def begin_again(turn: Turn, group: GroupState, key: str) -> None:
    """The retry period of a resource is over: the cycle of restarts begins anew (RetryPeriodOnFailure, S5)."""
    release(turn, group)
    now = turn.group(group.vm)
    assert now is not None
    resource = now.resource(key)
    if resource is None or now.owner not in turn.state.quorum.living:
        turn.call(JudgeGroups(), Priority.AVAILABILITY)
        return
    turn.put_group(with_restart(now, key, turn.now_us))
    _start_here(turn, now, key)


def tell_fault(turn: Turn, vm_id: str, key: str) -> Saying:
    """What is told when a poll, or the end of an attempt, finds that a resource does not work."""
    return Saying(
        msg("{resource} of {vm} has failed", resource=name_of(turn, vm_id, key), vm=turn.plan.name(vm_id)),
        msg("The resource does not answer the cluster's poll, or reports failure."),
        msg("It would count as online, and nobody would do anything about it."),
        "domain 1.4; S5",
    )


def name_of(turn: Turn, vm_id: str, key: str) -> str:
    """What people call a resource."""
    return turn.plan.resource_name(vm_id, key)
