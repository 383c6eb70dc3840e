"""Memory of the nodes against the worked example of the literature, and what a loss does to it."""

import pytest

from designer.analysis.memory_figures import Ease, memory_figures, node_memory
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.workload import MemoryKind, VmMemory
from tests.support.designs import changed

GIB = 1024
EXAMPLE = (
    # startup, maximum, demand, weight; buffer 20 per cent
    (4096, 16_384, 9000, 8000),
    (1024, 4096, 2500, 5000),
    (1024, 2048, 900, 9000),
    (2048, 8192, 6000, 5000),
    (1024, 4096, 1500, 2000),
)


def example(last_gib: int, startup_factor: int = 1) -> Design:
    design = build(Blueprint(2, 1, vms=5, node_memory_mib=96 * GIB, secondary_memory_mib=last_gib * GIB))
    vms = tuple(
        vm.evolve(
            memory=VmMemory(
                kind=MemoryKind.DYNAMIC,
                startup_mib=start * startup_factor,
                maximum_mib=max(most, start * startup_factor),
                demand_mib=demand,
                weight=weight,
            )
        )
        for vm, (start, most, demand, weight) in zip(design.vms, EXAMPLE, strict=True)
    )
    return design.evolve(vms=vms)


def last(design: Design, lost: str | None = "site-p"):
    state = next(one for one in memory_figures(design) if one.lost == lost)
    return state, state.of("s1")


def test_node_of_32_gib_meets_all_targets():
    """Available 31,424; assigned 10,800 + 3,000 + 1,080 + 7,200 + 1,800 and 392 of overhead; 7,152 left."""
    state, node = last(example(32))

    assert state.not_started == ()
    assert node.available_mib == 31_424
    assert [share.assigned_mib for share in node.shares] == [10_800, 3000, 1080, 7200, 1800]
    assert [share.pressure_percent for share in node.shares] == [83] * 5
    assert node.free_mib == 7152
    assert (node.squeezed, node.ease) == ((), Ease.STEADY)
    assert node.wanted_mib == 31_424 - 7152


def test_node_of_12_gib_starts_all_and_serves_none():
    """Available 11,544; sql 4,848 (186 %), web 1,494 (167), dc 1,080 (83), app 2,518 (238), file 1,212 (124)."""
    state, node = last(example(12))

    assert state.not_started == ()
    assert [share.assigned_mib for share in node.shares] == pytest.approx([4848, 1494, 1080, 2518, 1212], abs=1)
    assert [share.pressure_percent for share in node.shares] == [186, 167, 83, 238, 124]
    assert node.squeezed == ("vm-01", "vm-02", "vm-04", "vm-05")
    assert node.ease is Ease.STARVED
    assert node.highest_pressure_percent == 238
    assert "VM-04" in str(node.reason)


def test_comfort_needs_room_for_every_maximum():
    """Maxima 16,384 + 4,096 + 2,048 + 8,192 + 4,096 and 392 of overhead are 35,208; 36 GiB leave 35,400, 35 34,406."""
    assert last(example(36))[1].ease is Ease.COMFORTABLE
    assert last(example(35))[1].ease is Ease.STEADY


def test_who_does_not_start_is_named():
    """8 GiB leave 7,568; sql, web and dc need 4,248 + 1,080 + 1,040, app another 2,136."""
    state, _ = last(example(8))

    assert state.not_started == ("vm-04",)
    assert "VM-04" in str(state.reason)


def test_normal_state_comes_first_with_every_node():
    states = memory_figures(example(32))

    assert [state.lost for state in states] == [None, "p1", "p2", "s1", "site-p"]
    assert [one.node for one in states[0].nodes] == ["p1", "p2", "s1"]
    assert states[0].of("s1").ease is Ease.COMFORTABLE
    assert states[1].of("p1") is None


def test_mild_shortage_is_a_squeeze_not_starvation():
    """24 GiB leave 23,472 for 24,272 wanted: the 800 that lack press nobody above 125 per cent."""
    node = last(example(24))[1]

    assert node.ease is Ease.SQUEEZED
    assert 83 < node.highest_pressure_percent <= 125


def test_static_vm_is_never_squeezed():
    design = changed(example(12), "vms", "vm-01", memory=VmMemory(startup_mib=4096))

    assert "vm-01" not in last(design)[1].squeezed


def test_empty_node_has_everything_left():
    design = example(32)
    node = node_memory(design, design.node("s1"), ())

    assert (node.assigned_mib, node.free_mib, node.highest_pressure_percent) == (0, 31_424, 0)
