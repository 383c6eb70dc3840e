"""Ordered decision diagrams with several terminals: shared, canonical, with negation.

A function is the number of a node. The terminals are the numbers below :data:`TERMINALS`; 0 and 1 are also false
and true. Every node's children have smaller numbers than itself, so passes are plain loops. A variable that is true
stands for something that is down.
"""

from collections.abc import Callable, Iterable, Sequence

TERMINALS = 6
FALSE, TRUE = 0, 1
_LAST = 1 << 30


class Diagram:
    """A store of functions over the variables 0, 1, 2, …, tested in this order from the root down."""

    def __init__(self) -> None:
        self.variable: list[int] = [_LAST] * TERMINALS
        self.low: list[int] = list(range(TERMINALS))
        self.high: list[int] = list(range(TERMINALS))
        self._unique: dict[tuple[int, int, int], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._crossed: dict[tuple[int, int, object], int] = {}

    def down(self, variable: int) -> int:
        """The function that is true when the variable is."""
        return self.node(variable, FALSE, TRUE)

    def node(self, variable: int, low: int, high: int) -> int:
        """The function that is ``high`` where the variable is true, else ``low``; both test later variables only."""
        if low == high:
            return low
        key = (variable, low, high)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self.variable)
            self.variable.append(variable)
            self.low.append(low)
            self.high.append(high)
        return found

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """``then`` where the condition is true, else ``otherwise``, which may have any terminals."""
        if condition == TRUE or then == otherwise:
            return then
        if condition == FALSE:
            return otherwise
        if then == TRUE and otherwise == FALSE:
            return condition
        if otherwise == FALSE and condition == then:
            return condition
        key = (condition, then, otherwise)
        found = self._chosen.get(key)
        if found is None:
            # Written out: nearly all of the time that a derivation takes is spent here.
            variables, low, high = self.variable, self.low, self.high
            one, two, three = variables[condition], variables[then], variables[otherwise]
            at = min(one, two)
            at = min(at, three)
            c0, c1 = (low[condition], high[condition]) if one == at else (condition, condition)
            t0, t1 = (low[then], high[then]) if two == at else (then, then)
            o0, o1 = (low[otherwise], high[otherwise]) if three == at else (otherwise, otherwise)
            found = self._chosen[key] = self.node(at, self.choose(c0, t0, o0), self.choose(c1, t1, o1))
        return found

    def negation(self, function: int) -> int:
        """Not."""
        return self.choose(function, FALSE, TRUE)

    def both(self, first: int, second: int) -> int:
        """And."""
        if first > second:
            first, second = second, first
        if first in {FALSE, second}:
            return first
        if first == TRUE:
            return second
        key = (first, second)
        found = self._both.get(key)
        if found is None:
            one, two = self.variable[first], self.variable[second]
            at = min(one, two)
            a0, a1 = (self.low[first], self.high[first]) if one == at else (first, first)
            b0, b1 = (self.low[second], self.high[second]) if two == at else (second, second)
            found = self._both[key] = self.node(at, self.both(a0, b0), self.both(a1, b1))
        return found

    def either(self, first: int, second: int) -> int:
        """Or."""
        return self.choose(first, TRUE, second)

    def every(self, functions: Iterable[int]) -> int:
        """All of them; true without any."""
        found = TRUE
        for one in functions:
            found = self.both(found, one)
        return found

    def some(self, functions: Iterable[int]) -> int:
        """At least one of them; false without any."""
        found = FALSE
        for one in functions:
            found = self.either(one, found)
        return found

    def crossed(self, first: int, second: int, pairs: frozenset[tuple[int, int]]) -> int:
        """True where the terminals that both functions reach are one of the pairs."""
        if first < TERMINALS and second < TERMINALS:
            return int((first, second) in pairs)
        if first == second and not any(one == other for one, other in pairs):
            return FALSE
        key = (first, second, pairs)
        found = self._crossed.get(key)
        if found is None:
            at = min(self.variable[first], self.variable[second])
            a0, a1 = self._halves(first, at)
            b0, b1 = self._halves(second, at)
            found = self.node(at, self.crossed(a0, b0, pairs), self.crossed(a1, b1, pairs))
            self._crossed[key] = found
        return found

    def with_terminals(self, function: int, renamed: Sequence[int]) -> int:
        """The function with each terminal replaced by the one that stands at its place in ``renamed``."""
        done: dict[int, int] = dict(enumerate(renamed))
        for node in self.reached([function]):
            done[node] = self.node(self.variable[node], done[self.low[node]], done[self.high[node]])
        return done[function]

    def value(self, function: int, down: Callable[[int], bool]) -> int:
        """The terminal that the function reaches where ``down`` says which variables are true."""
        while function >= TERMINALS:
            function = self.high[function] if down(self.variable[function]) else self.low[function]
        return function

    def reached(self, roots: Iterable[int]) -> list[int]:
        """The inner nodes below the roots, themselves included, children before parents."""
        found: set[int] = set()
        waiting = [root for root in roots if root >= TERMINALS]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += [child for child in (self.low[node], self.high[node]) if child >= TERMINALS]
        return sorted(found)

    def _halves(self, function: int, at: int) -> tuple[int, int]:
        return (self.low[function], self.high[function]) if self.variable[function] == at else (function, function)
