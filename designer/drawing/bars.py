"""Stacked bars as a scene: a name, a bar of parts and a figure in each row, a scale under them, and a legend.

A part is told by its colour and by its hatching, so that the picture can be read in grey.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from designer.base.texts import Decimal, Message, msg
from designer.drawing.axis import Axis
from designer.drawing.geometry import Point, Rect, joined, polyline, rectangle, rounded_rectangle
from designer.drawing.ink import Face, Role
from designer.drawing.lettering import Lettering, Style, baseline
from designer.drawing.marks import Mark, Path, area, bounds_of, line
from designer.drawing.scene import LABEL_Z, SITE_Z, SYMBOL_Z, Scene, SceneItem, ordered

ROW = 30.0
_BAR = 16.0
_GAP = 12.0
_LEGEND_ROW = 18.0
_SWATCH = 10.0
_HATCH_STEP = 5.0
_MOST_FOR_NAMES = 0.36
_THINNEST = 0.05
_HALF_TICK = 8.0
_NAME = Style(12.0)
_FIGURE = Style(12.0, Face.SEMIBOLD)
_SMALL = Style(10.5, role=Role.DIM)
_TICK = Style(10.0, role=Role.FAINT)


class Hatch(StrEnum):
    """What runs over a part of a bar beside its colour."""

    PLAIN = "plain"
    RISING = "rising"
    UPRIGHT = "upright"
    LEVEL = "level"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of parts: what it stands for, and how it looks."""

    title: Message | str
    role: Role
    hatch: Hatch = Hatch.PLAIN


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. ``parts`` has a length for every kind; ``element`` is what a click on it means; ``hints`` by part."""

    element: str
    name: str
    parts: tuple[float, ...]
    figure: Message | str
    hints: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars of the same kinds at one scale, which says ``unit`` beside it."""

    bars: tuple[Bar, ...]
    kinds: tuple[Kind, ...]
    axis: Axis
    unit: Message | str


def stacked_bars(lettering: Lettering, chart: BarChart, width: float) -> Scene:
    """The bars in a picture of this width, from the top down."""
    if not chart.bars:
        return Scene()
    wanted = max(
        lettering.width(chart.unit, _TICK) + _HALF_TICK, *(lettering.width(bar.name, _NAME) for bar in chart.bars)
    )
    names = min(wanted, _MOST_FOR_NAMES * width)
    figures = max(lettering.width(bar.figure, _FIGURE) for bar in chart.bars)
    track = Rect(names + _GAP, 0.0, max(40.0, width - names - figures - 2 * _GAP), ROW * len(chart.bars))
    items = [_scale(lettering, chart, track)]
    for number, bar in enumerate(chart.bars):
        middle = ROW * (number + 0.5)
        box = Rect(track.x, middle - _BAR / 2, track.width, _BAR)
        items.append(_row(lettering, bar, box, width))
        items += _parts(bar, chart, box)
    items.append(_legend(lettering, chart.kinds, Point(0.0, track.bottom + 30.0), width))
    return ordered(items)


def hatching(rect: Rect, hatch: Hatch) -> Path | None:
    """The lines that run over an area, cut at its edge; None for a plain one or one too narrow for lines."""
    lines: list[tuple[Point, Point]] = []
    if hatch is Hatch.UPRIGHT:
        lines = [(Point(x, rect.y), Point(x, rect.bottom)) for x in _steps(rect.x + 2.5, rect.right)]
    elif hatch is Hatch.LEVEL:
        lines = [(Point(rect.x, y), Point(rect.right, y)) for y in _steps(rect.y + 3.0, rect.bottom)]
    elif hatch is not Hatch.PLAIN:
        lines = _rising(rect)
        if hatch is Hatch.CROSSED:
            total = rect.y + rect.bottom
            lines += [(Point(a.x, total - a.y), Point(b.x, total - b.y)) for a, b in lines]
    return line(joined(polyline(pair) for pair in lines), Role.PANEL, 1.2) if lines else None


def _steps(first: float, end: float) -> list[float]:
    """From ``first`` on, below ``end``."""
    return [first + _HATCH_STEP * number for number in range(ceil((end - first) / _HATCH_STEP))]


