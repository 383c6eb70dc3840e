"""The content tree as the bytes of a PDF. Decides how it looks on paper, never what it says.

Made in two passes with the same story: the first learns on which page everything stands, the second writes it.
"""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from reportlab import rl_config
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageTemplate,
)
from reportlab.platypus import Frame as PdfFrame
from reportlab.platypus import PageBreak as PdfPageBreak

from designer.base.texts import Translator, msg
from designer.drawing.ink import Face
from designer.drawing.ruler import TextRuler
from designer.report.content import (
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
    Facts,
    Figure,
    KeyFigures,
    Landscape,
    PageBreak,
    Paragraph,
    Section,
    Storyboard,
    Table,
    Text,
    walk,
)
from designer.report.paper import TURNED, UPRIGHT, Sheet
from designer.report.pdf_flow import Anchored, ContentsLine, Picture, Places, callout, gap, story_frame
from designer.report.pdf_marks import register_fonts
from designer.report.pdf_pages import PageDecor, draw_cover
from designer.report.pdf_styles import BULLET, FIGURE_CAPTION, HEADINGS, LOOKS, TABLE_CAPTION
from designer.report.pdf_tables import facts_flowable, key_figures_flowable, table_flowables
from designer.report.pdf_text import Setter

Progress = Callable[[float], None]
_COVER, _UPRIGHT, _TURNED = "cover", "upright", "turned"
_STORY_TEXT_WIDTH = 176.0
_STORY_CAPTION, _FRAME_PADDING = 32.0, 15.0
_ROOM_FROM_HEADING = {1: 210.0, 2: 165.0, 3: 90.0}
"""A heading nearer to the foot of its page than this goes to the next one."""


def pdf(
    document: Document,
    translator: Translator,
    ruler: TextRuler,
    *,
    reproducible: bool = False,
    progress: Progress | None = None,
) -> bytes:
    """The document as PDF. ``reproducible`` takes date and id from the document alone: equal bytes every time.

    ``progress`` is told the share done, from 0 to 1.
    """
    register_fonts()
    setter = Setter(translator, ruler)
    places = Places()
    for number in (1, 2):
        target = io.BytesIO()
        places = _Paper(document, setter, target, places, reproducible=reproducible).write()
        if progress is not None:
            progress(number / 2)
    return target.getvalue()


