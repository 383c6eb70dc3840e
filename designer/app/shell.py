"""The open projects of this process: one window is shown at a time, the others stand behind it as tabs."""

import logging
import sys
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from designer.app.background import TaskRunner
from designer.app.document_controller import Mode
from designer.app.document_files import Request, Wanted
from designer.app.main_window import MainWindow
from designer.app.notices import Notice, Severity
from designer.app.palette import Theme
from designer.app.preferences import Preferences
from designer.app.recovery import found_work, recovery_folder
from designer.app.workspace import Workspace
from designer.base.texts import msg
from designer.persistence.presence import Presence

_LOG = logging.getLogger(__name__)


class Shell(QObject):
    """Opens, shows and closes workspaces. Closing the window asks about every project that is not saved, in turn."""

    def __init__(
        self,
        application: QApplication,
        preferences: Preferences,
        tasks: TaskRunner,
        *,
        folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._preferences = preferences
        self._tasks = tasks
        self._theme = Theme()
        self._folder = folder or recovery_folder()
        self._presence = _presence(self._folder)
        self._workspaces: list[Workspace] = []
        self._shown: Workspace | None = None
        self._is_quitting = False

    @property
    def workspaces(self) -> tuple[Workspace, ...]:
        """The open projects in the order of their tabs."""
        return tuple(self._workspaces)

    @property
    def shown(self) -> Workspace | None:
        """The project whose window is shown."""
        return self._shown

    def open_all(self, paths: tuple[Path, ...], mode: Mode | None = None) -> None:
        """A tab for each file, or the welcome page, or what was open the last time where a person wants that."""
        left_behind = found_work(self._folder, frozenset())
        if not paths and self._preferences.reopens:
            paths = tuple(Path(one) for one in self._preferences.session if Path(one).is_file())
        first = self._make()
        for place, path in enumerate(paths):
            workspace = first if place == 0 else self._make()
            if not workspace.open(path) and workspace is not first:
                self._drop(workspace)
            elif mode is not None:
                workspace.set_mode(mode)
        self._show(first)
        if mode is not None and not paths:
            first.set_mode(mode)
        self._say_tabs()
        first.offer_recovery(left_behind)

    def open_beside(self, request: Request) -> None:
        """Give the document a tab of its own; a file that is open already comes to the front."""
        wanted = Path(request.name).absolute() if request.what is Wanted.PATH else None
        for one in self._workspaces:
            path = one.controller.path
            if wanted is not None and path is not None and path.absolute() == wanted:
                self.show(one)
                return
        fresh = self._make()
        fresh.window.files.carry_out(request)
        if fresh.controller.is_open:
            self.show(fresh)
            return
        notice = fresh.window.strip.notice
        self._drop(fresh)
        if notice is not None and self._shown is not None:
            self._shown.controller.notify(notice)

    def show(self, workspace: Workspace) -> None:
        """Put this project's window into the place of the one shown."""
        self._show(workspace)
        self._say_tabs()

    def step(self, by: int) -> None:
        """Show the next or previous project, round and round."""
        if self._shown is not None and len(self._workspaces) > 1:
            place = self._workspaces.index(self._shown) + by
            self.show(self._workspaces[place % len(self._workspaces)])

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

    def stop(self) -> None:
        """The process ends in good order."""
        if self._presence is not None:
            self._presence.leave()

    # Tabs

    def _make(self) -> Workspace:
        run = "" if self._presence is None else self._presence.token
        workspace = Workspace(
            self._application,
            self._preferences,
            self._tasks,
            self._theme,
            recovery_folder=self._folder,
            run=run,
        )
        self._workspaces.append(workspace)
        workspace.window_built.connect(self._dress)
        self._dress(workspace.window)
        workspace.controller.history_changed.connect(self._say_tabs)
        workspace.controller.path_changed.connect(self._say_tabs)
        workspace.controller.document_opened.connect(partial(self._see_document, workspace))
        return workspace

    def _dress(self, window: MainWindow) -> None:
        window.files.has_tabs = True
        window.files.beside_wanted.connect(self.open_beside)
        window.closing_asked.connect(self._quit)
        window.files.closing_agreed.connect(self._let_go)
        window.files.closing_cancelled.connect(self._stay)
        window.project_stepped.connect(self.step)
        window.projects.chosen.connect(self._choose)
        window.projects.close_wanted.connect(self._close)
        window.has_host = True
        self._say_tabs()

    def _show(self, workspace: Workspace) -> None:
        former, self._shown = self._shown, workspace
        if former is workspace:
            workspace.window.activateWindow()
            return
        if former is None:
            workspace.show()
            return
        workspace.window.restoreGeometry(former.window.saveGeometry())
        workspace.window.show()
        workspace.window.take_dock_sizes(former.window.dock_sizes())
        former.window.hide()
        workspace.window.activateWindow()

    def _say_tabs(self) -> None:
        names, tips = [], []
        for one in self._workspaces:
            star = "" if one.controller.is_clean or not one.controller.is_open else " *"
            name = one.window.files.shown_name() if one.controller.is_open else one.context.text(msg("Welcome"))
            names.append(name + star)
            tips.append(str(one.controller.path or name))
        for place, one in enumerate(self._workspaces):
            one.window.projects.show_projects(tuple(names), tuple(tips), place)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._workspaces):
            self.show(self._workspaces[place])

    def _close(self, place: int) -> None:
        if 0 <= place < len(self._workspaces):
            workspace = self._workspaces[place]
            self.show(workspace)
            if workspace.controller.is_open:
                workspace.window.files.close_document()
            else:
                self._leave(workspace)

    def _see_document(self, workspace: Workspace) -> None:
        """A project that was closed leaves its tab, unless it is the last one."""
        if not workspace.controller.is_open and len(self._workspaces) > 1 and not self._is_quitting:
            self._leave(workspace)
        else:
            self._say_tabs()

    def _leave(self, workspace: Workspace) -> None:
        if len(self._workspaces) < 2:
            return
        place = self._workspaces.index(workspace)
        neighbour = self._workspaces[place + 1 if place + 1 < len(self._workspaces) else place - 1]
        self._show(neighbour)
        self._drop(workspace)
        self._say_tabs()

    def _drop(self, workspace: Workspace) -> None:
        self._workspaces.remove(workspace)
        workspace.take_apart()

    # The end

    def _quit(self) -> None:
        """Ask about the first project that is not saved; the answer leads to the next, and at last to the end."""
        self._is_quitting = True
        for one in self._workspaces:
            if one.controller.is_open and not one.controller.is_clean and not one.is_let_go:
                self.show(one)
                files = one.window.files
                files.ask_close()
                return
        paths = [str(one.controller.path) for one in self._workspaces if one.controller.path is not None]
        self._preferences.session = tuple(paths)
        for one in tuple(self._workspaces):
            if one is self._shown:
                one.window.store_layout()
            one.window.close_quietly()

    def _let_go(self) -> None:
        """The project shown may go."""
        if self._is_quitting and self._shown is not None:
            self._shown.is_let_go = True
            self._quit()

    def _stay(self) -> None:
        self._is_quitting = False
        for one in self._workspaces:
            one.is_let_go = False


def _presence(folder: Path) -> Presence | None:
    try:
        return Presence(folder)
    except OSError:
        return None
