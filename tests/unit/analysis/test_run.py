"""Analysis as a whole: order, waivers, indifference to the layout, and designs that nobody has finished."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.finding import Severity
from designer.analysis.run import RULES, analyse
from designer.analysis.sources import SOURCES
from designer.model.array import ArrayFamily, PairState, ReplicationMode, ReplicationTechnology
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import COLLECTIONS, Design
from designer.model.era import Era
from designer.model.layout import Layout
from designer.model.link import PortUse
from designer.model.note import Waiver
from designer.model.policy import EnablerProduct, QuorumMode, Targets, Validation
from designer.model.site import Site, SiteRole
from designer.model.workload import MemoryKind, ResourceSettings, ServiceRole, VmMemory
from tests.support.designs import changed, sound, with_settings


def trapped() -> Design:
    return build(Blueprint(2, 1, vms=2))


def test_findings_come_gravest_first_then_by_rule_and_subjects():
    found = analyse(with_settings(trapped(), "enabler", product=EnablerProduct.SRDF_CE))

    keys = [(list(Severity).index(one.severity), one.rule, one.subjects) for one in found]
    assert keys == sorted(keys)
    assert found[0].rule == "ST01"
    assert {one.severity for one in found} == set(Severity)


def test_layout_changes_nothing():
    design = trapped()

    assert analyse(design) == analyse(design.evolve(layout=Layout()))


def test_every_finding_names_its_subjects_source_and_remedy():
    design = trapped()

    for finding in analyse(design):
        assert all(design.find(subject) is not None for subject in finding.subjects)
        assert str(finding.message)
        assert str(finding.remedy)
        assert finding.source


def waived(design: Design, *subjects: str) -> list[bool]:
    with_waiver = design.evolve(waivers=(Waiver(rule="CL05", subjects=subjects, reason="Known compromise"),))
    return [finding.waived for finding in analyse(with_waiver) if finding.rule == "CL05"]


@pytest.mark.parametrize(
    ("subjects", "is_waived"),
    [((), True), (("s1", "site-s"), True), (("s1", "site-s", "p1"), True), (("s1",), False), (("p1",), False)],
)
def test_waiver_marks_the_finding_it_was_given_for(subjects, is_waived):
    assert waived(trapped(), *subjects) == [is_waived]


@pytest.mark.parametrize(
    ("expires", "today", "is_waived"),
    [("2026-12-31", "2026-12-31", True), ("2026-12-31", "2027-01-01", False), ("", "2027-01-01", True),
     ("2026-12-31", "", True)],
)  # fmt: skip
def test_waiver_holds_until_its_last_day(expires, today, is_waived):
    waiver = Waiver(rule="CL05", reason="Known compromise", expires=expires)

    finding = next(one for one in analyse(trapped().evolve(waivers=(waiver,)), today) if one.rule == "CL05")

    assert finding.waived is is_waived
    assert finding.waiver == waiver


def test_waiver_in_force_goes_before_one_that_has_expired():
    old, new = (Waiver(rule="CL05", reason=reason, expires=day) for reason, day in (("A", "2020-01-01"), ("B", "")))

    finding = next(one for one in analyse(trapped().evolve(waivers=(old, new)), "2026-01-01") if one.rule == "CL05")

    assert finding.waiver == new


def test_edits_of_layout_labels_and_waivers_judge_nothing_anew():
    design = trapped()
    first = analyse(design)

    for other in (
        design.evolve(layout=Layout()),
        design.evolve(label="Other", description="Text"),
        design.evolve(waivers=(Waiver(rule="ST01", reason="None of this"),)),
    ):
        assert all(one is two for one, two in zip(first, analyse(other), strict=True))


def test_waiver_of_another_rule_leaves_the_finding_open():
    design = trapped().evolve(waivers=(Waiver(rule="CL06", reason="Known compromise"),))

    assert not any(finding.waived for finding in analyse(design))


def test_rules_have_unique_ids_known_sources_and_titles():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {reference for rule in RULES for reference in rule.references} <= set(SOURCES)
    assert len({str(rule.title) for rule in RULES}) == len(RULES)


def test_empty_design_has_nothing_to_judge():
    assert analyse(Design(id="empty", label="Empty")) == ()


def test_single_site_without_nodes_has_nothing_to_judge():
    design = Design(id="one", label="One", sites=(Site(id="site-p", name="P", role=SiteRole.PRIMARY),))

    assert analyse(design) == ()


@st.composite
def unfinished(draw: st.DrawFn) -> Design:
    """A blueprint of any size with parts torn out and settings turned at random."""
    design = build(
        Blueprint(
            draw(st.integers(1, 4)),
            draw(st.integers(1, 4)),
            draw(st.sampled_from(WitnessPlace)),
            vms=draw(st.integers(0, 5)),
            era=draw(st.sampled_from(Era)),
            vm_memory_mib=draw(st.sampled_from((8, 4096, 1 << 20))),
            node_memory_mib=draw(st.sampled_from((None, 512, 16_384))),
            rtt_us=draw(st.sampled_from((0, 600, 400_000))),
        )
    ).evolve(layout=Layout())
    for part in draw(st.sets(st.sampled_from(_REMOVALS))):
        design = design.evolve(**_REMOVED[part])
    if draw(st.booleans()):
        design = design.evolve(vms=tuple(vm.evolve(memory=draw(_memories())) for vm in design.vms))
    if draw(st.booleans()):
        design = _half_stored(design, draw)
    if draw(st.booleans()):
        design = with_settings(design, "quorum", mode=draw(st.sampled_from(QuorumMode)), dynamic=draw(st.booleans()))
    if draw(st.booleans()):
        design = _described(design, draw)
    if draw(st.booleans()):
        votes = st.integers(0, 1)
        design = design.evolve(nodes=tuple(node.evolve(votes=draw(votes)) for node in design.nodes))
    return design


_REMOVED: dict[str, dict[str, object]] = {
    "links": {"network_links": (), "replication_links": ()},
    "paths": {"witness_paths": (), "san_links": ()},
    "witness": {"witness": None},
    "groups": {"groups": ()},
    "workload": {"groups": (), "vms": (), "luns": ()},
    "nodes": {"groups": (), "vms": (), "san_links": (), "nodes": ()},
}
_REMOVALS = sorted(_REMOVED)


@st.composite
def _memories(draw: st.DrawFn) -> VmMemory:
    some = st.integers(8, 1 << 20)
    return VmMemory(
        kind=draw(st.sampled_from(MemoryKind)),
        startup_mib=draw(some),
        minimum_mib=draw(st.none() | some),
        maximum_mib=draw(st.none() | some),
        demand_mib=draw(st.none() | st.integers(0, 1 << 20)),
        weight=draw(st.integers(0, 100_000)),
    )


def _described(design: Design, draw: st.DrawFn) -> Design:
    """With promises, services, ports and time-outs at random."""
    vms = tuple(
        vm.evolve(
            service=draw(st.sampled_from(["", "Web", " "])),
            service_role=draw(st.sampled_from(ServiceRole)),
            time_sensitive=draw(st.booleans()),
        )
        for vm in design.vms
    )
    lines = tuple(
        line.evolve(firewalled=draw(st.booleans()), open_ports=draw(st.sampled_from([(), tuple(PortUse)])))
        for line in design.network_links
    )
    networks = tuple(network.evolve(stretched=draw(st.booleans())) for network in design.networks)
    resources = ResourceSettings(
        pending_timeout_ms=draw(st.integers(1, 1 << 20)), restart_threshold=draw(st.integers(0, 9))
    )
    groups = tuple(group.evolve(enabler_resource=resources) for group in design.groups)
    seconds = st.none() | st.integers(0, 100_000)
    targets = Targets(
        data_loss_s=draw(seconds),
        recovery_s=draw(seconds),
        blackout_ms=draw(seconds),
        write_ms=draw(st.none() | st.floats(0, 100)),
    )
    cluster = design.cluster.evolve(targets=targets, validation=draw(st.sampled_from(Validation)))
    return design.evolve(vms=vms, network_links=lines, networks=networks, groups=groups, cluster=cluster)


def _half_stored(design: Design, draw: st.DrawFn) -> Design:
    luns = tuple(
        lun.evolve(
            r2=draw(st.sampled_from((None, lun.r2))),
            mode=draw(st.sampled_from(ReplicationMode)),
            state=draw(st.sampled_from(PairState)),
            csv=draw(st.booleans()),
            technology=draw(st.sampled_from(ReplicationTechnology)),
            write_mib_s=draw(st.none() | st.floats(0, 1e6)),
            peak_write_mib_s=draw(st.none() | st.floats(0, 1e6)),
        )
        for lun in design.luns
    )
    arrays = tuple(array.evolve(family=draw(st.sampled_from(ArrayFamily))) for array in design.arrays)
    return design.evolve(luns=luns, arrays=arrays)


@given(unfinished())
def test_no_design_however_unfinished_makes_analysis_fail(design):
    found = analyse(design)

    assert found == analyse(design)
    assert all(str(finding.message) and str(finding.remedy) and finding.source for finding in found)
    assert all(design.find(subject) is not None for finding in found for subject in finding.subjects)


def test_change_of_one_element_changes_only_its_findings():
    before = set(analyse(sound()))

    after = set(analyse(changed(sound(), "nodes", "s1", hbas=1)))

    assert {finding.rule for finding in after ^ before} == {"ST24"}


def test_whatever_a_design_holds_is_either_judged_or_known_not_to_be():
    """A new field of a design is looked at by ``is_same_to_rules``, or named here as nothing that rules read."""
    looked_at = {*COLLECTIONS, "cluster", "witness"} - {"notes"}
    not_read = {"id", "label", "description", "notes", "waivers", "layout"}

    assert set(Design.model_fields) <= looked_at | not_read


@pytest.mark.parametrize(
    "change",
    [
        lambda design: changed(design, "vms", "vm-01", vcpus=64),
        lambda design: with_settings(design, "targets", recovery_s=60),
        lambda design: design.evolve(witness=None),
        lambda design: design.evolve(network_links=()),
    ],
)
def test_answers_are_not_remembered_across_what_rules_read(change):
    design = sound()
    analyse(design)

    assert analyse(change(design)) == analyse(decode_again(change(design)))


def decode_again(design: Design) -> Design:
    """An equal design of which no part is the same object."""
    return Design.model_validate_json(design.model_dump_json())
