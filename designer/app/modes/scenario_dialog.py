"""A saved scenario: its name, its note, when it begins, and what fails or is repaired when."""

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.scenario_picker import scenario_title
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in
from designer.model.design import Design
from designer.model.scenario import EVERY_MOVEMENT, Action, ActionKind, Scenario
from designer.resilience.matrix import events_of
from designer.resilience.targets import describe, parse_target

_KINDS: dict[ActionKind, Message] = {
    ActionKind.FAIL: msg_in("what happens", "fails"),
    ActionKind.REPAIR: msg_in("what happens", "is repaired"),
    ActionKind.CANCEL: msg_in("what happens", "is cancelled"),
}
_MOST_S = 31_536_000.0
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
        self.resize(620, 480)
        self.name = QLineEdit(scenario.name)
        self.name.setMaxLength(120)
        self.note = QPlainTextEdit(scenario.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(64)
        self.begins = QTimeEdit(QTime(scenario.begins_at_min // _MINUTES, scenario.begins_at_min % _MINUTES))
        self.everywhere = QComboBox()
        self.everywhere.addItem(context.text(msg("this variant, {label}", label=design.label)), design.id)
        self.everywhere.addItem(context.text(msg("any variant")), None)
        self.everywhere.setCurrentIndex(0 if scenario.design else 1)
        self.events = QTableWidget(0, 3)
        self._dress_events()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(self._form())
        column.addWidget(self.events, 1)
        column.addLayout(self._event_buttons())
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
        for action in scenario.actions:
            self._add_event(action)

    def scenario(self) -> Scenario:
        """The scenario as typed. Raises a refusal for a target that the variant does not have."""
        begins = self.begins.time()
        return self._before.evolve(
            name=self.name.text().strip(),
            note=self.note.toPlainText().strip(),
            design=self.everywhere.currentData(),
            begins_at_min=begins.hour() * _MINUTES + begins.minute(),
            actions=tuple(self._action(row) for row in range(self.events.rowCount())),
        )

    def add_event(self) -> None:
        """Add a line to what happens."""
        self._add_event(Action(kind=ActionKind.FAIL, target=next(iter(events_of(self._design)), EVERY_MOVEMENT)))

    def remove_event(self) -> None:
        """Remove the chosen line."""
        if self.events.currentRow() >= 0:
            self.events.removeRow(self.events.currentRow())

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

    def _event_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.add = QPushButton(self._context.text(msg("Add an event")))
        self.add.clicked.connect(self.add_event)
        self.remove = QPushButton(self._context.text(msg("Remove the event")))
        self.remove.clicked.connect(self.remove_event)
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _dress_events(self) -> None:
        heads = (msg_in("scenario", "What"), msg_in("scenario", "Happens"), msg("Seconds after the start"))
        self.events.setHorizontalHeaderLabels([self._context.text(one) for one in heads])
        self.events.setAccessibleName(self._context.text(msg("What happens, and when")))
        self.events.verticalHeader().hide()
        self.events.verticalHeader().setDefaultSectionSize(32)
        head = self.events.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.events.setColumnWidth(column, 150)

    def _add_event(self, action: Action) -> None:
        row = self.events.rowCount()
        self.events.insertRow(row)
        what = QComboBox()
        for event in events_of(self._design):
            what.addItem(self._said(event), event)
        for vm in self._design.vms:
            what.addItem(self._context.text(msg("the movement of {vm}", vm=vm.name)), vm.id)
        what.addItem(self._context.text(msg("every movement")), EVERY_MOVEMENT)
        if what.findData(action.target) < 0:
            what.addItem(self._said(action.target), action.target)
        what.setCurrentIndex(what.findData(action.target))
        how = QComboBox()
        for kind in ActionKind:
            how.addItem(self._context.text(_KINDS[kind]), kind.value)
        how.setCurrentIndex(how.findData(action.kind.value))
        when = QDoubleSpinBox()
        when.setRange(0.0, _MOST_S)
        when.setDecimals(3)
        when.setValue(action.at_ms / 1000)
        when.setSuffix("\u00a0s")
        when.setAlignment(Qt.AlignmentFlag.AlignRight)
        for column, field in enumerate((what, how, when)):
            head = self.events.horizontalHeaderItem(column)
            field.setAccessibleName("" if head is None else head.text())
            self.events.setCellWidget(row, column, field)
        self.events.setCurrentCell(row, 0)

    def _said(self, target: str) -> str:
        try:
            text = self._context.text(describe(self._design, parse_target(target, self._design)))
        except DesignerError:
            return target
        return text[:1].upper() + text[1:]

    def _action(self, row: int) -> Action:
        what, how, when = (self.events.cellWidget(row, column) for column in range(3))
        assert isinstance(what, QComboBox)
        assert isinstance(how, QComboBox)
        assert isinstance(when, QDoubleSpinBox)
        return Action(
            kind=ActionKind(how.currentData()), target=str(what.currentData()), at_ms=round(when.value() * 1000)
        )

    def _accept_if_sound(self) -> None:
        wrong = self._what_is_wrong()
        self._wrong.setText("" if wrong is None else self._context.text(wrong))
        if wrong is None:
            self.accept()

    def _what_is_wrong(self) -> Message | None:
        if not self.name.text().strip():
            return msg("A scenario needs a name.")
        actions = self.scenario().actions
        for action in actions:
            is_movement = action.target == EVERY_MOVEMENT or self._design.find(action.target) is not None
            if (action.kind is ActionKind.CANCEL) != is_movement:
                return msg("Movements can be cancelled, and everything else fails or is repaired.")
        if not actions and self._before.movement is None:
            return msg("Nothing happens in this scenario. Add an event.")
        return None
