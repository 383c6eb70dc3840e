"""Which document is wanted, and what its cover and control block say. Edits go through commands like all others."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.document_job import DocumentOrder
from designer.app.modes.parts import PADDING, plain_label, push_button, section_head, separator
from designer.app.modes.registers_dialog import RegistersDialog
from designer.base.errors import DesignerError
from designer.base.texts import LANGUAGES, Language, Message, msg
from designer.drawing.ink import Role
from designer.editing.properties import SetDocumentDetail
from designer.model.fields import field_label
from designer.model.register import DocumentStatus
from designer.report.profile import Profile
from designer.report.terms import STATUS

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "cs": "Čeština"}
_FIELDS = ("title", "customer", "author", "document_id", "version", "date", "classification")
_ALL = ""


class DocumentSettings(QWidget):
    """The settings column with the export button at its foot."""

    order_changed = Signal()
    """Another profile, language or choice of variants."""

    def __init__(self, controller: DocumentController, context: AppContext) -> None:
        super().__init__()
        self._controller = controller
        self._context = context
        self.setObjectName("plainArea")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(272)
        self._names: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        inner.setSpacing(6)
        self._build_order(inner)
        inner.addSpacing(6)
        self._build_details(inner)
        widest = max(name.sizeHint().width() for name in self._names)
        for name in self._names:
            name.setFixedWidth(widest)
        self.registers = push_button(context, msg("Registers…"), icon="checklist")
        tip = msg("Requirements, constraints, assumptions, risks and decisions of the document")
        self.registers.setToolTip(context.text(tip))
        self.registers.clicked.connect(self.open_registers)
        inner.addWidget(self.registers)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        column.addWidget(separator(context))
        column.addLayout(self._build_foot())
        controller.document_changed.connect(self._take_details)
        controller.document_opened.connect(self._take_document)
        self._take_details()

    def order(self) -> DocumentOrder:
        """The document as chosen."""
        return DocumentOrder(
            Profile(self.profile.currentData()), self.language.currentData(), self.designs.currentData() or None
        )

    def open_registers(self) -> None:
        """Show the registers to be written in."""
        dialog = RegistersDialog(self._controller, self._context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def say_written(self, text: Message, path: Path) -> None:
        """Tell that the file is there."""
        self._written.setText(self._context.text(text))
        self._written.setToolTip(str(path))
        self._written.show()

    def _build_order(self, column: QVBoxLayout) -> None:
        column.addWidget(section_head(self._context, msg("Document")))
        form = self._form(column)
        self.profile = self._choice(form, msg("Profile"))
        for profile in Profile:
            self.profile.addItem(self._context.text(profile.heading), profile.value)
        self.language = self._choice(form, msg("Language"))
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], language)
        self.language.setCurrentIndex(self.language.findData(self._context.preferences.language))
        self.designs = self._choice(form, msg("Variants"))
        for box in (self.profile, self.language, self.designs):
            box.activated.connect(self.order_changed)

    def _build_details(self, column: QVBoxLayout) -> None:
        column.addWidget(section_head(self._context, msg("Cover and control block")))
        form = self._form(column)
        self.fields = {name: self._field(form, name) for name in _FIELDS}
        self.fields["date"].setPlaceholderText(self._context.text(msg("today (YYYY-MM-DD)")))
        self.status = self._choice(form, field_label("status"))
        for status in DocumentStatus:
            self.status.addItem(self._context.text(STATUS[status]), status.value)
        self.status.activated.connect(self._set_status)
        column.addWidget(plain_label(self._context, field_label("summary")))
        self.summary = _Paragraph()
        self.summary.setObjectName("document:summary")
        self.summary.setAccessibleName(self._context.text(field_label("summary")))
        self.summary.setFixedHeight(96)
        self.summary.left.connect(self._set_summary)
        column.addWidget(self.summary)
        self._refusal = plain_label(self._context, "", points=9.0, role=Role.FAILED, wrap=True)
        self._refusal.hide()
        column.addWidget(self._refusal)

    def _build_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        foot.setSpacing(6)
        self.export = push_button(self._context, msg("Export PDF…"), icon="file-type-pdf", accent=True)
        foot.addWidget(self.export)
        self._written = plain_label(self._context, "", points=9.0, role=Role.DIM, wrap=True)
        self._written.hide()
        foot.addWidget(self._written)
        return foot

    def _form(self, column: QVBoxLayout) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addLayout(form)
        return form

    def _choice(self, form: QFormLayout, label: Message | str) -> QComboBox:
        box = QComboBox()
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._add(form, label, box)
        return box

    def _field(self, form: QFormLayout, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"document:{name}")
        field.editingFinished.connect(self._set_field)
        self._add(form, field_label(name), field)
        return field

    def _add(self, form: QFormLayout, label: Message | str, field: QWidget) -> None:
        name = QLabel(self._context.text(label))
        name.setBuddy(field)
        self._names.append(name)
        field.setAccessibleName(name.text())
        form.addRow(name, field)

    def _set_field(self) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit):
            name = field.objectName().removeprefix("document:")
            if field.text() != getattr(self._controller.project.document, name):
                self._set(name, field.text(), field)
            else:
                self._show_refusal(None, field)

    def _set_status(self) -> None:
        self._set("status", self.status.currentData(), None)

    def _set_summary(self) -> None:
        text = self.summary.toPlainText()
        if text != self._controller.project.document.summary:
            self._set("summary", text, None)

    def _set(self, name: str, value: str, field: QLineEdit | None) -> None:
        """Change one detail; a refusal stays under the fields until a value fits."""
        try:
            self._controller.attempt(SetDocumentDetail(name, value), self)
        except DesignerError as refusal:
            self._show_refusal(refusal.message, field)
            return
        self._controller.break_merging()
        self._show_refusal(None, field)

    def _show_refusal(self, text: Message | None, field: QLineEdit | None) -> None:
        self._refusal.setText("" if text is None else self._context.text(text))
        self._refusal.setVisible(text is not None)
        if field is not None:
            field.setProperty("refused", text is not None)
            field.style().unpolish(field)
            field.style().polish(field)

    def _take_document(self) -> None:
        self._written.hide()
        for field in self.fields.values():
            self._show_refusal(None, field)
        self._take_details()

    def _take_details(self) -> None:
        """Show the details as the project has them; a value that was refused stays to be corrected."""
        details = self._controller.project.document
        for name, field in self.fields.items():
            if field.text() != getattr(details, name) and not field.property("refused"):
                field.setText(getattr(details, name))
                field.setCursorPosition(0)
                field.setToolTip(field.text())
        self.status.setCurrentIndex(self.status.findData(details.status.value))
        if self.summary.toPlainText() != details.summary:
            self.summary.setPlainText(details.summary)
        kept = self.designs.currentData() or _ALL
        self.designs.clear()
        self.designs.addItem(self._context.text(msg("All variants")), _ALL)
        for design in self._controller.project.designs:
            self.designs.addItem(design.label, design.id)
        self.designs.setCurrentIndex(max(0, self.designs.findData(kept)))


class _Paragraph(QPlainTextEdit):
    """A field for a longer text that tells when a person leaves it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusOutEvent(event)
        self.left.emit()
