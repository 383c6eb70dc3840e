"""The tabbed panels of one side of the window, with coloured counts on a tab."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QTabBar, QTabWidget, QWidget

from designer.app.palette import TABS


class PanelTabs(QTabWidget):
    """Panels behind tabs; each is known by a short name."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self.tabBar().setExpanding(False)
        self.tabBar().setFixedHeight(TABS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._rule = QWidget(self)
        self._rule.setObjectName("tabs-line")
        self._rule.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._names: list[str] = []
        self._panels: dict[str, QWidget] = {}

    def add(self, name: str, panel: QWidget, title: str) -> None:
        """Add a panel under a title."""
        panel.setObjectName(f"panel-{name}")
        self._names.append(name)
        self._panels[name] = panel
        self.addTab(panel, title)

    def raise_panel(self, name: str) -> QWidget:
        """Bring the panel to the front; returns it."""
        self.setCurrentIndex(self._names.index(name))
        return self._panels[name]

    def panel(self, name: str) -> QWidget:
        """The panel of this name."""
        return self._panels[name]

    @property
    def current_name(self) -> str:
        """The name of the panel in front."""
        return self._names[self.currentIndex()] if 0 <= self.currentIndex() < len(self._names) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line under the tabs as wide as the panel."""
        super().resizeEvent(event)
        self._rule.setGeometry(0, TABS - 1, self.width(), 1)
        self._rule.lower()

    def set_pills(self, name: str, pills: list[tuple[str, str]]) -> None:
        """Show texts with tones (``failed``, ``pending``, ``info``) behind the tab's title."""
        index = self._names.index(name)
        old = self.tabBar().tabButton(index, QTabBar.ButtonPosition.RightSide)
        if old is not None:
            old.deleteLater()
        if not pills:
            self.tabBar().setTabButton(index, QTabBar.ButtonPosition.RightSide, None)
            return
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for text, tone in pills:
            pill = QLabel(text)
            pill.setProperty("role", "pill")
            pill.setProperty("tone", tone)
            row.addWidget(pill)
        holder.adjustSize()
        self.tabBar().setTabButton(index, QTabBar.ButtonPosition.RightSide, holder)
