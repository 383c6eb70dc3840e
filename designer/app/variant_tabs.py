"""The tabs of the variants: which is shown, which is recommended, their order, and a button for one more."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QToolButton, QWidget

from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.palette import TABS
from designer.base.texts import msg
from designer.drawing.ink import Role
from designer.editing.variants import ReorderDesigns

_NARROWEST = 40


class _Bar(QTabBar):
    """Tabs that ask for no more room than their texts take."""

    def minimumSizeHint(self) -> QSize:
        """Narrow: Qt would keep the room of scroll buttons free beside a single short tab."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())


class VariantTabs(QWidget):
    """One tab for each design of the project, in its order."""

    more_asked = Signal()
    menu_asked = Signal(object)
    """Global position; the variant is shown already."""
    rename_asked = Signal()

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self.setFixedHeight(TABS)
        self._bar = _Bar()
        self._bar.setObjectName("variants")
        self._bar.setAccessibleName(context.text(msg("Variants")))
        self._bar.setExpanding(False)
        self._bar.setMovable(True)
        self._bar.setUsesScrollButtons(True)
        self._bar.setElideMode(Qt.TextElideMode.ElideRight)
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        more = QToolButton()
        more.setIcon(context.icon("plus"))
        more.setToolTip(context.text(msg("New variant from numbers…")))
        more.setAccessibleName(more.toolTip())
        more.clicked.connect(self.more_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(2)
        row.addWidget(self._bar)
        row.addWidget(more)
        row.addStretch(1)
        self._bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._bar.setMinimumWidth(_NARROWEST)
        self._bar.currentChanged.connect(self._show_chosen)
        self._bar.tabMoved.connect(self._reorder)
        self._bar.tabBarDoubleClicked.connect(self._ask_rename)
        self._bar.customContextMenuRequested.connect(self._ask_menu)
        for signal in (controller.document_changed, controller.document_opened, controller.design_shown):
            signal.connect(self.refresh)
        self.refresh()

    @property
    def bar(self) -> QTabBar:
        """The tab bar."""
        return self._bar

    def refresh(self) -> None:
        """Show the project's designs as they are now."""
        project = self._controller.project
        best = self._context.text(msg("recommended"))
        self._bar.blockSignals(True)
        while self._bar.count() > len(project.designs):
            self._bar.removeTab(self._bar.count() - 1)
        for index, design in enumerate(project.designs):
            if index >= self._bar.count():
                self._bar.addTab("")
            is_best = design.id == project.recommended
            text = f"{design.label}  {best}" if is_best else design.label
            self._bar.setTabText(index, text.replace("&", "&&"))
            self._bar.setTabData(index, design.id)
            self._bar.setTabIcon(index, self._context.icons.icon("star-filled", on=Role.TEXT) if is_best else QIcon())
            self._bar.setTabToolTip(index, design.description.split("\n")[0] or design.label)
            if design.id == self._controller.design_id:
                self._bar.setCurrentIndex(index)
        self._bar.blockSignals(False)
        self._bar.updateGeometry()

    def _show_chosen(self, index: int) -> None:
        design_id = self._bar.tabData(index)
        if design_id:
            self._controller.show_design(str(design_id))

    def _reorder(self) -> None:
        order = tuple(str(self._bar.tabData(index)) for index in range(self._bar.count()))
        if order != tuple(design.id for design in self._controller.project.designs):
            self._controller.run(ReorderDesigns(order))

    def _ask_rename(self, index: int) -> None:
        if index >= 0:
            self.rename_asked.emit()

    def _ask_menu(self, position: QPoint) -> None:
        index = self._bar.tabAt(position)
        if index >= 0:
            self._bar.setCurrentIndex(index)
            self.menu_asked.emit(self._bar.mapToGlobal(position))
