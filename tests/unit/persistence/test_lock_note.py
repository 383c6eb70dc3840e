"""The note beside a file that says who has it open."""

import pytest

from designer.persistence.lock_note import Holder, note_path, read_note, remove_note, write_note

_ALENA = Holder(user="Alena", machine="praha", process=7, since="2012-03-04T10:00:00+01:00")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plan.geocluster"


def test_the_note_says_who_has_the_file_open(path):
    assert read_note(path) is None

    assert write_note(path, _ALENA)

    assert read_note(path) == _ALENA
    assert note_path(path).name == ".plan.geocluster.lock"


def test_only_the_holder_takes_the_note_back(path):
    write_note(path, _ALENA)

    remove_note(path, Holder(user="Bob", machine="brno", process=8, since=""))
    assert read_note(path) == _ALENA

    remove_note(path, _ALENA)
    assert not note_path(path).exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"user": "A"}', "[" * 9000, '{"process": "x"}'])
def test_an_unreadable_note_says_nothing(path, content):
    note_path(path).write_text(content)

    assert read_note(path) is None


def test_a_folder_that_takes_no_note_is_no_reason_not_to_work(tmp_path):
    assert not write_note(tmp_path / "no" / "plan.geocluster", _ALENA)
