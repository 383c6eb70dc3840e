"""Words on a command line turned into options, or one sentence about why they cannot be; never a usage dump."""

import argparse
import re
from collections.abc import Callable, Sequence
from typing import NoReturn

from designer.base.errors import DesignerError
from designer.base.texts import LANGUAGES, Message, Translator, msg, msg_in

PROGRAM = "geocluster"


class UsageWrong(DesignerError):
    """A command line that cannot be understood, or that asks for two things at once."""


class Options(argparse.ArgumentParser):
    """The options of one command; no abbreviations, because a new option must not change what a script means."""

    def __init__(self, command: str, summary: Message, translator: Translator) -> None:
        super().__init__(
            prog=f"{PROGRAM} {command}", description=translator.render(summary), add_help=False, allow_abbrev=False
        )
        self.command = command
        self.translator = translator
        self._takes_value: set[str] = set()
        self._positionals.title = translator.render(msg_in("help", "words"))
        self._optionals.title = translator.render(msg_in("help", "options"))
        self.option("-h", "--help", action="help", about=msg("show this help and leave"))
        self.option(
            "--language", metavar="en|cs", about=msg("language of all texts"), read=one_of("--language", *LANGUAGES)
        )

    def option(self, *names: str, about: Message, read: Callable[[str], object] | None = None, **more: object) -> None:
        """Add an option or, for a name without dashes, a word in its place; ``read`` raises ``UsageWrong``."""
        if read is not None:
            more["type"] = read
        if "action" not in more or more["action"] == "append":
            self._takes_value.update(name for name in names if name.startswith("-"))
        self.add_argument(*names, help=self.translator.render(about).replace("%", "%%"), **more)  # type: ignore[arg-type]  # argparse's own names

    def understood(self, words: Sequence[str]) -> argparse.Namespace:
        """The options in the words. Raises ``UsageWrong``."""
        return self.parse_args(self._with_values_joined(words))

    def _with_values_joined(self, words: Sequence[str]) -> list[str]:
        """The words, each value that begins with a minus and a digit tied to its option.

        argparse would take it for another option, and say that a value is lacking.
        """
        joined: list[str] = []
        for word in words:
            if joined and joined[-1] in self._takes_value and re.match(r"-\.?\d", word, re.ASCII):
                joined[-1] += ("=" if joined[-1].startswith("--") else "") + word
            else:
                joined.append(word)
        return joined

    def format_help(self) -> str:
        """The help in the person's language; argparse has the first word of it in English."""
        usage = self.translator.render(msg_in("help", "usage:"))
        return super().format_help().replace("usage:", usage, 1)

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing: the text is ours, in the person's language."""
        raise UsageWrong("usage", _sentence(self.command, message))


def whole(name: str, least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within a range, both ends included."""

    def read(text: str) -> int:
        if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) and least <= int(text) <= most:
            return int(text)
        message = msg(
            "{option} takes a whole number from {least} to {most}, not “{text}”.",
            option=name,
            least=least,
            most=most,
            text=shortened(text),
        )
        raise UsageWrong("usage-number", message)

    return read


def number(name: str, least: float, most: float) -> Callable[[str], float]:
    """A reader of decimal numbers within a range, both ends included."""

    def read(text: str) -> float:
        if re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,12})?", text, re.ASCII) and least <= float(text) <= most:
            return float(text)
        message = msg(
            "{option} takes a number from {least} to {most}, not “{text}”.",
            option=name,
            least=f"{least:g}",
            most=f"{most:.15g}",
            text=shortened(text),
        )
        raise UsageWrong("usage-number", message)

    return read


def one_of(name: str, *known: str) -> Callable[[str], str]:
    """A reader of one word out of a few."""

    def read(text: str) -> str:
        if text in known:
            return text
        message = msg("{option} takes one of {known}, not “{text}”.", option=name, known=known, text=shortened(text))
        raise UsageWrong("usage-choice", message)

    return read


def shortened(text: str) -> str:
    """The text as it can stand in a sentence: on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _sentence(command: str, message: str) -> Message:
    """What argparse has to say, in the catalogue's words."""
    help_line = f"{PROGRAM} {command} --help"
    if found := re.fullmatch(r"the following arguments are required: (.+)", message):
        return msg("{command} needs {what}; see {help}.", command=command, what=found[1], help=help_line)
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message, re.DOTALL):
        return msg(
            "{command} does not know “{words}”; see {help}.", command=command, words=shortened(found[1]), help=help_line
        )
    if found := re.fullmatch(r"argument ([^:]+): expected .+", message):
        return msg("{option} needs a value; see {help}.", option=found[1], help=help_line)
    if found := re.fullmatch(r"argument ([^:]+): ignored explicit argument .+", message, re.DOTALL):
        return msg("{option} takes no value; see {help}.", option=found[1], help=help_line)
    return msg("The words after {command} cannot be understood; see {help}.", command=command, help=help_line)
