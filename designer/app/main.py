"""The composition root of the window: builds everything once, wires it, starts it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from designer import __version__
from designer.app.background import TaskRunner
from designer.app.collector import Collector
from designer.app.document_controller import Mode
from designer.app.preferences import Preferences
from designer.app.preferences import Theme as ThemeChoice
from designer.app.shell import Shell
from designer.assets.loader import resource_path
from designer.assets.translations import translator
from designer.base.errors import DesignerError
from designer.base.texts import LANGUAGES, Language, msg

CANNOT_BE_DONE = 2


class WrongUse(DesignerError):
    """Words behind the program's name that mean nothing."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the words behind the program's name ask for. The options serve pictures for documentation and tests."""

    paths: tuple[Path, ...] = ()
    theme: ThemeChoice | None = None
    mode: Mode | None = None
    resets_layout: bool = False


def main(words: Sequence[str], *, language: str | None = None) -> int:
    """Run the window on these files until it is closed; the exit code."""
    try:
        start = parse(words)
    except WrongUse as refusal:
        sys.stderr.write(translator("cs" if language == "cs" else "en").render(refusal.message) + "\n")
        return CANNOT_BE_DONE
    application = _application()
    preferences = Preferences(_settings())
    _take_system_language(preferences)
    _apply(start, preferences, language)
    tasks = TaskRunner()
    collector = Collector(application)
    shell = Shell(application, preferences, tasks)
    previous_hook, sys.excepthook = sys.excepthook, shell.report_fault
    tasks.faulted.connect(shell.tell_fault)
    shell.open_all(start.paths, start.mode)
    code = application.exec()
    sys.excepthook = previous_hook
    tasks.shutdown()
    collector.stop()
    shell.stop()
    return code


def parse(words: Sequence[str]) -> Start:
    """The words as a start: ``--theme=``, ``--mode=``, ``--reset-ui``, and files.

    Raises ``WrongUse`` for an option or a value that there is not.
    """
    paths: list[Path] = []
    theme: ThemeChoice | None = None
    mode: Mode | None = None
    resets = False
    for word in words:
        name, _, value = word.partition("=")
        if name == "--theme":
            theme = ThemeChoice(_one_of(name, value, tuple(one.value for one in ThemeChoice)))
        elif name == "--mode":
            mode = Mode(_one_of(name, value, tuple(one.value for one in Mode)))
        elif word == "--reset-ui":
            resets = True
        elif word.startswith("--"):
            raise WrongUse("option-unknown", msg("There is no option {option}.", option=name))
        else:
            paths.append(Path(word))
    return Start(tuple(paths), theme, mode, resets)


def _one_of(option: str, value: str, known: tuple[str, ...]) -> str:
    if value in known:
        return value
    message = msg("{option} is one of {known}, not “{value}”.", option=option, known=known, value=value)
    raise WrongUse("option-value", message)


def _application() -> QApplication:
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["geocluster"])
    application.setApplicationName("Geocluster Designer")
    application.setOrganizationName("Geocluster Designer")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("geocluster-designer")
    icon = resource_path("icons/sitemap.svg")
    if icon.exists():
        application.setWindowIcon(QIcon(str(icon)))
    return application


def _settings() -> QSettings:
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "geocluster-designer", "geocluster-designer"
    )


def _take_system_language(preferences: Preferences) -> None:
    preferences.set_system_language(QLocale.system().name())


def _apply(start: Start, preferences: Preferences, language: str | None) -> None:
    if start.resets_layout:
        preferences.reset_layout()
    if start.theme is not None:
        preferences.theme = start.theme
    chosen: Language | None = next((one for one in LANGUAGES if one == language), None)
    if chosen is not None:
        preferences.language = chosen
