"""The message strip over the lower edge of the page: one sentence, one action; nothing moves when it comes or goes."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from designer.app.context import AppContext
from designer.app.notices import Notice, Severity
from designer.base.texts import msg
from designer.drawing.ink import Role

_STAYS_MS = 8000
_WIDEST = 760
_EDGE = 16
_LOOKS = {
    Severity.DONE: ("circle-check", Role.ONLINE),
    Severity.INFO: ("info-circle", Role.PRIMARY),
    Severity.WARNING: ("alert-triangle", Role.PENDING),
    Severity.ERROR: ("alert-octagon", Role.FAILED),
}


class NoticeStrip(QFrame):
    """Shows the newest notice; errors stay until they are closed, the rest leaves by itself."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        parent.installEventFilter(self)
        self._context = context
        self._notice: Notice | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton()
        self._action.setProperty("kind", "link")
        self._action.clicked.connect(self._act)
        close = QToolButton()
        close.setIcon(context.icon("x"))
        close.setToolTip(context.text(msg("Close the message")))
        close.setAccessibleName(context.text(msg("Close the message")))
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        for widget in (self._icon, self._text, self._action, close):
            row.addWidget(widget)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(_STAYS_MS)
        self._leave.timeout.connect(self.hide)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """The notice shown last."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Show this sentence in place of the former one."""
        self._notice = notice
        name, role = _LOOKS[notice.severity]
        self._icon.setPixmap(self._context.icons.pixmap(name, role))
        sentences = [self._context.text(notice.message)]
        if notice.hint is not None:
            sentences.append(self._context.text(notice.hint))
        self._text.setText(" ".join(sentences))
        self._action.setVisible(notice.action is not None)
        if notice.action_text is not None:
            self._action.setText(self._context.text(notice.action_text))
        self.setProperty("tone", notice.severity.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._take_place()
        self.show()
        self.raise_()
        if notice.severity is Severity.ERROR:
            self._leave.stop()
        else:
            self._leave.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge of what it lies over."""
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self._take_place()
        return super().eventFilter(watched, event)

    def _take_place(self) -> None:
        ground = self.parentWidget()
        if ground is None:
            return
        width = min(_WIDEST, ground.width() - 2 * _EDGE)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry((ground.width() - width) // 2, ground.height() - height - _EDGE, width, height)

    def _act(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.action is not None:
            self._notice.action()
