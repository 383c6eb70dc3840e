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
