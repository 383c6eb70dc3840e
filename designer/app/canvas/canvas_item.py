"""One graphics item for everything on the canvas: paints marks, is hit where its outline is. Knows no element kinds.

What stands under a shift (a card with its corner at the origin) is prepared once and then only put elsewhere, so that a
drag costs next to nothing. In a large picture it is also kept as pixels of the present scale.
"""

from collections import OrderedDict
from functools import lru_cache
from math import ceil, floor, log2
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.app.canvas.qt_marks import Prepared, PreparedPath, paint, painter_path, prepare, rect_f
from designer.drawing.distance import far_marks
from designer.drawing.geometry import IDENTITY, Curve
from designer.drawing.ink import Palette
from designer.drawing.marks import Group, Mark
from designer.drawing.ruler import BundledRuler
from designer.drawing.scene import SYMBOL_Z, SceneItem

LINE_HIT_WIDTH = 12.0
"""Points around a line that still count as the line."""
FAR_SCALE = 0.55
"""Below this scale the letters of a card cannot be read; its name is written large instead."""
_RULER = BundledRuler()
_KEPT_BYTES = 96 * 2**20
_LARGEST = 1024 * 1024
"""Pixels of the largest item that is kept as pixels."""


class Looks(Protocol):
    """How the picture is painted at the moment."""

    keeps_pixels: bool
    is_hasty: bool
    plain_lines: bool


class CanvasItem(QGraphicsItem):
    """Draws one :class:`SceneItem`; never moved by Qt or by a tool, only given another value."""

    def __init__(self, value: SceneItem, palette: Palette, looks: Looks) -> None:
        super().__init__()
        self._looks = looks
        self._value = value
        self._marks: tuple[Mark, ...] = ()
        self._fine: tuple[Prepared, ...] | None = None
        self._far: tuple[float, tuple[Prepared, ...]] | None = None
        self._box = QRectF()
        self._dress(value, palette)
        self.setZValue(value.z)

    @property
    def value(self) -> SceneItem:
        """What is drawn."""
        return self._value

    def become(self, value: SceneItem, palette: Palette) -> None:
        """Draw another value, or the same in other colours; where only the place differs, go there."""
        marks, at = _local(value)
        if marks is self._marks and value.z == self._value.z and palette is self._palette:
            self._value = value
            self.setPos(at)
            return
        if value.z != self._value.z:
            self.setZValue(value.z)
        self.prepareGeometryChange()
        self._dress(value, palette)
        self.update()

    def boundingRect(self) -> QRectF:
        """The area around all marks and the area that can be pointed at."""
        return self._box

    def shape(self) -> QPainterPath:
        """The area that can be pointed at."""
        path = _wide(self._value.outline) if self._value.is_line else painter_path(self._value.outline)
        return path.translated(-self.pos()) if not self.pos().isNull() else path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the marks; from far away the name instead of what cannot be read."""
        transform = painter.worldTransform()
        is_kept = self._looks.keeps_pixels and self._value.z == SYMBOL_Z and not self._value.is_line
        if is_kept and self._paint_kept(painter, transform, painter.device().devicePixelRatioF()):
            return
        if self._value.is_line and self._looks.plain_lines:
            self._paint_plainly(painter)
            return
        paint(painter, self._seen_at(transform.m11()))

    def _paint_plainly(self, painter: QPainter) -> None:
        """Draw a line as one among hundreds: thin and without dashes, which would take longest of all."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for mark in self._prepared():
            if isinstance(mark, PreparedPath) and mark.pen.style() is not Qt.PenStyle.NoPen:
                pen = QPen(mark.pen.color(), 1.0)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawPath(mark.path)

    def _seen_at(self, scale: float) -> tuple[Prepared, ...]:
        if scale >= FAR_SCALE:
            return self._prepared()
        # Sizes of far names go in steps: a few per doubling are enough, and each is made once.
        step = 2 ** (round(log2(scale) * 4) / 4)
        if self._far is None or self._far[0] != step:
            self._far = (step, prepare(far_marks(self._value, self._marks, step, _RULER), self._palette))
        return self._far[1]

    def _paint_kept(self, painter: QPainter, transform: QTransform, ratio: float) -> bool:
        """Paint from pixels; False where the item is too large to be kept."""
        scale = transform.m11()
        kept = _KEPT.get(self)
        if kept is None or (kept.scale != scale * ratio and not self._looks.is_hasty):
            kept = self._rendered(transform, ratio)
            if kept is None:
                return False
            _KEPT.put(self, kept)
        corner = transform.map(self._box.topLeft())
        painter.save()
        painter.resetTransform()
        if kept.scale == scale * ratio:
            x, y = round(corner.x() * ratio - kept.phase.x()), round(corner.y() * ratio - kept.phase.y())
            painter.drawPixmap(QPointF(x / ratio, y / ratio), kept.pixels)
        else:
            factor = scale * ratio / kept.scale
            size = kept.pixels.deviceIndependentSize() * factor
            at = QPointF(corner.x() - kept.phase.x() * factor / ratio, corner.y() - kept.phase.y() * factor / ratio)
            painter.drawPixmap(QRectF(at, size), kept.pixels, QRectF(kept.pixels.rect()))
        painter.restore()
        return True

    def _rendered(self, transform: QTransform, ratio: float) -> "_Kept | None":
        scale = transform.m11() * ratio
        corner = transform.map(self._box.topLeft()) * ratio
        phase = QPointF(corner.x() - floor(corner.x()), corner.y() - floor(corner.y()))
        width, height = (
            ceil(self._box.width() * scale + phase.x()) + 1,
            ceil(self._box.height() * scale + phase.y()) + 1,
        )
        if width * height > _LARGEST:
            return None
        pixels = QPixmap(width, height)
        pixels.setDevicePixelRatio(ratio)
        pixels.fill(Qt.GlobalColor.transparent)
        with QPainter(pixels) as inner:
            inner.translate(phase / ratio)
            inner.scale(transform.m11(), transform.m11())
            inner.translate(-self._box.topLeft())
            paint(inner, self._seen_at(transform.m11()))
        return _Kept(pixels, phase, scale)

    def _prepared(self) -> tuple[Prepared, ...]:
        """The marks as Qt has them, made when they are painted for the first time."""
        if self._fine is None:
            self._fine = _prepared(self._marks, self._palette)
        return self._fine

    def _dress(self, value: SceneItem, palette: Palette) -> None:
        self._value = value
        self._palette = palette
        self._marks, at = _local(value)
        self._fine = None
        self._far = None
        _KEPT.drop(self)
        self.setPos(at)
        bounds = rect_f(value.bounds).adjusted(-1, -1, 1, 1).translated(-at)
        self._box = bounds.united(self.shape().controlPointRect()) if value.is_line else bounds


