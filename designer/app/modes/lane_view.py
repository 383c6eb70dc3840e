"""The run as a sequence: a lane for everything that takes part, its steps along the player's axis, causes as lines."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.facts import blended
from designer.app.modes.parts import PADDING, ROW
from designer.app.modes.phases import PHASE_ROLES
from designer.app.modes.run_facts import RunFacts
from designer.app.playback import Cursor, Playback
from designer.base.texts import msg
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Face, Role
from designer.engine.timeline import Step

_NAMES = 148
_MARK = 5.0
_REACH = 7.0
_AHEAD = 0.4


class LaneView(QWidget):
    """Paints lanes; a click on a mark goes to its step."""

    step_chosen = Signal(int)
    """The place of the step that was clicked."""

    def __init__(self, context: AppContext, playback: Playback) -> None:
        super().__init__()
        self._context = context
        self._playback = playback
        self._facts: RunFacts | None = None
        self._lanes: dict[str, int] = {}
        self._names: tuple[str, ...] = ()
        self.setObjectName("laneView")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(context.text(msg("Steps in lanes; the event table says the same in words")))
        playback.cursor_changed.connect(self._follow)
        playback.pace_changed.connect(self.update)

    @property
    def lanes(self) -> tuple[str, ...]:
        """The names of the lanes, from the top."""
        return self._names

    def show_run(self, facts: RunFacts) -> None:
        """Show the steps of a run; lanes in the order in which their owners first act."""
        self._facts = facts
        self._lanes, names = {}, []
        for step in facts.timeline.steps:
            if step.subject not in self._lanes:
                self._lanes[step.subject] = len(self._lanes)
                names.append(self._context.text(facts.subject_text(step)))
        self._names = tuple(names)
        self.updateGeometry()
        self.update()

    def mark_of(self, place: int) -> QPointF:
        """Where the mark of a step stands."""
        if self._facts is None:
            return QPointF()
        lane = self._lanes[self._facts.timeline.steps[place].subject]
        return QPointF(self._x(self._playback.pace.starts[place]), _top(lane) + ROW / 2)

    def sizeHint(self) -> QSize:
        """A row for each lane."""
        return QSize(480, 8 + ROW * len(self._lanes))

    def minimumSizeHint(self) -> QSize:
        """As high as it needs to be."""
        return QSize(_NAMES + 160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lanes, causes, steps and the playhead."""
        if self._facts is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_lanes(painter)
            steps = self._facts.timeline.steps
            seen = event.rect()
            places = [place for place, step in enumerate(steps) if self._is_in(self._lanes[step.subject], seen)]
            self._paint_causes(painter, steps, places)
            for place in places:
                self._paint_step(painter, place, steps[place])
            x = self._x(self._playback.pace.position(self._playback.cursor))
            painter.setPen(QPen(self._context.colour(Role.TEXT), 1.4))
            painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step that is pointed at."""
        place = self._step_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.step_chosen.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a step can be clicked."""
        over = self._step_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Say what the step under the mouse is."""
        if isinstance(event, QHelpEvent):
            place = self._step_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if place is None else self._told(place), self)
            return True
        return super().event(event)

    def _told(self, place: int) -> str:
        if self._facts is None:
            return ""
        step = self._facts.timeline.steps[place]
        time = seconds_text(step.time_us / US_PER_S, 3)
        return self._context.text(msg("#{n}, {time}: {text}", n=step.n, time=time, text=step.text))

    def _follow(self, cursor: Cursor) -> None:
        if self.isVisible() and cursor is not None:
            self.update()

    def _x(self, position: float) -> float:
        total = self._playback.pace.total
        return _NAMES + (self.width() - _NAMES - PADDING) * (position / total if total else 0.0)

    def _step_at(self, at: QPointF) -> int | None:
        """The nearest step in reach; of those on one spot the last one that has begun."""
        if self._facts is None:
            return None
        found: tuple[float, int] | None = None
        for place in range(len(self._facts.timeline.steps)):
            away = (self.mark_of(place) - at).manhattanLength()
            if away <= _REACH and (found is None or away <= found[0]):
                found = (away, place)
        return None if found is None else found[1]

    def _paint_lanes(self, painter: QPainter) -> None:
        present = "" if self._facts is None else self._facts.timeline.steps[self._playback.cursor.step].subject
        for subject, lane in self._lanes.items():
            top = _top(lane)
            if subject == present:
                painter.fillRect(QRectF(0, top, self.width(), ROW), self._context.colour(Role.PRIMARY_TINT))
            painter.setPen(self._context.colour(Role.TEXT))
            painter.setFont(interface_font(9.5, Face.SEMIBOLD if subject == present else Face.REGULAR))
            area = QRectF(PADDING, top, _NAMES - 2 * PADDING, ROW)
            name = painter.fontMetrics().elidedText(self._names[lane], Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(QPen(self._context.colour(Role.LINE), 1))
            painter.drawLine(QPointF(_NAMES, top + ROW / 2), QPointF(self.width() - PADDING, top + ROW / 2))

    @staticmethod
    def _is_in(lane: int, seen: QRect) -> bool:
        return _top(lane) + ROW >= seen.top() and _top(lane) <= seen.bottom()

    def _paint_causes(self, painter: QPainter, steps: tuple[Step, ...], places: Sequence[int]) -> None:
        """A line to a step from the one that led to it in another lane."""
        for place in places:
            step = steps[place]
            if step.cause is None or steps[step.cause - 1].subject == step.subject:
                continue
            passed = place <= self._playback.cursor.step
            painter.setPen(QPen(self._context.colour(Role.DIM if passed else Role.LINE), 1, Qt.PenStyle.DotLine))
            painter.drawLine(self.mark_of(step.cause - 1), self.mark_of(place))

    def _paint_step(self, painter: QPainter, place: int, step: Step) -> None:
        at = self.mark_of(place)
        strong = self._context.colour(PHASE_ROLES[step.phase])
        ahead = blended(strong, self._context.colour(Role.PANEL), _AHEAD)
        painter.setPen(Qt.PenStyle.NoPen)
        if step.duration_us:
            pace = self._playback.pace
            end = self._x(pace.position(pace.track.at(step.end_us)))
            here = self._x(pace.position(self._playback.cursor))
            bar = QRectF(at.x(), at.y() - 3.5, max(3.0, end - at.x()), 7)
            painter.setBrush(ahead)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(strong)
            painter.drawRoundedRect(bar.intersected(QRectF(0, 0, here, self.height())), 3, 3)
        painter.setBrush(strong if place <= self._playback.cursor.step else ahead)
        tips = (QPointF(0, -_MARK), QPointF(_MARK, 0), QPointF(0, _MARK), QPointF(-_MARK, 0))
        painter.setPen(QPen(self._context.colour(Role.PANEL), 1))
        painter.drawPolygon(QPolygonF([at + tip for tip in tips]))


def _top(lane: int) -> float:
    return 4 + lane * ROW
