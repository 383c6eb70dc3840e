"""A design from a few numbers: the form of a blueprint beside the picture it would make."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.parts import PADDING, plain_label, section_head, spaced
from designer.app.modes.preview import ScenePreview, scene_of
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.base.units import MIB_PER_GIB, US_PER_MS
from designer.drawing.ink import Role
from designer.model.blueprint import MAX_NODES_PER_SITE, MAX_VMS, Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import ERA_FACTS, Era
from designer.model.policy import FailoverPolicy
from designer.report.terms import WITNESS_PLACE

_ROOMY = 0.0
_MOST_GIB = 24 * 1024.0


class GenerateDialog(QDialog):
    """Asks for the numbers of a blueprint. The picture follows every change."""

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, first: Blueprint | None = None) -> None:
        super().__init__(parent)
        self._context = context
        start = first or Blueprint(primary=2, secondary=1)
        self.setWindowTitle(context.text(msg("A design from numbers")))
        self.setObjectName("generateDialog")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PADDING + 4, PADDING + 4, PADDING + 4, PADDING + 4)
        outer.setSpacing(PADDING)
        across = QHBoxLayout()
        across.setSpacing(2 * PADDING)
        across.addLayout(self._build_form(start))
        across.addLayout(self._build_picture(), 1)
        outer.addLayout(across)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        create = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        create.setText(context.text(msg_in("action", "Create")))
        create.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        outer.addWidget(self.buttons)
        self.resize(900, 560)
        self._show()

    def blueprint(self) -> Blueprint:
        """The numbers as they stand in the form."""
        roomy, secondary = self.node_memory.value(), self.secondary_memory.value()
        return Blueprint(
            primary=self.primary.value(),
            secondary=self.secondary.value(),
            witness=WitnessPlace(self.witness.currentData()),
            vms=self.vms.value(),
            vm_memory_mib=_mib(self.vm_memory.value()),
            node_memory_mib=_mib(roomy) if roomy > _ROOMY else None,
            secondary_memory_mib=_mib(secondary) if secondary > _ROOMY else None,
            era=Era(self.era.currentData()),
            policy=FailoverPolicy(self.policy.currentData()),
            link_mbit=self.link.value(),
            rtt_us=round(self.rtt.value() * US_PER_MS),
            migration_mbit=self.migration.value(),
        )

    def _build_form(self, start: Blueprint) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(section_head(self._context, msg("Sites and nodes")))
        form = self._form(column)
        self.primary = self._number(form, msg("Nodes at the primary site"), start.primary, 1, MAX_NODES_PER_SITE)
        self.secondary = self._number(form, msg("Nodes at the secondary site"), start.secondary, 1, MAX_NODES_PER_SITE)
        self.witness = self._choice(
            form, msg("Witness"), [(place.value, name) for place, name in WITNESS_PLACE.items()]
        )
        self.era = self._choice(form, msg("Windows Server"), [(era.value, _era_label(era)) for era in Era])
        self.policy = self._choice(form, msg("Failover between sites"), _policies())
        column.addWidget(section_head(self._context, msg("Virtual machines")))
        form = self._form(column)
        self.vms = self._number(form, msg("Number of VMs"), start.vms, 0, MAX_VMS)
        self.vm_memory = self._memory(form, msg("Memory of a VM"), start.vm_memory_mib / MIB_PER_GIB, least=0.5)
        self.node_memory = self._memory(form, msg("Memory of a node"), _ROOMY, least=_ROOMY)
        self.node_memory.setSpecialValueText(self._context.text(msg("enough for all VMs")))
        self.secondary_memory = self._memory(form, msg("… at the secondary site"), _ROOMY, least=_ROOMY)
        self.secondary_memory.setSpecialValueText(self._context.text(msg("the same")))
        column.addWidget(section_head(self._context, msg("Lines between the sites")))
        form = self._form(column)
        self.link = self._number(form, msg("Replication"), start.link_mbit, 1, 10_000_000, "\u00a0Mbit/s")
        self.migration = self._number(
            form, msg("LAN for Live Migration"), start.migration_mbit, 1, 10_000_000, "\u00a0Mbit/s"
        )
        self.rtt = QDoubleSpinBox()
        spaced(self.rtt)
        self.rtt.setRange(0, 1000)
        self.rtt.setDecimals(2)
        self.rtt.setSuffix("\u00a0ms")
        self.rtt.setValue(start.rtt_us / US_PER_MS)
        self._add(form, msg("Round trip"), self.rtt)
        self.witness.setCurrentIndex(self.witness.findData(start.witness.value))
        self.era.setCurrentIndex(self.era.findData(start.era.value))
        self.policy.setCurrentIndex(self.policy.findData(start.policy.value))
        for number in (self.primary, self.secondary, self.vms, self.link, self.migration):
            number.valueChanged.connect(self._show)
        for size in (self.vm_memory, self.node_memory, self.secondary_memory, self.rtt):
            size.valueChanged.connect(self._show)
        for box in (self.witness, self.era, self.policy):
            box.currentIndexChanged.connect(self._show)
        column.addStretch(1)
        return column

    def _build_picture(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.picture = ScenePreview(self._context)
        column.addWidget(self.picture, 1)
        self.summary = plain_label(self._context, "", role=Role.DIM, wrap=True)
        self.summary.setMinimumHeight(40)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.summary)
        return column

    def _form(self, column: QVBoxLayout) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 8)
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(PADDING)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addLayout(form)
        return form

    def _add(self, form: QFormLayout, label: Message, field: QWidget) -> None:
        name = QLabel(self._context.text(label))
        name.setMinimumWidth(184)
        name.setBuddy(field)
        field.setAccessibleName(name.text())
        field.setFixedWidth(196)
        form.addRow(name, field)

    def _number(  # noqa: PLR0917 - a field is its name, value, limits and unit
        self, form: QFormLayout, label: Message, value: int, least: int, most: int, unit: str = ""
    ) -> QSpinBox:
        field = QSpinBox()
        spaced(field)
        field.setRange(least, most)
        field.setValue(value)
        field.setSuffix(unit)
        field.setGroupSeparatorShown(True)
        self._add(form, label, field)
        return field

    def _memory(self, form: QFormLayout, label: Message, gib: float, *, least: float) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        spaced(field)
        field.setRange(least, _MOST_GIB)
        field.setDecimals(1)
        field.setValue(gib)
        field.setSuffix("\u00a0GiB")
        self._add(form, label, field)
        return field

    def _choice(self, form: QFormLayout, label: Message, entries: list[tuple[str, Message | str]]) -> QComboBox:
        box = QComboBox()
        for value, text in entries:
            box.addItem(self._context.text(text), value)
        self._add(form, label, box)
        return box

    def _show(self) -> None:
        create = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        try:
            design = build(self.blueprint())
        except DesignerError as refusal:
            self.summary.setText(self._context.text(refusal.message))
            create.setEnabled(False)
            return
        create.setEnabled(True)
        self.picture.show_scene(scene_of(self._context, design))
        self.summary.setText(" · ".join(self._context.text(part) for part in _summary(design)))


def _policies() -> list[tuple[str, Message | str]]:
    return [
        (FailoverPolicy.AUTO.value, msg("Automatic")),
        (FailoverPolicy.RESTRICT.value, msg("Only by a person")),
    ]


def _era_label(era: Era) -> str:
    return ERA_FACTS[era].label.removeprefix("Windows Server ")


def _summary(design: Design) -> tuple[Message, ...]:
    votes = sum(node.votes for node in design.nodes) + (1 if design.witness is not None else 0)
    arrays = " / ".join(dict.fromkeys(array.model for array in design.arrays))
    return (
        msg("{label}", label=design.label),
        msg_n("{n} node", "{n} nodes", len(design.nodes)),
        msg_n("{n} vote", "{n} votes", votes),
        msg_n("{n} VM", "{n} VMs", len(design.vms)),
        msg("arrays {models}", models=arrays),
    )


def _mib(gib: float) -> int:
    return round(gib * MIB_PER_GIB)
