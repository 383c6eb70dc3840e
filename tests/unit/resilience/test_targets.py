"""The event grammar: what it means and what it refuses."""

import pytest

from designer.base.errors import UnknownElement
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.resilience.targets import Loss, LossKind, down_by, parse_target, written

DESIGN = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))


def test_plus_joins_and_then_follows():
    first, second = parse_target("link:link-lan+witness then node:p1", DESIGN)

    assert first == (Loss(LossKind.LINK, "link-lan"), Loss(LossKind.WITNESS))
    assert second == (Loss(LossKind.NODE, "p1"),)
    assert written((first, second)) == "link:link-lan+witness>node:p1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum:site-p",
        "nic:p1",
        "nic:p1/net-x",
        "nic:p9/net-client",
        "node",
        "node:",
        "node:p9",
        "array:p1",
        "nodes:p1",
        "host:p1",
        "node:p1+",
        ">node:p1",
        "link:net-client",
    ],
)
def test_what_is_not_there_is_named(text):
    with pytest.raises(UnknownElement):
        parse_target(text, DESIGN)


def test_an_adapter_is_named_by_its_node_and_its_network():
    (instant,) = parse_target("nic:p1/net-client", DESIGN)

    assert instant == (Loss(LossKind.NIC, "p1/net-client"),)
    assert instant[0].element == "p1"
    assert down_by(DESIGN, instant).nics == {("p1", "net-client")}
    assert written((instant,)) == "nic:p1/net-client"


def test_a_site_takes_its_nodes_its_array_and_its_witness():
    (instant,) = parse_target("site:site-p", DESIGN)
    down = down_by(DESIGN, instant)
    (third,) = parse_target("site:site-w", DESIGN)

    assert down.nodes == {"p1", "p2"}
    assert down.arrays == {"array-p"}
    assert not down.witness
    assert down_by(DESIGN, third).witness


def test_a_site_with_one_fabric_has_no_redundant_path():
    site = DESIGN.sites[0].evolve(fabrics=1)
    design = DESIGN.evolve(sites=(site, *DESIGN.sites[1:]))
    (instant,) = parse_target("path:site-p", design)

    assert down_by(design, instant).fabrics == {"site-p"}
