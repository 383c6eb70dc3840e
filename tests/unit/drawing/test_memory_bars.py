"""Memory as bars: held and free make up the node, and what is lacking stands beyond it."""

import pytest

from designer.analysis.memory_figures import memory_figures
from designer.base.texts import ENGLISH
from designer.drawing.lettering import Lettering
from designer.drawing.marks import texts_of
from designer.drawing.memory_bars import memory_bars
from designer.drawing.ruler import BundledRuler
from designer.model.blueprint import Blueprint, build

LETTERING = Lettering(BundledRuler(), ENGLISH)


def drawn(design, lost):
    after = next(one for one in memory_figures(design) if one.lost == lost)
    nodes = [(node.node, design.name_of(node.node), node) for node in after.nodes]
    return after, memory_bars(LETTERING, nodes, 500.0)


def long(scene, key):
    return scene.by_key[key].marks[0].curve.bounds().width


def test_held_and_free_are_in_proportion():
    after, scene = drawn(build(Blueprint(2, 2)), None)
    node = next(one for one in after.nodes if one.shares)

    ratio = long(scene, f"part:{node.node}:0") / long(scene, f"part:{node.node}:1")
    assert ratio == pytest.approx(node.assigned_mib / node.free_mib)


def test_every_node_that_is_left_has_a_bar_with_its_pressure():
    after, scene = drawn(build(Blueprint(2, 1)), "site-p")
    texts = {text.text for text, _ in texts_of(scene.marks)}

    assert [one.node for one in after.nodes] == ["s1"]
    assert f"{after.nodes[0].highest_pressure_percent}\u00a0%" in texts


def test_what_is_lacking_is_drawn_only_where_something_is():
    after, scene = drawn(build(Blueprint(2, 1)), None)

    for node in after.nodes:
        assert (f"part:{node.node}:2" in scene.by_key) is (node.wanted_mib > node.available_mib)
