"""What the rules say about the samples, as text, so that a change of a rule or a sentence is seen in a review."""

from collections.abc import Iterator

import pytest

from designer.analysis.run import analyse
from designer.assets.samples import SAMPLES
from designer.persistence.codec import decode


@pytest.mark.parametrize("name", [sample.name for sample in SAMPLES])
def test_the_findings_of_a_sample_are_the_ones_that_were_reviewed(name, golden):
    content = next(sample.content for sample in SAMPLES if sample.name == name)

    golden(f"findings/{name}.txt", "\n".join(told(content, name)) + "\n")


def told(content: bytes, name: str) -> Iterator[str]:
    for design in decode(content, name).designs:
        yield f"# {design.id}"
        for finding in analyse(design):
            yield f"{finding.rule} {finding.severity} [{' '.join(finding.subjects)}]"
            yield f"    {finding.message}"
            yield f"    → {finding.remedy}"
            yield f"    {finding.source}"
