"""Groups that come home by themselves once a more preferred owner is back: when, and why not yet (domain 1.5; S6)."""

from designer.base.texts import Message, msg
from designer.base.units import US_PER_S
from designer.engine.facts import is_up, planned_obstacle, vms_on
from designer.engine.membership import CLUSTER
from designer.engine.movement import send_home
from designer.engine.replacing import replace
from designer.engine.state import Act, GroupState, Phase, Procedure, ProcedureKind, ResourceKind, Stage, VmCondition
from designer.engine.turn import Saying, Turn
from designer.model.workload import ResourceGroup
from designer.resilience.admission import can_receive

_HOUR_US = 3600 * US_PER_S
_DAY_US = 24 * _HOUR_US


def judge_failback(turn: Turn) -> None:
    """Begin the return of every group that a failover took away, that may return, and whose owner is back."""
    if not turn.plan.returning or turn.state.procedure_of(CLUSTER) is not None:
        return
    for rule in turn.plan.returning:
        group = turn.group(rule.vm)
        if group is not None and group.is_away:
            _judge(turn, rule, group)


def opens_in_us(rule: ResourceGroup, begins_at_min: int, now_us: int) -> int:
    """How long until the group may return: 0 inside its hours, and where it has none."""
    start, end = rule.failback_start_h, rule.failback_end_h
    if start is None or end is None or start == end:
        return 0
    clock = (begins_at_min * 60 * US_PER_S + now_us) % _DAY_US
    since = (clock - start * _HOUR_US) % _DAY_US
    lasts = (end - start) * _HOUR_US % _DAY_US
    return 0 if since < lasts else _DAY_US - since


def _judge(turn: Turn, rule: ResourceGroup, group: GroupState) -> None:
    vm, plan, state = turn.vm(rule.vm), turn.plan, turn.state
    busy = state.procedure_of(rule.vm) is not None or state.procedure_of(rule.id) is not None
    if busy or vm.condition is not VmCondition.RUNNING or group.faults or group.held_by:
        return
    home = _better_owner(turn, group)
    if home is None:
        return
    if plan.design.cluster.enabler.delay_failback and group.resource(ResourceKind.ENABLER) is not None:
        turn.put_group(replace(group, is_away=False))
        _tell(turn, group, _delayed(turn, group, home))
        return
    wait = opens_in_us(rule, plan.begins_at_min, turn.now_us)
    if wait:
        _tell(turn, group, _not_yet(turn, group, rule))
        stages = (Stage(Phase.RESTART, Act.WAIT, wait), Stage(Phase.RESTART, Act.FINISH))
        turn.start(Procedure(0, ProcedureKind.FAILBACK, group.id, group.owner, home, stages))
        return
    room = can_receive(plan.nodes[home], vms_on(plan, state, home), plan.vms[rule.vm], vm.assigned_mib)
    if room and planned_obstacle(plan, state, rule.vm, home) is None:
        _tell(turn, group, _returns(turn, group, home))
        send_home(turn, rule.vm, home)


def _better_owner(turn: Turn, group: GroupState) -> str | None:
    """The most preferred owner that is back, where it stands before the present one."""
    plan, state = turn.plan, turn.state
    rule = plan.group(group.vm)
    listed = (plan.home(group.vm),) if rule is None or not rule.preferred_owners else rule.preferred_owners
    allowed = plan.possible_owners(group.vm)
    before = listed[: listed.index(group.owner)] if group.owner in listed else listed
    return next((one for one in before if one in allowed and is_up(state, one) and not state.node(one).paused), None)


def _tell(turn: Turn, group: GroupState, saying: Saying) -> None:
    state = turn.vm(group.vm).condition.value
    turn.tell(saying, phase=Phase.RESTART, subject=group.vm, before=state, after=state)


def _returns(turn: Turn, group: GroupState, home: str) -> Saying:
    return Saying(
        msg("{node} is back: the group of {vm} fails back", node=turn.plan.name(home), vm=turn.plan.name(group.vm)),
        msg("Automatic failback is on, and this owner is preferred; the group is taken offline and moved as planned."),
        msg("The VM would stay where the failover brought it."),
        "domain 1.5, 1.6; S6, S8",
    )


def _not_yet(turn: Turn, group: GroupState, rule: ResourceGroup) -> Saying:
    start, end = rule.failback_start_h or 0, rule.failback_end_h or 0
    hours: Message = msg("Failback is allowed from {start}:00 to {end}:00 only.", start=start, end=end)
    return Saying(
        msg("The group of {vm} waits for its hours before it fails back", vm=turn.plan.name(group.vm)),
        hours,
        msg("The return would interrupt the VM at a time when somebody works with it."),
        "domain 1.5; S6",
    )


def _delayed(turn: Turn, group: GroupState, home: str) -> Saying:
    return Saying(
        msg(
            "The group of {vm} does not return to {node} by itself",
            vm=turn.plan.name(group.vm),
            node=turn.plan.name(home),
        ),
        msg("Delay Failback: the Cluster Enabler has put the present node first among the preferred owners."),
        msg("The group would be pulled back at once, and the VM interrupted a second time."),
        "domain 3.4, 1.5; S21",
    )
