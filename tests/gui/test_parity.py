"""One picture: what the canvas paints is what the PDF prints, for every sample, theme and mark."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QFontMetricsF, QImage

from designer.app.canvas.fonts import UNITS, load_fonts, mark_font
from designer.app.canvas.qt_marks import marks_image
from designer.base.texts import msg
from designer.drawing.condition import Condition, Flow, Health, VmCondition, VmStatus
from designer.drawing.ink import DARK, LIGHT, Face
from designer.drawing.ruler import BundledRuler
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.report.picture import picture
from tests.support.adapter_promises import AdapterPromises
from tests.support.pictures import drawn, sample_designs

pytestmark = pytest.mark.gui

MEAN_LIMIT = 1.0
FAR, FAR_LIMIT = 64, 0.002
TWICE, AROUND = 2.0, 20.0
WORDS = ("AVATAR To Ty VA", "Příliš žluťoučký kůň", "fi ffl ffi", "12\u00a0345,6 GiB", "Привет", "R1/R2 · P1 – S1")
DESIGNS = {
    "1+1": build(Blueprint(1, 1)),
    "2+1 with a share": build(Blueprint(2, 1, witness=WitnessPlace.THIRD, no_votes=("p2",))),
    "3+2 in Czech names": build(Blueprint(3, 2, vms=13)).evolve(label="Žlutý kůň"),
} | sample_designs()
TROUBLE = Condition(
    vms={"vm-02": VmCondition("p2", VmStatus.FAILED), "vm-03": VmCondition("p1", VmStatus.PAUSED)},
    health={"p2": Health.DOWN, "link-lan": Health.DOWN},
    targets={"vm-01": "s1"},
    flows=(Flow("vm-01", "p1", "s1", msg("RAM"), 0.4),),
)


def image_of(painted: QImage) -> Image.Image:
    rgb = painted.convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(rgb.constBits())
    return Image.frombuffer("RGB", (rgb.width(), rgb.height()), data, "raw", "RGB", rgb.bytesPerLine(), 1)


def printed(scene, palette):
    page = picture(scene, palette, "pdf", margin=AROUND)
    with pypdfium2.PdfDocument(io.BytesIO(page)) as document:
        return document[0].render(scale=TWICE).to_pil().convert("RGB")


def differences(scene, palette):
    """Mean difference of a channel, and the share of channel values that are far off."""
    view = scene.bounds.grown(AROUND).whole()
    painted = image_of(marks_image(scene.marks, palette, view, scale=TWICE))
    on_paper = printed(scene, palette)
    counts = ImageChops.difference(painted, on_paper).histogram()
    total = sum(counts)
    mean = sum((index % 256) * count for index, count in enumerate(counts)) / total
    return mean, sum(count for index, count in enumerate(counts) if index % 256 > FAR) / total


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS.keys())
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_canvas_and_pdf_show_the_same_picture(qapp, design, palette):
    mean, far = differences(drawn(design), palette)

    assert mean < MEAN_LIMIT
    assert far < FAR_LIMIT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_canvas_and_pdf_show_the_same_moment(qapp, palette):
    design = DESIGNS["2+1 with a share"]

    mean, far = differences(drawn(design, condition=TROUBLE), palette)

    assert mean < MEAN_LIMIT
    assert far < FAR_LIMIT


@pytest.fixture
def kerned(qapp):
    """Every face with kerning on, as Qt has it by default."""
    for face in Face:
        mark_font(face).setKerning(True)
    yield
    for face in Face:
        mark_font(face).setKerning(False)


def test_kerning_would_be_noticed(kerned):
    """The limits are tight enough to catch the mistake they were made for."""
    design = DESIGNS["1+1"]
    named = design.evolve(nodes=tuple(node.evolve(name="AVATAR To Ty Wa VA") for node in design.nodes))

    _, far = differences(drawn(named), LIGHT)

    assert far > FAR_LIMIT


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("text", WORDS)
def test_qt_and_the_ruler_agree_on_the_width_of_words(qapp, face, text):
    expected = BundledRuler().width(text, UNITS, face)

    assert QFontMetricsF(mark_font(face)).horizontalAdvance(text) == pytest.approx(expected, rel=0.002)


def test_every_face_is_the_bundled_one(qapp):
    families = dict(zip(Face, load_fonts(), strict=True))

    assert all("IBM Plex" in family for family in families.values())
    assert all(mark_font(face).family() == families[face] for face in Face)


class TestQtAdapter(AdapterPromises):
    @pytest.fixture(autouse=True)
    def _application(self, qapp):
        return qapp

    def rendered(self, marks, view, scale):
        return image_of(marks_image(marks, LIGHT, view, scale=scale))
