"""What the document says beside what a person typed: findings, verdicts, a run, pictures. Computed in one place."""

from collections.abc import Callable
from dataclasses import dataclass

from designer.analysis.finding import Finding
from designer.analysis.run import analyse
from designer.base.errors import ReportFailed, SimulationRefused
from designer.base.texts import Message, Translator, msg
from designer.comparison.compare import Comparison, compare
from designer.drawing.compose import PictureOptions, compose
from designer.drawing.ruler import TextRuler
from designer.drawing.scene import Scene
from designer.engine.run import run
from designer.engine.timeline import Timeline
from designer.model.design import Design
from designer.model.project import Project
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.model.site import SiteRole
from designer.resilience.matrix import Row
from designer.resilience.verdict import Verdict

_BARE = PictureOptions(legend=False)


@dataclass(frozen=True, slots=True)
class Studied:
    """One design with everything that was found out about it."""

    design: Design
    findings: tuple[Finding, ...]
    failures: tuple[Row, ...]
    migration: Timeline | None
    migration_refused: Message | None
    scene: Scene
    scene_with_legend: Scene

    def verdict(self, event: str) -> Verdict | None:
        """What becomes of the design after the event, None where it cannot have it."""
        return next((row.verdict for row in self.failures if row.event == event), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The project, its designs as studied, how they compare, the one the document is about, and what draws pictures."""

    project: Project
    designs: tuple[Studied, ...]
    chosen: Studied
    comparison: Comparison
    translator: Translator
    ruler: TextRuler

    @property
    def is_comparison(self) -> bool:
        """Whether there is more than one design to choose from."""
        return len(self.designs) > 1


def gather(
    project: Project,
    translator: Translator,
    ruler: TextRuler,
    *,
    design_id: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> Evidence:
    """The evidence of all designs, or of the one asked for alone.

    Raises :class:`ReportFailed` for a project without designs and ``UnknownElement`` for an unknown one.
    """
    main = project.main_design() if design_id is None else project.design(design_id)
    if main is None:
        raise ReportFailed("report-empty", msg("The project has no design to write about. Add one first."))
    designs = project.designs if design_id is None else (main,)
    comparison = compare(project, [design.id for design in designs])
    studied = []
    for number, column in enumerate(comparison.columns, start=1):
        studied.append(study(column.design, column.rows, translator, ruler, on=project.document.date))
        if progress is not None:
            progress(number / len(designs))
    chosen = next(one for one in studied if one.design.id == main.id)
    return Evidence(project, tuple(studied), chosen, comparison, translator, ruler)


def study(
    design: Design, failures: tuple[Row, ...], translator: Translator, ruler: TextRuler, *, on: str = ""
) -> Studied:
    """Everything about one design, whose failure matrix is known; waivers as they stand ``on`` the document's date."""
    migration, refused = _migrated(design)
    return Studied(
        design=design,
        findings=analyse(design, on),
        failures=failures,
        migration=migration,
        migration_refused=refused,
        scene=compose(design, ruler, translator, options=_BARE),
        scene_with_legend=compose(design, ruler, translator),
    )


def typical_migration(design: Design) -> Scenario | None:
    """The live migration shown in the document: the first VM of the primary site that can go to the other site."""
    primary, secondary = design.site_with_role(SiteRole.PRIMARY), design.site_with_role(SiteRole.SECONDARY)
    if primary is None or secondary is None:
        return None
    homes = {node.id for node in design.nodes_in(primary.id)}
    targets = design.nodes_in(secondary.id)
    vm = next((vm for vm in design.vms if vm.node in homes and design.group_of(vm.id) is not None), None)
    if vm is None or not targets:
        return None
    movement = Movement(kind=MovementKind.LIVE, vm=vm.id, to=targets[0].id)
    return Scenario(id="document-migration", name="Live Migration", movement=movement)


def _migrated(design: Design) -> tuple[Timeline | None, Message | None]:
    scenario = typical_migration(design)
    if scenario is None:
        return None, msg("The design has no clustered VM at the primary site, or no node at the secondary one.")
    try:
        return run(design, scenario), None
    except SimulationRefused as refused:
        return None, refused.message
