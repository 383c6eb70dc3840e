"""The memory rounds of a run's live migrations, one a row."""

from PySide6.QtWidgets import QStackedWidget

from designer.app.context import AppContext
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.parts import EmptyState
from designer.app.modes.run_facts import KIB_PER_MIB, RunFacts
from designer.base.texts import Decimal, msg, msg_in
from designer.base.units import seconds_text


class MemoryRounds(QStackedWidget):
    """The table of rounds, or a word on why there are none."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.table = FactTable(context, "roundTable")
        self.addWidget(self.table)
        text = msg("Memory rounds belong to live migrations.")
        self.addWidget(EmptyState(context, "cpu", msg("This run copies no memory"), text))

    def show_run(self, facts: RunFacts) -> None:
        """Show the rounds of this run."""
        headings = [
            Cell(self._context.text(text), right=True)
            for text in (msg_in("memory round", "Round"), msg("Sent"), msg("Time"), msg("Rate"), msg("Share of memory"))
        ]
        rows = [self._row(facts, place) for place in range(len(facts.timeline.rounds))]
        self.table.facts.show([*headings, Cell("")], rows)
        self.table.set_widths((90, 130, 110, 130, 160, 40), stretch=5)
        self.setCurrentIndex(0 if facts.timeline.rounds else 1)

    def _row(self, facts: RunFacts, place: int) -> Row:
        one = facts.timeline.rounds[place]
        whole = next(other for other in facts.timeline.rounds if other.vm == one.vm)
        rate = one.sent_mib / one.time_s if one.time_s else 0.0
        texts = (
            str(one.n),
            self._context.text(msg("{value}\u00a0MiB", value=Decimal(one.volume_kib / KIB_PER_MIB, 1))),
            self._context.text(seconds_text(one.time_s, 2)),
            self._context.text(msg("{value}\u00a0MiB/s", value=Decimal(rate, 1))),
            self._context.text(
                msg("{value}\u00a0%", value=Decimal(100 * one.volume_kib / max(1, whole.volume_kib), 1))
            ),
            "",
        )
        return Row(tuple(Cell(text, right=True) for text in texts))
