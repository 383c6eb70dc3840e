from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.geometry import Point, Rect
from designer.drawing.routing import Router, facing_side, port, through
from tests.support.pictures import line_crosses

LEFT = Rect(0, 0, 100, 60)
RIGHT = Rect(400, 0, 100, 60)


def test_facing_symbols_are_joined_straight():
    router = Router((LEFT, RIGHT))

    points = router.route([(port(LEFT, "right"), port(RIGHT, "left"))])

    assert points == (Point(100, 30), Point(400, 30))


def test_a_path_goes_round_what_stands_between():
    between = Rect(200, -20, 100, 100)
    router = Router((LEFT, between, RIGHT))

    points = router.route([(port(LEFT, "right"), port(RIGHT, "left"))])

    assert not line_crosses(points, between)
    assert points[0] == Point(100, 30)
    assert points[-1] == Point(400, 30)


def test_of_several_sides_the_cheapest_is_taken():
    router = Router((LEFT, RIGHT))
    under = (port(LEFT, "bottom"), port(RIGHT, "bottom"))
    across = (port(LEFT, "right"), port(RIGHT, "left"))

    assert router.route([under, across]) == (Point(100, 30), Point(400, 30))


def test_a_second_path_does_not_lie_on_the_first():
    wall = Rect(150, -200, 50, 190)
    low = Rect(400, -100, 100, 60)
    router = Router((LEFT, low, wall))
    first = router.route([(port(LEFT, "right", 0.4), port(low, "left", 0.4))])

    second = router.route([(port(LEFT, "right", 0.6), port(low, "left", 0.6))])

    uprights = [{a.x for a, b in pairwise(path) if a.x == b.x} for path in (first, second)]
    assert not uprights[0] & uprights[1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=20, unique=True))
def test_between_symbols_on_a_grid_a_path_never_enters_one(cells):
    cards = [Rect(column * 140.0, row * 100.0, 100.0, 60.0) for column, row in cells]
    router = Router(cards)
    start, end = cards[0], cards[1]

    points = router.route([(port(start, a), port(end, b)) for a in ("bottom", "right") for b in ("top", "left")])

    assert not any(line_crosses(points, card) for card in cards)


def test_a_way_drawn_by_hand_is_kept():
    drawn = through(Point(0, 0), [Point(10, 50), Point(90, 50)], Point(100, 0))

    assert drawn == (Point(0, 0), Point(10, 50), Point(90, 50), Point(100, 0))


def test_the_facing_side_looks_at_the_point():
    assert facing_side(LEFT, Point(900, 30)) == "right"
    assert facing_side(LEFT, Point(-900, 30)) == "left"
    assert facing_side(LEFT, Point(50, 900)) == "bottom"
    assert facing_side(LEFT, Point(50, -900)) == "top"
