"""Further resources of a group come, change and go; what a resource requires stays free of circles."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.resources import AddResource, RemoveResource, ReplaceResource, SetRequirements, may_require
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.model.workload import FurtherKind, ResourceGroup

DESIGN, GROUP = "one-plus-one", "group-01"


@pytest.fixture
def project() -> Project:
    start = Project(designs=(build(Blueprint(1, 1)),))
    return added(added(start, FurtherKind.IP_ADDRESS, "Address A"), FurtherKind.IP_ADDRESS, "Address B")


def added(project: Project, kind: FurtherKind, name: str) -> Project:
    return AddResource(DESIGN, GROUP, kind, name).apply(project)


def group_of(project: Project) -> ResourceGroup:
    return next(group for group in project.design(DESIGN).groups if group.id == GROUP)


def required(project: Project, resource: str, *clauses: tuple[str, ...]) -> Project:
    return SetRequirements(DESIGN, GROUP, resource, clauses).apply(project)


def test_resources_get_ids_of_their_own_and_unique_names(project):
    after = group_of(added(project, FurtherKind.NETWORK_NAME, "Address A"))

    assert [one.id for one in after.further_resources] == ["resource-1", "resource-2", "resource-3"]
    assert len({one.name for one in after.further_resources}) == 3


def test_a_resource_is_never_named_like_one_of_the_chain(project):
    after = group_of(added(project, FurtherKind.OTHER, "Physical Disk"))

    assert after.further_resources[-1].name != "Physical Disk"


def test_an_empty_name_is_refused(project):
    with pytest.raises(EditRefused):
        added(project, FurtherKind.OTHER, "  ")


def test_requirements_are_clauses_without_repeats_and_empty_ones(project):
    after = required(project, "vm", ("resource-1", "resource-2", "resource-1"), (), ("resource-1", "resource-2"))

    assert group_of(after).vm_resource.depends_on == (("resource-1", "resource-2"),)


def test_a_removed_resource_leaves_every_requirement(project):
    before = required(project, "vm", ("resource-1", "resource-2"), ("resource-1",))

    after = group_of(RemoveResource(DESIGN, GROUP, "resource-1").apply(before))

    assert [one.id for one in after.further_resources] == ["resource-2"]
    assert after.vm_resource.depends_on == (("resource-2",),)


def test_the_chain_cannot_be_removed(project):
    with pytest.raises(EditRefused):
        RemoveResource(DESIGN, GROUP, "disk").apply(project)


def test_kind_and_name_are_changed(project):
    changed = group_of(project).further_resources[0].evolve(name="Name", kind=FurtherKind.NETWORK_NAME)

    after = group_of(ReplaceResource(DESIGN, GROUP, changed).apply(project))

    assert after.further_resources[0] == changed


def test_what_leads_back_is_not_offered_and_is_refused(project):
    after = required(project, "resource-1", ("vm",))

    assert may_require(group_of(after), "disk") == ("enabler", "resource-2"), "resource-1 needs the VM, which needs it"
    with pytest.raises(EditRefused):
        required(after, "disk", ("resource-1",))


def test_everything_that_is_offered_is_accepted(project):
    before = required(project, "resource-1", ("configuration",), ("resource-2",))
    for resource in group_of(before).settings:
        for member in may_require(group_of(before), resource):
            required(before, resource, (member,))
