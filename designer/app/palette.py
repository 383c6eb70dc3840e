"""The window's colours and proportions: an own QPalette and one style sheet on Fusion, both made from ink roles.

The 4-pixel grid of the look: rows 26, tool bar 44, tabs 32, status bar 26, padding 12, radius 6.
"""

from pathlib import Path
from string import Template

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from designer.app.canvas.fonts import interface_font
from designer.assets.loader import resource_bytes
from designer.drawing.ink import DARK, Palette, Role

ROW, TOOL_BAR, TABS, STATUS_BAR, PADDING, RADIUS = 26, 44, 32, 26, 12, 6
WINDOW_POINTS = 10.0

_IMAGES = {
    "chevron-down": ("chevron-down", Role.DIM),
    "chevron-up": ("chevron-up", Role.DIM),
    "chevron-right": ("chevron-right", Role.DIM),
    "check": ("check", Role.ON_SOLID),
    "menu-check": ("check", Role.PRIMARY),
    "x": ("x", Role.DIM),
}
"""What the style sheet calls a picture, the icon it is made from, and its colour."""


class Theme:
    """Colours of the application. Keeps the few recoloured pictures that style sheets can only name by file."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def apply(self, application: QApplication, ink: Palette) -> None:
        """Dress every present and future widget in the palette; nothing where they wear it already: that takes long."""
        sheet = style_sheet(ink, self._pictures(ink))
        if application.styleSheet() == sheet:
            return
        if application.style().name().lower() != "fusion":
            application.setStyle("fusion")
        application.setFont(interface_font(WINDOW_POINTS))
        application.setPalette(widget_palette(ink))
        application.setStyleSheet(sheet)

    def _pictures(self, ink: Palette) -> dict[str, str]:
        folder = Path(self._folder.path())
        paths = {}
        for name, (icon, role) in _IMAGES.items():
            path = folder / f"{name}-{ink.name}.svg"
            if not path.exists():
                source = resource_bytes(f"icons/{icon}.svg").decode()
                path.write_text(source.replace("currentColor", f"#{ink[role]}"), encoding="utf-8")
            paths[name] = path.as_posix()
        return paths


def widget_palette(ink: Palette) -> QPalette:
    """The roles as Qt's own palette, for all that the style sheet does not reach."""
    kinds = {
        QPalette.ColorRole.Window: Role.PANEL,
        QPalette.ColorRole.WindowText: Role.TEXT,
        QPalette.ColorRole.Base: Role.PANEL,
        QPalette.ColorRole.AlternateBase: Role.BACKGROUND,
        QPalette.ColorRole.Text: Role.TEXT,
        QPalette.ColorRole.Button: Role.PANEL,
        QPalette.ColorRole.ButtonText: Role.TEXT,
        QPalette.ColorRole.BrightText: Role.ON_SOLID,
        QPalette.ColorRole.Highlight: Role.PRIMARY,
        QPalette.ColorRole.HighlightedText: Role.ON_SOLID,
        QPalette.ColorRole.ToolTipBase: Role.PANEL,
        QPalette.ColorRole.ToolTipText: Role.TEXT,
        QPalette.ColorRole.PlaceholderText: Role.FAINT,
        QPalette.ColorRole.Link: Role.PRIMARY,
        QPalette.ColorRole.LinkVisited: Role.PRIMARY,
        QPalette.ColorRole.Accent: Role.PRIMARY,
        QPalette.ColorRole.Light: Role.PANEL,
        QPalette.ColorRole.Midlight: Role.LINE,
        QPalette.ColorRole.Mid: Role.LINE,
        QPalette.ColorRole.Dark: Role.LINE,
    }
    palette = QPalette()
    for kind, role in kinds.items():
        palette.setColor(kind, QColor(f"#{ink[role]}"))
    faded = QColor(f"#{ink[Role.FAINT]}")
    for kind in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, kind, faded)
    return palette


def mixed(ink: Palette, first: Role, second: Role, share: float) -> str:
    """A colour between two roles as ``#rrggbb``; ``share`` of the first."""
    mix = [round(255 * (a * share + b * (1 - share))) for a, b in zip(ink.rgb(first), ink.rgb(second), strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mix)


def style_sheet(ink: Palette, pictures: dict[str, str]) -> str:
    """The style sheet of all widgets in these colours; ``pictures`` maps icon names to files."""
    values = {role.name.lower(): f"#{ink[role]}" for role in Role}
    values |= {name.replace("-", "_"): path for name, path in pictures.items()}
    values["hover"] = mixed(ink, Role.TEXT, Role.PANEL, 0.07)
    values["pressed"] = mixed(ink, Role.TEXT, Role.PANEL, 0.13)
    values["off"] = mixed(ink, Role.TEXT, Role.PANEL, 0.42)
    values["field"] = f"#{ink[Role.CANVAS]}" if ink is not DARK else f"#{ink[Role.BACKGROUND]}"
    values["field_line"] = mixed(ink, Role.TEXT, Role.LINE, 0.08)
    values["solid_hover"] = mixed(ink, Role.PRIMARY, Role.TEXT, 0.86)
    return Template(resource_bytes("style/window.qss").decode()).substitute(values)
