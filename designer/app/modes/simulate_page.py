"""Simulate: choose what happens, watch it on the canvas, and read every step with its reason."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.app.background import Outcome as JobOutcome
from designer.app.canvas.canvas_view import CanvasView
from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController, Mode
from designer.app.modes.event_table import EventTable
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.lane_view import LaneView
from designer.app.modes.memory_rounds import MemoryRounds
from designer.app.modes.number_strip import NumberStrip
from designer.app.modes.parts import PADDING, EmptyState, page_style, plain_area, plain_label, push_button, separator
from designer.app.modes.phase_ruler import PhaseRuler, play_by_key
from designer.app.modes.resource_panel import ResourcePanel
from designer.app.modes.run_ending import EndingLine, EndingTable
from designer.app.modes.run_facts import RunFacts, outcome_text, round_text
from designer.app.modes.saved_scenarios import SavedScenarios
from designer.app.modes.scenario_picker import ScenarioPicker, failure, scenario_title
from designer.app.modes.simulation_job import simulated
from designer.app.modes.step_card import StepCard
from designer.app.modes.time_budget import TimeBudget
from designer.app.modes.transport import PlayerActions, TransportBar
from designer.app.modes.votes_panel import VotesPanel
from designer.app.playback import Cursor, Playback
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in
from designer.drawing.compose import PictureOptions
from designer.drawing.ink import Role
from designer.drawing.overlay import compose_moment
from designer.engine.timeline import Moment, Timeline
from designer.model.design import Design
from designer.model.scenario import Scenario

CHANNEL = "simulation"
_MANY_VMS = 150
"""From here on a run is computed in a process of its own, so that the window stays lively."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: the very design and the scenario."""

    design: Design
    scenario: Scenario


