"""The pages of a finished PDF, drawn from its very bytes: what is seen is what is handed over."""

from collections import OrderedDict
from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from designer.app.context import AppContext
from designer.drawing.ink import Role

GAP = 20
_KEPT_PAGES = 24
_LEAST, _MOST, _WIDEST = 0.2, 4.0, 1.5
_STEP = 1.15


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the document's own outline: title, depth from 0, and its page from 0."""

    title: str
    level: int
    page: int


class PdfPages:
    """An open PDF: its sizes, its outline, and its pages as images."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self.sizes: tuple[tuple[float, float], ...] = tuple(
            self._document.get_page_size(number) for number in range(len(self._document))
        )

    def outline(self) -> tuple[Bookmark, ...]:
        """The bookmarks in order; those without a page are left out."""
        found = []
        for bookmark in self._document.get_toc():
            target = bookmark.get_dest()
            page = None if target is None else target.get_index()
            if page is not None:
                found.append(Bookmark(bookmark.get_title(), bookmark.level, page))
        return tuple(found)

    def image(self, page: int, scale: float) -> QImage:
        """A page with ``scale`` pixels to the point."""
        bitmap = self._document[page].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        data = bytes(bitmap.buffer)
        kind = QImage.Format.Format_RGBX8888 if bitmap.n_channels == 4 else QImage.Format.Format_RGB888
        return QImage(data, bitmap.width, bitmap.height, bitmap.stride, kind).copy()

    def text(self, page: int) -> str:
        """The text of a page, for those who cannot see it."""
        return str(self._document[page].get_textpage().get_text_bounded())

    def close(self) -> None:
        """Let the document go."""
        self._document.close()


class PagePreview(QAbstractScrollArea):
    """Shows pages under each other; draws only those in sight."""

    page_changed = Signal(int)
    """The page in the upper half of the view, from 0."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: PdfPages | None = None
        self._images: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._scale = 1.0
        self._fits_width = True
        self._is_stale = False
        self._page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(48)
        self.verticalScrollBar().valueChanged.connect(self._see_page)
        self._draw_later = QTimer(self)
        self._draw_later.setSingleShot(True)
        self._draw_later.setInterval(0)
        self._draw_later.timeout.connect(self._draw_missing)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return 0 if self._pages is None else len(self._pages.sizes)

    @property
    def page(self) -> int:
        """The page seen, from 0."""
        return self._page

    @property
    def scale_now(self) -> float:
        """Pixels to the point."""
        return self._scale

    def show_document(self, data: bytes) -> tuple[Bookmark, ...]:
        """Show another PDF at the same place; its outline."""
        place = self.verticalScrollBar().value()
        if self._pages is not None:
            self._pages.close()
        self._pages = PdfPages(data)
        self._images.clear()
        self._is_stale = False
        self._lay_out()
        self.verticalScrollBar().setValue(place)
        self._see_page()
        self.viewport().update()
        return self._pages.outline()

    def forget(self) -> None:
        """Show nothing."""
        if self._pages is not None:
            self._pages.close()
        self._pages = None
        self._images.clear()
        self._lay_out()

    def set_stale(self, *, stale: bool) -> None:
        """Grey the pages while a newer document is being written."""
        if stale != self._is_stale:
            self._is_stale = stale
            self.viewport().update()

    def go_to(self, page: int) -> None:
        """Bring the top of a page into view."""
        if 0 <= page < self.page_count:
            self.verticalScrollBar().setValue(self._tops()[page] - GAP // 2)

    def zoom(self, factor: float) -> None:
        """Enlarge or shrink all pages."""
        self._fits_width = False
        self._set_scale(self._scale * factor)

    def zoom_in(self) -> None:
        """Enlarge by a step."""
        self.zoom(_STEP)

    def zoom_out(self) -> None:
        """Shrink by a step."""
        self.zoom(1 / _STEP)

    def fit_width(self) -> None:
        """Let the widest page fill the width, and keep it so."""
        self._fits_width = True
        self._lay_out()
        self.viewport().update()

    def next_page(self) -> None:
        """Go one page on."""
        self.go_to(min(self._page + 1, self.page_count - 1))

    def previous_page(self) -> None:
        """Go one page back."""
        self.go_to(max(self._page - 1, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight; those not drawn yet are white for a moment."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self._context.colour(Role.BACKGROUND))
            missing = False
            for page, area in self._visible():
                painter.setPen(self._context.colour(Role.LINE))
                painter.setBrush(Qt.GlobalColor.white)
                painter.drawRect(area.adjusted(-1, -1, 0, 0))
                image = self._images.get((page, self._page_scale(page)))
                missing = missing or image is None
                image = image or self._nearest(page)
                if image is not None:
                    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                    painter.setOpacity(0.45 if self._is_stale else 1.0)
                    painter.drawImage(QRectF(area), image)
                    painter.setOpacity(1.0)
            if missing:
                self._draw_later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width filled."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, ends and zoom."""
        moves = {
            Qt.Key.Key_PageDown: self.next_page,
            Qt.Key.Key_PageUp: self.previous_page,
            Qt.Key.Key_Space: self.next_page,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_Home: self._to_top,
            Qt.Key.Key_End: self._to_bottom,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            move()

    def sizeHint(self) -> QSize:
        """A page at reading size."""
        return QSize(640, 800)

    def _to_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    def _to_bottom(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _set_scale(self, scale: float) -> None:
        held = min(max(scale, _LEAST), _MOST)
        if held == self._scale:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._scale = held
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))
        self.viewport().update()

    def _lay_out(self) -> None:
        room = self.viewport().size()
        widest = max((width for width, _ in self._sizes()), default=0.0)
        if self._fits_width and widest:
            usual = sorted(width for width, _ in self._sizes())[self.page_count // 2]
            self._scale = min(max((room.width() - 2 * GAP) / usual, _LEAST), _WIDEST)
        tops = self._tops()
        height = tops[-1] if tops else 0
        self.verticalScrollBar().setRange(0, max(0, height - room.height()))
        self.verticalScrollBar().setPageStep(room.height())
        wide = max((self._size(page).width() for page in range(self.page_count)), default=0) + 2 * GAP
        self.horizontalScrollBar().setRange(0, max(0, wide - room.width()))
        self.horizontalScrollBar().setPageStep(room.width())

    def _sizes(self) -> tuple[tuple[float, float], ...]:
        return () if self._pages is None else self._pages.sizes

    def _page_scale(self, page: int) -> float:
        """Pixels to the point of one page: a wide page among upright ones is shrunk rather than cut."""
        if not self._fits_width:
            return self._scale
        room = max(1, self.viewport().width() - 2 * GAP)
        return min(self._scale, room / self._sizes()[page][0])

    def _size(self, page: int) -> QSize:
        width, height = self._sizes()[page]
        scale = self._page_scale(page)
        return QSize(round(width * scale), round(height * scale))

    def _tops(self) -> list[int]:
        """Where each page begins, and behind them where everything ends."""
        tops, y = [], GAP
        for page in range(self.page_count):
            tops.append(y)
            y += self._size(page).height() + GAP
        return [*tops, y] if tops else []

    def _visible(self) -> list[tuple[int, QRect]]:
        tops, room = self._tops(), self.viewport().size()
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        found = []
        for page in range(self.page_count):
            size = self._size(page)
            left = max(GAP, (room.width() - size.width()) // 2)
            area = QRect(QPoint(left, tops[page]) - shift, size)
            if area.bottom() >= 0 and area.top() <= room.height():
                found.append((page, area))
        return found

    def _nearest(self, page: int) -> QImage | None:
        """An image of the page at another size, to be shown until the right one is drawn."""
        return next((image for (number, _), image in self._images.items() if number == page), None)

    def _draw_missing(self) -> None:
        """Draw one page and come back for the next, so that scrolling stays smooth."""
        if self._pages is None:
            return
        for page, _ in self._visible():
            key = (page, self._page_scale(page))
            if key not in self._images:
                self._images[key] = self._pages.image(page, key[1] * self.devicePixelRatioF())
                while len(self._images) > _KEPT_PAGES:
                    self._images.popitem(last=False)
                self.viewport().update()
                return

    def _see_page(self) -> None:
        tops = self._tops()
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = max((number for number, top in enumerate(tops[:-1]) if top <= middle), default=0)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
