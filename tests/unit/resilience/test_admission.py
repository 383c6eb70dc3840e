"""Memory admission and share-out against the figures worked out in the domain notes (5.2, 5.3)."""

import pytest

from designer.model.era import Era
from designer.model.node import Node
from designer.model.workload import MemoryKind, StartPriority, VirtualMachine, VmMemory
from designer.resilience.admission import (
    can_receive,
    can_start,
    demand_mib,
    in_start_order,
    share_out,
    target_mib,
)


def vm(name, startup, maximum, demand, weight, minimum=None):
    memory = VmMemory(
        kind=MemoryKind.DYNAMIC,
        startup_mib=startup,
        minimum_mib=minimum,
        maximum_mib=maximum,
        demand_mib=demand,
        buffer_percent=20,
        weight=weight,
    )
    return VirtualMachine(id=name, name=name, node="n1", memory=memory)


FIVE = (
    vm("sql", 4096, 16384, 9000, 8000),
    vm("web", 1024, 4096, 2500, 5000),
    vm("dc", 1024, 2048, 900, 9000),
    vm("app", 2048, 8192, 6000, 5000),
    vm("file", 1024, 4096, 1500, 2000),
)


@pytest.mark.parametrize(
    ("gib", "available", "expected"),
    [
        (32, 31424, {"sql": (10800, 83), "web": (3000, 83), "dc": (1080, 83), "app": (7200, 83), "file": (1800, 83)}),
        (
            12,
            11544,
            {"sql": (4848, 186), "web": (1494, 167), "dc": (1080, 83), "app": (2518, 238), "file": (1212, 124)},
        ),
    ],
)
def test_memory_is_shared_out_as_published(gib, available, expected):
    node = Node(id="n1", name="N1", site="s", memory_mib=gib * 1024)

    shares = {share.vm: (share.assigned_mib, share.pressure_percent) for share in share_out(node, FIVE)}

    assert node.available_mib == available
    assert shares == expected


def test_startup_is_the_floor_up_to_2008_r2():
    """Formula A: 2 × (4096 + 56) = 8304 of 8304 MiB fits exactly; one MiB less does not."""
    one = VirtualMachine(id="a", name="a", node="n1")
    roomy = Node(id="n1", name="N1", site="s", memory_mib=9000, reserve_mib=9000 - 8304)
    tight = roomy.evolve(reserve_mib=9000 - 8303)

    assert can_start(roomy, (one,), one)
    assert not can_start(tight, (one,), one)


def test_running_vms_give_way_down_to_their_minimum_from_2012_on():
    """A': the running VM shrinks to 1024 + 152; the new one needs 4096 + 152; together 5424."""
    squeezable = vm("a", 4096, 16384, 4096, 5000, minimum=1024)
    node = Node(id="n1", name="N1", site="s", memory_mib=6000, reserve_mib=6000 - 5424)

    assert can_start(node.evolve(os=Era.W2012), (squeezable,), squeezable)
    assert not can_start(node.evolve(os=Era.W2008R2SP1), (squeezable,), squeezable)


def test_a_failover_may_fit_where_a_live_migration_does_not():
    """The move brings what the VM holds (10,800), the cold start only its startup (4,096)."""
    node = Node(id="n1", name="N1", site="s", memory_mib=9000, reserve_mib=1000)

    assert can_start(node, (), FIVE[0])
    assert not can_receive(node, (), FIVE[0], 10_800)


def test_vms_start_by_priority_and_as_listed_where_it_is_equal():
    named = ("low", "high", "none", "medium", "high-2")
    low, high, none, medium, second = (
        vm(name, 1024, 2048, 900, 5000).evolve(priority=StartPriority(name.partition("-")[0])) for name in named
    )

    assert in_start_order([low, high, none, medium, second]) == [high, second, medium, low, none]


def test_a_static_vm_wants_what_it_starts_with_whatever_was_typed_for_dynamic_memory():
    memory = VmMemory(kind=MemoryKind.STATIC, startup_mib=4096, maximum_mib=8192, demand_mib=9000)

    assert (demand_mib(memory), target_mib(memory)) == (4096, 4096)


def test_a_dynamic_vm_without_a_known_demand_asks_for_what_it_starts_with():
    """Buffer 20 %: 1.2 × 1,000 MiB."""
    memory = VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=1000, maximum_mib=8192, buffer_percent=20)

    assert (demand_mib(memory), target_mib(memory)) == (1000, 1200)


def test_a_target_stays_between_startup_and_maximum():
    memory = VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=2000, maximum_mib=3000, demand_mib=100, buffer_percent=20)

    assert target_mib(memory) == 2000
    assert target_mib(memory.evolve(demand_mib=2900)) == 3000
