"""Several edits as one named step: what a single gesture of a person does in more than one command."""

from dataclasses import dataclass

from designer.base.texts import Message
from designer.editing.command import Command, MergeKey
from designer.model.project import Project


@dataclass(frozen=True, slots=True)
class Together:
    """Carry out ``commands`` in order as one step called ``name``; all of them or none.

    ``makes`` is the id of the element that comes of it, where it makes one.
    """

    commands: tuple[Command, ...]
    name: Message
    makes: str = ""

    @property
    def merge_key(self) -> MergeKey:
        """Every gesture is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the name is given
        """The given name."""
        return self.name

    def apply(self, project: Project) -> Project:
        """The project after all commands; the refusal of the first one that is refused."""
        for command in self.commands:
            project = command.apply(project)
        return project

    def new_id(self, project: Project) -> str:  # noqa: ARG002 - whoever put the commands together knew it
        """The id of the element that the step makes; empty for none."""
        return self.makes
