"""Any resource of a group: dependencies with AND and OR, restart, fail over, give up, repair (domain 1.1, 1.4, 1.6)."""

import pytest

from designer.base.errors import IntegrityBroken, UnknownElement
from designer.engine.chain import chain_of
from designer.engine.state import GroupStatus, ResourceKind, ResourceStatus, Waiting
from designer.engine.timeline import Timeline
from designer.model.design import Design
from designer.model.workload import FurtherKind, FurtherResource, ResourceSettings, RestartAction
from tests.support.scripts import changes, design, fails, moves, ran, repairs, running_on

GROUP = "group-01"


def further(key: str, *clauses: tuple[str, ...], **settings: object) -> FurtherResource:
    return FurtherResource(
        id=key,
        name=key.upper(),
        kind=FurtherKind.IP_ADDRESS if key.startswith("ip") else FurtherKind.NETWORK_NAME,
        settings=ResourceSettings(depends_on=clauses, **settings),
    )


def carrying(of: Design, *resources: FurtherResource, vm_needs: tuple[tuple[str, ...], ...] = ()) -> Design:
    """The design whose first group has these further resources; its VM depends on what is named."""
    first = of.groups[0]
    vm_resource = first.vm_resource.evolve(depends_on=vm_needs)
    return of.evolve(groups=(first.evolve(further_resources=resources, vm_resource=vm_resource), *of.groups[1:]))


def with_settings(of: Design, name: str, **settings: object) -> Design:
    """The design whose first group treats one resource of the VM's chain like this."""
    first = of.groups[0]
    changed = getattr(first, f"{name}_resource").evolve(**settings)
    return of.evolve(groups=(first.evolve(**{f"{name}_resource": changed}), *of.groups[1:]))


def two_addresses(*, vm_needs_name: bool) -> Design:
    """2+1, one VM; a network name that rests on `[IP A] or [IP B]`."""
    name = further("name", ("ip-a", "ip-b"))
    needs = (("name",),) if vm_needs_name else ()
    return carrying(design(2, 1, vms=1), further("ip-a"), further("ip-b"), name, vm_needs=needs)


def order(timeline: Timeline, word: str) -> list[str]:
    """The resources of the first VM in the order in which they reached a status."""
    return [step.after.split(":")[0] for step in timeline.steps if step.after.endswith(f": {word}")]


def status_of(timeline: Timeline, key: str) -> ResourceStatus:
    found = timeline.end.groups[0].resource(key)
    assert found is not None
    return found.status


def test_providers_come_online_first_and_dependents_go_offline_first():
    timeline = ran(two_addresses(vm_needs_name=True), moves())

    up = [
        "Cluster Enabler",
        "Physical Disk",
        "Virtual Machine Configuration",
        "IP-A",
        "IP-B",
        "NAME",
        "Virtual Machine",
    ]
    assert order(timeline, "Online") == up
    assert order(timeline, "Offline") == list(reversed(up))


def test_what_the_vm_does_not_need_comes_online_once_it_runs():
    timeline = ran(two_addresses(vm_needs_name=False), moves())

    assert order(timeline, "Online")[-4:] == ["Virtual Machine", "IP-A", "IP-B", "NAME"]
    assert timeline.outcome.value == "completed"


def test_each_further_resource_takes_its_own_time():
    """A cross-site move with three resources before the VM: 3 s more off and 3 s more on within the blackout."""
    plain = ran(design(2, 1, vms=1), moves())
    carried = ran(two_addresses(vm_needs_name=True), moves())

    assert carried.blackout_us - plain.blackout_us == 6_000_000


def test_one_member_of_an_or_clause_is_enough():
    """Poll 5 s, delay 0.5 s, attempt 1 s: the address that fails takes nothing down."""
    of = two_addresses(vm_needs_name=True)
    first = of.groups[0]
    kept = tuple(
        one.evolve(settings=one.settings.evolve(restart_action=RestartAction.RESTART))
        for one in first.further_resources
    )
    timeline = ran(of.evolve(groups=(first.evolve(further_resources=kept),)), None, fails(f"resource:{GROUP}/ip-a"))

    assert timeline.outcome.value == "unaffected"
    assert status_of(timeline, "ip-a") is ResourceStatus.FAILED
    assert status_of(timeline, "name") is ResourceStatus.ONLINE
    assert timeline.end.groups[0].status is GroupStatus.FAILED


