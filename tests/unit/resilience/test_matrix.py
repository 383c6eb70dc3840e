"""The failure matrix against a table worked out by hand: quorum first, then storage, then the way of the move.

The letters were reasoned event by event from vote counts and the storage rows D1–D7, not taken from the program.
A trailing ``u`` says that the arrays no longer replicate afterwards.
"""

import pytest

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.resilience.matrix import events_of, matrix, row
from designer.resilience.outcome import Outcome

STORAGE = {  # the same wherever quorum holds: no vote is lost with an array or a fabric
    "array:array-p": "Tu",
    "array:array-s": "Nu",
    "array:array-p+array:array-s": "Ou",
    "path:site-p": "N",
    "fabric:site-p": "X",
    "fabric-shared:site-p": "Tu",
    "fabric:site-s": "N",
    "link:link-replication": "Nu",
}
ONE_PLUS_ONE = STORAGE | {  # 2 votes, 2 needed: nothing may be lost
    "node:p1": "QX",
    "node:s1": "Q",
    "node:p1+node:s1": "O",
    "nodes:site-p": "QX",
    "nodes:site-s": "Q",
    "site:site-p": "QTu",
    "site:site-s": "Qu",
    "link:link-lan": "Q",
    "link:link-replication+link:link-lan": "Qu",
    "link:link-replication>site:site-p": "QTu",
}
ONE_PLUS_ONE_SHARE = STORAGE | {  # 3 votes, 2 needed
    "node:p1": "X",
    "node:s1": "N",
    "node:p1+node:s1": "O",
    "nodes:site-p": "X",
    "nodes:site-s": "N",
    "site:site-p": "Tu",
    "site:site-s": "Nu",
    "witness": "N",
    "link:link-lan": "R",
    "link:link-replication+link:link-lan": "Ru",
    "link:link-lan+witness": "Q",
    "link:link-replication+link:link-lan+witness": "Qu",
    "witness>node:p1": "QX",
    "witness>node:s1": "Q",
    "witness>site:site-p": "QTu",
    "link:link-replication>site:site-p": "M-Tu",
}
TWO_PLUS_TWO = STORAGE | {  # 4 votes, 3 needed
    "node:p1": "L",
    "node:p2": "L",
    "node:s1": "N",
    "node:s2": "N",
    "node:p1+node:s1": "Q",
    "node:p1+node:s2": "Q",
    "node:p2+node:s1": "Q",
    "node:p2+node:s2": "Q",
    "nodes:site-p": "QX",
    "nodes:site-s": "Q",
    "site:site-p": "QTu",
    "site:site-s": "Qu",
    "link:link-lan": "Q",
    "link:link-replication+link:link-lan": "Qu",
    "link:link-replication>site:site-p": "QTu",
}
TWO_PLUS_TWO_SHARE = STORAGE | {  # 5 votes, 3 needed
    "node:p1": "L",
    "node:p2": "L",
    "node:s1": "N",
    "node:s2": "N",
    "node:p1+node:s1": "L",
    "node:p1+node:s2": "L",
    "node:p2+node:s1": "L",
    "node:p2+node:s2": "L",
    "nodes:site-p": "X",
    "nodes:site-s": "N",
    "site:site-p": "Tu",
    "site:site-s": "Nu",
    "witness": "N",
    "link:link-lan": "R",
    "link:link-replication+link:link-lan": "Ru",
    "link:link-lan+witness": "Q",
    "link:link-replication+link:link-lan+witness": "Qu",
    "witness>node:p1": "L",
    "witness>node:s1": "N",
    "witness>site:site-p": "QTu",
    "link:link-replication>site:site-p": "M-Tu",
}
TWO_PLUS_ONE = STORAGE | {  # 3 votes, 2 needed: the primary side rides through, the secondary never wins
    "node:p1": "L",
    "node:p2": "L",
    "node:s1": "N",
    "node:p1+node:s1": "Q",
    "node:p2+node:s1": "Q",
    "nodes:site-p": "QX",
    "nodes:site-s": "N",
    "site:site-p": "QTu",
    "site:site-s": "Nu",
    "link:link-lan": "N",
    "link:link-replication+link:link-lan": "Nu",
    "link:link-replication>site:site-p": "QTu",
}
TWO_PLUS_ONE_SHARE = TWO_PLUS_ONE | {  # 4 votes, 3 needed: worse than none
    "witness": "N",
    "link:link-lan+witness": "Q",
    "link:link-replication+link:link-lan+witness": "Qu",
    "witness>node:p1": "Q",
    "witness>node:s1": "Q",
    "witness>site:site-p": "QTu",
}
TWO_PLUS_ONE_ADJUSTED = TWO_PLUS_ONE_SHARE | {  # p2 without vote: 3 votes, 2 needed
    "node:p2+node:s1": "L",
    "nodes:site-p": "X",
    "site:site-p": "Tu",
    "link:link-lan": "R",
    "link:link-replication+link:link-lan": "Ru",
    "link:link-replication>site:site-p": "M-Tu",
}
TWO_PLUS_TWO_SHARE_AT_SECONDARY = TWO_PLUS_TWO_SHARE | {  # the tie vote stands and falls with the secondary site
    "site:site-s": "Qu",
    "link:link-lan": "X",
    "link:link-replication+link:link-lan": "T!u",
}
ONE_PLUS_ONE_SHARE_AT_PRIMARY = ONE_PLUS_ONE_SHARE | {  # and with the primary one here
    "site:site-p": "QTu",
    "link:link-lan": "N",
    "link:link-replication+link:link-lan": "Nu",
    "link:link-replication>site:site-p": "QTu",
}
ADJUSTED = {"no_votes": ("p2",), "witness": WitnessPlace.THIRD}
CASES = [
    (Blueprint(1, 1), ONE_PLUS_ONE),
    (Blueprint(1, 1, witness=WitnessPlace.THIRD), ONE_PLUS_ONE_SHARE),
    (Blueprint(1, 1, witness=WitnessPlace.PRIMARY), ONE_PLUS_ONE_SHARE_AT_PRIMARY),
    (Blueprint(2, 2), TWO_PLUS_TWO),
    (Blueprint(2, 2, witness=WitnessPlace.THIRD), TWO_PLUS_TWO_SHARE),
    (Blueprint(2, 2, witness=WitnessPlace.SECONDARY), TWO_PLUS_TWO_SHARE_AT_SECONDARY),
    (Blueprint(2, 1), TWO_PLUS_ONE),
    (Blueprint(2, 1, witness=WitnessPlace.THIRD), TWO_PLUS_ONE_SHARE),
    (Blueprint(2, 1, **ADJUSTED), TWO_PLUS_ONE_ADJUSTED),
]


