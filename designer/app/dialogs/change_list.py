"""What differs between two versions of a project, as a list to read: for recovery and for files changed elsewhere."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.panels.describing import title_of
from designer.base.texts import Message, msg, msg_in
from designer.model.changes import diff
from designer.model.design import Design
from designer.model.project import Project


class ChangeListDialog(QDialog):
    """Reads only. ``head`` says which two versions are compared."""

    def __init__(
        self, context: AppContext, head: Message, lines: tuple[Message, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("change-list")
        self.setWindowTitle(context.text(msg("Differences")))
        self.resize(560, 420)
        said = QLabel(context.text(head))
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(said.text())
        self.list.setWordWrap(True)
        self.list.addItems([context.text(line) for line in lines] or [context.text(msg("Nothing differs."))])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg_in("action", "Close")))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)


def differences(before: Project, after: Project) -> tuple[Message, ...]:
    """One sentence for each thing that is new, gone or different in ``after``."""
    return tuple(_differences(before, after))


def _differences(before: Project, after: Project) -> Iterator[Message]:
    changes = diff(before, after)
    labels = {design.id: design.label for design in (*before.designs, *after.designs)}
    for design_id in changes.designs_added:
        yield msg("Variant {label} is new", label=labels[design_id])
    for design_id in changes.designs_removed:
        yield msg("Variant {label} is gone", label=labels[design_id])
    for one in changes.designs:
        old, new = before.design(one.design_id), after.design(one.design_id)
        yield from (msg("{label}: {what} is new", label=new.label, what=_title(new, key)) for key in one.added)
        yield from (msg("{label}: {what} is gone", label=new.label, what=_title(old, key)) for key in one.removed)
        yield from (msg("{label}: {what} differs", label=new.label, what=_title(new, key)) for key in one.altered)
        only_moved = [key for key in one.moved if key not in {*one.added, *one.altered}]
        yield from (
            msg("{label}: {what} stands elsewhere", label=new.label, what=_title(new, key)) for key in only_moved
        )
        if one.settings:
            yield msg("{label}: settings, waivers or the description differ", label=new.label)
    if changes.project:
        yield msg("Scenarios, registers or what the document says differ")


def _title(design: Design, element_id: str) -> Message | str:
    return title_of(design, element_id)
