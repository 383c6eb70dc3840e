"""The JSON Schema describes the files that are written, and refuses what the program refuses."""

import copy
import json
import re

import pytest

from designer.assets.loader import sample_bytes, sample_names
from designer.persistence.codec import encode
from designer.persistence.schema import schema_document
from tests.support.builders import full_project

_SCHEMA = schema_document()
_DOCUMENT = json.loads(encode(full_project()))


def _problems(value, schema, where=""):
    """What in ``value`` breaks ``schema``: the keywords that the schema uses, as draft 2020-12 defines them."""
    while "$ref" in schema:
        schema = _SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        if any(not list(_problems(value, one)) for one in schema["anyOf"]):
            return
        yield f"{where}: fits none"
    if "const" in schema and value != schema["const"]:
        yield f"{where}: not the constant"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: not in the list"
    if "type" in schema and not _is_of(schema["type"], value):
        yield f"{where}: not of type {schema['type']}"
        return
    yield from _limits(value, schema, where)
    yield from _problems_inside(value, schema, where)


def _problems_inside(value, schema, where):
    if isinstance(value, dict):
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False:
            yield from (f"{where}/{key}: unknown" for key in value.keys() - known.keys())
        yield from (f"{where}/{key}: missing" for key in schema.get("required", ()) if key not in value)
        for key in value.keys() & known.keys():
            yield from _problems(value[key], known[key], f"{where}/{key}")
    if isinstance(value, list):
        for place, member in enumerate(value):
            yield from _problems(member, schema.get("items", {}), f"{where}/{place}")


def _limits(value, schema, where):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: out of range"
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{where}: wrong length"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{where}: wrong form"
    if isinstance(value, list) and len(value) < schema.get("minItems", 0):
        yield f"{where}: too few"


def _is_of(kind, value):
    if isinstance(value, bool):
        return kind == "boolean"
    types = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float, "null": type(None)}
    return kind in types and isinstance(value, types[kind])


def test_what_is_written_fits():
    assert list(_problems(_DOCUMENT, _SCHEMA)) == []


@pytest.mark.parametrize("name", sample_names())
def test_the_shipped_samples_fit(name):
    assert list(_problems(json.loads(sample_bytes(name)), _SCHEMA)) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.update(tilte="x"),
        lambda d: d.update(schema=99),
        lambda d: d.pop("format"),
        lambda d: d["designs"][0]["nodes"][0].update(votes=2),
        lambda d: d["designs"][0]["nodes"][0].update(votes="1"),
        lambda d: d["designs"][0]["nodes"][0].update(os="2003"),
        lambda d: d["designs"][0]["nodes"][0].pop("site"),
        lambda d: d["designs"][0]["nodes"][0].update(id="P 1"),
        lambda d: d["designs"][0].update(witness=7),
    ],
)
def test_what_the_program_refuses_does_not_fit(spoil):
    document = copy.deepcopy(_DOCUMENT)
    spoil(document)

    assert list(_problems(document, _SCHEMA))


def test_the_schema_says_what_it_is_and_explains_its_parts():
    assert _SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in _SCHEMA
    assert _SCHEMA["properties"]["format"]["const"] == "geocluster/project"
    assert _SCHEMA["$defs"]["Node"]["description"].startswith("One server of the cluster.")
    assert _SCHEMA["$defs"]["Node"]["properties"]["memory_mib"]["title"] == "Memory"
    assert json.loads(json.dumps(_SCHEMA)) == _SCHEMA


def test_every_reference_in_the_schema_leads_somewhere():
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(_SCHEMA)))

    assert named <= _SCHEMA["$defs"].keys()
