"""The network of a live migration: the VM's own list, else the default order, and what breaks when it goes."""

import pytest

from designer.engine.timeline import Outcome
from designer.model.design import Design
from designer.model.link import Network, NetworkRole
from designer.model.node import Nic
from tests.support.designs import changed
from tests.support.scripts import design, fails, moves, ran, running_on

LM, CLIENT, HEARTBEAT, CSV = (
    NetworkRole.LIVE_MIGRATION,
    NetworkRole.CLIENT,
    NetworkRole.HEARTBEAT,
    NetworkRole.CSV,
)
NETWORKS = (
    Network(id="net-heartbeat", name="Heartbeat", roles=(HEARTBEAT, LM)),
    Network(id="net-client", name="Client", roles=(CLIENT, LM), gateway=True),
    Network(id="net-csv", name="CSV", roles=(CSV, LM)),
    Network(id="net-lm", name="Migration", roles=(LM,)),
)


def with_networks(**vm: object) -> Design:
    of = design()
    nics = tuple(Nic(network=network.id, rate_mbit=1000) for network in NETWORKS)
    return of.evolve(
        vms=tuple(one.evolve(**vm) for one in of.vms),
        nodes=tuple(node.evolve(nics=nics) for node in of.nodes),
        networks=NETWORKS,
        network_links=tuple(
            link.evolve(networks=tuple(network.id for network in NETWORKS)) for link in of.network_links
        ),
    )


def opened(timeline):
    return next(step for step in timeline.steps if step.phase.value == "setup")


def test_without_a_list_networks_without_a_gateway_come_first_and_those_of_the_cluster_last():
    of = with_networks()
    order = ("Migration", "Client", "Heartbeat", "CSV")
    gone: list[str] = []

    for network in ("net-lm", "net-client", "net-heartbeat", "net-csv"):
        timeline = ran(of, moves(), *(fails(f"nic:s1/{name}") for name in gone))

        assert str(opened(timeline).text).endswith(order[len(gone)])
        gone.append(network)


def test_the_list_of_the_vm_is_tried_from_the_top():
    of = with_networks(migration_networks=("net-csv", "net-client"))

    assert str(opened(ran(of, moves())).text).endswith("CSV")
    second = opened(ran(of, moves(), fails("nic:p1/net-csv")))
    assert str(second.text).endswith("Client")
    assert "before it stand CSV" in str(second.why)


def test_networks_that_are_not_on_the_list_are_not_used():
    of = with_networks(migration_networks=("net-csv",))

    timeline = ran(of, moves(), fails("nic:p1/net-csv"))

    assert timeline.outcome is Outcome.CANCELLED
    assert running_on(timeline)["vm-01"] == "p1"


@pytest.mark.parametrize("at", [1.0, 20.0])
def test_an_open_connection_does_not_change_networks(at):
    timeline = ran(with_networks(), moves(), fails("nic:s1/net-lm", at))

    assert timeline.outcome is Outcome.CANCELLED
    assert timeline.blackout_us == 0
    assert any("its connection over Migration" in str(step.text) for step in timeline.steps)


def test_a_network_lost_before_the_connection_is_passed_over():
    timeline = ran(with_networks(), moves(), fails("nic:s1/net-lm", 0.2))

    assert timeline.outcome is Outcome.COMPLETED
    assert str(opened(timeline).text).endswith("Client")


def test_another_line_of_the_same_network_carries_the_connection_on():
    of = with_networks()
    second = of.network_links[0].evolve(id="link-second", name="Second", rate_mbit=500)
    of = of.evolve(network_links=(*of.network_links, second))

    timeline = ran(of, moves(), fails("link:link-lan", 20))

    # 18 s at 1 Gbit/s, the rest of the 36.626 s at half of it.
    assert timeline.outcome is Outcome.COMPLETED
    assert timeline.rounds[0].time_s == pytest.approx(18 + 2 * 18.626, abs=0.001)


def test_a_faster_adapter_elsewhere_does_not_count():
    of = changed(
        with_networks(),
        "nodes",
        "s1",
        nics=(Nic(network="net-lm", rate_mbit=100), Nic(network="net-client", rate_mbit=1000)),
    )

    assert ran(of, moves()).rounds[0].time_s == pytest.approx(366.26, abs=0.01)
