"""Tables on paper: hairlines instead of boxes, widths from the texts, heads repeated on every page."""

from collections.abc import Sequence
from math import fsum

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, TableStyle
from reportlab.platypus import Table as PdfTable

from designer.drawing.ink import Face, Role
from designer.report.content import Align, Cell, Column, Facts, GroupRow, KeyFigures, Origin, Table, Text
from designer.report.origins import ASSUMED, assumed_note
from designer.report.pdf_styles import (
    CELL_PADDING,
    FACT_NAME,
    FACT_VALUE,
    GROUNDS,
    GROUP_ROW,
    KEY_LABEL,
    TABLE_NOTE,
    TABLE_SIZE,
    cell_style,
    colour,
    head_style,
    key_value,
)
from designer.report.pdf_text import Setter

_SHORT_TABLE = 210.0
_ENDLESS = 1e6
_ROOM_FOR_START = 110.0
_WIDE_WORD = 120.0
_MOST_OF_ROOM = 0.6
_HEAD_IN_TWO_LINES = 0.62
_MARK_BESIDE_FIGURE = 12
_AFTER_FIGURES = 7.0
_AFTER_TABLE = 9.0
_FACT_NAME_WIDTH = 130.0
_FRAME: tuple[tuple[object, ...], ...] = (
    ("FONT", (0, 0), (-1, -1), Face.REGULAR.value, TABLE_SIZE),  # else reportlab names a face that is not embedded
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2.8),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.4),
)


def table_flowables(table: Table, caption: Flowable, setter: Setter, width: float) -> list[Flowable]:
    """The caption, the table and its notes; a short table stays on one page."""
    made = _table(table, setter, width)
    parts: list[Flowable] = [caption, made]
    notes = [setter.paragraph(table.note, TABLE_NOTE)] if table.note else []
    if table.has_assumed():
        notes.append(setter.paragraph(assumed_note(), TABLE_NOTE))
    if not notes:
        made.spaceAfter = _AFTER_TABLE  # unlike a spacer it never begins a page of its own
    parts += notes
    if made.wrap(width, _ENDLESS)[1] <= _SHORT_TABLE:
        return [KeepTogether(parts)]
    return [CondPageBreak(_ROOM_FOR_START), *parts]


def facts_flowable(facts: Facts, setter: Setter, width: float) -> Flowable:
    """Names and values in two columns with hairlines between."""
    rows = [[setter.paragraph(name, FACT_NAME), _fact_value(value, setter)] for name, value in facts.items]
    names = [setter.width(setter.plain(name), FACT_NAME.fontSize, Face.REGULAR) for name, _ in facts.items]
    first = min(max([_FACT_NAME_WIDTH, *(name + 2 * CELL_PADDING + 8 for name in names)]), width * 0.45)
    made = PdfTable(rows, colWidths=[first, width - first], hAlign="LEFT", spaceBefore=2, spaceAfter=10, splitInRow=1)
    made.setStyle(
        TableStyle(
            [*_FRAME, ("LINEBELOW", (0, 0), (-1, -1), 0.4, colour(Role.LINE)), ("LEFTPADDING", (0, 0), (0, -1), 0)]
        )
    )
    return made


