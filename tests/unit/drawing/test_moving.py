"""A part of a large picture that is shifted shows what composing would show, but for lines and frames."""

import pytest

from designer.assets.translations import translator
from designer.drawing.compose import compose
from designer.drawing.marks import Group
from designer.drawing.moving import Moving
from designer.drawing.ruler import BundledRuler
from designer.drawing.scene import Scene
from designer.editing.placement import MoveElements, SetLocked
from designer.model.design import Design
from tests.support.builders import project_of, two_plus_one


def _picture(design: Design) -> Scene:
    return compose(design, BundledRuler(), translator("en"))


@pytest.mark.parametrize("moved", [("p1",), ("p1", "array-p"), ("site-p",)])
def test_cards_come_to_lie_where_composing_puts_them(moved: tuple[str, ...]) -> None:
    design = two_plus_one()
    before = _picture(design)
    after = _picture(MoveElements(design.id, moved, 0, -16).apply(project_of(design)).design(design.id))

    shown, changed = Moving.begin(before, design, moved).at(0, -16)

    cards = [item.key for item in before.items if item.title or item.part_of]
    for key in cards:
        if not key.startswith("site"):
            assert shown.by_key[key].bounds == after.by_key[key].bounds, key
            assert shown.by_key[key].outline == after.by_key[key].outline, key
    assert [item.key for item in shown.items] == [item.key for item in before.items]
    differing = {new.key for new, old in zip(shown.items, before.items, strict=True) if new is not old}
    assert {item.key for item in changed} == differing


def test_a_line_stretches_to_the_end_that_moves() -> None:
    design = two_plus_one()
    before = _picture(design)
    line = before.by_key["san-p1"].outline.flattened()[0]

    shown, _ = Moving.begin(before, design, ("p1",)).at(30, 50)

    start, end = shown.by_key["san-p1"].outline.flattened()[0]
    assert (start.x - line[0].x, start.y - line[0].y) == (30, 50)
    assert end == line[-1]


def test_the_marks_of_a_card_stay_the_very_same_ones() -> None:
    design = two_plus_one()
    before = _picture(design)

    shown, _ = Moving.begin(before, design, ("p1",)).at(30, 50)

    (old,), (new,) = before.by_key["p1"].marks, shown.by_key["p1"].marks
    assert isinstance(old, Group)
    assert isinstance(new, Group)
    assert new.marks is old.marks, "what is kept of them can be used again"


def test_what_is_locked_stays() -> None:
    design = SetLocked("two-plus-one", ("p1",), locked=True).apply(project_of()).design("two-plus-one")
    before = _picture(design)

    shown, _ = Moving.begin(before, design, ("site-p",)).at(30, 50)

    assert shown.by_key["p1"] is before.by_key["p1"]
    assert shown.by_key["p2"].bounds != before.by_key["p2"].bounds
