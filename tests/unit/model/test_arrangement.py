"""Any number of nodes, arrays and notes finds a place of its own."""

from hypothesis import given
from hypothesis import strategies as st

from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement
from designer.editing.ground import boxes, members_of
from designer.model.arrangement import arrange
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.layout import Layout
from designer.model.project import Project


def _arranged(design):
    return design.evolve(layout=arrange(design.evolve(layout=Layout())))


def _overlaps(design):
    found = boxes(design)
    cards = [key for key in found if key not in {site.id for site in design.sites}]
    frames = [site.id for site in design.sites]
    pairs = [(a, b) for group in (cards, frames) for place, a in enumerate(group) for b in group[place + 1 :]]
    return [(a, b) for a, b in pairs if _meet(found[a], found[b])]


def _meet(one, other):
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@given(
    primary=st.integers(1, 20),
    secondary=st.integers(1, 20),
    witness=st.sampled_from(WitnessPlace),
    arrays=st.lists(st.sampled_from(["site-p", "site-s"]), max_size=4),
    notes=st.integers(0, 4),
)
def test_nothing_overlaps_whatever_the_numbers(primary, secondary, witness, arrays, notes):
    project = Project(designs=(build(Blueprint(primary, secondary, witness=witness, vms=0)).evolve(id="d"),))
    for site in arrays:
        project = AddElement("d", ElementKind.ARRAY, inside=site).apply(project)
    for _ in range(notes):
        project = AddElement("d", ElementKind.NOTE).apply(project)

    design = _arranged(project.design("d"))

    assert _overlaps(design) == []


@given(primary=st.integers(1, 12), secondary=st.integers(1, 12), witness=st.sampled_from(WitnessPlace))
def test_everything_stands_inside_its_site_and_on_the_grid(primary, secondary, witness):
    design = _arranged(build(Blueprint(primary, secondary, witness=witness, vms=0)))

    for site in design.sites:
        frame = design.layout.place_of(site.id)
        for member in members_of(design, site.id):
            box = boxes(design)[member]
            assert frame.x <= box.x
            assert frame.y <= box.y
            assert box.right <= frame.x + frame.width
            assert box.bottom <= frame.y + frame.height
    assert all(place.x % 4 == 0 and place.y % 4 == 0 for place in design.layout.places)


def test_everything_that_stands_on_the_canvas_gets_a_place():
    design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))

    assert {place.element for place in arrange(design).places} == {
        *("site-p", "site-s", "site-w"),
        *("p1", "p2", "s1"),
        *("array-p", "array-s"),
        "witness",
    }


def test_an_empty_design_is_arranged_too():
    assert arrange(Design(id="d", label="D")).places == ()


def test_the_same_design_is_arranged_the_same_way():
    assert arrange(build(Blueprint(3, 2))) == arrange(build(Blueprint(3, 2)))
