"""Numbers on the diagrams: probabilities, what one variable more or less changes, and how often a level is entered.

All passes are sums of products, children first, and take arrays of figures as well as single ones. Failures and
repairs are counted apart from signs: a repair that stops a VM is an entry like any other (never a signed difference).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from math import log

from designer.analysis.availability.diagram import FALSE, TERMINALS, TRUE, Diagram
from designer.analysis.availability.parts import Gate, Variable
from designer.analysis.availability.states import Level

_DOWN = (Level.OUT, Level.OFF)


class Change(Enum):
    """Entries that cost time: a restart in place, a switch to the other array, a stop until a person or a repair.

    Moves are charged when something fails, not when it comes back: nothing is moved then.
    """

    RESTART = frozenset({(Level.RUNS, Level.LOCAL)})
    FAILOVER = frozenset({(Level.RUNS, Level.AWAY), (Level.LOCAL, Level.AWAY)})
    MANUAL = frozenset(
        (one, other) for one in Level for other in Level if (one == Level.MANUAL) != (other == Level.MANUAL)
    )
    OUT = frozenset((one, other) for one in Level for other in Level if (one in _DOWN) != (other in _DOWN))


@dataclass(frozen=True, slots=True)
class Rates:
    """A variable's probability of being down, its failures per hour, and the share each of its parts has in both.

    ``slopes`` maps a part to the derivative of the probability by the part's own.
    """

    down: float
    per_hour: float
    slopes: tuple[tuple[str, float], ...]


def rates_of(variable: Variable, down: Mapping[str, float], per_hour: Mapping[str, float]) -> Rates:
    """The rates of a variable from its parts' probabilities and failures per hour (1 / (MTTF + MTTR) each)."""
    value, slopes = _gate(variable.gate, down)
    return Rates(value, sum(per_hour[part] * slope for part, slope in slopes), tuple(slopes))


def _gate(gate: Gate, down: Mapping[str, float]) -> tuple[float, list[tuple[str, float]]]:
    """Probability and derivatives; parts occur once, so a gate is a product or what a product leaves."""
    parts = [_gate(one, down) if isinstance(one, Gate) else (down[one], [(one, 1.0)]) for one in gate.parts]
    value = 1.0 if gate.needs_all else 0.0
    for chance, _ in parts:
        # Not 1 − Π(1 − q): small probabilities would lose their digits.
        value = value * chance if gate.needs_all else value + chance * (1.0 - value)
    slopes = []
    for at, (_, own) in enumerate(parts):
        rest = 1.0
        for other, (chance, _) in enumerate(parts):
            if other != at:
                rest = rest * (chance if gate.needs_all else 1.0 - chance)
        slopes += [(part, slope * rest) for part, slope in own]
    return value, slopes


class Passes:
    """The order in which the nodes of some functions are visited, for sums from the leaves and from a root.

    Values lie in lists: the terminals first, then the nodes; :meth:`place` says where.
    """

    def __init__(self, diagram: Diagram, roots: Iterable[int]) -> None:
        nodes = diagram.reached(roots)
        self._places = {node: TERMINALS + at for at, node in enumerate(nodes)} | {one: one for one in range(TERMINALS)}
        self.rows = tuple(
            (diagram.variable[node], self._places[diagram.low[node]], self._places[diagram.high[node]])
            for node in nodes
        )

    def place(self, node: int) -> int:
        """Where the value of a function stands."""
        return self._places[node]

    def values(self, down: list[float], leaves: tuple[float, ...]) -> list[float]:
        """The expected value of every function where the terminals are worth ``leaves``."""
        found = [*leaves, *[0.0] * (TERMINALS - len(leaves))]
        works = [1.0 - one for one in down]
        for variable, low, high in self.rows:
            found.append(down[variable] * found[high] + works[variable] * found[low])
        return found

    def reach(self, down: list[float], root: int) -> list[float]:
        """The probability of passing through every node on the way down from ``root``."""
        found: list[float] = [0.0] * (TERMINALS + len(self.rows))
        found[self.place(root)] = 1.0
        for at in range(len(self.rows) - 1, -1, -1):
            variable, low, high = self.rows[at]
            here = found[TERMINALS + at]
            struck = here * down[variable]
            found[high] += struck
            found[low] += here - struck
        return found

    def slopes(self, down: list[float], reach: list[float], values: list[float]) -> list[float]:
        """The derivative of the root's value by the probability of every variable."""
        found = [0.0] * len(down)
        for (variable, low, high), here in zip(self.rows, reach[TERMINALS:], strict=True):
            found[variable] += here * (values[high] - values[low])
        return found


@dataclass(frozen=True, slots=True)
class Crossing:
    """A node of a level function at which a variable makes the change, where ``when`` is true of what comes below."""

    node: int
    variable: int
    change: Change
    when: int


def crossings(diagram: Diagram, root: int, changes: tuple[Change, ...]) -> tuple[Crossing, ...]:
    """Every way in which a single variable makes one of the changes to the VMs of a level function."""
    found = []
    for node in diagram.reached([root]):
        for change in changes:
            when = diagram.crossed(diagram.low[node], diagram.high[node], change.value)
            if when != FALSE:
                found.append(Crossing(node, diagram.variable[node], change, when))
    return tuple(found)


def likeliest_states(
    diagram: Diagram, root: int, found: tuple[Crossing, ...], down: list[float]
) -> dict[tuple[int, Change], frozenset[int]]:
    """For every variable and change: the other variables that are down in the likeliest state where it happens."""
    costs = [(-log(max(one, 1e-300)), -log(max(1.0 - one, 1e-300))) for one in down]
    to_node = _cheapest_ways_down(diagram, root, costs)
    to_true = _cheapest_ways_up(diagram, [one.when for one in found], costs)
    best: dict[tuple[int, Change], tuple[float, frozenset[int]]] = {}
    for one in found:
        (before, above), (after, below) = to_node[one.node], to_true[one.when]
        key = (one.variable, one.change)
        if key not in best or before + after < best[key][0]:
            best[key] = (before + after, above | below)
    return {key: state for key, (_, state) in best.items()}


_Way = tuple[float, frozenset[int]]


def _cheapest_ways_down(diagram: Diagram, root: int, costs: list[tuple[float, float]]) -> dict[int, _Way]:
    found: dict[int, _Way] = {root: (0.0, frozenset())}
    for node in reversed(diagram.reached([root])):
        cost, struck = found[node]
        variable = diagram.variable[node]
        hit, miss = costs[variable]
        for child, way in (
            (diagram.high[node], (cost + hit, struck | {variable})),
            (diagram.low[node], (cost + miss, struck)),
        ):
            if child not in found or way[0] < found[child][0]:
                found[child] = way
    return found


def _cheapest_ways_up(diagram: Diagram, roots: list[int], costs: list[tuple[float, float]]) -> dict[int, _Way]:
    found: dict[int, _Way] = {TRUE: (0.0, frozenset())}
    for node in diagram.reached(roots):
        variable = diagram.variable[node]
        hit, miss = costs[variable]
        ways = []
        if diagram.high[node] in found:
            cost, struck = found[diagram.high[node]]
            ways.append((cost + hit, struck | {variable}))
        if diagram.low[node] in found:
            cost, struck = found[diagram.low[node]]
            ways.append((cost + miss, struck))
        found[node] = min(ways, key=lambda way: way[0])
    return found
