"""Designs from a few numbers, with the ids and defaults that other people's scripts rely on."""

import pytest

from designer.base.errors import DesignerError
from designer.model.array import ArrayFamily, ReplicationLicence
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import check_integrity
from designer.model.era import Era
from designer.model.policy import EnablerProduct, FailoverPolicy, QuorumMode
from designer.model.witness import WitnessKind


def _ids(elements):
    return [element.id for element in elements]


def test_the_ids_of_two_plus_one():
    design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD, vms=3))

    assert (design.id, design.label) == ("two-plus-one", "2+1")
    assert _ids(design.sites) == ["site-p", "site-s", "site-w"]
    assert _ids(design.nodes) == ["p1", "p2", "s1"]
    assert _ids(design.arrays) == ["array-p", "array-s"]
    assert _ids(design.luns) == ["lun-01", "lun-02", "lun-03"]
    assert _ids(design.vms) == ["vm-01", "vm-02", "vm-03"]
    assert [vm.luns for vm in design.vms] == [("lun-01",), ("lun-02",), ("lun-03",)]
    assert _ids(design.replication_links) == ["link-replication"]
    assert _ids(design.network_links) == ["link-lan"]
    assert design.witness.id == "witness"


@pytest.mark.parametrize(
    ("numbers", "design_id"),
    [((1, 1), "one-plus-one"), ((2, 2), "two-plus-two"), ((3, 2), "three-plus-two"), ((12, 13), "twelve-plus-13")],
)
def test_a_design_is_called_after_its_numbers(numbers, design_id):
    assert build(Blueprint(*numbers)).id == design_id


def test_vms_are_dealt_round_the_primary_nodes():
    design = build(Blueprint(2, 2, vms=5))

    assert [vm.node for vm in design.vms] == ["p1", "p2", "p1", "p2", "p1"]
    assert design.groups[1].preferred_owners[:2] == ("p2", "p1")
    assert sorted(design.groups[1].preferred_owners) == ["p1", "p2", "s1", "s2"]
    assert design.groups[1].possible_owners == ("p1", "p2", "s1", "s2")


def test_the_defaults_that_scripts_rely_on():
    blueprint = Blueprint(2, 1)
    design = build(blueprint)

    assert (blueprint.era, blueprint.vms, blueprint.vm_memory_mib) == (Era.W2008R2SP1, 6, 4096)
    assert design.witness is None
    assert design.cluster.enabler.policy is FailoverPolicy.AUTO
    assert (design.replication_links[0].rate_mbit, design.replication_links[0].rtt_us) == (4000, 1000)
    assert design.network_links[0].rate_mbit == 1000
    assert design.network_links[0].networks == ("net-client", "net-heartbeat", "net-migration")
    assert all(vm.dirty_mib_s == 10 for vm in design.vms)
    assert all(node.hbas == 2 for node in design.nodes)
    assert all(site.fabrics == 2 for site in design.sites)
    assert not any(group.auto_failback for group in design.groups)
    assert not any(lun.domino for lun in design.luns)
    assert {lun.writable_array for lun in design.luns} == {"array-p"}


@pytest.mark.parametrize(("vms", "memory"), [(6, 4096), (40, 8192), (1, 500_000), (0, 4096)])
def test_every_node_carries_all_vms_alone(vms, memory):
    design = build(Blueprint(2, 1, vms=vms, vm_memory_mib=memory))

    needed = sum(vm.memory.startup_mib + vm.memory.overhead_mib for vm in design.vms)
    assert all(node.available_mib >= needed for node in design.nodes)


def test_memory_said_is_memory_had():
    design = build(Blueprint(2, 1, node_memory_mib=16384, secondary_memory_mib=8192))

    assert [node.memory_mib for node in design.nodes] == [16384, 16384, 8192]


