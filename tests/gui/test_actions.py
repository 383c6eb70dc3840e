"""The table of actions: no key twice, mnemonics unique in a menu, reasons for what cannot be done."""

from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO

from babel.messages.pofile import read_po
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from designer.app.actions import SPECS, ActionSet, Situation, key_text, with_mnemonics
from designer.app.context import AppContext
from designer.app.document_controller import Mode
from designer.app.main_window import MainWindow
from designer.assets.loader import resource_bytes
from designer.base.texts import Message
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project


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


def test_every_action_has_a_text_in_both_languages() -> None:
    czech = read_po(BytesIO(resource_bytes("locale/cs/geocluster.po")))

    def is_told(text: Message) -> bool:
        found = czech.get(text.text, context=text.context)
        return found is not None and bool(found.string)

    untold = [spec.id for spec in SPECS.values() if not is_told(spec.text)]

    assert untold == []


def test_every_action_has_a_place_in_a_menu_and_in_the_palette(open_window: Callable[[Project], MainWindow]) -> None:
    window = open_window(Project(title="T", designs=(build(Blueprint(1, 1)),)))

    placed = {action.objectName() for menu in window.menuBar().actions() for action in _below(menu)}
    found = {entry.text for entry in window._finder.entries()}

    assert [one for one in window.actions_set.ids() if one not in placed] == []
    assert window.actions_set.unbound() == ()
    hidden = {"tools.palette", "edit.find"}
    spoken = {one: window.actions_set.spec(one).text for one in window.actions_set.ids() if one not in hidden}
    assert [one for one, text in spoken.items() if window._context.text(text) not in found] == []


def test_every_tooltip_says_what_the_action_does_and_its_key(context: AppContext, qtbot: QtBot) -> None:
    actions = ActionSet(context)

    for spec in SPECS.values():
        tip = actions.action(spec.id).toolTip()
        assert context.text(spec.text) in tip
        assert key_text(spec) in tip


def _below(action: QAction) -> Iterator[QAction]:
    yield action
    menu = action.menu()
    if menu is not None:
        for one in menu.actions():
            yield from _below(one)
