"""Designs side by side: every event, every criterion, each with its reason, and what follows from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from designer.base.texts import Message, msg
from designer.comparison import metrics
from designer.comparison.metrics import Cell
from designer.comparison.recommend import Recommendation, recommend
from designer.model.design import Design
from designer.model.project import Project
from designer.resilience.matrix import Row, events_of, row
from designer.resilience.targets import LossKind
from designer.resilience.verdict import Verdict

Better = Literal["lower", "higher", "none"]


@dataclass(frozen=True, slots=True)
class Column:
    """One compared design with the rows of its failure matrix."""

    design: Design
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the criteria table; ``cells`` in the order of the designs. Letters and counts have no ``unit``."""

    id: str
    title: Message
    unit: str
    better: Better
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FailureLine:
    """One event over all designs: None where a design cannot have it."""

    event: str
    title: Message
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more designs (or one) judged by the same measures."""

    columns: tuple[Column, ...]
    criteria: tuple[Criterion, ...]
    failures: tuple[FailureLine, ...]
    recommendation: Recommendation | None

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id; raises ``KeyError``."""
        for one in self.criteria:
            if one.id == criterion_id:
                return one
        raise KeyError(criterion_id)


def compare(
    project: Project, design_ids: Sequence[str] | None = None, *, progress: Callable[[float], None] | None = None
) -> Comparison:
    """The comparison of the named designs, all of them by default, in the order given.

    ``progress`` is told the share of the failures judged, above 0 to 1. Raises ``UnknownElement`` for an id the
    project does not have.
    """
    designs = project.designs if design_ids is None else tuple(project.design(design_id) for design_id in design_ids)
    columns = _columns(designs, progress)
    criteria = tuple(_criterion(measure, columns) for measure in _MEASURES)
    recommendation = recommend([(column.design, column.rows) for column in columns])
    return Comparison(columns, criteria, _failures(columns), recommendation)


def figures(design: Design, measures: Sequence[str]) -> tuple[Criterion, ...]:
    """The named criteria of one design alone, in the order given; raises ``KeyError`` for an unknown one."""
    known = {measure[0]: measure for measure in _MEASURES}
    columns = _columns((design,), None)
    return tuple(_criterion(known[name], columns) for name in measures)


def _columns(designs: Sequence[Design], progress: Callable[[float], None] | None) -> tuple[Column, ...]:
    events = [events_of(design) for design in designs]
    whole, done = sum(map(len, events)), 0
    columns = []
    for design, ones in zip(designs, events, strict=True):
        rows = []
        for event in ones:
            rows.append(row(design, event))
            done += 1
            if progress is not None:
                progress(done / whole)
        columns.append(Column(design, tuple(rows)))
    return tuple(columns)


_Measure = tuple[str, Message, str, Better, Callable[[Column], Cell]]


def _criterion(measure: _Measure, columns: tuple[Column, ...]) -> Criterion:
    identifier, title, unit, better, figure = measure
    return Criterion(identifier, title, unit, better, tuple(figure(column) for column in columns))


def _failures(columns: tuple[Column, ...]) -> tuple[FailureLine, ...]:
    """Events in the order of the contract: each design's own order, merged, the fullest design first."""
    order: list[str] = []
    for column in sorted(columns, key=lambda one: -len(one.rows)):
        _merge(order, [row.event for row in column.rows])
    tables = [{row.event: row for row in column.rows} for column in columns]
    lines = []
    for event in order:
        title = next(table[event].title for table in tables if event in table)
        lines.append(
            FailureLine(event, title, tuple(table[event].verdict if event in table else None for table in tables))
        )
    return tuple(lines)


def _merge(order: list[str], events: list[str]) -> None:
    """Put events that ``order`` lacks behind the event they follow."""
    position = 0
    for event in events:
        if event in order:
            position = order.index(event) + 1
        else:
            order.insert(position, event)
            position += 1


def node_loss(column: Column) -> Row | None:
    """The worst loss of a single node."""
    return metrics.worst(metrics.of_kind(column.design, column.rows, LossKind.NODE))


def site_loss(column: Column) -> Row | None:
    """The worse of the two site losses; the primary site where they are equally bad."""
    return metrics.worst(metrics.of_kind(column.design, column.rows, LossKind.SITE))


def lan_cut(column: Column) -> Row | None:
    """The event that cuts every IP line between the sites and nothing else."""
    event = "+".join(f"link:{link.id}" for link in column.design.network_links)
    return next((row for row in column.rows if row.event == event), None)


_MEASURES: tuple[_Measure, ...] = (
    ("node-loss", msg("Worst loss of one server"), "", "lower", lambda one: metrics.letter(node_loss(one))),
    ("site-loss", msg("Worst loss of a site"), "", "lower", lambda one: metrics.letter(site_loss(one))),
    ("lan-cut", msg("LAN between the sites cut"), "", "lower", lambda one: metrics.letter(lan_cut(one))),
    (
        "votes-left-after-site-loss",
        msg("Votes left after the site loss"),
        "",
        "higher",
        lambda one: metrics.votes_left(one.design, site_loss(one)),
    ),
    (
        "memory-after-site-loss",
        msg("Highest memory pressure after the site loss"),
        "%",
        "lower",
        lambda one: metrics.pressure(one.design, site_loss(one)),
    ),
    (
        "not-started-after-site-loss",
        msg("VMs that do not fit after the site loss"),
        "",
        "lower",
        lambda one: metrics.not_started(one.design, site_loss(one)),
    ),
    (
        "blackout-s",
        msg("Blackout of a live migration across sites"),
        "s",
        "lower",
        lambda one: metrics.blackout(one.design),
    ),
    (
        "rto-node-s",
        msg("RTO after the loss of one server"),
        "s",
        "lower",
        lambda one: metrics.recovery_time(node_loss(one)),
    ),
    (
        "rto-site-s",
        msg("RTO after the loss of a site"),
        "s",
        "lower",
        lambda one: metrics.recovery_time(site_loss(one)),
    ),
    (
        "minutes-per-year",
        msg("Standstill of a VM in a year"),
        "min",
        "lower",
        lambda one: metrics.minutes_per_year(one.design),
    ),
    (
        "single-points",
        msg("Single points of failure"),
        "",
        "lower",
        lambda one: metrics.single_points(one.design),
    ),
    ("nodes", msg("Servers"), "", "lower", lambda one: metrics.node_count(one.design)),
    ("licences", msg("Server licences"), "", "lower", lambda one: metrics.licences(one.design)),
    ("cost", msg("Cost"), "", "lower", lambda one: metrics.cost(one.design)),
)
