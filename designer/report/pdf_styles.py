"""How each kind of text looks on paper: faces, sizes, leading and colours of the print palette."""

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from designer.drawing.ink import PRINT, Face, Role
from designer.report.content import Align, Look, Tone

BODY_SIZE, BODY_LEADING = 9.5, 13.0
TABLE_SIZE, TABLE_LEADING = 8.5, 11.0
HEAD_SIZE = 7.8
CELL_PADDING = 4.0

_ALIGNED = {Align.LEFT: TA_LEFT, Align.RIGHT: TA_RIGHT, Align.CENTRE: TA_CENTER}
_TONES = {
    Tone.PLAIN: Role.TEXT,
    Tone.FAINT: Role.DIM,
    Tone.GOOD: Role.ONLINE,
    Tone.CAUTION: Role.PENDING,
    Tone.BAD: Role.FAILED,
}
GROUNDS = {Tone.CAUTION: Role.REPLICATION_TINT, Tone.BAD: Role.FAILED_TINT}


def colour(role: Role) -> Color:
    """The print palette's colour as reportlab takes it."""
    return Color(*PRINT.rgb(role))


def style(  # noqa: PLR0913 - a style is its parts
    name: str,
    size: float = BODY_SIZE,
    leading: float | None = None,
    *,
    face: Face = Face.REGULAR,
    role: Role = Role.TEXT,
    before: float = 0,
    after: float = 0,
    align: Align = Align.LEFT,
    indent: float = 0,
) -> ParagraphStyle:
    """A paragraph style without widows and orphans."""
    return ParagraphStyle(
        name,
        fontName=face.value,
        fontSize=size,
        leading=leading if leading is not None else size * 1.35,
        textColor=colour(role),
        spaceBefore=before,
        spaceAfter=after,
        alignment=_ALIGNED[align],
        leftIndent=indent,
        allowWidows=0,
        allowOrphans=0,
        bulletFontName=face.value,
        bulletFontSize=size,
        bulletColor=colour(Role.DIM),
    )


HEADINGS = (
    style("heading-1", 17, 22, face=Face.SEMIBOLD, before=20, after=9),
    style("heading-2", 12, 16, face=Face.SEMIBOLD, before=15, after=5),
    style("heading-3", 10, 14, face=Face.SEMIBOLD, before=11, after=4),
)
LOOKS = {
    Look.BODY: style("body", leading=BODY_LEADING, after=7),
    Look.LEAD: style("lead", 11, 15.5, after=9),
    Look.NOTE: style("note", 8, 10.8, role=Role.DIM, after=6),
}
BULLET = style("bullet", leading=BODY_LEADING, after=3.5)
TABLE_CAPTION = style("table-caption", 8.5, 11.5, role=Role.DIM, before=9, after=4)
FIGURE_CAPTION = style("figure-caption", 8.5, 11.5, role=Role.DIM, before=6, after=10)
TABLE_NOTE = style("table-note", 7.5, 10, role=Role.DIM, before=3, after=8)
CALLOUT_TITLE = style("callout-title", 10, 13.5, face=Face.SEMIBOLD, after=2)
CALLOUT_TEXT = style("callout-text", leading=BODY_LEADING)
KEY_LABEL = style("key-label", 8, 10.5, role=Role.DIM)
FACT_NAME = style("fact-name", 9, 12, role=Role.DIM)
FACT_VALUE = style("fact-value", 9, 12)
FRAME_TITLE = style("frame-title", 10, 13, face=Face.SEMIBOLD, after=1)
FRAME_TIME = style("frame-time", 8, 10.5, role=Role.DIM, after=4)
FRAME_TEXT = style("frame-text", 8.5, 11.5, after=3)
FRAME_WHY = style("frame-why", 8.5, 11.5, role=Role.DIM)
CONTENTS = (
    style("contents-1", 9.3, 12, face=Face.SEMIBOLD, before=3.4),
    style("contents-2", 8.6, 10.8, before=0.4, indent=22),
    style("contents-3", 8.2, 10.4, before=0.2),
)
COVER_KIND = style("cover-kind", 10, 13, face=Face.SEMIBOLD, role=Role.PRIMARY)
COVER_TITLE = style("cover-title", 29, 35, face=Face.SEMIBOLD)
COVER_CUSTOMER = style("cover-customer", 14, 19, role=Role.DIM)


def key_value(tone: Tone) -> ParagraphStyle:
    """The style of a key figure's value."""
    return style(f"key-value-{tone}", 21, 26, face=Face.SEMIBOLD, role=_TONES[tone])


def cell_style(align: Align, tone: Tone, *, strong: bool, mono: bool) -> ParagraphStyle:
    """The style of a table cell."""
    face = Face.MONO if mono else Face.SEMIBOLD if strong or tone in GROUNDS else Face.REGULAR
    small = mono or tone is Tone.FAINT
    size, leading = (TABLE_SIZE - 0.8, TABLE_LEADING - 1) if small else (TABLE_SIZE, TABLE_LEADING)
    return style(f"cell-{align}-{tone}-{face}", size, leading, face=face, role=_TONES[tone], align=align)


def head_style(align: Align) -> ParagraphStyle:
    """The style of a column's head."""
    return style(f"head-{align}", HEAD_SIZE, 10, face=Face.SEMIBOLD, role=Role.DIM, align=align)


GROUP_ROW = style("group-row", TABLE_SIZE, TABLE_LEADING, face=Face.SEMIBOLD)
