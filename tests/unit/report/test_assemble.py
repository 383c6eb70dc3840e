"""What the document says, read from the tree: the same figures as the engine, the matrix and the rules give."""

import itertools
from collections.abc import Iterator

import pytest

from designer.analysis.run import analyse
from designer.assets.loader import sample_bytes
from designer.base.errors import ReportFailed, UnknownElement
from designer.base.texts import ENGLISH
from designer.drawing.ruler import BundledRuler
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.note import Waiver
from designer.model.project import Project
from designer.model.register import DocumentDetails, DocumentStatus, RegisterEntry, RegisterKind
from designer.persistence.codec import decode
from designer.report.assemble import assemble, fingerprint
from designer.report.content import (
    Block,
    Callout,
    Cell,
    Document,
    Figure,
    KeyFigures,
    Origin,
    Section,
    Storyboard,
    Table,
    texts_of,
    walk,
)
from designer.report.evidence import Evidence, gather
from designer.report.profile import Profile
from designer.report.sections.migration import MOVEMENT_PHASES, phases_of
from designer.resilience.matrix import events_of

RULER = BundledRuler()


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return gather(decode(sample_bytes("article"), "article"), ENGLISH, RULER)


@pytest.fixture(scope="module")
def high_level(evidence: Evidence) -> Document:
    return assemble(evidence, Profile.HLD, "")


def small(**changes: object) -> Evidence:
    project = Project(designs=(build(Blueprint(2, 1)),)).evolve(**changes)
    return gather(project, ENGLISH, RULER)


def tables(document: Document) -> dict[str, Table]:
    return {shown(block.caption): block for block in blocks(document) if isinstance(block, Table)}


def blocks(document: Document) -> Iterator[Block]:
    return walk(document.blocks)


def shown(text: object) -> str:
    return ENGLISH.render(text.text if isinstance(text, Cell) else text)  # type: ignore[arg-type]  # a text otherwise


def rows(table: Table) -> list[list[str]]:
    return [[shown(cell) for cell in row] for row in table.rows if isinstance(row, tuple)]


def titles(document: Document) -> list[str]:
    return [shown(block.title) for block in blocks(document) if isinstance(block, Section)]


def test_every_event_that_any_variant_can_have_is_compared(evidence: Evidence, high_level: Document) -> None:
    events = {event for studied in evidence.designs for event in events_of(studied.design)}

    table = tables(high_level)["Outcome of every failure in every variant"]

    assert len(table.rows) == len(events)
    assert [shown(column.title) for column in table.columns] == ["Loss", "1+1", "2+2", "2+1"]


def test_the_failure_table_tells_the_trap_of_two_plus_one(high_level: Document) -> None:
    """One vote of three is no majority: nobody takes over when the primary site is lost (domain 9.4, row 7)."""
    found = {row[0]: row for row in rows(tables(high_level)["Failure modes of variant 2+1"])}

    _, outcome, outage, lost, _, why = found["Primary site"]

    assert outcome == "QT\u00a0u"
    assert outage == "62\u00a0min"
    assert lost == "none"
    assert "No partition has quorum: 2 of 3 votes" in why


def test_the_three_numbers_of_the_summary(high_level: Document) -> None:
    """Domain 9.5 by hand: 5 + 2 + 5 + 1 + 60 = 73 s and 2 s for two more groups; the site needs two decisions."""
    figures = next(block for block in blocks(high_level) if isinstance(block, KeyFigures))

    assert [shown(item.value) for item in figures.items] == ["75\u00a0s", "62\u00a0min", "8.8\u00a0s"]
    assert all(item.origin is Origin.ASSUMED for item in figures.items)


def test_the_comparison_shows_the_minutes_of_every_variant_as_bars(high_level: Document) -> None:
    figure = next(block for block in blocks(high_level) if isinstance(block, Figure) and "scale" in block.scene.by_key)

    assert [item.element_id for item in figure.scene.items if item.key.startswith("row:")] == [
        "one-plus-one",
        "two-plus-two",
        "two-plus-one",
    ]
    assert shown(figure.alt).count("a year") == 3