def key_figures_flowable(figures: KeyFigures, setter: Setter, width: float) -> Flowable:
    """The numbers side by side, parted by hairlines."""
    values, labels = [], []
    for item in figures.items:
        mark = f'<font size="{_MARK_BESIDE_FIGURE}">{ASSUMED}</font>' if item.origin is Origin.ASSUMED else ""
        values.append(setter.paragraph(item.value, key_value(item.tone), mark=mark))
        labels.append(setter.paragraph(item.label, KEY_LABEL))
    share = width / len(figures.items)
    made = PdfTable([values, labels], colWidths=[share] * len(values), hAlign="LEFT", spaceBefore=9, spaceAfter=12)
    rules = [("LINEBEFORE", (column, 0), (column, -1), 0.6, colour(Role.LINE)) for column in range(1, len(values))]
    made.setStyle(
        TableStyle(
            [
                *_FRAME,
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("VALIGN", (0, 1), (-1, 1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                *rules,
            ]
        )
    )
    return made


def column_widths(
    columns: Sequence[Column], cells: Sequence[Sequence[tuple[float, float]]], room: float
) -> list[float]:
    """Widths that fill the room.

    ``cells`` holds for each column the (widest word, whole text) of its texts. Every column gets its widest word;
    what is left goes where texts would still break, and after that by the columns' shares.
    """
    least = [
        max([column.least, *(min(word, _WIDE_WORD) for word, _ in texts)])
        for column, texts in zip(columns, cells, strict=True)
    ]
    whole = [max([have, *(text for _, text in texts)]) for have, texts in zip(least, cells, strict=True)]
    if fsum(least) >= room:
        return [room * width / fsum(least) for width in least]
    if fsum(whole) <= room:
        return _spread(whole, [column.share for column in columns], room)
    most = room * _MOST_OF_ROOM
    longing = [
        (min(want, most) - have) * column.share for want, have, column in zip(whole, least, columns, strict=True)
    ]
    longing = [max(want, 0.0) for want in longing]
    spare = room - fsum(least)
    widths = [have + spare * want / fsum(longing) for have, want in zip(least, longing, strict=True)]
    capped = [min(width, want) for width, want in zip(widths, whole, strict=True)]
    open_shares = [
        column.share if width < want else 0.0 for width, want, column in zip(capped, whole, columns, strict=True)
    ]
    return _spread(capped, open_shares, room)


def _spread(widths: list[float], shares: list[float], room: float) -> list[float]:
    spare, weight = room - fsum(widths), fsum(shares)
    if weight == 0:
        return [width * room / fsum(widths) for width in widths]
    return [width + spare * share / weight for width, share in zip(widths, shares, strict=True)]


def _table(table: Table, setter: Setter, width: float) -> Flowable:
    styles: list[tuple[object, ...]] = list(_FRAME)
    rows: list[list[object]] = [[setter.paragraph(column.title, head_style(column.align)) for column in table.columns]]
    marked = [_has_mark(table, at) for at in range(len(table.columns))]
    for number, row in enumerate(table.rows, start=1):
        if isinstance(row, GroupRow):
            rows.append([setter.paragraph(row.text, GROUP_ROW), *[""] * (len(table.columns) - 1)])
            styles += [("SPAN", (0, number), (-1, number)), ("TOPPADDING", (0, number), (-1, number), 6)]
            styles.append(("NOSPLIT", (0, number), (-1, min(number + 1, len(table.rows)))))
            continue
        rows.append(
            [
                _cell(cell, column, setter, hang=mark)
                for cell, column, mark in zip(row, table.columns, marked, strict=True)
            ]
        )
        styles += [
            ("BACKGROUND", (at, number), (at, number), colour(GROUNDS[cell.tone]))
            for at, cell in enumerate(row)
            if isinstance(cell, Cell) and cell.tone in GROUNDS
        ]
    made = PdfTable(
        rows,
        colWidths=column_widths(table.columns, _measured(table, setter), width),
        repeatRows=1,
        hAlign="LEFT",
        splitInRow=1,
    )
    styles += [
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, colour(Role.TEXT)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colour(Role.DIM)),
        ("LINEBELOW", (0, 1), (-1, -2), 0.4, colour(Role.LINE)),
        ("LINEBELOW", (0, -1), (-1, -1), 0.6, colour(Role.DIM)),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        *(("LEFTPADDING", (at, 0), (at, -1), CELL_PADDING + _AFTER_FIGURES) for at in _after_figures(table)),
    ]
    made.setStyle(TableStyle(styles))
    return made


def _after_figures(table: Table) -> list[int]:
    """The columns whose texts would stand close to the figures at their left."""
    aligned = [column.align for column in table.columns]
    return [at for at in range(1, len(aligned)) if aligned[at - 1] is Align.RIGHT and aligned[at] is Align.LEFT]


def _has_mark(table: Table, at: int) -> bool:
    """Whether a figure of this right-aligned column carries the sign, so that the others must leave room for it."""
    if table.columns[at].align is not Align.RIGHT:
        return False
    cells = (_as_cell(row[at]) for row in table.rows if isinstance(row, tuple))
    return any(cell.origin is Origin.ASSUMED for cell in cells)


def _cell(cell: Cell | Text, column: Column, setter: Setter, *, hang: bool) -> Flowable:
    """A cell's paragraph; with ``hang`` a figure without the sign leaves its room free, so that digits stay in line."""
    cell = _as_cell(cell)
    style = _style_of(cell, column.align)
    mark = ASSUMED if cell.origin is Origin.ASSUMED else ""
    if hang and not mark:
        room = setter.width(ASSUMED, style.fontSize, Face(style.fontName))
        style = style.clone(f"{style.name}-hanging", rightIndent=room)
    return setter.paragraph(cell.text, style, mark=mark, capital=cell.capital)


def _as_cell(cell: Cell | Text) -> Cell:
    return cell if isinstance(cell, Cell) else Cell(cell)


def _style_of(cell: Cell, align: Align) -> ParagraphStyle:
    return cell_style(align, cell.tone, strong=cell.strong, mono=cell.mono)


def _fact_value(value: Cell | Text, setter: Setter) -> Flowable:
    if isinstance(value, Cell):
        mark = ASSUMED if value.origin is Origin.ASSUMED else ""
        return setter.paragraph(value.text, FACT_VALUE, mark=mark)
    return setter.paragraph(value, FACT_VALUE)


def _measured(table: Table, setter: Setter) -> list[list[tuple[float, float]]]:
    found: list[list[tuple[float, float]]] = []
    close = _after_figures(table)
    for at, column in enumerate(table.columns):
        word, whole = _extent(column.title, head_style(column.align), setter)
        texts = [(max(word, whole * _HEAD_IN_TWO_LINES), whole)]
        for row in table.rows:
            if isinstance(row, tuple):
                cell = _as_cell(row[at])
                mark = ASSUMED if cell.origin is Origin.ASSUMED else ""
                texts.append(_extent(cell.text, _style_of(cell, column.align), setter, mark))
        more = _AFTER_FIGURES if at in close else 0.0
        found.append([(word + more, line + more) for word, line in texts])
    return found


def _extent(text: Text, style: ParagraphStyle, setter: Setter, mark: str = "") -> tuple[float, float]:
    """The widest word and the widest line of a text with the cell's padding."""
    face = Face(style.fontName)
    plain = setter.plain(text, face) + mark
    words = plain.replace("\n", " ").split(" ")
    room = 2 * CELL_PADDING + 1
    word = max(setter.width(one, style.fontSize, face) for one in words)
    whole = max(setter.width(line, style.fontSize, face) for line in plain.split("\n"))
    return word + room, whole + room
