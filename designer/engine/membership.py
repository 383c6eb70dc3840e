"""Who belongs to the cluster: missed heartbeats, regroup, arbitration, and what the answer does to nodes and VMs.

Votes are counted by :mod:`designer.resilience.votes`; partitions follow from what reaches what.
"""

from designer.base.texts import Message, msg, msg_n
from designer.base.units import seconds_text
from designer.engine.agenda import Priority
from designer.engine.compile import down_of
from designer.engine.events import JudgeGroups, JudgeStorage
from designer.engine.facts import votes_of
from designer.engine.line_quality import arbitration_us
from designer.engine.machines.node import NodeTrigger
from designer.engine.replacing import replace
from designer.engine.safety import ON_A_NODE
from designer.engine.stages import membership
from designer.engine.state import (
    Act,
    NodeCondition,
    Phase,
    Procedure,
    ProcedureKind,
    QuorumState,
    Stage,
    Waiting,
)
from designer.engine.turn import Saying, Turn
from designer.model.workload import StartPriority
from designer.resilience.durations import detection_us
from designer.resilience.votes import Quorum, settled_votes
from designer.topology.reach import reaches_witness

CLUSTER = "cluster"


def respond(turn: Turn, *, witness_changed: bool) -> None:
    """Start a regroup when who hears whom has changed, or the witness; a regroup in progress starts over."""
    plan, state = turn.plan, turn.state
    count = _count(turn)
    heard = tuple(standing.nodes for standing in count.standings)
    running = state.procedure_of(CLUSTER)
    if heard == state.quorum.partitions and not witness_changed and running is None:
        return
    if running is not None:
        turn.drop(running)
    lost = [node for node in state.quorum.living if node not in count.living]
    noticed = detection_us(plan.design, lost, count.living)
    turn.set(quorum=replace(turn.state.quorum, settled=False))
    stages = membership(plan, noticed)
    turn.start(Procedure(0, ProcedureKind.MEMBERSHIP, CLUSTER, "", "", stages))


def force(turn: Turn, node_id: str) -> None:
    """Start the cluster on a node by hand, whatever the votes say; the others are started to join it only.

    Refused on a dead node, and where a partition has quorum: two would live then.
    """
    plan, quorum, text = turn.plan, turn.state.quorum, _membership_text(turn)
    node = plan.name(node_id)
    problem = None
    if turn.state.node(node_id).condition is NodeCondition.DOWN:
        problem = msg("{node} is not running.", node=node)
    elif quorum.living:
        problem = msg("{nodes} have quorum; both sides would run the same VMs.", nodes=_names(turn, quorum.living))
    if problem is not None:
        saying = Saying(
            msg("Quorum is not forced on {node}", node=node),
            problem,
            msg("Two partitions would live on copies that drift apart."),
            "domain 4.2; S42",
        )
        turn.tell(saying, phase=Phase.MANUAL, subject=node_id, before=text, after=text)
        return
    running = turn.state.procedure_of(CLUSTER)
    if running is not None:
        turn.drop(running)
    turn.set(quorum=replace(quorum, settled=False, forced_by=node_id, by_hand=True))
    saying = Saying(
        msg("A person forces quorum on {node}; the other nodes are started with prevent quorum", node=node),
        msg("Somebody has made sure that the other side is really down: the cluster itself cannot know it."),
        msg("The VMs would stay off until a majority of the votes is back."),
        "domain 4.2; S42, S60",
    )
    turn.tell(saying, phase=Phase.MANUAL, subject=node_id, before=text, after=text)
    turn.start(Procedure(0, ProcedureKind.MEMBERSHIP, CLUSTER, "", "", membership(plan, 0)))


