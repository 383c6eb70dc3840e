"""The engine and the evaluator come to the same end, for every event of every design: two ways to one answer."""

import pytest

from designer.model.array import ConsistencyGroup, PairState, ReplicationMode
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.model.workload import RestartAction
from designer.resilience.matrix import events_of, row
from designer.resilience.outcome import Outcome
from tests.support.agreement import differences, started
from tests.support.scripts import fails, ran

STATES = tuple(PairState)
SYNC, ASYNC = ReplicationMode.SYNC, ReplicationMode.ASYNC
STARTS = [(state, SYNC, False) for state in STATES]
STARTS += [(state, ASYNC, False) for state in (PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS)]
STARTS += [(state, SYNC, True) for state in (PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS, PairState.PARTITIONED)]
STARTS += [(PairState.CONSISTENT, ASYNC, True)]
WITNESSES = (WitnessPlace.NONE, WitnessPlace.THIRD, WitnessPlace.PRIMARY, WitnessPlace.SECONDARY, WitnessPlace.DISK)


def same_end(design: Design, *events: str) -> None:
    for event in events or events_of(design):
        assert differences(design, event) == [], event


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


@pytest.mark.parametrize(("state", "mode", "domino"), STARTS)
@pytest.mark.parametrize(("shape", "witness"), [((1, 1), WitnessPlace.SECONDARY), ((2, 1), WitnessPlace.NONE)])
def test_every_pair_state_at_the_start(state, mode, domino, shape, witness):
    """The writable side is drawn once at each array; a VM drawn away from it is off, and no loss concerns it."""
    of = build(Blueprint(*shape, witness=witness, vms=2))
    for writable in (None, "array-s"):
        same_end(started(of, state=state, mode=mode, domino=domino, writable=writable))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("era", [Era.W2012, Era.W2012R2, Era.W2016])
def test_every_pair_state_with_dynamic_votes(state, era):
    same_end(started(build(Blueprint(2, 2, witness=WitnessPlace.THIRD, era=era, vms=2)), state=state))


@pytest.mark.parametrize("state", [PairState.SYNCHRONIZED, PairState.SUSPENDED, PairState.FAILED_OVER])
@pytest.mark.parametrize("policy", FailoverPolicy)
@pytest.mark.parametrize("threshold", [None, 0, 1])
def test_policies_and_failover_limits(state, policy, threshold):
    """Also without a take-over by itself while the line is down (domain 9.2; S35)."""
    of = build(Blueprint(2, 2, witness=WitnessPlace.THIRD, policy=policy, vms=2))
    for alone in (True, False):
        same_end(started(of, state=state, alone=alone, threshold=threshold))


def test_a_second_loss_finds_what_the_first_has_left():
    events = ("link:link-replication>site:site-p", "array:array-s>node:p1", "array:array-p>site:site-s")
    events += ("pair:lun-01>site:site-p", "split:lun-01>nodes:site-p", "pair:lun-02+site:site-p", "enabler:p1>node:s1")
    of = build(Blueprint(2, 2, witness=WitnessPlace.THIRD, vms=2))
    for domino in (False, True):
        for mode in ReplicationMode:
            same_end(started(of, domino=domino, mode=mode), *events)


def test_consistency_groups_act_as_one():
    of = build(Blueprint(2, 2, witness=WitnessPlace.THIRD, vms=2))
    first, second = of.luns
    third = second.evolve(id="lun-03", name="LUN-03")
    groups = tuple(lun.evolve(consistency_group="set") for lun in (first, third))
    vms = (of.vms[0].evolve(luns=("lun-01", "lun-03")), of.vms[1])
    of = of.evolve(
        luns=(groups[0], second, groups[1]), vms=vms, consistency_groups=(ConsistencyGroup(id="set", name="S"),)
    )

    same_end(of)
    same_end(of, "pair:lun-03>site:site-p", "pair:lun-01>node:p1", "split:lun-03>nodes:site-p")


def test_a_vm_on_an_asynchronous_and_a_synchronous_lun():
    of = build(Blueprint(2, 2, witness=WitnessPlace.THIRD, vms=2))
    first, second = of.luns
    vm = of.vms[0].evolve(luns=("lun-01", "lun-02"))
    of = of.evolve(luns=(first.evolve(mode=ReplicationMode.ASYNC), second), vms=(vm,), groups=of.groups[:1])

    same_end(of)


@pytest.mark.parametrize("action", RestartAction)
@pytest.mark.parametrize("threshold", [0, 1, 3])
@pytest.mark.parametrize("shape", [(2, 2), (2, 1)])
def test_settings_of_resources(shape, threshold, action):
    """Restarts in place lengthen the time; without a failover a person has to act."""
    of = build(Blueprint(*shape, witness=WitnessPlace.THIRD, vms=2))
    settings = {"restart_threshold": threshold, "restart_action": action, "restart_delay_ms": 2_000}
    groups = tuple(
        group.evolve(
            vm_resource=group.vm_resource.evolve(**settings),
            disk_resource=group.disk_resource.evolve(**settings),
            enabler_resource=group.enabler_resource.evolve(**settings, looks_alive_ms=9_000),
        )
        for group in of.groups
    )
    of = of.evolve(groups=groups)

    same_end(of, "vm:vm-01", "enabler:p1", "fabric:site-p", "array:array-p", "node:p1", "site:site-p")
