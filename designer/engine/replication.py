"""What pairs do by themselves: they part when the arrays do, grow old when one side goes on, catch up when resumed."""

from designer.base.texts import msg
from designer.base.units import US_PER_MS
from designer.engine import wording
from designer.engine.compile import Plan, down_of
from designer.engine.facts import case_of, condition_of, has_storage, is_up, lacks_enabler, replicates
from designer.engine.machines.vm import VmTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.membership import CLUSTER
from designer.engine.movement import disturb
from designer.engine.procedures import change_pair, storage_is_back
from designer.engine.replacing import replace
from designer.engine.resync import is_changing, start_copying
from designer.engine.stages import disk_lost, enabler_lost
from designer.engine.state import (
    Act,
    ClusterState,
    PairCondition,
    Phase,
    Procedure,
    ProcedureKind,
    ResourceKind,
    Stage,
    VmCondition,
)
from designer.engine.tries import failovers_left, restarts_left
from designer.engine.turn import Saying, Turn
from designer.engine.wording import service_back_saying
from designer.model.array import PairState
from designer.resilience.condition import REPLICATING_STATES, halts
from designer.resilience.condition import PairCondition as JudgedPair
from designer.resilience.options import keeps_storage
from designer.topology.down import Down

_JOINED = REPLICATING_STATES | {PairState.R1_UPDATING, PairState.R1_UPDATED}
_APART = frozenset({PairState.PARTITIONED, PairState.SUSPENDED})
_COPYING = frozenset({PairState.SYNC_IN_PROGRESS, PairState.R1_UPDATING})
_LIMBO = "limbo"


def judge_storage(turn: Turn, *, parts: bool) -> None:
    """Let pairs, movements and disks answer to what has changed around them, in this order.

    Without a change of ``parts`` only roles have changed, which concerns no VM but those that share a LUN.
    """
    down = down_of(turn.state)
    if parts:
        _separate(turn, down)
        disturb(turn)
        _unstall(turn)
    if parts or (turn.plan.shares_luns and down != Down()):
        _stall(turn)
    _lose_enabler(turn, down)
    if turn.state.procedure_of(CLUSTER) is None:
        _grow_old(turn, down)
    _act_as_groups(turn)
    _line_back(turn, down)
    _go_on_copying(turn, down)


def _separate(turn: Turn, down: Down) -> None:
    """Pairs whose line is gone part: at once, or when the cut has lasted for longer than their link limbo."""
    for pair in turn.state.pairs:
        running = turn.state.procedure_of(pair.id)
        if pair.target is None or pair.state not in _JOINED:
            if running is not None and not replicates(turn.plan, down, pair.id):
                _end_vain_resync(turn, running)
            continue
        waits = running is not None and _is_limbo(running)
        if replicates(turn.plan, down, pair.id):
            if running is not None and waits:
                _end_limbo(turn, running)
        elif not waits:
            if running is not None:
                turn.drop(running)
            _part(turn, pair)


def _end_vain_resync(turn: Turn, running: Procedure) -> None:
    """A resynchronization that was only asked for ends with the line before it has begun."""
    turn.drop(running)
    name, state = turn.plan.name(running.subject), turn.pair(running.subject).state.value
    saying = wording.not_done_saying(
        msg("replication of {name}", name=name), msg("The two arrays do not see each other.")
    )
    turn.tell(saying, phase=Phase.DETECT, subject=running.subject, before=state, after=state)


def _part(turn: Turn, pair: PairCondition) -> None:
    lun = turn.plan.luns[pair.id]
    halted = halts(lun, _as_judged(turn, pair), replicating=False)
    trigger = PairTrigger.HALT if halted else PairTrigger.SEPARATE
    limbo_us = lun.link_limbo_ms * US_PER_MS
    if not limbo_us:
        change_pair(turn, pair.id, trigger, Phase.DETECT)
        return
    turn.put_writes(replace(turn.count_writes(pair.id), held=True))
    stages = (
        Stage(Phase.DETECT, Act.WAIT, limbo_us, pair=pair.id, trigger=_LIMBO),
        Stage(Phase.DETECT, Act.PAIR, pair=pair.id, trigger=trigger.value),
    )
    turn.start(Procedure(0, ProcedureKind.RESYNC, pair.id, pair.source, pair.target or pair.source, stages))
    saying = wording.limbo_saying(turn.plan.name(pair.id), limbo_us)
    state = pair.state.value
    turn.tell(saying, phase=Phase.DETECT, subject=pair.id, before=state, after=state, duration_us=limbo_us)


