"""Weights lead to an order, and each may move as far as arithmetic by hand says."""

import pytest

from designer.base.texts import msg
from designer.comparison.compare import Column, Comparison, Criterion
from designer.comparison.metrics import Cell
from designer.comparison.weighing import HEAVIEST, merits_of, weigh
from designer.model.design import Design


def criterion(name, values, better="lower"):
    return Criterion(name, msg("x"), "", better, tuple(Cell(value, msg("x")) for value in values))


def comparison(*criteria):
    count = len(criteria[0].cells)
    columns = tuple(Column(Design(id=f"d{at}", label=f"D{at}"), ()) for at in range(count))
    return Comparison(columns, criteria, (), None)


def test_the_best_counts_in_full_and_the_worst_not_at_all():
    assert merits_of(criterion("a", [10, 20, 40])) == pytest.approx((1.0, 2 / 3, 0.0))
    assert merits_of(criterion("a", [1, 3], "higher")) == (0.0, 1.0)


def test_outcomes_count_by_their_gravity():
    merits = merits_of(criterion("a", ["N", "Q", "L"]))

    assert merits[0] == 1.0
    assert merits[1] == 0.0
    assert 0.0 < merits[2] < 1.0


def test_what_is_equal_decides_nothing():
    found = weigh(comparison(criterion("same", [4, 4]), criterion("telling", [1, 2])), {})

    assert found.silent == ("same",)
    assert [one.criterion for one in found.criteria] == ["telling"]


def test_a_weight_of_nothing_leaves_the_others_to_decide():
    table = comparison(criterion("minutes", [10, 20]), criterion("servers", [4, 2]))

    assert weigh(table, {"minutes": 3, "servers": 1}).order == (("d0",), ("d1",))
    assert weigh(table, {"minutes": 0, "servers": 1}).order == (("d1",), ("d0",))


def test_equal_sums_share_a_place():
    table = comparison(criterion("minutes", [10, 20]), criterion("servers", [4, 2]))

    assert weigh(table, {"minutes": 2, "servers": 2}).order == (("d0", "d1"),)


def test_a_weight_may_move_until_the_sums_are_equal():
    """d0 leads by 3 - 1 = 2: minutes may fall to 1, servers may grow to 3; nothing changes the other way."""
    table = comparison(criterion("minutes", [10, 20]), criterion("servers", [4, 2]))
    minutes, servers = weigh(table, {"minutes": 3, "servers": 1}).criteria

    assert (minutes.low, minutes.high) == pytest.approx((1.0, HEAVIEST))
    assert minutes.lowered == "d1"
    assert minutes.raised is None
    assert (servers.low, servers.high) == pytest.approx((0.0, 3.0))
    assert servers.raised == "d1"


def test_beyond_the_ends_the_order_is_another_and_within_it_is_not():
    table = comparison(
        criterion("minutes", [3.0, 12.0, 7.0]), criterion("servers", [4, 2, 3]), criterion("rto", [50.0, 20.0, 90.0])
    )
    weights = {"minutes": 5, "servers": 2, "rto": 1}
    found = weigh(table, weights)
    for one in found.criteria:
        for share in (0.001, 0.5, 0.999):
            inside = one.low + share * (one.high - one.low)
            assert weigh(table, {**weights, one.criterion: inside}).order == found.order
        if one.lowered is not None:
            assert weigh(table, {**weights, one.criterion: one.low - 0.01}).order != found.order
        if one.raised is not None:
            assert weigh(table, {**weights, one.criterion: one.high + 0.01}).order != found.order


def test_what_speaks_for_the_first_and_against_it():
    table = comparison(criterion("minutes", [10, 20]), criterion("servers", [4, 2]))
    found = weigh(table, {"minutes": 3, "servers": 1})

    assert found.speak_for == ("minutes",)
    assert found.speak_against == ("servers",)
