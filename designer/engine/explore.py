"""Exhaustive exploration: every fault, and every pair of faults, at every instant of a run, mended and followed on.

From each instant at which everything due has happened, a run goes on undisturbed, and besides:

* while faults are left, each of them strikes there: between any two steps of a migration, of the answer to a first
  fault, and of its repair (so also fault, repair, second fault);
* a first fault is repaired there. In a migration a second fault follows such a repair only where the cluster had come
  to rest; from an idle cluster it follows everywhere;
* what two faults broke is repaired once the cluster has come to rest and everything has grown old (thresholds are
  forgotten, copies wholly stale), in either order, the second thing when it has come to rest again.

Nothing is followed twice: where a run comes to a situation (:mod:`designer.engine.situation`) that was reached before
with the same faults still to strike and the same things still to be mended, it would go on as that one did.

Work is split into independent tasks, so any executor of :mod:`concurrent.futures` can carry it; without one it runs
in place. Tasks for pairs take blocks of faults, so that "first A, then B" and "first B, then A" meet in one task.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from designer.base.units import US_PER_MS
from designer.engine.agenda import Agenda, Entry, Priority
from designer.engine.compile import Plan, compile_design
from designer.engine.events import Event, Fail, Repair, RequestMovement
from designer.engine.run import outcome_of
from designer.engine.safety import ON_A_NODE, violations
from designer.engine.situation import Situations, grown_old_us, still_due
from designer.engine.state import ClusterState, VmCondition, VmState
from designer.engine.step import react
from designer.model.design import Design
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.resilience.targets import Instant, parse_target

STEPS_PER_RUN = 20_000
"""A run with more steps than this counts as one that does not end."""

MOST_VMS = 3
"""More VMs multiply the instants and show nothing new; :func:`with_first_vms` leaves the others out."""

MOST_VMS_OF_PAIRS = 2
"""VMs where two faults strike during a migration: the one that moves, and one beside it."""

BLOCK = 8
"""Faults in a block: small enough for many tasks, large enough that the two orders of a pair meet."""

BAD_LINE = "loss=40,latency=30"
"""A line between the sites that works, but so badly that mirrors part at once and heartbeats in a while."""

Mapper = Callable[[Callable[["Task"], "Findings"], Iterable["Task"]], Iterable["Findings"]]


@dataclass(frozen=True, slots=True)
class Task:
    """One part of an exploration.

    Each of ``firsts`` strikes at every instant of the undisturbed run, each time on its own. With two faults, one of
    ``seconds`` strikes after one of ``firsts``, and the other way round where the two differ. Without ``firsts``
    nothing strikes: the undisturbed run itself.
    """

    design: Design
    movement: Movement | None
    firsts: tuple[str, ...]
    seconds: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How much work it is in comparison with others, roughly."""
        strikes = max(len(self.firsts), 1) * (20 * len(self.seconds) + 1)
        return strikes * (1 if self.movement is None else 15)


@dataclass(frozen=True, slots=True)
class Findings:
    """What an exploration came to. ``states`` holds a hash of each different situation.

    ``runs`` were followed until the cluster came to rest, each ending in one of the ``outcomes``. ``violations`` and
    ``dead_ends`` name the promise and what led there, so that it can be run again.
    """

    states: frozenset[bytes] = frozenset()
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


_Instant = tuple[ClusterState, int, tuple[Entry, ...]]
"""A state after everything due has happened, when that was, and what is due later."""


@dataclass(frozen=True, slots=True)
class _Strike:
    """What struck, or was repaired, and the instant after which it did."""

    target: str
    after_us: int
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class _Branch:
    """What is still to be followed: where it leaves from, what happens there, and what led to it.

    ``seconds`` may strike on it; ``broken`` waits to be mended. ``quiet`` branches are counted by another task.
    """

    origin: _Instant
    event: Event
    path: tuple[_Strike, ...] = ()
    seconds: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    quiet: bool = False

    @property
    def struck_once(self) -> bool:
        """Whether only one fault has struck so far, repaired or not."""
        return sum(not one.repaired for one in self.path) == 1


