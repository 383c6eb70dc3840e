"""Document: the pages as they will be handed over, their outline, and what the cover says."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.background import Outcome as JobOutcome
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController, Mode
from designer.app.modes.document_job import DocumentOrder, exported, written, written_to
from designer.app.modes.document_settings import DocumentSettings
from designer.app.modes.page_preview import Bookmark, PagePreview
from designer.app.modes.parts import PADDING, EmptyState, page_style, plain_area, plain_label, section_head, separator
from designer.app.notices import Notice, Severity, notice_of
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg
from designer.drawing.ink import Role
from designer.model.project import Project

PREVIEW, EXPORT = "report", "report-file"
_SETTLE_MS = 700


class DocumentPage(QWidget):
    """Preview and export of the document. What the cover says is edited by commands like everything else."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modePage")
        self.setStyleSheet(page_style(context))
        self._controller = controller
        self._context = context
        self._wanted: tuple[Project, DocumentOrder] | None = None
        self._shown: tuple[Project, DocumentOrder] | None = None
        self._data = b""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self.refresh)
        self._build()
        controller.document_changed.connect(self._see_change)
        controller.document_opened.connect(self._see_document)
        controller.mode_changed.connect(self._see_mode)
        for channel in (PREVIEW, EXPORT):
            context.tasks.forget(channel)
        if controller.mode is Mode.DOCUMENT:
            self._later.start(0)

    # What the window calls

    def refresh(self) -> None:
        """Write the preview of the project as it is now; an earlier one that is under way is dropped."""
        project = self._controller.project
        if not project.designs:
            self._centre.setCurrentWidget(self._nothing)
            return
        wanted = (project, self.settings.order())
        if wanted == self._shown:
            self._show_busy(busy=False)
            return
        self._wanted = wanted
        self._show_busy(busy=True)
        if not self._data:
            self._centre.setCurrentWidget(self._waiting)
        job = partial(written, *wanted)
        self._context.tasks.submit(PREVIEW, job, self._take_pages, name=msg("Setting the document"), heavy=True)

    def export_pdf(self) -> None:
        """Ask for a file and write the document into it, in the background."""
        project = self._controller.project
        if not project.designs:
            self._controller.notify(Notice(msg("The project has no variant, so there is nothing to print.")))
            return
        path = self.ask_path()
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the document of the project as it is now into the file; a finished preview is not set twice."""
        wanted = (self._controller.project, self.settings.order())
        self.settings.export.setEnabled(False)
        self._show_busy(busy=True)
        name = msg("Writing {name}", name=path.name)
        if wanted == self._shown:
            job = partial(exported, self._data, path)
            self._context.tasks.submit(EXPORT, job, self._take_file, name=name)
        else:
            job = partial(written_to, *wanted, path)
            self._context.tasks.submit(EXPORT, job, self._take_file, name=name, heavy=True)

    def ask_path(self) -> Path | None:
        """The file a person chooses, or None."""
        preferences = self._context.preferences
        base = self._controller.path
        stem = base.stem if base is not None else "design"
        folder = Path(preferences.last_folder) if preferences.last_folder else Path.home()
        suggested = folder / f"{stem}-{self.settings.order().profile.value}-{self.settings.order().language}.pdf"
        title = self._context.text(msg("Export PDF document"))
        kinds = self._context.text(msg("PDF documents (*.pdf)"))
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(suggested), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        preferences.last_folder = str(path.parent)
        return path if path.suffix else path.with_suffix(".pdf")

    @property
    def is_current(self) -> bool:
        """Whether the preview shows the project as it is now."""
        return self._shown is not None and self._shown == (self._controller.project, self.settings.order())

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(1)
        across.addWidget(self._build_outline())
        across.addWidget(self._build_centre())
        self.settings = DocumentSettings(self._controller, self._context)
        self.settings.order_changed.connect(self.refresh)
        self.settings.export.clicked.connect(self.export_pdf)
        across.addWidget(self.settings)
        across.setStretchFactor(1, 1)
        across.setSizes([296, 680, 356])
        column.addWidget(across)

    def _build_outline(self) -> QWidget:
        side, column = plain_area()
        side.setMinimumWidth(160)
        head = section_head(self._context, msg("Contents"))
        head.setContentsMargins(PADDING, PADDING, PADDING, 6)
        column.addWidget(head)
        self.outline = QTreeWidget()
        self.outline.setObjectName("documentOutline")
        self.outline.setAccessibleName(self._context.text(msg("Contents of the document")))
        self.outline.setHeaderHidden(True)
        self.outline.setColumnCount(2)
        self.outline.header().setStretchLastSection(False)
        self.outline.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.outline.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.outline.setIndentation(14)
        self.outline.setWordWrap(True)
        self.outline.currentItemChanged.connect(self._go_to_item)
        self.outline.itemClicked.connect(self._go_to_item)
        column.addWidget(self.outline, 1)
        return side

    def _build_centre(self) -> QWidget:
        holder, column = plain_area()
        bar = QHBoxLayout()
        bar.setContentsMargins(PADDING, 5, PADDING, 5)
        bar.setSpacing(2)
        self.preview = PagePreview(self._context)
        self.preview.setAccessibleName(self._context.text(msg("Pages of the document")))
        for icon, text, slot in (
            ("chevron-up", msg("Previous page"), self.preview.previous_page),
            ("chevron-down", msg("Next page"), self.preview.next_page),
        ):
            bar.addWidget(self._tool(icon, text, slot))
        self._place = plain_label(self._context, "", points=9.5, role=Role.DIM)
        self._place.setMinimumWidth(96)
        bar.addSpacing(6)
        bar.addWidget(self._place)
        bar.addStretch(1)
        self._state = plain_label(self._context, "", points=9.0, role=Role.DIM)
        bar.addWidget(self._state)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setFixedWidth(96)
        self._progress.setTextVisible(False)
        self._progress.hide()
        bar.addSpacing(6)
        bar.addWidget(self._progress)
        bar.addStretch(1)
        for icon, text, slot in (
            ("zoom-out", msg("Zoom out"), self.preview.zoom_out),
            ("zoom-in", msg("Zoom in"), self.preview.zoom_in),
            ("arrows-left-right", msg("Fit the width"), self.preview.fit_width),
        ):
            bar.addWidget(self._tool(icon, text, slot))
        column.addLayout(bar)
        column.addWidget(separator(self._context))
        self._centre = QStackedWidget()
        self._waiting = EmptyState(
            self._context, "hourglass", msg("Setting the document…"), msg("The first time takes a while.")
        )
        self._nothing = EmptyState(
            self._context,
            "file-text",
            msg("Nothing to print yet"),
            msg("The project has no variant. Make one in Design."),
        )
        self._refused = EmptyState(self._context, "info-circle", msg("The document cannot be set"))
        for page in (self.preview, self._waiting, self._nothing, self._refused):
            self._centre.addWidget(page)
        self._centre.setCurrentWidget(self._waiting)
        column.addWidget(self._centre, 1)
        self.preview.page_changed.connect(self._show_place)
        return holder

    def _tool(self, icon: str, text: Message, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._context.icon(icon))
        button.setToolTip(self._context.text(text))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(slot)
        return button

    # Results

    def _take_pages(self, outcome: JobOutcome[bytes]) -> None:
        if outcome.value is None:
            self._show_busy(busy=False)
            self._refuse(outcome.refusal)
            return
        self._data, self._shown = outcome.value, self._wanted
        bookmarks = self.preview.show_document(outcome.value)
        self._centre.setCurrentWidget(self.preview)
        self._show_outline(bookmarks)
        self._show_place(self.preview.page)
        self._show_busy(busy=False)

    def _take_file(self, outcome: JobOutcome[Path]) -> None:
        self.settings.export.setEnabled(True)
        self._show_busy(busy=not self.is_current and self._context.tasks.is_busy(PREVIEW))
        if outcome.value is None:
            refusal = outcome.refusal
            self._controller.notify(
                notice_of(refusal)
                if refusal is not None
                else Notice(msg("The document could not be written."), Severity.ERROR)
            )
            return
        text = msg("The document {name} is written.", name=outcome.value.name)
        self.settings.say_written(text, outcome.value)
        self._controller.notify(Notice(text, Severity.DONE))

    def _refuse(self, refusal: DesignerError | None) -> None:
        reason = refusal.message if refusal is not None else msg("The computation ended unexpectedly.")
        self._refused.say(self._context, msg("The document cannot be set"), reason)
        self._centre.setCurrentWidget(self._refused)

    def _show_outline(self, bookmarks: tuple[Bookmark, ...]) -> None:
        with QSignalBlocker(self.outline):
            self.outline.clear()
            parents: list[QTreeWidgetItem] = []
            for bookmark in bookmarks:
                item = QTreeWidgetItem([bookmark.title, str(bookmark.page + 1)])
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setForeground(1, self._context.colour(Role.FAINT))
                item.setToolTip(0, bookmark.title)
                item.setData(0, Qt.ItemDataRole.UserRole, bookmark.page)
                del parents[bookmark.level :]
                if parents:
                    parents[-1].addChild(item)
                else:
                    self.outline.addTopLevelItem(item)
                parents.append(item)
            self.outline.expandToDepth(0)

    def _show_place(self, page: int) -> None:
        text = msg("page {page} of {n}", page=page + 1, n=self.preview.page_count) if self.preview.page_count else ""
        self._place.setText(self._context.text(text))

    def _show_busy(self, *, busy: bool) -> None:
        self._progress.setVisible(busy)
        self.preview.set_stale(stale=not self.is_current)
        if busy:
            self._state.setText(self._context.text(msg("setting the pages…")))
        else:
            self._state.setText("" if self.is_current or not self._data else self._context.text(msg("not up to date")))

    def _go_to_item(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.preview.go_to(int(item.data(0, Qt.ItemDataRole.UserRole)))

    # What happens around

    def _see_change(self) -> None:
        self.preview.set_stale(stale=True)
        if self._controller.mode is Mode.DOCUMENT:
            self._later.start()

    def _see_document(self) -> None:
        self._context.tasks.forget(PREVIEW)
        self._wanted = self._shown = None
        self._data = b""
        self.preview.forget()
        self.outline.clear()
        if self._controller.mode is Mode.DOCUMENT:
            self.refresh()

    def _see_mode(self, mode: str) -> None:
        if mode == Mode.DOCUMENT and not self.is_current:
            self.refresh()
