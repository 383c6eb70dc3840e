"""The legend: which line is what, and what the letters of states mean. Shows only what the picture holds."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from designer.base.texts import Message, msg, msg_in
from designer.drawing.condition import VmStatus, status_name
from designer.drawing.geometry import Point, polyline
from designer.drawing.ink import Role
from designer.drawing.lettering import Lettering, Style, baseline
from designer.drawing.marks import Mark
from designer.drawing.symbols.link import STROKES, LinkKind, directed, line_marks
from designer.drawing.symbols.vm import state_dot

ROW_HEIGHT = 22.0
_SAMPLE = 30.0
_GAP = 7.0
_BETWEEN = 20.0
_STYLE = Style(11, role=Role.DIM)
_DOT = 6.0


@lru_cache(maxsize=256)
def legend(
    kinds: tuple[LinkKind, ...], statuses: tuple[VmStatus, ...], width: float, lettering: Lettering
) -> tuple[Mark, ...]:
    """The legend's marks, corner at the origin, broken into rows no wider than ``width``."""
    marks: list[Mark] = []
    x, y = 0.0, ROW_HEIGHT / 2
    for entry_width, draw in (*_lines(kinds, lettering), *_states(statuses, lettering)):
        if x > 0 and x + entry_width > width:
            x, y = 0.0, y + ROW_HEIGHT
        marks.extend(draw(Point(x, y)))
        x += entry_width + _BETWEEN
    return tuple(marks)


def kind_name(kind: LinkKind) -> Message:
    """What a line is, in the legend."""
    match kind:
        case LinkKind.REPLICATION:
            return msg("replication, towards the copy")
        case LinkKind.LAN:
            return msg_in("kind of line", "LAN")
        case LinkKind.HEARTBEAT:
            return msg_in("kind of line", "heartbeat")
        case LinkKind.SAN:
            return msg_in("kind of line", "SAN")
        case LinkKind.WITNESS:
            return msg("path to the witness")


class _Entry:
    """One line or state of the legend."""

    def __init__(self, sample: LinkKind | VmStatus, lettering: Lettering) -> None:
        self._sample = sample
        self._lettering = lettering
        self._words = kind_name(sample) if isinstance(sample, LinkKind) else status_name(sample)
        self._taken = _SAMPLE if isinstance(sample, LinkKind) else 2 * _DOT

    @property
    def width(self) -> float:
        return self._taken + _GAP + self._lettering.width(self._words, _STYLE)

    def __call__(self, at: Point) -> Sequence[Mark]:
        words_at = Point(at.x + self._taken + _GAP, baseline(at.y, _STYLE.size))
        words = self._lettering.line(self._words, words_at, _STYLE)
        if not isinstance(self._sample, LinkKind):
            return (*state_dot(self._lettering, Point(at.x + _DOT, at.y), self._sample), words)
        ends = (at, Point(at.x + _SAMPLE, at.y))
        stroke = STROKES[self._sample]
        if self._sample is LinkKind.REPLICATION:
            return (*directed(ends, stroke, forward=True, backward=False), words)
        return (*line_marks(polyline(ends), stroke), words)


def _lines(kinds: Iterable[LinkKind], lettering: Lettering) -> list[tuple[float, _Entry]]:
    entries = [_Entry(kind, lettering) for kind in LinkKind if kind in set(kinds)]
    return [(entry.width, entry) for entry in entries]


def _states(statuses: Iterable[VmStatus], lettering: Lettering) -> list[tuple[float, _Entry]]:
    entries = [_Entry(status, lettering) for status in VmStatus if status in set(statuses)]
    return [(entry.width, entry) for entry in entries]
