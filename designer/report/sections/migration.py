"""The live migration to the other site: a picture for each phase, and how long each takes and why."""

from dataclasses import dataclass

from designer.base.texts import Decimal, Message, msg, msg_in, msg_n
from designer.base.units import US_PER_S, percent_text, seconds_text
from designer.drawing.compose import PictureOptions
from designer.drawing.overlay import moment_scene
from designer.engine.state import Phase
from designer.engine.timeline import Outcome, Step, Timeline
from designer.model.design import Design
from designer.model.site import SiteRole
from designer.report.content import (
    Align,
    Block,
    Callout,
    Cell,
    Column,
    Frame,
    Landscape,
    Origin,
    Paragraph,
    Row,
    Section,
    Storyboard,
    Table,
    Text,
    Tone,
)
from designer.report.evidence import Evidence, Studied, typical_migration
from designer.report.terms import PHASE, duration_text

MOVEMENT_PHASES = (
    Phase.PRE_CHECK,
    Phase.SETUP,
    Phase.MEMORY,
    Phase.STOP_AND_COPY,
    Phase.OFFLINE,
    Phase.ROLE_CHANGE,
    Phase.ONLINE,
    Phase.RESUME,
    Phase.CLEAN_UP,
)
_BARE = PictureOptions(legend=False)
_STEPS_TOLD = 4
_SHOWN_AT = 0.55
"""Where inside a phase its picture is taken: past the middle, when what the phase does can be seen."""


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """One phase of a run with its first steps."""

    phase: Phase
    start_us: int
    end_us: int
    steps: tuple[Step, ...]

    @property
    def duration_us(self) -> int:
        """How long the phase takes."""
        return self.end_us - self.start_us

    @property
    def shown_us(self) -> int:
        """When the picture of the phase is taken."""
        return self.start_us + int(self.duration_us * _SHOWN_AT)


def phases_of(timeline: Timeline) -> tuple[PhaseSpan, ...]:
    """The phases of a movement in their order, each until the next begins."""
    blocks: list[list[Step]] = []
    for step in timeline.steps:
        if step.phase not in MOVEMENT_PHASES:
            continue
        if blocks and blocks[-1][0].phase is step.phase:
            blocks[-1].append(step)
        else:
            blocks.append([step])
    starts = [block[0].time_us for block in blocks]
    last = max((step.end_us for step in blocks[-1]), default=0) if blocks else 0
    ends = [*starts[1:], last]
    return tuple(
        PhaseSpan(block[0].phase, start, end, tuple(block))
        for block, start, end in zip(blocks, starts, ends, strict=True)
    )


def migration_section(evidence: Evidence) -> Section:
    """Storyboard and timing table of the typical live migration, or why there is none."""
    studied = evidence.chosen
    timeline = studied.migration
    title = msg("Live migration to the other site")
    if timeline is None:
        why = studied.migration_refused or msg("The design has nothing to move.")
        return Section(title, (Callout(msg("No migration to show"), why, Tone.CAUTION),))
    blocks: list[Block] = [Paragraph(_intro(studied, timeline))]
    if timeline.outcome is not Outcome.COMPLETED:
        why = timeline.steps[-1].text if timeline.steps else msg("The run has no steps.")
        blocks.append(Callout(msg("The migration does not complete"), why, Tone.BAD))
    spans = phases_of(timeline)
    if spans:
        blocks.append(timing_table(studied.design, timeline, spans))
        blocks.append(Landscape((_storyboard(evidence, timeline, spans),)))
    return Section(title, tuple(blocks))


def timing_table(design: Design, timeline: Timeline, spans: tuple[PhaseSpan, ...]) -> Table:
    """Start, end and duration of every phase, what drives it, and which of it is assumed."""
    rows: tuple[Row, ...] = tuple(
        (
            str(number),
            Cell(PHASE[span.phase], strong=True),
            _clock(span.start_us),
            _clock(span.end_us),
            Cell(
                seconds_text(span.duration_us / US_PER_S, 2),
                origin=Origin.COMPUTED if span.phase is Phase.MEMORY else Origin.ASSUMED,
            ),
            _driver(design, timeline, span.phase),
        )
        for number, span in enumerate(spans, start=1)
    )
    columns = (
        Column("#", Align.RIGHT),
        Column(msg("Phase"), share=2),
        Column(msg_in("column", "Start"), Align.RIGHT),
        Column(msg_in("column", "End"), Align.RIGHT),
        Column(msg("Duration"), Align.RIGHT),
        Column(msg("Driven by"), share=4),
    )
    return Table(msg("Timing of the live migration"), columns, rows)


def _clock(time_us: int) -> Message:
    return seconds_text(time_us / US_PER_S, 2)


