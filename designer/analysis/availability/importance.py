"""What a part counts for: the usual measures, and the single points and pairs that stop a VM."""

from dataclasses import dataclass
from itertools import combinations

from designer.analysis.availability.diagram import TRUE
from designer.analysis.availability.structure import Structure
from designer.base.texts import Message, msg
from designer.resilience.outcome import Outcome
from designer.resilience.targets import describe


@dataclass(frozen=True, slots=True)
class Measures:
    """Importance of a part for the exact probability; None where that probability is 0.

    ``birnbaum`` is what the part's own probability is multiplied with; negative where its failure helps. ``critical``:
    the share of the probability that hangs on it (CIF). ``diagnostic``: the chance that it is down when VMs are (DIF).
    ``achievement``: how many times as likely a stop is while it is down (RAW); ``reduction``: were it perfect (RRW).
    """

    birnbaum: float
    critical: float | None
    diagnostic: float | None
    achievement: float | None
    reduction: float | None


def measures(birnbaum: float, down: float, whole: float) -> Measures:
    """The measures of a part that is down with probability ``down``, for an event of probability ``whole``."""
    if whole <= 0.0:
        return Measures(birnbaum, None, None, None, None)
    critical = down * birnbaum / whole
    rest = whole - down * birnbaum
    return Measures(
        birnbaum=birnbaum,
        critical=critical,
        diagnostic=down + (1.0 - down) * critical,
        achievement=1.0 + (1.0 - down) * birnbaum / whole,
        reduction=whole / rest if rest > 0.0 else None,
    )


@dataclass(frozen=True, slots=True)
class Cause:
    """Things that stop some VM, until a person or a repair, when they are down together; ``ids`` name them.

    ``probability`` is the share of time in which they are.
    """

    ids: tuple[str, ...]
    title: Message
    outcome: Outcome
    reason: Message
    probability: float

    @property
    def sentence(self) -> Message:
        """The cause in plain words."""
        if len(self.ids) == 1:
            return msg("{what} alone: {why}", what=self.title, why=self.reason)
        return msg("{what}: {why}", what=self.title, why=self.reason)


def single_points(structure: Structure, down: dict[str, float]) -> tuple[Cause, ...]:
    """The variables one failed part of which is enough to stop a VM, in the order of the wiring.

    ``down`` holds the probability of every variable.
    """
    found = []
    for at in _alone(structure):
        name = structure.wiring.variables[at].id
        if structure.diagram.value(structure.stopped, {at}.__contains__) == TRUE and _by_one_part(structure, at):
            found.append(_cause(structure, (at,), down[name]))
    return tuple(found)


def pairs(structure: Structure, down: dict[str, float], most: int) -> tuple[Cause, ...]:
    """Two variables that stop a VM together and neither alone, the likeliest ``most`` of them first.

    A single variable that needs two parts to be down (both adapters of a node) counts as well.
    """
    variables = structure.wiring.variables
    harmless = [at for at in _alone(structure) if structure.diagram.value(structure.stopped, {at}.__contains__) != TRUE]
    found: list[tuple[float, tuple[int, ...]]] = [
        (-down[variables[at].id], (at,))
        for at in _alone(structure)
        if at not in harmless and not _by_one_part(structure, at)
    ]
    for one, other in combinations(harmless, 2):
        if structure.diagram.value(structure.stopped, {one, other}.__contains__) == TRUE:
            found.append((-down[variables[one].id] * down[variables[other].id], (one, other)))
    found.sort()
    return tuple(_cause(structure, ids, -weight) for weight, ids in found[:most])


def _alone(structure: Structure) -> range:
    return range(len(structure.wiring.variables))


def _by_one_part(structure: Structure, at: int) -> bool:
    """Whether one part alone takes the variable down."""
    gate = structure.wiring.variables[at].gate
    return any(gate.holds({name}.__contains__) for name in gate.names())


def _cause(structure: Structure, struck: tuple[int, ...], probability: float) -> Cause:
    names = tuple(structure.wiring.variables[at].id for at in struck)
    losses = structure.losses(frozenset(struck).__contains__)
    verdict = structure.judge.verdict(losses)
    title = describe(structure.judge.design, (losses,)) if losses else msg("{name}", name=names[0])
    return Cause(names, title, verdict.outcome, verdict.reason, probability)
