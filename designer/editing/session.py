"""The project being edited, with its history. Knows no windows and no files."""

from designer.base.texts import Message
from designer.editing.command import Command
from designer.editing.history import History
from designer.model.project import Project


class Session:
    """The current project, what led to it, and whether it is the one that was saved.

    ``revision`` grows with every change of :attr:`project`, undo and redo included; it tells a late result from a
    fresh one.
    """

    def __init__(self, project: Project, *, saved: bool = True) -> None:
        """``saved`` is False for a project that no file holds, say a recovered one."""
        self._project = project
        self._saved: Project | None = project if saved else None
        self._history = History()
        self._revision = 0

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._project

    @property
    def revision(self) -> int:
        """How often the project has changed."""
        return self._revision

    @property
    def is_dirty(self) -> bool:
        """Whether the project is another object than the saved one."""
        return self._project is not self._saved

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._history.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._history.undone)

    @property
    def undo_label(self) -> Message | None:
        """The step that undo takes back, or None."""
        return self._history.done[-1].label if self._history.done else None

    @property
    def redo_label(self) -> Message | None:
        """The step that redo brings back, or None."""
        return self._history.undone[-1].label if self._history.undone else None

    @property
    def undo_labels(self) -> tuple[Message, ...]:
        """Steps that can be undone, the last one first."""
        return tuple(step.label for step in reversed(self._history.done))

    @property
    def redo_labels(self) -> tuple[Message, ...]:
        """Steps that can be redone, the next one first."""
        return tuple(step.label for step in reversed(self._history.undone))

    def run(self, command: Command) -> bool:
        """Apply the command as a step; False when nothing changes. On ``EditRefused`` all stays as it is."""
        after = command.apply(self._project)
        if after is self._project or after == self._project:
            return False
        self._become(self._history.record(self._project, after, command.label(self._project), command.merge_key))
        return True

    def preview(self, command: Command) -> Project:
        """The project as the command would make it. Leaves project and history alone; raises ``EditRefused``."""
        return command.apply(self._project)

    def undo(self) -> bool:
        """Return to the very project from before the last step; False when there is none."""
        if not self.can_undo:
            return False
        self._become(self._history.step_back(self._project))
        return True

    def redo(self) -> bool:
        """Return to the very project from after the step undone last; False when there is none."""
        if not self.can_redo:
            return False
        self._become(self._history.step_forward(self._project))
        return True

    def break_merge(self) -> None:
        """Let the next command be a step of its own: a drag has ended, a field has lost the caret."""
        self._history.close_step()

    def mark_saved(self) -> None:
        """Call the current project the saved one."""
        self._saved = self._project
        self._history.close_step()

    def replace(self, project: Project, *, saved: bool = True) -> None:
        """Go on with another project and an empty history."""
        self._project = project
        self._saved = project if saved else None
        self._history = History()
        self._revision += 1

    def _become(self, project: Project) -> None:
        self._project = project
        self._revision += 1
