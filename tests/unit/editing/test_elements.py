"""Adding what the palette offers, and renaming."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement, ClusterVm, RemoveElements, RenameElement
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import QuorumMode
from designer.model.project import Project
from designer.model.site import SiteRole
from designer.model.witness import WitnessKind
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _added(kind, project=None, **details):
    project = project or project_of()
    command = AddElement(D, kind, **details)
    after = command.apply(project).design(D)
    return after, after.by_id[command.new_id(project)]


@pytest.mark.parametrize(("site", "new_id", "name"), [("site-p", "p3", "P3"), ("site-s", "s2", "S2")])
def test_a_node_gets_the_next_id_and_name_of_its_site(site, new_id, name):
    _, node = _added(ElementKind.NODE, inside=site)

    assert (node.id, node.name, node.site) == (new_id, name, site)


def test_a_node_takes_hardware_system_and_networks_of_its_neighbours():
    project = project_of(two_plus_one(era=Era.W2016, node_memory_mib=65536))

    _, node = _added(ElementKind.NODE, project, inside="site-p")

    assert (node.os, node.memory_mib, node.votes) == (Era.W2016, 65536, 1)
    assert [nic.network for nic in node.nics] == ["net-client", "net-heartbeat", "net-migration"]


def test_a_node_may_own_the_groups_that_all_nodes_may_own():
    design, _ = _added(ElementKind.NODE, inside="site-p")

    assert design.groups[0].possible_owners == ("p1", "p2", "s1", "p3")
    assert design.groups[0].preferred_owners == ("p1", "p2", "s1", "p3")


def test_a_chosen_list_of_owners_stays_as_chosen():
    design = two_plus_one()
    chosen = design.groups[0].evolve(possible_owners=("p1", "p2"), preferred_owners=("p1",))
    project = project_of(design.evolve(groups=(chosen, design.groups[1])))

    after, _ = _added(ElementKind.NODE, project, inside="site-p")

    assert after.groups[0] == chosen


def test_a_node_is_not_connected_by_itself():
    design, node = _added(ElementKind.NODE, inside="site-p")

    assert not any(link.node == node.id for link in design.san_links)


def test_a_node_dropped_on_a_site_stands_in_it_where_it_was_dropped():
    secondary = two_plus_one().layout.place_of("site-s")

    design, node = _added(ElementKind.NODE, x=secondary.x + 30, y=secondary.y + 60)

    assert node.site == "site-s"
    place = design.layout.place_of(node.id)
    assert (place.x, place.y) == (secondary.x + 30, secondary.y + 60)


def test_a_node_dropped_outside_goes_to_the_first_site():
    _, node = _added(ElementKind.NODE, x=-900, y=-900)

    assert node.site == "site-p"


@pytest.mark.parametrize("kind", [ElementKind.NODE, ElementKind.ARRAY])
def test_a_third_site_holds_neither_nodes_nor_arrays(kind):
    with pytest.raises(EditRefused) as refused:
        _added(kind, inside="site-w")

    assert refused.value.code == "cannot-stand-there"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (ElementKind.NODE, "no-site"),
        (ElementKind.ARRAY, "no-site"),
        (ElementKind.VM, "no-node"),
        (ElementKind.LUN, "no-array"),
    ],
)
def test_what_has_no_host_is_refused(kind, code):
    project = Project(designs=(Design(id=D, label="Empty"),))

    with pytest.raises(EditRefused) as refused:
        AddElement(D, kind).apply(project)

    assert refused.value.code == code


def test_sites_are_added_by_role_until_there_are_three():
    project = Project(designs=(Design(id=D, label="Empty"),))
    for _ in range(3):
        project = AddElement(D, ElementKind.SITE).apply(project)

    sites = project.design(D).sites
    assert [site.id for site in sites] == ["site-p", "site-s", "site-w"]
    assert [site.role for site in sites] == [SiteRole.PRIMARY, SiteRole.SECONDARY, SiteRole.THIRD]
    with pytest.raises(EditRefused):
        AddElement(D, ElementKind.SITE).apply(project)
    with pytest.raises(EditRefused):
        AddElement(D, ElementKind.SITE, role=SiteRole.PRIMARY).apply(project)


def test_an_array_is_like_those_there_are():
    design, array = _added(ElementKind.ARRAY, inside="site-s")

    assert (array.id, array.name) == ("array-s-2", "Array S 2")
    assert array.licences == design.array("array-s").licences


def test_a_vm_comes_with_its_lun_pair_and_group():
    design, vm = _added(ElementKind.VM, inside="s1")

    assert (vm.id, vm.name, vm.node, vm.luns) == ("vm-03", "VM-03", "s1", ("lun-03",))
    assert (design.lun("lun-03").r1.array, design.lun("lun-03").r2.array) == ("array-s", "array-p")
    group = design.group_of("vm-03")
    assert (group.id, group.name) == ("group-03", "VM-03")
    assert group.preferred_owners == ("s1", "p1", "p2")
    assert group.possible_owners == ("p1", "p2", "s1")


def test_a_vm_at_a_site_without_an_array_has_no_lun():
    project = Project(designs=(Design(id=D, label="Empty"),))
    for command in (AddElement(D, ElementKind.SITE), AddElement(D, ElementKind.NODE), AddElement(D, ElementKind.VM)):
        project = command.apply(project)

    assert project.design(D).vm("vm-01").luns == ()


def test_a_lun_on_the_only_array_stands_alone():
    project = Project(designs=(Design(id=D, label="Empty"),))
    for command in (AddElement(D, ElementKind.SITE), AddElement(D, ElementKind.ARRAY), AddElement(D, ElementKind.LUN)):
        project = command.apply(project)

    assert project.design(D).lun("lun-01").r2 is None


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        (WitnessKind.FILE_SHARE, QuorumMode.NODE_AND_FILE_SHARE),
        (WitnessKind.DISK, QuorumMode.NODE_AND_DISK),
        (WitnessKind.CLOUD, QuorumMode.NODE_AND_CLOUD),
    ],
)
def test_a_witness_votes_from_the_moment_it_is_added(kind, mode):
    bare = two_plus_one().evolve(witness=None, witness_paths=(), layout=Design(id="x", label="x").layout)

    design, witness = _added(ElementKind.WITNESS, project_of(bare), witness_kind=kind, inside="site-p")

    assert witness.id == "witness"
    assert design.cluster.quorum.mode is mode
    assert witness.site == ("site-p" if kind is WitnessKind.FILE_SHARE else None)
    assert witness.array == ("array-p" if kind is WitnessKind.DISK else None)


def test_a_second_witness_is_refused():
    with pytest.raises(EditRefused) as refused:
        _added(ElementKind.WITNESS)

    assert refused.value.code == "witness-twice"


@pytest.mark.parametrize(
    ("kind", "new_id"),
    [(ElementKind.NETWORK, "net-1"), (ElementKind.NOTE, "note-1"), (ElementKind.CONSISTENCY_GROUP, "cg-1")],
)
def test_other_elements_are_numbered(kind, new_id):
    _, element = _added(kind)

    assert element.id == new_id


def test_new_names_are_unique():
    project = RenameElement(D, "p1", "P3").apply(project_of())

    _, node = _added(ElementKind.NODE, project, inside="site-p")

    assert node.id == "p3"
    assert node.name == "P4"


def test_a_name_is_one_line_without_blanks_around_it():
    project = RenameElement(D, "p1", "  Praha \n 1 ").apply(project_of())

    assert project.design(D).node("p1").name == "Praha 1"


@pytest.mark.parametrize(("element", "name", "code"), [("p1", " ", "name-empty"), ("san-p1", "A", "no-name")])
def test_names_that_cannot_be_are_refused(element, name, code):
    with pytest.raises(EditRefused) as refused:
        RenameElement(D, element, name).apply(project_of())

    assert refused.value.code == code


def test_a_name_that_is_too_long_is_refused_with_the_field_named():
    with pytest.raises(EditRefused) as refused:
        RenameElement(D, "p1", "x" * 121).apply(project_of())

    assert refused.value.code == "value-refused"
    assert "Name must have at most 120 characters" in str(refused.value)


def test_the_group_named_like_its_vm_follows_it():
    project = RenameElement(D, "vm-01", "Mail").apply(project_of())

    assert project.design(D).group_of("vm-01").name == "Mail"


def test_a_group_with_a_name_of_its_own_keeps_it():
    project = RenameElement(D, "group-01", "Post").apply(project_of())
    project = RenameElement(D, "vm-01", "Mail").apply(project)

    assert project.design(D).group_of("vm-01").name == "Post"


def test_a_vm_without_a_group_is_clustered():
    project = RemoveElements(D, ("group-01",)).apply(project_of())

    after = ClusterVm(D, "vm-01").apply(project)

    assert after.design(D).group_of("vm-01").id == "group-01"
    assert after.design(D).group_of("vm-01").preferred_owners == ("p1", "p2", "s1")
    assert ClusterVm(D, "vm-01").apply(after) is after


def test_unknown_designs_and_elements_are_refused():
    for command in (RenameElement("nowhere", "p1", "A"), RenameElement(D, "nobody", "A")):
        with pytest.raises(EditRefused):
            command.apply(project_of())


def test_the_step_that_adds_an_element_says_its_name() -> None:
    project = Project(designs=(build(Blueprint(2, 1)),))

    labels = [
        str(AddElement(project.designs[0].id, kind).label(project)) for kind in (ElementKind.NODE, ElementKind.VM)
    ]

    after = AddElement(project.designs[0].id, ElementKind.NODE).apply(project).designs[0]
    assert labels[0] == f"Add a node {after.nodes[-1].name}"
    assert labels[1].startswith("Add a VM ")
