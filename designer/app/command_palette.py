"""Search or run anything by typing: actions, elements, variants and problems, in either language, accents ignored."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.base.texts import msg
from designer.drawing.ink import Role

_MOST = 60
_WIDTH, _HEIGHT = 560, 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. ``search`` holds everything it may be found by; ``reason`` says why it is off."""

    text: str
    search: str
    run: Callable[[], object]
    note: str = ""
    icon: QIcon | None = None
    reason: str = ""


def folded(text: str) -> str:
    """The text without case and accents: ``prilis`` finds ``příliš``."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


def score(needle: str, hay: str) -> int | None:
    """How well the folded ``needle`` fits the folded ``hay``, lower is better; None when it does not.

    Whole words first, then pieces in order, then single letters in order.
    """
    if not needle:
        return 0
    at = hay.find(needle)
    if at >= 0:
        return at if at == 0 or not hay[at - 1].isalnum() else 100 + at
    words = needle.split()
    if len(words) > 1 and all(word in hay for word in words):
        return 200
    position, gaps = 0, 0
    for letter in needle.replace(" ", ""):
        found = hay.find(letter, position)
        if found < 0:
            return None
        gaps += found - position
        position = found + 1
    return 400 + gaps if gaps < 3 * len(needle) else None


def matching(typed: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that fit what was typed, best first; equal ones in their order, disabled ones last."""
    needle = folded(typed.strip())
    found = [(bool(entry.reason), score(needle, entry.search), number, entry) for number, entry in enumerate(entries)]
    kept = [(off, rank, number, entry) for off, rank, number, entry in found if rank is not None]
    return [entry for *_, entry in sorted(kept, key=lambda one: one[:3])][:_MOST]


class CommandPalette(QFrame):
    """A box over the window; Enter runs, Ctrl+Enter runs and stays, Escape leaves."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("popup")
        self._context = context
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._recent: list[str] = []
        self._field = QLineEdit()
        self._field.setObjectName("palette-field")
        self._field.setPlaceholderText(context.text(msg("Type what you look for or want to do")))
        self._field.setAccessibleName(context.text(msg("Search or run…")))
        self._list = QTreeWidget()
        self._list.setObjectName("palette-list")
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._field)
        column.addWidget(self._list)
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._run_clicked)
        self.hide()

    @property
    def field(self) -> QLineEdit:
        """Where one types."""
        return self._field

    @property
    def shown(self) -> tuple[str, ...]:
        """The texts that are offered now, best first."""
        return tuple(entry.text for entry in self._shown)

    def open_with(self, entries: Iterable[Entry], typed: str = "") -> None:
        """Appear in the upper middle of the window with these entries."""
        self._entries = sorted(entries, key=self._recency)
        window = self._window
        width = min(_WIDTH, window.width() - 40)
        self.setGeometry((window.width() - width) // 2, 56, width, min(_HEIGHT, window.height() - 120))
        self._field.setText(typed)
        self._search(typed)
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types; leaving the field closes the box."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self._field and event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row, last = self._row(), self._list.topLevelItemCount() - 1
        match event.key():
            case Qt.Key.Key_Escape:
                self._leave()
            case Qt.Key.Key_Down:
                self._go(min(row + 1, last))
            case Qt.Key.Key_Up:
                self._go(max(row - 1, 0))
            case Qt.Key.Key_PageDown:
                self._go(min(row + 10, last))
            case Qt.Key.Key_PageUp:
                self._go(max(row - 10, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                stays = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._run(row, stays=stays)
            case _:
                return False
        return True

    def _search(self, typed: str) -> None:
        self._shown = matching(typed, self._entries)
        self._list.clear()
        for entry in self._shown:
            item = QTreeWidgetItem(self._list, [entry.text, _shortened(entry.reason or entry.note)])
            item.setToolTip(0, entry.text)
            item.setForeground(1, self._context.colour(Role.FAINT))
            if entry.icon is not None:
                item.setIcon(0, entry.icon)
            if entry.reason:
                item.setForeground(0, self._context.colour(Role.FAINT))
                item.setToolTip(0, entry.reason)
        if not self._shown:
            item = QTreeWidgetItem(self._list, [self._context.text(msg("Nothing fits “{typed}”.", typed=typed)), ""])
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._go(0)
        rows = max(1, len(self._shown)) * (self._list.sizeHintForRow(0) + 1)
        self.resize(self.width(), min(_HEIGHT, self._window.height() - 120, rows + 60))

    def _row(self) -> int:
        item = self._list.currentItem()
        return -1 if item is None else self._list.indexOfTopLevelItem(item)

    def _go(self, row: int) -> None:
        item = self._list.topLevelItem(row)
        if item is not None:
            self._list.setCurrentItem(item)

    def _run_clicked(self, item: QTreeWidgetItem) -> None:
        self._run(self._list.indexOfTopLevelItem(item), stays=False)

    def _run(self, row: int, *, stays: bool) -> None:
        if not 0 <= row < len(self._shown) or self._shown[row].reason:
            return
        entry = self._shown[row]
        self._recent = [entry.text, *(one for one in self._recent if one != entry.text)][:20]
        if not stays:
            self._leave()
        entry.run()

    def _leave(self) -> None:
        self.hide()
        self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recency(self, entry: Entry) -> int:
        return self._recent.index(entry.text) if entry.text in self._recent else len(self._recent)


def _shortened(note: str, most: int = 44) -> str:
    return note if len(note) <= most else note[: most - 1].rstrip() + "…"
