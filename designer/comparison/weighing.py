"""Which order of the variants an architect's weights lead to, and how far each weight may move before it changes.

Within a criterion the best variant counts in full, the worst not at all, the others in proportion; outcomes count by
their gravity. Only the order that follows is told: the sums behind it have no meaning of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from designer.comparison.compare import Comparison, Criterion
from designer.comparison.metrics import Value
from designer.resilience.outcome import RANK, Outcome

HEAVIEST = 10
USUAL = 1
"""What every criterion weighs before somebody decides otherwise."""
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Weighed:
    """One criterion that tells the variants apart.

    ``merits`` are 0 to 1 in the order of the designs, None where there is no figure. Within ``low`` to ``high`` the
    weight may move, all others staying, and the order stays; they are not below 0 nor above :data:`HEAVIEST`.
    ``lowered`` and ``raised`` name the design that would come first or take a better place beyond an end, None where
    nothing changes.
    """

    criterion: str
    weight: float
    merits: tuple[float | None, ...]
    low: float
    high: float
    lowered: str | None = None
    raised: str | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """The designs from the one to prefer on, equals in one group; the criteria; those for and against the first.

    ``silent`` are criteria in which all variants are equal or have no figure: they decide nothing.
    """

    order: tuple[tuple[str, ...], ...]
    criteria: tuple[Weighed, ...]
    speak_for: tuple[str, ...]
    speak_against: tuple[str, ...]
    silent: tuple[str, ...]


def weigh(comparison: Comparison, weights: Mapping[str, float]) -> Weighing:
    """The order under these weights, by the criterion's id; a criterion that is not named weighs :data:`USUAL`."""
    designs = [column.design.id for column in comparison.columns]
    known = [(one, merits_of(one)) for one in comparison.criteria]
    telling = [(one, merits) for one, merits in known if merits is not None]
    table = [(weights.get(one.id, USUAL), tuple(merit or 0.0 for merit in merits)) for one, merits in telling]
    sums = [sum(weight * merits[at] for weight, merits in table) for at in range(len(designs))]
    order = _order(designs, sums)
    criteria = []
    for (one, merits), (weight, counted) in zip(telling, table, strict=True):
        low, high, lowered, raised = _range(designs, sums, weight, counted)
        criteria.append(Weighed(one.id, weight, merits, low, high, lowered, raised))
    silent = tuple(one.id for one, merits in known if merits is None)
    speak_for, speak_against = _speaking(designs, order, criteria)
    return Weighing(order, tuple(criteria), speak_for, speak_against, silent)


def merits_of(criterion: Criterion) -> tuple[float | None, ...] | None:
    """How well each design does, 0 to 1; None for a criterion that does not tell them apart."""
    if criterion.better == "none":
        return None
    values = [_number(cell.value) for cell in criterion.cells]
    known = [value for value in values if value is not None]
    if not known or max(known) == min(known):
        return None
    best, worst = (min(known), max(known)) if criterion.better == "lower" else (max(known), min(known))
    return tuple(None if value is None else (worst - value) / (worst - best) for value in values)


def _number(value: Value) -> float | None:
    """A figure as it is, an outcome by its gravity."""
    if isinstance(value, str):
        return float(RANK[Outcome(value)])
    return None if value is None else float(value)


def _order(designs: Sequence[str], sums: Sequence[float]) -> tuple[tuple[str, ...], ...]:
    groups: list[list[str]] = []
    last = inf
    for at in sorted(range(len(designs)), key=lambda one: (-sums[one], one)):
        if groups and last - sums[at] <= _EXACT:
            groups[-1].append(designs[at])
        else:
            groups.append([designs[at]])
            last = sums[at]
    return tuple(tuple(group) for group in groups)


def _range(
    designs: Sequence[str], sums: Sequence[float], weight: float, merits: Sequence[float]
) -> tuple[float, float, str | None, str | None]:
    """How low and high the weight may go, and who passes another beyond that.

    The lead of one design over another changes by the difference of their merits for each unit of the weight.
    """
    low, high = 0.0, float(HEAVIEST)
    lowered: str | None = None
    raised: str | None = None
    for first in range(len(designs)):
        for second in range(len(designs)):
            lead, gain = sums[first] - sums[second], merits[first] - merits[second]
            if lead < -_EXACT or abs(gain) <= _EXACT or first == second:
                continue
            turn = weight - lead / gain
            if gain > 0 and turn > low:
                low, lowered = turn, designs[second]
            elif gain < 0 and turn < high:
                high, raised = turn, designs[second]
    return min(low, weight), max(high, weight), lowered, raised


def _speaking(
    designs: Sequence[str], order: tuple[tuple[str, ...], ...], criteria: Sequence[Weighed]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The criteria that put the first design before the next one, and those that would put it behind; heavy first."""
    if len(order) < 2:
        return (), ()
    first, second = designs.index(order[0][0]), designs.index(order[1][0])
    pulls = [
        (one.weight * ((one.merits[first] or 0.0) - (one.merits[second] or 0.0)), one.criterion) for one in criteria
    ]
    pulls.sort(key=lambda one: -abs(one[0]))
    return tuple(one for pull, one in pulls if pull > _EXACT), tuple(one for pull, one in pulls if pull < -_EXACT)
