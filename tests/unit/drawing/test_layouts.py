"""Whatever a person does to the layout, the picture stays whole."""

from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.geometry import Point, distance
from designer.drawing.marks import Path
from designer.drawing.placing import places_of
from designer.drawing.scene import LINE_Z, SYMBOL_Z
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.layout import Layout, Route, Waypoint
from designer.model.link import NetworkLink, ReplicationLink
from designer.model.note import Note
from tests.support.pictures import RULER, drawn, line_crosses, texts_in

DESIGN = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
MOVABLE = tuple(place.element for place in DESIGN.layout.places)
spots = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))
close_spots = st.tuples(st.integers(0, 900), st.integers(100, 700))


def moved(design, targets):
    places = [design.layout.place_of(key).evolve(x=x, y=y) for key, (x, y) in targets.items()]
    return design.evolve(layout=design.layout.with_places(*places))


@given(st.dictionaries(st.sampled_from(MOVABLE), spots, max_size=len(MOVABLE)))
def test_any_layout_can_be_drawn_and_every_site_holds_its_own(targets):
    design = moved(DESIGN, targets)

    scene = drawn(design)

    placing = places_of(design)
    assert len({item.key for item in scene.items}) == len(scene.items)
    assert all(placing.sites[node.site].contains(placing.cards[node.id]) for node in design.nodes)
    assert scene == drawn(design)


@given(st.lists(spots, min_size=1, max_size=4), st.sampled_from([link.id for link in DESIGN.links()]))
def test_any_way_through_waypoints_can_be_drawn(points, link_id):
    route = Route(link=link_id, waypoints=tuple(Waypoint(x=x, y=y) for x, y in points))

    line = drawn(DESIGN.evolve(layout=DESIGN.layout.with_route(route))).by_key[link_id]

    box = line.outline.bounds().grown(9)  # corners are rounded by 8
    assert all(box.x <= x <= box.right and box.y <= y <= box.bottom for x, y in points)


@given(st.sets(st.sampled_from(MOVABLE)))
def test_forgotten_places_are_found_anew_beside_the_kept_ones(forgotten):
    design = DESIGN.evolve(layout=DESIGN.layout.without(frozenset(forgotten)))

    cards = list(places_of(design).cards.values())

    assert len(cards) == 7
    assert not any(first.overlaps(second) for n, first in enumerate(cards) for second in cards[n + 1 :])


def test_parallel_lines_between_the_same_ends_keep_apart():
    twins = DESIGN.evolve(
        replication_links=(
            *DESIGN.replication_links,
            ReplicationLink(id="link-second", name="Second ring", a="array-p", b="array-s"),
        ),
        network_links=(
            *DESIGN.network_links,
            NetworkLink(id="lan-b", name="LAN B", a="site-p", b="site-s", networks=("net-heartbeat",)),
        ),
    )

    scene = drawn(twins).by_key

    for first, second in (("link-replication", "link-second"), ("link-lan", "lan-b")):
        levels = [scene[key].outline.coordinates[1] for key in (first, second)]
        assert abs(levels[0] - levels[1]) >= 20
        assert not scene[f"{first}:label"].bounds.overlaps(scene[f"{second}:label"].bounds)


def test_two_arrays_of_a_site_are_joined_round_each_other():
    arrays = (*DESIGN.arrays, *(a.evolve(id=f"{a.id}2", name=f"{a.name} 2") for a in DESIGN.arrays))
    second = ReplicationLink(id="link-second", name="Second", a="array-p2", b="array-s2")
    design = DESIGN.evolve(arrays=arrays, replication_links=(*DESIGN.replication_links, second), layout=Layout())

    scene = drawn(design)

    cards = places_of(design).cards.values()
    lines = [item.outline.flattened()[0] for item in scene.items if item.z == LINE_Z]
    assert not any(line_crosses(line, card.grown(-0.5)) for line in lines for card in cards)


def test_a_note_is_broken_into_lines_inside_its_card():
    text = "The line between the sites is leased until June; a second one over another route has been ordered. " * 4
    design = DESIGN.evolve(notes=(Note(id="note-1", text=text),))

    item = drawn(design).by_key["note-1"]

    box = item.outline.bounds()
    lines = list(texts_in(item))
    assert len(lines) > 1
    assert lines[-1][0].text.endswith("…")
    assert all(box.contains(rect) for _, rect in lines)
    assert RULER.missing("".join(line.text for line, _ in lines)) == ()


def test_of_overlapping_cards_one_is_wholly_above_the_other():
    design = moved(DESIGN, {"p2": (150, 260), "p1": (100, 240), "array-p": (120, 300)})

    cards = [item.part_of or item.key for item in drawn(design).items if item.z == SYMBOL_Z]

    assert len(list(groupby(cards))) == len(set(cards)) == 7


@given(st.dictionaries(st.sampled_from(MOVABLE), close_spots, max_size=len(MOVABLE)))
def test_in_any_layout_every_link_is_drawn_and_every_node_is_on_its_lan(targets):
    design = moved(DESIGN, targets)

    scene = drawn(design).by_key

    assert all(link.id in scene for link in design.links())
    cards = places_of(design).cards
    for link in design.network_links:
        ways = [mark.curve.flattened()[0] for mark in scene[link.id].marks if isinstance(mark, Path)]
        joined = reached_from(ways[0], ways[1:])
        for node in design.nodes:
            edge = outline_of(cards[node.id])
            assert any(lies_on(way[-1], edge) for way in joined), node.id


def test_a_node_pulled_out_of_its_row_keeps_its_lan():
    p1 = DESIGN.layout.place_of("p1")
    design = moved(DESIGN, {"p1": (p1.x + 10, p1.y + 25)})

    line = drawn(design).by_key["link-lan"]

    card = places_of(design).cards["p1"]
    ends = [mark.curve.flattened()[0][-1] for mark in line.marks if isinstance(mark, Path)]
    assert Point(card.centre.x, card.y) in ends


def outline_of(rect):
    right, bottom = rect.right, rect.bottom
    return [
        Point(rect.x, rect.y),
        Point(right, rect.y),
        Point(right, bottom),
        Point(rect.x, bottom),
        Point(rect.x, rect.y),
    ]


def lies_on(point, line):
    return any(distance(a, point) + distance(point, b) - distance(a, b) < 1 for a, b in pairwise(line))


def reached_from(first, others):
    """The lines that hang together with the first one."""
    joined, rest = [first], list(others)
    while found := [way for way in rest if any(touches(way, known) for known in joined)]:
        joined += found
        rest = [way for way in rest if way not in found]
    return joined


def touches(one, other):
    ends = (one[0], one[-1])
    return any(lies_on(end, other) for end in ends) or any(lies_on(end, one) for end in (other[0], other[-1]))
