"""Who carries what after a loss: every VM finds the place that its group would find, if memory allows."""

import pytest

from designer.analysis import survivors
from designer.analysis.survivors import DESCRIPTIVE, Placement, after_drains, after_losses, losses, settled
from designer.model.array import DiskType
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import COLLECTIONS, Design
from designer.model.link import PortUse
from designer.model.node import CpuVendor, Edition
from designer.model.workload import MemoryKind, ServiceRole, StartPriority, VmMemory
from designer.resilience.targets import parse_target
from designer.resilience.verdict import evaluate
from tests.support.designs import changed, changed_all

GIB = 1024


def two_plus_one(**changes: object) -> Design:
    return build(Blueprint(2, 1, vms=3, **changes))


def by_node(placement: Placement) -> dict[str, list[str]]:
    return {node.id: [vm.id for vm in load] for node, load in placement.loads}


def after(design: Design, lost: str) -> Placement:
    return next(one for one in after_losses(design) if one.lost == lost)


def test_losses_are_each_node_and_each_site_of_several():
    assert [(lost, [node.id for node in rest]) for lost, rest, _ in losses(two_plus_one())] == [
        ("p1", ["p2", "s1"]),
        ("p2", ["p1", "s1"]),
        ("s1", ["p1", "p2"]),
        ("site-p", ["s1"]),
    ]


def test_single_node_has_no_survivor():
    design = build(Blueprint(1, 1, vms=0))
    design = design.evolve(
        nodes=design.nodes[:1], san_links=design.san_links[:1], layout=design.layout.without(frozenset({"s1"}))
    )

    assert list(losses(design)) == []


def test_settled_cluster_keeps_the_places_of_the_design():
    assert by_node(settled(two_plus_one())) == {"p1": ["vm-01", "vm-03"], "p2": ["vm-02"], "s1": []}


def test_neighbour_takes_over_before_the_other_site():
    design = changed(two_plus_one(), "groups", "group-01", preferred_owners=("p1", "s1", "p2"))

    assert by_node(after(design, "p1")) == {"p2": ["vm-01", "vm-02", "vm-03"], "s1": []}


def test_lost_site_moves_everything_to_the_other():
    assert by_node(after(two_plus_one(), "site-p")) == {"s1": ["vm-01", "vm-02", "vm-03"]}


def test_full_neighbour_passes_the_rest_on():
    """8 GiB leave 8,192 − 384 − 240 = 7,568 MiB: one VM of 4,096 + 56 each."""
    design = two_plus_one(node_memory_mib=8 * GIB, secondary_memory_mib=16 * GIB)
    design = changed(design, "vms", "vm-03", node="s1")

    placement = after(design, "p1")

    assert by_node(placement) == {"p2": ["vm-02"], "s1": ["vm-01", "vm-03"]}
    assert placement.left_out == ()


def test_node_outside_the_possible_owners_is_not_used():
    design = changed(two_plus_one(), "groups", "group-02", possible_owners=("p1", "p2"), preferred_owners=("p2",))

    placement = after(design, "site-p")

    assert by_node(placement) == {"s1": ["vm-01", "vm-03"]}
    assert placement.left_out == ()  # Its owner list keeps it off, not memory.


def test_priority_goes_before_the_order_of_the_list():
    design = changed(two_plus_one(secondary_memory_mib=8 * GIB), "vms", "vm-03", priority=StartPriority.HIGH)

    assert by_node(after(design, "site-p")) == {"s1": ["vm-03"]}


def test_vm_outside_the_cluster_stays_where_it_was():
    design = two_plus_one().evolve(groups=())

    placement = after(design, "site-p")

    assert by_node(placement) == {"s1": []}
    assert placement.left_out == ()


def test_emptying_by_migration_needs_what_the_vms_hold():
    memory = VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=1024, maximum_mib=16 * GIB, demand_mib=10_000)
    design = changed_all(two_plus_one(node_memory_mib=64 * GIB, secondary_memory_mib=12 * GIB), "vms", memory=memory)

    failed = after(design, "site-p")
    drained = next(one for one in after_drains(design) if one.lost == "site-p")

    assert failed.left_out == ()
    assert [vm.id for vm in drained.left_out] == ["vm-01", "vm-02", "vm-03"]


@pytest.mark.parametrize("secondary_gib", [8, 12, 16, 24, 64])
@pytest.mark.parametrize(("primary", "secondary"), [(1, 1), (2, 1), (2, 2), (3, 2)])
def test_who_stays_off_is_the_same_as_in_the_verdict_of_the_failure(primary, secondary, secondary_gib):
    design = build(
        Blueprint(primary, secondary, vms=6, node_memory_mib=24 * GIB, secondary_memory_mib=secondary_gib * GIB)
    )

    for placement in after_losses(design):
        kind = "site" if placement.lost.startswith("site") else "node"
        verdict = evaluate(design, parse_target(f"{kind}:{placement.lost}", design))
        assert {vm.id for vm in placement.left_out} == set(verdict.not_started)


