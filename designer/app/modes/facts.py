"""Tables of plain facts: a model of cells that say what they show, and a view that paints them quietly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.lines import broken, paint_lines
from designer.app.modes.parts import ROW
from designer.drawing.ink import Face, Role

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_GAP = 10
_BADGE_GAP = 8
_NARROW = 56
_MOST_LINES = 3
_ROW_EDGE = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, already in the person's language.

    ``letter`` stands before the text in bold; with ``ground`` both stand on a rounded area of that colour, so that
    colour never speaks alone; then a text without room is left to the hint. ``key`` is what a click on the cell means.
    ``wraps`` allows more lines.
    """

    text: str
    role: Role = Role.TEXT
    right: bool = False
    bold: bool = False
    hint: str = ""
    letter: str = ""
    ground: Role | None = None
    key: str = ""
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, the key it is known by, and the words a filter searches beside the cells."""

    cells: tuple[Cell, ...]
    key: str = ""


class FactModel(QAbstractTableModel):
    """Rows of cells under headings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings: tuple[Cell, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._broken: dict[int, str] = {}

    def show(self, headings: Sequence[Cell], rows: Sequence[Row]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._headings, self._rows = tuple(headings), tuple(rows)
        self._broken = {}
        self.endResetModel()

    def change(self, rows: Sequence[Row]) -> None:
        """Replace the rows; while their number stays, selection and scrolling stay too."""
        if len(rows) != len(self._rows):
            self.show(self._headings, rows)
            return
        changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = tuple(rows)
        if changed:
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))

    def break_headings(self, font: QFont, rooms: Mapping[int, float]) -> bool:
        """Put headings that are wider than their room on two lines; whether any needs the second."""
        before = self._broken
        lines = {column: broken(self._headings[column].text, font, room=room, most=2) for column, room in rooms.items()}
        self._broken = {column: "\n".join(found) for column, found in lines.items()}
        if before != self._broken:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._headings) - 1)
        return any(len(found) > 1 for found in lines.values())

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """What a cell shows."""
        if not index.isValid():
            return None
        cells = self._rows[index.row()].cells
        return self._cell_data(cells[index.column()], role) if index.column() < len(cells) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """What a column is called."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._headings[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole and section in self._broken:
            return self._broken[section]
        return self._cell_data(self._headings[section], role)

    def _cell_data(self, cell: Cell, role: int) -> Any:  # noqa: ANN401 - Qt's variant
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.letter} {cell.text}".strip() if cell.letter else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.hint or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(part for part in (cell.letter, cell.text, cell.hint) if part)
        return cell if role == CELL_ROLE else None


class FactDelegate(QStyledItemDelegate):
    """Paints cells: elided text with a tooltip, letters in bold, grounds as rounded areas, one line under a row."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._font = interface_font(9.5)
        self._bold = interface_font(9.5, Face.SEMIBOLD)
        self.marked_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == self.marked_row or state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._context.colour(Role.PRIMARY_TINT))
        painter.setPen(self._context.colour(Role.LINE))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if not state & QStyle.StateFlag.State_Enabled:
            cell = replace(cell, role=Role.FAINT, ground=None if cell.ground is None else Role.OFFLINE)
        self._paint_cell(painter, QRectF(area), cell, chosen=bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the cell's text, one row high."""
        cell = index.data(CELL_ROLE)
        return QSize(self.needed_width(cell), ROW) if isinstance(cell, Cell) else super().sizeHint(option, index)

    def needed_width(self, cell: Cell) -> int:
        """The width at which the whole cell can be read."""
        text = QFontMetrics(self._bold if cell.bold else self._font).horizontalAdvance(cell.text)
        letter = QFontMetrics(self._bold).horizontalAdvance(cell.letter) + _BADGE_GAP if cell.letter else 0
        edge = 2 * _BADGE_GAP + 4 if cell.ground is not None else 2 * _GAP
        return text + letter + edge + 2

    def _paint_cell(self, painter: QPainter, area: QRectF, cell: Cell, *, chosen: bool) -> None:
        inner = area.adjusted(_GAP, 0, -_GAP, -1)
        if cell.ground is not None:
            badge = area.adjusted(2, 3, -2, -4)
            painter.setPen(QPen(self._context.colour(Role.PRIMARY), 1.6) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(ground_colour(self._context, cell.ground))
            painter.drawRoundedRect(badge, 5, 5)
            inner = badge.adjusted(_BADGE_GAP, 0, -_BADGE_GAP, 0)
        painter.setPen(self._context.colour(cell.role))
        side = Qt.AlignmentFlag.AlignRight if cell.right or cell.letter else Qt.AlignmentFlag.AlignLeft
        if cell.letter:
            painter.setFont(self._bold)
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cell.letter)
            inner = inner.adjusted(painter.fontMetrics().horizontalAdvance(cell.letter) + _BADGE_GAP, 0, 0, 0)
        painter.setFont(self._bold if cell.bold else self._font)
        room = max(0, int(inner.width()))
        metrics = painter.fontMetrics()
        if cell.letter and metrics.horizontalAdvance(cell.text) > room:
            return
        if cell.wraps and metrics.horizontalAdvance(cell.text) > room:
            paint_lines(painter, cell.text, inner, font=painter.font(), most=_MOST_LINES, centred=True)
            return
        shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)


