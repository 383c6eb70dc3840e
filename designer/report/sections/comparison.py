"""The criteria of every variant side by side, what follows from them, and the matrix of failures."""

from designer.analysis.availability.wording import minutes_text
from designer.base.texts import Decimal, Message, msg
from designer.base.units import microseconds
from designer.comparison.compare import Comparison, Criterion
from designer.comparison.metrics import Cell as Value
from designer.comparison.yearly import yearly
from designer.drawing.lettering import Lettering
from designer.drawing.yearly_bars import wants_log, yearly_bars
from designer.report.content import (
    Align,
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Figure,
    Origin,
    Paragraph,
    Section,
    Table,
    Text,
    Tone,
)
from designer.report.evidence import Evidence
from designer.report.sections.failures import outcome_cell, outcome_codes
from designer.report.terms import duration_text, tone_of
from designer.resilience.outcome import Outcome

_BARS_WIDTH, _BARS_SCALE = 630.0, 0.75
"""Letters of the bars are then as large as those of tables."""
_ASSUMED = frozenset({"blackout-s", "rto-node-s", "rto-site-s"})
"""Criteria whose figures rest on the assumed durations."""


def comparison_section(evidence: Evidence) -> Section:
    """The criteria of every variant and what follows from them."""
    comparison = evidence.comparison
    blocks = (_criteria(comparison), *_years(evidence), *_recommendation(evidence, comparison))
    return Section(msg("Comparison"), blocks)


def compared_failures_section(evidence: Evidence) -> Section:
    """Events down, designs across, the outcome in each cell."""
    comparison = evidence.comparison
    codes = outcome_codes(*(column.rows for column in comparison.columns))
    return Section(msg("Failures compared"), (_failures(comparison), codes))


def recommendation_reasons(comparison: Comparison, design_id: str) -> tuple[Message, ...]:
    """Why the comparison puts this design first; empty where it does not."""
    if comparison.recommendation is None or comparison.recommendation.design != design_id:
        return ()
    return comparison.recommendation.reasons


def _criteria(comparison: Comparison) -> Table:
    columns = (
        Column(msg("Criterion"), share=2),
        *(Column(column.design.label, Align.RIGHT) for column in comparison.columns),
    )
    known = [one for one in comparison.criteria if any(cell.value is not None for cell in one.cells)]
    rows = tuple((Cell(one.title), *_cells(one)) for one in known)
    return Table(msg("Criteria of the variants"), columns, rows)


def _years(evidence: Evidence) -> tuple[Block, ...]:
    """The minutes of a year by why, as bars; nothing where fewer than two variants have any."""
    found = [yearly(column.design) for column in evidence.comparison.columns]
    known = [(one.design, one.label, one.minutes) for one in found if one.minutes is not None]
    if len(known) < 2:
        return ()
    lettering = Lettering(evidence.ruler, evidence.translator)
    log = wants_log(minutes for _, _, minutes in known)
    told = tuple(
        msg("{label}: {minutes} a year", label=label, minutes=minutes_text(minutes.total))
        for _, label, minutes in known
    )
    caption = msg("Standstill of a VM in a year, by why")
    bars = yearly_bars(lettering, known, _BARS_WIDTH, log=log)
    return (Figure(bars, caption, msg("{years}.", years=told), _BARS_SCALE),)


def _cells(criterion: Criterion) -> tuple[Cell, ...]:
    """The best figure is set strong where the variants differ."""
    best = _best(criterion)
    return tuple(
        _cell(criterion, cell, strong=cell.value is not None and cell.value == best) for cell in criterion.cells
    )


def _cell(criterion: Criterion, figure: Value, *, strong: bool) -> Cell:
    value = figure.value
    if value is None:
        return Cell("–", Tone.FAINT)
    if isinstance(value, str):
        return Cell(value, tone_of(Outcome(value)), strong=True)
    origin = Origin.ASSUMED if criterion.id in _ASSUMED and value else Origin.COMPUTED
    return Cell(_figure_text(criterion, value), origin=origin, strong=strong)


def _figure_text(criterion: Criterion, value: float) -> Text:
    if criterion.unit == "s":
        return duration_text(microseconds(value))
    shown = Decimal(value, 1, keep_zeros=False)
    if not criterion.unit:
        return msg("{value}", value=shown)
    return msg("{value}\u00a0{unit}", value=shown, unit=criterion.unit)


def _best(criterion: Criterion) -> float | None:
    numbers = [cell.value for cell in criterion.cells if isinstance(cell.value, int | float)]
    if criterion.better == "none" or len(set(numbers)) < 2:
        return None
    return min(numbers) if criterion.better == "lower" else max(numbers)


def _recommendation(evidence: Evidence, comparison: Comparison) -> list[Block]:
    found = comparison.recommendation
    if found is None:
        return []
    first = evidence.project.design(found.design)
    chosen = evidence.chosen.design
    blocks: list[Block] = []
    title = msg("The facts put variant {label} first", label=first.label)
    text = evidence.translator.render
    blocks.append(Callout(title, " ".join(text(reason) for reason in found.reasons), Tone.GOOD))
    if found.price:
        blocks += [Paragraph(msg("What it costs against the others:")), Bullets(found.price)]
    if evidence.project.recommended == chosen.id != first.id:
        blocks.append(
            Paragraph(
                msg(
                    "This document recommends variant {chosen} all the same; the reasons are those of the management "
                    "summary and of the decisions.",
                    chosen=chosen.label,
                )
            )
        )
    return blocks


def _failures(comparison: Comparison) -> Table:
    columns = (
        Column(msg("Loss"), share=3),
        *(Column(column.design.label, Align.CENTRE) for column in comparison.columns),
    )
    rows = tuple(
        (Cell(line.title, capital=True), *(outcome_cell(verdict) for verdict in line.verdicts))
        for line in comparison.failures
    )
    note = msg("“u”: the arrays no longer replicate afterwards. “–”: the variant has no such part.")
    return Table(msg("Outcome of every failure in every variant"), columns, rows, note)
