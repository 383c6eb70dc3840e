"""Procedures going on, stage by stage: what each act does to the state and what it tells."""

from collections.abc import Callable

from designer.base.texts import Message, msg
from designer.base.units import US_PER_MS, memory_text
from designer.engine import wording
from designer.engine.agenda import Priority
from designer.engine.compile import down_of
from designer.engine.degradation import await_silence, fall_silent
from designer.engine.events import Advance, JudgeGroups, JudgeStorage, MoveNext
from designer.engine.facts import has_storage, is_up, planned_obstacle, replicates, vms_on
from designer.engine.failing import begin_again, fail_resource, hold, take_down_with, tell_fault
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.machines.vm import VmTrigger
from designer.engine.machines.volume import PAIR, PairTrigger
from designer.engine.membership import arbitrate, detect, regroup, settle
from designer.engine.migration import migration_way
from designer.engine.replacing import replace
from designer.engine.safety import ON_A_NODE
from designer.engine.sharing import begin_transfer
from designer.engine.stages import roll_back
from designer.engine.state import (
    MOVEMENTS,
    Act,
    GroupState,
    Phase,
    Procedure,
    ProcedureKind,
    ResourceKind,
    ResourceStatus,
    Stage,
    VmCondition,
    Waiting,
)
from designer.engine.timeline import Outcome
from designer.engine.tries import with_failover, with_restart
from designer.engine.turn import PRIORITY_OF, Saying, Turn
from designer.engine.watchdog import is_deadlock, limit_us
from designer.model.array import PairState, ReplicationMode
from designer.model.workload import RestartAction
from designer.resilience.admission import can_receive, share_out
from designer.topology.down import Down

_NEEDS_LINK = frozenset(
    {
        PairTrigger.FAIL_OVER,
        PairTrigger.SWAP,
        PairTrigger.SYNCHRONIZED,
        PairTrigger.RETURN,
        PairTrigger.RESUME,
        PairTrigger.UPDATE,
    }
)


def advance(turn: Turn, serial: int, index: int | None = None) -> None:
    """Let a procedure begin its next stage; nothing for one that was given up or whose stage was given more time."""
    procedure = next((one for one in turn.state.procedures if one.serial == serial), None)
    if procedure is None or not _is_over(procedure, index, turn.now_us):
        return
    moved = begin_transfer(turn, replace(procedure, index=procedure.index + 1, since_us=turn.now_us))
    stage = moved.stages[moved.index]
    if moved.index == len(moved.stages) - 1:
        turn.drop(moved)
        _ACTS[stage.act](turn, moved, stage)
        # What was lost while a movement cleaned up has not been told to its VM yet: the movement still had it in hand.
        missed = moved.kind in MOVEMENTS and down_of(turn.state) != Down()
        turn.call(JudgeStorage(parts=missed), Priority.STORAGE)
        turn.call(JudgeGroups(), Priority.AVAILABILITY)
        return
    turn.put_procedure(moved)
    _ACTS[stage.act](turn, moved, stage)
    if any(one.serial == serial for one in turn.state.procedures):
        turn.call(Advance(serial, moved.index), PRIORITY_OF[moved.kind], stage.duration_us)


def _is_over(procedure: Procedure, index: int | None, now_us: int) -> bool:
    stage = procedure.stage
    is_due = stage is None or procedure.since_us + stage.duration_us <= now_us
    return is_due and index in {None, procedure.index}


def cancel(turn: Turn, procedure: Procedure, reason: Message, *, phase: Phase) -> None:
    """End a movement whose VM goes on at the source."""
    turn.drop(procedure)
    turn.conclude(procedure.subject, Outcome.CANCELLED)
    vm = turn.plan.name(procedure.subject)
    state = turn.vm(procedure.subject).condition.value
    _tell(
        turn,
        wording.cancelled_saying(vm, turn.plan.name(procedure.source), reason),
        phase,
        procedure.subject,
        state,
        state,
    )
    turn.call(MoveNext(), Priority.WORKLOAD)


def fail_movement(turn: Turn, procedure: Procedure, reason: Message) -> None:
    """End a movement whose VM went down."""
    turn.drop(procedure)
    turn.resources_do(procedure.subject, ResourceTrigger.LOSE_OWNER, ResourceTrigger.SETTLE_OFFLINE)
    turn.conclude(procedure.subject, Outcome.FAILED)
    phase = procedure.phase or Phase.PRE_CHECK
    state = turn.vm(procedure.subject).condition.value
    _tell(
        turn,
        wording.failed_saying(turn.plan.name(procedure.subject), reason),
        phase,
        procedure.subject,
        "moving",
        state,
    )
    turn.call(JudgeGroups(), Priority.AVAILABILITY)
    turn.call(MoveNext(), Priority.WORKLOAD)


