"""The section on availability says what the command line says, for every variant, and marks where figures come from."""

import pytest

from designer.analysis.availability.assess import assess
from designer.analysis.availability.wording import minutes_text
from designer.assets.loader import sample_bytes
from designer.assets.reliability import reliability
from designer.base.texts import ENGLISH
from designer.drawing.ruler import BundledRuler
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.persistence.codec import decode
from designer.report.content import Bullets, Cell, Section, Table
from designer.report.evidence import Evidence, gather
from designer.report.sections.availability import availability_section


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return gather(decode(sample_bytes("quorum"), "quorum"), ENGLISH, BundledRuler())


@pytest.fixture(scope="module")
def section(evidence: Evidence) -> Section:
    found = availability_section(evidence, with_figures=True)
    assert found is not None
    return found


def tables(section: Section) -> dict[str, Table]:
    return {str(block.caption): block for block in section.blocks if isinstance(block, Table)}


def texts(row) -> list[str]:
    return [str(cell.text if isinstance(cell, Cell) else cell) for cell in row]


def test_minutes_of_every_variant_stand_by_class_and_together(evidence, section):
    table = tables(section)["Standstill of a VM in a year"]
    rows = {line[0]: line[1:] for line in map(texts, table.rows)}

    assert [str(column.title) for column in table.columns[1:]] == [one.design.label for one in evidence.designs]
    for at, one in enumerate(evidence.designs):
        minutes = assess(one.design, reliability()).solution.minutes
        assert rows["All together"][at] == str(minutes_text(minutes.total))
        assert rows["waiting for a person"][at] == str(minutes_text(minutes.manual))


def test_every_figure_of_a_part_says_where_it_is_from(section):
    rows = [texts(row) for row in tables(section)["Figures of the parts"].rows]

    assert {row[3] for row in rows} == {"field study", "vendor's claim", "judgement"}
    assert ["storage array", "438,000\u00a0h (43,800\u00a0h to 4,380,000\u00a0h)"] in [row[:2] for row in rows]
    assert "cloud witness" not in {row[0] for row in rows}  # no variant has one


def test_the_parts_that_cost_most_come_first(section):
    rows = [texts(row) for row in tables(section)["Parts whose failures cost most"].rows]

    assert 1 < len(rows) <= 10
    assert rows[0][0].startswith(("operating system of", "outage of"))


def test_single_points_and_pairs_are_sentences(section):
    lists = [block for block in section.blocks if isinstance(block, Bullets)]

    assert any("together:" in str(item) for one in lists for item in one.items)


def test_the_short_form_leaves_the_figures_out(evidence):
    found = availability_section(evidence, with_figures=False)

    assert found is not None
    assert "Figures of the parts" not in tables(found)


def test_without_vms_there_is_no_section():
    empty = gather(Project(designs=(build(Blueprint(1, 1, vms=0)),)), ENGLISH, BundledRuler())

    assert availability_section(empty, with_figures=True) is None
