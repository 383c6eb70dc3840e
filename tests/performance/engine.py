"""The engine against its goals, beside SimPy in the same run: ``python -m tests.performance.engine [--json]``.

Times are those of this process on the processor, so other work on the machine hardly counts, and each is the least of
several tries. SimPy runs processes whose events are each recorded, without any rule or state, in three measures: as
many events as the run has steps, and, for a migration and a drain, the 200 and 10,000 events that such a run has with
its neighbours; to these the goal of 35 belongs. SimPy is not among the program's dependencies:
``python -m pip install "simpy>=4.1"``. Without it its columns stay empty.
"""

import argparse
import gc
import importlib.util
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from heapq import heappop, heappush

from designer.engine.agenda import Agenda, Priority
from designer.engine.compile import compile_design
from designer.engine.events import JudgeGroups
from designer.engine.explore import explore_task, tasks
from designer.engine.migration import precopy
from designer.engine.run import run
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.resilience.matrix import matrix

MIGRATION = Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1")
DRAIN = Movement(kind=MovementKind.DRAIN, node="p1")


@dataclass(frozen=True)
class Row:
    """One figure: what it is of, how much work, the least time, the goals and how SimPy does."""

    name: str
    count: int
    unit: str
    least_ms: float
    goal_ms: float | None = None
    simpy_ms: float | None = None
    goal_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times SimPy's time."""
        return None if self.simpy_ms is None else self.least_ms / self.simpy_ms

    @property
    def is_met(self) -> bool:
        """Whether every goal that there is is met."""
        in_time = self.goal_ms is None or self.least_ms <= self.goal_ms
        return in_time and (self.goal_ratio is None or self.ratio is None or self.ratio <= self.goal_ratio)


def least_ms(function: Callable[[], object], tries: int) -> float:
    """The least time of several calls."""
    best = float("inf")
    for _ in range(tries):
        began = time.process_time()
        function()
        best = min(best, time.process_time() - began)
    return best * 1000


def simpy_ms(events: int, tries: int) -> float | None:
    """The least time SimPy takes for a process with that many events, each recorded; None without SimPy."""
    if importlib.util.find_spec("simpy") is None:
        return None
    import simpy  # noqa: PLC0415 - optional

    def go() -> None:
        environment, told = simpy.Environment(), []

        def process() -> Iterator[object]:
            for number in range(events):
                yield environment.timeout(1)
                told.append((environment.now, "step", number))

        environment.process(process())
        environment.run()

    return least_ms(go, tries)


def heap_ms(events: int, tries: int) -> float:
    """The least time for the same on the bare heap: the floor of Python."""

    def go() -> None:
        heap, told = [(0, 0)], []
        for number in range(events):
            now, _ = heappop(heap)
            told.append((now, "step", number))
            heappush(heap, (now + 1, number))

    return least_ms(go, tries)


def agenda_ms(events: int, tries: int) -> float:
    """The least time for the same on our agenda."""
    event = JudgeGroups()

    def go() -> None:
        agenda, told = Agenda(), []
        agenda.enter(0, Priority.STORAGE, event)
        for number in range(events):
            entry = agenda.take()
            told.append((entry.time_us, "step", number))
            agenda.enter(entry.time_us + 1, Priority.STORAGE, event)

    return least_ms(go, tries)


def scenario(movement: Movement | None = None, *targets: str) -> Scenario:
    actions = tuple(Action(kind=ActionKind.FAIL, target=target, at_ms=0) for target in targets)
    return Scenario(id="benchmark", name="Benchmark", movement=movement, actions=actions)


def of_run(name: str, design: Design, wanted: Scenario, *, goal_ms: float, events: int, tries: int) -> Iterator[Row]:
    """A run beside SimPy with as many events as its neighbours count, and as it has steps; it must end well."""
    timeline = run(design, wanted)
    assert timeline.outcome.is_favourable, timeline.outcome
    steps = len(timeline.steps)
    measured = least_ms(partial(run, design, wanted), tries)
    yield Row(name, events, "events", measured, goal_ms, simpy_ms(events, tries), 35)
    yield Row(f"{name}, by its steps", steps, "steps", measured, None, simpy_ms(steps, tries))


