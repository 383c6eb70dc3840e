"""Questions about the state that several parts of the engine ask; resilience answers those of votes, roles, memory."""

from designer.base.texts import Message, msg
from designer.engine.compile import Plan, down_of
from designer.engine.safety import ON_A_NODE
from designer.engine.state import ClusterState, NodeCondition, PairCondition, ProcedureKind, ResourceKind
from designer.model.workload import VirtualMachine
from designer.resilience.condition import Case, Condition
from designer.resilience.condition import PairCondition as JudgedPair
from designer.resilience.options import keeps_storage, moved_together
from designer.resilience.roles import Request, RoleAction, RoleDecision, Situation, decide
from designer.resilience.votes import Votes
from designer.topology.down import Down
from designer.topology.reach import reachable_arrays, replication_up


def is_up(state: ClusterState, node_id: str) -> bool:
    """Whether a node is a member of the living cluster."""
    return state.node(node_id).condition is NodeCondition.UP


def votes_of(state: ClusterState) -> Votes:
    """The votes in force."""
    return Votes(state.quorum.votes, state.quorum.witness_votes, state.quorum.members)


def condition_of(state: ClusterState) -> Condition:
    """The state in the words of the resilience layer."""
    return Condition(
        down=down_of(state),
        votes=votes_of(state),
        pairs=tuple(_judged(pair) for pair in state.pairs),
        vms=tuple((vm.id, vm.node if vm.condition in ON_A_NODE else None) for vm in state.vms),
    )


def _judged(pair: PairCondition) -> JudgedPair:
    halted = pair.target is not None and not pair.arrays_writable
    return JudgedPair(pair.id, pair.state, pair.writable or pair.source, pair.copy, halted)


def case_of(plan: Plan, state: ClusterState) -> Case:
    """The state as a case for the resilience layer: what is down now, and pairs as they are."""
    condition = condition_of(state)
    return Case(plan.design, condition, condition.down)


def has_storage(plan: Plan, state: ClusterState, vm_id: str, node_id: str) -> bool:
    """Whether the VM, on this node, reaches the writable side of all its LUNs."""
    return keeps_storage(case_of(plan, state), plan.vms[vm_id], plan.nodes[node_id])


def replicates(plan: Plan, down: Down, pair_id: str) -> bool:
    """Whether both arrays of the pair live and see each other."""
    return replication_up(plan.design, down, plan.luns[pair_id])


def role_changes(plan: Plan, state: ClusterState, vm_id: str, node_id: str) -> tuple[str, ...]:
    """LUNs whose writable side the node does not reach, so that array roles would have to change.

    Those of the VM, and all others of their consistency groups.
    """
    reached = reachable_arrays(plan.design, down_of(state), plan.nodes[node_id])
    luns = moved_together(plan.design, plan.vms[vm_id])
    return tuple(lun for lun in luns if state.pairs[plan.pair_index[lun]].writable not in reached)


def lacks_enabler(state: ClusterState, vm_id: str, node_id: str) -> bool:
    """Whether the VM's group needs the Cluster Enabler service and it is stopped on the node."""
    if state.node(node_id).enabler:
        return False
    group = state.group_of(vm_id)
    return group is not None and group.resource(ResourceKind.ENABLER) is not None


def planned_obstacle(plan: Plan, state: ClusterState, vm_id: str, node_id: str) -> Message | None:
    """Why a planned movement could not bring the VM's storage to the node, or None; the decision table is asked."""
    if lacks_enabler(state, vm_id, node_id):
        return msg("the Cluster Enabler service does not run on {node}", node=plan.name(node_id))
    down = down_of(state)
    reached = reachable_arrays(plan.design, down, plan.nodes[node_id])
    changes = role_changes(plan, state, vm_id, node_id)
    group = state.group_of(vm_id)
    if changes and plan.on_shared_volume(vm_id):
        return msg(
            "its disks lie on a Cluster Shared Volume, whose roles no group of a single VM can change to {node}",
            node=plan.name(node_id),
        )
    if changes and (group is None or group.resource(ResourceKind.ENABLER) is None):
        return msg("nothing in its group changes array roles: it has no Cluster Enabler resource")
    for lun in changes:
        other = served_beside(plan, state, vm_id, lun)
        if other is not None:
            return msg(
                "{lun} would change its roles as well, and {other} runs on it",
                lun=plan.name(lun),
                other=plan.name(other),
            )
        if not {copy.array for copy in plan.luns[lun].copies} & set(reached):
            return msg("{node} reaches no copy of {lun}", node=plan.name(node_id), lun=plan.name(lun))
        decision = planned_decision(plan, state, down, lun)
        if decision.action not in {RoleAction.SWAP, RoleAction.FAILBACK}:
            return msg(
                "{lun} is {state}. {why}", lun=plan.name(lun), state=_state_of(state, plan, lun), why=decision.why
            )
    return None


def served_beside(plan: Plan, state: ClusterState, vm_id: str, lun: str) -> str | None:
    """A VM that runs on a LUN of another VM's consistency group (ST10 forbids such groups), or None."""
    if lun in plan.vms[vm_id].luns:
        return None
    return next((vm for vm in plan.vms_of_lun[lun] if state.vms[plan.vm_index[vm]].condition in ON_A_NODE), None)


def planned_decision(plan: Plan, state: ClusterState, down: Down, lun: str) -> RoleDecision:
    """The row of the storage decision table for a planned movement to the side that is not writable now."""
    pair = state.pairs[plan.pair_index[lun]]
    situation = Situation(
        writable_here=False,
        target_is_r1=pair.writable != pair.source,
        state=pair.state,
        replicating=replicates(plan, down, lun),
        copy=pair.copy,
    )
    return decide(situation, Request.PLANNED, plan.design.cluster.enabler.policy)


def _state_of(state: ClusterState, plan: Plan, lun: str) -> str:
    return state.pairs[plan.pair_index[lun]].state.value


def vms_on(plan: Plan, state: ClusterState, node_id: str, *, without: str = "") -> tuple[VirtualMachine, ...]:
    """The VMs that hold memory of a node: running there, or about to arrive."""
    arriving = {
        procedure.subject
        for procedure in state.procedures
        if procedure.target == node_id
        and procedure.kind not in {ProcedureKind.RESYNC, ProcedureKind.MEMBERSHIP, ProcedureKind.RETRY}
    }
    return tuple(
        plan.vms[vm.id]
        for vm in state.vms
        if vm.id != without and ((vm.node == node_id and vm.condition in ON_A_NODE) or vm.id in arriving)
    )
