"""What two variants differ in, by the lineage of their elements: the same id is the same thing in both."""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.base.frozen import Frozen
from designer.model.changes import diff_designs
from designer.model.design import Design

CLUSTER = ""
"""Stands for the settings of the cluster, which have no id."""


@dataclass(frozen=True, slots=True)
class Altered:
    """One property that has another value. ``path`` are the fields that lead to it; ``old`` and ``new`` its values."""

    element: str
    path: tuple[str, ...]
    old: object
    new: object

    @property
    def field(self) -> str:
        """The innermost field, which says the property's name and unit."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids that only the second design has, that only the first one has, and properties that differ, in order.

    Places on the canvas, labels, descriptions and accepted findings are not looked at.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    altered: tuple[Altered, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.altered)

    @property
    def changed(self) -> tuple[str, ...]:
        """The elements of which some property differs, each once."""
        return tuple(dict.fromkeys(one.element for one in self.altered if one.element != CLUSTER))


def difference(before: Design, after: Design) -> Difference:
    """What ``after`` has that is new, lacks, or has otherwise than ``before``."""
    found = diff_designs(before, after)
    altered = [
        one for element in found.altered for one in _altered(element, before.by_id[element], after.by_id[element])
    ]
    altered += _altered(CLUSTER, before.cluster, after.cluster)
    return Difference(found.added, found.removed, tuple(altered))


def _altered(element: str, old: Frozen, new: Frozen, path: tuple[str, ...] = ()) -> Iterator[Altered]:
    """The properties that differ, one by one as far down as both sides have the same form."""
    for name in type(new).model_fields:
        first, second = getattr(old, name, None), getattr(new, name)
        if first == second or (name == "id" and not path):
            continue
        here = (*path, name)
        if isinstance(first, Frozen) and type(first) is type(second):
            yield from _altered(element, first, second, here)
        elif _are_alike(first, second):
            for one, other in zip(first, second, strict=True):  # type: ignore[arg-type]  # both are tuples of one kind, as asked above
                yield from _altered(element, one, other, here)
        else:
            yield Altered(element, here, first, second)


def _are_alike(first: object, second: object) -> bool:
    """Whether both are lists of equally many parts, to be compared part by part."""
    if not isinstance(first, tuple) or not isinstance(second, tuple) or len(first) != len(second):
        return False
    return all(isinstance(one, Frozen) and type(one) is type(two) for one, two in zip(first, second, strict=True))
