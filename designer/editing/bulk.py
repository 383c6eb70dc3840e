"""Many facts of many elements as one command: a quick fix of a thousand groups must not take a thousand edits."""

from dataclasses import dataclass

from designer.base.texts import Message, msg
from designer.editing.command import MergeKey, refusing
from designer.editing.parts import captions, design_for_label, element_of, in_design
from designer.editing.properties import Value, replaced
from designer.model.design import COLLECTIONS, Design, Element
from designer.model.project import Project
from designer.model.witness import Witness


@dataclass(frozen=True, slots=True)
class SetProperties:
    """Set fields of elements: each change is an element's id, a dotted path and a value, as ``SetProperty`` takes them.

    For plain facts only: names, sites and roles have commands of their own, because more follows from them.
    """

    design_id: str
    changes: tuple[tuple[str, str, Value], ...]

    @property
    def merge_key(self) -> MergeKey:
        """Every gesture is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which elements."""
        design = design_for_label(project, self.design_id)
        ids = tuple(dict.fromkeys(element_id for element_id, _, _ in self.changes))
        return msg("Change {what}", what=captions(design, ids))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with all fields set; refuses unknown elements and fields and values that do not fit."""
        return in_design(project, self.design_id, self._set)

    def _set(self, design: Design) -> Design:
        changed: dict[str, Element] = {}
        for element_id, path, value in self.changes:
            element = changed.get(element_id) or element_of(design, element_id)
            changed[element_id] = replaced(element, path, value, captions(design, (element_id,)))
        collections = {
            name: tuple(changed.get(one.id, one) for one in getattr(design, name))
            for name in COLLECTIONS
            if any(one.id in changed for one in getattr(design, name))
        }
        witness = None if design.witness is None else changed.get(design.witness.id, design.witness)
        assert witness is None or isinstance(witness, Witness)
        return design.evolve(**collections, witness=witness)
