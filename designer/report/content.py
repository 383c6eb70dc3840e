"""What the document says, apart from how it looks: a tree of plain values.

Texts are messages or strings as a person typed them; only the page knows the language. Nothing here knows paper,
fonts or a PDF, so what the document says is tested on this tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from designer.base.texts import Message
from designer.drawing.scene import Scene

Text = str | Message


class Origin(StrEnum):
    """Where a figure comes from. Only an assumed one is marked on paper; the note under the table says how."""

    TYPED = "typed"
    COMPUTED = "computed"
    ASSUMED = "assumed"


class Tone(StrEnum):
    """What a cell or a call-out says beside its words. The words say it too: paper may be grey."""

    PLAIN = "plain"
    FAINT = "faint"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


class Align(StrEnum):
    """Where a column's texts stand; figures stand at the right."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Look(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``label`` is set in semibold in front of it."""

    text: Text
    look: Look = Look.BODY
    label: Text = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, numbered when their order means something."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Callout:
    """Something the reader must not miss: a heading of its own and a few sentences."""

    title: Text
    text: Text
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number that matters, with its unit inside the text, and what it is."""

    value: Text
    label: Text
    origin: Origin = Origin.COMPUTED
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Numbers side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; ``share`` is its weight where the texts leave a choice of width.

    ``least`` keeps room for what a person writes by hand, in points.
    """

    title: Text
    align: Align = Align.LEFT
    share: float = 1.0
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``capital`` begins its text with a capital, for texts that also stand inside sentences."""

    text: Text
    tone: Tone = Tone.PLAIN
    origin: Origin = Origin.COMPUTED
    strong: bool = False
    mono: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row across the whole table that names the rows below it."""

    text: Text


Row = tuple[Cell | Text, ...] | GroupRow


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table. ``note`` stands below it in small type."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Text = ""

    def has_assumed(self) -> bool:
        """Whether a cell shows an assumed figure, which asks for the sign's explanation below."""
        cells = (cell for row in self.rows if isinstance(row, tuple) for cell in row)
        return any(isinstance(cell, Cell) and cell.origin is Origin.ASSUMED for cell in cells)


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in two columns, without number or caption."""

    items: tuple[tuple[Text, Cell | Text], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered vector picture. ``scale`` is points on paper to a point of the picture, None for as large as fits.

    ``alt`` says in words what the picture shows.
    """

    scene: Scene
    caption: Text
    alt: Text
    scale: float | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a storyboard: when, what happens sentence by sentence, why."""

    scene: Scene
    title: Text
    time: Text
    texts: tuple[Text, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Storyboard:
    """Pictures of one run in their order, all at one scale, under one number and caption."""

    caption: Text
    alt: Text
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks that stand on pages turned sideways, because their pictures or tables are wide."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables of contents, figures and tables, made by the page."""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading and what stands under it; sections inside are one level deeper.

    ``number`` is given by :func:`numbered`; an unnumbered section (control block, contents) keeps it empty
    and with ``plain`` stays so.
    """

    title: Text
    blocks: "tuple[Block, ...]"
    number: str = ""
    plain: bool = False


Block = (
    Paragraph
    | Bullets
    | Callout
    | KeyFigures
    | Table
    | Facts
    | Figure
    | Storyboard
    | PageBreak
    | Landscape
    | Contents
    | Section
)


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: kind of document, title, whom it is for, the picture of what is recommended, and the facts."""

    kind: Text
    title: Text
    customer: Text
    picture: Scene | None
    picture_caption: Text
    facts: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What stands on every page: header, footer, and the word across a page that is not final."""

    title: Text
    classification: Text
    document_id: Text
    version: Text
    fingerprint: str
    program: str
    watermark: Text = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document. ``date`` is YYYY-MM-DD or empty; ``keywords`` and ``author`` go into its properties."""

    cover: Cover
    blocks: tuple[Block, ...]
    marks: PageMarks
    subject: Text
    author: str = ""
    keywords: tuple[Text, ...] = ()
    date: str = ""


def pruned(blocks: "tuple[Block, ...]") -> "tuple[Block, ...]":
    """The blocks without tables that have no row of figures: a half-built design leaves nothing to tell there."""
    kept: list[Block] = []
    for block in blocks:
        match block:
            case Table() if not any(isinstance(row, tuple) for row in block.rows):
                continue
            case Section():
                kept.append(Section(block.title, pruned(block.blocks), block.number, block.plain))
            case Landscape():
                kept.append(Landscape(pruned(block.blocks)))
            case _:
                kept.append(block)
    return tuple(kept)


def numbered(blocks: "tuple[Block, ...]") -> "tuple[Block, ...]":
    """The blocks with the decimal numbers of their sections, in order; plain sections stay without."""
    return tuple(_numbered_blocks(blocks, ""))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, sections and landscape parts before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Section | Landscape):
            yield from walk(block.blocks)


def texts_of(document: Document) -> Iterator[Text]:
    """Every text of the document outside its pictures, in reading order."""
    cover = document.cover
    yield from (cover.kind, cover.title, cover.customer, cover.picture_caption)
    for name, value in cover.facts:
        yield from (name, value)
    for block in walk(document.blocks):
        yield from _texts_of_block(block)


def _numbered_blocks(blocks: "tuple[Block, ...]", prefix: str, start: int = 0) -> "Iterator[Block]":
    count = start
    for block in blocks:
        if isinstance(block, Landscape):
            inner = tuple(_numbered_blocks(block.blocks, prefix, count))
            count += sum(isinstance(one, Section) and not one.plain for one in inner)
            yield Landscape(inner)
        elif isinstance(block, Section) and not block.plain:
            count += 1
            number = f"{prefix}{count}"
            yield Section(block.title, tuple(_numbered_blocks(block.blocks, f"{number}.")), number)
        else:
            yield block


def _texts_of_block(block: Block) -> Iterator[Text]:  # noqa: C901, PLR0912 - one case for each kind of block
    match block:
        case Paragraph():
            yield from (block.label, block.text)
        case Bullets():
            yield from block.items
        case Callout():
            yield from (block.title, block.text)
        case KeyFigures():
            for item in block.items:
                yield from (item.value, item.label)
        case Table():
            yield block.caption
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from _texts_of_row(row)
            yield block.note
        case Facts():
            for name, value in block.items:
                yield from (name, value.text if isinstance(value, Cell) else value)
        case Figure():
            yield from (block.caption, block.alt)
        case Storyboard():
            yield block.caption
            for frame in block.frames:
                yield from (frame.title, frame.time, *frame.texts, frame.why)
        case Section():
            yield block.title
        case PageBreak() | Landscape() | Contents():
            return


def _texts_of_row(row: Row) -> Iterator[Text]:
    if isinstance(row, GroupRow):
        yield row.text
        return
    for cell in row:
        yield cell.text if isinstance(cell, Cell) else cell
