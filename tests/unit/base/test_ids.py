"""Ids are short, readable, and the next free ones."""

import pytest
from pydantic import TypeAdapter, ValidationError

from designer.base.ids import IdText, next_id

ID = TypeAdapter(IdText)


@pytest.mark.parametrize("text", ["p1", "vm-01", "0", "a" * 64, "link-replication"])
def test_ids(text):
    assert ID.validate_python(text) == text


@pytest.mark.parametrize("text", ["", "-a", "P1", "a b", "a_b", "é", "a" * 65, "a.b", "p1\n"])
def test_no_ids(text):
    with pytest.raises(ValidationError):
        ID.validate_python(text)


@pytest.mark.parametrize(
    ("prefix", "taken", "digits", "expected"),
    [
        ("p", (), 0, "p1"),
        ("p", ("p1", "p2", "p4"), 0, "p3"),
        ("vm-", ("vm-01",), 2, "vm-02"),
        ("vm-", ("vm-1",), 2, "vm-01"),
    ],
)
def test_the_next_free_id(prefix, taken, digits, expected):
    assert next_id(prefix, taken, digits=digits) == expected
