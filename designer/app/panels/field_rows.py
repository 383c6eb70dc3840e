"""One line of the inspector: what the fact is called, the control it is edited with, where its value comes from.

A row commits when its field is left or Enter is pressed, and while typing as soon as what is typed makes sense;
Escape goes back to the value the field had when it was entered. What is refused is said under the field.
"""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from designer.app.choice_box import ChoiceBox
from designer.app.choices import name_of_choice
from designer.app.context import AppContext
from designer.app.panels.field_table import FieldSpec, Look
from designer.base.texts import Message, msg
from designer.model.design import Design, Element

MIXED = "–"
_PAUSE_MS = 350
LINES_OF_A_ROW = 3
"""A name of its own line, the field, and what is refused."""
_BESIDE = 96
"""Room in pixels for the text of a choice beside its name in the narrowest inspector."""


class FieldRow(QObject):
    """A row in the grid. ``committed`` carries path and value; ``left`` ends a run of edits."""

    committed = Signal(str, object)
    left = Signal()
    reset_wanted = Signal(str)
    """Give the field of this path the value of its preset."""

    def __init__(self, spec: FieldSpec, context: AppContext, grid: QGridLayout, line: int) -> None:
        super().__init__(grid.parentWidget())
        self.spec = spec
        self._context = context
        self._value: object = None
        text = context.text(spec.text)
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        self.label.setProperty("role", "field")
        self.origin = QLabel()
        self.origin.setProperty("role", "faint")
        self.origin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.reset = QToolButton()
        self.reset.setIcon(context.icon("arrow-back-up"))
        self.reset.setIconSize(QSize(14, 14))
        self.reset.setFixedSize(20, 20)
        self.reset.setAccessibleName(context.text(msg("Back to the preset: {field}", field=spec.text)))
        self.reset.clicked.connect(self._ask_reset)
        self.reset.hide()
        self.refusal = QLabel()
        self.refusal.setProperty("role", "error")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self.editor = self._build_editor()
        self.editor.setAccessibleName(text)
        self.label.setBuddy(self.editor)
        if spec.look is Look.LONG_TEXT:
            grid.addWidget(self.editor, line, 0, 1, 3)
        elif self._needs_a_line():
            grid.addWidget(self.label, line, 0, 1, 2)
            grid.addWidget(self.editor, line + 1, 0, 1, 2)
            grid.addLayout(self._origin_cell(), line + 1, 2)
        else:
            grid.addWidget(self.label, line, 0)
            grid.addWidget(self.editor, line, 1)
            grid.addLayout(self._origin_cell(), line, 2)
        grid.addWidget(self.refusal, line + 2, 0, 1, 3)

    def show_value(self, design: Design, values: list[object], element: Element | None, origin: Message | str) -> None:
        """Show what the document has; different values of several elements show as a dash."""
        same = all(value == values[0] for value in values)
        self._value = values[0] if same else ...
        self._show(design, element, same=same)
        self.origin.setText(self._context.text(origin) if same else "")

    def offer_reset(self, tip: str, origin_tip: str) -> None:
        """Offer the way back to the preset, saying to what; an empty ``tip`` takes it away."""
        self.reset.setVisible(bool(tip))
        self.reset.setToolTip(tip)
        self.origin.setToolTip(origin_tip)

    def refuse(self, message: Message | None) -> None:
        """Say under the field why its value cannot be taken; None takes the sentence away."""
        self.refusal.setText("" if message is None else self._context.text(message))
        self.refusal.setVisible(message is not None)
        self.editor.setProperty("refused", message is not None)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def _origin_cell(self) -> QHBoxLayout:
        cell = QHBoxLayout()
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(2)
        cell.addStretch(1)
        cell.addWidget(self.origin)
        cell.addWidget(self.reset)
        return cell

    def _ask_reset(self) -> None:
        self.reset_wanted.emit(self.spec.path)

    def _needs_a_line(self) -> bool:
        """Whether what can stand in the field is longer than the room beside its name."""
        if self.spec.look in {Look.SEVERAL, Look.SEVERAL_REFERENCES}:
            return True
        if self.spec.choices is None:
            return False
        metrics = QFontMetrics(self.label.font())
        names = (self._context.text(name_of_choice(one)) for one in self.spec.choices)
        return max(metrics.horizontalAdvance(name) for name in names) > _BESIDE

    def _build_editor(self) -> QWidget:
        raise NotImplementedError

    def _show(self, design: Design, element: Element | None, *, same: bool) -> None:
        raise NotImplementedError

    def _commit(self, value: object) -> None:
        self.committed.emit(self.spec.path, value)


