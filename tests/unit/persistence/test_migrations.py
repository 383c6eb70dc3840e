"""Old documents climb the chain step by step; each step that exists has a frozen sample."""

import json
from pathlib import Path

import pytest

from designer.base.errors import ProjectUnreadable
from designer.persistence.codec import decode, encode
from designer.persistence.migrations.chain import SCHEMA, STEPS, upgraded
from tests.support.builders import full_project

_FROZEN = Path(__file__).parents[2] / "golden" / "files"


def _rename_machines(document):
    document["vms"] = document.pop("machines")
    return document


def _count_in_mib(document):
    document["memory_mib"] = document.pop("memory_gib") * 1024
    return document


_FAKE = {1: _rename_machines, 2: _count_in_mib}
_OLD = {"schema": 1, "machines": ["a"], "memory_gib": 4}


def test_a_document_climbs_every_step_to_the_target():
    assert upgraded(_OLD, "x", steps=_FAKE, target=3) == {"schema": 3, "vms": ["a"], "memory_mib": 4096}
    assert upgraded({"schema": 2, "memory_gib": 1}, "x", steps=_FAKE, target=3) == {"schema": 3, "memory_mib": 1024}


def test_the_old_document_is_left_as_it_was():
    before = {"schema": 1, "machines": ["a"], "memory_gib": 4}

    upgraded(before, "x", steps=_FAKE, target=3)

    assert before == _OLD


def test_a_document_of_today_is_left_alone():
    document = {"schema": 3, "machines": "kept"}

    assert upgraded(document, "x", steps=_FAKE, target=3) == document


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"schema": 4}, "schema-newer"),
        ({"schema": 10**40}, "schema-newer"),
        ({"schema": 0}, "schema-missing"),
        ({"schema": None}, "schema-missing"),
        ({}, "schema-missing"),
        ({"schema": 1}, "migration-failed"),
        ({"schema": 2, "memory_gib": None}, "migration-failed"),
    ],
)
def test_what_cannot_climb_is_refused(document, code):
    with pytest.raises(ProjectUnreadable) as refused:
        upgraded(document, "plan.geocluster", steps=_FAKE, target=3)

    assert refused.value.code == code
    assert "plan.geocluster" in str(refused.value)


def test_there_is_a_step_from_every_schema_and_a_frozen_sample_of_each():
    assert sorted(STEPS) == list(range(1, SCHEMA))
    for schema in range(1, SCHEMA + 1):
        assert (_FROZEN / f"v{schema:03d}.geocluster").is_file()


@pytest.mark.parametrize("path", sorted(_FROZEN.glob("v*.geocluster")), ids=lambda path: path.stem)
def test_frozen_samples_open_for_ever_and_lose_nothing(path):
    old = json.loads(path.read_bytes())
    new = json.loads(encode(decode(path.read_bytes(), path.name)))

    assert list(_lost(old, new | {"schema": old["schema"]})) == []


def _lost(old, new, where=""):
    """Where something that the old document said does not stand in the new one."""
    if isinstance(old, dict):
        for key, value in old.items():
            yield from _lost(value, new[key], f"{where}/{key}") if key in new else (f"{where}/{key}",)
    elif isinstance(old, list):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _lost(before, after, f"{where}/{index}")
    elif old != new:
        yield where


def test_the_sample_of_today_is_what_is_written_today():
    assert (_FROZEN / f"v{SCHEMA:03d}.geocluster").read_bytes() == encode(full_project())
