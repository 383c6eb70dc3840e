"""The rules that speak about what is selected: what is so, what helps, where it comes from, who accepted it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.parts import section_head
from designer.app.palette import PADDING
from designer.app.panels.describing import title_of
from designer.app.panels.problems import severity_label
from designer.base.texts import Message, msg, msg_n
from designer.model.design import Design


class RulesPanel(QWidget):
    """Cards of findings for the selection; for the whole variant when nothing is selected."""

    waive_asked = Signal(object)
    unwaive_asked = Signal(object)

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._findings: tuple[Finding, ...] = ()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        controller.findings_changed.connect(self.refresh)
        controller.selection_changed.connect(self.refresh)
        controller.document_opened.connect(self.refresh)
        self.refresh()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings shown."""
        return self._findings

    def refresh(self) -> None:
        """Show what concerns the selection."""
        design, judgement = self._controller.design, self._controller.judgement
        if judgement.is_stale and judgement.findings:
            return
        chosen = set(self._controller.selection)
        self._findings = tuple(one for one in judgement.findings if not chosen or chosen & set(one.subjects))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(10)
        if design is not None:
            column.addWidget(self._heading(design))
            for number, finding in enumerate(self._findings):
                column.addWidget(self._card(design, finding, number))
        column.addStretch(1)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(body)

    def _heading(self, design: Design) -> QLabel:
        chosen = self._controller.selection
        about: Message | str = design.label
        if len(chosen) == 1:
            about = title_of(design, chosen[0])
        elif chosen:
            about = msg_n("{n} element", "{n} elements", len(chosen))
        count = msg_n("{n} finding", "{n} findings", len(self._findings))
        label = QLabel(self._context.text(msg("{what}: {findings}", what=about, findings=count)))
        label.setProperty("role", "title")
        label.setWordWrap(True)
        return label

    def _card(self, design: Design, finding: Finding, number: int) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(severity_label(self._context, finding.severity))
        rule = QLabel(finding.rule)
        rule.setStyleSheet("font-weight: 600;")
        head.addWidget(rule, 1)
        column.addLayout(head)
        for text, role in (
            (self._context.text(finding.message), ""),
            (self._context.text(finding.remedy), "dim"),
            (self._context.text(msg("Source: {source}", source=finding.source_text)), "faint"),
        ):
            label = QLabel(text)
            label.setWordWrap(True)
            label.setProperty("role", role)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        waiver = next((one for one in design.waivers if one.rule == finding.rule), None) if finding.waived else None
        if waiver is not None:
            column.addWidget(section_head(self._context, msg("Accepted")))
            said = QLabel(f"{waiver.reason} – {waiver.owner}" if waiver.owner else waiver.reason)
            said.setWordWrap(True)
            column.addWidget(said)
        button = QPushButton(
            self._context.text(msg("No longer accept") if finding.waived else msg("Accept with a reason…"))
        )
        button.setProperty("kind", "link")
        button.setObjectName(f"finding:{number}")
        button.clicked.connect(self._decide)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _decide(self) -> None:
        number = int(self.sender().objectName().removeprefix("finding:"))
        if number < len(self._findings):
            finding = self._findings[number]
            (self.unwaive_asked if finding.waived else self.waive_asked).emit(finding)
