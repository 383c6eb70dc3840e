"""Whatever a person has drawn so far, there is a document about it."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from designer.base.errors import ReportFailed
from designer.base.texts import ENGLISH
from designer.model.project import Project
from designer.report.document import report
from designer.report.profile import Profile
from tests.support.builders import applied_or_same, commands, full_project, projects


@st.composite
def drawn(draw: st.DrawFn) -> Project:
    """A project after some edits of any kind."""
    project = draw(st.one_of(projects(), st.just(full_project())))
    for _ in range(draw(st.integers(0, 10))):
        project = applied_or_same(draw(commands(project)), project)
    return project


@pytest.mark.slow
@settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(project=drawn(), profile=st.sampled_from(list(Profile)))
def test_any_project_has_a_document_or_says_why_not(project: Project, profile: Profile) -> None:
    if not project.designs:
        with pytest.raises(ReportFailed):
            report(project, profile=profile, translator=ENGLISH)
        return

    assert report(project, profile=profile, translator=ENGLISH, reproducible=True).startswith(b"%PDF")
