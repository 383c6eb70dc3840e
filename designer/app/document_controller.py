"""The one object that changes the document. Everything else hands it commands and listens to its signals."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.analysis.finding import Finding
from designer.app.layer_choice import LayerChoice
from designer.app.notices import Notice, notice_of
from designer.base.errors import DesignerError, EditRefused
from designer.base.texts import Message
from designer.editing.command import Command
from designer.editing.session import Session
from designer.model.changes import ChangeSet, diff
from designer.model.design import Design
from designer.model.project import Project

if TYPE_CHECKING:
    from designer.engine.timeline import Timeline


class Mode(StrEnum):
    """What the window is used for at the moment."""

    DESIGN = "design"
    COMPARE = "compare"
    SIMULATE = "simulate"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the document: the values before and after, what differs, and who asked for it.

    ``initiator`` lets the part that made an edit ignore its own echo; it is compared by identity.
    """

    before: Project
    after: Project
    change_set: ChangeSet
    initiator: object | None = None

    def alters(self, design_id: str) -> bool:
        """Whether the design means something else now, or came or went; where things stand means nothing."""
        here = self.change_set.of(design_id)
        if here is None:
            return design_id in {*self.change_set.designs_added, *self.change_set.designs_removed}
        return bool(here.added or here.removed or here.altered or here.settings)