def start_to_join(turn: Turn, node_id: str) -> None:
    """Start a node with prevent quorum: it joins the cluster that it finds, and forms none (S42, S45)."""
    node = turn.state.node(node_id)
    before = node.condition.value
    turn.node_does(node_id, NodeTrigger.START)
    if node.condition is not NodeCondition.UP:
        turn.put_node(replace(turn.state.node(node_id), joins_only=True))
    saying = Saying(
        msg("{node} is started with prevent quorum", node=turn.plan.name(node_id)),
        msg("It joins a cluster that runs, and waits where it finds none, whatever votes it and others like it have."),
        msg("Where another partition was forced, nodes with a majority would form a second cluster."),
        "domain 4.2; S42, S45",
    )
    after = turn.state.node(node_id).condition.value
    turn.tell(saying, phase=Phase.MANUAL, subject=node_id, before=before, after=after)


def detect(turn: Turn, procedure: Procedure, stage: Stage) -> None:  # noqa: ARG001 - one protocol for all acts
    """Heartbeats are missed until the threshold."""
    saying = Saying(
        msg(
            "Heartbeats are missing; the cluster waits {time} before it believes it",
            time=seconds_text(stage.duration_us / 1_000_000),
        ),
        msg("Delay times threshold: a single lost packet must not move anything."),
        msg("Every hiccup of the network would cause a failover."),
        "domain 4.5; S47",
    )
    state = _membership_text(turn)
    turn.tell(saying, phase=stage.phase, subject=CLUSTER, before=state, after=state, duration_us=stage.duration_us)


def regroup(turn: Turn, procedure: Procedure, stage: Stage) -> None:
    """The living nodes find out who hears whom, and count."""
    count = _count(turn)
    heard = tuple(standing.nodes for standing in count.standings)
    turn.set(quorum=replace(turn.state.quorum, partitions=heard))
    saying = Saying(
        msg_n(
            "Regroup: {n} partition, {groups}; {need} of {total} votes are needed",
            "Regroup: {n} partitions, {groups}; {need} of {total} votes are needed",
            len(heard),
            groups=tuple(
                _standing_text(turn, nodes, own) for nodes, own in ((one.nodes, one.own) for one in count.standings)
            )
            or ("–",),
            need=count.need,
            total=count.total,
        ),
        msg("Only a strict majority of the configured votes may go on, so two halves never both do."),
        msg("Both sides would run the same VMs on diverging copies."),
        "domain 4.2; S42, S43",
    )
    state = _membership_text(turn)
    turn.tell(saying, phase=stage.phase, subject=CLUSTER, before=state, after=state, duration_us=stage.duration_us)
    if count.needed_witness:
        arbitration = Stage(Phase.ARBITRATE, Act.ARBITRATE, arbitration_us(turn.plan, turn.state))
        head, tail = procedure.stages[: procedure.index + 1], procedure.stages[procedure.index + 1 :]
        tail = tuple(replace(one, phase=Phase.ARBITRATE) for one in tail)
        turn.put_procedure(replace(procedure, stages=(*head, arbitration, *tail)))


def arbitrate(turn: Turn, procedure: Procedure, stage: Stage) -> None:  # noqa: ARG001 - one protocol for all acts
    """Whoever can reach the witness tries to lock it; in a race the default side wins and the other is named."""
    count = _count(turn)
    winner = count.living[0] if count.living else ""
    if count.is_race:
        text = msg(
            "Race for the witness: {first} and {second} can both reach it; {first} locks it first",
            first=_names(turn, count.winners[0]),
            second=_names(turn, count.winners[1]),
        )
        why = msg("The side that owns the core cluster group, or is preferred, normally keeps the witness.")
        otherwise = msg(
            "If {second} were faster, it would go on and the VMs would fail over to it.",
            second=_names(turn, count.winners[1]),
        )
    else:
        text = msg("{node} locks the witness", node=turn.plan.name(winner) if winner else "–")
        why = msg("The votes of the nodes alone are no majority; the witness counts for the partition that locks it.")
        otherwise = msg("No partition would have a majority, and the cluster would stop.")
    state = _membership_text(turn)
    saying = Saying(text, why, otherwise, "domain 4.2; S10, S42")
    turn.tell(saying, phase=stage.phase, subject=CLUSTER, before=state, after=state, duration_us=stage.duration_us)


