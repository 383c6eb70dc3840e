"""Preferences: what holds for the program on this computer, whatever the project. Every choice takes effect at once."""

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.document_settings import LANGUAGE_NAMES
from designer.app.modes.parts import PADDING, plain_label, section_head
from designer.app.preferences import Theme
from designer.base.texts import LANGUAGES, Message, msg, msg_in
from designer.drawing.ink import Role


class PreferencesDialog(QDialog):
    """A short form; closing it is all there is to confirm."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        preferences = context.preferences
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(context.text(msg("Preferences")))
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING + 4, PADDING + 4, PADDING + 4, PADDING + 4)
        column.setSpacing(8)
        form = self._section(column, msg("Appearance"))
        self.language = self._choice(form, msg("Language"))
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], language)
        self.language.setCurrentIndex(self.language.findData(preferences.language))
        self.theme = self._choice(form, msg("Theme"))
        for theme in Theme:
            self.theme.addItem(context.text(_theme_name(theme)), theme.value)
        self.theme.setCurrentIndex(self.theme.findData(preferences.theme.value))
        self.motion = self._check(
            column, msg("Reduced motion"), msg("Runs advance step by step, panels change without movement.")
        )
        self.motion.setChecked(preferences.reduced_motion)
        self._section(column, msg("Canvas"))
        self.keys = self._check(
            column,
            msg("Single letters choose tools"),
            msg("N adds a node, V selects; only while the canvas has the keyboard."),
        )
        self.keys.setChecked(preferences.single_keys)
        self.snap = self._check(
            column, msg("Snap to the grid and to other elements"), msg("Alt suspends it while dragging.")
        )
        self.snap.setChecked(preferences.snap)
        self.grid = self._check(column, msg("Show the grid"), None)
        self.grid.setChecked(preferences.grid)
        self._section(column, msg("Start"))
        self.reopens = self._check(column, msg("Open the projects of the last time"), None)
        self.reopens.setChecked(preferences.reopens)
        form = self._section(column, msg("Person"))
        self.author = QLineEdit(preferences.author)
        self.author.setPlaceholderText(context.text(msg("written into decisions and waivers")))
        self._row(form, msg("Your name"), self.author)
        privacy = msg("Everything stays on this computer: no account, no telemetry, no network.")
        column.addSpacing(4)
        column.addWidget(plain_label(context, privacy, points=9.0, role=Role.FAINT, wrap=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg_in("action", "Close")))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(460)
        self._connect()

    def _connect(self) -> None:
        self.language.activated.connect(self._set_language)
        self.theme.activated.connect(self._set_theme)
        self.motion.toggled.connect(self._set_motion)
        self.keys.toggled.connect(self._set_keys)
        self.snap.toggled.connect(self._set_snap)
        self.grid.toggled.connect(self._set_grid)
        self.reopens.toggled.connect(self._set_reopens)
        self.author.editingFinished.connect(self._set_author)

    def _section(self, column: QVBoxLayout, title: Message) -> QFormLayout:
        column.addSpacing(4)
        column.addWidget(section_head(self._context, title))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(PADDING)
        column.addLayout(form)
        return form

    def _choice(self, form: QFormLayout, label: Message) -> QComboBox:
        box = QComboBox()
        self._row(form, label, box)
        return box

    def _row(self, form: QFormLayout, label: Message, field: QWidget) -> None:
        name = QLabel(self._context.text(label))
        name.setMinimumWidth(96)
        name.setBuddy(field)
        field.setAccessibleName(name.text())
        form.addRow(name, field)

    def _check(self, column: QVBoxLayout, label: Message, text: Message | None) -> QCheckBox:
        box = QCheckBox(self._context.text(label))
        column.addWidget(box)
        if text is not None:
            note = plain_label(self._context, text, points=9.0, role=Role.DIM)
            note.setContentsMargins(23, 0, 0, 2)
            column.addWidget(note)
            box.setAccessibleDescription(note.text())
        return box

    def _set_language(self) -> None:
        self._context.preferences.language = self.language.currentData()

    def _set_theme(self) -> None:
        self._context.preferences.theme = Theme(self.theme.currentData())

    def _set_motion(self, checked: bool) -> None:
        self._context.preferences.reduced_motion = checked

    def _set_keys(self, checked: bool) -> None:
        self._context.preferences.single_keys = checked

    def _set_snap(self, checked: bool) -> None:
        self._context.preferences.snap = checked

    def _set_grid(self, checked: bool) -> None:
        self._context.preferences.grid = checked

    def _set_reopens(self, checked: bool) -> None:
        self._context.preferences.reopens = checked

    def _set_author(self) -> None:
        self._context.preferences.author = self.author.text().strip()


def _theme_name(theme: Theme) -> Message:
    return {
        Theme.SYSTEM: msg_in("theme", "As the system"),
        Theme.LIGHT: msg_in("theme", "Light"),
        Theme.DARK: msg_in("theme", "Dark"),
    }[theme]
