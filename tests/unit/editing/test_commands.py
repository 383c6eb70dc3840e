"""What all commands have in common: values, hashable, named steps, refusals instead of half-work."""

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.base.errors import EditRefused
from designer.base.texts import ENGLISH, msg
from designer.editing.command import refusing
from designer.editing.properties import SetVote
from designer.editing.together import Together
from tests.support.builders import DESIGN_COMMANDS, PROJECT_COMMANDS, commands, full_project, project_of


@settings(max_examples=200)
@given(st.data())
def test_a_command_is_a_value_with_a_name(data):
    project = full_project()

    command = data.draw(commands(project))

    assert type(command).__name__ in {*DESIGN_COMMANDS, *PROJECT_COMMANDS}
    assert not hasattr(command, "__dict__")
    assert ENGLISH.render(command.label(project))
    hash(command.merge_key)
    with pytest.raises(FrozenInstanceError):
        setattr(command, fields(command)[0].name, None)


def test_a_step_of_several_names_the_element_it_makes():
    step = Together((SetVote("two-plus-one", "p1", 0),), msg("Place P1"), "p1")

    assert str(step.label(project_of())) == "Place P1"
    assert step.new_id(project_of()) == "p1"
    assert step.merge_key is None


def test_mistakes_of_ours_are_not_taken_for_refusals():
    @refusing
    def apply(_, project):
        return project.title.index("x")

    with pytest.raises(ValueError, match="substring"):
        apply(None, project_of())


def test_a_value_that_does_not_fit_is_a_refusal_with_the_cause_kept():
    with pytest.raises(EditRefused) as refused:
        SetVote("two-plus-one", "p1", 2).apply(project_of())

    assert refused.value.__cause__ is not None
