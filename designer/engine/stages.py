"""What a procedure consists of, stage by stage, with the durations that the design assumes (domain 2.3, 2.4, 9.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from designer.base.units import US_PER_MS, US_PER_S
from designer.engine.compile import Plan
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.migration import CopyPlan
from designer.engine.state import Act, GroupState, Phase, ProcedureKind, ResourceKind, Stage
from designer.model.workload import RestartAction

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
        *_beside_vm(plan, group, target),
        Stage(Phase.CLEAN_UP, Act.TIDY, timings.clean_up_ms * US_PER_MS),
        Stage(Phase.CLEAN_UP, Act.FINISH),
    )


def quick(plan: Plan, group: GroupState, memory_mib: int, roles: Roles, *, target: str) -> tuple[Stage, ...]:
    """Quick migration after its checks: save, move, restore."""
    transfer = -(-memory_mib * US_PER_S // plan.timings.save_rate_mib_s)
    return (
        *_above_vm(plan, group),
        Stage(Phase.OFFLINE, Act.SAVE, transfer),
        *_over(plan, group, roles, target, begin=Act.SAVED, end=Act.RESTORE, last_us=transfer),
        Stage(Phase.RESUME, Act.RESUME, plan.timings.resume_ms * US_PER_MS),
        Stage(Phase.RESUME, Act.RUNNING),
        *_beside_vm(plan, group, target),
        Stage(Phase.CLEAN_UP, Act.TIDY, plan.timings.clean_up_ms * US_PER_MS),
        Stage(Phase.CLEAN_UP, Act.FINISH),
    )


def planned_move(plan: Plan, group: GroupState, roles: Roles, target: str) -> tuple[Stage, ...]:
    """Planned move after its checks: shut down, move, boot. A shut-down is taken to last half of a boot (EJ)."""
    boot = plan.timings.vm_boot_ms * US_PER_MS
    return (
        *_above_vm(plan, group),
        Stage(Phase.OFFLINE, Act.SHUT_DOWN, boot // 2),
        *_over(plan, group, roles, target, begin=Act.SWITCHED_OFF, end=Act.BOOT, last_us=boot),
        Stage(Phase.RESUME, Act.RUNNING),
        *_beside_vm(plan, group, target),
        Stage(Phase.CLEAN_UP, Act.TIDY, plan.timings.clean_up_ms * US_PER_MS),
        Stage(Phase.CLEAN_UP, Act.FINISH),
    )


def roll_back(plan: Plan, group: GroupState, kind: ProcedureKind, *, source: str, memory_mib: int) -> tuple[Stage, ...]:
    """Back online where the group came from."""
    on = plan.timings.disk_on_ms * US_PER_MS
    end: tuple[Stage, ...]
    keys = tuple(key for key in _until_vm(plan, group) if kind is ProcedureKind.LIVE or key != ResourceKind.VM)
    chain = _online(plan, group, keys, on, phase=Phase.ONLINE, node=source)
    if kind is ProcedureKind.LIVE:
        end = (Stage(Phase.RESUME, Act.RESUME, plan.timings.resume_ms * US_PER_MS),)
    else:
        transfer = -(-memory_mib * US_PER_S // plan.timings.save_rate_mib_s)
        saved = kind is ProcedureKind.QUICK
        boot = plan.timings.vm_boot_ms * US_PER_MS
        end = (Stage(Phase.ONLINE, Act.RESTORE, transfer) if saved else Stage(Phase.ONLINE, Act.BOOT, boot),)
    rest = _beside_vm(plan, group, source)
    return (*chain, *end, Stage(Phase.RESUME, Act.RUNNING), *rest, Stage(Phase.CLEAN_UP, Act.FINISH))


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
    start = Stage(Phase.RESTART, Act.BOOT, timings.vm_boot_ms * US_PER_MS)
    if saved_mib is not None:
        start = Stage(Phase.RESTART, Act.RESTORE, -(-saved_mib * US_PER_S // timings.save_rate_mib_s))
    stages: list[Stage] = [Stage(Phase.RESTART, Act.WAIT, wait_us)] if wait_us else []
    stages.append(Stage(Phase.ROLE_CHANGE if roles else Phase.RESTART, Act.OWNER, node=target))
    waiting = (Stage(Phase.RESTART, Act.WAIT, boot_wait_us),) if boot_wait_us else ()
    stages += _from_nothing(plan, group, roles, target, (*waiting, start))
    return tuple(stages)


def in_place(plan: Plan, group: GroupState, roles: Roles, key: str, *, saved_mib: int | None) -> tuple[Stage, ...]:
    """A resource is restarted where it failed, after its delay, and what went down with it comes up again (1.6)."""
    timings = plan.timings
    start = Stage(Phase.RESTART, Act.RESTART_GUEST, timings.vm_boot_ms * US_PER_MS)
    if saved_mib is not None:
        start = Stage(Phase.RESTART, Act.RESTORE, -(-saved_mib * US_PER_S // timings.save_rate_mib_s))
    delay = plan.chain(group.vm).settings[key].restart_delay_ms * US_PER_MS
    return (
        Stage(Phase.RESTART, Act.WAIT, delay),
        *_from_nothing(plan, group, roles, group.owner, (start,), without_disk_us=0),
    )


def attempt_ms(plan: Plan, vm_id: str, key: str) -> int:
    """How long one restart of a resource in place takes, its delay included, until it reports."""
    timings, chain = plan.timings, plan.chain(vm_id)
    own = {
        ResourceKind.VM: timings.vm_boot_ms,
        ResourceKind.CONFIGURATION: timings.config_online_ms,
        ResourceKind.DISK: timings.disk_online_ms,
    }
    further = chain.further.get(key)
    online = further.online_ms if further is not None else own.get(ResourceKind(key), 0)
    return chain.settings[key].restart_delay_ms + online


def noticed(plan: Plan, vm_id: str, key: str) -> tuple[Stage, ...]:
    """A resource does not work any more: the next poll finds out."""
    settings = plan.chain(vm_id).settings[key]
    poll = min(settings.looks_alive_ms, settings.is_alive_ms) * US_PER_MS
    return (
        Stage(Phase.DETECT, Act.WAIT, poll, resource=key, trigger="fault"),
        Stage(Phase.RESTART, Act.FAIL_RESOURCE, resource=key, trigger="fault"),
    )


def leave_node(plan: Plan, group: GroupState, *, saved_mib: int | None) -> tuple[Stage, ...]:
    """A group is taken offline to fail over: dependents first; a VM that runs is saved (``saved_mib`` of it)."""
    chain, online = plan.chain(group.vm), group.online
    stages: list[Stage] = []
    for key in chain.downwards:
        if key == ResourceKind.VM and saved_mib is not None:
            transfer = -(-saved_mib * US_PER_S // plan.timings.save_rate_mib_s)
            stages += [Stage(Phase.OFFLINE, Act.SAVE, transfer), Stage(Phase.OFFLINE, Act.SAVED)]
        elif key in online:
            further = chain.further.get(key)
            stages += _take_offline(key, 0 if further is None else further.offline_ms * US_PER_MS)
    return (*stages, Stage(Phase.OFFLINE, Act.TAKE_DOWN))


def _from_nothing(  # noqa: PLR0917 - everything a start consists of
    plan: Plan,
    group: GroupState,
    roles: Roles,
    node: str,
    start: tuple[Stage, ...],
    *,
    without_disk_us: int | None = None,
) -> list[Stage]:
    """Bring everything online that is not, providers first; ``start`` is what the VM does.

    Without a disk resource its time passes all the same, as shared volumes have to be mounted: ``without_disk_us``
    of it where that is known.
    """
    timings, chain = plan.timings, plan.chain(group.vm)
    alone = any(PairTrigger.TAKE_OVER in triggers or PairTrigger.TAKE_OVER_BESIDE in triggers for _, triggers in roles)
    role_us = (timings.takeover_link_down_ms if alone else timings.takeover_link_up_ms) * US_PER_MS
    mount = timings.disk_online_ms * US_PER_MS if without_disk_us is None else without_disk_us
    times = {ResourceKind.DISK: timings.disk_online_ms, ResourceKind.CONFIGURATION: timings.config_online_ms}
    online = group.online if node == group.owner else frozenset()
    stages: list[Stage] = [] if ResourceKind.ENABLER in chain.keys else _role_stages(roles, role_us)
    for key in chain.upwards:
        if key in online:
            continue
        if key == ResourceKind.ENABLER:
            phase = Phase.ROLE_CHANGE if roles else Phase.RESTART
            stages.append(_resource(phase, key, ResourceTrigger.BRING_ONLINE, node))
            stages += _role_stages(roles, role_us)
            stages.append(_resource(Phase.RESTART, key, ResourceTrigger.REPORT_ONLINE, node))
        elif key == ResourceKind.VM:
            stages += [*start, Stage(Phase.RESTART, Act.RUNNING)]
        else:
            if key == ResourceKind.CONFIGURATION and ResourceKind.DISK not in chain.keys and mount:
                stages.append(Stage(Phase.RESTART, Act.WAIT, mount))
            further = chain.further.get(key)
            time = times[ResourceKind(key)] if further is None else further.online_ms
            stages += _bring_online(Phase.RESTART, key, node, time * US_PER_MS)
    return stages


def disk_lost(plan: Plan, vm_id: str, source: str, lateral: str | None, *, restarts: int) -> tuple[Stage, ...]:
    """What a cluster tries when a disk stops answering: wait, restart in place, a neighbour at the same array.

    ``restarts`` is how often the restart in place is still allowed; its delay is part of the time for it. A disk that
    does not fail its group over is not tried on a neighbour.
    """
    timings = plan.timings
    in_place = Stage(Phase.RESTART, Act.RETRY, timings.local_restart_ms * US_PER_MS, node=source)
    stays = plan.group(vm_id) is not None and not _fails_over(plan, vm_id, ResourceKind.DISK)
    lateral_try = Stage(Phase.RESTART, Act.RETRY, timings.lateral_try_ms * US_PER_MS, node=lateral)
    return (
        Stage(Phase.DETECT, Act.WAIT, timings.disk_io_timeout_ms * US_PER_MS, trigger="stall"),
        Stage(Phase.RESTART, Act.FAIL_RESOURCE),
        *(in_place for _ in range(restarts)),
        *(() if stays else (lateral_try,)),
        Stage(Phase.RESTART, Act.FINISH),
    )


def enabler_lost(plan: Plan, vm_id: str, source: str, *, restarts: int) -> tuple[Stage, ...]:
    """What a cluster does when the Cluster Enabler service stops: notice it, restart in vain, look further."""
    enabler = ResourceKind.ENABLER
    settings = plan.chain(vm_id).settings[enabler]
    in_place = plan.timings.local_restart_ms * US_PER_MS
    poll = min(settings.looks_alive_ms, settings.is_alive_ms) * US_PER_MS
    return (
        Stage(Phase.DETECT, Act.WAIT, poll, trigger="poll"),
        Stage(Phase.RESTART, Act.FAIL_RESOURCE, resource=enabler),
        *(Stage(Phase.RESTART, Act.RETRY, in_place, resource=enabler, node=source) for _ in range(restarts)),
        Stage(Phase.RESTART, Act.FINISH, resource=enabler),
    )


def _fails_over(plan: Plan, vm_id: str, key: str) -> bool:
    """Whether a failure of this resource moves its group in the end; of a resource that is not there, always."""
    settings = plan.chain(vm_id).settings.get(key)
    return settings is None or settings.restart_action is RestartAction.FAIL_OVER


def retry(wait_us: int, key: str | None = None) -> tuple[Stage, ...]:
    """A group that was given up waits, then is judged anew; ``key`` is the resource that is waited for."""
    return Stage(Phase.RESTART, Act.WAIT, wait_us), Stage(Phase.RESTART, Act.FINISH, resource=key)


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
    enabler = ResourceKind.ENABLER in plan.chain(group.vm).keys
    stages: list[Stage] = [Stage(Phase.OFFLINE, begin)] if begin is not None else []
    stages += _offline(plan, group, off_us, is_paused=begin is None)
    stages.append(Stage(phase, Act.OWNER, node=target))
    until = _until_vm(plan, group)
    under = until[: until.index(ResourceKind.ENABLER)] if enabler else ()
    stages += _online(plan, group, under, 0, phase=phase, node=target)
    if enabler:
        stages.append(_resource(phase, ResourceKind.ENABLER, ResourceTrigger.BRING_ONLINE, target))
    devices = max(len(roles) - 1, 0) * plan.timings.role_change_per_device_ms
    stages += _role_stages(roles, (plan.timings.role_change_ms + devices) * US_PER_MS)
    if enabler:
        stages.append(_resource(Phase.ONLINE, ResourceKind.ENABLER, ResourceTrigger.REPORT_ONLINE, target))
    above = tuple(
        key
        for key in until
        if key not in under and key != ResourceKind.ENABLER and (begin is None or key != ResourceKind.VM)
    )
    stages += _online(plan, group, above, on_us, phase=Phase.ONLINE, node=target)
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


def _until_vm(plan: Plan, group: GroupState) -> tuple[str, ...]:
    """What comes online up to the VM, in order, the VM last."""
    upwards = plan.chain(group.vm).upwards
    return upwards[: upwards.index(ResourceKind.VM) + 1]


def _above_vm(plan: Plan, group: GroupState) -> list[Stage]:
    """What does not carry the VM goes offline before it is saved or shut down."""
    chain, until = plan.chain(group.vm), _until_vm(plan, group)
    keys = [key for key in chain.downwards if key not in until and key in group.online]
    return [stage for key in keys for stage in _take_offline(key, chain.further[key].offline_ms * US_PER_MS)]


def _beside_vm(plan: Plan, group: GroupState, node: str) -> list[Stage]:
    """What does not carry the VM comes online once it runs."""
    chain, until = plan.chain(group.vm), _until_vm(plan, group)
    keys = [key for key in chain.upwards if key not in until]
    return [
        stage
        for key in keys
        for stage in _bring_online(Phase.CLEAN_UP, key, node, chain.further[key].online_ms * US_PER_MS)
    ]


def _offline(plan: Plan, group: GroupState, total_us: int, *, is_paused: bool) -> list[Stage]:
    """Take a group offline, dependents first; without the VM and what rests on it where it is not just paused."""
    chain, until, online = plan.chain(group.vm), _until_vm(plan, group), group.online
    keys = [key for key in chain.downwards if key in online]
    if not is_paused:
        keys = [key for key in keys if key in until and key != ResourceKind.VM]
    own = [key for key in keys if key not in chain.further]
    shares = dict(zip(own, _shares(total_us, len(own)), strict=True))
    return [
        stage
        for key in keys
        for stage in _take_offline(key, shares[key] if key in shares else chain.further[key].offline_ms * US_PER_MS)
    ]


def _take_offline(key: str, time_us: int) -> tuple[Stage, Stage]:
    return (
        _resource(Phase.OFFLINE, key, ResourceTrigger.TAKE_OFFLINE, None, duration_us=time_us),
        _resource(Phase.OFFLINE, key, ResourceTrigger.REPORT_OFFLINE, None),
    )


def _bring_online(phase: Phase, key: str, node: str, time_us: int) -> tuple[Stage, Stage]:
    return (
        _resource(phase, key, ResourceTrigger.BRING_ONLINE, node, duration_us=time_us),
        _resource(phase, key, ResourceTrigger.REPORT_ONLINE, node),
    )


def _online(
    plan: Plan, group: GroupState, keys: Sequence[str], total_us: int, *, phase: Phase, node: str
) -> list[Stage]:
    """Bring resources online, providers first; the enabler takes no share of the time."""
    further = plan.chain(group.vm).further
    timed = [key for key in keys if key not in further and key != ResourceKind.ENABLER]
    shares = dict(zip(timed, _shares(total_us, len(timed)), strict=True))
    return [
        stage
        for key in keys
        for stage in _bring_online(
            phase, key, node, further[key].online_ms * US_PER_MS if key in further else shares.get(key, 0)
        )
    ]


def _shares(total_us: int, count: int) -> list[int]:
    """A time shared evenly; the last takes the remainder."""
    share = total_us // count if count else 0
    return [share] * (count - 1) + [total_us - share * (count - 1)] if count else []


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


def _resource(phase: Phase, key: str, trigger: ResourceTrigger, node: str | None, *, duration_us: int = 0) -> Stage:
    return Stage(phase, Act.RESOURCE, duration_us, resource=key, trigger=trigger.value, node=node)


def _spread(total_us: int, stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Share a time evenly among stages; the last takes the remainder."""
    listed = tuple(stages)
    times = _shares(total_us, len(listed))
    return tuple(replace(one, duration_us=time) for one, time in zip(listed, times, strict=True))
