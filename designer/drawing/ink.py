"""What a colour means, how strong a line is, and the three palettes. Marks name roles; only adapters see colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a colour says. Whatever a role says, a letter, shape or pattern says too."""

    BACKGROUND = "background"
    PANEL = "panel"
    CANVAS = "canvas"
    GRID = "grid"
    LINE = "line"
    TRACK = "track"
    TEXT = "text"
    DIM = "dim"
    FAINT = "faint"
    PRIMARY = "primary"
    PRIMARY_TINT = "primary-tint"
    SECONDARY = "secondary"
    SECONDARY_TINT = "secondary-tint"
    THIRD = "third"
    THIRD_TINT = "third-tint"
    REPLICATION = "replication"
    REPLICATION_TINT = "replication-tint"
    ONLINE = "online"
    PENDING = "pending"
    OFFLINE = "offline"
    FAILED = "failed"
    FAILED_TINT = "failed-tint"
    ON_SOLID = "on-solid"
    """Text that stands on an area filled with a strong role."""


class Face(StrEnum):
    """A face of the bundled family; the value names its file and its font in a PDF."""

    REGULAR = "IBMPlexSans-Regular"
    MEDIUM = "IBMPlexSans-Medium"
    SEMIBOLD = "IBMPlexSans-SemiBold"
    BOLD = "IBMPlexSans-Bold"
    ITALIC = "IBMPlexSans-Italic"
    MONO = "IBMPlexMono-Regular"


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn: butt caps, miter joins, dash lengths in points (not in line widths)."""

    role: Role
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours ``RRGGBB`` of all roles under a name."""

    name: str
    colours: Mapping[Role, str]

    def __getitem__(self, role: Role) -> str:
        """The six hexadecimal digits of the role's colour."""
        return self.colours[role]

    def rgb(self, role: Role) -> tuple[float, float, float]:
        """The role's colour as red, green and blue shares of 1."""
        digits = self.colours[role]
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return red, green, blue


_LIGHT = {
    Role.BACKGROUND: "F4F6F9",
    Role.PANEL: "FFFFFF",
    Role.CANVAS: "FAFBFC",
    Role.GRID: "E4E8EE",
    Role.LINE: "D7DDE5",
    Role.TRACK: "E2E6EE",
    Role.TEXT: "1A2330",
    Role.DIM: "5C6B7E",
    Role.FAINT: "616D7C",
    Role.PRIMARY: "1D5FD1",
    Role.PRIMARY_TINT: "EAF1FD",
    Role.SECONDARY: "0B7A75",
    Role.SECONDARY_TINT: "E4F4F2",
    Role.THIRD: "6D4AC9",
    Role.THIRD_TINT: "F2EEFC",
    Role.REPLICATION: "AF5008",
    Role.REPLICATION_TINT: "FDF3E4",
    Role.ONLINE: "197C35",
    Role.PENDING: "946219",
    Role.OFFLINE: "5E6D83",
    Role.FAILED: "C4262E",
    Role.FAILED_TINT: "FDECEC",
    Role.ON_SOLID: "FFFFFF",
}
_DARK = {
    Role.BACKGROUND: "151A21",
    Role.PANEL: "1C232C",
    Role.CANVAS: "181E26",
    Role.GRID: "262F3A",
    Role.LINE: "2F3A47",
    Role.TRACK: "2A333F",
    Role.TEXT: "E6EBF1",
    Role.DIM: "A0AEBE",
    Role.FAINT: "8A9AAE",
    Role.PRIMARY: "6EA3FF",
    Role.PRIMARY_TINT: "1A2C49",
    Role.SECONDARY: "4CC3BC",
    Role.SECONDARY_TINT: "14332F",
    Role.THIRD: "B197FC",
    Role.THIRD_TINT: "2A2344",
    Role.REPLICATION: "F0A04B",
    Role.REPLICATION_TINT: "3A2A12",
    Role.ONLINE: "4CC776",
    Role.PENDING: "E3B341",
    Role.OFFLINE: "8B98A9",
    Role.FAILED: "FF7B72",
    Role.FAILED_TINT: "42211F",
    Role.ON_SOLID: "12171D",
}

LIGHT = Palette("light", MappingProxyType(_LIGHT))
DARK = Palette("dark", MappingProxyType(_DARK))
PRINT = Palette("print", MappingProxyType(_LIGHT | {Role.CANVAS: "FFFFFF", Role.BACKGROUND: "FFFFFF"}))
PALETTES: Mapping[str, Palette] = MappingProxyType({palette.name: palette for palette in (LIGHT, DARK, PRINT)})

TINT_OF: Mapping[Role, Role] = MappingProxyType(
    {
        Role.PRIMARY: Role.PRIMARY_TINT,
        Role.SECONDARY: Role.SECONDARY_TINT,
        Role.THIRD: Role.THIRD_TINT,
        Role.REPLICATION: Role.REPLICATION_TINT,
        Role.FAILED: Role.FAILED_TINT,
    }
)
"""The ground on which text of a role stands inside a pill or a container."""
