"""The palette: everything that can be placed, in sections, with its key; a row is clicked or dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.app.actions import SPECS, key_text
from designer.app.canvas.placer import MIME_TYPE, PLACEABLES, Placeable, preset_placeable
from designer.app.command_palette import folded
from designer.app.context import AppContext
from designer.app.elided_label import ElidedLabel
from designer.app.icons import ICON_SIZE
from designer.app.modes.parts import section_head
from designer.app.palette import PADDING, ROW
from designer.base.texts import Message, msg, msg_in
from designer.drawing.ink import Role
from designer.editing.additions import ElementKind

LINK_ID = "link"
_PRESETS: tuple[tuple[Message, ElementKind], ...] = (
    (msg("Presets of nodes"), ElementKind.NODE),
    (msg("Presets of arrays"), ElementKind.ARRAY),
)
_SECTIONS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (msg("Places"), ("site", "third-site")),
    (msg("Compute"), ("node", "vm")),
    (msg("Storage"), ("array", "lun")),
    (msg("Cluster"), ("witness", "witness-disk", "witness-cloud", "network")),
    (msg("Lines and notes"), (LINK_ID, "note")),
)


class PalettePanel(QWidget):
    """Offers placeables; ``chosen`` when one is to be placed with the next click on the canvas."""

    chosen = Signal(object)
    link_chosen = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: list[tuple[QLabel, PaletteRow]] = []
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(context.text(msg("Filter…")))
        self._filter.setAccessibleName(context.text(msg("Filter the palette")))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._narrow)
        self._nothing = QLabel(context.text(msg("Nothing in the palette fits.")))
        self._nothing.setProperty("role", "dim")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PADDING, PADDING - 4, PADDING, 0)
        outer.setSpacing(6)
        outer.addWidget(self._filter)
        outer.addWidget(self._nothing)
        area = self._area = QScrollArea()
        area.setAccessibleName(context.text(msg_in("panel", "Palette")))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._build_rows())
        outer.addWidget(area, 1)

    @property
    def rows(self) -> "tuple[PaletteRow, ...]":
        """All rows, in order."""
        return tuple(row for _, row in self._rows)

    def _build_rows(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, PADDING)
        column.setSpacing(0)
        known = {one.id: one for one in PLACEABLES}
        for title, ids in _SECTIONS:
            self._add_section(column, title, [known.get(one) for one in ids])
        for title, kind in _PRESETS:
            presets = self._context.presets.of(kind)
            rows = self._add_section(column, title, [preset_placeable(one) for one in presets])
            for row, preset in zip(rows, presets, strict=True):
                row.setToolTip(self._context.text(preset.told))
        column.addStretch(1)
        return body

    def _add_section(
        self, column: QVBoxLayout, title: Message, placeables: Sequence[Placeable | None]
    ) -> list["PaletteRow"]:
        head = section_head(self._context, title)
        head.setContentsMargins(0, 10, 0, 4)
        column.addWidget(head)
        rows = []
        for placeable in placeables:
            row = PaletteRow(self._context, placeable)
            row.taken.connect(self._take)
            column.addWidget(row)
            self._rows.append((head, row))
            rows.append(row)
        return rows

    def refresh(self) -> None:
        """Offer what there is now: a person's own presets come and go."""
        self._rows = []
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(self._build_rows())
        self._narrow(self._filter.text())

    def _take(self, placeable: Placeable | None) -> None:
        if placeable is None:
            self.link_chosen.emit()
        else:
            self.chosen.emit(placeable)

    def _narrow(self, typed: str) -> None:
        needle = folded(typed.strip())
        heads: dict[QLabel, bool] = {}
        for head, row in self._rows:
            fits = needle in row.search
            row.setVisible(fits)
            heads[head] = heads.get(head, False) or fits
        for head, shown in heads.items():
            head.setVisible(shown)
        self._nothing.setVisible(not any(heads.values()))


class PaletteRow(QPushButton):
    """One row: icon, name, key. Without a placeable it stands for the link tool."""

    taken = Signal(object)

    def __init__(self, context: AppContext, placeable: Placeable | None) -> None:
        super().__init__()
        self._placeable = placeable
        self._pressed_at: QPoint | None = None
        spec = SPECS.get("tool.link" if placeable is None else placeable.action)
        text = context.text(msg_in("palette", "Line") if placeable is None else placeable.text)
        self.setProperty("kind", "row")
        self.setFixedHeight(ROW)
        self.setAccessibleName(text)
        name = placeable.icon if placeable is not None else "route"
        self.search = folded(f"{text} {placeable.text.text if placeable else 'link line'}")
        icon = QLabel()
        icon.setPixmap(context.icons.pixmap(name, Role.DIM, ICON_SIZE))
        icon.setFixedSize(QSize(ICON_SIZE, ICON_SIZE))
        label = ElidedLabel(text)
        key = QLabel((spec.canvas_key or key_text(spec)) if spec is not None else "")
        key.setProperty("role", "faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(icon)
        row.addWidget(label, 1)
        row.addWidget(key)
        for child in (icon, label, key):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        tip = msg("Drag it onto the canvas, or click it and then the place.")
        if placeable is None:
            tip = msg("Click it, then the two elements to join.")
        self.setToolTip(context.text(tip))
        self.clicked.connect(self._take)

    @property
    def placeable(self) -> Placeable | None:
        """What the row places."""
        return self._placeable

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may have begun."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag once the pointer has moved far enough."""
        if self._pressed_at is None or self._placeable is None:
            return
        if (event.position().toPoint() - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(mime_of(self._placeable))
        drag.setPixmap(self.grab())
        drag.setHotSpot(QPoint(12, ROW // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A release without a drag is a click."""
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the row, arrows go to the next one."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        self.taken.emit(self._placeable)


def mime_of(placeable: Placeable) -> QMimeData:
    """What a drag of the placeable carries."""
    data = QMimeData()
    data.setData(MIME_TYPE, placeable.id.encode())
    return data
