"""Integer quantities and their text. Times in microseconds, memory in MiB, rates in Mbit/s or MiB/s.

Divisions say in which direction they round. Texts use a non-breaking space before the unit.
"""

from designer.base.texts import Decimal, Message, msg

US_PER_MS = 1_000
US_PER_S = 1_000_000
KIB_PER_MIB = 1024
MIB_PER_GIB = 1024
BITS_PER_MIB = 8 * 1024 * 1024


def seconds(microseconds: int) -> float:
    """Microseconds as seconds."""
    return microseconds / US_PER_S


def microseconds(seconds_value: float) -> int:
    """Seconds as whole microseconds, rounded to the nearest, halves up."""
    return int(seconds_value * US_PER_S + 0.5) if seconds_value >= 0 else -microseconds(-seconds_value)


def mib_per_second(rate_mbit: float, efficiency: float = 1.0) -> float:
    """Line rate in Mbit/s (decimal, as lines are sold) times ``efficiency``, as MiB/s."""
    return rate_mbit * 1_000_000 * efficiency / BITS_PER_MIB


def memory_text(mib: int) -> Message:
    """Memory for people: whole or tenth GiB from 1 GiB on, MiB below."""
    if abs(mib) < MIB_PER_GIB:
        return msg("{value}\u00a0MiB", value=mib)
    return msg("{value}\u00a0GiB", value=Decimal(mib / MIB_PER_GIB, 1, keep_zeros=False))


def seconds_text(value_s: float, digits: int = 1) -> Message:
    """A duration in seconds for people."""
    return msg("{value}\u00a0s", value=Decimal(value_s, digits))


def milliseconds_text(value_us: int) -> Message:
    """A latency given in microseconds, shown in milliseconds with at most two decimals."""
    return msg("{value}\u00a0ms", value=Decimal(value_us / US_PER_MS, 2, keep_zeros=False))


def rate_text(rate_mbit: int) -> Message:
    """A line rate for people: Gbit/s from 1,000 Mbit/s on."""
    if rate_mbit >= 1000:
        return msg("{value}\u00a0Gbit/s", value=Decimal(rate_mbit / 1000, 2, keep_zeros=False))
    return msg("{value}\u00a0Mbit/s", value=rate_mbit)


def percent_text(value: float, digits: int = 0) -> Message:
    """A share for people; 83 is shown as 83 %."""
    return msg("{value}\u00a0%", value=Decimal(value, digits))