@dataclass(frozen=True, slots=True)
class HistoryState:
    """What undo and redo would do (None: nothing), and whether the document is as saved."""

    undo: Message | None
    redo: Message | None
    is_clean: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of one design. ``is_stale`` while a newer value of the design is being checked."""

    design_id: str
    findings: tuple[Finding, ...] = ()
    is_stale: bool = False


class DocumentController(QObject):
    """Holds the session and everything a person looks at: shown variant, selection, findings, run and its moment.

    Signals carry values. ``document_changed`` comes after the value changed and before ``history_changed``.
    """

    document_changed = Signal(object)
    """A :class:`Change`."""
    history_changed = Signal(object)
    """A :class:`HistoryState`."""
    design_shown = Signal(str)
    """The id of the variant now shown; empty when there is none."""
    selection_changed = Signal(object)
    """A tuple of element ids of the shown variant, in the order of selecting."""
    findings_changed = Signal(object)
    """A :class:`Judgement`."""
    timeline_changed = Signal(object)
    """The :class:`Timeline` of the current run, or None."""
    moment_changed = Signal(object)
    """The time of the run that is shown, in microseconds."""
    mode_changed = Signal(str)
    """The :class:`Mode` now in use."""
    path_changed = Signal(object)
    """The file of the document (:class:`Path`), or None."""
    document_opened = Signal()
    """Another document took the place of the former; nothing of the former is valid any more."""
    came_back = Signal(object)
    """Ids that an undo or redo touched: the canvas selects or flashes them."""
    noticed = Signal(object)
    """A :class:`Notice` for the message strip."""

    def __init__(self, project: Project | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session(project or Project())
        self._path: Path | None = None
        self._is_open = project is not None
        self._design_id = _first_design(self._session.project)
        self._selection: tuple[str, ...] = ()
        self._judgement = Judgement(self._design_id, is_stale=bool(self._design_id))
        self._timeline: Timeline | None = None
        self._moment_us = 0
        self._mode = Mode.DESIGN
        self.layers = LayerChoice(self)
        """Which layers of the picture are shown and can be picked."""

    @property
    def project(self) -> Project:
        """The document as it is now."""
        return self._session.project

    @property
    def session(self) -> Session:
        """The editing session; for reading its history. Changes go through this controller."""
        return self._session

    @property
    def is_open(self) -> bool:
        """Whether there is a document; without one the welcome page shows."""
        return self._is_open

    @property
    def path(self) -> Path | None:
        """The document's file, or None while it has none."""
        return self._path

    @property
    def is_clean(self) -> bool:
        """Whether the document is the very value that was saved or opened."""
        return not self._session.is_dirty

    @property
    def design_id(self) -> str:
        """The id of the variant shown; empty when the project has none."""
        return self._design_id

    @property
    def design(self) -> Design | None:
        """The variant shown."""
        return next((design for design in self.project.designs if design.id == self._design_id), None)

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of the selected elements, in the order of selecting."""
        return self._selection

    @property
    def judgement(self) -> Judgement:
        """The findings of the shown variant."""
        return self._judgement

    @property
    def timeline(self) -> "Timeline | None":
        """The run that Simulate shows."""
        return self._timeline

    @property
    def moment_us(self) -> int:
        """The time of the run that is shown, in microseconds."""
        return self._moment_us

    @property
    def mode(self) -> Mode:
        """What the window is used for."""
        return self._mode

    def history_state(self) -> HistoryState:
        """What undo and redo would do now."""
        return HistoryState(self._session.undo_label, self._session.redo_label, not self._session.is_dirty)

    # Editing

    def run(self, command: Command, initiator: object | None = None) -> bool:
        """Carry out an edit; whether it could be done. A refusal becomes a notice."""
        try:
            self.attempt(command, initiator)
        except DesignerError as refusal:
            self.noticed.emit(notice_of(refusal))
            return False
        return True

    def attempt(self, command: Command, initiator: object | None = None) -> None:
        """Carry out an edit; raises the refusal (a :class:`DesignerError`) for a form that shows it itself."""
        before = self.project
        self._session.run(command)
        self._announce(before, initiator)

    def preview(self, command: Command) -> Project:
        """The document as the edit would make it, without making it; the present one where it is refused."""
        try:
            return self._session.preview(command)
        except EditRefused:
            return self.project

    def break_merging(self) -> None:
        """The next edit becomes a step of its own, even if it continues the last one."""
        self._session.break_merge()

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        before = self.project
        self._session.undo()
        self._announce(before, None)
        self._report_back(before)

    def redo(self) -> None:
        """Do the step again that was taken back last, if there is one."""
        before = self.project
        self._session.redo()
        self._announce(before, None)
        self._report_back(before)

    # The document as a whole

    def adopt(self, project: Project, path: Path | None, *, is_clean: bool = True) -> None:
        """Take another document in place of the present one. ``is_clean`` False marks it as not saved yet."""
        self._session = Session(project, saved=is_clean)
        self._is_open = True
        self._path = path
        self._design_id = _first_design(project)
        self._selection = ()
        self._judgement = Judgement(self._design_id, is_stale=bool(self._design_id))
        self._timeline, self._moment_us = None, 0
        self.document_opened.emit()
        self.path_changed.emit(path)
        self.design_shown.emit(self._design_id)
        self.selection_changed.emit(())
        self.timeline_changed.emit(None)
        self.history_changed.emit(self.history_state())

    def saved_as(self, path: Path) -> None:
        """The present value has been written to ``path``."""
        self._session.mark_saved()
        if path != self._path:
            self._path = path
            self.path_changed.emit(path)
        self.history_changed.emit(self.history_state())

    def close(self) -> None:
        """Have no document; the welcome page shows again."""
        self.adopt(Project(), None)
        self._is_open = False
        self.document_opened.emit()

    # What is looked at; nothing of it is undone or saved

    def show_design(self, design_id: str) -> None:
        """Show another variant; the selection is dropped. Raises ``UnknownElement`` for an id the project lacks."""
        if design_id == self._design_id:
            return
        self.project.design(design_id)
        self._design_id = design_id
        self._judgement = Judgement(design_id, is_stale=True)
        self._selection = ()
        self.selection_changed.emit(())
        self.design_shown.emit(design_id)
        self.findings_changed.emit(self._judgement)

    def select(self, element_ids: Iterable[str]) -> None:
        """Select these elements of the shown variant; ids it does not have are left out."""
        design = self.design
        chosen = tuple(dict.fromkeys(one for one in element_ids if design is not None and one in design.by_id))
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    def set_mode(self, mode: Mode) -> None:
        """Use the window for something else."""
        if mode is not self._mode:
            self._mode = mode
            self.mode_changed.emit(mode.value)

    def set_judgement(self, judgement: Judgement) -> None:
        """Findings have arrived, or the ones shown have become stale."""
        self._judgement = judgement
        self.findings_changed.emit(judgement)

    def set_timeline(self, timeline: "Timeline | None") -> None:
        """Show another run from its start, or none."""
        self._timeline, self._moment_us = timeline, 0
        self.timeline_changed.emit(timeline)
        self.moment_changed.emit(0)

    def set_moment(self, time_us: int) -> None:
        """Show the run at this time, in microseconds."""
        if time_us != self._moment_us:
            self._moment_us = time_us
            self.moment_changed.emit(time_us)

    def notify(self, notice: Notice) -> None:
        """Tell a person something in the message strip."""
        self.noticed.emit(notice)

    def _announce(self, before: Project, initiator: object | None) -> None:
        after = self.project
        if after is not before:
            self._keep_view_valid()
            self.document_changed.emit(Change(before, after, diff(before, after), initiator))
        self.history_changed.emit(self.history_state())

    def _keep_view_valid(self) -> None:
        """The shown variant and the selection may have gone with the edit."""
        if self.design is None:
            self._design_id = _first_design(self.project)
            self._judgement = Judgement(self._design_id, is_stale=True)
            self.design_shown.emit(self._design_id)
        self.select(self._selection)

    def _report_back(self, before: Project) -> None:
        changes = diff(before, self.project)
        here = changes.of(self._design_id)
        if here is None and changes.designs:
            self.show_design(changes.designs[0].design_id)
            here = changes.designs[0]
        if here is not None and here.touched:
            self.came_back.emit(here.touched)


def _first_design(project: Project) -> str:
    design = project.main_design()
    return "" if design is None else design.id
