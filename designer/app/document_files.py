"""Opening, saving and closing documents: file dialogs, the question about unsaved changes, recent files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
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
from designer.persistence.files import load, save, write_atomically
from designer.report.picture import KINDS, picture


class DocumentFiles(QObject):
    """What the File menu does. Nothing that is not saved is let go without asking."""

    opened = Signal()
    """A document has been taken in."""
    closing_agreed = Signal()
    """The window may close: there is nothing to lose any more."""

    def __init__(self, controller: DocumentController, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._window = window
        self._after: Callable[[], None] | None = None

    # Documents

    def new_blank(self) -> None:
        """An empty project."""
        self._guard(self._open_blank)

    def new_from(self, blueprint: Blueprint | None) -> None:
        """A project with one design made from numbers; an empty one without numbers."""
        self._guard(self._open_blank if blueprint is None else _Bound(self._open_blueprint, blueprint))

    def open_sample(self, name: str) -> None:
        """A copy of a sample, without a file of its own."""
        self._guard(_Bound(self._open_sample, name))

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
        """Open this file in place of the present document."""
        self._guard(_Bound(self._open_path, Path(path)))

    def open_at_once(self, path: Path) -> bool:
        """Open the file without asking about the present document; whether it could be done."""
        try:
            project = load(path)
        except DesignerError as refusal:
            self._controller.notify(notice_of(refusal))
            return False
        self._controller.adopt(project, path)
        self._remember(path)
        self.opened.emit()
        return True

    # Saving

    def save(self) -> None:
        """Write to the document's file; ask for one where it has none."""
        if self._controller.path is None:
            self.ask_save()
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
            return
        if answer == QMessageBox.StandardButton.Discard:
            proceed()
            return
        if self._controller.path is not None:
            if self._save_to(self._controller.path):
                proceed()
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
