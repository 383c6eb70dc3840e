"""Groups that should be online and are not: where they can run, whether memory admits them, in which order they start.

Storage roles and memory are judged by :mod:`designer.resilience`; this module turns the answer into procedures.
"""

from dataclasses import replace

from designer.base.texts import Message, msg
from designer.base.units import US_PER_MS, US_PER_S, memory_text, seconds_text
from designer.engine.compile import down_of
from designer.engine.facts import case_of, replicates, vms_on
from designer.engine.machines.volume import PairTrigger
from designer.engine.membership import CLUSTER
from designer.engine.stages import RETURN_ROLES, SWAP_ROLES, Roles, restart, retry
from designer.engine.state import Phase, Procedure, ProcedureKind, VmCondition, Waiting
from designer.engine.tries import RETRY_PERIOD_US, failovers_left
from designer.engine.turn import Saying, Turn
from designer.model.array import PairState
from designer.model.workload import StartPriority, VirtualMachine
from designer.resilience.admission import can_start
from designer.resilience.condition import Case
from designer.resilience.options import Effort, Option, options
from designer.resilience.roles import DataLoss, RoleAction

_START_ORDER = {StartPriority.HIGH: 0, StartPriority.MEDIUM: 1, StartPriority.LOW: 2, StartPriority.NONE: 3}
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


def _waiting(turn: Turn) -> list[VirtualMachine]:
    busy = {procedure.subject for procedure in turn.state.procedures}
    found = [
        vm
        for vm in turn.plan.design.vms
        if vm.id in turn.plan.group_index and turn.vm(vm.id).condition in _DOWN and vm.id not in busy
    ]
    return sorted(found, key=lambda vm: _START_ORDER[vm.priority])


def _choose(turn: Turn, case: Case, vm: VirtualMachine, living: tuple[str, ...]) -> Option | None:
    """The option that is taken; None, with the reason told once, when the VM has to wait."""
    plan, state = turn.plan, turn.state
    paused = {node.id for node in state.nodes if node.paused}
    found = tuple(one for one in options(case, vm, living) if one.node not in paused)
    fits = tuple(one for one in found if can_start(plan.nodes[one.node], _held(turn, one.node), vm))
    fitting = next((one for one in fits if _may_pass(turn, vm.id, one.node)), None)
    if fitting is None and fits and fits[0].effort < Effort.MANUAL_SWAP:
        _give_up(turn, vm)
        return None
    fitting = fitting or next(iter(fits), None)
    if fitting is None:
        _wait_for(turn, vm, Waiting.MEMORY if found else Waiting.STORAGE, None)
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
    if group.failovers and turn.state.procedure_of(group.id) is None:
        turn.start(Procedure(0, ProcedureKind.RETRY, group.id, group.owner, "", retry()))


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
    stages = restart(
        plan,
        group,
        _roles(turn, option),
        option.node,
        wait_us=position * timings.storage_per_group_ms * US_PER_MS,
        boot_wait_us=place // timings.parallel_starts * timings.vm_boot_ms * US_PER_MS // 2,
        saved_mib=state.assigned_mib if state.condition is VmCondition.SAVED else None,
    )
    turn.start(Procedure(0, ProcedureKind.RESTART, vm.id, state.node, option.node, stages))


def _roles(turn: Turn, option: Option) -> Roles:
    """What happens to each pair that changes sides for this option."""
    down = down_of(turn.state)
    found: list[tuple[str, tuple[PairTrigger, ...]]] = []
    for lun in option.changes:
        pair = turn.pair(lun)
        triggers: tuple[PairTrigger, ...]
        if replicates(turn.plan, down, lun):
            returns = pair.state in {PairState.FAILED_OVER, PairState.R1_UPDATED}
            triggers = RETURN_ROLES if returns else SWAP_ROLES
        elif option.data_loss is DataLoss.SECONDS:
            triggers = (PairTrigger.TAKE_OVER_BESIDE,)
        else:
            triggers = (PairTrigger.TAKE_OVER,)
        found.append((lun, triggers))
    return tuple(found)


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
                    "{vm} stays off: no survivor has {memory} for it",
                    vm=name,
                    memory=memory_text(vm.memory.startup_mib),
                ),
                msg("A VM starts only where its startup memory and its overhead are free."),
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
        case Waiting.THRESHOLD:
            return Saying(
                msg("{vm} stays off: its group has used up its failovers", vm=name),
                msg(
                    "Within its failover period a group passes to another node only as often as its threshold allows; "
                    "the cluster tries again every {time}.",
                    time=seconds_text(RETRY_PERIOD_US / US_PER_S),
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
