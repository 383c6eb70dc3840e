"""Widths read out of font files, against two other readers of the same files."""

import io
from struct import pack

import pytest
from PIL import ImageFont
from reportlab.pdfbase.ttfonts import TTFontFile

from designer.drawing.font_widths import advance_widths
from designer.drawing.ink import Face
from designer.drawing.ruler import font_bytes

NO_CHARACTER = 0xFFFF


@pytest.mark.parametrize("face", Face)
def test_every_character_is_as_wide_as_the_document_sets_it(face: Face) -> None:
    """reportlab's own table; it also lists the code that ends every table and is no character."""
    table = TTFontFile(io.BytesIO(font_bytes(face)))
    told = {code: table.charWidths[code] for code in table.charToGlyph if code != NO_CHARACTER}

    assert advance_widths(font_bytes(face)) == told


@pytest.mark.parametrize("face", Face)
def test_letters_are_as_wide_as_freetype_draws_them(face: Face) -> None:
    font = ImageFont.truetype(io.BytesIO(font_bytes(face)), 1000, layout_engine=ImageFont.Layout.BASIC)

    widths = advance_widths(font_bytes(face))

    assert {letter: widths[ord(letter)] for letter in "AaŽž0–…"} == {
        letter: font.getlength(letter) for letter in "AaŽž0–…"
    }


def test_a_font_without_a_unicode_table_is_refused() -> None:
    rows = b"".join(pack(">4sIII", tag, 0, 60, 60) for tag in (b"head", b"hhea", b"cmap"))
    data = pack(">IHHHH", 0x10000, 3, 0, 0, 0) + rows

    with pytest.raises(ValueError, match="no table of characters"):
        advance_widths(data.ljust(160, b"\0") + b"\0" * 4)
