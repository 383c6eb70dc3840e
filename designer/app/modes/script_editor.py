"""What happens in a scenario, line by line with its time; lines can be joined to happen at once or in turn."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.event_chooser import EventChooser
from designer.app.modes.happenings import told
from designer.app.modes.parts import plain_label, push_button, spaced
from designer.base.texts import msg
from designer.drawing.ink import Role
from designer.model.design import Design
from designer.model.scenario import Action, ActionKind

_MOST_S = 31_536_000.0
_LONGEST_TARGET = 400


class Joint(StrEnum):
    """How a further line is tied to what is there."""

    AT = "at"
    TOGETHER = "together"
    THEN = "then"


class ScriptEditor(QWidget):
    """The lines of a scenario, and the chooser they are taken from."""

    changed = Signal()
    """Lines were added, removed, joined or moved in time."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._design: Design | None = None
        self._actions: list[Action] = []
        self.chooser = EventChooser(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chooser, 3)
        column.addLayout(self._joint_row())
        self.lines = QTableWidget(0, 2)
        self._dress_lines()
        column.addWidget(self.lines, 2)
        text = msg("Nothing is added yet: what is chosen above happens alone. Add lines to let more happen in one run.")
        self.empty = plain_label(context, text, points=9.0, role=Role.DIM, wrap=True)
        column.addWidget(self.empty)
        self.chooser.activated.connect(self.add_line)
        self.chooser.changed.connect(self._see_choice)
        self._show_lines(-1)

    def set_design(self, design: Design) -> None:
        """Offer what this design can go through; the lines stay, told with its names."""
        self._design = design
        self.chooser.set_design(design)
        self._show_lines(self.lines.currentRow())

    def script(self) -> tuple[Action, ...]:
        """The lines in order."""
        return tuple(self._actions)

    def set_actions(self, actions: tuple[Action, ...]) -> None:
        """Show these lines."""
        self._actions = list(actions)
        self._show_lines(len(actions) - 1)

    def add_line(self) -> None:
        """Add what is chosen as the joint says."""
        action = self.chooser.action(round(self.at.value() * 1000))
        if action is None:
            return
        joint, row = Joint(self.joint.currentData()), self._row()
        if joint is not Joint.AT and self._can_join(joint, action, row):
            last = self._actions[row]
            if last.kind is action.kind and action.kind is not ActionKind.CANCEL:
                sign = "+" if joint is Joint.TOGETHER else ">"
                self._actions[row] = last.evolve(target=f"{last.target}{sign}{action.target}")
            else:
                row += 1
                self._actions.insert(row, action.evolve(at_ms=last.at_ms))
        else:
            self._actions.append(action)
            row = len(self._actions) - 1
        self._show_lines(row)
        self.changed.emit()

    def remove_line(self) -> None:
        """Remove the chosen line."""
        row = self.lines.currentRow()
        if 0 <= row < len(self._actions):
            del self._actions[row]
            self._show_lines(min(row, len(self._actions) - 1))
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete removes the chosen line."""
        if watched is self.lines and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_delete = event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
            if is_delete:
                self.remove_line()
            return is_delete or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    # Parts

    def _joint_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.joint = QComboBox()
        self.joint.setObjectName("joint")
        self.joint.setAccessibleName(self._context.text(msg("When it happens")))
        for joint, text in (
            (Joint.AT, msg("at a time after the start")),
            (Joint.TOGETHER, msg("together with the chosen line")),
            (Joint.THEN, msg("then, when the cluster has settled")),
        ):
            self.joint.addItem(self._context.text(text), joint.value)
        self.joint.currentIndexChanged.connect(self._see_choice)
        self.at = QDoubleSpinBox()
        spaced(self.at)
        self.at.setObjectName("eventAt")
        self.at.setRange(0.0, _MOST_S)
        self.at.setDecimals(1)
        self.at.setSuffix("\u00a0s")
        self.at.setAccessibleName(self._context.text(msg("Seconds after the start")))
        self.add = push_button(self._context, msg("Add"), icon="plus")
        self.add.setObjectName("addLine")
        self.add.setToolTip(self._context.text(msg("Add it to what happens in this run")))
        self.add.clicked.connect(self.add_line)
        self.remove = push_button(self._context, msg("Remove line"), icon="trash")
        self.remove.setObjectName("removeLine")
        self.remove.setToolTip(self._context.text(msg("Remove the chosen line (Delete)")))
        self.remove.clicked.connect(self.remove_line)
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        row.addWidget(self.joint)
        row.addWidget(self.at)
        row.addStretch(1)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        return row

    def _dress_lines(self) -> None:
        heads = (msg("After the start"), msg("What happens"))
        self.lines.setObjectName("scriptLines")
        self.lines.setHorizontalHeaderLabels([self._context.text(one) for one in heads])
        self.lines.setAccessibleName(self._context.text(msg("What happens, and when")))
        self.lines.verticalHeader().hide()
        self.lines.verticalHeader().setDefaultSectionSize(32)
        self.lines.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.lines.setMinimumHeight(100)
        head = self.lines.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.lines.setColumnWidth(0, 130)
        self.lines.installEventFilter(self)
        self.lines.currentCellChanged.connect(self._see_choice)

    # Lines

    def _show_lines(self, chosen: int) -> None:
        self.lines.blockSignals(True)
        self.lines.setRowCount(0)
        for row, action in enumerate(self._actions):
            self.lines.insertRow(row)
            when = QDoubleSpinBox()
            when.setRange(0.0, _MOST_S)
            when.setDecimals(3)
            when.setValue(action.at_ms / 1000)
            when.setSuffix("\u00a0s")
            when.setAlignment(Qt.AlignmentFlag.AlignRight)
            when.setAccessibleName(self._context.text(msg("Seconds after the start")))
            when.setProperty("line", row)
            when.valueChanged.connect(self._take_time)
            self.lines.setCellWidget(row, 0, when)
            text = self._told(action)
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.lines.setItem(row, 1, item)
        if chosen >= 0:
            self.lines.setCurrentCell(chosen, 1)
        self.lines.blockSignals(False)
        self.lines.setVisible(bool(self._actions))
        self.empty.setVisible(not self._actions)
        self._see_choice()

    def _told(self, action: Action) -> str:
        if self._design is None:
            return action.target
        text = self._context.text(told(self._design, action))
        return text[:1].upper() + text[1:]

    def _take_time(self, seconds: float) -> None:
        row = self.sender().property("line")
        self._actions[row] = self._actions[row].evolve(at_ms=round(seconds * 1000))
        self.changed.emit()

    def _row(self) -> int:
        row = self.lines.currentRow()
        return row if row >= 0 else len(self._actions) - 1

    def _can_join(self, joint: Joint, action: Action | None, row: int) -> bool:
        """Whether the joint is possible: in turn come only events of one kind, and a line has a longest length."""
        if action is None or not 0 <= row < len(self._actions):
            return False
        last = self._actions[row]
        if last.kind is not action.kind or action.kind is ActionKind.CANCEL:
            return joint is Joint.TOGETHER
        return len(last.target) + len(action.target) < _LONGEST_TARGET

    def _see_choice(self) -> None:
        action, row = self.chooser.action(0), self._row()
        model = self.joint.model()
        assert isinstance(model, QStandardItemModel)
        for place in range(1, self.joint.count()):
            item = model.item(place)
            item.setEnabled(self._can_join(Joint(self.joint.itemData(place)), action, row))
        if not model.item(self.joint.currentIndex()).isEnabled():
            self.joint.setCurrentIndex(0)
        self.at.setEnabled(self.joint.currentData() == Joint.AT.value)
        self.add.setEnabled(action is not None)
        self.remove.setEnabled(0 <= self.lines.currentRow() < len(self._actions))
