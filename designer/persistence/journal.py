"""The recovery journal: what a person did since the last save, kept apart from the file, so that a crash loses nothing.

One journal belongs to one open project. It is a file of records, each a whole project on one line with its length and
digest in front; the last intact record counts, so a write that was cut off at any byte costs that write only.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from designer.base.errors import DesignerError
from designer.model.project import Project
from designer.persistence.codec import MAX_BYTES, decode, encode, encode_on_one_line
from designer.persistence.files import write_atomically
from designer.persistence.presence import is_present

JOURNAL_SUFFIX = ".geocluster-journal"
EDITS_BETWEEN_WRITES = 20
OLDEST_S = 1.0
"""A journal is written after so many edits, or when the first edit it lacks is so old: with looking and writing it
stays below two seconds."""

_MAGIC = b"geocluster-journal 1 "
_RECORDS_KEPT = 8
_DIGEST_LENGTH = 64
_HEAD_MAX = 4096


@dataclass(frozen=True, slots=True)
class Recoverable:
    """A journal that holds more than the file it belongs to. ``origin`` is None for a project never saved.

    ``written_at`` is the time of the last write, in seconds since 1970; ``run`` the token of the run that wrote it.
    """

    journal: Path
    origin: Path | None
    project: Project
    written_at: float
    run: str = ""


class Journal:
    """The journal of one open project, in a folder that the caller chose."""

    def __init__(self, folder: Path, origin: Path | None, *, key: str = "", run: str = "") -> None:
        """``origin`` is the project's file; ``key`` tells unsaved projects and windows apart.

        ``run`` is the token of the run that writes (:mod:`designer.persistence.presence`).
        """
        self.path = journal_path(folder, origin, key=key)
        self._origin = origin
        self._run = run
        self._records = 0
        self._last = b""

    def write(self, project: Project) -> None:
        """Add the project as it is now. Raises ``OSError``; nothing that was recorded before is lost by that."""
        body = encode_on_one_line(project)
        if body == self._last and self.path.exists():
            return
        record = _record(body)
        # Until a write has succeeded nothing is known of the journal's end, so the next one starts the file anew.
        records, self._records = self._records, 0
        if 0 < records < _RECORDS_KEPT and self.path.exists():
            self._append(record)
        else:
            records = 0
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(_head(self._origin, self._run) + record, self.path)
        self._records = records + 1
        self._last = body

    def discard(self) -> None:
        """Forget everything: the project was saved, or the person wants none of it."""
        discard(self.path)
        self._records = 0
        self._last = b""

    def _append(self, record: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(record)
            file.flush()
            os.fsync(file.fileno())


def is_due(edits_since_write: int, oldest_s: float) -> bool:
    """Whether a journal is to be written: it lacks many edits, or one of them is ``oldest_s`` seconds old."""
    return edits_since_write >= EDITS_BETWEEN_WRITES or (edits_since_write > 0 and oldest_s >= OLDEST_S)


def journal_path(folder: Path, origin: Path | None, *, key: str = "") -> Path:
    """Where the journal of a project lies; the same for the same file, whichever way its path is written."""
    place = "" if origin is None else os.path.realpath(origin)
    digest = hashlib.sha256(f"{place}\0{key}".encode(errors="surrogatepass")).hexdigest()[:24]
    return folder / f"{digest}{JOURNAL_SUFFIX}"


def find_recoverable(folder: Path, *, in_use: frozenset[Path] = frozenset()) -> tuple[Recoverable, ...]:
    """Journals that hold work which their files do not, the newest first; those in ``in_use`` are left out.

    A journal of a run that is still alive is that run's own business. One that is older than its file, or has the same
    content, has nothing to offer. Unreadable ones are passed over.
    """
    found = [
        recoverable
        for path in sorted(folder.glob(f"*{JOURNAL_SUFFIX}"))
        if path not in in_use
        and (recoverable := read_journal(path)) is not None
        and not is_present(folder, recoverable.run)
        and _offers_something(recoverable)
    ]
    return tuple(sorted(found, key=lambda one: (-one.written_at, one.journal.name)))


def read_journal(path: Path) -> Recoverable | None:
    """The last intact record of a journal, or None when there is none."""
    try:
        written_at = path.stat().st_mtime
        with path.open("rb") as file:
            origin, run = _read_head(file)
            body = _last_body(file)
    except (OSError, ValueError):
        return None
    if body is None:
        return None
    try:
        project = decode(body, path.name)
    except DesignerError:
        return None
    return Recoverable(path, origin, project, written_at, run)


def discard(path: Path) -> None:
    """Remove a journal; it need not exist."""
    path.unlink(missing_ok=True)


def _head(origin: Path | None, run: str) -> bytes:
    place = None if origin is None else os.path.realpath(origin)
    return _MAGIC + json.dumps({"origin": place, "run": run}).encode() + b"\n"


def _record(body: bytes) -> bytes:
    return f"{len(body)} {hashlib.sha256(body).hexdigest()}\n".encode() + body + b"\n"


def _read_head(file: BinaryIO) -> tuple[Path | None, str]:
    """Origin and run in the first line. Raises ``ValueError`` for a file that is no journal."""
    line = file.readline(_HEAD_MAX)
    if not line.startswith(_MAGIC) or not line.endswith(b"\n"):
        raise ValueError
    head = json.loads(line.removeprefix(_MAGIC))
    fields = head if isinstance(head, dict) else {}
    place, run = fields.get("origin"), fields.get("run")
    return Path(place) if isinstance(place, str) else None, run if isinstance(run, str) else ""


def _last_body(file: BinaryIO) -> bytes | None:
    """The content of the last record before the end, or before the first one that is not whole."""
    last: bytes | None = None
    while True:
        length_text, _, digest = file.readline(_DIGEST_LENGTH + 24).rstrip(b"\n").partition(b" ")
        if not length_text.isdigit() or len(digest) != _DIGEST_LENGTH or int(length_text) > MAX_BYTES:
            return last
        body = file.read(int(length_text))
        if hashlib.sha256(body).hexdigest().encode() != digest or file.read(1) != b"\n":
            return last
        last = body


def _offers_something(recoverable: Recoverable) -> bool:
    origin = recoverable.origin
    if origin is None:
        return True
    try:
        if origin.stat().st_mtime > recoverable.written_at:
            return False
        return origin.read_bytes() != encode(recoverable.project)
    except OSError:
        return True  # a file that is gone makes the journal all there is
