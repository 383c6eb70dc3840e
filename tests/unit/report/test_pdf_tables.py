"""Columns share the width: every word fits, what is left goes where texts would break."""

import pytest

from designer.report.content import Column
from designer.report.pdf_tables import column_widths

_TWO = (Column("a"), Column("b"))


def test_columns_fill_the_room_by_their_shares_when_everything_fits() -> None:
    columns = (Column("a"), Column("b", share=3))

    assert column_widths(columns, [[(20, 40)], [(20, 40)]], 120) == [50, 70]


def test_a_column_gets_its_widest_word_at_least() -> None:
    narrow, wide = column_widths(_TWO, [[(60, 60)], [(30, 5000)]], 200)

    assert narrow == pytest.approx(60)
    assert wide == pytest.approx(140)


def test_words_wider_than_the_page_shrink_in_proportion() -> None:
    assert column_widths(_TWO, [[(100, 100)], [(50, 50)]], 75) == [50, 25]


def test_room_to_write_by_hand_is_kept() -> None:
    columns = (Column("a"), Column("signature", least=90))

    assert column_widths(columns, [[(10, 500)], [(20, 20)]], 200)[1] == pytest.approx(90)


def test_the_widths_always_fill_the_room() -> None:
    cells = [[(10, 30)], [(40, 90)], [(25, 400)], [(5, 5)]]

    widths = column_widths(tuple(Column(name) for name in "abcd"), cells, 300)

    assert sum(widths) == pytest.approx(300)
    assert all(width >= word for width, [(word, _)] in zip(widths, cells, strict=True))


def test_widths_are_shared_out_with_sums_that_lose_nothing() -> None:
    """Ten times 0.1 is 1 here: a plain sum of floats differs between versions of Python, and so would the document."""
    columns = [Column("x", least=0.1) for _ in range(10)]

    assert column_widths(columns, [[(0.0, 0.0)]] * 10, 0.5) == [0.05] * 10
