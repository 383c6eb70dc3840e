"""What an administrator asks for: one movement, a drained node, everything back home; and what faults do to it."""

from designer.base.texts import Message, msg
from designer.engine import wording
from designer.engine.agenda import Priority
from designer.engine.compile import Plan, down_of
from designer.engine.events import MoveNext
from designer.engine.facts import has_storage, is_up, lacks_enabler, planned_obstacle, replicates, role_changes, vms_on
from designer.engine.line_quality import qualities
from designer.engine.machines.vm import VmTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.migration import BPS_PER_MBIT, migration_way, plan_copy, way_bps
from designer.engine.procedures import cancel, fail_movement, start_roll_back
from designer.engine.replacing import replace
from designer.engine.stages import RETURN_ROLES, SWAP_ROLES, Roles, checks, live, planned_move, quick
from designer.engine.state import (
    MOVEMENTS,
    Act,
    ClusterState,
    GroupState,
    NodeCondition,
    Phase,
    Procedure,
    ProcedureKind,
    ResourceKind,
    ResourceStatus,
    Stage,
    VmCondition,
)
from designer.engine.timeline import Outcome
from designer.engine.turn import Saying, Turn
from designer.model.array import PairState
from designer.model.scenario import Movement, MovementKind
from designer.resilience.admission import can_receive
from designer.resilience.lines import quality_of, way_over
from designer.topology.reach import reachable_arrays

_KINDS = {
    MovementKind.LIVE: ProcedureKind.LIVE,
    MovementKind.QUICK: ProcedureKind.QUICK,
    MovementKind.MOVE: ProcedureKind.MOVE,
    MovementKind.DRAIN: ProcedureKind.LIVE,
    MovementKind.FAILBACK: ProcedureKind.LIVE,
}
_COPYING = frozenset({Phase.PRE_CHECK, Phase.SETUP, Phase.MEMORY, Phase.STOP_AND_COPY})
_ON_THE_LINE = frozenset({Phase.SETUP, Phase.MEMORY, Phase.STOP_AND_COPY})
_AT_TARGET = frozenset({Phase.ROLE_CHANGE, Phase.ONLINE, Phase.RESUME})


def request(turn: Turn, movement: Movement) -> None:
    """Begin a movement, or refuse it when it makes no sense."""
    match movement.kind:
        case MovementKind.DRAIN:
            _drain(turn, movement.node or "")
        case MovementKind.FAILBACK:
            _failback(turn)
        case _:
            _begin(turn, movement.vm or "", movement.to or "", _KINDS[movement.kind])


def move_next(turn: Turn) -> None:
    """Begin the movements of the queue for which there is room: one at a time in 2008 R2, the parallel limit later."""
    limit = _at_a_time(turn.plan)
    while turn.state.queue and sum(one.kind in MOVEMENTS for one in turn.state.procedures) < limit:
        vm_id, *rest = turn.state.queue
        turn.set(queue=tuple(rest))
        if turn.vm(vm_id).condition is not VmCondition.RUNNING:
            _refuse(turn, vm_id, msg("it does not run"))
            continue
        target = _target(turn, vm_id)
        _begin(turn, vm_id, target, ProcedureKind.LIVE)


def _at_a_time(plan: Plan) -> int:
    """How many VMs are moved at a time: one up to 2008 R2 (S11), later the setting, else the era's limit (S13)."""
    most = plan.era_facts.parallel_migrations
    return most if most == 1 else plan.design.cluster.migration.parallel or most


