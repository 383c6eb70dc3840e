"""The exact probability once more, by chance: parts break and are repaired on paper, and the evaluator is asked.

Independent of the diagrams: every state that occurs is looked up in a table of the evaluator's own answers. Draws are
those of PCG64 from a given seed, so the same design gives the same figures. The only part that needs numpy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from designer.analysis.availability.assess import Figures, Study
from designer.analysis.availability.assumptions import HOURS_PER_YEAR
from designer.resilience.targets import Loss

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIDENCE = 0.999
DEFAULT_EVENTS = 2_000_000
SEED = 20_101_215
_BATCH_EVENTS = 1 << 18
_TICKS_PER_HOUR = 360_000.0  # hundredths of a second
_EXACT = float(1 << 53)
_PLACE_BITS = 24
_COUNT = 0x3FF
_UNKNOWN = 255
_MOST_TRIES = 50
_MOST_BATCH_H = 2.0e10


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean share of time stopped with the bounds that hold it with probability :data:`CONFIDENCE`.

    ``years`` were played, with ``events`` failures and repairs of parts; ``stops`` is how often some VM stopped, and
    ``states`` how many different sets of losses the evaluator was asked about.
    """

    mean: float
    ci_low: float
    ci_high: float
    years: float
    events: int
    stops: int
    states: int


def estimate(
    study: Study,
    changed: Figures | None = None,
    *,
    events: int = DEFAULT_EVENTS,
    seed: int = SEED,
    progress: Callable[[float], None] | None = None,
) -> Estimate:
    """The estimate from about so many failures and repairs, begun in the steady state."""
    return _Play(study, study.figures(changed)).estimate(events, seed, progress)


