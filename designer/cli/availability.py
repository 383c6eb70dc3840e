"""``geocluster availability``: how long VMs stand still in a year, why, and how sure that is."""

from argparse import Namespace

from designer.analysis.availability.assess import Availability, PartResult, assess
from designer.analysis.availability.monte_carlo import CONFIDENCE, Estimate, estimate
from designer.analysis.availability.open_psa import open_psa
from designer.analysis.availability.uncertainty import Range, uncertainty
from designer.analysis.availability.wording import (
    CLASSES,
    GRADES,
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
from designer.base.texts import Decimal, Message, msg
from designer.base.units import percent_text
from designer.cli.console import Console
from designer.cli.projects import PreparedOutput, add_project_options, open_design, refuse_onto_input
from designer.cli.usage import Options
from designer.model.design import Design

FORMAT = "geocluster/availability/1"
_MOST_PARTS = 15
_MOST_PAIRS = 6


def add_options(options: Options) -> None:
    """Which design, and whether to write the fault tree."""
    add_project_options(options)
    options.option(
        "--open-psa", metavar="OUT.xml", about=msg("write the fault tree for other tools (Open-PSA exchange format)")
    )
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Compute and tell it."""
    refuse_onto_input(arguments.open_psa, arguments.file)
    _, design = open_design(arguments.file, arguments.design)
    found = assess(design, reliability())
    if arguments.open_psa is not None:
        console.put_after_answer(PreparedOutput(open_psa(found.study).encode(), arguments.open_psa))
    playing = msg("Playing failures and repairs:")
    chance = estimate(found.study, progress=lambda share: console.progress(playing, share))
    spread = uncertainty(found.study)
    if arguments.json:
        console.json(_document(found, chance, spread, console))
    else:
        _tell(design, found, console, chance=chance, spread=spread)
    if arguments.open_psa is not None:
        console.note(msg("The fault tree is in {file}.", file=arguments.open_psa))
    return 0


def _document(found: Availability, chance: Estimate, spread: Range, console: Console) -> dict[str, object]:
    minutes = found.solution.minutes
    assumed = found.assumptions
    return {
        "format": FORMAT,
        "design": found.design,
        "unavailability": minutes.unavailability,
        "minutes_per_year": {
            "repair": minutes.repair,
            "failover": minutes.failover,
            "restart": minutes.restart,
            "manual": minutes.manual,
            "planned": minutes.planned,
            "total": minutes.total,
        },
        "low": min(spread.low, minutes.unavailability),
        "high": max(spread.high, minutes.unavailability),
        "single_points": [cause.ids[0] for cause in found.single_points],
        "components": [_component(one, console) for one in found.solution.parts],
        "methods": {
            "exact": found.solution.exact,
            "monte_carlo": {
                "mean": chance.mean,
                "ci_low": chance.ci_low,
                "ci_high": chance.ci_high,
                "years": chance.years,
                "confidence": CONFIDENCE,
            },
        },
        "low_minutes_per_year": min(spread.low_minutes, minutes.total),
        "high_minutes_per_year": max(spread.high_minutes, minutes.total),
        "causes": [
            {"ids": list(cause.ids), "probability": cause.probability, "text": console.text(cause.sentence)}
            for cause in (*found.single_points, *found.pairs)
        ],
        "assumptions": {
            "common_cause": assumed.common_cause,
            "coverage": assumed.coverage,
            "windows_per_year": assumed.windows_per_year,
            "window_h": assumed.window_h,
            "texts": [console.text(text) for text in assumption_texts(found)],
        },
    }


def _component(one: PartResult, console: Console) -> dict[str, object]:
    values = one.measures
    return {
        "id": one.part.id,
        "mttf_h": one.mttf_h,
        "mttr_h": one.mttr_h,
        "grade": one.part.grade.value,
        "birnbaum": values.birnbaum,
        "minutes_per_year": one.minutes_per_year,
        "element": one.part.element,
        "title": console.text(one.part.title),
        "source": one.part.source,
        "cif": values.critical,
        "dif": values.diagnostic,
        "raw": values.achievement,
        "rrw": values.reduction,
    }


def _tell(design: Design, found: Availability, console: Console, *, chance: Estimate, spread: Range) -> None:
    if not design.vms:
        console.say(msg("The design {design} has no VM, so nothing can stand still.", design=design.label))
        return
    left_out = left_out_text(found)
    if left_out is not None:
        console.say(left_out)
        if not found.study.structure.judge.vms:
            return
    minutes = found.solution.minutes
    console.say(
        msg(
            "{design}: a VM stands still {minutes} a year on the mean, {available} available; between {low} and "
            "{high} in nine cases of ten, as far as the figures of the parts are known.",
            design=design.label,
            minutes=minutes_text(minutes.total),
            available=nines_text(minutes.unavailability),
            low=minutes_text(min(spread.low_minutes, minutes.total)),
            high=minutes_text(max(spread.high_minutes, minutes.total)),
        )
    )
    console.line("")
    rows = [(title, minutes_text(getattr(minutes, name))) for name, title in CLASSES.items()]
    console.table((msg("why"), msg("a year")), rows, right=(1,))
    warning = patching_warning(minutes)
    if warning is not None:
        console.line("")
        console.say(warning)
    _tell_methods(found, chance, console)
    _tell_causes(found, console)
    _tell_parts(found, console)
    console.line("")
    console.say(msg("Assumed:"))
    for text in assumption_texts(found):
        console.item(text)


def _tell_methods(found: Availability, chance: Estimate, console: Console) -> None:
    console.line("")
    console.say(
        msg(
            "Exact: {exact}. By chance over {years} years: {mean}, between {low} and {high} with {sure}.",
            exact=share_text(found.solution.exact),
            years=round(chance.years),
            mean=share_text(chance.mean),
            low=share_text(chance.ci_low),
            high=share_text(chance.ci_high),
            sure=percent_text(100 * CONFIDENCE, 1),
        )
    )
    console.say(exact_meaning())


def _tell_causes(found: Availability, console: Console) -> None:
    console.line("")
    if found.single_points:
        console.say(msg("Any one of these stops some VM until a repair or a person:"))
        for cause in found.single_points:
            console.item(cause.sentence)
    else:
        console.say(msg("No single thing stops a VM until a repair or a person."))
    if found.pairs:
        console.line("")
        console.say(msg("The likeliest pairs that do so together:"))
        for cause in found.pairs[:_MOST_PAIRS]:
            console.item(cause.sentence)


def _tell_parts(found: Availability, console: Console) -> None:
    worst = costly_parts(found)
    if not worst:
        return
    console.line("")
    heads = (msg("part"), msg("MTTF"), msg("MTTR"), msg("a year"), msg("figure from"))
    rows: list[tuple[Message | str, ...]] = [
        (
            one.part.title,
            _hours(one.mttf_h),
            _hours(one.mttr_h),
            minutes_text(one.minutes_per_year),
            GRADES[one.part.grade],
        )
        for one in worst[:_MOST_PARTS]
    ]
    console.table(heads, rows, right=(1, 2, 3))
    if len(worst) > _MOST_PARTS:
        console.say(msg("{n} more parts cost less; --json names all.", n=len(worst) - _MOST_PARTS))


def _hours(value: float) -> Message:
    return msg("{value}\u00a0h", value=Decimal(value, 0 if value >= 100 else 2, keep_zeros=False))
