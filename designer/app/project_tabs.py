"""The open projects as tabs over the variants; there are none while a single project is open."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from designer.app.context import AppContext
from designer.base.texts import msg


class ProjectTabs(QTabBar):
    """Shows what it is told; decides nothing."""

    chosen = Signal(int)
    close_wanted = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("project-tabs")
        self.setAccessibleName(context.text(msg("Open projects")))
        self.setDocumentMode(True)
        self.setExpanding(False)
        self.setTabsClosable(True)
        self.setDrawBase(False)
        self.currentChanged.connect(self.chosen)
        self.tabCloseRequested.connect(self.close_wanted)
        self.hide()

    def show_projects(self, names: tuple[str, ...], tips: tuple[str, ...], current: int) -> None:
        """Show these projects; ``current`` is the place of the one in this window."""
        with QSignalBlocker(self):
            while self.count() > len(names):
                self.removeTab(self.count() - 1)
            while self.count() < len(names):
                self.addTab("")
            for place, name in enumerate(names):
                self.setTabText(place, name.replace("&", "&&"))
                self.setTabToolTip(place, tips[place])
            self.setCurrentIndex(current)
        self.setVisible(len(names) > 1)
