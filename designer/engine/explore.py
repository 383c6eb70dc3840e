"""Exhaustive exploration: every fault, or pair of faults, at every instant of a run, followed to its end and repaired.

States that were reached before are not followed again. Work is split into independent tasks, so any executor of
:mod:`concurrent.futures` can carry it; without one it runs in place.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain

from designer.engine.agenda import Agenda, Priority
from designer.engine.compile import Plan, compile_design
from designer.engine.events import Advance, Event, Fail, Repair, RequestMovement
from designer.engine.run import outcome_of
from designer.engine.safety import Violation, violations
from designer.engine.state import ClusterState, NodeCondition
from designer.engine.step import react
from designer.engine.turn import PRIORITY_OF
from designer.model.design import Design
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.resilience.targets import Instant, parse_target

STEPS_PER_RUN = 20_000
"""A run with more steps than this counts as one that does not end."""

Mapper = Callable[[Callable[["Task"], "Findings"], Iterable["Task"]], Iterable["Findings"]]


@dataclass(frozen=True, slots=True)
class Task:
    """One part of an exploration: the first fault strikes at one instant of the undisturbed run.

    ``boundary`` counts those instants from 0; ``targets`` are the first faults of this task, ``faults`` the most that
    strike in one run.
    """

    design: Design
    movement: Movement | None
    boundary: int
    targets: tuple[str, ...]
    faults: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What an exploration came to. ``states`` holds a hash of each different state, time and numbering left out."""

    states: frozenset[str] = frozenset()
    transitions: int = 0
    runs: int = 0
    outcomes: tuple[tuple[str, int], ...] = ()
    violations: tuple[str, ...] = ()
    dead_ends: tuple[str, ...] = ()

    def plus(self, other: "Findings") -> "Findings":
        """Both together."""
        counted = Counter(dict(self.outcomes)) + Counter(dict(other.outcomes))
        return Findings(
            self.states | other.states,
            self.transitions + other.transitions,
            self.runs + other.runs,
            tuple(sorted(counted.items())),
            self.violations + other.violations,
            self.dead_ends + other.dead_ends,
        )


@dataclass(slots=True)
class _Walk:
    """The work on one task; mutable, and never leaves it."""

    plan: Plan
    start: ClusterState
    scenario: Scenario
    faults: dict[str, Instant]
    seen: set[tuple[str, int, tuple[str, ...]]] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    transitions: int = 0
    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    dead_ends: list[str] = field(default_factory=list)


def explore(design: Design, *, faults: int = 1, mapper: Mapper = map) -> Findings:
    """Explore idle running and, where the design has one, a migration of the first VM to the other site.

    ``mapper`` is ``map`` or an executor's; the result does not depend on which.
    """
    found = Findings()
    for part in mapper(explore_task, tasks(design, faults=faults)):
        found = found.plus(part)
    return found


def tasks(design: Design, *, faults: int = 1) -> tuple[Task, ...]:
    """The parts of an exploration, in order: for each movement and each instant of it, all first faults."""
    targets = single_faults(design)
    made = []
    for movement in (None, *_movements(design)):
        walk = _prepare(Task(design, movement, 0, (), 0))
        count = sum(1 for _ in _undisturbed(walk, movement))
        made += [Task(design, movement, boundary, targets, faults) for boundary in range(count)]
    return tuple(made)


def single_faults(design: Design) -> tuple[str, ...]:
    """Everything that can fail by itself, as targets of the event grammar."""
    sites = [site.id for site in design.sites]
    return (
        *(f"node:{node.id}" for node in design.nodes),
        *(f"array:{array.id}" for array in design.arrays),
        *(f"{kind}:{site}" for site in sites for kind in ("path", "fabric", "site") if design.nodes_in(site)),
        *(f"link:{link.id}" for link in design.links()),
        *(("witness",) if design.witness is not None else ()),
    )


def explore_task(task: Task) -> Findings:
    """The findings of one task; a function of its value alone, so it may run anywhere."""
    walk = _prepare(task)
    instants = _undisturbed(walk, task.movement)
    now, state = next(pair for number, pair in enumerate(instants) if number == task.boundary)
    for target in task.targets:
        _strike(walk, state, now, (target,), left=task.faults - 1)
    return Findings(
        frozenset(walk.states),
        walk.transitions,
        walk.runs,
        tuple(sorted(walk.outcomes.items())),
        tuple(walk.violations),
        tuple(walk.dead_ends),
    )


def _movements(design: Design) -> Iterator[Movement]:
    """A migration of the first VM to the first possible owner of another site."""
    for vm in design.vms[:1]:
        site = design.node(vm.node).site
        others = [node.id for node in design.nodes if node.site != site]
        if others and design.group_of(vm.id) is not None:
            yield Movement(kind=MovementKind.LIVE, vm=vm.id, to=others[0])


