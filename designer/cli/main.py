"""The command line: which command is meant, in which language, and what to say when it cannot be done."""

import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from typing import Protocol

from designer.assets.translations import translator
from designer.base.errors import DesignerError
from designer.base.texts import LANGUAGES, Language, Message, msg
from designer.cli.console import Console
from designer.cli.usage import PROGRAM, Options, UsageWrong, shortened

DONE, UNFAVOURABLE, CANNOT_BE_DONE = 0, 1, 2
_TRACEBACK = "GEOCLUSTER_TRACEBACK"


class Command(Protocol):
    """What the module of a command offers."""

    def add_options(self, options: Options) -> None:
        """Declare the command's own words and options."""

    def run(self, arguments: Namespace, console: Console) -> int:
        """Do it; the exit code."""


COMMANDS: dict[str, Message] = {
    "open": msg("open the window; so does a project's name alone"),
    "new": msg("make a design from a few numbers"),
    "samples": msg("list or copy the shipped samples"),
    "check": msg("what the design rules have to say"),
    "simulate": msg("run a movement or failures step by step"),
    "failures": msg("what becomes of the VMs after every failure"),
    "availability": msg("how long VMs stand still in a year, and why"),
    "compare": msg("the designs of a project side by side"),
    "sweep": msg("every m+n with every witness and way of votes, and which of them nothing beats"),
    "explore": msg("every fault at every instant, whether the model keeps its promises"),
    "calibrate": msg("the pre-copy law against measured migrations"),
    "report": msg("write the design document as PDF"),
    "draw": msg("write a picture as SVG, PNG or PDF"),
    "schema": msg("the JSON Schema of project files"),
    "doctor": msg("what this machine has and lacks for the program"),
}


def main(argv: Sequence[str]) -> int:
    """Do what the words (without the program's name) ask for; 0 done, 1 unfavourable answer, 2 it could not be done."""
    _speak_utf8()
    words, language = _command_first(argv), _language_of(argv)
    console = Console(translator(language))
    try:
        code = _obey(words, console)
        console.finish()
    except DesignerError as error:
        return _refuse(console, error)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        console.note(msg("Interrupted; nothing was written."))
        return CANNOT_BE_DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets a sentence, never a traceback
        return _own_fault(console, error)
    finally:
        console.discard()
    return code


def _obey(words: list[str], console: Console) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        _print_help(console)
        return DONE
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        raise UsageWrong("command-unknown", _unknown(name))
    options = Options(name, COMMANDS[name], console.translator)
    if name == "open":
        options.option("file", metavar="FILE", nargs="*", about=msg("the project"))
        console.line(options.format_help().rstrip())
        return DONE
    command = _load(name)
    command.add_options(options)
    if any(word in {"-h", "--help"} for word in rest):
        console.line(options.format_help().rstrip())
        return DONE
    return command.run(options.understood(rest), console)


def _command_first(words: Sequence[str]) -> list[str]:
    """The words with a language that was named before the command put behind it, where its options stand."""
    if words[:1] == ["--language"] and len(words) > 2:
        return [words[2], *words[:2], *words[3:]]
    if len(words) > 1 and words[0].startswith("--language="):
        return [words[1], words[0], *words[2:]]
    return list(words)


def _load(name: str) -> Command:  # noqa: C901, PLR0911, PLR0912 - one return a command
    """The module of a command. Loaded only when it is wanted: starting quickly is worth eleven lines."""
    # ruff: noqa: PLC0415
    match name:
        case "new":
            from designer.cli import new

            return new
        case "samples":
            from designer.cli import samples

            return samples
        case "check":
            from designer.cli import check

            return check
        case "simulate":
            from designer.cli import simulate

            return simulate
        case "failures":
            from designer.cli import failures

            return failures
        case "availability":
            from designer.cli import availability

            return availability
        case "compare":
            from designer.cli import compare

            return compare
        case "sweep":
            from designer.cli import sweep

            return sweep
        case "explore":
            from designer.cli import explore

            return explore
        case "calibrate":
            from designer.cli import calibrate

            return calibrate
        case "report":
            from designer.cli import report

            return report
        case "draw":
            from designer.cli import draw

            return draw
        case "schema":
            from designer.cli import schema

            return schema
        case _:
            from designer.cli import diagnose

            return diagnose


def _language_of(words: Sequence[str]) -> Language:
    """The language named anywhere in the words, so that even a refusal speaks it; English where it is wrong."""
    wanted = ""
    for before, word in zip(["", *words], words, strict=False):
        if before == "--language":
            wanted = word
        elif word.startswith("--language="):
            wanted = word.partition("=")[2]
    return next((language for language in LANGUAGES if language == wanted), "en")


def _print_help(console: Console) -> None:
    console.say(msg("Geocluster Designer: design, check, simulate, compare and document clusters over two sites."))
    console.line("")
    console.table((msg("command"), msg("what it does")), list(COMMANDS.items()))
    console.line("")
    console.say(msg("{line} tells more about one of them.", line=f"{PROGRAM} COMMAND --help"))


def _unknown(name: str) -> Message:
    if name.startswith("-"):
        return msg(
            "{option} is not an option of {program}; see {help}.",
            option=name,
            program=PROGRAM,
            help=f"{PROGRAM} --help",
        )
    known = tuple(COMMANDS)
    return msg("There is no command “{name}”; there are {known}.", name=shortened(name), known=known)


def _refuse(console: Console, error: DesignerError) -> int:
    hint = "" if error.hint is None else " " + console.text(error.hint)
    console.note(" ".join(f"{console.text(error.message)}{hint}".split("\n")))
    return CANNOT_BE_DONE


def _own_fault(console: Console, error: Exception) -> int:
    """A mistake of the program itself: said plainly, with the way to a report that helps."""
    if os.environ.get(_TRACEBACK):
        traceback.print_exc()
    what = f"{type(error).__name__}: {shortened(str(error))}"
    console.note(
        msg(
            "The program made a mistake of its own ({what}); with {variable}=1 it tells where.",
            what=what,
            variable=_TRACEBACK,
        )
    )
    return CANNOT_BE_DONE


def _speak_utf8() -> None:
    """Standard output and error carry UTF-8 whatever the locale; bytes of a name that are none are shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
