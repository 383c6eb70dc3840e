"""Where a VM could run after a loss, and what its storage would need there first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from designer.model.array import LunPair
from designer.model.design import Design
from designer.model.node import Node
from designer.model.policy import EnablerProduct, FailoverPolicy
from designer.model.workload import ResourceGroup, VirtualMachine
from designer.resilience.condition import R2_WRITABLE, Case, PairCondition, halts
from designer.resilience.roles import LOSS_RANK, DataLoss, Request, RoleAction, RoleDecision, Situation, decide


class Effort(IntEnum):
    """What it takes to start a VM at a node, least first."""

    LOCAL = 0
    SWAP = 1
    TAKE_OVER = 2
    MANUAL_SWAP = 3
    MANUAL_TAKE_OVER = 4


@dataclass(frozen=True, slots=True)
class Option:
    """A node a VM could start on: the effort, what it can cost, the deciding row, and the LUNs whose role changes.

    ``beside`` names those of them whose old side hosts outside the living partition may still write to.
    ``over_limit`` says that a person has to start it because its group has used up its failovers.
    """

    node: str
    effort: Effort
    data_loss: DataLoss
    decision: RoleDecision | None
    changes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    over_limit: bool = False


def options(case: Case, vm: VirtualMachine, node_ids: Iterable[str]) -> tuple[Option, ...]:
    """The nodes among ``node_ids`` that can start the VM, least effort first, then as its group prefers.

    Pairs count as they were just before the loss. A VM without group or LUN is tied to its node: no option.
    """
    group = case.design.group_of(vm.id)
    if group is None or not vm.luns:
        return ()
    members = frozenset(node_ids)
    unusable = case.down.nodes | case.down.enablers if has_enabler(case.design, group) else case.down.nodes
    ways: dict[tuple[str, ...], _Way | None] = {}
    found = []
    for node_id in owners_of(case.design, group):
        if node_id in members and node_id not in unusable:
            arrays = case.arrays_reached(node_id)
            if arrays not in ways:
                ways[arrays] = _way(case, vm, group, arrays, members)
            way = ways[arrays]
            if way is not None:
                found.append(Option(node_id, way.effort, way.data_loss, way.decision, way.changes, way.beside))
    return tuple(sorted(found, key=lambda one: one.effort))


def by_person(option: Option) -> Option:
    """The same start, but by a person: the group has used up the failovers that it may do by itself."""
    alone = option.effort in {Effort.TAKE_OVER, Effort.MANUAL_TAKE_OVER}
    effort = Effort.MANUAL_TAKE_OVER if alone else Effort.MANUAL_SWAP
    return replace(option, effort=effort, over_limit=option.effort < Effort.MANUAL_SWAP)


def may_pass(case: Case, vm: VirtualMachine, node_id: str, living: Iterable[str]) -> bool:
    """Whether the group of the VM may come online there by itself, as often as it may fail over at all (S6).

    Where it is owned always; elsewhere while failovers are left. A disk that is lost on a living node has cost one
    of them already, for the vain try on a neighbour at the same site.
    """
    group = case.design.group_of(vm.id)
    if group is None or group.failover_threshold is None:
        return True  # the number of nodes less one (S6): no single loss uses that up
    left = group.failover_threshold
    runs_on, members = case.before.node_of(vm.id), frozenset(living)
    owner = runs_on or vm.node
    node = case.design.node(owner)
    if left and runs_on in members and keeps_enabler(case, vm, owner) and not keeps_storage(case, vm, node):
        beside = (one for one in owners_of(case.design, group) if one in members and one != owner)
        neighbour = next((one for one in beside if case.design.node(one).site == node.site), None)
        if neighbour is not None:
            owner, left = neighbour, left - 1
    return node_id == owner or left > 0


def best_apart(
    design: Design, vm: VirtualMachine, fits: Iterable[Option], neighbours: Mapping[str, Iterable[str]]
) -> Option | None:
    """The option that is taken, ``fits`` being in order; None without any.

    Groups that share an anti-affinity class are kept apart where that costs no more effort (S6: if possible).
    ``neighbours`` names the VMs on each node.
    """
    group = design.group_of(vm.id)
    classes = set() if group is None else set(group.anti_affinity)
    if not classes:
        return next(iter(fits), None)
    listed = tuple(fits)
    alone = (
        one
        for one in listed
        if one.effort is listed[0].effort
        and not any(classes & _classes(design, other) for other in neighbours.get(one.node, ()) if other != vm.id)
    )
    return next(alone, listed[0] if listed else None)


def _classes(design: Design, vm_id: str) -> set[str]:
    group = design.group_of(vm_id)
    return set() if group is None else set(group.anti_affinity)


def has_enabler(design: Design, group: ResourceGroup) -> bool:
    """Whether the group has a Cluster Enabler resource: a product, and a replicated disk of its own."""
    if not group.cluster_enabler_resource or design.cluster.enabler.product is EnablerProduct.NONE:
        return False
    luns = tuple(design.lun(lun_id) for lun_id in design.vm(group.vm).luns)
    return any(not lun.csv for lun in luns) and any(lun.r2 is not None for lun in luns)


def keeps_enabler(case: Case, vm: VirtualMachine, node_id: str) -> bool:
    """Whether the VM's Cluster Enabler resource, if it has one, still has its service on the node."""
    group = case.design.group_of(vm.id)
    return node_id not in case.down.enablers or group is None or not has_enabler(case.design, group)


