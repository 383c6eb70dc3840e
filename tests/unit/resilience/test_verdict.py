"""Verdicts away from the blueprint: domino, no Cluster Enabler, unclustered VMs, stale pairs, half-built designs."""

import pytest

from designer.base.errors import UnknownElement
from designer.model.array import PairState
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.policy import EnablerProduct
from designer.model.workload import StartPriority
from designer.resilience.condition import at_start
from designer.resilience.matrix import events_of, row
from designer.resilience.outcome import Outcome
from designer.resilience.targets import parse_target
from designer.resilience.verdict import Verdict, evaluate

SHARE = Blueprint(2, 2, witness=WitnessPlace.THIRD, vms=2)


def judged(design: Design, event: str) -> Verdict:
    return evaluate(design, parse_target(event, design))


def with_pairs(design: Design, **changes: object) -> Design:
    return design.evolve(luns=tuple(lun.evolve(**changes) for lun in design.luns))


def test_domino_turns_a_lost_link_into_an_outage():
    """Both sides become not ready at the first write that cannot be mirrored; with domino off nothing stops."""
    design = build(SHARE)

    assert judged(with_pairs(design, domino=True), "link:link-replication").outcome is Outcome.O
    assert judged(design, "link:link-replication").outcome is Outcome.N


def test_without_cluster_enabler_a_person_changes_the_roles():
    design = build(SHARE)
    enabler = design.cluster.enabler.evolve(product=EnablerProduct.NONE)

    verdict = judged(design.evolve(cluster=design.cluster.evolve(enabler=enabler)), "nodes:site-p")

    assert verdict.outcome is Outcome.M_X
    assert verdict.is_manual


def test_a_group_without_its_enabler_resource_stays_where_its_storage_is():
    design = build(SHARE)
    first = design.groups[0].evolve(cluster_enabler_resource=False)

    verdict = judged(design.evolve(groups=(first, *design.groups[1:])), "nodes:site-p")

    assert [vm.outcome for vm in verdict.vms] == [Outcome.M_X, Outcome.X]


def test_a_vm_outside_the_cluster_needs_no_quorum_but_dies_with_its_node():
    design = build(Blueprint(1, 1, vms=1)).evolve(groups=())

    assert judged(design, "link:link-lan").outcome is Outcome.N
    assert judged(design, "node:p1").outcome is Outcome.O


def test_a_lun_without_a_copy_cannot_follow():
    design = with_pairs(build(SHARE), r2=None)

    assert judged(design, "nodes:site-p").outcome is Outcome.O
    assert judged(design, "node:p1").outcome is Outcome.L


def test_a_pair_suspended_before_is_never_taken_over():
    design = with_pairs(build(SHARE), state=PairState.SUSPENDED)

    verdict = judged(design, "site:site-p")

    assert verdict.outcome is Outcome.M_T
    assert verdict.data_loss == "since-suspend"
    assert evaluate(design, parse_target("node:s1", design)).unprotected


@pytest.mark.parametrize("state", [PairState.SPLIT, PairState.INVALID, PairState.SYNC_IN_PROGRESS])
def test_copies_that_differ_are_no_copies(state):
    design = with_pairs(build(SHARE), state=state)

    assert judged(design, "site:site-p").outcome is Outcome.O


def test_asynchronous_copies_may_lose_seconds():
    design = with_pairs(build(SHARE), state=PairState.CONSISTENT)

    verdict = judged(design, "nodes:site-p")

    assert verdict.outcome is Outcome.X
    assert verdict.data_loss == "seconds"


def test_after_a_failover_the_way_back_copies_first():
    """R1 at the primary array, running at the secondary since a failover: the way back is a failback."""
    design = build(SHARE)
    design = with_pairs(design, writable="array-s", state=PairState.FAILED_OVER)
    design = design.evolve(vms=tuple(vm.evolve(node="s1") for vm in design.vms))

    verdict = judged(design, "nodes:site-s")

    assert verdict.outcome is Outcome.X
    assert {vm.row for vm in verdict.vms} == {"D10"}


