"""Exhaustive exploration: every fault, or pair of faults, at every instant of a run, followed to its end and repaired.

A first fault is also repaired at every instant after it; a pair of faults once the run has come to rest.
States that were reached before are not followed again. Work is split into independent tasks, so any executor of
:mod:`concurrent.futures` can carry it; without one it runs in place.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from typing import Any

from designer.engine.agenda import Agenda, Priority
from designer.engine.compile import Plan, compile_design
from designer.engine.events import Advance, Event, Fail, Repair, RequestMovement
from designer.engine.run import outcome_of
from designer.engine.safety import ON_A_NODE, Violation, violations
from designer.engine.state import (
    ClusterState,
    GroupState,
    PairCondition,
    Procedure,
    ProcedureKind,
    VmCondition,
    VmState,
)
from designer.engine.step import react
from designer.engine.turn import PRIORITY_OF
from designer.model.design import Design
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.resilience.targets import Instant, parse_target

STEPS_PER_RUN = 20_000
"""A run with more steps than this counts as one that does not end."""

MOST_VMS = 3
"""More VMs multiply the instants and show nothing new; :func:`with_first_vms` leaves the others out."""

Mapper = Callable[[Callable[["Task"], "Findings"], Iterable["Task"]], Iterable["Findings"]]


@dataclass(frozen=True, slots=True)
class Task:
    """One part of an exploration: ``first`` strikes at every instant of the undisturbed run, each time on its own.

    Without ``first`` nothing strikes: the undisturbed run itself. ``faults`` is the most that strike in one run.
    """

    design: Design
    movement: Movement | None
    first: str | None
    faults: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What an exploration came to. ``states`` holds a hash of each different state, time and numbering left out.

    ``violations`` and ``dead_ends`` name the promise and what led there, so that it can be run again.
    """

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


@dataclass(frozen=True, slots=True)
class _Strike:
    """What struck, or was repaired, when."""

    target: str
    at_us: int
    repaired: bool = False


@dataclass(slots=True)
class _Walk:
    """The work on one task; mutable, and never leaves it."""

    plan: Plan
    start: ClusterState
    scenario: Scenario
    faults: dict[str, Instant]
    keys: "_Keys"
    seen: set[tuple[str, tuple[str | int, ...]]] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    transitions: int = 0
    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    dead_ends: list[str] = field(default_factory=list)

    def findings(self) -> Findings:
        """What it came to."""
        return Findings(
            frozenset(self.states),
            self.transitions,
            self.runs,
            tuple(sorted(self.outcomes.items())),
            tuple(self.violations),
            tuple(self.dead_ends),
        )


def explore(design: Design, *, faults: int = 1, mapper: Mapper = map) -> Findings:
    """Explore idle running and, where the design has one, a migration of the first VM to the other site.

    ``mapper`` is ``map`` or an executor's; the result does not depend on which.
    """
    found = Findings()
    for part in mapper(explore_task, tasks(design, faults=faults)):
        found = found.plus(part)
    return found


def tasks(design: Design, *, faults: int = 1) -> tuple[Task, ...]:
    """The parts of an exploration, in order: for each movement the undisturbed run, then each first fault."""
    firsts = (None, *single_faults(design)) if faults else (None,)
    return tuple(Task(design, movement, first, faults) for movement in (None, *_movements(design)) for first in firsts)


def single_faults(design: Design) -> tuple[str, ...]:
    """Everything that can fail by itself, as targets of the event grammar."""
    sites = [site.id for site in design.sites]
    return (
        *(f"node:{node.id}" for node in design.nodes),
        *(f"array:{array.id}" for array in design.arrays),
        *(f"{kind}:{site}" for site in sites for kind in ("path", "fabric", "site") if design.nodes_in(site)),
        *(f"link:{link.id}" for link in design.links()),
        *(f"nic:{node.id}/{nic.network}" for node in design.nodes for nic in node.nics),
        *(f"enabler:{node.id}" for node in design.nodes),
        *(f"vm:{vm.id}" for vm in design.vms),
        *(("witness",) if design.witness is not None else ()),
    )


