"""Marks drawn on a reportlab canvas. Draws and nothing else: it never measures, wraps or decides.

Traps this adapter avoids: PDF's y axis points up (one flip at the root, text flipped back); reportlab embeds
TrueType outlines only (the bundled family has them); default caps, joins and winding differ between
surfaces (all are set explicitly); opacity belongs to each mark, not to a flattened group.
"""

import io
from collections.abc import Iterable
from typing import assert_never

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from designer.drawing.geometry import Curve, Transform
from designer.drawing.ink import Face, Palette, Role, Stroke
from designer.drawing.marks import Group, Mark, Path, Text
from designer.drawing.ruler import font_bytes

_BUTT_CAP = 0
_MITER_JOIN = 0
_MITER_LIMIT = 10


def register_fonts() -> None:
    """Make every bundled face known to reportlab under its :class:`Face` value; doing it again costs nothing."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for face in Face:
        if face.value not in known:
            pdfmetrics.registerFont(TTFont(face.value, io.BytesIO(font_bytes(face))))


def draw_marks(
    canvas: Canvas, marks: Iterable[Mark], palette: Palette, *, left: float, top: float, scale: float = 1.0
) -> None:
    """Draw the marks with their origin at ``left``, ``top`` of the page's own upward coordinates.

    The canvas's state is the same afterwards.
    """
    register_fonts()
    canvas.saveState()
    canvas.transform(scale, 0, 0, -scale, left, top)
    canvas.setLineCap(_BUTT_CAP)
    canvas.setLineJoin(_MITER_JOIN)
    canvas.setMiterLimit(_MITER_LIMIT)
    _Pen(canvas, palette).draw(marks, 1.0)
    canvas.restoreState()


class _Pen:
    def __init__(self, canvas: Canvas, palette: Palette) -> None:
        self._canvas = canvas
        self._palette = palette

    def draw(self, marks: Iterable[Mark], opacity: float) -> None:
        for mark in marks:
            match mark:
                case Path():
                    self._draw_path(mark)
                case Text():
                    self._draw_text(mark)
                case Group():
                    self._draw_group(mark, opacity)
                case _:
                    assert_never(mark)

    def _draw_group(self, group: Group, opacity: float) -> None:
        self._canvas.saveState()
        if group.transform != Transform():
            matrix = group.transform
            self._canvas.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        inner = opacity * group.opacity
        if inner != opacity:
            self._canvas.setFillAlpha(inner)
            self._canvas.setStrokeAlpha(inner)
        self.draw(group.marks, inner)
        self._canvas.restoreState()

    def _draw_path(self, path: Path) -> None:
        if path.fill is not None:
            self._set_fill(path.fill)
        if path.stroke is not None:
            self._set_stroke(path.stroke)
        self._canvas.drawPath(
            self._outline(path.curve),
            stroke=int(path.stroke is not None),
            fill=int(path.fill is not None),
            fillMode=FILL_NON_ZERO,
        )

    def _draw_text(self, text: Text) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.transform(1, 0, 0, -1, text.origin.x, text.origin.y)
        self._set_fill(text.role)
        canvas.setFont(text.face.value, text.size)
        canvas.drawString(0, 0, text.text)
        canvas.restoreState()

    def _set_fill(self, role: Role) -> None:
        self._canvas.setFillColorRGB(*self._palette.rgb(role))

    def _set_stroke(self, stroke: Stroke) -> None:
        self._canvas.setStrokeColorRGB(*self._palette.rgb(stroke.role))
        self._canvas.setLineWidth(stroke.width)
        self._canvas.setDash(list(stroke.dash))

    def _outline(self, curve: Curve) -> PDFPathObject:
        outline = self._canvas.beginPath()
        draw = {"M": outline.moveTo, "L": outline.lineTo, "C": outline.curveTo, "Z": outline.close}
        for verb, numbers in curve.segments():
            draw[verb](*numbers)
        return outline
