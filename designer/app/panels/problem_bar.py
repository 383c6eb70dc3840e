"""What can be done with the problems list: narrow it, and act on the chosen finding."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from designer.analysis.finding import Finding, Severity
from designer.app.command_palette import folded
from designer.app.context import AppContext
from designer.base.texts import Message, msg, msg_in

_LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "i"}
_NAMES = {Severity.ERROR: msg("Errors"), Severity.WARNING: msg("Warnings"), Severity.INFO: msg("Information")}


class ProblemBar(QWidget):
    """A filter, a switch for each severity and for accepted ones, and buttons for the chosen finding."""

    changed = Signal()
    fix_asked = Signal()
    accept_asked = Signal()
    zoom_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(6)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(context.text(msg("Filter…")))
        self.filter.setAccessibleName(context.text(msg("Filter the problems")))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(self.changed)
        row.addWidget(self.filter)
        self.severities = {one: self._switch(_LETTERS[one], _NAMES[one]) for one in Severity}
        for button in self.severities.values():
            row.addWidget(button)
        self.accepted = self._switch(context.text(msg_in("findings", "Accepted")), msg("Accepted findings"))
        row.addWidget(self.accepted)
        row.addStretch(1)
        self.fix = self._button(msg("Fix…"), msg("Show what a quick fix would change"), self.fix_asked.emit)
        self.accept = self._button(
            msg("Accept…"), msg("Accept the finding with a reason, or no longer"), self.accept_asked.emit
        )
        self.zoom = self._button(msg("Show it"), msg("Zoom to what the finding is about"), self.zoom_asked.emit)
        for action in (self.fix, self.accept, self.zoom):
            row.addWidget(action)

    def lets_through(self, finding: Finding, objects: str) -> bool:
        """Whether the finding is to be listed; ``objects`` names what it is about."""
        if finding.waived and not self.accepted.isChecked():
            return False
        if not self.severities[finding.severity].isChecked():
            return False
        text = self._context.text
        hay = folded(f"{finding.rule} {objects} {text(finding.message)} {text(finding.remedy)}")
        return all(word in hay for word in folded(self.filter.text()).split())

    def offer(self, finding: Finding | None, *, has_fix: bool) -> None:
        """Enable what can be done with the chosen finding."""
        self.fix.setEnabled(has_fix)
        self.accept.setEnabled(finding is not None)
        self.zoom.setEnabled(finding is not None and bool(finding.subjects))
        is_waived = finding is not None and finding.waived
        self.accept.setText(self._context.text(msg("No longer accept") if is_waived else msg("Accept…")))

    def _switch(self, text: str, name: Message) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolTip(self._context.text(name))
        button.setAccessibleName(button.toolTip())
        button.toggled.connect(self.changed)
        return button

    def _button(self, text: Message, tip: Message, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._context.text(text))
        button.setToolTip(self._context.text(tip))
        button.clicked.connect(slot)
        button.setEnabled(False)
        return button
