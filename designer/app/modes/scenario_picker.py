"""What shall happen: a movement, a failure, both together, or a scenario saved with the project."""

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.happenings import told
from designer.app.modes.parts import PADDING, Panel, plain_label, push_button, section_head, spaced
from designer.app.modes.script_editor import ScriptEditor
from designer.base.errors import UnknownElement
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.ink import Face, Role
from designer.model.design import Design
from designer.model.project import Project
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario

_ONE_VM = frozenset({MovementKind.LIVE, MovementKind.QUICK, MovementKind.MOVE})
_AT_ONCE = "run"
_BEGINS_AT_MIN, _MINUTES = 9 * 60, 60
_LONGEST_NAME = 120


def movement_kind_name(kind: MovementKind) -> Message:
    """What people call a movement."""
    return {
        MovementKind.LIVE: msg("Live migration"),
        MovementKind.QUICK: msg("Quick migration"),
        MovementKind.MOVE: msg("Planned move"),
        MovementKind.DRAIN: msg("Drain of a node"),
        MovementKind.FAILBACK: msg("Failback"),
    }[kind]


def scenario_title(design: Design, scenario: Scenario) -> Message:
    """What a scenario does, in a line; its name where it speaks of things that the design does not have."""
    try:
        return _told(design, scenario)
    except UnknownElement:
        return msg("{name}", name=scenario.name)


def failure(target: str, *, at_s: float = 0.0, movement: Movement | None = None) -> Scenario:
    """The scenario in which the target fails, on its own or while something is moved."""
    action = Action(kind=ActionKind.FAIL, target=target, at_ms=round(at_s * 1000))
    return Scenario(id=_AT_ONCE, name=target, movement=movement, actions=(action,))


def _told(design: Design, scenario: Scenario) -> Message:
    parts: list[Message] = []
    if scenario.movement is not None:
        parts.append(_movement_title(design, scenario.movement))
    if scenario.actions:
        parts.append(told(design, scenario.actions[0]))
    if len(scenario.actions) > 1:
        parts.append(msg_n("and {n} more event", "and {n} more events", len(scenario.actions) - 1))
    if len(parts) > 1:
        return msg("{first}; {second}", first=parts[0], second=parts[1])
    return parts[0] if parts else msg("{name}", name=scenario.name)


def _movement_title(design: Design, movement: Movement) -> Message:
    kind = movement_kind_name(movement.kind)
    if movement.vm is not None and movement.to is not None:
        source = design.name_of(design.vm(movement.vm).node)
        return msg(
            "{kind} {vm}: {source} → {target}",
            kind=kind,
            vm=design.name_of(movement.vm),
            source=source,
            target=design.name_of(movement.to),
        )
    return msg("{kind}: {node}", kind=kind, node=design.name_of(movement.node)) if movement.node is not None else kind