def cancel_on_request(turn: Turn, vm_id: str | None) -> None:
    """An administrator cancels the movement of a VM, or every one; allowed from set-up until the VM is paused.

    What waits for its turn is cancelled with it. Refused, and told why, in every other phase (domain 2.3, S9).
    """
    waiting = tuple(one for one in turn.state.queue if vm_id in {None, one})
    running = [one for one in turn.state.procedures if one.kind in MOVEMENTS and vm_id in {None, one.subject}]
    if waiting:
        turn.set(queue=tuple(one for one in turn.state.queue if one not in waiting))
    for procedure in running:
        _cancel_one(turn, procedure)
    for one in waiting:
        _cancel_waiting(turn, one)
    if not running and not waiting:
        what = turn.plan.design.cluster.name if vm_id is None else turn.plan.name(vm_id)
        state = "–" if vm_id is None else turn.vm(vm_id).condition.value
        saying = wording.not_cancelled_saying(what, msg("nothing of it is being moved"))
        turn.tell(saying, phase=Phase.MANUAL, subject=vm_id or "cluster", before=state, after=state)


def _cancel_one(turn: Turn, procedure: Procedure) -> None:
    phase, vm_id = procedure.phase or Phase.PRE_CHECK, procedure.subject
    live = procedure.kind is ProcedureKind.LIVE and procedure.source != procedure.target
    if live and phase in {Phase.SETUP, Phase.MEMORY}:
        cancel(turn, procedure, msg("an administrator has asked for it"), phase=phase)
        return
    if phase is Phase.PRE_CHECK:
        reason = msg("the checks are still going on and nothing has been begun")
    elif not live:
        reason = msg("its storage is already being handed over")
    elif turn.vm(vm_id).node == procedure.target and turn.vm(vm_id).condition is VmCondition.RUNNING:
        reason = msg("it already runs at the target")
    else:
        reason = msg("the VM is paused and is being handed over")
    state = turn.vm(vm_id).condition.value
    saying = wording.not_cancelled_saying(turn.plan.name(vm_id), reason)
    turn.tell(saying, phase=phase, subject=vm_id, before=state, after=state)


def _cancel_waiting(turn: Turn, vm_id: str) -> None:
    turn.conclude(vm_id, Outcome.CANCELLED)
    state, name = turn.vm(vm_id).condition.value, turn.plan.name
    saying = wording.cancelled_saying(
        name(vm_id), name(turn.vm(vm_id).node), msg("an administrator has asked for it before it began")
    )
    turn.tell(saying, phase=Phase.PRE_CHECK, subject=vm_id, before=state, after=state)


def disturb(turn: Turn) -> None:
    """Let every movement in progress answer to what has just changed (domain 2.3, "if it fails")."""
    for procedure in turn.state.procedures:
        if procedure.kind in MOVEMENTS and procedure.index >= 0:
            _disturb_one(turn, procedure)
        elif procedure.kind is ProcedureKind.RESTART and _is_stuck(turn, procedure):
            _give_up(turn, procedure)


def _is_stuck(turn: Turn, procedure: Procedure) -> bool:
    """Whether a restart can no longer end well: its node is gone, or the storage cannot be made ready there."""
    plan, state, vm_id = turn.plan, turn.state, procedure.subject
    if any(stage.act is Act.FAIL_RESOURCE for stage in procedure.stages):
        return not is_up(state, turn.vm(vm_id).node)
    if not is_up(state, procedure.target) or lacks_enabler(state, vm_id, procedure.target):
        return True
    to_come = {stage.pair: stage.trigger for stage in reversed(procedure.stages[procedure.index + 1 :]) if stage.pair}
    changes = role_changes(plan, state, vm_id, procedure.target)
    if not changes:
        return not has_storage(plan, state, vm_id, procedure.target)
    down = down_of(state)
    reached = reachable_arrays(plan.design, down, plan.nodes[procedure.target])
    for lun in changes:
        trigger = to_come.get(lun)
        alone = trigger in {PairTrigger.TAKE_OVER, PairTrigger.TAKE_OVER_BESIDE}
        if trigger is None or not {copy.array for copy in plan.luns[lun].copies} & set(reached):
            return True
        if not alone and not replicates(plan, down, lun):
            return True
    return False


