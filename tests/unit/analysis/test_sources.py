"""What a step rests on is told in words: nobody has the numbers of somebody else's papers at hand."""

import re
from functools import cache

import pytest

from designer.analysis.sources import SOURCES, cited
from designer.assets.loader import sample_bytes, sample_names
from designer.assets.translations import translator
from designer.engine.run import run
from designer.persistence.codec import decode


@cache
def sources_of_all_shipped_runs() -> frozenset[str]:
    found = set()
    for name in sample_names():
        project = decode(sample_bytes(name), name)
        for scenario in project.scenarios:
            design = project.main_design() if scenario.design is None else project.design(scenario.design)
            assert design is not None
            found |= {step.source for step in run(design, scenario).steps}
    return frozenset(found)


@pytest.mark.parametrize("language", ["en", "cs"])
def test_every_source_of_the_shipped_runs_is_words_with_titles(language):
    assert len(sources_of_all_shipped_runs()) > 10

    for source in sources_of_all_shipped_runs():
        words = translator(language).render(cited(source))
        assert "domain" not in words
        for number in re.findall(r"S\d+", source):
            assert f"{number} {SOURCES[number].title}" in words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "domain 3.6 row D6; S34",
            "storage decision table, row D6 and S34 Veritas: Cluster Server agents for EMC SRDF",
        ),
        ("domain 3.6 row D6, 9.4 row 11", "storage decision table, row D6"),
        ("domain 2.2, 3.6 rows D1, D3", "storage decision table, rows D1 and D3"),
        ("domain 3.6", "storage decision table"),
        ("domain 2.2; S17", "S17 Dell: Hyper-V R2 guide"),
        ("domain 5.2 (EJ)", "engineering judgement"),
        ("domain 2.3 rows 5–6", "engineering judgement"),
        ("domain 9.2", "engineering judgement"),
        ("", "engineering judgement"),
    ],
)
def test_source_in_words(source, words):
    assert str(cited(source)) == words
