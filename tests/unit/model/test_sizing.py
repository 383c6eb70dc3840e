"""Memory and processors as the sources compute them."""

import pytest

from designer.model.array import LunCopy, LunPair
from designer.model.era import Era, facts
from designer.model.node import Node, root_reserve_mib
from designer.model.workload import MemoryKind, VmMemory


def _node(**fields):
    return Node(id="p1", name="P1", site="site-p", **fields)


def test_the_parent_partition_keeps_384_mib_and_30_for_each_gib():
    # 96 GiB: 384 + 96 x 30 = 3264 MiB.
    assert root_reserve_mib(98_304) == 3264
    assert root_reserve_mib(1) == 385
    assert _node(memory_mib=98_304).available_mib == 95_040


def test_a_typed_reserve_comes_before_the_rule():
    assert _node(memory_mib=4096, reserve_mib=1024).available_mib == 3072
    assert _node(memory_mib=512, reserve_mib=1024).available_mib == 0


def test_logical_processors():
    assert _node(sockets=2, cores_per_socket=6, threads_per_core=2).logical_processors == 24


@pytest.mark.parametrize(("mib", "overhead"), [(512, 32), (1024, 32), (1025, 40), (4096, 56)])
def test_a_vm_costs_32_mib_and_8_for_each_gib_after_the_first(mib, overhead):
    assert VmMemory(startup_mib=mib).overhead_mib == overhead


def test_the_most_a_vm_can_hold():
    assert VmMemory(startup_mib=1024, maximum_mib=8192).largest_mib == 1024
    assert VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=1024, maximum_mib=8192).largest_mib == 8192
    assert VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=1024).largest_mib == 1024


def test_a_pair_is_written_at_r1_unless_said_otherwise():
    pair = LunPair(id="l", name="L", r1=LunCopy(array="a"), r2=LunCopy(array="b"))

    assert pair.writable_array == "a"
    assert pair.evolve(writable="b").writable_array == "b"
    assert [copy.array for copy in pair.copies] == ["a", "b"]
    assert len(pair.evolve(r2=None).copies) == 1


@pytest.mark.parametrize(
    ("era", "nodes", "dynamic_memory", "rounds"),
    [
        (Era.W2008R2, 16, False, 10),
        (Era.W2008R2SP1, 16, True, 10),
        (Era.W2012, 64, True, 10),
        (Era.W2012R2, 64, True, 5),
    ],
)
def test_what_the_eras_can_do(era, nodes, dynamic_memory, rounds):
    assert (facts(era).max_nodes, facts(era).dynamic_memory, facts(era).copy_rounds) == (nodes, dynamic_memory, rounds)
