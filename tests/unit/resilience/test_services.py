"""Losses inside a node: the Cluster Enabler service, one guest, one adapter; and groups that are kept apart."""

import pytest

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.policy import EnablerProduct
from designer.resilience.matrix import row
from designer.resilience.outcome import Outcome
from designer.resilience.targets import describe, down_by, parse_target
from designer.resilience.verdict import Verdict

DESIGN = build(Blueprint(2, 1, vms=2))
SHARE = Blueprint(2, 2, witness=WitnessPlace.THIRD, vms=2)
EVERYWHERE = "enabler:p1+enabler:p2+enabler:s1"


def judged(design: Design, event: str) -> Verdict:
    return row(design, event).verdict


def places(verdict: Verdict) -> dict[str, str | None]:
    return {vm.vm: vm.node for vm in verdict.vms}


def test_a_stopped_service_moves_its_groups_to_the_neighbour():
    """Poll 5 s, a restart in vain 30 s, then disk 5 s, configuration 1 s, boot 60 s."""
    verdict = judged(DESIGN, "enabler:p1")

    assert [(vm.outcome, vm.node) for vm in verdict.vms] == [(Outcome.L, "p2"), (Outcome.N, "p2")]
    assert verdict.rto_us == 101_000_000


def test_without_the_service_anywhere_nothing_starts():
    assert judged(DESIGN, EVERYWHERE).outcome is Outcome.O


def test_only_groups_that_have_the_resource_need_the_service():
    none = DESIGN.cluster.enabler.evolve(product=EnablerProduct.NONE)
    without_product = DESIGN.evolve(cluster=DESIGN.cluster.evolve(enabler=none))
    first = DESIGN.groups[0].evolve(cluster_enabler_resource=False)
    without_resource = DESIGN.evolve(groups=(first, *DESIGN.groups[1:]))
    shared = DESIGN.evolve(luns=tuple(lun.evolve(csv=True) for lun in DESIGN.luns))

    assert judged(without_product, EVERYWHERE).outcome is Outcome.N
    assert [vm.outcome for vm in judged(without_resource, EVERYWHERE).vms] == [Outcome.N, Outcome.O]
    assert judged(shared, EVERYWHERE).outcome is Outcome.N


def test_what_a_vm_writes_before_its_service_is_missed_is_not_mirrored_over_a_cut_line():
    """Both services of the primary site stop while the line is cut: the copy at the other site is behind."""
    verdict = judged(build(SHARE), "enabler:p1+enabler:p2+link:link-replication")

    assert verdict.outcome is Outcome.M_T
    assert verdict.data_loss == "since-suspend"


def test_a_node_that_dies_with_its_service_writes_nothing_more():
    """The site is gone at once: both copies are equal, and the other site takes over."""
    verdict = judged(build(SHARE), "enabler:p1+site:site-p")

    assert verdict.outcome is Outcome.T
    assert verdict.data_loss == "none"


def test_a_crashed_guest_is_started_where_it_was():
    """Delay of the restart 0.5 s and boot 60 s."""
    verdict = judged(DESIGN, "vm:vm-01")

    assert [(vm.outcome, vm.node) for vm in verdict.vms] == [(Outcome.L, "p1"), (Outcome.N, "p2")]
    assert verdict.rto_us == 60_500_000


def test_a_guest_outside_the_cluster_is_restarted_by_nobody_but_itself():
    assert judged(DESIGN.evolve(groups=()), "vm:vm-01").outcome is Outcome.N


def test_one_adapter_of_several_changes_nothing():
    assert judged(DESIGN, "nic:p1/net-client").outcome is Outcome.N


def test_a_node_without_any_adapter_left_is_out_of_the_cluster():
    every = "+".join(f"nic:p1/{nic.network}" for nic in DESIGN.nodes[0].nics)

    assert places(judged(DESIGN, every)) == {"vm-01": "p2", "vm-02": "p2"}


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("node:p1", "node P1"),
        ("nodes:site-p", "all nodes of Primary site"),
        ("array:array-p", "Array P"),
        ("path:site-p", "one host path of Primary site"),
        ("fabric:site-p", "all host fabrics of Primary site"),
        ("fabric-shared:site-p", "host and replication fabric of Primary site"),
        ("site:site-s", "Secondary site"),
        ("witness", "witness"),
        ("link:link-lan", "link LAN"),
        ("enabler:p1", "Cluster Enabler service on P1"),
        ("vm:vm-01", "guest of VM-01"),
        ("nic:p1/net-client", "adapter of P1 on Client"),
        ("node:p1+node:s1>witness", "node P1 and node S1 together, then witness"),
    ],
)
def test_an_event_in_words(event, text):
    design = build(SHARE)

    assert str(describe(design, parse_target(event, design))) == text


def test_fabrics_of_a_site_take_the_lines_that_run_over_them():
    design = build(SHARE)
    (own,), (shared,) = (parse_target(event, design)[0] for event in ("fabric:site-p", "fabric-shared:site-p"))

    assert down_by(design, (own,)).links == frozenset()
    assert down_by(design, (shared,)).links == {"link-replication"}


def apart(design: Design, *vms: str) -> Design:
    groups = tuple(group.evolve(anti_affinity=("twins",)) if group.vm in vms else group for group in design.groups)
    return design.evolve(groups=groups)


def test_groups_of_one_class_start_on_different_nodes_where_that_is_as_easy():
    """3+1: VM-01 and VM-04 stand on P1. Without the class both go to P2, the next in the list."""
    design = build(Blueprint(3, 1, vms=4, witness=WitnessPlace.THIRD))

    together, parted = (places(judged(one, "node:p1")) for one in (design, apart(design, "vm-01", "vm-04")))

    assert (together["vm-01"], together["vm-04"]) == ("p2", "p2")
    assert {parted["vm-01"], parted["vm-04"]} == {"p2", "p3"}


def test_a_class_does_not_send_a_group_to_the_other_site():
    design = apart(DESIGN, "vm-01", "vm-02")

    assert places(judged(design, "node:p1")) == {"vm-01": "p2", "vm-02": "p2"}


def test_a_class_counts_only_neighbours_that_are_in_it():
    design = build(Blueprint(3, 1, vms=3, witness=WitnessPlace.THIRD))

    assert places(judged(apart(design, "vm-01", "vm-03"), "node:p1"))["vm-01"] == "p2"
