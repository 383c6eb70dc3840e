"""Pieces of the comparison: the reason under a table, tables whose cells are chosen, and how a criterion is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.parts import PADDING, plain_label
from designer.app.modes.verdicts import LONG_S, outcome_cell, time_text
from designer.base.texts import Decimal, Message, msg
from designer.comparison.compare import Criterion
from designer.drawing.ink import Face, Role


class Reason(QWidget):
    """The reason of the cell that is chosen, under its table."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.setFixedHeight(116)
        self.setObjectName("plainArea")
        self.setStyleSheet(f"#plainArea {{ border-top: 1px solid #{context.ink[Role.LINE]}; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PADDING, 8, 4, 6)
        outer.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        self._title = plain_label(context, "", points=9.75, face=Face.SEMIBOLD)
        self.buttons = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addLayout(self.buttons)
        outer.addLayout(head)
        self._text = plain_label(context, "", points=9.5, wrap=True)
        self._facts = plain_label(context, "", points=9.25, role=Role.DIM, wrap=True)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(self._facts)
        column.addWidget(self._text)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)

    @property
    def shown(self) -> str:
        """Everything said now."""
        return "\n".join(label.text() for label in (self._title, self._text, self._facts))

    def say(self, title: Message, text: Message, facts: tuple[Message, ...]) -> None:
        """Say why."""
        whole = self._context.text(title)
        self._title.setText(whole[:1].upper() + whole[1:])
        self._title.setToolTip(whole)
        self._text.setText(self._context.text(text))
        self._facts.setText(" · ".join(self._context.text(fact) for fact in facts))
        self._facts.setVisible(bool(facts))

    def clear(self) -> None:
        """Say nothing."""
        for label in (self._title, self._text, self._facts):
            label.setText("")


class WholeTable(FactTable):
    """A table inside an area that scrolls: as high as its rows, its first column wide enough to be read."""

    def __init__(self, context: AppContext, name: str, *, least: int) -> None:
        super().__init__(context, name)
        self._least = least
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, headings: Sequence[Cell], rows: Sequence[Row]) -> None:
        """Replace everything."""
        self.facts.show(headings, rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        if self.facts.rows:
            self.fit_columns(stretch=0, least=self._least)
        high = sum(self.rowHeight(number) for number in range(len(self.facts.rows)))
        self.setFixedHeight(high + self.horizontalHeader().height() + 4)


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter was pressed."""
    return event.type() is QEvent.Type.KeyPress and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def splitter(orientation: Qt.Orientation) -> QSplitter:
    """A splitter whose handle is the gap between cards."""
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(9)
    made.setStyleSheet("QSplitter::handle { background: transparent; }")
    return made


def cell_table(context: AppContext, name: str) -> FactTable:
    """A table in which single cells are chosen."""
    table = FactTable(context, name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    return table


def criterion_cell(context: AppContext, criterion: Criterion, place: int, key: str) -> Cell:
    """The figure of one design; the best one is bold where the designs differ."""
    best = best_value(criterion)
    value, hint = criterion.cells[place].value, context.text(criterion.cells[place].reason)
    if value is None:
        return Cell("–", Role.FAINT, right=True, hint=hint, key=key)
    if isinstance(value, str):
        return outcome_cell(context, value, hint, key)
    digits = 1 if isinstance(value, float) else 0
    number = Decimal(value, digits, keep_zeros=digits == 0)
    if criterion.unit == "s" and value >= LONG_S:
        shown = time_text(value)
    elif criterion.unit:
        shown = msg("{value}\u00a0{unit}", value=number, unit=criterion.unit)
    else:
        shown = msg("{value}", value=number)
    return Cell(context.text(shown), right=True, bold=best is not None and value == best, hint=hint, key=key)


def best_value(criterion: Criterion) -> object:
    """The best value of a criterion that has one, where the designs differ."""
    values = [cell.value for cell in criterion.cells if isinstance(cell.value, int | float)]
    if criterion.better == "none" or len(set(values)) < 2:
        return None
    return min(values) if criterion.better == "lower" else max(values)
