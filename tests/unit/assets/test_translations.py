"""One translator for each language, from the catalogue that ships."""

from designer.assets.translations import translator
from designer.base.texts import msg


def test_english_is_the_text_itself() -> None:
    assert translator("en").render(msg("Node {node} fails", node="p1")) == "Node p1 fails"


def test_czech_comes_from_the_catalogue() -> None:
    assert translator("cs").language == "cs"
    assert translator("cs").number(1234.5, 1) == "1\u00a0234,5"


def test_a_translator_is_made_once() -> None:
    assert translator("cs") is translator("cs")