def _end_limbo(turn: Turn, running: Procedure) -> None:
    turn.drop(running)
    turn.put_writes(replace(turn.count_writes(running.subject), held=False))
    state = turn.pair(running.subject).state.value
    saying = wording.limbo_over_saying(turn.plan.name(running.subject))
    turn.tell(saying, phase=Phase.DETECT, subject=running.subject, before=state, after=state)


def _is_limbo(procedure: Procedure) -> bool:
    return procedure.stages[0].trigger == _LIMBO


def _as_judged(turn: Turn, pair: PairCondition) -> JudgedPair:
    return condition_of(turn.state).pair(pair.id)


def _grow_old(turn: Turn, down: Down) -> None:
    """A pair that is apart while a VM of the settled cluster writes to one side is suspended: its copy is old."""
    for pair in turn.state.pairs:
        apart = pair.state is PairState.PARTITIONED and not replicates(turn.plan, down, pair.id)
        if apart and _is_written(turn, pair):
            change_pair(turn, pair.id, PairTrigger.SUSPEND, Phase.DETECT)


def _act_as_groups(turn: Turn) -> None:
    """A consistency group acts as one: where one member is apart, none goes on replicating."""
    for members in turn.plan.sets.values():
        pairs = [turn.pair(member) for member in members]
        apart = any(pair.state in _APART and turn.state.procedure_of(pair.id) is None for pair in pairs)
        suspended = any(pair.state is PairState.SUSPENDED for pair in pairs)
        for pair in pairs:
            joined = pair.state in REPLICATING_STATES and apart
            if joined or (pair.state is PairState.PARTITIONED and suspended):
                running = turn.state.procedure_of(pair.id)
                if running is not None:
                    turn.drop(running)
                change_pair(turn, pair.id, PairTrigger.SUSPEND, Phase.DETECT)


def _line_back(turn: Turn, down: Down) -> None:
    """What a cut has parted stays suspended when the line is back, unless autolink recovery is on (S34, S62)."""
    for pair in turn.state.pairs:
        if pair.target is None or pair.state not in _APART or not replicates(turn.plan, down, pair.id):
            continue
        resumes = all(_resumes_itself(turn, down, member) for member in turn.plan.together(pair.id))
        if pair.state is PairState.PARTITIONED and not resumes:
            change_pair(turn, pair.id, PairTrigger.LINE_BACK, Phase.DETECT)
        elif resumes and turn.state.procedure_of(pair.id) is None and not is_changing(turn, pair.id):
            state = pair.state.value
            saying = wording.autolink_saying(turn.plan.name(pair.id))
            turn.tell(saying, phase=Phase.RESYNC, subject=pair.id, before=state, after=state)
            start_copying(turn, (pair.id,), (PairTrigger.RESUME, PairTrigger.SYNCHRONIZED))


def _resumes_itself(turn: Turn, down: Down, pair_id: str) -> bool:
    """Whether the pair stands in no way of autolink recovery: a consistency group resumes as a whole or not at all."""
    pair = turn.pair(pair_id)
    if pair.state not in _APART:
        return pair.state in REPLICATING_STATES
    wanted = turn.plan.luns[pair_id].autolink_recovery and not pair.by_hand
    return wanted and replicates(turn.plan, down, pair_id)


def _go_on_copying(turn: Turn, down: Down) -> None:
    """Copying that nobody carries out is waited for: it was begun before the run, or by a restart."""
    ready = tuple(
        pair.id
        for pair in turn.state.pairs
        if pair.target is not None
        and pair.state in _COPYING
        and replicates(turn.plan, down, pair.id)
        and turn.state.procedure_of(pair.id) is None
        and not is_changing(turn, pair.id)
    )
    start_copying(turn, ready, (PairTrigger.SYNCHRONIZED,))


