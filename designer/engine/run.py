"""A design and a scenario become a timeline. Nothing comes from outside: no clock, no chance, no files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from designer.base.errors import SimulationRefused
from designer.base.texts import msg
from designer.base.units import US_PER_MS
from designer.engine.agenda import Agenda, Priority
from designer.engine.compile import Plan, compile_design
from designer.engine.events import Event, Fail, Repair, RequestMovement
from designer.engine.safety import Violation, violations
from designer.engine.state import Act, ClusterState, Phase, Procedure, VmCondition, VmState
from designer.engine.step import react
from designer.engine.timeline import Outcome, SentRound, Step, Timeline
from designer.model.design import Design
from designer.model.scenario import ActionKind, MovementKind, Scenario
from designer.resilience.targets import Instant, LossKind, parse_target

STEP_LIMIT = 1_000_000
"""A run that makes more steps is ended and judged as it stands."""


@dataclass(frozen=True, slots=True)
class _Later:
    """What happens once the cluster has settled from what came before."""

    event: Event
    priority: Priority


def run(design: Design, scenario: Scenario) -> Timeline:
    """The whole run. Raises :class:`SimulationRefused` or ``UnknownElement`` when it cannot start."""
    plan, start = compile_design(design)
    steps: list[Step] = []
    broken: list[Violation] = []
    state = start
    for step in _steps(plan, start, scenario):
        _cut_short(steps, state, step)
        broken += violations(plan, state, step.state, step.n)
        steps.append(step)
        state = step.state
    rounds, sent = _sent(steps)
    total = max((step.end_us for step in steps), default=0)
    return Timeline(
        design=design.id,
        start=start,
        steps=tuple(steps),
        outcome=outcome_of(scenario, start, state),
        total_us=total,
        blackout_us=_longest_outage(state, total),
        sent_kib=sent,
        rounds=rounds,
        violations=tuple(broken),
    )


def _longest_outage(end: ClusterState, total_us: int) -> int:
    """The longest interruption of any VM; one that has not ended counts up to the end of the run."""
    going_on = [total_us - vm.down_since_us for vm in end.vms if vm.down_since_us is not None]
    return max([*(vm.outage_us for vm in end.vms), *going_on], default=0)


def iterate(design: Design, scenario: Scenario) -> Iterator[Step]:
    """The steps of a run as they come about; a caller that has enough simply stops asking.

    A step that is broken off later shows the duration it was begun with; :func:`run` corrects that.
    """
    plan, start = compile_design(design)
    yield from _steps(plan, start, scenario)


def outcome_of(scenario: Scenario, start: ClusterState, end: ClusterState) -> Outcome:
    """How a run ended: what became of the movement, or, with faults alone, of the VMs."""
    if scenario.movement is not None:
        return _movement_outcome(end)
    noticed = [
        (old, vm)
        for old, vm in zip(start.vms, end.vms, strict=True)
        if vm.outage_us or vm.restarted or (vm.condition is not old.condition)
    ]
    if not noticed:
        return Outcome.UNAFFECTED
    again = not end.quorum.by_hand and all(vm.condition is VmCondition.RUNNING for _, vm in noticed)
    return Outcome.RECOVERED if again else Outcome.STOPPED


def _movement_outcome(end: ClusterState) -> Outcome:
    results = {Outcome(moved.outcome) for moved in end.moved}
    stopped = {moved.vm for moved in end.moved if moved.outcome == Outcome.CANCELLED.value}
    interrupted = any(vm.id in stopped and _was_interrupted(vm) for vm in end.vms)
    if Outcome.FAILED in results or interrupted:
        return Outcome.FAILED
    if Outcome.CANCELLED in results:
        return Outcome.CANCELLED
    if Outcome.REFUSED in results or not results:
        return Outcome.REFUSED
    return Outcome.COMPLETED


def _was_interrupted(vm: VmState) -> bool:
    """Whether the guest noticed anything at all: a pause that was taken back counts."""
    return bool(vm.outage_us) or vm.restarted or vm.condition is not VmCondition.RUNNING


def _steps(plan: Plan, start: ClusterState, scenario: Scenario) -> Iterator[Step]:
    agenda = Agenda()
    later = _enter(plan, scenario, agenda)
    state, next_n, now, cause = start, 1, 0, None
    while (agenda or later) and next_n <= STEP_LIMIT:
        if not agenda:
            waiting, *later = later
            agenda.enter(now, waiting.priority, waiting.event, cause)
        entry = agenda.take()
        now = entry.time_us
        effect = react(plan, state, entry, next_n)
        state = effect.state
        for call in effect.calls:
            agenda.enter(call.time_us, call.priority, call.event, call.cause)
        next_n += len(effect.steps)
        yield from effect.steps


def _enter(plan: Plan, scenario: Scenario, agenda: Agenda) -> list[_Later]:
    """Enter what has a time; give back what waits for the cluster to settle, in order."""
    if scenario.design is not None and scenario.design != plan.design.id:
        raise SimulationRefused(
            "scenario-other-design",
            msg(
                "The scenario {scenario} is made for another design than {design}.",
                scenario=scenario.name,
                design=plan.design.label,
            ),
        )
    later: list[_Later] = []
    for action in scenario.actions:
        first, *rest = parse_target(action.target, plan.design)
        if action.kind is ActionKind.FAIL:
            _check_faults((first, *rest))
        agenda.enter(action.at_ms * US_PER_MS, Priority.FAULT, _event(action.kind, first))
        later += [_Later(_event(action.kind, instant), Priority.FAULT) for instant in rest]
    movement = scenario.movement
    if movement is not None:
        _check_movement(plan, scenario)
        wanted = RequestMovement(movement)
        if movement.kind is MovementKind.FAILBACK:
            later.append(_Later(wanted, Priority.WORKLOAD))
        else:
            agenda.enter(0, Priority.WORKLOAD, wanted)
    return later


def _check_faults(instants: tuple[Instant, ...]) -> None:
    """Refuse to let something fail that is a person's action."""
    for loss in (loss for instant in instants for loss in instant):
        if loss.kind is LossKind.QUORUM:
            raise SimulationRefused(
                "quorum-is-no-fault",
                msg("{target} is what a person does, not a fault. Give it to --repair.", target=str(loss)),
            )


