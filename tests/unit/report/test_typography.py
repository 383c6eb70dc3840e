"""Lines never end where the language forbids it, and nothing a person types can break the page's markup."""

import pytest

from designer.drawing.ink import Face
from designer.drawing.ruler import BundledRuler
from designer.report.typography import NBSP, bound, markup, without_missing


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("v primární lokalitě", f"v{NBSP}primární lokalitě"),
        ("cluster s witness a k tomu", f"cluster s{NBSP}witness a{NBSP}k{NBSP}tomu"),
        ("Pole a uzel (v lokalitě)", f"Pole a{NBSP}uzel (v{NBSP}lokalitě)"),
        ("U nás", f"U{NBSP}nás"),
        ("pas cluster", "pas cluster"),
        ("75 s", f"75{NBSP}s"),
        ("konec v", "konec v"),
    ],
)
def test_czech_binds_one_letter_words_to_the_next_one(typed: str, expected: str) -> None:
    assert bound(typed, "cs") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("plan a move", "plan a move"),
        ("94 % of 4 Gbit/s", f"94{NBSP}% of 4{NBSP}Gbit/s"),
        ("3 servers", "3 servers"),
        ("one – two", f"one{NBSP}– two"),
    ],
)
def test_english_binds_numbers_to_units_and_dashes_to_the_word_before(typed: str, expected: str) -> None:
    assert bound(typed, "en") == expected


def test_a_character_without_a_glyph_becomes_a_question_mark_and_line_ends_stay() -> None:
    assert without_missing(BundledRuler(), "ř\n漢 ✓", Face.REGULAR) == "ř\n? ✓"


def test_markup_escapes_signs_and_drops_control_characters() -> None:
    assert markup("a<b>&\x07\nc") == "a&lt;b&gt;&amp;<br/>c"
