"""Any sequence of edits keeps the project whole, and undoing them all returns the very project one began with."""

import inspect
from collections.abc import Iterator
from types import ModuleType

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from designer.analysis.run import analyse
from designer.base.errors import EditRefused
from designer.base.texts import ENGLISH
from designer.drawing.compose import compose
from designer.drawing.ruler import BundledRuler
from designer.editing import clipboard, elements, likeness, placement, properties, shaping, together, variants, wiring
from designer.editing.session import Session
from designer.model.design import check_integrity
from designer.model.layout import Layout
from designer.model.project import Project
from designer.persistence.codec import decode, encode
from tests.support.builders import (
    DESIGN_COMMANDS,
    LAYOUT_COMMANDS,
    PROJECT_COMMANDS,
    blueprints,
    commands,
    projects,
)

_RULER = BundledRuler()


class EditingMachine(RuleBasedStateMachine):
    """A person at a session: commands, undo, redo, saving, and drags that merge."""

    @initialize(numbers=st.lists(blueprints, max_size=2))
    def begin(self, numbers):
        designs = tuple(
            variants.build(one).evolve(id=f"design-{place}", label=f"{place}") for place, one in enumerate(numbers)
        )
        self.initial = Project(designs=designs)
        self.session = Session(self.initial)
        self.undone: list[Project] = []

    @rule(data=st.data())
    def edit(self, data):
        wanted = data.draw(commands(self.session.project))
        before, revision = self.session.project, self.session.revision
        frozen = encode(before)

        try:
            seen = self.session.preview(wanted)
            changed = self.session.run(wanted)
        except EditRefused:
            assert self.session.project is before
            assert self.session.revision == revision
            return

        assert encode(before) == frozen
        assert self.session.project == (seen if changed else before)
        assert changed == (seen != before)
        assert self.session.revision == revision + changed
        if changed:
            self.undone.clear()
        if type(wanted).__name__ in LAYOUT_COMMANDS:
            assert _meanings(self.session.project) == _meanings(before)
        assert ENGLISH.render(wanted.label(before))

    @rule()
    def end_gesture(self):
        self.session.break_merge()

    @rule()
    def undo(self):
        before = self.session.project
        if self.session.undo():
            self.undone.append(before)
        assert self.session.can_redo == bool(self.undone)

    @rule()
    def redo(self):
        if self.session.redo():
            assert self.session.project is self.undone.pop()

    @rule()
    def save(self):
        self.session.mark_saved()
        assert not self.session.is_dirty

    @rule()
    def reopen(self):
        assert decode(encode(self.session.project), "x.geocluster") == self.session.project

    @rule()
    def look(self):
        for design in self.session.project.designs:
            findings = analyse(design)
            assert findings == analyse(design.evolve(layout=Layout()))
            assert compose(design, _RULER, ENGLISH) == compose(design, _RULER, ENGLISH)

    @invariant()
    def integrity_holds(self):
        for design in self.session.project.designs:
            check_integrity(design)

    @invariant()
    def labels_match_the_steps(self):
        assert (self.session.undo_label is not None) == self.session.can_undo
        assert len(self.session.undo_labels) <= 200

    def teardown(self):
        if hasattr(self, "session"):
            while self.session.undo():
                pass
            assert self.session.project is self.initial


TestEditingMachine = EditingMachine.TestCase
TestEditingMachine.settings = settings(stateful_step_count=30)


@given(projects(), st.data())
def test_a_command_gives_the_same_project_every_time(project, data):
    wanted = data.draw(commands(project))

    assert _outcome(wanted, project) == _outcome(wanted, project)


def test_every_command_is_drawn():
    modules = (clipboard, elements, likeness, placement, properties, shaping, together, variants, wiring)

    assert {name for module in modules for name in _command_names(module)} == {*PROJECT_COMMANDS, *DESIGN_COMMANDS}


def _outcome(wanted, project):
    try:
        return encode(wanted.apply(project))
    except EditRefused as refused:
        return refused.code


def _meanings(project):
    return [design.evolve(layout=Layout()) for design in project.designs]


def _command_names(module: ModuleType) -> Iterator[str]:
    for name, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ == module.__name__ and hasattr(kind, "apply") and name != "Command":
            yield name
