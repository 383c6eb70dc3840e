"""Things break and are mended: what that does at once to nodes, parts, VMs; the rest follows by judgement."""

from designer.base.texts import msg
from designer.engine.administration import BY_HAND, go_on, stop
from designer.engine.agenda import Priority
from designer.engine.compile import down_of
from designer.engine.degradation import degrade, judge_lines, restore
from designer.engine.events import JudgeGroups, JudgeStorage
from designer.engine.failing import fault_resources, mend_resources
from designer.engine.machines.link import FABRIC, PART, FabricTrigger, PartTrigger
from designer.engine.machines.node import NodeTrigger
from designer.engine.machines.witness import WITNESS
from designer.engine.membership import force, respond, start_to_join
from designer.engine.recovery import crash_guests
from designer.engine.replacing import replace
from designer.engine.safety import ON_A_NODE
from designer.engine.state import FabricState, NodeState, PartState, Phase
from designer.engine.turn import Saying, Turn
from designer.resilience.targets import Loss, LossKind, describe, newly_down, newly_up
from designer.topology.down import Down
from designer.topology.reach import reaches_witness


def fail(turn: Turn, losses: tuple[Loss, ...]) -> None:
    """Everything named fails at one instant; the VMs on dead nodes go down with them."""
    before = _witness_in_reach(turn)
    down = newly_down(turn.plan.design, down_of(turn.state), losses)
    for node_id in sorted(down.nodes):
        turn.node_does(node_id, NodeTrigger.CRASH)
    _change_parts(turn, down, PartTrigger.FAIL)
    worse = degrade(turn, losses)
    _change_adapters(turn, down, lost=True)
    _switch_services(turn, down.enablers, running=False)
    _lose_fabrics(turn, down)
    lost = [vm for vm in turn.state.vms if vm.node in down.nodes and vm.condition in ON_A_NODE]
    for vm in lost:
        turn.crash(vm.id)
    by_hand = tuple(loss for loss in losses if loss.kind in BY_HAND)
    for loss in losses:
        if loss in by_hand:
            continue
        saying = Saying(
            msg("Failure: {what}", what=describe(turn.plan.design, ((loss,),))),
            msg("This is what the scenario asks for."),
            msg("Everything would go on as before."),
            "–",
        )
        after = "down" if loss.quality is None else "degraded"
        turn.tell(saying, phase=Phase.DETECT, subject=loss.element or "witness", before="up", after=after)
    cause = turn.cause
    for loss in by_hand:
        turn.cause = cause
        stop(turn, loss)
    turn.cause = cause
    judge_lines(turn, worse)
    fault_resources(turn, losses)
    crash_guests(turn, tuple(vm_id for vm_id in sorted(down.vms) if turn.vm(vm_id) not in lost))
    turn.cause = cause
    for vm in lost:
        node = turn.plan.name(vm.node)
        saying = Saying(
            msg("{vm} goes down with {node}", vm=turn.plan.name(vm.id), node=node),
            msg("Its memory was in that node; what it had acknowledged is on its disk."),
            msg("A live migration in time would have kept it running."),
            "domain 2.2, 9.2",
        )
        turn.cause = cause
        turn.tell(saying, phase=Phase.DETECT, subject=vm.id, before=vm.condition.value, after="failed")
    turn.cause = cause
    _follow_up(turn, witness_changed=_witness_in_reach(turn) != before)


def repair(turn: Turn, losses: tuple[Loss, ...]) -> None:
    """Everything named works again at one instant; nodes start and ask to join."""
    before = _witness_in_reach(turn)
    down = newly_up(turn.plan.design, down_of(turn.state), losses)
    for node_id in sorted(down.nodes):
        turn.node_does(node_id, NodeTrigger.START)
    freed = tuple(node for node in turn.state.nodes if node.id in down.nodes and node.joins_only)
    for node in freed:
        turn.put_node(replace(node, joins_only=False))
    joining = tuple(loss for loss in losses if loss.kind is LossKind.PREVENT_QUORUM)
    for loss in joining:
        start_to_join(turn, loss.id)
    _change_parts(turn, down, PartTrigger.REPAIR)
    better = restore(turn, losses)
    _change_adapters(turn, down, lost=False)
    _switch_services(turn, down.enablers | down.nodes, running=True)
    _mend_fabrics(turn, down)
    mend_resources(turn, losses)
    forced = tuple(loss for loss in losses if loss.kind is LossKind.QUORUM)
    by_hand = tuple(loss for loss in losses if loss.kind in BY_HAND)
    for loss in losses:
        if loss in forced or loss in by_hand or loss in joining:
            continue
        saying = Saying(
            msg("Repaired: {what}", what=describe(turn.plan.design, ((loss,),))),
            msg("This is what the scenario asks for."),
            msg("It would stay broken."),
            "–",
        )
        before_it = "down" if loss.quality is None else "degraded"
        turn.tell(saying, phase=Phase.DETECT, subject=loss.element or "witness", before=before_it, after="up")
    judge_lines(turn, better)
    for loss in by_hand:
        go_on(turn, loss)
    if len(forced) < len(losses):
        _follow_up(turn, witness_changed=_witness_in_reach(turn) != before or bool(freed))
    for loss in forced:
        force(turn, loss.id)


