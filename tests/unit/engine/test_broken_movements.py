"""A fault in every phase of a cross-site live migration does what the table of phases says."""

import pytest

from designer.engine.run import run
from designer.engine.timeline import Outcome
from designer.model.scenario import MovementKind
from tests.support.scripts import changes, design, fails, moves, phases, ran, repairs, running_on, script, with_share

START = {"setup": 1.0, "memory": 20.0, "stop-and-copy": 42.0, "offline": 42.5, "role-change": 45.0, "online": 49.0}
START |= {"resume": 50.5, "clean-up": 51.0}


def broken(target: str, phase: str, of=None):
    return ran(of or design(), moves(), fails(target, START[phase]))


def test_the_times_of_this_file_lie_in_their_phases():
    timeline = run(design(), script(moves()))

    for phase, at in START.items():
        assert timeline.at(round(at * 1e6)).step.phase.value == phase


@pytest.mark.parametrize("phase", ["setup", "memory"])
@pytest.mark.parametrize("target", ["node:s1", "link:link-lan", "link:link-replication", "array:array-s"])
def test_before_the_handover_the_vm_runs_on_at_the_source(phase, target):
    timeline = broken(target, phase)

    assert timeline.outcome is Outcome.CANCELLED
    assert running_on(timeline)["vm-01"] == "p1"
    assert not timeline.end.vm("vm-01").restarted
    assert timeline.blackout_us == 0


@pytest.mark.parametrize("phase", ["setup", "memory", "stop-and-copy", "offline"])
def test_the_loss_of_the_source_before_the_handover_costs_the_memory(phase):
    timeline = broken("node:p1", phase)

    assert timeline.outcome is Outcome.FAILED
    assert timeline.end.vm("vm-01").restarted
    assert running_on(timeline)["vm-01"] == "p2"


@pytest.mark.parametrize("phase", ["role-change", "online", "resume", "clean-up"])
def test_after_the_handover_the_source_is_not_needed(phase):
    timeline = broken("node:p1", phase)

    assert timeline.outcome is Outcome.COMPLETED
    assert running_on(timeline)["vm-01"] == "s1"
    assert not timeline.end.vm("vm-01").restarted


@pytest.mark.parametrize("phase", ["role-change", "online", "resume"])
def test_the_loss_of_the_target_after_the_handover_costs_the_memory(phase):
    timeline = broken("node:s1", phase)

    assert timeline.outcome is Outcome.FAILED
    assert timeline.end.vm("vm-01").restarted
    assert running_on(timeline)["vm-01"] in {"p1", "p2"}


@pytest.mark.parametrize("fault", ["node:s1", "link:link-lan", "link:link-replication", "array:array-s"])
def test_a_vm_that_was_paused_resumes_at_the_source_but_noticed_it(fault):
    timeline = broken(fault, "stop-and-copy")

    assert timeline.outcome is Outcome.FAILED
    assert 0 < timeline.blackout_us < 1_000_000
    assert running_on(timeline)["vm-01"] == "p1"
    assert not timeline.end.vm("vm-01").restarted


def test_a_target_lost_while_resources_go_offline_gives_the_group_back():
    timeline = broken("node:s1", "offline")

    assert timeline.outcome is Outcome.FAILED
    assert running_on(timeline)["vm-01"] == "p1"
    assert not timeline.end.vm("vm-01").restarted
    assert timeline.end.pair("lun-01").writable == "array-p"


def test_a_line_cut_in_the_swap_leaves_the_vm_running_unprotected_at_the_target():
    timeline = broken("link:link-replication", "role-change")

    pair = timeline.end.pair("lun-01")
    assert timeline.outcome is Outcome.COMPLETED
    assert running_on(timeline)["vm-01"] == "s1"
    assert (pair.state.value, pair.writable) == ("Failed Over", "array-s")
    assert pair.stale_since_us is not None


def test_a_target_array_lost_after_the_handover_takes_the_vm_down_and_back_to_the_source():
    timeline = broken("array:array-s", "online")

    assert timeline.outcome is Outcome.FAILED
    assert running_on(timeline)["vm-01"] == "p1"
    assert timeline.end.vm("vm-01").restarted
    assert timeline.end.pair("lun-01").writable == "array-p"


