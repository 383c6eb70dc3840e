"""Where things stand: moved, resized, aligned, distributed, locked, arranged; and put into another site."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.ground import Box, boxes, members_of, site_at
from designer.editing.placement import (
    AlignElements,
    ArrangeDesign,
    Axis,
    DistributeElements,
    Edge,
    MoveElements,
    MoveIntoSite,
    ResizeNote,
    ResizeSite,
    SetLocked,
    SetWaypoints,
    Spread,
)
from designer.model.arrangement import arrange
from designer.model.layout import Layout, Place, Route, Waypoint
from designer.model.note import Note
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _after(command, design=None):
    return command.apply(project_of(design or two_plus_one())).design(D)


def _at(design, element):
    place = design.layout.place_of(element)
    return place.x, place.y


def test_a_symbol_moves_by_the_offset_and_no_other_does():
    before = two_plus_one()

    after = _after(MoveElements(D, ("p1",), 8, -16))

    x, y = _at(before, "p1")
    assert _at(after, "p1") == (x + 8, y - 16)
    others = [place for place in before.layout.places if place.element != "p1"]
    assert [place for place in after.layout.places if place.element != "p1"] == others
    assert after.evolve(layout=before.layout) == before


def test_a_site_carries_what_stands_in_it():
    before = two_plus_one()

    after = _after(MoveElements(D, ("site-p",), 100, 0))

    for element in ("site-p", "p1", "p2", "array-p"):
        assert _at(after, element)[0] == _at(before, element)[0] + 100
    assert _at(after, "s1") == _at(before, "s1")


def test_a_symbol_named_with_its_site_moves_once():
    before = two_plus_one()

    after = _after(MoveElements(D, ("site-p", "p1"), 100, 0))

    assert _at(after, "p1")[0] == _at(before, "p1")[0] + 100


def test_a_symbol_nobody_placed_moves_from_where_the_arrangement_puts_it():
    design = two_plus_one()

    after = _after(MoveElements(D, ("p1",), 8, 8), design.evolve(layout=Layout()))

    x, y = _at(design, "p1")
    assert _at(after, "p1") == (x + 8, y + 8)
    assert after.layout.place_of("p2") is None


def test_waypoints_move_when_both_ends_do():
    design = two_plus_one()
    points = (Waypoint(x=10, y=20),)
    layout = design.layout.with_route(Route(link="san-p1", waypoints=points))
    layout = layout.with_route(Route(link="link-lan", waypoints=points))

    after = _after(MoveElements(D, ("site-p",), 5, 6), design.evolve(layout=layout))

    assert after.layout.route_of("san-p1").waypoints == (Waypoint(x=15, y=26),)
    assert after.layout.route_of("link-lan").waypoints == points


def test_a_locked_symbol_stays():
    locked = SetLocked(D, ("p1",), locked=True).apply(project_of())

    with pytest.raises(EditRefused) as refused:
        MoveElements(D, ("p1",), 8, 8).apply(locked)
    assert refused.value.code == "locked"

    together = MoveElements(D, ("p1", "p2", "site-s"), 8, 8).apply(locked)
    assert _at(together.design(D), "p1") == _at(locked.design(D), "p1")
    assert _at(together.design(D), "p2") != _at(locked.design(D), "p2")

    site = MoveElements(D, ("site-p",), 8, 8).apply(locked)
    assert _at(site.design(D), "p1") == _at(locked.design(D), "p1")

    free = SetLocked(D, ("p1",), locked=False).apply(locked)
    assert _at(MoveElements(D, ("p1",), 8, 8).apply(free).design(D), "p1") != _at(free.design(D), "p1")


def test_what_has_no_symbol_is_left_where_it_is():
    project = project_of()

    assert MoveElements(D, ("vm-01", "link-lan"), 8, 8).apply(project) is project


def test_nothing_moves_off_the_edge_of_the_world():
    with pytest.raises(EditRefused) as refused:
        _after(MoveElements(D, ("p1",), 2_000_000, 0))

    assert refused.value.code == "value-refused"


def test_one_drag_of_the_same_symbols_is_one_step():
    assert MoveElements(D, ("p1",), 8, 8).merge_key == MoveElements(D, ("p1",), 1, 1).merge_key
    assert MoveElements(D, ("p1",), 8, 8).merge_key != MoveElements(D, ("p2",), 8, 8).merge_key


def test_a_node_put_into_another_site_loses_the_san_links_that_stayed_behind():
    after = _after(MoveIntoSite(D, ("p2",), "site-s", dx=600))

    assert after.node("p2").site == "site-s"
    assert [link.id for link in after.san_links] == ["san-p1", "san-s1"]
    assert _at(after, "p2")[0] == _at(two_plus_one(), "p2")[0] + 600


def test_a_share_put_into_a_site_needs_no_path_from_there():
    after = _after(MoveIntoSite(D, ("witness",), "site-p"))

    assert after.witness.site == "site-p"
    assert [path.site for path in after.witness_paths] == ["site-s"]


@pytest.mark.parametrize(
    ("element", "site"), [("p1", "site-w"), ("vm-01", "site-s"), ("p1", "p2"), ("nobody", "site-s")]
)
def test_what_cannot_stand_in_a_site_is_not_put_there(element, site):
    with pytest.raises(EditRefused):
        _after(MoveIntoSite(D, (element,), site))


def test_a_site_is_resized_but_never_smaller_than_what_stands_in_it():
    roomy = _after(ResizeSite(D, "site-p", 0, 0, 2000, 1500))
    tight = _after(ResizeSite(D, "site-p", 200, 300, 1, 1))

    place = roomy.layout.place_of("site-p")
    assert (place.x, place.y, place.width, place.height) == (0, 0, 2000, 1500)
    frame = tight.layout.place_of("site-p")
    for member in members_of(tight, "site-p"):
        box = boxes(tight)[member]
        assert frame.x <= box.x
        assert frame.y <= box.y
        assert box.right <= frame.x + frame.width
        assert box.bottom <= frame.y + frame.height


def test_a_note_is_resized():
    design = two_plus_one().evolve(notes=(Note(id="note-1", text="A"),))

    place = _after(ResizeNote(D, "note-1", 5, 6, 300, 200), design).layout.place_of("note-1")

    assert (place.x, place.y, place.width, place.height) == (5, 6, 300, 200)
    with pytest.raises(EditRefused):
        _after(ResizeNote(D, "p1", 5, 6, 300, 200))


# Nodes are 232 wide and 128 high, arrays 232 by 72.
_SPREAD = Layout(
    places=(
        Place(element="p1", x=0, y=0),
        Place(element="p2", x=500, y=40),
        Place(element="array-p", x=1000, y=300),
    )
)


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        (Edge.LEFT, [(0, 0), (0, 40), (0, 300)]),
        (Edge.CENTRE, [(500, 0), (500, 40), (500, 300)]),
        (Edge.RIGHT, [(1000, 0), (1000, 40), (1000, 300)]),
        (Edge.TOP, [(0, 0), (500, 0), (1000, 0)]),
        (Edge.MIDDLE, [(0, 122), (500, 122), (1000, 150)]),
        (Edge.BOTTOM, [(0, 244), (500, 244), (1000, 300)]),
    ],
)
def test_symbols_are_aligned(edge, expected):
    after = _after(AlignElements(D, ("p1", "p2", "array-p"), edge), two_plus_one().evolve(layout=_SPREAD))

    assert [_at(after, element) for element in ("p1", "p2", "array-p")] == expected


def test_symbols_are_distributed_with_equal_gaps():
    layout = _SPREAD.with_places(Place(element="p2", x=300, y=40))
    design = two_plus_one().evolve(layout=layout)

    across = _after(DistributeElements(D, ("p1", "p2", "array-p"), Axis.HORIZONTAL), design)
    down = _after(DistributeElements(D, ("p1", "p2", "array-p"), Axis.VERTICAL), design)

    # Across: 1232 from end to end less three times 232 leaves two gaps of 268.
    assert [_at(across, element)[0] for element in ("p1", "p2", "array-p")] == [0, 500, 1000]
    # Down: 372 less 128 + 128 + 72 leaves two gaps of 22.
    assert [_at(down, element)[1] for element in ("p1", "p2", "array-p")] == [0, 150, 300]


def test_symbols_are_distributed_with_equal_steps_from_middle_to_middle():
    layout = _SPREAD.with_places(Place(element="p2", x=300, y=40))
    design = two_plus_one().evolve(layout=layout)

    down = _after(DistributeElements(D, ("p1", "p2", "array-p"), Axis.VERTICAL, Spread.CENTRES), design)

    # The outer middles are at 64 and 336, so the one between them belongs at 200, with its top 64 above that.
    assert [_at(down, element)[1] for element in ("p1", "p2", "array-p")] == [0, 136, 300]


@pytest.mark.parametrize(
    "command", [AlignElements(D, ("p1",), Edge.LEFT), DistributeElements(D, ("p1", "p2"), Axis.VERTICAL)]
)
def test_too_few_symbols_are_refused(command):
    with pytest.raises(EditRefused) as refused:
        _after(command)

    assert refused.value.code == "too-few"


def test_a_line_is_drawn_through_points_or_left_to_the_router():
    project = SetWaypoints(D, "link-lan", ((1, 2), (3, 4))).apply(project_of())
    assert project.design(D).layout.route_of("link-lan").waypoints == (Waypoint(x=1, y=2), Waypoint(x=3, y=4))

    project = SetWaypoints(D, "link-lan", ()).apply(project)
    assert project.design(D).layout.route_of("link-lan") is None
    with pytest.raises(EditRefused):
        SetWaypoints(D, "p1", ((1, 2),)).apply(project)


def test_arranging_lays_out_everything_but_what_is_locked():
    project = MoveElements(D, ("p1", "p2"), 40, 40).apply(project_of())
    project = SetLocked(D, ("p1",), locked=True).apply(project)
    project = SetWaypoints(D, "link-lan", ((1, 2),)).apply(project)

    after = ArrangeDesign(D).apply(project).design(D)

    assert _at(after, "p1") == _at(project.design(D), "p1")
    assert after.layout.place_of("s1") == arrange(after).place_of("s1")
    assert after.layout.routes == ()
    found = boxes(after)
    assert not found["p1"].meets(found["p2"]), "what is locked is not covered"


def test_the_site_under_a_point():
    design = two_plus_one()
    x, y = _at(design, "site-s")

    assert site_at(design, x + 1, y + 1).id == "site-s"
    assert site_at(design, -5000, 0) is None


def test_a_box_around_two():
    assert Box(0, 0, 10, 10).around(Box(5, -5, 10, 10)) == Box(0, -5, 15, 15)