class _Paper(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """One pass over the story."""

    def __init__(
        self, document: Document, setter: Setter, target: io.BytesIO, before: Places, *, reproducible: bool
    ) -> None:
        super().__init__(
            target,
            pagesize=(UPRIGHT.width, UPRIGHT.height),
            initialFontName=Face.REGULAR.value,
            invariant=int(reproducible),
            lang=setter.translator.language,
            title=setter.plain(document.cover.title),
            author=setter.plain(document.author),
            subject=setter.plain(document.subject),
            keywords=", ".join(setter.plain(word) for word in document.keywords),
            creator=document.marks.program,
            producer=document.marks.program,
            displayDocTitle=1,
            pageCompression=1,
        )
        self._document = document
        self._setter = setter
        self._before = before
        self._now = Places()
        self._decor = PageDecor(document.marks, setter)
        self._reproducible = reproducible
        self.addPageTemplates(
            [
                PageTemplate(
                    _COVER, [_frame(UPRIGHT)], onPage=self._on_cover, pagesize=(UPRIGHT.width, UPRIGHT.height)
                ),
                PageTemplate(
                    _UPRIGHT, [_frame(UPRIGHT)], onPage=self._on_upright, pagesize=(UPRIGHT.width, UPRIGHT.height)
                ),
                PageTemplate(_TURNED, [_frame(TURNED)], onPage=self._on_turned, pagesize=(TURNED.width, TURNED.height)),
            ]
        )

    def write(self) -> Places:
        """Write the file; where everything stands."""
        story: list[Flowable] = [gap(1), NextPageTemplate(_UPRIGHT), PdfPageBreak()]
        story += _Story(self._document, self._setter).flowables()
        ascii_before = rl_config.useA85
        rl_config.useA85 = 0
        try:
            self.build(story, canvasmaker=self._canvas)
        finally:
            rl_config.useA85 = ascii_before
        self._now.total = self.page
        return self._now

    def _canvas(self, *arguments: object, **options: object) -> Canvas:
        canvas = Canvas(*arguments, **options)
        canvas.places = self._now
        canvas.places_before = self._before
        canvas.showOutline()
        if self._reproducible:
            canvas._doc._timeStamp = _dated(self._document.date)  # noqa: SLF001 - reportlab offers only the environment
        return canvas

    def _on_cover(self, canvas: Canvas, _template: object) -> None:
        self._decor.draw_watermark(canvas, UPRIGHT)
        draw_cover(canvas, self._document.cover, self._setter)
        canvas.bookmarkPage("cover")
        canvas.addOutlineEntry(self._setter.plain(self._document.cover.title), "cover", level=0)

    def _on_upright(self, canvas: Canvas, _template: object) -> None:
        self._decor.draw(canvas, UPRIGHT, self._before)

    def _on_turned(self, canvas: Canvas, _template: object) -> None:
        self._decor.draw(canvas, TURNED, self._before)


def _frame(sheet: Sheet) -> PdfFrame:
    return PdfFrame(
        sheet.side,
        sheet.bottom,
        sheet.room_width,
        sheet.room_height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


def _dated(date: str) -> TimeStamp:
    """The document's own date at midnight UTC, so that the file does not tell when it was made; 2000-01-01 without."""
    stamp = TimeStamp(invariant=1)
    try:
        moment = datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        moment = datetime(2000, 1, 1, tzinfo=UTC)
    stamp.t = moment.timestamp()
    stamp.lt = moment.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh = stamp.dmm = 0
    stamp.tzname = "UTC"
    return stamp


class _Story:
    """Turns blocks into flowables, counting figures and tables on the way."""

    def __init__(self, document: Document, setter: Setter) -> None:
        self._document = document
        self._setter = setter
        self._figures = 0
        self._tables = 0
        self._sections = 0
        self._sheet = UPRIGHT

    def flowables(self) -> list[Flowable]:
        """The whole document after the cover."""
        return _joined(self._all(self._document.blocks, 1))

    def _all(self, blocks: tuple[Block, ...], level: int) -> list[Flowable]:
        return [flowable for block in blocks for flowable in self._one(block, level)]

    def _one(self, block: Block, level: int) -> list[Flowable]:  # noqa: C901, PLR0911, PLR0912 - one case a kind
        setter, width = self._setter, self._sheet.room_width
        match block:
            case Section():
                return self._section(block, level)
            case Paragraph():
                return [setter.paragraph(block.text, LOOKS[block.look], label=block.label)]
            case Bullets():
                return [self._bullets(block)]
            case Callout():
                return [callout(block, setter, width)]
            case KeyFigures():
                return [key_figures_flowable(block, setter, width)]
            case Table():
                return self._table(block)
            case Facts():
                return [facts_flowable(block, setter, width)]
            case Figure():
                return [self._figure(block)]
            case Storyboard():
                return self._storyboard(block)
            case PageBreak():
                return [PdfPageBreak()]
            case Landscape():
                return self._landscape(block, level)
            case Contents():
                return self._contents()
            case _:
                assert_never(block)

    def _section(self, section: Section, level: int) -> list[Flowable]:
        self._sections += 1
        title = self._setter.plain(section.title, Face.SEMIBOLD)
        shown = f"{section.number}\u2002{title}" if section.number else title
        heading = Anchored(
            self._setter.markup(shown, Face.SEMIBOLD),
            HEADINGS[min(level, 3) - 1],
            key=f"section-{self._sections}",
            bookmark=f"{section.number} {title}".strip(),
            level=min(level, 3) - 1,
        )
        return [
            CondPageBreak(_ROOM_FROM_HEADING[min(level, 3)]),
            *_led_by(heading, self._all(section.blocks, level + 1)),
        ]

    def _bullets(self, block: Bullets) -> Flowable:
        items = [ListItem(self._setter.paragraph(item, BULLET), spaceAfter=3) for item in block.items]
        kind, start = ("1", 1) if block.numbered else ("bullet", "–")
        return ListFlowable(
            items,
            bulletType=kind,
            start=start,
            leftIndent=13,
            bulletFontName=Face.REGULAR.value,
            bulletFontSize=BULLET.fontSize,
            bulletColor=BULLET.bulletColor,
            spaceAfter=7,
        )

    def _table(self, table: Table) -> list[Flowable]:
        self._tables += 1
        number = msg("Table {number}", number=self._tables)
        caption = self._caption(number, table.caption, TABLE_CAPTION, f"table-{self._tables}")
        return table_flowables(table, caption, self._setter, self._sheet.room_width)

    def _figure(self, figure: Figure) -> Flowable:
        sheet = self._sheet
        box = figure.scene.bounds
        fitting = min(sheet.room_width / box.width, (sheet.room_height - 90) / box.height)
        scale = min(figure.scale if figure.scale is not None else 1.0, fitting)
        return KeepTogether(
            [gap(4), Picture(figure.scene, scale, sheet.room_width), self._figure_caption(figure.caption)]
        )

    def _storyboard(self, story: Storyboard) -> list[Flowable]:
        sheet = self._sheet
        widest = max(frame.scene.bounds.width for frame in story.frames)
        highest = max(frame.scene.bounds.height for frame in story.frames)
        room = (sheet.room_height - _STORY_CAPTION) / 2 - _FRAME_PADDING
        scale = min((sheet.room_width - _STORY_TEXT_WIDTH) / widest, room / highest, 1.0)
        frames = [
            story_frame(number, frame, self._setter, scale=scale, width=sheet.room_width)
            for number, frame in enumerate(story.frames, start=1)
        ]
        return [KeepTogether([self._figure_caption(story.caption), frames[0]]), *frames[1:]]

    def _figure_caption(self, text: Text) -> Flowable:
        self._figures += 1
        return self._caption(
            msg("Figure {number}", number=self._figures), text, FIGURE_CAPTION, f"figure-{self._figures}"
        )

    def _caption(self, number: Text, text: Text, style: object, key: str) -> Flowable:
        setter = self._setter
        label = setter.markup(number, Face.SEMIBOLD)
        return Anchored(f'<font name="{Face.SEMIBOLD.value}">{label}</font>\u2002{setter.markup(text)}', style, key=key)

    def _landscape(self, block: Landscape, level: int) -> list[Flowable]:
        self._sheet = TURNED
        inside = self._all(block.blocks, level)
        self._sheet = UPRIGHT
        return [NextPageTemplate(_TURNED), PdfPageBreak(), *inside, NextPageTemplate(_UPRIGHT), PdfPageBreak()]

    def _contents(self) -> list[Flowable]:
        """Sections to the second level, then figures and tables; keys are those the later flowables will have."""
        setter = self._setter
        lines: list[Flowable] = []
        for number, (section, level) in enumerate(_leveled(self._document.blocks, 1), start=1):
            if section.number and level <= 2:
                lines.append(
                    ContentsLine(
                        section.number,
                        setter.plain(section.title, Face.SEMIBOLD),
                        f"section-{number}",
                        level=level - 1,
                        setter=setter,
                    )
                )
        blocks = list(walk(self._document.blocks))
        figures = [block.caption for block in blocks if isinstance(block, Figure | Storyboard)]
        tables = [block.caption for block in blocks if isinstance(block, Table)]
        lines += self._listing(msg("Figures"), figures, "figure")
        lines += self._listing(msg("Tables"), tables, "table")
        return lines

    def _listing(self, title: Text, captions: list[Text], kind: str) -> list[Flowable]:
        if not captions:
            return []
        heading = self._setter.paragraph(title, HEADINGS[1])
        lines = [
            ContentsLine(str(number), self._setter.plain(caption), f"{kind}-{number}", level=2, setter=self._setter)
            for number, caption in enumerate(captions, start=1)
        ]
        return [KeepTogether([heading, lines[0]]), *lines[1:]]


def _joined(story: list[Flowable]) -> list[Flowable]:
    """The story without needless page breaks: turned parts that follow each other go on, two breaks are one."""
    found: list[Flowable] = []
    for flowable in story:
        found.append(flowable)
        if _names_of(found[-4:]) == [_UPRIGHT, "break", _TURNED, "break"]:
            del found[-4:]
        elif _names_of(found[-3:]) in (["break", _TURNED, "break"], ["break", _UPRIGHT, "break"]):
            del found[-3]
        elif _names_of(found[-2:]) == ["break", "break"]:
            del found[-1]
    return found


def _names_of(flowables: list[Flowable]) -> list[str]:
    """What changes the page among the flowables: the template that comes next, or the break."""
    return [
        "break"
        if isinstance(one, PdfPageBreak)
        else str(one.action[1])
        if isinstance(one, NextPageTemplate)
        else "text"
        for one in flowables
    ]


def _led_by(heading: Flowable, rest: list[Flowable]) -> list[Flowable]:
    """The heading on one page with what comes right after it."""
    if not rest or isinstance(rest[0], CondPageBreak | NextPageTemplate | PdfPageBreak):
        return [heading, *rest]
    return [KeepTogether([heading, rest[0]]), *rest[1:]]


def _leveled(blocks: tuple[Block, ...], level: int) -> "list[tuple[Section, int]]":
    """Every section with its level, in reading order."""
    found: list[tuple[Section, int]] = []
    for block in blocks:
        if isinstance(block, Section):
            found.append((block, level))
            found += _leveled(block.blocks, level + 1)
        elif isinstance(block, Landscape):
            found += _leveled(block.blocks, level)
    return found
