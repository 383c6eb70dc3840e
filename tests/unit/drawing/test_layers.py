"""Layers: what is hidden with what."""

import pytest

from designer.assets.translations import translator
from designer.drawing.compose import compose
from designer.drawing.layers import Layer, elements_in_layers, layer_name, layer_of, without_layers
from designer.drawing.ruler import BundledRuler
from designer.drawing.scene import Scene
from designer.model.design import Design
from tests.support.builders import two_plus_one


@pytest.fixture(scope="module")
def design() -> Design:
    return two_plus_one()


@pytest.fixture(scope="module")
def scene(design: Design) -> Scene:
    return compose(design, BundledRuler(), translator("en"))


def test_nothing_hidden_is_the_very_same_picture(design: Design, scene: Scene) -> None:
    assert without_layers(scene, design, ()) is scene


def test_hidden_nodes_take_their_chips_along(design: Design, scene: Scene) -> None:
    left = {item.element_id for item in without_layers(scene, design, {Layer.COMPUTE}).items}

    assert "p1" not in left
    assert "vm-01" not in left, "a chip does not float where its node was"
    assert {"site-p", "array-p", "link-lan"} <= left


def test_hidden_machines_leave_their_nodes(design: Design, scene: Scene) -> None:
    left = {item.element_id for item in without_layers(scene, design, {Layer.VMS}).items}

    assert "vm-01" not in left
    assert "p1" in left


def test_a_line_goes_with_its_label(design: Design, scene: Scene) -> None:
    keys = set(without_layers(scene, design, {Layer.REPLICATION}).by_key)

    assert not keys & {"link-replication", "link-replication:label"}
    assert "link-lan:label" in keys


def test_every_kind_of_element_but_sites_is_in_a_layer(design: Design) -> None:
    everything = elements_in_layers(design, Layer)

    assert {one.id for one in design.elements()} - everything == {site.id for site in design.sites}
    assert layer_of(design.site("site-p")) is None
    assert len({str(layer_name(layer)) for layer in Layer}) == len(Layer)
