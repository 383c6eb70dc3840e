"""Document: the preview shows the pages of the very bytes that are exported; details are edited by commands."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from designer.app.document_controller import Mode
from designer.app.modes.document_page import DocumentPage


@pytest.fixture
def page(qtbot, controller, context) -> DocumentPage:
    page = DocumentPage(controller, context)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    with qtbot.waitExposed(page):
        page.show()
    controller.set_mode(Mode.DOCUMENT)
    yield page
    page.hide()


def test_the_preview_shows_every_page_of_the_document(qtbot, page):
    with_pages = pypdfium2.PdfDocument(page._data)

    assert page.preview.page_count == len(with_pages) > 3
    qtbot.waitUntil(lambda: bool(page.preview._images))
    image = next(iter(page.preview._images.values()))
    assert any(
        image.pixelColor(x, y) != QColor("white")
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    )
    with_pages.close()


def test_the_outline_leads_to_its_page(page):
    items = [page.outline.topLevelItem(row) for row in range(page.outline.topLevelItemCount())]
    item = items[3]

    page.outline.setCurrentItem(item)

    assert page.preview.page == item.data(0, Qt.ItemDataRole.UserRole)


def test_export_writes_the_bytes_of_the_preview(page, controller, tmp_path: Path):
    noticed = []
    controller.noticed.connect(noticed.append)
    target = tmp_path / "design.pdf"

    page.export_to(target)

    assert target.read_bytes() == page._data
    assert "design.pdf" in str(noticed[-1].message)


def test_an_export_that_cannot_be_written_is_told(page, controller, tmp_path: Path):
    noticed = []
    controller.noticed.connect(noticed.append)

    page.export_to(tmp_path / "nowhere" / "design.pdf")

    assert "could not be written" in str(noticed[-1].message)
    assert page.settings.export.isEnabled()


def test_typing_a_customer_is_one_undoable_step_and_renews_the_preview(qtbot, page, controller):
    field = page.settings.fields["customer"]
    qtbot.keyClicks(field, "Example")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert controller.project.document.customer == "Example"
    qtbot.waitUntil(lambda: page.is_current, timeout=20_000)
    assert "Example" in page.preview._pages.text(0)
    controller.undo()
    assert controller.project.document.customer == ""
    assert field.text() == ""


def test_a_date_that_is_none_is_refused_beside_the_fields(qtbot, page, controller):
    field = page.settings.fields["date"]
    qtbot.keyClicks(field, "tomorrow")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert controller.project.document.date == ""
    assert page.settings._refusal.isVisible()


def test_the_document_speaks_a_language_of_its_own(qtbot, page):
    english = page.preview._pages.text(0)
    page.settings.language.setCurrentIndex(page.settings.language.findData("cs"))
    page.settings.order_changed.emit()

    assert page.preview._pages.text(0) != english
