"""Commands about the project as a whole: its designs, scenarios and registers, and waivers of findings."""

from dataclasses import dataclass

from designer.base.errors import DesignerError
from designer.base.ids import next_id
from designer.base.texts import Message, msg
from designer.editing.command import MergeKey, refusal, refusing
from designer.editing.naming import copied_id, free_id, free_name
from designer.editing.parts import design_for_label, in_design, shortened
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.note import Waiver
from designer.model.project import Project
from designer.model.register import RegisterEntry, RegisterKind
from designer.model.scenario import Action, Movement, Scenario

_ENTRY_PREFIXES: dict[RegisterKind, str] = {
    RegisterKind.REQUIREMENT: "req-",
    RegisterKind.CONSTRAINT: "con-",
    RegisterKind.ASSUMPTION: "asm-",
    RegisterKind.RISK: "risk-",
    RegisterKind.DECISION: "dec-",
}


@dataclass(frozen=True, slots=True)
class AddDesign:
    """Add a design made from a blueprint, laid out, as the last variant."""

    blueprint: Blueprint
    label_text: str = ""

    @property
    def merge_key(self) -> MergeKey:
        """Every design is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - named by its numbers
        """The numbers of the blueprint."""
        return msg("Add design {label}", label=shortened(self.label_text) or self.blueprint.label)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the design; refuses numbers the blueprint refuses."""
        try:
            design = build(self.blueprint)
        except DesignerError as error:
            raise refusal(error.code, error.message, *error.subjects) from error
        label = free_label(project, self.label_text.strip() or design.label)
        named = design.evolve(id=self.new_id(project), label=label)
        return project.evolve(designs=(*project.designs, named))

    def new_id(self, project: Project) -> str:
        """The id that the design gets when the command is applied to this project."""
        return free_id(self.blueprint.design_id, _design_ids(project))


@dataclass(frozen=True, slots=True)
class AddEmptyDesign:
    """Add a design with nothing in it, as the last variant."""

    label_text: str = ""

    @property
    def merge_key(self) -> MergeKey:
        """Every design is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - there is nothing to name it by
        """The step's name."""
        return msg("Add an empty design")

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the design."""
        design = Design(id=self.new_id(project), label=free_label(project, self.label_text.strip() or "Design"))
        return project.evolve(designs=(*project.designs, design))

    def new_id(self, project: Project) -> str:
        """The id that the design gets when the command is applied to this project."""
        return next_id("design-", _design_ids(project))


@dataclass(frozen=True, slots=True)
class DuplicateDesign:
    """Add a copy of a design right after it, with the same ids of elements, so that the two can be compared."""

    design_id: str
    label_text: str = ""

    @property
    def merge_key(self) -> MergeKey:
        """Every copy is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which design."""
        return msg("Duplicate design {label}", label=_label_of(project, self.design_id))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the copy."""
        original = project.design(self.design_id)
        label = free_label(project, self.label_text.strip() or original.label)
        copy = original.evolve(id=self.new_id(project), label=label)
        position = project.designs.index(original) + 1
        return project.evolve(designs=(*project.designs[:position], copy, *project.designs[position:]))

    def new_id(self, project: Project) -> str:
        """The id that the copy gets when the command is applied to this project."""
        return copied_id(self.design_id, _design_ids(project))


@dataclass(frozen=True, slots=True)
class RenameDesign:
    """Give a design another label; its id stays."""

    design_id: str
    label_text: str

    @property
    def merge_key(self) -> MergeKey:
        """Typing a label is one step."""
        return ("rename-design", self.design_id)

    def label(self, project: Project) -> Message:
        """Old and new label."""
        return msg("Rename {what} to {name}", what=_label_of(project, self.design_id), name=shortened(self.label_text))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the label; refuses an empty one and one that another design has."""
        wanted = " ".join(self.label_text.split())
        if not wanted:
            raise refusal("name-empty", msg("A design needs a label."), self.design_id)
        if any(design.label == wanted and design.id != self.design_id for design in project.designs):
            raise refusal("label-taken", msg("Another design is called {label} already.", label=wanted), self.design_id)
        return in_design(project, self.design_id, lambda design: design.evolve(label=wanted))


@dataclass(frozen=True, slots=True)
class DescribeDesign:
    """Give a design another description."""

    design_id: str
    description: str

    @property
    def merge_key(self) -> MergeKey:
        """Typing a description is one step."""
        return ("describe-design", self.design_id)

    def label(self, project: Project) -> Message:
        """Which design."""
        return msg("Describe design {label}", label=_label_of(project, self.design_id))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the description."""
        return in_design(project, self.design_id, lambda design: design.evolve(description=self.description))


