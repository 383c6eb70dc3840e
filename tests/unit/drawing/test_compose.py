"""What a picture promises: everything is drawn, nothing overlaps, no word leaves its box, labels keep off symbols."""

import pytest

from designer.assets.translations import translator
from designer.base.texts import msg
from designer.drawing.compose import LEGEND, PictureOptions, compose
from designer.drawing.condition import Condition, Flow, Health, PairLook, VmCondition, VmStatus
from designer.drawing.geometry import Point
from designer.drawing.ink import Role, Stroke
from designer.drawing.marks import bounds_of
from designer.drawing.placing import places_of
from designer.drawing.scene import SYMBOL_Z
from designer.drawing.symbols.link import directed
from designer.model.array import PairState
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.layout import Layout, Route, Waypoint
from designer.model.node import Node
from designer.model.note import Note
from designer.model.site import Site, SiteRole
from tests.support.pictures import RULER, blueprint_designs, drawn, line_crosses, sample_designs, texts_in, words_of

PICTURES = blueprint_designs() | sample_designs()
LINKS = ("replication_links", "network_links", "san_links", "witness_paths")

any_design = pytest.mark.parametrize("design", PICTURES.values(), ids=PICTURES.keys())


@any_design
def test_every_element_with_a_symbol_is_drawn(design):
    scene = drawn(design)

    expected = {thing.id for thing in (*design.sites, *design.nodes, *design.arrays, *design.notes)}
    expected |= {link.id for name in LINKS for link in getattr(design, name)}
    expected |= {lun.id for lun in design.luns[:40]}
    expected |= {design.witness.id} if design.witness else set()
    assert expected <= {item.element_id for item in scene.items}
    hidden = {item.element_id for item in scene.items if item.key.endswith(":more")}
    shown = {item.element_id for item in scene.items}
    assert all(vm.id in shown or vm.node in hidden for vm in design.vms)


@any_design
def test_keys_are_unique_and_items_lie_in_drawing_order(design):
    scene = drawn(design)

    keys = [item.key for item in scene.items]
    assert len(keys) == len(set(keys))
    assert [item.z for item in scene.items] == sorted(item.z for item in scene.items)


@any_design
def test_cards_keep_apart_and_stand_inside_their_site(design):
    placing = places_of(design)

    cards = list(placing.cards.items())
    touching = [(a, b) for n, (a, first) in enumerate(cards) for b, second in cards[n + 1 :] if first.overlaps(second)]
    assert touching == []
    homes = [(thing.id, thing.site) for thing in (*design.nodes, *design.arrays)]
    assert all(placing.sites[site].contains(placing.cards[card]) for card, site in homes)


@any_design
def test_sites_keep_apart(design):
    sites = list(places_of(design).sites.values())

    assert not any(first.overlaps(second) for n, first in enumerate(sites) for second in sites[n + 1 :])


@any_design
@pytest.mark.parametrize("language", ["en", "cs"])
def test_no_word_leaves_its_box(design, language):
    scene = compose(design, RULER, translator(language))

    for item in scene.items:
        if item.is_line or item.key == LEGEND:
            continue
        box = item.outline.bounds()
        outside = [text.text for text, rect in texts_in(item) if not box.contains(rect, tolerance=0.6)]
        assert outside == [], item.key


@any_design
def test_words_of_one_symbol_do_not_run_into_each_other(design):
    for item in drawn(design).items:
        rects = [rect.grown(-1.5) for _, rect in texts_in(item)]
        assert not any(a.overlaps(b) for n, a in enumerate(rects) for b in rects[n + 1 :]), item.key


@any_design
def test_labels_lie_over_no_symbol_and_no_other_label(design):
    scene = drawn(design)

    labels = [item for item in scene.items if item.key.endswith(":label")]
    symbols = [item for item in scene.items if item.z == SYMBOL_Z]
    clashes = [
        (label.key, other.key)
        for n, label in enumerate(labels)
        for other in (*symbols, *labels[n + 1 :])
        if label.bounds.overlaps(other.bounds)
    ]
    assert clashes == []


@any_design
def test_lines_run_round_symbols(design):
    scene = drawn(design)
    cards = places_of(design).cards

    for item in scene.items:
        if item.is_line:
            path = item.outline.flattened()[0]
            entered = [key for key, card in cards.items() if line_crosses(path, card.grown(-0.5))]
            assert entered == [], item.key


@any_design
def test_bounds_hold_every_mark(design):
    for item in drawn(design).items:
        assert item.bounds.contains(bounds_of(item.marks), tolerance=0.6), item.key


@any_design
def test_the_legend_stands_clear_of_everything_and_can_be_left_out(design):
    scene = drawn(design)
    without = drawn(design, options=PictureOptions(legend=False))

    rest = [item for item in scene.items if item.key != LEGEND]
    assert not any(scene.by_key[LEGEND].bounds.overlaps(item.bounds) for item in rest)
    assert list(without.items) == rest


def test_equal_designs_give_equal_scenes():
    design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))

    assert drawn(design) == drawn(build(Blueprint(2, 1, witness=WitnessPlace.THIRD)))


