"""Two variants by lineage: what is new, what is gone, what is otherwise, with both values."""

import pytest

from designer.comparison.difference import CLUSTER, difference
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design


@pytest.fixture
def design() -> Design:
    return build(Blueprint(2, 1))


def test_equal_variants_differ_in_nothing(design):
    assert difference(design, design.evolve(label="other", layout=design.layout.evolve(places=()))).is_empty


def test_what_one_variant_has_more_is_added_and_the_other_way_removed(design):
    larger = build(Blueprint(2, 2))

    assert "s2" in difference(design, larger).added
    assert "s2" in difference(larger, design).removed


def test_a_changed_property_tells_both_values(design):
    node = design.node("p2")
    changed = design.evolve(
        nodes=tuple(one.evolve(votes=0, memory_mib=2 * one.memory_mib) if one is node else one for one in design.nodes)
    )
    found = {one.path: (one.old, one.new) for one in difference(design, changed).altered}

    assert found == {("votes",): (1, 0), ("memory_mib",): (node.memory_mib, 2 * node.memory_mib)}
    assert difference(design, changed).changed == ("p2",)


def test_a_property_inside_a_property_is_told_by_its_path(design):
    vm = design.vms[0]
    memory = vm.memory.evolve(startup_mib=vm.memory.startup_mib + 512)
    changed = design.evolve(vms=(vm.evolve(memory=memory), *design.vms[1:]))
    (one,) = difference(design, changed).altered

    assert one.path == ("memory", "startup_mib")
    assert one.field == "startup_mib"


def test_settings_of_the_cluster_count(design):
    other = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))
    found = difference(design, other)

    assert {one.path for one in found.altered if one.element == CLUSTER} >= {("quorum", "mode")}
    assert other.witness.id in found.added


def test_the_other_way_round_swaps_everything(design):
    other = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    there, back = difference(design, other), difference(other, design)

    assert set(there.added) == set(back.removed)
    assert set(there.removed) == set(back.added)
    assert {(one.element, one.path) for one in there.altered} == {(one.element, one.path) for one in back.altered}
