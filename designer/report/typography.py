"""Text made ready for the page: bound with non-breaking spaces as the language's printers do, and printable.

Czech never ends a line with a one-letter preposition or conjunction; a number is never parted from what it counts.
"""

import re
from xml.sax.saxutils import escape

from designer.base.texts import Language
from designer.drawing.ink import Face
from designer.drawing.ruler import TextRuler

NBSP = "\u00a0"
_ONE_LETTER = re.compile(r"(?<![^\s(„“‚\u00a0–])([AIKOSUVZaikosuvz]) +(?=\S)")
_NUMBER_AND_WORD = re.compile(r"(?<=\d) (?=(?:%|°|s|ms|km|GiB|MiB|TiB|Gbit/s|Mbit/s|MiB/s)(?![^\W_]))")
_DASH = re.compile(r" (?=[–—] )")


def bound(text: str, language: Language) -> str:
    """The text with non-breaking spaces where the language forbids the end of a line."""
    text = _DASH.sub(NBSP, _NUMBER_AND_WORD.sub(NBSP, text))
    return _ONE_LETTER.sub(rf"\1{NBSP}", text) if language == "cs" else text


def without_missing(ruler: TextRuler, text: str, face: Face) -> str:
    """The text with every character that the face cannot show replaced by a question mark; line ends stay.

    A missing glyph would become an empty box without a word.
    """
    missing = set(ruler.missing(text.replace("\n", ""), face))
    return "".join("?" if character in missing else character for character in text) if missing else text


def markup(text: str) -> str:
    """The text as reportlab's paragraph markup: signs escaped, line ends kept."""
    clean = "".join(character for character in text if character >= " " or character == "\n")
    return escape(clean).replace("\n", "<br/>")
