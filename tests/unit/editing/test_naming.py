"""Ids and names of new elements are the next free ones of their family."""

import re

import pytest

from designer.base.ids import ID_PATTERN
from designer.editing.naming import copied_id, free_id, free_name, workload_number


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("link-lan", set(), "link-lan"),
        ("link-lan", {"link-lan"}, "link-lan-2"),
        ("link-lan", {"link-lan", "link-lan-2"}, "link-lan-3"),
    ],
)
def test_a_free_id(wanted, taken, expected):
    assert free_id(wanted, taken) == expected


@pytest.mark.parametrize(
    ("original", "taken", "expected"),
    [
        ("vm-01", {"vm-01", "vm-02"}, "vm-03"),
        ("p1", {"p1", "p3"}, "p2"),
        ("array-p", {"array-p"}, "array-p-2"),
        ("note-1", set(), "note-1"),
    ],
)
def test_the_id_of_a_copy(original, taken, expected):
    assert copied_id(original, taken) == expected


@pytest.mark.parametrize("original", ["a" * 64, "a" * 63 + "9", "9" * 64])
def test_long_ids_stay_ids(original):
    copied = copied_id(original, {original})

    assert re.fullmatch(ID_PATTERN, copied)
    assert copied != original


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("P3", {"P1"}, "P3"),
        ("VM-01", {"VM-01", "VM-02"}, "VM-03"),
        ("Array P", {"Array P"}, "Array P 2"),
        ("Array P", {"Array P", "Array P 2"}, "Array P 3"),
        ("node9", {"node9"}, "node10"),
    ],
)
def test_a_free_name(wanted, taken, expected):
    assert free_name(wanted, taken) == expected


def test_long_names_stay_short_enough():
    name = "x" * 120

    assert len(free_name(name, {name})) <= 120


def test_a_vm_its_lun_and_its_group_share_a_number():
    assert workload_number({"vm-01", "lun-02", "group-03"}) == "04"
