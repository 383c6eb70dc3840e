"""Groups that should be online and are not: where they can run, whether memory admits them, in which order they start.

Storage roles and memory are judged by :mod:`designer.resilience`; this module turns the answer into procedures.
"""

from designer.base.texts import Message, msg, msg_n
from designer.base.units import US_PER_MS, US_PER_S, memory_text, seconds_text
from designer.engine.facts import case_of, served_beside, vms_on
from designer.engine.failing import answer, hold_for_want, release, resume_held, roles_of, take_down_with
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.machines.vm import VmTrigger
from designer.engine.membership import CLUSTER
from designer.engine.replacing import replace
from designer.engine.safety import ON_A_NODE
from designer.engine.stages import restart, retry
from designer.engine.state import (
    MOVEMENTS,
    Phase,
    Procedure,
    ProcedureKind,
    ResourceKind,
    VmCondition,
    VmState,
    Waiting,
)
from designer.engine.tries import failovers_left, retry_us
from designer.engine.turn import Saying, Turn
from designer.model.era import facts
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.admission import can_start, held_at_least_mib, in_start_order, needed_mib
from designer.resilience.condition import Case
from designer.resilience.options import Effort, Option, best_apart, options
from designer.resilience.roles import RoleAction

_DOWN = frozenset({VmCondition.OFF, VmCondition.FAILED, VmCondition.SAVED})


def judge_groups(turn: Turn) -> None:
    """Start what can be started, in order of priority; tell once why the rest has to wait."""
    living = turn.state.quorum.living
    if not living or turn.state.procedure_of(CLUSTER) is not None:
        return
    waiting = _waiting(turn)
    if not waiting:
        return
    case = case_of(turn.plan, turn.state)
    chosen = [(vm, option) for vm in waiting if (option := _choose(turn, case, vm, living)) is not None]
    on_node: dict[str, int] = {}
    for position, (vm, option) in enumerate(chosen):
        place = on_node.get(option.node, 0)
        on_node[option.node] = place + 1
        _start(turn, vm, option, position=position, place=place)


def crash_guests(turn: Turn, vm_ids: tuple[str, ...]) -> None:
    """Let guests crash: restarted in place while restarts are left, else the group fails over (domain 1.6)."""
    cause = turn.cause
    for vm_id in vm_ids:
        before, group = turn.vm(vm_id), turn.group(vm_id)
        if before.condition not in ON_A_NODE:
            continue
        turn.vm_does(vm_id, VmTrigger.CRASH)
        turn.cause = cause
        _tell_crash(turn, before)
        busy = turn.state.procedure_of(vm_id)
        if group is None or (busy is not None and busy.kind in MOVEMENTS):
            continue
        if busy is not None:
            turn.drop(busy)
        take_down_with(turn, vm_id, ResourceKind.VM)
        answer(turn, vm_id, ResourceKind.VM)


def _tell_crash(turn: Turn, before: VmState) -> None:
    name = turn.plan.name(before.id)
    saying = Saying(
        msg("The guest of {vm} crashes", vm=name),
        msg("The cluster notices through the state of the virtual machine and restarts the resource in place first."),
        msg("{vm} would still be running.", vm=name),
        "domain 1.6; S5, S8",
    )
    turn.tell(saying, phase=Phase.DETECT, subject=before.id, before=before.condition.value, after="failed")


def _waiting(turn: Turn) -> list[VirtualMachine]:
    busy = {procedure.subject for procedure in turn.state.procedures}
    found = [
        vm
        for vm in turn.plan.design.vms
        if vm.id in turn.plan.group_index and turn.vm(vm.id).condition in _DOWN and vm.id not in busy
    ]
    return in_start_order(vm for vm in found if not _is_held(turn, vm))


def _is_held(turn: Turn, vm: VirtualMachine) -> bool:
    """Whether the group must not start: it was kept off at the cluster's start, or a failed resource keeps it down.

    A group whose node is lost is held no longer: the loss of a node moves every group.
    """
    if turn.vm(vm.id).waits_for is Waiting.START:
        return True
    group = turn.group(vm.id)
    if group is None or not group.held_by:
        return False
    if group.owner not in turn.state.quorum.living:
        release(turn, group)
        return False
    resume_held(turn, group)
    return True


