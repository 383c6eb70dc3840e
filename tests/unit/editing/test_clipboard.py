"""Elements travel as text: new ids in order, references resolved, strange text refused."""

import json

import pytest

from designer.base.errors import EditRefused
from designer.editing.clipboard import FORMAT, Paste, copy
from designer.editing.elements import RemoveElements
from designer.editing.ground import boxes
from designer.editing.placement import SetWaypoints
from designer.editing.variants import AddEmptyDesign
from designer.model.blueprint import WitnessPlace
from designer.model.design import Design
from designer.model.policy import QuorumMode
from designer.model.project import Project
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _pasted(ids, project=None, source=None, **details):
    project = project or project_of()
    return Paste(D, copy(source or two_plus_one(), ids), **details).apply(project).design(D)


def _meet(one, other):
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _empty():
    return Project(designs=(Design(id=D, label="Empty"),))


def test_a_node_gets_the_next_id_and_name_and_the_offset():
    before = two_plus_one()

    after = _pasted(["p1"], dx=16, dy=24)

    assert (after.node("p3").name, after.node("p3").site) == ("P3", "site-p")
    assert after.node("p3").nics == before.node("p1").nics
    old, new = before.layout.place_of("p1"), after.layout.place_of("p3")
    assert (new.x, new.y) == (old.x + 16, old.y + 24)
    assert after.group_of("vm-01").possible_owners == ("p1", "p2", "s1", "p3")


@pytest.mark.parametrize("ids", [["p1"], ["p2"], ["array-p"], ["p1", "p2"], ["p1", "p2", "array-p"], ["p1", "s1"]])
def test_copies_go_to_a_free_place_near_their_originals(ids):
    before = two_plus_one()

    after = _pasted(ids)

    found = boxes(after)
    fresh = [element for element in found if element not in before.by_id]
    assert len(fresh) == len(ids)
    cards = [key for key in found if not key.startswith("site-")]
    assert not any(_meet(found[new], found[other]) for new in fresh for other in cards if other != new)
    assert all(found[after.by_id[new].site].around(found[new]) == found[after.by_id[new].site] for new in fresh)


def test_a_copy_of_a_node_stands_beside_it_where_there_is_room():
    before = two_plus_one()
    site = before.layout.place_of("site-p")
    roomy = before.evolve(layout=before.layout.with_places(site.evolve(x=site.x, width=2000)))

    place = _pasted(["p2"], project_of(roomy), roomy).layout.place_of("p3")

    original = before.layout.place_of("p2")
    assert (place.x, place.y) == (original.x + 232 + 16, original.y)  # a card and a gap further


def test_copies_of_copies_never_heap_up():
    text = copy(two_plus_one(), ["p1"])
    project = project_of()
    for _ in range(5):
        project = Paste(D, text).apply(project)

    found = boxes(project.design(D))
    nodes = [found[node.id] for node in project.design(D).nodes]
    assert not any(_meet(one, other) for n, one in enumerate(nodes) for other in nodes[n + 1 :])


def test_a_vm_brings_its_group_and_its_own_lun():
    after = _pasted(["vm-01"])

    vm = after.vm("vm-03")
    assert (vm.name, vm.node, vm.luns) == ("VM-03", "p1", ("lun-03",))
    assert (after.group_of("vm-03").id, after.group_of("vm-03").name) == ("group-03", "VM-03")
    assert after.lun("lun-03").r2.array == "array-s"


def test_a_shared_lun_is_not_copied():
    design = two_plus_one()
    shared = design.vms[1].evolve(luns=("lun-02", "lun-01"))
    design = design.evolve(vms=(design.vms[0], shared))

    after = _pasted(["vm-01"], project_of(design), design)

    assert after.vm("vm-03").luns == ("lun-01",)
    assert len(after.luns) == 2


def test_copies_refer_to_copies():
    after = _pasted(["p1", "array-p", "vm-01"])

    link = next(link for link in after.san_links if link.node == "p3")
    assert link.array == "array-p-2"
    assert after.vm("vm-03").node == "p3"
    assert after.lun("lun-03").r1.array == "array-p-2"
    assert after.lun("lun-03").r2.array == "array-s"


def test_a_whole_design_pasted_into_an_empty_one_is_the_same_design():
    design = SetWaypoints(D, "link-lan", ((1, 2),)).apply(project_of()).design(D)

    after = _pasted(list(design.by_id), _empty(), design, dx=0, dy=0)

    assert list(after.elements()) == list(design.elements())
    assert after.cluster.quorum.mode is QuorumMode.NODE_AND_FILE_SHARE
    assert set(after.layout.places) == set(design.layout.places)
    assert after.layout.routes == design.layout.routes


