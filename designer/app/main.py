"""The composition root of the window: builds everything once, wires it, starts it."""

import logging
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from designer import __version__
from designer.app.background import TaskRunner
from designer.app.collector import Collector
from designer.app.document_controller import Mode
from designer.app.notices import Notice, Severity
from designer.app.palette import Theme
from designer.app.preferences import Preferences
from designer.app.preferences import Theme as ThemeChoice
from designer.app.recovery import found_work, recovery_folder
from designer.app.workspace import Workspace
from designer.assets.loader import resource_path
from designer.base.texts import LANGUAGES, Language, msg

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """What the words behind the program's name ask for. The options serve pictures for documentation and tests."""

    paths: tuple[Path, ...] = ()
    theme: ThemeChoice | None = None
    mode: Mode | None = None
    resets_layout: bool = False


def main(words: Sequence[str], *, language: str | None = None) -> int:
    """Run the window on these files until it is closed; the exit code."""
    start = parse(words)
    application = _application()
    preferences = Preferences(_settings())
    _take_system_language(preferences)
    _apply(start, preferences, language)
    tasks = TaskRunner()
    collector = Collector(application)
    shell = Shell(application, preferences, tasks)
    previous_hook, sys.excepthook = sys.excepthook, shell.report_fault
    tasks.faulted.connect(shell.tell_fault)
    shell.open_all(start)
    code = application.exec()
    sys.excepthook = previous_hook
    tasks.shutdown()
    collector.stop()
    return code


def parse(words: Sequence[str]) -> Start:
    """The words as a start: ``--theme=``, ``--mode=``, ``--reset-ui``, and files."""
    paths: list[Path] = []
    theme: ThemeChoice | None = None
    mode: Mode | None = None
    resets = False
    for word in words:
        name, _, value = word.partition("=")
        if name == "--theme" and value in set(ThemeChoice):
            theme = ThemeChoice(value)
        elif name == "--mode" and value in set(Mode):
            mode = Mode(value)
        elif word == "--reset-ui":
            resets = True
        elif not word.startswith("--"):
            paths.append(Path(word))
    return Start(tuple(paths), theme, mode, resets)


class Shell:
    """The open workspaces of this process."""

    def __init__(self, application: QApplication, preferences: Preferences, tasks: TaskRunner) -> None:
        self._application = application
        self._preferences = preferences
        self._tasks = tasks
        self._theme = Theme()
        self._workspaces: list[Workspace] = []

    def open_all(self, start: Start) -> None:
        """A window for each file, or one with the welcome page."""
        folder = recovery_folder()
        left_behind = found_work(folder, frozenset())
        for path in start.paths or (None,):
            workspace = Workspace(
                self._application, self._preferences, self._tasks, self._theme, recovery_folder=folder
            )
            self._workspaces.append(workspace)
            workspace.show()
            if path is not None:
                workspace.open(path)
            if start.mode is not None:
                workspace.set_mode(start.mode)
        self._workspaces[0].offer_recovery(left_behind)

    def report_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The top of the program: keep the work safe, say that something went wrong, go on."""
        self.tell_fault("".join(traceback.format_exception(kind, error, trace)))

    def tell_fault(self, report: str) -> None:
        """Write the journal first, then the report to the log, then tell the person."""
        for workspace in self._workspaces:
            workspace.recovery.write_now()
        _LOG.error("unforeseen fault\n%s", report)
        sys.stderr.write(report)
        message = msg("Something went wrong inside the program. Your work is kept; save it under another name.")
        for workspace in self._workspaces:
            workspace.controller.notify(Notice(message, Severity.ERROR))


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