class TextRow(FieldRow):
    """A line of text or a quantity."""

    def _build_editor(self) -> QWidget:
        self._line = CommitLine()
        self._line.wanted.connect(self._take)
        self._line.tried.connect(self._try)
        self._line.given_up.connect(self._give_up)
        self._line.gone.connect(self.left)
        self._line.setReadOnly(self.spec.look is Look.COMPUTED)
        if self.spec.look is Look.COMPUTED:
            self._line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return self._line

    def _show(self, design: Design, element: Element | None, *, same: bool) -> None:
        computed = None
        if self.spec.computed is not None and element is not None and self._value is None:
            computed = self.spec.computed(element)
        if self.spec.look is Look.COMPUTED and isinstance(self._value, int):
            computed = self._value
        text = MIXED
        if same and computed is not None:
            text = self.spec.quantity.rounded(computed, self._context.translator)
        elif same:
            text = self._text(self._value)
        self._line.setPlaceholderText(self._context.text(msg("not set")) if self.spec.is_optional else "")
        self._line.show_text(text, dim=computed is not None)

    def _text(self, value: object) -> str:
        if value is None:
            return ""
        if self.spec.look in {Look.QUANTITY, Look.COMPUTED} and isinstance(value, int | float):
            return self.spec.quantity.shown(value, self._context.translator)
        return str(value)

    def _parsed(self, text: str) -> object:
        if self.spec.look is not Look.QUANTITY:
            return text
        if not text.strip() and self.spec.is_optional:
            return None
        return self.spec.quantity.parse(text)

    def _take(self, text: str) -> None:
        try:
            value = self._parsed(text)
        except ValueError:
            self.refuse(self.spec.quantity.refusal())
            return
        self.refuse(None)
        self._commit(value)

    def _try(self, text: str) -> None:
        """While typing: commit what makes sense already, keep quiet about the rest."""
        try:
            value = self._parsed(text)
        except ValueError:
            return
        if value is not None and value != "":
            self._commit(value)

    def _give_up(self, text: str) -> None:
        self.refuse(None)
        if text == MIXED:
            return
        try:
            self._commit(self._parsed(text))
        except ValueError:
            return


class LongTextRow(FieldRow):
    """Text of several lines."""

    def _build_editor(self) -> QWidget:
        self._area = _CommitArea()
        self._area.setMinimumHeight(120)
        self._area.wanted.connect(self._commit)
        self._area.gone.connect(self.left)
        return self._area

    def _show(self, design: Design, element: Element | None, *, same: bool) -> None:
        self._area.show_text(str(self._value) if same else "")


class ChoiceRow(FieldRow):
    """One of several values, or one of the design's elements."""

    def _build_editor(self) -> QWidget:
        self._box = ChoiceBox()
        self._box.activated.connect(self._take)
        return self._box

    def _show(self, design: Design, element: Element | None, *, same: bool) -> None:
        self._box.blockSignals(True)
        self._box.clear()
        if self.spec.is_optional:
            self._box.addItem(self._context.text(msg("none")), None)
        for value, text in self._options(design):
            self._box.addItem(text, value)
        wanted = self._value.value if isinstance(self._value, Enum) else self._value
        index = self._box.findData(wanted) if same else -1
        if wanted is None and same:
            index = 0 if self.spec.is_optional else -1
        self._box.setCurrentIndex(index)
        self._box.setPlaceholderText("" if same else MIXED)
        self._box.setToolTip(self._box.currentText())
        self._box.blockSignals(False)

    def _options(self, design: Design) -> list[tuple[str, str]]:
        if self.spec.choices is not None:
            return [(one.value, self._context.text(name_of_choice(one))) for one in self.spec.choices]
        return list(self.spec.options(design)) if self.spec.options is not None else []

    def _take(self, index: int) -> None:
        self._commit(self._box.itemData(index))
        self.left.emit()


class YesNoRow(FieldRow):
    """A fact that is so or not."""

    def _build_editor(self) -> QWidget:
        self._check = QCheckBox()
        self._check.clicked.connect(self._take)
        return self._check

    def _show(self, design: Design, element: Element | None, *, same: bool) -> None:
        if not same:
            self._check.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self._check.setTristate(False)
            self._check.setChecked(bool(self._value))
        self._check.setText(self._context.text(msg("yes") if self._value is True else msg("no")) if same else MIXED)

    def _take(self, checked: bool) -> None:
        self._commit(checked)
        self.left.emit()