class _Play:
    """The parts of one design, and what is known of their states so far."""

    def __init__(self, study: Study, figures: Figures) -> None:
        import numpy as np  # noqa: PLC0415 - starting quickly is worth it: few commands draw by chance

        self._study = study
        self._names = tuple(part.id for part in study.wiring.parts)
        self._hours = [figures[name] for name in self._names]
        self._by_losses: dict[tuple[Loss, ...], bool] = {}
        self._deep: dict[int, bool] = {}
        self._known = np.full(1 << _PLACE_BITS, _UNKNOWN, dtype=np.uint8)
        self._steps, self._most = _steps(len(self._names))

    def estimate(self, events: int, seed: int, progress: Callable[[float], None] | None) -> Estimate:
        """Batch by batch, each begun anew in the steady state."""
        import numpy as np  # noqa: PLC0415 - as above

        per_hour = sum(2.0 / (mttf + mttr) for mttf, mttr in self._hours)
        if not per_hour or not self._study.structure.judge.vms:
            return Estimate(0.0, 0.0, 0.0, 0.0, 0, 0, 0)
        chance = np.random.Generator(np.random.PCG64(seed))
        batches = max(1, -(-events // _BATCH_EVENTS))
        span = min(events / batches / per_hour, _MOST_BATCH_H)
        lengths, played = [], 0
        for number in range(batches):
            drawn = _events(self._hours, span, chance)
            played += len(drawn)
            lengths.append(self._stops(drawn, span))
            if progress is not None:
                progress((number + 1) / batches)
        hours = np.concatenate(lengths)
        total = span * batches
        low, high = _bounds(float(hours.sum()), float((hours**2).sum()), float(hours.max(initial=0.0)), self._longest())
        return Estimate(
            mean=float(hours.sum()) / total,
            ci_low=low / total,
            ci_high=min(1.0, high / total),
            years=total / HOURS_PER_YEAR,
            events=played,
            stops=len(hours),
            states=len(self._by_losses),
        )

    def _longest(self) -> float:
        """Hours that a stop may last where none was seen: the mean repair of a failure, by how often each happens."""
        rates = [1.0 / (mttf + mttr) for mttf, mttr in self._hours]
        return sum(rate * mttr for rate, (_, mttr) in zip(rates, self._hours, strict=True)) / sum(rates)

    def _stops(self, drawn: "NDArray[np.int64]", span: float) -> "NDArray[np.float64]":
        """The lengths, in hours, of the times in which some VM was stopped. ``drawn`` is sorted."""
        import numpy as np  # noqa: PLC0415 - as above

        bits = _code_bits(len(self._names))
        codes = drawn & ((1 << bits) - 1)
        states = np.cumsum(self._steps[codes])
        places = (states >> np.uint64(64 - _PLACE_BITS)).view(np.int64)
        found = self._known[places]
        unknown = np.flatnonzero(found == _UNKNOWN)
        for at in unknown:
            # The same place may have been learnt a moment ago.
            if self._known[places[at]] == _UNKNOWN and int(states[at]) & _COUNT <= self._most:
                self._known[places[at]] = self._is_stopped(codes, int(at), int(states[at]) & _COUNT)
        if len(unknown):
            found = self._known[places]
        for at in np.flatnonzero((states & np.uint64(_COUNT)) > np.uint64(self._most)):
            found[at] = self._is_deep_stopped(codes, int(at), int(states[at]))
        stopped = np.flatnonzero(found)
        if not len(stopped):
            return np.zeros(0)
        # Stops are rare: only where they begin and end is looked at.
        gaps = np.flatnonzero(np.diff(stopped) != 1)
        firsts = stopped[np.concatenate(([0], gaps + 1))]
        afters = stopped[np.concatenate((gaps, [-1]))] + 1
        goes_on = afters[-1] == len(drawn)
        starts = drawn[firsts] >> bits
        ends = drawn[np.minimum(afters, len(drawn) - 1)] >> bits
        if goes_on:
            ends[-1] = int(span * _TICKS_PER_HOUR)
        return (ends - starts) / _TICKS_PER_HOUR

    def _is_deep_stopped(self, codes: "NDArray[np.int64]", at: int, state: int) -> bool:
        if state not in self._deep:
            self._deep[state] = self._is_stopped(codes, at, state & _COUNT)
        return self._deep[state]

    def _is_stopped(self, codes: "NDArray[np.int64]", at: int, count: int) -> bool:
        """The evaluator's word on the state after an event; ``count`` parts are down in it."""
        down: set[str] = set()
        seen: set[int] = set()
        while len(down) < count:
            part, repaired = divmod(int(codes[at]), 2)
            if part not in seen and not repaired:
                down.add(self._names[part])
            seen.add(part)
            at -= 1
        losses = self._study.wiring.losses(frozenset(down))
        if losses not in self._by_losses:
            self._by_losses[losses] = self._study.structure.judge.is_stopped(losses)
        return self._by_losses[losses]


def _code_bits(parts: int) -> int:
    return max(1, (2 * parts - 1).bit_length())


def _steps(parts: int) -> "tuple[NDArray[np.uint64], int]":
    """What each event adds to the number of a state, modulo 2 to the 64th: even codes fail, odd ones repair.

    The lowest bits count the parts that are down, the highest ones are the state's place in the table. Each state has
    a place of its own that has at most so many parts down as is returned: two, or one where there are very many.
    """
    import numpy as np  # noqa: PLC0415 - as above

    if parts > _COUNT:
        raise ValueError("more parts than a state can count")
    first, second = np.triu_indices(parts)
    for seed in range(_MOST_TRIES):
        marks = np.random.Generator(np.random.PCG64(seed)).integers(0, 1 << 64, parts, dtype=np.uint64)
        marks = (marks & ~np.uint64(_COUNT)) | np.uint64(1)
        two = np.where(first == second, marks[first], marks[first] + marks[second])
        if _are_apart(two):
            return _there_and_back(marks), 2
        if _are_apart(marks):
            single = marks
    return _there_and_back(single), 1


def _are_apart(states: "NDArray[np.uint64]") -> bool:
    """Whether no two of the states, nor one of them and the whole one, share a place."""
    import numpy as np  # noqa: PLC0415 - as above

    places = np.append(states, np.uint64(0)) >> np.uint64(64 - _PLACE_BITS)
    return len(np.unique(places)) == len(places)


def _there_and_back(marks: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    import numpy as np  # noqa: PLC0415 - as above

    return np.stack((marks, np.uint64(0) - marks), axis=1).ravel()


def _events(hours: list[tuple[float, float]], span: float, chance: "np.random.Generator") -> "NDArray[np.int64]":
    """All failures and repairs within the span, sorted: the time in ticks above, the code in the lowest bits.

    A part that is down at the start has its failure at time 0.
    """
    import numpy as np  # noqa: PLC0415 - as above

    bits = _code_bits(len(hours))
    limit = span * _TICKS_PER_HOUR
    drawn = []
    for part, (mttf, mttr) in enumerate(hours):
        starts_down = chance.random() < mttr / (mttf + mttr)
        scale = np.array([mttr, mttf] if starts_down else [mttf, mttr]) * _TICKS_PER_HOUR
        codes = np.array([2 * part + starts_down, 2 * part + 1 - starts_down], dtype=np.int64)
        if starts_down:
            drawn.append(np.array([2 * part], dtype=np.int64))
        at = 0.0
        while at < limit:
            cycles = (limit - at) / (scale[0] + scale[1])
            phases = chance.standard_exponential((int(cycles + 4.0 * sqrt(cycles) + 4.0), 2))
            phases *= scale
            phases[0, 0] += at
            moments = phases.ravel()
            np.cumsum(moments, out=moments)
            at = float(moments[-1])
            if at > _EXACT:
                np.minimum(moments, limit + 1.0, out=moments)
            keys = phases.astype(np.int64)
            keys <<= bits
            keys |= codes
            drawn.append(keys.ravel()[: np.searchsorted(moments, limit)])
    together = np.concatenate(drawn)
    together.sort()
    return together


def _bounds(total: float, squares: float, longest: float, unseen: float) -> tuple[float, float]:
    """Bounds of the expected sum of stops of uneven length that come by chance, on the safe side for few.

    The gamma interval for weighted sums of Poisson counts (Fay and Feuer, Statistics in Medicine 1997).
    """
    tail = (1.0 - CONFIDENCE) / 2.0
    if total <= 0.0:
        return 0.0, -log(tail) * unseen
    low = _chi_square(tail, 2.0 * total**2 / squares) * squares / (2.0 * total)
    above, wide = total + longest, squares + longest**2
    return low, _chi_square(1.0 - tail, 2.0 * above**2 / wide) * wide / (2.0 * above)


def _chi_square(share: float, freedom: float) -> float:
    """The quantile of the chi-square distribution (Wilson and Hilferty); exact for two degrees of freedom."""
    if freedom == 2.0:
        return -2.0 * log(1.0 - share)
    part = 2.0 / (9.0 * freedom)
    cube = 1.0 - part + NormalDist().inv_cdf(share) * sqrt(part)
    if cube <= 0.0:
        # So few that the cube root fails: the lower tail of a gamma distribution near 0.
        return 2.0 * exp((log(share) + log(freedom / 2.0)) * 2.0 / freedom)
    return freedom * cube**3
