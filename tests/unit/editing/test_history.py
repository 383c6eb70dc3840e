"""Undo and redo return the very objects; drags merge; steps are bounded."""

from itertools import pairwise

from designer.base.texts import msg
from designer.editing.history import MAX_STEPS, History
from designer.model.project import Project


def _projects(count):
    return [Project(title=str(number)) for number in range(count)]


def test_undo_and_redo_return_the_very_objects():
    first, second, third = _projects(3)
    history = History()
    history.record(first, second, msg("One"), None)
    history.record(second, third, msg("Two"), None)

    assert history.step_back(third) is second
    assert history.step_back(second) is first
    assert history.step_forward(first) is second
    assert history.step_forward(second) is third


def test_edits_with_one_key_are_one_step():
    first, second, third = _projects(3)
    history = History()
    history.record(first, second, msg("Drag"), "drag")
    history.record(second, third, msg("Drag"), "drag")

    assert len(history.done) == 1
    assert history.step_back(third) is first


def test_edits_with_different_keys_or_none_are_steps_of_their_own():
    first, second, third = _projects(3)
    for keys in (("a", "b"), (None, None)):
        history = History()
        history.record(first, second, msg("One"), keys[0])
        history.record(second, third, msg("Two"), keys[1])

        assert len(history.done) == 2


def test_a_closed_step_takes_nothing_more():
    first, second, third = _projects(3)
    history = History()
    history.record(first, second, msg("Drag"), "drag")
    history.close_step()
    history.record(second, third, msg("Drag"), "drag")

    assert len(history.done) == 2


def test_a_step_reached_by_undo_takes_nothing_more():
    first, second, third = _projects(3)
    history = History()
    history.record(first, second, msg("Drag"), "drag")
    history.close_step()
    history.record(second, third, msg("Drag"), "drag")
    history.step_back(third)
    history.record(second, third, msg("Drag"), "drag")

    assert len(history.done) == 2


def test_a_drag_back_to_where_it_began_leaves_no_step():
    first, second = _projects(2)
    history = History()
    history.record(first, second, msg("Drag"), "drag")

    current = history.record(second, Project(title="0"), msg("Drag"), "drag")

    assert current is first
    assert not history.done


def test_a_new_edit_forgets_what_was_undone():
    first, second, third = _projects(3)
    history = History()
    history.record(first, second, msg("One"), None)
    history.step_back(second)
    history.record(first, third, msg("Two"), None)

    assert not history.undone


def test_only_the_last_steps_are_kept():
    projects = _projects(MAX_STEPS + 11)
    history = History()
    for before, after in pairwise(projects):
        history.record(before, after, msg("Step"), None)

    assert MAX_STEPS == 200
    assert len(history.done) == MAX_STEPS
    assert history.done[0].other is projects[10]
