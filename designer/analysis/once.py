"""Figures that several rules share, worked out once for a design that has not changed in what they rest on."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from designer.base.frozen import Frozen
from designer.model.design import COLLECTIONS, Design

_Result = TypeVar("_Result")
_KEPT = 4
_MEANING = tuple(name for name in COLLECTIONS if name != "notes")


def is_same_to_rules(first: Design, second: Design, ignoring: frozenset[str] = frozenset()) -> bool:
    """Whether two designs hold the same elements and settings: layout, notes, waivers and labels are not judged.

    Fields named in ``ignoring`` may differ in elements. Values are immutable and edits keep what they do not touch, so
    identity decides nearly always and little is compared.
    """
    if first is second:
        return True
    if first.cluster is not second.cluster or first.witness is not second.witness:
        return False
    return all(_same(getattr(first, name), getattr(second, name), ignoring) for name in _MEANING)


def _same(first: tuple[Frozen, ...], second: tuple[Frozen, ...], ignoring: frozenset[str]) -> bool:
    return len(first) == len(second) and all(
        one is other or (bool(ignoring) and _alike(one, other, ignoring))
        for one, other in zip(first, second, strict=True)
    )


def _alike(one: Frozen, other: Frozen, ignoring: frozenset[str]) -> bool:
    return type(one) is type(other) and all(
        getattr(one, name) == getattr(other, name) for name in type(one).model_fields if name not in ignoring
    )


def once(compute: Callable[[Design], _Result]) -> Callable[[Design], _Result]:
    """``compute`` remembering its answers for the last few designs, which it keeps alive. Safe in several threads."""
    return _remembering(compute, frozenset())


def once_ignoring(*names: str) -> Callable[[Callable[[Design], _Result]], Callable[[Design], _Result]]:
    """As :func:`once`, for an answer that does not depend on the named fields of elements."""
    return lambda compute: _remembering(compute, frozenset(names))


def _remembering(compute: Callable[[Design], _Result], ignoring: frozenset[str]) -> Callable[[Design], _Result]:
    kept: tuple[tuple[Design, _Result], ...] = ()

    @wraps(compute)
    def remembered(design: Design) -> _Result:
        nonlocal kept
        for known, result in kept:
            if is_same_to_rules(known, design, ignoring):
                return result
        result = compute(design)
        kept = ((design, result), *kept)[:_KEPT]
        return result

    return remembered
