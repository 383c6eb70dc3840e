"""What differs between two versions of a project, as a list to read: for recovery and for files changed elsewhere."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from designer.app.context import AppContext
from designer.app.panels.describing import title_of
from designer.app.reading_list import ReadingListDialog
from designer.base.texts import Message, msg
from designer.model.changes import diff
from designer.model.design import Design
from designer.model.project import Project


class ChangeListDialog(ReadingListDialog):
    """Reads only. ``head`` says which two versions are compared."""

    def __init__(
        self, context: AppContext, head: Message, lines: tuple[Message, ...], parent: QWidget | None = None
    ) -> None:
        shown = lines or (msg("Nothing differs."),)
        super().__init__(context, parent, title=msg("Differences"), head=head, lines=shown)
        self.setObjectName("change-list")


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
