from dataclasses import dataclass

import pytest

from designer.base.texts import ENGLISH, Message, msg
from designer.drawing.badges import badges_of, findings_overlay
from designer.drawing.scene import BADGE_Z
from designer.model.blueprint import Blueprint, build
from tests.support.pictures import RULER, drawn, texts_in

MESSAGE = msg("RAM")


@dataclass(frozen=True)
class Judgement:
    severity: str
    subjects: tuple[str, ...]
    waived: bool = False
    message: Message = MESSAGE


DESIGN = build(Blueprint(2, 1, vms=16))
SCENE = drawn(DESIGN)


def badges(*findings):
    return {one.key: (one.severity, one.count) for one in badges_of(DESIGN, SCENE, findings)}


def test_each_subject_bears_its_gravest_finding_and_their_number():
    found = badges(Judgement("info", ("p1",)), Judgement("error", ("p1", "s1")), Judgement("warning", ("p1",)))

    assert found == {"p1": ("error", 3), "s1": ("error", 1)}


def test_accepted_findings_bear_no_badge():
    assert badges(Judgement("error", ("p1",), waived=True)) == {}


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        ("link-lan", "link-lan:label"),
        ("lun-01", "array-p"),
        ("group-01", "vm-01"),
        ("vm-15", "p1"),
        ("site-s", "site-s"),
        ("san-p1", "san-p1"),
    ],
)
def test_what_has_no_symbol_is_told_at_the_one_that_stands_for_it(subject, key):
    assert list(badges(Judgement("warning", (subject,)))) == [key]


def test_subjects_no_picture_shows_are_passed_over():
    assert badges(Judgement("error", ("cluster", "net-client"))) == {}


@pytest.mark.parametrize(("severity", "letter"), [("error", "E"), ("warning", "W"), ("info", "i")])
def test_a_badge_is_a_letter_on_top_of_everything(severity, letter):
    (item,) = findings_overlay(DESIGN, SCENE, [Judgement(severity, ("p1",))], ruler=RULER, translator=ENGLISH)

    assert [text.text for text, _ in texts_in(item)] == [letter]
    assert item.z == BADGE_Z
    assert item.element_id == "p1"
    assert SCENE.with_items([item]).items[-1] == item
    assert str(item.hint) == "RAM"


def test_the_three_shapes_differ_without_colour():
    shapes = set()
    for severity in ("error", "warning", "info"):
        (item,) = findings_overlay(DESIGN, SCENE, [Judgement(severity, ("p1",))], ruler=RULER, translator=ENGLISH)
        shapes.add(item.marks[0].marks[0].marks[0].curve.verbs)

    assert len(shapes) == 3
