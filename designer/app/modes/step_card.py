"""Why the present step happens: what, why, what would be without it, and where the rule comes from."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from designer.analysis.sources import cited
from designer.app.context import AppContext
from designer.app.modes.parts import PADDING, plain_label, section_head
from designer.base.texts import Message, msg
from designer.drawing.ink import Face, Role
from designer.engine.timeline import Step


class StepCard(QWidget):
    """The explanation of one step."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 10, PADDING, PADDING)
        column.setSpacing(7)
        column.addWidget(section_head(context, msg("Why this step")))
        self.what = plain_label(context, "", face=Face.MEDIUM, wrap=True)
        self.why = plain_label(context, "", points=9.75, role=Role.DIM, wrap=True)
        self.otherwise = plain_label(context, "", points=9.75, role=Role.DIM, wrap=True)
        self.source = plain_label(context, "", points=9.25, role=Role.PRIMARY, wrap=True)
        for label in (self.what, self.why, self.otherwise, self.source):
            column.addWidget(label)
        column.addStretch(1)

    def show_step(self, step: Step) -> None:
        """Explain a step; parts without words stay away."""
        self._fill(self.what, step.text)
        self._fill(self.why, step.why)
        self._fill(self.otherwise, msg("If skipped: {text}", text=step.otherwise) if step.otherwise.text else "")
        self._fill(self.source, msg("Source: {source}", source=cited(step.source)) if step.source else "")

    def _fill(self, label: QLabel, text: Message | str) -> None:
        shown = self._context.text(text)
        label.setText(shown)
        label.setVisible(bool(shown))
