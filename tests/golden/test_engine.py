"""Every scenario of every sample, step by step: a change of behaviour shows as a difference to read."""

import pytest

from designer.assets.loader import sample_bytes, sample_names
from designer.engine.run import run
from designer.engine.timeline import Timeline
from designer.model.design import Design
from designer.model.scenario import Scenario
from designer.persistence.codec import decode


def shipped() -> dict[str, tuple[Design, Scenario]]:
    """Each sample's scenarios with the design they are made for."""
    found = {}
    for name in sample_names():
        project = decode(sample_bytes(name), name)
        for scenario in project.scenarios:
            design = project.main_design() if scenario.design is None else project.design(scenario.design)
            assert design is not None
            found[f"{name}-{scenario.id}"] = (design, scenario)
    return found


def trace(timeline: Timeline) -> str:
    """One line a step, then what the run came to."""
    lines = [
        f"{step.time_us:>12} +{step.duration_us:<10} {step.phase:13} {step.subject:12} "
        f"{step.before} -> {step.after} | {step.text} | {step.digest[:12]}"
        for step in timeline.steps
    ]
    end = f"{timeline.outcome} total={timeline.total_us} blackout={timeline.blackout_us} sent={timeline.sent_kib} KiB"
    return "\n".join([*lines, end, timeline.fingerprint, ""])


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_runs_as_before(name, golden):
    timeline = run(*shipped()[name])

    assert timeline.violations == ()
    assert timeline.end.procedures == ()
    golden(f"engine/{name}.txt", trace(timeline))