def settle(turn: Turn, procedure: Procedure, stage: Stage) -> None:  # noqa: ARG001 - one protocol for all acts
    """The answer takes effect: nodes join or leave, VMs outside the living partition go down."""
    count = _count(turn)
    before = _membership_text(turn)
    held = turn.state.quorum.living
    stopped = _apply(turn, count)
    after = _membership_text(turn)
    waiting = _by_votes(turn).living
    if count.living:
        saying = _living_saying(turn, count)
    elif waiting:
        saying = Saying(
            msg("{nodes} wait for a cluster to join, although they have a majority", nodes=_names(turn, waiting)),
            msg("All of them were started with prevent quorum."),
            msg("They would form a cluster, beside one that may have been forced where they cannot see it."),
            "domain 4.2; S42, S45",
        )
    else:
        saying = Saying(
            msg("No partition has a majority: the cluster service stops on every node"),
            _no_quorum_why(count),
            msg("Nodes that do not know of each other could run the same VMs twice."),
            "domain 4.2, 9.2; S42",
        )
    turn.tell(saying, phase=stage.phase, subject=CLUSTER, before=before, after=after)
    _tell_stopped(turn, stopped, stage.phase)
    if not count.living and held:
        _tell_manual(turn)
    if count.living and not held:
        _keep_off(turn)
    turn.call(JudgeStorage(parts=True), Priority.STORAGE)
    turn.call(JudgeGroups(), Priority.AVAILABILITY)


def _keep_off(turn: Turn) -> None:
    """The cluster starts: groups come online by their persistent state and their priority, the others stay off (S6)."""
    plan = turn.plan
    kept = [
        vm
        for group, vm in ((group, turn.vm(group.vm)) for group in plan.design.groups)
        if vm.condition not in ON_A_NODE
        and vm.waits_for is not Waiting.START
        and not (
            group.persistent_state
            and plan.design.cluster.auto_start
            and plan.vms[vm.id].priority is not StartPriority.NONE
        )
    ]
    cause = turn.cause
    for vm in kept:
        turn.cause = cause
        turn.put_vm(replace(vm, waits_for=Waiting.START))
        saying = Saying(
            msg("{vm} stays off: its group does not come online when the cluster starts", vm=plan.name(vm.id)),
            msg("Its persistent state, its priority or the setting of the cluster leaves the start to a person."),
            msg("It would come online with the others, in the order of priorities."),
            "domain 1.5; S6, S7",
        )
        state = vm.condition.value
        turn.tell(saying, phase=Phase.MANUAL, subject=vm.id, before=state, after=state)
    turn.cause = cause


def _apply(turn: Turn, count: Quorum) -> tuple[str, ...]:
    """Put the answer into the state; ids of the VMs that went down with their nodes."""
    plan, old = turn.plan, turn.state.quorum
    living = count.living
    for node in turn.state.nodes:
        if node.id in living:
            turn.node_does(node.id, NodeTrigger.JOIN)
            if node.joins_only:
                turn.put_node(replace(turn.state.node(node.id), joins_only=False))
        elif node.condition is not NodeCondition.DOWN:
            turn.node_does(node.id, NodeTrigger.LEAVE)
    down = down_of(turn.state)
    votes = votes_of(turn.state)
    if living:
        votes = settled_votes(plan.design, living, witness_up=plan.design.witness is not None and not down.witness)
    at_witness = [node for node in living if reaches_witness(plan.design, down, plan.nodes[node])]
    holder = at_witness[0] if at_witness and votes.witness else None
    own = votes.of(living)
    turn.set(
        quorum=QuorumState(
            votes=votes.nodes,
            witness_votes=votes.witness,
            need=votes.need,
            votes_held=own + (votes.witness if holder is not None else 0) if living else 0,
            members=living or old.members,
            partitions=tuple(standing.nodes for standing in count.standings),
            living=living,
            rivals=count.winners,
            witness_holder=holder,
            forced_by=_still_forced(turn, living),
            by_hand=old.by_hand,
        )
    )
    outside = [
        vm.id
        for vm in turn.state.vms
        if vm.condition in ON_A_NODE and vm.node not in living and vm.id in plan.group_index
    ]
    for vm_id in outside:
        turn.crash(vm_id)
    return tuple(outside)


