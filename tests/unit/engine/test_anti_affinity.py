"""Groups that share an anti-affinity class start on different nodes where that is as easy."""

from designer.model.design import Design
from tests.support.scripts import design, fails, ran, running_on, with_share
from tests.unit.engine.test_agreement import same_end


def apart(of: Design, *vms: str) -> Design:
    """The design with these VMs in one anti-affinity class."""
    groups = tuple(group.evolve(anti_affinity=("twins",)) if group.vm in vms else group for group in of.groups)
    return of.evolve(groups=groups)


def test_twins_of_a_lost_node_go_to_different_neighbours():
    """3+1: VM-01 and VM-04 stand on P1. Together they would both go to P2, the next in the list."""
    of = with_share(3, 1, vms=4)

    together = running_on(ran(of, None, fails("node:p1")))
    parted = running_on(ran(apart(of, "vm-01", "vm-04"), None, fails("node:p1")))

    assert together["vm-01"] == together["vm-04"] == "p2"
    assert {parted["vm-01"], parted["vm-04"]} == {"p2", "p3"}


def test_a_neighbour_that_carries_the_twin_is_avoided():
    of = apart(with_share(3, 1, vms=3), "vm-01", "vm-02")

    assert running_on(ran(of, None, fails("node:p1")))["vm-01"] == "p3"


def test_where_there_is_no_other_node_twins_run_together():
    of = apart(with_share(2, 1, vms=2), "vm-01", "vm-02")

    assert running_on(ran(of, None, fails("node:p1"))) == {"vm-01": "p2", "vm-02": "p2"}


def test_evaluator_and_engine_part_them_alike():
    same_end(apart(with_share(3, 1, vms=4), "vm-01", "vm-02", "vm-04"))
    same_end(apart(design(2, 2, vms=4), "vm-01", "vm-03"))
