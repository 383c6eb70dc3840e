"""Lines of text put in their place: translated, made printable, elided, anchored. The only maker of Text marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from designer.base.texts import Message, Translator
from designer.drawing.geometry import Point
from designer.drawing.ink import Face, Role
from designer.drawing.marks import CAP_HEIGHT, Text
from designer.drawing.ruler import TextRuler, elided, printable, wrapped

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks."""

    size: float
    face: Face = Face.REGULAR
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Lettering:
    """Makes text in one language with one ruler."""

    ruler: TextRuler
    translator: Translator

    def shown(self, text: Message | str, face: Face = Face.REGULAR) -> str:
        """The text as it will be drawn: in the language, on one line, with only characters the face has."""
        return printable(self.ruler, self.translator.render(text), face)

    def width(self, text: Message | str, style: Style) -> float:
        """How much room the text takes in this style."""
        return self.ruler.width(self.shown(text, style.face), style.size, style.face)

    def line(
        self, text: Message | str, at: Point, style: Style, *, anchor: Anchor = "start", room: float | None = None
    ) -> Text:
        """One line with its baseline at ``at``; elided when ``room`` is too small."""
        shown = self.shown(text, style.face)
        if room is not None:
            shown = elided(self.ruler, shown, room, size=style.size, face=style.face)
        width = self.ruler.width(shown, style.size, style.face)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        return Text(Point(at.x - shift, at.y), shown, width, style.size, style.face, style.role)

    def block(
        self, text: Message | str, at: Point, style: Style, *, room: float, leading: float, lines: int | None = None
    ) -> Sequence[Text]:
        """The text broken into lines no wider than ``room``, the first baseline at ``at``."""
        paragraphs = [printable(self.ruler, part, style.face) for part in self.translator.render(text).split("\n")]
        broken = wrapped(self.ruler, "\n".join(paragraphs), room, size=style.size, face=style.face, lines=lines)
        return tuple(
            self.line(part, Point(at.x, at.y + leading * number), style) for number, part in enumerate(broken) if part
        )


def baseline(middle: float, size: float) -> float:
    """The baseline that centres capitals and figures of this size on the line ``middle``."""
    return middle + size * CAP_HEIGHT / 2