def _prepare(task: Task) -> _Walk:
    plan, start = compile_design(task.design)
    faults = {target: parse_target(target, task.design)[0] for target in single_faults(task.design)}
    return _Walk(plan, start, Scenario(id="exploration", name="Exploration", movement=task.movement), faults)


def _undisturbed(walk: _Walk, movement: Movement | None) -> Iterator[tuple[int, ClusterState]]:
    """The instants of the run without faults: the start, then each time at which something has happened."""
    yield 0, walk.start
    if movement is not None:
        yield from _instants(walk, walk.start, 0, RequestMovement(movement), path=())


def _strike(walk: _Walk, state: ClusterState, now: int, struck: tuple[str, ...], *, left: int) -> None:
    """Let the last of ``struck`` fail now, follow the run, strike again while faults are left, repair at the end."""
    last = state
    for time, reached in _instants(walk, state, now, Fail(walk.faults[struck[-1]]), path=struck):
        last, now = reached, time
        key = (_key(reached, time), left, tuple(sorted(struck)) if left else ())
        walk.states.add(key[0])
        if key in walk.seen:
            return
        walk.seen.add(key)
        if left:
            for target in walk.faults:
                _strike(walk, reached, time, (*struck, target), left=left - 1)
    _end(walk, last, struck)
    for target in dict.fromkeys(struck):
        for time, reached in _instants(
            walk, last, now, Repair(walk.faults[target]), path=(*struck, f"repair {target}")
        ):
            last, now = reached, time
            walk.states.add(_key(reached, time))
    _end(walk, last, (*struck, "repair"))


def _end(walk: _Walk, state: ClusterState, path: tuple[str, ...]) -> None:
    walk.runs += 1
    walk.outcomes[outcome_of(walk.scenario, walk.start, state).value] += 1
    if state.procedures or not state.quorum.settled:
        walk.dead_ends.append(" > ".join(path))


def _instants(
    walk: _Walk, state: ClusterState, now: int, event: Event, *, path: tuple[str, ...]
) -> Iterator[tuple[int, ClusterState]]:
    """Follow a run from ``state`` after ``event``; each time at which everything due has been done."""
    agenda = Agenda()
    priority = Priority.WORKLOAD if isinstance(event, RequestMovement) else Priority.FAULT
    agenda.enter(now, priority, event)
    for procedure in state.procedures:
        stage = procedure.stage
        due = procedure.since_us + (0 if stage is None else stage.duration_us)
        agenda.enter(max(due, now), PRIORITY_OF[procedure.kind], Advance(procedure.serial))
    steps = 0
    while agenda:
        entry = agenda.take()
        effect = react(walk.plan, state, entry, steps + 1)
        _check(walk, state, chain((step.state for step in effect.steps), (effect.state,)), path)
        state, steps = effect.state, steps + len(effect.steps)
        walk.transitions += 1
        for call in effect.calls:
            agenda.enter(call.time_us, call.priority, call.event, call.cause)
        if steps > STEPS_PER_RUN:
            walk.dead_ends.append(" > ".join((*path, "does not end")))
            return
        if agenda.next_us != entry.time_us:
            yield entry.time_us, state


def _check(walk: _Walk, before: ClusterState, states: Iterable[ClusterState], path: tuple[str, ...]) -> None:
    for state in states:
        found: tuple[Violation, ...] = violations(walk.plan, before, state, 0)
        walk.violations += [f"{one.promise} {one.subject}: {' > '.join(path)}" for one in found]
        before = state


def _key(state: ClusterState, now: int) -> str:
    """Hash of what decides the future: times count from now, procedures in order, history left out."""
    numbered = {procedure.serial: number for number, procedure in enumerate(state.procedures)}
    plain = replace(
        state,
        procedures=tuple(
            replace(one, serial=numbered[one.serial], since_us=one.since_us - now, cause=None)
            for one in state.procedures
        ),
        vms=tuple(
            replace(vm, outage_us=min(vm.outage_us, 1), down_since_us=None if vm.down_since_us is None else 0)
            for vm in state.vms
        ),
        pairs=tuple(replace(pair, stale_since_us=None if pair.stale_since_us is None else 0) for pair in state.pairs),
        groups=tuple(replace(group, failovers=0, restarts=0) for group in state.groups),
        nodes=tuple(replace(node, paused=node.paused and node.condition is NodeCondition.UP) for node in state.nodes),
        next_serial=0,
    )
    return sha256(repr(plain).encode()).hexdigest()[:24]
