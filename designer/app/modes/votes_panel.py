"""Who votes, who hears whom, and whether that makes quorum."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.facts import ground_colour
from designer.app.modes.parts import PADDING, plain_label
from designer.app.modes.run_facts import Ballot, RunFacts
from designer.base.texts import Message, msg
from designer.drawing.ink import Face, Role
from designer.engine.state import ClusterState, QuorumState

_ROW = 40


class BallotList(QWidget):
    """Paints voters with their votes as pills and what has become of each."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._ballots: tuple[Ballot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def ballots(self) -> tuple[Ballot, ...]:
        """The voters shown."""
        return self._ballots

    def show_ballots(self, ballots: Sequence[Ballot]) -> None:
        """Show these voters."""
        if tuple(ballots) != self._ballots:
            self._ballots = tuple(ballots)
            told = (f"{one.name}: {one.votes}, {self._context.text(one.state)}" for one in ballots)
            self.setAccessibleName(". ".join(told))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """A row for each voter."""
        return QSize(240, 4 + _ROW * len(self._ballots))

    def minimumSizeHint(self) -> QSize:
        """As high as it needs to be."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the voters."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, ballot in enumerate(self._ballots):
                self._paint(painter, QRectF(0, place * _ROW, self.width(), _ROW), ballot)

    def _paint(self, painter: QPainter, row: QRectF, ballot: Ballot) -> None:
        inner = row.adjusted(PADDING, 0, -PADDING, -1)
        pill = QRectF(inner.left(), inner.top() + 9, 30, 21)
        strong = self._context.colour(ballot.role)
        painter.setPen(QPen(strong, 1, Qt.PenStyle.SolidLine if ballot.role is Role.ONLINE else Qt.PenStyle.DashLine))
        painter.setBrush(ground_colour(self._context, ballot.role))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(strong)
        painter.setFont(interface_font(9.5, Face.SEMIBOLD))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, str(ballot.votes))
        text = inner.adjusted(40, 3, 0, 0)
        painter.setPen(self._context.colour(Role.TEXT))
        painter.setFont(interface_font(9.75, Face.SEMIBOLD))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, ballot.name)
        painter.setPen(strong)
        painter.setFont(interface_font(8.5))
        state = painter.fontMetrics().elidedText(
            self._context.text(ballot.state), Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text.translated(0, 17), Qt.AlignmentFlag.AlignTop, state)


class VotesPanel(QWidget):
    """The verdict on quorum above the voters."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 4)
        column.setSpacing(6)
        self._verdict = plain_label(context, "", points=10.5, face=Face.SEMIBOLD, wrap=True)
        self._verdict.setContentsMargins(PADDING, 0, PADDING, 0)
        self._need = plain_label(context, "", points=9.5, role=Role.DIM, wrap=True)
        self._need.setContentsMargins(PADDING, 0, PADDING, 0)
        self.voters = BallotList(context)
        for part in (self._verdict, self._need, self.voters):
            column.addWidget(part)

    @property
    def verdict_text(self) -> str:
        """The verdict in words."""
        return self._verdict.text()

    def show_state(self, facts: RunFacts, state: ClusterState) -> None:
        """Show the votes of a state."""
        quorum = state.quorum
        self._verdict.setText(self._context.text(_verdict(quorum)))
        role = Role.PENDING if not quorum.settled else Role.TEXT if quorum.living else Role.FAILED
        self._verdict.setStyleSheet(f"color: #{self._context.ink[role]};")
        count = msg(
            "{held} of {all} votes held; {need} needed", held=quorum.votes_held, all=quorum.total, need=quorum.need
        )
        self._need.setText(self._context.text(count))
        self.voters.show_ballots(facts.ballots(state))


def _verdict(quorum: QuorumState) -> Message:
    if not quorum.settled:
        return msg("The members are finding out who is left.")
    if not quorum.living:
        return msg("No partition has quorum: the cluster is stopped.")
    return msg("The cluster has quorum.")
