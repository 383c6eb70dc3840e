"""The few numbers of a run that are watched while it plays, in one row."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.parts import PADDING
from designer.base.texts import Message
from designer.drawing.ink import Face, Role


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it is called, what it is now, the role of its colour, and where it comes from."""

    name: Message
    value: Message | str
    role: Role = Role.TEXT
    origin: Message | None = None


class NumberStrip(QWidget):
    """A row of named figures. The names stay; the values change in place."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._shown: tuple[Figure, ...] = ()
        self.setObjectName("plainArea")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PADDING + 4, 6, PADDING, 6)
        self._row.setSpacing(22)
        self._row.addStretch(1)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures shown."""
        return self._shown

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; labels are made anew only when their number changes."""
        if len(figures) != len(self._labels):
            self._rebuild(len(figures))
            self._shown = ()
        for place, figure in enumerate(figures):
            if place >= len(self._shown) or self._shown[place] != figure:
                self._fill(place, figure)
        self._shown = tuple(figures)

    def _fill(self, place: int, figure: Figure) -> None:
        name, value = self._labels[place]
        name.setText(self._context.text(figure.name))
        value.setText(self._context.text(figure.value))
        value.setStyleSheet(f"color: #{self._context.ink[figure.role]}; background: transparent;")
        hint = "" if figure.origin is None else self._context.text(figure.origin)
        name.setToolTip(hint)
        value.setToolTip(hint)
        value.setAccessibleName(f"{name.text()}: {value.text()}")

    def _rebuild(self, count: int) -> None:
        while self._labels:
            for label in self._labels.pop():
                label.hide()
                label.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        for _ in range(count):
            column = QVBoxLayout()
            column.setSpacing(0)
            name, value = QLabel(), QLabel()
            name.setFont(interface_font(8.25))
            name.setStyleSheet(f"color: #{self._context.ink[Role.FAINT]}; background: transparent;")
            value.setFont(interface_font(9.75, Face.SEMIBOLD))
            for label in (name, value):
                label.setTextFormat(Qt.TextFormat.PlainText)
                column.addWidget(label)
            self._row.addLayout(column)
            self._labels.append((name, value))
        self._row.addStretch(1)
