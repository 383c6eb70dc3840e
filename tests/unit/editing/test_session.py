"""The session: current project, steps, dirty or not, previews."""

import pytest

from designer.base.errors import EditRefused
from designer.base.texts import msg
from designer.editing.elements import RenameElement
from designer.editing.placement import MoveElements
from designer.editing.properties import SetProjectDetail, SetVote
from designer.editing.session import Session
from designer.editing.together import Together
from tests.support.builders import project_of

D = "two-plus-one"


@pytest.fixture
def session():
    return Session(project_of())


def test_a_command_becomes_a_named_step(session):
    before = session.project

    assert session.run(RenameElement(D, "p1", "Praha"))
    assert session.project.design(D).node("p1").name == "Praha"
    assert str(session.undo_label) == "Rename P1 to Praha"
    assert session.redo_label is None
    assert session.undo()
    assert session.project is before
    assert str(session.redo_label) == "Rename P1 to Praha"


def test_a_command_that_changes_nothing_is_no_step(session):
    before = session.project

    assert not session.run(SetVote(D, "p1", 1))
    assert session.project is before
    assert session.revision == 0
    assert not session.can_undo


def test_a_refused_command_leaves_everything_as_it_was(session):
    before = session.project

    with pytest.raises(EditRefused):
        session.run(SetVote(D, "p1", 2))

    assert session.project is before
    assert not session.can_undo


def test_a_preview_leaves_project_and_history_alone(session):
    before = session.project

    seen = session.preview(SetVote(D, "p1", 0))

    assert seen.design(D).node("p1").votes == 0
    assert session.project is before
    assert not session.can_undo


def test_a_drag_is_one_step_until_the_gesture_ends(session):
    for _ in range(3):
        session.run(MoveElements(D, ("p1",), 8, 0))
    session.break_merge()
    session.run(MoveElements(D, ("p1",), 8, 0))

    assert [str(label) for label in session.undo_labels] == ["Move P1", "Move P1"]


def test_a_drag_back_to_the_start_is_clean_again(session):
    before = session.project
    session.run(MoveElements(D, ("p1",), 8, 0))
    session.run(MoveElements(D, ("p1",), -8, 0))

    assert session.project is before
    assert not session.is_dirty
    assert not session.can_undo


def test_dirty_means_other_than_the_saved_object(session):
    assert not session.is_dirty
    session.run(SetVote(D, "p1", 0))
    assert session.is_dirty
    session.mark_saved()
    assert not session.is_dirty
    session.undo()
    assert session.is_dirty
    session.redo()
    assert not session.is_dirty


def test_saving_ends_the_gesture(session):
    session.run(MoveElements(D, ("p1",), 8, 0))
    session.mark_saved()
    session.run(MoveElements(D, ("p1",), 8, 0))

    session.undo()

    assert not session.is_dirty


def test_a_recovered_project_is_dirty_from_the_start():
    assert Session(project_of(), saved=False).is_dirty


def test_replacing_the_project_begins_a_new_history(session):
    session.run(SetVote(D, "p1", 0))
    other = project_of()

    session.replace(other)

    assert session.project is other
    assert not session.can_undo
    assert not session.is_dirty


def test_the_revision_grows_with_every_change(session):
    session.run(SetVote(D, "p1", 0))
    session.undo()
    session.redo()

    assert session.revision == 3


def test_nothing_to_undo_or_redo_is_said(session):
    assert not session.undo()
    assert not session.redo()
    assert session.undo_labels == ()


def test_several_commands_can_be_one_step(session):
    before = session.project
    session.run(Together((SetVote(D, "p1", 0), SetProjectDetail("title", "Fixed")), msg("Quick fix")))

    assert session.project.title == "Fixed"
    assert str(session.undo_label) == "Quick fix"
    session.undo()
    assert session.project is before


def test_of_several_commands_all_are_done_or_none(session):
    before = session.project

    with pytest.raises(EditRefused):
        session.run(Together((SetVote(D, "p1", 0), SetVote(D, "nobody", 0)), msg("Quick fix")))

    assert session.project is before
