"""Messages as reportlab paragraphs: rendered in the document's language, bound, printable, escaped."""

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from designer.base.texts import Translator
from designer.drawing.ink import Face
from designer.drawing.ruler import TextRuler
from designer.report.content import Text
from designer.report.typography import bound, markup, without_missing


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets texts in one language with the bundled family."""

    translator: Translator
    ruler: TextRuler

    def plain(self, text: Text, face: Face = Face.REGULAR) -> str:
        """The text as it will be read, without markup."""
        rendered = self.translator.render(text)
        return without_missing(self.ruler, bound(rendered, self.translator.language), face)

    def markup(self, text: Text, face: Face = Face.REGULAR) -> str:
        """The text as paragraph markup."""
        return markup(self.plain(text, face))

    def paragraph(
        self, text: Text, style: ParagraphStyle, *, label: Text = "", mark: str = "", capital: bool = False
    ) -> Paragraph:
        """A paragraph; ``label`` in semibold before it, ``mark`` (a footnote's sign) right after it."""
        face = Face(style.fontName)
        shown = self.plain(text, face)
        body = markup(shown[:1].upper() + shown[1:] if capital else shown) + mark
        if label:
            strong = Face.SEMIBOLD.value
            body = f'<font name="{strong}">{self.markup(label, Face.SEMIBOLD)}</font> {body}'
        return Paragraph(body, style)

    def width(self, text: str, size: float, face: Face) -> float:
        """The advance of a finished text."""
        return self.ruler.width(text, size, face)