def _event(kind: ActionKind, instant: Instant) -> Event:
    return Fail(instant) if kind is ActionKind.FAIL else Repair(instant)


def _check_movement(plan: Plan, scenario: Scenario) -> None:
    """Raise ``UnknownElement`` for a VM or node that the design does not have, before anything is run."""
    movement = scenario.movement
    assert movement is not None
    if movement.kind is MovementKind.DRAIN:
        plan.design.node(movement.node or "")
    elif movement.kind is not MovementKind.FAILBACK:
        plan.design.vm(movement.vm or "")
        plan.design.node(movement.to or "")


def _cut_short(steps: list[Step], before: ClusterState, step: Step) -> None:
    """Correct the durations of what ``step`` broke off: procedures that vanished before the end of their stage."""
    if step.state.procedures is before.procedures:
        return
    alive = {procedure.serial for procedure in step.state.procedures}
    for procedure in before.procedures:
        stage = procedure.stage
        if procedure.serial in alive or stage is None or procedure.since_us + stage.duration_us <= step.time_us:
            continue
        for index in range(len(steps) - 1, -1, -1):
            begun = steps[index]
            if begun.time_us < procedure.since_us:
                break
            if begun.time_us == procedure.since_us and begun.subject == procedure.subject and begun.duration_us:
                steps[index] = replace(begun, duration_us=step.time_us - begun.time_us)
                break


def _sent(steps: list[Step]) -> tuple[tuple[SentRound, ...], int]:
    """The memory rounds made, and all KiB sent; a round that was broken off counts for the part that went out."""
    rounds: list[SentRound] = []
    sent = 0
    for step in steps:
        if step.phase not in {Phase.MEMORY, Phase.STOP_AND_COPY}:
            continue
        procedure = step.state.procedure_of(step.subject)
        stage = None if procedure is None else procedure.stage
        if stage is None or not stage.volume_kib or not _began(procedure, step):
            continue
        part = stage.volume_kib * step.duration_us // stage.duration_us if stage.duration_us else stage.volume_kib
        sent += part
        if stage.act is Act.SEND:
            rounds.append(SentRound(stage.round, step.subject, part, step.duration_us))
    return tuple(rounds), sent


def _began(procedure: Procedure | None, step: Step) -> bool:
    return procedure is not None and procedure.since_us == step.time_us and step.duration_us > 0
