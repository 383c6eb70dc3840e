"""Designs, scenarios, registers and waivers of a project."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.variants import (
    AddDesign,
    AddEmptyDesign,
    AddRegisterEntry,
    AddScenario,
    AddWaiver,
    DescribeDesign,
    DuplicateDesign,
    RecommendDesign,
    RemoveDesign,
    RemoveRegisterEntry,
    RemoveScenario,
    RemoveWaiver,
    RenameDesign,
    ReorderDesigns,
    ReplaceRegisterEntry,
    ReplaceScenario,
)
from designer.model.blueprint import Blueprint, build
from designer.model.note import Waiver
from designer.model.project import Project
from designer.model.register import RegisterKind
from designer.model.scenario import Movement, MovementKind
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _refused(command, project):
    with pytest.raises(EditRefused) as refused:
        command.apply(project)
    return refused.value.code


def test_a_blueprint_becomes_a_design_laid_out():
    project = AddDesign(Blueprint(2, 1)).apply(Project())

    assert project.designs == (build(Blueprint(2, 1)),)
    assert project.designs[0].layout.place_of("p1") is not None


def test_a_second_one_gets_an_id_and_a_label_of_its_own():
    project = AddDesign(Blueprint(2, 1)).apply(AddDesign(Blueprint(2, 1)).apply(Project()))

    assert [design.id for design in project.designs] == ["two-plus-one", "two-plus-one-2"]
    assert [design.label for design in project.designs] == ["2+1", "2+1 (2)"]


def test_numbers_that_the_blueprint_refuses_are_refused():
    assert _refused(AddDesign(Blueprint(0, 1)), Project()) == "blueprint-nodes"


def test_an_empty_design_can_be_added():
    project = AddEmptyDesign().apply(Project())

    assert (project.designs[0].id, project.designs[0].label) == ("design-1", "Design")


def test_a_copy_keeps_the_ids_of_its_elements_and_stands_beside_the_original():
    project = AddDesign(Blueprint(1, 1)).apply(project_of())
    command = DuplicateDesign(D)

    after = command.apply(project)

    assert [design.id for design in after.designs] == [D, "two-plus-one-2", "one-plus-one"]
    copy = after.design(command.new_id(project))
    assert copy.evolve(id=D, label="2+1") == project.design(D)


def test_labels_are_unique_and_not_empty():
    project = AddDesign(Blueprint(1, 1)).apply(project_of())

    assert RenameDesign(D, " Chosen  one ").apply(project).design(D).label == "Chosen one"
    assert _refused(RenameDesign(D, "1+1"), project) == "label-taken"
    assert _refused(RenameDesign(D, " "), project) == "name-empty"
    assert RenameDesign(D, "2+1").apply(project) is project


def test_a_design_is_described():
    assert DescribeDesign(D, "Why").apply(project_of()).design(D).description == "Why"


def test_a_removed_design_takes_its_scenarios_and_its_recommendation():
    project = RecommendDesign(D).apply(project_of())
    for scenario in (AddScenario("Of it", design_id=D), AddScenario("Of any")):
        project = scenario.apply(project)

    after = RemoveDesign(D).apply(project)

    assert after.designs == ()
    assert after.recommended is None
    assert [scenario.name for scenario in after.scenarios] == ["Of any"]


def test_a_design_is_recommended_or_none_is():
    project = RecommendDesign(D).apply(project_of())

    assert project.recommended == D
    assert RecommendDesign(None).apply(project).recommended is None
    assert _refused(RecommendDesign("nowhere"), project) == "design-unknown"


def test_designs_are_reordered_when_each_is_named_once():
    project = AddDesign(Blueprint(1, 1)).apply(project_of())

    after = ReorderDesigns(("one-plus-one", D)).apply(project)

    assert [design.id for design in after.designs] == ["one-plus-one", D]
    for order in ((D,), (D, D), (D, "other")):
        assert _refused(ReorderDesigns(order), project) == "order-incomplete"


def test_scenarios_are_added_replaced_and_removed():
    drain = Movement(kind=MovementKind.DRAIN, node="p1")
    project = AddScenario("Patch", design_id=D, movement=drain).apply(project_of())
    project = AddScenario("Patch").apply(project)
    assert [(one.id, one.name) for one in project.scenarios] == [("scenario-1", "Patch"), ("scenario-2", "Patch 2")]

    changed = project.scenarios[0].evolve(name="Night")
    project = ReplaceScenario(changed).apply(project)
    assert project.scenarios[0] == changed

    project = RemoveScenario("scenario-1").apply(project)
    assert [one.id for one in project.scenarios] == ["scenario-2"]
    assert _refused(RemoveScenario("scenario-1"), project) == "scenario-unknown"
    assert _refused(ReplaceScenario(changed), project) == "scenario-unknown"
    assert _refused(AddScenario("A", design_id="nowhere"), project) == "design-unknown"
    assert _refused(AddScenario(" "), project) == "value-refused"


def test_register_lines_are_added_replaced_and_removed():
    project = project_of()
    for kind in RegisterKind:
        project = AddRegisterEntry(kind, "Text").apply(project)
    assert [entry.id for entry in project.registers] == ["req-1", "con-1", "asm-1", "risk-1", "dec-1"]

    changed = project.registers[3].evolve(text="Other", owner="Alena")
    project = ReplaceRegisterEntry(changed).apply(project)
    assert project.registers[3] == changed

    project = RemoveRegisterEntry("risk-1").apply(project)
    assert [entry.id for entry in project.registers] == ["req-1", "con-1", "asm-1", "dec-1"]
    assert _refused(RemoveRegisterEntry("risk-1"), project) == "entry-unknown"
    assert _refused(ReplaceRegisterEntry(changed), project) == "entry-unknown"


def test_a_waiver_replaces_the_one_on_the_same_finding():
    first = Waiver(rule="QU03", subjects=("p1", "p2"), reason="First")
    second = Waiver(rule="QU03", subjects=("p2", "p1"), reason="Second")
    other = Waiver(rule="QU03", reason="Everywhere")
    project = project_of()
    for waiver in (first, other, second):
        project = AddWaiver(D, waiver).apply(project)
    assert project.design(D).waivers == (other, second)

    project = RemoveWaiver(D, "QU03", ("p1", "p2")).apply(project)
    assert project.design(D).waivers == (other,)
    assert _refused(RemoveWaiver(D, "QU03", ("p1",)), project) == "no-waiver"
    assert _refused(AddWaiver(D, first.evolve(subjects=("nobody",))), project) == "element-unknown"


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (AddDesign(Blueprint(1, 1)), "Add design 1+1"),
        (DuplicateDesign(D), "Duplicate design 2+1"),
        (RenameDesign(D, "Chosen"), "Rename 2+1 to Chosen"),
        (RemoveDesign(D), "Remove design 2+1"),
        (RecommendDesign(None), "Recommend no design"),
        (AddScenario("Night"), "Add scenario Night"),
        (AddRegisterEntry(RegisterKind.RISK, "A text of some length"), "Add “A text of some length” to a register"),
        (AddRegisterEntry(RegisterKind.RISK, "x" * 30), f"Add “{'x' * 23}…” to a register"),
        (AddWaiver(D, Waiver(rule="QU03", reason="Known")), "Accept QU03"),
    ],
)
def test_steps_are_named(command, label):
    assert str(command.label(project_of())) == label


def test_other_designs_stay_the_same_objects():
    project = project_of(two_plus_one(), two_plus_one().evolve(id="other"))

    assert DescribeDesign(D, "Why").apply(project).design("other") is project.design("other")
