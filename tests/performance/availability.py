"""How fast availability is, as ratios to tools that do a part of it, where these are installed.

``python -m tests.performance.availability`` prints; nothing is asserted. SCRAM is a program (``apt-get install
scram``), relibmss and SimPy are packages.
"""

import importlib.util
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from designer.analysis.availability.assess import Study, assess
from designer.analysis.availability.monte_carlo import estimate
from designer.analysis.availability.open_psa import open_psa
from designer.analysis.availability.uncertainty import uncertainty
from designer.assets.reliability import reliability
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design

SIMPY_EVENTS = 200_000


def main() -> None:
    """Every shape, then the ratios for the one with 66 parts."""
    for primary, secondary in ((1, 1), (2, 1), (2, 2), (3, 3), (8, 8)):
        design = build(Blueprint(primary, secondary, witness=WitnessPlace.THIRD))
        _shape(design)
    design = build(Blueprint(3, 3, witness=WitnessPlace.THIRD))
    cold = _median(lambda: Study(design, reliability()).exact(), 9)
    _beside_scram(Study(design, reliability()), cold)
    _beside_relibmss(Study(design, reliability()), cold)
    _beside_simpy(_chance(design))


def _shape(design: Design) -> None:
    study = Study(design, reliability())
    parts = len(study.wiring.parts)
    study.solve()
    cold = _median(lambda: Study(design, reliability()).exact(), 7)
    step = _median(lambda: study.exact({"p1": (100_000.0, 6.0)}), 31)
    minutes = _median(lambda: study.solve({"p1": (100_000.0, 6.0)}), 31)
    whole = _median(lambda: assess(design, reliability()), 3)
    spread = _median(lambda: uncertainty(study), 3)
    print(
        f"{design.label}: {parts} parts; exact with all importances {_ms(cold)} cold, {_ms(step)} a step; "
        f"with minutes {_ms(minutes)} a step; everything {_ms(whole)}; range {_ms(spread)}"
    )


def _chance(design: Design) -> float:
    """Failures and repairs a second, on one processor, once the states are known."""
    study = Study(design, reliability())
    estimate(study, events=1_000_000)
    started = time.process_time()
    drawn = estimate(study, events=8_000_000)
    speed = drawn.events / (time.process_time() - started)
    print(f"{design.label}: {speed / 1e6:.1f} million failures and repairs a second, {drawn.states} states judged")
    return speed


def _beside_scram(study: Study, cold: float) -> None:
    if shutil.which("scram") is None:
        print("SCRAM: not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree.xml"
        tree.write_text(open_psa(study), encoding="utf-8")
        line = ["scram", "--bdd", "--probability", "1", "--importance", "1", "-l", "3", str(tree), "-o", "/dev/null"]
        taken = _median(lambda: subprocess.run(line, check=True, capture_output=True), 5)
    print(f"SCRAM, the same tree, order 3, as a process: {_ms(taken)}; ours cold is {cold / taken:.2f} of it")


def _beside_relibmss(study: Study, cold: float) -> None:
    if importlib.util.find_spec("relibmss") is None:
        print("relibmss: not installed")
        return
    import relibmss  # noqa: PLC0415 - a peer, not a dependency

    diagram, root = study.structure.diagram, study.structure.stopped
    down = {f"x{at}": value for at, value in enumerate(study.probabilities().values())}

    def evaluate() -> float:
        manager = relibmss.BDD()
        # What is declared last is tested first there.
        variables = {at: manager.defvar(f"x{at}") for at in reversed(range(len(down)))}
        made = {0: manager.const(False), 1: manager.const(True)}
        for node in diagram.reached([root]):
            then, otherwise = made[diagram.high[node]], made[diagram.low[node]]
            made[node] = variables[diagram.variable[node]].ifelse(then, otherwise)
        return float(made[root].prob(down))

    taken = _median(evaluate, 5)
    print(f"relibmss, the diagram given to it node by node: {_ms(taken)}; ours cold is {cold / taken:.2f} times that")


def _beside_simpy(ours: float) -> None:
    if importlib.util.find_spec("simpy") is None:
        print("SimPy: not installed")
        return
    import simpy  # noqa: PLC0415 - a peer, not a dependency

    def part(environment):
        while True:
            yield environment.timeout(random.expovariate(1e-3))
            yield environment.timeout(random.expovariate(0.1))

    environment = simpy.Environment()
    for _ in range(66):
        environment.process(part(environment))
    started, count = time.process_time(), 0
    while count < SIMPY_EVENTS:
        environment.step()
        count += 1
    speed = count / (time.process_time() - started)
    print(
        f"SimPy, bare events without judgement: {speed / 1e6:.2f} million a second; ours {ours / speed:.0f} times that"
    )


def _median(job: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        started = time.process_time() if times > 5 else time.perf_counter()
        job()
        taken.append((time.process_time() if times > 5 else time.perf_counter()) - started)
    return median(taken)


def _ms(value: float) -> str:
    return f"{value * 1000:.2f} ms"


if __name__ == "__main__":
    main()