def _tell_stopped(turn: Turn, stopped: tuple[str, ...], phase: Phase) -> None:
    for vm_id in stopped:
        node = turn.plan.name(turn.vm(vm_id).node)
        vm = turn.plan.name(vm_id)
        saying = Saying(
            msg("{vm} goes down: {node} has to stop its cluster service", vm=vm, node=node),
            msg("Outside the partition with quorum nothing may run, because another node may start it."),
            msg("The VM would run twice, on both sides, on copies that drift apart."),
            "domain 4.2, 9.4 row 10",
        )
        turn.tell(saying, phase=phase, subject=vm_id, before="running", after="failed")


def _tell_manual(turn: Turn) -> None:
    saying = Saying(
        msg("A person has to decide: force quorum on one side after making sure that the other is really down"),
        msg("The cluster cannot tell a dead site from a cut line, so it must not start anything by itself."),
        msg("An automatic start on both sides would split the data."),
        "domain 4.2, 9.2; S42",
    )
    text = _membership_text(turn)
    turn.tell(saying, phase=Phase.MANUAL, subject=CLUSTER, before=text, after=text)


def _living_saying(turn: Turn, count: Quorum) -> Saying:
    own = sum(standing.own for standing in count.standings if standing.nodes == count.living)
    if turn.state.quorum.forced_by is not None:
        why = msg(
            "A person has forced quorum there; the votes alone ({own} of {total}) are no majority.",
            own=own,
            total=count.total,
        )
    elif count.needed_witness:
        why = msg(
            "With the witness they have {have} of {total} votes; {need} are needed.",
            have=own + 1,
            total=count.total,
            need=count.need,
        )
    else:
        why = msg("They have {own} of {total} votes; {need} are needed.", own=own, total=count.total, need=count.need)
    return Saying(
        msg("The cluster goes on with {nodes}", nodes=_names(turn, count.living)),
        why,
        msg("Without a majority every node would stop and a person would have to force quorum."),
        "domain 4.2; S42, S43",
    )


def _no_quorum_why(count: Quorum) -> Message:
    most = max((one.own + int(one.reaches_witness) for one in count.standings), default=0)
    return msg(
        "{need} of {total} votes are needed; the strongest partition has {most}.",
        need=count.need,
        total=count.total,
        most=most,
    )


def _count(turn: Turn) -> Quorum:
    """What the votes say; where a person has forced quorum, only the partition of that node may live."""
    count = _that_may_form(turn, _by_votes(turn))
    forced = turn.state.quorum.forced_by
    mine = next((standing.nodes for standing in count.standings if forced in standing.nodes), None)
    if mine is None or mine == count.living:
        return count
    return replace(count, winners=(mine,), needed_witness=False)


def _that_may_form(turn: Turn, count: Quorum) -> Quorum:
    """Without partitions of nodes that were all started with prevent quorum: those may join, never form a cluster."""
    joining = {node.id for node in turn.state.nodes if node.joins_only}
    winners = tuple(winner for winner in count.winners if not joining.issuperset(winner))
    return count if winners == count.winners else replace(count, winners=winners, needed_witness=False)


def _by_votes(turn: Turn) -> Quorum:
    return turn.plan.count(votes_of(turn.state), down_of(turn.state))


def _still_forced(turn: Turn, living: tuple[str, ...]) -> str | None:
    """The node on which quorum was forced, until its partition has a majority by itself or is gone."""
    forced = turn.state.quorum.forced_by
    return forced if forced in living and _by_votes(turn).living != living else None


def _names(turn: Turn, nodes: tuple[str, ...]) -> Message:
    return msg("{nodes}", nodes=tuple(turn.plan.name(node) for node in nodes) or ("–",))


def _standing_text(turn: Turn, nodes: tuple[str, ...], own: int) -> Message:
    return msg_n("{nodes} ({n} vote)", "{nodes} ({n} votes)", own, nodes=_names(turn, nodes))


def _membership_text(turn: Turn) -> str:
    return " ".join(turn.plan.name(node) for node in turn.state.quorum.living) or "–"
