"""The mode switch in its tool bar."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton

from designer.app.main_window import MainWindow
from designer.app.mode_switch import ModeSwitch
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project


def test_segments_stand_whole_and_centred_in_their_frame(open_window: Callable[[Project], MainWindow]) -> None:
    window = open_window(Project(title="Switch", designs=(build(Blueprint(2, 1)),)))
    switch = window.findChild(ModeSwitch)
    assert switch is not None
    for button in switch.findChildren(QPushButton):
        above = button.mapTo(switch, QPoint(0, 0)).y()
        below = switch.height() - above - button.height()
        assert above == below >= 1
