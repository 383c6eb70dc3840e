"""Clusters of any shape: up to 4+3 nodes, every witness, second lines, VMs on several LUNs, rules of placing.

Random faults, repairs and movements on them break no promise; whatever struck, once all is repaired the cluster lives.
"""

from hypothesis import given
from hypothesis import strategies as st

from designer.engine.explore import single_faults
from designer.engine.run import run
from designer.engine.state import VmCondition
from designer.engine.timeline import Outcome
from designer.model.array import PairState
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.model.workload import MemoryKind, StartPriority, VmMemory

MEMORIES = (
    VmMemory(startup_mib=4096),
    VmMemory(kind=MemoryKind.DYNAMIC, startup_mib=2048, minimum_mib=1024, maximum_mib=8192, demand_mib=6000),
)
ALL_REPAIRED_S = 600


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """A design drawn from a blueprint and then changed in everything that decides where VMs may run."""
    primary, secondary = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    nodes = [f"p{n + 1}" for n in range(primary)] + [f"s{n + 1}" for n in range(secondary)]
    design = build(
        Blueprint(
            primary,
            secondary,
            witness=draw(st.sampled_from(WitnessPlace)),
            no_votes=tuple(draw(st.lists(st.sampled_from(nodes), unique=True, max_size=1))),
            era=draw(st.sampled_from(Era)),
            policy=draw(st.sampled_from(FailoverPolicy)),
            vms=draw(st.integers(1, 5)),
            node_memory_mib=draw(st.sampled_from((None, 26_000))),  # all VMs start at the primary site and fit there
            secondary_memory_mib=draw(st.sampled_from((None, 9_000))),
        )
    )
    return with_second_line(draw, with_groups(draw, with_vms(draw, design)))


def with_vms(draw: st.DrawFn, design: Design) -> Design:
    """VMs with memory, priorities and disks of several kinds; some lie on two LUNs, or share one."""
    luns = [lun.id for lun in design.luns]
    vms = tuple(
        vm.evolve(
            luns=tuple(draw(st.lists(st.sampled_from(luns), min_size=1, max_size=2, unique=True))),
            memory=draw(st.sampled_from(MEMORIES)),
            priority=draw(st.sampled_from(StartPriority)),
        )
        for vm in design.vms
    )
    states = st.sampled_from((PairState.SYNCHRONIZED, PairState.SYNCHRONIZED, PairState.SUSPENDED))
    pairs = tuple(lun.evolve(domino=draw(st.booleans()), state=draw(states)) for lun in design.luns)
    return design.evolve(vms=vms, luns=pairs)


def with_groups(draw: st.DrawFn, design: Design) -> Design:
    """Groups with owners, thresholds, ways home, and classes that are kept apart."""
    nodes = [node.id for node in design.nodes]
    owners = st.lists(st.sampled_from(nodes), unique=True, min_size=1)
    home = {vm.id: vm.node for vm in design.vms}
    groups = tuple(
        group.evolve(
            possible_owners=tuple(dict.fromkeys((home[group.vm], *draw(owners)))) if draw(st.booleans()) else (),
            preferred_owners=(home[group.vm],) if draw(st.booleans()) else (),
            failover_threshold=draw(st.sampled_from((None, 0, 1))),
            auto_failback=draw(st.booleans()),
            anti_affinity=draw(st.sampled_from(((), ("web",)))),
        )
        for group in design.groups
    )
    return design.evolve(groups=groups)


def with_second_line(draw: st.DrawFn, design: Design) -> Design:
    """Sometimes a second line beside each line between the sites."""
    if not draw(st.booleans()):
        return design
    return design.evolve(
        network_links=(*design.network_links, *(one.evolve(id=f"{one.id}-2") for one in design.network_links)),
        replication_links=(
            *design.replication_links,
            *(one.evolve(id=f"{one.id}-2") for one in design.replication_links),
        ),
    )


@st.composite
def scripts(draw: st.DrawFn, design: Design, *, mended: bool = False) -> Scenario:
    """Faults and repairs at any time, and perhaps a movement; ``mended`` repairs everything in the end."""
    target = st.sampled_from(single_faults(design))
    times = st.sampled_from((0, 1_000, 30_000, 60_000)) | st.integers(0, 300_000)
    kinds = st.just(ActionKind.FAIL) if mended else st.sampled_from((ActionKind.FAIL, ActionKind.REPAIR))
    actions = draw(st.lists(st.builds(Action, kind=kinds, target=target, at_ms=times), min_size=1, max_size=5))
    if mended:
        struck = dict.fromkeys(action.target for action in actions)
        actions += [Action(kind=ActionKind.REPAIR, target=one, at_ms=ALL_REPAIRED_S * 1000) for one in struck]
    nodes = st.sampled_from([node.id for node in design.nodes])
    vm = st.sampled_from([vm.id for vm in design.vms])
    movement = st.builds(Movement, kind=st.sampled_from(MovementKind), vm=vm, to=nodes, node=nodes)
    return Scenario(id="drawn", name="Drawn", movement=draw(st.none() | movement), actions=tuple(actions))


@st.composite
def runs(draw: st.DrawFn, *, mended: bool = False) -> tuple[Design, Scenario]:
    design = draw(designs())
    return design, draw(scripts(design, mended=mended))


@given(runs())
def test_no_promise_is_ever_broken_and_every_run_ends(drawn):
    design, scenario = drawn

    timeline = run(design, scenario)

    assert timeline.violations == ()
    assert timeline.end.procedures == ()
    assert timeline.end.quorum.settled
    assert timeline.outcome in Outcome


@given(runs(mended=True))
def test_once_everything_is_repaired_the_cluster_lives_and_every_vm_runs_or_says_what_it_waits_for(drawn):
    design, scenario = drawn

    end = run(design, scenario).end

    assert set(end.quorum.living) == {node.id for node in design.nodes}
    clustered = {group.vm for group in design.groups}
    silent = [
        vm.id for vm in end.vms if vm.id in clustered and vm.condition is not VmCondition.RUNNING and not vm.waits_for
    ]
    assert silent == []
