"""The article's 2+1 from a blank project without touching the mouse: keys, menus, tables and connections only."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from designer.app.main_window import MainWindow
from designer.app.panels.table_cells import Rows
from designer.app.workspace import Workspace
from designer.model.project import Project
from designer.model.site import SiteRole


def _run(window: MainWindow, words: str) -> None:
    """Find an action in the command palette and run it."""
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.palette_box.field, words)
    QTest.keyClick(window.palette_box.field, Qt.Key.Key_Return)


def _insert(window: MainWindow, words: str) -> None:
    """Choose from the quick-insert menu as a person does: open it, go to the entry, Enter."""
    _run(window, "insert here")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = [action for action in menu.actions() if action.text()]
    at = [action.text().replace("&", "") for action in entries].index(words)
    for _ in range(at + 1):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def _choose(box: QComboBox, words: str) -> None:
    """Go to an entry with the arrow keys."""
    wanted = next(place for place in range(box.count()) if box.itemText(place).endswith(words))
    for _ in range(box.count() + 1):
        if box.currentIndex() == wanted:
            return
        down = box.currentIndex() < wanted
        QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)


def _connect(window: MainWindow, first: str, second: str) -> None:
    panel = window.connections
    window.sides["bottom"].raise_panel("connections")
    _choose(panel.first, first)
    _choose(panel.second, second)
    assert panel.join.isEnabled(), f"{first} cannot be joined with {second}"
    QTest.keyClick(panel.join, Qt.Key.Key_Space)


def _type(window: MainWindow, rows: Rows, cell: tuple[int, int], text: str) -> None:
    editor = window.tables
    window.sides["bottom"].raise_panel("tables")
    editor.show_rows(rows)
    editor.table.setCurrentIndex(editor.model.index(*cell))
    QTest.keyClick(editor.table, Qt.Key.Key_F2)
    line = next(one for one in editor.table.findChildren(QLineEdit) if one.isVisible())
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


@pytest.mark.qt_log_ignore("does not support raise", "grabbing the keyboard")
def test_the_articles_two_plus_one_without_a_mouse(
    open_window: Callable[[Project], MainWindow], workspace: Workspace, qtbot: QtBot
) -> None:
    window = open_window(Project(title="By keyboard"))
    controller = workspace.controller
    window.files.new_blank()

    for words in ("Site", "Site", "Array", "Array"):
        _insert(window, words)
    sites = {site.role: site for site in controller.design.sites}
    assert set(sites) >= {SiteRole.PRIMARY, SiteRole.SECONDARY}
    primary, secondary = sites[SiteRole.PRIMARY], sites[SiteRole.SECONDARY]
    controller.select(())

    for row, (name, site) in enumerate((("P1", primary.name), ("P2", primary.name), ("S1", secondary.name))):
        _type(window, Rows.NODES, (row, 0), name)
        QTest.keyClick(window.tables.table, Qt.Key.Key_Escape)
        window.tables.model.setData(window.tables.model.index(row, 1), site)
    arrays = {array.site: array.name for array in controller.design.arrays}
    if len(arrays) == 1:
        controller.select((controller.design.arrays[1].id,))
        other = secondary.id if primary.id in arrays else primary.id
        window.inspector.row("site").committed.emit("site", other)
        controller.select(())
        arrays = {array.site: array.name for array in controller.design.arrays}

    _connect(window, primary.name, secondary.name)
    _connect(window, arrays[primary.id], arrays[secondary.id])
    for node, site in (("P1", primary), ("P2", primary), ("S1", secondary)):
        _connect(window, node, arrays[site.id])
    for row in range(6):
        _type(window, Rows.VMS, (row, 0), f"vm {row + 1}")

    design = controller.design
    assert [(node.name, node.site) for node in design.nodes] == [
        ("P1", primary.id),
        ("P2", primary.id),
        ("S1", secondary.id),
    ]
    assert (len(design.replication_links), len(design.network_links), len(design.san_links)) == (1, 1, 3)
    assert len(design.vms) == 6
    assert all(vm.luns for vm in design.vms)


def test_everything_that_takes_the_keyboard_has_a_name_for_screen_readers(
    open_window: Callable[[Project], MainWindow], project: Project
) -> None:
    window = open_window(project)

    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _name(widget)
        if widget is not window.canvas.view.viewport()  # its view speaks for it
    ]

    assert nameless == []


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) else "") or widget.toolTip()
