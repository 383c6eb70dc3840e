"""What becomes of the VMs after every loss, with the reason, and what hangs on one thing alone."""

from designer.base.texts import Message, msg
from designer.report.content import (
    Align,
    Cell,
    Column,
    Landscape,
    Origin,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    Tone,
)
from designer.report.evidence import Evidence, Studied
from designer.report.terms import DATA_LOSS, OUTCOME, outage_text, tone_of
from designer.resilience.matrix import Row as FailureRow
from designer.resilience.outcome import Outcome
from designer.resilience.verdict import Verdict


def failures_section(studied: Studied, *, with_codes: bool) -> Landscape:
    """Every event of the matrix for one design; ``with_codes`` where the codes are not explained elsewhere."""
    table = Table(
        msg("Failure modes of variant {label}", label=studied.design.label),
        (
            Column(msg("Loss"), share=3),
            Column(msg("Outcome"), Align.CENTRE),
            Column(msg("Outage"), Align.RIGHT),
            Column(msg("Data lost")),
            Column(msg("VMs left off")),
            Column(msg("Why"), share=5),
        ),
        tuple(_row(studied, row) for row in studied.failures),
    )
    where = (
        msg("Codes are explained below the table;")
        if with_codes
        else msg("Codes are explained under the table that compares the variants;")
    )
    intro = Paragraph(
        msg(
            "Outage is the time until the last affected VM runs again. {where} “u” says that the arrays no longer "
            "replicate afterwards.",
            where=where,
        )
    )
    codes = (outcome_codes(studied.failures),) if with_codes else ()
    return Landscape((Section(msg("Failure modes and effects"), (intro, table, *codes)),))


def outcome_codes(*failures: tuple[FailureRow, ...]) -> Table:
    """What the codes mean that occur in these matrices."""
    used = {row.verdict.outcome for rows in failures for row in rows}
    used |= {branch.outcome for rows in failures for row in rows for _, branch in row.verdict.branches}
    rows: tuple[Row, ...] = tuple(
        (Cell(outcome.value, tone_of(outcome), strong=True), Cell(OUTCOME[outcome], capital=True))
        for outcome in Outcome
        if outcome in used
    )
    return Table(msg("Outcome codes"), (Column(msg("Code"), Align.CENTRE), Column(msg("Meaning"), share=9)), rows)


def single_points_section(evidence: Evidence) -> Section:
    """Single components after whose loss some VM needs a person or a repair, and what the loss of a whole site does."""
    studied = evidence.chosen
    column = [one.design.id for one in evidence.comparison.columns].index(studied.design.id)
    components = Paragraph(evidence.comparison.criterion("single-points").cells[column].reason)
    sites = [row for row in studied.failures if row.event.startswith("site:")]
    if not sites:
        return Section(msg("Single points of failure"), (components,))
    table = Table(
        msg("Loss of a whole site"),
        (
            Column(msg("Loss"), share=2),
            Column(msg("Outcome"), Align.CENTRE),
            Column(msg("Outage"), Align.RIGHT),
            Column(msg("Meaning"), share=4),
        ),
        tuple(
            (
                Cell(row.title, capital=True, strong=True),
                outcome_cell(row.verdict),
                _outage(row.verdict),
                Cell(OUTCOME[row.verdict.outcome], capital=True),
            )
            for row in sites
        ),
    )
    return Section(msg("Single points of failure"), (components, table))


def _row(studied: Studied, row: FailureRow) -> Row:
    verdict = row.verdict
    names = ", ".join(studied.design.name_of(vm_id) for vm_id in verdict.not_started)
    return (
        Cell(row.title, capital=True, strong=True),
        outcome_cell(verdict),
        _outage(verdict),
        DATA_LOSS[verdict.data_loss],
        names or "–",
        _why(verdict),
    )


def _outage(verdict: Verdict) -> Cell:
    return Cell(outage_text(verdict.rto_us), origin=Origin.ASSUMED if verdict.rto_us else Origin.COMPUTED)


def _why(verdict: Verdict) -> Text:
    branches = dict(verdict.branches)
    if not branches:
        return verdict.reason
    return msg(
        "{reason} If the primary site wins: {primary}. If the secondary site wins: {secondary}.",
        reason=verdict.reason,
        primary=_branch(branches["primary"]) if "primary" in branches else "–",
        secondary=_branch(branches["secondary"]) if "secondary" in branches else "–",
    )


def _branch(verdict: Verdict) -> Message:
    return msg(
        "{outcome} ({meaning}), outage {outage}",
        outcome=verdict.outcome.value,
        meaning=OUTCOME[verdict.outcome],
        outage=outage_text(verdict.rto_us),
    )


def outcome_cell(verdict: Verdict | None) -> Cell:
    """The letter of an outcome on its ground, with ``u`` where the arrays no longer replicate."""
    if verdict is None:
        return Cell("–", Tone.FAINT)
    text = f"{verdict.outcome.value}\u00a0u" if verdict.unprotected else verdict.outcome.value
    return Cell(text, tone_of(verdict.outcome), strong=True)
