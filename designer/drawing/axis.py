"""Where a value stands on a scale, even or by powers of ten, and which values are written beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

_STEPS = (1.0, 2.0, 5.0, 10.0)
_OFF_THE_BEGINNING = 0.3
"""How many powers of ten the lowest value stands from the beginning, at least: a bar without length says nothing."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from ``low`` to ``high``; ``ticks`` are the values that are written, ascending, ends included."""

    low: float
    high: float
    ticks: tuple[float, ...]
    is_log: bool = False

    def share(self, value: float) -> float:
        """Where the value stands between the ends: 0 to 1; values beyond an end stand at it."""
        if self.is_log:
            found = (log10(max(value, self.low)) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            found = (value - self.low) / (self.high - self.low)
        return min(max(found, 0.0), 1.0)


def even_axis(values: Iterable[float], *, from_zero: bool = True, whole: bool = False, most: int = 5) -> Axis:
    """An even scale over all values with at most ``most`` steps of 1, 2 or 5; ``whole`` keeps to whole numbers."""
    known = list(values) or [0.0]
    low, high = min(0.0, *known) if from_zero else min(known), max(known)
    if high <= low:
        high = low + 1.0
    step = _step(low, high, most)
    if whole:
        step = max(1.0, step)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(step * number for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def log_axis(values: Iterable[float]) -> Axis:
    """A scale by powers of ten over all values above 0; the lowest one stands off the beginning."""
    known = [value for value in values if value > 0.0] or [1.0]
    first, last = floor(log10(min(known)) - _OFF_THE_BEGINNING), ceil(log10(max(known)) - 1e-9)
    last = max(last, first + 1)
    ticks = tuple(10.0**power for power in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, is_log=True)


def _step(low: float, high: float, most: int) -> float:
    """The least step of 1, 2 or 5 times a power of ten that needs at most ``most`` of them."""
    rough = (high - low) / most
    unit = 10.0 ** floor(log10(rough))
    for factor in _STEPS:
        step = unit * factor
        if ceil(high / step - 1e-9) - floor(low / step) <= most:
            return step
    return unit * _STEPS[-1] * 2
