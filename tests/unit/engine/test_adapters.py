"""Adapters of a node: heartbeats go on over the others, a live migration needs its own."""

from designer.model.link import NetworkRole
from tests.support.scripts import design, fails, moves, ran, repairs, running_on, with_share

OF = design(2, 1, vms=1)
MIGRATION = next(network.id for network in OF.networks if NetworkRole.LIVE_MIGRATION in network.roles)
ALL = "+".join(f"nic:p1/{nic.network}" for nic in OF.node("p1").nics)


def test_one_lost_adapter_is_not_noticed_by_the_vms():
    timeline = ran(OF, None, fails(f"nic:p1/{MIGRATION}"))

    assert timeline.outcome.value == "unaffected"
    assert timeline.end.quorum.living == ("p1", "p2", "s1")


def test_without_its_adapter_a_migration_is_cancelled_before_it_begins():
    timeline = ran(OF, moves(), fails(f"nic:p1/{MIGRATION}"))

    assert timeline.outcome.value == "cancelled"
    assert timeline.blackout_us == 0


def test_a_migration_in_its_memory_phase_is_cancelled_when_the_target_loses_its_adapter():
    timeline = ran(OF, moves(), fails(f"nic:s1/{MIGRATION}", 10))

    assert timeline.outcome.value == "cancelled"
    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.blackout_us == 0


def test_after_the_repair_it_migrates():
    timeline = ran(OF, moves(), fails(f"nic:p1/{MIGRATION}"), repairs(f"nic:p1/{MIGRATION}", 0))

    assert timeline.outcome.value == "completed"


def test_a_node_without_any_adapter_is_alone_and_has_to_stop():
    timeline = ran(with_share(2, 1, vms=1), None, fails(ALL))

    assert timeline.end.quorum.living == ("p2", "s1")
    assert running_on(timeline) == {"vm-01": "p2"}


def test_an_isolated_node_comes_back_with_its_adapters():
    timeline = ran(with_share(2, 1, vms=1), None, fails(ALL), repairs(ALL, 600))

    assert timeline.end.quorum.living == ("p1", "p2", "s1")
    assert timeline.end.nodes[0].lost_nics == ()
