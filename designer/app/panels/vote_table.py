"""The votes: who holds one, how many are needed, and what each loss leaves."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.parts import separator
from designer.app.modes.verdicts import verdict_cell
from designer.base.texts import msg, msg_in
from designer.drawing.ink import Role
from designer.model.design import Design
from designer.model.site import SiteRole
from designer.resilience.matrix import row as row_of
from designer.resilience.verdict import Verdict
from designer.resilience.votes import Votes, initial_votes


class VoteTable(QWidget):
    """Members on the left, losses on the right; both follow the shown variant."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self.members = FactTable(context, "vote-members")
        self.losses = FactTable(context, "vote-losses")
        text = context.text
        self.members.facts.show(
            (Cell(text(msg("Member"))), Cell(text(msg("Site"))), Cell(text(msg("Votes")), right=True)), ()
        )
        self.losses.facts.show(
            (
                Cell(text(msg("If this is lost"))),
                Cell(text(msg("Votes left")), right=True),
                Cell(text(msg("Needed")), right=True),
                Cell(text(msg("Outcome"))),
                Cell(text(msg("Why"))),
            ),
            (),
        )
        self.members.set_widths((96, 120, 64), stretch=1)
        self.losses.set_widths((190, 76, 64, 150, 300), stretch=4)
        self.members.setAccessibleName(text(msg("Members with their votes")))
        self.losses.setAccessibleName(text(msg("Votes left after a loss")))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.members, 4)
        row.addWidget(separator(context, vertical=True))
        row.addWidget(self.losses, 7)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(row)
        self.members.clicked.connect(self._select_member)
        controller.document_changed.connect(self._follow)
        for signal in (controller.document_opened, controller.design_shown):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Count anew, if somebody is looking."""
        design = self._controller.design
        if not self.isVisible() and self.parentWidget() is not None:
            return
        if design is None:
            self.members.facts.change(())
            self.losses.facts.change(())
            return
        votes = initial_votes(design)
        self.members.facts.change(self._members(design, votes))
        self.losses.facts.change(tuple(self._loss(design, event) for event in _events(design)))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not computed while hidden."""
        super().showEvent(event)
        self.refresh()

    def _follow(self, change: Change) -> None:
        if change.alters(self._controller.design_id):
            self.refresh()

    def _members(self, design: Design, votes: Votes) -> tuple[Row, ...]:
        counted = dict(votes.nodes)
        rows = [
            Row(
                (
                    Cell(node.name),
                    Cell(design.name_of(node.site), Role.DIM),
                    Cell(self._context.translator.number(counted.get(node.id, 0)), right=True, bold=True),
                ),
                node.id,
            )
            for node in design.nodes
        ]
        if design.witness is not None:
            where = design.name_of(design.witness.site) if design.witness.site else "–"
            cells = (
                Cell(design.witness.name),
                Cell(where, Role.DIM),
                Cell(self._context.translator.number(votes.witness), right=True, bold=True),
            )
            rows.append(Row(cells, design.witness.id))
        total = msg("{need} of {total} needed", need=votes.need, total=votes.total)
        rows.append(
            Row(
                (
                    Cell(self._context.text(msg_in("sum", "Total")), bold=True),
                    Cell(self._context.text(total), Role.DIM),
                    Cell(self._context.translator.number(votes.total), right=True, bold=True),
                )
            )
        )
        return tuple(rows)

    def _loss(self, design: Design, event: str) -> Row:
        found = row_of(design, event)
        verdict = found.verdict
        left = max((standing.own for standing in verdict.quorum.standings), default=0)
        number = self._context.translator.number
        reason = self._context.text(verdict.reason)
        return Row(
            (
                Cell(self._context.text(found.title)),
                Cell(number(_left(verdict, left)), right=True, bold=True),
                Cell(number(verdict.quorum.need), Role.DIM, right=True),
                verdict_cell(self._context, design, verdict, event),
                Cell(reason, Role.DIM, hint=reason),
            ),
            event,
        )

    def _select_member(self) -> None:
        key = self.members.key_at(self.members.currentIndex())
        if key:
            self._controller.select((key,))


def _left(verdict: Verdict, own: int) -> int:
    """The votes of the strongest partition, the witness's among them where it can be won."""
    best = max(verdict.quorum.standings, key=lambda one: one.own, default=None)
    if best is None or not best.reaches_witness:
        return own
    witness = verdict.quorum.total - sum(standing.own for standing in verdict.quorum.standings)
    return own + (1 if witness > 0 and verdict.quorum.needed_witness else 0)


def _events(design: Design) -> tuple[str, ...]:
    primary, secondary = design.site_with_role(SiteRole.PRIMARY), design.site_with_role(SiteRole.SECONDARY)
    if primary is None or secondary is None or not (design.nodes_in(primary.id) and design.nodes_in(secondary.id)):
        return ()
    events = [f"node:{node.id}" for node in (*design.nodes_in(primary.id)[:1], *design.nodes_in(secondary.id)[:1])]
    events += [f"site:{primary.id}", f"site:{secondary.id}"]
    if design.network_links:
        events.append("+".join(f"link:{link.id}" for link in design.network_links))
    if design.witness is not None:
        events.append("witness")
    return tuple(events)
