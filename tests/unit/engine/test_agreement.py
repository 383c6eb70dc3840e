"""The engine and the evaluator come to the same end, for every event of every design: two ways to one answer."""

import pytest

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.resilience.matrix import events_of, row
from designer.resilience.outcome import RANK, Outcome
from tests.support.scripts import fails, ran

ENDS = {Outcome.N: "unaffected", Outcome.L: "recovered", Outcome.X: "recovered"}
ENDS |= {Outcome.T: "recovered", Outcome.T_SPLIT: "recovered"}
WITNESSES = (WitnessPlace.NONE, WitnessPlace.THIRD, WitnessPlace.PRIMARY, WitnessPlace.SECONDARY, WitnessPlace.DISK)


def same_end(design: Design, *events: str) -> None:
    for event in events or events_of(design):
        verdict = row(design, event).verdict
        timeline = ran(design, None, fails(event))

        worst = max((vm.outcome for vm in verdict.vms), key=RANK.__getitem__)
        assert timeline.outcome.value == ENDS.get(worst, "stopped"), event
        where = tuple((vm.id, vm.node if vm.condition.value == "running" else None) for vm in timeline.end.vms)
        assert where == verdict.after.vms, event
        for pair, judged in zip(timeline.end.pairs, verdict.after.pairs, strict=True):
            assert pair.writable == judged.writable, event
            assert (pair.state.value, pair.copy) == (judged.state.value, judged.copy), event
        if timeline.outcome.value == "recovered" and ">" not in event:
            assert max(step.time_us for step in timeline.steps if step.after == "running") == verdict.rto_us, event


@pytest.mark.parametrize("witness", WITNESSES)
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (2, 1)])
@pytest.mark.parametrize("policy", FailoverPolicy)
def test_static_votes(shape, witness, policy):
    same_end(build(Blueprint(*shape, witness=witness, policy=policy)))


@pytest.mark.parametrize("witness", WITNESSES)
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (2, 1)])
@pytest.mark.parametrize("era", [Era.W2012, Era.W2012R2, Era.W2016])
def test_dynamic_votes(shape, witness, era):
    same_end(build(Blueprint(*shape, witness=witness, era=era)))


def test_lost_adapters():
    of = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))
    for node in of.nodes:
        same_end(of, *(f"nic:{node.id}/{nic.network}" for nic in node.nics))
        same_end(of, "+".join(f"nic:{node.id}/{nic.network}" for nic in node.nics))


@pytest.mark.parametrize("witness", [WitnessPlace.NONE, WitnessPlace.THIRD])
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (2, 1)])
@pytest.mark.parametrize("policy", FailoverPolicy)
def test_stopped_services_and_crashed_guests(shape, witness, policy):
    of = build(Blueprint(*shape, witness=witness, policy=policy))
    services = tuple(f"enabler:{node.id}" for node in of.nodes)
    together = ("+".join(services), "enabler:p1+link:link-replication", "enabler:p1>node:s1", "enabler:s1>site:site-p")

    same_end(of, *services, *together, "enabler:p1+fabric:site-p")
    same_end(of, "vm:vm-01", "vm:vm-01+vm:vm-02", "vm:vm-01+node:p1", "vm:vm-01>node:p1", "node:s1>vm:vm-01")


def test_a_removed_vote():
    same_end(build(Blueprint(2, 1, witness=WitnessPlace.THIRD, no_votes=("p2",))))


def test_a_small_survivor():
    design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD, no_votes=("p2",), secondary_memory_mib=16_384))
    verdict = row(design, "site:site-p").verdict
    timeline = ran(design, None, fails("site:site-p"))

    assert verdict.not_started == tuple(vm.id for vm in timeline.end.vms if vm.waits_for is not None)
    assert len(verdict.not_started) == 3


def test_a_witness_disk_is_lost_with_the_paths_to_it():
    """One voting node and the disk: 2 votes, 2 needed; without its disk the cluster stops."""
    blueprint = Blueprint(1, 2, era=Era.W2012, witness=WitnessPlace.DISK, vms=2, no_votes=("s2", "p1"))
    design = build(blueprint)

    assert row(design, "fabric:site-p").verdict.outcome is Outcome.QX
    same_end(design)


def test_two_nodes_lost_together_are_noticed_when_the_first_is():
    """2016: P1 is missed after 10 s by its neighbour, S1 after 20 s by nobody near; the regroup finds both gone.

    10 + 2 + 2 for the witness + 66, one VM.
    """
    design = build(Blueprint(3, 1, era=Era.W2016, witness=WitnessPlace.CLOUD, vms=1))

    assert row(design, "node:p1+node:s1").verdict.rto_us == 80_000_000
    same_end(design)
