"""What pairs do by themselves: they part when the arrays do, grow old when one side goes on, catch up when resumed."""

from designer.base.texts import msg
from designer.base.units import MIB_PER_GIB, US_PER_S, mib_per_second
from designer.engine.compile import Plan, down_of
from designer.engine.facts import case_of, has_storage, is_up, lacks_enabler, replicates
from designer.engine.machines.vm import VmTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.membership import CLUSTER
from designer.engine.movement import disturb
from designer.engine.procedures import change_pair, storage_is_back
from designer.engine.stages import disk_lost, enabler_lost, resync
from designer.engine.state import (
    ClusterState,
    PairCondition,
    Phase,
    Procedure,
    ProcedureKind,
    Stage,
    VmCondition,
)
from designer.engine.tries import failovers_left, restarts_left
from designer.engine.turn import Saying, Turn
from designer.engine.wording import service_back_saying
from designer.model.array import PairState
from designer.resilience.options import keeps_storage
from designer.topology.down import Down
from designer.topology.reach import reachable_arrays

_JOINED = frozenset(
    {
        PairState.SYNCHRONIZED,
        PairState.CONSISTENT,
        PairState.SYNC_IN_PROGRESS,
        PairState.R1_UPDATING,
        PairState.R1_UPDATED,
    }
)
_APART = frozenset({PairState.PARTITIONED, PairState.SUSPENDED, PairState.FAILED_OVER})
_BROKEN_OFF = frozenset({PairState.SYNC_IN_PROGRESS, PairState.R1_UPDATING, PairState.R1_UPDATED})


def judge_storage(turn: Turn, *, parts: bool) -> None:
    """Let pairs, movements and disks answer to what has changed around them, in this order.

    Without a change of ``parts`` only roles have changed, which concerns no VM but those that share a LUN.
    """
    down = down_of(turn.state)
    if parts:
        _separate(turn, down)
        disturb(turn)
        _unstall(turn)
    if parts or turn.plan.shares_luns:
        _stall(turn)
    _lose_enabler(turn, down)
    if turn.state.procedure_of(CLUSTER) is None:
        _grow_old(turn, down)
    _resume(turn, down)


def _separate(turn: Turn, down: Down) -> None:
    for pair in turn.state.pairs:
        if pair.target is not None and pair.state in _JOINED and not replicates(turn.plan, down, pair.id):
            _give_up_resync(turn, pair.id)
            change_pair(turn, pair.id, PairTrigger.SEPARATE, Phase.DETECT)


def _give_up_resync(turn: Turn, pair_id: str) -> None:
    running = turn.state.procedure_of(pair_id)
    if running is not None:
        turn.drop(running)


def _grow_old(turn: Turn, down: Down) -> None:
    """A pair that is apart while a VM of the settled cluster writes to one side is suspended: its copy is old."""
    for pair in turn.state.pairs:
        apart = pair.state is PairState.PARTITIONED and not replicates(turn.plan, down, pair.id)
        if apart and _is_written(turn, pair):
            change_pair(turn, pair.id, PairTrigger.SUSPEND, Phase.DETECT)


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
    if down_of(turn.state) == Down():
        return
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
            stages = enabler_lost(turn.plan, vm.node)
            turn.start(Procedure(0, ProcedureKind.RESTART, vm.id, vm.node, vm.node, stages))


def _tries(turn: Turn, vm_id: str, node_id: str) -> tuple[Stage, ...]:
    """What may still be tried for a lost disk by the counters of its group."""
    group = turn.group(vm_id)
    if group is None:
        return disk_lost(turn.plan, node_id, None, restarts=1)
    may_pass = failovers_left(turn.plan, group, turn.now_us) > 0
    lateral = _lateral(turn.plan, turn.state, vm_id, node_id) if may_pass else None
    return disk_lost(turn.plan, node_id, lateral, restarts=restarts_left(group, turn.now_us))


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


