"""A design and a scenario become a timeline. Nothing comes from outside: no clock, no chance, no files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from designer.base.errors import SimulationRefused
from designer.base.texts import msg
from designer.base.units import US_PER_MS
from designer.engine.agenda import Agenda, Priority
from designer.engine.compile import Plan, compile_design
from designer.engine.events import CancelMovement, Event, Fail, Repair, RequestMovement
from designer.engine.safety import Violation, violations
from designer.engine.sharing import sent_part
from designer.engine.state import Act, ClusterState, Phase, Procedure, VmCondition, VmState
from designer.engine.step import react
from designer.engine.timeline import Outcome, SentRound, Step, Timeline
from designer.model.design import Design
from designer.model.scenario import EVERY_MOVEMENT, Action, ActionKind, MovementKind, Scenario
from designer.resilience.targets import ONLY_FAULTS, ONLY_REPAIRS, Instant, parse_target

STEP_LIMIT = 1_000_000
"""A run that makes more steps is ended and judged as it stands."""


@dataclass(frozen=True, slots=True)
class _Later:
    """What happens once the cluster has settled from what came before."""

    event: Event
    priority: Priority


def run(design: Design, scenario: Scenario) -> Timeline:
    """The whole run. Raises :class:`SimulationRefused` or ``UnknownElement`` when it cannot start."""
    plan, start = compile_design(design, scenario.begins_at_min)
    steps: list[Step] = []
    broken: list[Violation] = []
    state = start
    for step in _steps(plan, start, scenario):
        _cut_short(steps, state, step)
        broken += violations(plan, state, step.state, step.n)
        steps.append(step)
        state = step.state
    rounds, sent = _sent(plan, steps)
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
        tcp_tolerance_us=plan.design.cluster.migration.tcp_tolerance_ms * US_PER_MS,
        further=tuple((group.vm, one.id, one.name) for group in design.groups for one in group.further_resources),
    )


def _longest_outage(end: ClusterState, total_us: int) -> int:
    """The longest interruption of any VM; one that has not ended counts up to the end of the run."""
    going_on = [total_us - vm.down_since_us for vm in end.vms if vm.down_since_us is not None]
    return max([*(vm.outage_us for vm in end.vms), *going_on], default=0)


def iterate(design: Design, scenario: Scenario) -> Iterator[Step]:
    """The steps of a run as they come about; a caller that has enough simply stops asking.

    A step that is broken off later shows the duration it was begun with; :func:`run` corrects that.
    """
    plan, start = compile_design(design, scenario.begins_at_min)
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
    """The worst of what became of the VMs. Cancelled says that none of them was interrupted but by a move of its own.

    A VM that has completed its move counts as interrupted when it went down later; one whose move was refused counts
    where others of the same movement were begun.
    """
    results = {moved.vm: Outcome(moved.outcome) for moved in end.moved}
    kinds = set(results.values())
    if Outcome.FAILED in kinds:
        return Outcome.FAILED
    if Outcome.CANCELLED in kinds:
        hurt = any(_was_interrupted(vm, results[vm.id]) for vm in end.vms if vm.id in results)
        return Outcome.FAILED if hurt else Outcome.CANCELLED
    if Outcome.REFUSED in kinds or not kinds:
        return Outcome.REFUSED
    return Outcome.COMPLETED


def _was_interrupted(vm: VmState, result: Outcome) -> bool:
    """Whether the guest noticed more than the blackout of a completed move: a pause that was taken back counts."""
    paused = bool(vm.outage_us) and result is not Outcome.COMPLETED
    return paused or vm.restarted or vm.condition is not VmCondition.RUNNING


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
        if action.kind is ActionKind.CANCEL:
            agenda.enter(action.at_ms * US_PER_MS, Priority.FAULT, _cancel(plan, action))
            continue
        first, *rest = parse_target(action.target, plan.design)
        _check_kind(action.kind, (first, *rest))
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


def _check_kind(kind: ActionKind, instants: tuple[Instant, ...]) -> None:
    """Refuse to let something fail that only mends, and to take back what is ended in another way."""
    for loss in (loss for instant in instants for loss in instant):
        if kind is ActionKind.FAIL and loss.kind in ONLY_REPAIRS:
            raise SimulationRefused(
                f"{loss.kind.value}-is-no-fault",
                msg("{target} is what a person does, not a fault. Give it to --repair.", target=str(loss)),
            )
        if kind is ActionKind.REPAIR and loss.kind in ONLY_FAULTS:
            raise SimulationRefused(
                f"{loss.kind.value}-is-no-repair",
                msg(
                    "{target} is not taken back as such. Promote one side: --repair promote:LUN/ARRAY.",
                    target=str(loss),
                ),
            )


def _cancel(plan: Plan, action: Action) -> CancelMovement:
    """Raises ``UnknownElement`` for a VM that the design does not have."""
    return CancelMovement(None if action.target == EVERY_MOVEMENT else plan.design.vm(action.target).id)


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
    """Correct the durations of what ``step`` broke off: stages that vanished, or were timed anew, before their end."""
    if step.state.procedures is before.procedures:
        return
    alive = {procedure.serial: procedure for procedure in step.state.procedures}
    for procedure in before.procedures:
        stage = procedure.stage
        if stage is None or procedure.since_us + stage.duration_us <= step.time_us:
            continue
        now = alive.get(procedure.serial)
        if now is not None and (now.index, now.since_us, now.stage) == (procedure.index, procedure.since_us, stage):
            continue
        for index in range(len(steps) - 1, -1, -1):
            begun = steps[index]
            if begun.time_us < procedure.since_us:
                break
            if begun.time_us == procedure.since_us and begun.subject == procedure.subject and begun.duration_us:
                steps[index] = replace(begun, duration_us=step.time_us - begun.time_us)
                break


def _sent(plan: Plan, steps: list[Step]) -> tuple[tuple[SentRound, ...], int]:
    """The memory rounds made, and all KiB sent; what was broken off counts for the part that went out.

    Parts of one round that were sent at different rates are one round.
    """
    rounds: dict[tuple[str, int, int], SentRound] = {}
    sent = 0
    for step in steps:
        if step.phase not in {Phase.MEMORY, Phase.STOP_AND_COPY}:
            continue
        procedure = step.state.procedure_of(step.subject)
        stage = None if procedure is None else procedure.stage
        if procedure is None or stage is None or not stage.volume_kib or not _began(procedure, step):
            continue
        part = sent_part(stage, step.duration_us, plan)
        sent += part
        if stage.act is Act.SEND:
            key = (step.subject, procedure.serial, stage.round)
            known = rounds.get(key, SentRound(stage.round, step.subject, 0, 0))
            rounds[key] = replace(known, volume_kib=known.volume_kib + part, time_us=known.time_us + step.duration_us)
    return tuple(rounds.values()), sent


def _began(procedure: Procedure, step: Step) -> bool:
    return procedure.since_us == step.time_us and step.duration_us > 0
