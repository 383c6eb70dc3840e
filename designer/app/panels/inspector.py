"""The inspector: every fact of what is selected, typed in place; the cluster's settings when nothing is selected."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.document_controller import Change, DocumentController
from designer.app.modes.parts import EmptyState
from designer.app.palette import PADDING
from designer.app.panels.after_loss import AfterLoss
from designer.app.panels.describing import kind_of, place_of, title_of
from designer.app.panels.field_rows import LINES_OF_A_ROW, ROWS, FieldRow
from designer.app.panels.field_table import (
    FieldSpec,
    Look,
    SectionSpec,
    cluster_sections,
    command_for,
    default_at,
    sections_of,
    value_at,
)
from designer.app.panels.preset_bar import PresetBar
from designer.app.panels.resources_dialog import ResourcesDialog
from designer.app.presets import Preset, is_same
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.ink import Role
from designer.editing.command import Command
from designer.editing.together import Together
from designer.model.array import Array
from designer.model.design import Design, Element
from designer.model.node import Node
from designer.model.workload import ResourceGroup, VirtualMachine

_Shape = tuple[object, ...]
_ORIGIN_WIDTH = 52
_ASSUMED = ("times.", "migration.", "dirty_mib_s", "hot_set_mib")
"""Fields whose defaults are assumptions of the program, not choices of the product."""


class Inspector(QWidget):
    """Follows the selection. Its own edits come back to it without disturbing what is being typed."""

    selection_wanted = Signal(object)
    shelf_changed = Signal()
    """A person's own presets have changed."""
    preset_name_asked = Signal(str)
    """Ask under which name the hardware is to be kept; the element's name is suggested."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._shape: _Shape = ()
        self._folds: list[_Fold] = []
        self._shut: dict[str, bool] = {}
        self._preset_bar: PresetBar | None = None
        self._heading = QLabel()
        self._area = QScrollArea()
        self._area.setAccessibleName(context.text(msg("Inspector")))
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._empty = EmptyState(context, "sitemap", msg("No variant is shown"))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._stack)
        controller.document_changed.connect(self._follow)
        controller.document_opened.connect(self.refresh)
        controller.design_shown.connect(self.refresh)
        controller.selection_changed.connect(self.refresh)
        self.refresh()

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The rows shown now, folded sections included."""
        for fold in self._folds:
            fold.build()
        return self._built

    def row(self, path: str) -> FieldRow:
        """The row of a field's path; raises ``StopIteration`` where it is not shown."""
        return next(row for row in self.rows if row.spec.path == path)

    def take_keyboard(self) -> None:
        """Put the keyboard into the first field."""
        first = next((row for row in self._built if row.editor.isVisibleTo(self)), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep_preset(self, name: str) -> None:
        """Keep the hardware of what is shown as a preset of one's own."""
        if self._preset_bar is not None:
            self._preset_bar.keep_as(name)

    def refresh(self) -> None:
        """Show what is selected now."""
        design = self._controller.design
        if design is None:
            self._shape, self._folds = (), []
            self._stack.setCurrentWidget(self._empty)
            return
        elements = self._elements(design)
        shape = self._shape_of(design, elements)
        if shape != self._shape:
            self._shape = shape
            self._build(design, elements)
        self._show_values(design, elements)
        self._stack.setCurrentWidget(self._area)

    def _follow(self, change: Change) -> None:
        self.refresh()

    def _elements(self, design: Design) -> tuple[Element, ...]:
        return tuple(design.by_id[one] for one in self._controller.selection if one in design.by_id)

    def _shape_of(self, design: Design, elements: tuple[Element, ...]) -> _Shape:
        """What decides which rows there are; while it stays, rows and keyboard stay."""
        sections = self._sections(design, elements)
        paths = tuple(spec.path for section in sections for spec in section.fields)
        return (design.id, tuple(element.id for element in elements), paths)

    def _sections(self, design: Design, elements: tuple[Element, ...]) -> tuple[SectionSpec, ...]:
        if not elements:
            return cluster_sections()
        if len({type(element) for element in elements}) > 1:
            return ()
        if len(elements) == 1:
            return sections_of(design, elements[0])
        paths = [{spec.path for part in sections_of(design, one) for spec in part.fields} for one in elements]
        shared = set.intersection(*paths) - {"name"}
        parts = (
            SectionSpec(part.title, tuple(spec for spec in part.fields if spec.path in shared), part.is_open)
            for part in sections_of(design, elements[0])
        )
        return tuple(part for part in parts if part.fields)

    # Building

    def _build(self, design: Design, elements: tuple[Element, ...]) -> None:
        self._folds = []
        body = QWidget()
        body.setObjectName("inspector-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(4)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.RichText)
        self._heading.setWordWrap(True)
        column.addWidget(self._heading)
        self._preset_bar = None
        if len(elements) == 1:
            self._add_ways(design, elements[0], column)
            self._add_preset_bar(elements[0], column)
        for section in self._sections(design, elements):
            self._add_section(section, column)
        if len(elements) == 1 and isinstance(elements[0], Node):
            column.addWidget(AfterLoss(self._controller, self._context, elements[0].id))
        if len(elements) > 1:
            self._add_list(design, elements, column)
        column.addStretch(1)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(body)

    def _title(self, design: Design, elements: tuple[Element, ...]) -> str:
        text = self._context.text
        if not elements:
            name, note = design.cluster.name, text(msg("settings of the cluster"))
        elif len(elements) == 1:
            name = text(title_of(design, elements[0].id))
            note = text(kind_of(elements[0]))
            place = text(place_of(design, elements[0]))
            note = f"{note} · {place}" if place else note
        else:
            name, note = text(msg_n("{n} element", "{n} elements", len(elements))), ""
            if len({type(element) for element in elements}) == 1:
                note = text(kind_of(elements[0]))
        dim = self._context.colour(Role.DIM).name()
        return (
            f"<span style='font-size:11pt; font-weight:600'>{_plain(name)}</span>"
            f"&nbsp; <span style='color:{dim}; font-size:9pt'>{_plain(note)}</span>"
        )

    def _add_ways(self, design: Design, element: Element, column: QVBoxLayout) -> None:
        """Links to what belongs to the element but has facts of its own."""
        ways: list[tuple[Message, str]] = []
        if isinstance(element, VirtualMachine) and (group := design.group_of(element.id)) is not None:
            ways.append((msg("Resource group: owners and failover"), group.id))
        if isinstance(element, Array):
            luns = [lun for lun in design.luns if any(copy.array == element.id for copy in lun.copies)]
            ways += [(msg("LUN pair {name}", name=lun.name), lun.id) for lun in luns[:1]]
        for message, target in ways:
            button = QPushButton(self._context.text(message))
            button.setProperty("kind", "link")
            button.setObjectName(f"way:{target}")
            button.clicked.connect(self._go)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if isinstance(element, ResourceGroup):
            button = QPushButton(self._context.text(msg("Resources and what they require…")))
            button.setProperty("kind", "link")
            button.setObjectName("resourcesOfGroup")
            button.clicked.connect(partial(self._show_resources, element.id))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_preset_bar(self, element: Element, column: QVBoxLayout) -> None:
        if isinstance(element, Node | Array):
            self._preset_bar = PresetBar(self._controller, self._context, element)
            self._preset_bar.shelf_changed.connect(self.shelf_changed)
            self._preset_bar.name_asked.connect(self.preset_name_asked)
            column.addWidget(self._preset_bar)

    def _show_resources(self, group_id: str) -> None:
        dialog = ResourcesDialog(self._controller, self._context, group_id, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _go(self) -> None:
        name = self.sender().objectName()
        self._controller.select((name.removeprefix("way:"),))

    def _add_section(self, section: SectionSpec, column: QVBoxLayout) -> None:
        title = self._context.text(section.title)
        head = QToolButton()
        head.setProperty("kind", "section")
        head.setText(title.upper())
        head.setAccessibleName(title)
        head.setCheckable(True)
        head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 10)
        grid.setColumnStretch(1, 11)
        grid.setColumnMinimumWidth(2, _ORIGIN_WIDTH)
        is_open = not self._shut.get(section.title.text, not section.is_open)
        head.setChecked(is_open)
        body.setVisible(is_open)
        make = partial(self._make_rows, section, grid)
        fold = _Fold(head, body, self._context, key=section.title.text, shut=self._shut, make=make)
        fold.setParent(head)
        self._folds.append(fold)
        if is_open:
            fold.build()
        fold.made.connect(self._show_made)
        column.addSpacing(4)
        column.addWidget(head)
        column.addWidget(body)

    def _make_rows(self, section: SectionSpec, grid: QGridLayout) -> tuple[FieldRow, ...]:
        made = []
        for number, spec in enumerate(section.fields):
            row = ROWS[spec.look](spec, self._context, grid, LINES_OF_A_ROW * number)
            row.committed.connect(self._commit)
            row.reset_wanted.connect(self._reset)
            row.left.connect(self._controller.break_merging)
            made.append(row)
        return tuple(made)

    @property
    def _built(self) -> tuple[FieldRow, ...]:
        """The rows of the sections that are open or were."""
        return tuple(row for fold in self._folds for row in fold.rows)

    def _add_list(self, design: Design, elements: tuple[Element, ...], column: QVBoxLayout) -> None:
        for element in elements[:12]:
            label = QLabel(self._context.text(title_of(design, element.id)))
            label.setProperty("role", "dim")
            column.addWidget(label)
        if len(elements) > 12:
            more = QLabel(self._context.text(msg_n("and {n} more", "and {n} more", len(elements) - 12)))
            more.setProperty("role", "faint")
            column.addWidget(more)

    # Values

    def _show_values(self, design: Design, elements: tuple[Element, ...]) -> None:
        self._heading.setText(self._title(design, elements))
        if self._preset_bar is not None and len(elements) == 1:
            self._preset_bar.show_element(elements[0])
        self._show_rows(self._built, design, elements)

    def _show_rows(self, rows: tuple[FieldRow, ...], design: Design, elements: tuple[Element, ...]) -> None:
        owners: tuple[object, ...] = elements or (design.cluster,)
        presets = tuple(self._context.presets.preset_of(element) for element in elements)
        for row in rows:
            if row.spec.look is Look.COMPUTED and row.spec.computed is not None:
                values: list[object] = [row.spec.computed(element) for element in elements]
                origin: Message | str = msg_in("origin of a value", "computed")
            else:
                values = [value_at(owner, row.spec.path) for owner in owners]
                origin = _origin(owners[0], row.spec, values[0], presets[0] if presets else None)
            self._offer_reset(row, values[0], presets)
            row.show_value(design, values, elements[0] if elements else None, origin)
            if row.refusal.isVisibleTo(self) and not row.editor.hasFocus():
                row.refuse(None)

    def _offer_reset(self, row: FieldRow, value: object, presets: tuple[Preset | None, ...]) -> None:
        """The way back to the preset, for one element whose value differs from it."""
        preset = presets[0] if len(presets) == 1 else None
        wanted = ... if preset is None else preset.value(row.spec.path)
        if preset is None or wanted is ...:
            row.offer_reset("", "")
            return
        differs = not is_same(value, wanted)
        tip = self._context.text(msg("Back to the value of {name}", name=preset.title)) if differs else ""
        row.offer_reset(tip, self._context.text(preset.told))

    def _reset(self, path: str) -> None:
        design, row = self._controller.design, self.sender()
        elements = () if design is None else self._elements(design)
        preset = self._context.presets.preset_of(elements[0]) if len(elements) == 1 else None
        if design is None or preset is None or not isinstance(row, FieldRow):
            return
        self._controller.run(command_for(design, elements[0], path, preset.value(path)))

    def _commit(self, path: str, value: object) -> None:
        design, row = self._controller.design, self.sender()
        if design is None or not isinstance(row, FieldRow):
            return
        elements = self._elements(design)
        commands = [command_for(design, element, path, value) for element in elements]
        command: Command = commands[0] if commands else command_for(design, None, path, value)
        if len(commands) > 1:
            what = msg_n("{n} element", "{n} elements", len(commands))
            command = Together(tuple(commands), msg("Set {field} of {what}", field=row.spec.text, what=what))
        try:
            self._controller.attempt(command, self)
        except DesignerError as refusal:
            row.refuse(refusal.message)
        else:
            row.refuse(None)
            self._refresh_quietly()

    def _show_made(self, rows: tuple[FieldRow, ...]) -> None:
        """Fill the rows of a section that was just opened."""
        design = self._controller.design
        if design is not None:
            self._show_rows(rows, design, self._elements(design))

    def _refresh_quietly(self) -> None:
        design = self._controller.design
        if design is not None and self._shape == self._shape_of(design, self._elements(design)):
            self._show_values(design, self._elements(design))


class _Fold(QWidget):
    """Opens and shuts one section and remembers it. Its rows are made when it is first open."""

    made = Signal(object)
    """The rows, which show nothing yet."""

    def __init__(
        self,
        head: QToolButton,
        body: QWidget,
        context: AppContext,
        *,
        key: str,
        shut: dict[str, bool],
        make: Callable[[], tuple[FieldRow, ...]],
    ) -> None:
        super().__init__()
        self.rows: tuple[FieldRow, ...] = ()
        self._make = make
        self._head, self._body, self._context, self._key, self._shut = head, body, context, key, shut
        head.toggled.connect(self._fold)
        self._show_arrow()
        self.hide()

    def build(self) -> None:
        """Make the rows, once."""
        if not self.rows:
            self.rows = self._make()
            self._take_tab_order()
            self.made.emit(self.rows)

    def _take_tab_order(self) -> None:
        """Rows made late come after their own section's head, not after the last one."""
        before: QWidget = self._head
        for one in self._body.findChildren(QWidget):
            if one.focusPolicy() is not Qt.FocusPolicy.NoFocus and one.window() is before.window():
                QWidget.setTabOrder(before, one)
                before = one

    def _fold(self, is_open: bool) -> None:
        if is_open:
            self.build()
        self._body.setVisible(is_open)
        self._shut[self._key] = not is_open
        self._show_arrow()

    def _show_arrow(self) -> None:
        self._head.setIcon(self._context.icon("chevron-down" if self._head.isChecked() else "chevron-right"))


def _origin(owner: object, spec: FieldSpec, value: object, preset: Preset | None) -> Message | str:
    """Where the value comes from: typed, preset, assumed, the model's default, or computed for want of one."""
    if value is None:
        return msg_in("origin of a value", "computed") if spec.computed is not None else ""
    if spec.look is Look.LONG_TEXT:
        return ""
    if preset is not None and is_same(value, preset.value(spec.path)):
        return msg_in("origin of a value", "preset")
    if default_at(owner, spec.path) == value:
        is_assumed = spec.path.startswith(_ASSUMED)
        return msg_in("origin of a value", "assumed") if is_assumed else msg_in("origin of a value", "default")
    return msg_in("origin of a value", "typed")


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