PRIORITIES = (StartPriority.LOW, StartPriority.HIGH, StartPriority.NONE, StartPriority.MEDIUM)


@pytest.mark.parametrize("secondary_gib", [8, 12, 16, 24, 64])
@pytest.mark.parametrize(
    ("primary", "secondary", "no_votes"), [(1, 1, ()), (2, 1, ("p2",)), (2, 2, ()), (3, 2, ("p3",))]
)
def test_where_quorum_holds_every_vm_finds_the_place_of_the_verdict(primary, secondary, no_votes, secondary_gib):
    blueprint = Blueprint(
        primary,
        secondary,
        WitnessPlace.THIRD,
        no_votes=no_votes,
        vms=6,
        node_memory_mib=32 * GIB,
        secondary_memory_mib=secondary_gib * GIB,
    )
    design = build(blueprint)
    mixed = (vm.evolve(priority=PRIORITIES[number % 4]) for number, vm in enumerate(design.vms))
    design = design.evolve(vms=tuple(mixed))

    for placement in after_losses(design):
        kind = "site" if placement.lost.startswith("site") else "node"
        verdict = evaluate(design, parse_target(f"{kind}:{placement.lost}", design))
        placed = {vm.id: node.id for node, load in placement.loads for vm in load}
        assert {vm.id for vm in placement.left_out} == set(verdict.not_started)
        assert placed == {vm.vm: vm.node for vm in verdict.vms if vm.started}


OTHERWISE: dict[str, object] = {
    "name": "Otherwise",
    "place": "Elsewhere",
    "cost": 1.0,
    "cost_per_year": 1.0,
    "vcpus": 64,
    "dirty_mib_s": 9999.0,
    "hot_set_mib": 1,
    "migration_networks": ("net-client",),
    "guest_os": "Other",
    "service": "Mail",
    "service_role": ServiceRole.DNS,
    "time_sensitive": True,
    "edition": Edition.STANDARD,
    "cpu_vendor": CpuVendor.AMD,
    "cpu_family": "Other",
    "sockets": 1,
    "cores_per_socket": 1,
    "threads_per_core": 1,
    "hbas": 0,
    "hba_rate_mbit": 1,
    "virtual_switch": "Other",
    "processor_compatibility": True,
    "model": "Other",
    "usable_gib": 1,
    "storage_processors": 1,
    "write_intent_log": False,
    "licences": (),
    "disk_type": DiskType.DYNAMIC,
    "write_mib_s": 9999.0,
    "peak_write_mib_s": 9999.0,
    "rate_mbit": 1,
    "rtt_us": 9_999_999,
    "distance_km": 9999,
    "round_trips": 8,
    "growth_percent": 999,
    "safety_percent": 999,
    "utilisation_percent": 1,
    "compression": 9.0,
    "firewalled": True,
    "open_ports": (PortUse.SMB,),
}


@pytest.mark.parametrize("field", DESCRIPTIVE)
def test_what_placements_are_remembered_across_decides_nothing(field):
    design = two_plus_one(
        witness=WitnessPlace.THIRD, no_votes=("p2",), node_memory_mib=16 * GIB, secondary_memory_mib=12 * GIB
    )
    other = design
    for name in COLLECTIONS:
        for element in getattr(design, name):
            if field in type(element).model_fields:
                other = changed(other, name, element.id, **{field: OTHERWISE[field]})

    assert other != design
    for compute in (survivors._after_losses, survivors._after_drains):
        assert compute.__wrapped__(other) == compute.__wrapped__(design)


def test_placements_carry_the_elements_of_the_design_that_is_asked_about():
    design = two_plus_one()
    renamed = changed(design, "vms", "vm-01", name="Mail")

    before, now = after_losses(design), after_losses(renamed)

    assert [one.lost for one in before] == [one.lost for one in now]
    assert "Mail" in {vm.name for one in now for _, load in one.loads for vm in load}
    assert "Mail" not in {vm.name for one in before for _, load in one.loads for vm in load}


def test_edit_of_memory_places_anew():
    roomy = two_plus_one(secondary_memory_mib=16 * GIB)
    tight = changed(roomy, "nodes", "s1", memory_mib=8 * GIB)

    assert after(roomy, "site-p").left_out == ()
    assert [vm.id for vm in after(tight, "site-p").left_out] == ["vm-02", "vm-03"]
