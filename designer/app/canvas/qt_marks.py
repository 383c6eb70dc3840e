"""Marks drawn by QPainter. Draws and nothing else: it never measures, wraps or decides.

Traps this adapter avoids: Qt kerns and sets ligatures (both off, see :mod:`designer.app.canvas.fonts`); Qt borrows
missing glyphs from other fonts (no font merging); pixel sizes are whole numbers (text is set at 100 units and
the painter scaled); dash patterns count in line widths (divided here); cosmetic pens ignore the zoom (never
used); a painter left open crashes at exit (callers keep it in a ``with`` block).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from designer.app.canvas.fonts import UNITS, mark_font
from designer.drawing.geometry import Curve, Rect, Transform
from designer.drawing.ink import Face, Palette, Role, Stroke
from designer.drawing.marks import Group, Mark, Path, Text

_MITER_LIMIT = 10.0
_MANY_LINES = 60


@dataclass(frozen=True, slots=True)
class PreparedPath:
    """A path in Qt's own objects."""

    path: QPainterPath
    pen: QPen
    brush: QBrush


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A line of text with the colour to draw it in."""

    x: float
    y: float
    text: str
    factor: float
    face: Face
    pen: QPen


@dataclass(frozen=True, slots=True)
class PreparedGroup:
    """Prepared marks under a transform."""

    marks: "tuple[Prepared, ...]"
    transform: QTransform
    opacity: float


Prepared = PreparedPath | PreparedText | PreparedGroup


def prepare(marks: Iterable[Mark], palette: Palette) -> tuple[Prepared, ...]:
    """The marks as Qt objects in the palette's colours, to be painted many times."""
    return _joined(tuple(_prepared(mark, palette) for mark in marks))


def paint(painter: QPainter, prepared: Iterable[Prepared]) -> None:
    """Paint prepared marks in the painter's coordinates; its state is the same afterwards."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _paint(painter, prepared)
    painter.restore()


def paint_marks(painter: QPainter, marks: Iterable[Mark], palette: Palette) -> None:
    """Prepare and paint at once: for pictures that are painted only one time."""
    paint(painter, prepare(marks, palette))


def marks_image(
    marks: Iterable[Mark], palette: Palette, view: Rect, *, scale: float = 1.0, ground: Role | None = Role.CANVAS
) -> QImage:
    """An image of ``view`` with ``scale`` pixels to the point; transparent without ``ground``."""
    image = QImage(round(view.width * scale), round(view.height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0) if ground is None else colour(palette, ground))
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        painter.translate(-view.x, -view.y)
        paint_marks(painter, marks, palette)
    return image


def colour(palette: Palette, role: Role) -> QColor:
    """The role's colour as Qt has it."""
    return QColor(f"#{palette[role]}")


@lru_cache(maxsize=16384)
def painter_path(curve: Curve) -> QPainterPath:
    """The curve as a painter path, non-zero winding; shared, so callers must not change it."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for verb, numbers in curve.segments():
        if verb == "M":
            path.moveTo(*numbers)
        elif verb == "L":
            path.lineTo(*numbers)
        elif verb == "C":
            path.cubicTo(*numbers)
        else:
            path.closeSubpath()
    return path


def rect_f(rect: Rect) -> QRectF:
    """The rectangle as Qt has it."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def _joined(prepared: tuple[Prepared, ...]) -> tuple[Prepared, ...]:
    """The same with long rows of lines in one stroke made into one path: a LAN that reaches hundreds of nodes."""
    if len(prepared) < _MANY_LINES:
        return prepared
    joined: list[Prepared] = []
    for mark in prepared:
        last = joined[-1] if joined else None
        if isinstance(mark, PreparedPath) and isinstance(last, PreparedPath) and _are_alike(last, mark):
            path = QPainterPath(last.path)
            path.addPath(mark.path)
            joined[-1] = PreparedPath(path, mark.pen, mark.brush)
        else:
            joined.append(mark)
    return tuple(joined)


def _are_alike(one: PreparedPath, other: PreparedPath) -> bool:
    """Whether both are lines without a fill in the same stroke."""
    none = Qt.BrushStyle.NoBrush
    return one.pen == other.pen and one.brush.style() is none and other.brush.style() is none


def _prepared(mark: Mark, palette: Palette) -> Prepared:
    match mark:
        case Path():
            brush = QBrush(Qt.BrushStyle.NoBrush) if mark.fill is None else QBrush(colour(palette, mark.fill))
            pen = (
                QPen(Qt.PenStyle.NoPen) if mark.stroke is None else _pen(mark.stroke, colour(palette, mark.stroke.role))
            )
            return PreparedPath(painter_path(mark.curve), pen, brush)
        case Text():
            ink = QPen(colour(palette, mark.role))
            return PreparedText(mark.origin.x, mark.origin.y, mark.text, mark.size / UNITS, mark.face, ink)
        case Group():
            return PreparedGroup(prepare(mark.marks, palette), _transform(mark.transform), mark.opacity)
        case _:
            assert_never(mark)


def _pen(stroke: Stroke, shade: QColor) -> QPen:
    return _pen_of(stroke, shade.rgba())


@lru_cache(maxsize=512)
def _pen_of(stroke: Stroke, shade: int) -> QPen:
    """The pen of a stroke, shared: callers must not change it."""
    pen = QPen(QColor.fromRgba(shade), stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setMiterLimit(_MITER_LIMIT)
    if stroke.dash:
        pen.setDashPattern([length / stroke.width for length in stroke.dash])
    return pen


def _transform(transform: Transform) -> QTransform:
    return QTransform(transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)


def _paint(painter: QPainter, prepared: Iterable[Prepared]) -> None:
    for item in prepared:
        match item:
            case PreparedPath():
                painter.setPen(item.pen)
                painter.setBrush(item.brush)
                painter.drawPath(item.path)
            case PreparedText():
                painter.save()
                painter.translate(item.x, item.y)
                painter.scale(item.factor, item.factor)
                painter.setFont(mark_font(item.face))
                painter.setPen(item.pen)
                painter.drawText(QPointF(0, 0), item.text)
                painter.restore()
            case PreparedGroup():
                painter.save()
                painter.setTransform(item.transform, True)
                painter.setOpacity(painter.opacity() * item.opacity)
                _paint(painter, item.marks)
                painter.restore()
            case _:
                assert_never(item)
