"""The picture of a year's standstill: one bar a variant, by why; the same in the window and on paper."""

from collections.abc import Iterable, Sequence

from designer.analysis.availability.assess import Minutes
from designer.analysis.availability.wording import CLASSES, minutes_text
from designer.base.texts import Message, msg
from designer.drawing.axis import Axis, even_axis, log_axis
from designer.drawing.bars import Bar, BarChart, Hatch, Kind, stacked_bars
from designer.drawing.ink import Role
from designer.drawing.lettering import Lettering
from designer.drawing.scene import Scene

_WIDEST_SPAN = 1e4
_LARGE_SPAN = 20.0
_LOOKS = {
    "repair": (Role.FAILED, Hatch.PLAIN),
    "manual": (Role.PENDING, Hatch.RISING),
    "failover": (Role.PRIMARY, Hatch.UPRIGHT),
    "restart": (Role.ONLINE, Hatch.LEVEL),
    "planned": (Role.OFFLINE, Hatch.CROSSED),
}
KINDS = tuple(Kind(title, *_LOOKS[name]) for name, title in CLASSES.items())
"""The classes of minutes, the gravest first."""


def wants_log(years: Iterable[Minutes]) -> bool:
    """Whether the fewest minutes could hardly be seen beside the most on an even scale."""
    known = [one.total for one in years if one.total > 0.0]
    return bool(known) and max(known) > _LARGE_SPAN * min(known)


def yearly_bars(
    lettering: Lettering, variants: Sequence[tuple[str, str, Minutes]], width: float, *, log: bool
) -> Scene:
    """The minutes of each variant, given as its id, label and minutes, at one scale.

    By powers of ten the beginning of the scale is not zero: then a bar's end can be read, but its parts cannot be
    compared by their lengths.
    """
    bars = tuple(_bar(identifier, label, minutes) for identifier, label, minutes in variants)
    axis = _log_axis(bars) if log else even_axis(sum(bar.parts) for bar in bars)
    unit = msg("min, powers of ten") if log else msg("min a year")
    return stacked_bars(lettering, BarChart(bars, KINDS, axis, unit), width)


def _log_axis(bars: Sequence[Bar]) -> Axis:
    """A scale that begins below the least part that can be seen beside the longest bar."""
    longest = max((sum(bar.parts) for bar in bars), default=0.0)
    first = [next((part for part in bar.parts if part > 0.0), 0.0) for bar in bars]
    return log_axis(max(value, longest / _WIDEST_SPAN) for value in (*first, longest))


def _bar(identifier: str, label: str, minutes: Minutes) -> Bar:
    parts = tuple(float(getattr(minutes, name)) for name in CLASSES)
    return Bar(
        element=identifier,
        name=label,
        parts=parts,
        figure=minutes_text(minutes.total),
        hints=tuple(_hint(label, title, part) for title, part in zip(CLASSES.values(), parts, strict=True)),
    )


def _hint(label: str, title: Message, part: float) -> Message:
    return msg("{label}: {what} {minutes} a year", label=label, what=title, minutes=minutes_text(part))
