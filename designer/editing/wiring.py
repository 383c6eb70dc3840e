"""Commands that join elements with lines and part them, and that attach LUNs to VMs."""

from dataclasses import dataclass

from designer.base.texts import Message, msg
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.legality import LinkKind, link_kind
from designer.editing.legality import refusal as joining_refusal
from designer.editing.naming import ROLE_LETTERS, free_id, free_name, names_in
from designer.editing.parts import LINK_TYPES, captions, design_for_label, element_of, in_design, with_element, with_new
from designer.editing.removal import without
from designer.model.design import Design, Link
from designer.model.link import NetworkLink, ReplicationLink, SanLink, WitnessPath
from designer.model.node import Node
from designer.model.note import Note
from designer.model.project import Project
from designer.model.site import Site


@dataclass(frozen=True, slots=True)
class Connect:
    """Join two elements; the ends decide the kind of line.

    Node and array: SAN. Two arrays: replication. Two sites: LAN with all networks of the design. Site and witness:
    the site's own path to the witness. A note and something else: the note points at it. ``a`` and ``b`` may come in
    either order.
    """

    design_id: str
    a: str
    b: str

    @property
    def merge_key(self) -> MergeKey:
        """Every line is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Both ends."""
        design = design_for_label(project, self.design_id)
        return msg("Connect {a} and {b}", a=captions(design, (self.a,)), b=captions(design, (self.b,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the line; refused as :func:`designer.editing.legality.refusal` says."""
        return in_design(project, self.design_id, self._joined)

    def new_id(self, project: Project) -> str:
        """The id that the line gets when the command is applied to this project; of a callout, its note's."""
        design = project.design(self.design_id)
        note = self._note(design)
        return self._link(design).id if note is None else note.id

    def _joined(self, design: Design) -> Design:
        reason = joining_refusal(design, self.a, self.b)
        if reason is not None:
            raise refusal("cannot-connect", reason, self.a, self.b)
        note = self._note(design)
        if note is not None:
            return with_element(design, note.evolve(about=self.b if note.id == self.a else self.a))
        return with_new(design, [self._link(design)])

    def _note(self, design: Design) -> Note | None:
        """The note among the two ends."""
        ends = (design.find(self.a), design.find(self.b))
        return next((end for end in ends if isinstance(end, Note)), None)

    def _link(self, design: Design) -> Link:
        reason = joining_refusal(design, self.a, self.b)
        if reason is not None:
            raise refusal("cannot-connect", reason, self.a, self.b)
        first, second = element_of(design, self.a), element_of(design, self.b)
        match link_kind(first, second):
            case LinkKind.SAN:
                node, array = (self.a, self.b) if isinstance(first, Node) else (self.b, self.a)
                return _san(design, node, array)
            case LinkKind.REPLICATION:
                return _replication(design, self.a, self.b)
            case LinkKind.LAN:
                return _lan(design, self.a, self.b)
            case _:
                return _path(design, self.a if isinstance(first, Site) else self.b)


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Remove lines."""

    design_id: str
    link_ids: tuple[str, ...]

    @property
    def merge_key(self) -> MergeKey:
        """Every parting is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which line, or how many elements."""
        return msg("Disconnect {what}", what=captions(design_for_label(project, self.design_id), self.link_ids))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the lines; refuses ids that are not lines."""
        return in_design(project, self.design_id, self._parted)

    def _parted(self, design: Design) -> Design:
        for link_id in self.link_ids:
            if not isinstance(element_of(design, link_id), LINK_TYPES):
                raise refusal("not-a-line", msg("{what} is not a line.", what=design.name_of(link_id)), link_id)
        return without(design, self.link_ids)


@dataclass(frozen=True, slots=True)
class AttachLun:
    """Let a VM use a LUN too."""

    design_id: str
    vm_id: str
    lun_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every attachment is a step."""
        return None

    def label(self, project: Project) -> Message:
        """LUN and VM."""
        design = design_for_label(project, self.design_id)
        return msg("Attach {lun} to {vm}", lun=captions(design, (self.lun_id,)), vm=captions(design, (self.vm_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the LUN as the VM's last one; the same object when the VM uses it already."""

        def attached(design: Design) -> Design:
            vm, lun = design.vm(self.vm_id), design.lun(self.lun_id)
            return design if lun.id in vm.luns else with_element(design, vm.evolve(luns=(*vm.luns, lun.id)))

        return in_design(project, self.design_id, attached)


@dataclass(frozen=True, slots=True)
class DetachLun:
    """Let a VM no longer use a LUN; the LUN stays."""

    design_id: str
    vm_id: str
    lun_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every detachment is a step."""
        return None

    def label(self, project: Project) -> Message:
        """LUN and VM."""
        design = design_for_label(project, self.design_id)
        return msg("Detach {lun} from {vm}", lun=captions(design, (self.lun_id,)), vm=captions(design, (self.vm_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the attachment."""

        def detached(design: Design) -> Design:
            vm, lun = design.vm(self.vm_id), design.lun(self.lun_id)
            return with_element(design, vm.evolve(luns=tuple(one for one in vm.luns if one != lun.id)))

        return in_design(project, self.design_id, detached)


def _san(design: Design, node_id: str, array_id: str) -> SanLink:
    return SanLink(
        id=free_id(f"san-{node_id}"[:64], design.by_id),
        node=node_id,
        array=array_id,
        rate_mbit=design.node(node_id).hba_rate_mbit,
    )


def _replication(design: Design, a: str, b: str) -> ReplicationLink:
    name = free_name("Replication", names_in(design))
    return ReplicationLink(id=free_id("link-replication", design.by_id), name=name, a=a, b=b)


def _lan(design: Design, a: str, b: str) -> NetworkLink:
    networks = tuple(network.id for network in design.networks)
    name = free_name("LAN", names_in(design))
    return NetworkLink(id=free_id("link-lan", design.by_id), name=name, a=a, b=b, networks=networks)


def _path(design: Design, site_id: str) -> WitnessPath:
    letter = ROLE_LETTERS[design.site(site_id).role]
    name = free_name(f"Path {letter.upper()}", names_in(design))
    return WitnessPath(id=free_id(f"path-{letter}", design.by_id), name=name, site=site_id)
