"""How long VMs stand still in a year, why, by which figures, and what two methods say of it."""

from designer.analysis.availability.assess import Availability, Minutes
from designer.analysis.availability.importance import Cause
from designer.analysis.availability.monte_carlo import CONFIDENCE, estimate
from designer.analysis.availability.uncertainty import Range, uncertainty
from designer.analysis.availability.wording import (
    CLASSES,
    GRADES,
    PARTS,
    assumption_texts,
    costly_parts,
    exact_meaning,
    left_out_text,
    minutes_text,
    nines_text,
    patching_warning,
    share_text,
)
from designer.assets.reliability import reliability
from designer.base.texts import Decimal, Message, msg, sentences
from designer.base.units import percent_text
from designer.comparison.metrics import availability_of
from designer.model.reliability import Spread
from designer.report.content import Align, Block, Bullets, Cell, Column, Facts, Paragraph, Row, Section, Table
from designer.report.evidence import Evidence

_MOST_PARTS = 10
_MOST_PAIRS = 6


def availability_section(evidence: Evidence, *, with_figures: bool) -> Section | None:
    """Minutes of a year by class for every variant, then the chosen one in depth; None without VMs that run.

    ``with_figures`` adds the table of the figures of the parts.
    """
    found = availability_of(evidence.chosen.design)
    if not found.study.structure.judge.vms:
        return None
    spread = uncertainty(found.study)
    left_out = left_out_text(found)
    blocks: list[Block] = [Paragraph(_intro(evidence, found, spread)), _classes(evidence)]
    if left_out is not None:
        blocks.append(Paragraph(left_out))
    warning = patching_warning(found.solution.minutes)
    if warning is not None:
        blocks.append(Paragraph(warning))
    blocks += [*_causes(found), _parts(found), *_methods(found)]
    blocks += [Paragraph(msg("Assumed:")), Bullets(assumption_texts(found))]
    if with_figures:
        blocks.append(_figures(found))
    return Section(msg("Availability"), tuple(blocks))


def _intro(evidence: Evidence, found: Availability, spread: Range) -> Message:
    minutes = found.solution.minutes
    return sentences(
        msg(
            "In variant {label} a VM stands still {minutes} a year on the mean; it is {available} available.",
            label=evidence.chosen.design.label,
            minutes=minutes_text(minutes.total),
            available=nines_text(minutes.unavailability),
        ),
        msg(
            "The figures of the parts are known roughly: in nine cases of ten the truth lies between {low} and {high}.",
            low=minutes_text(min(spread.low_minutes, minutes.total)),
            high=minutes_text(max(spread.high_minutes, minutes.total)),
        ),
    )


def _classes(evidence: Evidence) -> Table:
    """Classes down, variants across."""
    studied = [one.design for one in evidence.designs if availability_of(one.design).study.structure.judge.vms]
    yearly = [availability_of(design).solution.minutes for design in studied]
    rows: list[Row] = [
        (Cell(title, capital=True), *(_minutes_cell(getattr(one, name)) for one in yearly))
        for name, title in CLASSES.items()
    ]
    rows.append((Cell(msg("All together"), strong=True), *(_total_cell(one) for one in yearly)))
    return Table(
        msg("Standstill of a VM in a year"),
        (Column(msg("Why"), share=2), *(Column(design.label, Align.RIGHT) for design in studied)),
        tuple(rows),
        note=msg("Means over the VMs of a variant. Switching times are those of the failure modes."),
    )


def _minutes_cell(value: float) -> Cell:
    return Cell(minutes_text(value))


def _total_cell(minutes: Minutes) -> Cell:
    return Cell(minutes_text(minutes.total), strong=True)


def _causes(found: Availability) -> list[Block]:
    blocks: list[Block] = []
    if found.single_points:
        blocks.append(Paragraph(msg("Any one of these stops some VM until a repair or a person:")))
        blocks.append(Bullets(_sentences(found.single_points)))
    else:
        blocks.append(Paragraph(msg("No single thing stops a VM until a repair or a person.")))
    if found.pairs:
        blocks.append(Paragraph(msg("The likeliest pairs that do so together:")))
        blocks.append(Bullets(_sentences(found.pairs[:_MOST_PAIRS])))
    return blocks


def _sentences(causes: tuple[Cause, ...]) -> tuple[Message, ...]:
    return tuple(cause.sentence for cause in causes)


def _parts(found: Availability) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(one.part.title, capital=True, strong=True),
            _hours_cell(one.mttf_h),
            _hours_cell(one.mttr_h),
            Cell(GRADES[one.part.grade]),
            minutes_text(one.minutes_per_year),
        )
        for one in costly_parts(found)[:_MOST_PARTS]
    )
    return Table(
        msg("Parts whose failures cost most"),
        (
            Column(msg("Part"), share=3),
            Column(msg("Time to failure"), Align.RIGHT),
            Column(msg("Time to repair"), Align.RIGHT),
            Column(msg("Figure from")),
            Column(msg("Costs a year"), Align.RIGHT),
        ),
        rows,
    )


def _methods(found: Availability) -> list[Block]:
    """The exact result beside what chance says, so that whoever doubts one has the other."""
    chance = estimate(found.study)
    return [
        Paragraph(exact_meaning()),
        Facts(
            (
                (msg("Exact, by decision diagram"), share_text(found.solution.exact)),
                (
                    msg("By chance, over {years} years", years=round(chance.years)),
                    msg(
                        "{mean}, between {low} and {high} with {sure}",
                        mean=share_text(chance.mean),
                        low=share_text(chance.ci_low),
                        high=share_text(chance.ci_high),
                        sure=percent_text(100 * CONFIDENCE, 1),
                    ),
                ),
            )
        ),
    ]


def _figures(found: Availability) -> Table:
    kinds = dict.fromkeys(part.kind for part in found.study.wiring.parts)
    shipped = reliability()
    rows: tuple[Row, ...] = tuple(
        (
            Cell(PARTS[kind], capital=True),
            _spread_cell(shipped.of(kind).mttf_h),
            _spread_cell(shipped.of(kind).mttr_h),
            Cell(GRADES[shipped.of(kind).grade]),
            shipped.of(kind).source or "–",
        )
        for kind in PARTS
        if kind in kinds
    )
    return Table(
        msg("Figures of the parts"),
        (
            Column(msg("Part"), share=2),
            Column(msg("Time to failure (low to high)"), Align.RIGHT, share=2),
            Column(msg("Time to repair (low to high)"), Align.RIGHT, share=2),
            Column(msg("Figure from")),
            Column(msg("Source"), share=2),
        ),
        rows,
        note=msg(
            "Vendors leave planned work and human mistakes out of their figures. Replace judgement by your own figures."
        ),
    )


def _spread_cell(spread: Spread) -> Cell:
    text = msg("{base} ({low} to {high})", base=_hours(spread.base), low=_hours(spread.low), high=_hours(spread.high))
    return Cell(text)


def _hours_cell(value: float) -> Cell:
    return Cell(_hours(value))


def _hours(value: float) -> Message:
    return msg("{value}\u00a0h", value=Decimal(value, 0 if value >= 100 else 2, keep_zeros=False))
