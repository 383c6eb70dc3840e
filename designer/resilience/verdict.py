"""What becomes of a design's VMs after losses: the outcome, its reason, and how the cluster stands afterwards.

The order of judgement is that of domain 9.6: quorum, storage, kind of move, protection, memory, policy, the pair's
state before the event. Nothing is typed in; the engine must come to the same end (a test holds them together).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from designer.base.texts import Message
from designer.model.array import LunPair, PairState
from designer.model.design import Design
from designer.model.site import SiteRole
from designer.model.workload import VirtualMachine
from designer.resilience.admission import has_room, held_at_least_mib, in_start_order
from designer.resilience.condition import (
    Case,
    Condition,
    PairCondition,
    as_groups,
    at_start,
    by_hand,
    handled_together,
    in_order,
    is_unprotected,
    settle_pair,
)
from designer.resilience.durations import crashed_for_us, fails_over, is_passed_on, restart_time_us, start_queue_us
from designer.resilience.options import (
    Effort,
    Option,
    best_apart,
    by_person,
    keeps_enabler,
    keeps_storage,
    may_pass,
    options,
)
from designer.resilience.outcome import AUTOMATIC, MANUAL, RANK, Outcome, VmVerdict
from designer.resilience.reasons import reason
from designer.resilience.roles import LOSS_RANK, CopyAge, DataLoss
from designer.resilience.targets import Instant, LossKind, newly_down
from designer.resilience.votes import Quorum, count_votes, settled_votes
from designer.topology.reach import partitions


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of all VMs together: the worst outcome, and everything that goes with it.

    ``rto_us`` is of the last VM affected: 0 for N, None for O. For a race (``R``) the other fields are those of the
    default branch; ``branches`` maps ``primary`` and ``secondary`` to what follows when that side wins.
    """

    outcome: Outcome
    unprotected: bool
    data_loss: DataLoss
    rto_us: int | None
    not_started: tuple[str, ...]
    reason: Message
    vms: tuple[VmVerdict, ...]
    quorum: Quorum
    after: Condition
    branches: tuple[tuple[str, "Verdict"], ...] = ()
    default: str | None = None

    @property
    def is_manual(self) -> bool:
        """Whether a person has to act."""
        return self.outcome in MANUAL


def evaluate(design: Design, instants: Sequence[Instant], condition: Condition | None = None) -> Verdict:
    """The verdict after ``instants``, one after the other, each once the cluster has settled from the one before.

    Starts from ``condition``, by default the design as drawn. A VM's outcome is the worst of all instants.
    """
    return _go_on(design, at_start(design) if condition is None else condition, tuple(instants), ())


def _go_on(design: Design, before: Condition, instants: tuple[Instant, ...], earlier: tuple[VmVerdict, ...]) -> Verdict:
    before = _handled(design, before, instants[0])
    case = Case(design, before, before.down.plus(newly_down(design, before.down, instants[0])))
    quorum = count_votes(design, before.votes, case.down)
    if not quorum.is_race:
        return _after(case, quorum, instants[1:], earlier)
    branches = []
    for winner in quorum.winners:
        won = replace(quorum, winners=(winner,))
        branches.append((_side(design, winner), _after(case, won, instants[1:], earlier)))
    default, first = branches[0]
    return replace(
        first,
        outcome=Outcome.R,
        reason=reason(design, quorum, first.vms, unprotected=first.unprotected),
        quorum=quorum,
        branches=tuple(sorted(branches, key=lambda branch: branch[0])),
        default=default,
    )


def _handled(design: Design, before: Condition, instant: Instant) -> Condition:
    """The condition once a person has suspended or split the pairs that the instant names."""
    states = {
        lun_id: _BY_HAND[loss.kind]
        for loss in instant
        if loss.kind in _BY_HAND
        for lun_id in handled_together(design, loss.id)
    }
    if not states:
        return before
    pairs = tuple(
        by_hand(design.lun(pair.lun), pair, states[pair.lun]) if pair.lun in states else pair for pair in before.pairs
    )
    return replace(before, pairs=as_groups(design, pairs))


