"""Entry of the program: the window or the command line. Loads neither before it knows which."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from designer import __version__
from designer.cli import streams

if TYPE_CHECKING:
    from designer.base.texts import Message

PROJECT_SUFFIX = ".geocluster"
WINDOW_OPTIONS = ("--theme=", "--mode=", "--reset-ui")
CANNOT_BE_DONE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the given words (without its own name); the exit code of what they asked for."""
    _serve_frozen()
    streams.stand_in_for_closed()
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        return _tell_version()
    if wants_window(words):
        return _open_window(words)
    return _run_command(words)


def _serve_frozen() -> None:
    """Take part in a frozen program's processes; elsewhere nothing, and nothing is loaded for it."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # noqa: PLC0415 - as above

        freeze_support()


def wants_window(words: Sequence[str]) -> bool:
    """Whether these words ask for the window: none, ``open`` first, or nothing but project files."""
    if any(word in {"-h", "--help"} for word in words):
        return False
    paths, _ = _paths_and_language(words)
    if paths[:1] == ["open"]:
        return True
    return all(word.startswith(WINDOW_OPTIONS) or word.endswith(PROJECT_SUFFIX) for word in paths)


def _tell_version() -> int:
    try:
        streams.write_answer(f"geocluster {__version__}\n")
    except BrokenPipeError:
        return 0
    except OSError:
        from designer.cli.console import answer_lost  # noqa: PLC0415 - only a refusal needs the texts here

        streams.say_beside(f"{answer_lost()}\n")
        return CANNOT_BE_DONE
    return 0


def _run_command(words: Sequence[str]) -> int:
    try:
        from designer.cli.main import main as run_command  # noqa: PLC0415 - the window starts without it

        return run_command(words)
    except BrokenPipeError:
        # Whoever read the answer (say, `head`) has seen enough; the interpreter must not try to flush the rest.
        streams.silence(sys.stdout)
        return 0
    except KeyboardInterrupt:  # before the command line could listen for it
        return CANNOT_BE_DONE


def _open_window(words: Sequence[str]) -> int:
    paths, language = _paths_and_language(words)
    if paths[:1] == ["open"]:
        paths = paths[1:]
    refusal = _refusal(paths, language)
    if refusal is not None:
        from designer.assets.translations import translator  # noqa: PLC0415 - only a refusal needs the texts here

        streams.say_beside(translator("cs" if language == "cs" else "en").render(refusal) + "\n")
        return CANNOT_BE_DONE
    gc.disable()  # loading makes much and drops nothing; the window's own collector takes over from here
    from designer.app.main import main as run_window  # noqa: PLC0415 - the command line works without Qt

    return run_window(paths, language=language) if language else run_window(paths)


def _refusal(paths: Sequence[str], language: str | None) -> "Message | None":
    """Why no window can be opened, or None."""
    from designer.base.texts import msg  # noqa: PLC0415 - it loads the catalogue's machinery
    from designer.cli.doctor import why_no_window  # noqa: PLC0415 - as above

    option = next((path for path in paths if path.startswith("-") and not path.startswith(WINDOW_OPTIONS)), None)
    if option is not None:
        return msg("{option} is not an option of the window. See geocluster --help.", option=option)
    if language not in {None, "en", "cs"}:
        return msg("The language {language} is not known. Use en or cs.", language=str(language))
    return why_no_window()


def _paths_and_language(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The words without ``--language X``, and X. The window's other options stay: it reads them itself."""
    paths: list[str] = []
    language: str | None = None
    rest = iter(words)
    for word in rest:
        if word == "--language":
            language = next(rest, "")
        elif word.startswith("--language="):
            language = word.partition("=")[2]
        else:
            paths.append(word)
    return paths, language


if __name__ == "__main__":
    sys.exit(main())
