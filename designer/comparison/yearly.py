"""Where a variant's minutes of a year come from, and which single things stop a VM, ready to be shown side by side."""

from dataclasses import dataclass

from designer.analysis.availability.assess import Minutes
from designer.analysis.availability.wording import minutes_reason, patching_warning
from designer.base.texts import Message, msg, sentences
from designer.comparison.metrics import availability_of
from designer.model.design import Design


@dataclass(frozen=True, slots=True)
class Yearly:
    """One variant's year. ``minutes`` is None where no VM could stand still; ``single_points`` are sentences."""

    design: str
    label: str
    minutes: Minutes | None
    reason: Message
    single_points: tuple[Message, ...] = ()


def yearly(design: Design) -> Yearly:
    """The year of a design, by the shipped figures of reliability."""
    if not design.vms:
        return Yearly(design.id, design.label, None, msg("The design has no VM."))
    found = availability_of(design)
    if not found.study.structure.judge.vms:
        return Yearly(design.id, design.label, None, minutes_reason(found))
    minutes = found.solution.minutes
    return Yearly(
        design.id,
        design.label,
        minutes,
        sentences(minutes_reason(found), patching_warning(minutes)),
        tuple(cause.sentence for cause in found.single_points),
    )