class SimulatePage(QWidget):
    """The player of runs. Reads the document, never changes it."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modePage")
        self.setStyleSheet(page_style(context))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._controller = controller
        self._context = context
        self._request: Request | None = None
        self._facts: RunFacts | None = None
        self._followed = ""
        self._moment: Moment | None = None
        self.playback = Playback(self)
        self.playback.set_reduced_motion(context.preferences.reduced_motion)
        self._build()
        self._connect()
        context.tasks.forget(CHANNEL)
        self._take_design()

    # What the window calls

    def run_scenario(self, scenario: Scenario) -> None:
        """Compute and show a run of the shown variant; an earlier computation is dropped."""
        design = self._controller.design
        if design is None:
            return
        self.playback.pause()
        self._request = Request(design, scenario)
        self._stack.setCurrentWidget(self._waiting)
        self._waiting.say(self._context, msg("Computing the run…"), self._title_of(self._request))
        self._context.tasks.submit(
            CHANNEL,
            partial(simulated, design, scenario),
            self._take_run,
            name=msg("Computing a run"),
            heavy=len(design.vms) > _MANY_VMS,
        )

    def play_event(self, target: str) -> None:
        """Show what happens when the target of the event grammar fails, and play it."""
        self.run_scenario(failure(target))

    def choose_scenario(self) -> None:
        """Go back to the choice of scenarios; a run that is shown stays for the way back."""
        self.playback.pause()
        self._offer()
        self._stack.setCurrentWidget(self._choice)
        self._way_back.setVisible(self._facts is not None)

    def take_over(self, former: "SimulatePage") -> None:
        """Show what the page of a former window shows, at the same moment: its language or theme was changed."""
        self.playback.set_speed(former.playback.speed)
        self.playback.set_clock(former.playback.pace.clock)
        self.transport.show_clock(former.playback.pace.clock)
        if former.facts is not None and former.request is not None:
            cursor = former.playback.cursor
            self._request = former.request
            self._facts = RunFacts(former.facts.design, former.facts.timeline, former.facts.followed)
            self._followed = former.facts.followed
            self._show_run(self._facts, former.request)
            self.playback.seek(self.playback.pace.position(cursor))

    def cancel(self) -> None:
        """Drop the run that is being computed."""
        self._context.tasks.forget(CHANNEL)
        self._request = None
        self.choose_scenario()

    @property
    def request(self) -> Request | None:
        """What was asked for last, or None."""
        return self._request

    @property
    def facts(self) -> RunFacts | None:
        """The run shown, or None."""
        return self._facts

    @property
    def moment(self) -> Moment | None:
        """The moment shown, or None."""
        return self._moment

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._choice = self._build_choice()
        self._waiting = EmptyState(self._context, "hourglass", msg("Computing the run…"))
        stop = push_button(self._context, msg_in("action", "Cancel"))
        stop.clicked.connect(self.cancel)
        self._waiting.buttons.addWidget(stop)
        self._refused = EmptyState(self._context, "info-circle", msg("This run cannot start"))
        again = push_button(self._context, msg("Choose another scenario"), accent=True)
        again.clicked.connect(self.choose_scenario)
        self._refused.buttons.addWidget(again)
        self._none = EmptyState(
            self._context,
            "sitemap",
            msg("Nothing to simulate yet"),
            msg("The project has no variant. Make one in Design."),
        )
        self._run_view = self._build_run_view()
        for page in (self._choice, self._waiting, self._refused, self._none, self._run_view):
            self._stack.addWidget(page)

    def _build_choice(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._back_to_run = push_button(self._context, msg("Back to the run"), icon="arrow-left")
        self._back_to_run.clicked.connect(self._return_to_run)
        self._way_back = QWidget()
        row = QHBoxLayout(self._way_back)
        row.setContentsMargins(2 * PADDING, PADDING, 0, 0)
        row.addWidget(self._back_to_run)
        row.addStretch(1)
        column.addWidget(self._way_back)
        self.picker = ScenarioPicker(self._context)
        column.addWidget(self.picker, 1)
        return page

    def _build_run_view(self) -> QWidget:
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(1)
        across.addWidget(self._build_centre())
        across.addWidget(self._build_side())
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 0)
        across.setSizes([1000, 292])
        return across

    def _build_centre(self) -> QWidget:
        centre, column = plain_area()
        self.numbers = NumberStrip(self._context)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, PADDING, 0)
        head.addWidget(self.numbers, 1)
        self._other = push_button(self._context, msg("Other scenario…"), icon="list-details")
        self._other.clicked.connect(self.choose_scenario)
        self._keep = QToolButton()
        self._keep.setIcon(self._context.icon("device-floppy"))
        self._keep.setObjectName("keepScenario")
        self._keep.setToolTip(self._context.text(msg("Keep this scenario with the project")))
        self._keep.setAccessibleName(self._keep.toolTip())
        self._keep.clicked.connect(self._keep_scenario)
        head.addWidget(self._keep)
        head.addSpacing(6)
        head.addWidget(self._other)
        column.addLayout(head)
        self._stale = self._build_stale_strip()
        column.addWidget(self._stale)
        column.addWidget(separator(self._context))
        down = QSplitter(Qt.Orientation.Vertical)
        down.setChildrenCollapsible(False)
        down.setHandleWidth(1)
        self.canvas = CanvasView(self._context.ink)
        self.canvas.setAccessibleName(self._context.text(msg("Picture of the run")))
        down.addWidget(self.canvas)
        down.addWidget(self._build_lower())
        down.setStretchFactor(0, 3)
        down.setStretchFactor(1, 2)
        down.setSizes([430, 300])
        column.addWidget(down, 1)
        return centre

    def _build_stale_strip(self) -> QWidget:
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(PADDING + 4, 0, PADDING, 6)
        text = msg("The design has changed since this run was computed.")
        row.addWidget(plain_label(self._context, text, role=Role.PENDING))
        again = push_button(self._context, msg("Run again"), icon="refresh")
        again.clicked.connect(self._run_again)
        row.addWidget(again)
        row.addStretch(1)
        strip.hide()
        return strip

    def _build_lower(self) -> QWidget:
        lower, column = plain_area()
        actions = PlayerActions(self._context, self.playback, self)
        self.transport = TransportBar(self._context, self.playback, actions)
        column.addWidget(self.transport)
        self.ruler = PhaseRuler(self._context, self.playback)
        holder = QHBoxLayout()
        holder.setContentsMargins(4, 0, 4, 2)
        holder.addWidget(self.ruler)
        column.addLayout(holder)
        self._ending = EndingLine(self._context)
        column.addWidget(self._ending)
        self.tabs = self._build_tabs()
        column.addWidget(self.tabs, 1)
        return lower

    def _build_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        self.events = EventTable(self._context)
        self.states = FactTable(self._context, "stateTable")
        self.rounds = MemoryRounds(self._context)
        self.endings = EndingTable(self._context)
        self.budget = TimeBudget(self._context)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.budget)
        self.lanes = LaneView(self._context, self.playback)
        lanes = QScrollArea()
        lanes.setWidgetResizable(True)
        lanes.setWidget(self.lanes)
        for widget, name in (
            (self.events, msg("Events")),
            (lanes, msg("Lanes")),
            (self.states, msg("State table")),
            (self.rounds, msg("Memory rounds")),
            (scroll, msg("Time budget")),
            (self.endings, msg("End of the run")),
        ):
            tabs.addTab(widget, self._context.text(name))
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 2, PADDING, 2)
        row.setSpacing(10)
        row.addWidget(self.events.follow)
        row.addWidget(self.events.filter)
        tabs.setCornerWidget(corner, Qt.Corner.TopRightCorner)
        self._corner = corner
        tabs.currentChanged.connect(self._show_corner)
        return tabs

    def _build_side(self) -> QWidget:
        side, column = plain_area()
        side.setMinimumWidth(248)
        self.resources = ResourcePanel(self._context)
        self.votes = VotesPanel(self._context)
        self.side_tabs = QTabWidget()
        self.side_tabs.setDocumentMode(True)
        for panel, name in ((self.resources, msg("Resources")), (self.votes, msg("Votes"))):
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            holder, inner = plain_area()
            inner.addWidget(panel)
            inner.addStretch(1)
            scroll.setWidget(holder)
            self.side_tabs.addTab(scroll, self._context.text(name))
        self.card = StepCard(self._context)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.card)
        column.addWidget(self.side_tabs, 11)
        column.addWidget(separator(self._context))
        column.addWidget(scroll, 9)
        return side

    def _connect(self) -> None:
        self.picker.chosen.connect(self.run_scenario)
        self.saved_scenarios = SavedScenarios(self._controller, self._context, self.picker, self)
        self.playback.cursor_changed.connect(self._show_cursor)
        self.lanes.step_chosen.connect(self.playback.go_to_step)
        self.ruler.sought.connect(self.playback.seek)
        self.events.step_chosen.connect(self.playback.go_to_step)
        self.canvas.clicked.connect(self._follow_clicked)
        self.resources.vm_chosen.connect(self._follow)
        self.canvas.installEventFilter(self)
        self.events.table.installEventFilter(self)
        self._controller.design_shown.connect(self._take_design)
        self._controller.document_opened.connect(self._forget_run)
        self._controller.document_changed.connect(self._see_change)
        self._controller.mode_changed.connect(self._see_mode)
        self._context.preferences.changed.connect(self._see_preference)

    # Runs

    def _take_run(self, outcome: JobOutcome[Timeline]) -> None:
        request = self._request
        if request is None:
            return
        if outcome.value is None:
            self._refuse(outcome.refusal)
            return
        self._facts = RunFacts(request.design, outcome.value, _followed_vm(request))
        self._followed = self._facts.followed
        self._show_run(self._facts, request)

    def _refuse(self, refusal: DesignerError | None) -> None:
        """Say calmly why there is no run: nothing is broken."""
        reason = refusal.message if refusal is not None else msg("The computation ended unexpectedly.")
        hint = refusal.hint if refusal is not None else None
        self._refused.say(
            self._context,
            msg("This run cannot start"),
            reason if hint is None else msg("{reason} {hint}", reason=reason, hint=hint),
        )
        self._stack.setCurrentWidget(self._refused)

    def _show_run(self, facts: RunFacts, request: Request) -> None:
        if not facts.timeline.steps:
            self._refused.say(self._context, outcome_text(facts.timeline.outcome), msg("The run has no steps."))
            self._stack.setCurrentWidget(self._refused)
            return
        self._stack.setCurrentWidget(self._run_view)
        self._controller.set_timeline(facts.timeline)
        self.transport.set_title(self._title_of(request))
        self._ending.show_run(facts)
        self.endings.show_run(facts)
        self._show_kept()
        self.resources.set_design(request.design, facts.followed)
        self.events.show_run(facts)
        self.lanes.show_run(facts)
        self.rounds.show_run(facts)
        limit = request.design.cluster.migration.tcp_tolerance_ms * 1000
        self.budget.show_lines(facts.budget(), facts.track.end_us, limit, stays_down=facts.stays_down)
        self._stale.hide()
        self._moment = None
        self.states.facts.show((), ())
        self.playback.set_track(facts.track)
        self.ruler.set_faults(facts.fault_steps)
        self.canvas.fit()
        self.ruler.setFocus()

    # Moments

    def _show_cursor(self, cursor: Cursor) -> None:
        facts = self._facts
        if facts is None or not facts.timeline.steps:
            return
        before, self._moment = self._moment, facts.moment(cursor.step, cursor.time_us)
        moment = self._moment
        self._controller.set_moment(moment.time_us)
        ruler, translator = self._context.lettering.ruler, self._context.translator
        options = PictureOptions(legend=False)
        self.canvas.show_scene(compose_moment(facts.design, moment, ruler, translator, options=options))
        self.numbers.show_figures(facts.figures(cursor.step, moment))
        self.budget.show_time(moment.time_us)
        self.ruler.set_detail(round_text(moment))
        if before is None or before.step is not moment.step:
            self._show_step(facts, moment, cursor.step)

    def _show_step(self, facts: RunFacts, moment: Moment, place: int) -> None:
        self.card.show_step(moment.step)
        self._announce(facts, place)
        self.events.mark(place)
        self.votes.show_state(facts, moment.state)
        self._show_resources()
        if self.states.isVisible() or not self.states.facts.rows:
            self._show_states(facts, moment, place)

    def _announce(self, facts: RunFacts, place: int) -> None:
        """Tell assistive technology what has just happened; while a run plays on its own only with reduced motion."""
        if self.playback.is_playing and not self._context.preferences.reduced_motion:
            return
        step = facts.timeline.steps[place]
        count = len(facts.timeline.steps)
        text = msg("Step {step} of {n}: {text}", step=place + 1, n=count, text=step.text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._context.text(text)))

    def _show_resources(self) -> None:
        if self._facts is not None and self._moment is not None and self._followed:
            self.resources.show_state(self._facts.design, self._moment.state, self._followed)

    def _show_states(self, facts: RunFacts, moment: Moment, place: int) -> None:
        earlier = facts.timeline.steps[place - 1].state if place else facts.timeline.start
        before = {one.id: one for one in facts.objects(earlier)}
        rows = []
        for one in facts.objects(moment.state):
            is_new = before.get(one.id) != one
            rows.append(
                Row(
                    (
                        Cell(one.name, bold=is_new),
                        Cell(self._context.text(one.kind), Role.DIM),
                        Cell(self._context.text(one.state), one.role, bold=True),
                        Cell(self._context.text(one.detail), bold=is_new, hint=self._context.text(one.detail)),
                    ),
                    one.id,
                )
            )
        if not self.states.facts.rows:
            texts = (msg("Object"), msg("Kind"), msg("State"), msg("Detail"))
            self.states.facts.show([Cell(self._context.text(text)) for text in texts], rows)
            self.states.set_widths((150, 130, 190, 300), stretch=3)
        else:
            self.states.facts.change(rows)

    # What happens around

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the canvas and the event table the keys of the player."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._facts is not None:
            arrows = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if watched is self.events.table and event.key() in arrows and plain:
                return super().eventFilter(watched, event)
            if play_by_key(self.playback, event):
                return True
        return super().eventFilter(watched, event)

    def _title_of(self, request: Request) -> Message:
        return scenario_title(request.design, request.scenario)

    def _offer(self) -> None:
        design = self._controller.design
        if design is not None:
            self.picker.set_design(self._controller.project, design)

    def _take_design(self) -> None:
        """Another variant: the same scenario is asked of it, or the choice is offered anew."""
        design = self._controller.design
        if design is None:
            self._stack.setCurrentWidget(self._none)
            return
        self._offer()
        if self._facts is not None and self._request is not None and self._request.design.id != design.id:
            self.run_scenario(self._request.scenario)
        elif self._facts is None:
            self._stack.setCurrentWidget(self._choice)
            self._way_back.hide()

    def _forget_run(self) -> None:
        self.playback.pause()
        self._context.tasks.forget(CHANNEL)
        self._request = self._facts = self._moment = None
        self._take_design()

    def _see_change(self, change: Change) -> None:
        if self._request is not None:
            self._stale.setVisible(self._controller.design is not self._request.design)
            self._show_kept()
        if self._stack.currentWidget() is self._choice:
            self._offer()

    def _see_mode(self, mode: str) -> None:
        if mode != Mode.SIMULATE:
            self.playback.pause()
        elif self._stack.currentWidget() is self._choice:
            self._offer()

    def _see_preference(self, name: str) -> None:
        if name == "reduced_motion":
            self.playback.set_reduced_motion(self._context.preferences.reduced_motion)

    def _run_again(self) -> None:
        if self._request is not None:
            self.run_scenario(self._request.scenario)

    def _keep_scenario(self) -> None:
        """Write the scenario of this run into the project, under the name it is shown with."""
        if self._request is not None:
            self.saved_scenarios.keep(self._request.scenario)
            self._show_kept()

    def _show_kept(self) -> None:
        """A scenario that the project has already needs no keeping."""
        request = self._request
        if request is not None:
            self._keep.setEnabled(not self.saved_scenarios.is_kept(request.scenario))

    def _return_to_run(self) -> None:
        self._stack.setCurrentWidget(self._run_view)

    def _follow_clicked(self, element_id: str) -> None:
        design = None if self._facts is None else self._facts.design
        if design is not None and any(vm.id == element_id for vm in design.vms):
            self._follow(element_id)
        self._controller.select((element_id,) if element_id else ())

    def _follow(self, vm_id: str) -> None:
        self._followed = vm_id
        place = self.resources.vms.findData(vm_id)
        if place >= 0:
            self.resources.vms.setCurrentIndex(place)
        self._show_resources()

    def _show_corner(self, place: int) -> None:
        self._corner.setVisible(place == 0)
        if self._facts is not None and self._moment is not None and self.states.isVisible():
            self._show_states(self._facts, self._moment, self.playback.cursor.step)


def _followed_vm(request: Request) -> str:
    """The VM whose fate is told: the one that is moved, else the first."""
    movement = request.scenario.movement
    if movement is not None and movement.vm is not None:
        return movement.vm
    return request.design.vms[0].id if request.design.vms else ""