class ScenarioPicker(QWidget):
    """Lets a person choose what happens; hands over one scenario."""

    chosen = Signal(object)
    """A :class:`Scenario` to run."""
    edit_asked = Signal(object)
    """A saved :class:`Scenario` to change."""
    keep_asked = Signal(object)
    """A :class:`Scenario` to save with the project."""
    remove_asked = Signal(object)
    """A saved :class:`Scenario` to remove."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._design: Design | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setObjectName("onGround")
        scroll.setWidgetResizable(True)
        outer.addWidget(scroll)
        inside = QWidget()
        inside.setObjectName("modePage")
        scroll.setWidget(inside)
        centred = QHBoxLayout(inside)
        centred.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, 2 * PADDING)
        body = QWidget()
        body.setMaximumWidth(1360)
        centred.addWidget(body)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(PADDING)
        head = plain_label(context, msg("What shall happen?"), points=14, face=Face.SEMIBOLD)
        text = msg(
            "The run is computed from the design as it stands: every step with its reason, forwards and backwards."
        )
        grid.addWidget(head, 0, 0, 1, 2)
        grid.addWidget(plain_label(context, text, role=Role.DIM, wrap=True), 1, 0, 1, 2)
        grid.addWidget(self._movement_panel(), 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._saved_panel(), 3, 0)
        grid.addWidget(self._failure_panel(), 2, 1, 2, 1)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        grid.setRowStretch(3, 1)

    def set_design(self, project: Project, design: Design) -> None:
        """Offer what this design can go through; what was chosen stays where it still makes sense."""
        self._design = design
        kept_vm, kept_to = self.vm.currentData(), self.target.currentData()
        self.vm.clear()
        for vm in design.vms:
            place = design.name_of(vm.node)
            self.vm.addItem(self._context.text(msg("{vm} on {node}", vm=vm.name, node=place)), vm.id)
        self.vm.setCurrentIndex(max(0, self.vm.findData(kept_vm)))
        self._offer_targets()
        kept = self.target.findData(kept_to)
        if kept >= 0:
            self.target.setCurrentIndex(kept)
        self.script.set_design(design)
        self._see_script()
        self._offer_saved(project, design)
        self._show_kind()

    def movement(self) -> Movement | None:
        """The movement as chosen; None while something it needs is missing."""
        kind = MovementKind(self.kind.currentData())
        if kind is MovementKind.FAILBACK:
            return Movement(kind=kind)
        if kind is MovementKind.DRAIN:
            node = self.target.currentData()
            return Movement(kind=kind, node=node) if node else None
        vm, to = self.vm.currentData(), self.target.currentData()
        return Movement(kind=kind, vm=vm, to=to) if vm and to else None

    # Parts

    def _movement_panel(self) -> Panel:
        panel = Panel()
        panel.column.addWidget(section_head(self._context, msg("A movement")))
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.kind = self._box("movementKind", form, msg_in("movement", "What"))
        for kind in MovementKind:
            self.kind.addItem(self._context.text(movement_kind_name(kind)), kind.value)
        self.vm = self._box("movedVm", form, msg("Virtual machine"))
        self.target = self._box("movementTarget", form, msg_in("movement", "To"))
        self._form = form
        panel.column.addLayout(form)
        row = QHBoxLayout()
        row.addStretch(1)
        self.start_movement = push_button(self._context, msg_in("action", "Simulate"), icon="player-play", accent=True)
        self.start_movement.setObjectName("startMovement")
        self.start_movement.clicked.connect(self._run_movement)
        row.addWidget(self.start_movement)
        panel.column.addLayout(row)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.vm.currentIndexChanged.connect(self._offer_targets)
        return panel

    def _failure_panel(self) -> Panel:
        panel = Panel()
        panel.column.addWidget(section_head(self._context, msg("What fails, is repaired or is cancelled")))
        self.script = ScriptEditor(self._context)
        self.script.chooser.changed.connect(self._see_script)
        self.script.changed.connect(self._see_script)
        panel.column.addWidget(self.script, 1)
        row = QHBoxLayout()
        self.together = QCheckBox(self._context.text(msg("During the movement")))
        self.together.setObjectName("failDuringMovement")
        self.together.setToolTip(self._context.text(msg("The movement chosen here begins with the run")))
        self.begins = QTimeEdit(QTime(_BEGINS_AT_MIN // _MINUTES, _BEGINS_AT_MIN % _MINUTES))
        spaced(self.begins)
        self.begins.setDisplayFormat("HH:mm")
        self.begins.setObjectName("beginsAt")
        self.begins.setAccessibleName(self._context.text(msg("Begins at")))
        self.begins.setToolTip(self._context.text(msg("Time of day at which the run begins: failback has hours")))
        self.keep_script = push_button(self._context, msg("Save with the project"), icon="device-floppy")
        self.keep_script.setObjectName("keepScript")
        self.keep_script.clicked.connect(self._keep_failure)
        self.start_failure = push_button(self._context, msg_in("action", "Simulate"), icon="player-play", accent=True)
        self.start_failure.setObjectName("startFailure")
        self.start_failure.clicked.connect(self._run_failure)
        row.addWidget(self.together)
        row.addStretch(1)
        row.addWidget(plain_label(self._context, msg("Begins at"), role=Role.DIM))
        row.addWidget(self.begins)
        row.addWidget(self.keep_script)
        row.addWidget(self.start_failure)
        panel.column.addLayout(row)
        return panel

    def _saved_panel(self) -> Panel:
        panel = Panel()
        panel.column.addWidget(section_head(self._context, msg("Saved with the project")))
        self.saved = QListWidget()
        self.saved.setObjectName("savedScenarios")
        self.saved.setAccessibleName(self._context.text(msg("Saved scenarios")))
        self.saved.itemActivated.connect(self._run_saved)
        self.saved.setMinimumHeight(90)
        panel.column.addWidget(self.saved, 1)
        self._no_saved = plain_label(
            self._context, msg("The project has no scenario for this variant."), role=Role.DIM, wrap=True
        )
        panel.column.addWidget(self._no_saved)
        self.edit_saved = push_button(self._context, msg("Change…"), icon="pencil")
        self.edit_saved.clicked.connect(self._edit_saved)
        self.remove_saved = push_button(self._context, msg_in("action", "Remove"), icon="trash")
        self.remove_saved.clicked.connect(self._remove_saved)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.edit_saved, self.remove_saved):
            row.addWidget(button)
        panel.column.addLayout(row)
        self.saved.itemSelectionChanged.connect(self._see_saved)
        return panel

    def _box(self, name: str, form: QFormLayout, label: Message) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(self._context.text(label))
        form.addRow(self._context.text(label), box)
        return box

    # What is offered

    def _show_kind(self) -> None:
        kind = MovementKind(self.kind.currentData())
        self._form.setRowVisible(self.vm, kind in _ONE_VM)
        self._form.setRowVisible(self.target, kind is not MovementKind.FAILBACK)
        label = self._form.labelForField(self.target)
        if isinstance(label, QLabel):
            text = msg_in("movement", "Node") if kind is MovementKind.DRAIN else msg_in("movement", "To")
            label.setText(self._context.text(text))
        self._offer_targets()

    def _offer_targets(self) -> None:
        design = self._design
        if design is None:
            return
        kept = self.target.currentData()
        drain = self.kind.currentData() == MovementKind.DRAIN.value
        vm = design.find(self.vm.currentData() or "")
        home = None if drain or vm is None else design.vm(vm.id).node
        self.target.clear()
        for node in design.nodes:
            if node.id != home:
                text = msg("{node} · {site}", node=node.name, site=design.site(node.site).name)
                self.target.addItem(self._context.text(text), node.id)
        place = self.target.findData(kept)
        self.target.setCurrentIndex(place if place >= 0 else 0 if drain else self._across(design, home))
        self.start_movement.setEnabled(self.movement() is not None)

    def _across(self, design: Design, home: str | None) -> int:
        """The place of the first target at another site: a movement between sites is what the program is about."""
        site = design.node(home).site if home is not None else None
        ids = [self.target.itemData(place) for place in range(self.target.count())]
        return next((place for place, one in enumerate(ids) if design.node(one).site != site), 0)

    def _offer_saved(self, project: Project, design: Design) -> None:
        self.saved.clear()
        for scenario in project.scenarios:
            if scenario.design in {None, design.id}:
                item = QListWidgetItem(self._context.icon("history"), scenario.name)
                item.setData(Qt.ItemDataRole.UserRole, scenario)
                item.setToolTip(scenario.note or scenario.name)
                self.saved.addItem(item)
        self.saved.setVisible(self.saved.count() > 0)
        self._no_saved.setVisible(self.saved.count() == 0)
        for button in (self.edit_saved, self.remove_saved):
            button.setVisible(self.saved.count() > 0)
        self._see_saved()

    # What is chosen

    def _run_movement(self) -> None:
        movement = self.movement()
        if movement is not None and self._design is not None:
            self.chosen.emit(Scenario(id=_AT_ONCE, name=movement.kind.value, movement=movement))

    def scenario(self) -> Scenario | None:
        """The lines as a scenario, or what is chosen alone while there are none; None while nothing is chosen."""
        actions = self.script.script()
        if not actions:
            alone = self.script.chooser.action(round(self.script.at.value() * 1000))
            actions = () if alone is None else (alone,)
        if not actions:
            return None
        begins = self.begins.time()
        return Scenario(
            id=_AT_ONCE,
            name=actions[0].target[:_LONGEST_NAME],
            movement=self.movement() if self.together.isChecked() else None,
            actions=actions,
            begins_at_min=begins.hour() * _MINUTES + begins.minute(),
        )

    def _see_script(self) -> None:
        is_ready = bool(self.script.script()) or self.script.chooser.action(0) is not None
        self.start_failure.setEnabled(is_ready)
        self.keep_script.setEnabled(is_ready)

    def _run_failure(self) -> None:
        if (wanted := self.scenario()) is not None:
            self.chosen.emit(wanted)

    def _keep_failure(self) -> None:
        if (wanted := self.scenario()) is not None:
            self.keep_asked.emit(wanted)

    def _chosen_saved(self) -> Scenario | None:
        items = self.saved.selectedItems()
        found = items[0].data(Qt.ItemDataRole.UserRole) if items else None
        return found if isinstance(found, Scenario) else None

    def _see_saved(self) -> None:
        for button in (self.edit_saved, self.remove_saved):
            button.setEnabled(self._chosen_saved() is not None)

    def _edit_saved(self) -> None:
        if (found := self._chosen_saved()) is not None:
            self.edit_asked.emit(found)

    def _remove_saved(self) -> None:
        if (found := self._chosen_saved()) is not None:
            self.remove_asked.emit(found)

    def _run_saved(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
