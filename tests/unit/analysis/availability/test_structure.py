"""The diagrams say what the evaluator says, state by state: all small ones of what ships, and any of other designs."""

import os
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.availability import structure
from designer.analysis.availability.assess import assess
from designer.analysis.availability.parts import wire
from designer.analysis.availability.states import STOPPED, Judge, Level, instants_of
from designer.analysis.availability.structure import derive_structure
from designer.analysis.availability.wording import assumption_texts
from designer.assets.loader import sample_bytes, sample_names
from designer.assets.reliability import reliability
from designer.model.array import PairState, ReplicationMode
from designer.model.blueprint import LAN, REPLICATION, Blueprint, WitnessPlace, build
from designer.model.era import Era
from designer.model.link import NetworkLink
from designer.model.node import Nic
from designer.model.policy import FailoverPolicy
from designer.persistence.codec import decode
from designer.resilience.targets import parse_target
from tests.support.designs import changed, changed_all, with_settings

SHIPPED = [
    pytest.param(design, id=f"{name}-{design.id}")
    for name in sample_names()
    for design in decode(sample_bytes(name), name).designs
]
DEPTH = 2 if os.environ.get("HYPOTHESIS_PROFILE", "fast") == "fast" else 3


def structure_of(design):
    return derive_structure(design, wire(design, reliability()))


def assert_agrees(derived, states):
    """In each of the states, which are sets of variables that are down."""
    asked = {}
    for state in states:
        losses = derived.losses(state.__contains__)
        if losses not in asked:
            asked[losses] = derived.judge.levels(derived.judge.verdict(losses))
        levels = asked[losses]
        stopped = bool(STOPPED & set(levels.values()))
        named = [str(loss) for loss in losses]
        value = derived.diagram.value
        assert {vm: value(root, state.__contains__) for root, vms in derived.levels for vm in vms} == levels, named
        assert value(derived.stopped, state.__contains__) == stopped, named


def small_states(count, depth):
    return [frozenset(one) for size in range(depth + 1) for one in combinations(range(count), size)]


def random_states(count, many, seed=1):
    chance = Random(seed)
    return [frozenset(chance.sample(range(count), chance.randint(1, count))) for _ in range(many)]


@pytest.mark.parametrize("design", SHIPPED)
def test_every_shipped_design_is_followed_in_all_small_states_and_in_random_ones(design):
    derived = structure_of(design)
    count = len(derived.wiring.variables)

    assert_agrees(derived, small_states(count, DEPTH) + random_states(count, 60))


def test_a_small_design_is_followed_in_every_state():
    design = build(Blueprint(1, 1, witness=WitnessPlace.DISK, vms=1))
    design = changed_all(design, "nodes", nics=(), hbas=0)
    derived = structure_of(design)
    count = len(derived.wiring.variables)

    assert count == 12
    assert_agrees(derived, [frozenset(at for at in range(count) if bits >> at & 1) for bits in range(1 << count)])


def one_adapter(design):
    return changed_all(design, "nodes", nics=(Nic(network="net-client"),))


def networks_apart(design):
    """The last node is on another network than the rest."""
    last = design.nodes[-1].id
    return changed(one_adapter(design), "nodes", last, nics=(Nic(network="net-heartbeat"),))


def second_line(design):
    line = NetworkLink(id="second", name="Second", a="site-p", b="site-s", networks=("net-heartbeat",))
    return design.evolve(network_links=(*design.network_links, line))


def on_one_route(design):
    design = changed(design, "network_links", LAN, route="Duct")
    return changed(design, "replication_links", REPLICATION, route="Duct")


def host_across(design):
    """The first node also reaches the other site's array."""
    link = design.san_links[0].evolve(id="across", array="array-s")
    return design.evolve(san_links=(*design.san_links, link))


def short_of_memory(design):
    return changed_all(design, "nodes", memory_mib=12_288)


def failing_over(times):
    return lambda design: changed_all(design, "groups", failover_threshold=times)


def one_pair_alone(design):
    return changed(design, "luns", design.luns[0].id, r2=None) if design.luns else design


CHANGES = {
    "nothing": lambda design: design,
    "no LAN": lambda design: design.evolve(network_links=()),
    "no replication": lambda design: design.evolve(replication_links=()),
    "one adapter": one_adapter,
    "networks apart": networks_apart,
    "second line": second_line,
    "one route": on_one_route,
    "host across": host_across,
    "one path": lambda design: changed_all(design, "san_links", paths=1),
    "one fabric": lambda design: changed_all(design, "sites", fabrics=1),
    "shared fabric": lambda design: changed_all(design, "replication_links", shares_host_fabric=True),
    "memory": short_of_memory,
    "no failover": failing_over(0),
    "one failover": failing_over(1),
    "domino": lambda design: changed_all(design, "luns", domino=True),
    "asynchronous": lambda design: changed_all(design, "luns", mode=ReplicationMode.ASYNC, state=PairState.CONSISTENT),
    "alone": one_pair_alone,
    "not clustered": lambda design: design.evolve(groups=design.groups[1:]),
    "no witness paths": lambda design: design.evolve(witness_paths=()),
    "core group away": lambda design: with_settings(design, "quorum", core_group_site="site-s"),
}

