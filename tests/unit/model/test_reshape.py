"""A design in another shape: what is kept, what is copied, and that a blueprint and a reshaped blueprint agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.base.errors import DesignerError
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.era import Era
from designer.model.reshape import Shape, reshape, shape_of, shapes, witness_place
from designer.resilience.matrix import matrix

_TWO_ONE = build(Blueprint(2, 1, vms=5, node_memory_mib=65_536, secondary_memory_mib=32_768))


@given(
    base=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    wanted=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    before=st.sampled_from([place for place in WitnessPlace if place is not WitnessPlace.CLOUD]),
    after=st.sampled_from([place for place in WitnessPlace if place is not WitnessPlace.CLOUD]),
    data=st.data(),
)
def test_a_blueprint_in_another_shape_survives_what_the_blueprint_of_that_shape_survives(
    base, wanted, before, after, data
):
    silent = data.draw(st.integers(0, wanted[0])), data.draw(st.integers(0, wanted[1] - 1))
    shape = Shape(*wanted, after, *silent)
    mute = tuple(f"p{n}" for n in range(wanted[0] - silent[0] + 1, wanted[0] + 1))
    mute += tuple(f"s{n}" for n in range(wanted[1] - silent[1] + 1, wanted[1] + 1))

    reshaped = reshape(build(Blueprint(*base, before, vms=4)), shape)
    built = build(Blueprint(*wanted, after, no_votes=mute, vms=4))

    assert reshaped.id == built.id
    assert reshaped.label == built.label
    assert [(node.id, node.site, node.votes) for node in reshaped.nodes] == [
        (node.id, node.site, node.votes) for node in built.nodes
    ]
    assert [(vm.id, vm.node) for vm in reshaped.vms] == [(vm.id, vm.node) for vm in built.vms]
    assert [(row.event, row.verdict.outcome, row.verdict.rto_us) for row in matrix(reshaped)] == [
        (row.event, row.verdict.outcome, row.verdict.rto_us) for row in matrix(built)
    ]


def test_machines_storage_and_settings_stay_what_they_are():
    reshaped = reshape(_TWO_ONE, Shape(1, 3, WitnessPlace.THIRD))

    assert [vm.memory for vm in reshaped.vms] == [vm.memory for vm in _TWO_ONE.vms]
    assert reshaped.luns == _TWO_ONE.luns
    assert reshaped.replication_links == _TWO_ONE.replication_links
    assert reshaped.cluster.enabler == _TWO_ONE.cluster.enabler
    assert [node.memory_mib for node in reshaped.nodes] == [65_536, 32_768, 32_768, 32_768]
    assert len({link.id for link in reshaped.san_links}) == 4
    assert {link.node for link in reshaped.san_links} == {"p1", "s1", "s2", "s3"}


def test_the_shape_of_a_design_leads_back_to_it():
    assert shape_of(_TWO_ONE) == Shape(2, 1)
    assert reshape(_TWO_ONE, shape_of(_TWO_ONE)) == _TWO_ONE


@pytest.mark.parametrize("place", list(WitnessPlace))
def test_the_witness_is_recognised_and_can_be_taken_away(place):
    design = build(Blueprint(1, 1, place, era=Era.W2016))

    assert witness_place(design) is place
    assert reshape(design, Shape(1, 1)).witness is None
    assert reshape(design, Shape(1, 1)).sites == build(Blueprint(1, 1, era=Era.W2016)).sites


def test_every_shape_stands_once_and_some_vote_is_left():
    found = shapes(_TWO_ONE, 2, 2)

    assert len(found) == len(set(found))
    # Five witnesses before 2016; (m+1)(n+1)-1 ways of votes: 1+1 3, 1+2 5, 2+1 5, 2+2 8.
    assert len(found) == 5 * (3 + 5 + 5 + 8)
    assert all(one.silent_primary + one.silent_secondary < one.primary + one.secondary for one in found)


def test_the_cloud_witness_is_offered_from_2016_on():
    assert WitnessPlace.CLOUD not in {one.witness for one in shapes(_TWO_ONE, 1, 1)}
    assert WitnessPlace.CLOUD in {one.witness for one in shapes(build(Blueprint(1, 1, era=Era.W2016)), 1, 1)}


@pytest.mark.parametrize(("primary", "secondary"), [(0, 1), (1, 0), (65, 1)])
def test_numbers_that_no_site_can_hold_are_refused(primary, secondary):
    with pytest.raises(DesignerError, match="takes 1 to 64 nodes"):
        shapes(_TWO_ONE, primary, secondary)


def test_a_design_without_servers_at_both_sites_is_refused():
    lonely = _TWO_ONE.evolve(
        nodes=_TWO_ONE.nodes[:2],
        san_links=tuple(link for link in _TWO_ONE.san_links if link.node != "s1"),
        groups=(),
        layout=_TWO_ONE.layout.evolve(places=()),
    )

    with pytest.raises(DesignerError, match="needs a primary and a secondary site"):
        reshape(lonely, Shape(1, 1))
