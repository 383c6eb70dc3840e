"""The front of a sweep is what nothing beats, held against the definition by comparing every pair."""

from hypothesis import given
from hypothesis import strategies as st

from designer.base.texts import msg
from designer.comparison.compare import Criterion
from designer.comparison.metrics import Cell
from designer.comparison.sweep import COST, DOWNTIME, SERVERS, Point, judge, sweep_of
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.reshape import Shape


def _point(servers, minutes, cost=None):
    values = {SERVERS: servers, DOWNTIME: minutes, COST: cost}
    return Point(
        Shape(1, 1),
        "one-plus-one",
        (),
        tuple(Criterion(name, msg("x"), "", "lower", (Cell(value, msg("x")),)) for name, value in values.items()),
        0,
    )


def _beats(one, other):
    return one != other and one[0] <= other[0] and one[1] <= other[1]


@given(st.lists(st.tuples(st.integers(2, 6), st.integers(0, 8)), max_size=30))
def test_a_point_is_in_front_exactly_when_no_other_beats_it(values):
    found = sweep_of([_point(servers, float(minutes)) for servers, minutes in values])

    assert found.front == tuple(
        index for index, one in enumerate(values) if not any(_beats(other, one) for other in values)
    )


def test_servers_stand_for_the_cost_until_every_point_has_one():
    without = sweep_of([_point(2, 9.0, 100.0), _point(3, 1.0)])
    with_prices = sweep_of([_point(2, 9.0, 100.0), _point(3, 1.0, 90.0)])

    assert (without.price, without.front) == (SERVERS, (0, 1))
    assert (with_prices.price, with_prices.front) == (COST, (1,))


def test_what_has_no_downtime_is_never_in_front():
    assert sweep_of([_point(2, None), _point(3, 5.0)]).front == (1,)


def test_a_point_tells_what_the_shape_comes_to():
    point = judge(build(Blueprint(2, 2, vms=2)), Shape(2, 1, WitnessPlace.THIRD, 1, 0))

    assert (point.design, point.silent, point.value(SERVERS)) == ("two-plus-one", ("p2",), 3)
    # 2+1 with a share at a third site and one primary vote removed survives the site: domain 4.3.
    assert (point.value("node-loss"), point.value("site-loss"), point.value("lan-cut")) == ("L", "T", "R")
    assert judge(build(Blueprint(2, 2, vms=2)), Shape(2, 1, WitnessPlace.THIRD)).errors == 1
