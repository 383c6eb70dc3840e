"""Commands that add, remove and rename elements."""

from dataclasses import dataclass

from designer.base.errors import DesignerError
from designer.base.texts import Message, msg
from designer.editing import additions, ground, legality
from designer.editing.additions import ElementKind
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.naming import copied_id
from designer.editing.parts import (
    captions,
    design_for_label,
    element_of,
    in_design,
    in_listing_order,
    shortened,
    with_element,
    with_new,
)
from designer.editing.removal import without
from designer.editing.spacing import settled
from designer.model.array import Array
from designer.model.design import Design
from designer.model.layout import Place
from designer.model.link import SanLink
from designer.model.node import Node
from designer.model.note import Note
from designer.model.project import Project
from designer.model.site import SiteRole
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import ResourceGroup, VirtualMachine


@dataclass(frozen=True, slots=True)
class AddElement:
    """Add what the palette offers, with its top left corner at a point, or at a free place in its site.

    ``inside`` names the host: a site for a node, array or share; an array (or a site with one) for a LUN or witness
    disk; a node (or a site with one) for a VM. Without it the site under the point is taken, else the first host there
    is. A VM comes with its LUN pair and resource group. ``name`` is the text of a note. ``role`` is for sites only,
    ``witness_kind`` for the witness only.
    """

    design_id: str
    kind: ElementKind
    x: int | None = None
    y: int | None = None
    inside: str | None = None
    name: str = ""
    role: SiteRole | None = None
    witness_kind: WitnessKind = WitnessKind.FILE_SHARE

    @property
    def merge_key(self) -> MergeKey:
        """Every addition is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What kind of element is added, and the name it gets; a note has none."""
        what = additions.kind_label(self.kind)
        if self.kind is ElementKind.NOTE:
            return what
        try:
            after = self.apply(project).design(self.design_id)
        except DesignerError:
            return what
        name = after.name_of(_new_id(project.design(self.design_id), after))
        return msg("{step} {name}", step=what, name=shortened(name))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the element, which gets the next free id and name."""
        return in_design(project, self.design_id, self._added)

    def new_id(self, project: Project) -> str:
        """The id that the element gets when the command is applied to this project; of a VM's parts, the VM's."""
        return _new_id(project.design(self.design_id), self.apply(project).design(self.design_id))

    def _added(self, design: Design) -> Design:
        after, new_id = self._grown(design)
        if new_id is None:
            return after
        if self.x is None or self.y is None:
            return settled(after, (new_id,))
        return after.evolve(layout=after.layout.with_places(Place(element=new_id, x=self.x, y=self.y)))

    def _grown(self, design: Design) -> tuple[Design, str | None]:
        """The design with the element, and the id that a place is for."""
        match self.kind:
            case ElementKind.NODE:
                site = additions.host_site(design, Node, self.inside, self._point)
                node = additions.new_node(design, site, self.name)
                return additions.with_node(design, node), node.id
            case ElementKind.WITNESS:
                witness = self._witness(design)
                return additions.with_witness(design, witness), witness.id
            case ElementKind.VM:
                host = additions.host_node(design, self.inside)
                return with_new(design, additions.new_workload(design, host, self.name)), None
            case _:
                return self._grown_by_one(design)

    def _grown_by_one(self, design: Design) -> tuple[Design, str | None]:
        match self.kind:
            case ElementKind.SITE:
                site = additions.new_site(design, self.role, self.name)
                return with_new(design, [site]), site.id
            case ElementKind.ARRAY:
                host = additions.host_site(design, Array, self.inside, self._point)
                array = additions.new_array(design, host, self.name)
                return with_new(design, [array]), array.id
            case ElementKind.LUN:
                lun = additions.new_lun(design, additions.host_array(design, self.inside), self.name)
                return with_new(design, [lun]), None
            case ElementKind.NETWORK:
                return with_new(design, [additions.new_network(design, self.name)]), None
            case ElementKind.CONSISTENCY_GROUP:
                return with_new(design, [additions.new_consistency_group(design, self.name)]), None
            case _:
                note = additions.new_note(design, self.name)
                return with_new(design, [note]), note.id

    def _witness(self, design: Design) -> Witness:
        inside = self.inside
        if inside is None and self._point is not None:
            under = ground.site_at(design, *self._point)
            inside = None if under is None else under.id
        if inside is not None and self.witness_kind is WitnessKind.FILE_SHARE:
            reason = legality.standing_refusal(design, Witness, inside)
            if reason is not None:
                raise refusal("cannot-stand-there", reason, inside)
        return additions.new_witness(design, self.witness_kind, inside, self.name)

    @property
    def _point(self) -> tuple[int, int] | None:
        return None if self.x is None or self.y is None else (self.x, self.y)


def _new_id(before: Design, after: Design) -> str:
    """The id of the element that came in; of a VM's parts, the VM's."""
    fresh = [element for element in after.elements() if element.id not in before.by_id]
    return next((one.id for one in fresh if isinstance(one, VirtualMachine)), fresh[0].id)


@dataclass(frozen=True, slots=True)
class RemoveElements:
    """Remove elements with everything that cannot stay without them (see :mod:`designer.editing.removal`)."""

    design_id: str
    element_ids: tuple[str, ...]

    @property
    def merge_key(self) -> MergeKey:
        """Every removal is a step."""
        return None

    def label(self, project: Project) -> Message:
        """What is removed."""
        return msg("Remove {what}", what=captions(design_for_label(project, self.design_id), self.element_ids))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the elements."""

        def removed(design: Design) -> Design:
            return without(design, in_listing_order(design, self.element_ids))

        return in_design(project, self.design_id, removed)