def _rising(rect: Rect) -> list[tuple[Point, Point]]:
    found = []
    for start in _steps(rect.x - rect.height + 1.0, rect.right):
        low, high = max(0.0, rect.x - start), min(rect.height, rect.right - start)
        if high - low > 0.5:
            found.append((Point(start + low, rect.bottom - low), Point(start + high, rect.bottom - high)))
    return found


def _row(lettering: Lettering, bar: Bar, box: Rect, width: float) -> SceneItem:
    """Name, ground of the bar, and figure."""
    base = baseline(box.centre.y, _NAME.size)
    name = lettering.line(bar.name, Point(0.0, base), _NAME, room=box.x - _GAP)
    figure = lettering.line(bar.figure, Point(width, base), _FIGURE, anchor="end")
    ground = Path(rounded_rectangle(box, 3.0), Role.TRACK)
    hint = bar.name if name.text != bar.name else None
    return _item(f"row:{bar.element}", bar.element, (ground, name, figure), SITE_Z, hint=hint)


def _parts(bar: Bar, chart: BarChart, box: Rect) -> list[SceneItem]:
    """What of the bar is wide enough to be seen."""
    items = []
    whole = 0.0
    for number, (part, kind) in enumerate(zip(bar.parts, chart.kinds, strict=True)):
        left, right = (box.x + box.width * chart.axis.share(value) for value in (whole, whole + part))
        whole += part
        if right - left < _THINNEST:
            continue
        rect = Rect(left, box.y, right - left, box.height)
        told = bar.hints[number] if bar.hints else None
        items.append(_item(f"part:{bar.element}:{number}", bar.element, _filled(rect, kind), SYMBOL_Z, hint=told))
    return items


def _filled(rect: Rect, kind: Kind) -> tuple[Mark, ...]:
    lines = hatching(rect, kind.hatch)
    ground = area(rectangle(rect), kind.role)
    return (ground,) if lines is None else (ground, lines)


def _scale(lettering: Lettering, chart: BarChart, track: Rect) -> SceneItem:
    marks: list[Mark] = []
    edge = -1.0
    for tick in chart.axis.ticks:
        x = track.x + track.width * chart.axis.share(tick)
        marks.append(line(polyline((Point(x, track.y), Point(x, track.bottom + 4.0))), Role.LINE))
        text = lettering.line(tick_text(tick), Point(x, track.bottom + 15.0), _TICK, anchor="middle")
        if text.origin.x > edge:
            marks.append(text)
            edge = text.origin.x + text.width + 6.0
    said = lettering.line(chart.unit, Point(0.0, track.bottom + 15.0), _TICK, room=max(10.0, track.x - 16.0))
    return _item("scale", "", (*marks, said), SITE_Z - 1)


def tick_text(value: float) -> Message:
    """A value of a scale, with as many decimals as it has."""
    digits = next((number for number in range(7) if abs(round(value, number) - value) < 1e-9), 6)
    return msg("{value}", value=Decimal(value, digits))


def _legend(lettering: Lettering, kinds: Sequence[Kind], at: Point, width: float) -> SceneItem:
    marks: list[Mark] = []
    x, y = at.x, at.y
    for kind in kinds:
        wide = _SWATCH + 5.0 + lettering.width(kind.title, _SMALL)
        if x > at.x and x + wide > width:
            x, y = at.x, y + _LEGEND_ROW
        box = Rect(x, y - _SWATCH / 2 + 4.0, _SWATCH, _SWATCH)
        marks += _filled(box, kind)
        base = Point(x + _SWATCH + 5.0, baseline(box.centre.y, _SMALL.size))
        marks.append(lettering.line(kind.title, base, _SMALL, room=max(10.0, width - x - _SWATCH - 5.0)))
        x += wide + 14.0
    return _item("legend", "", tuple(marks), LABEL_Z)


def _item(key: str, element: str, marks: tuple[Mark, ...], z: int, *, hint: Message | str | None = None) -> SceneItem:
    bounds = bounds_of(marks)
    return SceneItem(key, element, z, marks, rectangle(bounds), bounds, hint=hint)