_BY_HAND = {LossKind.PAIR: PairState.SUSPENDED, LossKind.SPLIT: PairState.SPLIT}


def _after(case: Case, quorum: Quorum, rest: tuple[Instant, ...], earlier: tuple[VmVerdict, ...]) -> Verdict:
    case = _with_last_writes(case, quorum)
    vms, chosen = _judge_vms(case, quorum)
    after = _settle(case, quorum, vms, chosen)
    vms = _worst_of(earlier, vms)
    if rest:
        return _go_on(case.design, after, rest, vms)
    outcome = max((vm.outcome for vm in vms), key=RANK.__getitem__, default=Outcome.N)
    times = [vm.rto_us for vm in vms if vm.started and vm.rto_us is not None]
    unprotected = is_unprotected(case.design, after)
    return Verdict(
        outcome=outcome,
        unprotected=unprotected,
        data_loss=max((vm.data_loss for vm in vms), key=LOSS_RANK.__getitem__, default=DataLoss.NONE),
        rto_us=None if outcome is Outcome.O else max(times, default=0),
        not_started=tuple(vm.vm for vm in vms if not vm.started and vm.outcome not in {Outcome.N, Outcome.O}),
        reason=reason(case.design, quorum, vms, unprotected=unprotected),
        vms=vms,
        quorum=quorum,
        after=after,
    )


def _with_last_writes(case: Case, quorum: Quorum) -> Case:
    """The case as it is when a VM stops that ran on for a while: what it wrote after the loss only one side has.

    A VM whose Cluster Enabler service stops writes until the cluster notices.
    """
    if not case.down.enablers:
        return case
    written = {
        lun_id
        for vm in case.design.vms
        for lun_id in vm.luns
        if _still_writes(case, quorum, vm) and not keeps_enabler(case, vm, case.before.node_of(vm.id) or "")
    }
    pairs = tuple(
        settle_pair(case.design, case.down, case.design.lun(pair.lun), pair, written=True)
        if pair.lun in written
        else pair
        for pair in case.before.pairs
    )
    return replace(case, before=replace(case.before, pairs=pairs))


def _side(design: Design, winner: tuple[str, ...]) -> str:
    """``primary`` or ``secondary``: where the winning nodes stand."""
    sites = {design.node(node_id).site for node_id in winner}
    primary = design.site_with_role(SiteRole.PRIMARY)
    return "primary" if primary is not None and primary.id in sites else "secondary"


def _worst_of(earlier: tuple[VmVerdict, ...], now: tuple[VmVerdict, ...]) -> tuple[VmVerdict, ...]:
    if not earlier:
        return now
    return tuple(
        replace(second, outcome=first.outcome, rto_us=first.rto_us, row=first.row)
        if RANK[first.outcome] > RANK[second.outcome]
        else second
        for first, second in zip(earlier, now, strict=True)
    )


