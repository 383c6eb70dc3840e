"""Accepting a finding: why, in whose name, and until when."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.finding import Finding
from designer.app.context import AppContext
from designer.base.texts import msg, msg_in
from designer.model.note import Waiver

_DAY_LENGTH = 10


class WaiverDialog(QDialog):
    """Cannot be confirmed without a reason."""

    def __init__(self, context: AppContext, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._context = context
        self.setObjectName("waiver")
        self.setWindowTitle(context.text(msg("Accept {rule}", rule=finding.rule)))
        self.setMinimumWidth(460)
        what = QLabel(context.text(finding.message))
        what.setWordWrap(True)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText(context.text(msg("Why this may stay as it is")))
        self.reason.setFixedHeight(96)
        self.owner = QLineEdit(context.preferences.author)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText(context.text(msg_in("action", "Accept")))
        self.buttons.button(buttons.Cancel).setText(context.text(msg("Cancel")))
        self.buttons.button(buttons.Ok).setEnabled(False)
        form = self._form(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(what)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self.reason.textChanged.connect(self._check)
        self.expires.textChanged.connect(self._check)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.reason.setFocus()

    def _form(self, context: AppContext) -> QFormLayout:
        self.expires = QLineEdit()
        self.expires.setPlaceholderText(context.text(msg("YYYY-MM-DD; empty for as long as the design stands")))
        self._wrong = QLabel()
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        form = QFormLayout()
        rows = ((msg("Reason"), self.reason), (msg("Name"), self.owner), (msg("Holds until"), self.expires))
        for name, field in rows:
            field.setAccessibleName(context.text(name))
            form.addRow(context.text(name), field)
        form.addRow("", self._wrong)
        return form

    def waiver(self) -> Waiver:
        """The waiver as typed."""
        return Waiver(
            rule=self.finding.rule,
            subjects=self.finding.subjects,
            reason=self.reason.toPlainText().strip(),
            owner=self.owner.text().strip(),
            expires=self.expires.text().strip(),
        )

    def _check(self) -> None:
        day = self.expires.text().strip()
        fits = not day or (len(day) == _DAY_LENGTH and QDate.fromString(day, Qt.DateFormat.ISODate).isValid())
        self._wrong.setText("" if fits else self._context.text(msg("Write a day such as {day}.", day="2027-03-31")))
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(fits and bool(self.reason.toPlainText().strip()))
