"""Changing and removing the scenarios that are saved with the project."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.scenario_dialog import ScenarioDialog
from designer.app.modes.scenario_picker import ScenarioPicker
from designer.app.notices import Notice, Severity
from designer.base.texts import msg
from designer.editing.variants import RemoveScenario, ReplaceScenario
from designer.model.scenario import Scenario


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
        picker.edit_asked.connect(self.ask_change)
        picker.remove_asked.connect(self.remove)

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
