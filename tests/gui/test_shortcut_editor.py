"""The shortcut editor: keys are given, taken away and given back; what is taken or typed is refused."""

import pytest

from designer.app.actions import ActionSet, key_refusal
from designer.app.dialogs.shortcuts import ShortcutsDialog


@pytest.fixture
def dialog(context, qtbot) -> ShortcutsDialog:
    made = ShortcutsDialog(context)
    qtbot.addWidget(made)
    return made


def _keys(context, action_id: str) -> list[str]:
    actions = ActionSet(context)
    return [one.toString() for one in actions.action(action_id).shortcuts()]


def test_an_action_takes_keys_of_ones_own(dialog, context) -> None:
    assert dialog.give("arrange.left", "Ctrl+Shift+F9")

    assert _keys(context, "arrange.left") == ["Ctrl+Shift+F9"]


def test_keys_of_another_action_are_refused_and_named(dialog, context) -> None:
    assert not dialog.give("arrange.left", "Ctrl+S")

    assert "Save" in context.text(key_refusal("arrange.left", "Ctrl+S", {}))
    assert _keys(context, "arrange.left") == []


@pytest.mark.parametrize("keys", ["K", "Shift+K", "Ctrl+Alt+E"])
def test_keys_that_type_signs_are_refused(dialog, keys: str) -> None:
    assert not dialog.give("arrange.left", keys)


def test_keys_that_were_taken_away_are_free_for_another_action(dialog, context) -> None:
    assert dialog.give("file.export_pdf", "")
    assert dialog.give("arrange.left", "Ctrl+E")

    assert (_keys(context, "file.export_pdf"), _keys(context, "arrange.left")) == ([], ["Ctrl+E"])
    assert not dialog.give("file.export_pdf", "Ctrl+E")
    assert dialog.give("arrange.left", None)
    assert dialog.give("file.export_pdf", None)
    assert _keys(context, "file.export_pdf") == ["Ctrl+E"]
