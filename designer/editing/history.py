"""Undo and redo over projects: every step keeps the project as it was before, so nothing is ever computed backwards."""

from dataclasses import dataclass, field

from designer.base.texts import Message
from designer.editing.command import MergeKey
from designer.model.project import Project

MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One named step. ``other`` is the project on its far side: the one before it, or after it once undone."""

    other: Project
    label: Message
    merge_key: MergeKey = None


@dataclass(slots=True)
class History:
    """The steps that can be undone and those that can be redone, nearest last; at most :data:`MAX_STEPS` to undo."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    _open: bool = False

    def record(self, before: Project, after: Project, label: Message, merge_key: MergeKey) -> Project:
        """Remember the step from ``before`` to ``after`` and return the project that is current now.

        Merges into the last step when that is open and has the same key. A step that merging has brought back to
        where it began is forgotten, and the project from before it is returned.
        """
        self.undone.clear()
        if self._open and merge_key is not None and self.done and self.done[-1].merge_key == merge_key:
            if self.done[-1].other == after:
                return self.done.pop().other
            return after
        self.done.append(Step(before, label, merge_key))
        del self.done[:-MAX_STEPS]
        self._open = True
        return after

    def close_step(self) -> None:
        """Let the next edit be a step of its own."""
        self._open = False

    def step_back(self, current: Project) -> Project:
        """The project before the last step. Only when there is one."""
        return self._cross(self.done, self.undone, current)

    def step_forward(self, current: Project) -> Project:
        """The project after the step that was undone last. Only when there is one."""
        return self._cross(self.undone, self.done, current)

    def _cross(self, source: list[Step], target: list[Step], current: Project) -> Project:
        self._open = False
        step = source.pop()
        target.append(Step(current, step.label, step.merge_key))
        return step.other
