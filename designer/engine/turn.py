"""One event being carried out: the state so far, the steps told, the events called for. Lives for one event only.

All changes of a state go through here, and every one of them through a table of :mod:`designer.engine.machines`.
"""

from dataclasses import dataclass
from typing import Any

from designer.base.texts import Message
from designer.engine.agenda import Priority
from designer.engine.compile import Plan
from designer.engine.events import Advance, Event
from designer.engine.machines.node import NODE, NodeTrigger
from designer.engine.machines.resource import RESOURCE, ResourceTrigger
from designer.engine.machines.vm import VM, VmTrigger
from designer.engine.machines.volume import PAIR, PairTrigger
from designer.engine.replacing import replace
from designer.engine.state import (
    Access,
    ClusterState,
    GroupState,
    Moved,
    NodeState,
    PairCondition,
    PairWrites,
    Phase,
    Procedure,
    ProcedureKind,
    ResourceState,
    ResourceStatus,
    VmCondition,
    VmState,
)
from designer.engine.timeline import Outcome, Step
from designer.engine.watchdog import watched
from designer.engine.writes import after_change, counted
from designer.model.array import PairState
from designer.resilience.roles import CopyAge

PRIORITY_OF = {
    ProcedureKind.RESYNC: Priority.STORAGE,
    ProcedureKind.MEMBERSHIP: Priority.QUORUM,
    ProcedureKind.HEARTBEAT_LOSS: Priority.PATH,
    ProcedureKind.RESTART: Priority.AVAILABILITY,
    ProcedureKind.RETRY: Priority.AVAILABILITY,
    ProcedureKind.FAILBACK: Priority.WORKLOAD,
    ProcedureKind.LIVE: Priority.WORKLOAD,
    ProcedureKind.QUICK: Priority.WORKLOAD,
    ProcedureKind.MOVE: Priority.WORKLOAD,
}
"""Where the stages of each kind of procedure stand in the order of one instant."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a step tells: what happens, why, what would happen otherwise, and by which source."""

    text: Message
    why: Message
    otherwise: Message
    source: str


@dataclass(frozen=True, slots=True)
class Call:
    """An event that a turn calls for."""

    time_us: int
    priority: Priority
    event: Event
    cause: int | None