def letters(blueprint: Blueprint) -> dict[str, str]:
    return {
        one.event: one.verdict.outcome.value + ("u" if one.verdict.unprotected else "")
        for one in matrix(build(blueprint))
    }


@pytest.mark.parametrize(("blueprint", "expected"), CASES, ids=lambda one: getattr(one, "label", ""))
def test_every_event_ends_as_worked_out_by_hand(blueprint, expected):
    assert letters(blueprint) == expected


@pytest.mark.parametrize(("blueprint", "expected"), CASES, ids=lambda one: getattr(one, "label", ""))
def test_restricting_group_movement_turns_automatic_moves_into_manual_ones(blueprint, expected):
    restricted = Blueprint(
        blueprint.primary,
        blueprint.secondary,
        witness=blueprint.witness,
        no_votes=blueprint.no_votes,
        policy=FailoverPolicy.RESTRICT,
    )

    manual = {"X": "M-X", "Tu": "M-Tu", "T!u": "M-Tu"}
    assert letters(restricted) == {event: manual.get(letter, letter) for event, letter in expected.items()}


def test_events_come_in_the_order_of_the_contract():
    events = events_of(build(Blueprint(2, 1, witness=WitnessPlace.THIRD)))

    assert events == (
        "node:p1",
        "node:p2",
        "node:s1",
        "node:p1+node:s1",
        "node:p2+node:s1",
        "nodes:site-p",
        "nodes:site-s",
        "array:array-p",
        "array:array-s",
        "array:array-p+array:array-s",
        "path:site-p",
        "fabric:site-p",
        "fabric-shared:site-p",
        "fabric:site-s",
        "site:site-p",
        "site:site-s",
        "witness",
        "link:link-replication",
        "link:link-lan",
        "link:link-replication+link:link-lan",
        "link:link-lan+witness",
        "link:link-replication+link:link-lan+witness",
        "witness>node:p1",
        "witness>node:s1",
        "witness>site:site-p",
        "link:link-replication>site:site-p",
    )


