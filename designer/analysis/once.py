"""Figures that several rules share, worked out once for a design that has not changed."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from designer.model.design import COLLECTIONS, Design

_Result = TypeVar("_Result")
_KEPT = 4
_MEANING = tuple(name for name in COLLECTIONS if name != "notes")


def is_same_to_rules(first: Design, second: Design) -> bool:
    """Whether two designs hold the very same elements and settings: layout, notes, waivers and labels are not judged.

    Values are immutable, so identity is enough and nothing is compared deeply.
    """
    if first is second:
        return True
    if first.cluster is not second.cluster or first.witness is not second.witness:
        return False
    return all(_same(getattr(first, name), getattr(second, name)) for name in _MEANING)


def _same(first: tuple[object, ...], second: tuple[object, ...]) -> bool:
    return len(first) == len(second) and all(one is other for one, other in zip(first, second, strict=True))


def once(compute: Callable[[Design], _Result]) -> Callable[[Design], _Result]:
    """``compute`` remembering its answers for the last few designs, which it keeps alive. Safe in several threads."""
    kept: tuple[tuple[Design, _Result], ...] = ()

    @wraps(compute)
    def remembered(design: Design) -> _Result:
        nonlocal kept
        for known, result in kept:
            if is_same_to_rules(known, design):
                return result
        result = compute(design)
        kept = ((design, result), *kept)[:_KEPT]
        return result

    return remembered