def _give_up(turn: Turn, procedure: Procedure) -> None:
    """Break a restart off; where the VM goes instead is judged anew."""
    vm_id = procedure.subject
    turn.drop(procedure)
    before = turn.vm(vm_id).condition.value
    turn.crash(vm_id)
    node = turn.plan.name(procedure.target)
    saying = wording.stopped_saying(
        turn.plan.name(vm_id),
        msg("The restart of {vm} on {node} is broken off", vm=turn.plan.name(vm_id), node=node),
        msg("What it needs there is gone: the node, or the way to a usable copy."),
    )
    turn.tell(saying, phase=Phase.RESTART, subject=vm_id, before=before, after=turn.vm(vm_id).condition.value)


def _disturb_one(turn: Turn, procedure: Procedure) -> None:
    vm, plan, state = turn.vm(procedure.subject), turn.plan, turn.state
    phase = procedure.phase or Phase.PRE_CHECK
    if vm.condition is VmCondition.FAILED or not _node_lives(state, vm.node):
        if phase is Phase.CLEAN_UP and vm.condition is VmCondition.RUNNING:
            return
        lives = _node_lives(state, vm.node)
        crashed = msg("{vm} does not run properly", vm=plan.name(vm.id))
        fail_movement(turn, procedure, crashed if lives else msg("{node} is lost", node=plan.name(vm.node)))
        return
    if vm.node == procedure.target:
        if phase in _AT_TARGET:
            _disturb_at_target(turn, procedure)
        return
    if vm.condition is VmCondition.SAVING and not has_storage(plan, state, vm.id, procedure.source):
        # The file that memory is saved to lies on that disk, so there is nothing to read back.
        turn.crash(vm.id)
        fail_movement(turn, procedure, msg("the VM lost its disk"))
        return
    if phase not in _COPYING:
        return
    reason = _reason_to_stop(turn, procedure, phase)
    if reason is not None:
        if vm.condition is VmCondition.PAUSED:
            turn.vm_does(vm.id, VmTrigger.RESUME)
        cancel(turn, procedure, reason, phase=phase)


def _reason_to_stop(turn: Turn, procedure: Procedure, phase: Phase) -> Message | None:
    """Why the copy cannot go on, while the VM is still at the source."""
    plan, state = turn.plan, turn.state
    group = turn.group(procedure.subject)
    if group is not None and group.faults:
        return _broken_resource(turn, group)
    if not is_up(state, procedure.target):
        return msg("{node} is lost", node=plan.name(procedure.target))
    copies = procedure.kind is ProcedureKind.LIVE and phase in _ON_THE_LINE
    if copies and not _is_joined(plan, state, procedure):
        return msg(
            "its connection over {network} between {source} and {target} is broken",
            network=plan.name(procedure.network),
            source=plan.name(procedure.source),
            target=plan.name(procedure.target),
        )
    if not has_storage(plan, state, procedure.subject, procedure.source):
        return msg("the VM lost its disk")
    if phase is Phase.PRE_CHECK:
        return None
    if lacks_enabler(state, procedure.subject, procedure.source):
        return msg("the Cluster Enabler service does not run on {node}", node=plan.name(procedure.source))
    return planned_obstacle(plan, state, procedure.subject, procedure.target)


def _is_joined(plan: Plan, state: ClusterState, procedure: Procedure) -> bool:
    """Whether the network of the open connection still joins the nodes: another network is no way for this session."""
    ends = plan.nodes[procedure.source], plan.nodes[procedure.target]
    return way_over(plan.design, down_of(state), plan.design.network(procedure.network), ends) is not None


def _broken_resource(turn: Turn, group: GroupState) -> Message:
    """Why a group with a broken resource is not moved on purpose."""
    return msg("{resource} has failed", resource=turn.plan.resource_name(group.vm, group.faults[0]))


