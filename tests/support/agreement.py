"""Engine against evaluator: one event, two ways to an answer, and where they differ."""

from designer.engine.run import run
from designer.engine.state import VmCondition, Waiting
from designer.engine.timeline import Timeline
from designer.model.array import PairState, ReplicationMode
from designer.model.design import Design
from designer.resilience.matrix import row
from designer.resilience.outcome import RANK, Outcome
from designer.resilience.verdict import Verdict
from tests.support.scripts import fails, script

ENDS = {Outcome.N: "unaffected", Outcome.L: "recovered", Outcome.X: "recovered"}
ENDS |= {Outcome.T: "recovered", Outcome.T_SPLIT: "recovered"}


def started(
    of: Design,
    *,
    state: PairState = PairState.SYNCHRONIZED,
    mode: ReplicationMode = ReplicationMode.SYNC,
    domino: bool = False,
    writable: str | None = None,
    alone: bool = True,
    threshold: int | None = None,
) -> Design:
    """The design with all pairs in a state, and with settings that decide who takes over."""
    cluster = of.cluster.evolve(enabler=of.cluster.enabler.evolve(takeover_link_down=alone))
    return of.evolve(
        luns=tuple(lun.evolve(state=state, mode=mode, domino=domino, writable=writable) for lun in of.luns),
        groups=tuple(group.evolve(failover_threshold=threshold) for group in of.groups),
        cluster=cluster,
    )


def differences(design: Design, event: str) -> list[str]:
    """What the engine and the evaluator say differently of an event; nothing where they agree.

    A group that has used up its failovers is compared when it gives up: hours later, as the limit's period is over,
    the engine lets it try again, while the evaluator has left it to a person.
    """
    verdict, timeline = row(design, event).verdict, run(design, script(None, fails(event)))
    found = [str(one) for one in timeline.violations[:1]] + [one.subject for one in timeline.end.procedures]
    limited = {vm.vm for vm in verdict.vms if vm.over_limit}
    if limited:
        return found + ([] if _gave_up(timeline) == limited else [f"limit: {_gave_up(timeline)}, {limited}"])
    worst = max((vm.outcome for vm in verdict.vms), key=RANK.__getitem__, default=Outcome.N)
    if timeline.outcome.value != ENDS.get(worst, "stopped"):
        found.append(f"outcome: {timeline.outcome}, {worst}")
    where = tuple((vm.id, vm.node if vm.condition.value == "running" else None) for vm in timeline.end.vms)
    if where != verdict.after.vms:
        found.append(f"places: {where}, {verdict.after.vms}")
    for pair, judged in zip(timeline.end.pairs, verdict.after.pairs, strict=True):
        if (pair.writable, pair.state, pair.copy) != (judged.writable, judged.state, judged.copy):
            found.append(f"pair: {pair}, {judged}")
    return found + _times(timeline, verdict, event)


def _gave_up(timeline: Timeline) -> set[str]:
    """The VMs that had run before, and whose groups have given up at some time."""
    states = (timeline.start, *(step.state for step in timeline.steps))
    ran: set[str] = set()
    found: set[str] = set()
    for vm in (vm for state in states for vm in state.vms):
        if vm.condition is VmCondition.RUNNING:
            ran.add(vm.id)
        elif vm.waits_for is Waiting.THRESHOLD and vm.id in ran:
            found.add(vm.id)
    return found


def _times(timeline: Timeline, verdict: Verdict, event: str) -> list[str]:
    """The time of the last VM, of one event that finds all VMs running."""
    all_ran = all(vm.condition.value == "running" for vm in timeline.start.vms)
    if timeline.outcome.value != "recovered" or ">" in event or not all_ran:
        return []
    last = max(step.time_us for step in timeline.steps if step.after == "running")
    return [] if last == verdict.rto_us else [f"time: {last}, {verdict.rto_us}"]
