"""A VM with several LUNs is judged by the worst of them, whatever their order; and events of half-built designs."""

import pytest

from designer.base.errors import UnknownElement
from designer.editing.removal import without
from designer.model.array import PairState
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.policy import FailoverPolicy
from designer.resilience.matrix import events_of, row
from designer.resilience.outcome import Outcome
from designer.resilience.targets import describe, down_by, parse_target
from designer.topology.down import Down


def two_luns(policy: FailoverPolicy, *states: PairState) -> Design:
    """2+2 with a share and one VM on two LUNs in the given states."""
    design = build(Blueprint(2, 2, vms=1, witness=WitnessPlace.THIRD, policy=policy))
    (lun,) = design.luns
    luns = tuple(
        lun.evolve(id=f"lun-{number:02}", name=f"LUN-{number:02}", state=state)
        for number, state in enumerate(states, start=1)
    )
    vm = design.vms[0].evolve(luns=tuple(one.id for one in luns))
    return design.evolve(luns=luns, vms=(vm,))


SYNCHRONIZED, SUSPENDED = PairState.SYNCHRONIZED, PairState.SUSPENDED


@pytest.mark.parametrize("policy", FailoverPolicy)
@pytest.mark.parametrize("states", [(SYNCHRONIZED, SUSPENDED), (SUSPENDED, SYNCHRONIZED)])
def test_one_old_copy_makes_the_vm_a_matter_for_a_person_and_costs_its_data(policy, states):
    verdict = row(two_luns(policy, *states), "site:site-p").verdict

    assert verdict.outcome is Outcome.M_T
    assert verdict.data_loss == "since-suspend"
    assert [vm.row for vm in verdict.vms] == ["D7"]


def test_all_luns_of_a_vm_change_their_roles_with_it():
    after = row(two_luns(FailoverPolicy.AUTO, SYNCHRONIZED, SYNCHRONIZED), "nodes:site-p").verdict.after

    assert [after.pair(lun_id).writable for lun_id in ("lun-01", "lun-02")] == ["array-s", "array-s"]


def test_an_asynchronous_copy_can_cost_two_cycles_whoever_starts_on_it():
    """Row D12, 2+1 without its primary nodes: a person forces quorum at the copy that lags behind."""
    design = build(Blueprint(2, 1, vms=1))
    design = design.evolve(luns=tuple(lun.evolve(state=PairState.CONSISTENT) for lun in design.luns))

    verdict = row(design, "nodes:site-p").verdict

    assert (verdict.outcome, verdict.data_loss) == (Outcome.QX, "seconds")


def test_a_design_without_lines_has_no_events_of_lines():
    design = build(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    no_mirror, no_lan = design.evolve(replication_links=()), design.evolve(network_links=())
    neither = no_mirror.evolve(network_links=())

    def lines(one: Design) -> list[str]:
        return [event for event in events_of(one) if "link:" in event]

    assert lines(no_mirror) == ["link:link-lan", "link:link-lan+witness"]
    assert lines(no_lan) == ["link:link-replication", "link:link-replication>site:site-p"]
    assert lines(neither) == []


def test_one_array_has_no_other_to_be_lost_with():
    design = without(build(Blueprint(1, 1)), ("array-s",))

    assert [event for event in events_of(design) if event.startswith("array:")] == ["array:array-p"]


def test_the_witness_of_a_design_without_one_cannot_fail():
    with pytest.raises(UnknownElement) as refused:
        parse_target("witness", build(Blueprint(1, 1)))

    assert refused.value.code == "witness-none"


def test_a_person_who_forces_quorum_breaks_nothing():
    design = build(Blueprint(1, 1))
    (instant,) = parse_target("quorum:s1", design)

    assert down_by(design, instant) == Down()
    assert str(describe(design, (instant,))) == "forced quorum on S1"
