"""Every scenario of every sample, step by step: a change of behaviour shows as a difference to read."""

import pytest

from designer.assets.loader import sample_bytes, sample_names
from designer.engine.run import run
from designer.engine.timeline import Timeline
from designer.model.design import Design
from designer.model.scenario import Scenario
from designer.model.workload import FurtherKind, FurtherResource, ResourceSettings
from designer.persistence.codec import decode
from tests.support.scripts import design, fails, moves, repairs, script


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


def late_swap() -> Timeline:
    """A Cluster Enabler whose role change takes 200 s, and whose pending time-out is 180 s."""
    of = design(2, 1, vms=1)
    timings = of.cluster.timings.evolve(role_change_ms=200_000)
    return run(of.evolve(cluster=of.cluster.evolve(timings=timings)), script(moves()))


def both_addresses_fail() -> Timeline:
    """A VM that rests on a name, which rests on one of two addresses; one fails, then the other, then both are back."""
    of = design(2, 1, vms=1)
    addresses = tuple(FurtherResource(id=f"ip-{one}", name=f"IP Address {one.upper()}") for one in "ab")
    either = ResourceSettings(depends_on=(("ip-a", "ip-b"),))
    name = FurtherResource(id="name", name="Network Name", kind=FurtherKind.NETWORK_NAME, settings=either)
    first = of.groups[0]
    vm_resource = first.vm_resource.evolve(depends_on=(("name",),))
    of = of.evolve(groups=(first.evolve(further_resources=(*addresses, name), vm_resource=vm_resource),))
    both = tuple(f"resource:{first.id}/ip-{one}" for one in "ab")
    return run(of, script(None, fails(both[0]), fails(both[1], 400), repairs("+".join(both), 4000)))


@pytest.mark.parametrize("case", [late_swap, both_addresses_fail])
def test_a_resource_that_fails_is_answered_as_before(case, golden):
    timeline = case()

    assert timeline.violations == ()
    assert timeline.end.procedures == ()
    lines = [
        f"{step.time_us:>12} +{step.duration_us:<10} {step.phase:13} {step.subject:12} "
        f"{step.before} -> {step.after} | {step.text}"
        for step in timeline.steps
    ]
    golden(f"engine/cluster-{case.__name__.replace('_', '-')}.txt", "\n".join([*lines, str(timeline.outcome), ""]))
