"""The recovery journal of one window: written while a person works, discarded once the document is safe in its file."""

import logging
import os
from pathlib import Path

from PySide6.QtCore import QDateTime, QElapsedTimer, QObject, QStandardPaths, QTimer, Signal

from designer.app.document_controller import Change, DocumentController
from designer.persistence.journal import Journal, Recoverable, find_recoverable, is_due

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_MS = 250


class Recovery(QObject):
    """Writes the journal when it is due. ``written`` tells the time of day of the last write, for the status bar."""

    written = Signal(str)

    def __init__(
        self, controller: DocumentController, folder: Path, parent: QObject | None = None, *, run: str = ""
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._controller = controller
        self._folder = folder
        self._edits = 0
        self._unwritten = QElapsedTimer()
        self._journal: Journal | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        controller.document_changed.connect(self._count)
        controller.document_opened.connect(self._begin_anew)
        controller.history_changed.connect(self._forget_if_clean)
        self._begin_anew()

    @property
    def path(self) -> Path | None:
        """Where this window's journal lies."""
        return None if self._journal is None else self._journal.path

    def write_now(self) -> None:
        """Write what is there, before something goes wrong."""
        if self._journal is None or self._controller.is_clean:
            return
        try:
            self._journal.write(self._controller.project)
        except OSError as error:
            _LOG.info("the recovery journal could not be written: %s", error)
            return
        self._edits = 0
        self.written.emit(QDateTime.currentDateTime().toString("HH:mm:ss"))

    def stop(self) -> None:
        """The window goes in good order: nothing needs to be recovered."""
        self._timer.stop()
        if self._journal is not None:
            self._journal.discard()
            self._journal = None

    def _begin_anew(self) -> None:
        if self._journal is not None:
            self._journal.discard()
        self._edits = 0
        # A key of its own keeps this window from touching what an earlier run left behind for the same file.
        key = f"{os.getpid()}-{id(self)}"
        self._journal = Journal(self._folder, self._controller.path, key=key, run=self._run)

    def _count(self, change: Change) -> None:
        self._edits += 1
        if self._edits == 1:
            self._unwritten.start()
        if is_due(self._edits, 0.0):
            self.write_now()
        if not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        oldest_s = self._unwritten.elapsed() / 1000 if self._unwritten.isValid() else 0.0
        if is_due(self._edits, oldest_s):
            self.write_now()
        if self._edits == 0:
            self._timer.stop()

    def _forget_if_clean(self) -> None:
        if self._controller.is_clean and self._journal is not None:
            self._edits = 0
            self._journal.discard()


def recovery_folder() -> Path:
    """Where journals lie on this machine."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "recovery"


def found_work(folder: Path, in_use: frozenset[Path]) -> tuple[Recoverable, ...]:
    """Work that an earlier run left behind, the newest first."""
    return find_recoverable(folder, in_use=in_use) if folder.is_dir() else ()