class Turn:
    """The work on one event. Mutable; the states it makes are not."""

    def __init__(self, plan: Plan, state: ClusterState, *, now_us: int, next_n: int, cause: int | None) -> None:
        self.plan = plan
        self.state = state
        self.now_us = now_us
        self.cause = cause
        self.steps: list[Step] = []
        self.calls: list[Call] = []
        self._next_n = next_n

    def tell(
        self, saying: Saying, *, phase: Phase, subject: str, before: str, after: str, duration_us: int = 0
    ) -> None:
        """Record a step with the state as it is now; what follows in this turn is caused by it."""
        step = Step(
            n=self._next_n,
            time_us=self.now_us,
            duration_us=duration_us,
            phase=phase,
            subject=subject,
            before=before,
            after=after,
            cause=self.cause,
            text=saying.text,
            why=saying.why,
            otherwise=saying.otherwise,
            source=saying.source,
            state=self.state,
        )
        self.steps.append(step)
        self.cause = step.n
        self._next_n += 1

    def call(self, event: Event, priority: Priority, delay_us: int = 0) -> None:
        """Call for an event after ``delay_us``."""
        self.calls.append(Call(self.now_us + delay_us, priority, event, self.cause))

    def set(self, **parts: Any) -> None:  # noqa: ANN401 - fields of the state, checked by its constructor
        """Replace whole parts of the state."""
        self.state = replace(self.state, **parts)

    # --- VMs ---

    def vm(self, vm_id: str) -> VmState:
        """The VM now."""
        return self.state.vms[self.plan.vm_index[vm_id]]

    def vm_does(self, vm_id: str, trigger: VmTrigger) -> None:
        """Let a VM make a transition; its interruption is measured."""
        vm = self.vm(vm_id)
        condition = VM.after(vm.condition, trigger)
        changed = replace(vm, condition=condition)
        runs, ran = condition is VmCondition.RUNNING, vm.condition is VmCondition.RUNNING
        if runs is not ran:
            for pair_id in self.plan.vms[vm_id].luns:
                self.count_writes(pair_id)
        if ran and not runs:
            changed = replace(changed, down_since_us=self.now_us)
        if runs and not ran and vm.down_since_us is not None:
            changed = replace(changed, down_since_us=None, outage_us=max(vm.outage_us, self.now_us - vm.down_since_us))
        self.put_vm(changed)

    def put_vm(self, vm: VmState) -> None:
        """Replace a VM."""
        self.set(vms=_put(self.state.vms, self.plan.vm_index[vm.id], vm))

    # --- groups ---

    def group(self, vm_id: str) -> GroupState | None:
        """The group of a VM now, None where it is not clustered."""
        index = self.plan.group_index.get(vm_id)
        return None if index is None else self.state.groups[index]

    def put_group(self, group: GroupState) -> None:
        """Replace a group."""
        self.set(groups=_put(self.state.groups, self.plan.group_index[group.vm], group))

    def resource_does(self, vm_id: str, kind: str, trigger: ResourceTrigger) -> ResourceStatus:
        """Let one resource of a VM's group make a transition; the status it has then."""
        group = self.group(vm_id)
        assert group is not None
        resources = tuple(_after(one, trigger) if one.kind == kind else one for one in group.resources)
        self.put_group(replace(group, resources=resources))
        return next(one.status for one in resources if one.kind == kind)

    def resources_do(self, vm_id: str, *triggers: ResourceTrigger) -> None:
        """Let all resources of a VM's group make the same transitions, one after the other."""
        group = self.group(vm_id)
        if group is None:
            return
        resources = group.resources
        for trigger in triggers:
            resources = tuple(_after(one, trigger) for one in resources)
        self.put_group(replace(group, resources=resources))

    def own(self, vm_id: str, node: str) -> None:
        """Move a VM with its group to a node."""
        self.put_vm(replace(self.vm(vm_id), node=node))
        group = self.group(vm_id)
        if group is not None:
            self.put_group(replace(group, owner=node))

    def crash(self, vm_id: str) -> None:
        """Let a VM and its group go down where they are, without any order: the node is gone or has to stop."""
        self.vm_does(vm_id, VmTrigger.CRASH)
        self.resources_do(vm_id, ResourceTrigger.LOSE_OWNER, ResourceTrigger.SETTLE_OFFLINE)

    # --- nodes ---

    def node_does(self, node_id: str, trigger: NodeTrigger) -> None:
        """Let a node make a transition."""
        self.set(
            nodes=tuple(
                replace(node, condition=NODE.after(node.condition, trigger)) if node.id == node_id else node
                for node in self.state.nodes
            )
        )

    def put_node(self, node: NodeState) -> None:
        """Replace a node."""
        self.set(nodes=tuple(node if one.id == node.id else one for one in self.state.nodes))

    # --- pairs ---

    def pair(self, pair_id: str) -> PairCondition:
        """The pair now."""
        return self.state.pairs[self.plan.pair_index[pair_id]]

    def pair_does(self, pair_id: str, trigger: PairTrigger) -> None:
        """Let a pair make a transition; access, personalities, the age of the copy and the writes counted follow."""
        self.count_writes(pair_id)
        pair = self.pair(pair_id)
        changed = _follow(replace(pair, state=PAIR.after(pair.state, trigger)), trigger, self.now_us)
        account = replace(after_change(self.plan, self.writes(pair_id), pair, changed, trigger=trigger), held=False)
        self.put_pair(changed)
        self.put_writes(account)

    def put_pair(self, pair: PairCondition) -> None:
        """Replace a pair."""
        self.set(pairs=_put(self.state.pairs, self.plan.pair_index[pair.id], pair))

    def writes(self, pair_id: str) -> PairWrites:
        """What has been written to the pair, as last counted."""
        return self.state.writes[self.plan.pair_index[pair_id]]

    def count_writes(self, pair_id: str) -> PairWrites:
        """Count what has been written to the pair up to now, before something changes."""
        account = counted(self.plan, self.state, pair_id, self.now_us)
        self.put_writes(account)
        return account

    def put_writes(self, account: PairWrites) -> None:
        """Replace what has been written to a pair."""
        index = self.plan.pair_index[account.pair]
        if account is not self.state.writes[index]:
            self.set(writes=_put(self.state.writes, index, account))

    # --- procedures ---

    def start(self, procedure: Procedure) -> None:
        """Start a procedure; it gets the next number, and a watch over every resource that is long on its way."""
        serial = self.state.next_serial
        stages = procedure.stages
        if procedure.subject in self.plan.group_index:
            stages = watched(self.plan.chain(procedure.subject), stages)
        numbered = replace(procedure, serial=serial, since_us=self.now_us, cause=self.cause, stages=stages)
        self.set(procedures=(*self.state.procedures, numbered), next_serial=serial + 1)
        self.call(Advance(serial), PRIORITY_OF[procedure.kind])

    def put_procedure(self, procedure: Procedure) -> None:
        """Replace a procedure in progress."""
        self.set(
            procedures=tuple(procedure if one.serial == procedure.serial else one for one in self.state.procedures)
        )

    def drop(self, procedure: Procedure) -> None:
        """Give up or end a procedure."""
        self.set(procedures=tuple(one for one in self.state.procedures if one.serial != procedure.serial))

    def conclude(self, vm_id: str, outcome: Outcome) -> None:
        """Write down what became of the movement of a VM."""
        self.set(moved=(*self.state.moved, Moved(vm_id, outcome.value)))