def test_while_r1_is_updated_the_group_waits():
    design = build(SHARE)
    design = with_pairs(design, writable="array-s", state=PairState.R1_UPDATING)
    design = design.evolve(vms=tuple(vm.evolve(node="s1") for vm in design.vms))

    assert {vm.row for vm in judged(design, "nodes:site-s").vms} == {"D11"}


def test_a_single_path_is_lost_with_one_fabric():
    """P1 hangs on one fabric only: its VM restarts on P2, which has two, after disk time-outs: 120 + 66 s."""
    design = build(Blueprint(2, 1, vms=1))
    links = tuple(link.evolve(paths=1) if link.node == "p1" else link for link in design.san_links)

    verdict = judged(design.evolve(san_links=links), "path:site-p")

    assert verdict.outcome is Outcome.L
    assert verdict.rto_us == 186_000_000


def test_a_replication_link_over_the_host_fabric_dies_with_it():
    design = build(SHARE)
    link = design.replication_links[0].evolve(shares_host_fabric=True)

    verdict = judged(design.evolve(replication_links=(link,)), "fabric:site-p")

    assert verdict.outcome is Outcome.T
    assert verdict.unprotected


def test_memory_goes_to_high_priority_first():
    design = build(Blueprint(2, 1, secondary_memory_mib=8192, vms=2, witness=WitnessPlace.THIRD, no_votes=("p2",)))
    last = design.vms[1].evolve(priority=StartPriority.HIGH)

    assert judged(design, "site:site-p").not_started == ("vm-02",)
    assert judged(design.evolve(vms=(design.vms[0], last)), "site:site-p").not_started == ("vm-01",)


def test_what_does_not_fit_beside_its_neighbours_goes_to_the_other_site():
    """P2 has 10000 − 384 − 293 = 9323 MiB: two VMs of 4096 + 56. The third goes to S1, roles swapped."""
    design = build(Blueprint(2, 1, node_memory_mib=10_000, vms=4))

    verdict = judged(design, "node:p1")

    assert [vm.outcome for vm in verdict.vms] == [Outcome.X, Outcome.N, Outcome.X, Outcome.N]
    assert [vm.node for vm in verdict.vms] == ["s1", "p2", "s1", "p2"]


def test_possible_owners_are_never_left():
    design = build(Blueprint(2, 1, vms=1))
    group = design.groups[0].evolve(possible_owners=("p1", "s1"), preferred_owners=("p1",))

    verdict = judged(design.evolve(groups=(group,)), "node:p1")

    assert [vm.node for vm in verdict.vms] == ["s1"]


def test_separate_subnets_are_noticed_by_the_cross_subnet_threshold():
    """1 s × 20 beats instead of 1 s × 5: 15 s later."""
    design = build(Blueprint(1, 1, vms=1, witness=WitnessPlace.THIRD))
    heartbeat = design.cluster.heartbeat.evolve(cross_subnet_threshold=20)
    networks = tuple(network.evolve(stretched=False) for network in design.networks)
    routed = design.evolve(cluster=design.cluster.evolve(heartbeat=heartbeat), networks=networks)

    assert judged(design, "node:p1").rto_us == 85_000_000
    assert judged(routed, "node:p1").rto_us == 100_000_000


def test_a_witness_path_of_its_own_matters():
    """Without the secondary site's path to the share only the primary side can win it."""
    design = build(Blueprint(1, 1, vms=1, witness=WitnessPlace.THIRD))

    assert judged(design, "link:link-lan+link:path-s").outcome is Outcome.N
    assert judged(design, "link:link-lan+link:path-p").outcome is Outcome.X


def test_designs_without_both_sites_have_no_events():
    assert events_of(Design(id="empty", label="Empty")) == ()


def test_an_event_of_another_design_is_refused():
    with pytest.raises(UnknownElement):
        row(build(Blueprint(1, 1)), "node:p2")


def test_unknown_pairs_are_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        at_start(build(Blueprint(1, 1))).pair("lun-99")