def test_a_site_that_is_there_receives_what_stands_in_the_copy():
    after = _pasted(["site-p"])

    assert [site.id for site in after.sites] == ["site-p", "site-s", "site-w"]
    assert [node.id for node in after.nodes_in("site-p")] == ["p1", "p2", "p3", "p4"]
    assert {link.array for link in after.san_links if link.node in {"p3", "p4"}} == {"array-p-2"}
    assert len(after.network_links) == 1


def test_a_site_chosen_by_the_person_comes_before_the_old_one():
    after = _pasted(["p1"], inside="site-s")

    assert after.node("s2").site == "site-s"
    found = boxes(after)
    assert found["site-s"].around(found["s2"]) == found["site-s"]
    assert not _meet(found["s2"], found["s1"])


def test_a_node_chosen_by_the_person_receives_the_vm():
    assert _pasted(["vm-01"], inside="s1").vm("vm-03").node == "s1"


def test_references_lead_to_what_fits_where_the_old_thing_is_missing():
    project = RemoveElements(D, ("p1", "array-s", "net-heartbeat")).apply(project_of())

    after = Paste(D, copy(two_plus_one(), ["p2", "vm-01"])).apply(project).design(D)

    assert after.vm("vm-03").node == "p1"  # where the VM ran has gone; the copied p2 took its id
    assert after.lun("lun-03").r2 is None
    assert [nic.network for nic in after.node("p1").nics] == ["net-client", "net-migration"]


def test_a_second_witness_is_not_pasted():
    with pytest.raises(EditRefused) as refused:
        _pasted(["witness"])

    assert refused.value.code == "nothing-to-paste"


def test_a_witness_pasted_where_there_is_none_votes():
    project = RemoveElements(D, ("witness",)).apply(project_of())

    after = Paste(D, copy(two_plus_one(), ["site-p", "witness"])).apply(project).design(D)

    assert after.witness.site == "site-w"
    assert after.cluster.quorum.mode is QuorumMode.NODE_AND_FILE_SHARE
    assert [path.site for path in after.witness_paths] == ["site-p"]


@pytest.mark.parametrize(
    ("ids", "source"),
    [(["p1"], {}), (["vm-01"], {}), (["lun-01"], {}), (["witness"], {"witness": WitnessPlace.DISK})],
)
def test_what_nothing_can_carry_is_refused(ids, source):
    with pytest.raises(EditRefused) as refused:
        _pasted(ids, _empty(), two_plus_one(**source))

    assert refused.value.code == "nowhere-to-paste"


def test_pasting_twice_takes_the_next_ids():
    text = copy(two_plus_one(), ["vm-02"])
    project = Paste(D, text).apply(Paste(D, text).apply(project_of()))

    assert [vm.id for vm in project.design(D).vms] == ["vm-01", "vm-02", "vm-03", "vm-04"]


def test_the_order_of_the_selection_does_not_matter():
    design = two_plus_one()

    assert copy(design, ["vm-02", "vm-01", "p1"]) == copy(design, ["p1", "vm-01", "vm-02"])


def test_copying_strangers_is_refused():
    with pytest.raises(EditRefused):
        copy(two_plus_one(), ["nobody"])


_WHOLE = json.loads(copy(two_plus_one(), ["p1"]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        FORMAT,
        json.dumps([FORMAT]),
        json.dumps({"format": FORMAT}),
        json.dumps({"format": FORMAT, "elements": []}),
        json.dumps({"format": FORMAT, "elements": {"nodes": [{"id": "p1"}]}}),
        json.dumps({"format": FORMAT, "elements": {"nodes": 7}}),
        json.dumps(_WHOLE | {"places": [{"element": "p1"}]}),
        json.dumps(_WHOLE | {"witness": None}),
        f'{{"format": "{FORMAT}", "elements": ' + "[" * 100_000,
    ],
)
def test_text_that_is_not_ours_is_refused(text):
    with pytest.raises(EditRefused) as refused:
        Paste(D, text).apply(project_of())
    assert refused.value.code == "clipboard-unreadable"


def test_text_that_is_ours_but_contradicts_itself_is_refused():
    link = {"id": "link-a", "name": "A", "a": "array-p", "b": "array-p"}
    forged = {"format": FORMAT, "elements": {"replication_links": [link]}}

    with pytest.raises(EditRefused):
        Paste(D, json.dumps(forged)).apply(project_of())


def test_copies_can_go_to_another_design_of_the_project():
    project = AddEmptyDesign().apply(project_of())
    text = copy(project.design(D), ["site-p"])

    after = Paste("design-1", text).apply(project).design("design-1")

    assert [node.id for node in after.nodes] == ["p1", "p2"]
    assert [link.id for link in after.san_links] == ["san-p1", "san-p2"]
