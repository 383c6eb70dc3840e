"""What must hold after every step of every run. A broken promise is a mistake of the engine, never a finding."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter, is_not
from typing import TypeVar

from designer.engine.compile import Plan
from designer.engine.state import (
    ClusterState,
    GroupState,
    NodeCondition,
    PairCondition,
    PairWrites,
    ResourceStatus,
    VmCondition,
    VmState,
)
from designer.model.array import PairState
from designer.resilience.admission import held_at_least_mib

_Part = TypeVar("_Part", PairCondition, PairWrites, GroupState, VmState)

ON_A_NODE = frozenset(VmCondition) - {VmCondition.OFF, VmCondition.FAILED, VmCondition.SAVED}
"""Conditions in which a VM holds memory of its node and dies with it."""

_NEEDS_PROVIDER = frozenset({ResourceStatus.ONLINE, ResourceStatus.ONLINE_PENDING, ResourceStatus.OFFLINE_PENDING})


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that step ``step`` broke for ``subject``."""

    step: int
    promise: str
    subject: str


@dataclass(frozen=True)
class Change:
    """Two states in a row, and which of their parts differ."""

    plan: Plan
    before: ClusterState
    after: ClusterState

    @cached_property
    def pairs(self) -> tuple[PairCondition, ...]:
        """Pairs that differ, as they are after."""
        return _changed(self.before.pairs, self.after.pairs)

    @cached_property
    def groups(self) -> tuple[GroupState, ...]:
        """Groups that differ, as they are after."""
        return _changed(self.before.groups, self.after.groups)

    @cached_property
    def vms(self) -> tuple[VmState, ...]:
        """VMs that differ, or whose group does, as they are after; all of them when nodes have changed."""
        if self.after.nodes is not self.before.nodes:
            return self.after.vms
        beside = tuple(self.after.vms[self.plan.vm_index[group.vm]] for group in self.groups)
        return (*_changed(self.before.vms, self.after.vms), *beside)


def violations(plan: Plan, before: ClusterState, after: ClusterState, step: int) -> tuple[Violation, ...]:
    """The promises that ``after`` breaks; only what differs from ``before`` is looked at."""
    if after is before:
        return ()
    change = Change(plan, before, after)
    differing = tuple(map(is_not, _LOOKED_AT(before), _LOOKED_AT(after)))
    checks = _concerned(PROMISES, differing)
    return tuple(Violation(step, promise, subject) for check in checks for promise, subject in check(change))


@cache
def _concerned(promises: "tuple[Check, ...]", differing: tuple[bool, ...]) -> "tuple[Check, ...]":
    """The promises that look at something that is another object now; one without a list looks at everything."""
    changed = {part for part, differs in zip(_PARTS, differing, strict=True) if differs}
    return tuple(check for check in promises if check not in _LOOKS_AT or changed & set(_LOOKS_AT[check]))


def a_vm_runs_once(change: Change) -> Iterator[tuple[str, str]]:
    """A VM runs on one node at most: a living one, where its group is owned, moved by one procedure at a time.

    Once the cluster has settled who belongs to it, a clustered VM runs on a member.
    """
    if change.after.procedures is not change.before.procedures and len(change.after.procedures) > 1:
        subjects = Counter(procedure.subject for procedure in change.after.procedures)
        for subject, count in subjects.items():
            if count > 1:
                yield "a-vm-runs-once", subject
    if not change.vms:
        return
    condition = {node.id: node.condition for node in change.after.nodes}
    for vm in change.vms:
        index = change.plan.group_index.get(vm.id)
        outside = condition[vm.node] is NodeCondition.STOPPED and index is not None and change.after.quorum.settled
        if vm.condition in ON_A_NODE and (condition[vm.node] is NodeCondition.DOWN or outside):
            yield "a-vm-runs-once", vm.id
        if index is not None and change.after.groups[index].owner != vm.node:
            yield "a-vm-runs-once", vm.id


def one_side_writes(change: Change) -> Iterator[tuple[str, str]]:
    """A LUN is writable from one side at most, but where its state says Split."""
    for pair in change.pairs:
        if len(pair.arrays_writable) > 1 and pair.state is not PairState.SPLIT:
            yield "one-side-writes", pair.id


def acknowledged_writes_are_on_both_sides(change: Change) -> Iterator[tuple[str, str]]:
    """An acknowledged synchronous write is on both sides, or the pair says that it is not protected.

    By the counts: a Synchronized pair holds the same at both sides, and the side that hosts go on with holds
    everything that was ever acknowledged but what is told as lost.
    """
    for pair in change.pairs:
        if pair.state in {PairState.SYNCHRONIZED, PairState.CONSISTENT} and pair.stale_since_us is not None:
            yield "acknowledged-writes-are-on-both-sides", pair.id
    for account in _changed(change.before.writes, change.after.writes):
        pair = change.after.pairs[change.plan.pair_index[account.pair]]
        if pair.state is PairState.SYNCHRONIZED and account.at_first != account.at_second:
            yield "acknowledged-writes-are-on-both-sides", pair.id
        is_first = pair.writable == change.plan.luns[pair.id].r1.array
        if (account.at_first if is_first else account.at_second) + account.lost != account.acknowledged:
            yield "acknowledged-writes-are-on-both-sides", pair.id


