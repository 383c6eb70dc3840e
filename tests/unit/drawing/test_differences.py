"""Signs over a picture: on the elements named, on no other, and told by more than colour."""

from designer.base.texts import ENGLISH
from designer.drawing.compose import compose
from designer.drawing.differences import Sign, marked_differences
from designer.drawing.lettering import Lettering
from designer.drawing.marks import texts_of
from designer.drawing.ruler import BundledRuler
from designer.model.blueprint import Blueprint, build

LETTERING = Lettering(BundledRuler(), ENGLISH)
SCENE = compose(build(Blueprint(2, 1)), LETTERING.ruler, LETTERING.translator)


def test_each_named_element_gets_its_sign():
    found = marked_differences(LETTERING, SCENE, {"p2": Sign.ALTERED, "s1": Sign.ONLY_HERE, "nobody": Sign.ALTERED})
    added = [item for item in found.items if item.key.startswith("difference:")]

    assert {item.element_id for item in added} == {"p2", "s1"}
    signs = {item.element_id: [text.text for text, _ in texts_of(item.marks)] for item in added}
    assert signs == {"p2": ["≠"], "s1": ["+"]}


def test_the_sign_surrounds_its_element():
    found = marked_differences(LETTERING, SCENE, {"p2": Sign.ALTERED})
    mark = next(item for item in found.items if item.key.startswith("difference:"))

    assert mark.bounds.contains(SCENE.symbol_of("p2").bounds)


def test_without_differences_the_picture_is_the_same():
    assert marked_differences(LETTERING, SCENE, {}) == SCENE
