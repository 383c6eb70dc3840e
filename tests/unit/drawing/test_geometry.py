from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.geometry import (
    Point,
    Rect,
    Transform,
    circle,
    crosses,
    length_of,
    point_along,
    polyline,
    rounded_polyline,
    rounded_rectangle,
    scaling,
    translation,
)

numbers = st.integers(min_value=-500, max_value=500).map(float)
sizes = st.integers(min_value=1, max_value=300).map(float)
rects = st.builds(Rect, numbers, numbers, sizes, sizes)


def test_a_circle_of_cubics_is_round_to_a_thousandth_of_its_radius():
    points = circle(Point(10, 20), 100).flattened()[0]

    distances = [((p.x - 10) ** 2 + (p.y - 20) ** 2) ** 0.5 for p in points]

    assert min(distances) == pytest.approx(100, abs=0.1)
    assert max(distances) == pytest.approx(100, abs=0.1)
    assert length_of(points) == pytest.approx(2 * pi * 100, rel=0.005)


def test_a_rounded_rectangle_never_rounds_more_than_half_of_its_shorter_side():
    outline = rounded_rectangle(Rect(0, 0, 40, 10), 99)

    assert outline.bounds() == Rect(0, 0, 40, 10)
    assert max(outline.coordinates[0::2]) == 40


@given(rects, rects)
def test_united_holds_both(first, second):
    both = first.united(second)

    assert both.contains(first)
    assert both.contains(second)


@given(rects, rects)
def test_overlap_is_mutual_and_touching_is_not_overlapping(first, second):
    assert first.overlaps(second) == second.overlaps(first)
    assert not first.overlaps(Rect(first.right, first.y, 5, 5))


def test_transforms_are_applied_from_the_inner_to_the_outer():
    moved_then_doubled = scaling(2).after(translation(3, 4))

    assert moved_then_doubled.apply(1, 1) == Point(8, 10)
    assert Transform().apply(5, 6) == Point(5, 6)


def test_a_line_along_an_edge_does_not_enter_and_one_through_the_middle_does():
    box = Rect(10, 10, 20, 20)

    assert not crosses(Point(0, 10), Point(50, 10), box)
    assert not crosses(Point(30, 0), Point(30, 50), box)
    assert crosses(Point(0, 20), Point(50, 20), box)
    assert crosses(Point(0, 0), Point(40, 40), box)
    assert not crosses(Point(5, 40), Point(50, 40), box)


def test_points_along_a_path_go_by_length():
    path = (Point(0, 0), Point(30, 0), Point(30, 10))

    assert point_along(path, 0) == Point(0, 0)
    assert point_along(path, 0.5) == Point(20, 0)
    assert point_along(path, 1) == Point(30, 10)


def test_rounded_corners_stay_between_the_straight_pieces():
    path = (Point(0, 0), Point(50, 0), Point(50, 50))

    curve = rounded_polyline(path, 8)

    assert curve.verbs == "MLCL"
    assert curve.bounds() == polyline(path).bounds()
    assert curve.coordinates[2:4] == (42, 0)
    assert curve.coordinates[8:10] == (50, 8)
