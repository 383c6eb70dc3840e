"""What every verdict keeps, whatever is lost from whatever cluster."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.resilience.admission import held_at_least_mib
from designer.resilience.outcome import AUTOMATIC, Outcome
from designer.resilience.targets import down_by, parse_target
from designer.resilience.verdict import Verdict, evaluate
from designer.resilience.votes import count_votes, initial_votes

BLUEPRINTS = st.builds(
    Blueprint,
    st.integers(1, 3),
    st.integers(1, 3),
    witness=st.sampled_from(WitnessPlace),
    vms=st.integers(0, 5),
    node_memory_mib=st.sampled_from([None, 9000, 20_000]),
    era=st.sampled_from([Era.W2008R2SP1, Era.W2012, Era.W2012R2, Era.W2019]),
    policy=st.sampled_from(FailoverPolicy),
    no_votes=st.sampled_from([(), ("p1",), ("s1",)]),
)


@st.composite
def losses(draw: st.DrawFn) -> tuple[Design, str]:
    """A design and up to three instants of up to three losses each."""
    design = build(draw(BLUEPRINTS))
    targets = [f"node:{node.id}" for node in design.nodes]
    targets += [
        f"{kind}:{site}"
        for kind in ("site", "nodes", "fabric", "path", "fabric-shared")
        for site in ("site-p", "site-s")
    ]
    targets += ["array:array-p", "array:array-s", "link:link-lan", "link:link-replication"]
    targets += ["witness"] * (design.witness is not None)
    instant = st.lists(st.sampled_from(targets), min_size=1, max_size=3, unique=True).map("+".join)
    return design, ">".join(draw(st.lists(instant, min_size=1, max_size=3)))


@given(losses())
def test_two_partitions_never_both_have_quorum_of_their_own(case: tuple[Design, str]) -> None:
    design, event = case
    votes = initial_votes(design)
    result = count_votes(design, votes, down_by(design, parse_target(event, design)[0]))

    assert sum(one.own >= votes.need for one in result.standings) <= 1
    assert all(
        len(set(first) & set(second)) == 0 for first in result.winners for second in result.winners if first != second
    )


@given(losses())
def test_vms_run_only_where_they_may_and_fit(case: tuple[Design, str]) -> None:
    design, event = case
    for verdict in _leaves(evaluate(design, parse_target(event, design))):
        hosted: dict[str, list[str]] = {}
        for vm_id, node_id in verdict.after.vms:
            if node_id is not None:
                hosted.setdefault(node_id, []).append(vm_id)
                assert node_id not in verdict.after.down.nodes
                assert node_id in verdict.quorum.living
        started = {vm.vm for vm in verdict.vms if vm.outcome in AUTOMATIC}
        for node_id, vm_ids in hosted.items():
            if started & set(vm_ids):
                node = design.node(node_id)
                assert held_at_least_mib([design.vm(vm_id) for vm_id in vm_ids], node.os) <= node.available_mib


@given(losses())
def test_nothing_crosses_the_sites_by_itself_under_a_restrictive_policy(case: tuple[Design, str]) -> None:
    design, event = case
    enabler = design.cluster.enabler.evolve(policy=FailoverPolicy.RESTRICT)
    restricted = design.evolve(cluster=design.cluster.evolve(enabler=enabler))

    for verdict in _leaves(evaluate(restricted, parse_target(event, restricted))):
        assert not {vm.outcome for vm in verdict.vms} & {Outcome.X, Outcome.T, Outcome.T_SPLIT}


@given(losses())
def test_positions_on_the_canvas_change_no_verdict(case: tuple[Design, str]) -> None:
    design, event = case
    places = tuple(place.evolve(x=place.x + 17, y=-place.y) for place in design.layout.places)
    moved = design.evolve(layout=design.layout.evolve(places=places))

    assert evaluate(moved, parse_target(event, moved)) == evaluate(design, parse_target(event, design))


@given(losses())
def test_a_lost_vm_has_no_recovery_time_and_an_untouched_one_none_to_wait(case: tuple[Design, str]) -> None:
    design, event = case
    for verdict in _leaves(evaluate(design, parse_target(event, design))):
        assert (verdict.rto_us is None) == (verdict.outcome is Outcome.O)
        if verdict.outcome is Outcome.N:
            assert verdict.rto_us == 0
            assert not verdict.not_started


def _leaves(verdict: Verdict) -> list[Verdict]:
    """The verdict, or those of its branches."""
    if not verdict.branches:
        return [replace(verdict)]
    return [leaf for _, branch in verdict.branches for leaf in _leaves(branch)]
