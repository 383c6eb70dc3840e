"""What an administrator does to pairs, and what pairs do by themselves when lines go and come (domain 3.5, 3.6)."""

import pytest

from designer.base.errors import SimulationRefused
from designer.engine.timeline import Outcome, Timeline
from designer.model.array import ConsistencyGroup, PairState
from designer.model.design import Design
from designer.model.policy import FailoverPolicy
from tests.support.scripts import changes, fails, moves, ran, repairs, running_on, with_share

LINK = "link:link-replication"


def with_luns(of: Design, **fields: object) -> Design:
    return of.evolve(luns=tuple(lun.evolve(**fields) for lun in of.luns))


def state(timeline: Timeline, pair: str = "lun-01") -> tuple[str, str | None]:
    found = timeline.end.pair(pair)
    return found.state.value, found.writable


def test_no_pair_resynchronizes_by_itself_after_the_line_returns():
    timeline = ran(with_share(), None, fails(LINK, 10), repairs(LINK, 100))

    assert state(timeline) == ("Suspended", "array-p")


def test_a_pair_that_starts_suspended_stays_so_though_the_line_works():
    timeline = ran(with_luns(with_share(), state=PairState.SUSPENDED), None, fails("witness", 10))

    assert state(timeline) == ("Suspended", "array-p")


def test_a_person_suspends_and_resumes():
    timeline = ran(with_share(), None, fails("pair:lun-01", 10), repairs("pair:lun-01", 20))

    assert timeline.outcome is Outcome.UNAFFECTED
    assert changes(timeline, "lun-01") == ["Suspended", "SyncInProg", "Synchronized"]


def test_a_pair_suspended_by_hand_never_fails_over_by_itself():
    timeline = ran(with_share(1, 1, vms=1), None, fails("pair:lun-01", 10), fails("site:site-p", 70))

    assert timeline.outcome is Outcome.STOPPED
    assert state(timeline) == ("Suspended", "array-p")
    assert timeline.end.vm("vm-01").waits_for == "person"


@pytest.mark.parametrize("policy", list(FailoverPolicy))
def test_a_vm_that_a_person_brought_back_has_not_recovered_by_itself(policy):
    restrict = policy is FailoverPolicy.RESTRICT
    cut = () if restrict else (fails(LINK, 10),)
    of = with_share(1, 1, vms=1, policy=policy)
    timeline = ran(of, None, *cut, fails("nodes:site-p", 70), repairs("promote:lun-01/array-s", 2000))

    assert running_on(timeline) == {"vm-01": "s1"}
    assert timeline.outcome is Outcome.STOPPED


def test_a_choice_between_copies_that_no_vm_waits_for_changes_no_outcome():
    timeline = ran(with_share(1, 1, vms=1), None, fails("split:lun-01", 10), repairs("promote:lun-01/array-p", 30))

    assert timeline.outcome is Outcome.UNAFFECTED


def test_a_pair_cannot_be_resumed_while_the_arrays_do_not_see_each_other():
    timeline = ran(with_share(), None, fails(LINK, 10), repairs("pair:lun-01", 20))

    assert state(timeline) == ("Suspended", "array-p")
    assert "Not done" in str(timeline.steps[-1].text)


@pytest.mark.parametrize(("winner", "left"), [("array-p", "Suspended"), ("array-s", "Failed Over")])
def test_a_split_ends_when_a_person_names_the_copy_that_stays(winner, left):
    of = with_share(1, 1, vms=1)
    split = fails("split:lun-01", 10)

    undecided = ran(of, None, split, repairs("pair:lun-01", 20))
    decided = ran(of, None, split, repairs(f"promote:lun-01/{winner}", 30))
    whole = ran(of, None, split, repairs(f"promote:lun-01/{winner}", 30), repairs("pair:lun-01", 2000))

    assert state(undecided) == ("Split", "array-p")
    assert state(decided) == (left, winner)
    assert state(whole) == ("Synchronized", winner)
    assert running_on(whole) == {"vm-01": "p1" if winner == "array-p" else "s1"}


def test_after_a_take_over_r1_is_updated_and_the_group_fails_back():
    """Site P is lost and comes back; R1 is refreshed while R2 runs; then the node at S fails: D10, no loss."""
    of = with_share(1, 1, vms=1)
    back = (fails("site:site-p", 10), repairs("site:site-p", 1000))

    updated = ran(of, None, *back, repairs("update:lun-01", 1100))
    returned = ran(of, None, *back, repairs("update:lun-01", 1100), fails("node:s1", 2000))

    assert state(updated) == ("R1 Updated", "array-s")
    assert state(returned) == ("Synchronized", "array-p")
    assert running_on(returned) == {"vm-01": "p1"}
    assert returned.end.writes[0].lost == 0


def test_update_is_refused_where_nothing_has_failed_over():
    timeline = ran(with_share(), None, repairs("update:lun-01", 10))

    assert state(timeline) == ("Synchronized", "array-p")
    assert "Not done" in str(timeline.steps[0].text)


@pytest.mark.parametrize("target", ["promote:lun-01/array-s", "update:lun-01", "quorum:p1"])
def test_what_only_mends_cannot_fail(target):
    with pytest.raises(SimulationRefused):
        ran(with_share(), None, fails(target))


def test_a_split_is_not_taken_back_as_such():
    with pytest.raises(SimulationRefused):
        ran(with_share(), None, repairs("split:lun-01", 0))


