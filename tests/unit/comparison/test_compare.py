"""Comparison against what the article's variants are known to do (domain 4.3, 9.7), worked out by hand."""

import pytest

from designer.base.errors import UnknownElement
from designer.comparison.compare import compare
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.policy import FailoverPolicy
from designer.model.project import Project

ARTICLE = Project(designs=(build(Blueprint(1, 1)), build(Blueprint(2, 2)), build(Blueprint(2, 1))))
SHARED = Project(
    designs=(
        build(Blueprint(1, 1, witness=WitnessPlace.THIRD)).evolve(id="one"),
        build(Blueprint(2, 1, witness=WitnessPlace.THIRD)).evolve(id="default"),
        build(Blueprint(2, 1, witness=WitnessPlace.THIRD, no_votes=("p2",))).evolve(id="adjusted"),
        build(Blueprint(2, 2, witness=WitnessPlace.THIRD)).evolve(id="two"),
    )
)


def values(comparison, criterion):
    return [cell.value for cell in comparison.criterion(criterion).cells]


def test_without_a_witness_no_variant_survives_the_primary_site():
    comparison = compare(ARTICLE)

    assert values(comparison, "site-loss") == ["QT", "QT", "QT"]
    assert values(comparison, "node-loss") == ["QX", "L", "L"]
    assert values(comparison, "lan-cut") == ["Q", "Q", "N"]
    assert values(comparison, "votes-left-after-site-loss") == [1, 2, 1]
    assert values(comparison, "nodes") == [2, 4, 3]


def test_with_a_share_default_votes_make_two_plus_one_the_worst():
    comparison = compare(SHARED)

    assert values(comparison, "node-loss") == ["X", "L", "L", "L"]
    assert values(comparison, "site-loss") == ["T", "QT", "T", "T"]
    assert values(comparison, "lan-cut") == ["R", "N", "R", "R"]
    assert values(comparison, "rto-site-s") == [100.0, 3691.0, 100.0, 100.0]


def test_the_compromise_is_recommended_with_reasons_and_its_price():
    first, second = compare(ARTICLE).recommendation, compare(SHARED).recommendation

    assert first is not None
    assert second is not None
    assert first.design == "two-plus-one"
    assert second.design == "adjusted"
    assert len(first.reasons) > 2
    assert first.price


def test_one_design_that_does_worse_is_spoken_of_as_one():
    first = compare(ARTICLE).recommendation
    second = compare(SHARED).recommendation
    assert first is not None
    assert second is not None

    reasons = [str(one) for one in (*first.reasons, *second.reasons)]
    assert any(reason.startswith("A lost server:") and reason.endswith("1+1 does worse.") for reason in reasons)
    assert any(reason.startswith("A cut LAN:") and reason.endswith("1+1 and 2+2 do worse.") for reason in reasons)
    assert "When only the LAN is cut, 2+1 does better." in [str(one) for one in second.price]


def test_an_event_that_a_design_cannot_have_is_empty_in_its_column():
    lines = {line.event: line for line in compare(ARTICLE).failures}

    assert [verdict and verdict.outcome.value for verdict in lines["node:p2"].verdicts] == [None, "L", "L"]


def test_events_of_all_designs_keep_the_order_of_the_contract():
    events = [line.event for line in compare(ARTICLE).failures]

    assert events[:4] == ["node:p1", "node:p2", "node:s1", "node:s2"]
    assert events[-1] == "link:link-replication>site:site-p"


def test_blackout_is_seconds_and_not_tens_of_seconds():
    """0.3 final state + 1 disk off + 5 role change + 2 disk on + 0.5 resume, and less than 0.1 s of last pages."""
    for value in values(compare(ARTICLE), "blackout-s"):
        assert 8.8 <= value < 8.9


def test_single_points_of_one_plus_one_without_witness():
    """Each node, each site, and the LAN: five single things that stop the cluster."""
    assert values(compare(ARTICLE, ["one-plus-one"]), "single-points") == [5]


def test_a_restricted_policy_makes_a_lost_array_a_single_point():
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD, policy=FailoverPolicy.RESTRICT))
    comparison = compare(Project(designs=(design,)))

    assert values(comparison, "single-points") == [2]  # array P and the primary site; two fabrics do not fail as one


def test_with_a_share_default_votes_make_two_plus_one_stand_still_longest():
    """And the adjusted 2+1 does nearly as well as 2+2: far nearer to it than to the default one."""
    one, default, adjusted, two = values(compare(SHARED), "minutes-per-year")

    assert two < adjusted < one < default
    assert adjusted - two < (default - two) / 10


def test_half_built_designs_have_no_figures_but_do_not_fail():
    empty = build(Blueprint(1, 1)).evolve(
        id="empty",
        nodes=(),
        vms=(),
        groups=(),
        san_links=(),
        luns=(),
        layout=build(Blueprint(1, 1)).layout.evolve(places=()),
    )

    comparison = compare(Project(designs=(empty,)))

    assert values(comparison, "node-loss") == [None]
    assert values(comparison, "nodes") == [0]


def test_an_unknown_design_is_named():
    with pytest.raises(UnknownElement):
        compare(ARTICLE, ["three-plus-three"])