def test_one_picture_a_variant_all_at_one_scale(high_level: Document) -> None:
    figures = [block for block in blocks(high_level) if isinstance(block, Figure) and "scale" not in block.scene.by_key]

    assert len(figures) == 3
    assert len({figure.scale for figure in figures}) == 1
    assert all(shown(figure.alt) for figure in figures)


def test_the_storyboard_has_one_picture_a_phase_in_the_order_of_the_article(high_level: Document) -> None:
    story = next(block for block in blocks(high_level) if isinstance(block, Storyboard))

    assert [shown(frame.title) for frame in story.frames] == [
        "Pre-check",
        "Setup",
        "Memory copy",
        "Stop and copy",
        "Resources offline",
        "Role change of the arrays",
        "Resources online",
        "Resume",
        "Clean-up",
    ]
    assert len({frame.scene for frame in story.frames}) > len(story.frames) // 2


def test_phases_follow_each_other_without_a_gap(evidence: Evidence) -> None:
    run = evidence.chosen.migration
    assert run is not None

    spans = phases_of(run)

    assert tuple(span.phase for span in spans) == MOVEMENT_PHASES
    assert spans[0].start_us == 0
    assert all(first.end_us == second.start_us for first, second in itertools.pairwise(spans))
    assert spans[-1].end_us == run.total_us


def test_assumed_durations_are_marked_and_the_computed_one_is_not(high_level: Document) -> None:
    table = tables(high_level)["Timing of the live migration"]
    origins = {
        shown(row[1]): row[4].origin for row in table.rows if isinstance(row, tuple) and isinstance(row[4], Cell)
    }

    assert origins.pop("Memory copy") is Origin.COMPUTED
    assert set(origins.values()) == {Origin.ASSUMED}


def test_the_lun_map_names_both_copies_and_the_owner_in_front(evidence: Evidence, high_level: Document) -> None:
    design = evidence.chosen.design
    table = tables(high_level)["LUN map"]

    assert len(table.rows) == len(design.luns)
    first = dict(zip((shown(column.title) for column in table.columns), rows(table)[0], strict=True))
    assert first["R1 at"] == design.name_of(design.luns[0].r1.array)
    assert first["R2 at"] == design.name_of(design.luns[0].r2.array if design.luns[0].r2 else "")
    assert first["Preferred owners"].startswith(design.name_of(design.vms[0].node))


def test_every_open_finding_stands_in_the_document_with_remedy_and_source(
    evidence: Evidence, high_level: Document
) -> None:
    found = rows(tables(high_level)["Findings of the design rules"])

    assert [row[0] for row in found] == [finding.rule for finding in analyse(evidence.chosen.design)]
    assert all(row[2] and row[3] and row[4] for row in found)


def test_a_waived_finding_moves_to_the_accepted_ones() -> None:
    design = build(Blueprint(2, 1))
    rule = analyse(design)[0].rule
    waived = design.evolve(waivers=(Waiver(rule=rule, reason="known", owner="A. Novák", expires="2012-12-31"),))

    document = assemble(small(designs=(waived,)), Profile.HLD, "")

    assert rows(tables(document)["Accepted findings"]) == [[rule, "all", "known", "A. Novák", "2012-12-31"]]
    assert rule not in {row[0] for row in rows(tables(document)["Findings of the design rules"])}


def test_registers_show_only_the_columns_somebody_filled() -> None:
    entry = RegisterEntry(id="r-1", kind=RegisterKind.RISK, text="Dark fibre is cut", owner="NOC")

    document = assemble(small(registers=(entry,)), Profile.HLD, "")

    table = tables(document)["Risks"]
    assert [shown(column.title) for column in table.columns] == ["Id", "Risk", "Owner"]
    assert "Requirements" not in tables(document)