def _resume(turn: Turn, down: Down) -> None:
    """Replication that an operator can let go on again: part of a repair, told as what it is."""
    mended = [
        pair
        for pair in turn.state.pairs
        if pair.target is not None and pair.state in _APART | _BROKEN_OFF and replicates(turn.plan, down, pair.id)
    ]
    ready = [pair for pair in mended if turn.state.procedure_of(pair.id) is None and not _is_changing(turn, pair.id)]
    for pair in ready:
        triggers = _catching_up(turn, pair, down)
        if triggers:
            copy_us = _copy_us(turn, pair, sharing=len(ready))
            ends = (pair.source, pair.target or pair.source)
            turn.start(Procedure(0, ProcedureKind.RESYNC, pair.id, *ends, resync(pair.id, triggers, copy_us)))
            if pair.state in _APART:
                _tell_resume(turn, pair)


def _is_changing(turn: Turn, pair_id: str) -> bool:
    """Whether a movement or restart is about to change the roles of the pair."""
    return any(stage.pair == pair_id for one in turn.state.procedures for stage in one.stages[one.index + 1 :])


def _catching_up(turn: Turn, pair: PairCondition, down: Down) -> tuple[PairTrigger, ...]:
    if pair.state in {PairState.PARTITIONED, PairState.SUSPENDED}:
        return (PairTrigger.RESUME, PairTrigger.SYNCHRONIZED)
    if pair.state is PairState.SYNC_IN_PROGRESS:
        return (PairTrigger.SYNCHRONIZED,)
    # Roles can only be exchanged at the side where the VM runs; while nobody runs there, a return stays possible.
    running = [turn.vm(vm) for vm in turn.plan.vms_of_lun[pair.id] if turn.vm(vm).condition is VmCondition.RUNNING]
    if not any(pair.target in reachable_arrays(turn.plan.design, down, turn.plan.nodes[vm.node]) for vm in running):
        return ()
    return _WAY_HOME[pair.state]


_WAY_HOME = {
    PairState.FAILED_OVER: (PairTrigger.UPDATE, PairTrigger.SYNCHRONIZED, PairTrigger.SWAP, PairTrigger.SYNCHRONIZED),
    PairState.R1_UPDATING: (PairTrigger.SYNCHRONIZED, PairTrigger.SWAP, PairTrigger.SYNCHRONIZED),
    PairState.R1_UPDATED: (PairTrigger.SWAP, PairTrigger.SYNCHRONIZED),
}
"""How a pair that runs on R2 becomes protected again, from where it stands: R1 catches up, then roles are exchanged."""


def _copy_us(turn: Turn, pair: PairCondition, *, sharing: int) -> int:
    """Time to copy what changed.

    The VMs are taken to write their disks as fast as their memory, at most the whole LUN (EJ).
    """
    plan = turn.plan
    since = turn.now_us if pair.stale_since_us is None else pair.stale_since_us
    rate = sum(plan.vms[vm].dirty_mib_s for vm in plan.vms_of_lun[pair.id])
    changed = min(rate * (turn.now_us - since) / US_PER_S, plan.luns[pair.id].r1.size_gib * MIB_PER_GIB)
    ends = {pair.source, pair.target}
    line = max((link.rate_mbit for link in plan.design.replication_links if {link.a, link.b} == ends), default=1)
    return int(changed * sharing / mib_per_second(line) * US_PER_S)


def _tell_resume(turn: Turn, pair: PairCondition) -> None:
    saying = Saying(
        msg("The path of {pair} is back; an operator lets replication go on", pair=turn.plan.name(pair.id)),
        msg("No product resynchronizes by itself after the line returns; the repair includes this step."),
        msg("The pair would stay as it is, and the next failure would find an old copy."),
        "domain 3.6; S34",
    )
    turn.tell(saying, phase=Phase.MANUAL, subject=pair.id, before=pair.state.value, after=pair.state.value)
