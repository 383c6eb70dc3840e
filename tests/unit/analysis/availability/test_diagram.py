"""Decision diagrams against closed forms, published network reliabilities and plain enumeration."""

from itertools import combinations, product
from random import Random

import pytest

from designer.analysis.availability.diagram import FALSE, TRUE, Diagram
from designer.analysis.availability.frequencies import Change, Passes, crossings, rates_of
from designer.analysis.availability.parts import Variable, all_of, any_of
from designer.analysis.availability.states import Level

FAILS, REPAIR = 1e-3, 0.1  # an hour
DOWN = FAILS / (FAILS + REPAIR)


def chance(diagram, function, down):
    passes = Passes(diagram, [function])
    return passes.values(down, (0.0, 1.0))[passes.place(function)]


def at_least(diagram, count, of):
    """Down when so many of the first variables are."""
    return diagram.some(diagram.every(map(diagram.down, chosen)) for chosen in combinations(range(of), count))


@pytest.mark.parametrize(("needed", "of", "works"), [(2, 3, 0.972), (3, 4, 0.9477), (3, 5, 0.99144), (1, 2, 0.99)])
def test_so_many_of_so_many(needed, of, works):
    diagram = Diagram()
    down = at_least(diagram, of - needed + 1, of)

    assert 1 - chance(diagram, down, [0.1] * of) == pytest.approx(works, abs=1e-15)


def test_units_with_repair():
    diagram = Diagram()

    assert 1 - chance(diagram, diagram.down(0), [DOWN]) == pytest.approx(0.9900990099009901, abs=1e-15)
    assert chance(diagram, at_least(diagram, 2, 2), [DOWN] * 2) == pytest.approx(9.802960494069208e-5, rel=1e-14)
    assert 1 - chance(diagram, at_least(diagram, 2, 3), [DOWN] * 3) == pytest.approx(0.9997078523654738, abs=1e-15)


def joined(edges, terminals):
    """The function of edges (variables, true when down) that says some terminal is cut off."""
    diagram = Diagram()

    def ways(at, goal, passed):
        if at == goal:
            yield ()
        for number, (one, other) in enumerate(edges):
            for here, there in ((one, other), (other, one)):
                if here == at and there not in passed:
                    yield from ((number, *more) for more in ways(there, goal, passed | {there}))

    def meet(one, other):
        up = [diagram.every(diagram.negation(diagram.down(edge)) for edge in way) for way in ways(one, other, {one})]
        return diagram.some(up)

    first, *rest = terminals
    return diagram, diagram.negation(diagram.every(meet(first, one) for one in rest))


BRIDGE = ("sa", "sb", "ab", "at", "bt")
HARDY = ("ab", "ac", "cb", "bd", "ce", "de")


@pytest.mark.parametrize(("works", "published"), [(0.9, 0.97848), (0.95, 0.994780625), (0.99, 0.9997980498)])
def test_the_bridge(works, published):
    """2p² + 2p³ − 5p⁴ + 2p⁵; a known mistake gives 0.9891 at 0.9."""
    diagram, cut = joined(BRIDGE, "st")

    assert 1 - chance(diagram, cut, [1 - works] * 5) == pytest.approx(published, abs=1e-12)


@pytest.mark.parametrize(("works", "published"), [(0.3, 0.095607), (0.5, 0.359375), (0.9, 0.967383)])
def test_three_terminals_of_hardy_lucet_limnios(works, published):
    diagram, cut = joined(HARDY, "acd")

    assert 1 - chance(diagram, cut, [1 - works] * 6) == pytest.approx(published, abs=1e-12)


def random_function(diagram, of, seed):
    draw = Random(seed)
    found = [diagram.down(at) for at in range(of)]
    for _ in range(12):
        one, other, third = (draw.choice(found) for _ in range(3))
        made = [diagram.both(one, other), diagram.either(one, other), diagram.choose(one, other, third)]
        found.append(draw.choice([*made, diagram.negation(one)]))
    return found[-1]


