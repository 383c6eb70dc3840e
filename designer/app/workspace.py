"""One open document with its window. The document stays while the window is built anew for a language or theme."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.app.background import TaskRunner
from designer.app.context import AppContext, build_context
from designer.app.document_controller import DocumentController, Mode
from designer.app.file_watch import FileWatch
from designer.app.live_checks import LiveChecks
from designer.app.main_window import MainWindow
from designer.app.palette import Theme
from designer.app.preferences import Preferences
from designer.app.recovery import Recovery
from designer.persistence.journal import Recoverable, discard

_REBUILDS = frozenset({"theme", "language", "reduced_motion", "own_keys"})
_SETTLE_MS = 60
"""Lets a list or a menu from which the choice was made close before the window is built anew."""


class Workspace(QObject):
    """Composes controller, checks, recovery and window, and takes them apart again."""

    window_built = Signal(object)
    """The window was built anew; the :class:`MainWindow`."""

    def __init__(
        self,
        application: QApplication,
        preferences: Preferences,
        tasks: TaskRunner,
        theme: Theme,
        *,
        recovery_folder: Path,
        run: str = "",
    ) -> None:
        super().__init__()
        self._application = application
        self._preferences = preferences
        self._tasks = tasks
        self._theme = theme
        self._qt_texts: QTranslator | None = None
        self._left_behind: Recoverable | None = None
        self.is_let_go = False
        """Whether the person has agreed to close the project as it is."""
        self.controller = DocumentController(parent=self)
        self.checks = LiveChecks(self.controller, tasks, self)
        self.recovery = Recovery(self.controller, recovery_folder, self, run=run)
        self.watch = FileWatch(self.controller, self)
        self._context = self._dress()
        self.window = self._build_window()
        self._rebuild_soon = QTimer(self)
        self._rebuild_soon.setSingleShot(True)
        self._rebuild_soon.timeout.connect(self.rebuild)
        self.watch.changed_outside.connect(self._tell_changed_outside)
        preferences.changed.connect(self._follow_preference)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def context(self) -> AppContext:
        """The context of the present window."""
        return self._context

    def show(self) -> None:
        """Show the window where it was left."""
        self.window.restore_layout()
        self.window.show()

    def open(self, path: Path) -> bool:
        """Open a file; whether it could be done."""
        return self.window.files.open_at_once(path)

    def set_mode(self, mode: Mode) -> None:
        """Begin in a mode."""
        self.controller.set_mode(mode)

    def offer_recovery(self, found: tuple[Recoverable, ...]) -> None:
        """Ask what to do with work left behind."""
        if len(found) == 1 and not self.controller.is_open:
            self._left_behind = found[0]
            origin = found[0].origin
            self.window.welcome.set_recovered(origin.name if origin is not None else found[0].project.title)
        elif found:
            from designer.app.dialogs.recovery import RecoveryDialog  # noqa: PLC0415 - only after a crash

            dialog = RecoveryDialog(self._context, found, self.window)
            dialog.restored.connect(self._restore)
            dialog.open()

    def _decide_recovery(self, answer: str) -> None:
        found, self._left_behind = self._left_behind, None
        self.window.welcome.set_recovered("")
        if found is not None and answer == "restore":
            self._restore(found)
        elif found is not None:
            discard(found.journal)

    def take_apart(self) -> None:
        """Close the window without asking, and be gone."""
        self._preferences.changed.disconnect(self._follow_preference)
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._follow_system)
        self._rebuild_soon.stop()
        self.window.close_quietly()
        self.window.deleteLater()
        self.deleteLater()

    def rebuild(self) -> None:
        """Build the window anew around the same document."""
        from designer.app.dialogs.preferences import PreferencesDialog  # noqa: PLC0415 - the start goes without it

        old = self.window
        preferences = next((one for one in old.findChildren(PreferencesDialog) if one.isVisible()), None)
        sizes = old.dock_sizes()
        geometry, was_visible = old.saveGeometry(), old.isVisible()
        state = old.saveState()
        tabs = {side: panels.currentIndex() for side, panels in old.sides.items()}
        old.closed.disconnect(self._end)
        self._context = self._dress()
        self.window = self._build_window()
        self.window.take_run(old)
        self.window_built.emit(self.window)
        self.window.restoreGeometry(geometry)
        self.window.take_layout(state, tabs)
        if was_visible:
            self.window.show()
            if self.controller.is_open and self.controller.mode is Mode.DESIGN:
                self.window.take_dock_sizes(sizes)
        if preferences is not None:
            self.window.open_preferences(preferences.pos())
        old.close_quietly()
        old.deleteLater()

    def _build_window(self) -> MainWindow:
        window = MainWindow(self.controller, self._context)
        window.files.watch = self.watch
        window.closed.connect(self._end)
        window.welcome.recovery_requested.connect(self._decide_recovery)
        self.recovery.written.connect(window.status.show_saved)
        return window

    def _dress(self) -> AppContext:
        context = build_context(self._preferences, self._tasks)
        self._theme.apply(self._application, context.ink)
        language = context.translator.language
        QLocale.setDefault(QLocale(language))
        if self._qt_texts is not None:
            self._application.removeTranslator(self._qt_texts)
        self._qt_texts = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != "en" and self._qt_texts.load(f"qtbase_{language}", folder):
            self._application.installTranslator(self._qt_texts)
        return context

    def _follow_preference(self, name: str) -> None:
        if name in _REBUILDS:
            self._rebuild_soon.start(_SETTLE_MS)

    def _follow_system(self) -> None:
        if self._context.is_dark != self._preferences.is_dark:
            self._rebuild_soon.start(0)

    def _restore(self, found: Recoverable) -> None:
        self.window.files.open_recovered(found.project, found.origin)
        self.recovery.write_now()
        discard(found.journal)

    def _tell_changed_outside(self) -> None:
        self.window.files.tell_changed_outside()

    def _end(self) -> None:
        self.recovery.stop()
        self.watch.stop()