blueprints = st.builds(
    Blueprint,
    primary=st.integers(1, 3),
    secondary=st.integers(1, 2),
    witness=st.sampled_from(WitnessPlace),
    no_votes=st.sampled_from([(), ("p1",), ("s1",)]),
    vms=st.integers(0, 4),
    era=st.sampled_from([Era.W2008R2SP1, Era.W2012R2, Era.W2022]),
    policy=st.sampled_from(FailoverPolicy),
)


@settings(max_examples=60 if DEPTH == 2 else 200)
@given(blueprints, st.lists(st.sampled_from(sorted(CHANGES)), max_size=2, unique=True), st.integers(0, 1000))
def test_any_design_is_followed(blueprint, changes, seed):
    design = build(blueprint)
    for change in changes:
        design = CHANGES[change](design)
    derived = structure_of(design)
    count = len(derived.wiring.variables)

    assert_agrees(derived, small_states(count, 1) + random_states(count, 25, seed))


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_every_change_is_followed(change):
    derived = structure_of(CHANGES[change](build(Blueprint(2, 1, witness=WitnessPlace.THIRD, vms=3))))
    count = len(derived.wiring.variables)

    assert_agrees(derived, small_states(count, 1) + random_states(count, 60))


def test_a_cut_line_makes_the_other_copy_unusable_but_a_dead_array_does_not():
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))

    def levels(target):
        (losses,) = parse_target(target, design)
        judge = Judge(design)
        return set(judge.levels(judge.verdict(losses)).values())

    assert levels("array:array-p") == {Level.AWAY}
    assert levels("link:link-replication") == {Level.RUNS}
    assert levels("link:link-replication+array:array-p") == {Level.MANUAL}


def test_lines_are_cut_before_all_else():
    design = build(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    (losses,) = parse_target("node:p1+link:link-replication+link:link-lan", design)

    first, rest = instants_of(design, losses)

    assert [str(loss) for loss in first] == ["link:link-replication"]
    assert [str(loss) for loss in rest] == ["node:p1", "link:link-lan"]


@pytest.mark.parametrize("witness", [WitnessPlace.NONE, WitnessPlace.THIRD])
def test_one_witness_never_serves_two_sides(witness):
    """With the LAN cut both sides reach the share; one goes on, and no VM runs twice or nowhere for it."""
    design = build(Blueprint(1, 1, witness=witness))
    derived = structure_of(design)
    lan = next(at for at, one in enumerate(derived.wiring.variables) if one.id == LAN)

    levels = {derived.diagram.value(root, {lan}.__contains__) for root, _ in derived.levels}

    assert levels == ({Level.RUNS} if witness is WitnessPlace.THIRD else {Level.MANUAL})


def test_nodes_without_votes_never_make_a_majority():
    """Zero of zero is none: no VM runs as such a design is drawn, so none counts."""
    silent = Judge(build(Blueprint(1, 1, no_votes=("p1", "s1"), vms=1)))

    assert silent.vms == ()
    assert not silent.is_stopped(())


def test_votes_count_as_configured_whatever_the_membership():
    """Dynamic votes would keep the second of two nodes alive; the exact figure is of static ones."""
    design = build(Blueprint(2, 1, era=Era.W2022))
    derived = structure_of(design)
    names = [one.id for one in derived.wiring.variables]
    two = {names.index("p1"), names.index("s1")}

    assert derived.diagram.value(derived.stopped, two.__contains__) == 1


def test_too_many_cases_of_short_memory_are_taken_lightly_and_said(monkeypatch):
    design = short_of_memory(build(Blueprint(2, 1, vms=4)))
    assert not structure_of(design).takes_limits_lightly

    monkeypatch.setattr(structure, "MOST_JUDGED", 10)

    assert structure_of(design).takes_limits_lightly
    assert any("Memory" in str(text) for text in assumption_texts(assess(design, reliability())))


def test_products_of_states_cover_all():
    """A function and its negation never hold together and never fail together."""
    derived = structure_of(build(Blueprint(1, 1, vms=1)))
    negated = derived.diagram.negation(derived.stopped)

    for bits in product((False, True), repeat=8):
        struck = frozenset(at for at, is_down in enumerate(bits) if is_down)
        values = [derived.diagram.value(one, struck.__contains__) for one in (derived.stopped, negated)]
        assert sorted(values) == [0, 1]
