"""Random faults and repairs on every shape: no promise is broken, every run ends, and ends in a named outcome."""

from hypothesis import given
from hypothesis import strategies as st

from designer.engine.run import run
from designer.engine.timeline import Outcome
from designer.model.array import ConsistencyGroup, PairState, ReplicationMode
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario

SHAPES = ((1, 1), (2, 2), (2, 1))
WITNESSES = tuple(place for place in WitnessPlace if place is not WitnessPlace.CLOUD)
MOVED = {Outcome.COMPLETED, Outcome.CANCELLED, Outcome.FAILED, Outcome.REFUSED}
UNMOVED = {Outcome.UNAFFECTED, Outcome.RECOVERED, Outcome.STOPPED}


@st.composite
def designs(draw: st.DrawFn) -> Design:
    primary, secondary = draw(st.sampled_from(SHAPES))
    design = build(
        Blueprint(
            primary,
            secondary,
            witness=draw(st.sampled_from(WITNESSES)),
            era=draw(st.sampled_from((Era.W2008R2SP1, Era.W2012R2, Era.W2019))),
            policy=draw(st.sampled_from(tuple(FailoverPolicy))),
            vms=draw(st.integers(1, 4)),
            secondary_memory_mib=draw(st.sampled_from((None, 12_000))),
        )
    )
    shared, together = draw(st.booleans()), draw(st.booleans())
    luns = tuple(
        lun.evolve(
            csv=shared,
            consistency_group="set" if together else None,
            domino=draw(st.booleans()),
            state=draw(st.just(PairState.SYNCHRONIZED) | st.sampled_from(PairState)),
            mode=draw(st.sampled_from(ReplicationMode)),
            writable=draw(st.sampled_from((None, None, "array-s"))),
            link_limbo_ms=draw(st.sampled_from((0, 5_000))),
            autolink_recovery=draw(st.booleans()),
            stale_s=draw(st.sampled_from((0, 600))),
        )
        for lun in design.luns
    )
    return design.evolve(luns=luns, consistency_groups=(ConsistencyGroup(id="set", name="Set"),))


def targets(design: Design) -> list[str]:
    nodes = [f"node:{node.id}" for node in design.nodes]
    arrays = [f"array:{array.id}" for array in design.arrays]
    sites = [
        f"{kind}:{site}"
        for kind in ("nodes", "site", "fabric", "fabric-shared", "path")
        for site in ("site-p", "site-s")
    ]
    links = [f"link:{link.id}" for link in design.links()]
    inside = [f"enabler:{node.id}" for node in design.nodes] + [f"vm:{vm.id}" for vm in design.vms]
    inside += [f"nic:{node.id}/{nic.network}" for node in design.nodes for nic in node.nics]
    links += [f"link:{link.id}~{how}" for link in design.links() for how in ("loss=0.1", "loss=60", "latency=300")]
    together = ["link:link-lan~loss=5,latency=1500+witness"] if design.witness is not None else []
    together += ["link:link-lan+link:link-replication", "link:link-replication>site:site-p"]
    return nodes + inside + arrays + sites + links + together + (["witness"] if design.witness is not None else [])


@st.composite
def runs(draw: st.DrawFn) -> tuple[Design, Scenario]:
    design = draw(designs())
    action = st.builds(
        Action,
        kind=st.sampled_from((ActionKind.FAIL, ActionKind.REPAIR)),
        target=st.sampled_from(targets(design)),
        at_ms=st.sampled_from((0, 1_000, 30_000)) | st.integers(0, 300_000),
    )
    forced = st.builds(
        Action,
        kind=st.just(ActionKind.REPAIR),
        target=st.sampled_from([f"quorum:{node.id}" for node in design.nodes]),
        at_ms=st.integers(0, 300_000),
    )
    pairs = [lun.id for lun in design.luns]
    stopped = st.builds(
        Action,
        kind=st.just(ActionKind.FAIL),
        target=st.sampled_from([f"{word}:{pair}" for word in ("pair", "split") for pair in pairs]),
        at_ms=st.integers(0, 300_000),
    )
    administered = st.builds(
        Action,
        kind=st.just(ActionKind.REPAIR),
        target=st.sampled_from(
            [f"{word}:{pair}" for word in ("pair", "update") for pair in pairs]
            + [f"promote:{pair}/{array.id}" for pair in pairs for array in design.arrays]
        ),
        at_ms=st.integers(0, 300_000),
    )
    cancelled = st.builds(
        Action,
        kind=st.just(ActionKind.CANCEL),
        target=st.sampled_from(["movement", *(vm.id for vm in design.vms)]),
        at_ms=st.integers(0, 120_000),
    )
    movement = st.builds(
        Movement,
        kind=st.sampled_from(MovementKind),
        vm=st.sampled_from([vm.id for vm in design.vms]),
        to=st.sampled_from([node.id for node in design.nodes]),
        node=st.sampled_from([node.id for node in design.nodes]),
    )
    scenario = Scenario(
        id="drawn",
        name="Drawn",
        movement=draw(st.none() | movement),
        actions=tuple(draw(st.lists(action | forced | cancelled | stopped | administered, max_size=6))),
    )
    return design, scenario


@given(runs())
def test_no_promise_is_ever_broken_and_every_run_ends(drawn):
    design, scenario = drawn

    timeline = run(design, scenario)

    assert timeline.violations == ()
    assert timeline.end.procedures == ()
    assert timeline.outcome in (UNMOVED if scenario.movement is None else MOVED)


@given(runs())
def test_the_same_script_gives_the_same_run(drawn):
    design, scenario = drawn

    assert run(design, scenario).fingerprint == run(design, scenario).fingerprint


@given(runs())
def test_what_is_told_is_consistent(drawn):
    design, scenario = drawn

    timeline = run(design, scenario)

    assert [step.n for step in timeline.steps] == list(range(1, len(timeline.steps) + 1))
    assert list(timeline.times_us) == sorted(timeline.times_us)
    for step in timeline.steps:
        assert step.duration_us >= 0
        assert step.cause is None or step.cause < step.n
        assert str(step.text)
