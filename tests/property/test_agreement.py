"""The engine and the evaluator agree on designs drawn at random, from every start, whatever is lost."""

from hypothesis import given
from hypothesis import strategies as st

from designer.model.array import PairState, ReplicationMode
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.resilience.matrix import events_of
from designer.resilience.votes import count_votes, initial_votes
from designer.topology.down import Down
from tests.support.agreement import differences

BLUEPRINTS = st.builds(
    Blueprint,
    st.integers(1, 3),
    st.integers(1, 3),
    witness=st.sampled_from(tuple(place for place in WitnessPlace if place is not WitnessPlace.CLOUD)),
    vms=st.integers(1, 4),
    era=st.sampled_from((Era.W2008R2SP1, Era.W2012, Era.W2012R2, Era.W2016, Era.W2022)),
    policy=st.sampled_from(FailoverPolicy),
    no_votes=st.sampled_from(((), (), ("p1",), ("s1",))),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Design, str]:
    """A design whose pairs start each in a state of its own, and one of the events of the failure matrix."""
    design = build(draw(BLUEPRINTS))
    alone, threshold = draw(st.booleans()), draw(st.sampled_from((None, None, 0, 1)))
    luns = tuple(
        lun.evolve(
            state=draw(st.sampled_from(PairState)),
            mode=draw(st.sampled_from(ReplicationMode)),
            writable=draw(st.sampled_from((None, "array-p", "array-s"))),
            domino=draw(st.booleans()),
            link_limbo_ms=draw(st.sampled_from((0, 0, 3_000))),
            autolink_recovery=draw(st.booleans()),
        )
        for lun in design.luns
    )
    enabler = design.cluster.enabler.evolve(takeover_link_down=alone)
    design = design.evolve(
        luns=luns,
        groups=tuple(group.evolve(failover_threshold=threshold) for group in design.groups),
        cluster=design.cluster.evolve(enabler=enabler),
    )
    others = tuple(f"{kind}:{lun.id}>site:site-p" for kind in ("pair", "split") for lun in design.luns[:1])
    return design, draw(st.sampled_from((*events_of(design), *others)))


@given(cases())
def test_the_engine_and_the_evaluator_come_to_the_same_end(case: tuple[Design, str]) -> None:
    design, event = case
    if count_votes(design, initial_votes(design), Down()).winners:
        assert differences(design, event) == []
