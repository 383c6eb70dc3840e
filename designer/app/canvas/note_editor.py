"""The field in which the text of a note is typed where the note stands."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from designer.drawing.geometry import Rect

_LEAST_WIDTH, _LEAST_HEIGHT = 180, 84


class NoteEditor(QPlainTextEdit):
    """Enter begins a line, Ctrl+Enter and leaving the field take the text, Escape leaves the note as it was."""

    done = Signal(str, str)
    given_up = Signal()

    def __init__(self, parent: QWidget, text: str, element_id: str) -> None:
        super().__init__(parent)
        self.setObjectName("note-editor")
        self.setPlainText(text)
        self.setTabChangesFocus(True)
        self.selectAll()
        self._element_id = element_id

    def take_place(self, corner: QPoint, box: Rect, scale: float) -> None:
        """Cover the note, at least as large as a few words need, and stay within the view."""
        width, height = round(box.width * scale), round(box.height * scale)
        width, height = max(_LEAST_WIDTH, width), max(_LEAST_HEIGHT, height)
        parent = self.parentWidget()
        area = parent.rect() if parent is not None else QRect(corner.x(), corner.y(), width, height)
        x = max(0, min(corner.x(), area.width() - width))
        y = max(0, min(corner.y(), area.height() - height))
        self.setGeometry(QRect(x, y, width, height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take or leave the text; everything else is typing."""
        takes = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif takes and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._finish()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The text counts when a person goes elsewhere, but not for a menu of the field itself."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._finish()

    def _finish(self) -> None:
        self.done.emit(self._element_id, self.toPlainText().rstrip())