def test_without_any_member_the_dependents_go_down():
    timeline = ran(two_addresses(vm_needs_name=True), None, fails(f"resource:{GROUP}/ip-a+resource:{GROUP}/ip-b"))

    assert status_of(timeline, "name") is ResourceStatus.OFFLINE
    assert status_of(timeline, ResourceKind.VM) is ResourceStatus.OFFLINE
    assert timeline.outcome.value == "stopped"


def test_a_fault_that_passes_before_the_attempt_ends_costs_one_restart():
    """Noticed at 5 s, attempt from 5.5 to 6.5 s, the VM boots for 60 s."""
    actions = (fails(f"resource:{GROUP}/name"), repairs(f"resource:{GROUP}/name", 5.2))
    timeline = ran(two_addresses(vm_needs_name=True), None, *actions)

    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.groups[0].restarts == (("name", 5_000_000),)
    assert timeline.end.groups[0].failovers == ()
    assert timeline.end.vms[0].outage_us == 61_500_000


def test_a_fault_that_nobody_notices_before_the_poll_costs_nothing():
    actions = (fails(f"resource:{GROUP}/name"), repairs(f"resource:{GROUP}/name", 4.9))

    assert ran(two_addresses(vm_needs_name=True), None, *actions).outcome.value == "unaffected"


@pytest.mark.parametrize("threshold", [0, 1, 3])
def test_n_restarts_are_tolerated_and_the_next_failure_is_passed_on(threshold):
    """Each attempt lasts 0.5 + 5 s; N of them, then P2, then P1 again: the two failovers of a 2+1 group."""
    of = with_settings(design(2, 1, vms=1), "disk", restart_threshold=threshold)
    timeline = ran(of, None, fails(f"resource:{GROUP}/disk"))

    group = timeline.end.groups[0]
    tried = [step.time_us for step in timeline.steps if step.after == "Physical Disk: OnlinePending"]
    assert [instant for key, instant in group.restarts if key == "Physical Disk"] == [
        5_000_000 + number * 5_500_000 for number in range(threshold)
    ]
    assert len(group.failovers) == 2
    assert len(tried) == threshold + 2
    assert group.failovers[0] == 5_000_000 + threshold * 5_500_000
    assert timeline.end.vms[0].waits_for is Waiting.RESTARTS


def test_restarts_are_forgotten_after_their_period():
    """Period 15 min: a guest that crashes every 16 min is restarted in place each time."""
    crashes = tuple(fails("vm:vm-01", number * 960) for number in range(4))
    timeline = ran(design(2, 1, vms=1), None, *crashes)

    assert running_on(timeline) == {"vm-01": "p1"}
    assert len(timeline.end.groups[0].restarts) == 4


def test_restarts_that_are_forgotten_too_soon_would_go_on_for_ever():
    """Three attempts of 5.5 s do not fit into a period of 16 s, so the fourth failure never comes."""
    of = with_settings(design(2, 1, vms=1), "disk", restart_threshold=3, restart_period_ms=16_000)
    timeline = ran(of, None, fails(f"resource:{GROUP}/disk"))

    assert timeline.end.groups[0].failovers == ()
    assert any("for ever" in str(step.why) for step in timeline.steps)


def test_restart_action_none_leaves_the_resource_failed():
    of = with_settings(design(2, 1, vms=1), "vm", restart_action=RestartAction.NONE)
    off = ran(of, None, fails("vm:vm-01"))
    on = ran(of, None, fails("vm:vm-01"), repairs("vm:vm-01", 600))

    assert off.end.groups[0].restarts == off.end.groups[0].failovers == ()
    assert off.end.vms[0].waits_for is Waiting.RESTARTS
    assert running_on(on) == {"vm-01": "p1"}


def test_restart_action_restart_begins_again_after_the_retry_period():
    """No restart allowed: the guest stays down for the hour of the retry period, then 0.5 s and 60 s of boot."""
    of = with_settings(design(2, 1, vms=1), "vm", restart_action=RestartAction.RESTART, restart_threshold=0)
    timeline = ran(of, None, fails("vm:vm-01"))

    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.vms[0].outage_us == 3_660_500_000


def test_without_a_retry_period_it_is_not_tried_again():
    settings = {"restart_action": RestartAction.RESTART, "restart_threshold": 0, "retry_period_ms": None}
    timeline = ran(with_settings(design(2, 1, vms=1), "vm", **settings), None, fails("vm:vm-01"))

    assert running_on(timeline) == {}


