"""Two of the compared variants by lineage: what one has alone, and every property that differs, with both values."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from designer.app.choice_box import ChoiceBox
from designer.app.context import AppContext
from designer.app.modes.compare_parts import cell_table
from designer.app.modes.difference_words import headings, rows_of
from designer.app.modes.parts import PADDING, EmptyState, plain_label
from designer.base.texts import msg, msg_n
from designer.comparison.difference import Difference, difference
from designer.drawing.differences import Sign
from designer.drawing.ink import Role
from designer.model.design import Design

Signs = Mapping[str, Mapping[str, Sign]]
"""For each design's id the signs of its elements."""


class DifferencePanel(QWidget):
    """Reads only. While it is seen it asks for signs on the two pictures."""

    signs_changed = Signal(object, str)
    """The signs to be drawn, by design, and the element that is chosen."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._designs: tuple[Design, ...] = ()
        self._found: Difference | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 0, PADDING, 0)
        head.setSpacing(8)
        self.first, self.second = ChoiceBox(), ChoiceBox()
        names = (msg("Variant that is compared"), msg("Variant that it is compared with"))
        for box, name in zip((self.first, self.second), names, strict=True):
            box.setAccessibleName(context.text(name))
            box.setToolTip(context.text(name))
            box.currentIndexChanged.connect(self._show)
        self.swap = QToolButton()
        self.swap.setIcon(context.icon("arrows-left-right"))
        self.swap.setToolTip(context.text(msg("Swap the two")))
        self.swap.setAccessibleName(self.swap.toolTip())
        self.swap.clicked.connect(self._swap)
        head.addWidget(self.first, 1)
        head.addWidget(self.swap)
        head.addWidget(self.second, 1)
        column.addLayout(head)
        self.told = plain_label(context, "", points=9.0, role=Role.DIM, wrap=True)
        self.told.setContentsMargins(PADDING, 0, PADDING, 0)
        column.addWidget(self.told)
        self.table = cell_table(context, "differenceTable")
        self.table.setSelectionBehavior(self.table.SelectionBehavior.SelectRows)
        self.table.setAccessibleName(context.text(msg("What the two variants differ in")))
        self.table.selectionModel().currentChanged.connect(self._choose)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        text = msg("Everything but labels and places on the canvas is the same.")
        self._stack.addWidget(EmptyState(context, "git-compare", msg("Nothing differs"), text))
        column.addWidget(self._stack, 1)

    def show_designs(self, designs: Sequence[Design]) -> None:
        """Offer these variants; the two that were chosen stay, else the first and the last."""
        chosen = self.first.currentData(), self.second.currentData()
        self._designs = tuple(designs)
        known = [design.id for design in designs]
        usual = (known[0], known[-1])
        if chosen[0] not in known or chosen[1] not in known:
            chosen = usual
        for box, wanted in zip((self.first, self.second), chosen, strict=True):
            box.blockSignals(True)
            box.clear()
            for design in designs:
                box.addItem(design.label, design.id)
            box.setCurrentIndex(known.index(wanted))
            box.blockSignals(False)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the signs."""
        super().showEvent(event)
        self._tell()
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the signs away."""
        super().hideEvent(event)
        self.signs_changed.emit({}, "")

    def _pair(self) -> tuple[Design, Design] | None:
        found = {design.id: design for design in self._designs}
        ids = self.first.currentData(), self.second.currentData()
        return (found[ids[0]], found[ids[1]]) if all(one in found for one in ids) else None

    def _swap(self) -> None:
        first, second = self.first.currentIndex(), self.second.currentIndex()
        self.first.blockSignals(True)
        self.first.setCurrentIndex(second)
        self.first.blockSignals(False)
        self.second.setCurrentIndex(first)

    def _show(self) -> None:
        pair = self._pair()
        if pair is None:
            return
        found = self._found = difference(*pair)
        self._stack.setCurrentIndex(int(found.is_empty))
        self.table.facts.show(headings(self._context, *pair), rows_of(self._context, found, *pair))
        alone, other = len(found.removed) + len(found.added), len(found.altered)
        self.told.setText(
            self._context.text(
                msg(
                    "{alone}; {altered}.",
                    alone=msg_n("{n} thing only one of them has", "{n} things only one of them has", alone),
                    altered=msg_n("{n} property that differs", "{n} properties that differ", other),
                )
            )
        )
        self._fit()
        self._tell()

    def _fit(self) -> None:
        if self.table.facts.rows:
            room = self.table.viewport().width()
            self.table.set_widths((room * 5 // 20, room * 6 // 20, room * 9 // 40, room * 9 // 40), stretch=1)

    def _choose(self, _index: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        pair, found = self._pair(), self._found
        if pair is None or found is None or not self.isVisible():
            return
        both = dict.fromkeys(found.changed, Sign.ALTERED)
        signs: dict[str, dict[str, Sign]] = {
            pair[0].id: both | dict.fromkeys(found.removed, Sign.ONLY_HERE),
            pair[1].id: both | dict.fromkeys(found.added, Sign.ONLY_HERE),
        }
        self.signs_changed.emit(signs, self.table.key_at(self.table.currentIndex()))
