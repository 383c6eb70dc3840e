"""The small pieces the pages are built of: panels, heads, labels, buttons, empty states, and the style they share."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.base.texts import Message
from designer.drawing.ink import Face, Role

UNIT = 4
PADDING = 12
RADIUS = 6
ROW = 26
ICON = 18


class Panel(QFrame):
    """A bordered area of the panel colour with a column of content."""

    def __init__(self, *, padding: int = PADDING, spacing: int = 2 * UNIT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(spacing)


class EmptyState(QWidget):
    """What an area says while it has nothing to show, and what can be done about it."""

    def __init__(self, context: AppContext, icon: str, title: Message, text: Message | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(2 * UNIT)
        column.addStretch(1)
        picture = QLabel()
        picture.setPixmap(context.icons.pixmap(icon, Role.FAINT, 32))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        self.title = plain_label(context, title, points=11.0, face=Face.SEMIBOLD, wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        self.text = plain_label(context, text or "", role=Role.DIM, wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setVisible(text is not None)
        column.addWidget(self.text)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(2 * UNIT)
        self.buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addLayout(self.buttons)
        column.addStretch(1)

    def say(self, context: AppContext, title: Message, text: Message | None) -> None:
        """Say something else in the same place."""
        self.title.setText(context.text(title))
        self.text.setText(context.text(text) if text is not None else "")
        self.text.setVisible(text is not None)


def page_style(context: AppContext) -> str:
    """What a page adds to the window's style sheet."""
    c = {role: f"#{context.ink[role]}" for role in Role}
    return f"""
#modePage, #modePage QScrollArea#onGround {{ background: {c[Role.BACKGROUND]}; }}
#plainArea {{ background: {c[Role.PANEL]}; }}
QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; }}
QToolButton[kind="play"] {{ background: {c[Role.PRIMARY]}; border-radius: 8px; }}
QToolButton[kind="play"]:disabled {{ background: {c[Role.TRACK]}; }}
QToolButton[kind="play"]:focus {{ border-color: {c[Role.TEXT]}; }}
QPushButton[kind="chip"] {{ padding: 3px 10px; min-height: 16px; color: {c[Role.DIM]}; font-weight: 600; }}
QPushButton[kind="chip"]:checked {{ background: {c[Role.PRIMARY_TINT]}; color: {c[Role.PRIMARY]};
  border-color: {c[Role.PRIMARY]}; }}
QTabWidget > QTabBar::tab {{ font-size: 9.5pt; }}
"""


def plain_label(
    context: AppContext,
    text: Message | str,
    *,
    points: float = 10.0,
    face: Face = Face.REGULAR,
    role: Role = Role.TEXT,
    wrap: bool = False,
) -> QLabel:
    """A label in the bundled font and a role's colour."""
    shown = QLabel(context.text(text))
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setFont(interface_font(points, face))
    shown.setStyleSheet(f"color: #{context.ink[role]};")
    shown.setWordWrap(wrap)
    if wrap:
        shown.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return shown


def section_head(context: AppContext, text: Message) -> QLabel:
    """A section head: small capitals in a faint colour."""
    head = plain_label(context, context.text(text).upper(), points=8.25, face=Face.SEMIBOLD, role=Role.FAINT)
    font = head.font()
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    head.setFont(font)
    head.setAccessibleName(context.text(text))
    return head


def push_button(context: AppContext, text: Message, *, icon: str = "", accent: bool = False) -> QPushButton:
    """A button with a text; ``accent`` marks the one thing to do next."""
    button = QPushButton(context.text(text))
    if icon:
        button.setIcon(context.icon(icon, Role.ON_SOLID if accent else Role.DIM))
        button.setIconSize(QSize(ICON, ICON))
    if accent:
        button.setProperty("kind", "primary")
    return button


def spaced(field: QAbstractSpinBox) -> None:
    """Set a spin box's text as far from its edge as in other fields: style sheets cannot reach it."""
    field.lineEdit().setTextMargins(UNIT, 0, 0, 0)


def tool_button(action: QAction, *, accent: bool = False) -> QToolButton:
    """A button that shows an action as its icon."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(ICON, ICON))
    button.setFixedSize(36 if accent else 30, 30)
    if accent:
        button.setProperty("kind", "play")
    button.setAccessibleName(action.text())
    return button


def separator(context: AppContext, *, vertical: bool = False) -> QFrame:
    """A one-pixel line."""
    line = QFrame()
    line.setStyleSheet(f"background: #{context.ink[Role.LINE]}; border: 0;")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def plain_area(*, vertical: bool = True) -> tuple[QWidget, QVBoxLayout | QHBoxLayout]:
    """An area of the panel colour without border, and its layout."""
    area = QWidget()
    area.setObjectName("plainArea")
    area.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout: QVBoxLayout | QHBoxLayout = QVBoxLayout(area) if vertical else QHBoxLayout(area)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return area, layout


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
