"""Typed ids and the next free one in a document: short, readable, never random."""

import re
from collections.abc import Container
from typing import Annotated, NewType

from pydantic import StringConstraints

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
IdText = Annotated[str, StringConstraints(pattern=ID_PATTERN)]

ElementId = NewType("ElementId", str)
SiteId = NewType("SiteId", str)
NodeId = NewType("NodeId", str)
ArrayId = NewType("ArrayId", str)
LunId = NewType("LunId", str)
VmId = NewType("VmId", str)
DesignId = NewType("DesignId", str)


def is_id(text: str) -> bool:
    """Whether ``text`` can be an id: lower-case letters, digits and hyphens, 64 at most."""
    return re.match(ID_PATTERN, text) is not None


def next_id(prefix: str, taken: Container[str], *, digits: int = 0) -> str:
    """The first free ``prefix`` + number, counting from 1; ``digits`` pads with zeros."""
    number = 1
    while (candidate := f"{prefix}{number:0{digits}d}") in taken:
        number += 1
    return candidate
