"""The shipped figures of how often parts fail, read from ``resources/catalogue/components.json``."""

import json
from functools import cache
from typing import TypedDict, cast

from designer.assets.loader import resource_bytes
from designer.model.reliability import Grade, PartFigures, PartKind, Reliability, Spread


@cache
def reliability() -> Reliability:
    """The figures that ship with the program, read once."""
    file = cast(_File, json.loads(resource_bytes("catalogue/components.json")))
    return Reliability(
        parts=tuple(
            PartFigures(
                kind=PartKind(row["kind"]),
                mttf_h=Spread(*(float(value) for value in row["mttf_h"])),
                mttr_h=Spread(*(float(value) for value in row["mttr_h"])),
                grade=Grade(row["grade"]),
                source=row["source"],
            )
            for row in file["parts"]
        ),
        assumed_km=float(file["assumed_km"]),
    )


class _Row(TypedDict):
    kind: str
    mttf_h: list[float]
    mttr_h: list[float]
    grade: str
    source: str


class _File(TypedDict):
    assumed_km: float
    parts: list[_Row]
