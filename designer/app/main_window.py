"""The window: docks round the pages of the four modes, menus, tool bar, status bar. Wires parts, decides nothing."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.finding import Finding
from designer.app.actions import ActionSet, Situation
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.canvas.placer import Placeable, everything
from designer.app.command_palette import CommandPalette
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController, Mode
from designer.app.document_files import DocumentFiles
from designer.app.empty_canvas import EmptyCanvas
from designer.app.finder import Finder
from designer.app.menus import Menus
from designer.app.notice_strip import NoticeStrip
from designer.app.notices import Notice, Severity
from designer.app.panels.capacity import CapacityTable
from designer.app.panels.connections import ConnectionsPanel
from designer.app.panels.history import HistoryPanel
from designer.app.panels.inspector import Inspector
from designer.app.panels.layers_panel import LayersPanel
from designer.app.panels.model_tree import ModelTree
from designer.app.panels.notes_panel import NotesPanel
from designer.app.panels.palette_panel import PalettePanel
from designer.app.panels.panel_tabs import PanelTabs
from designer.app.panels.problems import SEVERITY_LETTER, SEVERITY_TONE, ProblemsPanel
from designer.app.panels.rules_panel import RulesPanel
from designer.app.panels.table_editor import TableEditor
from designer.app.panels.vote_table import VoteTable
from designer.app.preferences import default_window_size
from designer.app.project_tabs import ProjectTabs
from designer.app.status_items import StatusItems
from designer.app.variant_tabs import VariantTabs
from designer.app.verbs.canvas import CanvasVerbs
from designer.app.verbs.edit import EditVerbs
from designer.app.verbs.variant import VariantVerbs
from designer.app.verbs.view import ViewVerbs
from designer.app.welcome import WelcomePage
from designer.assets.loader import PROJECT_SUFFIX
from designer.base.texts import msg, msg_in
from designer.drawing.geometry import Point
from designer.editing import ground
from designer.editing.fixes import fix_for
from designer.editing.variants import AddWaiver, RemoveWaiver
from designer.model.note import Waiver
from designer.model.scenario import Scenario

if TYPE_CHECKING:
    from designer.app.dialogs.fix import FixDialog
    from designer.app.dialogs.waiver import WaiverDialog
    from designer.app.modes.compare_page import ComparePage
    from designer.app.modes.document_page import DocumentPage
    from designer.app.modes.generate_dialog import GenerateDialog
    from designer.app.modes.simulate_page import SimulatePage

STATE_VERSION = 1
_SIDES = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_WIDTHS = {"left": 212, "right": 332}
_LATER = ("compare", "simulate", "document")
"""The pages that are built when they are first wanted."""
_NARROW, _NARROW_WIDTHS = 1200, {"left": 184, "right": 272}
_HEIGHT = 220


class MainWindow(QMainWindow):
    """One window onto one document. Built anew, around the same controller, when language or theme change."""

    closed = Signal()
    closing_asked = Signal()
    """The window shall close; whoever hosts several projects asks about each. Only where :attr:`has_host`."""
    project_stepped = Signal(int)
    """Show the project so many tabs further on."""

    def __init__(self, controller: DocumentController, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self._controller = controller
        self._context = context
        self._may_close = False
        self.has_host = False
        self._wants_usual_sizes = True
        self._insert_at: tuple[Point, str | None] | None = None
        self.actions_set = ActionSet(context, self)
        self.files = DocumentFiles(controller, context, self)
        self._build_centre()
        self._build_docks()
        self._build_bars()
        self._bind_actions()
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(1024, 640))
        self.show_mode()
        self._count_problems()
        self.refresh()

    # What the composition root asks

    def restore_layout(self) -> None:
        """Take size, place and docks as they were left, or the usual ones."""
        preferences = self._context.preferences
        if not self.restoreGeometry(preferences.geometry):
            self.resize(default_window_size(self.screen().availableSize()))
        if self.restoreState(preferences.window_state(Mode.DESIGN.value), STATE_VERSION):
            self._wants_usual_sizes = False
        self.show_mode()

    def dock_sizes(self) -> dict[str, int]:
        """How wide the docks at the sides are and how high the lower one is."""
        return {side: dock.height() if side == "bottom" else dock.width() for side, dock in self.docks.items()}

    def take_dock_sizes(self, sizes: dict[str, int]) -> None:
        """Give the docks these sizes; the window must be shown, else Qt shares out the room anew."""
        sides = list(_WIDTHS)
        self.resizeDocks([self.docks[one] for one in sides], [sizes[one] for one in sides], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["bottom"]], [sizes["bottom"]], Qt.Orientation.Vertical)

    def take_layout(self, state: QByteArray, tabs: dict[str, int]) -> None:
        """Take the docks of the window this one replaces."""
        if self._controller.mode is Mode.DESIGN:
            self.restoreState(state)
            self._wants_usual_sizes = False
        for side, index in tabs.items():
            self.sides[side].setCurrentIndex(index)
        self.refresh()
        self.show_mode()

    def store_layout(self) -> None:
        """Keep size, place and docks for the next time."""
        preferences = self._context.preferences
        preferences.geometry = self.saveGeometry()
        if self._controller.mode is Mode.DESIGN and self._controller.is_open:
            preferences.set_window_state(Mode.DESIGN.value, self.saveState(STATE_VERSION))

    def reset_layout(self) -> None:
        """Docks as on the first day."""
        for side, area in _SIDES.items():
            dock = self.docks[side]
            self.addDockWidget(area, dock)
            dock.setVisible(self._shows_docks)
        self._take_usual_sizes()
        for panels in self.sides.values():
            panels.setCurrentIndex(0)

    def close_quietly(self) -> None:
        """Close without asking: another window has taken over."""
        self._may_close = True
        self.close()

    def refresh(self) -> None:
        """Title, actions and whatever else follows the situation as a whole."""
        controller = self._controller
        name = self.files.shown_name() if controller.is_open else ""
        design = controller.design
        variant = f" – {design.label}" if design is not None else ""
        self.setWindowTitle(f"{name}[*]{variant} – Geocluster Designer" if name else "Geocluster Designer")
        self.setWindowModified(controller.is_open and not controller.is_clean)
        self.actions_set.refresh(self.situation())
        state = controller.history_state()
        undo, redo = msg_in("action", "Undo"), msg_in("action", "Redo")
        self.actions_set.set_text("edit.undo", undo if state.undo is None else msg("Undo: {step}", step=state.undo))
        self.actions_set.set_text("edit.redo", redo if state.redo is None else msg("Redo: {step}", step=state.redo))
        self.empty.setVisible(design is not None and not any(True for _ in design.elements()))

    def situation(self) -> Situation:
        """What decides which actions make sense now."""
        controller, design = self._controller, self._controller.design
        chosen = () if design is None else tuple(design.by_id[one] for one in controller.selection)
        state = controller.history_state()
        return Situation(
            is_open=controller.is_open,
            has_design=design is not None,
            mode=controller.mode,
            selected=len(chosen),
            placed=sum(ground.has_place(one) for one in chosen),
            kinds=frozenset(type(one).__name__ for one in chosen),
            designs=len(controller.project.designs),
            can_undo=state.undo is not None,
            can_redo=state.redo is not None,
            has_clipboard=True,
            has_problems=bool(controller.judgement.findings),
            has_run=controller.timeline is not None,
            is_recommended=design is not None and design.id == controller.project.recommended,
        )

    # Pages, each built when it is first wanted: most starts show the design alone

    @cached_property
    def compare(self) -> "ComparePage":
        """The page of Compare mode."""
        from designer.app.modes.compare_page import ComparePage  # noqa: PLC0415 - the start goes without it

        page = ComparePage(self._controller, self._context)
        page.play_requested.connect(self._play_event)
        page.sweep_requested.connect(self._variant.sweep)
        self._stack.addWidget(page)
        return page

    @cached_property
    def simulate(self) -> "SimulatePage":
        """The page of Simulate mode."""
        from designer.app.modes.simulate_page import SimulatePage  # noqa: PLC0415 - the start goes without it

        page = SimulatePage(self._controller, self._context)
        self._stack.addWidget(page)
        return page

    @cached_property
    def document(self) -> "DocumentPage":
        """The page of Document mode."""
        from designer.app.modes.document_page import DocumentPage  # noqa: PLC0415 - the start goes without it

        page = DocumentPage(self._controller, self._context)
        self._stack.addWidget(page)
        return page

    def take_run(self, former: "MainWindow") -> None:
        """Show the run that the window this one replaces has shown, if it has."""
        if "simulate" in vars(former):
            self.simulate.take_over(former.simulate)

    def _page_of(self, mode: Mode) -> QWidget:
        if mode is Mode.COMPARE:
            return self.compare
        if mode is Mode.SIMULATE:
            return self.simulate
        return self.document if mode is Mode.DOCUMENT else self.canvas

    # Building

    def _build_centre(self) -> None:
        controller, context = self._controller, self._context
        self.canvas = DesignCanvas(controller, context, self.actions_set)
        self.empty = EmptyCanvas(context, self.actions_set, self.canvas.view.viewport())
        self.welcome = WelcomePage(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.canvas)
        self.variants = VariantTabs(controller, context)
        self._line = _line()
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.projects = ProjectTabs(context)
        for widget in (self.projects, self.variants, self._line):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.strip = NoticeStrip(context, centre)
        self.setCentralWidget(centre)
        self.palette_box = CommandPalette(context, self)

    def _build_docks(self) -> None:
        controller, context, text = self._controller, self._context, self._context.text
        self.placing = PalettePanel(context)
        self.tree = ModelTree(controller, context)
        self.layers = LayersPanel(controller, context)
        self.inspector = Inspector(controller, context)
        self.rules = RulesPanel(controller, context)
        self.notes = NotesPanel(controller, context, self.actions_set)
        self.problems = ProblemsPanel(controller, context)
        self.votes = VoteTable(controller, context)
        self.capacity = CapacityTable(controller, context)
        self.history = HistoryPanel(controller, context)
        self.tables = TableEditor(controller, context)
        self.connections = ConnectionsPanel(controller, context)
        panels = {
            "left": (
                ("palette", self.placing, msg_in("panel", "Palette")),
                ("model", self.tree, msg_in("panel", "Model")),
                ("layers", self.layers, msg_in("panel", "Layers")),
            ),
            "right": (
                ("inspector", self.inspector, msg("Inspector")),
                ("rules", self.rules, msg("Rules")),
                ("notes", self.notes, msg("Notes")),
            ),
            "bottom": (
                ("problems", self.problems, msg("Problems")),
                ("votes", self.votes, msg("Vote table")),
                ("capacity", self.capacity, msg_in("section", "Capacity")),
                ("tables", self.tables, msg("Tables")),
                ("connections", self.connections, msg("Connections")),
                ("history", self.history, msg("History")),
            ),
        }
        self.sides: dict[str, PanelTabs] = {}
        self.docks: dict[str, QDockWidget] = {}
        titles = {"left": msg("Left panel"), "right": msg("Right panel"), "bottom": msg("Bottom panel")}
        for side, members in panels.items():
            tabs = PanelTabs(f"tabs-{side}")
            tabs.setAccessibleName(text(titles[side]))
            tabs.tabBar().setAccessibleName(text(titles[side]))
            for name, panel, title in members:
                tabs.add(name, panel, text(title))
            dock = QDockWidget(text(titles[side]))
            dock.setObjectName(f"dock-{side}")
            dock.setTitleBarWidget(QWidget())
            dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
            dock.setWidget(tabs)
            self.addDockWidget(_SIDES[side], dock)
            self.sides[side], self.docks[side] = tabs, dock
        for corner, side in (
            (Qt.Corner.BottomLeftCorner, "left"),
            (Qt.Corner.BottomRightCorner, "right"),
        ):
            self.setCorner(corner, _SIDES[side])
        for side in _WIDTHS:
            self.docks[side].setMinimumWidth(180)

    def _build_bars(self) -> None:
        self._search = QPushButton(self._context.text(msg("Search or run…")))
        self._search.setObjectName("search")
        self._search.setFixedSize(232, 30)
        row = QHBoxLayout(self._search)
        row.setContentsMargins(0, 0, 8, 0)
        keys = QLabel("Ctrl+K")
        keys.setProperty("role", "faint")
        keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addStretch(1)
        row.addWidget(keys)
        self.menus = Menus(self._context, self.actions_set, self)
        self.menus.fill_menu_bar()
        self.addToolBar(self.menus.build_tool_bar(self._search))
        self.status = StatusItems(self._controller, self._context, self.actions_set)
        self.status.show_zoom(self.canvas.view.scale_now)
        self.setStatusBar(self.status)

    def _bind_actions(self) -> None:
        bind = self.actions_set.bind
        self._edit = EditVerbs(self._controller, self._context, self.canvas, self)
        self._variant = VariantVerbs(self._controller, self._context, self)
        self._view = ViewVerbs(self._controller, self._context, self.canvas, self)
        self.picture = CanvasVerbs(self._controller, self._context, self.canvas, self)
        for verbs in (self._edit, self._variant, self._view, self.picture):
            verbs.bind(self.actions_set)
        self._finder = Finder(self._controller, self._context, self.actions_set, canvas=self.canvas, parent=self)
        bind("file.blank", self.files.new_blank)
        bind("file.blueprint", self.ask_blueprint)
        bind("file.open", self.files.ask_open)
        bind("file.save", self.files.save)
        bind("file.save_as", self.files.ask_save)
        bind("file.save_copy", self.files.ask_copy)
        bind("file.export_pdf", lambda: self.document.export_pdf())  # noqa: PLW0108 - built when first wanted
        bind("file.export_picture", self.files.ask_picture)
        bind("file.close", self.files.close_document)
        bind("file.quit", self.quit)
        bind("edit.find", self.open_palette)
        bind("edit.preferences", partial(self.open_preferences, None))
        bind("insert.quick", self._insert_at_pointer)
        bind("simulate.play", lambda: self.simulate.playback.toggle())  # noqa: PLW0108 - built when first wanted
        bind("simulate.reset", lambda: self.simulate.playback.to_start())  # noqa: PLW0108 - built when first wanted
        bind("simulate.step", lambda: self.simulate.playback.step_forward())  # noqa: PLW0108 - built when first wanted
        bind("simulate.back", lambda: self.simulate.playback.step_back())  # noqa: PLW0108 - built when first wanted
        bind("tools.palette", self.open_palette)
        bind("tools.next_problem", partial(self._step_problem, back=False))
        bind("tools.previous_problem", partial(self._step_problem, back=True))
        bind("document.registers", lambda: self.document.settings.open_registers())  # noqa: PLW0108 - built when first wanted
        bind("tools.fix", self.problems.ask_fix)
        bind("tools.accept", self.problems.ask_accept)
        bind("tools.properties", self.show_properties)
        for side in _SIDES:
            bind(f"window.{side}", partial(self._toggle_side, side))
        bind("window.next_pane", partial(self._cycle_panes, 1))
        bind("window.previous_pane", partial(self._cycle_panes, -1))
        bind("window.reset", self.reset_layout)
        bind("window.next_project", partial(self.project_stepped.emit, 1))
        bind("window.previous_project", partial(self.project_stepped.emit, -1))
        bind("help.shortcuts", self.show_shortcuts)
        bind("help.about", self.show_about)
        for action_id in self.actions_set.ids():
            self.addAction(self.actions_set.action(action_id))

    def _connect(self) -> None:
        controller = self._controller
        for signal in (
            controller.document_changed,
            controller.document_opened,
            controller.history_changed,
            controller.design_shown,
            controller.selection_changed,
            controller.findings_changed,
            controller.timeline_changed,
            controller.path_changed,
        ):
            signal.connect(self.refresh)
        controller.mode_changed.connect(self.show_mode)
        controller.document_opened.connect(self.show_mode)
        controller.findings_changed.connect(self._count_problems)
        controller.document_opened.connect(self._count_problems)
        controller.noticed.connect(self.strip.show_notice)
        self._connect_canvas()
        self._connect_panels()
        self._connect_pages()
        self.files.closing_agreed.connect(self._close_agreed)
        self._search.clicked.connect(self.open_palette)

    def _connect_canvas(self) -> None:
        self.canvas.view.scale_changed.connect(self.status.show_zoom)
        self.canvas.menu_asked.connect(self._open_canvas_menu)
        self.canvas.insert_offered.connect(self._offer_insert)
        self.canvas.properties_asked.connect(self.show_properties)
        self.canvas.view.pointer_moved.connect(self.status.show_pointer)
        self.picture.layers_asked.connect(self._show_layers)

    def _connect_panels(self) -> None:
        self.inspector.shelf_changed.connect(self._offer_presets)
        self.inspector.preset_name_asked.connect(self._ask_preset_name)
        self.placing.chosen.connect(self.canvas.use_place)
        self.placing.link_chosen.connect(self.canvas.use_link)
        self.tree.rename_asked.connect(self.canvas.rename)
        self.tree.revealed.connect(self.canvas.reveal)
        self.tree.menu_asked.connect(self._open_element_menu)
        self.problems.shown.connect(self._show_subjects)
        self.problems.fix_asked.connect(self.show_fix)
        for panel in (self.problems, self.rules):
            panel.waive_asked.connect(self.ask_waiver)
            panel.unwaive_asked.connect(self._unwaive)
        self.variants.more_asked.connect(self._variant.ask_new)
        self.variants.rename_asked.connect(self._variant.ask_label)
        self.variants.menu_asked.connect(self._open_variant_menu)
        self.status.votes.clicked.connect(partial(self._raise_panel, "votes"))
        self.status.errors.clicked.connect(partial(self._raise_panel, "problems"))
        self.status.warnings.clicked.connect(partial(self._raise_panel, "problems"))
        for side, dock in self.docks.items():
            dock.visibilityChanged.connect(self.actions_set.action(f"window.{side}").setChecked)

    def _connect_pages(self) -> None:
        self._finder.sample_wanted.connect(self.files.open_sample)
        self._finder.scenario_wanted.connect(self._run_scenario)
        self.menus.sample_chosen.connect(self.files.open_sample)
        self.menus.recent_chosen.connect(self.files.open_file)
        self.menus.placeable_chosen.connect(self._insert_chosen)
        self.welcome.new_requested.connect(self.files.new_from)
        self.welcome.open_requested.connect(self.files.ask_open)
        self.welcome.path_requested.connect(self.files.open_file)
        self.welcome.sample_requested.connect(self.files.open_sample)

    # Modes and panels

    @property
    def _shows_docks(self) -> bool:
        return self._controller.is_open and self._controller.mode is Mode.DESIGN

    def show_mode(self) -> None:
        """Show the page of the mode with what belongs to it."""
        mode, is_open = self._controller.mode, self._controller.is_open
        self._turn_to(self._page_of(mode) if is_open else self.welcome)
        has_tabs = is_open and mode in {Mode.DESIGN, Mode.SIMULATE}
        self.variants.setVisible(has_tabs)
        self._line.setVisible(has_tabs)
        for dock in self.docks.values():
            dock.setVisible(self._shows_docks)
        if self._wants_usual_sizes and self._shows_docks:
            self._wants_usual_sizes = False
            QTimer.singleShot(0, self, self._take_usual_sizes)
        self._view.mark()
        self.refresh()

    def _turn_to(self, page: QWidget) -> None:
        """Show the page; the room the hidden ones want must not narrow the docks."""
        built = (self.welcome, self.canvas, *(vars(self)[mode] for mode in _LATER if mode in vars(self)))
        for one in built:
            wanted = QSizePolicy.Policy.Preferred if one is page else QSizePolicy.Policy.Ignored
            one.setSizePolicy(wanted, wanted)
        self._stack.setCurrentWidget(page)

    def _take_usual_sizes(self) -> None:
        widths = _WIDTHS if self.width() >= _NARROW else _NARROW_WIDTHS
        self.resizeDocks([self.docks[one] for one in widths], list(widths.values()), Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["bottom"]], [_HEIGHT], Qt.Orientation.Vertical)

    def _ask_preset_name(self, name: str) -> None:
        from designer.app.dialogs.ask_text import AskText  # noqa: PLC0415 - only when asked for

        title, label = msg("Keep as a preset of your own"), msg("Name")
        dialog = AskText(self._context, title, label, name, parent=self)
        dialog.given.connect(self.inspector.keep_preset)
        dialog.open()

    def _offer_presets(self) -> None:
        self.placing.refresh()
        self.canvas.placer.offered = everything(self._context.presets)

    def _toggle_side(self, side: str) -> None:
        self.docks[side].setVisible(not self.docks[side].isVisible())

    def _raise_panel(self, name: str) -> None:
        self._controller.set_mode(Mode.DESIGN)
        self.docks["bottom"].show()
        self.sides["bottom"].raise_panel(name)

    def _cycle_panes(self, step: int) -> None:
        panes = [widget for widget in self._panes() if widget.isVisible()]
        if not panes:
            return
        focus = QApplication.focusWidget() or self
        at = next((i for i, pane in enumerate(panes) if focus is pane or pane.isAncestorOf(focus)), -1)
        target = panes[(at + step) % len(panes)]
        if target is self.canvas:
            self.canvas.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            following = target.nextInFocusChain()
            if QApplication.focusWidget() is not target and following is not None:
                following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _panes(self) -> list[QWidget]:
        sides = [self.sides[one].currentWidget() for one in ("left", "right", "bottom")]
        current = self._stack.currentWidget()
        return [widget for widget in (current, sides[1], sides[2], sides[0]) if widget is not None]

    def _count_problems(self) -> None:
        counts: dict[str, int] = {}
        for finding in self._controller.judgement.findings:
            if not finding.waived:
                counts[finding.severity.value] = counts.get(finding.severity.value, 0) + 1
        number = self._context.translator.number
        pills = [
            (f"{letter}\u00a0{number(counts[severity.value])}", SEVERITY_TONE[severity])
            for severity, letter in SEVERITY_LETTER.items()
            if severity.value in counts
        ]
        self.sides["bottom"].set_pills("problems", pills)

    def _step_problem(self, *, back: bool) -> None:
        self._raise_panel("problems")
        self.problems.step(back=back)

    def _show_subjects(self, subjects: tuple[str, ...]) -> None:
        self._controller.select(subjects)
        self.canvas.reveal(subjects)

    # Menus and dialogs

    def open_palette(self) -> None:
        """Search or run anything."""
        self.palette_box.open_with(self._finder.entries())

    def show_properties(self) -> None:
        """Bring the inspector to the keyboard."""
        self.docks["right"].show()
        self.sides["right"].raise_panel("inspector")
        self.inspector.take_keyboard()

    def open_preferences(self, at: QPoint | None = None) -> None:
        """Ask for preferences; ``at`` is where the dialog stood in the window this one replaces."""
        from designer.app.dialogs.preferences import PreferencesDialog  # noqa: PLC0415 - only when asked for

        dialog = PreferencesDialog(self._context, self)
        if at is not None:
            dialog.move(at)
        dialog.open()

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from designer.app.dialogs.shortcuts import ShortcutsDialog  # noqa: PLC0415 - only when asked for

        ShortcutsDialog(self._context, self).open()

    def show_about(self) -> None:
        """Say what the program is."""
        from designer.app.dialogs.about import AboutDialog  # noqa: PLC0415 - only when asked for

        AboutDialog(self._context, self).open()

    def ask_blueprint(self) -> None:
        """Ask for the numbers of a new project."""
        from designer.app.modes.generate_dialog import GenerateDialog  # noqa: PLC0415 - only when asked for

        dialog = GenerateDialog(self._context, self)
        dialog.accepted.connect(partial(self._make_from, dialog))
        dialog.open()

    def ask_waiver(self, finding: Finding) -> None:
        """Ask why a finding is accepted."""
        from designer.app.dialogs.waiver import WaiverDialog  # noqa: PLC0415 - only when asked for

        dialog = WaiverDialog(self._context, finding, self)
        dialog.accepted.connect(partial(self._waive, dialog))
        dialog.open()

    def _close_agreed(self) -> None:
        if not self.has_host:
            self.close_quietly()

    def show_fix(self, finding: Finding) -> None:
        """Show what a quick fix would change."""
        project, design_id = self._controller.project, self._controller.design_id
        command = fix_for(project, design_id, finding.rule, finding.subjects)
        if command is None:
            return
        from designer.app.dialogs.fix import FixDialog  # noqa: PLC0415 - only when asked for

        dialog = FixDialog(self._context, project, design_id, finding=finding, command=command, parent=self)
        dialog.accepted.connect(partial(self._fix, dialog))
        dialog.open()

    def _fix(self, dialog: "FixDialog") -> None:
        self._controller.run(dialog.command)

    def quit(self) -> None:
        """Close the window, which asks what has to be asked."""
        self.close()

    def _make_from(self, dialog: "GenerateDialog") -> None:
        self.files.new_from(dialog.blueprint())

    def _waive(self, dialog: "WaiverDialog") -> None:
        waiver: Waiver = dialog.waiver()
        self._context.preferences.author = waiver.owner
        self._controller.run(AddWaiver(self._controller.design_id, waiver))

    def _unwaive(self, finding: Finding) -> None:
        design = self._controller.design
        if design is None:
            return
        for waiver in design.waivers:
            covers = not waiver.subjects or set(finding.subjects) <= set(waiver.subjects)
            if waiver.rule == finding.rule and covers:
                self._controller.run(RemoveWaiver(design.id, waiver.rule, waiver.subjects))
                return

    def _open_canvas_menu(self, position: QPoint, at: Point) -> None:
        self._insert_at = (at, None)
        menu = self.menus.element_menu() if self._controller.selection else self.menus.ground_menu()
        menu.popup(position)

    def _open_element_menu(self, position: QPoint) -> None:
        self.menus.element_menu().popup(position)

    def _open_variant_menu(self, position: QPoint) -> None:
        self.menus.variant_menu().popup(position)

    def _offer_insert(self, at: Point, connected_to: str | None) -> None:
        self._insert_at = (at, connected_to)
        spot = self.canvas.view.viewport().mapToGlobal(self.canvas.view.mapFromScene(at.x, at.y))
        self.menus.insert_menu().popup(spot)

    def _insert_at_pointer(self) -> None:
        self._offer_insert(self.canvas.pointer_place(), None)

    def _show_layers(self) -> None:
        self.docks["left"].show()
        self.sides["left"].raise_panel("layers")

    def _insert_chosen(self, placeable: Placeable) -> None:
        if self._insert_at is not None:
            at, connected_to = self._insert_at
            self.canvas.insert(placeable, at, connected_to)

    def _run_scenario(self, scenario: Scenario) -> None:
        self._controller.set_mode(Mode.SIMULATE)
        self.simulate.run_scenario(scenario)

    def _play_event(self, design_id: str, event: str) -> None:
        self._controller.show_design(design_id)
        self._controller.set_mode(Mode.SIMULATE)
        self.simulate.play_event(event)

    # Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes first."""
        if not self._may_close and self.has_host:
            event.ignore()
            self.closing_asked.emit()
            return
        if not self._may_close and self._controller.is_open and not self._controller.is_clean:
            event.ignore()
            self.files.ask_close()
            return
        self.store_layout()
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped projects; say of anything else that it is none."""
        event.acceptProposedAction()
        for path in _dropped_files(event):
            if Path(path).suffix == PROJECT_SUFFIX:
                self.files.open_file(path)
            else:
                name = Path(path).name
                text = msg("{name} is no project. Projects end in {suffix}.", name=name, suffix=PROJECT_SUFFIX)
                self._controller.notify(Notice(text, Severity.WARNING))


def _dropped_files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


def _line() -> QWidget:
    line = QWidget()
    line.setObjectName("line")
    line.setFixedHeight(1)
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return line
