"""Parts of a state made anew: the same as the standard library makes."""

import dataclasses

import pytest

from designer.engine.compile import compile_design
from designer.engine.replacing import replace
from tests.support.scripts import with_share

PLAN, STATE = compile_design(with_share())


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        (STATE, {"queue": ("vm-01",), "next_serial": 7}),
        (STATE.vms[0], {"node": "s1"}),
        (STATE.nodes[0], {"paused": True, "lost_nics": ("net-client",)}),
        (STATE.groups[0], {"failovers": (1, 2)}),
        (STATE.quorum, {"settled": False}),
    ],
)
def test_it_gives_what_the_standard_library_gives(part, changes):
    assert replace(part, **changes) == dataclasses.replace(part, **changes)


def test_the_original_stays_and_what_is_not_named_is_shared():
    changed = replace(STATE, queue=("vm-01",))

    assert STATE.queue == ()
    assert changed.vms is STATE.vms


def test_a_field_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        replace(STATE.vms[0], colour="red")


def test_the_copy_is_frozen_as_well():
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(STATE.vms[0], node="s1").node = "s2"
