"""The form of a project file, and one sentence for everything that is not one."""

import json

import pytest

from designer.base.errors import ProjectUnreadable
from designer.model.project import Project
from designer.persistence import codec
from designer.persistence.codec import FORMAT, MAX_BYTES, decode, encode
from designer.persistence.migrations.chain import SCHEMA
from tests.support.builders import full_project

_TEXT = encode(full_project()).decode()


def _document():
    return json.loads(_TEXT)


def _refusal(data):
    with pytest.raises(ProjectUnreadable) as refused:
        decode(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), "plan.geocluster")
    sentence = str(refused.value)
    assert "plan.geocluster" in sentence
    assert "pydantic" not in sentence
    assert len(sentence) < 400
    return refused.value


def test_the_file_is_canonical_json():
    document = _document()

    assert json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n" == _TEXT
    assert document["format"] == "geocluster/project"
    assert document["schema"] == SCHEMA
    assert document["producer"] == "Geocluster Designer"
    assert "Návrh" in _TEXT


def test_every_field_is_written_even_with_its_default():
    assert json.loads(encode(Project()))["document"]["version"] == "0.1"


def test_fields_with_defaults_may_be_left_out_by_hand():
    assert decode(json.dumps({"format": FORMAT, "schema": 1}).encode(), "x") == Project()


def test_a_byte_order_mark_and_other_layout_do_not_matter():
    text = json.dumps(_document(), indent=4)

    assert decode(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "x") == full_project()


def test_the_producer_is_no_part_of_the_project():
    other = json.dumps(_document() | {"producer": "A script"}).encode()

    assert decode(other, "x") == full_project()
    assert encode(decode(other, "x")).decode() == _TEXT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "file-empty"),
        (" \n", "file-empty"),
        (b"\xff\xfe{\x00}\x00", "file-not-text"),
        (b'{"title": "\xe9"}', "file-not-text"),
        ("PK\x03\x04", "file-damaged"),
        ("[]", "file-damaged"),
        ("7", "file-damaged"),
        ("{", "file-damaged"),
        ("[" * 1_000_000, "file-damaged"),
        ('{"a":' * 40 + "1" + "}" * 40, "file-damaged"),
        ('"' * 1_000_001, "file-damaged"),
        ('"' + "\\" * 1_000_001, "file-damaged"),
        ("{}", "not-a-project"),
        ('{"format": "geocluster/run/1"}', "not-a-project"),
        ('{"format": ["geocluster/project"]}', "not-a-project"),
        ('{"format": "geocluster/project"}', "schema-missing"),
        ('{"format": "geocluster/project", "schema": "1"}', "schema-missing"),
        ('{"format": "geocluster/project", "schema": true}', "schema-missing"),
        ('{"format": "geocluster/project", "schema": 0}', "schema-missing"),
        ('{"format": "geocluster/project", "schema": 1, "producer": 7}', "file-damaged"),
        ('{"format": "geocluster/project", "schema": 1, "tilte": "x"}', "project-invalid"),
        ('{"title": NaN}', "file-damaged"),
        ('{"title": -Infinity}', "file-damaged"),
        ('{"title": 1e999}', "file-damaged"),
        ('{"title": ' + "9" * 5000 + "}", "file-damaged"),
        ('{"title": "a", "title": "b"}', "file-damaged"),
    ],
)
def test_what_is_no_project_is_told_in_a_sentence(data, code):
    assert _refusal(data).code == code


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"votes": 1', '"votes": 7', "2+1, P1: Votes must be at most 1"),
        ('"votes": 1', '"vote": 1', "2+1, P1: the field “vote” is not known"),
        ('"votes": 1', '"votes": "1"', "2+1, P1: Votes must be a whole number"),
        ('"memory_mib": 98304', '"memory_mib": ' + "9" * 4000, "2+1, P1: Memory must be at most"),
        ('"os": "2008r2sp1"', '"os": "2003"', "2+1, P1: Windows version must be one of 2008r2, 2008r2sp1"),
        ('"nodes": [', '"nodes": [7,', "2+1: Nodes (entry 1) must be a group of fields"),
        ('"name": "P1"', '"name": ""', "2+1, p1: Name must not be empty"),
        ('"designs": [', '"designs": 7, "x": [', "Designs must be a list"),
        ('"customer": "Obec"', '"customer": null', "Document: Customer must be a text"),
    ],
)
def test_what_does_not_fit_is_told_by_names(old, new, said):
    assert old in _TEXT

    refused = _refusal(_TEXT.replace(old, new, 1))

    assert refused.code == "project-invalid"
    assert said in str(refused)


def test_a_reference_to_nothing_is_told():
    refused = _refusal(_TEXT.replace('"site": "site-p"', '"site": "nowhere"', 1))

    assert refused.code == "project-contradictory"
    assert "nowhere" in str(refused)


def test_a_newer_schema_is_told_with_both_numbers():
    refused = _refusal(_TEXT.replace(f'"schema": {SCHEMA}', '"schema": 99'))

    assert refused.code == "schema-newer"
    assert "schema 99" in str(refused)
    assert f"up to {SCHEMA}" in str(refused)


def test_half_a_character_is_damage():
    assert _refusal(_TEXT.replace('"title": "Návrh"', '"title": "\\ud800"')).code == "file-damaged"


def test_names_of_any_length_are_shortened_in_the_sentence():
    long = "x" * 100_000

    _refusal(_TEXT.replace('"votes": 1', f'"{long}": 1', 1))
    _refusal(_TEXT.replace('"name": "P1"', f'"name": "{long}"', 1))
    _refusal(f'{{"{long}": 1, "{long}": 2}}')
    _refusal('{"a": 1e' + "9" * 2000 + "}")


def test_too_many_bytes_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(codec, "MAX_BYTES", 100)

    assert _refusal(_TEXT).code == "file-too-large"
    assert MAX_BYTES == 64 * 1024 * 1024
