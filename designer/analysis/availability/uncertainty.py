"""How far the result may lie from what the base figures give: their ranges, drawn by chance, once for every kind."""

from dataclasses import dataclass
from math import log

from designer.analysis.availability.assess import Study
from designer.analysis.availability.assumptions import MINUTES_PER_YEAR
from designer.analysis.availability.parts import Part

SHARES = (5.0, 95.0)
DEFAULT_SAMPLES = 1000
SEED = 20_101_216
_FIVE_PER_CENT = 1.6448536269514722
"""Where the normal distribution leaves five per cent above."""


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes of a year between which the total lies in nine cases of ten."""

    low_minutes: float
    high_minutes: float

    @property
    def low(self) -> float:
        """The lower bound as a share of the year."""
        return self.low_minutes / MINUTES_PER_YEAR

    @property
    def high(self) -> float:
        """The upper bound as a share of the year."""
        return self.high_minutes / MINUTES_PER_YEAR


def uncertainty(study: Study, *, samples: int = DEFAULT_SAMPLES, seed: int = SEED) -> Range:
    """The range of the total minutes.

    What is uncertain is the figure, not the part: all parts of a kind are drawn alike. Figures are lognormal, with
    one case in twenty below the low and one above the high bound; the two sides of the base may differ.
    """
    import numpy as np  # noqa: PLC0415 - starting quickly is worth it: few commands draw by chance

    chance = np.random.Generator(np.random.PCG64(seed))
    kinds = dict.fromkeys(part.kind for part in study.wiring.parts)
    if not kinds or not study.structure.judge.vms:
        return Range(0.0, 0.0)
    scores = {kind: chance.standard_normal((2, samples)) for kind in kinds}
    changed = {}
    for part in study.wiring.parts:
        sampled = []
        for spread, score in zip((part.mttf_h, part.mttr_h), scores[part.kind], strict=True):
            below, above = log(spread.base / spread.low), log(spread.high / spread.base)
            wide = np.where(score < 0.0, below, above) / _FIVE_PER_CENT
            sampled.append(spread.base * np.exp(wide * score))
        changed[part.id] = (sampled[0], sampled[1])
    total = study.minutes(changed).total
    low, high = np.percentile(total, SHARES)
    return Range(float(low), float(high))


@dataclass(frozen=True, slots=True)
class Swing:
    """The total minutes where one part is as good and as bad as its range has it, all others at their base."""

    part: Part
    good_minutes: float
    bad_minutes: float

    @property
    def width(self) -> float:
        """How far the figures of the part move the result."""
        return self.bad_minutes - self.good_minutes


def tornado(study: Study, *, most: int = 12) -> tuple[Swing, ...]:
    """The parts whose figures move the total most, the widest first, out of the ``most`` whose failures cost most."""
    costly = sorted(study.solve().parts, key=lambda one: -one.minutes_per_year)[:most]
    swings = []
    for part in (one.part for one in costly if one.minutes_per_year > 0.0):
        good = {part.id: (part.mttf_h.high, part.mttr_h.low)}
        bad = {part.id: (part.mttf_h.low, part.mttr_h.high)}
        swings.append(Swing(part, study.minutes(good).total, study.minutes(bad).total))
    return tuple(sorted(swings, key=lambda one: -one.width))
