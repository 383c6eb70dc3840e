"""Vote arithmetic against the published survivability and the rules of each era."""

import pytest

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import QuorumMode
from designer.resilience.targets import down_by, parse_target
from designer.resilience.votes import count_votes, favoured_site, initial_votes, settled_votes


def quorum(design, event):
    (instant,) = parse_target(event, design)
    return count_votes(design, initial_votes(design), down_by(design, instant))


@pytest.mark.parametrize(("nodes", "losses"), [(3, 1), (5, 2), (7, 3)])
def test_node_majority_survives_half_rounded_up_less_one(nodes, losses):
    design = build(Blueprint(nodes - 1, 1))
    lost = [f"node:p{n + 1}" for n in range(losses)]

    assert quorum(design, "+".join(lost)).winners
    assert not quorum(design, "+".join([*lost, "node:s1"])).winners


@pytest.mark.parametrize(("nodes", "losses"), [(2, 1), (4, 2), (6, 3)])
def test_a_share_lets_half_of_an_even_cluster_go(nodes, losses):
    design = build(Blueprint(nodes - 1, 1, witness=WitnessPlace.THIRD))
    lost = [f"node:p{n + 1}" for n in range(losses)]

    assert quorum(design, "+".join(lost)).winners
    assert not quorum(design, "+".join([*lost, "witness"])).winners


def test_two_partitions_never_both_have_a_majority_of_their_own():
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))

    result = quorum(design, "link:link-lan+witness")

    assert result.winners == ()
    assert [one.own for one in result.standings] == [2, 2]


def test_a_race_lists_the_core_group_s_side_first():
    result = quorum(build(Blueprint(1, 1, witness=WitnessPlace.THIRD)), "link:link-lan")

    assert result.is_race
    assert result.winners == (("p1",), ("s1",))


def test_the_witness_serves_only_who_was_in_the_last_cluster():
    """S1 was cut off, then P dies: the share now free, but S1 may not know the newest state."""
    design = build(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    votes = settled_votes(design, ("p1",), witness_up=True)
    (instant,) = parse_target("link:link-lan+node:p1", design)

    assert count_votes(design, votes, down_by(design, instant)).winners == ()


def test_disk_only_lives_and_dies_with_the_disk():
    design = build(Blueprint(2, 1, witness=WitnessPlace.DISK))
    settings = design.cluster.evolve(quorum=design.cluster.quorum.evolve(mode=QuorumMode.DISK_ONLY))
    design = design.evolve(cluster=settings)

    assert quorum(design, "node:p1+node:s1").winners == (("p2",),)
    assert quorum(design, "array:array-p").winners == ()


@pytest.mark.parametrize(
    ("blueprint", "total", "need"),
    [
        (Blueprint(2, 1, witness=WitnessPlace.THIRD, era=Era.W2012R2), 3, 2),  # odd nodes: the witness does not vote
        (Blueprint(2, 2, witness=WitnessPlace.THIRD, era=Era.W2012R2), 5, 3),
        (Blueprint(2, 2, era=Era.W2012R2), 3, 2),  # even nodes alone: one loses its vote
        (Blueprint(2, 2, era=Era.W2012), 4, 3),  # 2012 has no tie-breaker yet
        (Blueprint(2, 1, witness=WitnessPlace.THIRD, era=Era.W2012), 4, 3),
    ],
)
def test_dynamic_votes_by_era(blueprint, total, need):
    votes = initial_votes(build(blueprint))

    assert (votes.total, votes.need) == (total, need)


def static(design, **quorum):
    return design.evolve(cluster=design.cluster.evolve(quorum=design.cluster.quorum.evolve(**quorum)))


@pytest.mark.parametrize(
    ("era", "preferred", "core", "loser"),
    [
        (Era.W2012R2, None, None, "s2"),  # the first site is taken to hold the core group
        (Era.W2012R2, None, "site-s", "p2"),
        (Era.W2012R2, "site-s", None, "s2"),  # 2012 R2 knows no preferred site yet
        (Era.W2019, "site-s", "site-p", "p2"),
    ],
)
def test_an_even_cluster_takes_the_vote_of_the_site_that_is_not_favoured(era, preferred, core, loser):
    design = static(build(Blueprint(2, 2, era=era)), preferred_site=preferred, core_group_site=core)

    assert [node_id for node_id, vote in initial_votes(design).nodes if not vote] == [loser]


def test_nodes_without_votes_have_none_to_give():
    design = build(Blueprint(2, 2, era=Era.W2012R2, no_votes=("p1", "p2", "s1", "s2")))

    assert (initial_votes(design).total, initial_votes(design).need) == (0, 1)


def test_a_design_without_sites_favours_none():
    assert favoured_site(Design(id="empty", label="Empty")) is None