class _Kept:
    """An item as pixels: the scale they were made for, and where in the first pixel its corner lies."""

    __slots__ = ("phase", "pixels", "scale")

    def __init__(self, pixels: QPixmap, phase: QPointF, scale: float) -> None:
        self.pixels = pixels
        self.phase = phase
        self.scale = scale

    @property
    def size(self) -> int:
        """Bytes that the pixels take."""
        return self.pixels.width() * self.pixels.height() * 4


class _Keeper:
    """The items kept as pixels, as many as there is room for; the ones not painted for longest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self._bytes = 0

    def get(self, item: CanvasItem) -> _Kept | None:
        """What is kept of an item, which is then the last to go."""
        kept = self._kept.get(id(item))
        if kept is not None:
            self._kept.move_to_end(id(item))
        return kept

    def put(self, item: CanvasItem, kept: _Kept) -> None:
        """Keep the item's pixels in place of older ones."""
        self.drop(item)
        self._kept[id(item)] = kept
        self._bytes += kept.size
        while self._bytes > _KEPT_BYTES:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.size

    def drop(self, item: CanvasItem) -> None:
        """Forget what is kept of an item."""
        gone = self._kept.pop(id(item), None)
        if gone is not None:
            self._bytes -= gone.size


_KEPT = _Keeper()


def forget_pixels(item: CanvasItem) -> None:
    """Keep no pixels of an item that goes."""
    _KEPT.drop(item)


def _local(value: SceneItem) -> tuple[tuple[Mark, ...], QPointF]:
    """The marks before the shift that the item stands under, and that shift; all marks and none for any other."""
    only = value.marks[0] if len(value.marks) == 1 else None
    if isinstance(only, Group) and only.opacity == 1 and not value.is_line:
        map_ = only.transform
        if (map_.a, map_.b, map_.c, map_.d) == (IDENTITY.a, IDENTITY.b, IDENTITY.c, IDENTITY.d):
            return only.marks, QPointF(map_.e, map_.f)
    return value.marks, QPointF(0, 0)


@lru_cache(maxsize=4096)
def _prepared_once(marks: "_ByIdentity", palette: "_ByIdentity") -> tuple[Prepared, ...]:
    return prepare(marks.value, palette.value)  # type: ignore[arg-type]  # what was put in below


class _ByIdentity:
    """A key that is equal only for the very same object."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def _prepared(marks: tuple[Mark, ...], palette: Palette) -> tuple[Prepared, ...]:
    """The prepared marks, shared by items that draw the very same ones: chips and LUNs by the hundred."""
    return _prepared_once(_ByIdentity(marks), _ByIdentity(palette))


@lru_cache(maxsize=8192)
def _wide(curve: Curve) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(LINE_HIT_WIDTH)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(painter_path(curve))
