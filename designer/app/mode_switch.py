"""The four modes as one segmented control."""

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from designer.app.actions import ActionSet
from designer.app.context import AppContext
from designer.app.document_controller import Mode
from designer.base.texts import msg

ORDER = (Mode.DESIGN, Mode.COMPARE, Mode.SIMULATE, Mode.DOCUMENT)


class ModeSwitch(QFrame):
    """Buttons that follow the mode actions: same text, same state, same reason to be disabled."""

    def __init__(self, context: AppContext, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(context.text(msg("Mode")))
        self._actions = actions
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for position, mode in enumerate(ORDER):
            if position:
                line = QFrame()
                line.setFixedWidth(1)
                row.addWidget(line)
            action = actions.action(f"mode.{mode.value}")
            button = QPushButton(action.iconText())
            button.setProperty("kind", "segment")
            button.setProperty("end", {0: "first", len(ORDER) - 1: "last"}.get(position, ""))
            button.setCheckable(True)
            button.setToolTip(action.toolTip())
            self._group.addButton(button, position)
            row.addWidget(button)
            action.changed.connect(self._follow)
        self._group.idClicked.connect(self._choose)
        self._follow()

    def _choose(self, position: int) -> None:
        self._actions.trigger(f"mode.{ORDER[position].value}")
        self._follow()

    def _follow(self) -> None:
        for position, mode in enumerate(ORDER):
            action, button = self._actions.action(f"mode.{mode.value}"), self._group.button(position)
            button.setEnabled(action.isEnabled())
            button.setChecked(action.isChecked())