def _choose(turn: Turn, case: Case, vm: VirtualMachine, living: tuple[str, ...]) -> Option | None:
    """The option that is taken; None, with the reason told once, when the VM has to wait."""
    plan, state = turn.plan, turn.state
    paused = {node.id for node in state.nodes if node.paused}
    found = tuple(
        one
        for one in options(case, vm, living)
        if one.node not in paused and not any(served_beside(plan, state, vm.id, lun) for lun in one.changes)
    )
    fits = tuple(one for one in found if can_start(plan.nodes[one.node], _held(turn, one.node), vm))
    group = turn.group(vm.id)
    assert group is not None
    if group.left_by:
        fits = tuple(one for one in fits if one.node != group.owner and one.effort < Effort.MANUAL_SWAP)
        if not fits:
            hold_for_want(turn, group)
            return None
    neighbours = {one.node: tuple(other.id for other in _held(turn, one.node)) for one in fits}
    allowed = (one for one in fits if _may_pass(turn, vm.id, one.node))
    fitting = best_apart(plan.design, vm, allowed, neighbours)
    if fitting is None and fits and fits[0].effort < Effort.MANUAL_SWAP:
        _give_up(turn, vm)
        return None
    fitting = fitting or next(iter(fits), None)
    if fitting is None:
        _wait_for(turn, vm, Waiting.MEMORY if found else _nowhere(case, vm, living), None)
        return None
    if fitting.effort >= Effort.MANUAL_SWAP:
        _wait_for(turn, vm, Waiting.PERSON, fitting)
        return None
    if fitting.decision is not None and fitting.decision.action is RoleAction.WAIT:
        _wait_for(turn, vm, Waiting.COPY, fitting)
        return None
    _reserve(turn, vm, fitting)
    return fitting


def _may_pass(turn: Turn, vm_id: str, node_id: str) -> bool:
    """Whether the group may come online there: where it is owned always, elsewhere while failovers are left."""
    group = turn.group(vm_id)
    return group is None or group.owner == node_id or failovers_left(turn.plan, group, turn.now_us) > 0


def _give_up(turn: Turn, vm: VirtualMachine) -> None:
    """Leave a group failed that has used up its failovers, and begin again after the retry period.

    A group that may never fail over has nothing to wait for.
    """
    _wait_for(turn, vm, Waiting.THRESHOLD, None)
    group = turn.group(vm.id)
    assert group is not None
    wait = retry_us(turn.plan, group, ResourceKind.VM)
    if group.failovers and wait is not None and turn.state.procedure_of(group.id) is None:
        turn.start(Procedure(0, ProcedureKind.RETRY, group.id, group.owner, "", retry(wait)))


def _nowhere(case: Case, vm: VirtualMachine, living: tuple[str, ...]) -> Waiting:
    """Why no node can take the VM: only for want of the Cluster Enabler service, or for want of storage."""
    served = Case(case.design, case.before, replace(case.down, enablers=frozenset()))
    return Waiting.ENABLER if case.down.enablers and options(served, vm, living) else Waiting.STORAGE


def _held(turn: Turn, node_id: str) -> tuple[VirtualMachine, ...]:
    return vms_on(turn.plan, turn.state, node_id)


def _reserve(turn: Turn, vm: VirtualMachine, option: Option) -> None:
    """Enter the procedure at once, so that the next VM sees the memory taken; its stages come with :func:`_start`."""
    turn.set(
        procedures=(
            *turn.state.procedures,
            Procedure(turn.state.next_serial, ProcedureKind.RESTART, vm.id, turn.vm(vm.id).node, option.node, ()),
        ),
        next_serial=turn.state.next_serial + 1,
    )


def _start(turn: Turn, vm: VirtualMachine, option: Option, *, position: int, place: int) -> None:
    """Start a restart: storage operations one group after the other, boots in waves on a node (domain 9.5)."""
    plan, timings = turn.plan, turn.plan.timings
    reserved = turn.state.procedure_of(vm.id)
    group = turn.group(vm.id)
    assert reserved is not None
    assert group is not None
    turn.drop(reserved)
    waiting = turn.state.procedure_of(group.id)
    if waiting is not None:
        turn.drop(waiting)
    state = turn.vm(vm.id)
    turn.put_vm(replace(state, waits_for=None))
    if option.node != group.owner:
        turn.resources_do(vm.id, ResourceTrigger.TAKE_OFFLINE, ResourceTrigger.REPORT_OFFLINE)
        group = turn.group(vm.id) or group
    stages = restart(
        plan,
        group,
        roles_of(turn, option),
        option.node,
        wait_us=position * timings.storage_per_group_ms * US_PER_MS,
        boot_wait_us=place // timings.parallel_starts * timings.vm_boot_ms * US_PER_MS // 2,
        saved_mib=state.assigned_mib if state.condition is VmCondition.SAVED else None,
    )
    turn.start(Procedure(0, ProcedureKind.RESTART, vm.id, state.node, option.node, stages))


