"""What interaction draws over the picture: selection, guides, rubber band, handles. Never in a scene, never printed."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from designer.app.canvas.qt_marks import colour, painter_path, rect_f
from designer.drawing.geometry import Point, Rect
from designer.drawing.ink import Palette, Role
from designer.drawing.scene import BADGE_Z, Scene, SceneItem

HANDLE = 14.0
"""Diameter of a connect handle on the screen, in pixels, whatever the zoom."""
HANDLE_DISTANCE = 13.0
_NEAR = 24.0
_FEW = 24
"""Among more selected elements than this, outlines do not go round badges and labels."""
_OUTWARD = ((1, 0), (-1, 0), (0, 1), (0, -1))
"""Where the handles point, in the order of :func:`handle_points`."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A line along which what is being dragged is aligned with something that stands."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Wire:
    """The line that a link tool pulls behind the pointer. ``is_allowed`` None: over nothing yet."""

    start: Point
    end: Point
    is_allowed: bool | None = None


@dataclass(frozen=True, slots=True)
class Adornments:
    """Everything drawn over the picture at one moment."""

    selected: tuple[str, ...] = ()
    focused: str | None = None
    flashed: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()
    bends: tuple[Point, ...] = ()
    """The waypoints of the selected line: to be dragged, or taken away by a double click."""
    handles_of: str | None = None
    corner_of: str | None = None
    target: str | None = None
    is_target_allowed: bool = True
    refused: frozenset[str] = frozenset()
    guides: tuple[Guide, ...] = ()
    wire: Wire | None = None
    band: Rect | None = None
    is_band_touching: bool = False


def handle_points(item: SceneItem, scale: float) -> tuple[Point, ...]:
    """Where the four connect handles of a symbol are: right, left, bottom, top."""
    box, reach = item.outline.bounds(), HANDLE_DISTANCE / scale
    centre = box.centre
    return (
        Point(box.right + reach, centre.y),
        Point(box.x - reach, centre.y),
        Point(centre.x, box.bottom + reach),
        Point(centre.x, box.y - reach),
    )


