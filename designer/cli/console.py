"""What a command says: answers on standard output, everything else on standard error, JSON with one form of numbers."""

import json
import math
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence

from designer.base.texts import Message, Translator

_NARROWEST = 28
_GAP = "  "
_USUAL_WIDTH = (110, 24)


class Console:
    """Collects the answer and prints it at the end, so that nothing is on standard output when a command fails."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self._answer: list[str] = []

    def text(self, text: Message | str) -> str:
        """The text in the person's language."""
        return self.translator.render(text)

    def say(self, text: Message | str = "") -> None:
        """Add a paragraph to the answer, wrapped to the terminal."""
        shown = self.text(text)
        self._answer += _wrapped(shown, self.width) or [""]

    def line(self, text: Message | str) -> None:
        """Add a line to the answer as it is."""
        self._answer.append(self.text(text))

    def table(
        self, heads: Sequence[Message | str], rows: Iterable[Sequence[Message | str]], *, right: Sequence[int] = ()
    ) -> None:
        """Add a table: columns aligned, those in ``right`` at their right, the last one wrapped to the terminal."""
        shown = [[self.text(cell) for cell in row] for row in (heads, *rows)]
        widths = [max(len(row[at]) for row in shown) for at in range(len(heads))]
        start = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
        room = max(self.width - start, _NARROWEST)
        for number, row in enumerate(shown):
            cells = [cell.rjust(widths[at]) if at in right else cell.ljust(widths[at]) for at, cell in enumerate(row)]
            first, *more = _wrapped(cells[-1].rstrip(), room) or [""]
            self._answer.append(_GAP.join([*cells[:-1], first]).rstrip())
            self._answer += [" " * start + part for part in more]
            if number == 0:
                self._answer.append(_GAP.join("-" * min(width, room) for width in widths))

    def json(self, document: dict[str, object]) -> None:
        """Make the answer this one JSON document."""
        self._answer = [json.dumps(_finite(document), ensure_ascii=False, allow_nan=False, indent=2)]

    def note(self, text: Message | str) -> None:
        """Say something beside the answer, at once."""
        sys.stderr.write(self.text(text) + "\n")
        sys.stderr.flush()

    def progress(self, text: Message, share: float) -> None:
        """Tell a person who watches how far it is; a file or a pipe is not filled with it."""
        if sys.stderr.isatty():
            end = "\n" if share >= 1 else ""
            sys.stderr.write(f"\r{self.text(text)} {round(100 * share):3d}\u00a0%{end}")
            sys.stderr.flush()

    def finish(self) -> None:
        """Print the answer."""
        if self._answer:
            sys.stdout.write("\n".join(self._answer) + "\n")
            sys.stdout.flush()

    @property
    def width(self) -> int:
        """How many characters a line of the terminal holds."""
        return shutil.get_terminal_size(_USUAL_WIDTH).columns


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


def _wrapped(text: str, width: int) -> list[str]:
    return [
        part
        for paragraph in text.split("\n")
        for part in textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
    ]
