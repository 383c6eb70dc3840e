"""The cluster starts after an outage of all: what comes online by itself, in which order, and who may only join."""

from designer.model.design import Design
from designer.model.workload import StartPriority
from tests.support.scripts import design, fails, ran, repairs, running_on

OFF_AND_ON = (fails("node:p1+node:p2+node:s1"), repairs("node:p1+node:p2+node:s1", 600))


def kept_off(of: Design, number: int) -> Design:
    groups = tuple(
        group.evolve(persistent_state=False) if place == number else group for place, group in enumerate(of.groups)
    )
    return of.evolve(groups=groups)


def test_a_group_whose_state_was_offline_stays_off_until_a_person_starts_it():
    of = kept_off(design(2, 1, vms=3), 1)

    assert sorted(running_on(ran(of, None, *OFF_AND_ON))) == ["vm-01", "vm-03"]
    assert sorted(running_on(ran(of, None, *OFF_AND_ON, repairs("vm:vm-02", 900)))) == ["vm-01", "vm-02", "vm-03"]


def test_without_automatic_start_a_vm_stays_off_when_the_cluster_starts_but_not_when_a_node_fails():
    of = design(2, 1, vms=3)
    of = of.evolve(vms=(of.vms[0].evolve(priority=StartPriority.NONE), *of.vms[1:]))

    assert sorted(running_on(ran(of, None, *OFF_AND_ON))) == ["vm-02", "vm-03"]
    assert sorted(running_on(ran(of, None, fails("node:p1")))) == ["vm-01", "vm-02", "vm-03"]


def test_a_cluster_that_starts_nothing_by_itself():
    of = design(2, 1, vms=2)
    of = of.evolve(cluster=of.cluster.evolve(auto_start=False))

    assert running_on(ran(of, None, *OFF_AND_ON)) == {}


def test_the_higher_priority_is_served_first():
    """Storage goes one group after the other: the second begins 1 s after the first."""
    of = design(2, 1, vms=3)
    of = of.evolve(vms=(*of.vms[:2], of.vms[2].evolve(priority=StartPriority.HIGH)))
    timeline = ran(of, None, *OFF_AND_ON)

    first = [step.subject for step in timeline.steps if step.after == "Cluster Enabler: OnlinePending"]
    assert first == ["vm-03", "vm-01", "vm-02"]


def test_nodes_started_with_prevent_quorum_form_no_cluster():
    """2+1: P1 and P2 have 2 of 3 votes, but both may only join; started normally, P2 may form one."""
    lost = fails("nodes:site-p+link:link-lan")
    joining = (repairs("prevent-quorum:p1", 600), repairs("prevent-quorum:p2", 700))
    waiting = ran(design(2, 1, vms=1), None, lost, *joining)
    formed = ran(design(2, 1, vms=1), None, lost, *joining, repairs("node:p2", 1500))
    plain = ran(design(2, 1, vms=1), None, lost, repairs("node:p1", 600), repairs("node:p2", 700))

    assert waiting.end.quorum.living == ()
    assert formed.end.quorum.living == plain.end.quorum.living == ("p1", "p2")


def test_a_node_started_with_prevent_quorum_joins_a_cluster_that_runs():
    timeline = ran(design(2, 1, vms=1), None, fails("node:p2"), repairs("prevent-quorum:p2", 600))

    assert timeline.end.quorum.living == ("p1", "p2", "s1")
    assert not any(node.joins_only for node in timeline.end.nodes)


def test_beside_a_forced_partition_nodes_that_only_join_wait():
    actions = (
        fails("nodes:site-p+link:link-lan"),
        repairs("quorum:s1", 300),
        repairs("prevent-quorum:p1", 600),
        repairs("prevent-quorum:p2", 600),
    )
    apart = ran(design(2, 1, vms=1), None, *actions)
    joined = ran(design(2, 1, vms=1), None, *actions, repairs("link:link-lan", 1200))

    assert apart.end.quorum.living == ("s1",)
    assert joined.end.quorum.living == ("p1", "p2", "s1")
    assert joined.end.quorum.forced_by is None
