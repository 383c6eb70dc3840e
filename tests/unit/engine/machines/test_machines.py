"""Every pair of state and trigger is decided: a move, ignored on purpose, or impossible."""

from itertools import product

import pytest

from designer.engine.machines.link import FABRIC, PART
from designer.engine.machines.node import NODE
from designer.engine.machines.resource import RESOURCE, ResourceTrigger
from designer.engine.machines.table import ImpossibleTransition, Machine
from designer.engine.machines.vm import VM
from designer.engine.machines.volume import PAIR, PairTrigger
from designer.engine.machines.witness import WITNESS
from designer.engine.state import ResourceStatus
from designer.model.array import PairState

MACHINES = (RESOURCE, VM, PAIR, NODE, PART, FABRIC, WITNESS)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_the_whole_product_is_decided_once(machine: Machine):
    everything = set(product(machine.states, machine.triggers))
    decided = [*machine.moves, *machine.ignored, *machine.impossible]

    assert len(decided) == len(set(decided))
    assert set(decided) == everything


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_pair_does_what_its_class_says(machine: Machine):
    for (state, trigger), result in machine.moves.items():
        assert machine.after(state, trigger) is result
    for state, trigger in machine.ignored:
        assert machine.after(state, trigger) is state
    for state, trigger in machine.impossible:
        with pytest.raises(ImpossibleTransition):
            machine.after(state, trigger)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_trigger_that_is_ignored_would_not_change_anything(machine: Machine):
    for trigger in machine.triggers:
        assert any((state, trigger) in machine.moves for state in machine.states)


def test_resources_make_the_transitions_of_the_cluster_and_no_others():
    moves = {(start.value, end.value) for (start, _), end in RESOURCE.moves.items()}
    unknown = {(start, -1) for start in (2, 3, 4, 129, 130)}

    assert moves == {
        (3, 129),
        (129, 2),
        (129, 4),
        (129, 130),
        (2, 130),
        (130, 3),
        (130, 4),
        (2, 4),
        (4, 129),
        (4, 3),
        (-1, 3),
        *unknown,
    }


def test_a_resource_never_jumps_from_offline_to_online():
    with pytest.raises(ImpossibleTransition):
        RESOURCE.after(ResourceStatus.OFFLINE, ResourceTrigger.REPORT_ONLINE)


def test_a_pair_that_grew_old_is_never_made_writable_at_its_replica():
    for trigger in (PairTrigger.FAIL_OVER, PairTrigger.TAKE_OVER, PairTrigger.TAKE_OVER_BESIDE):
        with pytest.raises(ImpossibleTransition):
            PAIR.after(PairState.SUSPENDED, trigger)
