"""Weights: an order that follows them, told with what speaks for it, and how far each may move."""

import pytest
from PySide6.QtCore import Qt

from designer.app.modes.weights_panel import WeightsPanel
from designer.comparison.compare import compare
from designer.comparison.weighing import weigh
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project


@pytest.fixture
def comparison():
    return compare(Project(designs=(build(Blueprint(1, 1)), build(Blueprint(2, 2)), build(Blueprint(2, 1)))))


@pytest.fixture
def panel(qtbot, context, comparison) -> WeightsPanel:
    panel = WeightsPanel(context)
    qtbot.addWidget(panel)
    panel.resize(480, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_comparison(comparison)
    return panel


def test_every_criterion_that_tells_variants_apart_has_a_weight(panel, comparison):
    assert list(panel.spins) == [one.criterion for one in weigh(comparison, {}).criteria]
    assert {spin.value() for spin in panel.spins.values()} == {1}


def test_typing_a_weight_changes_the_order_told(qtbot, panel, comparison):
    before = panel.order.text()
    spin = panel.spins["nodes"]
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "10")
    qtbot.keyClick(spin, Qt.Key.Key_Return)

    expected = weigh(comparison, {"nodes": 10}).order[0][0]
    label = next(one.design.label for one in comparison.columns if one.design.id == expected)
    assert panel.order.text().startswith(label)
    assert panel.order.text() != before


def test_bars_say_in_words_when_the_order_changes(panel, comparison):
    for one in weigh(comparison, {}).criteria:
        told = panel.bars[one.criterion].toolTip()
        is_free = one.lowered is None and one.raised is None
        assert (told == "Whatever it weighs, the order stays.") is is_free


def test_equal_weights_are_one_click_away(qtbot, panel):
    before = panel.order.text()
    panel.spins["nodes"].setValue(9)
    qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)

    assert panel.order.text() == before
    assert not panel.reset.isEnabled()


def test_weights_stay_when_the_variants_are_computed_anew(panel, comparison):
    panel.spins["nodes"].setValue(9)
    told = panel.order.text()
    panel.show_comparison(comparison)

    assert panel.spins["nodes"].value() == 9
    assert panel.order.text() == told
