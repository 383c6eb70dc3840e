"""How available a design is: the exact probability, the minutes of a year by class, and what each part adds to them.

A design is compiled once into a :class:`Study`; figures of parts may then change as often as a slider moves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from designer.analysis.availability.assumptions import HOURS_PER_YEAR, MINUTES_PER_YEAR, Assumptions
from designer.analysis.availability.frequencies import (
    Change,
    Crossing,
    Passes,
    Rates,
    crossings,
    likeliest_states,
    rates_of,
)
from designer.analysis.availability.importance import Cause, Measures, measures, pairs, single_points
from designer.analysis.availability.parts import Part, Wiring, wire
from designer.analysis.availability.states import Level, level_of
from designer.analysis.availability.structure import Structure, derive_structure
from designer.analysis.moves import Moves
from designer.model.design import Design
from designer.model.reliability import Reliability
from designer.resilience.outcome import VmVerdict
from designer.resilience.targets import Loss
from designer.resilience.verdict import Verdict

_US_PER_HOUR = 3_600_000_000
_S_PER_MINUTE = 60.0
_MOST_PAIRS = 12
_NEAR = (Level.RUNS, Level.LOCAL, Level.AWAY, Level.AWAY, Level.AWAY, Level.AWAY)
_FAR = (Level.RUNS, Level.RUNS, Level.AWAY, Level.MANUAL, Level.OUT, Level.OUT)
_LEVEL = {Change.RESTART: Level.LOCAL, Change.FAILOVER: Level.AWAY, Change.MANUAL: Level.MANUAL, Change.OUT: Level.OUT}
_WORTH = {change: tuple(float(one is level) for one in Level) for change, level in _LEVEL.items()}

Figures = Mapping[str, tuple[float, float]]
"""Mean hours to failure and to repair, by the id of the part."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of a year in which a VM does not run, on the mean over the VMs, by why."""

    repair: float = 0.0
    failover: float = 0.0
    restart: float = 0.0
    manual: float = 0.0
    planned: float = 0.0

    @property
    def total(self) -> float:
        """All of them."""
        return self.repair + self.failover + self.restart + self.manual + self.planned

    @property
    def unavailability(self) -> float:
        """The share of a year."""
        return self.total / MINUTES_PER_YEAR


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part with what it counts for. ``minutes_per_year`` is what its failures cost; patching is not in it."""

    part: Part
    mttf_h: float
    mttr_h: float
    measures: Measures
    minutes_per_year: float


@dataclass(frozen=True, slots=True)
class Solution:
    """What a set of figures gives: ``exact`` is the probability that some VM needs a repair or a person."""

    exact: float
    minutes: Minutes
    parts: tuple[PartResult, ...]


@dataclass(frozen=True, slots=True)
class Availability:
    """Everything that is known of a design's availability by the base figures, but for what is drawn by chance.

    ``pairs`` are the likeliest pairs of losses that neither alone would stop a VM.
    """

    design: str
    solution: Solution
    single_points: tuple[Cause, ...]
    pairs: tuple[Cause, ...]
    assumptions: Assumptions
    study: "Study"


def assess(design: Design, reliability: Reliability, assumptions: Assumptions | None = None) -> Availability:
    """The availability of a design."""
    study = Study(design, reliability, assumptions)
    down = study.probabilities()
    return Availability(
        design=design.id,
        solution=study.solve(),
        single_points=single_points(study.structure, down),
        pairs=pairs(study.structure, down, _MOST_PAIRS),
        assumptions=study.assumptions,
        study=study,
    )


class Study:
    """A design compiled to diagrams, to be solved for any figures of its parts."""

    def __init__(self, design: Design, reliability: Reliability, assumptions: Assumptions | None = None) -> None:
        self.assumptions = assumptions or Assumptions()
        self.wiring: Wiring = wire(design, reliability, self.assumptions)
        self.structure: Structure = derive_structure(design, self.wiring)

    @cached_property
    def _base(self) -> dict[str, tuple[float, float]]:
        return {part.id: (part.mttf_h.base, part.mttr_h.base) for part in self.wiring.parts}

    def figures(self, changed: Figures | None = None) -> dict[str, tuple[float, float]]:
        """The base figures of every part, some of them replaced. Raises ``KeyError`` for a part there is not."""
        found = dict(self._base)
        for part, hours in (changed or {}).items():
            if part not in found:
                raise KeyError(part)
            found[part] = hours
        return found

    def probabilities(self, changed: Figures | None = None) -> dict[str, float]:
        """The probability of every variable of being down."""
        rates = self._rates(self.figures(changed))
        return {variable.id: one.down for variable, one in zip(self.wiring.variables, rates, strict=True)}

    def exact(self, changed: Figures | None = None) -> tuple[float, dict[str, float]]:
        """The exact probability, and the Birnbaum importance of every part; the quickest question."""
        figures = self.figures(changed)
        rates = self._rates(figures)
        return self._exact(rates)

    def solve(self, changed: Figures | None = None) -> Solution:
        """The exact probability, the minutes and the measures of every part."""
        figures = self.figures(changed)
        rates = self._rates(figures)
        exact, birnbaum = self._exact(rates)
        minutes, shares = self._yearly(rates)
        per_hour = {part: 1.0 / (mttf + mttr) for part, (mttf, mttr) in figures.items()}
        added: dict[str, float] = {}
        for share, rate in zip(shares, rates, strict=True):
            for part, slope in rate.slopes:
                added[part] = share * per_hour[part] * slope / rate.per_hour if rate.per_hour else 0.0
        results = []
        for one in self.wiring.parts:
            mttf, mttr = figures[one.id]
            values = measures(birnbaum.get(one.id, 0.0), mttr / (mttf + mttr), exact)
            results.append(PartResult(one, mttf, mttr, values, added.get(one.id, 0.0)))
        return Solution(exact, minutes, tuple(results))

    def minutes(self, changed: Figures | None = None) -> Minutes:
        """The minutes alone; figures may be arrays of one length, and so are the minutes then."""
        return self._yearly(self._rates(self.figures(changed)))[0]

    # --- The exact probability ----------------------------------------------------------------------------------------

    def _rates(self, figures: Figures) -> list[Rates]:
        down = {part: mttr / (mttf + mttr) for part, (mttf, mttr) in figures.items()}
        per_hour = {part: 1.0 / (mttf + mttr) for part, (mttf, mttr) in figures.items()}
        return [rates_of(variable, down, per_hour) for variable in self.wiring.variables]

    @cached_property
    def _stopped(self) -> Passes:
        return Passes(self.structure.diagram, [self.structure.stopped])

    def _exact(self, rates: list[Rates]) -> tuple[float, dict[str, float]]:
        down = [one.down for one in rates]
        passes, root = self._stopped, self.structure.stopped
        values = passes.values(down, (0.0, 1.0))
        slopes = passes.slopes(down, passes.reach(down, root), values)
        birnbaum = {part: slopes[at] * slope for at, one in enumerate(rates) for part, slope in one.slopes}
        return values[passes.place(root)], birnbaum

    # --- The minutes --------------------------------------------------------------------------------------------------

    @cached_property
    def _groups(self) -> tuple["_Group", ...]:
        """VMs that leave their places alike, for restarts; and those that fare alike beyond, for all else."""
        down = [one.down for one in self._rates(self._base)]
        diagram = self.structure.diagram
        near: dict[int, tuple[str, ...]] = {}
        far: dict[int, tuple[str, ...]] = {}
        for level, vms in self.structure.levels:
            for found, terminals in ((near, _NEAR), (far, _FAR)):
                root = diagram.with_terminals(level, terminals)
                found[root] = (*found.get(root, ()), *vms)
        return (
            *(_Group(self, root, vms, (Change.RESTART,), down) for root, vms in near.items()),
            *(_Group(self, root, vms, (Change.FAILOVER, Change.MANUAL, Change.OUT), down) for root, vms in far.items()),
        )

    @cached_property
    def below(self) -> Passes:
        """One pass over all that crossings ask."""
        return Passes(self.structure.diagram, {one.when for group in self._groups for one in group.crossings})

    def _yearly(self, rates: list[Rates]) -> tuple[Minutes, list[float]]:
        """The minutes, and how many of them each variable's failures bring, patching apart."""
        down = [one.down for one in rates]
        count = len(self.structure.judge.vms)
        whole, shares = Minutes(), [0.0] * len(rates)
        if not count:
            return whole, shares
        groups = self._groups
        below = self.below.values(down, (0.0, 1.0))
        for group in groups:
            weight = len(group.vms) / count
            minutes, own = group.minutes(rates, down, below)
            whole = _sum(whole, minutes, weight)
            shares = [one + weight * more for one, more in zip(shares, own, strict=True)]
        return whole, shares

    @cached_property
    def verdicts(self) -> "_Verdicts":
        """The evaluator's answers, each asked for once."""
        return _Verdicts(self.structure)


