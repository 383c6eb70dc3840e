"""How long it takes until a VM runs again, by the model of domain 9.5. All inputs are the design's own timings (EJ)."""

from collections.abc import Sequence

from designer.base.units import US_PER_MS
from designer.model.design import Design
from designer.model.era import facts
from designer.model.policy import Timings
from designer.model.workload import ResourceSettings, RestartAction, VirtualMachine
from designer.resilience.condition import Case
from designer.resilience.options import keeps_enabler, keeps_storage
from designer.resilience.outcome import Outcome
from designer.resilience.votes import Quorum


def restart_time_us(case: Case, quorum: Quorum, vm: VirtualMachine, outcome: Outcome, row: str) -> int:  # noqa: PLR0917 - all the time depends on
    """Microseconds from the loss until this VM runs, were it the only one; ``row`` is the storage decision's.

    L = notice + disk + configuration + boot; X and T add the array's role change. With a person in it: decision and,
    where the copies have to be checked, the check, instead of the notice.
    """
    timings = case.design.cluster.timings
    start = timings.disk_online_ms + timings.config_online_ms + timings.vm_boot_ms
    up, away = timings.takeover_link_up_ms, timings.takeover_link_down_ms
    decision, check = timings.manual_decision_ms, timings.manual_storage_ms
    notice = notice_us(case, quorum, vm) // US_PER_MS
    total = {
        Outcome.L: notice + start,
        Outcome.X: notice + up + start,
        Outcome.T: notice + away + start,
        Outcome.T_SPLIT: notice + away + start,
        Outcome.M_X: decision + up + start,
        Outcome.M_T: decision + (check if row == "D7" else 0) + away + start,
        Outcome.Q: decision + start,
        Outcome.QX: decision + up + start,
        Outcome.QT: decision + check + away + start,
    }[outcome]
    return total * US_PER_MS


def notice_us(case: Case, quorum: Quorum, vm: VirtualMachine) -> int:
    """Microseconds until the cluster acts.

    Missed heartbeats and regroup for a lost node, disk time-outs for lost storage, one poll and a vain restart for a
    stopped Cluster Enabler service.
    """
    timings = case.design.cluster.timings
    node_id = case.before.node_of(vm.id)
    if node_id is not None and node_id in quorum.living and node_id not in case.down.nodes:
        if _has_crashed_only(case, vm, node_id):
            return 0
        if keeps_storage(case, vm, case.design.node(node_id)):
            enabler = _settings(case.design, vm, "enabler")
            poll = min(enabler.looks_alive_ms, enabler.is_alive_ms)
            return (poll + _tries_in_place_ms(timings, enabler)) * US_PER_MS
        tries = _tries_in_place_ms(timings, _settings(case.design, vm, "disk"))
        return (timings.disk_io_timeout_ms + tries + timings.lateral_try_ms) * US_PER_MS
    arbitration = timings.arbitration_ms if quorum.needed_witness else 0
    lost = [member for member in case.before.votes.members if member not in quorum.living]
    return detection_us(case.design, lost, quorum.living) + (timings.regroup_ms + arbitration) * US_PER_MS


def _settings(design: Design, vm: VirtualMachine, name: str) -> ResourceSettings:
    """How the cluster treats a resource of the VM's chain; as consoles create it outside the cluster."""
    group = design.group_of(vm.id)
    return ResourceSettings() if group is None else group.settings[name]


def _tries_in_place_ms(timings: Timings, settings: ResourceSettings) -> int:
    """How long a resource is tried in vain on its node before the failure is passed on (domain 1.6)."""
    tries = 0 if settings.restart_action is RestartAction.NONE else settings.restart_threshold
    patience = min(settings.pending_timeout_ms, settings.deadlock_timeout_ms)
    return tries * min(timings.local_restart_ms, patience)


def restart_in_place_us(design: Design, vm: VirtualMachine) -> int:
    """Microseconds until a VM runs again whose guest has crashed: the delay of the restart and the boot."""
    return (_settings(design, vm, "vm").restart_delay_ms + design.cluster.timings.vm_boot_ms) * US_PER_MS


