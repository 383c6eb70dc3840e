"""The document's blocks as things that flow over pages: headings with bookmarks, pictures, call-outs, storyboards."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

from designer.drawing.ink import PRINT, Face, Role
from designer.drawing.scene import Scene
from designer.report.content import Callout, Frame, Tone
from designer.report.pdf_marks import draw_marks
from designer.report.pdf_styles import (
    CALLOUT_TEXT,
    CALLOUT_TITLE,
    CONTENTS,
    FRAME_TEXT,
    FRAME_TIME,
    FRAME_TITLE,
    FRAME_WHY,
    GROUNDS,
    TABLE_SIZE,
    colour,
)
from designer.report.pdf_text import Setter

_BARS = {Tone.BAD: Role.FAILED, Tone.CAUTION: Role.REPLICATION, Tone.GOOD: Role.ONLINE}
_FRAME_GAP = 18.0
_DOT_STEP = 4.0


class Places:
    """On which page each thing that can be referred to stands, and how many pages there are."""

    def __init__(self) -> None:
        self.pages: dict[str, int] = {}
        self.total = 0


class Anchored(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A heading or caption that is a target of links, a line of the contents and perhaps a bookmark."""

    def __init__(self, markup: str, style: ParagraphStyle, *, key: str, bookmark: str = "", level: int = 0) -> None:
        super().__init__(markup, style)
        self.key = key
        self.bookmark = bookmark
        self.level = level

    def draw(self) -> None:
        """Draw it, and note where it stands."""
        canvas = self.canv
        places: Places = canvas.places
        places.pages[self.key] = canvas.getPageNumber()
        canvas.bookmarkHorizontal(self.key, 0, self.height + 6)
        if self.bookmark:
            canvas.addOutlineEntry(self.bookmark, self.key, level=self.level, closed=int(self.level > 0))
        super().draw()


class ContentsLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One line of the contents: text, a row of dots, the page; the whole line is a link."""

    def __init__(self, number: str, text: str, key: str, *, level: int, setter: Setter) -> None:
        super().__init__()
        self._number = number
        self._key = key
        self._style = CONTENTS[level]
        self._setter = setter
        self._hang = {0: 22.0, 1: 28.0, 2: 22.0}[level] if number else 0.0
        self._text = text
        self.spaceBefore = self._style.spaceBefore

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """The room it takes."""
        self._width = available_width
        style = self._style
        self._left = style.leftIndent + self._hang
        room = available_width - self._left - 40
        self._lines = _broken(self._text, room, style, self._setter)
        self._height = style.leading * len(self._lines)
        return available_width, self._height

    def draw(self) -> None:
        """Draw number, text, dots and page."""
        canvas, style = self.canv, self._style
        face = Face(style.fontName)
        page = str(canvas.places_before.pages.get(self._key, ""))
        canvas.setFillColor(style.textColor)
        canvas.setFont(style.fontName, style.fontSize)
        top = self._height - style.fontSize * 0.92
        if self._number:
            canvas.drawString(style.leftIndent, top, self._number)
        for index, line in enumerate(self._lines):
            canvas.drawString(self._left, top - index * style.leading, line)
        base = top - (len(self._lines) - 1) * style.leading
        canvas.drawRightString(self._width, base, page)
        start = self._left + self._setter.width(self._lines[-1], style.fontSize, face) + 6
        end = self._width - self._setter.width(page, style.fontSize, face) - 6
        canvas.setFillColor(colour(Role.DIM))
        self._dots(start, end, base)
        canvas.linkRect("", self._key, (0, 0, self._width, self._height), relative=1, Border="[0 0 0]")

    def _dots(self, start: float, end: float, base: float) -> None:
        """Dots on one grid for all lines, so that they stand in columns."""
        x = -(-start // _DOT_STEP) * _DOT_STEP
        while x < end:
            self.canv.circle(x, base + 0.6, 0.35, stroke=0, fill=1)
            x += _DOT_STEP


class Picture(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A scene as vectors at the left of its column, where its caption begins too."""

    def __init__(self, scene: Scene, scale: float, width: float) -> None:
        super().__init__()
        self._scene = scene
        self._scale = scale
        self._room = width

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """The room it takes."""
        return self._room, self._scene.bounds.height * self._scale

    def draw(self) -> None:
        """Draw the scene's marks."""
        box = self._scene.bounds
        left = -box.x * self._scale
        top = box.bottom * self._scale
        draw_marks(self.canv, self._scene.marks, PRINT, left=left, top=top, scale=self._scale)


def callout(block: Callout, setter: Setter, width: float) -> Flowable:
    """A tinted box with a bar at its left."""
    content = [setter.paragraph(block.title, CALLOUT_TITLE), setter.paragraph(block.text, CALLOUT_TEXT)]
    made = PdfTable([[content]], colWidths=[width], hAlign="LEFT", spaceBefore=6, spaceAfter=12, splitInRow=1)
    ground = GROUNDS.get(block.tone, Role.SECONDARY_TINT if block.tone is Tone.GOOD else Role.PRIMARY_TINT)
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), Face.REGULAR.value, TABLE_SIZE),
                ("BACKGROUND", (0, 0), (-1, -1), colour(ground)),
                ("LINEBEFORE", (0, 0), (0, -1), 3, colour(_BARS.get(block.tone, Role.PRIMARY)), "butt"),
                ("LEFTPADDING", (0, 0), (-1, -1), 14),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 9),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
            ]
        )
    )
    return made


def story_frame(number: int, frame: Frame, setter: Setter, *, scale: float, width: float) -> Flowable:
    """A picture at the left, what happens in it at the right."""
    box = frame.scene.bounds
    picture = Picture(frame.scene, scale, box.width * scale)
    words: Sequence[Flowable] = [
        setter.paragraph(frame.title, FRAME_TITLE, label=f"{number}"),
        setter.paragraph(frame.time, FRAME_TIME),
        *(setter.paragraph(text, FRAME_TEXT) for text in frame.texts),
        setter.paragraph(frame.why, FRAME_WHY),
    ]
    left = box.width * scale
    made = PdfTable([[picture, "", words]], colWidths=[left, _FRAME_GAP, width - left - _FRAME_GAP], hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), Face.REGULAR.value, TABLE_SIZE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
                ("LINEABOVE", (0, 0), (-1, 0), 0.5, colour(Role.LINE)),
            ]
        )
    )
    return made


def gap(height: float) -> Flowable:
    """Empty room."""
    return Spacer(1, height)


def _broken(text: str, room: float, style: ParagraphStyle, setter: Setter) -> list[str]:
    face = Face(style.fontName)
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and setter.width(longer, style.fontSize, face) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
