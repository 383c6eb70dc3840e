"""The reason of an outcome says its rule in words; no reader knows the rows of a table by their codes."""

import re

import pytest

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.policy import FailoverPolicy
from designer.resilience.matrix import matrix, row

THIRD = WitnessPlace.THIRD


@pytest.mark.parametrize(
    "blueprint",
    [
        Blueprint(1, 1),
        Blueprint(2, 1),
        Blueprint(2, 2, witness=THIRD),
        Blueprint(2, 2, witness=THIRD, policy=FailoverPolicy.RESTRICT),
    ],
)
def test_no_reason_holds_a_code(blueprint):
    reasons = [str(one.verdict.reason) for one in matrix(build(blueprint))]

    assert not [reason for reason in reasons if re.search(r"\bD\d", reason)]


@pytest.mark.parametrize(
    ("blueprint", "event", "text"),
    [
        (Blueprint(2, 1, vms=2), "node:p1", "1 VM restarts on P2; the array side does not change."),
        (
            Blueprint(2, 2, vms=3, witness=THIRD),
            "nodes:site-p",
            "3 VMs restart on S1 and S2 after the array roles are swapped.",
        ),
        (
            Blueprint(2, 2, vms=1, witness=THIRD),
            "site:site-p",
            "1 VM restarts on S1: the other array cannot be reached, this copy was equal and is made writable.",
        ),
        (
            Blueprint(2, 2, vms=1, witness=THIRD, policy=FailoverPolicy.RESTRICT),
            "site:site-p",
            "1 VM could run on S1, but the group policy leaves moves between the sites to a person.",
        ),
        (
            Blueprint(2, 2, vms=2, witness=THIRD),
            "link:link-replication>site:site-p",
            "2 VMs could run on S1 and S2, but their copies are old since replication stopped earlier",
        ),
    ],
)
def test_the_reason_says_the_rule_in_words(blueprint, event, text):
    assert text in str(row(build(blueprint), event).verdict.reason)


def test_memory_that_does_not_suffice_is_named_with_its_vms():
    """16 GiB leave 16,384 - 384 - 480 = 15,520 MiB: three VMs of 4,096 + 56 each."""
    blueprint = Blueprint(2, 1, vms=4, secondary_memory_mib=16 * 1024, witness=THIRD, no_votes=("p2",))

    reason = str(row(build(blueprint), "nodes:site-p").verdict.reason)

    assert "1 VM does not fit into memory: VM-04." in reason


def test_a_reason_counts_as_restarted_only_what_finds_memory():
    """S1 has 20,480 − 384 − 30 × 20 = 19,496 MiB for VMs of 4,096 + 56 MiB: four of six fit."""
    design = build(Blueprint(1, 1, witness=THIRD, secondary_memory_mib=20_480))

    reason = str(row(design, "node:p1").verdict.reason)

    assert "4 VMs restart on S1" in reason
    assert "2 VMs do not fit into memory" in reason
