"""Every value of the model has a name in a document, and durations read as people say them."""

import pytest

from designer.base.texts import ENGLISH
from designer.engine.state import Phase
from designer.engine.timeline import Outcome as RunOutcome
from designer.model.policy import QuorumMode
from designer.model.workload import StartPriority
from designer.report import terms
from designer.resilience.outcome import Outcome
from designer.resilience.roles import DataLoss


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        (terms.OUTCOME, Outcome),
        (terms.RUN_OUTCOME, RunOutcome),
        (terms.PHASE, Phase),
        (terms.DATA_LOSS, DataLoss),
        (terms.QUORUM_MODE, QuorumMode),
        (terms.PRIORITY, StartPriority),
    ],
)
def test_no_value_is_without_a_name(named: dict[object, object], kind: type) -> None:
    assert set(named) == set(kind)


@pytest.mark.parametrize(
    ("time_us", "expected"),
    [
        (0, "0\u00a0s"),
        (300_000, "300\u00a0ms"),
        (8_810_000, "8.8\u00a0s"),
        (75_000_000, "75\u00a0s"),
        (206_000_000, "3.4\u00a0min"),
        (3_686_000_000, "61\u00a0min"),
    ],
)
def test_durations(time_us: int, expected: str) -> None:
    assert ENGLISH.render(terms.duration_text(time_us)) == expected


def test_an_outage_without_end_is_said_in_words() -> None:
    assert ENGLISH.render(terms.outage_text(None)) == "until repair"
    assert ENGLISH.render(terms.outage_text(0)) == "none"


@pytest.mark.parametrize(
    ("typed", "expected"), [("2010-12-05", "5\u00a0December 2010"), ("", ""), ("2010-13-05", "2010-13-05")]
)
def test_dates(typed: str, expected: str) -> None:
    assert ENGLISH.render(terms.date_text(typed)) == expected
