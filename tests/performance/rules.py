"""How long the design rules take on a design of 200 elements: all of them, and after one edit.

Run with ``python -m tests.performance.rules``. Prints processor time, which other programs do not disturb, and the
ratio of each figure to what is aimed at; nothing here fails.
"""

import sys
import time
from collections.abc import Callable
from functools import partial

from designer.analysis.finding import Finding
from designer.analysis.rule import Rule
from designer.analysis.run import RULES, analyse
from designer.base.frozen import Frozen
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design

FULL_MS, EDIT_MS = 100.0, 20.0
ROUNDS = 9
DEAREST = 8


def main() -> None:
    """Print the table."""
    base = _design()
    _say(f"{sum(1 for _ in base.elements())} elements, {len(RULES)} rules")
    _line("all rules, nothing known", _best(lambda _: _design()), FULL_MS)
    for name, edit in _edits(base).items():
        _line(f"after an edit: {name}", _best(edit, first=base), EDIT_MS)
    _say("dearest rules, each alone on an unknown design:")
    alone = sorted(((_alone(rule.id), rule.id) for rule in RULES), reverse=True)
    for spent, rule_id in alone[:DEAREST]:
        _say(f"  {rule_id}  {spent:6.2f} ms")


def _design() -> Design:
    return build(Blueprint(4, 4, WitnessPlace.THIRD, vms=57))


def _edits(base: Design) -> dict[str, Callable[[int], Design]]:
    """Edits by name; each makes another value at every round, so that no answer is known."""

    def changed(collection: str, **values: Callable[[int], object]) -> Callable[[int], Design]:
        def edit(number: int) -> Design:
            members: tuple[Frozen, ...] = getattr(base, collection)
            first = members[0].evolve(**{name: make(number) for name, make in values.items()})
            return base.evolve(**{collection: (first, *members[1:])})

        return edit

    memory = base.vms[0].memory
    return {
        "label of the design": lambda number: base.evolve(label=f"Label {number}"),
        "name of a VM": changed("vms", name=lambda number: f"Name {number}"),
        "processors of a node": changed("nodes", sockets=lambda number: number + 1),
        "round trip of the line": changed("replication_links", rtt_us=lambda number: 1000 + number),
        "writes of a LUN": changed("luns", write_mib_s=float),
        "memory of a VM": changed("vms", memory=lambda number: memory.evolve(startup_mib=5000 + number)),
        "vote and reserve of a node": changed("nodes", votes=lambda _: 0, reserve_mib=lambda number: 4000 + number),
    }


def _best(make: Callable[[int], Design], first: Design | None = None) -> float:
    """The least milliseconds of several rounds; ``first`` is judged before each, as the design before the edit was."""
    times = []
    for number in range(ROUNDS):
        design = make(number)
        if first is not None:
            analyse(first)
        times.append(_spent(partial(analyse, design)))
    return min(times)


def _alone(rule_id: str) -> float:
    rule = next(rule for rule in RULES if rule.id == rule_id)
    return min(_spent(partial(_judged, rule, _design())) for _ in range(3))


def _judged(rule: Rule, design: Design) -> tuple[Finding, ...]:
    return tuple(rule.findings(design))


def _spent(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _line(name: str, spent_ms: float, aim_ms: float) -> None:
    _say(f"{name:<40} {spent_ms:7.2f} ms  {spent_ms / aim_ms:5.2f} × the aim of {aim_ms:.0f} ms")


if __name__ == "__main__":
    main()
