"""The status bar: what is selected, zoom, votes, problems, running work, file. What leads somewhere is a button."""

from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from designer.analysis.finding import Severity
from designer.app.actions import ActionSet
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController, Mode
from designer.app.panels.describing import title_of
from designer.base.texts import Message, msg, msg_n
from designer.base.units import percent_text
from designer.drawing.geometry import Point
from designer.resilience.votes import initial_votes


class StatusItems(QStatusBar):
    """Follows the controller; clicks trigger actions or raise panels."""

    def __init__(
        self, controller: DocumentController, context: AppContext, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._actions = actions
        self.setSizeGripEnabled(False)
        self.selected = QLabel()
        self.pointer = QLabel()
        self.pointer.setMinimumWidth(self.pointer.fontMetrics().horizontalAdvance("-0000, -0000"))
        self.grid = self._button(msg("Grid and snap: switch snapping on or off"))
        self.zoom = self._button(msg("Zoom: show at actual size"))
        self.votes = self._button(msg("Votes: show the vote table"))
        self.errors = self._button(msg("Errors: show the problems"))
        self.warnings = self._button(msg("Warnings: show the problems"))
        self.task = QLabel()
        self.saved = QLabel()
        self._was_clean = True
        self.file = QLabel()
        self.errors.setProperty("tone", "failed")
        self.warnings.setProperty("tone", "pending")
        for widget in (self.selected, self.pointer, self.grid, self.zoom, self.votes, self.errors, self.warnings):
            self.addWidget(widget)
        for label in (self.task, self.saved, self.file):
            self.addPermanentWidget(label)
        self.grid.clicked.connect(self._toggle_snap)
        self.zoom.clicked.connect(self._zoom_to_one)
        controller.document_changed.connect(self.refresh)
        controller.document_opened.connect(self.refresh)
        controller.design_shown.connect(self.refresh)
        controller.selection_changed.connect(self.refresh)
        controller.findings_changed.connect(self.refresh)
        controller.mode_changed.connect(self.refresh)
        controller.path_changed.connect(self.refresh)
        controller.history_changed.connect(self.refresh)
        context.tasks.task_changed.connect(self.show_task)
        self.refresh()

    def refresh(self) -> None:
        """Say everything anew."""
        design = self._controller.design
        in_design = design is not None and self._controller.mode is Mode.DESIGN
        for widget in (self.grid, self.zoom, self.selected, self.pointer):
            widget.setVisible(in_design)
        for button in (self.errors, self.warnings):
            button.setVisible(design is not None)
        self.votes.setVisible(design is not None and self._controller.mode is not Mode.SIMULATE)
        path = self._controller.path
        self.file.setText(path.name if path is not None else self._text(msg("not saved yet")))
        self.file.setToolTip(str(path) if path is not None else "")
        self.file.setVisible(self._controller.is_open)
        self._say_whether_saved()
        if design is None:
            return
        self.selected.setText(self._text(self._selection_text()))
        snaps = self._context.preferences.snap
        self.grid.setText(self._text(msg("Grid 8 · Snap") if snaps else msg("Grid 8 · no snap")))
        votes = initial_votes(design)
        present = sum(count for _, count in votes.nodes) + votes.witness
        self.votes.setText(self._text(msg("votes {present}, {need} needed", present=present, need=votes.need)))
        self.votes.setProperty("tone", "online" if present >= votes.need else "failed")
        self._restyle(self.votes)
        self._count(self.errors, Severity.ERROR, "E")
        self._count(self.warnings, Severity.WARNING, "W")

    def _say_whether_saved(self) -> None:
        """A clean project is saved; the first change after that is not, until the journal has it."""
        clean = self._controller.is_clean or not self._controller.is_open
        if clean:
            is_kept = self._controller.is_open and self._controller.path is not None
            self.saved.setText(self._text(msg("all changes saved")) if is_kept else "")
        elif self._was_clean:
            self.saved.setText(self._text(msg("unsaved changes")))
        self._was_clean = clean

    def show_zoom(self, scale: float) -> None:
        """Say how large the picture is shown."""
        self.zoom.setText(self._text(percent_text(scale * 100)))

    def show_pointer(self, point: Point | None) -> None:
        """Say where in the picture the pointer is, in points; None: it is elsewhere."""
        self.pointer.setText("" if point is None else f"{point.x:.0f}, {point.y:.0f}")

    def show_task(self, name: Message | None) -> None:
        """Say what is being computed."""
        self.task.setText("" if name is None else self._text(msg("{task}…", task=name)))

    def show_saved(self, time: str) -> None:
        """Say when the recovery journal was written last."""
        self.saved.setText(self._text(msg("recovery saved {time}", time=time)))

    def _selection_text(self) -> Message:
        design, chosen = self._controller.design, self._controller.selection
        if design is None or not chosen:
            return msg("nothing selected")
        if len(chosen) == 1:
            return msg("{name} selected", name=title_of(design, chosen[0]))
        return msg_n("{n} element selected", "{n} elements selected", len(chosen))

    def _count(self, button: QToolButton, severity: Severity, letter: str) -> None:
        findings = self._controller.judgement.findings
        count = sum(one.severity is severity and not one.waived for one in findings)
        button.setText(f"{letter}\u00a0{self._context.translator.number(count)}")
        button.setVisible(count > 0)

    def _button(self, tip: Message) -> QToolButton:
        button = QToolButton()
        button.setToolTip(self._text(tip))
        button.setAccessibleName(self._text(tip))
        button.setAutoRaise(True)
        return button

    def _toggle_snap(self) -> None:
        self._actions.trigger("view.snap")
        self.refresh()

    def _zoom_to_one(self) -> None:
        self._actions.trigger("view.actual_size")

    def _restyle(self, widget: QWidget) -> None:
        widget.style().unpolish(widget)
        widget.style().polish(widget)

    def _text(self, message: Message) -> str:
        return self._context.text(message)
