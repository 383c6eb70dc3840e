"""A sign that a run of the program is alive: a locked file that the system lets go of when the process ends."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

PRESENCE_SUFFIX = ".running"


class Presence:
    """Held from making it to :meth:`leave`. ``token`` names it; journals carry the token of their run."""

    def __init__(self, folder: Path) -> None:
        """Raises ``OSError`` where the folder takes no file."""
        folder.mkdir(parents=True, exist_ok=True)
        self.token = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._path = folder / f"{self.token}{PRESENCE_SUFFIX}"
        self._file: BinaryIO | None = self._path.open("wb")
        _lock(self._file)

    def leave(self) -> None:
        """The run ends in good order."""
        if self._file is not None:
            self._file.close()
            self._file = None
            with suppress(OSError):
                self._path.unlink()


def is_present(folder: Path, token: str) -> bool:
    """Whether the run with this token is alive; a sign left by a dead one is removed."""
    path = folder / f"{token}{PRESENCE_SUFFIX}"
    if not token or not path.is_file():
        return False
    try:
        with path.open("r+b") as file:
            _lock(file)
    except OSError:
        return True
    with suppress(OSError):
        path.unlink()
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