def restarts_in_place(design: Design, vm: VirtualMachine) -> bool:
    """Whether a crashed guest is booted again where it was."""
    settings = _settings(design, vm, "vm")
    return settings.restart_action is not RestartAction.NONE and settings.restart_threshold > 0


def is_passed_on(case: Case, vm: VirtualMachine) -> bool:
    """Whether a crashed guest is not booted again where it was, but its group fails over at once (domain 1.6)."""
    crashed = vm.id in case.down.vms and case.design.group_of(vm.id) is not None
    return crashed and not restarts_in_place(case.design, vm) and fails_over(case, vm)


def crashed_for_us(design: Design, vm: VirtualMachine) -> int | None:
    """Microseconds until a crashed guest runs again where it was; None where only a person starts it."""
    settings = _settings(design, vm, "vm")
    if restarts_in_place(design, vm):
        return restart_in_place_us(design, vm)
    if settings.restart_action is RestartAction.NONE or settings.retry_period_ms is None:
        return None
    return restart_in_place_us(design, vm) + settings.retry_period_ms * US_PER_MS


def _has_crashed_only(case: Case, vm: VirtualMachine, node_id: str) -> bool:
    whole = keeps_storage(case, vm, case.design.node(node_id)) and keeps_enabler(case, vm, node_id)
    return vm.id in case.down.vms and whole


def fails_over(case: Case, vm: VirtualMachine) -> bool:
    """Whether what the VM has lost on its living node moves its group by itself, by the restart action (S5)."""
    node_id = case.before.node_of(vm.id)
    if node_id is None or node_id in case.down.nodes:
        return True
    if _has_crashed_only(case, vm, node_id):
        return _settings(case.design, vm, "vm").restart_action is RestartAction.FAIL_OVER
    name = "enabler" if keeps_storage(case, vm, case.design.node(node_id)) else "disk"
    return _settings(case.design, vm, name).restart_action is RestartAction.FAIL_OVER


def detection_us(design: Design, lost: Sequence[str], survivors: Sequence[str]) -> int:
    """Microseconds of missed heartbeats until the first of the lost nodes is believed lost; 0 when none is.

    Delay × threshold (S47). A node that has a survivor at its site is missed by it as in one subnet. One that has none
    is missed as across sites where the cluster knows its sites (site fault domains, 2016 and newer), else as across
    subnets where no subnet is stretched over the sites, else as in one subnet. The regroup that follows asks every
    node, so it finds the others gone as well.
    """
    heartbeat = design.cluster.heartbeat
    same = heartbeat.same_subnet_delay_ms * heartbeat.same_subnet_threshold * US_PER_MS
    delay_ms, threshold = heartbeat_between_sites(design)
    away = delay_ms * threshold * US_PER_MS
    watched = {design.node(node_id).site for node_id in survivors}
    sites = {design.node(node_id).site for node_id in lost}
    return min((same if site in watched else away for site in sites), default=0)


def heartbeat_between_sites(design: Design) -> tuple[int, int]:
    """Delay in ms and threshold of the beats between nodes of two sites."""
    heartbeat = design.cluster.heartbeat
    if design.nodes and all(facts(node.os).preferred_site for node in design.nodes):
        return heartbeat.cross_site_delay_ms, heartbeat.cross_site_threshold
    if not any(network.stretched for network in design.networks):
        return heartbeat.cross_subnet_delay_ms, heartbeat.cross_subnet_threshold
    return heartbeat.same_subnet_delay_ms, heartbeat.same_subnet_threshold


def start_queue_us(design: Design, *, on_node: int, groups: int) -> int:
    """What the last of ``on_node`` VMs waits on its node, and the last of ``groups`` for the storage operations."""
    timings = design.cluster.timings
    waves = -(-on_node // timings.parallel_starts)
    boot = max(waves - 1, 0) * timings.vm_boot_ms * US_PER_MS // 2
    return boot + max(groups - 1, 0) * timings.storage_per_group_ms * US_PER_MS
