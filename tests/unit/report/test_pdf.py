"""The finished file: whole, searchable, with bookmarks and a true table of contents, in embedded fonts only."""

import io
import re
from collections.abc import Iterator

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject, IndirectObject

from designer.assets.loader import sample_bytes
from designer.base.texts import ENGLISH, Translator
from designer.drawing.ruler import BundledRuler
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.project import Project
from designer.model.register import DocumentDetails, RegisterEntry, RegisterKind, Revision
from designer.persistence.codec import decode
from designer.report.content import (
    Column,
    Contents,
    Cover,
    Document,
    Landscape,
    PageBreak,
    PageMarks,
    Paragraph,
    Section,
    Table,
    numbered,
)
from designer.report.document import report
from designer.report.pdf import pdf
from designer.report.profile import Profile

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy: šest řádků o replikaci v síti."


@pytest.fixture(scope="module")
def article() -> bytes:
    return report(decode(sample_bytes("article"), "article"), translator=ENGLISH, reproducible=True)


@pytest.fixture(scope="module")
def reader(article: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(article))


def small(**details: object) -> Project:
    return Project(designs=(build(Blueprint(1, 1, vms=1)),), document=DocumentDetails(**details))


def text_of(data: bytes) -> str:
    """All text, with line ends and non-breaking spaces as plain spaces."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(re.sub(r"[\s\u00a0]+", " ", page) for page in pages)


def page_texts(reader: PdfReader) -> list[str]:
    return [re.sub(r"[\s\u00a0]+", " ", page.extract_text()) for page in reader.pages]


def bookmarks(outline: list[object], level: int = 0) -> Iterator[tuple[int, Destination]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry, level + 1)
        else:
            assert isinstance(entry, Destination)
            yield level, entry


def fonts_of(reader: PdfReader) -> dict[str, DictionaryObject]:
    """Every font that a page or a form in it names."""
    found: dict[str, DictionaryObject] = {}
    for page in reader.pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object() if isinstance(reference, IndirectObject) else reference
            found[font["/BaseFont"]] = font
    return found


def tree(*blocks: object, watermark: str = "") -> Document:
    marks = PageMarks("Title", "", "", "", "0" * 12, "Program", watermark)
    cover = Cover("Kind", "Title", "", None, "", ())
    return Document(cover=cover, blocks=numbered(blocks), marks=marks, subject="")  # type: ignore[arg-type]  # blocks


def drawn(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(document, ENGLISH, BundledRuler(), reproducible=True)))


def test_the_same_project_gives_the_same_bytes(article: bytes) -> None:
    again = report(decode(sample_bytes("article"), "article"), translator=ENGLISH, reproducible=True)

    assert again == article


def test_a_reproducible_file_carries_the_document_s_own_date(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert str(reader.metadata["/CreationDate"]).startswith("D:20101215")


def test_the_file_s_properties(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "Hyper-V cluster over two sites"
    assert reader.metadata.subject == "High-level design"
    assert "quorum" in str(reader.metadata["/Keywords"])
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_only_embedded_fonts_are_named(reader: PdfReader) -> None:
    fonts = fonts_of(reader)

    assert all("IBMPlex" in name for name in fonts)
    for font in fonts.values():
        descriptor = font["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor
        assert "/ToUnicode" in font


def test_bookmarks_lead_to_the_pages_where_the_headings_stand(reader: PdfReader) -> None:
    texts = page_texts(reader)
    entries = list(bookmarks(reader.outline))

    assert len(entries) > 12
    assert {level for level, _ in entries} >= {0, 1}
    for _, entry in entries[1:]:
        title = re.sub(r"[\s\u00a0]+", " ", str(entry.title))
        assert title in texts[reader.get_destination_page_number(entry)]


def test_the_contents_name_the_true_pages(reader: PdfReader) -> None:
    texts = page_texts(reader)
    contents = next(text for text in texts if "Contents" in text and "Management summary" in text)
    entries = [(entry.title, reader.get_destination_page_number(entry)) for _, entry in bookmarks(reader.outline)]

    for title, page in entries:
        found = re.match(r"(\d+) (.+)", str(title))
        if found and "." not in found[1]:
            name = re.escape(re.sub(r"[\s\u00a0]+", " ", found[2]))
            assert re.search(rf"\b{found[1]} {name} {page + 1}\b", contents), title


def test_every_page_tells_its_number_and_the_fingerprint(reader: PdfReader) -> None:
    texts = page_texts(reader)
    total = len(texts)

    for number, text in enumerate(texts[1:], start=2):
        assert f"page {number} of {total}" in text
        assert re.search(r"Geocluster Designer \S+ · [0-9a-f]{12}", text)


def test_the_text_of_the_pictures_can_be_searched(reader: PdfReader) -> None:
    turned = [page.extract_text() for page in reader.pages if page.mediabox.width > page.mediabox.height]

    assert sum("CLARiiON" in text for text in turned) >= 3


def test_czech_text_comes_back_as_it_was_typed() -> None:
    project = small(title=CZECH, customer="Žďár nad Sázavou", summary=CZECH, author="Ondřej Výšek")

    text = text_of(report(project, translator=ENGLISH, reproducible=True))

    assert text.count(CZECH) >= 3
    assert "Žďár nad Sázavou" in text


def test_the_language_of_the_document_is_that_of_its_translator() -> None:
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Contents"\nmsgstr "Obsah"\n'
    czech = Translator("cs", catalogue.encode())

    data = report(small(), translator=czech, reproducible=True)

    assert "Obsah" in text_of(data)
    assert PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == "cs"


def test_the_word_for_drafts_is_gone_from_the_final_document() -> None:
    assert "KONCEPT" in page_texts(drawn(tree(Section("s", ()), watermark="KONCEPT")))[1]
    assert "KONCEPT" not in page_texts(drawn(tree(Section("s", ()))))[1]


def test_texts_of_any_length_and_sign_are_set() -> None:
    """The longest texts the model takes, signs that mean something to the page, and characters no font has."""
    design = build(Blueprint(1, 1, vms=2))
    design = design.evolve(
        nodes=tuple(node.evolve(name="<b>&" + "漢" * 116) for node in design.nodes),
        vms=tuple(vm.evolve(name="x" * 120) for vm in design.vms),
        description="popis " * 1300,
    )
    details = DocumentDetails(
        title="T" * 200,
        customer="C " * 100,
        summary="a <i>b</i> &amp; c " * 400,
        classification="K" * 80,
        date="2020-02-31",
        revisions=(Revision(version="1" * 40, date="2020-13-45", author="a" * 120, change="c " * 2000),),
    )
    risk = RegisterEntry(id="r-1", kind=RegisterKind.RISK, text="t " * 2000, mitigation="m" * 4000)
    project = Project(designs=(design, design.evolve(id="b", label="L" * 120)), document=details, registers=(risk,))

    for profile in Profile:
        data = report(project, profile=profile, translator=ENGLISH, reproducible=True)
        assert len(PdfReader(io.BytesIO(data)).pages) > 10


def test_a_design_with_nothing_in_it_is_written() -> None:
    data = report(Project(designs=(Design(id="a", label="A"),)), translator=ENGLISH, reproducible=True)

    assert len(PdfReader(io.BytesIO(data)).pages) >= 5


def test_the_head_of_a_long_table_stands_on_every_page() -> None:
    rows = tuple((f"row {number}", "text") for number in range(120))
    table = Table("Long", (Column("Head of it"), Column("Other")), rows)

    reader = drawn(tree(Section("One", (table,))))

    with_rows = [text for text in page_texts(reader) if "row " in text]
    assert len(with_rows) >= 3
    assert all("Head of it" in text for text in with_rows)


def test_turned_parts_that_follow_each_other_share_a_page_and_leave_none_empty() -> None:
    parts = [Landscape((Section(name, (Paragraph(f"text of {name}"),)),)) for name in ("one", "two")]

    reader = drawn(
        tree(Section("front", (Contents(), PageBreak()), plain=True), *parts, Section("after", (Paragraph("x"),)))
    )

    texts = page_texts(reader)
    assert len(texts) == 4
    assert "text of one" in texts[2]
    assert "text of two" in texts[2]
    assert reader.pages[2].mediabox.width > reader.pages[2].mediabox.height
    assert reader.pages[3].mediabox.width < reader.pages[3].mediabox.height


def test_a_table_that_fills_its_page_leaves_no_empty_one_behind() -> None:
    for count in range(20, 30):
        rows = tuple((f"row {number}",) for number in range(count))
        part = Landscape((Section("One", (Table("Long", (Column("Head"),), rows),)),))

        texts = page_texts(drawn(tree(Section("Front", ()), part, Section("Two", (Paragraph("after"),)))))

        assert all("row " in text or "after" in text for text in texts[2:])


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    filler = [Paragraph("word " * 30) for _ in range(17)]
    table = Table("Table", (Column("Head"),), tuple((f"cell {number}",) for number in range(10)))

    for count in range(8, 17):
        reader = drawn(tree(Section("Before", tuple(filler[:count])), Section("Heading of interest", (table,))))
        page = next(text for text in page_texts(reader) if "2 Heading of interest" in text)
        assert "cell 0" in page


def test_the_share_done_is_told_in_order() -> None:
    told: list[float] = []

    report(small(), translator=ENGLISH, progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1
