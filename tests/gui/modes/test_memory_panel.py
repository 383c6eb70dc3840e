"""Memory after a loss: nodes of all variants at one scale, another loss by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from designer.analysis.memory_figures import memory_figures
from designer.app.modes.memory_panel import MemoryPanel
from designer.base.texts import ENGLISH
from designer.model.blueprint import Blueprint, build

DESIGNS = (build(Blueprint(1, 1)), build(Blueprint(2, 1)))


@pytest.fixture
def panel(qtbot, context) -> MemoryPanel:
    panel = MemoryPanel(context)
    qtbot.addWidget(panel)
    panel.resize(480, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_memory(DESIGNS, [memory_figures(one) for one in DESIGNS])
    return panel


def rows(panel) -> set[str]:
    return {item.element_id for item in panel.chart.value.items if item.key.startswith("row:")}


def choose(panel, lost) -> None:
    panel.loss.setCurrentIndex(panel.loss.findData(lost))


def test_the_loss_of_the_primary_site_is_shown_first(panel):
    assert rows(panel) == {"one-plus-one:s1", "two-plus-one:s1"}


def test_another_loss_shows_the_nodes_that_are_left(qtbot, panel):
    panel.loss.setFocus()
    qtbot.keyClick(panel.loss, Qt.Key.Key_Home)

    assert panel.loss.currentData() == ""
    assert rows(panel) == {"one-plus-one:p1", "one-plus-one:s1", *(f"two-plus-one:{one}" for one in ("p1", "p2", "s1"))}


def test_every_node_left_says_how_it_is(panel):
    choose(panel, "p1")
    said = {label.text() for label in panel.findChildren(QLabel)}

    after = next(one for one in memory_figures(DESIGNS[1]) if one.lost == "p1")
    for node in after.nodes:
        assert f"{DESIGNS[1].name_of(node.node)}: {ENGLISH.render(node.reason)}" in said


def test_the_chosen_loss_stays(panel):
    choose(panel, "p1")
    panel.show_memory(DESIGNS, [memory_figures(one) for one in DESIGNS])

    assert panel.loss.currentData() == "p1"
