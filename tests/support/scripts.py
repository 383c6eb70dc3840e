"""Scenarios in one line, and questions that tests ask of a finished run."""

from designer.engine.run import run
from designer.engine.timeline import Step, Timeline
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario


def design(primary: int = 2, secondary: int = 1, **numbers: object) -> Design:
    """A blueprint's design with two VMs unless told otherwise."""
    return build(Blueprint(primary, secondary, **{"vms": 2, **numbers}))


def with_share(primary: int = 2, secondary: int = 2, **numbers: object) -> Design:
    """A blueprint's design with the file share at the third site."""
    return design(primary, secondary, witness=WitnessPlace.THIRD, **numbers)


def fails(target: str, at_s: float = 0) -> Action:
    """A loss at a time in seconds."""
    return Action(kind=ActionKind.FAIL, target=target, at_ms=round(at_s * 1000))


def repairs(target: str, at_s: float) -> Action:
    """A repair at a time in seconds."""
    return Action(kind=ActionKind.REPAIR, target=target, at_ms=round(at_s * 1000))


def moves(kind: MovementKind = MovementKind.LIVE, vm: str = "vm-01", to: str = "s1") -> Movement:
    """A movement of one VM."""
    return Movement(kind=kind, vm=vm, to=to)


def script(movement: Movement | None = None, *actions: Action) -> Scenario:
    """A scenario."""
    return Scenario(id="script", name="Script", movement=movement, actions=actions)


def ran(of: Design, movement: Movement | None = None, *actions: Action) -> Timeline:
    """The run, which must keep every promise and leave nothing half done."""
    timeline = run(of, script(movement, *actions))
    assert timeline.violations == ()
    assert timeline.end.procedures == ()
    return timeline


def phases(timeline: Timeline) -> list[str]:
    """The phases in order, neighbours that are equal taken together."""
    found: list[str] = []
    for step in timeline.steps:
        if not found or found[-1] != step.phase.value:
            found.append(step.phase.value)
    return found


def changes(timeline: Timeline, subject: str) -> list[str]:
    """What a subject became, step by step."""
    return [step.after for step in timeline.steps if step.subject == subject and step.before != step.after]


def in_phase(timeline: Timeline, phase: str) -> list[Step]:
    """The steps of one phase."""
    return [step for step in timeline.steps if step.phase.value == phase]


def running_on(timeline: Timeline) -> dict[str, str]:
    """Where each VM that runs at the end runs."""
    return {vm.id: vm.node for vm in timeline.end.vms if vm.condition.value == "running"}
