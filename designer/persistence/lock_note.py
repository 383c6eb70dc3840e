"""A note beside a project file that says who has it open. Advice for people, not a lock: it never keeps anyone out."""

import ctypes
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from designer.persistence.files import write_atomically

_MAX_BYTES = 4096
_QUERY_LIMITED = 0x1000


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file open: the person, the machine, the process there, and since when (ISO 8601)."""

    user: str
    machine: str
    process: int
    since: str


def note_path(path: Path) -> Path:
    """Where the note for a project file lies."""
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name}.lock")


def write_note(path: Path, holder: Holder) -> bool:
    """Say that ``holder`` has the file open; False when the folder takes no note, which is no reason not to work."""
    content = {
        "user": holder.user,
        "machine": holder.machine,
        "process": holder.process,
        "since": holder.since,
    }
    try:
        write_atomically(json.dumps(content, ensure_ascii=False).encode() + b"\n", note_path(path))
    except OSError:
        return False
    return True


def read_note(path: Path) -> Holder | None:
    """Who has the file open as far as the note says; None without a note and for an unreadable one."""
    try:
        with note_path(path).open("rb") as file:
            content = json.loads(file.read(_MAX_BYTES))
        return Holder(
            user=str(content["user"]),
            machine=str(content["machine"]),
            process=int(content["process"]),
            since=str(content["since"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def is_running(process: int) -> bool:
    """Whether this machine has a process of that number; it may be another program by now."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        handle = ctypes.windll.kernel32.OpenProcess(_QUERY_LIMITED, False, process)
        if not handle:
            return False
        ctypes.windll.kernel32.CloseHandle(handle)
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def remove_note(path: Path, holder: Holder) -> None:
    """Take back the note, if it still is ``holder``'s own."""
    if read_note(path) == holder:
        note_path(path).unlink(missing_ok=True)