@pytest.mark.parametrize(
    ("place", "kind", "site", "array", "paths", "mode"),
    [
        (WitnessPlace.THIRD, WitnessKind.FILE_SHARE, "site-w", None, 2, QuorumMode.NODE_AND_FILE_SHARE),
        (WitnessPlace.PRIMARY, WitnessKind.FILE_SHARE, "site-p", None, 0, QuorumMode.NODE_AND_FILE_SHARE),
        (WitnessPlace.SECONDARY, WitnessKind.FILE_SHARE, "site-s", None, 0, QuorumMode.NODE_AND_FILE_SHARE),
        (WitnessPlace.DISK, WitnessKind.DISK, None, "array-p", 0, QuorumMode.NODE_AND_DISK),
        (WitnessPlace.CLOUD, WitnessKind.CLOUD, None, None, 2, QuorumMode.NODE_AND_CLOUD),
    ],
)
def test_witnesses(place, kind, site, array, paths, mode):
    design = build(Blueprint(1, 1, witness=place))

    assert (design.witness.kind, design.witness.site, design.witness.array) == (kind, site, array)
    assert len(design.witness_paths) == paths
    assert design.cluster.quorum.mode is mode


def test_array_and_product_fit_each_other_and_the_era():
    old, new = build(Blueprint(1, 1)), build(Blueprint(1, 1, era=Era.W2019))

    assert {array.family for array in old.arrays} == {ArrayFamily.CLARIION}
    assert old.arrays[0].licences == (ReplicationLicence.MIRRORVIEW_S,)
    assert old.cluster.enabler.product is EnablerProduct.MIRRORVIEW_CE
    assert {array.family for array in new.arrays} == {ArrayFamily.POWERMAX}
    assert new.cluster.enabler.product is EnablerProduct.SRDF_CE


@pytest.mark.parametrize(
    ("era", "dynamic", "preferred"),
    [(Era.W2008R2SP1, False, None), (Era.W2012, True, None), (Era.W2012R2, True, None), (Era.W2016, True, "site-p")],
)
def test_votes_are_dynamic_from_2012_and_a_site_preferred_from_2016(era, dynamic, preferred):
    quorum = build(Blueprint(1, 1, era=era)).cluster.quorum

    assert (quorum.dynamic, quorum.preferred_site) == (dynamic, preferred)


def test_a_vote_is_taken_from_a_named_node():
    design = build(Blueprint(2, 1, no_votes=("p2",)))

    assert [node.votes for node in design.nodes] == [1, 0, 1]


@pytest.mark.parametrize(
    ("blueprint", "code"),
    [
        (Blueprint(0, 1), "blueprint-nodes"),
        (Blueprint(1, 65), "blueprint-nodes"),
        (Blueprint(1, 1, vms=-1), "blueprint-vms"),
        (Blueprint(1, 1, vms=10_001), "blueprint-vms"),
        (Blueprint(1, 1, no_votes=("p2",)), "blueprint-vote"),
    ],
)
def test_wrong_numbers_are_refused(blueprint, code):
    with pytest.raises(DesignerError) as refused:
        build(blueprint)

    assert refused.value.code == code


def test_any_numbers_hold_together():
    for primary in (1, 5, 64):
        for place in WitnessPlace:
            check_integrity(build(Blueprint(primary, 2, witness=place)))


def test_nodes_grow_by_the_step_that_just_carries_all_vms() -> None:
    """23 VMs need 23 × (4096 + 56) = 95,496 MiB; 96 GiB leaves 95,040, the next step of 16 GiB is enough."""
    assert build(Blueprint(1, 1, vms=22)).nodes[0].memory_mib == 98_304
    assert build(Blueprint(1, 1, vms=23)).nodes[0].memory_mib == 114_688


@pytest.mark.parametrize(("vms", "memory"), [(6, 1 << 40), (10_000, 1 << 40)])
def test_vms_that_no_node_can_carry_are_refused_in_a_sentence(vms: int, memory: int) -> None:
    with pytest.raises(DesignerError) as refused:
        build(Blueprint(1, 1, vms=vms, vm_memory_mib=memory))

    assert refused.value.code == "blueprint-memory"
