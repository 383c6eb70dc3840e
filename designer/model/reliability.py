"""How often parts fail and how long their repair takes: the shape of such figures, with a grade and a source.

The figures themselves are data of ``resources/catalogue``; this says only what a figure is.
"""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How firm a figure is: a field study, a vendor's claim, or judgement that somebody should replace."""

    FIELD = "F"
    VENDOR = "V"
    JUDGEMENT = "J"


class PartKind(StrEnum):
    """What can break by itself. ``CABLE`` is per kilometre of its length."""

    SERVER = "server"
    SYSTEM = "operating-system"
    ADAPTER = "network-adapter"
    HOST_BUS_ADAPTER = "host-bus-adapter"
    ARRAY = "array"
    SWITCH = "switch"
    CABLE = "cable-km"
    LINE_END = "line-end"
    SITE = "site"
    DISASTER = "disaster"
    WITNESS_PATH = "witness-path"
    SHARE = "file-share"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure in hours: what is counted with, and the bounds between which it lies in nine cases of ten."""

    low: float
    base: float
    high: float


@dataclass(frozen=True, slots=True)
class PartFigures:
    """Mean time to failure and to repair of one kind of part, in hours."""

    kind: PartKind
    mttf_h: Spread
    mttr_h: Spread
    grade: Grade
    source: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """The figures of every kind of part, and the length in km assumed of a line whose length nobody has entered."""

    parts: tuple[PartFigures, ...]
    assumed_km: float

    def of(self, kind: PartKind) -> PartFigures:
        """The figures of one kind; raises ``KeyError``."""
        for one in self.parts:
            if one.kind is kind:
                return one
        raise KeyError(kind)