def test_moving_a_node_leaves_the_items_of_others_equal():
    design = build(Blueprint(2, 2))
    before = drawn(design).by_key
    place = design.layout.place_of("p1")
    moved = design.evolve(layout=design.layout.with_places(place.evolve(y=place.y + 8)))

    after = drawn(moved).by_key

    assert after["p1"] != before["p1"]
    assert all(after[key] == before[key] for key in ("p2", "s1", "s2", "array-p", "array-s", "site-s", "vm-02"))


def test_a_card_says_name_facts_memory_and_votes():
    """Six VMs of 4 GiB, three on each node; 96 GiB less the parent's 384 MiB + 30 MiB a GiB leave 92.8 GiB."""
    design = build(Blueprint(2, 1, no_votes=("p2",)))

    words = [text.text for text, _ in texts_in(drawn(design).by_key["p2"])]

    assert words == ["P2", "Primary site · 96\u00a0GiB · 2×6 cores", "12 of 93\u00a0GiB", "0 votes"]


def test_a_site_counts_its_nodes_and_votes():
    words = words_of(drawn(build(Blueprint(2, 1, no_votes=("p2",), witness=WitnessPlace.THIRD))))

    assert "2 nodes · 1 vote" in words
    assert "1 node · 1 vote" in words
    assert "1 vote" in words


def test_vms_beyond_the_room_of_a_card_are_counted():
    scene = drawn(build(Blueprint(1, 1, vms=9)))

    assert [text.text for text, _ in texts_in(scene.by_key["p1:more"])] == ["+4"]
    assert scene.by_key["p1:more"].element_id == "p1"
    assert str(scene.by_key["p1:more"].hint).startswith("VM-06, VM-07")


def test_a_vm_that_does_something_is_shown_before_those_that_only_run():
    condition = Condition(vms={"vm-09": VmCondition("p1", VmStatus.FAILED)})

    scene = drawn(build(Blueprint(1, 1, vms=9)), condition=condition)

    assert "vm-09" in scene.by_key
    assert "vm-05" not in scene.by_key


def test_long_names_are_cut_with_an_ellipsis_and_told_whole_in_the_hint():
    design = build(Blueprint(1, 1))
    name = "A node with a name that no card is wide enough for, whatever happens"
    node = design.nodes[0].evolve(name=name)

    item = drawn(design.evolve(nodes=(node, design.nodes[1]))).by_key["p1"]

    assert next(texts_in(item))[0].text.endswith("…")
    assert name in str(item.hint)


def test_characters_the_font_lacks_are_shown_as_question_marks():
    design = build(Blueprint(1, 1))
    node = design.nodes[0].evolve(name="★ P1 東京")

    item = drawn(design.evolve(nodes=(node, design.nodes[1]))).by_key["p1"]

    assert next(texts_in(item))[0].text == "? P1 ??"


def test_a_design_without_layout_is_drawn_all_the_same():
    design = build(Blueprint(3, 2, witness=WitnessPlace.THIRD)).evolve(layout=Layout())

    placing = places_of(design)

    assert set(placing.cards) == {"p1", "p2", "p3", "s1", "s2", "array-p", "array-s", "witness"}
    assert drawn(design) == drawn(design)


def test_what_has_no_place_finds_one_beside_what_has():
    design = build(Blueprint(1, 1))
    added = design.evolve(
        nodes=(*design.nodes, Node(id="p9", name="P9", site="site-p")), notes=(Note(id="note-1", text="Why?"),)
    )

    cards = list(places_of(added).cards.values())

    assert len(cards) == 6
    assert not any(first.overlaps(second) for n, first in enumerate(cards) for second in cards[n + 1 :])


def test_an_empty_design_is_an_empty_picture():
    scene = drawn(Design(id="empty", label="Empty"))

    assert scene.items == ()
    assert scene.bounds.width == 0


def test_an_empty_site_has_a_container():
    design = Design(id="d", label="D", sites=(Site(id="site-p", name="Here", role=SiteRole.PRIMARY),))

    assert drawn(design).by_key["site-p"].bounds.width > 200


def test_a_site_grows_with_what_stands_in_it():
    design = build(Blueprint(1, 1))
    place = design.layout.place_of("p1")
    far = design.evolve(layout=design.layout.with_places(place.evolve(y=place.y + 900)))

    placing = places_of(far)

    assert placing.sites["site-p"].contains(placing.cards["p1"])


def test_waypoints_of_a_person_are_honoured():
    design = build(Blueprint(1, 1))
    route = Route(link="link-replication", waypoints=(Waypoint(x=350, y=700), Waypoint(x=450, y=700)))

    line = drawn(design.evolve(layout=design.layout.with_route(route))).by_key["link-replication"]

    assert line.bounds.bottom >= 699