@dataclass(slots=True)
class _Walk:
    """The work on one task; mutable, and never leaves it. Without ``merging`` nothing is taken as known."""

    plan: Plan
    start: ClusterState
    scenario: Scenario
    faults: dict[str, Instant]
    situations: Situations
    later_us: int
    merging: bool = True
    branches: list[_Branch] = field(default_factory=list)
    seen: set[tuple[bytes, tuple[str, ...], tuple[str, ...]]] = field(default_factory=set)
    states: set[bytes] = field(default_factory=set)
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
    """The parts of an exploration, the longest first."""
    found: list[Task] = []
    for movement in (None, *_movements(design)):
        found.append(Task(design, movement, ()))
        if faults == 1:
            found += [Task(design, movement, (one,)) for one in single_faults(design)]
        elif faults > 1:
            small = design if movement is None else with_first_vms(design, MOST_VMS_OF_PAIRS)
            found += [Task(small, movement, *two) for two in _blocks(single_faults(small))]
    return tuple(sorted(found, key=lambda task: -task.weight))


def _blocks(targets: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Blocks of faults, each with itself and with each block after it: every unordered pair is in one of them."""
    cut = [targets[at : at + BLOCK] for at in range(0, len(targets), BLOCK)]
    for place, firsts in enumerate(cut):
        yield from ((firsts, seconds) for seconds in cut[place:])


def single_faults(design: Design) -> tuple[str, ...]:
    """Everything that can fail by itself, as targets of the event grammar."""
    sites = [site.id for site in design.sites]
    across = (*(link.id for link in design.network_links), *(link.id for link in design.replication_links))
    return (
        *(f"node:{node.id}" for node in design.nodes),
        *(f"array:{array.id}" for array in design.arrays),
        *(f"{kind}:{site}" for site in sites for kind in ("path", "fabric", "site") if design.nodes_in(site)),
        *(f"link:{link.id}" for link in design.links()),
        *(f"link:{link}~{BAD_LINE}" for link in across),
        *(f"nic:{node.id}/{nic.network}" for node in design.nodes for nic in node.nics),
        *(f"enabler:{node.id}" for node in design.nodes),
        *(f"vm:{vm.id}" for vm in design.vms),
        *(f"resource:{group.id}/{one.id}" for group in design.groups for one in group.further_resources),
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


def explore_task(task: Task, *, merging: bool = True) -> Findings:
    """The findings of one task; a function of its value alone, so it may run anywhere.

    Without ``merging`` every way is followed to its end, which only the smallest designs bear.
    """
    walk = _prepare(task, merging=merging)
    instants = tuple(_undisturbed(_prepare(task) if task.firsts else walk, task.movement))
    if not task.firsts:
        walk.states.update(walk.situations.of(*one) for one in instants)
        _end(walk, instants[-1][0], (), mended=True)
        return walk.findings()
    across = bool(task.seconds) and task.seconds != task.firsts
    strikes = [(one, task.seconds) for one in task.firsts]
    strikes += [(one, task.firsts) for one in task.seconds if across]
    for instant in instants:
        for target, seconds in strikes:
            path = (_Strike(target, instant[1]),)
            walk.branches.append(_Branch(instant, Fail(walk.faults[target]), path, seconds, (target,), across))
            while walk.branches:
                _follow(walk, walk.branches.pop())
    return walk.findings()


def _movements(design: Design) -> Iterator[Movement]:
    """A migration of the first VM to the first possible owner of another site."""
    for vm in design.vms[:1]:
        site = design.node(vm.node).site
        others = [node.id for node in design.nodes if node.site != site]
        if others and design.group_of(vm.id) is not None:
            yield Movement(kind=MovementKind.LIVE, vm=vm.id, to=others[0])


def _prepare(task: Task, *, merging: bool = True) -> _Walk:
    plan, start = compile_design(task.design)
    faults = {target: parse_target(target, task.design)[0] for target in single_faults(task.design)}
    scenario = Scenario(id="exploration", name="Exploration", movement=task.movement)
    return _Walk(plan, start, scenario, faults, Situations(plan), grown_old_us(plan), merging)


def _undisturbed(walk: _Walk, movement: Movement | None) -> Iterator[_Instant]:
    """The instants of the run without faults: the start of an idle run, else each time at which something happened."""
    origin: _Instant = (walk.start, 0, ())
    if movement is None:
        yield origin
    else:
        yield from _instants(walk, _Branch(origin, RequestMovement(movement)))


def _follow(walk: _Walk, branch: _Branch) -> None:
    """Follow a branch until it meets what is known or comes to rest; note the branches that leave it."""
    for state, now, due in _instants(walk, branch):
        at_rest = not due
        grows_old = at_rest and not branch.struck_once and bool(branch.broken)
        then = now + walk.later_us if grows_old else now
        if _is_known(walk, branch, (state, then, due)):
            return
        walk.branches += _struck(walk, branch, (state, now, due))
        if branch.struck_once or at_rest:
            walk.branches += _mended(walk, branch, (state, then, due))
        if at_rest and not branch.quiet:
            _end(walk, state, branch.path, mended=not branch.broken)


def _is_known(walk: _Walk, branch: _Branch, instant: _Instant) -> bool:
    """Whether the situation was reached before with the same still to come; remembers it."""
    situation = walk.situations.of(*instant)
    if not branch.quiet:
        walk.states.add(situation)
    known = (situation, branch.seconds, branch.broken)
    if walk.merging and known in walk.seen:
        return True
    walk.seen.add(known)
    return False


def _struck(walk: _Walk, branch: _Branch, instant: _Instant) -> Iterator[_Branch]:
    """The branches in which a second fault strikes."""
    for target in branch.seconds:
        path, broken = (*branch.path, _Strike(target, instant[1])), tuple(sorted({*branch.broken, target}))
        yield _Branch(instant, Fail(walk.faults[target]), path, (), broken)


def _mended(walk: _Walk, branch: _Branch, instant: _Instant) -> Iterator[_Branch]:
    """The branches in which one of the broken things is repaired."""
    _, now, due = instant
    seconds = branch.seconds if walk.scenario.movement is None or not due else ()
    if branch.quiet and not seconds:
        return
    for target in branch.broken:
        path = (*branch.path, _Strike(target, now, repaired=True))
        rest = tuple(one for one in branch.broken if one != target)
        yield _Branch(instant, Repair(walk.faults[target]), path, seconds, rest, branch.quiet)


def _end(walk: _Walk, state: ClusterState, path: tuple[_Strike, ...], *, mended: bool) -> None:
    """Note how a run ended. Where everything is ``mended`` the cluster has to live."""
    walk.runs += 1
    walk.outcomes[outcome_of(walk.scenario, walk.start, state).value] += 1
    stuck = tuple(vm.id for vm in state.vms if _is_forgotten(walk.plan, state, vm))
    stopped = mended and not state.quorum.living
    if state.procedures or stuck or stopped or not state.quorum.settled:
        walk.dead_ends.append(_replay(walk, path, *stuck))


def _is_forgotten(plan: Plan, state: ClusterState, vm: VmState) -> bool:
    """Whether a VM of a living cluster neither runs nor says what it waits for."""
    if vm.condition is VmCondition.RUNNING or vm.id not in plan.group_index or not state.quorum.living:
        return False
    return vm.condition in ON_A_NODE or vm.waits_for is None


def _instants(walk: _Walk, branch: _Branch) -> Iterator[_Instant]:
    """Follow a run without further faults; each instant at which something has come of everything due."""
    state, now, due = branch.origin
    told: ClusterState | None = None
    agenda, steps = Agenda(due), 0
    priority = Priority.WORKLOAD if isinstance(branch.event, RequestMovement) else Priority.FAULT
    agenda.enter(now, priority, branch.event)
    while agenda:
        entry = agenda.take()
        effect = react(walk.plan, state, entry, steps + 1)
        if not branch.quiet:
            walk.transitions += 1
            _check(walk, state, (*(step.state for step in effect.steps), effect.state), branch.path)
        state, steps = effect.state, steps + len(effect.steps)
        for call in effect.calls:
            agenda.enter(call.time_us, call.priority, call.event, call.cause)
        if steps > STEPS_PER_RUN:
            walk.dead_ends.append(_replay(walk, branch.path, "does not end"))
            return
        if agenda.next_us != entry.time_us and state is not told:
            told = state
            yield state, entry.time_us, still_due(state, agenda)


def _check(walk: _Walk, before: ClusterState, states: Iterable[ClusterState], path: tuple[_Strike, ...]) -> None:
    for state in states:
        if state is not before:
            found = violations(walk.plan, before, state, 0)
            walk.violations += [f"{one.promise} {one.subject}: {_replay(walk, path)}" for one in found]
            before = state


def _replay(walk: _Walk, path: tuple[_Strike, ...], *more: str) -> str:
    """What led here, in the words of ``geocluster simulate``."""
    movement = walk.scenario.movement
    words = [] if movement is None else [f"--migrate {movement.vm} --to {movement.to}"]
    words += [f"--{'repair' if one.repaired else 'fail'} {one.target}@{_next_s(one.after_us):.3f}" for one in path]
    return " ".join((*words, *(f"({word})" for word in more)))


def _next_s(after_us: int) -> float:
    """Seconds to the next whole millisecond: scenarios have no finer times, and at an instant faults come first."""
    return (after_us // US_PER_MS + 1) / US_PER_MS