def _judge_vms(case: Case, quorum: Quorum) -> tuple[tuple[VmVerdict, ...], dict[str, Option]]:
    """The verdict of every VM in the design's order, and the option each started VM takes.

    The time is that of the last VM in the queue of its node: what the person waiting for it sees.
    """
    design, before = case.design, case.before
    nodes = quorum.living or _forced_partition(case)
    held = dict.fromkeys((node.id for node in design.nodes), 0)
    placed: dict[str, list[str]] = defaultdict(list)
    served: set[str] = set()
    verdicts: dict[str, VmVerdict] = {}
    chosen: dict[str, Option] = {}
    waiting = []
    for vm in design.vms:
        if _goes_on(case, quorum, vm) and not is_passed_on(case, vm):
            node = design.node(before.node_of(vm.id) or vm.node)
            held[node.id] += held_at_least_mib((vm,), node.os)
            placed[node.id].append(vm.id)
            served.update(vm.luns)
            verdicts[vm.id] = _running_on(case, vm, node.id)
        else:
            waiting.append(vm)
    for vm in in_start_order(waiting):
        found = tuple(one for one in options(case, vm, nodes) if not served.intersection(one.changes) - {*vm.luns})
        if is_passed_on(case, vm):
            found = tuple(one for one in found if one.node != before.node_of(vm.id))
        fits = tuple(one for one in found if _fits(design, one, vm, held=held, placed=placed))
        if before.node_of(vm.id) in quorum.living and not fails_over(case, vm):
            fits = tuple(replace(by_person(one), over_limit=False) for one in fits)
        elif quorum.winners:
            allowed = tuple(one for one in fits if may_pass(case, vm, one.node, quorum.living))
            fits = allowed or tuple(by_person(one) for one in fits)
        option = best_apart(design, vm, fits, placed)
        if option is not None:
            placed[option.node].append(vm.id)
            held[option.node] += held_at_least_mib((vm,), design.node(option.node).os)
            chosen[vm.id] = option
        verdicts[vm.id] = _vm_verdict(case, quorum, vm, found, option)
        if vm.id in before.idle and not (verdicts[vm.id].started and verdicts[vm.id].outcome in AUTOMATIC):
            verdicts[vm.id] = VmVerdict(vm.id, Outcome.N, None, DataLoss.NONE, None, started=False)
            chosen.pop(vm.id, None)
    queue = Counter(option.node for option in chosen.values())
    for vm_id, option in chosen.items():
        waited = start_queue_us(design, on_node=queue[option.node], groups=len(chosen))
        verdicts[vm_id] = replace(verdicts[vm_id], rto_us=(verdicts[vm_id].rto_us or 0) + waited)
    return tuple(verdicts[vm.id] for vm in design.vms), chosen


def _fits(
    design: Design, option: Option, vm: VirtualMachine, *, held: dict[str, int], placed: dict[str, list[str]]
) -> bool:
    """Whether the node of the option has memory and a place for one more VM."""
    return has_room(design.node(option.node), held[option.node], vm, running=len(placed[option.node]))


def _running_on(case: Case, vm: VirtualMachine, node_id: str) -> VmVerdict:
    """A VM whose place is untouched: nothing happens to it, or its guest has crashed and is started again there."""
    if vm.id in case.down.vms and case.design.group_of(vm.id) is not None:
        time = crashed_for_us(case.design, vm)
        if time is None:
            return VmVerdict(vm.id, Outcome.O, None, DataLoss.NONE, None, started=False)
        return VmVerdict(vm.id, Outcome.L, node_id, DataLoss.NONE, time, started=True)
    return VmVerdict(vm.id, Outcome.N, node_id, DataLoss.NONE, 0, started=True)


def _still_writes(case: Case, quorum: Quorum, vm: VirtualMachine) -> bool:
    """Whether the VM's node lives in the partition that goes on, and reaches its disks."""
    node_id = case.before.node_of(vm.id)
    if node_id is None or node_id in case.down.nodes or node_id not in quorum.living:
        return False
    return keeps_storage(case, vm, case.design.node(node_id))


def _goes_on(case: Case, quorum: Quorum, vm: VirtualMachine) -> bool:
    """Whether the VM runs on as if nothing had happened. A VM outside the cluster does not need quorum."""
    node_id = case.before.node_of(vm.id)
    if node_id is None or node_id in case.down.nodes:
        return False
    clustered = case.design.group_of(vm.id) is not None
    if clustered and node_id not in quorum.living:
        return False
    return keeps_storage(case, vm, case.design.node(node_id)) and keeps_enabler(case, vm, node_id)


def _forced_partition(case: Case) -> tuple[str, ...]:
    """Without quorum: the partition where a person would force it, the one that serves most VMs with least effort."""

    def cost(group: tuple[str, ...]) -> tuple[int, int]:
        best = [options(case, vm, group)[:1] for vm in case.design.vms]
        return sum(not one for one in best), sum(one[0].effort for one in best if one)

    return min(partitions(case.design, case.down), key=cost, default=())