@dataclass(frozen=True, slots=True)
class RemoveDesign:
    """Remove a design with its scenarios; a recommendation of it is withdrawn."""

    design_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every removal is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which design."""
        return msg("Remove design {label}", label=_label_of(project, self.design_id))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the design."""
        gone = project.design(self.design_id).id
        return project.evolve(
            designs=tuple(design for design in project.designs if design.id != gone),
            recommended=None if project.recommended == gone else project.recommended,
            scenarios=tuple(scenario for scenario in project.scenarios if scenario.design != gone),
        )


@dataclass(frozen=True, slots=True)
class RecommendDesign:
    """Recommend a design, or none."""

    design_id: str | None

    @property
    def merge_key(self) -> MergeKey:
        """Every recommendation is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Which design."""
        if self.design_id is None:
            return msg("Recommend no design")
        return msg("Recommend design {label}", label=_label_of(project, self.design_id))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the recommendation."""
        return project.evolve(recommended=None if self.design_id is None else project.design(self.design_id).id)


@dataclass(frozen=True, slots=True)
class ReorderDesigns:
    """Put the designs into the given order, which names each of them once."""

    design_ids: tuple[str, ...]

    @property
    def merge_key(self) -> MergeKey:
        """One drag of a tab is one step."""
        return "reorder-designs"

    def label(self, project: Project) -> Message:  # noqa: ARG002 - concerns all designs
        """The step's name."""
        return msg("Reorder designs")

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the designs in order."""
        if sorted(self.design_ids) != sorted(_design_ids(project)):
            raise refusal("order-incomplete", msg("The new order must name every design once."), *self.design_ids)
        return project.evolve(designs=tuple(project.design(design_id) for design_id in self.design_ids))


@dataclass(frozen=True, slots=True)
class AddScenario:
    """Save a movement with faults and repairs under a name, for one design or (None) for any."""

    name: str
    design_id: str | None = None
    movement: Movement | None = None
    actions: tuple[Action, ...] = ()
    note: str = ""
    begins_at_min: int = 9 * 60

    @property
    def merge_key(self) -> MergeKey:
        """Every scenario is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the name is in the command
        """Its name."""
        return msg("Add scenario {name}", name=shortened(self.name))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the scenario, whose name becomes unique."""
        taken = [scenario.name for scenario in project.scenarios]
        scenario = Scenario(
            id=self.new_id(project),
            name=free_name(self.name.strip(), taken),
            design=self.design_id,
            movement=self.movement,
            actions=self.actions,
            note=self.note,
            begins_at_min=self.begins_at_min,
        )
        return project.evolve(scenarios=(*project.scenarios, scenario))

    def new_id(self, project: Project) -> str:
        """The id that the scenario gets when the command is applied to this project."""
        return next_id("scenario-", {scenario.id for scenario in project.scenarios})


@dataclass(frozen=True, slots=True)
class ReplaceScenario:
    """Put a scenario in the place of the one with its id."""

    scenario: Scenario

    @property
    def merge_key(self) -> MergeKey:
        """Working on one scenario is one step."""
        return ("scenario", self.scenario.id)

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the name is in the command
        """Its name."""
        return msg("Change scenario {name}", name=shortened(self.scenario.name))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the scenario replaced."""
        _scenario(project, self.scenario.id)
        return project.evolve(
            scenarios=tuple(self.scenario if one.id == self.scenario.id else one for one in project.scenarios)
        )


@dataclass(frozen=True, slots=True)
class RemoveScenario:
    """Remove a scenario."""

    scenario_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every removal is a step."""
        return None

    def label(self, project: Project) -> Message:
        """Its name."""
        name = next((one.name for one in project.scenarios if one.id == self.scenario_id), self.scenario_id)
        return msg("Remove scenario {name}", name=shortened(name))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the scenario."""
        gone = _scenario(project, self.scenario_id)
        return project.evolve(scenarios=tuple(one for one in project.scenarios if one is not gone))


@dataclass(frozen=True, slots=True)
class AddRegisterEntry:
    """Write a line into a register of the document."""

    kind: RegisterKind
    text: str
    reason: str = ""
    owner: str = ""
    priority: str = ""
    status: str = ""
    mitigation: str = ""

    @property
    def merge_key(self) -> MergeKey:
        """Every line is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the text is in the command
        """The beginning of the text."""
        return msg("Add “{text}” to a register", text=shortened(self.text))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the line at the end of the registers."""
        entry = RegisterEntry(
            id=self.new_id(project),
            kind=self.kind,
            text=self.text.strip(),
            reason=self.reason,
            owner=self.owner,
            priority=self.priority,
            status=self.status,
            mitigation=self.mitigation,
        )
        return project.evolve(registers=(*project.registers, entry))

    def new_id(self, project: Project) -> str:
        """The id that the line gets when the command is applied to this project."""
        return next_id(_ENTRY_PREFIXES[self.kind], {entry.id for entry in project.registers})


