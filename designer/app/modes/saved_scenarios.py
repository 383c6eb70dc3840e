"""Changing and removing the scenarios that are saved with the project."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.scenario_dialog import ScenarioDialog
from designer.app.modes.scenario_picker import ScenarioPicker, scenario_title
from designer.app.notices import Notice, Severity
from designer.base.texts import msg
from designer.editing.variants import AddScenario, RemoveScenario, ReplaceScenario
from designer.model.scenario import Action, Movement, Scenario

_LONGEST_NAME = 120


class SavedScenarios(QObject):
    """Carries out what the picker asks for; the picker shows the project as it is afterwards."""

    def __init__(
        self, controller: DocumentController, context: AppContext, picker: ScenarioPicker, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._picker = picker
        self._window = window
        picker.keep_asked.connect(self.keep)
        picker.edit_asked.connect(self.ask_change)
        picker.remove_asked.connect(self.remove)

    def keep(self, scenario: Scenario) -> None:
        """Write a scenario into the project, for the variant shown, under what it does; Undo takes it back."""
        design = self._controller.design
        if design is None:
            return
        name = self._context.text(scenario_title(design, scenario))
        name = name[:1].upper() + name[1:_LONGEST_NAME]
        command = AddScenario(
            name, design.id, scenario.movement, scenario.actions, begins_at_min=scenario.begins_at_min
        )
        if self._controller.run(command):
            self._offer()
            self._controller.notify(Notice(msg("The scenario is kept; Undo takes it back."), Severity.DONE))

    def is_kept(self, scenario: Scenario) -> bool:
        """Whether the project has a scenario in which the same happens."""
        return any(_what_happens(one) == _what_happens(scenario) for one in self._controller.project.scenarios)

    def ask_change(self, scenario: Scenario) -> None:
        """Show the scenario to be changed."""
        design = self._controller.design
        if design is None:
            return
        dialog = ScenarioDialog(self._context, design, scenario, self._window)
        dialog.accepted.connect(partial(self._replace, dialog))
        dialog.open()

    def remove(self, scenario: Scenario) -> None:
        """Remove the scenario; Undo brings it back."""
        if self._controller.run(RemoveScenario(scenario.id)):
            self._offer()
            text = msg("The scenario {name} is removed; Undo brings it back.", name=scenario.name)
            self._controller.notify(Notice(text, Severity.DONE))

    def _replace(self, dialog: ScenarioDialog) -> None:
        if self._controller.run(ReplaceScenario(dialog.scenario())):
            self._controller.break_merging()
            self._offer()

    def _offer(self) -> None:
        design = self._controller.design
        if design is not None:
            self._picker.set_design(self._controller.project, design)


def _what_happens(scenario: Scenario) -> tuple[Movement | None, tuple[Action, ...], int]:
    return scenario.movement, scenario.actions, scenario.begins_at_min