class FactTable(QTableView):
    """A read-only table of facts with whole rows to select."""

    def __init__(self, context: AppContext, name: str) -> None:
        super().__init__()
        self.facts = FactModel(self)
        self.painter = FactDelegate(context, self)
        self.setObjectName(name)
        self.setModel(self.facts)
        self.setItemDelegate(self.painter)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setFont(interface_font(9.5))
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(ROW)
        head = self.horizontalHeader()
        head.setFont(interface_font(9.0, Face.SEMIBOLD))
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setFixedHeight(ROW + 2)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Highlight, context.colour(Role.PRIMARY_TINT))
        self.setPalette(colours)

    def set_widths(self, widths: Sequence[int], *, stretch: int) -> None:
        """Give the columns these widths; the one named by ``stretch`` takes what is left."""
        head = self.horizontalHeader()
        for column, width in enumerate(widths):
            mode = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(column, mode)
            if column != stretch:
                head.resizeSection(column, width)

    def fit_columns(self, *, stretch: int, least: int) -> None:
        """Give every column but one the room its cells need, equally; ``least`` stays for the one that stretches."""
        columns = [column for column in range(self.facts.columnCount()) if column != stretch]
        needed = [
            self.painter.needed_width(row.cells[column])
            for row in self.facts.rows
            for column in columns
            if column < len(row.cells)
        ]
        room = (self.viewport().width() - least) // max(1, len(columns))
        width = max(_NARROW, min(max(needed, default=_NARROW), room))
        head = self.horizontalHeader()
        rooms = dict.fromkeys(columns, width - 2 * _GAP)
        is_high = self.facts.break_headings(head.font(), rooms)
        head.setTextElideMode(Qt.TextElideMode.ElideNone)  # they are broken and elided here, line by line
        head.setFixedHeight(2 * ROW - 10 if is_high else ROW + 2)
        self.set_widths([width] * self.facts.columnCount(), stretch=stretch)
        self._fit_heights(stretch, self.viewport().width() - width * len(columns))

    def _fit_heights(self, column: int, width: int) -> None:
        """Make rows as high as the lines of a column of this width need."""
        rows = self.verticalHeader()
        usual, line = rows.defaultSectionSize(), QFontMetrics(self.font()).height()
        for place, row in enumerate(self.facts.rows):
            cell = row.cells[column]
            lines = broken(cell.text, self.font(), room=width - 2 * _GAP, most=_MOST_LINES) if cell.wraps else ()
            wanted = max(usual, line * len(lines) + _ROW_EDGE if len(lines) > 1 else 0)
            if rows.sectionSize(place) != wanted:
                rows.resizeSection(place, wanted)

    def mark_row(self, row: int, *, follow: bool = True) -> None:
        """Show one row as the present one, -1 for none; ``follow`` keeps it in sight."""
        self.painter.marked_row = row
        if follow and 0 <= row < self.facts.rowCount():
            self.scrollTo(self.facts.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()

    def key_at(self, index: Index) -> str:
        """The key of the row an index lies in."""
        return self.facts.rows[index.row()].key if index.isValid() else ""


def ground_colour(context: AppContext, role: Role) -> QColor:
    """The pale ground of a role: its colour thinned over the panel, so that text of the role stays readable on it."""
    share = 0.17 if context.is_dark else 0.11
    return blended(context.colour(role), context.colour(Role.PANEL), share)


def blended(over: QColor, under: QColor, share: float) -> QColor:
    """A colour between two: ``share`` of the first."""
    rest = 1 - share
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * rest,
        over.greenF() * share + under.greenF() * rest,
        over.blueF() * share + under.blueF() * rest,
    )
