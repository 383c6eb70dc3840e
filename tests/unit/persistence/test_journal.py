"""The recovery journal: what it holds survives a kill at any byte, and is offered only where it helps."""

import os

import pytest

from designer.model.project import Project
from designer.persistence.files import save
from designer.persistence.journal import (
    Journal,
    discard,
    find_recoverable,
    is_due,
    journal_path,
    read_journal,
)
from designer.persistence.presence import Presence
from tests.support.builders import full_project, project_of


def _at_second(path, second):
    os.utime(path, (second, second))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "plan.geocluster"
    save(project_of(), path)
    _at_second(path, 1000)
    return path


def test_the_last_write_is_recovered(folder, saved):
    journal = Journal(folder, saved)
    for number in range(12):
        journal.write(Project(title=f"Step {number}"))

    (found,) = find_recoverable(folder)

    assert found.project == Project(title="Step 11")
    assert found.origin == saved.resolve()
    assert found.journal == journal.path
    assert found.written_at == journal.path.stat().st_mtime


def test_a_project_never_saved_is_recovered_too(folder):
    Journal(folder, None, key="window-1").write(full_project())

    (found,) = find_recoverable(folder)

    assert (found.origin, found.project) == (None, full_project())


def test_a_journal_does_not_grow_without_end(folder):
    journal = Journal(folder, None)
    sizes = []
    for number in range(40):
        journal.write(Project(title=f"{number:02d}"))
        sizes.append(journal.path.stat().st_size)

    assert max(sizes) == max(sizes[:8])


def test_a_write_cut_off_at_any_byte_costs_that_write_only(folder):
    journal = Journal(folder, None)
    journal.write(Project(title="First"))
    first = journal.path.stat().st_size
    journal.write(Project(title="Second"))
    whole = journal.path.read_bytes()

    for length in range(first, len(whole)):
        journal.path.write_bytes(whole[:length])
        assert read_journal(journal.path).project.title == "First"
    for length in range(first):
        journal.path.write_bytes(whole[:length])
        assert read_journal(journal.path) is None


def test_a_changed_byte_is_never_taken_for_work(folder):
    journal = Journal(folder, None)
    journal.write(Project(title="First"))
    whole = journal.path.read_bytes()

    for place in range(0, len(whole), 3):
        journal.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = read_journal(journal.path)
        assert found is None or found.project.title == "First"


def test_after_a_failed_write_the_next_one_counts(folder, monkeypatch):
    journal = Journal(folder, None)
    journal.write(Project(title="First"))
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", _disk_full)
        with pytest.raises(OSError, match="full"):
            journal.write(Project(title="Second"))
    with journal.path.open("ab") as file:
        file.write(b"torn")

    journal.write(Project(title="Third"))

    assert read_journal(journal.path).project.title == "Third"


def test_work_that_the_file_holds_is_not_offered(folder, saved):
    Journal(folder, saved).write(project_of())

    assert find_recoverable(folder) == ()


def test_a_journal_older_than_its_file_is_not_offered(folder, saved):
    journal = Journal(folder, saved)
    journal.write(full_project())
    _at_second(journal.path, 900)
    assert find_recoverable(folder) == ()

    _at_second(journal.path, 1100)
    assert len(find_recoverable(folder)) == 1


def test_a_journal_whose_file_is_gone_is_offered(folder, saved):
    journal = Journal(folder, saved)
    journal.write(full_project())
    _at_second(journal.path, 900)
    saved.unlink()

    assert len(find_recoverable(folder)) == 1


def test_journals_in_use_and_strange_files_are_passed_over(folder):
    journal = Journal(folder, None)
    journal.write(full_project())
    (folder / "note.txt").write_text("Hello")
    (folder / "odd.geocluster-journal").write_bytes(b"\x00" * 100)
    (folder / "large.geocluster-journal").write_bytes(b"geocluster-journal 1 {}\n99999999999 " + b"0" * 64 + b"\n")
    (folder / "folder.geocluster-journal").mkdir()

    assert [found.journal for found in find_recoverable(folder)] == [journal.path]
    assert find_recoverable(folder, in_use=frozenset({journal.path})) == ()


def test_the_newest_work_is_offered_first(folder):
    for second, key in ((1000, "a"), (3000, "b"), (2000, "c")):
        journal = Journal(folder, None, key=key)
        journal.write(Project(title=key))
        _at_second(journal.path, second)

    assert [found.project.title for found in find_recoverable(folder)] == ["b", "c", "a"]


def test_a_discarded_journal_is_gone_and_can_begin_again(folder):
    journal = Journal(folder, None)
    journal.write(Project(title="First"))
    journal.discard()
    journal.discard()
    assert find_recoverable(folder) == ()

    journal.write(Project(title="First"))
    assert len(find_recoverable(folder)) == 1
    discard(journal.path)
    assert find_recoverable(folder) == ()


def test_writing_the_same_again_writes_nothing(folder):
    journal = Journal(folder, None)
    journal.write(Project(title="First"))
    size = journal.path.stat().st_size

    journal.write(Project(title="First"))

    assert journal.path.stat().st_size == size


def test_one_file_has_one_journal_whichever_way_its_path_is_written(folder, saved):
    assert journal_path(folder, saved) == journal_path(folder, saved.parent / "." / saved.name)
    assert journal_path(folder, saved) != journal_path(folder, None)
    assert journal_path(folder, None, key="a") != journal_path(folder, None, key="b")


def test_no_folder_yet_means_nothing_to_recover(folder):
    assert find_recoverable(folder) == ()


@pytest.mark.parametrize(
    ("edits", "oldest", "due"),
    [(0, 0.0, False), (0, 60.0, False), (1, 0.5, False), (1, 1.0, True), (19, 0.0, False), (20, 0.0, True)],
)
def test_a_journal_is_written_after_twenty_edits_or_when_one_is_a_second_old(edits, oldest, due):
    assert is_due(edits, oldest) is due


def _disk_full(_):
    raise OSError(28, "disk full")


def test_the_journal_of_a_run_that_is_alive_is_left_to_it(folder):
    alive = Presence(folder)
    Journal(folder, None, key="other", run=alive.token).write(Project(title="Typed in the other window"))

    assert find_recoverable(folder) == ()

    alive.leave()
    assert [one.project.title for one in find_recoverable(folder)] == ["Typed in the other window"]
