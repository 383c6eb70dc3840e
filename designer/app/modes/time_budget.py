"""Where the time of a run goes: a bar for each phase, those in which the VM stands still marked, and the limit."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.parts import PADDING, ROW
from designer.app.modes.phases import PHASE_ROLES
from designer.app.modes.run_facts import BudgetLine
from designer.base.texts import Decimal, Message, msg
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Face, Role

_NAME, _FIGURE = 190, 150


class TimeBudget(QWidget):
    """Paints the blocks of a run under each other on one axis."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._lines: tuple[BudgetLine, ...] = ()
        self._total_us = 0
        self._limit_us = 0
        self._stays_down = False
        self._now_us = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The blocks shown."""
        return self._lines

    def show_lines(
        self, lines: Sequence[BudgetLine], total_us: int, limit_us: int, *, stays_down: bool = False
    ) -> None:
        """Show these blocks; ``limit_us`` is the longest interruption that guests' sessions survive, 0 for none.

        With ``stays_down`` the VM does not run at the end: nobody knows how long its interruption will be.
        """
        self._lines, self._total_us, self._limit_us = tuple(lines), total_us, limit_us
        self._stays_down = stays_down
        told = [f"{self._context.text(line.name)}: {self._context.text(_length(line.length_us))}" for line in lines]
        self.setAccessibleName(". ".join([*told, self.summary]))
        self.updateGeometry()
        self.update()

    def show_time(self, time_us: int) -> None:
        """Show where the run stands."""
        if time_us != self._now_us:
            self._now_us = time_us
            self.update()

    def sizeHint(self) -> QSize:
        """A row for each block and one for the sum."""
        return QSize(480, 12 + ROW * (len(self._lines) + 1))

    def minimumSizeHint(self) -> QSize:
        """As high as it needs to be."""
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint blocks, the playhead and the sum."""
        if not self._lines:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, line in enumerate(self._lines):
                self._paint_line(painter, 6 + place * ROW, line)
            x = self._x(self._now_us)
            painter.setPen(QPen(self._context.colour(Role.TEXT), 1.4))
            painter.drawLine(QPointF(x, 4), QPointF(x, 8 + ROW * len(self._lines)))
            self._paint_sum(painter, 8 + len(self._lines) * ROW)

    def _x(self, time_us: int) -> float:
        room = max(40, self.width() - _NAME - _FIGURE - PADDING)
        return _NAME + room * (time_us / self._total_us if self._total_us else 0.0)

    def _paint_line(self, painter: QPainter, top: int, line: BudgetLine) -> None:
        painter.setPen(self._context.colour(Role.TEXT))
        painter.setFont(interface_font(9.5))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(PADDING, top, _NAME - 2 * PADDING, ROW), left, self._context.text(line.name))
        start, end = self._x(line.start_us), self._x(line.start_us + line.length_us)
        bar = QRectF(start, top + 6, max(2.0, end - start), ROW - 12)
        strong = self._context.colour(PHASE_ROLES[line.phase])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        painter.drawRoundedRect(bar, 2, 2)
        if line.interrupted:
            painter.setBrush(QBrush(self._context.colour(Role.PANEL), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(bar, 2, 2)
        self._paint_figure(painter, top, _length(line.length_us), dim=not line.interrupted)

    @property
    def summary(self) -> str:
        """How long the VM was interrupted, and whether its sessions survive that; empty without an interruption."""
        outage = sum(line.length_us for line in self._lines if line.interrupted)
        if self._stays_down:
            parts = [
                msg("VM interrupted for more than {length} (hatched)", length=_length(outage)),
                msg("it stays down until a person acts or something is repaired"),
            ]
        else:
            parts = [msg("VM interrupted for {length} (hatched)", length=_length(outage))] if outage else []
            if outage and self._limit_us:
                kept = outage <= self._limit_us
                parts.append(_kept(self._limit_us) if kept else _broken(self._limit_us))
        return " · ".join(self._context.text(part) for part in parts)

    def _paint_sum(self, painter: QPainter, top: int) -> None:
        painter.setPen(self._context.colour(Role.DIM))
        painter.setFont(interface_font(9.0))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(PADDING, top, self.width() - _FIGURE - PADDING, ROW), left, self.summary)
        painter.setFont(interface_font(9.5, Face.SEMIBOLD))
        self._paint_figure(painter, top, _length(self._total_us), dim=False, bold=True)

    def _paint_figure(self, painter: QPainter, top: int, text: Message, *, dim: bool, bold: bool = False) -> None:
        painter.setPen(self._context.colour(Role.DIM if dim else Role.TEXT))
        painter.setFont(interface_font(9.5, Face.SEMIBOLD if bold else Face.REGULAR))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        area = QRectF(self.width() - _FIGURE, top, _FIGURE - PADDING, ROW)
        painter.drawText(area, right, self._context.text(text))


def _length(length_us: int) -> Message:
    return seconds_text(length_us / US_PER_S, 1 if length_us >= US_PER_S else 3)


def _kept(limit_us: int) -> Message:
    return msg("sessions of guests survive up to {limit}\u00a0s", limit=Decimal(limit_us / US_PER_S, 0))


def _broken(limit_us: int) -> Message:
    return msg("longer than the {limit}\u00a0s that sessions of guests survive", limit=Decimal(limit_us / US_PER_S, 0))
