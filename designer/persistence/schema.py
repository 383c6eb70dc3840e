"""The JSON Schema of the project file, for editors and other people's scripts. Made from the model, never by hand."""

from typing import Any

from designer.base.texts import ENGLISH
from designer.model.fields import field_label
from designer.model.project import Project
from designer.persistence.codec import FORMAT, PRODUCER
from designer.persistence.migrations.chain import SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_document() -> dict[str, Any]:
    """The schema (draft 2020-12) of the files that this version writes. What it refuses, the program refuses too.

    That references lead somewhere and ids are unique is beyond JSON Schema and checked by the program alone.
    """
    generated = Project.model_json_schema(ref_template="#/$defs/{model}")
    definitions = {name: _described(part) for name, part in sorted(generated.pop("$defs").items())}
    root = _described(generated)
    return {
        "$schema": DIALECT,
        "title": "Project of Geocluster Designer",
        "description": root["description"],
        "type": "object",
        "properties": _envelope() | root["properties"],
        "required": ["format", "schema"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _envelope() -> dict[str, Any]:
    return {
        "format": {"const": FORMAT, "title": "Format", "description": "Says that the file is a project."},
        "schema": {"const": SCHEMA, "title": "Schema number", "description": "Grows when the form of files changes."},
        "producer": {"type": "string", "default": PRODUCER, "title": "Producer", "description": "The writing program."},
    }


def _described(part: dict[str, Any]) -> dict[str, Any]:
    """The part with the labels people know as titles of its fields, and its text on one line."""
    described = dict(part)
    if "description" in described:
        described["description"] = " ".join(described["description"].split()).replace("``", "")
    if "properties" in described:
        described["properties"] = {
            name: {**field, "title": ENGLISH.render(field_label(name))}
            for name, field in described["properties"].items()
        }
    return described
