"""All keys on one page, by menu, and giving them to other actions."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.actions import key_refusal, key_text, with_own_keys
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
    ("arrange", msg_in("menu", "Arrange")),
    ("variant", msg_in("menu", "Variant")),
    ("simulate", msg_in("menu", "Simulate")),
    ("document", msg_in("menu", "Document")),
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
_ID = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """A searchable list of all actions, where keys can be given; keys that another action has are refused."""

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
        self.tree.setAccessibleName(context.text(msg("Keyboard shortcuts")))
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
        column.addLayout(self._editor())
        column.addWidget(self._wrong)
        column.addWidget(buttons)
        self.tree.currentItemChanged.connect(self._choose)
        self._fill()
        self._choose()

    def give(self, action_id: str, keys: str | None) -> bool:
        """Give an action these keys (None: the usual ones); False with a reason shown where they are taken."""
        reason = None if keys is None else key_refusal(action_id, keys, self._context.preferences.own_keys)
        self._wrong.setText("" if reason is None else self._context.text(reason))
        if reason is not None:
            return False
        self._context.preferences.set_own_key(action_id, keys)
        self._fill()
        return True

    def _editor(self) -> QHBoxLayout:
        self._wrong = QLabel()
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName(self._context.text(msg("New keys for the chosen action")))
        self.set = QPushButton(self._context.text(msg("Use these keys")))
        self.none = QPushButton(self._context.text(msg("No keys")))
        self.usual = QPushButton(self._context.text(msg("Usual keys")))
        row = QHBoxLayout()
        row.addWidget(self.keys, 1)
        for button, slot in ((self.set, self._give), (self.none, self._take_away), (self.usual, self._give_back)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _chosen(self) -> str:
        item = self.tree.currentItem()
        return "" if item is None else str(item.data(0, _ID) or "")

    def _choose(self) -> None:
        chosen = self._chosen()
        spec = next((one for one in with_own_keys(self._context.preferences.own_keys) if one.id == chosen), None)
        self._wrong.setText("")
        self.keys.setKeySequence(QKeySequence(spec.keys[0] if spec is not None and spec.keys else ""))
        for part in (self.keys, self.set, self.none, self.usual):
            part.setEnabled(spec is not None)

    def _give(self) -> None:
        self.give(self._chosen(), self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _take_away(self) -> None:
        self.give(self._chosen(), "")

    def _give_back(self) -> None:
        self.give(self._chosen(), None)

    def _fill(self) -> None:
        kept = self._chosen()
        self.tree.clear()
        specs = with_own_keys(self._context.preferences.own_keys)
        for prefix, title in GROUPS:
            members = [spec for spec in specs if spec.id.startswith(f"{prefix}.")]
            lines = [(self._context.text(spec.text), key_text(spec), spec.id) for spec in members]
            self._add_group(self._context.text(title), lines)
        gestures = [(self._context.text(what), self._context.text(keys), "") for what, keys in _CANVAS]
        self._add_group(self._context.text(msg("On the canvas")), gestures)
        self._go_to(kept)

    def _add_group(self, title: str, lines: list[tuple[str, str, str]]) -> None:
        if not lines:
            return
        head = QTreeWidgetItem(self.tree, [title.upper(), ""])
        head.setForeground(0, self._context.colour(Role.FAINT))
        for what, keys, action_id in lines:
            item = QTreeWidgetItem(head, [what, keys])
            item.setData(0, _ID, action_id)
        head.setExpanded(True)

    def _go_to(self, action_id: str) -> None:
        for group in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(group)
            for line in range(0 if head is None else head.childCount()):
                item = None if head is None else head.child(line)
                if item is not None and action_id and item.data(0, _ID) == action_id:
                    self.tree.setCurrentItem(item)

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
