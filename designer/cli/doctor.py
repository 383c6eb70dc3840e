"""What this machine has and lacks for the program. Looks, changes nothing, and needs no Qt itself."""

import ctypes
import importlib.metadata
import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from designer import __version__
from designer.assets.loader import resource_bytes, resource_names, sample_names
from designer.base.texts import Message, Translator, msg, msg_n

CORE_PACKAGES = ("babel", "networkx", "numpy", "pillow", "pydantic", "pypdfium2", "reportlab")
_LIBRARIES = "platform/debian-packages.txt"
_CANARY = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for _ in range(1000):
    thing.setObjectName("a")
sys.exit(sys.getrefcount(None) - before < -50)
"""


class State(Enum):
    """How a fact stands to the program's needs; the value is the sign before it in the list."""

    FINE = "+"
    NOTE = "."
    LACKING = "!"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing looked at: its name, what was found, and what to do where something lacks."""

    name: Message | str
    found: Message | str
    state: State = State.FINE
    remedy: Message | None = None


def examine() -> tuple[Fact, ...]:
    """Everything looked at, always in the same order. Takes less than a second."""
    return (*_machine(), *_packages(), *_shipped(), *_window())


def doctor_lines(facts: tuple[Fact, ...], translator: Translator) -> list[str]:
    """The facts as lines for a terminal, remedies below what lacks, and a sentence that sums up."""
    names = [translator.render(fact.name) for fact in facts]
    width = max(map(len, names))
    lines = []
    for fact, name in zip(facts, names, strict=True):
        lines.append(f"{fact.state.value} {name:{width}}  {translator.render(fact.found)}")
        if fact.remedy is not None:
            lines.append(f"  {'':{width}}  {translator.render(fact.remedy)}")
    lacking = sum(fact.state is State.LACKING for fact in facts)
    verdict = (
        msg_n("{n} thing is lacking.", "{n} things are lacking.", lacking) if lacking else msg("Nothing is lacking.")
    )
    return [*lines, "", translator.render(verdict)]


def why_no_window() -> Message | None:
    """Why the window cannot be opened here, with what to do instead, or None where it can be tried."""
    if importlib.util.find_spec("PySide6") is None:
        return msg(
            "The window needs PySide6, which is not installed: pip install 'geocluster-designer[gui]'. "
            "The commands work without it: geocluster --help."
        )
    if not has_display():
        return msg("There is no display to open a window on. The commands work without one: geocluster --help.")
    return None


def has_display() -> bool:
    """Whether a window can appear: always but on a Unix without X11, Wayland or a platform chosen by hand."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _machine() -> Iterator[Fact]:
    yield Fact(msg("Program"), f"geocluster {__version__}")
    yield Fact(msg("Python"), f"{platform.python_version()} ({sys.executable})")
    yield Fact(msg("System"), platform.platform(), State.NOTE)
    yield Fact(msg("Processor cores"), str(os.cpu_count() or 1), State.NOTE)


def _packages() -> Iterator[Fact]:
    for name in CORE_PACKAGES:
        version = _version(name)
        if version is None:
            yield Fact(
                name, msg("not installed"), State.LACKING, msg("Install it: pip install {package}", package=name)
            )
        else:
            yield Fact(name, version)


def _shipped() -> Iterator[Fact]:
    fonts = len(resource_names("fonts", ".ttf"))
    samples = len(sample_names())
    again = msg("Install the program again: files that ship with it are missing.")
    yield Fact(msg("Fonts"), str(fonts), *(() if fonts else (State.LACKING, again)))
    yield Fact(msg("Samples"), str(samples), *(() if samples else (State.LACKING, again)))


def _window() -> Iterator[Fact]:
    version = _version("pyside6-essentials")
    if version is None:
        yield Fact("PySide6", msg("not installed; there is no window, the commands work"), State.NOTE)
        return
    missing = missing_packages()
    if missing:
        line = "sudo apt-get install --no-install-recommends -y " + " ".join(missing)
        remedy = msg("On Debian type: {line}", line=line)
        yield Fact(msg("Libraries of the system"), msg("some are missing"), State.LACKING, remedy)
    else:
        yield Fact(msg("Libraries of the system"), msg("complete"))
        yield _bindings(version)
    found = msg("present") if has_display() else msg("none; the commands work without one")
    yield Fact(msg("Display"), found, State.FINE if has_display() else State.NOTE)


def _bindings(version: str) -> Fact:
    """The Qt bindings, tried in a process of their own because faulty ones end it (decision 0009)."""
    tried = subprocess.run([sys.executable, "-c", _CANARY], capture_output=True, text=True, check=False)  # noqa: S603 - our own text
    if tried.returncode == 0:
        return Fact("PySide6", version)
    if "Error" in tried.stderr:
        last = tried.stderr.strip().splitlines()[-1]
        return Fact("PySide6", msg("{version} cannot be loaded: {reason}", version=version, reason=last), State.LACKING)
    remedy = msg("Install another version: pip install 'pyside6-essentials<6.12'")
    return Fact("PySide6", msg("{version} loses references on this Python", version=version), State.LACKING, remedy)


def missing_packages() -> tuple[str, ...]:
    """The Debian packages of the libraries that Qt needs and this Linux cannot load, in alphabetical order."""
    if not sys.platform.startswith("linux"):
        return ()
    lines = [line.partition("#")[0].split() for line in resource_bytes(_LIBRARIES).decode("utf-8").splitlines()]
    return tuple(sorted({package for _, library, package in filter(None, lines) if not _can_load(library)}))


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
