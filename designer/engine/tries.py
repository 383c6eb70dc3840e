"""What the rule "restart, fail over, give up" still allows, counted within its periods (domain 1.6; S5, S6).

All figures stand in the design: those of a resource with the resource, those of a group with the group.
"""

from designer.base.units import US_PER_MS, US_PER_S
from designer.engine.compile import Plan
from designer.engine.replacing import replace
from designer.engine.state import GroupState
from designer.model.workload import ResourceSettings, RestartAction

_US_PER_H = 3600 * US_PER_S


def failovers_left(plan: Plan, group: GroupState, now_us: int) -> int:
    """How often the group may still pass to another node now: its threshold within its period (S6)."""
    rule = plan.group(group.vm)
    if rule is None:
        return 0
    return max(failovers_allowed(plan, group) - len(_within(group.failovers, now_us, rule.failover_period_h)), 0)


def failovers_allowed(plan: Plan, group: GroupState) -> int:
    """How often the group may fail over within its period: as the design says, else the number of nodes less one."""
    rule = plan.group(group.vm)
    return len(plan.nodes) - 1 if rule is None or rule.failover_threshold is None else rule.failover_threshold


def restarts_left(plan: Plan, group: GroupState, key: str, now_us: int) -> int:
    """How often this resource may still be restarted in place now; never where it is not restarted at all."""
    settings = plan.chain(group.vm).settings[key]
    if settings.restart_action is RestartAction.NONE:
        return 0
    since = now_us - settings.restart_period_ms * US_PER_MS
    counted = sum(name == key and instant > since for name, instant in group.restarts)
    return max(settings.restart_threshold - counted, 0)


def restarts_without_end(settings: ResourceSettings, attempt_ms: int) -> bool:
    """Whether restarts that take ``attempt_ms`` each are forgotten sooner than they are used up.

    Such a resource would be restarted for ever and never passed on.
    """
    return (
        settings.restart_action is not RestartAction.NONE
        and settings.restart_threshold > 0
        and settings.restart_threshold * attempt_ms >= settings.restart_period_ms
    )


def with_failover(plan: Plan, group: GroupState, now_us: int) -> GroupState:
    """The group with one more failover counted; one that may come back by itself is away from home now."""
    rule = plan.group(group.vm)
    return replace(group, failovers=(*group.failovers, now_us), is_away=rule is not None and rule.auto_failback)


def with_restart(group: GroupState, key: str, now_us: int) -> GroupState:
    """The group with one more restart in place of this resource counted."""
    return replace(group, restarts=(*group.restarts, (key, now_us)))


def retry_us(plan: Plan, group: GroupState, key: str) -> int | None:
    """How long the cluster waits before it begins again with a resource that it has given up; None for ever (S5)."""
    period = plan.chain(group.vm).settings[key].retry_period_ms
    return None if period is None else period * US_PER_MS


def _within(instants: tuple[int, ...], now_us: int, period_h: int) -> tuple[int, ...]:
    return tuple(instant for instant in instants if instant > now_us - period_h * _US_PER_H)