def test_the_profiles_say_different_things(evidence: Evidence, high_level: Document) -> None:
    low, built = (titles(assemble(evidence, profile, "")) for profile in (Profile.LLD, Profile.AS_BUILT))

    assert "Management summary" in titles(high_level)
    assert "Management summary" not in low
    assert {"Node configuration", "Resource groups", "Test plan"} <= set(low)
    assert {"Installation register", "Validation record", "Acceptance"} <= set(built)
    assert "Acceptance" not in low


def test_the_validation_record_carries_the_fingerprint_of_the_run(evidence: Evidence) -> None:
    run = evidence.chosen.migration
    assert run is not None

    texts = {shown(text) for text in texts_of(assemble(evidence, Profile.AS_BUILT, ""))}

    assert run.fingerprint in texts


@pytest.mark.parametrize(
    ("status", "word"),
    [(DocumentStatus.DRAFT, "DRAFT"), (DocumentStatus.FOR_REVIEW, "FOR REVIEW"), (DocumentStatus.FINAL, "")],
)
def test_a_word_lies_across_the_pages_until_the_document_is_final(status: DocumentStatus, word: str) -> None:
    document = assemble(small(document=DocumentDetails(status=status)), Profile.HLD, "")

    assert shown(document.marks.watermark) == word


def test_a_final_document_admits_the_errors_that_nobody_accepted() -> None:
    """ST01 is an error of the article's design; a draft may have it, what is to be signed must say so."""
    article = decode(sample_bytes("article"), "article")
    final = article.evolve(document=article.document.evolve(status=DocumentStatus.FINAL))

    document = assemble(gather(final, ENGLISH, RULER, design_id="two-plus-one"), Profile.HLD, "")

    callouts = [block for block in blocks(document) if isinstance(block, Callout)]
    assert "1 error of the design stands open (ST01)" in shown(callouts[0].text)
    draft = assemble(gather(article, ENGLISH, RULER, design_id="two-plus-one"), Profile.HLD, "")
    assert "Not ready to be signed" not in {shown(text) for text in texts_of(draft)}


def test_equal_projects_have_equal_fingerprints_and_a_changed_word_another() -> None:
    first = Project(designs=(build(Blueprint(1, 1)),))

    assert fingerprint(first) == fingerprint(Project(designs=(build(Blueprint(1, 1)),)))
    assert fingerprint(first) != fingerprint(first.evolve(title="another"))


def test_capacity_follows_the_vms_to_the_survivor(evidence: Evidence, high_level: Document) -> None:
    """After the loss of the primary site all six VMs are on S1 and fill it."""
    found = rows(tables(high_level)["Memory of the nodes"])

    assert [row[1] for row in found[-3:]] == ["0", "0", "6"]
    assert found[-1][5] == "100\u00a0%"


def test_a_half_built_design_has_a_document_too() -> None:
    empty = Project(designs=(Design(id="a", label="A"),))

    for profile in Profile:
        document = assemble(gather(empty, ENGLISH, RULER), profile, "")
        assert all(table.rows for table in tables(document).values())


def test_a_design_that_cannot_run_has_a_document_that_says_why() -> None:
    """Without a line between the sites each half of 2+2 holds two of four votes: the cluster cannot even form."""
    design = build(Blueprint(2, 2)).evolve(network_links=())

    document = assemble(gather(Project(designs=(design,)), ENGLISH, RULER), Profile.HLD, "")

    assert any("No migration to show" in shown(text) for text in texts_of(document))


def test_a_project_without_designs_is_refused() -> None:
    with pytest.raises(ReportFailed) as refused:
        gather(Project(), ENGLISH, RULER)

    assert refused.value.code == "report-empty"


def test_an_unknown_design_is_refused() -> None:
    with pytest.raises(UnknownElement):
        gather(Project(designs=(build(Blueprint(1, 1)),)), ENGLISH, RULER, design_id="nine-plus-nine")