class SeveralRow(FieldRow):
    """Several of the offered values; the order is the order of choosing."""

    def _build_editor(self) -> QWidget:
        self._button = QPushButton()
        self._button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._button.setMinimumWidth(60)
        self._button.setProperty("kind", "several")
        self._menu = QMenu(self._button)
        self._menu.triggered.connect(self._take)
        self._button.setMenu(self._menu)
        return self._button

    def _show(self, design: Design, element: Element | None, *, same: bool) -> None:
        chosen = self._chosen()
        options = self._options(design)
        names = dict(options)
        self._menu.clear()
        for value, text in options:
            action = self._menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.setData(value)
        shown = ", ".join(names.get(one, one) for one in chosen) if same else MIXED
        text = shown or self._context.text(msg("none"))
        room = max(60, self._button.width() - 28)
        self._button.setText(QFontMetrics(self._button.font()).elidedText(text, Qt.TextElideMode.ElideRight, room))
        self._button.setToolTip(text)

    def _options(self, design: Design) -> list[tuple[str, str]]:
        if self.spec.choices is not None:
            return [(one.value, self._context.text(name_of_choice(one))) for one in self.spec.choices]
        return list(self.spec.options(design)) if self.spec.options is not None else []

    def _chosen(self) -> tuple[str, ...]:
        if not isinstance(self._value, tuple):
            return ()
        return tuple(one.value if isinstance(one, Enum) else str(one) for one in self._value)

    def _take(self, action: object) -> None:
        value = getattr(action, "data", lambda: "")()
        chosen = self._chosen()
        kept = tuple(one for one in chosen if one != value)
        self._commit(kept if value in chosen else (*chosen, value))
        self.left.emit()


ROWS: dict[Look, Callable[[FieldSpec, AppContext, QGridLayout, int], FieldRow]] = {
    Look.TEXT: TextRow,
    Look.QUANTITY: TextRow,
    Look.COMPUTED: TextRow,
    Look.LONG_TEXT: LongTextRow,
    Look.CHOICE: ChoiceRow,
    Look.REFERENCE: ChoiceRow,
    Look.YES_NO: YesNoRow,
    Look.SEVERAL: SeveralRow,
    Look.SEVERAL_REFERENCES: SeveralRow,
}


class CommitLine(QLineEdit):
    """A line that says when its text is wanted (Enter, Tab, leaving), tried (a pause in typing) or given up (Esc)."""

    wanted = Signal(str)
    tried = Signal(str)
    given_up = Signal(str)
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before = ""
        self._is_touched = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._try)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)
        self.textEdited.connect(self._touch)

    def show_text(self, text: str, *, dim: bool = False) -> None:
        """Show the document's value, unless somebody is typing here."""
        if self._is_touched:
            return
        self._before = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
        self.setToolTip(text)
        if self.property("dim") != dim:
            self.setProperty("dim", dim)
            self.style().unpolish(self)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the document unless something has been typed here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self._is_touched:
            undoes = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if undoes:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape goes back, also from a text that was refused."""
        if event.key() == Qt.Key.Key_Escape and (self._is_touched or self.text() != self._before):
            self._pause.stop()
            self._is_touched = False
            self.setText(self._before)
            self.given_up.emit(self._before)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._finish()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; a menu or another program in front is not leaving."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self._finish()

    def _touch(self) -> None:
        self._is_touched = True
        self._pause.start()

    def _try(self) -> None:
        if self._is_touched and self.text() != self._before:
            self.tried.emit(self.text())

    def _finish(self) -> None:
        self._pause.stop()
        if self._is_touched:
            self._is_touched = False
            self.wanted.emit(self.text())
            self.gone.emit()


class _CommitArea(QPlainTextEdit):
    """An area that commits while one types and when it is left."""

    wanted = Signal(str)
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_showing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._commit)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._touch)

    def show_text(self, text: str) -> None:
        """Show the document's value, unless it is what stands here already."""
        if text != self.toPlainText():
            self._is_showing = True
            self.setPlainText(text)
            self._is_showing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        if self._pause.isActive():
            self._commit()
        self.gone.emit()

    def _touch(self) -> None:
        if not self._is_showing:
            self._pause.start()

    def _commit(self) -> None:
        self._pause.stop()
        self.wanted.emit(self.toPlainText())
