"""What the window's tests share: a dressed application, preferences of their own, background work done at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from designer.app.background import TaskRunner
from designer.app.context import AppContext, build_context
from designer.app.document_controller import DocumentController
from designer.app.main_window import MainWindow
from designer.app.palette import Theme
from designer.app.preferences import Preferences
from designer.app.preferences import Theme as ThemeChoice
from designer.app.workspace import Workspace
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from tests.support.immediate import ImmediateExecutor


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp) -> Iterator[None]:
    """Each test begins with an empty clipboard.

    And none leaves a picture on it: without a window system the clipboard outlives Python, and what Python has put
    there would be taken down without it.
    """
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    preferences.theme = ThemeChoice.LIGHT
    preferences.language = "en"
    return preferences


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner(ImmediateExecutor(), ImmediateExecutor())
    yield runner
    runner.shutdown()


@pytest.fixture
def context(qapp, preferences: Preferences, tasks: TaskRunner) -> AppContext:
    return build_context(preferences, tasks)


@pytest.fixture
def project() -> Project:
    return Project(title="Two and one", designs=(build(Blueprint(2, 1)),))


@pytest.fixture
def controller(qapp, project: Project) -> DocumentController:
    return DocumentController(project)


@pytest.fixture
def workspace(qapp, qtbot: QtBot, preferences: Preferences, tasks: TaskRunner, tmp_path: Path) -> Iterator[Workspace]:
    space = Workspace(qapp, preferences, tasks, Theme(), recovery_folder=tmp_path / "recovery")
    yield space
    space.window.close_quietly()
    space.window.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def open_window(workspace: Workspace, qtbot: QtBot) -> Callable[[Project], MainWindow]:
    """Shows a project in the window."""

    def shown(project: Project) -> MainWindow:
        workspace.window.resize(1280, 800)
        workspace.controller.adopt(project, None)
        with qtbot.waitExposed(workspace.window):
            workspace.window.show()
        workspace.checks.check_now()
        return workspace.window

    return shown
