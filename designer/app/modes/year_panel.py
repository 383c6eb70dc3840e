"""A year of each variant: bars of the minutes by why, their figures, and single points of failure in plain words."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from designer.analysis.availability.assess import Minutes
from designer.analysis.availability.wording import CLASSES, minutes_text, nines_text
from designer.app.context import AppContext
from designer.app.modes.chart_view import ChartView
from designer.app.modes.compare_parts import WholeTable
from designer.app.modes.facts import Cell, Row
from designer.app.modes.parts import PADDING, clear, plain_label, section_head
from designer.base.texts import Message, msg
from designer.comparison.yearly import Yearly
from designer.drawing.ink import Face, Role
from designer.drawing.scene import Scene
from designer.drawing.yearly_bars import wants_log, yearly_bars

_NAME_WIDTH = 130


class YearPanel(QScrollArea):
    """Shows the years of the compared variants. Reads only."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._years: tuple[Yearly, ...] = ()
        self._chosen_by_hand = False
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 0, PADDING)
        self._column.setSpacing(4)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 4, PADDING, 0)
        head.addWidget(section_head(context, msg("Standstill of a VM in a year")), 1)
        self.log = QCheckBox(context.text(msg("Powers of ten")))
        tip = msg("Lets few minutes be read beside many; lengths of parts cannot be compared then")
        self.log.setToolTip(context.text(tip))
        self.log.toggled.connect(self._draw)
        self.log.clicked.connect(self._keep_choice)
        head.addWidget(self.log)
        self._column.addLayout(head)
        self.chart = ChartView(context)
        self._column.addWidget(self.chart)
        self.figures = WholeTable(context, "yearTable", least=_NAME_WIDTH)
        self.figures.setAccessibleName(context.text(msg("Minutes of a year by why, for every variant")))
        self._column.addWidget(self.figures)
        self._texts = QVBoxLayout()
        self._texts.setContentsMargins(PADDING, 6, PADDING, 0)
        self._texts.setSpacing(4)
        self._column.addLayout(self._texts)
        self._column.addStretch(1)

    def show_years(self, years: Sequence[Yearly]) -> None:
        """Show these variants."""
        self._years = tuple(years)
        if not self._chosen_by_hand:
            self.log.setChecked(wants_log(one.minutes for one in years if one.minutes is not None))
        self._show_figures()
        self._show_texts()
        self._draw()

    def _keep_choice(self) -> None:
        self._chosen_by_hand = True

    def _draw(self) -> None:
        known = [(one.design, one.label, one.minutes) for one in self._years if one.minutes is not None]
        self.chart.setVisible(bool(known))
        told = ". ".join(
            self._context.text(msg("{label}: {minutes} a year", label=label, minutes=minutes_text(minutes.total)))
            for _, label, minutes in known
        )
        log = self.log.isChecked()

        def made(width: float, _height: float) -> Scene:
            return yearly_bars(self._context.lettering, known, width, log=log)

        self.chart.show_chart(made, told)

    def _show_figures(self) -> None:
        text = self._context.text
        headings = [Cell(text(msg("Why"))), *(Cell(one.label, hint=one.label) for one in self._years)]
        rows = [
            self._row(name, title, [getattr(one.minutes, name, None) for one in self._years])
            for name, title in CLASSES.items()
        ]
        totals = [one.minutes.total if one.minutes is not None else None for one in self._years]
        rows.append(self._row("total", msg("altogether"), totals, bold=True))
        shares = [Cell(text(msg("available")), wraps=True)]
        shares += [_share_cell(self._context, one.minutes, text(one.reason)) for one in self._years]
        rows.append(Row(tuple(shares), "available"))
        self.figures.show_rows(headings, rows)

    def _row(self, key: str, title: Message, values: Sequence[float | None], *, bold: bool = False) -> Row:
        text = self._context.text
        cells = [Cell(text(title), bold=bold, wraps=True)]
        for value, one in zip(values, self._years, strict=True):
            shown = "–" if value is None else text(minutes_text(value))
            cells.append(Cell(shown, right=True, bold=bold, hint=text(one.reason)))
        return Row(tuple(cells), key)

    def _show_texts(self) -> None:
        clear(self._texts)
        self._texts.addWidget(section_head(self._context, msg("Single points of failure")))
        for one in self._years:
            self._texts.addWidget(plain_label(self._context, one.label, points=9.75, face=Face.SEMIBOLD))
            if one.minutes is None:
                self._say(one.reason)
            elif not one.single_points:
                self._say(msg("No single thing stops a VM until a repair or a person."))
            for sentence in one.single_points:
                self._say(sentence)

    def _say(self, text: Message) -> None:
        self._texts.addWidget(plain_label(self._context, text, points=9.5, role=Role.DIM, wrap=True))


def _share_cell(context: AppContext, minutes: Minutes | None, hint: str) -> Cell:
    shown = "–" if minutes is None else context.text(nines_text(minutes.unavailability))
    return Cell(shown, right=True, hint=hint)
