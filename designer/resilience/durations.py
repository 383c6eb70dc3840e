"""How long it takes until a VM runs again, by the model of domain 9.5. All inputs are the design's own timings (EJ)."""

from collections.abc import Sequence

from designer.base.units import US_PER_MS
from designer.model.design import Design
from designer.model.era import facts
from designer.model.workload import VirtualMachine
from designer.resilience.condition import Case
from designer.resilience.options import keeps_storage
from designer.resilience.outcome import Outcome
from designer.resilience.votes import Quorum

RESTART_DELAY_MS = 500
"""Between the failure of a resource and its restart in place (domain 1.5)."""

LOOKS_ALIVE_MS = 5000
"""How often a resource is asked whether it looks alive; its failure is noticed after one such interval (S5)."""


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
        if keeps_storage(case, vm, case.design.node(node_id)):
            return (LOOKS_ALIVE_MS + timings.local_restart_ms) * US_PER_MS
        return (timings.disk_io_timeout_ms + timings.local_restart_ms + timings.lateral_try_ms) * US_PER_MS
    arbitration = timings.arbitration_ms if quorum.needed_witness else 0
    lost = [member for member in case.before.votes.members if member not in quorum.living]
    return detection_us(case.design, lost, quorum.living) + (timings.regroup_ms + arbitration) * US_PER_MS


def restart_in_place_us(design: Design) -> int:
    """Microseconds until a VM runs again whose guest has crashed: the delay of the restart and the boot."""
    return (RESTART_DELAY_MS + design.cluster.timings.vm_boot_ms) * US_PER_MS


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
