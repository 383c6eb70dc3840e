"""Quantities as people type them: ``64 GiB``, ``98304 MiB``, ``0,6 ms``, ``4 Gbit/s``; base units inside."""

import re
from dataclasses import dataclass

from designer.base.texts import Message, Translator, msg
from designer.base.units import MIB_PER_GIB

_TYPED = re.compile(r"^([+-]?[\d\s\u00a0\u202f]*[.,]?\d+)\s*([^\d\s].*)?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of quantity: its units with how many base units each has, the first being meant when none is typed.

    ``digits`` is how many decimals may show; ``example`` is what a refusal suggests.
    """

    units: tuple[tuple[str, float], ...]
    example: str
    digits: int = 2
    is_whole: bool = True

    def parse(self, text: str) -> int | float:
        """The typed text in base units. Raises ``ValueError`` for what is no such quantity."""
        match = _TYPED.match(text.strip())
        if match is None:
            raise ValueError(text)
        number = float(re.sub(r"[\s\u00a0\u202f]", "", match[1]).replace(",", "."))
        factor = self._factor((match[2] or "").strip())
        return round(number * factor) if self.is_whole else number * factor

    def shown(self, value: float, translator: Translator) -> str:
        """The value in the largest unit in which it is exact within ``digits`` decimals."""
        for unit, factor in sorted(self.units, key=lambda one: -one[1]):
            amount = value / factor
            is_exact = abs(amount * 10**self.digits - round(amount * 10**self.digits)) < 1e-6
            is_usual = abs(amount) >= 1 or value == 0 or unit == self.units[0][0]
            if unit and is_usual and is_exact:
                return f"{translator.number(amount, self.digits, keep_zeros=False)}\u00a0{unit}"
        unit, factor = min(self.units, key=lambda one: one[1])
        plain = translator.number(value / factor, self.digits, keep_zeros=False)
        return f"{plain}\u00a0{unit}" if unit else plain

    def rounded(self, value: float, translator: Translator) -> str:
        """The value in the largest unit it reaches, rounded: for what is computed, never for what is typed."""
        for unit, factor in sorted(self.units, key=lambda one: -one[1]):
            if unit and abs(value) >= factor:
                return f"{translator.number(value / factor, self.digits, keep_zeros=False)}\u00a0{unit}"
        return self.shown(value, translator)

    def refusal(self) -> Message:
        """What to say when the text could not be read."""
        return msg("Write a value such as {example}.", example=self.example)

    def _factor(self, unit: str) -> float:
        if not unit:
            return self.units[0][1]
        for name, factor in self.units:
            if name.casefold() == unit.casefold():
                return factor
        for name, factor in self.units:
            if name and name.casefold().startswith(unit.casefold()):
                return factor
        raise ValueError(unit)


_GIB, _TIB = float(MIB_PER_GIB), float(MIB_PER_GIB * MIB_PER_GIB)
MEMORY = Quantity((("GiB", _GIB), ("MiB", 1), ("TiB", _TIB), ("GB", _GIB), ("MB", 1)), "64\u00a0GiB", digits=1)
SPACE = Quantity((("GiB", 1), ("TiB", _GIB), ("GB", 1), ("TB", _GIB)), "100\u00a0GiB", digits=1)
WINDOW = Quantity((("KiB", 1), ("MiB", _GIB), ("kB", 1), ("MB", _GIB)), "2834\u00a0KiB", digits=0)
RATE = Quantity((("Mbit/s", 1), ("Gbit/s", 1000), ("Mbps", 1), ("Gbps", 1000)), "4\u00a0Gbit/s")
LATENCY = Quantity((("ms", 1000), ("µs", 1), ("us", 1), ("s", 1_000_000)), "0.6\u00a0ms")
DURATION = Quantity((("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000)), "5\u00a0s")
SECONDS = Quantity((("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)), "5\u00a0min", digits=1)
WRITE_TIME = Quantity((("ms", 1), ("s", 1000)), "5\u00a0ms", is_whole=False)
RATIO = Quantity((("", 1),), "1.5", is_whole=False)
MONEY = Quantity((("", 1),), "25000", is_whole=False)
YEARS = Quantity((("", 1),), "5", digits=0)
HOURS = Quantity((("h", 1),), "6\u00a0h", digits=0)
DISTANCE = Quantity((("km", 1),), "40\u00a0km", digits=0)
PERCENT = Quantity((("%", 1),), "20\u00a0%", digits=0)
COUNT = Quantity((("", 1),), "2", digits=0)
COPY_RATE = Quantity((("MiB/s", 1), ("GiB/s", _GIB)), "10\u00a0MiB/s", digits=1, is_whole=False)
WHOLE_COPY_RATE = Quantity((("MiB/s", 1), ("GiB/s", _GIB)), "100\u00a0MiB/s", digits=1)
