"""What a command says: answers on standard output, everything else on standard error, JSON with one form of numbers."""

import json
import math
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Protocol

from designer.base.errors import DesignerError
from designer.base.texts import Message, Translator, msg
from designer.cli import streams

_NARROWEST = 28
_SHORT_HEAD = 12
_GAP = "  "
_USUAL_WIDTH = (110, 24)


class AnswerLost(DesignerError):
    """Standard output takes no answer: it is closed, or its disk is full."""


class Output(Protocol):
    """A file that lies ready, and becomes the one asked for when the answer has been given."""

    def put_in_place(self) -> None:
        """Make it the file asked for; raises ``DesignerError`` where that fails."""

    def discard(self) -> None:
        """Remove it; nothing happens when it is in place."""


class Console:
    """Collects the answer and prints it at the end, so that nothing is on standard output when a command fails.

    Files that come with an answer are put in place after it: an answer that cannot be given leaves none behind.
    """

    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self._answer: list[str] = []
        self._outputs: list[Output] = []
        self._progress = ""

    def text(self, text: Message | str) -> str:
        """The text in the person's language."""
        return self.translator.render(text)

    def say(self, text: Message | str = "") -> None:
        """Add a paragraph to the answer, wrapped to the terminal."""
        shown = self.text(text)
        self._answer += _wrapped(shown, self.width) or [""]

    def item(self, text: Message | str) -> None:
        """Add an item of a list to the answer, wrapped to the terminal behind its dash."""
        first, *more = _wrapped(self.text(text), self.width - 2) or [""]
        self._answer += [f"- {first}", *(f"  {part}" for part in more)]

    def line(self, text: Message | str) -> None:
        """Add a line to the answer as it is."""
        self._answer.append(self.text(text))

    def table(
        self, heads: Sequence[Message | str], rows: Iterable[Sequence[Message | str]], *, right: Sequence[int] = ()
    ) -> None:
        """Add a table: columns aligned, those in ``right`` at their right.

        The last column is wrapped to the terminal; so are heads, where they alone make the table wider than that.
        """
        shown = [[self.text(cell) for cell in row] for row in (heads, *rows)]
        widths = _column_widths(shown, self.width)
        for number, row in enumerate(shown):
            columns = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
            for cells in zip_longest(*columns, fillvalue=""):
                aligned = [
                    cell.rjust(width) if at in right else cell.ljust(width)
                    for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
                ]
                self._answer.append(_GAP.join(aligned).rstrip())
            if number == 0:
                self._answer.append(_GAP.join("-" * width for width in widths))

    def json(self, document: dict[str, object]) -> None:
        """Make the answer this one JSON document."""
        self._answer = [json.dumps(_finite(document), ensure_ascii=False, allow_nan=False, indent=2)]

    def note(self, text: Message | str) -> None:
        """Say something beside the answer, at once."""
        streams.say_beside(self.text(text) + "\n")

    def progress(self, text: Message, share: float) -> None:
        """Tell a person who watches how far it is; a file or a pipe is not filled with it."""
        if not streams.is_watched():
            return
        shown = f"\r{self.text(text)} {int(100 * share):3d}\u00a0%" + ("\n" if share >= 1 else "")
        if shown != self._progress:
            self._progress = shown
            streams.say_beside(shown)

    def put_after_answer(self, output: Output) -> None:
        """Keep the file until the answer has been given."""
        self._outputs.append(output)

    def finish(self) -> None:
        """Print the answer, then put its files in place. Raises ``AnswerLost``, and ``BrokenPipeError``."""
        try:
            if self._answer:
                streams.write_answer("\n".join(self._answer) + "\n")
        except BrokenPipeError:
            # Whoever read has seen enough of the answer; that is no word against the files.
            self._put_in_place()
            raise
        except OSError as error:
            raise AnswerLost("answer-lost", answer_lost()) from error
        self._put_in_place()

    def discard(self) -> None:
        """Remove the files that no answer came with."""
        while self._outputs:
            self._outputs.pop().discard()

    def _put_in_place(self) -> None:
        while self._outputs:
            self._outputs.pop(0).put_in_place()

    @property
    def width(self) -> int:
        """How many characters a line of the terminal holds."""
        return shutil.get_terminal_size(_USUAL_WIDTH).columns


def answer_lost() -> Message:
    """What a person is told whose answer could not be written."""
    return msg("The answer could not be written: standard output is closed or its disk is full. Nothing was written.")


def rounded(value: float | None, digits: int = 3) -> float | None:
    """A figure for JSON without the noise of binary fractions; None stays None."""
    return None if value is None else round(float(value), digits)


def in_seconds(time_us: int | None) -> float | None:
    """Microseconds as seconds for JSON; None stays None."""
    return None if time_us is None else time_us / 1_000_000


def _finite(value: object) -> object:
    """The document with every number that JSON cannot hold as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value


def _column_widths(rows: Sequence[Sequence[str]], terminal: int) -> list[int]:
    """Characters of each column: what its widest line takes; less for long heads and for the last column if need be."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(_longest_line, column)) for column in columns]
    gaps = len(_GAP) * (len(widths) - 1)
    if sum(widths) + gaps > terminal:
        widths = [*map(_without_long_head, columns)]
        room = max(terminal - sum(widths[:-1]) - gaps, _NARROWEST)
        widths[-1] = min(widths[-1], room)
    return widths


def _without_long_head(column: Sequence[str]) -> int:
    head, *cells = column
    return max([_longest_word(head), min(_longest_line(head), _SHORT_HEAD), *map(_longest_line, cells)])


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(len, text.split(" ")))


def _wrapped(text: str, width: int) -> list[str]:
    return [
        part
        for paragraph in text.split("\n")
        for part in textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
    ]
