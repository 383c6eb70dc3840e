import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image
from pypdf import PdfReader

from designer.drawing.geometry import Point, Rect, rectangle
from designer.drawing.ink import DARK, LIGHT, Role
from designer.drawing.lettering import Style
from designer.drawing.scene import Scene, SceneItem
from designer.model.blueprint import Blueprint, build
from designer.report.picture import KINDS, MARGIN, picture
from tests.support.adapter_promises import LETTERING
from tests.support.pictures import drawn

SCENE = drawn(build(Blueprint(2, 1)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_scene_gives_the_same_bytes(kind):
    assert picture(SCENE, LIGHT, kind, title="2+1") == picture(SCENE, LIGHT, kind, title="2+1")


def test_a_pdf_has_the_size_of_the_picture_its_words_and_only_embedded_fonts():
    page = PdfReader(io.BytesIO(picture(SCENE, LIGHT, "pdf", title="The 2+1"))).pages[0]

    assert float(page.mediabox.width) == pytest.approx(SCENE.bounds.width + 2 * MARGIN, abs=1.1)
    text = page.extract_text()
    assert "2 nodes · 2 votes" in text
    assert "sync mirror" in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)


def test_czech_words_come_out_of_a_pdf_unharmed():
    line = LETTERING.line("Příliš žluťoučký kůň úpěl ďábelské ódy", Point(10, 20), Style(11))
    box = Rect(0, 0, 300, 40)
    scene = Scene((SceneItem("a", "a", 0, (line,), rectangle(box), box),))

    text = PdfReader(io.BytesIO(picture(scene, LIGHT, "pdf"))).pages[0].extract_text()

    assert "Příliš žluťoučký kůň úpěl ďábelské ódy" in text


def test_a_png_has_the_pixels_asked_for_on_the_palettes_canvas():
    image = Image.open(io.BytesIO(picture(SCENE, DARK, "png", scale=1.0)))

    assert abs(image.width - (SCENE.bounds.width + 2 * MARGIN)) <= 2
    assert image.getpixel((2, 2)) == tuple(int(DARK[Role.CANVAS][at : at + 2], 16) for at in (0, 2, 4))


def test_an_svg_is_xml_with_the_title_inside():
    root = ET.fromstring(picture(SCENE, LIGHT, "svg", title="A & B"))

    assert root[0].text == "A & B"


def test_an_empty_scene_is_a_picture_too():
    for kind in KINDS:
        assert picture(Scene(), LIGHT, kind)