def with_first_vms(design: Design, most: int = MOST_VMS) -> Design:
    """The design with its first ``most`` VMs only: their groups and LUNs stay, everything else as it is."""
    if len(design.vms) <= most:
        return design
    kept = design.vms[:most]
    names = {vm.id for vm in kept} | {
        vm.id for vm in design.vms if design.witness is not None and design.witness.hosted_by == vm.id
    }
    gone = {vm.id for vm in design.vms} - names
    used = {lun for vm in design.vms if vm.id in names for lun in vm.luns}
    given_up = {lun for vm in design.vms if vm.id in gone for lun in vm.luns} - used
    return design.evolve(
        vms=tuple(vm for vm in design.vms if vm.id in names),
        groups=tuple(group for group in design.groups if group.vm in names),
        luns=tuple(lun for lun in design.luns if lun.id not in given_up),
    )


def explore_task(task: Task) -> Findings:
    """The findings of one task; a function of its value alone, so it may run anywhere."""
    walk = _prepare(task)
    if task.first is None:
        end = walk.start
        for now, state in _undisturbed(walk, task.movement):
            walk.states.add(walk.keys.of(state, now))
            end = state
        _end(walk, end, ())
        return walk.findings()
    for now, state in tuple(_undisturbed(_prepare(task), task.movement)):
        _strike(walk, state, now, (_Strike(task.first, now),), left=task.faults - 1)
    return walk.findings()


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
    scenario = Scenario(id="exploration", name="Exploration", movement=task.movement)
    return _Walk(plan, start, scenario, faults, _Keys())


def _undisturbed(walk: _Walk, movement: Movement | None) -> Iterator[tuple[int, ClusterState]]:
    """The instants of the run without faults: the start of an idle run, else each time at which something happened."""
    if movement is None:
        yield 0, walk.start
    else:
        yield from _instants(walk, walk.start, 0, RequestMovement(movement), path=())


def _strike(walk: _Walk, state: ClusterState, now: int, struck: tuple[_Strike, ...], *, left: int) -> None:
    """Let the last of ``struck`` fail now and follow the run.

    At every instant of it strike again while faults are left, and mend a first fault; at the end mend all.
    """
    last = state
    targets = tuple(sorted(one.target for one in struck)) if left else ()
    for time, reached in _instants(walk, state, now, Fail(walk.faults[struck[-1].target]), path=struck):
        last, now = reached, time
        if _is_known(walk, reached, time, ("failed", left, *targets)):
            return
        if len(struck) == 1:
            _mend(walk, reached, time, struck)
        if left:
            for target in walk.faults:
                _strike(walk, reached, time, (*struck, _Strike(target, time)), left=left - 1)
    _end(walk, last, struck)
    _mend(walk, last, now, struck)


def _mend(walk: _Walk, state: ClusterState, now: int, struck: tuple[_Strike, ...]) -> None:
    """Repair what has struck, one after the other, each once the cluster has settled from the one before."""
    path = struck
    for target in dict.fromkeys(one.target for one in struck):
        path = (*path, _Strike(target, now, repaired=True))
        for time, reached in _instants(walk, state, now, Repair(walk.faults[target]), path=path):
            state, now = reached, time
            if _is_known(walk, reached, time, ("mended", target, len(path))):
                return
    _end(walk, state, path)


def _is_known(walk: _Walk, state: ClusterState, now: int, what: tuple[str | int, ...]) -> bool:
    """Whether the state was reached before with the same still to come; remembers it."""
    key = walk.keys.of(state, now)
    walk.states.add(key)
    if (key, what) in walk.seen:
        return True
    walk.seen.add((key, what))
    return False


def _end(walk: _Walk, state: ClusterState, path: tuple[_Strike, ...]) -> None:
    walk.runs += 1
    walk.outcomes[outcome_of(walk.scenario, walk.start, state).value] += 1
    stuck = tuple(vm.id for vm in state.vms if _is_forgotten(walk.plan, state, vm))
    if state.procedures or stuck or not state.quorum.settled:
        walk.dead_ends.append(_replay(walk, path, *stuck))


