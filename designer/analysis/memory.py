"""Rules about memory and processors (domain 8.4, 5, 6). What fits: :mod:`designer.resilience.admission`."""

from collections.abc import Iterator

from designer.analysis.finding import Severity
from designer.analysis.memory_figures import memory_figures
from designer.analysis.places import ids, named, oldest_era, owners
from designer.analysis.rule import Observation, Rule, eras_before
from designer.analysis.survivors import Placement, after_drains, after_losses, settled
from designer.base.texts import Decimal, Message, msg, msg_in
from designer.base.units import memory_text, percent_text
from designer.model import limits
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.limits import Standing
from designer.model.node import Node
from designer.model.workload import VirtualMachine
from designer.resilience.admission import target_mib


def does_not_start(design: Design) -> Iterator[Observation]:
    """ME01: formula A: startup memory and overhead of all VMs must fit the nodes that survive a planned failure.

    Planned failures are each single node and each site. The startup memory is the hard floor of a cold start; from
    2012 on running VMs may be squeezed to their minimum (A').
    """
    for placement in (settled(design), *after_losses(design)):
        if placement.left_out:
            yield Observation(
                (*ids(placement.survivors), *ids(placement.left_out)),
                msg(
                    "{event} {nodes} cannot start {vms}: all VMs need {needed} to start and {available} is there.",
                    event=_event(design, placement.lost),
                    vms=named(design, ids(placement.left_out)),
                    nodes=named(design, ids(placement.survivors)),
                    needed=memory_text(_to_start(placement)),
                    available=memory_text(sum(node.available_mib for node in placement.survivors)),
                ),
                msg(
                    "Add memory to {nodes}, lower the startup memory of VMs, or leave some of them out on purpose.",
                    nodes=named(design, ids(placement.survivors)),
                ),
            )


def under_pressure(design: Design) -> Iterator[Observation]:
    """ME02: formula B: when the targets (demand and buffer) do not fit, pressure rises and guests page."""
    for state in memory_figures(design):
        worst = max(state.nodes, key=lambda one: (one.wanted_mib - one.available_mib, one.node), default=None)
        if worst is None or worst.wanted_mib <= worst.available_mib:
            continue
        hardest = max(worst.shares, key=lambda share: share.pressure_percent)
        node = design.name_of(worst.node)
        yield Observation(
            (worst.node, *worst.squeezed),
            msg(
                "{event} the VMs on {node} want {wanted} and {available} is there. Memory pressure rises to {pressure} "
                "({vm}); above {full} guests page to disk.",
                event=_event(design, state.lost),
                node=node,
                wanted=memory_text(worst.wanted_mib),
                available=memory_text(worst.available_mib),
                pressure=percent_text(hardest.pressure_percent),
                vm=design.name_of(hardest.vm),
                full=percent_text(limits.FULL_PRESSURE_PERCENT.value),
            ),
            msg("Accept it for a while, or add memory to {node}.", node=node),
        )


def maximum_out_of_reach(design: Design) -> Iterator[Observation]:
    """ME03: formula C: not every VM can grow to its maximum at the same time."""
    growing = {vm.id for vm in design.vms if vm.memory.is_dynamic}
    short: dict[str, int] = {}
    for state in memory_figures(design):
        for one in state.nodes:
            missing = one.largest_mib - one.available_mib
            if missing > short.get(one.node, 0) and any(share.vm in growing for share in one.shares):
                short[one.node] = missing
    if short:
        yield Observation(
            tuple(short),
            msg(
                "On {nodes} the VMs cannot all reach their maximum memory at once; up to {missing} is missing.",
                nodes=named(design, short),
                missing=memory_text(max(short.values())),
            ),
            msg("Nothing needs to be done, as long as the demand stays below the maximum."),
        )


def static_on_a_small_survivor(design: Design) -> Iterator[Observation]:
    """ME04: static memory does not shrink, so on a smaller survivor such VMs are the ones that keep others out."""
    for placement in after_losses(design):
        stuck = [vm for vm in _all(placement) if not vm.memory.is_dynamic]
        smallest = min(node.available_mib for node in placement.survivors)
        smaller = smallest < max(node.available_mib for node in design.nodes)
        if placement.left_out and stuck and smaller:
            yield Observation(
                (*ids(placement.survivors), *ids(stuck)),
                msg(
                    "{event} {nodes} with {available} must also carry static memory, which does not shrink: {taken} "
                    "of {vms}.",
                    event=_event(design, placement.lost),
                    nodes=named(design, ids(placement.survivors)),
                    available=memory_text(sum(node.available_mib for node in placement.survivors)),
                    vms=named(design, ids(stuck)),
                    taken=memory_text(sum(vm.memory.startup_mib for vm in stuck)),
                ),
                msg("Give these VMs Dynamic Memory with a lower startup memory."),
            )


