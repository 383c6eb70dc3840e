"""Every shipped sample, every single fault at every instant of a migration and of idle running, repaired at every one.

Pairs of faults in all samples take minutes: ``python -m tests.performance.exploration``.
"""

import pytest

from designer.cli.executors import spread
from designer.engine.explore import Findings, explore_task, tasks
from designer.engine.timeline import Outcome
from tests.performance.exploration import designs, told_apart

DIFFERENT = {told_apart(design): (name, design) for name, design in reversed(list(designs("")))}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "design"),
    sorted(DIFFERENT.values(), key=lambda one: one[0]),
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_single_faults_break_no_promise_and_leave_no_dead_end(name, design):
    found = sum_of(spread(explore_task, tasks(design), "processes"))

    assert found.violations == found.dead_ends == ()
    assert len(found.states) > 1000
    assert {name for name, _ in found.outcomes} <= {outcome.value for outcome in Outcome}
    assert {"completed", "cancelled", "failed", "recovered"} <= {name for name, _ in found.outcomes}


def sum_of(parts) -> Findings:
    found = Findings()
    for part in parts:
        found = found.plus(part)
    return found