def _intro(studied: Studied, timeline: Timeline) -> Message:
    design = studied.design
    scenario = typical_migration(design)
    movement = scenario.movement if scenario is not None else None
    vm = design.name_of(movement.vm or "") if movement is not None else "–"
    target = design.name_of(movement.to or "") if movement is not None else "–"
    if timeline.is_lasting:
        return msg(
            "{vm} is moved to {target}, step by step as the simulation of this design computed it. The run ends after "
            "{total}, and a VM that ran before does not run again by then. {sent}\u00a0MiB go over the migration "
            "network in {rounds}.",
            vm=vm,
            target=target,
            total=duration_text(timeline.total_us),
            sent=Decimal(timeline.data_sent_mib, 0),
            rounds=msg_n("{n} round", "{n} rounds", len(timeline.rounds)),
        )
    return msg(
        "{vm} is moved to {target}, step by step as the simulation of this design computed it. The whole movement "
        "takes {total}; the guest stands still for {blackout} of it, while its disk changes sides. "
        "{sent}\u00a0MiB go over the migration network in {rounds}.",
        vm=vm,
        target=target,
        total=duration_text(timeline.total_us),
        blackout=duration_text(timeline.blackout_us),
        sent=Decimal(timeline.data_sent_mib, 0),
        rounds=msg_n("{n} round", "{n} rounds", len(timeline.rounds)),
    )


_DRIVERS: dict[Phase, Message] = {
    Phase.PRE_CHECK: msg("checks of processor, memory and storage at the target"),
    Phase.SETUP: msg("connection between the hosts, empty VM made at the target"),
    Phase.STOP_AND_COPY: msg("the guest stands still; the last pages and the processor's state are sent"),
    Phase.OFFLINE: msg("VM, disk and Cluster Enabler resources go offline in this order"),
    Phase.ONLINE: msg("Cluster Enabler, disk and VM resources come online in this order"),
    Phase.RESUME: msg("the guest goes on at the target and tells the network where it is"),
    Phase.CLEAN_UP: msg("the source frees memory and files"),
}


def _driver(design: Design, timeline: Timeline, phase: Phase) -> Message:
    if phase is Phase.MEMORY:
        return msg(
            "{sent}\u00a0MiB in {rounds}, network used to {efficiency}; pages written meanwhile are sent again",
            sent=Decimal(timeline.data_sent_mib, 0),
            rounds=msg_n("{n} round", "{n} rounds", len(timeline.rounds)),
            efficiency=percent_text(design.cluster.migration.efficiency_percent),
        )
    if phase is Phase.ROLE_CHANGE:
        timings = design.cluster.timings
        return msg(
            "the arrays swap R1 and R2: {base} and {each} for each device",
            base=duration_text(timings.role_change_ms * 1000),
            each=duration_text(timings.role_change_per_device_ms * 1000),
        )
    return _DRIVERS[phase]


def _storyboard(evidence: Evidence, timeline: Timeline, spans: tuple[PhaseSpan, ...]) -> Storyboard:
    shown = without_third_site(evidence.chosen.design)
    frames = tuple(
        Frame(
            scene=moment_scene(
                shown,
                timeline,
                span.shown_us,
                ruler=evidence.ruler,
                translator=evidence.translator,
                options=_BARE,
            ),
            title=PHASE[span.phase],
            time=msg(
                "from {start} to {end}; the picture shows {shown}",
                start=_clock(span.start_us),
                end=_clock(span.end_us),
                shown=_clock(span.shown_us),
            ),
            texts=_told(span),
            why=span.steps[0].why,
        )
        for span in spans
    )
    if shown is evidence.chosen.design:
        caption = msg("Live migration to the other site, one picture for each phase")
    else:
        caption = msg(
            "Live migration to the other site, one picture for each phase; the witness takes no part and is left out"
        )
    return Storyboard(caption, caption, frames)


def without_third_site(design: Design) -> Design:
    """The design without the witness outside both sites, so that the pictures of a movement are not made small by it.

    The same design where no such witness stands, or where the third place holds or carries anything else.
    """
    witness = design.witness
    thirds = {site.id for site in design.sites if site.role is SiteRole.THIRD}
    if witness is None or witness.array is not None or (witness.site is not None and witness.site not in thirds):
        return design
    used = {node.site for node in design.nodes} | {array.site for array in design.arrays}
    used |= {end for link in design.network_links for end in (link.a, link.b)}
    used |= {path.site for path in design.witness_paths}
    quorum = design.cluster.quorum
    if thirds & (used | {quorum.preferred_site, quorum.core_group_site}):
        return design
    gone = frozenset({*thirds, witness.id, *(path.id for path in design.witness_paths)})
    return design.evolve(
        sites=tuple(site for site in design.sites if site.id not in thirds),
        witness=None,
        witness_paths=(),
        layout=design.layout.without(gone),
    )


def _told(span: PhaseSpan) -> tuple[Text, ...]:
    """What the first steps of the phase say; the number of the others where there are more."""
    said = tuple(dict.fromkeys(step.text for step in span.steps[:_STEPS_TOLD]))
    more = len(span.steps) - _STEPS_TOLD
    return (*said, msg_n("and {n} more step", "and {n} more steps", more)) if more > 0 else said