def dynamic_memory_too_early(design: Design) -> Iterator[Observation]:
    """ME05: Dynamic Memory came with Service Pack 1 of 2008 R2."""
    old = [node for node in design.nodes if not facts(node.os).dynamic_memory]
    wrong = [vm for vm in design.vms if vm.memory.is_dynamic and any(node in _hosts(design, vm) for node in old)]
    if wrong:
        yield Observation(
            (*ids(wrong), *ids(old)),
            msg(
                "Dynamic Memory of {vms} is unknown to {os} on {nodes}. Such VMs do not start there.",
                vms=named(design, ids(wrong)),
                os=facts(old[0].os).label,
                nodes=named(design, ids(old)),
            ),
            msg("Install Service Pack 1, or give these VMs static memory."),
        )


def invalid_memory(design: Design) -> Iterator[Observation]:
    """ME06: settings that Hyper-V refuses: startup above maximum, minimum above startup, values out of range."""
    oldest = oldest_era(design)
    early = oldest is not None and not facts(oldest).minimum_memory
    low, high = limits.BUFFER_PERCENT_2008R2.value if early else limits.BUFFER_PERCENT.value
    for vm in design.vms:
        memory = vm.memory
        if not memory.is_dynamic:
            continue
        faults: list[Message] = []
        if memory.maximum_mib is not None and memory.startup_mib > memory.maximum_mib:
            faults.append(
                msg(
                    "startup {startup} is above the maximum {maximum}",
                    startup=memory_text(memory.startup_mib),
                    maximum=memory_text(memory.maximum_mib),
                )
            )
        if memory.minimum_mib is not None and memory.minimum_mib > memory.startup_mib:
            faults.append(
                msg(
                    "minimum {minimum} is above startup {startup}",
                    minimum=memory_text(memory.minimum_mib),
                    startup=memory_text(memory.startup_mib),
                )
            )
        if not low <= memory.buffer_percent <= high:
            faults.append(
                msg(
                    "buffer {buffer} is outside {low} to {high}",
                    buffer=percent_text(memory.buffer_percent),
                    low=percent_text(low),
                    high=percent_text(high),
                )
            )
        if not limits.MEMORY_WEIGHT.value[0] <= memory.weight <= limits.MEMORY_WEIGHT.value[1]:
            faults.append(
                msg(
                    "weight {weight} is outside {low} to {high}",
                    weight=memory.weight,
                    low=limits.MEMORY_WEIGHT.value[0],
                    high=limits.MEMORY_WEIGHT.value[1],
                )
            )
        if faults:
            yield Observation(
                (vm.id,),
                msg("{vm}: {faults}. Hyper-V refuses these settings.", vm=vm.name, faults=tuple(faults)),
                msg("Correct the memory settings of {vm}.", vm=vm.name),
            )


def move_refused(design: Design) -> Iterator[Observation]:
    """ME07: a live migration brings the memory that a VM holds, a failover starts it small; the first may not fit."""
    if not any(vm.memory.is_dynamic for vm in design.vms):
        return  # Static memory moves as it starts.
    for drained, failed in zip(after_drains(design), after_losses(design), strict=True):
        refused = [vm for vm in drained.left_out if vm not in failed.left_out]
        if refused and not failed.left_out and drained.lost is not None:
            yield Observation(
                (*ids(drained.survivors), *ids(refused)),
                msg(
                    "When {drained} is emptied by live migration, {nodes} must refuse {vms}: a moving VM brings all "
                    "the memory it holds. After a failure it would start there with less.",
                    drained=design.name_of(drained.lost),
                    vms=named(design, ids(refused)),
                    nodes=named(design, ids(drained.survivors)),
                ),
                msg(
                    "Shut some VMs down before the planned move, or add memory to {nodes}.",
                    nodes=named(design, ids(drained.survivors)),
                ),
            )


