"""The tree numbers its sections and drops what has nothing to say."""

from designer.report.content import (
    Cell,
    Column,
    GroupRow,
    Landscape,
    Origin,
    Paragraph,
    Section,
    Table,
    numbered,
    pruned,
    walk,
)

_COLUMNS = (Column("a"),)


def test_sections_are_numbered_in_order_through_turned_pages() -> None:
    inner = Section("inner", ())
    tree = (Section("front", (), plain=True), Section("one", (inner, inner)), Landscape((Section("two", (inner,)),)))

    found = [(block.title, block.number) for block in walk(numbered(tree)) if isinstance(block, Section)]

    assert found == [("front", ""), ("one", "1"), ("inner", "1.1"), ("inner", "1.2"), ("two", "2"), ("inner", "2.1")]


def test_a_landscape_part_in_a_section_goes_on_with_its_numbers() -> None:
    section = Section("a", ())
    tree = (Section("top", (section, Landscape((section, section)), section)),)

    found = [block.number for block in walk(numbered(tree)) if isinstance(block, Section)]

    assert found == ["1", "1.1", "1.2", "1.3", "1.4"]


def test_tables_without_rows_of_figures_are_left_out() -> None:
    full = Table("full", _COLUMNS, (("1",),))
    empty = Table("empty", _COLUMNS, ())
    only_groups = Table("groups", _COLUMNS, (GroupRow("normal"),))

    kept = pruned((Section("s", (empty, full)), Landscape((only_groups, Paragraph("p")))))

    assert [type(block).__name__ for block in walk(kept)] == ["Section", "Table", "Landscape", "Paragraph"]


def test_a_table_knows_whether_it_shows_an_assumed_figure() -> None:
    assert Table("t", _COLUMNS, ((Cell("1", origin=Origin.ASSUMED),),)).has_assumed()
    assert not Table("t", _COLUMNS, ((Cell("1", origin=Origin.TYPED),), GroupRow("g"))).has_assumed()
