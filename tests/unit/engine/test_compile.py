"""From a design to the first state; what cannot run is refused with its reason."""

import pytest

from designer.base.errors import SimulationRefused, UnknownElement
from designer.engine.compile import compile_design, down_of
from designer.engine.replacing import replace
from designer.engine.run import run
from designer.engine.state import FabricCondition, GroupStatus, Health, NodeCondition, ResourceKind
from designer.model.array import PairState
from designer.model.design import Design
from designer.model.policy import EnablerProduct
from designer.model.scenario import Scenario
from designer.model.workload import MemoryKind, VmMemory
from designer.topology.down import Down
from tests.support.designs import changed, changed_all, with_settings
from tests.support.scripts import design, fails, moves, script, with_share


def test_everything_is_online_at_the_start():
    _, state = compile_design(with_share())

    assert {group.status for group in state.groups} == {GroupStatus.ONLINE}
    assert {vm.condition.value for vm in state.vms} == {"running"}
    assert state.quorum.need == 3
    assert state.quorum.total == 5
    assert state.quorum.living == ("p1", "p2", "s1", "s2")


def test_resources_of_a_group_are_listed_dependents_first():
    _, state = compile_design(design())

    assert [one.kind for one in state.groups[0].resources] == list(ResourceKind)


def test_without_a_product_there_is_no_enabler_resource():
    _, state = compile_design(with_settings(design(), "enabler", product=EnablerProduct.NONE))

    assert state.groups[0].resource(ResourceKind.ENABLER) is None
    assert state.groups[0].resource(ResourceKind.DISK) is not None


def test_a_pair_written_at_its_replica_was_swapped_before():
    _, state = compile_design(changed(design(), "luns", "lun-01", writable="array-s"))

    assert (state.pairs[0].source, state.pairs[0].target) == ("array-s", "array-p")
    assert state.vm("vm-01").condition.value == "off"


def test_a_failed_over_pair_is_writable_at_r2():
    _, state = compile_design(changed(design(), "luns", "lun-01", state=PairState.FAILED_OVER, writable="array-s"))

    assert state.pairs[0].source == "array-p"
    assert state.pairs[0].arrays_writable == ("array-s",)


def test_dynamic_memory_is_shared_out_at_the_start():
    memory = VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=1024, maximum_mib=4096, demand_mib=2000, buffer_percent=20)

    _, state = compile_design(changed_all(design(), "vms", memory=memory))

    assert {vm.assigned_mib for vm in state.vms} == {2400}


def test_a_design_without_nodes_is_refused():
    with pytest.raises(SimulationRefused) as refused:
        compile_design(Design(id="empty", label="Empty"))

    assert refused.value.code == "run-without-nodes"


def test_a_cluster_that_has_no_majority_even_whole_is_refused():
    apart = design(1, 1).evolve(network_links=())

    with pytest.raises(SimulationRefused) as refused:
        compile_design(apart)

    assert refused.value.code == "run-without-quorum"


def test_a_scenario_of_another_design_is_refused():
    with pytest.raises(SimulationRefused):
        run(design(), Scenario(id="s", name="S", design="two-plus-two"))


@pytest.mark.parametrize(
    "scenario",
    [script(moves(vm="vm-99")), script(moves(to="s9")), script(None, fails("node:x1")), script(None, fails("witness"))],
)
def test_a_name_that_the_design_does_not_have_is_told_before_anything_runs(scenario):
    with pytest.raises(UnknownElement):
        run(design(), scenario)


def test_what_is_down_is_read_anew_whenever_a_part_it_is_read_from_has_changed():
    """A new part of the state that says what is down has to be named where the answer is remembered."""
    _, state = compile_design(with_share())
    gone = {
        "nodes": (replace(state.nodes[0], condition=NodeCondition.DOWN), *state.nodes[1:]),
        "arrays": (replace(state.arrays[0], health=Health.DOWN), *state.arrays[1:]),
        "fabrics": (replace(state.fabrics[0], condition=FabricCondition.LOST), *state.fabrics[1:]),
        "sites": (replace(state.sites[0], health=Health.DOWN), *state.sites[1:]),
        "links": (replace(state.links[0], health=Health.DOWN), *state.links[1:]),
        "witness": replace(state.witness, health=Health.DOWN),
        "silent": (state.links[0].id,),
    }

    assert down_of(state) == Down()
    for part, value in gone.items():
        assert down_of(replace(state, **{part: value})) != Down(), part
    assert down_of(state) is down_of(replace(state, queue=("vm-01",)))
