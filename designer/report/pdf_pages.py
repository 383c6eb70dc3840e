"""Headers, footers, the cover and the word across pages that are not final."""

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from designer.base.texts import msg
from designer.drawing.ink import PRINT, Face, Role
from designer.drawing.scene import Scene
from designer.report.content import Cover, Facts, PageMarks, Text
from designer.report.paper import UPRIGHT, Sheet
from designer.report.pdf_flow import Places
from designer.report.pdf_marks import draw_marks
from designer.report.pdf_styles import COVER_CUSTOMER, COVER_KIND, COVER_TITLE, FIGURE_CAPTION, colour
from designer.report.pdf_tables import facts_flowable
from designer.report.pdf_text import Setter

_SMALL = 7.5
_FOOT = 34.0
_HEAD = 40.0
_COVER_SIDE = 60.0
_COVER_TOP = 96.0
_COVER_BOTTOM = 74.0


@dataclass(frozen=True, slots=True)
class PageDecor:
    """Draws what stands on every page."""

    marks: PageMarks
    setter: Setter

    def draw(self, canvas: Canvas, sheet: Sheet, places: Places) -> None:
        """Header, footer and the word across the page."""
        canvas.saveState()
        self.draw_watermark(canvas, sheet)
        self._header(canvas, sheet)
        self._footer(canvas, sheet, places)
        canvas.restoreState()

    def draw_watermark(self, canvas: Canvas, sheet: Sheet) -> None:
        """The word across the page, so faint that text over it stays legible."""
        word = self.setter.plain(self.marks.watermark, Face.BOLD)
        if not word:
            return
        canvas.saveState()
        canvas.setFillColorRGB(0.957, 0.963, 0.972)
        canvas.translate(sheet.width / 2, sheet.height / 2)
        canvas.rotate(52 if sheet.height > sheet.width else 33)
        size = min(
            104.0, (500 if sheet.height > sheet.width else 430) / max(1.0, self.setter.width(word, 1.0, Face.BOLD))
        )
        canvas.setFont(Face.BOLD.value, size)
        canvas.drawCentredString(0, -size * 0.35, word)
        canvas.restoreState()

    def _header(self, canvas: Canvas, sheet: Sheet) -> None:
        y = sheet.height - _HEAD
        canvas.setFillColor(colour(Role.DIM))
        edge = sheet.width - sheet.side
        right = self._right_text(canvas, (edge, y), self.marks.classification, Face.SEMIBOLD)
        self._left_text(canvas, (sheet.side, y), self.marks.title, sheet.room_width - right - 16)
        self._rule(canvas, sheet, y - 6)

    def _footer(self, canvas: Canvas, sheet: Sheet, places: Places) -> None:
        y = _FOOT
        self._rule(canvas, sheet, y + 12)
        canvas.setFillColor(colour(Role.DIM))
        page = msg(
            "page {page} of {total}", page=canvas.getPageNumber(), total=max(places.total, canvas.getPageNumber())
        )
        self._right_text(canvas, (sheet.width - sheet.side, y), page, Face.REGULAR)
        identity = [part for part in (self.marks.document_id, self.marks.version) if self.setter.plain(part)]
        left = " · ".join(self.setter.plain(part) for part in identity)
        canvas.setFont(Face.REGULAR.value, _SMALL)
        canvas.drawString(sheet.side, y, left)
        canvas.setFont(Face.MONO.value, _SMALL - 0.9)
        origin = f"{self.marks.program} · {self.marks.fingerprint}"
        canvas.drawCentredString(sheet.width / 2, y, self.setter.plain(origin, Face.MONO))

    def _right_text(self, canvas: Canvas, at: tuple[float, float], text: Text, face: Face) -> float:
        shown = self.setter.plain(text, face)
        canvas.setFont(face.value, _SMALL)
        canvas.drawRightString(*at, shown)
        return self.setter.width(shown, _SMALL, face)

    def _left_text(self, canvas: Canvas, at: tuple[float, float], text: Text, room: float) -> None:
        shown = self.setter.plain(text)
        canvas.setFont(Face.REGULAR.value, _SMALL)
        canvas.drawString(*at, _cut(shown, room, self.setter))

    def _rule(self, canvas: Canvas, sheet: Sheet, y: float) -> None:
        canvas.setStrokeColor(colour(Role.LINE))
        canvas.setLineWidth(0.5)
        canvas.line(sheet.side, y, sheet.width - sheet.side, y)


def draw_cover(canvas: Canvas, cover: Cover, setter: Setter) -> None:
    """The first page: title at the top, the picture below it, the facts at the foot."""
    width = UPRIGHT.width - 2 * _COVER_SIDE
    canvas.setFillColor(colour(Role.PRIMARY))
    canvas.rect(_COVER_SIDE, UPRIGHT.height - _COVER_TOP + 26, 44, 3.2, stroke=0, fill=1)
    y = UPRIGHT.height - _COVER_TOP
    for text, style, after in (
        (cover.kind, COVER_KIND, 8),
        (cover.title, COVER_TITLE, 8),
        (cover.customer, COVER_CUSTOMER, 0),
    ):
        if setter.plain(text):
            y = _below(canvas, setter.paragraph(text, style), y, width) - after
    facts_height = 0.0
    if cover.facts:
        facts = facts_flowable(Facts(cover.facts), setter, width)
        facts_height = facts.wrapOn(canvas, width, UPRIGHT.height)[1]
        facts.drawOn(canvas, _COVER_SIDE, _COVER_BOTTOM)
    if cover.picture is not None:
        caption = setter.paragraph(cover.picture_caption, FIGURE_CAPTION)
        _, caption_height = caption.wrapOn(canvas, width, 100)
        top, bottom = y - 34, _COVER_BOTTOM + facts_height + 34
        used = _draw_picture(canvas, cover.picture, width=width, top=top, room=top - bottom - caption_height - 8)
        caption.drawOn(canvas, _COVER_SIDE, used - caption_height - 8)


def _below(canvas: Canvas, flowable: Flowable, y: float, width: float) -> float:
    height: float = flowable.wrapOn(canvas, width, UPRIGHT.height)[1]
    flowable.drawOn(canvas, _COVER_SIDE, y - height)
    return y - height


def _draw_picture(canvas: Canvas, scene: Scene, *, width: float, top: float, room: float) -> float:
    """Draw the scene as large as fits, centred in the height left; where its lower edge is."""
    box = scene.bounds
    scale = min(width / box.width, room / box.height, 1.0)
    upper = top - (room - box.height * scale) * 0.38
    left = _COVER_SIDE + (width - box.width * scale) / 2 - box.x * scale
    draw_marks(canvas, scene.marks, PRINT, left=left, top=upper + box.y * scale, scale=scale)
    return upper - box.height * scale


def _cut(text: str, room: float, setter: Setter) -> str:
    shown = text
    while shown and setter.width(shown + "…", _SMALL, Face.REGULAR) > room:
        shown = shown[:-1].rstrip()
    return text if shown == text else shown + "…"
