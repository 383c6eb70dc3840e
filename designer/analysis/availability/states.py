"""What a set of losses that stand does to every VM, asked of the one evaluator, in the classes that time is counted by.

Votes count as configured, whatever the membership has been. A replication line that is cut was cut before everything
else: what happens after it finds an old copy. A dead array or fabric takes its lines at the same instant.
"""

from collections.abc import Iterable
from enum import IntEnum

from designer.model.design import Design
from designer.resilience.condition import at_start
from designer.resilience.outcome import Outcome, VmVerdict
from designer.resilience.targets import Instant, Loss, LossKind, down_by
from designer.resilience.verdict import Verdict, evaluate


class Level(IntEnum):
    """What becomes of a VM; the numbers are the terminals of a diagram.

    In place; restarted on the same array; restarted at the other array; stopped until a person acts; stopped until
    something is repaired; kept off because memory is short until something is repaired.
    """

    RUNS = 0
    LOCAL = 1
    AWAY = 2
    MANUAL = 3
    OUT = 4
    OFF = 5


_LEVELS = {
    Outcome.N: Level.RUNS,
    Outcome.L: Level.LOCAL,
    Outcome.X: Level.AWAY,
    Outcome.T: Level.AWAY,
    Outcome.T_SPLIT: Level.AWAY,
    Outcome.O: Level.OUT,
}


STOPPED = frozenset({Level.MANUAL, Level.OUT})
"""Levels at which a VM needs a repair or a person, whatever the memory."""


def instants_of(design: Design, losses: Iterable[Loss]) -> tuple[Instant, ...]:
    """The losses as instants: cut replication lines first, then all together."""
    standing = tuple(losses)
    lines = {link.id for link in design.replication_links}
    cut = down_by(design, tuple(loss for loss in standing if loss.kind is LossKind.LINK)).links & lines
    first = tuple(Loss(LossKind.LINK, link.id) for link in design.replication_links if link.id in cut)
    rest = tuple(loss for loss in standing if loss not in first)
    return tuple(instant for instant in (first, rest) if instant) or ((),)


def level_of(vm: VmVerdict) -> Level:
    """The class that a VM's outcome belongs to."""
    level = _LEVELS.get(vm.outcome, Level.MANUAL)
    return Level.OFF if level in {Level.LOCAL, Level.AWAY} and not vm.started else level


class Judge:
    """Asks the evaluator about one design, with votes as configured.

    VMs that are drawn where they cannot run are left out: they stand still whatever fails.
    """

    def __init__(self, design: Design) -> None:
        self.design = _with_static_votes(design)
        idle = at_start(self.design).idle
        self.vms = tuple(vm for vm in self.design.vms if vm.id not in idle)
        self._counted = frozenset(vm.id for vm in self.vms)

    def verdict(self, losses: Iterable[Loss]) -> Verdict:
        """The evaluator's verdict on losses that stand; for a race that of the default side."""
        return evaluate(self.design, instants_of(self.design, losses))

    def levels(self, verdict: Verdict) -> dict[str, Level]:
        """The level of every VM that counts, in the design's order."""
        return {vm.vm: level_of(vm) for vm in verdict.vms if vm.vm in self._counted}

    def is_stopped(self, losses: Iterable[Loss]) -> bool:
        """Whether some VM cannot run without a repair or a person: the event whose probability is exact."""
        return not STOPPED.isdisjoint(self.levels(self.verdict(losses)).values())


def _with_static_votes(design: Design) -> Design:
    if not design.cluster.quorum.dynamic:
        return design
    return design.evolve(cluster=design.cluster.evolve(quorum=design.cluster.quorum.evolve(dynamic=False)))