def one_partition_has_quorum(change: Change) -> Iterator[tuple[str, str]]:
    """Two partitions never both hold quorum: what lives has a strict majority, or a person has forced it alone.

    And nobody else is at work: every node that is up belongs to the partition that lives.
    """
    quorum = change.after.quorum
    for node in change.after.nodes:
        if node.condition is NodeCondition.UP and node.id not in quorum.living and quorum.settled:
            yield "one-partition-has-quorum", node.id
    if quorum is change.before.quorum:
        return
    if quorum.forced_by is not None:
        if quorum.forced_by not in quorum.living and quorum.settled:
            yield "one-partition-has-quorum", quorum.forced_by
    elif quorum.living and 2 * quorum.votes_held <= quorum.total:
        yield "one-partition-has-quorum", "quorum"


def providers_are_online(change: Change) -> Iterator[tuple[str, str]]:
    """A resource is online, or on its way, only while its expression holds: one of each clause is online."""
    for group in change.groups:
        chain, online = change.plan.chain(group.vm), group.online
        for resource in group.resources:
            if resource.status in _NEEDS_PROVIDER and not chain.admits(resource.kind, online):
                yield "providers-are-online", group.vm


def groups_stay_with_possible_owners(change: Change) -> Iterator[tuple[str, str]]:
    """No group moves to a node that is not among its possible owners."""
    for group in change.groups:
        previous = change.before.groups[change.plan.group_index[group.vm]]
        if group.owner != previous.owner and group.owner not in change.plan.possible_owners(group.vm):
            yield "groups-stay-with-possible-owners", group.vm


def memory_is_not_overcommitted(change: Change) -> Iterator[tuple[str, str]]:
    """Nothing is started where memory does not admit it: VMs squeezed to their floor fit into the node.

    A node that is drawn with more than fits may hold again what it is drawn with; that is a finding (ME01), no mistake
    of the engine.
    """
    if change.after.vms is change.before.vms:
        return
    arrived = {
        vm.node
        for old, vm in zip(change.before.vms, change.after.vms, strict=True)
        if vm is not old and vm.condition in ON_A_NODE and (old.condition not in ON_A_NODE or old.node != vm.node)
    }
    for node_id in sorted(arrived):
        here = tuple(
            change.plan.vms[vm.id] for vm in change.after.vms if vm.node == node_id and vm.condition in ON_A_NODE
        )
        node = change.plan.nodes[node_id]
        held = held_at_least_mib(here, node.os)
        if held > node.available_mib and held > held_at_least_mib(change.plan.design.vms_on(node_id), node.os):
            yield "memory-is-not-overcommitted", node_id


def a_running_vm_has_its_resource_online(change: Change) -> Iterator[tuple[str, str]]:
    """A guest runs only while its cluster resource is online."""
    for vm in change.vms:
        index = change.plan.group_index.get(vm.id)
        if index is None or vm.condition is not VmCondition.RUNNING:
            continue
        if change.after.groups[index].resources[0].status is not ResourceStatus.ONLINE:
            yield "a-running-vm-has-its-resource-online", vm.id


Check = Callable[[Change], Iterator[tuple[str, str]]]
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

_LOOKS_AT: dict[Check, tuple[str, ...]] = {
    a_vm_runs_once: ("procedures", "nodes", "groups", "vms", "quorum"),
    one_side_writes: ("pairs", "vms"),
    acknowledged_writes_are_on_both_sides: ("pairs", "vms", "writes"),
    one_partition_has_quorum: ("quorum", "nodes"),
    providers_are_online: ("groups", "vms"),
    groups_stay_with_possible_owners: ("groups", "vms"),
    memory_is_not_overcommitted: ("vms", "nodes"),
    a_running_vm_has_its_resource_online: ("vms", "groups", "nodes"),
}
"""The parts of a state whose change a check answers to; nothing else can make it speak."""

_PARTS = tuple(sorted({part for parts in _LOOKS_AT.values() for part in parts}))
_LOOKED_AT = attrgetter(*_PARTS)


def _changed(before: tuple[_Part, ...], after: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """The parts of ``after`` that are not the very objects of ``before``."""
    if after is before:
        return ()
    return tuple(new for old, new in zip(before, after, strict=True) if new is not old)
