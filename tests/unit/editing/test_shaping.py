"""Another shape of a design becomes a variant in one step, with the machines it had."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.shaping import AddShape
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.project import Project
from designer.model.reshape import Shape, shape_of


@pytest.fixture
def project() -> Project:
    return Project(designs=(build(Blueprint(2, 1)),))


def test_the_new_variant_has_the_shape_and_the_same_machines(project):
    shape = Shape(2, 2, WitnessPlace.THIRD, silent_primary=1)
    command = AddShape("two-plus-one", shape, "Mine")
    after = command.apply(project)

    added = after.design(command.new_id(project))
    assert shape_of(added) == shape
    assert added.label == "Mine"
    assert [vm.id for vm in added.vms] == [vm.id for vm in project.designs[0].vms]
    assert after.designs[0] == project.designs[0]


def test_labels_and_ids_stay_apart(project):
    command = AddShape("two-plus-one", Shape(2, 1))
    after = command.apply(command.apply(project))

    assert [one.label for one in after.designs] == ["2+1", "2+1 (2)", "2+1 (3)"]
    assert len({one.id for one in after.designs}) == 3


def test_a_design_without_two_sites_is_refused():
    project = Project(designs=(Design(id="x", label="X"),))
    with pytest.raises(EditRefused):
        AddShape("x", Shape(2, 1)).apply(project)


@pytest.mark.parametrize("shape", [Shape(0, 1), Shape(1, 0), Shape(65, 1)])
def test_a_site_takes_one_server_at_least_and_no_more_than_a_cluster(project, shape):
    with pytest.raises(EditRefused):
        AddShape("two-plus-one", shape).apply(project)
