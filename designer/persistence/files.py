"""Project files on disk: read with suspicion, written whole or not at all, with five backup generations beside them."""

import errno
import itertools
import os
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from designer.base.errors import ProjectUnreadable, ProjectUnwritable
from designer.base.texts import Message, msg
from designer.model.project import Project
from designer.persistence.codec import MAX_BYTES, decode, encode, too_large

BACKUP_SUFFIX = ".bak"
BACKUPS = 5
"""Generations kept beside a file: ``plan.geocluster.bak`` is the newest, ``….bak.2`` to ``….bak.5`` are older."""
DAMAGED = frozenset({"file-empty", "file-damaged", "file-not-text", "project-invalid", "project-contradictory"})
"""Codes of ``ProjectUnreadable`` for files of which something may be saved, or whose backup may be whole."""
_IS_WINDOWS = os.name == "nt"
_LONGEST_NAME, _LONGEST_NAME_SHOWN = 240, 40


class NotOrdinaryFileError(OSError):
    """A place that holds a device, a pipe or the like, which must not be replaced."""


def load(path: str | os.PathLike[str], *, name: str | None = None) -> Project:
    """The project in the file. Raises ``ProjectUnreadable`` in one sentence for anything that is not one.

    ``name`` is what the sentence calls the file; the last part of its path without it.
    """
    place = Path(path)
    called = shown_name(place) if name is None else shortened_name(name)
    if not os.fspath(path):
        raise ProjectUnreadable("file-unnamed", msg("The name of the file to read is empty. Name a project."))
    try:
        return decode(_read(place, called), called)
    except ProjectUnreadable as error:
        if error.code not in DAMAGED or not (backup := backup_path(place)).is_file():
            raise
        hint = msg("The version before is in {backup}.", backup=backup.name if name is None else str(backup))
        raise ProjectUnreadable(error.code, error.message, hint=hint, subjects=error.subjects) from error


def save(project: Project, path: str | os.PathLike[str]) -> None:
    """Write the project to the file, atomically: whatever happens, the file is the old one or the new one, whole.

    The file it replaces becomes the backup (:func:`backup_path`), and its permissions are kept. A link is followed to
    the file it stands for. A file that holds these very bytes already is left alone, with its backup. A backup that
    another program holds stays the older one. Raises ``ProjectUnwritable``; file and backup are then what they were.
    """
    place = Path(path)
    data = encode(project)
    try:
        write_atomically(data, place, keep_backup=True)
    except (OSError, ValueError) as error:
        raise ProjectUnwritable(*why_unwritable(error, shown_name(place))) from error


def backup_path(path: str | os.PathLike[str]) -> Path:
    """Where the previous generation of the file is kept."""
    place = _target(Path(path))
    return place.with_name(place.name + BACKUP_SUFFIX)


def backup_paths(path: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Where generations of the file are kept, the newest first; not all of them need exist."""
    newest = backup_path(path)
    return (newest, *(newest.with_name(f"{newest.name}.{age}") for age in range(2, BACKUPS + 1)))


def shown_name(path: Path) -> str:
    """The file's name as a person is told it."""
    return path.name or str(path)


def shortened_name(name: str) -> str:
    """A file's name, or the path that was typed, as it can stand in a sentence: not longer than a few lines."""
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME_SHOWN] + "…"


def write_atomically(data: bytes, path: Path, *, keep_backup: bool = False) -> None:
    """Write the bytes to the file by way of a new one in the same folder. Raises ``OSError``."""
    prepare(data, path, keep_backup=keep_backup).put_in_place()


def prepare(data: bytes, path: Path, *, keep_backup: bool = False) -> "Prepared":
    """The bytes, whole and on the disk, ready to become the file. Raises ``OSError`` where they could not."""
    target = _target(path)
    before = _status(target)
    if before is not None:
        _check_replaceable(target, before)
        if before.st_size == len(data) and target.read_bytes() == data:
            return Prepared(target, None, keep_former=False)
    return Prepared(target, _written_beside(target, data, before), keep_former=keep_backup and before is not None)


class Prepared:
    """A file that lies ready beside the one it is to become."""

    def __init__(self, target: Path, fresh: Path | None, *, keep_former: bool) -> None:
        """``fresh`` is None where the target holds the bytes already."""
        self._target = target
        self._fresh = fresh
        self._keep_former = keep_former

    def put_in_place(self) -> None:
        """Replace the target, whose former content becomes the backup. Raises ``OSError``; all is then as it was."""
        if self._fresh is None:
            return
        former: Path | None = None
        try:
            if self._keep_former:
                former = _second_name(self._target)
            self._fresh.replace(self._target)
        except BaseException:
            self.discard()
            if former is not None:
                _remove(former)
            raise
        self._fresh = None
        if former is not None:
            _become_backup(former, self._target)
        _flush_folder(self._target.parent)

    def discard(self) -> None:
        """Remove what lies ready; nothing once it is in place."""
        if self._fresh is not None:
            _remove(self._fresh)
            self._fresh = None


