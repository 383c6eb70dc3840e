"""Text measured with the fonts that ship with the program: the one ruler for canvas, document and pictures.

Reads TrueType tables and knows no toolkit that draws; fonts are cut by reportlab. Kerning and ligatures are not
measured, because no adapter draws them.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum
from struct import pack
from typing import Protocol

from designer.assets.loader import resource_bytes
from designer.drawing.font_widths import advance_widths
from designer.drawing.ink import Face

ELLIPSIS = "\u2026"
SUBSTITUTE = "?"
"""What is drawn for a character the font lacks: a missing glyph would vanish or become a box without a word."""

_UNITS = 1000.0
_FIRST_GLYPH = 22
"""Where the glyph numbers begin in the character table of a subset (format 6, one table)."""

_LAST_CODE = 0xFFFF


class TextRuler(Protocol):
    """Widths of text, and which characters a face cannot show."""

    def width(self, text: str, size: float, face: Face = Face.REGULAR) -> float:
        """The advance of the text in points."""

    def missing(self, text: str, face: Face = Face.REGULAR) -> tuple[str, ...]:
        """The characters of the text that the face has no glyph for, each once, in order of appearance."""


@dataclass(frozen=True)
class BundledRuler:
    """Measures with the bundled font files; two instances always agree."""

    def width(self, text: str, size: float, face: Face = Face.REGULAR) -> float:
        """The advance of the text in points, every substitute included."""
        return _advance(text, face) * size / _UNITS

    def missing(self, text: str, face: Face = Face.REGULAR) -> tuple[str, ...]:
        """The characters of the text that the face has no glyph for, each once, in order of appearance."""
        advances = _advances(face)
        return tuple(dict.fromkeys(character for character in text if ord(character) not in advances))


def font_bytes(face: Face) -> bytes:
    """The TrueType file of a face: the same bytes for Qt, PDF and SVG."""
    return resource_bytes(f"fonts/{face.value}.ttf")


@lru_cache(maxsize=64)
def font_subset(face: Face, characters: frozenset[str]) -> bytes:
    """A TrueType file with only these characters of the face, for pictures that carry their fonts.

    The same characters give the same bytes; characters the face lacks are left out.
    """
    from reportlab.pdfbase.ttfonts import TTFontFile, TTFontMaker, TTFontParser  # noqa: PLC0415 - long to load

    known = _advances(face)
    codes = sorted(code for code in (ord(character) for character in characters) if code in known)
    cut = TTFontParser(io.BytesIO(TTFontFile(io.BytesIO(font_bytes(face))).makeSubset(codes)))
    glyphs = cut.get_table("cmap")[_FIRST_GLYPH:]
    numbers = [int.from_bytes(glyphs[2 * at : 2 * at + 2], "big") for at in range(len(codes))]
    maker = TTFontMaker()
    for tag in cut.table:
        maker.add(tag, cut.get_table(tag))
    maker.add("cmap", _unicode_table(dict(zip(codes, numbers, strict=True))))
    return bytes(maker.makeStream())


def printable(ruler: TextRuler, text: str, face: Face = Face.REGULAR) -> str:
    """The text on one line with every character the face lacks replaced by :data:`SUBSTITUTE`."""
    line = text.replace("\n", " ")
    missing = ruler.missing(line, face)
    return "".join(SUBSTITUTE if character in missing else character for character in line) if missing else line


def elided(ruler: TextRuler, text: str, width: float, *, size: float, face: Face = Face.REGULAR) -> str:
    """The text, cut at its end with an ellipsis where it is wider than ``width``; never wider.

    Empty when not even the ellipsis fits.
    """
    if ruler.width(text, size, face) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if ruler.width(text[:middle].rstrip() + ELLIPSIS, size, face) <= width:
            low = middle
        else:
            high = middle - 1
    shown = text[:low].rstrip() + ELLIPSIS
    return shown if ruler.width(shown, size, face) <= width else ""


def wrapped(
    ruler: TextRuler, text: str, width: float, *, size: float, face: Face = Face.REGULAR, lines: int | None = None
) -> tuple[str, ...]:
    """The text broken at spaces into lines no wider than ``width``; the last of ``lines`` is elided.

    Line ends of the text are kept, non-breaking spaces hold, a word wider than a line is elided.
    """

    def fits(line: str) -> bool:
        return ruler.width(line, size, face) <= width

    found = [part for paragraph in text.split("\n") for part in _broken(paragraph, fits)]
    if lines is not None and len(found) > lines:
        rest = " ".join(found[lines - 1 :])
        found = [*found[: lines - 1], rest + ELLIPSIS if fits(rest) else rest]
    return tuple(elided(ruler, part, width, size=size, face=face) for part in found)


def _broken(text: str, fits: Callable[[str], bool]) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and not fits(longer):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _unicode_table(glyphs: dict[int, int]) -> bytes:
    """A character table of format 4 with one segment a character: what every viewer can read.

    reportlab's own subsets number their characters from zero, which serves a PDF and nobody else.
    """
    codes = [*sorted(glyphs), _LAST_CODE]
    deltas = [(glyphs[code] - code) % 0x10000 for code in codes[:-1]] + [1]
    count = len(codes)
    power = count.bit_length() - 1
    head = (4, 16 + 8 * count, 0, 2 * count, 2 << power, power, 2 * count - (2 << power))
    rows = (*codes, 0, *codes, *deltas, *(0 for _ in codes))
    return pack(">HHHHI", 0, 1, 3, 1, 12) + pack(f">{len(head) + len(rows)}H", *head, *rows)


@cache
def _advances(face: Face) -> dict[int, float]:
    """Advance of every character in the face's own table, in thousandths of the size."""
    return advance_widths(font_bytes(face))


@lru_cache(maxsize=16384)
def _advance(text: str, face: Face) -> float:
    advances = _advances(face)
    substitute = advances[ord(SUBSTITUTE)]
    return fsum(advances.get(ord(character), substitute) for character in text)