def test_a_lan_cut_after_the_handover_is_decided_by_quorum():
    timeline = broken("link:link-lan", "role-change")

    assert timeline.end.quorum.living == ("p1", "p2")
    assert running_on(timeline)["vm-01"] == "p1"
    assert timeline.end.vm("vm-01").restarted


def test_a_round_that_was_broken_off_shows_the_time_it_really_took():
    timeline = broken("node:s1", "memory")

    round_one = next(step for step in timeline.steps if step.phase.value == "memory")
    assert round_one.time_us + round_one.duration_us == 20_000_000
    assert timeline.rounds[0].sent_mib == pytest.approx(4096 * 18 / 36.626, rel=0.001)


def test_a_saved_vm_is_restored_where_it_can_be():
    of = with_share(1, 1)

    timeline = ran(of, moves(MovementKind.QUICK), fails("node:s1", 45))

    assert timeline.outcome is Outcome.FAILED
    assert running_on(timeline)["vm-01"] == "p1"
    assert not timeline.end.vm("vm-01").restarted


def test_a_move_is_possible_again_after_the_repair():
    repaired, resumed = repairs("link:link-replication", 50), repairs("pair:lun-01", 60)
    timeline = ran(design(), moves(), fails("link:link-replication", 5), repaired, resumed)

    assert timeline.outcome is Outcome.CANCELLED
    assert timeline.end.pair("lun-01").state.value == "Synchronized"
    assert changes(timeline, "lun-01") == ["Partitioned", "Suspended", "SyncInProg", "Synchronized"]
    assert "resync" in phases(timeline)


@pytest.mark.parametrize("kind", [MovementKind.LIVE, MovementKind.QUICK, MovementKind.MOVE])
@pytest.mark.parametrize(("target", "back_s"), [("array:array-p", 206.0), ("fabric:site-p", 196.0)])
def test_a_disk_lost_during_the_checks_is_answered_like_any_lost_disk(kind, target, back_s):
    timeline = ran(with_share(1, 1, vms=1), moves(kind), fails(target, 0.2))

    assert timeline.outcome is Outcome.FAILED
    assert running_on(timeline) == {"vm-01": "s1"}
    assert timeline.end.vm("vm-01").restarted
    assert timeline.blackout_us == round(back_s * 1e6)  # 60 + 30 + 30 s, the roles (20 or 10 s), disk, 5 + 1, boot, 60


@pytest.mark.parametrize("at_s", [42.5, 42.8, 43.1])
def test_a_group_never_goes_back_to_an_array_that_is_lost(at_s):
    timeline = ran(with_share(1, 1, vms=1), moves(), fails("array:array-p", at_s))

    assert timeline.outcome is Outcome.FAILED
    assert running_on(timeline) == {"vm-01": "s1"}
    after = [step for step in timeline.steps if step.time_us > at_s * 1e6]
    assert not any(step.after == "running" and step.time_us < 100e6 for step in after)
    handed_over = next(step.time_us for step in after if step.before == "moving")
    assert timeline.end.vm("vm-01").outage_us == handed_over + 86_000_000 - _paused_at(timeline)  # 20 + 5 + 1 + 60


def _paused_at(timeline):
    return next(step.time_us for step in timeline.steps if step.after == "paused")


@pytest.mark.parametrize(("target", "back_s"), [("array:array-p", 86.0), ("fabric:site-p", 76.0)])
def test_memory_cannot_be_saved_to_a_disk_that_is_lost(target, back_s):
    timeline = ran(with_share(1, 1, vms=1), moves(MovementKind.QUICK), fails(target, 20))

    vm = timeline.end.vm("vm-01")
    assert timeline.outcome is Outcome.FAILED
    assert vm.restarted  # a cold start: nothing was saved that could be read back
    assert timeline.total_us == round((20 + back_s) * 1e6)


def test_a_movement_whose_guest_crashes_is_not_told_as_the_loss_of_its_node():
    timeline = ran(with_share(1, 1, vms=1), moves(), fails("vm:vm-01", 20))

    texts = [str(step.text) for step in timeline.steps]
    assert any("does not run properly" in text for text in texts)
    assert not any("is lost" in text for text in texts)