def _witness_in_reach(turn: Turn) -> tuple[bool, bool]:
    """Whether the witness works, and whether some member of the cluster reaches it: a disk is lost with its paths."""
    witness, down = turn.state.witness, down_of(turn.state)
    members = (turn.plan.nodes[node_id] for node_id in turn.state.quorum.living)
    works = witness is not None and not down.witness
    return works, any(reaches_witness(turn.plan.design, down, node) for node in members)


def _follow_up(turn: Turn, *, witness_changed: bool) -> None:
    respond(turn, witness_changed=witness_changed)
    turn.call(JudgeStorage(parts=True), Priority.STORAGE)
    turn.call(JudgeGroups(), Priority.AVAILABILITY)


def _change_parts(turn: Turn, down: Down, trigger: PartTrigger) -> None:
    turn.set(
        arrays=_changed(turn.state.arrays, down.arrays, trigger),
        sites=_changed(turn.state.sites, down.sites, trigger),
        links=_changed(turn.state.links, down.links, trigger),
    )
    witness = turn.state.witness
    if down.witness and witness is not None:
        health = WITNESS.after(witness.health, trigger)
        if health is not witness.health:
            turn.set(witness=replace(witness, health=health))


def _change_adapters(turn: Turn, down: Down, *, lost: bool) -> None:
    def after(node: NodeState) -> NodeState:
        named = {network for owner, network in down.nics if owner == node.id}
        if not named:
            return node
        gone = set(node.lost_nics) | named if lost else set(node.lost_nics) - named
        return replace(node, lost_nics=tuple(sorted(gone)))

    if down.nics:
        turn.set(nodes=tuple(after(node) for node in turn.state.nodes))


def _switch_services(turn: Turn, named: frozenset[str], *, running: bool) -> None:
    """Stop or start the Cluster Enabler service; a node that starts anew starts it as well."""
    if any(node.id in named and node.enabler is not running for node in turn.state.nodes):
        turn.set(nodes=tuple(replace(node, enabler=running) if node.id in named else node for node in turn.state.nodes))


def _changed(parts: tuple[PartState, ...], named: frozenset[str], trigger: PartTrigger) -> tuple[PartState, ...]:
    if not named:
        return parts
    return tuple(replace(part, health=PART.after(part.health, trigger)) if part.id in named else part for part in parts)


def _lose_fabrics(turn: Turn, down: Down) -> None:
    def after(fabric: FabricState) -> FabricState:
        if fabric.site in down.fabrics:
            return replace(fabric, condition=FABRIC.after(fabric.condition, FabricTrigger.LOSE_ALL))
        if fabric.site in down.paths:
            return replace(fabric, condition=FABRIC.after(fabric.condition, FabricTrigger.LOSE_PATH))
        return fabric

    if down.fabrics or down.paths:
        turn.set(fabrics=tuple(after(fabric) for fabric in turn.state.fabrics))


def _mend_fabrics(turn: Turn, down: Down) -> None:
    def after(fabric: FabricState) -> FabricState:
        if fabric.site in down.fabrics:
            return replace(fabric, condition=FABRIC.after(fabric.condition, FabricTrigger.REPAIR_ALL))
        if fabric.site in down.paths:
            return replace(fabric, condition=FABRIC.after(fabric.condition, FabricTrigger.REPAIR_PATH))
        return fabric

    if down.fabrics or down.paths:
        turn.set(fabrics=tuple(after(fabric) for fabric in turn.state.fabrics))
