"""Every shape of a design judged by the same measures, and which of them nothing beats: the Pareto front.

One shape is one task: a pure function of the design and the shape, so that any executor can spread them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from designer.analysis.finding import Severity
from designer.analysis.run import analyse
from designer.base.texts import Message, msg
from designer.comparison.compare import Criterion, figures
from designer.comparison.metrics import Value
from designer.model.design import Design
from designer.model.reshape import Shape, reshape

DOWNTIME, COST, SERVERS = "minutes-per-year", "cost", "nodes"
MEASURES = (
    "node-loss",
    "site-loss",
    "lan-cut",
    "rto-node-s",
    "rto-site-s",
    "not-started-after-site-loss",
    "single-points",
    DOWNTIME,
    SERVERS,
    "licences",
    COST,
)
"""The criteria of a comparison that a sweep shows, by their ids, in this order."""


@dataclass(frozen=True, slots=True)
class Point:
    """One shape with its figures in the order of :data:`MEASURES`.

    ``silent`` names the servers without a vote, ``errors`` counts the findings of severity error.
    """

    shape: Shape
    design: str
    silent: tuple[str, ...]
    figures: tuple[Criterion, ...]
    errors: int

    def value(self, measure: str) -> Value:
        """The figure of a measure; raises ``KeyError``."""
        return self.figure(measure).cells[0].value

    def figure(self, measure: str) -> Criterion:
        """The criterion with this id; raises ``KeyError``."""
        for one in self.figures:
            if one.id == measure:
                return one
        raise KeyError(measure)


@dataclass(frozen=True, slots=True)
class Sweep:
    """All points in the order of their shapes. ``price`` names the measure that stands for cost; ``front`` indexes."""

    points: tuple[Point, ...]
    price: str
    front: tuple[int, ...]

    @property
    def price_reason(self) -> Message:
        """Why the cost axis is what it is."""
        if self.price == COST:
            return msg("Cost as entered.")
        return msg("Servers stand for the cost, because prices have not been entered for every part.")


def judge(design: Design, shape: Shape) -> Point:
    """The figures of the design in this shape."""
    reshaped = reshape(design, shape)
    errors = sum(finding.severity is Severity.ERROR for finding in analyse(reshaped))
    silent = tuple(node.id for node in reshaped.nodes if node.votes == 0)
    return Point(shape, reshaped.id, silent, figures(reshaped, MEASURES), errors)


def judge_all(design: Design, wanted: Sequence[Shape]) -> tuple[Point, ...]:
    """Some shapes at once: a piece of work that is worth handing to another process."""
    return tuple(judge(design, shape) for shape in wanted)


def sweep_of(points: Sequence[Point]) -> Sweep:
    """The points with their front: those that no other point beats in both price and downtime.

    A point is beaten by one that is no worse in both and better in one; points without a downtime are never in front.
    """
    known = bool(points) and all(isinstance(point.value(COST), int | float) for point in points)
    price = COST if known else SERVERS
    return Sweep(tuple(points), price, _front(points, price))


def _front(points: Sequence[Point], price: str) -> tuple[int, ...]:
    """Indices of the unbeaten points: cheapest first, and one pass that keeps the least downtime so far."""
    placed = sorted(
        (cost, downtime, index)
        for index, point in enumerate(points)
        if (cost := _number(point.value(price))) is not None
        and (downtime := _number(point.value(DOWNTIME))) is not None
    )
    front: list[int] = []
    best: tuple[float, float] | None = None
    for cost, downtime, index in placed:
        if best is None or downtime < best[1] or (cost, downtime) == best:
            front.append(index)
            best = (cost, downtime)
    return tuple(sorted(front))


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
