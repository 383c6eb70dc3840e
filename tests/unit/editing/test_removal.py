"""A removal takes along what cannot stay, keeps what can, and leaves no reference to nothing."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.elements import RemoveElements
from designer.model.blueprint import WitnessPlace
from designer.model.design import check_integrity
from designer.model.note import Waiver
from designer.model.policy import QuorumMode
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _without(*ids, design=None):
    after = RemoveElements(D, ids).apply(project_of(design or two_plus_one())).design(D)
    check_integrity(after)
    return after


def test_the_vms_of_a_removed_node_start_on_the_next_preferred_owner():
    design = two_plus_one()
    chosen = design.groups[0].evolve(preferred_owners=("p1", "s1", "p2"))

    after = _without("p1", design=design.evolve(groups=(chosen, *design.groups[1:])))

    assert after.vm("vm-01").node == "s1"
    assert after.vm("vm-02").node == "p2"
    assert after.groups[0].preferred_owners == ("s1", "p2")
    assert after.groups[0].possible_owners == ("p2", "s1")
    assert not any(link.node == "p1" for link in after.san_links)
    assert after.layout.place_of("p1") is None


def test_without_a_preference_they_stay_in_the_site():
    design = two_plus_one()
    design = design.evolve(groups=tuple(group.evolve(preferred_owners=()) for group in design.groups))

    assert _without("p1", design=design).vm("vm-01").node == "p2"


def test_vms_go_with_the_last_node():
    after = _without("p1", "p2", "s1")

    assert after.vms == ()
    assert after.groups == ()
    assert after.luns == ()


def test_a_site_takes_what_stands_in_it_and_its_lines():
    after = _without("site-p")

    assert [node.id for node in after.nodes] == ["s1"]
    assert [array.id for array in after.arrays] == ["array-s"]
    assert after.network_links == ()
    assert after.replication_links == ()
    assert [path.site for path in after.witness_paths] == ["site-s"]
    assert after.cluster.quorum.core_group_site is None
    assert {vm.node for vm in after.vms} == {"s1"}


def test_the_other_copy_of_a_pair_stays():
    after = _without("array-p")

    lun = after.lun("lun-01")
    assert (lun.r1.array, lun.r2) == ("array-s", None)


def test_a_pair_written_at_the_removed_array_is_written_at_the_other():
    design = two_plus_one()
    design = design.evolve(luns=tuple(lun.evolve(writable="array-p") for lun in design.luns))

    assert _without("array-p", design=design).lun("lun-01").writable_array == "array-s"


def test_luns_without_a_copy_go_and_vms_forget_them():
    after = _without("array-p", "array-s")

    assert after.luns == ()
    assert after.vm("vm-01").luns == ()


def test_a_vm_takes_its_group_and_its_own_lun():
    after = _without("vm-01")

    assert after.find("group-01") is None
    assert after.find("lun-01") is None
    assert after.find("lun-02") is not None


def test_a_lun_that_another_vm_uses_stays():
    design = two_plus_one()
    shared = design.vms[1].evolve(luns=("lun-02", "lun-01"))

    after = _without("vm-01", design=design.evolve(vms=(design.vms[0], shared)))

    assert after.find("lun-01") is not None


def test_a_removed_network_is_forgotten_by_adapters_and_lines():
    after = _without("net-heartbeat")

    assert all(len(node.nics) == 2 for node in after.nodes)
    assert after.network_links[0].networks == ("net-client", "net-migration")


def test_a_witness_takes_the_paths_to_it_and_no_longer_votes():
    after = _without("witness")

    assert after.witness is None
    assert after.witness_paths == ()
    assert after.cluster.quorum.mode is QuorumMode.NODE_MAJORITY


def test_the_third_site_takes_the_witness_that_stands_there():
    after = _without("site-w")

    assert after.witness is None
    assert after.witness_paths == ()


def test_an_array_takes_the_witness_disk_on_it():
    assert _without("array-p", design=two_plus_one(witness=WitnessPlace.DISK)).witness is None


def test_a_witness_forgets_a_removed_host():
    design = two_plus_one()

    after = _without("p1", design=design.evolve(witness=design.witness.evolve(hosted_by="p1")))

    assert after.witness.hosted_by is None


def test_waivers_of_removed_subjects_go():
    waivers = (Waiver(rule="QU01", reason="All"), Waiver(rule="QU02", subjects=("p1", "p2"), reason="Some"))

    after = _without("p1", design=two_plus_one().evolve(waivers=waivers))

    assert after.waivers == waivers[:1]


def test_everything_can_be_removed_at_once():
    design = two_plus_one()

    after = _without(*design.by_id)

    assert list(after.elements()) == []
    assert after.layout.places == ()


def test_removing_nothing_changes_nothing_and_strangers_are_refused():
    project = project_of()

    assert RemoveElements(D, ()).apply(project) is project
    with pytest.raises(EditRefused):
        RemoveElements(D, ("p1", "nobody")).apply(project)


@pytest.mark.parametrize(("ids", "label"), [(("p1",), "Remove P1"), (("p1", "p2"), "Remove 2 elements")])
def test_the_step_says_what_is_removed(ids, label):
    assert str(RemoveElements(D, ids).label(project_of())) == label
