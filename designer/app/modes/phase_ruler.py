"""The run as a ruler: phases as named bands, steps as ticks, a playhead; click or drag to seek.

Its axis is the pace of the playback, so the playhead moves evenly; waits that are shown shortened carry a break sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.facts import blended
from designer.app.modes.phases import PHASE_NAMES, PHASE_ROLES
from designer.app.playback import Clock, Cursor, Pace, Playback, Track
from designer.base.texts import Message, msg
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Face, Role
from designer.engine.state import Phase

_HEAD = 12
_BAND = 22
_TICKS = 7
_SIDE = 8
_LEAST_NAME = 26
_AHEAD = 0.32


@dataclass(frozen=True, slots=True)
class Band:
    """A block of steps of one phase: the places of its first and last step."""

    first: int
    last: int
    phase: Phase

    @property
    def name(self) -> Message:
        """What people call the phase."""
        return PHASE_NAMES[self.phase]


def phase_bands(phases: Sequence[str]) -> tuple[Band, ...]:
    """The blocks of equal neighbours, in order."""
    bands: list[Band] = []
    for place, word in enumerate(phases):
        phase = Phase(word)
        if bands and bands[-1].phase is phase:
            bands[-1] = Band(bands[-1].first, place, phase)
        else:
            bands.append(Band(place, place, phase))
    return tuple(bands)


def play_by_key(playback: Playback, event: QKeyEvent) -> bool:
    """Do what the key means in a player; False for any other key."""
    none, shift, control = (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
    )
    moves = {
        (Qt.Key.Key_Space, none): playback.toggle,
        (Qt.Key.Key_Right, none): playback.step_forward,
        (Qt.Key.Key_Left, none): playback.step_back,
        (Qt.Key.Key_Right, shift): playback.next_phase,
        (Qt.Key.Key_Left, shift): playback.previous_phase,
        (Qt.Key.Key_Home, none): playback.to_start,
        (Qt.Key.Key_End, none): playback.to_end,
        (Qt.Key.Key_Up, control): playback.double_speed,
        (Qt.Key.Key_Down, control): playback.halve_speed,
    }
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    move = moves.get((Qt.Key(event.key()), modifiers))
    if move is None:
        return False
    move()
    return True


class PhaseRuler(QWidget):
    """Shows where a run stands and lets a person go anywhere in it."""

    sought = Signal(float)
    """A place of the pace's axis."""

    def __init__(self, context: AppContext, playback: Playback) -> None:
        super().__init__()
        self._context = context
        self._playback = playback
        self._pace = Pace(Track(), Clock.EVENT)
        self._bands: tuple[Band, ...] = ()
        self._faults: tuple[int, ...] = ()
        self._detail: Message | None = None
        self.setObjectName("phaseRuler")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(context.text(msg("Phases of the run")))
        playback.pace_changed.connect(self._take_pace)
        playback.cursor_changed.connect(self._show_cursor)

    def set_detail(self, detail: Message | None) -> None:
        """Say more about the present band, say its round; None for no more."""
        if detail != self._detail:
            self._detail = detail
            self.update()

    def set_faults(self, steps: Sequence[int]) -> None:
        """Mark the steps at which something fails."""
        self._faults = tuple(steps)
        self.update()

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands shown."""
        return self._bands

    def band_area(self, band: Band) -> QRectF:
        """Where a band is drawn."""
        left = self._x(self._pace.starts[band.first])
        right = self._x(self._pace.starts[band.last + 1])
        return QRectF(left, _HEAD, right - left, _BAND)

    def sizeHint(self) -> QSize:
        """As wide as there is room, high enough for playhead, bands and ticks."""
        return QSize(480, _HEAD + _BAND + _TICKS + 2)

    def minimumSizeHint(self) -> QSize:
        """Narrow, but never flat."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bands, ticks, breaks, faults and the playhead."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self._bands:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._context.colour(Role.TRACK))
                painter.drawRoundedRect(QRectF(_SIDE, _HEAD, self.width() - 2 * _SIDE, _BAND), 4, 4)
                return
            self._paint_bands(painter)
            self._paint_ticks(painter)
            self._paint_playhead(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the mouse points."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a player, while the ruler has the focus."""
        if not play_by_key(self._playback, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say which band the mouse rests on."""
        if isinstance(event, QHelpEvent):
            here = [band for band in self._bands if self.band_area(band).contains(QPointF(event.pos()))]
            QToolTip.showText(event.globalPos(), self._told(here[0]) if here else "", self)
            return True
        return super().event(event)

    def _told(self, band: Band) -> str:
        track = self._pace.track
        begin = track.starts_us[band.first]
        end = track.starts_us[band.last + 1] if band.last + 1 < len(track.starts_us) else track.end.time_us
        return self._context.text(
            msg(
                "{phase}: {length}, from {start}",
                phase=band.name,
                length=seconds_text((end - begin) / US_PER_S),
                start=seconds_text(begin / US_PER_S),
            )
        )

    def _take_pace(self) -> None:
        self._pace = self._playback.pace
        self._bands = phase_bands(self._pace.track.phases)
        self.update()

    def _show_cursor(self, cursor: Cursor) -> None:
        self.setAccessibleDescription(
            self._context.text(msg("Step {step} of {n}", step=cursor.step + 1, n=len(self._pace.track.starts_us)))
        )
        self.update()

    def _seek(self, x: float) -> None:
        room = self.width() - 2 * _SIDE
        if room > 0 and self._bands:
            self.sought.emit((x - _SIDE) / room * self._pace.total)

    def _x(self, position: float) -> float:
        share = position / self._pace.total if self._pace.total else 0.0
        return _SIDE + share * (self.width() - 2 * _SIDE)

    def _paint_bands(self, painter: QPainter) -> None:
        here = self._x(self._pace.position(self._playback.cursor))
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(_SIDE, _HEAD, self.width() - 2 * _SIDE, _BAND), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.setFont(interface_font(8.5, Face.MEDIUM))
        for band in self._bands:
            self._paint_band(painter, band, here)
        painter.restore()

    def _paint_band(self, painter: QPainter, band: Band, here: float) -> None:
        area = self.band_area(band)
        strong = self._context.colour(PHASE_ROLES[band.phase])
        painter.fillRect(area, blended(strong, self._context.colour(Role.PANEL), _AHEAD))
        passed = QRectF(area.left(), area.top(), min(max(here - area.left(), 0.0), area.width()), area.height())
        painter.fillRect(passed, strong)
        painter.setPen(QPen(self._context.colour(Role.PANEL), 1))
        painter.drawLine(area.topRight(), area.bottomRight())
        if area.width() < _LEAST_NAME:
            return
        name = self._context.text(band.name)
        if painter.fontMetrics().horizontalAdvance(name) > area.width() - 12:
            return  # half a name says nothing; the table and the tooltip have it
        if self._detail is not None and band.first <= self._playback.cursor.step <= band.last:
            whole = f"{name} · {self._context.text(self._detail)}"
            name = painter.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, int(area.width()) - 10)
        for part, role in ((passed, Role.ON_SOLID), (area.adjusted(passed.width(), 0, 0, 0), Role.TEXT)):
            painter.save()
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
            painter.setPen(self._context.colour(role))
            painter.drawText(
                area.adjusted(6, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name
            )
            painter.restore()

    def _paint_ticks(self, painter: QPainter) -> None:
        top = _HEAD + _BAND + 2
        painter.setPen(QPen(self._context.colour(Role.FAINT), 1))
        seen = -1
        for place, start in enumerate(self._pace.starts[:-1]):
            x = round(self._x(start))
            if x != seen:
                painter.drawLine(QPointF(x + 0.5, top), QPointF(x + 0.5, top + 4))
            seen = x
            if self._pace.is_shortened(place):
                self._paint_break(painter, (self._x(start) + self._x(self._pace.starts[place + 1])) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.colour(Role.FAILED))
        for place in self._faults:
            tip = QPointF(self._x(self._pace.starts[place]), top)
            painter.drawPolygon(QPolygonF([tip + QPointF(-4, 6), tip + QPointF(4, 6), tip]))

    def _paint_break(self, painter: QPainter, x: float) -> None:
        """Two slanted strokes across the ruler's lower edge: time is left out here."""
        bottom = _HEAD + _BAND
        painter.save()
        painter.setPen(QPen(self._context.colour(Role.PANEL), 1.6))
        for shift in (-2.0, 2.0):
            painter.drawLine(QPointF(x + shift - 1.5, bottom), QPointF(x + shift + 1.5, bottom - 6))
        painter.restore()

    def _paint_playhead(self, painter: QPainter) -> None:
        x = self._x(self._pace.position(self._playback.cursor))
        ink = self._context.colour(Role.PRIMARY if self.hasFocus() else Role.TEXT)
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(x, _HEAD - 2), QPointF(x, _HEAD + _BAND + _TICKS))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 1), QPointF(x + 6, 1), QPointF(x, _HEAD - 2)]))
