"""The estimate by chance: it is the same every time, knows nothing of the diagrams, and holds what is exact."""

import pytest

from designer.analysis.availability.assess import Study
from designer.analysis.availability.monte_carlo import estimate
from designer.assets.reliability import reliability
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design

NEVER = (1e30, 1e-30)
DESIGNS = {
    "1+1": Blueprint(1, 1),
    "1+1 share": Blueprint(1, 1, witness=WitnessPlace.THIRD),
    "2+1": Blueprint(2, 1),
    "2+1 share": Blueprint(2, 1, witness=WitnessPlace.THIRD),
    "2+2 disk": Blueprint(2, 2, witness=WitnessPlace.DISK),
}


def study(blueprint: Blueprint) -> Study:
    return Study(build(blueprint), reliability())


@pytest.mark.parametrize("name", DESIGNS)
def test_the_bounds_hold_the_exact_figure(name):
    found = study(DESIGNS[name])

    drawn = estimate(found, events=400_000)

    assert drawn.ci_low <= found.exact()[0] <= drawn.ci_high
    assert drawn.ci_low < drawn.mean < drawn.ci_high
    assert drawn.events == pytest.approx(400_000, rel=0.02)


def test_the_same_seed_gives_the_same_and_another_does_not():
    found = study(Blueprint(2, 1))

    first, again, other = (estimate(found, events=100_000, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_one_unit_with_repair():
    """λ = 1e-3, μ = 0.1 an hour: down for 1/101 of the time."""
    found = study(Blueprint(1, 1))
    figures = dict.fromkeys(found.figures(), NEVER) | {"p1": (1000.0, 10.0)}

    drawn = estimate(found, figures, events=300_000)

    assert drawn.mean == pytest.approx(1 / 101, rel=0.02)
    assert drawn.ci_low < 1 / 101 < drawn.ci_high


def test_parts_that_are_mostly_down_start_so():
    found = study(Blueprint(1, 1))
    figures = dict.fromkeys(found.figures(), NEVER) | {"p1": (1.0, 99.0)}

    assert estimate(found, figures, events=100_000).mean == pytest.approx(0.99, rel=0.002)


def test_three_and_more_faults_at_once_are_judged_as_well():
    """Everything is down a tenth of the time, so that hardly a state is shallow."""
    found = study(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    figures = dict.fromkeys(found.figures(), (9.0, 1.0))

    drawn = estimate(found, figures, events=8000)

    assert drawn.ci_low <= found.exact(figures)[0] <= drawn.ci_high


def test_without_a_stop_the_upper_bound_says_what_could_not_be_seen():
    found = study(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    figures = dict.fromkeys(found.figures(), NEVER) | {"p1-os": (8760.0, 0.3)}

    drawn = estimate(found, figures, events=10_000)

    assert (drawn.mean, drawn.ci_low, drawn.stops) == (0.0, 0.0, 0)
    assert 0.0 < drawn.ci_high < 1e-6


def test_nothing_to_play():
    drawn = estimate(Study(Design(id="d", label="d"), reliability()))

    assert (drawn.mean, drawn.ci_high, drawn.years) == (0.0, 0.0, 0.0)


def test_whoever_watches_hears_how_far_it_is():
    heard: list[float] = []

    estimate(study(Blueprint(1, 1)), events=600_000, progress=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == 1.0
