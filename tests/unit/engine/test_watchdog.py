"""The watch over pending resources: PendingTimeout, DeadlockTimeout, and what follows (domain 1.4, 1.5)."""

from designer.engine.state import ResourceKind, Waiting
from designer.model.blueprint import WitnessPlace
from designer.model.design import Design
from designer.model.scenario import MovementKind
from tests.support.scripts import changes, design, fails, moves, ran, running_on

SWAP_MS = 200_000


def timed(of: Design, **timings: int) -> Design:
    return of.evolve(cluster=of.cluster.evolve(timings=of.cluster.timings.evolve(**timings)))


def watched_for(of: Design, name: str, **settings: int) -> Design:
    first = of.groups[0]
    changed = getattr(first, f"{name}_resource").evolve(**settings)
    return of.evolve(groups=(first.evolve(**{f"{name}_resource": changed}), *of.groups[1:]))


def terminated(timeline):
    return [(step.time_us, str(step.text)) for step in timeline.steps if "is terminated" in str(step.text)]


def test_a_role_change_longer_than_the_pending_timeout_is_terminated_in_mid_swap():
    """200 s of role change against 180 s: the array has changed sides, the memory is lost, the VM boots on S1.

    The Cluster Enabler is restarted in place after 0.5 s and finds its side writable: 5 + 1 + 60 s until the VM runs.
    """
    timeline = ran(timed(design(2, 1, vms=1), role_change_ms=SWAP_MS), moves())

    (when, text), *more = terminated(timeline)
    begun = next(step.time_us for step in timeline.steps if (step.before, step.after) == ("P1", "S1"))
    assert not more
    assert when == begun + 180_000_000
    assert "Cluster Enabler" in text
    assert timeline.outcome.value == "failed"
    assert timeline.end.pairs[0].writable == "array-s"
    assert running_on(timeline) == {"vm-01": "s1"}
    assert max(step.time_us for step in timeline.steps if step.after == "running") == when + 66_500_000
    assert timeline.end.vms[0].restarted


def test_a_role_change_that_ends_with_the_pending_timeout_is_in_time():
    timeline = ran(timed(design(2, 1, vms=1), role_change_ms=180_000), moves())

    assert timeline.outcome.value == "completed"
    assert terminated(timeline) == []


def test_a_longer_pending_timeout_lets_the_swap_end():
    of = watched_for(timed(design(2, 1, vms=1), role_change_ms=SWAP_MS), "enabler", pending_timeout_ms=240_000)

    assert ran(of, moves()).outcome.value == "completed"


def test_a_take_over_that_is_never_in_time_is_given_up():
    """1+1, share at the third site: 9 s to quorum, 180 s, restart after 0.5 s, 180 s; no other node is left."""
    of = timed(design(1, 1, vms=1, witness=WitnessPlace.THIRD), takeover_link_down_ms=SWAP_MS)
    timeline = ran(of, None, fails("site:site-p"))

    assert [when for when, _ in terminated(timeline)] == [189_000_000, 369_500_000]
    assert timeline.end.vms[0].waits_for is Waiting.RESTARTS
    assert timeline.end.groups[0].held_by == ResourceKind.ENABLER


def test_a_disk_that_comes_online_too_slowly_is_terminated_on_every_node():
    timeline = ran(timed(design(2, 1, vms=1), disk_online_ms=190_000), None, fails("node:p1"))

    assert len(terminated(timeline)) == 3
    assert running_on(timeline) == {}


def test_what_goes_offline_too_slowly_is_cut_off_and_the_move_goes_on():
    """Disk off 600 s, shared by four resources: 150 s each against 100 s for the disk."""
    of = watched_for(timed(design(2, 1, vms=1), disk_off_ms=600_000), "disk", pending_timeout_ms=100_000)
    timeline = ran(of, moves())
    plain = ran(timed(design(2, 1, vms=1), disk_off_ms=600_000), moves())

    assert timeline.outcome.value == "completed"
    assert plain.total_us - timeline.total_us == 50_000_000
    assert "Physical Disk: Offline" in changes(timeline, "vm-01")


def test_a_guest_that_does_not_shut_down_is_turned_off():
    """Half of a boot of 1,400 s is 700 s; the VM resource has 600 s."""
    of = watched_for(timed(design(2, 1, vms=1), vm_boot_ms=1_400_000), "vm", pending_timeout_ms=1_500_000)
    of = watched_for(of, "vm", deadlock_timeout_ms=1_500_000)
    late = watched_for(timed(design(2, 1, vms=1), vm_boot_ms=1_100_000), "vm", pending_timeout_ms=300_000)

    assert terminated(ran(of, moves(MovementKind.MOVE))) == []
    first = terminated(ran(late, moves(MovementKind.MOVE)))[0]
    assert first[0] == 300_500_000


def test_saving_memory_reports_its_progress_and_is_not_terminated():
    """128 GiB at 100 MiB/s take 1,311 s, longer than the 600 s of the VM resource."""
    of = design(2, 1, vms=1, vm_memory_mib=131_072, node_memory_mib=262_144, secondary_memory_mib=262_144)
    timeline = ran(of, moves(MovementKind.QUICK))

    assert timeline.outcome.value == "completed"
    assert terminated(timeline) == []


def test_a_call_that_does_not_return_is_a_deadlock_where_that_comes_first():
    of = watched_for(timed(design(2, 1, vms=1), role_change_ms=SWAP_MS), "enabler", deadlock_timeout_ms=60_000)
    timeline = ran(of, moves())

    when, text = terminated(timeline)[0]
    begun = next(step.time_us for step in timeline.steps if (step.before, step.after) == ("P1", "S1"))
    assert when == begun + 60_000_000
    assert "does not return" in text