def _put(parts: tuple[Any, ...], index: int, part: Any) -> tuple[Any, ...]:  # noqa: ANN401 - parts of one kind
    return (*parts[:index], part, *parts[index + 1 :])


def _after(resource: ResourceState, trigger: ResourceTrigger) -> ResourceState:
    status = RESOURCE.after(resource.status, trigger)
    return resource if status is resource.status else ResourceState(resource.kind, status)


_RW, _WD, _NR = Access.READ_WRITE, Access.WRITE_DISABLED, Access.NOT_READY
_ACCESS = {
    PairTrigger.HALT: (_NR, _NR),
    PairTrigger.RESUME: (_RW, _WD),
    PairTrigger.SPLIT: (_RW, _RW),
    PairTrigger.FAIL_OVER: (_WD, _RW),
    PairTrigger.TAKE_OVER: (_WD, _RW),
    PairTrigger.TAKE_OVER_BESIDE: (_RW, _RW),
    PairTrigger.PROMOTE_TARGET: (_WD, _RW),
    PairTrigger.SWAP: (_RW, _WD),
    PairTrigger.RETURN: (_RW, _WD),
    PairTrigger.PROMOTE_SOURCE: (_RW, _WD),
}
"""What hosts may do with the side of R1 and that of R2 after a transition that changes it (domain 3.5)."""

_TO_R2 = frozenset(
    {PairTrigger.FAIL_OVER, PairTrigger.TAKE_OVER, PairTrigger.TAKE_OVER_BESIDE, PairTrigger.PROMOTE_TARGET}
)
_TO_R1 = frozenset({PairTrigger.SWAP, PairTrigger.RETURN, PairTrigger.PROMOTE_SOURCE})
_WHOLE = frozenset({PairTrigger.TAKE_OVER, PairTrigger.PROMOTE_TARGET, PairTrigger.PROMOTE_SOURCE})
_COPIED = frozenset({PairTrigger.RESUME, PairTrigger.UPDATE, PairTrigger.SWAP, PairTrigger.RETURN})
_NO_NEWS = frozenset({PairTrigger.SEPARATE, PairTrigger.HALT})
_RESUMED = frozenset({PairTrigger.RESUME, PairTrigger.TAKE_OVER, PairTrigger.PROMOTE_TARGET})


def _follow(pair: PairCondition, trigger: PairTrigger, now_us: int) -> PairCondition:
    """Access, personalities and the age of the older copy after a transition (domain 3.5)."""
    if trigger is PairTrigger.SWAP:
        pair = replace(pair, source=pair.target or pair.source, target=pair.source)
    source_access, target_access = _ACCESS.get(trigger, (pair.source_access, pair.target_access))
    writable = pair.target if trigger in _TO_R2 else pair.source if trigger in _TO_R1 else pair.writable
    copy = _copy_after(pair, trigger)
    keeps_up = copy in {CopyAge.EQUAL, CopyAge.RECENT}
    stale = now_us if pair.stale_since_us is None else pair.stale_since_us
    return replace(
        pair,
        source_access=source_access,
        target_access=target_access,
        writable=writable,
        copy=copy,
        stale_since_us=None if keeps_up else stale,
        by_hand=pair.by_hand and trigger not in _RESUMED,
    )


def _copy_after(pair: PairCondition, trigger: PairTrigger) -> CopyAge:
    """What the side that hosts do not use holds after a transition; ``pair`` is in its new state already."""
    match trigger:
        case PairTrigger.SYNCHRONIZED:
            return CopyAge.OLD if pair.state is PairState.R1_UPDATED else CopyAge.EQUAL
        case PairTrigger.CAUGHT_UP:
            return CopyAge.RECENT
        case _ if trigger in _COPIED:
            return CopyAge.PARTIAL
        case _ if trigger in _NO_NEWS or (pair.copy is CopyAge.PARTIAL and trigger not in _WHOLE):
            return pair.copy
        case _:
            return CopyAge.OLD
