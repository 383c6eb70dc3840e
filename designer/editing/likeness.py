"""Commands that make one element like another: facts pasted onto its kind, a copy joined like the original."""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.base.errors import EditRefused
from designer.base.texts import Message, msg
from designer.editing import clipboard
from designer.editing.clipboard import Paste, fragment_of
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.parts import captions, design_for_label, element_of, in_design, in_listing_order, with_element
from designer.editing.wiring import Connect
from designer.model.array import Array
from designer.model.design import Design, Element
from designer.model.node import Node
from designer.model.project import Project

_OWN = frozenset(
    {
        *(
            "id",
            "name",
            "text",
            "about",
            "role",
            "kind",
            "site",
            "place",
            "node",
            "array",
            "vm",
            "luns",
            "nics",
            "votes",
        ),
        *("a", "b", "networks", "carried_by", "r1", "r2", "writable", "consistency_group", "migration_networks"),
        *("preferred_owners", "possible_owners", "hosted_by", "port_address", "address", "gateway"),
    }
)
"""What makes an element this one and no other: its name, where it is and what it refers to."""


@dataclass(frozen=True, slots=True)
class PasteProperties:
    """Give elements the facts of a copied element of their kind: not its name, its place or what it refers to."""

    design_id: str
    element_ids: tuple[str, ...]
    text: str

    @property
    def merge_key(self) -> MergeKey:
        """Every paste is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What gets the facts."""
        what = captions(design_for_label(project, self.design_id), self.element_ids)
        return msg("Paste properties to {what}", what=what)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the facts; refused where nothing copied is of the kind of any of the elements."""
        fragment = fragment_of(self.text)
        if fragment is None:
            raise refusal("clipboard-unreadable", msg("The clipboard holds no elements of a design."))
        patterns: dict[type, Element] = {}
        for element in fragment.elements:
            patterns.setdefault(type(element), element)

        def dressed(design: Design) -> Design:
            fitting = [
                one for one in in_listing_order(design, self.element_ids) if type(element_of(design, one)) in patterns
            ]
            if not fitting:
                raise refusal("no-such-kind", msg("Nothing that was copied is of the kind of what is selected."))
            for one in fitting:
                element = element_of(design, one)
                pattern = patterns[type(element)]
                names = [name for name in type(element).model_fields if name not in _OWN]
                design = with_element(design, element.evolve(**{name: getattr(pattern, name) for name in names}))
            return design

        return in_design(project, self.design_id, dressed)


@dataclass(frozen=True, slots=True)
class CopyBeside:
    """Put a copy of a node or an array at an offset and join it to whatever the original is joined to."""

    design_id: str
    element_id: str
    dx: int
    dy: int

    @property
    def merge_key(self) -> MergeKey:
        """Every copy is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Of what."""
        what = captions(design_for_label(project, self.design_id), (self.element_id,))
        return msg("Copy {what} with its lines", what=what)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the copy; a line that cannot be drawn a second time is left out."""
        design = project.design(self.design_id)
        if not isinstance(element_of(design, self.element_id), Node | Array):
            raise refusal("not-to-copy", msg("Only nodes and arrays are copied with their lines."), self.element_id)
        text = clipboard.copy(design, (self.element_id,))
        after = Paste(self.design_id, text, self.dx, self.dy).apply(project)
        new_id = _fresh(design, after.design(self.design_id))
        for partner in _partners(design, self.element_id):
            try:
                after = Connect(self.design_id, new_id, partner).apply(after)
            except EditRefused:
                continue
        return after

    def new_id(self, project: Project) -> str:
        """The id that the copy gets when the command is applied to this project."""
        return _fresh(project.design(self.design_id), self.apply(project).design(self.design_id))


def _fresh(before: Design, after: Design) -> str:
    ids = (*(node.id for node in after.nodes), *(array.id for array in after.arrays))
    return next(one for one in ids if one not in before.by_id)


def _partners(design: Design, element_id: str) -> Iterator[str]:
    for san in design.san_links:
        if element_id in {san.node, san.array}:
            yield san.array if san.node == element_id else san.node
    for link in design.replication_links:
        if element_id in {link.a, link.b}:
            yield link.b if link.a == element_id else link.a