def _read(place: Path, name: str) -> bytes:
    try:
        status = place.stat()
        if stat.S_ISDIR(status.st_mode):
            message = msg("{name} is a folder. Choose a file in it.", name=name)
            raise ProjectUnreadable("file-is-folder", message)
        if not stat.S_ISREG(status.st_mode):
            message = msg("{name} is not an ordinary file. Choose another one.", name=name)
            raise ProjectUnreadable("file-not-regular", message)
        if status.st_size > MAX_BYTES:
            raise too_large(name)
        with place.open("rb") as file:
            # One more than allowed, because a file can grow between the look and the reading.
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        message = msg("There is no file {name}. Check the name and the folder.", name=name)
        raise ProjectUnreadable("file-missing", message) from error
    except PermissionError as error:
        message = msg("The file {name} must not be read. Ask for the right to read it.", name=name)
        raise ProjectUnreadable("file-forbidden", message) from error
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        message = msg("The file {name} cannot be read: {reason}. Check the disk.", name=name, reason=reason)
        raise ProjectUnreadable("file-unreadable", message) from error


def _target(path: Path) -> Path:
    """The file that a link stands for, so that saving does not turn the link into a file."""
    return Path(os.path.realpath(path))


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _check_replaceable(target: Path, status: os.stat_result) -> None:
    """Replacing a file needs no right to write it, so that right is asked for here."""
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(target))
    if not stat.S_ISREG(status.st_mode):
        raise NotOrdinaryFileError(errno.EINVAL, "is not an ordinary file", str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "is read-only", str(target))


def _written_beside(target: Path, data: bytes, before: os.stat_result | None) -> Path:
    """A new file with the data in the target's folder, on the disk and read back, with the target's permissions."""
    fresh = _spare(target)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _verify(fresh, data)
        if before is not None:
            _keep_permissions(fresh, before)
    except BaseException:
        _remove(fresh)
        raise
    return fresh


def _verify(fresh: Path, data: bytes) -> None:
    if fresh.read_bytes() != data:
        raise OSError(errno.EIO, "what was written reads differently", str(fresh))


def _keep_permissions(fresh: Path, before: os.stat_result) -> None:
    if hasattr(os, "chown"):
        with suppress(OSError):  # only an administrator may give a file to its former owner
            os.chown(fresh, before.st_uid, before.st_gid)
    fresh.chmod(stat.S_IMODE(before.st_mode))


def _second_name(target: Path) -> Path:
    """Another name for the content of the file, by a copy where the file system knows no second names."""
    former = _spare(target)
    try:
        os.link(target, former)
    except OSError:
        try:
            shutil.copy2(target, former)
        except BaseException:
            _remove(former)
            raise
    return former


def _become_backup(former: Path, target: Path) -> None:
    """The project is saved by now, so a backup that is held by another program is no reason to say otherwise."""
    generations = backup_paths(target)
    try:
        _make_room(generations)
        former.replace(generations[0])
    except OSError:
        _remove(former)


def _make_room(generations: tuple[Path, ...]) -> None:
    """Let every generation grow older by one; the oldest goes. Raises ``OSError`` where one is held."""
    for newer, older in reversed(list(itertools.pairwise(generations))):
        if newer.is_file():
            newer.replace(older)


def _spare(target: Path) -> Path:
    """A name in the target's folder that nothing has, and that folders of projects do not list."""
    return target.with_name(f".geocluster-{secrets.token_hex(6)}.tmp")


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _flush_folder(folder: Path) -> None:
    """Bring the new name to the disk too. Windows has no such thing, and some file systems refuse it."""
    if _IS_WINDOWS:
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_NO_SPACE = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})


def why_unwritable(error: OSError | ValueError, name: str) -> tuple[str, Message]:
    """Code and sentence for a file called ``name`` that could not be written."""
    number = error.errno if isinstance(error, OSError) else None
    if number in _NO_SPACE:
        return "disk-full", msg(
            "There is no room left to save {name}. Free some, or save to another disk; the old file is as it was.",
            name=name,
        )
    if isinstance(error, NotOrdinaryFileError):
        return "file-unwritable", msg("{name} is not an ordinary file. Choose another name.", name=name)
    if isinstance(error, IsADirectoryError):
        return "file-is-folder", msg("{name} is a folder. Choose another name.", name=name)
    if isinstance(error, PermissionError) or number == errno.EROFS:
        return "file-forbidden", msg(
            "{name} must not be written, or another program holds it. Save under another name or to another folder.",
            name=name,
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "folder-missing", msg("The folder for {name} does not exist. Choose another folder.", name=name)
    if number == errno.ENAMETOOLONG:
        return "name-too-long", msg("The name {name} is too long. Choose a shorter one.", name=name[:40] + "…")
    return "file-unwritable", msg(
        "{name} could not be saved: {reason}. Save to another place; the old file is as it was.",
        name=name,
        reason=reason_of(error),
    )


_REASONS: dict[int, Message] = {
    errno.ENOENT: msg("there is no such file or folder"),
    errno.ENOTDIR: msg("a part of its path is not a folder"),
    errno.ENAMETOOLONG: msg("its name is too long"),
    errno.ELOOP: msg("its links lead round in a circle"),
    errno.EACCES: msg("the right to do it is missing"),
    errno.EPERM: msg("the right to do it is missing"),
    errno.EIO: msg("the disk reports an error"),
    errno.EBUSY: msg("another program holds it"),
    errno.EINVAL: msg("the system does not allow such a name"),
    errno.EMFILE: msg("too many files are open"),
    errno.ENFILE: msg("too many files are open"),
}


def reason_of(error: OSError | ValueError) -> Message:
    """Why the system would not, in the words of the catalogue: its own are in a language of its own."""
    if not isinstance(error, OSError):
        return msg("the system does not allow such a name")
    known = _REASONS.get(error.errno or 0)
    return known or msg("the system reports error {number}", number=str(error.errno or "–"))
