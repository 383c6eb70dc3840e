"""Searching: accents do not matter, whole words win, what cannot be done comes last."""

from designer.app.command_palette import Entry, folded, matching


def entry(text: str, reason: str = "") -> Entry:
    return Entry(text, folded(text), lambda: None, reason=reason)


def test_accents_and_case_do_not_matter() -> None:
    assert [one.text for one in matching("prilis", [entry("Příliš žluťoučký"), entry("Kůň")])] == ["Příliš žluťoučký"]


def test_the_beginning_of_a_word_wins_over_its_middle() -> None:
    found = matching("save", [entry("Unsaved work"), entry("Save")])

    assert [one.text for one in found] == ["Save", "Unsaved work"]


def test_letters_in_order_are_enough() -> None:
    assert [one.text for one in matching("zmin", [entry("Zoom in"), entry("Undo")])] == ["Zoom in"]


def test_disabled_entries_come_last_and_keep_their_reason() -> None:
    found = matching("paste", [entry("Paste here", "Nothing has been copied."), entry("Copy and paste")])

    assert [(one.text, bool(one.reason)) for one in found] == [("Copy and paste", False), ("Paste here", True)]


def test_nothing_typed_offers_everything_in_its_order() -> None:
    entries = [entry("b"), entry("a")]

    assert matching("", entries) == entries
