"""Stacked bars: lengths by the scale, hatching inside its part, nothing beyond the picture."""

import pytest

from designer.analysis.availability.assess import Minutes
from designer.base.texts import ENGLISH
from designer.drawing.axis import even_axis
from designer.drawing.bars import Bar, BarChart, Hatch, Kind, hatching, stacked_bars
from designer.drawing.geometry import Rect
from designer.drawing.ink import Role
from designer.drawing.lettering import Lettering
from designer.drawing.marks import texts_of
from designer.drawing.ruler import BundledRuler
from designer.drawing.yearly_bars import KINDS, yearly_bars

LETTERING = Lettering(BundledRuler(), ENGLISH)
TWO = (Kind("a", Role.FAILED), Kind("b", Role.PRIMARY, Hatch.RISING))


def drawn(*parts: tuple[float, float], width: float = 500.0):
    bars = tuple(Bar(f"v{n}", f"Variant {n}", one, f"{sum(one)}") for n, one in enumerate(parts))
    return stacked_bars(LETTERING, BarChart(bars, TWO, even_axis([sum(one) for one in parts]), "min"), width)


def test_parts_are_as_long_as_their_values():
    scene = drawn((2.0, 4.0), (1.0, 9.0))
    length = {key: item.marks[0].curve.bounds().width for key, item in scene.by_key.items() if key.startswith("part:")}

    assert length["part:v0:1"] == pytest.approx(2 * length["part:v0:0"])
    assert length["part:v1:1"] == pytest.approx(9 * length["part:v1:0"])
    assert length["part:v0:0"] == pytest.approx(2 * length["part:v1:0"])


def test_a_part_without_a_value_is_not_drawn():
    assert "part:v0:0" not in drawn((0.0, 3.0)).by_key


def test_nothing_stands_beyond_the_width():
    for width in (260.0, 500.0, 900.0):
        bounds = drawn((2.0, 4.0), (1.0, 9.0), width=width).bounds
        assert bounds.x >= -0.5
        assert bounds.right <= width + 6.0


@pytest.mark.parametrize("hatch", [one for one in Hatch if one is not Hatch.PLAIN])
def test_hatching_stays_inside_its_area(hatch):
    rect = Rect(10.0, 20.0, 43.0, 16.0)
    lines = hatching(rect, hatch)

    assert lines is not None
    assert rect.contains(lines.curve.bounds())


def test_kinds_of_minutes_can_be_told_apart_without_colour():
    assert len({kind.hatch for kind in KINDS}) == len(KINDS)


def test_the_year_writes_every_total_and_says_the_parts():
    years = [("a", "1+1", Minutes(repair=1.0, manual=99.0)), ("b", "2+2", Minutes(failover=2.5))]
    for log in (False, True):
        scene = yearly_bars(LETTERING, years, 480.0, log=log)
        texts = {text.text for text, _ in texts_of(scene.marks)}
        assert {"1+1", "2+2", "100.0\u00a0min", "2.50\u00a0min"} <= texts
        assert scene.by_key["part:a:1"].bounds.width > scene.by_key["part:b:2"].bounds.width
    hint = scene.by_key["part:a:1"].hint
    assert str(hint) == "1+1: waiting for a person 99.0\u00a0min a year"
