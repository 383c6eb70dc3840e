"""What an empty variant shows in place of nothing: three ways to begin."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.app.actions import ActionSet
from designer.app.context import AppContext
from designer.base.texts import msg
from designer.drawing.ink import Role


class EmptyCanvas(QWidget):
    """Lies in the middle of the canvas while nothing else does."""

    def __init__(self, context: AppContext, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        picture = QLabel()
        picture.setPixmap(context.icons.pixmap("sitemap", Role.FAINT, 40))
        title = QLabel(context.text(msg("This variant is empty")))
        title.setProperty("role", "title")
        hint = QLabel(context.text(msg("Drag something from the palette, press Shift+A, or begin with one of these.")))
        hint.setProperty("role", "dim")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for action_id, primary in (("insert.site", True), ("file.blueprint", False), ("file.open", False)):
            button = QPushButton(actions.action(action_id).iconText())
            button.setObjectName(action_id)
            if primary:
                button.setText(context.text(msg("Insert a site")))
                button.setProperty("kind", "primary")
            button.clicked.connect(self._go)
            row.addWidget(button)
        row.addStretch(1)
        for widget in (picture, title, hint):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() is QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up in the middle."""
        self._centre()

    def _centre(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            self.move((parent.width() - self.width()) // 2, (parent.height() - self.height()) // 2)

    def _go(self) -> None:
        self._actions.trigger(self.sender().objectName())
