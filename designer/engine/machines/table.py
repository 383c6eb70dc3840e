"""Transition tables: every pair of state and trigger is a move, ignored on purpose, or impossible."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Generic, TypeVar

State = TypeVar("State")
Trigger = TypeVar("Trigger")


class ImpossibleTransition(AssertionError):
    """The engine asked for a transition that the table rules out: a mistake of the engine, never of a design."""


@dataclass(frozen=True)
class Machine(Generic[State, Trigger]):
    """A table of moves. What is neither a move nor ignored is impossible."""

    name: str
    states: tuple[State, ...]
    triggers: tuple[Trigger, ...]
    moves: Mapping[tuple[State, Trigger], State]
    ignored: frozenset[tuple[State, Trigger]] = field(default_factory=frozenset)

    @property
    def impossible(self) -> frozenset[tuple[State, Trigger]]:
        """The pairs that no run may ask for."""
        return frozenset(product(self.states, self.triggers)) - self.moves.keys() - self.ignored

    def after(self, state: State, trigger: Trigger) -> State:
        """The state after ``trigger``; the same one where the trigger is ignored. Raises ImpossibleTransition."""
        found = self.moves.get((state, trigger))
        if found is not None:
            return found
        if (state, trigger) in self.ignored:
            return state
        raise ImpossibleTransition(f"{self.name}: {trigger} in {state}")


def each(states: Iterable[State], trigger: Trigger, result: State) -> dict[tuple[State, Trigger], State]:
    """One trigger that leads from several states to one."""
    return {(state, trigger): result for state in states}
