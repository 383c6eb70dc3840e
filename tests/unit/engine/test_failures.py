"""Failures without a movement: times of the published model, counted by hand, and what the cluster does."""

import pytest

from designer.engine.timeline import Outcome
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from tests.support.designs import changed_all
from tests.support.scripts import changes, design, fails, in_phase, ran, repairs, running_on, with_share


def one_vm(**numbers: object):
    return {"vms": 1, **numbers}


@pytest.mark.parametrize(
    ("of", "target", "seconds"),
    [
        (design(2, 1, **one_vm()), "node:p1", 73),
        (with_share(2, 2, **one_vm()), "nodes:site-p", 85),
        (with_share(2, 2, **one_vm()), "site:site-p", 95),
        (with_share(1, 1, **one_vm()), "node:p1", 85),
        (design(2, 1, **one_vm()), "array:array-p", 206),
        (design(2, 1, **one_vm()), "fabric:site-p", 196),
        (design(2, 1, **one_vm(era=Era.W2019)), "node:p1", 78),
    ],
)
def test_a_single_vm_is_back_after_the_time_of_the_model(of, target, seconds):
    timeline = ran(of, None, fails(target))

    assert timeline.outcome is Outcome.RECOVERED
    assert timeline.blackout_us == seconds * 1_000_000


def test_further_groups_wait_for_the_storage_and_boots_come_in_waves():
    timeline = ran(design(2, 1, vms=20), None, fails("node:p1"))

    assert timeline.blackout_us == (73 + 9 * 1 + 1 * 30) * 1_000_000


def test_two_plus_one_does_not_take_over_when_the_primary_site_dies():
    timeline = ran(design(), None, fails("site:site-p"))

    assert timeline.outcome is Outcome.STOPPED
    assert running_on(timeline) == {}
    assert timeline.end.quorum.living == ()
    assert [step.subject for step in in_phase(timeline, "manual")] == ["cluster"]


def test_with_a_share_and_one_vote_less_it_does():
    timeline = ran(with_share(2, 1, no_votes=("p2",)), None, fails("site:site-p"))

    assert timeline.outcome is Outcome.RECOVERED
    assert set(running_on(timeline).values()) == {"s1"}
    assert timeline.end.quorum.witness_holder == "s1"
    assert timeline.end.pair("lun-01").state.value == "Failed Over"


def test_the_idle_node_of_one_plus_one_takes_the_running_one_with_it():
    timeline = ran(design(1, 1), None, fails("node:s1"))

    assert timeline.outcome is Outcome.STOPPED
    assert changes(timeline, "vm-01") == ["failed"]


def test_a_cut_lan_without_majority_stops_both_sides():
    assert ran(design(2, 2), None, fails("link:link-lan")).outcome is Outcome.STOPPED
    assert ran(design(2, 1), None, fails("link:link-lan")).outcome is Outcome.UNAFFECTED


def test_a_race_is_told_with_both_branches():
    timeline = ran(with_share(2, 2), None, fails("link:link-lan"))

    step = next(step for step in in_phase(timeline, "arbitrate") if step.duration_us)
    assert timeline.outcome is Outcome.UNAFFECTED
    assert "S1 and S2" in str(step.otherwise)
    assert timeline.end.quorum.rivals == (("p1", "p2"), ("s1", "s2"))


def test_when_the_other_side_wins_the_race_the_old_side_is_told_to_be_split():
    of = with_share(2, 2)
    settings = of.cluster
    other = of.evolve(cluster=settings.evolve(quorum=settings.quorum.evolve(core_group_site="site-s")))

    timeline = ran(other, None, fails("link:link-lan+link:link-replication"))

    assert timeline.outcome is Outcome.RECOVERED
    assert set(running_on(timeline).values()) <= {"s1", "s2"}
    assert timeline.end.pair("lun-01").state.value == "Split"
    assert timeline.end.pair("lun-01").arrays_writable == ("array-p", "array-s")


def test_a_rolling_disaster_is_left_to_a_person():
    timeline = ran(with_share(2, 2), None, fails("link:link-replication>site:site-p"))

    assert timeline.outcome is Outcome.STOPPED
    assert timeline.end.pair("lun-01").state.value == "Suspended"
    assert {vm.waits_for.value for vm in timeline.end.vms} == {"person"}


def test_under_the_restrict_policy_a_person_moves_between_the_sites():
    timeline = ran(with_share(2, 2, policy=FailoverPolicy.RESTRICT), None, fails("site:site-p"))

    assert timeline.outcome is Outcome.STOPPED
    assert {vm.waits_for.value for vm in timeline.end.vms} == {"person"}


def test_a_vm_that_does_not_fit_stays_off_and_says_why():
    timeline = ran(design(2, 1, vms=4, node_memory_mib=13_000, secondary_memory_mib=4096), None, fails("node:p1"))

    assert timeline.outcome is Outcome.STOPPED
    assert [vm.waits_for.value for vm in timeline.end.vms if vm.waits_for] == ["memory", "memory"]


def test_a_lost_path_is_not_noticed():
    assert ran(design(), None, fails("path:site-p")).outcome is Outcome.UNAFFECTED


def test_a_replication_cut_leaves_the_vms_running_and_the_pair_old():
    timeline = ran(design(), None, fails("link:link-replication"))

    assert timeline.outcome is Outcome.UNAFFECTED
    assert changes(timeline, "lun-01") == ["Partitioned", "Suspended"]


def test_domino_turns_a_replication_cut_into_an_outage():
    timeline = ran(changed_all(design(), "luns", domino=True), None, fails("link:link-replication"))

    assert timeline.outcome is Outcome.STOPPED


def test_storage_that_comes_back_before_the_time_out_is_a_pause():
    timeline = ran(design(), None, fails("fabric:site-p"), repairs("fabric:site-p", 30))

    assert timeline.outcome is Outcome.RECOVERED
    assert timeline.blackout_us == 30_000_000
    assert not any(vm.restarted for vm in timeline.end.vms)


def test_nodes_that_return_form_the_cluster_again():
    timeline = ran(design(), None, fails("site:site-p"), repairs("site:site-p", 600))

    assert timeline.outcome is Outcome.RECOVERED
    assert timeline.end.quorum.living == ("p1", "p2", "s1")
    assert {pair.state.value for pair in timeline.end.pairs} == {"Suspended"}


def test_after_a_take_over_the_repaired_side_is_copied_when_resumed_and_the_roles_stay():
    of = with_share(2, 2)

    resumed = (repairs("pair:lun-01", 700), repairs("pair:lun-02", 700))
    timeline = ran(of, None, fails("site:site-p"), repairs("site:site-p", 600), *resumed)

    assert timeline.outcome is Outcome.RECOVERED
    assert {pair.writable for pair in timeline.end.pairs} == {"array-s"}
    assert changes(timeline, "lun-01") == [
        "Partitioned",
        "Failed Over",
        "R1 UpdInProg",
        "R1 Updated",
        "SyncInProg",
        "Synchronized",
    ]


def test_dynamic_votes_follow_the_members():
    """Of the two voters that p1 leaves, 2012 R2 takes the vote of the one outside the favoured site; then p2 fails."""
    timeline = ran(design(2, 1, era=Era.W2012R2), None, fails("node:p1>node:p2"))

    quorum = timeline.end.quorum
    assert quorum.members == ("p2", "s1")
    assert dict(quorum.votes) == {"p1": 0, "p2": 1, "s1": 0}
    assert (quorum.need, quorum.votes_held, quorum.living) == (1, 0, ())
    assert timeline.outcome is Outcome.STOPPED
