"""Entry of the program: the window or the command line. Loads neither before it knows which."""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from designer import __version__

if TYPE_CHECKING:
    from designer.base.texts import Message

PROJECT_SUFFIX = ".geocluster"
WINDOW_OPTIONS = ("--theme=", "--mode=", "--reset-ui")
CANNOT_BE_DONE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the given words (without its own name); the exit code of what they asked for."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        sys.stdout.write(f"geocluster {__version__}\n")
        return 0
    if wants_window(words):
        return _open_window(words)
    return _run_command(words)


def wants_window(words: Sequence[str]) -> bool:
    """Whether these words ask for the window: none, ``open`` first, or nothing but project files."""
    if any(word in {"-h", "--help"} for word in words):
        return False
    paths, _ = _paths_and_language(words)
    if paths[:1] == ["open"]:
        return True
    return all(word.startswith(WINDOW_OPTIONS) or word.endswith(PROJECT_SUFFIX) for word in paths)


def _run_command(words: Sequence[str]) -> int:
    from designer.cli.main import main as run_command  # noqa: PLC0415 - the window starts without it

    try:
        code = run_command(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answer (say, `head`) has seen enough; the interpreter must not try to flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _open_window(words: Sequence[str]) -> int:
    paths, language = _paths_and_language(words)
    if paths[:1] == ["open"]:
        paths = paths[1:]
    refusal = _refusal(paths, language)
    if refusal is not None:
        from designer.assets.translations import translator  # noqa: PLC0415 - only a refusal needs the texts here

        sys.stderr.write(translator("cs" if language == "cs" else "en").render(refusal) + "\n")
        return CANNOT_BE_DONE
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
