"""Sentences as values: parameters, plurals, contexts, numbers and lists in two languages."""

import pytest

from designer.base.texts import ENGLISH, Decimal, Message, Translator, msg, msg_in, msg_n

_CATALOGUE = """
msgid ""
msgstr ""
"Language: cs\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\\n"

msgid "Node {node} fails"
msgstr "Uzel {node} selže"

msgid "{n} node"
msgid_plural "{n} nodes"
msgstr[0] "{n} uzel"
msgstr[1] "{n} uzly"
msgstr[2] "{n} uzlů"

msgctxt "a verb"
msgid "Open"
msgstr "Otevřít"

msgctxt "a state"
msgid "Open"
msgstr "Otevřeno"
""".encode()


@pytest.fixture
def czech():
    return Translator("cs", _CATALOGUE)


def test_parameters_are_filled_in(czech):
    message = msg("Node {node} fails", node="P1")

    assert ENGLISH.render(message) == "Node P1 fails"
    assert czech.render(message) == "Uzel P1 selže"
    assert str(message) == "Node P1 fails"


@pytest.mark.parametrize(
    ("n", "english", "czech_text"),
    [(1, "1 node", "1 uzel"), (2, "2 nodes", "2 uzly"), (5, "5 nodes", "5 uzlů"), (0, "0 nodes", "0 uzlů")],
)
def test_plurals_follow_the_language(czech, n, english, czech_text):
    message = msg_n("{n} node", "{n} nodes", n)

    assert ENGLISH.render(message) == english
    assert czech.render(message) == czech_text


def test_contexts_tell_equal_words_apart(czech):
    assert czech.render(msg_in("a verb", "Open")) == "Otevřít"
    assert czech.render(msg_in("a state", "Open")) == "Otevřeno"
    assert ENGLISH.render(msg_in("a verb", "Open")) == "Open"


@pytest.mark.parametrize(
    ("value", "english", "czech_text"),
    [
        (1234567, "1,234,567", "1\u00a0234\u00a0567"),
        (1.25, "1.2", "1,2"),
        (Decimal(1.5, 2), "1.50", "1,50"),
        (Decimal(1.5, 2, keep_zeros=False), "1.5", "1,5"),
        (("a", "b", "c"), "a, b, and c", "a, b a\u00a0c"),
        (("a",), "a", "a"),
        (msg("Node {node} fails", node="P1"), "Node P1 fails", "Uzel P1 selže"),
    ],
)
def test_parameters_are_shown_as_the_language_shows_them(czech, value, english, czech_text):
    message = Message("{value}", (("value", value),))

    assert ENGLISH.render(message) == english
    assert czech.render(message) == czech_text


def test_what_people_typed_is_never_taken_for_a_template():
    assert ENGLISH.render(msg("Node {node} fails", node="{node} {0} {x!r}")) == "Node {node} {0} {x!r} fails"
    assert ENGLISH.render("{node}") == "{node}"


def test_a_text_without_translation_is_shown_in_english(czech):
    assert czech.render(msg("Not translated")) == "Not translated"
    assert czech.render(msg("")) == ""


def test_other_parameters_are_a_mistake_of_ours():
    with pytest.raises(TypeError):
        ENGLISH.render(Message("{value}", (("value", None),)))


def test_a_count_that_is_no_number_is_a_mistake_of_ours():
    with pytest.raises(TypeError):
        ENGLISH.render(Message("{n} node", (("n", "two"),), "{n} nodes"))
