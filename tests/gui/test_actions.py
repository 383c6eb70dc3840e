"""The table of actions: no key twice, mnemonics unique in a menu, reasons for what cannot be done."""

from collections import Counter

from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from designer.app.actions import SPECS, ActionSet, Situation, with_mnemonics
from designer.app.context import AppContext
from designer.app.document_controller import Mode


def test_no_key_belongs_to_two_actions() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in SPECS.values() for key in spec.keys)
    letters = Counter(spec.canvas_key for spec in SPECS.values() if spec.canvas_key)

    assert [key for key, count in (keys + letters).items() if count > 1] == []


def test_no_key_is_taken_from_those_who_type_czech_or_use_menus() -> None:
    forbidden = {"F10", "Shift+F10", "Ctrl+M", "Ctrl+H", "/", ";", "'", "[", "]"}
    used = {key for spec in SPECS.values() for key in (*spec.keys, spec.canvas_key)}

    assert used & forbidden == set()
    assert not any("Ctrl+Alt" in key for key in used)


def test_redo_answers_to_both_of_its_keys() -> None:
    assert SPECS["edit.redo"].keys == ("Ctrl+Y", "Ctrl+Shift+Z")


def test_what_cannot_be_done_says_why(context: AppContext, qtbot: QtBot) -> None:
    actions = ActionSet(context)
    actions.refresh(Situation(is_open=True, has_design=True, mode=Mode.DESIGN))

    assert not actions.action("edit.delete").isEnabled()
    assert str(actions.reason("edit.delete")) == "Nothing is selected."
    assert actions.action("insert.node").isEnabled()

    actions.refresh(Situation(is_open=True, has_design=True, mode=Mode.COMPARE))
    assert str(actions.reason("insert.node")) == "This is done in Design."


def test_mnemonics_of_one_menu_are_unique(qtbot: QtBot) -> None:
    actions = [QAction(text) for text in ("Cut", "Copy", "Paste", "Select all", "Select none", "Find\tCtrl+F")]

    with_mnemonics(actions)

    letters = [text[text.index("&") + 1].lower() for text in (action.text() for action in actions)]
    assert len(set(letters)) == len(letters)
    assert actions[-1].text().endswith("\tCtrl+F")
