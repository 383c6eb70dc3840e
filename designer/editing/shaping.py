"""Commands that make another shape of a design: other numbers of servers, another witness, other votes."""

from dataclasses import dataclass

from designer.base.errors import DesignerError
from designer.base.texts import Message, msg
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.naming import free_id
from designer.editing.parts import shortened
from designer.editing.variants import free_label
from designer.model.blueprint import design_id_of
from designer.model.project import Project
from designer.model.reshape import Shape, reshape


@dataclass(frozen=True, slots=True)
class AddShape:
    """Add the design in another shape as the last variant, with the same machines and settings, laid out anew."""

    design_id: str
    shape: Shape
    label_text: str = ""

    @property
    def merge_key(self) -> MergeKey:
        """Every variant is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - named by its numbers
        """The shape's numbers."""
        return msg("Add design {label}", label=shortened(self.label_text) or self.shape.label)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the variant; refuses a design that cannot be varied and numbers a site does not take."""
        try:
            design = reshape(project.design(self.design_id), self.shape)
        except DesignerError as error:
            raise refusal(error.code, error.message, *error.subjects) from error
        label = free_label(project, self.label_text.strip() or self.shape.label)
        named = design.evolve(id=self.new_id(project), label=label)
        return project.evolve(designs=(*project.designs, named))

    def new_id(self, project: Project) -> str:
        """The id that the variant gets when the command is applied to this project."""
        taken = {design.id for design in project.designs}
        return free_id(design_id_of(self.shape.primary, self.shape.secondary), taken)
