"""Several commands as one step: all of them or none, under one name, taken back at once."""

import pytest

from designer.base.errors import EditRefused
from designer.base.texts import msg
from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement, RenameElement
from designer.editing.properties import SetMemory
from designer.editing.session import Session
from designer.editing.together import Together
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project

DESIGN = "two-plus-one"
ADD = AddElement(DESIGN, ElementKind.NODE, inside="site-s")
NAME = msg("Add {what}", what="a big node")


def opened() -> Session:
    return Session(Project(designs=(build(Blueprint(2, 1)),)))


def test_all_commands_are_one_named_step() -> None:
    session = opened()
    before = session.project

    session.run(Together((ADD, SetMemory(DESIGN, "s2", 131_072)), NAME, makes="s2"))

    assert session.project.design(DESIGN).node("s2").memory_mib == 131_072
    assert session.undo_labels == (NAME,)
    session.undo()
    assert session.project is before


def test_a_refusal_in_the_middle_changes_nothing() -> None:
    session = opened()
    before = session.project

    with pytest.raises(EditRefused):
        session.run(Together((ADD, RenameElement(DESIGN, "nobody", "X")), NAME))

    assert session.project is before
    assert not session.can_undo


def test_it_knows_what_it_makes_and_never_merges() -> None:
    together = Together((ADD,), NAME, makes="s2")

    assert together.new_id(opened().project) == "s2"
    assert together.merge_key is None