def _vm_verdict(  # noqa: PLR0917 - one VM with everything known of it
    case: Case, quorum: Quorum, vm: VirtualMachine, found: tuple[Option, ...], option: Option | None
) -> VmVerdict:
    if not found:
        copies = [copy for lun_id in vm.luns for copy in case.design.lun(lun_id).copies]
        lost = bool(copies) and all(copy.array in case.down.arrays for copy in copies)
        return VmVerdict(vm.id, Outcome.O, None, DataLoss.POSSIBLE if lost else DataLoss.NONE, None, started=False)
    best = option or found[0]
    outcome = _outcome(best, quorum, replicating=_replicates_for(best))
    row = best.decision.row if best.decision is not None else ""
    loss = _loss_of(best, outcome)
    if option is None:
        return VmVerdict(vm.id, outcome, None, loss, None, started=False, row=row)
    time = restart_time_us(case, quorum, vm, outcome, row)
    return VmVerdict(vm.id, outcome, best.node, loss, time, started=True, row=row, over_limit=best.over_limit)


def _replicates_for(option: Option) -> bool:
    return option.effort in {Effort.SWAP, Effort.MANUAL_SWAP}


def _outcome(option: Option, quorum: Quorum, *, replicating: bool) -> Outcome:
    if not quorum.winners:
        if option.effort is Effort.LOCAL:
            return Outcome.Q
        return Outcome.QX if replicating else Outcome.QT
    if option.effort is Effort.TAKE_OVER and option.beside:
        return Outcome.T_SPLIT
    return _WITH_QUORUM[option.effort]


_WITH_QUORUM = {
    Effort.LOCAL: Outcome.L,
    Effort.SWAP: Outcome.X,
    Effort.TAKE_OVER: Outcome.T,
    Effort.MANUAL_SWAP: Outcome.M_X,
    Effort.MANUAL_TAKE_OVER: Outcome.M_T,
}


def _loss_of(option: Option, outcome: Outcome) -> DataLoss:
    """Without quorum nobody writes any more before a person decides: only what an old copy lacks counts."""
    stopped = outcome in {Outcome.Q, Outcome.QX, Outcome.QT}
    lacks = option.decision.data_loss if option.decision is not None else DataLoss.NONE
    return min(option.data_loss, lacks, key=LOSS_RANK.__getitem__) if stopped else option.data_loss


def _settle(case: Case, quorum: Quorum, vms: tuple[VmVerdict, ...], chosen: dict[str, Option]) -> Condition:
    """How the cluster stands once it has come to rest, before any person acts."""
    design, down = case.design, case.down
    running = {
        vm.vm: vm.node if vm.started and (vm.outcome is Outcome.N or vm.outcome in AUTOMATIC) else None for vm in vms
    }
    using = defaultdict(list)
    for vm in design.vms:
        for lun_id in vm.luns:
            if running[vm.id] is not None:
                using[lun_id].append(vm.id)
    actors: dict[str, Option] = {}
    for vm_id, option in chosen.items():
        if running[vm_id] is not None:
            actors |= {lun_id: actors.get(lun_id, option) for lun_id in option.changes}
    pairs = []
    for lun in design.luns:
        pair, users = case.before.pair(lun.id), using[lun.id]
        actor = actors.get(lun.id)
        if actor is not None:
            pair = _changed(case, lun, pair, beside=lun.id in actor.beside)
        pairs.append(settle_pair(design, down, lun, pair, written=bool(users)))
    settled = as_groups(design, tuple(pairs))
    votes = case.before.votes
    if quorum.living:
        votes = settled_votes(design, quorum.living, witness_up=design.witness is not None and not down.witness)
    down = replace(down, vms=frozenset())
    idle = frozenset(vm_id for vm_id in case.before.idle if running[vm_id] is None)
    return Condition(down, votes, settled, tuple((vm.id, running[vm.id]) for vm in design.vms), idle)


def _changed(case: Case, lun: LunPair, pair: PairCondition, *, beside: bool) -> PairCondition:
    """The pair after its roles changed for a VM that started at the other side."""
    other = next(copy.array for copy in lun.copies if copy.array != pair.writable)
    if beside:
        return PairCondition(pair.lun, PairState.SPLIT, other, CopyAge.OLD)
    if not case.replicates(lun):
        return PairCondition(pair.lun, PairState.FAILED_OVER, other, CopyAge.OLD)
    return in_order(lun, other)
