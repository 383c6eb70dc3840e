"""Every step of a run in a table that follows the playhead and can be filtered."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.phases import PHASE_NAMES
from designer.app.modes.run_facts import RunFacts
from designer.base.texts import msg, msg_in
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Role
from designer.engine.timeline import Step


class EventTable(QWidget):
    """The steps of a run. ``filter`` and ``follow`` are placed by the page, beside the tabs."""

    step_chosen = Signal(int)
    """The place of the step a person went to."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[Row, ...] = ()
        self._shown: tuple[int, ...] = ()
        self._place = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = FactTable(context, "eventTable")
        self.table.setAccessibleName(context.text(msg("Steps of the run")))
        column.addWidget(self.table)
        self.filter = QLineEdit()
        self.filter.setObjectName("eventFilter")
        self.filter.setPlaceholderText(context.text(msg("Filter the events…")))
        self.filter.setAccessibleName(context.text(msg("Filter the events")))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(110)
        self.filter.setMaximumWidth(180)
        self.follow = QCheckBox(context.text(msg("Follow the playhead")))
        self.follow.setChecked(True)
        self.filter.textChanged.connect(self._apply_filter)
        self.follow.toggled.connect(self._show_mark)
        self.table.clicked.connect(self._choose)
        self.table.selectionModel().currentRowChanged.connect(self._choose_current)

    def show_run(self, facts: RunFacts) -> None:
        """Show the steps of a run."""
        self._place = -1
        self._rows = tuple(self._row(facts, step) for step in facts.timeline.steps)
        self._apply_filter()

    def mark(self, place: int) -> None:
        """Show which step is the present one."""
        self._place = place
        self._show_mark()

    @property
    def marked_step(self) -> int:
        """The place of the step that is marked; -1 where the filter hides it."""
        row = self.table.painter.marked_row
        return self._shown[row] if 0 <= row < len(self._shown) else -1

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the present step into sight: what was marked while hidden could not scroll."""
        super().showEvent(event)
        self._show_mark()

    def _row(self, facts: RunFacts, step: Step) -> Row:
        text = self._context.text
        shown = text(step.text)
        passage = f"{step.before} → {step.after}" if step.before and step.after else step.after
        return Row(
            (
                Cell(str(step.n), Role.DIM, right=True),
                Cell(text(seconds_text(step.time_us / US_PER_S, 3)), right=True),
                Cell(text(PHASE_NAMES[step.phase]), Role.DIM),
                Cell(text(facts.subject_text(step))),
                Cell(shown, hint=f"{shown}\n{passage}".strip()),
                Cell("" if step.cause is None else f"#{step.cause}", Role.PRIMARY, hint=self._cause_hint(facts, step)),
            ),
            str(step.n),
        )

    def _cause_hint(self, facts: RunFacts, step: Step) -> str:
        """What the step that led here says; steps are numbered from 1 in the order of the run."""
        return "" if step.cause is None else self._context.text(facts.timeline.steps[step.cause - 1].text)

    def _apply_filter(self) -> None:
        wanted = self.filter.text().casefold().split()
        self._shown = tuple(
            place
            for place, row in enumerate(self._rows)
            if all(any(word in cell.text.casefold() for cell in row.cells) for word in wanted)
        )
        texts = (
            msg_in("column", "Time"),
            msg_in("column", "Phase"),
            msg_in("column", "Object"),
            msg_in("column", "Change"),
        )
        first = [
            Cell("#", right=True),
            *(Cell(self._context.text(text), right=number == 0) for number, text in enumerate(texts)),
        ]
        headings = [*first, Cell(self._context.text(msg_in("column", "Cause")))]
        self.table.painter.marked_row = -1
        self.table.facts.show(headings, [self._rows[place] for place in self._shown])
        self.table.set_widths((46, 96, 124, 120, 300, 64), stretch=4)
        self._show_mark()

    def _show_mark(self) -> None:
        row = self._shown.index(self._place) if self._place in self._shown else -1
        self.table.mark_row(row, follow=self.follow.isChecked())

    def _choose(self, index: QModelIndex) -> None:
        """Go to the step, or from its cause cell to the step that caused it."""
        cell = self.table.facts.rows[index.row()].cells[index.column()]
        if index.column() == 5 and cell.text:
            self.step_chosen.emit(int(cell.text.removeprefix("#")) - 1)
        else:
            self.step_chosen.emit(self._shown[index.row()])

    def _choose_current(self, index: QModelIndex) -> None:
        if index.isValid() and self.table.hasFocus():
            self.step_chosen.emit(self._shown[index.row()])
