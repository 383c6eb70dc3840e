"""What people wrote about the variant: its description, the notes on the canvas, the decisions of the project."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from designer.app.actions import ActionSet
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.parts import section_head
from designer.app.palette import PADDING
from designer.base.texts import msg
from designer.editing.variants import DescribeDesign

_PAUSE_MS = 400
_ID = Qt.ItemDataRole.UserRole


class NotesPanel(QWidget):
    """The description is typed here; a click on a note selects it."""

    def __init__(
        self, controller: DocumentController, context: AppContext, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._actions = actions
        self._is_showing = False
        self.description = QPlainTextEdit()
        self.description.setObjectName("description")
        self.description.setAccessibleName(context.text(msg("Description of the variant")))
        hint = msg("What this variant is about and why it looks as it does.")
        self.description.setPlaceholderText(context.text(hint))
        self.description.setTabChangesFocus(True)
        self.notes = QListWidget()
        self.notes.setObjectName("notes-list")
        self.notes.setAccessibleName(context.text(msg("Notes on the canvas")))
        self.notes.setWordWrap(True)
        self._add = QPushButton(context.text(msg("Add a note")))
        self._add.clicked.connect(self._add_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(6)
        column.addWidget(section_head(context, msg("Description of the variant")))
        column.addWidget(self.description, 2)
        column.addWidget(section_head(context, msg("Notes on the canvas")))
        column.addWidget(self.notes, 3)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._commit)
        self.description.textChanged.connect(self._touch)
        self.notes.itemClicked.connect(self._select)
        for signal in (controller.document_changed, controller.document_opened, controller.design_shown):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the variant as it is now."""
        design = self._controller.design
        text = "" if design is None else design.description
        self.setEnabled(design is not None)
        if text != self.description.toPlainText() and not self._pause.isActive():
            self._is_showing = True
            self.description.setPlainText(text)
            self._is_showing = False
        self.notes.clear()
        for note in () if design is None else design.notes:
            item = QListWidgetItem(note.text)
            item.setData(_ID, note.id)
            self.notes.addItem(item)

    def _touch(self) -> None:
        if not self._is_showing:
            self._pause.start()

    def _commit(self) -> None:
        design, text = self._controller.design, self.description.toPlainText()
        if design is not None and text != design.description:
            self._controller.run(DescribeDesign(design.id, text), self)

    def _select(self, item: QListWidgetItem) -> None:
        self._controller.select((str(item.data(_ID)),))

    def _add_note(self) -> None:
        self._actions.trigger("insert.note")
