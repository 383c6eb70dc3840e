"""A very large picture from far away: sites, cards and lines as arrays of shapes, names where there is room for them.

Thousands of graphics items take far longer to paint than they are worth when a card is a few pixels wide.
"""

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from designer.app.canvas.fonts import UNITS, mark_font
from designer.app.canvas.qt_marks import colour, rect_f
from designer.drawing.distance import READABLE
from designer.drawing.ink import Face, Palette, Role
from designer.drawing.marks import Group, Mark, Path
from designer.drawing.scene import SITE_Z, SYMBOL_Z, Scene, SceneItem

_NAME_ROOM = 0.22
"""Scale from which names of cards are written."""
_TILE = 2048.0
"""Points of a square that is painted or left out as a whole."""
_INSET = 10.0
_MOST_PIXELS = 12_000_000


class Overview:
    """The shapes of one picture in one palette, sorted by where they are."""

    def __init__(self, scene: Scene, palette: Palette) -> None:
        self._palette = palette
        self._whole = rect_f(scene.bounds)
        self._pixels: tuple[float, QPixmap] | None = None
        self._sites = [item for item in scene.items if item.z == SITE_Z]
        self._tiles: dict[tuple[int, int], tuple[list[QRectF], list[SceneItem]]] = {}
        self._lines: dict[Role, list[QLineF]] = {}
        for item in scene.items:
            if item.z == SYMBOL_Z and not item.is_line and not item.part_of:
                key = int(item.bounds.x // _TILE), int(item.bounds.y // _TILE)
                boxes, items = self._tiles.setdefault(key, ([], []))
                boxes.append(rect_f(item.outline.bounds()))
                items.append(item)
            elif item.is_line:
                points = item.outline.flattened()[0]
                pieces = [QLineF(QPointF(*points[0]), QPointF(*points[-1]))]
                self._lines.setdefault(_role_of(item.marks), []).extend(pieces)

    def paint(self, painter: QPainter, seen: QRectF, scale: float, *, is_hasty: bool = False) -> None:
        """Paint what is in view: from pixels where the whole picture has room in them, then the names.

        ``is_hasty``: pixels of another scale will do.
        """
        ratio = painter.device().devicePixelRatioF()
        whole = self._whole
        width, height = ceil(whole.width() * scale * ratio), ceil(whole.height() * scale * ratio)
        if 0 < width * height <= _MOST_PIXELS:
            if self._pixels is None or (self._pixels[0] != scale * ratio and not is_hasty):
                pixels = QPixmap(width, height)
                pixels.fill(Qt.GlobalColor.transparent)
                with QPainter(pixels) as inner:
                    inner.scale(scale * ratio, scale * ratio)
                    inner.translate(-whole.topLeft())
                    self._paint_shapes(inner, whole)
                self._pixels = (scale * ratio, pixels)
            painter.drawPixmap(whole, self._pixels[1], QRectF(self._pixels[1].rect()))
        else:
            self._paint_shapes(painter, seen)
        painter.save()
        self._paint_names(painter, seen, scale)
        painter.restore()

    def _paint_shapes(self, painter: QPainter, seen: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for site in self._sites:
            role = _role_of(site.marks)
            tint = QColor(colour(self._palette, role))
            tint.setAlpha(28)
            painter.setPen(_thin(colour(self._palette, role)))
            painter.setBrush(tint)
            painter.drawRect(rect_f(site.outline.bounds()))
        for role, lines in self._lines.items():
            painter.setPen(_thin(colour(self._palette, role)))
            painter.drawLines(lines)
        painter.setPen(_thin(colour(self._palette, Role.LINE)))
        painter.setBrush(colour(self._palette, Role.PANEL))
        for boxes, _ in self._near(seen):
            painter.drawRects(boxes)
        painter.restore()

    def _paint_names(self, painter: QPainter, seen: QRectF, scale: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        size = 1.25 * READABLE / scale
        for site in self._sites:
            box = site.outline.bounds()
            at = QPointF(max(box.x, seen.left()) + _INSET / scale, max(box.y, seen.top()) + 1.3 * size)
            self._name(painter, site.title, at, size, Face.BOLD, _role_of(site.marks))
        if scale < _NAME_ROOM:
            return
        size = READABLE / scale * 0.85
        for _, items in self._near(seen):
            for item in items:
                box = item.outline.bounds()
                if seen.intersects(rect_f(box)):
                    at = QPointF(box.x + _INSET, box.y + box.height / 2 + size * 0.36)
                    self._name(painter, item.title, at, size, Face.SEMIBOLD, Role.TEXT)

    def _name(  # noqa: PLR0917 - a line of text is all of that
        self, painter: QPainter, text: str, at: QPointF, size: float, face: Face, role: Role
    ) -> None:
        painter.save()
        painter.translate(at)
        painter.scale(size / UNITS, size / UNITS)
        painter.setFont(mark_font(face))
        painter.setPen(colour(self._palette, role))
        painter.drawText(QPointF(0, 0), text)
        painter.restore()

    def _near(self, seen: QRectF) -> Iterable[tuple[list[QRectF], list[SceneItem]]]:
        reach = seen.adjusted(-_TILE, -_TILE, 0, 0)
        return [tile for (column, row), tile in self._tiles.items() if reach.contains(column * _TILE, row * _TILE)]


def _thin(shade: QColor) -> QPen:
    pen = QPen(shade, 1)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _role_of(marks: Iterable[Mark]) -> Role:
    """The colour of the first stroke."""
    for mark in marks:
        if isinstance(mark, Path) and mark.stroke is not None:
            return mark.stroke.role
        if isinstance(mark, Group):
            return _role_of(mark.marks)
    return Role.LINE
