"""Random dependency graphs under random faults: order, legality and the end of every run."""

from hypothesis import given
from hypothesis import strategies as st

from designer.engine.chain import chain_of
from designer.engine.run import run
from designer.engine.state import ResourceKind, ResourceStatus
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.model.workload import OWN_CHAIN, FurtherResource, ResourceGroup, ResourceSettings, RestartAction

NAMES = ("a", "b", "c", "d")


@st.composite
def settings(draw: st.DrawFn, providers: tuple[str, ...]) -> ResourceSettings:
    clause = st.lists(st.sampled_from(providers), min_size=1, max_size=3, unique=True).map(tuple)
    clauses = tuple(draw(st.lists(clause, max_size=2))) if providers else ()
    return ResourceSettings(
        depends_on=clauses,
        restart_action=draw(st.sampled_from(RestartAction)),
        restart_threshold=draw(st.integers(0, 3)),
        restart_period_ms=draw(st.sampled_from((3_000, 900_000))),
        retry_period_ms=draw(st.sampled_from((None, 60_000, 3_600_000))),
        pending_timeout_ms=draw(st.sampled_from((700, 180_000))),
    )


@st.composite
def carried(draw: st.DrawFn, group: ResourceGroup) -> ResourceGroup:
    """The group with further resources: each may rest on those before it, on the VM's chain, or carry the VM."""
    carries = draw(st.booleans())
    own = ("configuration", "disk", "enabler") if not carries else ()
    further: list[FurtherResource] = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        providers = (*(one.id for one in further), *own)
        further.append(FurtherResource(id=name, name=name.upper(), settings=draw(settings(providers))))
    last = further[-1].id
    vm = group.vm_resource.evolve(depends_on=((last,),) if carries else ())
    return group.evolve(further_resources=tuple(further), vm_resource=vm)


@st.composite
def designs(draw: st.DrawFn) -> Design:
    shape = draw(st.sampled_from(((1, 1), (2, 1), (2, 2))))
    design = build(Blueprint(*shape, witness=draw(st.sampled_from((WitnessPlace.NONE, WitnessPlace.THIRD))), vms=2))
    first = draw(carried(design.groups[0])).evolve(
        auto_failback=draw(st.booleans()), persistent_state=draw(st.booleans())
    )
    enabler = design.cluster.enabler.evolve(delay_failback=draw(st.booleans()))
    return design.evolve(groups=(first, *design.groups[1:]), cluster=design.cluster.evolve(enabler=enabler))


@st.composite
def runs(draw: st.DrawFn) -> tuple[Design, Scenario]:
    design = draw(designs())
    group = design.groups[0]
    targets = [f"resource:{group.id}/{name}" for name in group.settings]
    targets += [f"node:{node.id}" for node in design.nodes] + [
        "link:link-lan",
        "site:site-p",
        "array:array-p",
        "vm:vm-01",
    ]
    targets += [f"enabler:{node.id}" for node in design.nodes] + ["fabric:site-p"]
    when = st.sampled_from((0, 1_000, 5_500, 47_000)) | st.integers(0, 400_000)
    action = st.builds(
        Action, kind=st.sampled_from((ActionKind.FAIL, ActionKind.REPAIR)), target=st.sampled_from(targets), at_ms=when
    )
    started = st.builds(
        Action,
        kind=st.just(ActionKind.REPAIR),
        target=st.sampled_from([f"prevent-quorum:{node.id}" for node in design.nodes]),
        at_ms=when,
    )
    movement = st.builds(
        Movement,
        kind=st.sampled_from((MovementKind.LIVE, MovementKind.QUICK, MovementKind.MOVE)),
        vm=st.just("vm-01"),
        to=st.sampled_from([node.id for node in design.nodes]),
    )
    actions = tuple(draw(st.lists(action | started, max_size=6)))
    return design, Scenario(id="drawn", name="Drawn", movement=draw(st.none() | movement), actions=actions)


@given(runs())
def test_no_promise_is_broken_and_every_run_ends(drawn):
    design, scenario = drawn

    timeline = run(design, scenario)

    assert timeline.violations == ()
    assert timeline.end.procedures == ()


@given(runs())
def test_what_is_online_rests_on_what_is_online(drawn):
    """Asked of the model's expression itself, not through the engine's own order."""
    design, scenario = drawn
    words = dict(zip(OWN_CHAIN, (str(kind) for kind in ResourceKind), strict=True))
    rules = design.groups[0].settings

    for step in run(design, scenario).steps:
        group = step.state.groups[0]
        online = {str(one.kind) for one in group.resources if one.status is ResourceStatus.ONLINE}
        for name, settings_ in rules.items():
            if words.get(name, name) in online:
                clauses = [{words.get(one, one) for one in clause} for clause in settings_.depends_on]
                assert all(clause & online for clause in clauses), (name, step.n)


@given(designs())
def test_the_order_brings_providers_first(design):
    chain = chain_of(design.groups[0], tuple(ResourceKind))

    assert sorted(chain.upwards) == sorted(chain.keys)
    for place, key in enumerate(chain.upwards):
        assert chain.admits(key, set(chain.upwards[:place]))
    assert chain.left_standing(set(chain.keys)) == frozenset(chain.keys)
