"""Opening, saving and closing documents: file dialogs, the question about unsaved changes, recent files."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.file_watch import FileWatch
from designer.app.notices import Notice, Severity, notice_of
from designer.assets.loader import PROJECT_SUFFIX, sample_bytes
from designer.assets.samples import SAMPLES
from designer.base.errors import DesignerError, ProjectUnwritable
from designer.base.texts import Message, msg, msg_in
from designer.drawing.compose import compose
from designer.drawing.ink import PRINT
from designer.editing.variants import AddEmptyDesign
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.persistence.codec import decode
from designer.persistence.files import DAMAGED, backup_paths, load, save, write_atomically
from designer.persistence.salvage import Salvaged, salvage


class DocumentFiles(QObject):
    """What the File menu does. Nothing that is not saved is let go without asking."""

    opened = Signal()
    """A document has been taken in."""
    closing_agreed = Signal()
    """The window may close: there is nothing to lose any more."""
    closing_cancelled = Signal()
    """The person thought better of it, or saving failed."""
    beside_wanted = Signal(object)
    """A :class:`Request` for a tab of its own; only where :attr:`has_tabs`."""

    def __init__(self, controller: DocumentController, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._window = window
        self._after: Callable[[], None] | None = None
        self.has_tabs = False
        """Whether another document gets a tab of its own instead of the place of the present one."""
        self.watch: FileWatch | None = None
        """Knows whether another program has changed the file."""

    # Documents

    def new_blank(self) -> None:
        """An empty project."""
        self._begin(Request(Wanted.BLANK))

    def new_from(self, blueprint: Blueprint | None) -> None:
        """A project with one design made from numbers; an empty one without numbers."""
        self._begin(Request(Wanted.BLANK) if blueprint is None else Request(Wanted.BLUEPRINT, blueprint=blueprint))

    def open_sample(self, name: str) -> None:
        """A copy of a sample, without a file of its own."""
        self._begin(Request(Wanted.SAMPLE, name=name))

    def open_recovered(self, project: Project, origin: Path | None) -> None:
        """What the journal held; unsaved until a person saves it."""
        self._controller.adopt(project, origin, is_clean=False)
        self.opened.emit()

    def ask_open(self) -> None:
        """Choose a file and open it."""
        dialog = QFileDialog(self._window, self._text(msg("Open a project")), self._context.preferences.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self._filter(), self._text(msg("All files (*)"))])
        dialog.fileSelected.connect(self.open_file)
        dialog.open()

    def open_file(self, path: str) -> None:
        """Open this file: beside the present document, or in its place."""
        self._begin(Request(Wanted.PATH, name=path))

    def carry_out(self, request: "Request") -> None:
        """Do what was asked for, without asking about the present document."""
        match request.what:
            case Wanted.BLANK:
                self._open_blank()
            case Wanted.BLUEPRINT if request.blueprint is not None:
                self._open_blueprint(request.blueprint)
            case Wanted.SAMPLE:
                self._open_sample(request.name)
            case _:
                self.open_at_once(Path(request.name))

    def open_at_once(self, path: Path) -> bool:
        """Open the file without asking about the present document; whether it could be done."""
        try:
            project = load(path)
        except DesignerError as refusal:
            self._refuse_file(path, refusal)
            return False
        self._controller.adopt(project, path)
        self._remember(path)
        self.opened.emit()
        return True

    def load_again(self) -> None:
        """Take the file as another program left it; what is not saved here is asked about."""
        if self._controller.path is not None:
            self._guard(_Bound(self._open_path, self._controller.path))

    def tell_changed_outside(self) -> None:
        """Say that another program has written the file."""
        message = msg("Another program has changed {name}.", name=self.shown_name())
        text = msg("Load it again")
        self._controller.notify(Notice(message, Severity.WARNING, action_text=text, action=self.load_again))

    def offer_salvage(self, path: Path) -> None:
        """Show what can be saved of a damaged file, and its backups."""
        from designer.app.dialogs.salvage import SalvageDialog  # noqa: PLC0415 - only for a damaged file

        saved: Salvaged | None = None
        with suppress(DesignerError, OSError):
            saved = salvage(path.read_bytes(), path.name)
        backups = tuple(one for one in backup_paths(path) if one.is_file())
        dialog = SalvageDialog(self._context, path, saved, backups=backups, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if saved is not None:
            dialog.accepted.connect(_Bound(self._take_salvaged, saved.project))
        dialog.backup_chosen.connect(self._take_backup)
        dialog.open()

    # Saving

    def save(self) -> None:
        """Write to the document's file; ask for one where it has none."""
        if self._controller.path is None:
            self.ask_save()
        elif self._was_changed_outside():
            self._ask_overwrite()
        else:
            self._save_to(self._controller.path)

    def ask_save(self) -> None:
        """Choose a file and write to it from now on."""
        self._ask_target(msg("Save the project as"), self._suggested(), self._save_chosen)

    def ask_copy(self) -> None:
        """Choose a file, write to it, and go on with the present one."""
        self._ask_target(msg("Save a copy"), self._suggested(), self._save_copy)

    def ask_picture(self) -> None:
        """Choose a file for the picture of the shown variant: SVG, PDF or PNG by its name."""
        design = self._controller.design
        if design is None:
            return
        folder = Path(self._context.preferences.last_folder)
        dialog = QFileDialog(self._window, self._text(msg("Export picture…")), str(folder / f"{design.id}.svg"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["SVG (*.svg)", "PDF (*.pdf)", "PNG (*.png)"])
        dialog.setDefaultSuffix("svg")
        dialog.fileSelected.connect(self.export_picture)
        dialog.open()

    def export_picture(self, path: str) -> None:
        """Write the picture of the shown variant to this file."""
        from designer.report.picture import KINDS, picture  # noqa: PLC0415 - loads what writes PDF and PNG

        design, target = self._controller.design, Path(path)
        kind = next((one for one in KINDS if target.suffix.lower() == f".{one}"), None)
        if design is None or kind is None:
            self._refuse(msg("A picture is written as .svg, .pdf or .png; {name} is none of them.", name=target.name))
            return
        lettering = self._context.lettering
        scene = compose(design, lettering.ruler, lettering.translator)
        try:
            write_atomically(picture(scene, PRINT, kind, title=design.label), target)
        except OSError as error:
            self._refuse(msg("{name} could not be written: {reason}.", name=target.name, reason=error.strerror or ""))
            return
        self._tell(msg("The picture is in {name}.", name=target.name))

    # Closing

    def close_document(self) -> None:
        """Have no document any more."""
        self._guard(self._controller.close)

    def ask_close(self) -> None:
        """Ask what has to be asked before the window goes; ``closing_agreed`` when it may."""
        self._guard(self.closing_agreed.emit)

    # Inside

    def _begin(self, request: "Request") -> None:
        if self.has_tabs and self._controller.is_open:
            self.beside_wanted.emit(request)
        else:
            self._guard(_Bound(self.carry_out, request))

    def _refuse_file(self, path: Path, refusal: DesignerError) -> None:
        notice = notice_of(refusal)
        if refusal.code in DAMAGED:
            text, action = msg("See what can be saved…"), _Bound(self.offer_salvage, path)
            notice = Notice(notice.message, notice.severity, notice.hint, text, action)
        self._controller.notify(notice)

    def _take_salvaged(self, project: Project) -> None:
        self._guard(_Bound(self._open_unsaved, project))

    def _take_backup(self, path: str) -> None:
        try:
            project = load(path)
        except DesignerError as refusal:
            self._controller.notify(notice_of(refusal))
            return
        self._guard(_Bound(self._open_unsaved, project))

    def _open_unsaved(self, project: Project) -> None:
        """What has no file of its own: the damaged one, or its backup, must not be written over by a mere Save."""
        self._controller.adopt(project, None, is_clean=False)
        self.opened.emit()

    def _was_changed_outside(self) -> bool:
        if self.watch is not None:
            self.watch.look()
        return self.watch is not None and self.watch.is_changed

    def _ask_overwrite(self) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("changed-outside")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self._text(msg("The file was changed")))
        box.setText(self._text(msg("Another program has changed {name}.", name=self.shown_name())))
        box.setInformativeText(self._text(msg("Saving puts your work in its place; what is there becomes a backup.")))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Retry | buttons.Cancel)
        box.button(buttons.Save).setText(self._text(msg("Save over it")))
        box.button(buttons.Retry).setText(self._text(msg("Save as…")))
        box.button(buttons.Cancel).setText(self._text(msg("Cancel")))
        box.setDefaultButton(buttons.Retry)
        box.finished.connect(self._overwrite_decided)
        box.open()

    def _overwrite_decided(self, answer: int) -> None:
        if answer == QMessageBox.StandardButton.Save and self._controller.path is not None:
            self._save_to(self._controller.path)
        elif answer == QMessageBox.StandardButton.Retry:
            self.ask_save()

    def _guard(self, proceed: Callable[[], None]) -> None:
        """Do it at once when nothing can be lost, else after the person has decided."""
        if self._controller.is_clean or not self._controller.is_open:
            proceed()
            return
        self._after = proceed
        box = QMessageBox(self._window)
        box.setObjectName("unsaved")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self._text(msg("Unsaved changes")))
        box.setText(self._text(msg("{name} has changes that are not saved.", name=self.shown_name())))
        box.setInformativeText(self._text(msg("Save them before going on?")))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.button(buttons.Save).setText(self._text(msg_in("action", "Save")))
        box.button(buttons.Discard).setText(self._text(msg("Do not save")))
        box.button(buttons.Cancel).setText(self._text(msg("Cancel")))
        box.setDefaultButton(buttons.Save)
        box.finished.connect(self._decided)
        box.open()

    def _decided(self, answer: int) -> None:
        proceed, self._after = self._after, None
        if proceed is None or answer == QMessageBox.StandardButton.Cancel:
            self.closing_cancelled.emit()
            return
        if answer == QMessageBox.StandardButton.Discard:
            proceed()
            return
        if self._controller.path is not None:
            if self._save_to(self._controller.path):
                proceed()
            else:
                self.closing_cancelled.emit()
            return
        self._after = proceed
        self.ask_save()

    def shown_name(self) -> str:
        """The document's name as people see it."""
        path = self._controller.path
        title = self._controller.project.title
        return path.name if path is not None else title or self._text(msg("Untitled"))

    def _open_blank(self) -> None:
        project = AddEmptyDesign().apply(Project())
        self._controller.adopt(project, None)
        self.opened.emit()

    def _open_blueprint(self, blueprint: Blueprint) -> None:
        try:
            design = build(blueprint)
        except DesignerError as refusal:
            self._controller.notify(notice_of(refusal))
            return
        self._controller.adopt(Project(title=design.label, designs=(design,)), None, is_clean=False)
        self.opened.emit()

    def _open_sample(self, name: str) -> None:
        try:
            project = decode(sample_bytes(name), name)
        except DesignerError as refusal:
            self._controller.notify(notice_of(refusal))
            return
        self._controller.adopt(project, None)
        self.opened.emit()
        shown = next((sample.shows for sample in SAMPLES if sample.name == name), None)
        if shown is not None:
            self._controller.notify(Notice(shown, Severity.INFO))

    def _open_path(self, path: Path) -> None:
        self.open_at_once(path)

    def _save_chosen(self, path: str) -> None:
        if self._save_to(_with_suffix(path)):
            proceed, self._after = self._after, None
            if proceed is not None:
                proceed()

    def _save_copy(self, path: str) -> None:
        target = _with_suffix(path)
        try:
            save(self._controller.project, target)
        except ProjectUnwritable as refusal:
            self._controller.notify(notice_of(refusal))
            return
        self._tell(msg("A copy is in {name}.", name=target.name))

    def _save_to(self, path: Path) -> bool:
        try:
            save(self._controller.project, path)
        except ProjectUnwritable as refusal:
            self._after = None
            self._controller.notify(notice_of(refusal))
            return False
        self._controller.saved_as(path)
        if self.watch is not None:
            self.watch.remember()
        self._remember(path)
        return True

    def _ask_target(self, title: Message, suggested: Path, chosen: Callable[[str], None]) -> None:
        dialog = QFileDialog(self._window, self._text(title), str(suggested))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self._filter()])
        dialog.setDefaultSuffix(PROJECT_SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(chosen)
        dialog.rejected.connect(self._forget_after)
        dialog.open()

    def _forget_after(self) -> None:
        self._after = None
        self.closing_cancelled.emit()

    def _suggested(self) -> Path:
        path = self._controller.path
        if path is not None:
            return path
        design = self._controller.design
        name = self._controller.project.title or (design.label if design is not None else "")
        plain = "".join(one if one.isalnum() or one in "-_+ " else "-" for one in name).strip()
        return Path(self._context.preferences.last_folder) / f"{plain or 'project'}{PROJECT_SUFFIX}"

    def _remember(self, path: Path) -> None:
        place = path.absolute()
        self._context.preferences.remember(place)
        self._context.preferences.last_folder = str(place.parent)

    def _filter(self) -> str:
        return self._text(msg("Geocluster projects (*{suffix})", suffix=PROJECT_SUFFIX))

    def _tell(self, message: Message) -> None:
        self._controller.notify(Notice(message, Severity.DONE))

    def _refuse(self, message: Message) -> None:
        self._controller.notify(Notice(message, Severity.ERROR))

    def _text(self, message: Message) -> str:
        return self._context.text(message)


class Wanted(Enum):
    """What kind of document is asked for."""

    BLANK = "blank"
    BLUEPRINT = "blueprint"
    SAMPLE = "sample"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Request:
    """Another document; ``name`` is a sample's name or a file's path."""

    what: Wanted
    name: str = ""
    blueprint: Blueprint | None = None


class _Bound:
    """A call with its argument, for after a question has been answered."""

    def __init__(self, call: Callable[..., None], argument: object) -> None:
        self._call = call
        self._argument = argument

    def __call__(self) -> None:
        self._call(self._argument)


def _with_suffix(path: str) -> Path:
    target = Path(path)
    return target if target.suffix == PROJECT_SUFFIX else target.with_name(target.name + PROJECT_SUFFIX)
