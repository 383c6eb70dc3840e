"""Rule packs by era, and what flips when a design moves to another one."""

import pytest

from designer.analysis.eras import PACKS, flips, in_era, pack_of
from designer.analysis.run import RULES, analyse
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import EnablerProduct
from tests.support.designs import changed, sound, with_settings


def release(version: str, design: Design | None = None) -> Design:
    return with_settings(design or sound(), "enabler", version=version)


def of(era: Era, **numbers: object) -> Design:
    return build(Blueprint(2, 2, WitnessPlace.THIRD, vms=2, era=era, **numbers))


@pytest.mark.parametrize(
    ("design", "pack"),
    [
        (lambda: release("3.1"), "2008r2-ce3"),
        (lambda: release("4.1"), "2008r2-ce4"),
        (lambda: of(Era.W2012R2), "2012"),
        (lambda: of(Era.W2022), "2016"),
        (lambda: changed(of(Era.W2016), "nodes", "p1", os=Era.W2012R2), "2012"),
        (lambda: with_settings(sound(), "enabler", product=EnablerProduct.NONE), "2008r2-ce3"),
    ],
)
def test_pack_follows_the_oldest_node_and_the_enabler(design, pack):
    assert pack_of(design()).id == pack


def test_design_without_nodes_belongs_to_no_pack():
    assert pack_of(Design(id="empty", label="Empty")) is None
    assert in_era(Design(id="empty", label="Empty"), Era.W2016)[1] == ()


def test_packs_share_out_every_era_and_no_rule_is_lost():
    assert frozenset().union(*(pack.eras for pack in PACKS)) == frozenset(Era)
    assert {rule.id for pack in PACKS for rule in pack.rules} == {rule.id for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "packs"),
    [
        ("CL01", {"2008r2-ce3", "2008r2-ce4"}),
        ("QU10", {"2008r2-ce3", "2008r2-ce4", "2012"}),
        ("ST01", {"2008r2-ce3", "2008r2-ce4", "2012", "2016"}),
    ],
)
def test_rules_of_an_era_are_in_its_packs_only(rule, packs):
    assert {pack.id for pack in PACKS if rule in {one.id for one in pack.rules}} == packs


@pytest.mark.parametrize("era", Era)
def test_rule_that_is_not_asked_in_an_era_would_have_had_nothing_to_say(era):
    design = with_settings(of(era), "quorum", dynamic=True)
    design = design.evolve(witness=build(Blueprint(1, 1, WitnessPlace.CLOUD)).witness)

    for rule in RULES:
        if era not in rule.eras:
            assert list(rule.check(design)) == []


def rules(findings) -> set[str]:
    return {one.rule for one in findings}


def test_moving_to_2016_takes_the_settings_of_the_era_along():
    moved, notes = in_era(release("3.1"), Era.W2016)

    assert {node.os for node in moved.nodes} == {Era.W2016}
    assert moved.cluster.quorum.dynamic
    assert moved.cluster.quorum.preferred_site == "site-p"
    assert (moved.cluster.heartbeat.same_subnet_threshold, moved.cluster.heartbeat.cross_subnet_threshold) == (10, 20)
    assert moved.cluster.enabler.version == "4.2.1"
    assert [str(note) for note in notes] == [
        "Windows Server 2016 on all nodes",
        "dynamic quorum on",
        "heartbeat thresholds 10 and 20",
        "Cluster Enabler 4.2.1",
    ]


def test_what_somebody_typed_stays():
    design = with_settings(sound(), "heartbeat", same_subnet_threshold=7, cross_subnet_threshold=9)

    moved, _ = in_era(design, Era.W2016)

    assert moved.cluster.heartbeat == design.cluster.heartbeat


def test_there_and_back_leaves_the_design_as_it_was():
    design = release("4.2")

    there, _ = in_era(design, Era.W2012R2)
    back, _ = in_era(there, Era.W2008R2SP1)

    assert back == design


def test_two_plus_one_with_a_share_loses_its_trap_and_the_clear_text():
    """Dynamic votes make a share on top of three votes harmless, and from 2012 on migration can be encrypted."""
    found = flips(build(Blueprint(2, 1, WitnessPlace.THIRD, vms=2)), Era.W2012R2)

    assert {"QU03", "NE02"} <= rules(found.disappear)
    assert "QU03" not in rules(found.appear)


def test_shared_volumes_flip_between_releases():
    """3.1 does not take them at all; the release that 2016 needs takes them in part."""
    found = flips(changed(release("3.1"), "luns", "lun-01", csv=True), Era.W2016)

    assert "ST07" in rules(found.disappear)
    assert "ST08" in rules(found.appear)


def test_cloud_witness_is_refused_before_2016():
    assert "QU10" in rules(flips(build(Blueprint(2, 2, WitnessPlace.CLOUD, era=Era.W2016, vms=2)), Era.W2012R2).appear)


def test_same_era_flips_nothing():
    found = flips(sound(), Era.W2008R2SP1)

    assert (found.taken_along, found.appear, found.disappear) == ((), (), ())


def test_flips_lead_from_the_one_list_to_the_other():
    design = sound()
    found = flips(design, Era.W2019)

    before = {(one.rule, one.subjects) for one in analyse(design)}
    gone = {(one.rule, one.subjects) for one in found.disappear}
    come = {(one.rule, one.subjects) for one in found.appear}
    assert (before - gone) | come == {(one.rule, one.subjects) for one in analyse(in_era(design, Era.W2019)[0])}