def paint_adornments(painter: QPainter, scene: Scene, palette: Palette, shown: Adornments, *, scale: float) -> None:
    """Draw the adornments in the picture's coordinates; ``scale`` is pixels to the point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for element_id in shown.refused:
        _veil(painter, scene.symbol_of(element_id), palette)
    for element_id in shown.flashed:
        _outline(painter, scene, element_id, _pen(palette, Role.PRIMARY, 5.0, alpha=110))
    spares = len(shown.selected) <= _FEW
    for element_id in shown.selected:
        _outline(painter, scene, element_id, _pen(palette, Role.PRIMARY, 2.0), spares=spares)
    if shown.focused is not None and shown.focused not in shown.selected:
        _outline(painter, scene, shown.focused, _pen(palette, Role.PRIMARY, 1.5, Qt.PenStyle.DashLine))
    if shown.target is not None:
        role = Role.PRIMARY if shown.is_target_allowed else Role.FAILED
        _outline(painter, scene, shown.target, _pen(palette, role, 3.0), fill=_faded(palette, role, 28))
    _signs(painter, scene, palette, shown, scale=scale)
    for guide in shown.guides:
        painter.setPen(_pen(palette, Role.FAILED, 1.0))
        painter.drawLine(QPointF(*guide.start), QPointF(*guide.end))
    if shown.handles_of is not None:
        _handles(painter, scene.symbol_of(shown.handles_of), palette, scale)
    if shown.corner_of is not None:
        _corner(painter, scene.symbol_of(shown.corner_of), palette, scale)
    _gestures(painter, palette, shown, scale)
    painter.restore()


def _signs(painter: QPainter, scene: Scene, palette: Palette, shown: Adornments, *, scale: float) -> None:
    for element_id in shown.locked:
        _padlock(painter, scene.symbol_of(element_id), palette, scale)
    for bend in shown.bends:
        _bend(painter, bend, palette, scale)


def _gestures(painter: QPainter, palette: Palette, shown: Adornments, scale: float) -> None:
    if shown.wire is not None:
        _wire(painter, shown.wire, palette, scale)
    if shown.band is not None:
        style = Qt.PenStyle.DashLine if shown.is_band_touching else Qt.PenStyle.SolidLine
        painter.setPen(_pen(palette, Role.PRIMARY, 1.0, style))
        painter.setBrush(_faded(palette, Role.PRIMARY, 24))
        painter.drawRect(rect_f(shown.band))


def _outline(
    painter: QPainter, scene: Scene, element_id: str, pen: QPen, *, fill: QColor | None = None, spares: bool = True
) -> None:
    item = scene.symbol_of(element_id)
    if item is None:
        return
    if item.is_line:
        pen = QPen(pen)
        pen.setWidthF(pen.widthF() + 2.0)
        soft = pen.color()
        soft.setAlpha(min(soft.alpha(), 120))
        pen.setColor(soft)
    painter.save()
    if spares:
        _keep_off(painter, scene, item)
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None and not item.is_line else Qt.BrushStyle.NoBrush)
    painter.drawPath(painter_path(item.outline))
    painter.restore()


def _keep_off(painter: QPainter, scene: Scene, item: SceneItem) -> None:
    """Leave badges alone, and the label of a line: they lie over what is outlined and must stay legible."""
    near = item.bounds.grown(_NEAR)
    area = QPainterPath()
    area.addRect(rect_f(near))
    for other in scene.upper:
        if (item.is_line or other.z == BADGE_Z) and near.overlaps(other.bounds, 0):
            hole = QPainterPath()
            hole.addRoundedRect(rect_f(other.bounds), other.bounds.height / 2, other.bounds.height / 2)
            area = area.subtracted(hole)
    painter.setClipPath(area, Qt.ClipOperation.IntersectClip)


def _veil(painter: QPainter, item: SceneItem | None, palette: Palette) -> None:
    if item is not None and not item.is_line:
        painter.fillPath(painter_path(item.outline), _faded(palette, Role.CANVAS, 170))


def _handles(painter: QPainter, item: SceneItem | None, palette: Palette, scale: float) -> None:
    if item is None or item.is_line:
        return
    radius = HANDLE / 2 / scale
    painter.setPen(_pen(palette, Role.PRIMARY, 1.5))
    painter.setBrush(colour(palette, Role.PANEL))
    arm = radius * 0.42
    for point, (across, down) in zip(handle_points(item, scale), _OUTWARD, strict=True):
        painter.drawEllipse(QPointF(*point), radius, radius)
        # An arrow that points away from the symbol: pull it to what is to be joined.
        tip = QPointF(point.x + across * arm, point.y + down * arm)
        for side in (-1, 1):
            back = QPointF(point.x - across * arm + side * down * arm, point.y - down * arm + side * across * arm)
            painter.drawLine(back, tip)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _bend(painter: QPainter, at: Point, palette: Palette, scale: float) -> None:
    half = HANDLE / 2 / scale
    painter.setPen(_pen(palette, Role.PRIMARY, 1.5))
    painter.setBrush(colour(palette, Role.PANEL))
    painter.drawRect(QRectF(at.x - half, at.y - half, 2 * half, 2 * half))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _padlock(painter: QPainter, item: SceneItem | None, palette: Palette, scale: float) -> None:
    """A small lock on the lower left corner of what cannot be moved."""
    if item is None or item.is_line:
        return
    box, unit = item.outline.bounds(), 1 / max(scale, 0.5)
    painter.save()
    painter.translate(box.x, box.bottom)
    painter.scale(unit, unit)
    painter.setPen(QPen(colour(palette, Role.LINE), 1))
    painter.setBrush(colour(palette, Role.PANEL))
    painter.drawEllipse(QPointF(0, 0), 9, 9)
    painter.setPen(QPen(colour(palette, Role.DIM), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(-2.6, -5.6, 5.2, 6.4), 0, 180 * 16)
    painter.setBrush(colour(palette, Role.DIM))
    painter.drawRoundedRect(QRectF(-4, -2, 8, 6.2), 1.2, 1.2)
    painter.restore()


def _corner(painter: QPainter, item: SceneItem | None, palette: Palette, scale: float) -> None:
    if item is None:
        return
    box, half = item.outline.bounds(), HANDLE / 2 / scale
    painter.setPen(_pen(palette, Role.PRIMARY, 1.5))
    painter.setBrush(colour(palette, Role.PANEL))
    painter.drawRect(QRectF(box.right - half, box.bottom - half, 2 * half, 2 * half))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _wire(painter: QPainter, wire: Wire, palette: Palette, scale: float) -> None:
    role = Role.FAILED if wire.is_allowed is False else Role.PRIMARY
    style = Qt.PenStyle.SolidLine if wire.is_allowed else Qt.PenStyle.DashLine
    painter.setPen(_pen(palette, role, 2.0, style))
    painter.drawLine(QPointF(*wire.start), QPointF(*wire.end))
    painter.setBrush(colour(palette, role))
    painter.drawEllipse(QPointF(*wire.end), 3 / scale, 3 / scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _pen(
    palette: Palette, role: Role, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine, *, alpha: int = 255
) -> QPen:
    pen = QPen(_faded(palette, role, alpha), width, style)
    pen.setCosmetic(True)
    return pen


def _faded(palette: Palette, role: Role, alpha: int) -> QColor:
    shade = colour(palette, role)
    shade.setAlpha(alpha)
    return shade


def band_rect(start: Point, end: Point) -> Rect:
    """The rectangle between two corners given in any order."""
    left, top = min(start.x, end.x), min(start.y, end.y)
    return Rect(left, top, abs(end.x - start.x), abs(end.y - start.y))
