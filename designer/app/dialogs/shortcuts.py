"""All keys on one page, by menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.actions import SPECS, key_text
from designer.app.command_palette import folded
from designer.app.context import AppContext
from designer.base.texts import Message, msg, msg_in
from designer.drawing.ink import Role

GROUPS: tuple[tuple[str, Message], ...] = (
    ("file", msg_in("menu", "File")),
    ("edit", msg_in("menu", "Edit")),
    ("view", msg_in("menu", "View")),
    ("mode", msg("Modes")),
    ("tool", msg("Tools of the canvas")),
    ("insert", msg_in("menu", "Insert")),
    ("variant", msg_in("menu", "Variant")),
    ("simulate", msg_in("menu", "Simulate")),
    ("tools", msg_in("menu", "Tools")),
    ("window", msg_in("menu", "Window")),
    ("help", msg_in("menu", "Help")),
)
_CANVAS: tuple[tuple[Message, Message], ...] = (
    (msg("Next element"), msg("Tab")),
    (msg("Neighbour in that direction"), msg("Alt + arrows")),
    (msg("Move the selection by 8, 40 or 1"), msg("Arrows, Shift + arrows, Ctrl + arrows")),
    (msg("Zoom at the pointer"), msg("Ctrl + wheel")),
    (msg("Move the picture"), msg("Middle button, right button, or Space and drag")),
    (msg("Drag without snapping"), msg("Alt while dragging")),
    (msg("Drag along one axis"), msg("Shift while dragging")),
    (msg("Drag a copy"), msg("Ctrl while dragging")),
)


class ShortcutsDialog(QDialog):
    """A searchable list."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("shortcuts")
        self.setWindowTitle(context.text(msg("Keyboard shortcuts")))
        self.resize(560, 620)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(context.text(msg("Filter…")))
        self._filter.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = self.tree.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg("Close")))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self._filter)
        column.addWidget(self.tree, 1)
        column.addWidget(buttons)
        self._fill()

    def _fill(self) -> None:
        for prefix, title in GROUPS:
            lines = [
                (self._context.text(spec.text), key_text(spec))
                for spec in SPECS.values()
                if spec.id.startswith(f"{prefix}.") and key_text(spec)
            ]
            self._add_group(self._context.text(title), lines)
        gestures = [(self._context.text(what), self._context.text(keys)) for what, keys in _CANVAS]
        self._add_group(self._context.text(msg("On the canvas")), gestures)

    def _add_group(self, title: str, lines: list[tuple[str, str]]) -> None:
        if not lines:
            return
        head = QTreeWidgetItem(self.tree, [title.upper(), ""])
        head.setForeground(0, self._context.colour(Role.FAINT))
        for what, keys in lines:
            QTreeWidgetItem(head, [what, keys])
        head.setExpanded(True)

    def _narrow(self, typed: str) -> None:
        needle = folded(typed.strip())
        for index in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(index)
            if head is None:
                continue
            shown = 0
            for line in range(head.childCount()):
                item = head.child(line)
                if item is None:
                    continue
                fits = needle in folded(f"{item.text(0)} {item.text(1)}")
                item.setHidden(not fits)
                shown += fits
            head.setHidden(not shown)
