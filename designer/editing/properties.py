"""Commands that change one fact: any field by its path, and the facts people change most under their own names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from designer.base.frozen import Frozen
from designer.base.texts import Message, msg
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.elements import renamed
from designer.editing.parts import captions, design_for_label, element_of, in_design, with_element
from designer.editing.placement import put_into_site
from designer.model.array import Array
from designer.model.design import Design, Element
from designer.model.fields import field_label, misfit_of
from designer.model.node import Node
from designer.model.project import Project
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness
from designer.model.workload import VirtualMachine

Value = object
"""A new value: a plain one, a model value, an enum member or its text, or a sequence of these."""


@dataclass(frozen=True, slots=True)
class SetProperty:
    """Set a field of an element by its dotted path: ``memory_mib``, ``memory.startup_mib``, ``nics.0.rate_mbit``.

    Enum members may be given by their text, lists for tuples. Setting the name or the site does what the commands for
    these do; setting a site's role to that of another site swaps the two. Ids cannot be set.
    """

    design_id: str
    element_id: str
    path: str
    value: Value

    @property
    def merge_key(self) -> MergeKey:
        """Typing into one field is one step."""
        return ("property", self.design_id, self.element_id, self.path)

    def label(self, project: Project) -> Message:
        """Which field of which element."""
        design = design_for_label(project, self.design_id)
        return msg("Set {field} of {what}", field=_label(self.path), what=captions(design, (self.element_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the field set; refuses unknown fields and values that do not fit."""
        return in_design(project, self.design_id, self._set)

    def _set(self, design: Design) -> Design:
        element = element_of(design, self.element_id)
        if self.path == "name" and isinstance(self.value, str):
            return renamed(design, element.id, self.value)
        if self.path == "site" and isinstance(self.value, str) and isinstance(element, Node | Array | Witness):
            return put_into_site(design, (element.id,), self.value)
        after = with_element(design, _with_value(element, self.path, self.value, captions(design, (element.id,))))
        return _with_roles_apart(after, element) if isinstance(element, Site) and self.path == "role" else after


@dataclass(frozen=True, slots=True)
class SetClusterSetting:
    """Set a field of the cluster's settings by its dotted path: ``quorum.mode``, ``timings.vm_boot_ms``."""

    design_id: str
    path: str
    value: Value

    @property
    def merge_key(self) -> MergeKey:
        """Typing into one field is one step."""
        return ("cluster", self.design_id, self.path)

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the field says it all
        """Which field."""
        return msg("Set {field} of the cluster", field=_label(self.path))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the setting; refuses unknown fields and values that do not fit."""

        def changed(design: Design) -> Design:
            return design.evolve(cluster=_with_value(design.cluster, self.path, self.value, msg("The cluster")))

        return in_design(project, self.design_id, changed)


@dataclass(frozen=True, slots=True)
class SetDocumentDetail:
    """Set a field of the document's details: ``customer``, ``version``, ``revisions``."""

    path: str
    value: Value

    @property
    def merge_key(self) -> MergeKey:
        """Typing into one field is one step."""
        return ("document", self.path)

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the field says it all
        """Which field."""
        return msg("Set {field} of the document", field=_label(self.path))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the detail; refuses unknown fields and values that do not fit."""
        return project.evolve(document=_with_value(project.document, self.path, self.value, msg("The document")))


@dataclass(frozen=True, slots=True)
class SetProjectDetail:
    """Set ``title`` or ``shows`` of the project."""

    path: str
    value: str

    @property
    def merge_key(self) -> MergeKey:
        """Typing into one field is one step."""
        return ("project", self.path)

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the field says it all
        """Which field."""
        return msg("Set {field} of the project", field=_label(self.path))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the detail."""
        if self.path not in {"title", "shows"}:
            raise _unknown_field(self.path, msg("The project"))
        after: Project = _with_value(project, self.path, self.value, msg("The project"))
        return after


@dataclass(frozen=True, slots=True)
class SetVote:
    """Give a node a vote (1) or take it away (0)."""

    design_id: str
    node_id: str
    votes: int

    @property
    def merge_key(self) -> MergeKey:
        """Every change of a vote is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Given or taken."""
        what = captions(design_for_label(project, self.design_id), (self.node_id,))
        return msg("Give {what} a vote", what=what) if self.votes else msg("Take the vote of {what}", what=what)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the vote."""

        def changed(design: Design) -> Design:
            node = design.node(self.node_id)
            return with_element(design, _with_value(node, "votes", self.votes, node.name))

        return in_design(project, self.design_id, changed)


@dataclass(frozen=True, slots=True)
class SetMemory:
    """Set the installed memory of a node, or the startup memory of a VM, in MiB."""

    design_id: str
    element_id: str
    memory_mib: int

    @property
    def merge_key(self) -> MergeKey:
        """Typing into one field is one step."""
        return ("memory", self.design_id, self.element_id)

    def label(self, project: Project) -> Message:
        """Whose memory."""
        return msg("Set memory of {what}", what=captions(design_for_label(project, self.design_id), (self.element_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the memory; refused for anything but a node or a VM."""

        def changed(design: Design) -> Design:
            element = element_of(design, self.element_id)
            path = {Node: "memory_mib", VirtualMachine: "memory.startup_mib"}.get(type(element))
            if path is None:
                what = design.name_of(self.element_id)
                raise refusal("no-memory", msg("{what} is neither a node nor a VM.", what=what), self.element_id)
            return with_element(design, _with_value(element, path, self.memory_mib, design.name_of(self.element_id)))

        return in_design(project, self.design_id, changed)


