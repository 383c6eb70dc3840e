"""A saved scenario: its name, its note, when it begins, and what fails or is repaired when."""

from PySide6.QtCore import QTime
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.scenario_picker import scenario_title
from designer.app.modes.script_editor import ScriptEditor
from designer.base.texts import Message, msg, msg_in
from designer.model.design import Design
from designer.model.scenario import Scenario

_MINUTES = 60


class ScenarioDialog(QDialog):
    """Accepting it hands over the changed scenario; the movement stays what was run."""

    def __init__(self, context: AppContext, design: Design, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._design = design
        self._before = scenario
        self.setObjectName("scenario")
        self.setWindowTitle(context.text(msg("Saved scenario")))
        self.resize(720, 700)
        self.name = QLineEdit(scenario.name)
        self.name.setMaxLength(120)
        self.note = QPlainTextEdit(scenario.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(64)
        self.begins = QTimeEdit(QTime(scenario.begins_at_min // _MINUTES, scenario.begins_at_min % _MINUTES))
        self.begins.setDisplayFormat("HH:mm")
        self.everywhere = QComboBox()
        self.everywhere.addItem(context.text(msg("this variant, {label}", label=design.label)), design.id)
        self.everywhere.addItem(context.text(msg("any variant")), None)
        self.everywhere.setCurrentIndex(0 if scenario.design else 1)
        self.script = ScriptEditor(context)
        self.script.set_design(design)
        self.script.set_actions(scenario.actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(self._form())
        column.addWidget(self.script, 1)
        self._wrong = QLabel()
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        column.addWidget(self._wrong)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Save | buttons.Cancel)
        self.buttons.button(buttons.Save).setText(context.text(msg_in("action", "Save")))
        self.buttons.button(buttons.Cancel).setText(context.text(msg("Cancel")))
        self.buttons.accepted.connect(self._accept_if_sound)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)

    def scenario(self) -> Scenario:
        """The scenario as typed."""
        begins = self.begins.time()
        return self._before.evolve(
            name=self.name.text().strip(),
            note=self.note.toPlainText().strip(),
            design=self.everywhere.currentData(),
            begins_at_min=begins.hour() * _MINUTES + begins.minute(),
            actions=self.script.script(),
        )

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[Message, QWidget], ...] = (
            (msg("Name"), self.name),
            (msg_in("scenario", "For"), self.everywhere),
            (msg("Begins at"), self.begins),
            (msg("Note"), self.note),
        )
        for label, field in rows:
            field.setAccessibleName(self._context.text(label))
            form.addRow(self._context.text(label), field)
        if self._before.movement is not None:
            moved = self._before.evolve(actions=())
            title = QLabel(self._context.text(scenario_title(self._design, moved)))
            title.setWordWrap(True)
            form.addRow(self._context.text(msg("Movement")), title)
        return form

    def _accept_if_sound(self) -> None:
        wrong = self._what_is_wrong()
        self._wrong.setText("" if wrong is None else self._context.text(wrong))
        if wrong is None:
            self.accept()

    def _what_is_wrong(self) -> Message | None:
        if not self.name.text().strip():
            return msg("A scenario needs a name.")
        if not self.script.script() and self._before.movement is None:
            return msg("Nothing happens in this scenario. Add an event.")
        return None