def keeps_storage(case: Case, vm: VirtualMachine, node: Node) -> bool:
    """Whether a VM running on ``node`` still reaches the writable side of all its LUNs."""
    arrays = case.arrays_reached(node.id)
    return all(
        case.before.pair(lun_id).writable in arrays and not _halted(case, case.design.lun(lun_id)) for lun_id in vm.luns
    )


def owners_of(design: Design, group: ResourceGroup) -> tuple[str, ...]:
    """Possible owners (all nodes when none is named), preferred ones first in their order."""
    possible = group.possible_owners or tuple(node.id for node in design.nodes)
    preferred = tuple(node_id for node_id in group.preferred_owners if node_id in possible)
    return preferred + tuple(node_id for node_id in possible if node_id not in preferred)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a VM's storage would come online at a node that reaches certain arrays: the same for all such nodes."""

    effort: Effort
    data_loss: DataLoss
    decision: RoleDecision | None
    changes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def _way(  # noqa: PLR0917 - one candidate with everything known of it
    case: Case, vm: VirtualMachine, group: ResourceGroup, arrays: tuple[str, ...], members: frozenset[str]
) -> _Way | None:
    """The way for nodes that reach ``arrays``; None where some LUN cannot come online there at all."""
    best = _Way(Effort.LOCAL, DataLoss.NONE, None)
    for lun_id in moved_together(case.design, vm):
        lun, pair = case.design.lun(lun_id), case.before.pair(lun_id)
        decision = _decision(case, group, lun, arrays)
        if decision is None or decision.action is RoleAction.REFUSE or _halted(case, lun):
            return None
        beside = _is_written_beside(case, decision, pair, members)
        best = _worse(best, lun, decision, beside=beside)
    return best


def moved_together(design: Design, vm: VirtualMachine) -> tuple[str, ...]:
    """The LUNs whose roles change as one when the VM moves: its own, and all others of their consistency groups."""
    sets = {design.lun(lun_id).consistency_group for lun_id in vm.luns} - {None}
    if not sets:
        return vm.luns
    own = frozenset(vm.luns)
    return (*vm.luns, *(lun.id for lun in design.luns if lun.consistency_group in sets and lun.id not in own))


def _decision(case: Case, group: ResourceGroup, lun: LunPair, arrays: tuple[str, ...]) -> RoleDecision | None:
    """The row for this LUN seen from a node that reaches ``arrays``; None when it reaches no copy."""
    pair = case.before.pair(lun.id)
    here = pair.writable in arrays
    if not here and not any(copy.array in arrays for copy in lun.copies):
        return None
    situation = Situation(
        writable_here=here,
        target_is_r1=not here and pair.state in R2_WRITABLE,
        state=pair.state,
        replicating=case.replicates(lun),
        copy=pair.copy,
    )
    alone = case.design.cluster.enabler.takeover_link_down
    return decide(situation, Request.UNPLANNED, _policy(case.design, group), alone_by_itself=alone)


def _policy(design: Design, group: ResourceGroup) -> FailoverPolicy:
    """Without a Cluster Enabler resource nobody but a person changes array roles."""
    enabler = design.cluster.enabler
    if enabler.product is EnablerProduct.NONE or not group.cluster_enabler_resource:
        return FailoverPolicy.RESTRICT
    return enabler.policy


def _worse(best: _Way, lun: LunPair, decision: RoleDecision, *, beside: bool) -> _Way:
    effort = _effort(decision)
    loss = DataLoss.SECONDS if beside and decision.data_loss is DataLoss.NONE else decision.data_loss
    is_graver = (effort, LOSS_RANK[loss]) > (best.effort, LOSS_RANK[best.data_loss])
    return _Way(
        effort=max(effort, best.effort),
        data_loss=max(loss, best.data_loss, key=LOSS_RANK.__getitem__),
        decision=decision if best.decision is None or is_graver else best.decision,
        changes=best.changes if effort is Effort.LOCAL else (*best.changes, lun.id),
        beside=(*best.beside, lun.id) if beside else best.beside,
    )


def _effort(decision: RoleDecision) -> Effort:
    match decision.action:
        case RoleAction.NONE:
            return Effort.LOCAL
        case RoleAction.SWAP | RoleAction.FAILBACK | RoleAction.WAIT:
            return Effort.SWAP
        case RoleAction.TAKE_OVER:
            return Effort.TAKE_OVER
        case _:
            return Effort.MANUAL_TAKE_OVER if decision.would_be is RoleAction.TAKE_OVER else Effort.MANUAL_SWAP


def _is_written_beside(case: Case, decision: RoleDecision, pair: PairCondition, members: frozenset[str]) -> bool:
    """Whether hosts outside the living partition still write to the side that is taken over from (9.3)."""
    acts = decision.would_be if decision.action is RoleAction.MANUAL else decision.action
    if acts is not RoleAction.TAKE_OVER:
        return False
    outside = [node for node in case.design.nodes if node.id not in members | case.down.nodes]
    return any(pair.writable in case.arrays_reached(node.id) for node in outside)


def _halted(case: Case, lun: LunPair) -> bool:
    return halts(lun, case.before.pair(lun.id), replicating=case.replicates(lun))