@dataclass(frozen=True, slots=True)
class ReplaceRegisterEntry:
    """Put a line in the place of the one with its id."""

    entry: RegisterEntry

    @property
    def merge_key(self) -> MergeKey:
        """Typing in one line is one step."""
        return ("register", self.entry.id)

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the text is in the command
        """The beginning of the text."""
        return msg("Change “{text}” in a register", text=shortened(self.entry.text))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the line replaced."""
        _entry(project, self.entry.id)
        return project.evolve(
            registers=tuple(self.entry if one.id == self.entry.id else one for one in project.registers)
        )


@dataclass(frozen=True, slots=True)
class RemoveRegisterEntry:
    """Remove a line from its register."""

    entry_id: str

    @property
    def merge_key(self) -> MergeKey:
        """Every removal is a step."""
        return None

    def label(self, project: Project) -> Message:
        """The beginning of the text."""
        text = next((one.text for one in project.registers if one.id == self.entry_id), self.entry_id)
        return msg("Remove “{text}” from a register", text=shortened(text))

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the line."""
        gone = _entry(project, self.entry_id)
        return project.evolve(registers=tuple(one for one in project.registers if one is not gone))


@dataclass(frozen=True, slots=True)
class AddWaiver:
    """Accept a finding of a design, with a reason; a waiver of the same rule and subjects is replaced."""

    design_id: str
    waiver: Waiver

    @property
    def merge_key(self) -> MergeKey:
        """Every waiver is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the rule is in the command
        """Which rule."""
        return msg("Accept {rule}", rule=self.waiver.rule)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project with the waiver; refuses subjects the design does not have."""

        def waived(design: Design) -> Design:
            for subject in self.waiver.subjects:
                if subject not in design.by_id:
                    message = msg("The design {design} has no element “{id}”.", design=design.label, id=subject)
                    raise refusal("element-unknown", message, subject)
            others = tuple(one for one in design.waivers if not _is_about(one, self.waiver.rule, self.waiver.subjects))
            return design.evolve(waivers=(*others, self.waiver))

        return in_design(project, self.design_id, waived)


@dataclass(frozen=True, slots=True)
class RemoveWaiver:
    """No longer accept a finding."""

    design_id: str
    rule: str
    subjects: tuple[str, ...] = ()

    @property
    def merge_key(self) -> MergeKey:
        """Every withdrawal is a step."""
        return None

    def label(self, project: Project) -> Message:  # noqa: ARG002 - the rule is in the command
        """Which rule."""
        return msg("No longer accept {rule}", rule=self.rule)

    @refusing
    def apply(self, project: Project) -> Project:
        """The project without the waiver; refused when there is none."""

        def withdrawn(design: Design) -> Design:
            kept = tuple(one for one in design.waivers if not _is_about(one, self.rule, self.subjects))
            if len(kept) == len(design.waivers):
                raise refusal("no-waiver", msg("{rule} is not accepted here.", rule=self.rule), *self.subjects)
            return design.evolve(waivers=kept)

        return in_design(project, self.design_id, withdrawn)


def _design_ids(project: Project) -> tuple[str, ...]:
    return tuple(design.id for design in project.designs)


def _label_of(project: Project, design_id: str) -> str:
    design = design_for_label(project, design_id)
    return design_id if design is None else design.label


def free_label(project: Project, wanted: str) -> str:
    """``wanted``, else with a number in parentheses: labels such as 2+1 must not be counted up."""
    labels = {design.label for design in project.designs}
    label, number = " ".join(wanted.split()), 1
    while label in labels:
        number += 1
        label = f"{wanted[:100]} ({number})"
    return label


def _scenario(project: Project, scenario_id: str) -> Scenario:
    found = next((one for one in project.scenarios if one.id == scenario_id), None)
    if found is None:
        raise refusal("scenario-unknown", msg("The project has no scenario “{id}”.", id=scenario_id), scenario_id)
    return found


def _entry(project: Project, entry_id: str) -> RegisterEntry:
    found = next((one for one in project.registers if one.id == entry_id), None)
    if found is None:
        raise refusal("entry-unknown", msg("The registers have no line “{id}”.", id=entry_id), entry_id)
    return found


def _is_about(waiver: Waiver, rule: str, subjects: tuple[str, ...]) -> bool:
    return waiver.rule == rule and set(waiver.subjects) == set(subjects)