def seek(tries: int) -> Row:
    timeline = run(drained(), scenario(DRAIN))
    every = range(0, timeline.total_us, max(timeline.total_us // 1000, 1))
    timeline.at(0)

    def go() -> None:
        for instant in every:
            timeline.at(instant)

    return Row("seek, one look-up", 1, "look-up", least_ms(go, tries) / len(every), 0.05)


def drained() -> Design:
    """2+1 with 80 VMs, 40 of them on the node that is drained."""
    return build(Blueprint(2, 1, vms=80, node_memory_mib=1_000_000))


def figures(tries: int) -> Iterator[Row]:
    """All rows with a goal."""
    plain = build(Blueprint(2, 1))
    yield from of_run("migration, whole trace", plain, scenario(MIGRATION), goal_ms=10, events=200, tries=tries)
    yield seek(tries)
    shared = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    yield Row(
        "failure matrix of 2+2 with a share",
        len(matrix(shared)),
        "events",
        least_ms(partial(matrix, shared), tries),
        500,
    )
    yield from of_run("drain of 40 VMs of 80", drained(), scenario(DRAIN), goal_ms=500, events=10_000, tries=tries)
    for events in (200, 10_000, 200_000):
        few = tries if events < 100_000 else 3
        yield Row(
            f"agenda alone, {events:,} events", events, "events", agenda_ms(events, few), None, simpy_ms(events, few), 1
        )
    law = partial(
        precopy,
        memory_mib=4096,
        rate_mib_s=112,
        dirty_mib_s=33.6,
        hot_set_mib=None,
        law="saturating",
        rounds=None,
        max_factor=None,
        downtime_target_s=0.3,
        fixed_downtime_s=0.5,
    )
    yield Row(
        "pre-copy law alone, 4 GiB",
        len(law().rounds),
        "rounds",
        least_ms(lambda: [law() for _ in range(100)], tries) / 100,
        0.05,
    )
    work = next(task for task in tasks(build(Blueprint(1, 1, vms=2))) if task.firsts == ("site:site-p",))
    found = explore_task(work)
    yield Row(
        "exploration of one fault in a migration",
        found.transitions,
        "transitions",
        least_ms(partial(explore_task, work), 3),
    )


def memory_per_step(movement: Movement, design: Design) -> tuple[int, float]:
    """Steps of a run, and the bytes that each keeps: all states, texts and look-ups, what they share counted once."""
    run(design, scenario(movement))
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    timeline = run(design, scenario(movement))
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return len(timeline.steps), kept / len(timeline.steps)


def curve_of_steps(tries: int) -> Iterator[tuple[int, float]]:
    """Steps and microseconds a step, as more VMs leave the same node of the same cluster."""
    for leaving in (10, 20, 40, 80, 160):
        design = build(Blueprint(2, 1, vms=320, node_memory_mib=4_000_000))
        kept = tuple(
            vm if number < 2 * leaving or number % 2 else vm.evolve(node="p2") for number, vm in enumerate(design.vms)
        )
        placed = design.evolve(vms=kept)
        steps = len(run(placed, scenario(DRAIN)).steps)
        yield steps, least_ms(partial(run, placed, scenario(DRAIN)), min(tries, 2)) * 1000 / steps


def curve_of_elements(tries: int) -> Iterator[tuple[int, int, int, float]]:
    """Nodes, VMs, elements and milliseconds for the loss of one node, from small to 16 nodes and 400 VMs."""
    for primary, secondary, vms in ((1, 1, 6), (2, 1, 25), (2, 2, 50), (4, 4, 100), (8, 8, 200), (8, 8, 400)):
        design = build(Blueprint(primary, secondary, vms=vms, witness=WitnessPlace.THIRD, node_memory_mib=4_000_000))
        elements = sum(1 for _ in design.elements())
        yield (
            primary + secondary,
            vms,
            elements,
            least_ms(partial(run, design, scenario(None, "node:p1")), min(tries, 3)),
        )


def verdict(row: Row) -> str:
    if row.goal_ms is None and (row.goal_ratio is None or row.ratio is None):
        return ""
    return "met" if row.is_met else "MISSED"


def table(rows: list[Row]) -> None:
    form = "{:<42}{:>8} {:<12}{:>10}{:>10}{:>10}{:>8}{:>8}  {}"
    print(form.format("", "", "", "ms", "goal ms", "SimPy ms", "ratio", "goal", ""))
    for row in rows:
        cells = [f"{value:,.3f}" if value is not None else "–" for value in (row.least_ms, row.goal_ms, row.simpy_ms)]
        ratios = [f"{value:.1f}" if value is not None else "–" for value in (row.ratio, row.goal_ratio)]
        print(form.format(row.name, f"{row.count:,}", row.unit, *cells, *ratios, verdict(row)))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--tries", type=int, default=9)
    arguments = options.parse_args()
    compile_design(build(Blueprint(1, 1)))

    rows = list(figures(arguments.tries))
    memory = {
        "migration": memory_per_step(MIGRATION, build(Blueprint(2, 1))),
        "drain": memory_per_step(DRAIN, drained()),
    }
    by_steps, by_elements = list(curve_of_steps(arguments.tries)), list(curve_of_elements(arguments.tries))
    floor = heap_ms(10_000, arguments.tries)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    if arguments.json:
        document = {
            "format": "geocluster/benchmark-engine/1",
            "load": load,
            "rows": [asdict(row) | {"ratio": row.ratio, "met": row.is_met} for row in rows],
            "bytes_per_step": memory,
            "us_per_step": by_steps,
            "ms_by_elements": by_elements,
        }
        print(json.dumps(document, indent=2))
        return 0
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {load}; least of {arguments.tries} tries"
    )
    table(rows)
    print(f"{'the same 10,000 events on the bare heap':<63}{floor:>10.3f}")
    for name, (steps, size) in memory.items():
        print(f"memory a step, {name}: {size:,.0f} bytes over {steps} steps (goal below 4,096)")
    print("µs a step as a run grows: " + ", ".join(f"{steps:,} steps {us:.0f}" for steps, us in by_steps))
    print("loss of a node:")
    for nodes, vms, elements, ms in by_elements:
        share = 1000 * ms / elements
        print(f"  {nodes:>3} nodes {vms:>4} VMs {elements:>5} elements {ms:>9.1f} ms {share:>7.1f} µs an element")
    return 0


if __name__ == "__main__":
    sys.exit(main())