def _sum(first: Minutes, second: Minutes, weight: float) -> Minutes:
    return Minutes(
        first.repair + weight * second.repair,
        first.failover + weight * second.failover,
        first.restart + weight * second.restart,
        first.manual + weight * second.manual,
        first.planned + weight * second.planned,
    )


class _Verdicts:
    """Verdicts by the losses that stand."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._known: dict[tuple[Loss, ...], Verdict] = {}

    def of(self, struck: Iterable[int]) -> Verdict:
        losses = self._structure.losses(frozenset(struck).__contains__)
        if losses not in self._known:
            self._known[losses] = self._structure.judge.verdict(losses)
        return self._known[losses]


class _Group:
    """VMs that fare alike as far as some changes go: how often these happen, and how long each of them lasts."""

    def __init__(  # noqa: PLR0917 - all by which a group is told
        self, study: Study, root: int, vms: tuple[str, ...], changes: tuple[Change, ...], down: list[float]
    ) -> None:
        self.study = study
        self.root = root
        self.vms = vms
        self._mine = frozenset(vms)
        diagram = study.structure.diagram
        self.passes = Passes(diagram, [root])
        self.crossings: tuple[Crossing, ...] = crossings(diagram, root, changes)
        states = likeliest_states(diagram, root, self.crossings, down)
        self.hours = {
            key: self._hours(key[0], key[1], state) for key, state in states.items() if key[1] is not Change.OUT
        }
        self.changes = changes
        self._windows = [self._window(node_id) for node_id in self._nodes()] if Change.MANUAL in changes else []

    @cached_property
    def _ways(self) -> dict[Change, tuple[tuple[int, int, int], ...]]:
        """For every change: variable, place of its node, and place of what must hold below."""
        below = self.study.below
        return {
            change: tuple(
                (one.variable, self.passes.place(one.node), below.place(one.when))
                for one in self.crossings
                if one.change is change
            )
            for change in self.changes
        }

    # --- Times, by the evaluator --------------------------------------------------------------------------------------

    def _hours(self, variable: int, change: Change, others: frozenset[int]) -> float:
        """How long the change takes in its likeliest state, on the mean over the VMs."""
        level, struck = _LEVEL[change], others | {variable}
        if self.study.structure.diagram.value(self.root, struck.__contains__) != level:
            # It is the repair that makes the change.
            struck = others
        return self._mean_hours(self.study.verdicts.of(struck), level)

    def _mean_hours(self, verdict: Verdict, level: Level) -> float:
        mine = [vm for vm in verdict.vms if vm.vm in self._mine and level_of(vm) is level]
        times = [vm.rto_us / _US_PER_HOUR for vm in mine if vm.rto_us is not None]
        return sum(times) / len(times) if times else 0.0

    def _nodes(self) -> list[str]:
        names = {variable.id for variable in self.study.wiring.variables}
        return [node.id for node in self.study.structure.judge.design.nodes if node.id in names]

    def _window(self, node_id: str) -> "_Window":
        """What emptying and switching off one node means to these VMs."""
        study = self.study
        at = next(number for number, one in enumerate(study.wiring.variables) if one.id == node_id)
        verdict = study.verdicts.of((at,))
        mine = {vm.vm: vm for vm in verdict.vms if vm.vm in self.vms}
        stopped = study.structure.diagram.value(self.root, {at}.__contains__) == Level.MANUAL
        return _Window(
            variable=at,
            blackout_h=self._blackout_h(node_id, mine),
            manual_h=self._mean_hours(verdict, Level.MANUAL) if stopped else None,
        )

    def _blackout_h(self, node_id: str, verdicts: Mapping[str, VmVerdict]) -> float:
        """The blackouts of moving off the node and back, on the mean over these VMs."""
        design, ways, total = self.study.structure.judge.design, Moves(self.study.structure.judge.design), 0.0
        for vm in design.vms_on(node_id):
            if vm.id not in verdicts:
                continue
            inside, across = ways.inside(vm), ways.across(vm)
            move = across if level_of(verdicts[vm.id]) is Level.AWAY else inside or across
            if move is not None:
                total += 2.0 * move.copied.downtime_s / (_S_PER_MINUTE * _S_PER_MINUTE)
        return total / len(self.vms)

    # --- Minutes ------------------------------------------------------------------------------------------------------

    def minutes(self, rates: list[Rates], down: list[float], below: list[float]) -> tuple[Minutes, list[float]]:
        """The minutes of these VMs, and each variable's share of those that failures bring."""
        reach = self.passes.reach(down, self.root)
        shares, sums = [0.0] * len(rates), dict.fromkeys(Change, 0.0)
        values, stays = {}, {}
        for change, ways in self._ways.items():
            values[change] = self.passes.values(down, _WORTH[change])
            chances = [0.0] * len(rates)
            for variable, node, when in ways:
                chances[variable] += reach[node] * below[when]
            often = [HOURS_PER_YEAR * rate.per_hour * chance for rate, chance in zip(rates, chances, strict=True)]
            lasting = values[change][self.passes.place(self.root)]
            entries = sum(often)
            stays[change] = _quotient(HOURS_PER_YEAR * lasting, entries)
            if change in {Change.MANUAL, Change.OUT}:
                # What is never entered but always so has been drawn so: nothing but a change of the design ends it.
                sums[Change.OUT] = sums[Change.OUT] + MINUTES_PER_YEAR * lasting * (entries == 0.0)
            for at, times in enumerate(often):
                for into, hours in self._spent(change, at, stays[change]):
                    cost = 60.0 * times * hours
                    sums[into] = sums[into] + cost
                    shares[at] = shares[at] + cost
        planned = 0.0
        if self._windows:
            planned = self._planned(down, reach, values, stays[Change.MANUAL])
        found = Minutes(sums[Change.OUT], sums[Change.FAILOVER], sums[Change.RESTART], sums[Change.MANUAL], planned)
        return found, shares

    def _spent(self, change: Change, variable: int, stay: float) -> list[tuple[Change, float]]:
        """Hours that an entry costs, by class. A switch that fails waits for a person who then does the same."""
        if change is Change.OUT:
            return [(change, stay)]
        hours = self.hours.get((variable, change))
        if hours is None:
            return []
        if change is Change.MANUAL:
            return [(change, _lesser(hours, stay))]
        # A restart goes on even when the node comes back meanwhile.
        quick = hours if change is Change.RESTART else _lesser(hours, stay)
        covered = self.study.assumptions.coverage
        if covered >= 1.0:
            return [(change, quick)]
        decision = self.study.structure.judge.design.cluster.timings.manual_decision_ms * 1000 / _US_PER_HOUR
        return [(change, covered * quick), (Change.MANUAL, (1.0 - covered) * _lesser(decision + hours, stay))]

    def _planned(
        self, down: list[float], reach: list[float], values: Mapping[Change, list[float]], stay: float
    ) -> float:
        """Blackouts of emptying the nodes, and what else can happen while each of them is away."""
        assumed = self.study.assumptions
        by_manual = self.passes.slopes(down, reach, values[Change.MANUAL])
        by_out = self.passes.slopes(down, reach, values[Change.OUT])
        part = _quotient(self._usual_manual_h, self._usual_manual_h + stay)
        hours = 0.0
        for one in self._windows:
            works = 1.0 - down[one.variable]
            hours = hours + one.blackout_h + assumed.window_h * works * by_out[one.variable]
            if one.manual_h is not None:
                hours = hours + min(one.manual_h, assumed.window_h)
            else:
                hours = hours + assumed.window_h * works * by_manual[one.variable] * part
        return 60.0 * assumed.windows_per_year * hours

    @cached_property
    def _usual_manual_h(self) -> float:
        times = [hours for (_, change), hours in self.hours.items() if change is Change.MANUAL]
        return sum(times) / len(times) if times else 0.0


@dataclass(frozen=True, slots=True)
class _Window:
    """A node that is away for patching; ``manual_h`` is how long VMs stop where its absence alone stops them."""

    variable: int
    blackout_h: float
    manual_h: float | None


def _quotient(above: float, below: float) -> float:
    """The quotient; 0 where nothing is divided by nothing. Without a branch, so that it works on arrays."""
    return above / (below + (below == 0.0))


def _lesser(hours: float, stay: float) -> float:
    """The mean of the shorter of two times that end at random: what is over first ends the outage."""
    return _quotient(hours * stay, hours + stay)
