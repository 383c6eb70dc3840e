"""Sites never come to lie over each other, and what is new finds a free place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.editing.clipboard import Paste, copy
from designer.editing.elements import AddElement, ElementKind
from designer.editing.ground import Box, boxes, members_of
from designer.editing.placement import AlignElements, Edge, MoveElements, MoveIntoSite, ResizeSite, SetLocked
from designer.editing.spacing import free_offset
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"
spots = st.integers(-600, 1400)
steps = st.integers(-700, 700)
cards = st.lists(st.sampled_from(["p1", "p2", "s1", "array-p", "array-s", "site-p", "site-s"]), min_size=1, unique=True)
edits = st.one_of(
    st.builds(
        lambda kind, x, y, inside: AddElement(D, kind, x=x, y=y, inside=inside),
        st.sampled_from([ElementKind.NODE, ElementKind.ARRAY]),
        spots,
        spots,
        st.sampled_from(["site-p", "site-s"]),
    ),
    st.builds(lambda ids, dx, dy: MoveElements(D, tuple(ids), dx, dy), cards, steps, steps),
    st.builds(
        lambda one, site, dx, dy: MoveIntoSite(D, (one,), site, dx, dy),
        st.sampled_from(["p1", "p2", "s1"]),
        st.sampled_from(["site-p", "site-s"]),
        steps,
        steps,
    ),
    st.builds(lambda ids, dx, dy: Paste(D, copy(two_plus_one(), ids), dx, dy), cards, steps, steps),
    st.builds(lambda ids: Paste(D, copy(two_plus_one(), ids)), cards),
)


def _meet(one, other):
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _clashes(design):
    found = boxes(design)
    sites = [site.id for site in design.sites]
    return [(a, b) for n, a in enumerate(sites) for b in sites[n + 1 :] if _meet(found[a], found[b])]


@given(st.lists(edits, min_size=1, max_size=3))
def test_sites_that_lay_apart_lie_apart_after_any_edit(commands):
    project = project_of()

    for command in commands:
        project = command.apply(project)

        design = project.design(D)
        found = boxes(design)
        assert _clashes(design) == []
        assert all(
            found[site.id].around(found[key]) == found[site.id]
            for site in design.sites
            for key in members_of(design, site.id)
        )


def test_a_site_that_grows_pushes_its_neighbour_with_all_that_stands_in_it():
    before = two_plus_one()
    gap = boxes(before)["site-s"].x - boxes(before)["site-p"].right

    after = MoveElements(D, ("p2",), 200, 0).apply(project_of()).design(D)

    old, new = boxes(before), boxes(after)
    pushed = new["site-s"].x - old["site-s"].x
    assert new["site-s"].x - new["site-p"].right == gap
    assert pushed == 200
    assert {new[key].x - old[key].x for key in ("s1", "array-s")} == {pushed}
    assert new["p1"] == old["p1"]


def test_a_neighbour_on_the_left_gives_way_to_the_left():
    before = boxes(two_plus_one())

    after = boxes(MoveElements(D, ("s1",), -250, 0).apply(project_of()).design(D))

    assert after["s1"].x == before["s1"].x - 250
    assert after["site-s"].x - after["site-p"].right == before["site-s"].x - before["site-p"].right


def test_a_small_step_pushes_nobody():
    before = boxes(two_plus_one())

    after = boxes(MoveElements(D, ("p2",), 24, 0).apply(project_of()).design(D))

    assert after["site-s"] == before["site-s"]


def test_a_locked_site_is_not_pushed():
    locked = SetLocked(D, ("s1",), locked=True).apply(project_of())

    after = MoveElements(D, ("p2",), 250, 0).apply(locked).design(D)

    assert boxes(after)["site-s"] == boxes(two_plus_one())["site-s"]


def test_a_site_that_comes_to_lie_over_a_locked_one_gives_way():
    locked = SetLocked(D, ("site-s",), locked=True).apply(project_of())

    after = boxes(MoveElements(D, ("site-p",), 500, 0).apply(locked).design(D))

    assert after["site-s"] == boxes(two_plus_one())["site-s"]
    assert not after["site-p"].meets(after["site-s"])


@pytest.mark.parametrize(
    "command",
    [ResizeSite(D, "site-p", 40, 200, 900, 400), AlignElements(D, ("site-p", "site-s"), Edge.LEFT)],
)
def test_resized_and_aligned_sites_lie_apart_too(command):
    assert _clashes(command.apply(project_of()).design(D)) == []


def test_a_node_added_without_a_point_stands_free_in_its_site():
    design = MoveElements(D, ("site-p",), 0, 900).apply(project_of()).design(D)

    after = AddElement(D, ElementKind.NODE, inside="site-p").apply(project_of(design)).design(D)

    found = boxes(after)
    others = [found[key] for key in members_of(after, "site-p") if key != "p3"]
    assert after.layout.place_of("p3") is not None
    assert not any(_meet(found["p3"], other) for other in others)
    assert found["site-p"].height == boxes(design)["site-p"].height  # it grew to the side, not down to where it was


def test_the_free_place_is_the_nearest_one():
    block = Box(0, 0, 100, 50)

    assert free_offset(block, [], None) == (0, 0)
    assert free_offset(block, [Box(0, 0, 100, 50)], None) == (0, 66)  # 50 down and a gap of 16
    assert free_offset(block, [Box(0, 0, 100, 50)], Box(-16, -48, 400, 114)) == (116, 0)  # inside the frame


def test_where_a_site_must_grow_a_copy_continues_the_row():
    before = two_plus_one()

    after = Paste(D, copy(before, ["p1"])).apply(project_of()).design(D)

    found = boxes(after)
    assert (found["p3"].x, found["p3"].y) == (found["p2"].right + 16, found["p2"].y)
