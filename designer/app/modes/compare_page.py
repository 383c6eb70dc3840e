"""Compare: two to four variants side by side, every failure and criterion with its reason, and what follows."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from designer.app.background import Outcome as JobOutcome
from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController, Mode
from designer.app.modes.compare_parts import Reason, cell_table, criterion_cell, is_enter, splitter
from designer.app.modes.difference_panel import DifferencePanel
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.memory_panel import MemoryPanel
from designer.app.modes.outcome_bars import OutcomeBars, count_outcomes
from designer.app.modes.parts import PADDING, EmptyState, Panel, page_style, plain_area, plain_label, push_button
from designer.app.modes.recommendation_card import RecommendationCard
from designer.app.modes.variant_pictures import VariantPictures
from designer.app.modes.verdicts import legend_text, verdict_cell, verdict_facts
from designer.app.modes.weights_panel import WeightsPanel
from designer.app.modes.year_panel import YearPanel
from designer.base.texts import msg, msg_in
from designer.comparison.compare import Comparison
from designer.comparison.overview import Overview, overview
from designer.drawing.ink import Role
from designer.model.design import Design

CHANNEL = "comparison"
FEWEST, MOST = 2, 4
_SETTLE_MS = 250
_TWO_LINES = 38
_FAILURE_WIDTH = 150
_CRITERION_WIDTH = 128
_CARD_WIDTH = 256
_MANY_VMS = 150
"""From here on the comparison is computed in a process of its own, so that the window stays lively."""
_SEPARATOR = "\n"


class ComparePage(QWidget):
    """The comparison of a project's variants. Its only edits are the recommendation and a recorded decision."""

    play_requested = Signal(str, str)
    """A design's id and the event to be played for it."""

    sweep_requested = Signal()
    """All shapes of the variant that was shown last are to be judged."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modePage")
        self.setStyleSheet(page_style(context))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._controller = controller
        self._context = context
        self._comparison: Comparison | None = None
        self._chosen: tuple[str, ...] = ()
        self._is_stale = True
        self._focus_later: FactTable | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self.refresh)
        self._build()
        self.failures.installEventFilter(self)
        self.criteria.installEventFilter(self)
        self._controller.document_changed.connect(self._see_change)
        self._controller.document_opened.connect(self._forget)
        self._controller.mode_changed.connect(self._see_mode)
        self._forget()
        if self._controller.mode is Mode.COMPARE:
            self._focus_later = self.failures

    @property
    def comparison(self) -> Comparison | None:
        """What is shown, or None."""
        return self._comparison

    @property
    def is_stale(self) -> bool:
        """Whether the project has changed since what is shown was computed."""
        return self._is_stale

    def choose(self, design_ids: tuple[str, ...]) -> None:
        """Compare these variants, two to four of them."""
        known = tuple(design.id for design in self._controller.project.designs)
        self._chosen = tuple(one for one in known if one in design_ids)[:MOST]
        self._offer_variants()
        self.refresh()

    def refresh(self) -> None:
        """Compute the comparison of the project as it is now; an earlier computation is dropped."""
        project = self._controller.project
        designs = self._designs()
        if len(designs) < FEWEST:
            self._stack.setCurrentWidget(self._empty)
            return
        self._stack.setCurrentWidget(self._body)
        self.pictures.show_designs(designs, project.recommended)
        self._show_stale(stale=True)
        self._context.tasks.submit(
            CHANNEL,
            partial(overview, project, self._chosen),
            self._take,
            name=msg("Comparing the variants"),
            heavy=sum(len(design.vms) for design in designs) > _MANY_VMS,
        )

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        text = msg("A comparison needs at least two variants. Make another one in Design.")
        self._empty = EmptyState(self._context, "git-compare", msg("Pick two variants"), text)
        self._all = push_button(self._context, msg("Compare all variants"), accent=True)
        self._all.clicked.connect(self._choose_all)
        self._empty.buttons.addWidget(self._all)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(PADDING, 8, PADDING, PADDING)
        inner.setSpacing(8)
        inner.addLayout(self._build_bar())
        down = splitter(Qt.Orientation.Vertical)
        self.pictures = VariantPictures(self._context)
        self.pictures.picture_chosen.connect(self._open_variant)
        self.pictures.setMinimumHeight(130)
        down.addWidget(self.pictures)
        down.addWidget(self._build_tables())
        down.setStretchFactor(0, 2)
        down.setStretchFactor(1, 3)
        down.setSizes([170, 510])
        self.card = RecommendationCard(self._controller, self._context)
        across = splitter(Qt.Orientation.Horizontal)
        across.addWidget(down)
        across.addWidget(self.card)
        across.setStretchFactor(0, 1)
        across.setSizes([1000, _CARD_WIDTH])
        inner.addWidget(across, 1)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._empty)

    def _build_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(plain_label(self._context, msg("Variants"), points=9.0, role=Role.DIM))
        self._variants = QHBoxLayout()
        self._variants.setSpacing(4)
        self._variant_group = QButtonGroup(self)
        self._variant_group.setExclusive(False)
        self._variant_group.buttonToggled.connect(self._toggle_variant)
        bar.addLayout(self._variants)
        bar.addStretch(1)
        self._state = plain_label(self._context, "", points=9.0, role=Role.DIM)
        bar.addWidget(self._state)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setFixedWidth(96)
        self._progress.setTextVisible(False)
        bar.addWidget(self._progress)
        fit = push_button(self._context, msg("Fit pictures"), icon="zoom-scan")
        fit.clicked.connect(self.pictures_fit)
        bar.addWidget(fit)
        sweep = push_button(self._context, msg("Sweep all variants…"), icon="chart-bar")
        sweep.setToolTip(self._context.text(msg("Judges every number of servers, every witness and all votes")))
        sweep.setObjectName("sweepButton")
        sweep.clicked.connect(self.sweep_requested)
        bar.addWidget(sweep)
        return bar

    def _build_tables(self) -> QWidget:
        across = splitter(Qt.Orientation.Horizontal)
        across.addWidget(self._build_failures())
        across.addWidget(self._build_criteria())
        for place, stretch in enumerate((11, 10)):
            across.setStretchFactor(place, stretch)
        across.setSizes([530, 480])
        return across

    def _build_failures(self) -> Panel:
        panel = Panel(padding=1, spacing=0)
        first, column = plain_area()
        self.failures = cell_table(self._context, "failureTable")
        self.failures.setAccessibleName(self._context.text(msg("Outcome of every failure for every variant")))
        self.failures.selectionModel().currentChanged.connect(self._explain_failure)
        self.failures.doubleClicked.connect(self._play_current)
        column.addWidget(self.failures, 1)
        self.legend = plain_label(self._context, "", points=8.5, role=Role.DIM, wrap=True)
        self.legend.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.legend.setContentsMargins(PADDING, 3, PADDING, 4)
        column.addWidget(self.legend)
        self._why_failure = Reason(self._context)
        self.play = push_button(self._context, msg("Play this failure"), icon="player-play")
        self.play.setToolTip(
            self._context.text(msg("Shows the run in Simulate; a double click on a cell does the same"))
        )
        self.play.clicked.connect(self._play_current)
        self._why_failure.buttons.addWidget(self.play)
        column.addWidget(self._why_failure)
        self.differences = DifferencePanel(self._context)
        self.differences.signs_changed.connect(self.pictures.show_signs)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(first, self._context.text(msg("Failures")))
        self.tabs.addTab(self.differences, self._context.text(msg("Differences")))
        self.memory = MemoryPanel(self._context)
        self.tabs.addTab(self.memory, self._context.text(msg("Memory")))
        panel.column.addWidget(self.tabs)
        return panel

    def _build_criteria(self) -> Panel:
        panel = Panel(padding=1, spacing=0)
        self.criteria = cell_table(self._context, "criteriaTable")
        self.criteria.setAccessibleName(self._context.text(msg("Criteria for every variant")))
        self.criteria.verticalHeader().setDefaultSectionSize(_TWO_LINES)
        self.criteria.selectionModel().currentChanged.connect(self._explain_criterion)
        self._why_criterion = Reason(self._context)
        first, column = plain_area()
        column.addWidget(self.criteria, 1)
        column.addWidget(self._why_criterion)
        second, column = plain_area()
        self.bars = OutcomeBars(self._context)
        column.setContentsMargins(0, PADDING, 0, 0)
        column.addWidget(self.bars)
        column.addStretch(1)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(first, self._context.text(msg("Criteria")))
        self.year = YearPanel(self._context)
        tabs.addTab(self.year, self._context.text(msg("Minutes a year")))
        self.weights = WeightsPanel(self._context)
        tabs.addTab(self.weights, self._context.text(msg("Weights")))
        tabs.addTab(second, self._context.text(msg("Outcomes")))
        panel.column.addWidget(tabs)
        return panel

    # Results

    def _take(self, outcome: JobOutcome[Overview]) -> None:
        if outcome.value is None:
            reason = (
                outcome.refusal.message if outcome.refusal is not None else msg("The comparison could not be computed.")
            )
            self._state.setText(self._context.text(reason))
            self._progress.hide()
            return
        kept = self._chosen_cell(self.failures), self._chosen_cell(self.criteria)
        comparison = self._comparison = outcome.value.comparison
        self._show_stale(stale=False)
        self._show_failures(comparison)
        self._show_criteria(comparison)
        for table, cell in zip((self.failures, self.criteria), kept, strict=True):
            self._choose_cell(table, *cell)
        counts = [
            count_outcomes(column.design.label, [row.verdict.outcome for row in column.rows])
            for column in comparison.columns
        ]
        self.bars.show_counts(counts)
        self.year.show_years(outcome.value.years)
        self.weights.show_comparison(comparison)
        designs = [column.design for column in comparison.columns]
        self.differences.show_designs(designs)
        self.memory.show_memory(designs, outcome.value.memory)
        self.card.show_comparison(comparison)
        self._fit_tables()

    def _show_failures(self, comparison: Comparison) -> None:
        headings = [Cell(self._context.text(msg("What fails"))), *self._labels(comparison)]
        rows = []
        for line in comparison.failures:
            title = self._context.text(line.title)
            cells = [Cell(title, hint=f"{title}\n{line.event}", key=line.event, wraps=True)]
            for column, verdict in zip(comparison.columns, line.verdicts, strict=True):
                cells.append(
                    verdict_cell(self._context, column.design, verdict, f"{line.event}{_SEPARATOR}{column.design.id}")
                )
            rows.append(Row(tuple(cells), line.event))
        self.failures.facts.show(headings, rows)
        letters = {one.outcome.value for line in comparison.failures for one in line.verdicts if one is not None}
        self.legend.setText(self._context.text(legend_text(letters)))

    def _show_criteria(self, comparison: Comparison) -> None:
        headings = [Cell(self._context.text(msg("Criterion"))), *self._labels(comparison)]
        rows = []
        for criterion in comparison.criteria:
            title = self._context.text(criterion.title)
            cells = [Cell(title, hint=title, key=criterion.id, wraps=True)]
            for place, column in enumerate(comparison.columns):
                key = f"{criterion.id}{_SEPARATOR}{column.design.id}"
                cells.append(criterion_cell(self._context, criterion, place, key))
            rows.append(Row(tuple(cells), criterion.id))
        self.criteria.facts.show(headings, rows)

    def _labels(self, comparison: Comparison) -> list[Cell]:
        return [Cell(column.design.label, hint=column.design.label) for column in comparison.columns]

    def _fit_tables(self) -> None:
        """Share the width between titles and values; again whenever a table gets another size."""
        for table, least in ((self.failures, _FAILURE_WIDTH), (self.criteria, _CRITERION_WIDTH)):
            if table.facts.rows:
                table.fit_columns(stretch=0, least=least)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See when a table gets another size; Enter on a failure plays it."""
        if event.type() is QEvent.Type.Resize:
            self._fit_tables()
        elif watched is self.failures and isinstance(event, QKeyEvent) and is_enter(event):
            self._play_current()
            return True
        return super().eventFilter(watched, event)

    # Reasons

    def _explain_failure(self, index: QModelIndex) -> None:
        comparison = self._comparison
        event, design = self._event_at(index)
        if comparison is None or not event:
            self._why_failure.clear()
            self.play.setEnabled(False)
            return
        line = next(line for line in comparison.failures if line.event == event)
        if design is None:
            self._why_failure.say(line.title, msg("Choose a cell of a variant."), ())
            self.play.setEnabled(False)
            return
        place = [column.design.id for column in comparison.columns].index(design.id)
        verdict = line.verdicts[place]
        title = msg("{event} in {label}", event=line.title, label=design.label)
        self.play.setEnabled(verdict is not None)
        if verdict is None:
            self._why_failure.say(title, msg("This variant cannot have this event."), ())
        else:
            self._why_failure.say(title, verdict.reason, verdict_facts(design, verdict))

    def _explain_criterion(self, index: QModelIndex) -> None:
        comparison = self._comparison
        criterion_id, design = self._event_at(index)
        if comparison is None or not criterion_id:
            self._why_criterion.clear()
            return
        criterion = comparison.criterion(criterion_id)
        if design is None:
            self._why_criterion.say(criterion.title, msg("Choose a cell of a variant."), ())
            return
        place = [column.design.id for column in comparison.columns].index(design.id)
        title = msg("{criterion} in {label}", criterion=criterion.title, label=design.label)
        self._why_criterion.say(title, criterion.cells[place].reason, ())

    def _event_at(self, index: QModelIndex) -> tuple[str, Design | None]:
        """The row's key and the column's design, None for the first column."""
        comparison = self._comparison
        table = self.failures if index.model() is self.failures.facts else self.criteria
        if comparison is None or not index.isValid() or index.row() >= len(table.facts.rows):
            return "", None
        place = index.column() - 1
        design = comparison.columns[place].design if 0 <= place < len(comparison.columns) else None
        return table.facts.rows[index.row()].key, design

    def _play_current(self) -> None:
        event, design = self._event_at(self.failures.currentIndex())
        if event and design is not None:
            self.play_requested.emit(design.id, event)

    def _chosen_cell(self, table: FactTable) -> tuple[str, str]:
        """The row's key and the design's id of the chosen cell; empty where none is chosen."""
        key, design = self._event_at(table.currentIndex())
        return key, "" if design is None else design.id

    def _choose_cell(self, table: FactTable, key: str, design_id: str) -> None:
        """Choose the cell again, wherever its row and column are now; else the first one."""
        keys = [row.key for row in table.facts.rows]
        columns = [] if self._comparison is None else [one.design.id for one in self._comparison.columns]
        if keys:
            row = keys.index(key) if key in keys else 0
            column = columns.index(design_id) if design_id in columns else 0
            table.setCurrentIndex(table.facts.index(row, 1 + column))

    # Variants and changes

    def pictures_fit(self) -> None:
        """Show all of every picture again."""
        self.pictures.fit()

    def _designs(self) -> tuple[Design, ...]:
        return tuple(design for design in self._controller.project.designs if design.id in self._chosen)

    def _forget(self) -> None:
        self._context.tasks.forget(CHANNEL)
        self._comparison = None
        self._choose_all_ids()
        self._offer_variants()
        self._is_stale = True
        if self._controller.mode is Mode.COMPARE:
            self.refresh()

    def _choose_all(self) -> None:
        self._choose_all_ids()
        self._offer_variants()
        self.refresh()

    def _choose_all_ids(self) -> None:
        self._chosen = tuple(design.id for design in self._controller.project.designs)[:MOST]

    def _offer_variants(self) -> None:
        for button in self._variant_group.buttons():
            self._variant_group.removeButton(button)
            button.hide()
            button.deleteLater()
        while self._variants.count():
            self._variants.takeAt(0)
        self._variant_group.blockSignals(True)
        for design in self._controller.project.designs:
            button = QPushButton(design.label)
            button.setObjectName(f"variant:{design.id}")
            button.setCheckable(True)
            button.setChecked(design.id in self._chosen)
            button.setProperty("kind", "chip")
            button.setToolTip(self._context.text(msg("Compare this variant, or leave it out")))
            self._variant_group.addButton(button)
            self._variants.addWidget(button)
        self._variant_group.blockSignals(False)
        self._all.setVisible(len(self._controller.project.designs) >= FEWEST)

    def _toggle_variant(self, button: QPushButton, checked: bool) -> None:
        design_id = button.objectName().removeprefix("variant:")
        wanted = {*self._chosen, design_id} if checked else set(self._chosen) - {design_id}
        if FEWEST <= len(wanted) <= MOST:
            self._chosen = tuple(design.id for design in self._controller.project.designs if design.id in wanted)
            self._later.start()
        else:
            self._variant_group.blockSignals(True)
            button.setChecked(not checked)
            self._variant_group.blockSignals(False)
            text = msg("Two to four variants can be compared at a time.")
            self._state.setText(self._context.text(text))

    def _see_change(self, change: Change) -> None:
        if change.change_set.designs_added or change.change_set.designs_removed:
            known = {design.id for design in change.after.designs}
            kept = tuple(one for one in self._chosen if one in known)
            added = tuple(one for one in change.change_set.designs_added if len(kept) < MOST)
            self._chosen = (*kept, *added)[:MOST]
            self._offer_variants()
        elif [one.label for one in change.before.designs] != [one.label for one in change.after.designs]:
            self._offer_variants()
        self._show_stale(stale=True)
        if self._controller.mode is Mode.COMPARE:
            self._later.start()

    def _see_mode(self, mode: str) -> None:
        if mode == Mode.COMPARE:
            self._focus_later = self.failures
            if self._is_stale:
                self.refresh()
            else:
                self._show_stale(stale=False)

    def _show_stale(self, *, stale: bool) -> None:
        self._is_stale = stale
        if stale and (self.failures.hasFocus() or self.criteria.hasFocus()):
            # a disabled table hands the keyboard to whatever comes next in the window
            self._focus_later = self.failures if self.failures.hasFocus() else self.criteria
        for part in (self.failures, self.criteria, self.card, self.bars, self.year, self.weights, self.memory):
            part.setEnabled(not stale)
        if not stale and self._focus_later is not None:
            holder = QApplication.focusWidget()
            if holder is None or holder.window() is self.window():
                self._focus_later.setFocus()
            self._focus_later = None
        self._progress.setVisible(stale and self.isVisible())
        text = msg_in("comparison", "computing…") if stale else msg_in("comparison", "up to date")
        self._state.setText(self._context.text(text))

    def _open_variant(self, design_id: str) -> None:
        self._controller.show_design(design_id)
        self._controller.set_mode(Mode.DESIGN)
