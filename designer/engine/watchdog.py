"""The watch over pending resources: one that does not report in time is terminated (domain 1.4; S5).

How long a resource will be pending is known when a procedure is planned, so the watchdog is a stage of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from designer.base.units import US_PER_MS
from designer.engine.chain import Chain
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.state import Act, ResourceKind, Stage
from designer.model.workload import ResourceSettings

_BEGINS = {Act.BOOT, Act.RESTART_GUEST, Act.SHUT_DOWN}
"""What makes the VM's resource pending. Saving and restoring memory report their progress, which is what is watched."""


@dataclass(slots=True)
class _Pending:
    """A resource on its way: which, for how long so far, and where to."""

    key: str
    trigger: ResourceTrigger
    passed_us: int = 0


def limit_us(settings: ResourceSettings) -> int:
    """How long a resource may be pending: its PendingTimeout, or the DeadlockTimeout where that is shorter."""
    return min(settings.pending_timeout_ms, settings.deadlock_timeout_ms) * US_PER_MS


def is_deadlock(settings: ResourceSettings) -> bool:
    """Whether a call that does not return counts as a deadlock before the resource counts as late."""
    return settings.deadlock_timeout_ms < settings.pending_timeout_ms


def watched(chain: Chain, stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """The stages as they can happen: a resource that is too slow is terminated in them.

    Whether the rest can go on without it is decided when it happens.
    """
    found: list[Stage] = []
    pending: _Pending | None = None
    cut_off: str | None = None
    for stage in stages:
        key, trigger = _change(stage)
        time = _most_us(chain, stage)
        if trigger in {ResourceTrigger.BRING_ONLINE, ResourceTrigger.TAKE_OFFLINE}:
            pending = _Pending(key, trigger)
        elif trigger is not None:
            pending = None
            if key == cut_off and stage.act is Act.RESOURCE:
                cut_off = None
                continue
        if pending is None or pending.passed_us + time <= (limit := limit_us(chain.settings[pending.key])):
            if pending is not None:
                pending.passed_us += time
            found.append(stage if time == stage.duration_us else replace(stage, duration_us=time))
            continue
        found.append(replace(stage, duration_us=limit - pending.passed_us))
        found.append(Stage(stage.phase, Act.TERMINATE, resource=pending.key, trigger=pending.trigger.value))
        cut_off, pending = pending.key, None
    return tuple(found)


def _most_us(chain: Chain, stage: Stage) -> int:
    """How long the stage lasts; a try that is bound to fail ends with the patience of the cluster."""
    if stage.act is not Act.RETRY:
        return stage.duration_us
    settings = chain.settings[stage.resource or ResourceKind.DISK]
    return min(stage.duration_us, limit_us(settings))


def _change(stage: Stage) -> tuple[str, ResourceTrigger | None]:
    """Which resource the stage changes at its beginning, and how."""
    if stage.act is Act.RESOURCE and stage.resource is not None and stage.trigger is not None:
        return stage.resource, ResourceTrigger(stage.trigger)
    if stage.act in _BEGINS:
        off = stage.act is Act.SHUT_DOWN
        return ResourceKind.VM, ResourceTrigger.TAKE_OFFLINE if off else ResourceTrigger.BRING_ONLINE
    if stage.act is Act.RUNNING:
        return ResourceKind.VM, ResourceTrigger.REPORT_ONLINE
    if stage.act is Act.SWITCHED_OFF:
        return ResourceKind.VM, ResourceTrigger.REPORT_OFFLINE
    return "", None
