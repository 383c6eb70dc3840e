"""Points between scales: where they stand, and how those in front are told without colour."""

import pytest

from designer.base.texts import ENGLISH
from designer.drawing.axis import even_axis
from designer.drawing.lettering import Lettering
from designer.drawing.marks import texts_of
from designer.drawing.ruler import BundledRuler
from designer.drawing.scatter import Dot, Field, scatter

LETTERING = Lettering(BundledRuler(), ENGLISH)
DOTS = (
    Dot("0", 2, 80.0, "1+1", "a", in_front=True),
    Dot("1", 3, 40.0, "2+1", "b", in_front=True, is_chosen=True),
    Dot("2", 3, 90.0, "1+2", "c"),
)


def drawn(dots=DOTS, width=480.0, height=320.0):
    across = even_axis([dot.x for dot in dots], from_zero=False, whole=True)
    return scatter(
        LETTERING, dots, Field(across, even_axis([dot.y for dot in dots]), "servers", "minutes"), width, height
    )


def test_more_stands_further_right_and_less_further_down():
    places = {key: item.bounds.centre for key, item in drawn().by_key.items()}

    assert places["dot:0"].x < places["dot:1"].x == pytest.approx(places["dot:2"].x)
    assert places["dot:2"].y < places["dot:0"].y < places["dot:1"].y


def test_those_in_front_are_larger_named_and_joined():
    scene = drawn()

    assert scene.by_key["dot:1"].bounds.width > scene.by_key["dot:2"].bounds.width
    assert {"name:0", "name:1", "front", "chosen:1"} <= set(scene.by_key)
    assert "name:2" not in scene.by_key


def test_points_stay_in_the_picture():
    for width, height in ((260.0, 160.0), (480.0, 320.0), (1200.0, 700.0)):
        bounds = drawn(width=width, height=height).bounds
        assert bounds.x >= 0
        assert bounds.y >= 0
        assert bounds.right <= width
        assert bounds.bottom <= height


def test_names_never_lie_over_one_another():
    crowd = tuple(Dot(str(n), 2 + n / 100, 50.0 - n / 10, f"{n}+1", "x", in_front=True) for n in range(12))
    names = [item.bounds for item in drawn(crowd).items if item.key.startswith("name:")]

    assert names
    assert not any(one.overlaps(other) for at, one in enumerate(names) for other in names[at + 1 :])


def test_scales_say_what_they_count():
    texts = {text.text for text, _ in texts_of(drawn().marks)}

    assert {"servers", "minutes", "2", "3"} <= texts
