"""A year side by side: bars, figures that agree with them, and single points in words."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from designer.app.modes.year_panel import YearPanel
from designer.base.texts import ENGLISH
from designer.comparison.yearly import yearly
from designer.model.blueprint import Blueprint, build


@pytest.fixture
def years():
    return [yearly(build(Blueprint(1, 1))), yearly(build(Blueprint(2, 2)))]


@pytest.fixture
def panel(qtbot, context, years) -> YearPanel:
    panel = YearPanel(context)
    qtbot.addWidget(panel)
    panel.resize(480, 640)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_years(years)
    return panel


def test_every_class_of_minutes_has_its_row_and_the_total_stands_last(panel):
    keys = [row.key for row in panel.figures.facts.rows]

    assert keys == ["repair", "manual", "failover", "restart", "planned", "total", "available"]


def test_rows_are_all_seen_without_scrolling_the_table(panel):
    last = panel.figures.facts.index(len(panel.figures.facts.rows) - 1, 0)

    assert panel.figures.viewport().rect().contains(panel.figures.visualRect(last))


def test_the_scale_follows_the_box(qtbot, panel):
    before, was = panel.log.isChecked(), panel.chart.value
    qtbot.mouseClick(panel.log, Qt.MouseButton.LeftButton, pos=QPoint(9, panel.log.height() // 2))

    assert panel.log.isChecked() is not before
    assert panel.chart.value != was


def test_the_choice_of_a_scale_is_kept(qtbot, panel, years):
    qtbot.mouseClick(panel.log, Qt.MouseButton.LeftButton, pos=QPoint(9, panel.log.height() // 2))
    chosen = panel.log.isChecked()
    panel.show_years(years[:1])

    assert panel.log.isChecked() is chosen


def test_single_points_are_told_in_sentences(panel, years):
    said = {label.text() for label in panel.findChildren(QLabel)}

    assert years[0].single_points
    for one in years:
        assert {ENGLISH.render(sentence) for sentence in one.single_points} <= said


def test_a_part_of_a_bar_says_what_it_is(qtbot, panel, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: told.append(text))
    key = max((one for one in panel.chart.value.items if one.key.startswith("part:")), key=lambda one: one.bounds.width)
    at = panel.chart.point_of(key.key)

    QApplication.sendEvent(panel.chart, QHelpEvent(QEvent.Type.ToolTip, at, panel.chart.mapToGlobal(at)))

    assert told == [ENGLISH.render(key.hint)]


def test_the_chart_is_told_to_a_screen_reader(panel, years):
    for one in years:
        assert one.label in panel.chart.accessibleName()