def _disturb_at_target(turn: Turn, procedure: Procedure) -> None:
    """The group has passed to the target. Go on, go back while the source still has the storage, or fail."""
    plan, state, vm_id = turn.plan, turn.state, procedure.subject
    missing = role_changes(plan, state, vm_id, procedure.target)
    served = _enabler_is_online(state, vm_id) or not lacks_enabler(state, vm_id, procedure.target)
    if not missing and served and has_storage(plan, state, vm_id, procedure.target):
        return
    if missing and planned_obstacle(plan, state, vm_id, procedure.target) is None:
        return
    starting = turn.vm(vm_id).condition is VmCondition.STARTING
    whole = is_up(state, procedure.source) and not lacks_enabler(state, vm_id, procedure.source)
    if not starting and whole and has_storage(plan, state, vm_id, procedure.source):
        start_roll_back(turn, procedure, msg("the array roles cannot change"))
        return
    turn.crash(vm_id)
    fail_movement(turn, procedure, msg("the disk cannot come online on {node}", node=plan.name(procedure.target)))


def _enabler_is_online(state: ClusterState, vm_id: str) -> bool:
    """Whether the Cluster Enabler resource is online: that its service has stopped is found out by the next poll."""
    group = state.group_of(vm_id)
    enabler = None if group is None else group.resource(ResourceKind.ENABLER)
    return enabler is not None and enabler.status is ResourceStatus.ONLINE


def _node_lives(state: ClusterState, node_id: str) -> bool:
    return state.node(node_id).condition is NodeCondition.UP


def _drain(turn: Turn, node_id: str) -> None:
    turn.plan.design.node(node_id)
    queue = tuple(vm.id for vm in turn.state.vms if vm.node == node_id and vm.condition is VmCondition.RUNNING)
    turn.set(
        nodes=tuple(replace(node, paused=True) if node.id == node_id else node for node in turn.state.nodes),
        queue=queue,
    )
    name = turn.plan.name(node_id)
    if not queue:
        saying = wording.refused_saying(name, msg("no VM runs on it"))
    else:
        saying = Saying(
            msg("{node} is paused and drained: {vms}", node=name, vms=tuple(turn.plan.name(vm) for vm in queue)),
            msg("A paused node takes no new groups while its own leave one after the other."),
            msg("A VM that has just left could come back at the next failover."),
            "domain 2.3; S11, S60",
        )
    turn.tell(saying, phase=Phase.PRE_CHECK, subject=node_id, before="up", after="paused")
    turn.call(MoveNext(), Priority.WORKLOAD)


def _failback(turn: Turn) -> None:
    away = tuple(
        vm.id
        for vm in turn.state.vms
        if vm.condition is VmCondition.RUNNING and vm.id in turn.plan.group_index and vm.node != turn.plan.home(vm.id)
    )
    turn.set(queue=away)
    names = tuple(turn.plan.name(vm) for vm in away)
    if away:
        saying = Saying(
            msg("Back home: {vms}", vms=names),
            msg("Failback is off in the cluster, so a person starts it when the pairs are Synchronized again."),
            msg("The VMs would stay where they are; an automatic return would interrupt them twice."),
            "domain 1.5, 3.4; S6, S21",
        )
    else:
        saying = wording.refused_saying(turn.plan.design.cluster.name, msg("every VM is where it belongs"))
    turn.tell(saying, phase=Phase.PRE_CHECK, subject="cluster", before="–", after="–")
    turn.call(MoveNext(), Priority.WORKLOAD)


def send_home(turn: Turn, vm_id: str, target: str) -> None:
    """Move a group as failback does: offline with its VM saved, over, online; array roles change with it (S8)."""
    _begin(turn, vm_id, target, ProcedureKind.QUICK)


def _begin(turn: Turn, vm_id: str, target: str, kind: ProcedureKind) -> None:
    plan = turn.plan
    plan.design.vm(vm_id)
    plan.design.node(target)
    problem = _nonsense(turn, vm_id, target)
    if problem is not None:
        _refuse(turn, vm_id, problem)
        return
    source = turn.vm(vm_id).node
    rate = _alone_bps(turn, vm_id, source, target) if kind is ProcedureKind.LIVE else 0
    stages = (*checks(plan), *_stages(turn, vm_id, target, kind, rate_bps=rate))
    turn.start(Procedure(0, kind, vm_id, source, target, stages, rate_bps=rate))


