"""The history: every named step, undone ones dimmed; a click goes there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.base.texts import msg
from designer.drawing.ink import Role

_STEPS = Qt.ItemDataRole.UserRole


class HistoryPanel(QWidget):
    """Newest steps at the bottom; the marked line is where the document is now."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self.list = QListWidget()
        self.list.setObjectName("history-list")
        self.list.setAccessibleName(context.text(msg("History")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 0)
        layout.addWidget(self.list)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        controller.history_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        session = self._controller.session
        self.list.clear()
        done, undone = session.undo_labels, session.redo_labels
        self._add(self._context.text(msg("Opened")), -len(done), Role.DIM)
        for index, label in enumerate(reversed(done)):
            self._add(self._context.text(label), index + 1 - len(done), Role.TEXT)
        current = self.list.count() - 1
        for index, label in enumerate(undone):
            self._add(self._context.text(label), index + 1, Role.FAINT)
        self.list.setCurrentRow(current)

    def _add(self, text: str, steps: int, role: Role) -> None:
        item = QListWidgetItem(text)
        item.setData(_STEPS, steps)
        item.setForeground(self._context.colour(role))
        self.list.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        steps = int(item.data(_STEPS))
        for _ in range(abs(steps)):
            if steps < 0:
                self._controller.undo()
            else:
                self._controller.redo()
