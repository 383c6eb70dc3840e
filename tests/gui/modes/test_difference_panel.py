"""Differences of two variants: values with their units, and signs on both pictures while they are looked at."""

import pytest
from PySide6.QtCore import Qt

from designer.app.modes.difference_panel import DifferencePanel
from designer.drawing.differences import Sign
from designer.model.blueprint import Blueprint, build


def designs():
    small = build(Blueprint(2, 1))
    nodes = tuple(one.evolve(memory_mib=65536, votes=0) if one.id == "p2" else one for one in small.nodes)
    return small, small.evolve(id="changed", label="changed", nodes=nodes), build(Blueprint(2, 2))


@pytest.fixture
def panel(qtbot, context) -> DifferencePanel:
    panel = DifferencePanel(context)
    qtbot.addWidget(panel)
    panel.resize(520, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def shown(panel) -> dict[tuple[str, str], tuple[str, str]]:
    return {(row.key, row.cells[1].text): (row.cells[2].text, row.cells[3].text) for row in panel.table.facts.rows}


def test_values_stand_side_by_side_with_their_units(panel):
    first, second, _ = designs()
    panel.show_designs([first, second])
    memory = first.node("p2").memory_mib // 1024

    assert shown(panel)["p2", "Memory"] == (f"{memory}\u00a0GiB", "64\u00a0GiB")
    assert shown(panel)["p2", "Votes"] == ("1", "0")


def test_what_one_variant_has_alone_is_told(panel):
    first, _, larger = designs()
    panel.show_designs([first, larger])

    assert shown(panel)["s2", "Nodes"] == ("lacks it", "has it")


def test_the_two_can_be_swapped(qtbot, panel):
    first, _, larger = designs()
    panel.show_designs([first, larger])
    qtbot.mouseClick(panel.swap, Qt.MouseButton.LeftButton)

    assert panel.first.currentData() == larger.id
    assert shown(panel)["s2", "Nodes"] == ("has it", "lacks it")


def test_another_pair_can_be_chosen_by_the_keyboard(qtbot, panel):
    panel.show_designs(designs())
    panel.second.setFocus()
    qtbot.keyClick(panel.second, Qt.Key.Key_Up)

    assert panel.second.currentData() == "changed"
    assert ("p2", "Votes") in shown(panel)


def test_signs_are_asked_for_while_the_panel_is_seen(qtbot, panel):
    asked = []
    panel.signs_changed.connect(lambda signs, chosen: asked.append((signs, chosen)))
    first, second, larger = designs()
    panel.show_designs([first, larger])
    assert asked[-1][0][larger.id]["s2"] is Sign.ONLY_HERE
    panel.show_designs([first, second])
    panel.first.setCurrentIndex(0)
    panel.second.setCurrentIndex(1)
    assert asked[-1][0]["changed"]["p2"] is Sign.ALTERED
    row = next(at for at, one in enumerate(panel.table.facts.rows) if one.key == "p2")
    panel.table.setFocus()
    spot = panel.table.visualRect(panel.table.facts.index(row, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked[-1][1] == "p2"
    panel.hide()
    assert asked[-1] == ({}, "")


def test_equal_variants_say_so(panel):
    first = designs()[0]
    panel.show_designs([first, first.evolve(id="other", label="other")])

    assert panel._stack.currentIndex() == 1