def _wait_for(turn: Turn, vm: VirtualMachine, reason: Waiting, option: Option | None) -> None:
    """Tell, once, why a VM is not started."""
    state = turn.vm(vm.id)
    if state.waits_for is reason:
        return
    turn.put_vm(replace(state, waits_for=reason))
    phase = Phase.MANUAL if reason is Waiting.PERSON else Phase.RESTART
    saying = _waiting_saying(turn, vm, reason, option)
    turn.tell(saying, phase=phase, subject=vm.id, before=state.condition.value, after=state.condition.value)


def _waiting_saying(turn: Turn, vm: VirtualMachine, reason: Waiting, option: Option | None) -> Saying:
    name = vm.name
    why: Message = msg("–") if option is None or option.decision is None else option.decision.why
    row = "domain 3.6" if option is None or option.decision is None else f"domain 3.6 row {option.decision.row}"
    match reason:
        case Waiting.MEMORY:
            return Saying(
                msg(
                    "{vm} stays off: no survivor has {memory} for it ({rooms})",
                    vm=name,
                    memory=memory_text(needed_mib(vm)),
                    rooms=tuple(_room_text(turn, turn.plan.nodes[node]) for node in turn.state.quorum.living),
                ),
                msg(
                    "A VM starts only where its startup memory and its overhead are free, and a place for one more VM."
                ),
                msg("With more memory at the survivor, or less startup memory, it would start."),
                "domain 5.2; S51",
            )
        case Waiting.PERSON:
            assert option is not None
            return Saying(
                msg(
                    "A person has to decide whether {vm} comes online on {node}",
                    vm=name,
                    node=turn.plan.name(option.node),
                ),
                why,
                msg("An automatic start could bring an old copy online, or go against the policy of the group."),
                row,
            )
        case Waiting.COPY:
            return Saying(
                msg("{vm} waits until its copy is complete", vm=name),
                why,
                msg("It would start on data that is not whole."),
                row,
            )
        case Waiting.ENABLER:
            return Saying(
                msg("{vm} stays off: no living node with its storage runs the Cluster Enabler service", vm=name),
                msg("Its disk depends on the Cluster Enabler resource, which needs the service on the node."),
                msg("With the service started the VM would come online."),
                "domain 3.4; S1",
            )
        case Waiting.THRESHOLD:
            group = turn.group(vm.id)
            assert group is not None
            return Saying(
                msg("{vm} stays off: its group has used up its failovers", vm=name),
                msg(
                    "Within its failover period a group passes to another node only as often as its threshold allows; "
                    "the cluster tries again every {time}.",
                    time=seconds_text((retry_us(turn.plan, group, ResourceKind.VM) or 0) / US_PER_S),
                ),
                msg("A group that fails everywhere would wander from node to node without end."),
                "domain 1.5, 1.6; S5, S6",
            )
        case Waiting.STORAGE:
            return Saying(
                msg("{vm} stays off: no living node reaches a usable copy of its disk", vm=name),
                msg("Every node of the cluster lacks a path to a copy, or the copy there is not usable."),
                msg("With a usable copy at the survivors it would restart there."),
                "domain 9.2",
            )
        case Waiting.RESTARTS | Waiting.START:
            raise AssertionError(f"{reason} is told where it arises")


def _room_text(turn: Turn, node: Node) -> Message:
    """What a node still has for VMs: memory, or the places that its version of Windows ends with."""
    held = _held(turn, node.id)
    most = facts(node.os).max_vms_per_host
    if len(held) >= most:
        return msg_n("{node} runs {n} VM, all it may", "{node} runs {n} VMs, all it may", most, node=node.name)
    free = max(node.available_mib - held_at_least_mib(held, node.os), 0)
    return msg("{node} has {free}", node=node.name, free=memory_text(free))
