"""Every shape of a variant judged in the background: what downtime each has at what price, and which nothing beats."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.chart_view import ChartView
from designer.app.modes.facts import FactTable
from designer.app.modes.parts import PADDING, EmptyState, plain_label, push_button, spaced
from designer.app.modes.sweep_job import SweepJob
from designer.app.modes.sweep_words import headings, point_name, rows_of, summary, sweep_chart
from designer.app.notices import Notice, Severity
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.comparison.sweep import DOWNTIME, Sweep, sweep_of
from designer.drawing.ink import Face, Role
from designer.drawing.scene import Scene
from designer.editing.shaping import AddShape
from designer.model.design import Design
from designer.model.reshape import Shape, shape_of, shapes

_MOST_SERVERS = 8
_USUAL_MOST = 2
_COLUMNS = (64, 172, 72, 68, 96, 98, 98, 92, 60)


class SweepDialog(QDialog):
    """Stays beside the window, so that points can be opened one after the other."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._design: Design | None = None
        self._sweep = Sweep((), "nodes", ())
        self._chosen: int | None = None
        self._is_filling = False
        self.job = SweepJob(context.tasks, self)
        self.job.advanced.connect(self._show_progress)
        self.setObjectName("sweepDialog")
        self.setWindowTitle(context.text(msg("Sweep all variants")))
        self._build()
        controller.document_changed.connect(self._show_state)
        controller.document_opened.connect(self.close)
        self.resize(1120, 640)

    def show_design(self, design: Design) -> None:
        """Offer a sweep of this design; a running one of another design ends."""
        if self._design is not None and self._design == design:
            return
        self.job.stop()
        self.job.points = ()
        self._design = design
        try:
            own = shape_of(design)
            self.primary.setValue(max(_USUAL_MOST, min(own.primary, _MOST_SERVERS)))
            self.secondary.setValue(max(_USUAL_MOST, min(own.secondary, _MOST_SERVERS)))
        except DesignerError:
            pass
        self._sweep, self._chosen = Sweep((), "nodes", ()), None
        self._of.setText(self._context.text(msg("Variant {label}", label=design.label)))
        self._count()
        self._show_progress()

    def start(self) -> None:
        """Judge all shapes up to the numbers given."""
        design, wanted = self._design, self._shapes()
        if design is None or not wanted:
            return
        self._chosen = None
        self.job.start(design, wanted)

    def open_point(self) -> None:
        """Add the chosen point as one more variant; one step to undo."""
        design, at = self._design, self._chosen
        if design is None or at is None:
            return
        point = self._sweep.points[at]
        command = AddShape(design.id, point.shape, self._context.text(point_name(point)))
        new_id = command.new_id(self._controller.project)
        if self._controller.run(command):
            self._controller.show_design(new_id)
            label = self._controller.project.design(new_id).label
            self._controller.notify(Notice(msg("{label} is a variant now.", label=label), Severity.DONE))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the work."""
        self.job.stop()
        super().closeEvent(event)

    def reject(self) -> None:
        """Stop the work and close."""
        self.job.stop()
        super().reject()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING + 4, PADDING + 4, PADDING + 4, PADDING + 4)
        column.setSpacing(PADDING)
        column.addLayout(self._build_head())
        self._stack = QStackedWidget()
        text = msg("Every number of servers at both sites, every witness and every distribution of votes is judged.")
        self._empty = EmptyState(self._context, "git-compare", msg("Nothing judged yet"), text)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build_results())
        column.addWidget(self._stack, 1)
        column.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._of = plain_label(self._context, "", points=10.5, face=Face.SEMIBOLD)
        head.addWidget(self._of)
        head.addSpacing(PADDING)
        label = plain_label(self._context, msg("Servers at most"), role=Role.DIM)
        head.addWidget(label)
        self.primary, self.secondary = QSpinBox(), QSpinBox()
        names = (msg("Most servers at the primary site"), msg("Most servers at the secondary site"))
        for spin, name in zip((self.primary, self.secondary), names, strict=True):
            spin.setRange(1, _MOST_SERVERS)
            spin.setValue(_USUAL_MOST)
            spin.setToolTip(self._context.text(name))
            spin.setAccessibleName(self._context.text(name))
            spin.valueChanged.connect(self._count)
            spaced(spin)
        head.addWidget(self.primary)
        head.addWidget(plain_label(self._context, "+", role=Role.DIM))
        head.addWidget(self.secondary)
        self._number = plain_label(self._context, "", role=Role.DIM)
        head.addWidget(self._number)
        head.addStretch(1)
        self.progress = QProgressBar()
        self.progress.setFixedWidth(160)
        self.progress.setTextVisible(False)
        head.addWidget(self.progress)
        self.begin = push_button(self._context, msg_in("action", "Sweep"), icon="player-play", accent=True)
        self.begin.clicked.connect(self.start)
        self.begin.setDefault(True)
        self.cancel = push_button(self._context, msg_in("action", "Stop"))
        self.cancel.setToolTip(self._context.text(msg("What has been judged so far stays")))
        self.cancel.clicked.connect(self.job.stop)
        for button in (self.begin, self.cancel):
            head.addWidget(button)
        return head

    def _build_results(self) -> QSplitter:
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        self.chart = ChartView(self._context, fills=True)
        self.chart.chosen.connect(self._choose_key)
        across.addWidget(self.chart)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.only_front = QCheckBox(self._context.text(msg("Only what nothing beats")))
        self.only_front.toggled.connect(self._show_rows)
        column.addWidget(self.only_front)
        self.table = FactTable(self._context, "sweepTable")
        self.table.setAccessibleName(self._context.text(msg("All variants that were judged")))
        self.table.selectionModel().currentChanged.connect(self._choose_row)
        self.table.doubleClicked.connect(self._open_row)
        column.addWidget(self.table, 1)
        across.addWidget(side)
        across.setStretchFactor(0, 4)
        across.setStretchFactor(1, 5)
        across.setSizes([480, 610])
        return across

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.told = plain_label(self._context, "", points=9.5, role=Role.DIM, wrap=True)
        foot.addWidget(self.told, 1)
        self.adopt = push_button(self._context, msg("Open as a new variant"), accent=True)
        self.adopt.setToolTip(self._context.text(msg("Adds the chosen variant to the project; Undo takes it back")))
        self.adopt.clicked.connect(self.open_point)
        close = push_button(self._context, msg_in("action", "Close"))
        close.clicked.connect(self.close)
        foot.addWidget(self.adopt)
        foot.addWidget(close)
        for button in (self.adopt, close, self.cancel):
            button.setAutoDefault(False)
        return foot

    # What is shown

    def _shapes(self) -> tuple[Shape, ...]:
        if self._design is None:
            return ()
        try:
            return shapes(self._design, self.primary.value(), self.secondary.value())
        except DesignerError as refusal:
            self._say(refusal.message)
            return ()

    def _count(self) -> None:
        count = len(self._shapes())
        self._number.setText(self._context.text(msg_n("{n} variant", "{n} variants", count)) if count else "")
        self.begin.setEnabled(bool(count) and not self.job.is_running)

    def _show_progress(self) -> None:
        job = self.job
        self._sweep = sweep_of(job.points)
        self.progress.setRange(0, max(1, job.total))
        self.progress.setValue(len(job.points))
        self.progress.setVisible(job.is_running)
        self.cancel.setVisible(job.is_running)
        self.begin.setVisible(not job.is_running)
        self.begin.setEnabled(not job.is_running)
        for spin in (self.primary, self.secondary):
            spin.setEnabled(not job.is_running)
        self._stack.setCurrentIndex(1 if job.points or job.is_running else 0)
        self._show_rows()
        self._show_state()

    def _show_rows(self) -> None:
        rows = rows_of(self._context, self._sweep, only_front=self.only_front.isChecked())
        self._is_filling = True
        self.table.facts.show(headings(self._context, self._sweep), rows)
        self.table.set_widths(_COLUMNS, stretch=-1)
        at = next((number for number, row in enumerate(rows) if row.key == str(self._chosen)), None)
        if at is not None:
            self.table.setCurrentIndex(self.table.facts.index(at, 0))
        self._is_filling = False
        self._draw()

    def _draw(self) -> None:
        found, chosen = self._sweep, self._chosen
        front = ", ".join(self._context.text(summary(found.points[at])) for at in found.front)

        def made(width: float, height: float) -> Scene:
            return sweep_chart(self._context.lettering, found, chosen, width=width, height=height)

        self.chart.show_chart(made, self._context.text(msg("In front: {points}", points=front or "–")))

    def _show_state(self) -> None:
        is_same = self._is_same()
        self.adopt.setEnabled(self._chosen is not None and is_same)
        if self.job.fault is not None:
            self._say(self.job.fault)
        elif self._design is not None and not is_same:
            self._say(msg("The variant has changed since; close and sweep again to open one of these."))
        elif self._chosen is not None:
            point = self._sweep.points[self._chosen]
            why = point.figure(DOWNTIME).cells[0].reason
            self._say(msg("{point}. {why}", point=summary(point), why=why))
        elif self._sweep.points:
            done = msg_n("{n} variant judged.", "{n} variants judged.", len(self._sweep.points))
            more = msg("Filled diamonds are beaten by none in both figures.")
            self._say(msg("{done} {more} {price}", done=done, more=more, price=self._sweep.price_reason))
        elif self._shapes():
            self._say(msg("The project's machines, storage and lines stay; its variants are not changed."))

    def _is_same(self) -> bool:
        """Whether the swept design still stands in the project as it was judged."""
        design = self._design
        return design is not None and any(one == design for one in self._controller.project.designs)

    def _say(self, text: Message) -> None:
        self.told.setText(self._context.text(text))

    def _choose_row(self, index: QModelIndex) -> None:
        key = self.table.key_at(index)
        if key and not self._is_filling:
            self._chosen = int(key)
            self._draw()
            self._show_state()

    def _choose_key(self, key: str) -> None:
        rows = [row.key for row in self.table.facts.rows]
        if key not in rows:
            self.only_front.setChecked(False)
            rows = [row.key for row in self.table.facts.rows]
        self.table.setCurrentIndex(self.table.facts.index(rows.index(key), 0))

    def _open_row(self) -> None:
        if self.adopt.isEnabled():
            self.open_point()
