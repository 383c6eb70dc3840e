"""Availability in words: classes of minutes, assumptions, grades. The same sentences for window, terminal and paper."""

from math import floor, log10

from designer.analysis.availability.assess import Availability, Minutes, PartResult
from designer.base.texts import Decimal, Message, msg, msg_in, msg_n, sentences
from designer.base.units import percent_text
from designer.model.reliability import Grade, PartKind

_MOST_NAMED = 3

CLASSES: dict[str, Message] = {
    "repair": msg("waiting for a repair"),
    "manual": msg("waiting for a person"),
    "failover": msg("switch to the other array"),
    "restart": msg("restart on the same array"),
    "planned": msg("patching"),
}
"""What the fields of :class:`~designer.analysis.availability.assess.Minutes` stand for, the gravest first."""

GRADES: dict[Grade, Message] = {
    Grade.FIELD: msg_in("grade of a figure", "field study"),
    Grade.VENDOR: msg_in("grade of a figure", "vendor's claim"),
    Grade.JUDGEMENT: msg_in("grade of a figure", "judgement"),
}

PARTS: dict[PartKind, Message] = {
    PartKind.SERVER: msg_in("kind of part", "server"),
    PartKind.SYSTEM: msg_in("kind of part", "operating system with hypervisor"),
    PartKind.ADAPTER: msg_in("kind of part", "network adapter"),
    PartKind.HOST_BUS_ADAPTER: msg_in("kind of part", "host bus adapter"),
    PartKind.ARRAY: msg_in("kind of part", "storage array"),
    PartKind.SWITCH: msg_in("kind of part", "fabric switch"),
    PartKind.CABLE: msg_in("kind of part", "buried cable, per kilometre"),
    PartKind.LINE_END: msg_in("kind of part", "terminal of a line"),
    PartKind.SITE: msg_in("kind of part", "site: power, cooling, fire alarm"),
    PartKind.DISASTER: msg_in("kind of part", "site: disaster"),
    PartKind.WITNESS_PATH: msg_in("kind of part", "path to the witness"),
    PartKind.SHARE: msg_in("kind of part", "file share witness"),
    PartKind.CLOUD: msg_in("kind of part", "cloud witness"),
}


def minutes_text(value: float) -> Message:
    """Minutes for people: three digits where they are few, tenths where they are many."""
    digits = 0 if value == 0 else 3 if value < 0.1 else 2 if value < 10 else 1
    return msg("{value}\u00a0min", value=Decimal(value, digits))


def nines_text(unavailability: float) -> Message:
    """Availability in per cent, with as many digits as tell it from 100."""
    digits, share = 1, unavailability * 100
    while share > 0 and digits < 9 and round(share, digits) * 10**digits < 10:
        digits += 1
    return msg("{value}\u00a0%", value=Decimal(100 - share, digits, keep_zeros=False))


def share_text(value: float) -> Message:
    """A small share for people, with three digits that count."""
    digits = 0 if value <= 0.0 else max(2 - floor(log10(value)), 0)
    return msg("{value}", value=Decimal(value, digits))


def minutes_reason(availability: Availability) -> Message:
    """Where the minutes of a year come from: by class, then the parts whose failures cost most."""
    minutes, left_out = availability.solution.minutes, left_out_text(availability)
    classes = tuple(
        msg("{what} {minutes}", what=title, minutes=minutes_text(value))
        for name, title in CLASSES.items()
        if (value := getattr(minutes, name)) >= 0.0005
    )
    if not classes:
        return left_out or msg("No VM stands still.")
    worst = costly_parts(availability)[:_MOST_NAMED]
    return sentences(
        msg("On the mean over the VMs: {classes}.", classes=classes),
        msg("Most by {parts}.", parts=tuple(one.part.title for one in worst)) if worst else None,
        left_out,
    )


def left_out_text(availability: Availability) -> Message | None:
    """Which VMs do not count, because they cannot run as they are drawn."""
    judge = availability.study.structure.judge
    counted = {vm.id for vm in judge.vms}
    names = tuple(vm.name for vm in judge.design.vms if vm.id not in counted)
    if not names:
        return None
    return msg_n(
        "{vms} cannot run as it is drawn and is left out.",
        "{vms} cannot run as they are drawn and are left out.",
        len(names),
        vms=names,
    )


def costly_parts(availability: Availability) -> list[PartResult]:
    """The parts whose failures cost anything, the dearest first; equal ones in their order."""
    costly = [one for one in availability.solution.parts if one.minutes_per_year > 0.0]
    return sorted(costly, key=lambda one: -one.minutes_per_year)


def patching_warning(minutes: Minutes) -> Message | None:
    """Said where patching costs more than everything else together."""
    if minutes.planned <= minutes.total / 2 or minutes.planned < 1.0:
        return None
    return msg(
        "Patching costs more than all failures together: while a node is away, little or nothing stands in for it."
    )


def assumption_texts(availability: Availability) -> tuple[Message, ...]:
    """What is assumed beside the figures of the parts, in sentences."""
    assumptions = availability.assumptions
    covered = (
        msg("Every automatic switch-over succeeds.")
        if assumptions.coverage >= 1.0
        else msg(
            "Of automatic switch-overs {share} succeed; the others wait for a person.",
            share=percent_text(100 * assumptions.coverage),
        )
    )
    common = (
        msg("Parts fail independently; no common cause is assumed beyond sites and shared cable routes.")
        if assumptions.common_cause <= 0.0
        else msg(
            "Of the failures of like, redundant parts {share} strike all of them at once.",
            share=percent_text(100 * assumptions.common_cause),
        )
    )
    lightly = (
        (msg("Memory and other limits of the nodes are taken as never reached: too many cases hang on them here."),)
        if availability.study.structure.takes_limits_lightly
        else ()
    )
    return (
        *lightly,
        msg(
            "Every node is emptied and patched {times} times a year for {hours}\u00a0h.",
            times=Decimal(assumptions.windows_per_year, 0),
            hours=Decimal(assumptions.window_h, 1, keep_zeros=False),
        ),
        covered,
        common,
        msg("Votes count as configured, and a race for the witness as won by the side that holds the core group."),
        msg("A VM returns to its place without an outage when what failed is repaired. A year has 525,600 minutes."),
    )


def exact_meaning() -> Message:
    """What the exact probability is of."""
    return msg(
        "The share of time in which some VM needs a repair or a person. Switching, restarts and patching are not in "
        "it; every stop lasts until the repair."
    )