@dataclass(frozen=True, slots=True)
class ClusterVm:
    """Give a VM a resource group, so that the cluster starts it again after a failure."""

    design_id: str
    vm_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every group is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which VM."""
        return msg("Cluster {vm}", vm=captions(design_for_label(project, self.design_id), (self.vm_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the group; the same object when the VM has one already."""

        def clustered(design: Design) -> Design:
            vm = design.vm(self.vm_id)
            if design.group_of(vm.id) is not None:
                return design
            group_id = copied_id(f"group-{vm.id.removeprefix('vm-')}"[:64], design.by_id)
            return with_new(design, [additions.new_group(design, vm, group_id)])

        return in_design(project, self.design_id, clustered)


@dataclass(frozen=True, slots=True)
class RenameElement:
    """Give an element another name; a note another text. The group named like its VM follows the VM."""

    design_id: str
    element_id: str
    name: str

    @property
    def merge_key(self) -> MergeKey:
        """Typing a name is one step."""
        return ("rename", self.design_id, self.element_id)

    def label(self, project: Project) -> Message:
        """Old and new name."""
        what = captions(design_for_label(project, self.design_id), (self.element_id,))
        return msg("Rename {what} to {name}", what=what, name=shortened(self.name))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the new name."""
        return in_design(project, self.design_id, lambda design: renamed(design, self.element_id, self.name))


def renamed(design: Design, element_id: str, name: str) -> Design:
    """The design with an element renamed. Names are one line without blanks around them; notes keep their lines."""
    element = element_of(design, element_id)
    if isinstance(element, Note):
        return with_element(design, element.evolve(text=name))
    if isinstance(element, SanLink):
        raise refusal("no-name", msg("A SAN link has no name; it is called after its ends."), element_id)
    wanted = " ".join(name.split())
    if not wanted:
        raise refusal("name-empty", msg("{what} needs a name.", what=element.name), element_id)
    after = with_element(design, element.evolve(name=wanted))
    group = design.group_of(element_id) if isinstance(element, VirtualMachine) else None
    if isinstance(group, ResourceGroup) and group.name == element.name:
        after = with_element(after, group.evolve(name=wanted))
    return after