def test_a_disk_that_may_not_fail_over_waits_for_its_round():
    """The fabric is lost for 2,000 s. The disk fails at 60 s, one try until 90 s; rounds at 90 + n × 3,600 s."""
    of = with_settings(design(2, 1, vms=1), "disk", restart_action=RestartAction.RESTART)
    timeline = ran(of, None, fails("fabric:site-p"), repairs("fabric:site-p", 2000))

    assert running_on(timeline) == {"vm-01": "p1"}
    assert timeline.end.groups[0].failovers == ()
    looked = next(step.time_us for step in timeline.steps if "looks again" in str(step.text))
    assert looked == 3_690_000_000
    assert timeline.end.vms[0].outage_us == 3_690_000_000 + 66_500_000


def test_a_lost_node_moves_a_group_that_was_left_failed():
    of = with_settings(design(2, 1, vms=1), "vm", restart_action=RestartAction.NONE)
    timeline = ran(of, None, fails("vm:vm-01"), fails("node:p1", 600))

    assert running_on(timeline) == {"vm-01": "p2"}


def test_a_repaired_resource_comes_online_with_what_rests_on_it():
    actions = (fails(f"resource:{GROUP}/disk"), repairs(f"resource:{GROUP}/disk", 1000))
    timeline = ran(design(2, 1, vms=1), None, *actions)

    assert list(running_on(timeline)) == ["vm-01"]
    assert timeline.end.groups[0].status is GroupStatus.ONLINE
    assert changes(timeline, "vm-01")[-1] == "running"


def test_a_running_vm_is_saved_when_a_resource_beside_it_fails_over():
    """The name has used up its restart at 6.5 s, two addresses go offline; 4,096 MiB are saved at 100 MiB/s."""
    timeline = ran(two_addresses(vm_needs_name=False), None, fails(f"resource:{GROUP}/name"))

    assert timeline.end.vms[0].restarted is False
    saved = next(step for step in timeline.steps if step.after == "saving")
    assert (saved.time_us, saved.duration_us) == (8_500_000, 40_960_000)
    assert status_of(timeline, "name") is ResourceStatus.FAILED
    assert running_on(timeline)


def test_a_group_with_a_broken_resource_is_not_moved_on_purpose():
    timeline = ran(two_addresses(vm_needs_name=False), moves(), fails(f"resource:{GROUP}/ip-a", 10))

    assert timeline.outcome.value in {"cancelled", "failed"}
    assert any("IP-A has failed" in str(step.why) or "IP-A has failed" in str(step.text) for step in timeline.steps)


def test_every_resource_of_every_kind_may_fail_at_any_step_of_a_migration():
    of = two_addresses(vm_needs_name=True)
    times = sorted({step.time_us for step in ran(of, moves()).steps})
    for key in ("vm", "configuration", "disk", "enabler", "ip-a", "name"):
        for time in times[::3]:
            target = f"resource:{GROUP}/{key}"
            timeline = ran(of, moves(), fails(target, time / 1_000_000), repairs(target, 20_000))
            assert len(running_on(timeline)) == 1, (key, time)


def test_dependencies_stay_in_the_group_and_lead_nowhere_back():
    with pytest.raises(IntegrityBroken) as outside:
        carrying(design(1, 1, vms=1), further("name", ("elsewhere",)))
    with pytest.raises(IntegrityBroken) as circle:
        carrying(design(1, 1, vms=1), further("a", ("b",)), further("b", ("a", "vm")))
    with pytest.raises(IntegrityBroken) as own:
        carrying(design(1, 1, vms=1), further("a", ("vm",)), vm_needs=(("a",),))

    assert outside.value.code == "dependency-outside-group"
    assert circle.value.code == own.value.code == "dependency-circle"


def test_a_target_names_a_resource_that_the_group_has():
    with pytest.raises(UnknownElement) as refused:
        ran(design(1, 1, vms=1), None, fails("resource:group-01/ip-a"))

    assert refused.value.code == "target-unknown"


def test_an_expression_holds_by_one_of_each_clause():
    group = carrying(design(1, 1, vms=1), further("a"), further("b"), further("c", ("a", "b"), ("vm",))).groups[0]
    chain = chain_of(group, tuple(ResourceKind))

    assert chain.admits("c", {"a", ResourceKind.VM})
    assert not chain.admits("c", {"a", "b"})
    assert not chain.admits("c", {ResourceKind.VM})
    assert "c" not in chain.left_standing({"a", "c", *ResourceKind} - {ResourceKind.DISK})
