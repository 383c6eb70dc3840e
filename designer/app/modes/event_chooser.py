"""Choosing one thing that happens: fails, is repaired or is cancelled; by sort, by search, with how bad a line is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.happenings import Happening, Sort, happenings, kind_name, sort_name
from designer.app.modes.parts import plain_label, spaced
from designer.base.texts import Message, msg, msg_n
from designer.drawing.ink import Role
from designer.model.design import Design
from designer.model.scenario import Action, ActionKind

_MOST_SHOWN = 200
TARGET = int(Qt.ItemDataRole.UserRole)
"""Where a line of the list has its target."""
_HAPPENING = TARGET + 1
_HEADING_POINTS = 8.25
_MOST_LOSS, _USUAL_LOSS, _MOST_LATENCY = 99.0, 1.0, 60_000.0


class EventChooser(QWidget):
    """Offers what the design can go through. The list is made when it is first seen, and shows the first matches."""

    activated = Signal()
    """A line was double-clicked, or Enter pressed on it."""
    changed = Signal()
    """Another line is chosen, or none."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._design: Design | None = None
        self._offered: tuple[Design, dict[ActionKind, tuple[tuple[Happening, str], ...]]] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._kind_row())
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(context.text(msg("Filter…")))
        self.filter.setAccessibleName(context.text(msg("Filter what can happen")))
        self.filter.setClearButtonEnabled(True)
        column.addWidget(self.filter)
        self.events = QListWidget()
        self.events.setObjectName("failureList")
        self.events.setAccessibleName(context.text(msg("What can happen in this design")))
        self.events.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.events.setMinimumHeight(140)
        column.addWidget(self.events, 1)
        self.rest = plain_label(context, "", points=9.0, role=Role.DIM, wrap=True)
        column.addWidget(self.rest)
        self._quality = self._quality_row()
        column.addWidget(self._quality)
        self.kind.currentIndexChanged.connect(self._take_kind)
        self.sort.currentIndexChanged.connect(self._show)
        self.filter.textChanged.connect(self._show)
        self.events.itemActivated.connect(self.activated)
        self.events.currentRowChanged.connect(self._see_choice)
        for field in (self.loss, self.latency):
            field.valueChanged.connect(self._see_choice)

    def set_design(self, design: Design) -> None:
        """Offer what this design can go through; what was chosen stays where it still makes sense."""
        if design is self._design:
            return
        self._design = design
        if self.isVisible():
            self._take_kind()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the list when it is first seen: at hundreds of nodes it is long."""
        super().showEvent(event)
        if self._design is not None and (self._offered is None or self._offered[0] is not self._design):
            self._take_kind()

    def happening(self) -> Happening | None:
        """The chosen line, or None."""
        if self.events.currentRow() < 0:
            return None
        found = self.events.currentItem().data(_HAPPENING)
        return found if isinstance(found, Happening) else None

    def action(self, at_ms: int) -> Action | None:
        """What is chosen, at a time; None while nothing is, or a degraded line has neither loss nor latency."""
        chosen = self.happening()
        if chosen is None:
            return None
        target = chosen.target
        if chosen.is_degraded_line:
            words = [
                f"{name}={field.value():.10g}"
                for name, field in (("loss", self.loss), ("latency", self.latency))
                if field.value() > 0
            ]
            if not words:
                return None
            target += ",".join(words)
        return Action(kind=chosen.kind, target=target, at_ms=at_ms)

    def choose(self, target: str, kind: ActionKind = ActionKind.FAIL) -> None:
        """Choose the line of a target; raises LookupError where the design does not offer it."""
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.sort.setCurrentIndex(0)
        found = next(text for one, text in self._all(kind) if one.target == target)
        self.filter.setText(found)
        rows = range(self.events.count())
        self.events.setCurrentRow(next(row for row in rows if self.events.item(row).data(TARGET) == target))

    # Parts

    def _kind_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.kind = QComboBox()
        self.kind.setObjectName("eventKind")
        self.kind.setAccessibleName(self._context.text(msg("What kind of event")))
        for kind in ActionKind:
            self.kind.addItem(self._capital(kind_name(kind)), kind.value)
        self.sort = QComboBox()
        self.sort.setObjectName("eventSort")
        self.sort.setAccessibleName(self._context.text(msg("What it happens to")))
        row.addWidget(self.kind, 2)
        row.addWidget(self.sort, 3)
        return row

    def _quality_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.loss = self._number("lineLoss", msg("Packets lost"), most=_MOST_LOSS, unit="\u00a0%")
        self.latency = self._number("lineLatency", msg("More latency"), most=_MOST_LATENCY, unit="\u00a0ms")
        self.loss.setValue(_USUAL_LOSS)
        for label, field in ((msg("Packets lost"), self.loss), (msg("More latency"), self.latency)):
            row.addWidget(plain_label(self._context, label, role=Role.DIM))
            row.addWidget(field)
        row.addStretch(1)
        holder.hide()
        return holder

    def _number(self, name: str, label: Message, *, most: float, unit: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        spaced(field)
        field.setObjectName(name)
        field.setAccessibleName(self._context.text(label))
        field.setRange(0.0, most)
        field.setDecimals(2)
        field.setSuffix(unit)
        return field

    # What is offered

    def _kind(self) -> ActionKind:
        return ActionKind(self.kind.currentData())

    def _all(self, kind: ActionKind) -> tuple[tuple[Happening, str], ...]:
        design = self._design
        if design is None:
            return ()
        if self._offered is None or self._offered[0] is not design:
            self._offered = (design, {})
        known = self._offered[1]
        if kind not in known:
            known[kind] = tuple((one, self._capital(one.text)) for one in happenings(design, kind))
        return known[kind]

    def _take_kind(self) -> None:
        kept = self.sort.currentData()
        present = {one.sort for one, _ in self._all(self._kind())}
        self.sort.blockSignals(True)
        self.sort.clear()
        self.sort.addItem(self._context.text(msg("Everything")), "")
        for sort in Sort:
            if sort in present:
                self.sort.addItem(self._context.text(sort_name(sort)), sort.value)
        self.sort.setCurrentIndex(max(0, self.sort.findData(kept)))
        self.sort.blockSignals(False)
        self._show()

    def _show(self) -> None:
        chosen = self.happening()
        words = self.filter.text().casefold().split()
        sort = self.sort.currentData()
        found = [
            (one, text)
            for one, text in self._all(self._kind())
            if (not sort or one.sort == sort) and all(word in text.casefold() for word in words)
        ]
        self.events.blockSignals(True)
        self.events.clear()
        place, heading = -1, None
        for one, text in found[:_MOST_SHOWN]:
            if not sort and one.sort is not heading:
                heading = one.sort
                self._add_heading(heading)
            item = QListWidgetItem(self._context.icon(one.icon), text)
            item.setData(TARGET, one.target)
            item.setData(_HAPPENING, one)
            item.setToolTip(text)
            self.events.addItem(item)
            if place < 0 or one == chosen:
                place = self.events.count() - 1
        if found:
            self.events.setCurrentRow(place)
        self.events.blockSignals(False)
        self._say_rest(len(found))
        self._see_choice()

    def _add_heading(self, sort: Sort) -> None:
        """A line between the sorts that cannot be chosen."""
        item = QListWidgetItem(self._context.text(sort_name(sort)).upper())
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setPointSizeF(_HEADING_POINTS)
        font.setBold(True)
        item.setFont(font)
        item.setForeground(self._context.colour(Role.FAINT))
        self.events.addItem(item)

    def _say_rest(self, count: int) -> None:
        more = count - _MOST_SHOWN
        text: Message | str = ""
        if not count:
            text = msg("Nothing of that name can happen in this design.")
        elif more > 0:
            text = msg_n("and {n} more: search by name", "and {n} more: search by name", more)
        self.rest.setText(self._context.text(text))
        self.rest.setVisible(bool(text))

    def _see_choice(self) -> None:
        chosen = self.happening()
        self._quality.setVisible(chosen is not None and chosen.is_degraded_line)
        self.changed.emit()

    def _capital(self, message: Message) -> str:
        text = self._context.text(message)
        return text[:1].upper() + text[1:]