def _is_written(turn: Turn, pair: PairCondition) -> bool:
    return any(
        turn.vm(vm_id).condition is VmCondition.RUNNING
        and has_storage(turn.plan, turn.state, vm_id, turn.vm(vm_id).node)
        for vm_id in turn.plan.vms_of_lun[pair.id]
    )


def _unstall(turn: Turn) -> None:
    """A VM that still waits for its disk goes on when the disk is back before the time-out."""
    for procedure in turn.state.procedures:
        if procedure.stage is None or procedure.stage.trigger != "stall" or not storage_is_back(turn, procedure):
            continue
        turn.drop(procedure)
        turn.vm_does(procedure.subject, VmTrigger.UNSTALL)
        saying = Saying(
            msg("The disk of {vm} answers again", vm=turn.plan.name(procedure.subject)),
            msg("The storage came back before the I/O time-out."),
            msg("The disk resource would have failed and the VM gone down."),
            "domain 9.5",
        )
        turn.tell(saying, phase=Phase.DETECT, subject=procedure.subject, before="stalled", after="running")


def _stall(turn: Turn) -> None:
    """A running VM that lost its storage waits, and the cluster tries what it always tries."""
    case = case_of(turn.plan, turn.state)
    for vm in turn.state.vms:
        if vm.condition is not VmCondition.RUNNING:
            continue
        if keeps_storage(case, turn.plan.vms[vm.id], turn.plan.nodes[vm.node]):
            continue
        if turn.state.procedure_of(vm.id) is None:
            stages = _tries(turn, vm.id, vm.node)
            turn.start(Procedure(0, ProcedureKind.RESTART, vm.id, vm.node, vm.node, stages))


def _lose_enabler(turn: Turn, down: Down) -> None:
    """A running VM whose Cluster Enabler resource has lost its service runs on until the next poll finds out."""
    for procedure in turn.state.procedures:
        waits = procedure.stage is not None and procedure.stage.trigger == "poll"
        if waits and not lacks_enabler(turn.state, procedure.subject, procedure.source):
            turn.drop(procedure)
            name = turn.plan.name
            saying = service_back_saying(name(procedure.subject), name(procedure.source))
            turn.tell(saying, phase=Phase.DETECT, subject=procedure.subject, before="running", after="running")
    if not down.enablers:
        return
    for vm in turn.state.vms:
        if vm.condition is not VmCondition.RUNNING or not lacks_enabler(turn.state, vm.id, vm.node):
            continue
        if turn.state.procedure_of(vm.id) is None:
            group = turn.group(vm.id)
            assert group is not None
            left = restarts_left(turn.plan, group, ResourceKind.ENABLER, turn.now_us)
            stages = enabler_lost(turn.plan, vm.id, vm.node, restarts=left)
            turn.start(Procedure(0, ProcedureKind.RESTART, vm.id, vm.node, vm.node, stages))


def _tries(turn: Turn, vm_id: str, node_id: str) -> tuple[Stage, ...]:
    """What may still be tried for a lost disk by the counters of its group."""
    group = turn.group(vm_id)
    if group is None:
        return disk_lost(turn.plan, vm_id, node_id, None, restarts=1)
    may_pass = failovers_left(turn.plan, group, turn.now_us) > 0
    lateral = _lateral(turn.plan, turn.state, vm_id, node_id) if may_pass else None
    # A disk that is a shared volume is no resource of the group; it is tried as often as resources are by default.
    disk = ResourceKind.DISK
    restarts = restarts_left(turn.plan, group, disk, turn.now_us)
    return disk_lost(turn.plan, vm_id, node_id, lateral, restarts=restarts)


def _lateral(plan: Plan, state: ClusterState, vm_id: str, node_id: str) -> str | None:
    """A neighbour at the same site that may own the group, or None."""
    site = plan.nodes[node_id].site
    return next(
        (
            node
            for node in plan.possible_owners(vm_id)
            if node != node_id and plan.nodes[node].site == site and is_up(state, node)
        ),
        None,
    )
