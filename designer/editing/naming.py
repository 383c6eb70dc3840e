"""Ids and names of new elements: the next free ones, spoken like those the blueprint gives."""

import re
from collections.abc import Collection, Container

from designer.base.ids import ID_PATTERN, next_id
from designer.model.design import Design
from designer.model.site import Site, SiteRole

ROLE_LETTERS: dict[SiteRole, str] = {SiteRole.PRIMARY: "p", SiteRole.SECONDARY: "s", SiteRole.THIRD: "w"}
_NUMBERED = re.compile(r"^(.*?)(\d+)$", re.DOTALL)
_LONGEST_ID = 64
_LONGEST_NAME = 120


def free_id(wanted: str, taken: Container[str]) -> str:
    """``wanted`` itself when it is free, else ``wanted-2``, ``wanted-3``, …; never longer than an id may be."""
    if wanted not in taken:
        return wanted
    number = 2
    while (candidate := f"{wanted[: _LONGEST_ID - len(str(number)) - 1]}-{number}") in taken:
        number += 1
    return candidate


def node_id(site: Site, taken: Container[str]) -> str:
    """``p3`` for the third node of the primary site."""
    return next_id(ROLE_LETTERS[site.role], taken)


def workload_number(taken: Container[str]) -> str:
    """The first number, as two digits or more, that is free for a VM, its LUN pair and its group at once."""
    number = 1
    while any(f"{prefix}-{number:02d}" in taken for prefix in ("vm", "lun", "group")):
        number += 1
    return f"{number:02d}"


def copied_id(original: str, taken: Container[str]) -> str:
    """The id of a copy: the next free one of the same family (``vm-01`` gives ``vm-07``, ``array-p`` ``array-p-2``)."""
    if original not in taken:
        return original
    match = _NUMBERED.match(original)
    if match is None:
        return free_id(original, taken)
    stem, digits = match.groups()
    candidate = next_id(stem, taken, digits=len(digits))
    return candidate if re.match(ID_PATTERN, candidate) else free_id(original[:32], taken)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """``wanted`` when nobody has that name, else the next free one of its family: ``VM-01`` gives ``VM-07``."""
    if wanted not in taken:
        return wanted
    match = _NUMBERED.match(wanted)
    stem, digits, number = (match[1], match[2], int(match[2]) + 1) if match else (f"{wanted} ", "", 2)
    while True:
        ending = f"{number:0{len(digits)}d}"
        candidate = stem[: _LONGEST_NAME - len(ending)] + ending
        if candidate not in taken:
            return candidate
        number += 1


def names_in(design: Design) -> frozenset[str]:
    """The names of all elements of the design."""
    return frozenset(getattr(element, "name", "") for element in design.elements())
