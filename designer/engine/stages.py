"""What a procedure consists of, stage by stage, with the durations that the design assumes (domain 2.3, 2.4, 9.5)."""

from collections.abc import Iterable, Sequence

from designer.base.units import US_PER_MS, US_PER_S
from designer.engine.compile import Plan
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.migration import CopyPlan
from designer.engine.state import Act, GroupState, Phase, ProcedureKind, ResourceKind, Stage
from designer.engine.tries import RETRY_PERIOD_US
from designer.resilience.durations import LOOKS_ALIVE_MS, RESTART_DELAY_MS

SWAP_ROLES = (PairTrigger.FAIL_OVER, PairTrigger.SWAP, PairTrigger.SYNCHRONIZED)
RETURN_ROLES = (PairTrigger.RETURN, PairTrigger.SYNCHRONIZED)
Roles = tuple[tuple[str, tuple[PairTrigger, ...]], ...]
"""For each LUN whose roles change: what happens to its pair, in order."""


def checks(plan: Plan) -> tuple[Stage, ...]:
    """The checks before a movement; they share the pre-check time."""
    acts = (Act.CHECK_STATE, Act.CHECK_HOSTS, Act.CHECK_MEMORY, Act.CHECK_STORAGE)
    return _spread(plan.timings.pre_check_ms * US_PER_MS, (Stage(Phase.PRE_CHECK, act) for act in acts))


def live(plan: Plan, group: GroupState, copy: CopyPlan, roles: Roles, *, target: str) -> tuple[Stage, ...]:
    """Live migration after its checks. Without changed roles the role-change phase is left out."""
    timings = plan.timings
    rounds = (
        Stage(Phase.MEMORY, Act.SEND, one.time_us, round=number, volume_kib=one.volume_kib)
        for number, one in enumerate(copy.rounds, start=1)
    )
    pause = timings.final_state_ms * US_PER_MS + copy.rest.time_us
    return (
        Stage(Phase.SETUP, Act.CONNECT, timings.setup_ms * US_PER_MS),
        *rounds,
        Stage(Phase.STOP_AND_COPY, Act.PAUSE, pause, volume_kib=copy.rest.volume_kib),
        *_over(plan, group, roles, target),
        Stage(Phase.RESUME, Act.RESUME, timings.resume_ms * US_PER_MS),
        Stage(Phase.RESUME, Act.RUNNING),
        Stage(Phase.CLEAN_UP, Act.TIDY, timings.clean_up_ms * US_PER_MS),
        Stage(Phase.CLEAN_UP, Act.FINISH),
    )