@pytest.mark.parametrize("seed", range(20))
def test_random_functions_are_what_enumeration_says(seed):
    """Probability, complement and derivatives, negation and all."""
    diagram, of = Diagram(), 6
    function = random_function(diagram, of, seed)
    draw = Random(seed + 1)
    down = [draw.random() for _ in range(of)]

    def weight(state):
        product_of = 1.0
        for at, is_down in enumerate(state):
            product_of *= down[at] if is_down else 1 - down[at]
        return product_of

    states = list(product((False, True), repeat=of))
    true = [state for state in states if diagram.value(function, state.__getitem__)]
    whole = sum(map(weight, true))
    passes = Passes(diagram, [function])
    values = passes.values(down, (0.0, 1.0))
    slopes = passes.slopes(down, passes.reach(down, function), values)

    assert chance(diagram, function, down) == pytest.approx(whole, abs=1e-12)
    assert chance(diagram, diagram.negation(function), down) == pytest.approx(1 - whole, abs=1e-12)
    for at in range(of):
        given = [[*down[:at], value, *down[at + 1 :]] for value in (0.0, 1.0)]
        expected = chance(diagram, function, given[1]) - chance(diagram, function, given[0])
        assert slopes[at] == pytest.approx(expected, abs=1e-12)


def test_equal_functions_are_one():
    diagram = Diagram()
    one, other = diagram.down(0), diagram.down(1)

    first = diagram.negation(diagram.both(one, other))
    second = diagram.either(diagram.negation(one), diagram.negation(other))

    assert first == second
    assert diagram.either(first, diagram.negation(first)) == TRUE
    assert diagram.both(first, diagram.negation(first)) == FALSE


def entries_an_hour(diagram, stopped, down, per_hour):
    """How often a true function is entered, by failures and by repairs."""
    root = diagram.with_terminals(stopped, (Level.RUNS, Level.MANUAL))
    found = crossings(diagram, root, (Change.MANUAL,))
    reach = Passes(diagram, [root])
    reached = reach.reach(down, root)
    return sum(
        per_hour[one.variable] * reached[reach.place(one.node)] * chance(diagram, one.when, down) for one in found
    )


def test_frequency_of_a_plant_known_from_elsewhere():
    """Two sites with switches, arrays and three servers: published by RePyability, checked by enumeration."""
    diagram = Diagram()
    n1, n2, n3, switch_a, switch_b, array_a, array_b = (diagram.down(at) for at in range(7))
    first = diagram.some((switch_a, array_a, diagram.both(n1, n2)))
    stopped = diagram.both(first, diagram.some((switch_b, array_b, n3)))
    hours = [(8760, 4)] * 3 + [(87_600, 4)] * 2 + [(200_000, 6)] * 2
    down = [repair / (works + repair) for works, repair in hours]
    per_hour = [1 / (works + repair) for works, repair in hours]

    unavailable = chance(diagram, stopped, down)
    often = entries_an_hour(diagram, stopped, down, per_hour)

    assert unavailable == pytest.approx(4.03634515e-8, rel=1e-8)
    assert often == pytest.approx(1.868901306e-8, rel=1e-9)
    assert unavailable / often == pytest.approx(2.15974227, rel=1e-8)


def test_repairs_that_stop_are_counted_not_subtracted():
    """Stopped while exactly one of two is down, each down half of the time: the signed formula gives nothing at all.

    Entered from "both work" by either failure and from "both down" by either repair: 4 × 1/4 × one change an hour.
    """
    diagram = Diagram()
    one, other = diagram.down(0), diagram.down(1)
    exactly_one = diagram.choose(one, diagram.negation(other), other)

    often = entries_an_hour(diagram, exactly_one, [0.5, 0.5], [0.5, 0.5])

    assert often == pytest.approx(1.0)


def test_a_tiny_probability_keeps_its_digits():
    """Computed as the complement of the complement it would be gone."""
    diagram = Diagram()

    assert chance(diagram, at_least(diagram, 3, 3), [1e-7] * 3) == pytest.approx(1e-21, rel=1e-12)


def test_a_variable_of_parts_has_their_probability_and_frequency():
    """A path breaks with its cable or an end; both paths must. By hand: 1 − 0.9 × 0.8 = 0.28, squared."""
    variable = Variable("line", all_of(any_of("a", "b"), any_of("c", "d")))
    down = {"a": 0.1, "b": 0.2, "c": 0.1, "d": 0.2}

    rates = rates_of(variable, down, dict.fromkeys(down, 1.0))

    assert rates.down == pytest.approx(0.28**2)
    assert dict(rates.slopes) == pytest.approx({"a": 0.8 * 0.28, "b": 0.9 * 0.28, "c": 0.8 * 0.28, "d": 0.9 * 0.28})
    assert rates.per_hour == pytest.approx(2 * (0.8 + 0.9) * 0.28)
