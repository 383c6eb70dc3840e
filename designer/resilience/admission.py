"""Memory: which VMs fit a node, what each of them gets, and how hard it is pressed (domain 5.2). All in MiB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from designer.model.era import Era, facts
from designer.model.node import Node
from designer.model.workload import StartPriority, VirtualMachine, VmMemory


@dataclass(frozen=True, slots=True)
class Share:
    """What one VM gets on a node: assigned MiB, and pressure in per cent (demand over assigned; 100 is just enough)."""

    vm: str
    assigned_mib: int
    target_mib: int
    pressure_percent: int


_START_ORDER = {StartPriority.HIGH: 0, StartPriority.MEDIUM: 1, StartPriority.LOW: 2, StartPriority.NONE: 3}


def in_start_order(vms: Iterable[VirtualMachine]) -> list[VirtualMachine]:
    """The VMs in the order in which the cluster starts them: by priority, and as given where it is equal."""
    return sorted(vms, key=lambda vm: _START_ORDER[vm.priority])


def floor_mib(memory: VmMemory, era: Era) -> int:
    """The least a running VM can be squeezed to: startup up to 2008 R2 SP1, the minimum from 2012 on (S51, S53)."""
    if memory.is_dynamic and facts(era).minimum_memory and memory.minimum_mib is not None:
        return min(memory.minimum_mib, memory.startup_mib)
    return memory.startup_mib


def demand_mib(memory: VmMemory) -> int:
    """What the guest asks for: the typed demand of Dynamic Memory, else what it starts with."""
    if memory.is_dynamic and memory.demand_mib is not None:
        return memory.demand_mib
    return memory.startup_mib


def target_mib(memory: VmMemory) -> int:
    """What the host aims to give: demand plus buffer, rounded up, between startup and maximum; static as it is."""
    if not memory.is_dynamic:
        return memory.startup_mib
    wanted = -(-demand_mib(memory) * (100 + memory.buffer_percent) // 100)
    return max(memory.startup_mib, min(wanted, memory.largest_mib))


def held_at_least_mib(vms: Sequence[VirtualMachine], era: Era) -> int:
    """What running VMs hold when squeezed as far as they go, overhead included."""
    return sum(floor_mib(vm.memory, era) + vm.memory.overhead_mib for vm in vms)


def can_start(node: Node, running: Sequence[VirtualMachine], vm: VirtualMachine) -> bool:
    """Whether ``vm`` can be started beside the running ones (formula A up to 2008 R2 SP1, A' from 2012 on)."""
    return has_room(node, held_at_least_mib(running, node.os), vm, running=len(running))


def has_room(node: Node, held_mib: int, vm: VirtualMachine, *, running: int = 0) -> bool:
    """Whether ``vm`` can be started where ``running`` VMs hold ``held_mib`` at least.

    A host runs no more VMs than its version of Windows supports (S55).
    """
    fits = held_mib + needed_mib(vm) <= node.available_mib
    return fits and running < facts(node.os).max_vms_per_host


def needed_mib(vm: VirtualMachine) -> int:
    """What a start takes of a node: startup memory and the host's overhead."""
    return vm.memory.startup_mib + vm.memory.overhead_mib


def can_receive(node: Node, running: Sequence[VirtualMachine], vm: VirtualMachine, assigned_mib: int) -> bool:
    """Whether a live migration may bring ``vm``: it needs what it holds at the source, not what it starts with."""
    needed = held_at_least_mib(running, node.os) + assigned_mib + vm.memory.overhead_mib
    return needed <= node.available_mib and len(running) < facts(node.os).max_vms_per_host


def share_out(node: Node, vms: Sequence[VirtualMachine]) -> tuple[Share, ...]:
    """What each VM holds in the steady state, in the given order.

    Everybody starts at the floor of the era; what is left goes out in proportion to weight until each has reached
    its target. Whole MiB; the remainder of a division stays with the node.
    """
    assigned = {vm.id: floor_mib(vm.memory, node.os) for vm in vms}
    left = node.available_mib - sum(assigned.values()) - sum(vm.memory.overhead_mib for vm in vms)
    hungry = [vm for vm in vms if target_mib(vm.memory) > assigned[vm.id]]
    while hungry and left > 0:
        left, hungry = _pour(hungry, assigned, left)
    return tuple(
        Share(vm.id, assigned[vm.id], target_mib(vm.memory), _pressure(demand_mib(vm.memory), assigned[vm.id]))
        for vm in vms
    )


def _pour(hungry: list[VirtualMachine], assigned: dict[str, int], left: int) -> tuple[int, list[VirtualMachine]]:
    """One round of the weighted share-out; who is full leaves the table, otherwise the rest is dealt and it ends."""
    weights = sum(max(vm.memory.weight, 1) for vm in hungry)
    full = [
        vm for vm in hungry if (target_mib(vm.memory) - assigned[vm.id]) * weights <= left * max(vm.memory.weight, 1)
    ]
    if full:
        for vm in full:
            left -= target_mib(vm.memory) - assigned[vm.id]
            assigned[vm.id] = target_mib(vm.memory)
        return left, [vm for vm in hungry if vm not in full]
    for vm in hungry:
        assigned[vm.id] += left * max(vm.memory.weight, 1) // weights
    return 0, []


def _pressure(demand: int, assigned: int) -> int:
    """Per cent, rounded to the nearest."""
    return (200 * demand + assigned) // (2 * assigned) if assigned else 0