def _alone_bps(turn: Turn, vm_id: str, source: str, target: str) -> int:
    """Line rate that the migration has if nothing else is sent; 0 without a way."""
    way = migration_way(turn.plan, down_of(turn.state), vm_id, source=source, target=target)
    if way is None:
        return 0
    return way_bps(turn.plan, way, quality_of(qualities(turn.state), None if way.line is None else way.line.id))


def _nonsense(turn: Turn, vm_id: str, target: str) -> Message | None:
    vm, plan = turn.vm(vm_id), turn.plan
    if plan.group(vm_id) is None:
        return msg("it is not a clustered VM")
    if vm.condition is not VmCondition.RUNNING:
        return msg("it does not run")
    if vm.node == target:
        return msg("it already runs on {node}", node=plan.name(target))
    if target not in plan.possible_owners(vm_id):
        return msg("{node} is not among its possible owners", node=plan.name(target))
    if turn.state.procedure_of(vm_id) is not None:
        return msg("something else is being done with it")
    group = turn.group(vm_id)
    if group is not None and group.faults:
        return _broken_resource(turn, group)
    return None


def _refuse(turn: Turn, vm_id: str, reason: Message) -> None:
    turn.conclude(vm_id, Outcome.REFUSED)
    state = turn.vm(vm_id).condition.value
    saying = wording.refused_saying(turn.plan.name(vm_id), reason)
    turn.tell(saying, phase=Phase.PRE_CHECK, subject=vm_id, before=state, after=state)


def _stages(turn: Turn, vm_id: str, target: str, kind: ProcedureKind, *, rate_bps: int) -> tuple[Stage, ...]:
    """The stages after the checks. None where the checks cannot be passed: no line, or no way for the storage."""
    plan, state = turn.plan, turn.state
    group = turn.group(vm_id)
    assert group is not None
    held = turn.vm(vm_id).assigned_mib
    roles = planned_roles(plan, state, vm_id, target)
    if planned_obstacle(plan, state, vm_id, target) is not None:
        return ()
    if kind is ProcedureKind.QUICK:
        return quick(plan, group, held, roles, target=target)
    if kind is ProcedureKind.MOVE:
        return planned_move(plan, group, roles, target)
    if not rate_bps:
        return ()
    return live(plan, group, plan_copy(plan, vm_id, held, rate_bps / BPS_PER_MBIT), roles, target=target)


def planned_roles(plan: Plan, state: ClusterState, vm_id: str, target: str) -> Roles:
    """What a planned movement does to each pair whose writable side is not at the target."""
    found = []
    for lun in role_changes(plan, state, vm_id, target):
        pair = state.pairs[plan.pair_index[lun]]
        returns = pair.state in {PairState.FAILED_OVER, PairState.R1_UPDATED} and pair.writable != pair.source
        triggers: tuple[PairTrigger, ...] = RETURN_ROLES if returns else SWAP_ROLES
        found.append((lun, triggers))
    return tuple(found)


def _target(turn: Turn, vm_id: str) -> str:
    """Where a queued VM goes: home, or from a drained node to the first owner with room, its own side first."""
    plan, state = turn.plan, turn.state
    source = turn.vm(vm_id).node
    node = state.node(source)
    if not node.paused:
        return plan.home(vm_id)
    owners = [one for one in plan.possible_owners(vm_id) if one != source]
    owners.sort(key=lambda one: plan.nodes[one].site != plan.nodes[source].site)
    fitting = (one for one in owners if _could_go(turn, vm_id, one))
    return next(fitting, owners[0] if owners else source)


def _could_go(turn: Turn, vm_id: str, node_id: str) -> bool:
    plan, state = turn.plan, turn.state
    if not is_up(state, node_id) or state.node(node_id).paused:
        return False
    running = vms_on(plan, state, node_id, without=vm_id)
    fits = can_receive(plan.nodes[node_id], running, plan.vms[vm_id], turn.vm(vm_id).assigned_mib)
    return fits and planned_obstacle(plan, state, vm_id, node_id) is None
