"""The document's file as others see it: who else has it open, and whether another program has changed it."""

import getpass
import hashlib
import os
import platform
from pathlib import Path

from PySide6.QtCore import QDateTime, QObject, Qt, QTimer, Signal

from designer.app.document_controller import DocumentController
from designer.app.notices import Notice, Severity
from designer.base.texts import msg
from designer.persistence.lock_note import Holder, is_running, read_note, remove_note, write_note

_LOOK_EVERY_MS = 2000

_Stamp = tuple[int, int]


class FileWatch(QObject):
    """Follows the path of one document. ``changed_outside`` is said once for each change."""

    changed_outside = Signal()

    def __init__(self, controller: DocumentController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._path: Path | None = None
        self._holder = Holder(_user(), platform.node(), os.getpid(), _now())
        self._stamp: _Stamp | None = None
        self._digest = b""
        self._is_changed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        controller.path_changed.connect(self._follow)

    @property
    def is_changed(self) -> bool:
        """Whether another program wrote the file after this one read or wrote it."""
        return self._is_changed

    def look(self) -> None:
        """Compare the file with what it was."""
        if self._path is None or self._is_changed:
            return
        stamp = _stamp(self._path)
        if stamp is None or stamp == self._stamp:
            return
        if _digest(self._path) == self._digest:
            self._stamp = stamp
            return
        self._is_changed = True
        self.changed_outside.emit()

    def remember(self) -> None:
        """The file is now what this program read or wrote."""
        self._is_changed = False
        if self._path is not None:
            self._stamp, self._digest = _stamp(self._path), _digest(self._path)

    def stop(self) -> None:
        """Let go of the file."""
        self._timer.stop()
        if self._path is not None:
            remove_note(self._path, self._holder)
            self._path = None

    def _follow(self, path: Path | None) -> None:
        self.stop()
        self._path = path
        if path is None:
            return
        self.remember()
        other = read_note(path)
        if other is not None and self._is_open_elsewhere(other):
            self._controller.notify(_warning(other))
        else:
            write_note(path, self._holder)
        self._timer.start()

    def _is_open_elsewhere(self, other: Holder) -> bool:
        if other.machine != self._holder.machine:
            return True
        if other.process == self._holder.process:
            return other != self._holder
        return is_running(other.process)


def _warning(other: Holder) -> Notice:
    since = QDateTime.fromString(other.since, Qt.DateFormat.ISODate).toString("yyyy-MM-dd HH:mm")
    message = msg(
        "{user} has this file open on {machine} since {since}. Whoever saves last wins; save a copy to be safe.",
        user=other.user,
        machine=other.machine,
        since=since,
    )
    return Notice(message, Severity.WARNING)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _now() -> str:
    return QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate)


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""
