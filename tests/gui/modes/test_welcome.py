"""The welcome page hands over what a person chooses, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from designer.app.modes.design_card import DesignCard
from designer.app.modes.generate_dialog import GenerateDialog
from designer.app.welcome import WelcomePage
from designer.assets.samples import SAMPLES
from designer.model.blueprint import Blueprint


@pytest.fixture
def page(qtbot, context) -> WelcomePage:
    page = WelcomePage(context)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.hide()


@pytest.mark.parametrize(("label", "nodes"), [("1+1", (1, 1)), ("2+2", (2, 2)), ("2+1", (2, 1))])
def test_a_card_begins_a_project_of_its_shape(qtbot, page, label, nodes):
    with qtbot.waitSignal(page.new_requested) as asked:
        qtbot.mouseClick(page.findChild(DesignCard, f"start:{label}"), Qt.MouseButton.LeftButton)

    blueprint = asked.args[0]
    assert (blueprint.primary, blueprint.secondary) == nodes


def test_arrows_and_space_choose_a_card(qtbot, page):
    page.cards[0].setFocus()
    qtbot.keyClick(page.cards[0], Qt.Key.Key_Right)
    qtbot.keyClick(page.cards[1], Qt.Key.Key_Right)
    with qtbot.waitSignal(page.new_requested) as asked:
        qtbot.keyClick(page.cards[2], Qt.Key.Key_Space)

    assert asked.args[0].label == "2+1"


def test_every_sample_has_a_card_that_asks_for_it(qtbot, page):
    asked = []
    page.sample_requested.connect(asked.append)
    for card in page.samples:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)

    assert asked == [sample.name for sample in SAMPLES]


def test_open_and_empty_ask_for_it(qtbot, page):
    with qtbot.waitSignal(page.open_requested):
        qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.new_requested) as asked:
        qtbot.mouseClick(page.empty, Qt.MouseButton.LeftButton)

    assert asked.args == [None]


def test_recent_projects_are_listed_and_opened(qtbot, page, preferences, tmp_path):
    project = tmp_path / "mine.geocluster"
    project.write_text("{}")
    preferences.remember(tmp_path / "gone.geocluster")
    preferences.remember(project)

    assert page.recent.count() == 2
    assert "missing" in page.recent.item(1).text()
    spot = page.recent.visualItemRect(page.recent.item(0)).center()
    with qtbot.waitSignal(page.path_requested) as asked:
        qtbot.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked.args == [str(project)]


def test_recovered_work_is_offered(qtbot, page):
    page.set_recovered("article.geocluster")
    with qtbot.waitSignal(page.recovery_requested) as asked:
        qtbot.mouseClick(page.findChild(QPushButton, "recovery:restore"), Qt.MouseButton.LeftButton)

    assert asked.args == ["restore"]


def test_numbers_become_a_blueprint(qtbot, context):
    dialog = GenerateDialog(context)
    qtbot.addWidget(dialog)
    dialog.primary.setValue(3)
    dialog.secondary.setValue(2)
    dialog.vms.setValue(12)
    dialog.vm_memory.setValue(2.0)
    dialog.witness.setCurrentIndex(dialog.witness.findData("third"))

    blueprint = dialog.blueprint()

    assert blueprint == Blueprint(3, 2, witness=blueprint.witness, vms=12, vm_memory_mib=2048)
    assert blueprint.witness == "third"
    assert "6 votes" in dialog.summary.text(), "five nodes and the share"
