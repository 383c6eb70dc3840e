"""A quick fix before it is made: what it changes, which findings go and which come."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.analysis.run import analyse
from designer.app.context import AppContext
from designer.app.dialogs.change_list import differences
from designer.app.modes.parts import section_head
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.editing.command import Command
from designer.model.project import Project


class FixDialog(QDialog):
    """Accepting it means running the very command that was shown, as one step."""

    def __init__(
        self,
        context: AppContext,
        project: Project,
        design_id: str,
        *,
        finding: Finding,
        command: Command,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.command = command
        self.setObjectName("fix")
        self.setWindowTitle(context.text(msg("Fix {rule}", rule=finding.rule)))
        self.resize(580, 420)
        after = command.apply(project)
        gone, come = _findings(project, after, design_id)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        for text in (finding.message, command.label(project)):
            said = QLabel(context.text(text))
            said.setWordWrap(True)
            column.addWidget(said)
        self.changes = self._list(context, column, msg("What it changes"), differences(project, after))
        effects = [msg("{rule} goes: {text}", rule=one.rule, text=one.message) for one in gone]
        effects += [msg("{rule} comes: {text}", rule=one.rule, text=one.message) for one in come]
        count = msg_n("{n} finding changes", "{n} findings change", len(effects))
        self.effects = self._list(context, column, count, tuple(effects))
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText(context.text(msg_in("action", "Fix")))
        self.buttons.button(buttons.Cancel).setText(context.text(msg("Cancel")))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)

    def _list(
        self, context: AppContext, column: QVBoxLayout, title: Message, lines: tuple[Message, ...]
    ) -> QListWidget:
        column.addWidget(section_head(context, title))
        shown = QListWidget()
        shown.setWordWrap(True)
        shown.setAccessibleName(context.text(title))
        shown.addItems([context.text(line) for line in lines])
        column.addWidget(shown, 1)
        return shown


def _findings(before: Project, after: Project, design_id: str) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that go and findings that come."""
    old = {(one.rule, one.subjects): one for one in analyse(before.design(design_id))}
    new = {(one.rule, one.subjects): one for one in analyse(after.design(design_id))}
    return (
        tuple(one for key, one in old.items() if key not in new),
        tuple(one for key, one in new.items() if key not in old),
    )
