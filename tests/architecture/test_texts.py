"""The catalogue: every text translated, none left over, and translations that fill in the same values."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import texts  # noqa: E402 - the tool lies beside the package, not in it

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def test_every_text_of_the_program_is_translated():
    assert texts.unfinished(texts.merged()) == []


def test_no_translation_is_left_over():
    assert texts.unused() == []


def test_a_translation_fills_in_the_values_of_its_original():
    """A form for exactly one may leave the number out; nothing may ask for a value that is not there."""
    wrong = [str(message.id) for message in texts.current() if message.id and not _fits(message.id, message.string)]

    assert wrong == []


def _fits(original: str | tuple[str, ...], translation: str | tuple[str, ...]) -> bool:
    originals = (original,) if isinstance(original, str) else original
    strings = (translation,) if isinstance(translation, str) else translation
    asked = set(PLACEHOLDER.findall(" ".join(originals)))
    filled = [set(PLACEHOLDER.findall(string)) for string in strings]
    return all(one <= asked and asked - one <= {"n"} for one in filled)
