"""Which variant follows from the facts, why, and at what price; the person decides."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.parts import PADDING, Panel, clear, plain_label, push_button, section_head
from designer.app.notices import Notice, Severity
from designer.base.texts import Message, msg, msg_in
from designer.comparison.compare import Comparison
from designer.comparison.recommend import Recommendation
from designer.drawing.ink import Face, Role
from designer.editing.variants import AddRegisterEntry, RecommendDesign
from designer.model.register import RegisterKind

_POINTS = 9.75


class RecommendationCard(Panel):
    """The recommendation with its reasons, and the two things a person can do about it."""

    def __init__(self, controller: DocumentController, context: AppContext) -> None:
        super().__init__()
        self._controller = controller
        self._context = context
        self._recommendation: Recommendation | None = None
        self._label = ""
        self.setMinimumWidth(220)
        self.column.addWidget(plain_label(context, msg("Recommendation"), points=11, face=Face.SEMIBOLD))
        self.name = plain_label(context, "", points=10.5, face=Face.SEMIBOLD, role=Role.PRIMARY, wrap=True)
        self.column.addWidget(self.name)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._texts = QVBoxLayout(inside)
        self._texts.setContentsMargins(0, 0, 6, 0)
        self._texts.setSpacing(7)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        self.column.addWidget(scroll, 1)
        self._now = plain_label(context, "", points=9.25, role=Role.DIM, wrap=True)
        self.column.addWidget(self._now)
        self.adopt = push_button(context, msg("Set as recommended"), accent=True)
        self.adopt.clicked.connect(self._adopt)
        self.record = push_button(context, msg("Record this decision"))
        self.record.setToolTip(context.text(msg("Writes it with its reasons into the register of decisions")))
        self.record.clicked.connect(self._record)
        for button in (self.adopt, self.record):
            self.column.addWidget(button)
        controller.document_changed.connect(self._show_state)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what follows from a comparison."""
        found = self._recommendation = comparison.recommendation
        clear(self._texts)
        if found is None:
            self.name.setText(self._context.text(msg("No recommendation")))
            self._add(msg("No variant has nodes at both sites yet."), Role.DIM)
        else:
            self._label = next(column.design.label for column in comparison.columns if column.design.id == found.design)
            self.name.setText(self._label)
            for reason in found.reasons:
                self._add_point(plain_label(self._context, reason, points=_POINTS, wrap=True))
            if found.price:
                self._texts.addWidget(section_head(self._context, msg_in("recommendation", "Price")))
            for price in found.price:
                self._add_point(plain_label(self._context, price, points=_POINTS, role=Role.DIM, wrap=True))
        self._texts.addStretch(1)
        self._show_state()

    def texts(self) -> tuple[str, ...]:
        """Reasons and price as sentences."""
        found = self._recommendation
        return () if found is None else tuple(self._context.text(one) for one in (*found.reasons, *found.price))

    def _add(self, text: Message, role: Role) -> None:
        self._texts.addWidget(plain_label(self._context, text, points=_POINTS, role=role, wrap=True))

    def _add_point(self, label: QLabel) -> None:
        row = QHBoxLayout()
        row.setSpacing(PADDING // 2)
        dot = plain_label(self._context, "•", role=Role.DIM)
        dot.setFixedWidth(10)
        row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self._texts.addLayout(row)

    def _show_state(self) -> None:
        found = self._recommendation
        project = self._controller.project
        present = next((design.label for design in project.designs if design.id == project.recommended), None)
        is_adopted = found is not None and project.recommended == found.design
        self.adopt.setEnabled(found is not None and not is_adopted)
        self.record.setEnabled(found is not None)
        if present is None:
            self._now.setText(self._context.text(msg("The project recommends no variant yet.")))
        elif is_adopted:
            self._now.setText(self._context.text(msg("The project recommends this variant.")))
        else:
            self._now.setText(self._context.text(msg("The project recommends {label} at present.", label=present)))

    def _adopt(self) -> None:
        if self._recommendation is not None:
            self._controller.run(RecommendDesign(self._recommendation.design))

    def _record(self) -> None:
        if self._recommendation is None:
            return
        text = self._context.text(msg("Variant {label} is chosen.", label=self._label))
        reason = " ".join(self.texts())
        if self._controller.run(
            AddRegisterEntry(RegisterKind.DECISION, text, reason, self._context.preferences.author)
        ):
            notice = Notice(msg("The decision is in the register; Undo takes it back."), Severity.DONE)
            self._controller.notify(notice)
