"""Files on the disk: opened with suspicion, saved whole or not at all."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from designer.base.errors import ProjectUnreadable, ProjectUnwritable
from designer.model.project import Project
from designer.persistence import files
from designer.persistence.codec import encode
from designer.persistence.files import backup_path, backup_paths, load, save
from tests.support.builders import full_project, project_of

_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plan.geocluster"


@pytest.fixture
def saved(path):
    save(project_of(), path)
    return path


def _names(folder: Path):
    return sorted(entry.name for entry in folder.iterdir())


def _unreadable(path):
    with pytest.raises(ProjectUnreadable) as refused:
        load(path)
    return refused.value


def _unwritable(path, project=None):
    with pytest.raises(ProjectUnwritable) as refused:
        save(project or full_project(), path)
    return refused.value


def test_what_was_saved_is_opened_again(path):
    save(full_project(), path)

    assert load(path) == full_project()
    assert load(str(path)) == full_project()
    assert _names(path.parent) == ["plan.geocluster"]


def test_five_generations_are_kept_and_the_oldest_goes(path):
    for number in range(8):
        save(Project(title=f"Saved {number}"), path)

    assert load(path).title == "Saved 7"
    assert [load(one).title for one in backup_paths(path)] == [f"Saved {number}" for number in (6, 5, 4, 3, 2)]
    assert len(_names(path.parent)) == 6


def test_the_generation_before_is_kept(saved):
    first = saved.read_bytes()
    save(full_project(), saved)
    second = saved.read_bytes()
    save(Project(title="Third"), saved)

    assert backup_path(saved).name == "plan.geocluster.bak"
    assert backup_path(saved).read_bytes() == second != first
    assert backup_paths(saved)[1].read_bytes() == first
    assert _names(saved.parent) == ["plan.geocluster", "plan.geocluster.bak", "plan.geocluster.bak.2"]


def test_saving_the_same_again_keeps_file_and_backup(saved):
    first = saved.read_bytes()
    save(full_project(), saved)
    before = saved.stat()

    save(full_project(), saved)

    assert saved.stat().st_ino == before.st_ino
    assert backup_path(saved).read_bytes() == first


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    missing = _unreadable(tmp_path / "gone.geocluster")
    folder = _unreadable(tmp_path)

    assert (missing.code, folder.code) == ("file-missing", "file-is-folder")
    assert "gone.geocluster" in str(missing)
    assert str(tmp_path.parent) not in str(folder)


def test_a_damaged_file_names_its_backup_when_there_is_one(saved):
    saved.write_bytes(b"{")
    assert _unreadable(saved).hint is None

    backup_path(saved).write_bytes(encode(full_project()))

    assert "plan.geocluster.bak" in str(_unreadable(saved).hint)
    assert saved.read_bytes() == b"{"


def test_a_file_too_large_is_not_read(saved, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    monkeypatch.setattr(Path, "open", _must_not_be_called)

    assert _unreadable(saved).code == "file-too-large"


def test_a_name_with_a_nul_is_told():
    assert _unreadable("plan\0.geocluster").code == "file-unreadable"
    assert _unwritable("plan\0.geocluster").code == "file-unwritable"


@_POSIX
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe.geocluster"
    os.mkfifo(pipe)

    assert _unreadable(pipe).code == "file-not-regular"
    assert _unwritable(pipe).code == "file-unwritable"
    assert _unreadable("/dev/null").code == "file-not-regular"


@_POSIX
def test_a_link_is_followed_and_stays_a_link(saved, tmp_path):
    link = tmp_path / "link.geocluster"
    link.symlink_to(saved)

    save(full_project(), link)

    assert link.is_symlink()
    assert load(saved) == full_project()
    assert backup_path(link) == backup_path(saved)
    assert load(backup_path(saved)) == project_of()


@_POSIX
def test_a_link_to_nothing_yet_becomes_a_link_to_the_project(tmp_path):
    link = tmp_path / "link.geocluster"
    link.symlink_to(tmp_path / "target.geocluster")

    save(full_project(), link)

    assert load(tmp_path / "target.geocluster") == full_project()


@_POSIX
def test_a_link_to_itself_is_told(tmp_path):
    link = tmp_path / "loop.geocluster"
    link.symlink_to(link)

    assert _unreadable(link).code == "file-unreadable"
    assert _unwritable(link).code == "file-unwritable"


@_POSIX
def test_permissions_are_kept_and_new_files_get_the_usual_ones(saved):
    usual = os.umask(0o022)
    os.umask(usual)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o666 & ~usual

    saved.chmod(0o640)
    save(full_project(), saved)

    assert stat.S_IMODE(saved.stat().st_mode) == 0o640


@_POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="an administrator may do everything")
def test_forbidden_files_are_told_by_the_system(saved):
    saved.chmod(0o000)
    assert _unreadable(saved).code == "file-forbidden"
    saved.chmod(0o400)
    assert _unwritable(saved).code == "file-forbidden"


def test_a_file_that_must_not_be_read_is_told(saved, monkeypatch):
    monkeypatch.setattr(Path, "open", _raising(PermissionError(errno.EACCES, "denied")))

    assert _unreadable(saved).code == "file-forbidden"


def test_a_read_only_file_is_not_replaced(saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert _unwritable(saved).code == "file-forbidden"
    assert saved.read_bytes() == before
    assert _names(saved.parent) == ["plan.geocluster"]


def test_a_folder_cannot_be_written_as_a_file(tmp_path):
    (tmp_path / "plan.geocluster").mkdir()

    assert _unwritable(tmp_path / "plan.geocluster").code == "file-is-folder"


def test_a_missing_folder_is_told(tmp_path):
    assert _unwritable(tmp_path / "no" / "plan.geocluster").code == "folder-missing"
    (tmp_path / "file").write_text("")
    assert _unwritable(tmp_path / "file" / "plan.geocluster").code == "folder-missing"


def test_a_name_that_is_too_long_is_told(tmp_path):
    refused = _unwritable(tmp_path / ("x" * 300 + ".geocluster"))

    assert refused.code == "name-too-long"
    assert len(str(refused)) < 150


_FAILURES = [
    ("fsync", OSError(errno.ENOSPC, "No space left on device"), "disk-full"),
    ("fsync", OSError(errno.EIO, "Input/output error"), "file-unwritable"),
    ("open", OSError(errno.EROFS, "Read-only file system"), "file-forbidden"),
    ("open", PermissionError(errno.EACCES, "denied"), "file-forbidden"),
    ("fdopen", OSError(errno.ENOSPC, "No space left on device"), "disk-full"),
]


@pytest.mark.parametrize(("call", "error", "code"), _FAILURES)
def test_whatever_fails_the_old_file_and_its_backup_stay(saved, monkeypatch, call, error, code):
    save(full_project(), saved)
    before, backup = saved.read_bytes(), backup_path(saved).read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(os, call, _raising(error, closing=call == "fdopen"))
        refused = _unwritable(saved, Project(title="Third"))

    assert refused.code == code
    assert refused.__cause__ is error
    assert saved.read_bytes() == before
    assert backup_path(saved).read_bytes() == backup
    assert _names(saved.parent) == ["plan.geocluster", "plan.geocluster.bak"]


def test_a_file_held_by_another_program_stays_with_its_backup(saved, monkeypatch):
    save(full_project(), saved)
    before, backup = saved.read_bytes(), backup_path(saved).read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", _raising(PermissionError(errno.EACCES, "in use")))
        assert _unwritable(saved, Project(title="Third")).code == "file-forbidden"

    assert saved.read_bytes() == before
    assert backup_path(saved).read_bytes() == backup
    assert _names(saved.parent) == ["plan.geocluster", "plan.geocluster.bak"]


def test_a_backup_held_by_another_program_does_not_hinder_saving(saved):
    backup_path(saved).mkdir()
    (backup_path(saved) / "inside").write_text("")

    save(full_project(), saved)

    assert load(saved) == full_project()
    assert _names(saved.parent) == ["plan.geocluster", "plan.geocluster.bak"]


def test_where_files_have_one_name_only_the_backup_is_a_copy(saved, monkeypatch):
    first = saved.read_bytes()
    monkeypatch.setattr(os, "link", _raising(OSError(errno.EPERM, "not permitted")))

    save(full_project(), saved)

    assert backup_path(saved).read_bytes() == first


def test_what_reads_back_differently_is_not_put_in_place(saved, monkeypatch):
    before = saved.read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(Path, "read_bytes", lambda _: b"something else")
        refused = _unwritable(saved)

    assert refused.code == "file-unwritable"
    assert saved.read_bytes() == before
    assert _names(saved.parent) == ["plan.geocluster"]


def test_an_interruption_leaves_nothing_behind(saved, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", _raising(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            save(full_project(), saved)

    assert load(saved) == project_of()
    assert _names(saved.parent) == ["plan.geocluster"]


def _must_not_be_called(*_, **__):
    raise AssertionError


def _raising(error, *, closing=False):
    def fail(*arguments, **_):
        if closing:
            os.close(arguments[0])
        raise error

    return fail