@dataclass(frozen=True, slots=True)
class MoveVm:
    """Let a VM start on another node. A group that preferred the old node first prefers the new one first."""

    design_id: str
    vm_id: str
    node_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every move is a step."""
        return None

    def label(self, project: Project) -> Message:
        """VM and node."""
        design = design_for_label(project, self.design_id)
        return msg("Place {vm} on {node}", vm=captions(design, (self.vm_id,)), node=captions(design, (self.node_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the VM on the node."""

        def rehomed(design: Design) -> Design:
            vm, node = design.vm(self.vm_id), design.node(self.node_id)
            after = with_element(design, vm.evolve(node=node.id))
            group = design.group_of(vm.id)
            if group is None or group.preferred_owners[:1] != (vm.node,):
                return after
            others = tuple(owner for owner in group.preferred_owners if owner != node.id)
            return with_element(after, group.evolve(preferred_owners=(node.id, *others)))

        return in_design(project, self.design_id, rehomed)


def _with_roles_apart(design: Design, before: Site) -> Design:
    """The design after a site's role was set: the site that had that role takes the other one."""
    role = design.site(before.id).role
    for site in design.sites:
        if site.role is role and site.id != before.id:
            design = with_element(design, site.evolve(role=before.role))
    third = design.site_with_role(SiteRole.THIRD)
    if third is not None and (design.nodes_in(third.id) or design.arrays_in(third.id)):
        message = msg("{site} holds nodes or arrays, so it cannot be the third site.", site=third.name)
        raise refusal("third-site-occupied", message, third.id)
    return design


def _label(path: str) -> Message | str:
    """The innermost field of a path as people call it."""
    return field_label(next((step for step in reversed(path.split(".")) if not step.isdigit()), path))


def _with_value(owner: Frozen, path: str, value: Value, what: Message | str) -> Any:  # noqa: ANN401 - the owner's own type
    """``owner`` with the field at the path replaced."""
    try:
        return _replaced(owner, path.split("."), value, what)
    except ValueError as error:
        misfit = misfit_of(error)
        if misfit is None:
            raise
        message = msg("{what}: {field} {problem}.", what=what, field=_label(path), problem=misfit.problem)
        raise refusal("value-refused", message) from error


def replaced(element: Element, path: str, value: Value, what: Message | str) -> Element:
    """The element with the plain field at the path set; raises ``EditRefused`` as ``SetProperty`` does."""
    after: Element = _with_value(element, path, value, what)
    return after


def _replaced(owner: object, steps: Sequence[str], value: Value, what: Message | str) -> object:
    step, rest = steps[0], steps[1:]
    if isinstance(owner, tuple):
        return _replaced_in_list(owner, steps, lambda old: _replaced(old, rest, value, what) if rest else value, what)
    if not isinstance(owner, Frozen) or step not in type(owner).model_fields:
        raise _unknown_field(step, what)
    if step == "id":
        raise refusal("id-fixed", msg("{what}: an id cannot be changed.", what=what))
    child = getattr(owner, step)
    if not rest:
        return owner.evolve(**{step: _fitted(type(owner).model_fields[step].annotation, value)})
    if child is None:
        raise refusal("nothing-there", msg("{what}: {field} is not set.", what=what, field=field_label(step)))
    return owner.evolve(**{step: _replaced(child, rest, value, what)})


def _replaced_in_list(
    members: tuple[object, ...], steps: Sequence[str], change: Callable[[object], object], what: Message | str
) -> tuple[object, ...]:
    position = int(steps[0]) if steps[0].isdecimal() and len(steps[0]) < 6 else len(members)
    if position >= len(members):
        raise refusal("nothing-there", msg("{what}: there is no entry {n} in the list.", what=what, n=steps[0]))
    return (*members[:position], change(members[position]), *members[position + 1 :])


def _fitted(annotation: object, value: Value) -> object:
    """``value`` with texts made enum members and lists made tuples where the field is of such a type."""
    if get_origin(annotation) in {Union, UnionType}:
        inner = [one for one in get_args(annotation) if one is not type(None)]
        return value if value is None or len(inner) != 1 else _fitted(inner[0], value)
    if isinstance(annotation, type) and issubclass(annotation, Enum) and isinstance(value, str):
        return next((member for member in annotation if member.value == value), value)
    if get_origin(annotation) is tuple and isinstance(value, list | tuple):
        return tuple(_fitted(get_args(annotation)[0], member) for member in value)
    return value


def _unknown_field(name: str, what: Message | str) -> Exception:
    return refusal("field-unknown", msg("{what} has no field “{field}”.", what=what, field=name))