@pytest.mark.parametrize(
    ("event", "blueprint", "seconds"),
    [
        ("node:p1", Blueprint(2, 2, vms=1), 73),  # L without arbitration
        ("node:p1", Blueprint(2, 1, vms=1, **ADJUSTED), 75),  # L with arbitration
        ("nodes:site-p", Blueprint(1, 1, vms=1, witness=WitnessPlace.THIRD), 85),  # X
        ("site:site-p", Blueprint(1, 1, vms=1, witness=WitnessPlace.THIRD), 95),  # T of a site
        ("array:array-p", Blueprint(2, 1, vms=1), 206),  # T of an array
        ("site:site-s", Blueprint(1, 1, vms=1), 1866),  # Q
        ("node:p1", Blueprint(1, 1, vms=1), 1876),  # QX
        ("site:site-p", Blueprint(2, 1, vms=1), 3686),  # QT
    ],
)
def test_recovery_times_are_those_of_the_published_model(event, blueprint, seconds):
    """The figures of the recovery-time model for one VM, 2008 R2 defaults."""
    assert row(build(blueprint), event).verdict.rto_us == seconds * 1_000_000


def test_later_vms_wait_for_storage_operations_and_boot_slots():
    """18 VMs on one node: 17 storage operations of 1 s, and two more waves of eight, half a boot each: 73+17+60."""
    verdict = row(build(Blueprint(2, 1, vms=36)), "node:p1").verdict

    assert verdict.rto_us == (73 + 17 + 60) * 1_000_000


def test_a_race_names_both_ends_and_the_default():
    verdict = row(build(Blueprint(2, 1, **ADJUSTED)), "link:link-replication+link:link-lan").verdict

    branches = dict(verdict.branches)
    assert verdict.default == "primary"
    assert branches["primary"].outcome is Outcome.N
    assert branches["secondary"].outcome is Outcome.T_SPLIT
    assert branches["secondary"].data_loss == "seconds"


def test_a_rolling_disaster_is_never_answered_automatically():
    verdict = row(build(Blueprint(2, 2, witness=WitnessPlace.THIRD)), "link:link-replication>site:site-p").verdict

    assert verdict.is_manual
    assert verdict.data_loss == "since-suspend"


def test_losing_the_media_of_both_arrays_may_lose_data():
    assert row(build(Blueprint(2, 2)), "array:array-p+array:array-s").verdict.data_loss == "possible"


def test_vms_that_do_not_fit_the_smaller_site_stay_off_last_ones_first():
    """S1 has 16384 − 384 − 480 = 15520 MiB; a VM of 4096 needs 4096 + 56, so three fit (12456), four do not (16608)."""
    blueprint = Blueprint(2, 1, secondary_memory_mib=16_384, **ADJUSTED)

    verdict = row(build(blueprint), "site:site-p").verdict

    assert verdict.outcome is Outcome.T
    assert verdict.not_started == ("vm-04", "vm-05", "vm-06")


class TestDynamicVotes:
    """2012 R2 and newer: votes follow membership, the witness votes beside an even number of nodes."""

    def test_a_rolling_node_loss_is_survived(self):
        design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD, era=Era.W2012R2))

        assert row(design, "node:p1>node:p2").verdict.outcome is Outcome.X

    def test_a_sudden_site_loss_is_not(self):
        design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD, era=Era.W2012R2))

        assert row(design, "site:site-p").verdict.outcome is Outcome.QT

    def test_static_votes_do_not_survive_the_rolling_loss(self):
        design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))

        assert row(design, "node:p1>node:p2").verdict.outcome is Outcome.QX

    def test_an_even_split_without_witness_is_decided_for_the_preferred_site(self):
        design = build(Blueprint(2, 2, era=Era.W2016))

        assert row(design, "link:link-lan").verdict.outcome is Outcome.N
        assert row(design, "site:site-p").verdict.outcome is Outcome.QT
        assert row(design, "site:site-s").verdict.outcome is Outcome.N

    def test_a_lost_witness_leaves_the_preferred_side_alive(self):
        design = build(Blueprint(1, 1, witness=WitnessPlace.THIRD, era=Era.W2019))

        assert row(design, "witness>node:s1").verdict.outcome is Outcome.N
        assert row(design, "witness>node:p1").verdict.outcome is Outcome.QX

    def test_windows_2012_has_no_dynamic_witness(self):
        design = build(Blueprint(2, 1, witness=WitnessPlace.THIRD, era=Era.W2012))

        assert row(design, "link:link-lan+witness").verdict.outcome is Outcome.Q
