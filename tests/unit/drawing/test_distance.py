"""What is left of a symbol seen from far: its name, large enough to be read, and its shape."""

import pytest

from designer.assets.translations import translator
from designer.drawing.compose import compose
from designer.drawing.distance import LEAST, READABLE, far_marks
from designer.drawing.marks import Text, bounds_of, texts_of
from designer.drawing.ruler import BundledRuler
from designer.drawing.scene import Scene
from tests.support.builders import two_plus_one

RULER = BundledRuler()


@pytest.fixture(scope="module")
def scene() -> Scene:
    return compose(two_plus_one(), RULER, translator("en"))


def _texts(scene: Scene, key: str, scale: float) -> list[Text]:
    item = scene.by_key[key]
    return [text for text, _ in texts_of(far_marks(item, item.marks, scale, RULER))]


@pytest.mark.parametrize("scale", [0.5, 0.35, 0.3])
def test_the_name_is_large_enough_to_be_read_and_stays_in_its_card(scene: Scene, scale: float) -> None:
    (name,) = _texts(scene, "p1", scale)

    assert name.text == "P1"
    assert name.size * scale == pytest.approx(READABLE)
    box = scene.by_key["p1"].bounds
    assert bounds_of((name,)).right <= bounds_of(scene.by_key["p1"].marks).right <= box.right


def test_a_long_name_is_written_smaller_before_it_is_cut(scene: Scene) -> None:
    design = two_plus_one()
    first = design.arrays[0]
    named = design.evolve(arrays=(first.evolve(name="CLARiiON CX4-240 P"), *design.arrays[1:]))
    longer = compose(named, RULER, translator("en"))

    (name,) = _texts(longer, first.id, 0.4)

    assert name.text == "CLARiiON CX4-240 P"
    assert LEAST <= name.size * 0.4 < READABLE


def test_nothing_else_is_written(scene: Scene) -> None:
    assert _texts(scene, "vm-01", 0.3) == []
    assert [text.text for text in _texts(scene, "site-p", 0.3)] == [two_plus_one().site("site-p").name]
    label = scene.by_key["link-lan:label"]
    assert far_marks(label, label.marks, 0.3, RULER) == ()
