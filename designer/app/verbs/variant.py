"""What the Variant menu does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from designer.app.actions import ActionSet
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.base.texts import msg
from designer.editing.variants import AddDesign, DuplicateDesign, RecommendDesign, RemoveDesign, RenameDesign

if TYPE_CHECKING:
    from designer.app.modes.generate_dialog import GenerateDialog
    from designer.app.modes.sweep_dialog import SweepDialog


class VariantVerbs(QObject):
    """Adding, naming, recommending and removing designs of the project."""

    def __init__(self, controller: DocumentController, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._window = window
        self._dialog: GenerateDialog | None = None
        self._sweep: SweepDialog | None = None

    def bind(self, actions: ActionSet) -> None:
        """Give the actions of the menu their meaning."""
        actions.bind("variant.new", self.ask_new)
        actions.bind("variant.sweep", self.sweep)
        actions.bind("variant.duplicate", self.duplicate)
        actions.bind("variant.rename", self.ask_label)
        actions.bind("variant.recommend", self.recommend)
        actions.bind("variant.delete", self.remove)
        actions.bind("variant.next", self.show_next)
        actions.bind("variant.previous", self.show_previous)

    def ask_new(self) -> None:
        """Ask for the numbers of one more variant."""
        from designer.app.modes.generate_dialog import GenerateDialog  # noqa: PLC0415 - only when asked for

        self._dialog = GenerateDialog(self._context, self._window)
        self._dialog.accepted.connect(self._add)
        self._dialog.open()

    def sweep(self) -> None:
        """Offer to judge every shape of the shown variant; the dialog stays beside the window."""
        from designer.app.modes.sweep_dialog import SweepDialog  # noqa: PLC0415 - only when asked for

        design = self._controller.design
        if design is None:
            return
        if self._sweep is None:
            self._sweep = SweepDialog(self._controller, self._context, self._window)
        self._sweep.show_design(design)
        self._sweep.show()
        self._sweep.raise_()
        self._sweep.activateWindow()

    def duplicate(self) -> None:
        """Add a copy of the shown variant and show it."""
        command = DuplicateDesign(self._controller.design_id)
        new_id = command.new_id(self._controller.project)
        if self._controller.run(command):
            self._controller.show_design(new_id)

    def ask_label(self) -> None:
        """Ask for another label of the shown variant."""
        from designer.app.dialogs.ask_text import AskText  # noqa: PLC0415 - only when asked for

        design = self._controller.design
        if design is None:
            return
        dialog = AskText(self._context, msg("Rename variant"), msg("Label"), design.label, parent=self._window)
        dialog.given.connect(self._rename)
        dialog.open()

    def recommend(self) -> None:
        """Recommend the shown variant."""
        self._controller.run(RecommendDesign(self._controller.design_id))

    def remove(self) -> None:
        """Remove the shown variant; undo brings it back."""
        self._controller.run(RemoveDesign(self._controller.design_id))

    def show_next(self) -> None:
        """Show the variant after this one."""
        self._show_beside(1)

    def show_previous(self) -> None:
        """Show the variant before this one."""
        self._show_beside(-1)

    def _add(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return
        command = AddDesign(dialog.blueprint())
        new_id = command.new_id(self._controller.project)
        if self._controller.run(command):
            self._controller.show_design(new_id)

    def _rename(self, label: str) -> None:
        self._controller.run(RenameDesign(self._controller.design_id, label))

    def _show_beside(self, step: int) -> None:
        ids = [design.id for design in self._controller.project.designs]
        if self._controller.design_id in ids:
            self._controller.show_design(ids[(ids.index(self._controller.design_id) + step) % len(ids)])
