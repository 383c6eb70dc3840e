"""What must hold after every step of every run. A broken promise is a mistake of the engine, never a finding."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from designer.engine.compile import Plan
from designer.engine.state import (
    ClusterState,
    GroupState,
    NodeCondition,
    PairCondition,
    ResourceStatus,
    VmCondition,
    VmState,
)
from designer.model.array import PairState
from designer.resilience.admission import held_at_least_mib

_Part = TypeVar("_Part", PairCondition, GroupState, VmState)

ON_A_NODE = frozenset({VmCondition.RUNNING, VmCondition.PAUSED, VmCondition.STALLED, VmCondition.STARTING})
_NEEDS_PROVIDER = frozenset({ResourceStatus.ONLINE, ResourceStatus.ONLINE_PENDING, ResourceStatus.OFFLINE_PENDING})


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that step ``step`` broke for ``subject``."""

    step: int
    promise: str
    subject: str


def violations(plan: Plan, before: ClusterState, after: ClusterState, step: int) -> tuple[Violation, ...]:
    """The promises that ``after`` breaks; only what differs from ``before`` is looked at, as the rest was seen before."""
    return tuple(
        Violation(step, promise, subject) for check in PROMISES for promise, subject in check(plan, before, after)
    )


def a_vm_runs_once(plan: Plan, before: ClusterState, after: ClusterState) -> Iterator[tuple[str, str]]:
    """A VM runs on one node at most: where its group is owned, on a node that lives, moved by one procedure at a time."""
    subjects = [procedure.subject for procedure in after.procedures]
    for subject in dict.fromkeys(subjects):
        if subjects.count(subject) > 1:
            yield "a-vm-runs-once", subject
    if after.vms is before.vms and after.nodes is before.nodes and after.groups is before.groups:
        return
    down = {node.id for node in after.nodes if node.condition is NodeCondition.DOWN}
    for vm in after.vms:
        if vm.condition in ON_A_NODE and vm.node in down:
            yield "a-vm-runs-once", vm.id
        index = plan.group_index.get(vm.id)
        if index is not None and after.groups[index].owner != vm.node:
            yield "a-vm-runs-once", vm.id


def one_side_writes(plan: Plan, before: ClusterState, after: ClusterState) -> Iterator[tuple[str, str]]:  # noqa: ARG001 - one protocol
    """A LUN is writable from one side at most, but where its state says Split."""
    for pair in _changed(before.pairs, after.pairs):
        if len(pair.arrays_writable) > 1 and pair.state is not PairState.SPLIT:
            yield "one-side-writes", pair.id


def acknowledged_writes_are_on_both_sides(
    plan: Plan, before: ClusterState, after: ClusterState
) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """An acknowledged synchronous write is on both sides, or the pair says that it is not protected."""
    for pair in _changed(before.pairs, after.pairs):
        if pair.state in {PairState.SYNCHRONIZED, PairState.CONSISTENT} and pair.stale_since_us is not None:
            yield "acknowledged-writes-are-on-both-sides", pair.id


def one_partition_has_quorum(plan: Plan, before: ClusterState, after: ClusterState) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Two partitions never both hold quorum: what lives has a strict majority of the votes in force."""
    if after.quorum is before.quorum:
        return
    quorum = after.quorum
    if quorum.living and 2 * quorum.votes_held <= quorum.total:
        yield "one-partition-has-quorum", "quorum"


def providers_are_online(plan: Plan, before: ClusterState, after: ClusterState) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """A resource is online, or on its way, only while what it depends on is online."""
    for group in _changed(before.groups, after.groups):
        for resource, provider in zip(group.resources, group.resources[1:], strict=False):
            if resource.status in _NEEDS_PROVIDER and provider.status is not ResourceStatus.ONLINE:
                yield "providers-are-online", group.vm


def groups_stay_with_possible_owners(
    plan: Plan, before: ClusterState, after: ClusterState
) -> Iterator[tuple[str, str]]:
    """No group moves to a node that is not among its possible owners."""
    for group in _changed(before.groups, after.groups):
        previous = before.groups[plan.group_index[group.vm]]
        if group.owner != previous.owner and group.owner not in plan.possible_owners(group.vm):
            yield "groups-stay-with-possible-owners", group.vm


def memory_is_not_overcommitted(plan: Plan, before: ClusterState, after: ClusterState) -> Iterator[tuple[str, str]]:
    """Nothing is started where memory does not admit it: VMs squeezed to their floor fit into the node."""
    if after.vms is before.vms:
        return
    arrived = {
        vm.node
        for old, vm in zip(before.vms, after.vms, strict=True)
        if vm is not old and vm.condition in ON_A_NODE and (old.condition not in ON_A_NODE or old.node != vm.node)
    }
    for node_id in sorted(arrived):
        here = tuple(plan.vms[vm.id] for vm in after.vms if vm.node == node_id and vm.condition in ON_A_NODE)
        if held_at_least_mib(here, plan.nodes[node_id].os) > plan.nodes[node_id].available_mib:
            yield "memory-is-not-overcommitted", node_id


def a_running_vm_has_its_resource_online(
    plan: Plan, before: ClusterState, after: ClusterState
) -> Iterator[tuple[str, str]]:
    """A guest runs only while its cluster resource is online."""
    if after.vms is before.vms and after.groups is before.groups:
        return
    for vm in after.vms:
        index = plan.group_index.get(vm.id)
        if index is None or vm.condition is not VmCondition.RUNNING:
            continue
        if after.groups[index].resources[0].status is not ResourceStatus.ONLINE:
            yield "a-running-vm-has-its-resource-online", vm.id


Check = Callable[[Plan, ClusterState, ClusterState], Iterator[tuple[str, str]]]
PROMISES: tuple[Check, ...] = (
    a_vm_runs_once,
    one_side_writes,
    acknowledged_writes_are_on_both_sides,
    one_partition_has_quorum,
    providers_are_online,
    groups_stay_with_possible_owners,
    memory_is_not_overcommitted,
    a_running_vm_has_its_resource_online,
)


def _changed(before: tuple[_Part, ...], after: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """The parts of ``after`` that are not the very objects of ``before``."""
    if after is before:
        return ()
    return tuple(new for old, new in zip(before, after, strict=True) if new is not old)
