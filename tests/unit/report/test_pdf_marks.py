"""Marks in a PDF, looked at after rasterising it; needs no Qt."""

import io

import pypdfium2
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from designer.drawing.ink import LIGHT, Face, Role
from designer.report.pdf_marks import draw_marks, register_fonts
from tests.support.adapter_promises import AdapterPromises


def page_of(marks, view):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(view.width, view.height), invariant=1)
    canvas.setFillColorRGB(*LIGHT.rgb(Role.CANVAS))
    canvas.rect(0, 0, view.width, view.height, stroke=0, fill=1)
    draw_marks(canvas, marks, LIGHT, left=-view.x, top=view.height + view.y)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


class TestPdfAdapter(AdapterPromises):
    def rendered(self, marks, view, scale) -> Image.Image:
        with pypdfium2.PdfDocument(page_of(marks, view)) as document:
            return document[0].render(scale=scale).to_pil().convert("RGB")


def test_registering_the_fonts_again_changes_nothing():
    register_fonts()
    register_fonts()

    assert {face.value for face in Face} <= set(pdfmetrics.getRegisteredFontNames())