def _is_forgotten(plan: Plan, state: ClusterState, vm: VmState) -> bool:
    """Whether a VM of a living cluster neither runs nor says what it waits for."""
    if vm.condition is VmCondition.RUNNING or vm.id not in plan.group_index or not state.quorum.living:
        return False
    return vm.condition in ON_A_NODE or vm.waits_for is None


def _instants(
    walk: _Walk, state: ClusterState, now: int, event: Event, *, path: tuple[_Strike, ...]
) -> Iterator[tuple[int, ClusterState]]:
    """Follow a run from ``state`` after ``event``; each time at which something has come of everything due."""
    told: ClusterState | None = None
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
            walk.dead_ends.append(_replay(walk, path, "does not end"))
            return
        if agenda.next_us != entry.time_us and state is not told:
            told = state
            yield entry.time_us, state


def _check(walk: _Walk, before: ClusterState, states: Iterable[ClusterState], path: tuple[_Strike, ...]) -> None:
    for state in states:
        found: tuple[Violation, ...] = violations(walk.plan, before, state, 0)
        walk.violations += [f"{one.promise} {one.subject}: {_replay(walk, path)}" for one in found]
        before = state


def _replay(walk: _Walk, path: tuple[_Strike, ...], *more: str) -> str:
    """What led here, in the words of ``geocluster simulate``."""
    movement = walk.scenario.movement
    words = [] if movement is None else [f"--migrate {movement.vm} --to {movement.to}"]
    words += [f"--{'repair' if one.repaired else 'fail'} {one.target}@{one.at_us / 1_000_000:.3f}" for one in path]
    return " ".join((*words, *(f"({word})" for word in more)))


class _Keys:
    """Hashes of what decides the future. Parts shared by many states are read once; their identity is the memory."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[object, str]] = {}

    def of(self, state: ClusterState, now: int) -> str:
        """Hash of the state: times count from now, procedures in order without their numbers, history left out."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        plain = [self._listed(name, getattr(state, name)) for name in _COLLECTIONS]
        plain += [self._once("quorum", state.quorum), self._once("witness", state.witness)]
        plain += [self._procedure(one, now) for one in state.procedures]
        plain += [repr(_ages(state, one.subject, now)) for one in state.procedures if one.kind is ProcedureKind.RETRY]
        plain += [repr(state.queue), repr(state.moved)]
        return sha256("|".join(plain).encode()).hexdigest()[:24]

    def _listed(self, name: str, parts: tuple[Any, ...]) -> str:
        found = self._known.get((name, id(parts)))
        if found is None:
            text = "".join(self._once("", part) for part in parts)
            found = self._known[name, id(parts)] = (parts, _short(text))
        return found[1]

    def _once(self, kind: str, part: object) -> str:
        found = self._known.get((kind, id(part)))
        if found is None:
            found = self._known[kind, id(part)] = (part, _short(repr(_timeless(part))))
        return found[1]

    def _procedure(self, one: Procedure, now: int) -> str:
        stages = self._once("stages", one.stages)
        rest = (one.kind.value, one.subject, one.source, one.target, one.index, one.since_us - now, one.reserved_mib)
        return f"{stages}{rest}"


_COLLECTIONS = ("nodes", "arrays", "fabrics", "sites", "links", "pairs", "groups", "vms")
_REMEMBERED = 200_000


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]


def _ages(state: ClusterState, group_id: str, now: int) -> tuple[int, ...]:
    """How long ago a group that waits to be tried again failed over: that is what it waits for."""
    return tuple(now - instant for group in state.groups if group.id == group_id for instant in group.failovers)


def _timeless(part: object) -> object:
    """The part without lengths of time: what a counter holds decides, not when it will be forgotten."""
    if isinstance(part, VmState):
        return replace(part, outage_us=min(part.outage_us, 1), down_since_us=None if part.down_since_us is None else 0)
    if isinstance(part, PairCondition):
        return replace(part, stale_since_us=None if part.stale_since_us is None else 0)
    if isinstance(part, GroupState):
        return replace(
            part,
            failovers=(0,) * len(part.failovers),
            restarts=tuple((key, 0) for key, _ in part.restarts),
            held_since_us=0,
        )
    return part
