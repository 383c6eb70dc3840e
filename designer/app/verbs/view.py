"""What the View menu and the tools of the tool bar do."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from designer.app.actions import ActionSet
from designer.app.canvas.canvas_view import ZOOM_STEP
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController, Mode
from designer.app.preferences import Theme
from designer.base.texts import Language

_THEMES = {"view.theme_system": Theme.SYSTEM, "view.theme_light": Theme.LIGHT, "view.theme_dark": Theme.DARK}
_LANGUAGES: dict[str, Language] = {"view.language_en": "en", "view.language_cs": "cs"}


class ViewVerbs(QObject):
    """Zoom, grid, theme, language, modes and tools. Nothing here changes the document."""

    def __init__(
        self, controller: DocumentController, context: AppContext, canvas: DesignCanvas, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._canvas = canvas
        self._window = window
        self._actions: ActionSet | None = None

    def bind(self, actions: ActionSet) -> None:
        """Give the actions their meaning and their marks."""
        self._actions = actions
        view = self._canvas.view
        actions.bind("view.zoom_in", partial(view.zoom_by, ZOOM_STEP))
        actions.bind("view.zoom_out", partial(view.zoom_by, 1 / ZOOM_STEP))
        actions.bind("view.actual_size", partial(view.zoom_to, 1.0))
        actions.bind("view.fit", view.fit)
        actions.bind("view.fit_selection", self._canvas.fit_selection)
        actions.bind("view.grid", self._toggle_grid)
        actions.bind("view.snap", self._toggle_snap)
        actions.bind("view.minimap", self._toggle_minimap)
        actions.bind("view.full_screen", self._toggle_full_screen)
        for action_id, theme in _THEMES.items():
            actions.bind(action_id, partial(self._set_theme, theme))
        for action_id, language in _LANGUAGES.items():
            actions.bind(action_id, partial(self._set_language, language))
        for mode in Mode:
            actions.bind(f"mode.{mode.value}", partial(self._set_mode, mode))
        actions.bind("tool.select", self._canvas.use_select)
        actions.bind("tool.pan", self._canvas.use_pan)
        actions.bind("tool.link", self._canvas.use_link)
        self._canvas.tool_changed.connect(self.mark)
        self._controller.mode_changed.connect(self.mark)
        self._context.preferences.changed.connect(self._follow_preference)
        self.mark()

    def mark(self) -> None:
        """Check the actions that say what is on."""
        actions, preferences = self._actions, self._context.preferences
        if actions is None:
            return
        marks = {
            "view.grid": preferences.grid,
            "view.snap": preferences.snap,
            "view.minimap": preferences.minimap,
            "view.full_screen": self._window.isFullScreen(),
        }
        marks |= {action_id: preferences.theme is theme for action_id, theme in _THEMES.items()}
        marks |= {action_id: preferences.language == language for action_id, language in _LANGUAGES.items()}
        marks |= {f"mode.{mode.value}": self._controller.mode is mode for mode in Mode}
        marks |= {f"tool.{name}": self._canvas.tool_name == name for name in ("select", "pan", "link")}
        for action_id, on in marks.items():
            actions.action(action_id).setChecked(on)

    def _follow_preference(self, name: str) -> None:
        if name in {"grid", "snap", "minimap"}:
            self._canvas.view.show_grid(shown=self._context.preferences.grid)
            self._canvas.view.show_minimap(shown=self._context.preferences.minimap)
            self.mark()

    def _toggle_grid(self) -> None:
        self._context.preferences.grid = not self._context.preferences.grid

    def _toggle_snap(self) -> None:
        self._context.preferences.snap = not self._context.preferences.snap

    def _toggle_minimap(self) -> None:
        self._context.preferences.minimap = not self._context.preferences.minimap

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
        self.mark()

    def _set_theme(self, theme: Theme) -> None:
        self.mark()
        self._context.preferences.theme = theme

    def _set_language(self, language: Language) -> None:
        self.mark()
        self._context.preferences.language = language

    def _set_mode(self, mode: Mode) -> None:
        self._controller.set_mode(mode)
        self.mark()
