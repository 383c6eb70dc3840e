"""Where a VM could run after a loss, and what its storage would need there first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from designer.model.array import LunPair, PairState
from designer.model.design import Design
from designer.model.node import Node
from designer.model.policy import EnablerProduct, FailoverPolicy
from designer.model.workload import ResourceGroup, VirtualMachine
from designer.resilience.condition import Case, PairCondition
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
    """A node a VM could start on: the effort, what it can cost, the deciding row, and the LUNs whose role changes."""

    node: str
    effort: Effort
    data_loss: DataLoss
    decision: RoleDecision | None
    changes: tuple[str, ...] = ()


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
    for node_id in _owners(case.design, group):
        if node_id in members and node_id not in unusable:
            arrays = case.arrays_reached(node_id)
            if arrays not in ways:
                ways[arrays] = _way(case, vm, group, arrays, members)
            way = ways[arrays]
            if way is not None:
                found.append(Option(node_id, way.effort, way.data_loss, way.decision, way.changes))
    return tuple(sorted(found, key=lambda one: one.effort))


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
        case.before.pair(lun_id).writable in arrays and not _stopped_by_domino(case, case.design.lun(lun_id))
        for lun_id in vm.luns
    )


def _owners(design: Design, group: ResourceGroup) -> tuple[str, ...]:
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


def _way(  # noqa: PLR0917 - one candidate with everything known of it
    case: Case, vm: VirtualMachine, group: ResourceGroup, arrays: tuple[str, ...], members: frozenset[str]
) -> _Way | None:
    """The way for nodes that reach ``arrays``; None where some LUN cannot come online there at all."""
    best = _Way(Effort.LOCAL, DataLoss.NONE, None)
    for lun_id in vm.luns:
        lun, pair = case.design.lun(lun_id), case.before.pair(lun_id)
        decision = _decision(case, group, lun, arrays)
        if decision is None or decision.action is RoleAction.REFUSE or _stopped_by_domino(case, lun):
            return None
        best = _worse(best, lun, decision, _data_loss(case, decision, pair, members))
    return best


def _decision(case: Case, group: ResourceGroup, lun: LunPair, arrays: tuple[str, ...]) -> RoleDecision | None:
    """The row for this LUN seen from a node that reaches ``arrays``; None when it reaches no copy."""
    pair = case.before.pair(lun.id)
    here = pair.writable in arrays
    if not here and not any(copy.array in arrays for copy in lun.copies):
        return None
    situation = Situation(
        writable_here=here,
        target_is_r1=not here and pair.writable != lun.r1.array,
        state=pair.state,
        replicating=case.replicates(lun),
        was_synchronized=pair.equal,
    )
    return decide(situation, Request.UNPLANNED, _policy(case.design, group))


def _policy(design: Design, group: ResourceGroup) -> FailoverPolicy:
    """Without a Cluster Enabler resource nobody but a person changes array roles."""
    enabler = design.cluster.enabler
    if enabler.product is EnablerProduct.NONE or not group.cluster_enabler_resource:
        return FailoverPolicy.RESTRICT
    return enabler.policy


def _worse(best: _Way, lun: LunPair, decision: RoleDecision, loss: DataLoss) -> _Way:
    effort = _effort(decision)
    changes = best.changes if effort is Effort.LOCAL else (*best.changes, lun.id)
    is_graver = (effort, LOSS_RANK[loss]) > (best.effort, LOSS_RANK[best.data_loss])
    return _Way(
        effort=max(effort, best.effort),
        data_loss=max(loss, best.data_loss, key=LOSS_RANK.__getitem__),
        decision=decision if best.decision is None or is_graver else best.decision,
        changes=changes,
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


def _data_loss(case: Case, decision: RoleDecision, pair: PairCondition, members: frozenset[str]) -> DataLoss:
    """Seconds of writes where hosts outside the living partition still write to the old side (the split of 9.3)."""
    acts = decision.would_be if decision.action is RoleAction.MANUAL else decision.action
    if acts is RoleAction.TAKE_OVER and decision.data_loss is DataLoss.NONE:
        outside = [node for node in case.design.nodes if node.id not in members | case.down.nodes]
        if any(pair.writable in case.arrays_reached(node.id) for node in outside):
            return DataLoss.SECONDS
    return decision.data_loss


def _stopped_by_domino(case: Case, lun: LunPair) -> bool:
    """Domino: the first write that cannot be mirrored makes both sides not ready (S35, S59)."""
    return (
        lun.domino
        and lun.r2 is not None
        and case.before.pair(lun.id).state in {PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS}
        and not case.replicates(lun)
    )
