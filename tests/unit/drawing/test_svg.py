"""Every mark kind and every property in SVG, read back as XML."""

import xml.etree.ElementTree as ET

import pytest

from designer.base.texts import ENGLISH
from designer.drawing.geometry import Point, Rect, polyline, rectangle, translation
from designer.drawing.ink import DARK, LIGHT, Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Group, Path
from designer.drawing.ruler import BundledRuler
from designer.drawing.svg import svg

NAMES = {"s": "http://www.w3.org/2000/svg"}
VIEW = Rect(-10, -20, 200, 100)
LETTERING = Lettering(BundledRuler(), ENGLISH)


def read(*marks, **options):
    return ET.fromstring(svg(marks, options.pop("palette", LIGHT), VIEW, **options))


def test_the_view_is_the_rectangle_asked_for():
    root = read(scale=2.0)

    assert root.get("viewBox") == "-10 -20 200 100"
    assert (root.get("width"), root.get("height")) == ("400", "200")
    assert root.find("s:rect", NAMES).get("fill") == "#FAFBFC"


def test_without_a_ground_the_picture_is_transparent():
    assert read(ground=None).find("s:rect", NAMES) is None


def test_a_path_has_its_fill_its_line_and_its_dashes_in_points():
    path = Path(rectangle(Rect(1, 2, 3, 4)), Role.PANEL, Stroke(Role.FAILED, 2.5, (6.0, 3.0)))

    drawn = read(path).find("s:path", NAMES)

    assert drawn.get("d") == "M1 2L4 2L4 6L1 6Z"
    assert drawn.get("fill") == "#FFFFFF"
    assert drawn.get("stroke") == "#C4262E"
    assert drawn.get("stroke-width") == "2.5"
    assert drawn.get("stroke-dasharray") == "6 3"
    assert (drawn.get("stroke-linecap"), drawn.get("stroke-linejoin")) == ("butt", "miter")


def test_a_line_alone_has_no_fill():
    line = Path(polyline((Point(0, 0), Point(5, 5))), None, Stroke(Role.LINE))

    drawn = read(line).find("s:path", NAMES)

    assert drawn.get("fill") == "none"
    assert drawn.get("stroke-dasharray") is None


@pytest.mark.parametrize(
    ("face", "family", "weight", "slant"),
    [
        (Face.REGULAR, "IBM Plex Sans", None, None),
        (Face.MEDIUM, "IBM Plex Sans", "500", None),
        (Face.SEMIBOLD, "IBM Plex Sans", "600", None),
        (Face.BOLD, "IBM Plex Sans", "700", None),
        (Face.ITALIC, "IBM Plex Sans", None, "italic"),
        (Face.MONO, "IBM Plex Mono", None, None),
    ],
)
def test_text_names_its_face(face, family, weight, slant):
    text = LETTERING.line("Žluťoučký", Point(3, 4), Style(11, face, Role.DIM))

    drawn = read(text, palette=DARK).find("s:text", NAMES)

    assert drawn.text == "Žluťoučký"
    assert family in drawn.get("font-family")
    assert (drawn.get("font-weight"), drawn.get("font-style")) == (weight, slant)
    assert (drawn.get("x"), drawn.get("y"), drawn.get("font-size")) == ("3", "4", "11")
    assert drawn.get("fill") == "#A0AEBE"


def test_names_with_markup_and_control_characters_stay_text():
    hostile = '<script>&"\x00\x08'

    root = read(LETTERING.line(hostile, Point(0, 0), Style(11)), title=hostile)

    assert root.find("s:title", NAMES).text == '<script>&"'
    assert root.find("s:script", NAMES) is None


def test_opacity_belongs_to_each_mark_and_multiplies_down():
    inner = Group((Path(rectangle(Rect(0, 0, 1, 1)), Role.TEXT),), translation(5, 6), 0.5)

    root = read(Group((inner,), opacity=0.5))

    assert root.find(".//s:path", NAMES).get("fill-opacity") == "0.25"
    assert root.findall(".//s:g", NAMES)[1].get("transform") == "matrix(1 0 0 1 5 6)"


def test_only_the_faces_in_use_travel_with_the_picture():
    text = LETTERING.line("a", Point(0, 0), Style(11, Face.BOLD))

    carried = svg((text,), LIGHT, VIEW)
    named = svg((text,), LIGHT, VIEW, embed_fonts=False)

    assert carried.count("@font-face") == 1
    assert "font-weight:700" in carried
    assert "@font-face" not in named
