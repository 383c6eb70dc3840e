"""Several projects in one window: tabs, closing without losing, reopening, damaged and changed files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from designer.app.background import TaskRunner
from designer.app.dialogs.salvage import SalvageDialog
from designer.app.main import WrongUse, parse
from designer.app.preferences import Preferences
from designer.app.shell import Shell
from designer.editing.elements import RenameElement
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project
from designer.persistence.files import load, save
from designer.persistence.lock_note import Holder, read_note, write_note


@pytest.fixture
def shell(qapp, qtbot: QtBot, preferences: Preferences, tasks: TaskRunner, tmp_path: Path) -> Iterator[Shell]:
    made = Shell(qapp, preferences, tasks, folder=tmp_path / "recovery")
    yield made
    for one in made.workspaces:
        one.window.close_quietly()
        one.window.deleteLater()
    made.stop()
    qapp.setStyleSheet("")


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[[str], Path]:
    def made(title: str) -> Path:
        path = tmp_path / f"{title}.geocluster"
        save(Project(title=title, designs=(build(Blueprint(2, 1)),)), path)
        return path

    return made


def _names(shell: Shell) -> list[str]:
    assert shell.shown is not None
    bar = shell.shown.window.projects
    return [bar.tabText(place) for place in range(bar.count())]


def _rename(shell: Shell, name: str) -> None:
    assert shell.shown is not None
    controller = shell.shown.controller
    assert controller.run(RenameElement(controller.design_id, "p1", name))


def _answer(shell: Shell, button: QMessageBox.StandardButton) -> None:
    assert shell.shown is not None
    box = shell.shown.window.findChild(QMessageBox, "unsaved")
    assert box is not None
    QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)
    box.deleteLater()


def test_a_second_file_gets_a_tab_of_its_own_and_the_first_stays(shell: Shell, file_of) -> None:
    shell.open_all((file_of("one"),))
    _rename(shell, "Kept")

    shell.shown.window.files.open_file(str(file_of("two")))

    assert [one.controller.project.title for one in shell.workspaces] == ["one", "two"]
    assert shell.shown.controller.project.title == "two"
    assert _names(shell) == ["one.geocluster *", "two.geocluster"]
    assert not shell.workspaces[0].controller.is_clean


def test_a_file_that_is_open_comes_to_the_front_instead_of_opening_twice(shell: Shell, file_of) -> None:
    shell.open_all((file_of("one"), file_of("two")))

    shell.workspaces[0].window.files.open_file(str(file_of("two")))

    assert len(shell.workspaces) == 2
    assert shell.shown is shell.workspaces[1]


def test_keys_walk_through_the_projects(shell: Shell, file_of, qtbot: QtBot) -> None:
    shell.open_all((file_of("one"), file_of("two")))
    with qtbot.waitExposed(shell.workspaces[0].window):
        shell.show(shell.workspaces[0])

    shell.shown.window.actions_set.trigger("window.next_project")

    assert shell.shown.controller.project.title == "two"
    assert [one.window.isVisible() for one in shell.workspaces] == [False, True]


def test_closing_a_project_leaves_the_others(shell: Shell, file_of) -> None:
    shell.open_all((file_of("one"), file_of("two")))

    shell.shown.window.actions_set.trigger("file.close")

    assert [one.controller.project.title for one in shell.workspaces] == ["two"]
    assert shell.shown.window.isVisible()


def test_closing_the_window_asks_about_every_project_that_is_not_saved(shell: Shell, file_of, preferences) -> None:
    paths = file_of("one"), file_of("two")
    shell.open_all(paths)
    _rename(shell, "Changed in one")
    shell.show(shell.workspaces[1])
    _rename(shell, "Changed in two")

    shell.shown.window.close()
    _answer(shell, QMessageBox.StandardButton.Save)
    _answer(shell, QMessageBox.StandardButton.Discard)

    assert load(paths[0]).designs[0].node("p1").name == "Changed in one"
    assert load(paths[1]).designs[0].node("p1").name == "P1"
    assert not any(one.window.isVisible() for one in shell.workspaces)
    assert preferences.session == tuple(str(one) for one in paths)


def test_cancel_keeps_everything_open(shell: Shell, file_of) -> None:
    shell.open_all((file_of("one"),))
    _rename(shell, "Changed")

    shell.shown.window.close()
    _answer(shell, QMessageBox.StandardButton.Cancel)

    assert shell.shown.window.isVisible()
    assert not shell.shown.controller.is_clean


def test_the_projects_of_the_last_time_are_opened_where_that_is_wanted(shell: Shell, file_of, preferences) -> None:
    preferences.session = (str(file_of("one")), str(file_of("two")), "/gone/away.geocluster")
    preferences.reopens = True

    shell.open_all(())

    assert [one.controller.project.title for one in shell.workspaces] == ["one", "two"]


def test_a_damaged_file_is_opened_for_what_is_left_and_is_not_touched(shell: Shell, file_of) -> None:
    path = file_of("hurt")
    hurt = path.read_bytes()[:-400]
    path.write_bytes(hurt)
    shell.open_all(())

    shell.shown.window.files.open_file(str(path))
    shell.shown.window.strip.notice.action()
    dialog = shell.shown.window.findChild(SalvageDialog)
    assert dialog.dropped.count() >= 1
    QTest.mouseClick(dialog.accept_rest, Qt.MouseButton.LeftButton)

    controller = shell.shown.controller
    assert controller.is_open
    assert controller.path is None
    assert not controller.is_clean
    assert path.read_bytes() == hurt


def test_a_file_changed_by_another_program_is_noticed_and_not_overwritten_unasked(shell: Shell, file_of) -> None:
    path = file_of("shared")
    shell.open_all((path,))
    _rename(shell, "Mine")
    save(Project(title="Theirs"), path)

    shell.shown.watch.look()
    assert "shared.geocluster" in str(shell.shown.window.strip.notice.message)
    shell.shown.window.actions_set.trigger("file.save")

    box = shell.shown.window.findChild(QMessageBox, "changed-outside")
    assert box is not None
    assert load(path).title == "Theirs"
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    assert load(path).designs[0].node("p1").name == "Mine"
    assert not shell.shown.watch.is_changed


def test_our_own_saving_is_no_change_by_another_program(shell: Shell, file_of) -> None:
    shell.open_all((file_of("own"),))
    _rename(shell, "Mine")
    shell.shown.window.actions_set.trigger("file.save")

    shell.shown.watch.look()

    assert not shell.shown.watch.is_changed


def test_who_else_has_the_file_open_is_told_and_the_note_goes_with_the_window(shell: Shell, file_of) -> None:
    path, mine = file_of("theirs"), file_of("mine")
    write_note(path, Holder("jana", "another-machine", 4711, "2026-01-02T03:04:05Z"))

    shell.open_all((path, mine))

    assert "jana" in str(shell.workspaces[0].window.strip.notice.message)
    assert read_note(path).user == "jana"
    assert read_note(mine) is not None
    shell.shown.window.close()
    assert read_note(mine) is None


@pytest.mark.parametrize("word", ["--theme=purple", "--mode=dream", "--nonsense"])
def test_words_that_mean_nothing_are_refused(word: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        parse([word])

    assert word.partition("=")[0] in str(refusal.value)
