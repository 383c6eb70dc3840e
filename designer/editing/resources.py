"""Commands for the resources that a group carries beside the chain of its VM, and for what a resource requires."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from designer.base.ids import next_id
from designer.base.texts import Message, msg
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.naming import free_name
from designer.editing.parts import captions, design_for_label, in_design, with_element
from designer.model.design import Design
from designer.model.project import Project
from designer.model.workload import (
    CHAIN_NAMES,
    OWN_CHAIN,
    Clause,
    FurtherKind,
    FurtherResource,
    ResourceGroup,
    ResourceSettings,
)

_FIELDS = dict(
    zip(OWN_CHAIN, ("vm_resource", "configuration_resource", "disk_resource", "enabler_resource"), strict=True)
)


@dataclass(frozen=True, slots=True)
class AddResource:
    """Let a group carry a further resource. It requires nothing yet; its name becomes unique in the group."""

    design_id: str
    group_id: str
    kind: FurtherKind
    name: str

    @property
    def merge_key(self) -> MergeKey:
        """Every resource is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Resource and group."""
        return msg("Add {what} to {group}", what=self.name, group=_group_name(project, self.design_id, self.group_id))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the resource, last in its group; refuses an empty name."""

        def added(group: ResourceGroup) -> ResourceGroup:
            name = free_name(self.name.strip(), [*CHAIN_NAMES, *(one.name for one in group.further_resources)])
            resource = FurtherResource(id=next_id("resource-", group.settings), name=name, kind=self.kind)
            return group.evolve(further_resources=(*group.further_resources, resource))

        return _in_group(project, self.design_id, self.group_id, added)


@dataclass(frozen=True, slots=True)
class ReplaceResource:
    """Give a further resource another name or kind."""

    design_id: str
    group_id: str
    resource: FurtherResource

    @property
    def merge_key(self) -> MergeKey:
        """Typing into one resource is one step."""
        return ("resource", self.design_id, self.group_id, self.resource.id)

    def label(self, project: Project) -> Message:
        """Resource and group."""
        group = _group_name(project, self.design_id, self.group_id)
        return msg("Change {what} of {group}", what=self.resource.name, group=group)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the resource in the place of the one with its id."""

        def changed(group: ResourceGroup) -> ResourceGroup:
            _further(group, self.resource.id)
            return group.evolve(
                further_resources=tuple(
                    self.resource if one.id == self.resource.id else one for one in group.further_resources
                )
            )

        return _in_group(project, self.design_id, self.group_id, changed)


@dataclass(frozen=True, slots=True)
class RemoveResource:
    """Take a further resource out of its group, and out of every requirement there."""

    design_id: str
    group_id: str
    resource_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every removal is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Resource and group."""
        design = design_for_label(project, self.design_id)
        group = design.find(self.group_id) if design is not None else None
        further = group.further_resources if isinstance(group, ResourceGroup) else ()
        name = next((one.name for one in further if one.id == self.resource_id), self.resource_id)
        return msg("Remove {what} from {group}", what=name, group=captions(design, (self.group_id,)))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the resource; a clause that had no other member goes with it."""

        def removed(group: ResourceGroup) -> ResourceGroup:
            _further(group, self.resource_id)
            rest = tuple(one for one in group.further_resources if one.id != self.resource_id)
            freed = {name: _without(rules, self.resource_id) for name, rules in group.settings.items()}
            return group.evolve(
                further_resources=tuple(one.evolve(settings=freed[one.id]) for one in rest),
                **{field: freed[name] for name, field in _FIELDS.items()},
            )

        return _in_group(project, self.design_id, self.group_id, removed)


@dataclass(frozen=True, slots=True)
class SetRequirements:
    """Say what a resource requires: every clause must hold, and a clause holds while one of its members is online.

    ``resource`` is ``vm``, ``configuration``, ``disk``, ``enabler`` or the id of a further one. Empty clauses and
    repeats are left out.
    """

    design_id: str
    group_id: str
    resource: str
    clauses: tuple[Clause, ...]

    @property
    def merge_key(self) -> MergeKey:
        """Every change of the requirements is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which group's resources."""
        return msg("Requirements in {group}", group=_group_name(project, self.design_id, self.group_id))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the requirements; refuses members outside the group and circles."""
        clauses = tuple(dict.fromkeys(tuple(dict.fromkeys(clause)) for clause in self.clauses if clause))

        def required(group: ResourceGroup) -> ResourceGroup:
            field = _FIELDS.get(self.resource)
            if field is not None:
                return group.evolve(**{field: group.settings[self.resource].evolve(depends_on=clauses)})
            resource = _further(group, self.resource)
            after = resource.evolve(settings=resource.settings.evolve(depends_on=clauses))
            return group.evolve(
                further_resources=tuple(after if one.id == after.id else one for one in group.further_resources)
            )

        return _in_group(project, self.design_id, self.group_id, required)


def may_require(group: ResourceGroup, resource: str) -> tuple[str, ...]:
    """The resources of the group that ``resource`` may require without leading back to itself, in the group's order."""
    needs = {name: {one for clause in rules.depends_on for one in clause} for name, rules in group.settings.items()}
    for dependent, provider in itertools.pairwise(OWN_CHAIN):
        needs[dependent].add(provider)
    barred, grown = {resource}, True
    while grown:
        more = {name for name, providers in needs.items() if providers & barred} - barred
        barred |= more
        grown = bool(more)
    return tuple(name for name in group.settings if name not in barred)


def _in_group(
    project: Project, design_id: str, group_id: str, change: Callable[[ResourceGroup], ResourceGroup]
) -> Project:
    def changed(design: Design) -> Design:
        group = design.find(group_id)
        if not isinstance(group, ResourceGroup):
            message = msg("The design {design} has no element “{id}”.", design=design.label, id=group_id)
            raise refusal("element-unknown", message, group_id)
        return with_element(design, change(group))

    return in_design(project, design_id, changed)


def _further(group: ResourceGroup, resource_id: str) -> FurtherResource:
    found = next((one for one in group.further_resources if one.id == resource_id), None)
    if found is None:
        message = msg("{group} has no resource “{id}” of its own to change.", group=group.name, id=resource_id)
        raise refusal("resource-unknown", message, group.id)
    return found


def _without(rules: ResourceSettings, resource_id: str) -> ResourceSettings:
    kept = tuple(tuple(one for one in clause if one != resource_id) for clause in rules.depends_on)
    clauses = tuple(clause for clause in kept if clause)
    return rules if clauses == rules.depends_on else rules.evolve(depends_on=clauses)


def _group_name(project: Project, design_id: str, group_id: str) -> Message | str:
    return captions(design_for_label(project, design_id), (group_id,))
