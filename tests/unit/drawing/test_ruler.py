import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont
from reportlab.pdfbase.ttfonts import TTFontFile

from designer.drawing.ink import Face
from designer.drawing.marks import ASCENT, CAP_HEIGHT, DESCENT
from designer.drawing.ruler import BundledRuler, elided, font_bytes, font_subset, printable, wrapped

RULER = BundledRuler()
words = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=40)


def test_figures_of_the_family_are_600_thousandths_wide():
    """IBM Plex publishes tabular figures of 600 units in every weight."""
    for face in Face:
        assert RULER.width("1234567890", 10, face) == pytest.approx(60)


def test_a_width_is_the_sum_of_its_letters_because_nothing_is_kerned():
    assert RULER.width("AVATAR", 100) == pytest.approx(sum(RULER.width(letter, 100) for letter in "AVATAR"))
    assert RULER.width("ffi", 100) == pytest.approx(2 * RULER.width("f", 100) + RULER.width("i", 100))


@pytest.mark.parametrize("face", Face)
def test_czech_greek_and_cyrillic_can_be_shown(face):
    text = "Příliš žluťoučký kůň úpěl ďábelské ódy ŘŠČŽ αβγ Привет × – · … \u00a0"

    missing = set(RULER.missing(text, face))

    assert missing <= (set("αβγ") if face is Face.MONO else set())


def test_signs_the_family_lacks_are_found_and_replaced():
    """The list of signs is the design's own."""
    for sign in "▲▼●○✗⚠★■□◆⇒⏮⏸":
        assert RULER.missing(f"a{sign}b{sign}") == (sign,)
        assert printable(RULER, f"a{sign}b") == "a?b"


def test_a_line_end_in_a_name_becomes_a_space():
    assert printable(RULER, "two\nlines") == "two lines"


@given(words, st.floats(min_value=0, max_value=400))
def test_an_elided_text_is_never_wider_than_its_room(text, room):
    shown = elided(RULER, text, room, size=11)

    assert RULER.width(shown, 11) <= room
    assert shown in {text, ""} or shown.endswith("…")


@given(words, st.floats(min_value=20, max_value=400), st.integers(min_value=1, max_value=4))
def test_wrapped_lines_fit_and_are_no_more_than_asked_for(text, room, most):
    lines = wrapped(RULER, text, room, size=11, lines=most)

    assert len(lines) <= most
    assert all(RULER.width(line, 11) <= room for line in lines)


def test_words_are_kept_whole_and_hard_line_ends_hold():
    assert wrapped(RULER, "one two\nthree", 1000, size=11) == ("one two", "three")
    assert wrapped(RULER, "aaaa bbbb", RULER.width("bbbb", 11) + 1, size=11) == ("aaaa", "bbbb")


def test_cut_text_says_so():
    assert wrapped(RULER, "one\ntwo\nthree", 1000, size=11, lines=2)[-1].endswith("…")


def test_the_metrics_of_marks_are_those_of_the_font_files():
    for face in Face:
        table = TTFontFile(io.BytesIO(font_bytes(face)))
        assert table.capHeight == pytest.approx(CAP_HEIGHT * 1000)
        if face is not Face.MONO:
            assert (table.ascent, table.descent) == pytest.approx((ASCENT * 1000, -DESCENT * 1000))


@pytest.mark.parametrize("face", Face)
def test_a_subset_is_a_font_with_just_these_characters(face):
    """Read back by FreeType: the same letters of the same width, and nothing else."""
    text = "Žluťoučký 2+1 · kůň"

    cut = ImageFont.truetype(io.BytesIO(font_subset(face, frozenset(text))), 100, layout_engine=ImageFont.Layout.BASIC)

    whole = ImageFont.truetype(io.BytesIO(font_bytes(face)), 100, layout_engine=ImageFont.Layout.BASIC)
    assert all(cut.getlength(letter) == whole.getlength(letter) for letter in text)
    assert all(bytes(cut.getmask(letter)) == bytes(whole.getmask(letter)) for letter in text)
    assert bytes(cut.getmask("Q")) == bytes(cut.getmask("W"))
    assert len(font_subset(face, frozenset(text))) < 20_000


def test_a_subset_is_the_same_whatever_the_order_of_its_characters():
    assert font_subset(Face.BOLD, frozenset("abc")) == font_subset(Face.BOLD, frozenset("cba▲"))
