"""What every part of the window is given: language, colours, icons, preferences, background work.

A context belongs to one language and one theme. When either changes the window is built anew with a new context
around the same controller, so nothing in a context ever changes under a widget.
"""

from dataclasses import dataclass, field

from PySide6.QtGui import QColor, QIcon

from designer.app.background import TaskRunner
from designer.app.icons import IconSet
from designer.app.preferences import Preferences
from designer.app.presets import PresetShelf
from designer.assets.translations import translator
from designer.base.texts import Message, Translator
from designer.drawing.ink import DARK, LIGHT, Palette, Role
from designer.drawing.lettering import Lettering
from designer.drawing.ruler import BundledRuler


@dataclass(frozen=True, slots=True)
class AppContext:
    """Language, theme and services of one window."""

    translator: Translator
    ink: Palette
    preferences: Preferences
    tasks: TaskRunner
    icons: IconSet
    lettering: Lettering
    """Ruler and language that scenes are composed with."""
    presets: PresetShelf = field(default_factory=PresetShelf)
    """Presets of hardware, those that ship and a person's own."""

    def text(self, message: Message | str) -> str:
        """The sentence in the window's language."""
        return self.translator.render(message)

    def colour(self, role: Role) -> QColor:
        """The role's colour in the window's theme."""
        return QColor(f"#{self.ink[role]}")

    def icon(self, name: str, role: Role = Role.DIM) -> QIcon:
        """The bundled icon in the role's colour."""
        return self.icons.icon(name, role)

    @property
    def is_dark(self) -> bool:
        """Whether the window is dark."""
        return self.ink is DARK


def build_context(preferences: Preferences, tasks: TaskRunner) -> AppContext:
    """The context for the language and theme that the preferences ask for now."""
    ink = DARK if preferences.is_dark else LIGHT
    chosen = translator(preferences.language)
    shelf = PresetShelf(preferences.folder / "presets.json")
    return AppContext(chosen, ink, preferences, tasks, IconSet(ink), Lettering(BundledRuler(), chosen), shelf)
