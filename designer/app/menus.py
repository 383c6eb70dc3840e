"""The menu bar, the menus of canvas, tree and tabs, and the tool bar: lists of action ids, nothing else."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from designer.app.actions import ActionSet, with_mnemonics
from designer.app.canvas.placer import PLACEABLES, Placeable
from designer.app.context import AppContext
from designer.app.icons import ICON_SIZE
from designer.app.mode_switch import ModeSwitch
from designer.app.palette import TOOL_BAR
from designer.assets.samples import SAMPLES
from designer.base.texts import Message, msg, msg_in

SEPARATOR = "-"
_INSERTS = (
    "insert.site",
    "insert.third_site",
    SEPARATOR,
    "insert.node",
    "insert.vm",
    SEPARATOR,
    "insert.array",
    "insert.lun",
    SEPARATOR,
    "insert.witness",
    "insert.network",
    "insert.note",
)
_ALIGNS = (
    "arrange.left",
    "arrange.centre",
    "arrange.right",
    SEPARATOR,
    "arrange.top",
    "arrange.middle",
    "arrange.bottom",
    SEPARATOR,
    "arrange.across",
    "arrange.down",
    "arrange.centres_across",
    "arrange.centres_down",
)
_LAYERS = (
    "view.layers",
    "view.all_layers",
    SEPARATOR,
    "layer.compute",
    "layer.vms",
    "layer.storage",
    "layer.replication",
    "layer.heartbeat",
    "layer.notes",
)
_MENUS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (
        msg_in("menu", "File"),
        (
            "file.blank",
            "file.blueprint",
            "samples",
            SEPARATOR,
            "file.open",
            "recent",
            SEPARATOR,
            "file.save",
            "file.save_as",
            "file.save_copy",
            SEPARATOR,
            "file.export_pdf",
            "file.export_picture",
            "file.export_view",
            "file.export_selection",
            SEPARATOR,
            "file.close",
            "file.quit",
        ),
    ),
    (
        msg_in("menu", "Edit"),
        (
            "edit.undo",
            "edit.redo",
            SEPARATOR,
            "edit.cut",
            "edit.copy",
            "edit.copy_picture",
            "edit.paste",
            "edit.paste_properties",
            "edit.duplicate",
            "edit.delete",
            "edit.rename",
            SEPARATOR,
            "edit.select_all",
            "edit.select_none",
            "edit.select_kind",
            "edit.select_connected",
            "edit.select_site",
            SEPARATOR,
            "edit.find",
            "edit.preferences",
        ),
    ),
    (
        msg_in("menu", "View"),
        (
            "mode.design",
            "mode.compare",
            "mode.simulate",
            "mode.document",
            SEPARATOR,
            "tool.select",
            "tool.pan",
            SEPARATOR,
            "view.zoom_in",
            "view.zoom_out",
            "view.actual_size",
            "view.fit",
            "view.fit_selection",
            "view.fit_site",
            "view.fit_problem",
            SEPARATOR,
            "view.grid",
            "view.snap",
            "view.rulers",
            "view.minimap",
            "layers",
            SEPARATOR,
            "theme",
            "language",
            "view.full_screen",
        ),
    ),
    (msg_in("menu", "Insert"), (*_INSERTS, SEPARATOR, "tool.link", "tool.join", "insert.quick")),
    (
        msg_in("menu", "Arrange"),
        (
            *_ALIGNS,
            SEPARATOR,
            "arrange.into_site",
            "arrange.lock",
            "arrange.straighten",
            "arrange.unpoint",
            "arrange.auto",
        ),
    ),
    (
        msg_in("menu", "Variant"),
        (
            "variant.new",
            "variant.sweep",
            "variant.duplicate",
            "variant.rename",
            "variant.recommend",
            "variant.delete",
            SEPARATOR,
            "variant.next",
            "variant.previous",
        ),
    ),
    (
        msg_in("menu", "Simulate"),
        ("mode.simulate", SEPARATOR, "simulate.play", "simulate.step", "simulate.back", "simulate.reset"),
    ),
    (msg_in("menu", "Document"), ("mode.document", "document.registers", SEPARATOR, "file.export_pdf")),
    (
        msg_in("menu", "Tools"),
        (
            "tools.palette",
            SEPARATOR,
            "tools.next_problem",
            "tools.previous_problem",
            "tools.fix",
            "tools.accept",
            SEPARATOR,
            "tools.properties",
        ),
    ),
    (
        msg_in("menu", "Window"),
        (
            "window.left",
            "window.right",
            "window.bottom",
            SEPARATOR,
            "window.next_pane",
            "window.previous_pane",
            SEPARATOR,
            "window.next_project",
            "window.previous_project",
            SEPARATOR,
            "window.reset",
        ),
    ),
    (msg_in("menu", "Help"), ("help.shortcuts", "help.about")),
)
_ELEMENT_MENU = (
    "edit.rename",
    "tools.properties",
    SEPARATOR,
    "edit.cut",
    "edit.copy",
    "edit.copy_picture",
    "edit.duplicate",
    "edit.delete",
    SEPARATOR,
    "edit.select_kind",
    "edit.select_connected",
    "edit.select_site",
    "view.fit_selection",
    SEPARATOR,
    "align",
    "tool.join",
    "arrange.into_site",
    "arrange.lock",
    "arrange.straighten",
)
_GROUND_MENU = (
    "insert",
    "edit.paste",
    "edit.copy_picture",
    SEPARATOR,
    "edit.select_all",
    "view.fit",
    "layers",
    SEPARATOR,
    "arrange.auto",
)
_VARIANT_MENU = ("variant.rename", "variant.duplicate", "variant.recommend", SEPARATOR, "variant.delete")
_TOOLS = (
    "file.blank",
    "file.open",
    "file.save",
    SEPARATOR,
    "edit.undo",
    "edit.redo",
    SEPARATOR,
    "tool.select",
    "tool.pan",
    "tool.link",
    "align",
    SEPARATOR,
)


class Menus(QWidget):
    """Builds menus from the lists. Recent files and samples are filled when their menu opens."""

    sample_chosen = Signal(str)
    recent_chosen = Signal(str)
    placeable_chosen = Signal(object)

    def __init__(self, context: AppContext, actions: ActionSet, window: QMainWindow) -> None:
        super().__init__(window)
        self.hide()
        self._context = context
        self._actions = actions
        self._window = window
        self._recent = self._menu(msg("Open recent"))
        self._recent.aboutToShow.connect(self._fill_recent)
        self._special: dict[str, QMenu] = {}
        self._special |= {
            "recent": self._recent,
            "samples": self._samples(),
            "theme": self._of(msg("Theme"), ("view.theme_system", "view.theme_light", "view.theme_dark")),
            "language": self._of(msg("Language"), ("view.language_en", "view.language_cs")),
            "align": self._of(msg("Align and distribute"), _ALIGNS),
            "insert": self._of(msg_in("menu", "Insert"), _INSERTS),
            "layers": self._of(msg_in("menu", "Layers"), _LAYERS),
        }

    def fill_menu_bar(self) -> None:
        """Put all menus into the window's menu bar."""
        bar = self._window.menuBar()
        for title, ids in _MENUS:
            bar.addMenu(self._of(title, ids))
        with_mnemonics(bar.actions())

    def build_tool_bar(self, search: QPushButton) -> QToolBar:
        """The tool bar with modes and search."""
        bar = QToolBar(self._context.text(msg("Tool bar")))
        bar.setObjectName("tool-bar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        bar.setFixedHeight(TOOL_BAR)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for one in _TOOLS:
            if one == SEPARATOR:
                bar.addSeparator()
            elif one in self._special:
                bar.addWidget(self._align_button())
            else:
                bar.addAction(self._actions.action(one))
        for action in bar.actions():
            button = bar.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setFixedSize(32, 32)
                button.setAccessibleName(action.iconText())
        bar.addWidget(ModeSwitch(self._context, self._actions))
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addWidget(search)
        return bar

    def element_menu(self) -> QMenu:
        """The menu of the selected elements."""
        return self._short_lived(_ELEMENT_MENU)

    def ground_menu(self) -> QMenu:
        """The menu of empty ground."""
        return self._short_lived(_GROUND_MENU)

    def variant_menu(self) -> QMenu:
        """The menu of a variant's tab."""
        return self._short_lived(_VARIANT_MENU)

    def insert_menu(self) -> QMenu:
        """What can be inserted at one place; reports by ``placeable_chosen``."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for placeable in PLACEABLES:
            if not placeable.facts:
                action = menu.addAction(self._context.icon(placeable.icon), self._context.text(placeable.text))
                action.triggered.connect(partial(self._choose, placeable))
        with_mnemonics(menu.actions())
        return menu

    def _choose(self, placeable: Placeable) -> None:
        self.placeable_chosen.emit(placeable)

    def _short_lived(self, ids: tuple[str, ...]) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, ids)
        return menu

    def _of(self, title: Message, ids: tuple[str, ...]) -> QMenu:
        menu = self._menu(title)
        self._fill(menu, ids)
        return menu

    def _menu(self, title: Message) -> QMenu:
        menu = QMenu(self._context.text(title), self._window)
        menu.setToolTipsVisible(False)
        return menu

    def _fill(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        for one in ids:
            if one == SEPARATOR:
                menu.addSeparator()
            elif one in self._special:
                menu.addMenu(self._special[one])
            else:
                menu.addAction(self._actions.action(one))
        with_mnemonics([action for action in menu.actions() if action.text()])

    def _samples(self) -> QMenu:
        menu = self._menu(msg("Open a sample"))
        for sample in SAMPLES:
            action = menu.addAction(self._context.text(sample.title))
            action.setData(sample.name)
        with_mnemonics(menu.actions())
        menu.triggered.connect(self._choose_sample)
        return menu

    def _choose_sample(self, action: QAction) -> None:
        self.sample_chosen.emit(str(action.data()))

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._context.preferences.recent:
            action = self._recent.addAction(path)
            action.triggered.connect(partial(self.recent_chosen.emit, path))
        if not self._recent.actions():
            none = self._recent.addAction(self._context.text(msg("No recent project")))
            none.setEnabled(False)

    def _align_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._context.icon("layout-align-left"))
        button.setToolTip(self._context.text(msg("Align and distribute")))
        button.setAccessibleName(button.toolTip())
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self._special["align"])
        button.setFixedSize(32, 32)
        follows = self._actions.action(_ALIGNS[0])
        button.setEnabled(follows.isEnabled())
        follows.enabledChanged.connect(button.setEnabled)
        return button
