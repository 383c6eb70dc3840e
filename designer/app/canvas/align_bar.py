"""The small bar that floats over the canvas while several elements are selected: align, distribute, lock."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from designer.app.actions import ActionSet, with_mnemonics
from designer.app.context import AppContext
from designer.app.icons import ICON_SIZE
from designer.base.texts import msg

_BUTTONS = (
    ("arrange.left", "arrange.centre", "arrange.right"),
    ("arrange.top", "arrange.middle", "arrange.bottom"),
    ("arrange.across", "arrange.down"),
    ("arrange.lock",),
)
_MORE = ("arrange.centres_across", "arrange.centres_down", "arrange.into_site", "edit.copy_picture")
_GAP = 10
_SIZE = 30


class AlignBar(QFrame):
    """Stands at the upper edge of the canvas; buttons that cannot be used now are dim and say why elsewhere."""

    def __init__(self, context: AppContext, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self.setAccessibleName(context.text(msg("Align and distribute")))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.setSpacing(1)
        for group in _BUTTONS:
            if row.count():
                row.addSpacing(8)
            for action_id in group:
                button = self._button()
                button.setDefaultAction(actions.action(action_id))
                button.setAccessibleName(actions.action(action_id).iconText())
                row.addWidget(button)
        row.addSpacing(8)
        more = self._button()
        more.setIcon(context.icon("dots"))
        more.setToolTip(context.text(msg("More ways to arrange")))
        more.setAccessibleName(more.toolTip())
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(more)
        menu.addActions([actions.action(one) for one in _MORE])
        with_mnemonics(menu.actions())
        more.setMenu(menu)
        row.addWidget(more)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay where it belongs."""
        if event.type() is QEvent.Type.Resize:
            self._stand()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up where it belongs."""
        self._stand()

    def _stand(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.adjustSize()
            self.move(max(0, (parent.width() - self.width()) // 2), _GAP)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setFixedSize(_SIZE, _SIZE)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button
