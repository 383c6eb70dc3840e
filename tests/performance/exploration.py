"""Every pair of faults in every design of every shipped sample: ``python -m tests.performance.exploration``.

Prints states, transitions, runs and minutes of each design and of all; leaves with 1 when a promise was broken or a run
found no end. ``--faults 1`` explores single faults, ``--executor`` says who does the work, ``--only`` narrows it down.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from designer.cli.executors import read_executor, spread
from designer.engine.explore import Findings, Task, explore_task, tasks, with_first_vms
from designer.model.design import Design
from designer.persistence.files import load

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ROW = "{:<42}{:>10}{:>13}{:>9}{:>12}{:>11}{:>9}"


def designs(only: str) -> Iterator[tuple[str, Design]]:
    """Each design of each sample with its name; those alone whose name holds ``only``."""
    for path in sorted(SAMPLES.glob("*.geocluster")):
        for design in load(path).designs:
            name = f"{path.stem}/{design.id}"
            if only in name:
                yield name, with_first_vms(design)


def told_apart(design: Design) -> str:
    """What a run of the design can depend on: everything but names and where things are drawn."""
    return json.dumps(_without_names(design.model_dump(mode="json") | {"id": ""}), sort_keys=True)


def _without_names(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_names(one) for key, one in value.items() if key not in {"name", "label", "layout"}}
    return [_without_names(one) for one in value] if isinstance(value, list) else value


def row(name: str, found: Findings, seconds: float) -> str:
    counts = (len(found.states), found.transitions, found.runs, len(found.violations), len(found.dead_ends))
    return ROW.format(name, *(f"{count:,}" for count in counts), f"{seconds / 60:.1f}")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--faults", type=int, choices=(1, 2), default=2)
    options.add_argument("--executor", type=read_executor, default="processes")
    options.add_argument("--only", default="", help="designs whose SAMPLE/DESIGN holds this")
    arguments = options.parse_args()

    different: dict[str, tuple[str, Design]] = {}
    for name, design in designs(arguments.only):
        first, _ = different.setdefault(told_apart(design), (name, design))
        if first != name:
            print(f"{name} differs from {first} in names only and is not explored again")
    work: list[tuple[str, Task]] = [
        (name, task) for name, design in different.values() for task in tasks(design, faults=arguments.faults)
    ]
    print(ROW.format("design", "states", "transitions", "runs", "violations", "dead ends", "minutes"), flush=True)
    began = since = time.perf_counter()
    whole = part = Findings()
    states = 0
    results = spread(explore_task, [task for _, task in work], arguments.executor)
    for number, ((name, _), found) in enumerate(zip(work, results, strict=True)):
        part = part.plus(found)
        print(f"\r{number + 1} of {len(work)} parts", end="", file=sys.stderr, flush=True)
        if number + 1 == len(work) or work[number + 1][0] != name:
            now = time.perf_counter()
            print("\r", end="", file=sys.stderr, flush=True)
            print(row(name, part, now - since), flush=True)
            for line in (*part.violations[:5], *part.dead_ends[:5]):
                print(f"    {line}", flush=True)
            states += len(part.states)
            whole = whole.plus(Findings(frozenset(), *_counts(part)))
            part, since = Findings(), now
    print(row("all", whole, time.perf_counter() - began))
    print(f"{states:,} states in all; a state of two designs counts in each. Ends: {dict(whole.outcomes)}")
    return 1 if whole.violations or whole.dead_ends else 0


def _counts(found: Findings) -> tuple[int, int, tuple[tuple[str, int], ...], tuple[str, ...], tuple[str, ...]]:
    return found.transitions, found.runs, found.outcomes, found.violations, found.dead_ends


if __name__ == "__main__":
    sys.exit(main())
