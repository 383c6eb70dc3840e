"""The preset of one node or array in the inspector: which one it follows, another one, and keeping one's own."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.notices import Notice, Severity
from designer.app.presets import kind_of
from designer.base.texts import msg
from designer.model.array import Array
from designer.model.design import Element
from designer.model.node import Node


class PresetBar(QWidget):
    """Choosing is one step of the history; keeping and forgetting concern the person's own file only."""

    shelf_changed = Signal()
    name_asked = Signal(str)

    def __init__(
        self, controller: DocumentController, context: AppContext, element: Node | Array, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._element = element
        name = QLabel(context.text(msg("Preset")))
        name.setProperty("role", "field")
        name.setMinimumWidth(96)
        self.choice = QComboBox()
        self.choice.setAccessibleName(name.text())
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(10)
        name.setBuddy(self.choice)
        self.more = QToolButton()
        self.more.setIcon(context.icon("dots"))
        self.more.setToolTip(context.text(msg("Keep or forget a preset of your own")))
        self.more.setAccessibleName(self.more.toolTip())
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        self._told = QLabel()
        self._told.setProperty("role", "faint")
        self._told.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.choice, 1)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._told)
        self.choice.activated.connect(self._use)
        self.show_element(element)

    def show_element(self, element: Element) -> None:
        """Say which preset the element follows now."""
        kind = kind_of(element)
        if kind is None or not isinstance(element, Node | Array):
            return
        self._element = element
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItem(self._context.text(msg("none")), "")
            for one in self._context.presets.of(kind):
                self.choice.addItem(self._context.text(one.title), one.name)
                told = self._context.text(one.told)
                self.choice.setItemData(self.choice.count() - 1, told, Qt.ItemDataRole.ToolTipRole)
            if element.preset and self.choice.findData(element.preset) < 0:
                self.choice.addItem(element.preset, element.preset)
            self.choice.setCurrentIndex(self.choice.findData(element.preset))
        preset = self._context.presets.preset_of(element)
        self._told.setText("" if preset is None else self._context.text(preset.told))
        self._told.setVisible(preset is not None)
        self._forget.setEnabled(preset is not None and preset.is_own)

    def keep_as(self, name: str) -> None:
        """Keep the element's hardware as a preset of one's own, which it then follows."""
        try:
            preset = self._context.presets.keep(self._element, name.strip()[:80])
        except OSError:
            self._controller.notify(Notice(msg("The preset could not be written."), Severity.ERROR))
            return
        self._controller.run(preset.command(self._controller.design_id, self._element.id))
        self.shelf_changed.emit()

    def forget(self) -> None:
        """Take the element's own preset off the shelf; the element keeps its values."""
        preset = self._context.presets.preset_of(self._element)
        if preset is None or not preset.is_own:
            return
        try:
            self._context.presets.forget(preset)
        except OSError:
            self._controller.notify(Notice(msg("The preset could not be written."), Severity.ERROR))
            return
        self.show_element(self._element)
        self.shelf_changed.emit()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self._context.text(msg("Keep as a preset of your own…"))).triggered.connect(self._ask_name)
        self._forget = menu.addAction(self._context.text(msg("Forget this preset of your own")))
        self._forget.triggered.connect(self.forget)
        return menu

    def _use(self) -> None:
        wanted, kind = str(self.choice.currentData()), kind_of(self._element)
        if kind is None:
            return
        preset = next((one for one in self._context.presets.of(kind) if one.name == wanted), None)
        if preset is not None:
            self._controller.run(preset.command(self._controller.design_id, self._element.id))

    def _ask_name(self) -> None:
        self.name_asked.emit(self._element.name)
