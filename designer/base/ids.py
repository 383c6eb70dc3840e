"""What an id looks like, and the next free one in a document: short, readable, never random."""

from collections.abc import Container
from typing import Annotated

from pydantic import StringConstraints

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
IdText = Annotated[str, StringConstraints(pattern=ID_PATTERN)]


def next_id(prefix: str, taken: Container[str], *, digits: int = 0) -> str:
    """The first free ``prefix`` + number, counting from 1; ``digits`` pads with zeros."""
    number = 1
    while (candidate := f"{prefix}{number:0{digits}d}") in taken:
        number += 1
    return candidate