def test_domino_stops_hosts_until_the_pair_is_resumed():
    """The disk answers neither side from 10 s on; the line is back at 30 s, and a person resumes at 40 s."""
    of = with_luns(with_share(1, 1, vms=1), domino=True)

    cut = ran(of, None, fails(LINK, 10), repairs(LINK, 30))
    resumed = ran(of, None, fails(LINK, 10), repairs(LINK, 30), repairs("pair:lun-01", 40))

    assert cut.outcome is Outcome.STOPPED
    assert cut.end.pair("lun-01").arrays_writable == ()
    assert resumed.outcome is Outcome.RECOVERED
    assert resumed.blackout_us == 30_000_000
    assert state(resumed) == ("Synchronized", "array-p")


def test_domino_answers_to_the_loss_of_the_mirror_as_to_that_of_the_line():
    of = with_luns(with_share(1, 1, vms=1), domino=True)

    assert ran(of, None, fails("array:array-s", 10)).outcome is Outcome.STOPPED


def test_a_cut_shorter_than_the_link_limbo_changes_no_pair():
    of = with_luns(with_share(), link_limbo_ms=10_000)

    short = ran(of, None, fails(LINK, 10), repairs(LINK, 15))
    long = ran(of, None, fails(LINK, 10), repairs(LINK, 25))

    assert changes(short, "lun-01") == []
    assert changes(long, "lun-01") == ["Partitioned", "Suspended"]
    assert next(step.time_us for step in long.steps if step.after == "Partitioned") == 20_000_000


def test_writes_wait_while_the_link_limbo_lasts():
    """10 s before and 10 s of limbo: with nothing written in the limbo, 100 MiB are acknowledged, and none apart."""
    of = with_luns(with_share(1, 1, vms=1), link_limbo_ms=10_000)

    timeline = ran(of, None, fails(LINK, 10), fails("vm:vm-01", 20))
    at_cut = next(step.state.writes[0] for step in timeline.steps if step.after == "Partitioned")

    assert at_cut.acknowledged == at_cut.at_second == 100 * 1024 * 1_000_000


def test_autolink_recovery_resumes_by_itself_but_not_what_a_person_suspended():
    of = with_luns(with_share(), autolink_recovery=True)

    cut = ran(of, None, fails(LINK, 10), repairs(LINK, 100))
    by_hand = ran(of, None, fails("pair:lun-01", 5), fails(LINK, 10), repairs(LINK, 100))

    assert state(cut) == ("Synchronized", "array-p")
    assert state(by_hand) == ("Suspended", "array-p")


def grouped() -> Design:
    """2+2 with one VM on two LUNs of one consistency group, and a third LUN of another VM outside it."""
    of = with_share(vms=3)
    luns = tuple(lun.evolve(consistency_group="set" if lun.id != "lun-03" else None) for lun in of.luns)
    first = of.vms[0].evolve(luns=("lun-01", "lun-02"))
    vms = (first, of.vms[2])
    return of.evolve(
        luns=luns,
        vms=vms,
        groups=tuple(group for group in of.groups if group.vm != "vm-02"),
        consistency_groups=(ConsistencyGroup(id="set", name="Set"),),
    )


def test_a_consistency_group_is_suspended_and_resumed_as_one():
    suspended = ran(grouped(), None, fails("pair:lun-02", 10))
    resumed = ran(grouped(), None, fails("pair:lun-02", 10), repairs("pair:lun-01", 20))

    assert [state(suspended, lun)[0] for lun in ("lun-01", "lun-02", "lun-03")] == [
        "Suspended",
        "Suspended",
        "Synchronized",
    ]
    assert {pair.state.value for pair in resumed.end.pairs} == {"Synchronized"}


def test_roles_of_a_consistency_group_change_together_even_where_a_vm_has_one_of_its_luns():
    of = grouped()
    of = of.evolve(vms=(of.vms[0].evolve(luns=("lun-01",)), of.vms[1]))

    timeline = ran(of, moves(to="s1"))

    assert timeline.outcome is Outcome.COMPLETED
    assert [state(timeline, lun)[1] for lun in ("lun-01", "lun-02", "lun-03")] == ["array-s", "array-s", "array-p"]


def test_a_move_is_refused_that_would_turn_the_lun_of_another_vm():
    """ST10 forbids such a group; the engine keeps the other VM from losing its disk."""
    of = grouped()
    of = of.evolve(vms=(of.vms[0].evolve(luns=("lun-01",)), of.vms[1].evolve(luns=("lun-02",))))

    timeline = ran(of, moves(to="s1"))

    assert timeline.outcome is Outcome.CANCELLED
    assert {pair.writable for pair in timeline.end.pairs} == {"array-p"}


def test_each_further_device_of_a_group_takes_its_time():
    """5 s for the role change, and 0.2 s for the second device (domain 3.10)."""

    def role_us(of: Design) -> int:
        steps = [step for step in ran(of, moves(to="s1")).steps if step.phase.value == "role-change"]
        return max(step.end_us for step in steps) - steps[0].time_us

    alone = grouped()
    alone = alone.evolve(
        luns=tuple(lun.evolve(consistency_group=None) for lun in alone.luns),
        vms=(alone.vms[0].evolve(luns=("lun-01",)), alone.vms[1]),
    )

    assert (role_us(alone), role_us(grouped())) == (5_000_000, 5_200_000)
