"""What a person set for the program itself, typed. Nothing of it is in a project file."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication

from designer.base.texts import LANGUAGES, Language

MAX_RECENT = 12


class Theme(StrEnum):
    """Which colours the window takes."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Preferences(QObject):
    """Settings behind typed accessors. ``changed`` names the setting that got another value."""

    changed = Signal(str)

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._system_language = ""

    @property
    def folder(self) -> Path:
        """The folder of the settings; what else belongs to the person and to no project lies there too."""
        return Path(self._settings.fileName()).parent

    def set_system_language(self, name: str) -> None:
        """What the desktop speaks (``cs_CZ``); counts while a person has set nothing."""
        self._system_language = name

    @property
    def language(self) -> Language:
        """The window's language: the one set, else the system's where the program speaks it, else English."""
        stored = self._text("window/language", "")
        for language in LANGUAGES:
            if stored == language:
                return language
        return "cs" if self._system_language.startswith("cs") else "en"

    @language.setter
    def language(self, value: Language) -> None:
        self._store("window/language", value, "language")

    @property
    def theme(self) -> Theme:
        """The theme set; ``system`` follows the desktop."""
        stored = self._text("window/theme", Theme.SYSTEM)
        return Theme(stored) if stored in set(Theme) else Theme.SYSTEM

    @theme.setter
    def theme(self, value: Theme) -> None:
        self._store("window/theme", value.value, "theme")

    @property
    def is_dark(self) -> bool:
        """Whether the window is dark now."""
        if self.theme is Theme.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.theme is Theme.DARK

    @property
    def reduced_motion(self) -> bool:
        """Whether movements are cut instead of eased."""
        return self._flag("window/reduced-motion", default=False)

    @reduced_motion.setter
    def reduced_motion(self, value: bool) -> None:
        self._store("window/reduced-motion", value, "reduced_motion")

    @property
    def single_keys(self) -> bool:
        """Whether single letters on the canvas place elements and choose tools."""
        return self._flag("canvas/single-keys", default=True)

    @single_keys.setter
    def single_keys(self, value: bool) -> None:
        self._store("canvas/single-keys", value, "single_keys")

    @property
    def snap(self) -> bool:
        """Whether dragged elements snap to the grid and to each other."""
        return self._flag("canvas/snap", default=True)

    @snap.setter
    def snap(self, value: bool) -> None:
        self._store("canvas/snap", value, "snap")

    @property
    def grid(self) -> bool:
        """Whether the grid's dots show."""
        return self._flag("canvas/grid", default=True)

    @grid.setter
    def grid(self, value: bool) -> None:
        self._store("canvas/grid", value, "grid")

    @property
    def minimap(self) -> bool:
        """Whether the overview in the canvas' corner shows."""
        return self._flag("canvas/minimap", default=False)

    @minimap.setter
    def minimap(self, value: bool) -> None:
        self._store("canvas/minimap", value, "minimap")

    @property
    def rulers(self) -> bool:
        """Whether rulers stand at the edges of the canvas."""
        return self._flag("canvas/rulers", default=False)

    @rulers.setter
    def rulers(self, value: bool) -> None:
        self._store("canvas/rulers", value, "rulers")

    @property
    def own_keys(self) -> dict[str, str]:
        """A person's own keys by action; an empty text for an action without any."""
        try:
            stored = json.loads(self._text("keyboard/own", "{}"))
        except ValueError:
            return {}
        return {str(key): str(value) for key, value in stored.items()} if isinstance(stored, dict) else {}

    def set_own_key(self, action_id: str, keys: str | None) -> None:
        """Give an action a key of one's own; None gives it back the usual one."""
        own = {key: value for key, value in self.own_keys.items() if key != action_id}
        if keys is not None:
            own[action_id] = keys
        self._store("keyboard/own", json.dumps(own), "own_keys")

    @property
    def author(self) -> str:
        """The name put into waivers and documents."""
        return self._text("person/name", "")

    @author.setter
    def author(self, value: str) -> None:
        self._store("person/name", value, "author")

    @property
    def recent(self) -> tuple[str, ...]:
        """Paths of the projects opened or saved last, newest first; they need not exist any more."""
        stored = self._settings.value("files/recent", [])
        if isinstance(stored, str):
            return (stored,) if stored else ()
        return tuple(str(item) for item in stored) if isinstance(stored, list | tuple) else ()

    def remember(self, path: Path) -> None:
        """Put the path first among the recent ones."""
        text = str(path)
        items = [text, *(item for item in self.recent if item != text)]
        self._store("files/recent", items[:MAX_RECENT], "recent")

    def forget(self, path: str) -> None:
        """Take the path off the recent ones."""
        self._store("files/recent", [item for item in self.recent if item != path], "recent")

    @property
    def reopens(self) -> bool:
        """Whether the program starts with the projects that were open when it ended."""
        return self._flag("files/reopens", default=False)

    @reopens.setter
    def reopens(self, value: bool) -> None:
        self._store("files/reopens", value, "reopens")

    @property
    def session(self) -> tuple[str, ...]:
        """Paths of the projects that were open when the program ended, in the order of their tabs."""
        stored = self._settings.value("files/session", [])
        if isinstance(stored, str):
            return (stored,) if stored else ()
        return tuple(str(item) for item in stored) if isinstance(stored, list | tuple) else ()

    @session.setter
    def session(self, value: tuple[str, ...]) -> None:
        self._store("files/session", list(value), "session")

    @property
    def last_folder(self) -> str:
        """The folder of the file chosen last, or an empty text."""
        return self._text("files/folder", "")

    @last_folder.setter
    def last_folder(self, value: str) -> None:
        self._store("files/folder", value, "last_folder")

    def window_state(self, mode: str) -> QByteArray:
        """The docks' state saved for a mode; empty for none."""
        return self._bytes(f"layout/{mode}")

    def set_window_state(self, mode: str, state: QByteArray) -> None:
        """Keep the docks' state of a mode."""
        self._settings.setValue(f"layout/{mode}", state)

    @property
    def geometry(self) -> QByteArray:
        """The window's size and place; empty for none."""
        return self._bytes("layout/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("layout/geometry", value)

    def reset_layout(self) -> None:
        """Forget where docks and window were."""
        self._settings.remove("layout")

    def _text(self, key: str, default: str) -> str:
        return str(self._settings.value(key, default))

    def _flag(self, key: str, *, default: bool) -> bool:
        stored = self._settings.value(key, default)
        return stored if isinstance(stored, bool) else str(stored).lower() == "true"

    def _bytes(self, key: str) -> QByteArray:
        stored = self._settings.value(key)
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def _store(self, key: str, value: Any, name: str) -> None:  # noqa: ANN401 - QSettings takes any plain value
        before = self._settings.value(key)
        self._settings.setValue(key, value)
        if before != value:
            self.changed.emit(name)


def default_window_size(available: QSize) -> QSize:
    """A comfortable size on a screen of this size: the usual one, or all there is."""
    return QSize(min(1440, available.width()), min(900, available.height()))
