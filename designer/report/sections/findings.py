"""What the design rules say, and what a person accepted."""

from designer.analysis.finding import Finding, Severity
from designer.base.texts import msg, msg_in
from designer.model.design import Design
from designer.report.content import (
    Align,
    Block,
    Cell,
    Column,
    GroupRow,
    Landscape,
    Paragraph,
    Row,
    Section,
    Table,
    Tone,
)
from designer.report.evidence import Studied
from designer.report.terms import SEVERITY

_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.CAUTION, Severity.INFO: Tone.PLAIN}


def findings_section(studied: Studied) -> Block:
    """Open findings by severity with remedy and source, then the accepted ones."""
    design = studied.design
    open_ones = [finding for finding in studied.findings if not finding.waived]
    blocks: list[Block] = []
    if open_ones:
        blocks.append(
            Paragraph(msg("The design rules have the following to say about variant {label}.", label=design.label))
        )
        blocks.append(_table(design, open_ones))
    else:
        blocks.append(
            Paragraph(msg("The design rules have nothing to say against variant {label}.", label=design.label))
        )
    if design.waivers:
        blocks.append(_waivers(design))
    section = Section(msg("Findings"), tuple(blocks))
    return Landscape((section,)) if open_ones else section


def _table(design: Design, findings: list[Finding]) -> Table:
    rows: list[Row] = []
    for severity in Severity:
        of_this = [finding for finding in findings if finding.severity is severity]
        if of_this:
            rows.append(GroupRow(SEVERITY[severity]))
            rows += [_row(design, finding) for finding in of_this]
    columns = (
        Column(msg("Rule"), Align.CENTRE),
        Column(msg("Concerns")),
        Column(msg("Finding"), share=3),
        Column(msg("Remedy"), share=3),
        Column(msg("Source"), share=2),
    )
    return Table(msg("Findings of the design rules"), columns, tuple(rows))


def _row(design: Design, finding: Finding) -> Row:
    subjects = ", ".join(design.name_of(subject) for subject in finding.subjects)
    return (
        Cell(finding.rule, _TONES[finding.severity], strong=True),
        subjects or "–",
        finding.message,
        finding.remedy,
        Cell(finding.source_text, Tone.FAINT),
    )


def _waivers(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(waiver.rule, strong=True),
            ", ".join(design.name_of(subject) for subject in waiver.subjects) or msg_in("subjects", "all"),
            waiver.reason,
            waiver.owner or "–",
            waiver.expires or "–",
        )
        for waiver in design.waivers
    )
    columns = (
        Column(msg("Rule"), Align.CENTRE),
        Column(msg("Concerns")),
        Column(msg("Why it is accepted"), share=4),
        Column(msg("Owner")),
        Column(msg("Holds until")),
    )
    return Table(msg("Accepted findings"), columns, rows)