def quick(plan: Plan, group: GroupState, memory_mib: int, roles: Roles, *, target: str) -> tuple[Stage, ...]:
    """Quick migration after its checks: save, move, restore."""
    transfer = -(-memory_mib * US_PER_S // plan.timings.save_rate_mib_s)
    return (
        Stage(Phase.OFFLINE, Act.SAVE, transfer),
        *_over(plan, group, roles, target, begin=Act.SAVED, end=Act.RESTORE, last_us=transfer),
        Stage(Phase.RESUME, Act.RESUME, plan.timings.resume_ms * US_PER_MS),
        Stage(Phase.RESUME, Act.RUNNING),
        Stage(Phase.CLEAN_UP, Act.TIDY, plan.timings.clean_up_ms * US_PER_MS),
        Stage(Phase.CLEAN_UP, Act.FINISH),
    )


def planned_move(plan: Plan, group: GroupState, roles: Roles, target: str) -> tuple[Stage, ...]:
    """Planned move after its checks: shut down, move, boot. A shut-down is taken to last half of a boot (EJ)."""
    boot = plan.timings.vm_boot_ms * US_PER_MS
    return (
        Stage(Phase.OFFLINE, Act.SHUT_DOWN, boot // 2),
        *_over(plan, group, roles, target, begin=Act.SWITCHED_OFF, end=Act.BOOT, last_us=boot),
        Stage(Phase.RESUME, Act.RUNNING),
        Stage(Phase.CLEAN_UP, Act.TIDY, plan.timings.clean_up_ms * US_PER_MS),
        Stage(Phase.CLEAN_UP, Act.FINISH),
    )


def roll_back(plan: Plan, group: GroupState, kind: ProcedureKind, *, source: str, memory_mib: int) -> tuple[Stage, ...]:
    """Back online where the group came from."""
    on = plan.timings.disk_on_ms * US_PER_MS
    end: tuple[Stage, ...]
    if kind is ProcedureKind.LIVE:
        chain = _online(group, _kinds(group, ResourceKind.ENABLER), on, phase=Phase.ONLINE, node=source)
        end = (Stage(Phase.RESUME, Act.RESUME, plan.timings.resume_ms * US_PER_MS),)
    else:
        below = tuple(one for one in _kinds(group, ResourceKind.ENABLER) if one is not ResourceKind.VM)
        chain = _online(group, below, on, phase=Phase.ONLINE, node=source)
        transfer = -(-memory_mib * US_PER_S // plan.timings.save_rate_mib_s)
        saved = kind is ProcedureKind.QUICK
        boot = plan.timings.vm_boot_ms * US_PER_MS
        end = (Stage(Phase.ONLINE, Act.RESTORE, transfer) if saved else Stage(Phase.ONLINE, Act.BOOT, boot),)
    return (*chain, *end, Stage(Phase.RESUME, Act.RUNNING), Stage(Phase.CLEAN_UP, Act.FINISH))


def restart(  # noqa: PLR0913 - everything a restart consists of
    plan: Plan,
    group: GroupState,
    roles: Roles,
    target: str,
    *,
    wait_us: int,
    boot_wait_us: int,
    saved_mib: int | None = None,
) -> tuple[Stage, ...]:
    """A group comes online after a failure: storage role, disk, configuration, boot (domain 9.5).

    ``saved_mib`` is set for a VM whose memory was saved before: it is read back instead of booted.
    """
    timings = plan.timings
    alone = any(PairTrigger.TAKE_OVER in triggers or PairTrigger.TAKE_OVER_BESIDE in triggers for _, triggers in roles)
    role_us = (timings.takeover_link_down_ms if alone else timings.takeover_link_up_ms) * US_PER_MS
    boot = timings.vm_boot_ms * US_PER_MS
    start = Stage(Phase.RESTART, Act.BOOT, boot)
    if saved_mib is not None:
        start = Stage(Phase.RESTART, Act.RESTORE, -(-saved_mib * US_PER_S // timings.save_rate_mib_s))
    enabler = group.resource(ResourceKind.ENABLER) is not None
    has_disk = group.resource(ResourceKind.DISK) is not None
    phase = Phase.ROLE_CHANGE if roles else Phase.RESTART
    stages: list[Stage] = [Stage(Phase.RESTART, Act.WAIT, wait_us)] if wait_us else []
    stages.append(Stage(phase, Act.OWNER, node=target))
    if enabler:
        stages.append(_resource(phase, ResourceKind.ENABLER, ResourceTrigger.BRING_ONLINE, target))
    stages += _role_stages(roles, role_us)
    if enabler:
        stages.append(_resource(Phase.RESTART, ResourceKind.ENABLER, ResourceTrigger.REPORT_ONLINE, target))
    for kind, us in (
        (ResourceKind.DISK, timings.disk_online_ms),
        (ResourceKind.CONFIGURATION, timings.config_online_ms),
    ):
        if kind is ResourceKind.CONFIGURATION or has_disk:
            stages.append(
                _resource(Phase.RESTART, kind, ResourceTrigger.BRING_ONLINE, target, duration_us=us * US_PER_MS)
            )
            stages.append(_resource(Phase.RESTART, kind, ResourceTrigger.REPORT_ONLINE, target))
        else:
            stages.append(Stage(Phase.RESTART, Act.WAIT, us * US_PER_MS))
    if boot_wait_us:
        stages.append(Stage(Phase.RESTART, Act.WAIT, boot_wait_us))
    return (*stages, start, Stage(Phase.RESTART, Act.RUNNING))


def disk_lost(plan: Plan, source: str, lateral: str | None, *, restarts: int) -> tuple[Stage, ...]:
    """What a cluster tries when a disk stops answering: wait, restart in place, a neighbour at the same array.

    ``restarts`` is how often the restart in place is still allowed; its delay is part of the time for it.
    """
    timings = plan.timings
    in_place = Stage(Phase.RESTART, Act.RETRY, timings.local_restart_ms * US_PER_MS, node=source)
    return (
        Stage(Phase.DETECT, Act.WAIT, timings.disk_io_timeout_ms * US_PER_MS, trigger="stall"),
        Stage(Phase.RESTART, Act.FAIL_RESOURCE),
        *(in_place for _ in range(restarts)),
        Stage(Phase.RESTART, Act.RETRY, timings.lateral_try_ms * US_PER_MS, node=lateral),
        Stage(Phase.RESTART, Act.FINISH),
    )


def enabler_lost(plan: Plan, source: str) -> tuple[Stage, ...]:
    """What a cluster does when the Cluster Enabler service stops: notice it, restart in vain, look further."""
    enabler = ResourceKind.ENABLER
    in_place = plan.timings.local_restart_ms * US_PER_MS
    return (
        Stage(Phase.DETECT, Act.WAIT, LOOKS_ALIVE_MS * US_PER_MS, trigger="poll"),
        Stage(Phase.RESTART, Act.FAIL_RESOURCE, resource=enabler),
        Stage(Phase.RESTART, Act.RETRY, in_place, resource=enabler, node=source),
        Stage(Phase.RESTART, Act.FINISH, resource=enabler),
    )


def guest_restart(plan: Plan) -> tuple[Stage, ...]:
    """A crashed guest is booted again where it was; the disk and the rest of its group have stayed online."""
    return (
        Stage(Phase.RESTART, Act.WAIT, RESTART_DELAY_MS * US_PER_MS),
        Stage(Phase.RESTART, Act.RESTART_GUEST, plan.timings.vm_boot_ms * US_PER_MS),
        Stage(Phase.RESTART, Act.RUNNING),
    )


def retry() -> tuple[Stage, ...]:
    """A group that was given up waits, then is judged anew."""
    return Stage(Phase.RESTART, Act.WAIT, RETRY_PERIOD_US), Stage(Phase.RESTART, Act.FINISH)


def membership(plan: Plan, detect_us: int) -> tuple[Stage, ...]:
    """The cluster's answer to a change of who hears whom; arbitration is put in when the count asks for it."""
    noticed = (Stage(Phase.DETECT, Act.DETECT, detect_us),) if detect_us else ()
    return (
        *noticed,
        Stage(Phase.REGROUP, Act.REGROUP, plan.timings.regroup_ms * US_PER_MS),
        Stage(Phase.REGROUP, Act.SETTLE),
    )


def resync(pair: str, triggers: Sequence[PairTrigger], copy_us: int) -> tuple[Stage, ...]:
    """Replication is resumed: the first transition starts the copying, which lasts ``copy_us``.

    With one transition only, copying was begun by somebody else and is waited for.
    """
    if len(triggers) == 1:
        wait = Stage(Phase.RESYNC, Act.WAIT, copy_us, pair=pair)
        return (wait, Stage(Phase.RESYNC, Act.PAIR, pair=pair, trigger=triggers[0].value))
    times = (copy_us, *(0 for _ in triggers[1:]))
    made = (
        Stage(Phase.RESYNC, Act.PAIR, time, pair=pair, trigger=trigger.value)
        for trigger, time in zip(triggers, times, strict=True)
    )
    return tuple(made)


def _over(  # noqa: PLR0913 - the parts of one chain
    plan: Plan,
    group: GroupState,
    roles: Roles,
    target: str,
    *,
    begin: Act | None = None,
    end: Act | None = None,
    last_us: int = 0,
) -> tuple[Stage, ...]:
    """Offline at the source, storage over, online at the target: the article's order and back in reverse.

    ``begin`` and ``end`` stand for the VM resource where the VM is not just paused but saved or shut down.
    """
    off_us, on_us = _disk_times(plan, group, lateral=not roles)
    phase = Phase.ROLE_CHANGE if roles else Phase.ONLINE
    kinds = tuple(one.kind for one in group.resources if begin is None or one.kind is not ResourceKind.VM)
    stages: list[Stage] = [Stage(Phase.OFFLINE, begin)] if begin is not None else []
    stages += _offline(kinds, off_us)
    stages.append(Stage(phase, Act.OWNER, node=target))
    bottom = group.resources[-1].kind
    if bottom is ResourceKind.ENABLER:
        stages.append(_resource(phase, bottom, ResourceTrigger.BRING_ONLINE, target))
    devices = max(len(roles) - 1, 0) * plan.timings.role_change_per_device_ms
    stages += _role_stages(roles, (plan.timings.role_change_ms + devices) * US_PER_MS)
    if bottom is ResourceKind.ENABLER:
        stages.append(_resource(Phase.ONLINE, bottom, ResourceTrigger.REPORT_ONLINE, target))
    above = tuple(kind for kind in kinds if kind is not ResourceKind.ENABLER)
    stages += _online(group, above, on_us, phase=Phase.ONLINE, node=target)
    if end is not None:
        stages.append(Stage(Phase.ONLINE, end, last_us))
    return tuple(stages)


def _disk_times(plan: Plan, group: GroupState, *, lateral: bool) -> tuple[int, int]:
    """Time for the resources off and on: none without a disk of its own, half of the lateral time each on one array."""
    timings = plan.timings
    if group.resource(ResourceKind.DISK) is None:
        return 0, 0
    if lateral:
        off = timings.lateral_disk_ms * US_PER_MS // 2
        return off, timings.lateral_disk_ms * US_PER_MS - off
    return timings.disk_off_ms * US_PER_MS, timings.disk_on_ms * US_PER_MS


def _offline(kinds: Sequence[ResourceKind], total_us: int) -> list[Stage]:
    takes = _spread(total_us, (_resource(Phase.OFFLINE, kind, ResourceTrigger.TAKE_OFFLINE, None) for kind in kinds))
    return [
        stage
        for take in takes
        for stage in (
            take,
            Stage(Phase.OFFLINE, Act.RESOURCE, resource=take.resource, trigger=ResourceTrigger.REPORT_OFFLINE.value),
        )
    ]


def _online(group: GroupState, kinds: Sequence[ResourceKind], total_us: int, *, phase: Phase, node: str) -> list[Stage]:
    """Bring resources online, providers first; the enabler takes no share of the time."""
    upwards = [one.kind for one in reversed(group.resources) if one.kind in kinds]
    timed = [kind for kind in upwards if kind is not ResourceKind.ENABLER]
    brings = _spread(total_us, (_resource(phase, kind, ResourceTrigger.BRING_ONLINE, node) for kind in timed))
    if len(timed) < len(upwards):
        brings = (_resource(phase, ResourceKind.ENABLER, ResourceTrigger.BRING_ONLINE, node), *brings)
    stages: list[Stage] = []
    for bring in brings:
        stages += [
            bring,
            Stage(phase, Act.RESOURCE, resource=bring.resource, trigger=ResourceTrigger.REPORT_ONLINE.value, node=node),
        ]
    return stages


def _kinds(group: GroupState, *extra: ResourceKind) -> tuple[ResourceKind, ...]:
    return tuple(one.kind for one in group.resources if one.kind is not ResourceKind.ENABLER or one.kind in extra)


def _role_stages(roles: Roles, total_us: int) -> list[Stage]:
    """All pairs of a group change together, level by level; the last level ends the time."""
    depth = max((len(triggers) for _, triggers in roles), default=0)
    alone = depth == 1
    stages: list[Stage] = [Stage(Phase.ROLE_CHANGE, Act.WAIT, total_us)] if alone else []
    steps = depth - 1
    for level in range(depth):
        moving = [(pair, triggers[level]) for pair, triggers in roles if level < len(triggers)]
        share = 0 if level == steps else total_us * (level + 1) // steps - total_us * level // steps
        for number, (pair, trigger) in enumerate(moving, start=1):
            time = share if number == len(moving) else 0
            stages.append(Stage(Phase.ROLE_CHANGE, Act.PAIR, time, pair=pair, trigger=trigger.value))
    return stages


def _resource(
    phase: Phase, kind: ResourceKind, trigger: ResourceTrigger, node: str | None, *, duration_us: int = 0
) -> Stage:
    return Stage(phase, Act.RESOURCE, duration_us, resource=kind, trigger=trigger.value, node=node)


def _spread(total_us: int, stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Share a time evenly among stages; the last takes the remainder."""
    listed = tuple(stages)
    share = total_us // len(listed) if listed else 0
    times = [share] * (len(listed) - 1) + [total_us - share * (len(listed) - 1)]
    return (
        tuple(
            Stage(one.phase, one.act, time, one.resource, one.pair, one.trigger, one.node)
            for one, time in zip(listed, times, strict=True)
        )
        if listed
        else ()
    )
