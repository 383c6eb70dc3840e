"""What the rule "restart, fail over, give up" still allows a group, counted within its periods (domain 1.6; S5, S6).

The figures of a resource are those that the cluster's consoles give it; those of a group stand in the design.
"""

from dataclasses import replace

from designer.base.units import US_PER_S
from designer.engine.compile import Plan
from designer.engine.state import GroupState

RESTART_THRESHOLD = 1
"""Restarts in place within the period; the next failure is answered by a failover (S5; the consoles' value)."""

RESTART_PERIOD_US = 900 * US_PER_S
RETRY_PERIOD_US = 3600 * US_PER_S
"""After giving up, the cluster waits this long and begins again (RetryPeriodOnFailure, S5)."""

_US_PER_H = 3600 * US_PER_S


def failovers_left(plan: Plan, group: GroupState, now_us: int) -> int:
    """How often the group may still pass to another node now.

    The design's threshold within its period; without one, the number of nodes less one (S6).
    """
    rule = plan.group(group.vm)
    if rule is None:
        return 0
    threshold = len(plan.nodes) - 1 if rule.failover_threshold is None else rule.failover_threshold
    return max(threshold - len(_within(group.failovers, now_us, rule.failover_period_h * _US_PER_H)), 0)


def restarts_left(group: GroupState, now_us: int) -> int:
    """How often its resources may still be restarted in place now."""
    return max(RESTART_THRESHOLD - len(_within(group.restarts, now_us, RESTART_PERIOD_US)), 0)


def with_failover(group: GroupState, now_us: int) -> GroupState:
    """The group with one more failover counted."""
    return replace(group, failovers=(*group.failovers, now_us))


def with_restart(group: GroupState, now_us: int) -> GroupState:
    """The group with one more restart in place counted."""
    return replace(group, restarts=(*group.restarts, now_us))


def _within(instants: tuple[int, ...], now_us: int, period_us: int) -> tuple[int, ...]:
    return tuple(instant for instant in instants if instant > now_us - period_us)
