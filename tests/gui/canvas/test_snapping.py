"""A drag comes to rest in line with what stands, else on the grid."""

from designer.app.canvas.snapping import settled
from designer.drawing.geometry import Point
from designer.editing.ground import Box

FRAME = Box(100, 100, 80, 40)


def test_rests_on_the_grid_where_nothing_stands() -> None:
    rest = settled(FRAME, [], Point(13, -3), scale=1.0)

    assert (FRAME.x + rest.dx) % 8 == 0
    assert (FRAME.y + rest.dy) % 8 == 0
    assert rest.guides == ()


def test_is_drawn_to_the_left_edge_of_another_rectangle() -> None:
    rest = settled(FRAME, [Box(203, 400, 80, 40)], Point(100, 50), scale=1.0)

    assert FRAME.x + rest.dx == 203
    assert len(rest.guides) == 1


def test_middles_count_too() -> None:
    rest = settled(FRAME, [Box(300, 200, 41, 21)], Point(180, 92), scale=1.0)

    assert FRAME.x + rest.dx + 40 == 320


def test_the_reach_is_counted_on_the_screen() -> None:
    near = settled(FRAME, [Box(203, 400, 80, 40)], Point(95, 0), scale=0.5)
    far = settled(FRAME, [Box(203, 400, 80, 40)], Point(95, 0), scale=2.0)

    assert FRAME.x + near.dx == 203
    assert FRAME.x + far.dx != 203


def test_the_gap_between_two_is_made_equal() -> None:
    rest = settled(FRAME, [Box(0, 100, 50, 40), Box(331, 104, 50, 40)], Point(53, 0), scale=1.0)

    # Between 50 and 331 there is room for 80 and two gaps of 100.5; the odd point goes to the right.
    assert FRAME.x + rest.dx == 150
    across = [guide for guide in rest.guides if guide.start.y == guide.end.y]
    assert [(guide.start.x, guide.end.x) for guide in across][:2] == [(50, 150), (230, 331)]


def test_the_gap_of_the_two_before_is_gone_on_with() -> None:
    column = [Box(100, 300, 80, 40), Box(100, 401, 80, 40)]

    rest = settled(FRAME, column, Point(0, 402), scale=1.0)

    # From 340 to 401 the gap is 61, so the third begins at 441 + 61.
    assert FRAME.y + rest.dy == 502