def larger_than_numa_node(design: Design) -> Iterator[Observation]:
    """ME08: a VM that fills more than a NUMA node spans two and slows down; memory by sockets, 90 % of it counted."""
    wrong: dict[str, int] = {}
    for vm in design.vms:
        needs = max(vm.memory.startup_mib, target_mib(vm.memory))
        smallest = min(node.memory_mib // node.sockets for node in _hosts(design, vm))
        if needs > smallest * limits.NUMA_SHARE.value:
            wrong[vm.id] = smallest
    if wrong:
        yield Observation(
            tuple(wrong),
            msg(
                "A NUMA node of the host ({numa}) is too small for {vms}. Such VMs span two and slow down.",
                vms=named(design, wrong),
                numa=memory_text(min(wrong.values())),
            ),
            msg("Give the VMs less memory, or use nodes with more memory per processor."),
        )


def host_limits_exceeded(design: Design) -> Iterator[Observation]:
    """ME09: limits of the Windows version for processors and memory of hosts and VMs."""
    carried: dict[str, int] = {}
    for placement in (settled(design), *after_losses(design)):
        for node, load in placement.loads:
            carried[node.id] = max(carried.get(node.id, 0), sum(vm.vcpus for vm in load))
    for node in design.nodes:
        yield from _host_excess(node, carried.get(node.id, 0))
    oldest = oldest_era(design)
    if oldest is None:
        return
    most = facts(oldest)
    for vm in design.vms:
        if vm.vcpus > most.max_vcpus_per_vm:
            yield _too_much(
                vm, vm.vcpus, most.max_vcpus_per_vm, msg_in("after a number", "virtual processors"), era=oldest
            )
        if vm.memory.largest_mib > most.max_vm_memory_mib:
            yield _too_much(
                vm,
                memory_text(vm.memory.largest_mib),
                memory_text(most.max_vm_memory_mib),
                msg_in("after a number", "of memory"),
                era=oldest,
            )


def crowded_processors(design: Design) -> Iterator[Observation]:
    """ME10: more than eight virtual processors on a logical one are felt."""
    worst: dict[str, float] = {}
    for placement in (settled(design), *after_losses(design)):
        for node, load in placement.loads:
            ratio = sum(vm.vcpus for vm in load) / node.logical_processors
            if ratio > max(limits.VCPUS_PER_LOGICAL_PROCESSOR.value, worst.get(node.id, 0.0)):
                worst[node.id] = ratio
    if worst:
        yield Observation(
            tuple(worst),
            msg(
                "Up to {ratio} virtual processors share a logical one on {nodes}; above {usual} it is felt.",
                ratio=Decimal(max(worst.values())),
                nodes=named(design, worst),
                usual=limits.VCPUS_PER_LOGICAL_PROCESSOR.value,
            ),
            msg("Add processors, or give VMs fewer virtual ones."),
        )


def _event(design: Design, lost: str | None) -> Message:
    """How the sentence begins: before any failure, or after the loss of a node or site."""
    if lost is None:
        return msg("Before anything fails,")
    return msg("When {lost} is lost,", lost=design.name_of(lost))


def _all(placement: Placement) -> list[VirtualMachine]:
    return [vm for _, load in placement.loads for vm in load] + list(placement.left_out)


def _to_start(placement: Placement) -> int:
    return sum(vm.memory.startup_mib + vm.memory.overhead_mib for vm in _all(placement))


def _hosts(design: Design, vm: VirtualMachine) -> tuple[Node, ...]:
    """The nodes on which a VM may come to run; never empty."""
    group = design.group_of(vm.id)
    possible = owners(design, group) if group is not None else ()
    return possible or (design.node(vm.node),)


def _host_excess(node: Node, carried: int) -> Iterator[Observation]:
    most = facts(node.os)
    if node.logical_processors > most.max_logical_processors:
        yield _too_much(
            node,
            node.logical_processors,
            most.max_logical_processors,
            msg_in("after a number", "logical processors"),
            era=node.os,
        )
    if node.memory_mib > most.max_host_memory_mib:
        yield _too_much(
            node,
            memory_text(node.memory_mib),
            memory_text(most.max_host_memory_mib),
            msg_in("after a number", "of memory"),
            era=node.os,
        )
    allowed = limits.VCPUS_PER_HOST.value if facts(node.os).minimum_memory else limits.VCPUS_PER_HOST_2008R2.value
    if carried > allowed:
        yield _too_much(node, carried, allowed, msg_in("after a number", "running virtual processors"), era=node.os)


def _too_much(
    element: Node | VirtualMachine, count: int | Message, most: int | Message, what: Message, *, era: Era
) -> Observation:
    return Observation(
        (element.id,),
        msg(
            "{name} has {count} {what}; {os} supports {most}.",
            name=element.name,
            count=count,
            what=what,
            os=facts(era).label,
            most=most,
        ),
        msg("Stay within the limit of the Windows version, or use a newer one."),
    )


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_EJ = Standing.JUDGEMENT
RULES: tuple[Rule, ...] = (
    Rule("ME01", _E, msg("VMs that do not start after a failure"), does_not_start, ("S51", "S52")),
    Rule("ME02", _W, msg("Memory pressure"), under_pressure, ("S10", "S51"), _EJ),
    Rule("ME03", _I, msg("Maximum memory out of reach"), maximum_out_of_reach, ("S51", "S52")),
    Rule("ME04", _W, msg("Static memory on a small survivor"), static_on_a_small_survivor, ("S51",)),
    Rule(
        "ME05",
        _E,
        msg("Dynamic Memory before Service Pack 1"),
        dynamic_memory_too_early,
        ("S51",),
        eras=eras_before(Era.W2008R2SP1),
    ),
    Rule("ME06", _E, msg("Invalid memory settings"), invalid_memory, ("S53",)),
    Rule("ME07", _W, msg("Planned move refused"), move_refused, (), _EJ),
    Rule("ME08", _W, msg("VM larger than a NUMA node"), larger_than_numa_node, ("S54",), _EJ),
    Rule("ME09", _E, msg("Limit of the Windows version exceeded"), host_limits_exceeded, ("S55",)),
    Rule("ME10", _I, msg("Crowded processors"), crowded_processors, (), _EJ),
)
