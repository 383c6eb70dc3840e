"""The way of a live migration: order of networks, slowest part, what a stream makes of it."""

import pytest

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.link import LinkProtocol, Network, NetworkRole
from designer.resilience.lines import goodput_mbit, migration_order, way_between, way_over
from designer.resilience.quality import Quality
from designer.resilience.targets import parse_target
from designer.resilience.verdict import evaluate
from designer.topology.down import Down
from tests.support.designs import changed
from tests.support.scripts import design

LM = NetworkRole.LIVE_MIGRATION


def ways(of, down=None, vm=None, ends=("p1", "s1")):
    return way_between(of, down or Down(), vm, ends=(of.node(ends[0]), of.node(ends[1])))


def test_only_networks_with_the_role_are_tried_even_if_listed():
    of = design()
    vm = of.vm("vm-01").evolve(migration_networks=("net-client", "net-migration"))

    assert [network.id for network in migration_order(of, vm)] == ["net-migration"]


def test_the_order_of_the_design_decides_between_equals():
    of = design()
    more = tuple(Network(id=f"net-{name}", name=name, roles=(LM,)) for name in ("b", "a"))
    of = of.evolve(networks=(*of.networks, *more))

    assert [network.id for network in migration_order(of, None)] == ["net-migration", "net-b", "net-a"]


def test_the_slowest_part_sets_the_rate_and_the_fastest_line_is_taken():
    of = design()
    second = of.network_links[0].evolve(id="link-second", rate_mbit=400)
    of = changed(of.evolve(network_links=(*of.network_links, second)), "network_links", "link-lan", rate_mbit=300)

    way = ways(of)

    assert way is not None
    assert (way.rate_mbit, way.line and way.line.id) == (400, "link-second")
    assert ways(of, ends=("p1", "p2")).rate_mbit == 1000


def test_there_is_no_way_to_a_lost_site_or_without_an_adapter():
    of = design()

    assert ways(of, Down(sites=frozenset({"site-s"}))) is None
    assert ways(of, Down(nics=frozenset({("s1", "net-migration")}))) is None
    assert way_over(of, Down(), of.network("net-client"), (of.node("p1"), of.node("s1"))) is not None


def test_what_a_migration_carries_is_the_share_of_its_line_or_what_its_stream_can():
    of = design()
    way = ways(of)
    far = ways(changed(of, "network_links", "link-lan", rtt_us=180_000))

    assert goodput_mbit(of, way) == 940.0
    assert goodput_mbit(of, far) == pytest.approx(129, rel=0.001)
    assert goodput_mbit(of, way, Quality(1_000, 10_000)) == pytest.approx(41.12, rel=0.001)


@pytest.mark.parametrize("witness", [WitnessPlace.NONE, WitnessPlace.THIRD])
def test_losing_the_line_that_carries_the_replication_is_losing_both(witness):
    plain = build(Blueprint(2, 2, witness=witness, vms=2))
    over_ip = changed(plain, "replication_links", "link-replication", protocol=LinkProtocol.FCIP)
    carried = changed(over_ip, "replication_links", "link-replication", carried_by="link-lan")

    both = evaluate(plain, parse_target("link:link-lan+link:link-replication", plain))

    cut = evaluate(carried, parse_target("link:link-lan", carried))
    assert (cut.outcome, cut.unprotected) == (both.outcome, True)
    assert not evaluate(over_ip, parse_target("link:link-lan", over_ip)).unprotected