def start_roll_back(turn: Turn, procedure: Procedure, reason: Message) -> None:
    """Bring a group whose resources are offline back online where it came from."""
    vm_id, plan = procedure.subject, turn.plan
    turn.resources_do(vm_id, ResourceTrigger.TAKE_OFFLINE, ResourceTrigger.REPORT_OFFLINE)
    turn.own(vm_id, procedure.source)
    group = turn.group(vm_id)
    assert group is not None
    turn.drop(procedure)
    stages = roll_back(plan, group, procedure.kind, source=procedure.source, memory_mib=turn.vm(vm_id).assigned_mib)
    turn.start(replace(procedure, stages=stages, index=-1, target=procedure.source, reserved_mib=0))
    saying = wording.cancelled_saying(plan.name(vm_id), plan.name(procedure.source), reason)
    phase = procedure.phase or Phase.OFFLINE
    _tell(turn, saying, phase, vm_id, plan.name(procedure.target), plan.name(procedure.source))


# --- checks ---


def _check_state(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm, target = procedure.subject, procedure.target
    name = turn.plan.name
    problem = None
    if not is_up(turn.state, target):
        problem = msg("{node} is not a member of the cluster now", node=name(target))
    elif not is_up(turn.state, procedure.source):
        problem = msg("{node} is not a member of the cluster now", node=name(procedure.source))
    elif turn.vm(vm).condition is not VmCondition.RUNNING:
        problem = msg("{vm} does not run properly", vm=name(vm))
    _passed(
        turn,
        procedure,
        stage,
        wording.check_saying("state", name(vm), name(procedure.source), name(target)),
        problem=problem,
    )


def _check_hosts(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    plan, source, target = turn.plan, procedure.source, procedure.target
    vm, first, second = plan.name(procedure.subject), plan.nodes[source], plan.nodes[target]
    if procedure.kind is not ProcedureKind.LIVE:
        return
    way = migration_way(plan, down_of(turn.state), procedure.subject, source=source, target=target)
    if first.cpu_vendor is not second.cpu_vendor:
        problem = msg(
            "the processors of {source} and {target} are from different makers", source=first.name, target=second.name
        )
    elif first.cpu_family != second.cpu_family and not (
        first.processor_compatibility and second.processor_compatibility
    ):
        problem = msg(
            "{source} and {target} have different processor families, and processor compatibility is off",
            source=first.name,
            target=second.name,
        )
    elif way is None:
        problem = msg("no live-migration network joins {source} and {target}", source=first.name, target=second.name)
    else:
        problem = None
    saying = wording.check_saying("hosts", vm, first.name, second.name, network="" if way is None else way.network.name)
    _passed(turn, procedure, stage, saying, problem=problem)


def _check_memory(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    plan, vm_id, target = turn.plan, procedure.subject, procedure.target
    held = turn.vm(vm_id).assigned_mib
    running = vms_on(plan, turn.state, target, without=vm_id)
    problem = None
    if not can_receive(plan.nodes[target], running, plan.vms[vm_id], held):
        problem = msg("{node} has no room for its {memory}", node=plan.name(target), memory=memory_text(held))
    saying = wording.check_saying(
        "memory", plan.name(vm_id), plan.name(procedure.source), plan.name(target), memory=memory_text(held)
    )
    _passed(turn, procedure, stage, saying, problem=problem)


def _check_storage(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    plan, vm_id, target = turn.plan, procedure.subject, procedure.target
    problem = planned_obstacle(plan, turn.state, vm_id, target)
    saying = wording.check_saying("storage", plan.name(vm_id), plan.name(procedure.source), plan.name(target))
    _passed(turn, procedure, stage, saying, problem=problem)


def _passed(turn: Turn, procedure: Procedure, stage: Stage, saying: Saying, *, problem: Message | None) -> None:
    if problem is not None:
        cancel(turn, procedure, problem, phase=stage.phase)
        return
    state = turn.vm(procedure.subject).condition.value
    _tell(turn, saying, stage.phase, procedure.subject, state, state, stage.duration_us)


# --- copying ---


def _connect(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    plan, held = turn.plan, turn.vm(procedure.subject).assigned_mib
    way = migration_way(plan, down_of(turn.state), procedure.subject, source=procedure.source, target=procedure.target)
    if way is None:
        ends = {"source": plan.name(procedure.source), "target": plan.name(procedure.target)}
        cancel(turn, procedure, msg("no live-migration network joins {source} and {target}", **ends), phase=stage.phase)
        return
    turn.put_procedure(replace(procedure, reserved_mib=held, network=way.network.id))
    saying = wording.connect_saying(
        plan.name(procedure.subject), plan.name(procedure.source), plan.name(procedure.target), held, way=way
    )
    _tell(turn, saying, stage.phase, procedure.subject, "running", "running", stage.duration_us)


def _send(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    plan = turn.plan
    saying = wording.round_saying(
        plan.name(procedure.subject),
        plan.name(procedure.source),
        plan.name(procedure.target),
        number=stage.round,
        volume_kib=stage.volume_kib,
    )
    _tell(turn, saying, stage.phase, procedure.subject, "running", "running", stage.duration_us)


def _pause(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    turn.vm_does(procedure.subject, VmTrigger.PAUSE)
    saying = wording.pause_saying(turn.plan.name(procedure.subject), turn.plan.name(procedure.target), stage.volume_kib)
    _tell(turn, saying, stage.phase, procedure.subject, "running", "paused", stage.duration_us)


def _save(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    turn.vm_does(vm_id, VmTrigger.SAVE)
    turn.resource_does(vm_id, ResourceKind.VM, ResourceTrigger.TAKE_OFFLINE)
    saying = wording.save_saying(turn.plan.name(vm_id), turn.vm(vm_id).assigned_mib)
    _tell(turn, saying, stage.phase, vm_id, "running", "saving", stage.duration_us)


def _shut_down(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    turn.vm_does(vm_id, VmTrigger.SHUT_DOWN)
    turn.resource_does(vm_id, ResourceKind.VM, ResourceTrigger.TAKE_OFFLINE)
    _tell(
        turn,
        wording.shut_down_saying(turn.plan.name(vm_id)),
        stage.phase,
        vm_id,
        "running",
        "stopping",
        stage.duration_us,
    )


def _switched_off(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    before = turn.vm(vm_id).condition.value
    turn.vm_does(vm_id, VmTrigger.SAVED if turn.vm(vm_id).condition is VmCondition.SAVING else VmTrigger.SWITCHED_OFF)
    turn.resource_does(vm_id, ResourceKind.VM, ResourceTrigger.REPORT_OFFLINE)
    saying = wording.resource_saying(
        turn.plan.name(vm_id),
        turn.plan.name(procedure.source),
        ResourceKind.VM,
        ResourceTrigger.REPORT_OFFLINE,
        phase=stage.phase,
    )
    _tell(turn, saying, stage.phase, vm_id, before, turn.vm(vm_id).condition.value, stage.duration_us)


# --- over to the other node ---


def _resource(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    assert stage.resource is not None
    assert stage.trigger is not None
    plan, vm_id = turn.plan, procedure.subject
    group = turn.group(vm_id)
    assert group is not None
    before = next(one.status for one in group.resources if one.kind == stage.resource)
    trigger = ResourceTrigger(stage.trigger)
    if _is_left_out(turn, group, stage.resource, trigger):
        return
    if trigger is ResourceTrigger.REPORT_ONLINE and stage.resource in group.faults:
        _fail_on_the_way(turn, procedure, stage.resource, tell_fault(turn, vm_id, stage.resource))
        return
    status = turn.resource_does(vm_id, stage.resource, trigger)
    name = plan.resource_name(vm_id, stage.resource)
    saying = wording.resource_saying(
        plan.name(vm_id), plan.name(group.owner), stage.resource, stage.trigger, phase=stage.phase, name=name
    )
    _tell(
        turn,
        saying,
        stage.phase,
        vm_id,
        _label(name, before),
        _label(name, status),
        stage.duration_us,
    )


def _is_left_out(turn: Turn, group: GroupState, key: str, trigger: ResourceTrigger) -> bool:
    """Whether a resource has nothing to do here: it is there already, or what it rests on is not."""
    resource = group.resource(key)
    assert resource is not None
    if trigger is ResourceTrigger.BRING_ONLINE:
        there = resource.status is ResourceStatus.ONLINE
        return there or not turn.plan.chain(group.vm).admits(key, group.online)
    return trigger is ResourceTrigger.REPORT_ONLINE and resource.status is not ResourceStatus.ONLINE_PENDING


def _fail_on_the_way(turn: Turn, procedure: Procedure, key: str, saying: Saying, *, is_late: bool = False) -> None:
    """A resource fails instead of coming online; the rest goes on where the VM does not need it."""
    vm_id = procedure.subject
    group = turn.group(vm_id)
    assert group is not None
    to_come = {stage.resource for stage in procedure.stages[procedure.index + 1 :] if stage.resource is not None}
    if any(stage.act is Act.RUNNING for stage in procedure.stages[procedure.index + 1 :]):
        to_come.add(ResourceKind.VM)
    wanted = (to_come | group.online) - {key}
    if key != ResourceKind.VM and ResourceKind.VM in turn.plan.chain(vm_id).left_standing(wanted):
        turn.resource_does(vm_id, key, ResourceTrigger.FAIL)
        name = turn.plan.resource_name(vm_id, key)
        labels = (_label(name, ResourceStatus.ONLINE_PENDING), _label(name, ResourceStatus.FAILED))
        _tell(turn, saying, procedure.phase or Phase.RESTART, vm_id, *labels)
        return
    _end_in_failure(turn, procedure, key, saying, is_late=is_late)


def _end_in_failure(turn: Turn, procedure: Procedure, key: str, saying: Saying, *, is_late: bool = False) -> None:
    """A procedure ends because a resource that it needs has failed at the target.

    A paused VM goes back while its node still has the storage (domain 2.3, rows 6 and 7); else its memory is lost.
    """
    vm_id, plan, state = procedure.subject, turn.plan, turn.state
    if procedure.kind in MOVEMENTS:
        back = is_up(state, procedure.source) and has_storage(plan, state, vm_id, procedure.source)
        starting = turn.vm(vm_id).condition is VmCondition.STARTING
        if procedure.source != procedure.target and back and not starting:
            phase, name = procedure.phase or Phase.ONLINE, plan.resource_name(vm_id, key)
            turn.resource_does(vm_id, key, ResourceTrigger.FAIL)
            labels = (_label(name, ResourceStatus.ONLINE_PENDING), _label(name, ResourceStatus.FAILED))
            _tell(turn, saying, phase, vm_id, *labels)
            reason = msg("{resource} did not come online on {node}", resource=name, node=plan.name(procedure.target))
            start_roll_back(turn, procedure, reason)
            return
        if turn.vm(vm_id).condition in ON_A_NODE:
            turn.vm_does(vm_id, VmTrigger.CRASH)
        turn.conclude(vm_id, Outcome.FAILED)
        turn.call(MoveNext(), Priority.WORKLOAD)
    turn.drop(procedure)
    fail_resource(turn, vm_id, key, saying, phase=procedure.phase or Phase.RESTART, is_late=is_late)
    turn.call(JudgeStorage(parts=True), Priority.STORAGE)
    turn.call(JudgeGroups(), Priority.AVAILABILITY)


def _terminate(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """A resource was too long on its way: it is terminated (domain 1.4). What goes offline is off then all the same."""
    assert stage.resource is not None
    vm_id, key, plan = procedure.subject, stage.resource, turn.plan
    group = turn.group(vm_id)
    assert group is not None
    resource = group.resource(key)
    if resource is None or resource.status not in {ResourceStatus.ONLINE_PENDING, ResourceStatus.OFFLINE_PENDING}:
        return  # it was left out, because what it rests on is not there
    name = plan.resource_name(vm_id, key)
    settings = plan.chain(vm_id).settings[key]
    saying = wording.terminated_saying(
        plan.name(vm_id),
        plan.name(group.owner),
        name,
        limit_us=limit_us(settings),
        deadlock=is_deadlock(settings),
        online=stage.trigger == ResourceTrigger.BRING_ONLINE.value,
    )
    if stage.trigger == ResourceTrigger.BRING_ONLINE.value:
        _fail_on_the_way(turn, procedure, key, saying, is_late=True)
        return
    turn.resource_does(vm_id, key, ResourceTrigger.FAIL)
    status = turn.resource_does(vm_id, key, ResourceTrigger.TAKE_OFFLINE)
    _tell(turn, saying, stage.phase, vm_id, _label(name, ResourceStatus.OFFLINE_PENDING), _label(name, status))


def _take_down_rest(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """What has failed or was never there is put offline: the whole group may be owned elsewhere now."""
    vm_id, plan = procedure.subject, turn.plan
    turn.resources_do(vm_id, ResourceTrigger.TAKE_OFFLINE, ResourceTrigger.REPORT_OFFLINE)
    before = turn.vm(vm_id).condition.value
    saying = wording.group_offline_saying(plan.name(vm_id), plan.name(procedure.source))
    _tell(turn, saying, stage.phase, vm_id, before, before)


def _go_back(turn: Turn, procedure: Procedure, reason: Message) -> None:
    """Back to the source while it still has the storage (domain 2.3, row 5); else the memory of the VM is lost."""
    if has_storage(turn.plan, turn.state, procedure.subject, procedure.source):
        start_roll_back(turn, procedure, reason)
        return
    turn.crash(procedure.subject)
    fail_movement(turn, procedure, reason)


def _owner(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    assert stage.node is not None
    plan, vm_id, state = turn.plan, procedure.subject, turn.state
    group = turn.group(vm_id)
    assert group is not None
    if procedure.kind in MOVEMENTS:
        problem = planned_obstacle(plan, state, vm_id, stage.node)
        if not is_up(state, stage.node):
            problem = msg("{node} is not a member of the cluster now", node=plan.name(stage.node))
        if problem is not None:
            _go_back(turn, procedure, problem)
            return
    if group.owner == stage.node:
        return
    turn.own(vm_id, stage.node)
    moved = replace(turn.state.groups[plan.group_index[vm_id]], left_by="", held_by="", held_since_us=0)
    if procedure.kind is ProcedureKind.RESTART:
        turn.put_group(with_failover(plan, moved, turn.now_us))
    else:
        turn.put_group(replace(moved, is_away=False))
    before, after = plan.name(group.owner), plan.name(stage.node)
    _tell(
        turn,
        wording.owner_saying(plan.name(vm_id), before, after),
        stage.phase,
        vm_id,
        before,
        after,
        stage.duration_us,
    )


def _pair(turn: Turn, procedure: Procedure, stage: Stage) -> None:  # noqa: ARG001 - one protocol for all acts
    """One transition of a pair. What cannot be done any more (another VM did it, the line was cut) is left out."""
    assert stage.pair is not None
    assert stage.trigger is not None
    trigger = PairTrigger(stage.trigger)
    pair = turn.pair(stage.pair)
    is_async = turn.plan.luns[pair.id].mode is ReplicationMode.ASYNC
    if trigger is PairTrigger.SYNCHRONIZED and pair.state is PairState.SYNC_IN_PROGRESS and is_async:
        trigger = PairTrigger.CAUGHT_UP
    if (pair.state, trigger) not in PAIR.moves:
        return
    if trigger in _NEEDS_LINK and not replicates(turn.plan, down_of(turn.state), stage.pair):
        return
    change_pair(turn, stage.pair, trigger, stage.phase, duration_us=stage.duration_us)


def change_pair(
    turn: Turn,
    pair_id: str,
    trigger: PairTrigger,
    phase: Phase,
    *,
    duration_us: int = 0,
    saying: Saying | None = None,
) -> None:
    """Let a pair make a transition and tell it, with what hosts lose by it; ``saying`` tells it in other words."""
    pair, name, before = turn.pair(pair_id), turn.plan.name, turn.writes(pair_id)
    turn.pair_does(pair_id, trigger)
    told = saying or wording.pair_saying(name(pair_id), trigger, name(pair.source), name(pair.target or pair.source))
    account = turn.writes(pair_id)
    if account.lost > before.lost:
        old, within_us = name(pair.writable or pair.source), account.lost_us - before.lost_us
        loss = wording.loss_text(old, account.lost - before.lost, within_us)
        told = replace(told, text=msg("{what}. {loss}", what=told.text, loss=loss))
    _tell(turn, told, phase, pair_id, pair.state.value, turn.pair(pair_id).state.value, duration_us)


def _resume(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    saying = wording.resume_saying(turn.plan.name(vm_id), turn.plan.name(procedure.target))
    state = turn.vm(vm_id).condition.value
    _tell(turn, saying, stage.phase, vm_id, state, state, stage.duration_us)


def _restore(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    turn.vm_does(vm_id, VmTrigger.RESTORE)
    turn.resource_does(vm_id, ResourceKind.VM, ResourceTrigger.BRING_ONLINE)
    vm = turn.vm(vm_id)
    saying = wording.restore_saying(turn.plan.name(vm_id), turn.plan.name(vm.node), vm.assigned_mib)
    _tell(turn, saying, stage.phase, vm_id, "saved", "starting", stage.duration_us)


def _boot(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    before = turn.vm(vm_id).condition.value
    turn.vm_does(vm_id, VmTrigger.BOOT)
    turn.resource_does(vm_id, ResourceKind.VM, ResourceTrigger.BRING_ONLINE)
    memory = turn.plan.vms[vm_id].memory.startup_mib
    turn.put_vm(replace(turn.vm(vm_id), restarted=True, assigned_mib=memory))
    saying = wording.boot_saying(turn.plan.name(vm_id), turn.plan.name(turn.vm(vm_id).node))
    _tell(turn, saying, stage.phase, vm_id, before, "starting", stage.duration_us)


def _running(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id = procedure.subject
    vm, group = turn.vm(vm_id), turn.group(vm_id)
    if vm.condition is VmCondition.STARTING and group is not None and ResourceKind.VM in group.faults:
        _end_in_failure(turn, procedure, ResourceKind.VM, tell_fault(turn, vm_id, ResourceKind.VM))
        return
    if group is not None and group.wandered and not group.faults:
        turn.put_group(replace(group, wandered=0))
    if vm.condition is VmCondition.STARTING:
        turn.resource_does(vm_id, ResourceKind.VM, ResourceTrigger.REPORT_ONLINE)
        turn.vm_does(vm_id, VmTrigger.RUNNING)
    else:
        turn.vm_does(vm_id, VmTrigger.RESUME)
    for node in dict.fromkeys((vm.node, procedure.source)):
        _balance(turn, node)
    since = turn.now_us if vm.down_since_us is None else vm.down_since_us
    kept_us = None if vm.restarted else _tolerance_us(turn)
    saying = wording.running_saying(
        turn.plan.name(vm_id), turn.plan.name(vm.node), turn.now_us - since, kept_us=kept_us
    )
    _tell(turn, saying, stage.phase, vm_id, vm.condition.value, "running", stage.duration_us)


def _tolerance_us(turn: Turn) -> int:
    """What TCP sessions of guests survive."""
    return turn.plan.design.cluster.migration.tcp_tolerance_ms * US_PER_MS


def _balance(turn: Turn, node_id: str) -> None:
    """Dynamic Memory of a node is shared out anew among the VMs that run there and are not being moved."""
    plan, moving = turn.plan, {one.subject for one in turn.state.procedures if one.kind in MOVEMENTS}
    here = tuple(plan.vms[vm.id] for vm in turn.state.vms if vm.node == node_id and vm.condition is VmCondition.RUNNING)
    if node_id not in plan.nodes or not any(vm.memory.is_dynamic for vm in here):
        return
    for share in share_out(plan.nodes[node_id], here):
        if share.vm not in moving and turn.vm(share.vm).assigned_mib != share.assigned_mib:
            turn.put_vm(replace(turn.vm(share.vm), assigned_mib=share.assigned_mib))


def _tidy(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    turn.put_procedure(replace(procedure, reserved_mib=0))
    saying = wording.tidy_saying(turn.plan.name(procedure.subject), turn.plan.name(procedure.source))
    _tell(turn, saying, stage.phase, procedure.subject, "running", "running", stage.duration_us)


def _finish(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """The end of a movement, of the tries to bring a lost disk back, or of the wait before the next try."""
    if procedure.kind is ProcedureKind.RETRY:
        group = next(group for group in turn.state.groups if group.id == procedure.subject)
        before = turn.vm(group.vm).condition.value
        _tell(turn, wording.again_saying(turn.plan.name(group.vm)), stage.phase, group.vm, before, before)
        if stage.resource is not None:
            begin_again(turn, group, stage.resource)
        return
    if procedure.kind is ProcedureKind.FAILBACK:
        group = next(group for group in turn.state.groups if group.id == procedure.subject)
        before = turn.vm(group.vm).condition.value
        _tell(turn, wording.hours_saying(turn.plan.name(group.vm)), stage.phase, group.vm, before, before)
        return
    if procedure.kind is ProcedureKind.RESTART:
        _end_of_tries(turn, procedure, stage)
        return
    vm_id, plan = procedure.subject, turn.plan
    if procedure.source == procedure.target:
        turn.conclude(vm_id, Outcome.FAILED)
        node = plan.name(procedure.source)
        _tell(turn, wording.back_saying(plan.name(vm_id), node), stage.phase, vm_id, "running", "running")
    else:
        turn.conclude(vm_id, Outcome.COMPLETED)
        before, after = plan.name(procedure.source), plan.name(procedure.target)
        _tell(turn, wording.done_saying(plan.name(vm_id), after), stage.phase, vm_id, before, after)
    turn.call(MoveNext(), Priority.WORKLOAD)


# --- a disk that does not answer ---


def _wait(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    if stage.trigger != "stall":
        return
    vm_id = procedure.subject
    turn.vm_does(vm_id, VmTrigger.STALL)
    saying = wording.stopped_saying(
        turn.plan.name(vm_id),
        msg(
            "The disk of {vm} does not answer on {node}",
            vm=turn.plan.name(vm_id),
            node=turn.plan.name(procedure.source),
        ),
        msg("The node cannot reach a writable copy; it waits for its I/O until the time-out."),
    )
    _tell(turn, saying, stage.phase, vm_id, "running", "stalled", stage.duration_us)


def _restart_guest(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    turn.resource_does(procedure.subject, ResourceKind.VM, ResourceTrigger.BRING_ONLINE)
    turn.vm_does(procedure.subject, VmTrigger.BOOT)
    turn.put_vm(replace(turn.vm(procedure.subject), restarted=True))
    saying = wording.boot_saying(turn.plan.name(procedure.subject), turn.plan.name(procedure.source))
    _tell(turn, saying, stage.phase, procedure.subject, "failed", "starting", stage.duration_us)


def _fail_resource(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id, plan = procedure.subject, turn.plan
    if stage.trigger == "fault":
        group = turn.group(vm_id)
        if group is not None and stage.resource is not None and stage.resource in group.faults:
            saying = tell_fault(turn, vm_id, stage.resource)
            fail_resource(turn, vm_id, stage.resource, saying, phase=Phase.DETECT)
        turn.call(JudgeStorage(parts=True), Priority.STORAGE)
        return
    turn.vm_does(vm_id, VmTrigger.CRASH)
    kind = ResourceKind(stage.resource or ResourceKind.DISK)
    _take_down(turn, vm_id, failed=kind)
    why = msg("The I/O time-out is over, and the resource reports failure.")
    if kind is ResourceKind.ENABLER:
        why = msg("The service does not answer the cluster's poll, so the resource has failed.")
    saying = wording.stopped_saying(
        plan.name(vm_id),
        msg("{resource} of {vm} has failed; what depends on it goes down", resource=kind.value, vm=plan.name(vm_id)),
        why,
    )
    _tell(
        turn,
        saying,
        stage.phase,
        vm_id,
        _label(kind, ResourceStatus.ONLINE),
        _label(kind, ResourceStatus.FAILED),
    )


def _take_down(turn: Turn, vm_id: str, *, failed: ResourceKind | None) -> None:
    """Everything of a group goes offline, dependents first, down to the resource that has failed, if one has."""
    group = turn.group(vm_id)
    if group is None:
        return
    # On a shared volume the group has no disk of its own: the guest is gone with its files, and the rest follows.
    if failed is not None and group.resource(failed) is not None:
        take_down_with(turn, vm_id, failed)
        return
    for key in turn.plan.chain(vm_id).downwards:
        status = turn.resource_does(vm_id, key, ResourceTrigger.TAKE_OFFLINE)
        if status is ResourceStatus.OFFLINE_PENDING:
            turn.resource_does(vm_id, key, ResourceTrigger.REPORT_OFFLINE)


def _retry(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """Try a resource again, in place or at a neighbour on the same array; without a neighbour nothing is tried."""
    vm_id, plan = procedure.subject, turn.plan
    group, kind = turn.group(vm_id), ResourceKind(stage.resource or ResourceKind.DISK)
    if group is None or group.resource(kind) is None:
        return
    if stage.node is None or not is_up(turn.state, stage.node):
        return
    _fail_open_try(turn, vm_id, kind)
    if stage.node != group.owner:
        _take_down(turn, vm_id, failed=None)
        turn.own(vm_id, stage.node)
        turn.put_group(with_failover(plan, turn.state.groups[plan.group_index[vm_id]], turn.now_us))
        _bring_providers(turn, vm_id, kind)
    else:
        turn.put_group(with_restart(turn.state.groups[plan.group_index[vm_id]], kind, turn.now_us))
    turn.resource_does(vm_id, kind, ResourceTrigger.BRING_ONLINE)
    saying = Saying(
        msg(
            "{resource} of {vm} is tried again on {node}",
            resource=kind.value,
            vm=plan.name(vm_id),
            node=plan.name(stage.node),
        ),
        msg("The cluster restarts in place first, then on a neighbour; it does not know that the array is the cause."),
        msg("A passing fault would cost a failover to the other site."),
        "domain 1.6, 9.4 row 4; S5",
    )
    labels = (_label(kind, ResourceStatus.FAILED), _label(kind, ResourceStatus.ONLINE_PENDING))
    _tell(turn, saying, stage.phase, vm_id, *labels, stage.duration_us)


def _bring_providers(turn: Turn, vm_id: str, key: str) -> None:
    """What a resource rests on comes online for it, providers first."""
    chain = turn.plan.chain(vm_id)
    for one in chain.upwards:
        group = turn.group(vm_id)
        assert group is not None
        needed = one in chain.providers_of(key) and one not in group.faults
        if needed and one not in group.online and chain.admits(one, group.online):
            turn.resource_does(vm_id, one, ResourceTrigger.BRING_ONLINE)
            turn.resource_does(vm_id, one, ResourceTrigger.REPORT_ONLINE)


def _fail_open_try(turn: Turn, vm_id: str, kind: ResourceKind) -> None:
    """A try still open ends in failure: whatever it waited for did not come."""
    group = turn.group(vm_id)
    resource = None if group is None else group.resource(kind)
    if resource is not None and resource.status is ResourceStatus.ONLINE_PENDING:
        turn.resource_does(vm_id, kind, ResourceTrigger.FAIL)


def _end_of_tries(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    vm_id, kind = procedure.subject, ResourceKind(stage.resource or ResourceKind.DISK)
    _fail_open_try(turn, vm_id, kind)
    if _is_left_failed(turn, vm_id, kind):
        return
    _take_down(turn, vm_id, failed=None)
    name = turn.plan.name
    saying = wording.given_up_saying(name(vm_id))
    if kind is ResourceKind.ENABLER:
        saying = wording.no_service_saying(name(vm_id), name(turn.vm(vm_id).node))
    _tell(turn, saying, stage.phase, vm_id, "failed", "failed")


def _is_left_failed(turn: Turn, vm_id: str, kind: ResourceKind) -> bool:
    """Whether the resource's restart action ends the matter here: it stays failed and its group where it is."""
    group = turn.group(vm_id)
    settings = None if group is None else turn.plan.chain(vm_id).settings.get(kind)
    if group is None or settings is None or settings.restart_action is RestartAction.FAIL_OVER:
        return False
    hold(turn, group, kind)
    turn.put_vm(replace(turn.vm(vm_id), waits_for=Waiting.RESTARTS))
    saying = wording.left_failed_saying(turn.plan.name(vm_id), kind, turn.plan.name(group.owner))
    _tell(turn, saying, Phase.RESTART, vm_id, "failed", "failed")
    return True


def storage_is_back(turn: Turn, procedure: Procedure) -> bool:
    """Whether a VM that waits for its disk has it again."""
    return has_storage(turn.plan, turn.state, procedure.subject, turn.vm(procedure.subject).node)


def _label(name: str, status: ResourceStatus) -> str:
    return f"{name}: {status.label}"


def _tell(  # noqa: PLR0913, PLR0917 - the parts of a step
    turn: Turn, saying: Saying, phase: Phase, subject: str, before: str, after: str, duration_us: int = 0
) -> None:
    turn.tell(saying, phase=phase, subject=subject, before=before, after=after, duration_us=duration_us)


_ACTS: dict[Act, Callable[[Turn, Procedure, Stage], None]] = {
    Act.WAIT: _wait,
    Act.CHECK_STATE: _check_state,
    Act.CHECK_HOSTS: _check_hosts,
    Act.CHECK_MEMORY: _check_memory,
    Act.CHECK_STORAGE: _check_storage,
    Act.CONNECT: _connect,
    Act.SEND: _send,
    Act.PAUSE: _pause,
    Act.SAVE: _save,
    Act.SAVED: _switched_off,
    Act.SHUT_DOWN: _shut_down,
    Act.SWITCHED_OFF: _switched_off,
    Act.RESOURCE: _resource,
    Act.OWNER: _owner,
    Act.PAIR: _pair,
    Act.RESUME: _resume,
    Act.RESTORE: _restore,
    Act.BOOT: _boot,
    Act.RUNNING: _running,
    Act.TIDY: _tidy,
    Act.FINISH: _finish,
    Act.FAIL_RESOURCE: _fail_resource,
    Act.RESTART_GUEST: _restart_guest,
    Act.RETRY: _retry,
    Act.TERMINATE: _terminate,
    Act.TAKE_DOWN: _take_down_rest,
    Act.DETECT: detect,
    Act.REGROUP: regroup,
    Act.ARBITRATE: arbitrate,
    Act.SETTLE: settle,
    Act.AWAIT_SILENCE: await_silence,
    Act.FALL_SILENT: fall_silent,
}
