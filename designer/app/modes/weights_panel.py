"""What the architect's own weights lead to: an order with what speaks for and against it, never a score."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.modes.parts import PADDING, ROW, plain_label, push_button, section_head, spaced
from designer.base.texts import Decimal, Message, msg, sentences
from designer.comparison.compare import Comparison
from designer.comparison.weighing import HEAVIEST, USUAL, Weighed, Weighing, weigh
from designer.drawing.ink import Face, Role

_BAR_WIDTH = 132
_SIDE = 8
_MARK = 4.5


class WeightsPanel(QScrollArea):
    """A weight for every criterion that tells the variants apart. Nothing of it changes the project."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._comparison: Comparison | None = None
        self._weights: dict[str, float] = {}
        self._titles: dict[str, Message] = {}
        self.spins: dict[str, QSpinBox] = {}
        self.bars: dict[str, SensitivityBar] = {}
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(PADDING, 8, PADDING, PADDING)
        column.setSpacing(6)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        head = QHBoxLayout()
        head.addWidget(section_head(context, msg("Order by your weights")), 1)
        self.reset = push_button(context, msg("Equal weights"))
        self.reset.clicked.connect(self._reset)
        head.addWidget(self.reset)
        column.addLayout(head)
        self.order = plain_label(context, "", points=10.5, face=Face.SEMIBOLD, wrap=True)
        self.why = plain_label(context, "", points=9.5, role=Role.DIM, wrap=True)
        column.addWidget(self.order)
        column.addWidget(self.why)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self.silent = plain_label(context, "", points=9.0, role=Role.FAINT, wrap=True)
        column.addWidget(self.silent)
        rule = msg(
            "Within a criterion the best variant counts in full, the worst not at all, the others in proportion. The "
            "bar shows how far a weight may move before the order changes."
        )
        column.addWidget(plain_label(context, rule, points=9.0, role=Role.FAINT, wrap=True))
        column.addStretch(1)

    def show_comparison(self, comparison: Comparison) -> None:
        """Weigh these variants; weights stay from before."""
        self._comparison = comparison
        self._titles = {one.id: one.title for one in comparison.criteria}
        found = weigh(comparison, self._weights)
        names = [one.criterion for one in found.criteria]
        if names != list(self.spins):
            self._build_rows(names)
        self._show(found)

    def _build_rows(self, names: list[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.spins, self.bars = {}, {}
        for row, name in enumerate(names):
            title = self._context.text(self._titles[name])
            label = plain_label(self._context, title, points=9.75, wrap=True)
            spin = QSpinBox()
            spin.setRange(0, HEAVIEST)
            spin.setValue(round(self._weights.get(name, USUAL)))
            spin.setFixedWidth(64)
            spin.setAccessibleName(self._context.text(msg("Weight of: {criterion}", criterion=title)))
            spin.setToolTip(self._context.text(msg("0 leaves the criterion out, 10 is the heaviest")))
            spin.valueChanged.connect(partial(self._set_weight, name))
            spaced(spin)
            bar = SensitivityBar(self._context)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(spin, row, 1)
            self._grid.addWidget(bar, row, 2)
            self.spins[name], self.bars[name] = spin, bar

    def _set_weight(self, name: str, value: int) -> None:
        self._weights[name] = value
        if self._comparison is not None:
            self._show(weigh(self._comparison, self._weights))

    def _reset(self) -> None:
        self._weights = {}
        for spin in self.spins.values():
            spin.blockSignals(True)
            spin.setValue(USUAL)
            spin.blockSignals(False)
        if self._comparison is not None:
            self._show(weigh(self._comparison, self._weights))

    def _show(self, found: Weighing) -> None:
        text = self._context.text
        self.reset.setEnabled(any(one.weight != USUAL for one in found.criteria))
        self.order.setText(text(self._order_text(found)))
        why = self._why_text(found)
        self.why.setVisible(why is not None)
        self.why.setText("" if why is None else text(why))
        for one in found.criteria:
            self.bars[one.criterion].show_range(one, text(self._range_text(one)))
        silent = tuple(self._titles[name] for name in found.silent)
        self.silent.setVisible(bool(silent))
        self.silent.setText(text(msg("The same for all, or without a figure: {criteria}.", criteria=silent or ("–",))))

    def _order_text(self, found: Weighing) -> Message:
        places = [tuple(self._label(design) for design in group) for group in found.order]
        if len(places) == 1:
            return msg("By these weights no variant comes before another.")
        named = [group[0] if len(group) == 1 else msg("{variants} alike", variants=group) for group in places]
        return msg("{first} before {rest}.", first=named[0], rest=tuple(named[1:]))

    def _why_text(self, found: Weighing) -> Message | None:
        parts = []
        if found.speak_for:
            parts.append(msg("For it: {criteria}.", criteria=tuple(self._titles[one] for one in found.speak_for)))
        if found.speak_against:
            against = tuple(self._titles[one] for one in found.speak_against)
            parts.append(msg("Against it: {criteria}.", criteria=against))
        return sentences(*parts) if parts else None

    def _range_text(self, one: Weighed) -> Message:
        parts = []
        if one.lowered is not None:
            low = Decimal(one.low, 1, keep_zeros=False)
            parts.append(msg("Below {weight}, {label} gains a place.", weight=low, label=self._label(one.lowered)))
        if one.raised is not None:
            high = Decimal(one.high, 1, keep_zeros=False)
            parts.append(msg("Above {weight}, {label} gains a place.", weight=high, label=self._label(one.raised)))
        return sentences(*parts) if parts else msg("Whatever it weighs, the order stays.")

    def _label(self, design_id: str) -> str:
        columns = () if self._comparison is None else self._comparison.columns
        return next((one.design.label for one in columns if one.design.id == design_id), design_id)


class SensitivityBar(QWidget):
    """The weights from 0 to the heaviest, those that keep the order as a band between two ends, the present one."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._shown: Weighed | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_range(self, one: Weighed, told: str) -> None:
        """Show another range; ``told`` says it in words."""
        self._shown = one
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Always the same, so that bars can be compared."""
        return QSize(_BAR_WIDTH, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint scale, band, ends where something changes, and the weight."""
        one = self._shown
        if one is None:
            return
        middle = self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRectF(_SIDE, middle - 2, self.width() - 2 * _SIDE, 4), self._context.colour(Role.TRACK))
            left, right = self._x(one.low), self._x(one.high)
            painter.fillRect(QRectF(left, middle - 4, max(2.0, right - left), 8), self._context.colour(Role.PRIMARY))
            painter.setPen(QPen(self._context.colour(Role.PRIMARY), 2))
            for end, name in ((left, one.lowered), (right, one.raised)):
                if name is not None:
                    painter.drawLine(QPointF(end, middle - 8), QPointF(end, middle + 8))
            painter.setPen(QPen(self._context.colour(Role.TEXT), 1.6))
            painter.setBrush(self._context.colour(Role.PANEL))
            painter.drawEllipse(QPointF(self._x(one.weight), middle), _MARK, _MARK)

    def _x(self, weight: float) -> float:
        return _SIDE + (self.width() - 2 * _SIDE) * weight / HEAVIEST
