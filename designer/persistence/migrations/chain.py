"""The chain of steps that bring a document of an older schema up to the one of today.

A step takes the plain dictionary of one schema and returns that of the next; it knows no types of the model, because
those have moved on. Every step is one module, ``v001_to_v002.py`` and so on, with a frozen sample in the tests.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from designer.base.errors import ProjectUnreadable
from designer.base.texts import msg
from designer.persistence.migrations import v001_to_v002

Document = dict[str, Any]
Migration = Callable[[Document], Document]

_MOST_DIGITS = 40
SCHEMA = 2
"""The schema that this version writes."""

STEPS: Mapping[int, Migration] = {1: v001_to_v002.upgrade}
"""The step that leads away from each older schema; schema 1 is the first."""


def upgraded(
    document: Document, name: str, *, steps: Mapping[int, Migration] = STEPS, target: int = SCHEMA
) -> Document:
    """The document in the target schema, as a new dictionary; ``name`` is the file's, for refusals.

    Raises ``ProjectUnreadable`` for a newer schema, for none, and for a document that its schema's step cannot take.
    """
    schema = document.get("schema")
    if type(schema) is not int or schema < min((*steps, target)):
        message = msg("The file {name} does not say which schema it follows. Choose another file.", name=name)
        raise ProjectUnreadable("schema-missing", message)
    if schema > target:
        raise _newer(name, schema, target)
    current = copy.deepcopy(document) if schema < target else document
    while schema < target:
        try:
            current = steps[schema](current)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            message = msg(
                "The file {name} follows schema {schema}, but not to the letter. It may be damaged; choose another.",
                name=name,
                schema=schema,
            )
            raise ProjectUnreadable("migration-failed", message) from error
        schema += 1
        current["schema"] = schema
    return current


def _newer(name: str, schema: int, target: int) -> ProjectUnreadable:
    digits = str(schema)
    shown = digits if len(digits) <= _MOST_DIGITS else digits[:_MOST_DIGITS] + "…"
    message = msg(
        "The file {name} was written by a newer version of Geocluster Designer: it follows schema {found}, this version"
        " reads up to {known}. Install the newer version to open it.",
        name=name,
        found=shown,
        known=str(target),
    )
    return ProjectUnreadable("schema-newer", message)
