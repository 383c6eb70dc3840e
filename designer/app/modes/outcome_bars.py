"""How the events of each variant end, as one bar a variant: counted, never scored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.verdicts import OUTCOME_ROLES
from designer.base.texts import Message, msg_in
from designer.drawing.ink import Face, Role
from designer.resilience.outcome import Outcome

_ROW = 26
_NAME = 96
_SIDE = 12
_ORDER = (Role.ONLINE, Role.PRIMARY, Role.PENDING, Role.FAILED)
_PATTERNS = {
    Role.ONLINE: Qt.BrushStyle.SolidPattern,
    Role.PRIMARY: Qt.BrushStyle.SolidPattern,
    Role.PENDING: Qt.BrushStyle.BDiagPattern,
    Role.FAILED: Qt.BrushStyle.DiagCrossPattern,
}


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """One variant's name and how many of its events end in each role."""

    label: str
    counts: tuple[int, ...]


def count_outcomes(label: str, outcomes: Sequence[Outcome]) -> OutcomeCount:
    """How many events end well inside, at the other site, with a person or a doubt, and not at all."""
    found = Counter(OUTCOME_ROLES[outcome] for outcome in outcomes)
    return OutcomeCount(label, tuple(found[role] for role in _ORDER))


def class_name(role: Role) -> Message:
    """What a part of the bar is called."""
    return {
        Role.ONLINE: msg_in("outcome class", "goes on or restarts in the site"),
        Role.PRIMARY: msg_in("outcome class", "moves to the other site"),
        Role.PENDING: msg_in("outcome class", "race, risk or by a person"),
        Role.FAILED: msg_in("outcome class", "stops"),
    }[role]


class OutcomeBars(QWidget):
    """Paints one bar a variant with the counts in its parts, and a legend."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._counts: tuple[OutcomeCount, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Sequence[OutcomeCount]) -> None:
        """Show these variants."""
        self._counts = tuple(counts)
        told = []
        for one in self._counts:
            parts = zip(one.counts, _ORDER, strict=True)
            told.append(
                f"{one.label}: " + ", ".join(f"{n} {self._context.text(class_name(role))}" for n, role in parts)
            )
        self.setAccessibleName(". ".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each variant and two for the legend."""
        return QSize(360, _ROW * len(self._counts) + 46)

    def minimumSizeHint(self) -> QSize:
        """As high as it needs to be."""
        return QSize(220, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and legend."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, one in enumerate(self._counts):
                self._paint_bar(painter, place * _ROW, one)
            self._paint_legend(painter, len(self._counts) * _ROW + 4)

    def _paint_bar(self, painter: QPainter, top: int, one: OutcomeCount) -> None:
        painter.setPen(self._context.colour(Role.TEXT))
        painter.setFont(interface_font(9.5))
        name = painter.fontMetrics().elidedText(one.label, Qt.TextElideMode.ElideRight, _NAME - _SIDE - 4)
        painter.drawText(QRectF(_SIDE, top, _NAME - _SIDE, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
        total, room, x = sum(one.counts), self.width() - _NAME - _SIDE, float(_NAME)
        for count, role in zip(one.counts, _ORDER, strict=True):
            if not count or not total:
                continue
            part = QRectF(x, top + 4, room * count / total - 1, _ROW - 9)
            self._fill(painter, part, role)
            painter.setFont(interface_font(8.5, Face.SEMIBOLD))
            painter.setPen(self._context.colour(Role.ON_SOLID))
            width = painter.fontMetrics().horizontalAdvance(str(count)) + 6
            if part.width() > width:
                plate = QRectF(part.center().x() - width / 2, part.top() + 1, width, part.height() - 2)
                painter.fillRect(plate, self._context.colour(role))
                painter.drawText(part, Qt.AlignmentFlag.AlignCenter, str(count))
            x += room * count / total

    def _fill(self, painter: QPainter, area: QRectF, role: Role) -> None:
        strong = self._context.colour(role)
        painter.fillRect(area, strong)
        if _PATTERNS[role] is not Qt.BrushStyle.SolidPattern:
            light = self._context.colour(Role.PANEL)
            light.setAlpha(110)
            painter.fillRect(area, QBrush(light, _PATTERNS[role]))

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        painter.setFont(interface_font(8.5))
        metrics = painter.fontMetrics()
        x, y = float(_SIDE), float(top)
        for role in _ORDER:
            text = self._context.text(class_name(role))
            width = 14 + metrics.horizontalAdvance(text)
            if x + width > self.width() - _SIDE and x > _SIDE:
                x, y = float(_SIDE), y + 18
            self._fill(painter, QRectF(x, y + 5, 8, 8), role)
            painter.setPen(self._context.colour(Role.DIM))
            painter.drawText(QRectF(x + 13, y, width, 18), Qt.AlignmentFlag.AlignVCenter, text)
            x += width + 14