def test_replication_points_at_the_copy_and_turns_with_the_roles():
    design = build(Blueprint(1, 1))
    turned = Condition(
        pairs={lun.id: PairLook(PairState.SYNCHRONIZED, source="array-s", writable="array-s") for lun in design.luns}
    )

    before, after = drawn(design).by_key, drawn(design, condition=turned).by_key

    heads = [scene["link-replication"].marks[1].curve.coordinates[0] for scene in (before, after)]
    assert heads[0] == before["array-s"].outline.bounds().x
    assert heads[1] == before["array-p"].outline.bounds().right
    roles = [next(texts_in(after[key]))[0].text for key in ("array-p", "array-s")]
    assert roles == ["R2", "R1"]


def test_what_is_lost_is_told_by_words_and_marks():
    design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))
    lost = Condition(health=dict.fromkeys(("p1", "link-lan", "array-s", "witness"), Health.DOWN))

    scene = drawn(design, condition=lost)

    for key in ("p1", "array-s"):
        assert "failed" in [text.text for text, _ in texts_in(scene.by_key[key])]
    assert "file share · failed" in words_of(scene)
    assert "LAN · cut" in words_of(scene)


def test_a_suspended_mirror_says_so_and_points_nowhere():
    design = build(Blueprint(1, 1))
    pairs = {lun.id: PairLook(PairState.SUSPENDED, "array-p", "array-p") for lun in design.luns}

    scene = drawn(design, condition=Condition(pairs=pairs))

    assert any("Suspended" in word for word in words_of(scene))
    assert len(scene.by_key["link-replication"].marks) == 1


def test_a_resync_says_how_far_it_is():
    design = build(Blueprint(1, 1))
    pairs = {lun.id: PairLook(PairState.SYNC_IN_PROGRESS, "array-p", "array-p") for lun in design.luns}

    words = words_of(drawn(design, condition=Condition(pairs=pairs, progress={"link-replication": 0.45})))

    assert any("45\u00a0%" in word for word in words)


def test_a_moving_vm_is_at_its_source_and_as_a_ghost_at_its_target():
    design = build(Blueprint(2, 1))
    words = msg("RAM · round {round} of {last}", round=2, last=3)
    moving = Condition(targets={"vm-01": "s1"}, flows=(Flow("vm-01", "p1", "s1", words, 0.4),))

    scene = drawn(design, condition=moving)

    placing = places_of(design)
    assert placing.cards["p1"].contains(scene.by_key["vm-01"].outline.bounds())
    assert placing.cards["s1"].contains(scene.by_key["vm-01@s1"].outline.bounds())
    assert scene.by_key["vm-01@s1"].element_id == "vm-01"
    assert "RAM · round 2 of 3" in words_of(scene)
    path = scene.by_key["vm-01:flow"].outline.flattened()[0]
    assert not any(line_crosses(path, card) for card in placing.cards.values())


def test_chips_stay_where_they_are_when_a_vm_is_announced_and_arrives():
    design = build(Blueprint(2, 1))
    announced = drawn(design, condition=Condition(targets={"vm-01": "p2"}))
    arrived = drawn(design, condition=Condition(vms={"vm-01": VmCondition("p2")}))

    before = drawn(design).by_key
    for key in ("vm-02", "vm-04", "vm-06"):
        assert announced.by_key[key] == before[key]
        assert arrived.by_key[key] == before[key]
    assert arrived.by_key["vm-01"].bounds == announced.by_key["vm-01@p2"].bounds


def test_a_lost_site_says_so_in_its_head():
    design = build(Blueprint(1, 1))
    lost = Condition(health=dict.fromkeys(("p1", "array-p"), Health.DOWN))

    words = [text.text for text, _ in texts_in(drawn(design, condition=lost).by_key["site-p"])]

    assert words == ["Primary site", "failed"]


def test_an_arrow_head_never_reaches_past_the_last_corner():
    path = (Point(0, 0), Point(50, 0), Point(50, 8))

    _, head = directed(path, Stroke(Role.REPLICATION, 3.0), forward=True, backward=False)

    box = head.curve.bounds()
    assert (box.y, box.bottom) == (0, 8)


@pytest.mark.parametrize("shape", [(3, 2), (4, 4), (8, 8)])
def test_flows_run_round_symbols_and_their_labels_keep_off(shape):
    design = build(Blueprint(*shape))
    flows = tuple(Flow(f"vm-0{n}", f"p{n}", f"s{n}", msg("RAM"), 0.5) for n in (1, 2))
    moving = Condition(targets={flow.vm: flow.target for flow in flows}, flows=flows)

    scene = drawn(design, condition=moving)

    cards = list(places_of(design).cards.values())
    for flow in flows:
        path = scene.by_key[f"{flow.vm}:flow"].outline.flattened()[0]
        assert not any(line_crosses(path, card.grown(-0.5)) for card in cards)
        assert not any(scene.by_key[f"{flow.vm}:label"].bounds.overlaps(card) for card in cards)


def test_the_order_of_links_in_the_file_does_not_matter_to_where_symbols_stand():
    design = build(Blueprint(2, 2))
    turned = design.evolve(san_links=tuple(reversed(design.san_links)))

    keys = ("p1", "p2", "array-p", "link-lan", "link-replication")
    assert all(drawn(design).by_key[key] == drawn(turned).by_key[key] for key in keys)
