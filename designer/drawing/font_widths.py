"""Advance widths out of a TrueType file: the few tables a ruler needs, read without a library that writes documents."""

from struct import unpack_from

_MICROSOFT, _UNICODE_BMP = 3, 1
_SEGMENTS = 4
_LAST_CODE = 0xFFFF
_SPACE, _HARD_SPACE = 0x20, 0xA0


def advance_widths(font: bytes) -> dict[int, float]:
    """The advance of every character in the font's own table, in thousandths of the size.

    Reads the Unicode table of the basic plane (OpenType 1.9, ``cmap`` format 4). A hard space is as wide as a space.
    Raises ``ValueError`` for a file without that table.
    """
    tables = _tables(font)
    glyphs = _glyphs(font, _characters(font, tables["cmap"]))
    (units,) = unpack_from(">H", font, tables["head"] + 18)
    (count,) = unpack_from(">H", font, tables["hhea"] + 34)
    metrics = unpack_from(f">{2 * count}H", font, tables["hmtx"])[::2]
    found = {
        code: 1000.0 * (metrics[glyph] if glyph < count else metrics[-1]) / units for code, glyph in glyphs.items()
    }
    if _SPACE in found:
        found[_HARD_SPACE] = found[_SPACE]
    return found


def _tables(font: bytes) -> dict[str, int]:
    (count,) = unpack_from(">H", font, 4)
    rows = (unpack_from(">4sIII", font, 12 + 16 * at) for at in range(count))
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in rows}


def _characters(font: bytes, start: int) -> int:
    """Where the table of characters begins."""
    (count,) = unpack_from(">H", font, start + 2)
    for at in range(count):
        platform, encoding, offset = unpack_from(">HHI", font, start + 4 + 8 * at)
        (layout,) = unpack_from(">H", font, start + offset)
        if (platform, encoding, layout) == (_MICROSOFT, _UNICODE_BMP, _SEGMENTS):
            return start + int(offset)
    raise ValueError("the font has no table of characters of format 4")


def _glyphs(font: bytes, start: int) -> dict[int, int]:
    """The glyph of each character; a segment either shifts its codes or looks them up in a list behind the table."""
    (doubled,) = unpack_from(">H", font, start + 6)
    count = doubled // 2
    ends = unpack_from(f">{count}H", font, start + 14)
    begins = unpack_from(f">{count}H", font, start + 16 + doubled)
    shifts = unpack_from(f">{count}H", font, start + 16 + 2 * doubled)
    ranges_at = start + 16 + 3 * doubled
    ranges = unpack_from(f">{count}H", font, ranges_at)
    found: dict[int, int] = {}
    for at in range(count):
        if ends[at] == _LAST_CODE == begins[at]:
            continue
        codes = range(begins[at], ends[at] + 1)
        if ranges[at] == 0:
            found.update((code, (code + shifts[at]) & 0xFFFF) for code in codes)
        else:
            listed = unpack_from(f">{len(codes)}H", font, ranges_at + 2 * at + ranges[at])
            found.update(
                (code, (glyph + shifts[at]) & 0xFFFF) for code, glyph in zip(codes, listed, strict=True) if glyph
            )
    return found
