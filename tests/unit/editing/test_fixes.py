"""Quick fixes: each removes the finding it is offered for, and what is shown before is what comes of it."""

from collections.abc import Callable

import pytest

from designer.analysis.run import analyse
from designer.editing.fixes import fix_for, fixable_rules, preview
from designer.editing.session import Session
from designer.model.array import ArrayFamily, ReplicationMode
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import EnablerProduct
from designer.model.project import Project
from tests.support.designs import changed, changed_all, sound, with_settings
from tests.unit.analysis.test_rules import CASES


def project(design: Design) -> Project:
    return Project(designs=(design,))


def found(design: Design, rule: str) -> list:
    return [one for one in analyse(design) if one.rule == rule]


def fixed(design: Design, rule: str) -> Design:
    """The design after every fix of the rule that is offered, one after the other."""
    for _ in range(10):
        for one in found(design, rule):
            fix = fix_for(project(design), design.id, rule, one.subjects)
            if fix is not None:
                design = fix.apply(project(design)).design(design.id)
                break
        else:
            break
    return design


def no_enabler() -> Design:
    return with_settings(sound(), "enabler", product=EnablerProduct.NONE)


BROKEN: dict[str, Callable[[], Design]] = {rule: CASES[rule][0] for rule in sorted(fixable_rules())} | {
    "QU09": lambda: sound().evolve(witness_paths=sound().witness_paths[:1])  # a slow path is for a person to shorten
}
FURTHER: list[tuple[str, Callable[[], Design]]] = [
    ("CL08", no_enabler),
    ("CL08", lambda: changed(sound(), "groups", "group-01", disk_depends_on_enabler=False)),
    ("QU02", lambda: build(Blueprint(2, 2, WitnessPlace.DISK, vms=2))),
    ("QU02", lambda: build(Blueprint(2, 2, WitnessPlace.SECONDARY, vms=2))),
    ("QU05", lambda: build(Blueprint(1, 3, vms=2))),
    ("QU05", lambda: build(Blueprint(2, 1, WitnessPlace.PRIMARY, vms=2, era=Era.W2016))),
    ("QU13", lambda: with_settings(sound(), "heartbeat", cross_subnet_threshold=1)),
    ("ST20", lambda: changed(sound(), "arrays", "array-s", licences=())),
]


@pytest.mark.parametrize(
    ("rule", "design"),
    [*BROKEN.items(), *FURTHER],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_fix_removes_the_finding_it_is_offered_for(rule, design):
    broken = design()

    assert found(broken, rule)
    assert not found(fixed(broken, rule), rule)


@pytest.mark.parametrize("rule", sorted(fixable_rules()))
def test_fix_makes_no_new_error(rule):
    broken = BROKEN[rule]()

    before = {(one.rule, one.subjects) for one in analyse(broken) if one.severity == "error"}
    after = {(one.rule, one.subjects) for one in analyse(fixed(broken, rule)) if one.severity == "error"}
    assert after <= before


@pytest.mark.parametrize("rule", sorted(fixable_rules()))
def test_preview_is_what_applying_does_and_one_undo_takes_it_back(rule):
    design = BROKEN[rule]()
    fix = next(
        one for subjects in found(design, rule) if (one := fix_for(project(design), design.id, rule, subjects.subjects))
    )
    session = Session(project(design))
    before = session.project

    shown = preview(before, fix)
    assert session.project is before
    session.run(fix)

    assert not shown.is_empty
    assert shown == preview(before, fix)
    assert session.project == fix.apply(before)
    assert str(fix.label(before))
    session.undo()
    assert session.project is before


def test_two_plus_one_gets_equal_votes_and_a_witness_that_each_site_reaches_by_itself():
    design = build(Blueprint(2, 1, vms=2))

    after = fixed(design, "QU05")

    assert [node.votes for node in after.nodes] == [1, 0, 1]
    assert after.witness is not None
    assert after.site(after.witness.site).role == "third"
    assert {path.site for path in after.witness_paths} == {"site-p", "site-s"}
    assert after.cluster.quorum.mode == "node-and-file-share"


def test_owners_of_the_own_site_come_first_in_the_order_that_was_typed():
    design = changed(sound(), "groups", "group-01", preferred_owners=("s2", "p2", "s1", "p1"))

    assert fixed(design, "CL11").groups[0].preferred_owners == ("p2", "p1", "s2", "s1")


def test_settings_are_moved_no_further_than_their_range():
    design = with_settings(sound(), "heartbeat", same_subnet_delay_ms=5000, same_subnet_threshold=1)

    heartbeat = fixed(design, "QU13").cluster.heartbeat

    assert (heartbeat.same_subnet_delay_ms, heartbeat.same_subnet_threshold) == (2000, 3)


def test_delay_is_raised_to_twice_the_round_trip():
    design = changed(sound(), "network_links", "link-lan", rtt_us=600_001)

    assert fixed(design, "QU13").cluster.heartbeat.same_subnet_delay_ms == 1201


def test_delay_that_rules_between_the_sites_is_the_one_that_is_raised():
    modern = build(Blueprint(2, 2, WitnessPlace.THIRD, vms=2, era=Era.W2016))
    design = changed(modern, "network_links", "link-lan", rtt_us=600_001)

    heartbeat = fixed(design, "QU13").cluster.heartbeat

    assert (heartbeat.same_subnet_delay_ms, heartbeat.cross_site_delay_ms) == (1000, 1201)


def test_line_too_slow_for_any_delay_gets_no_fix():
    """Twice 1.1 s is above the 2 s that Windows takes."""
    design = changed(sound(), "network_links", "link-lan", rtt_us=1_100_000)

    assert fix_for(project(design), design.id, "QU13", ("link-lan",)) is None


@pytest.mark.parametrize(
    ("rule", "subjects"),
    [
        ("ME01", ("s1",)),  # memory is bought by a person
        ("ST19", ("lun-01",)),  # nothing to switch off
        ("ST19", ("gone",)),
        ("XX99", ()),
    ],
)
def test_where_no_edit_is_plainly_meant_there_is_no_fix(rule, subjects):
    assert fix_for(project(sound()), sound().id, rule, subjects) is None


def test_arrays_of_two_kinds_get_no_product_that_fits_only_one():
    design = changed(sound(), "arrays", "array-s", family=ArrayFamily.VMAX)
    design = with_settings(design, "enabler", product=EnablerProduct.SRDF_CE)

    assert fix_for(project(design), design.id, "ST01", ("array-p",)) is None


def test_equal_findings_get_equal_fixes():
    design = changed_all(sound(), "luns", domino=True)

    assert fix_for(project(design), design.id, "ST19", ("lun-01",)) == fix_for(
        project(design), design.id, "ST19", ("lun-01",)
    )


def test_only_the_luns_of_the_finding_change_their_mode():
    design = changed(sound(), "luns", "lun-01", mode=ReplicationMode.ASYNC)
    design = with_settings(design, "targets", data_loss_s=0)

    after = fixed(changed(design, "luns", "lun-02", domino=True), "ST12")

    assert after.lun("lun-01").mode is ReplicationMode.SYNC
    assert after.lun("lun-02").domino
