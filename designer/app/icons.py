"""The bundled line icons, recoloured by role. An icon never brings a colour of its own."""

from collections.abc import Callable
from functools import cache, partial

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from designer.assets.loader import resource_bytes
from designer.drawing.ink import Palette, Role

ICON_SIZE = 18
_RATIOS = (1.0, 2.0)


class IconSet:
    """Icons in the colours of one palette; equal requests get the same icon."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._made: dict[tuple[str, Role, Role], QIcon] = {}

    def icon(self, name: str, role: Role = Role.DIM, on: Role = Role.PRIMARY) -> QIcon:
        """The icon ``name`` of ``resources/icons``; ``on`` colours it while its action is checked."""
        key = (name, role, on)
        if key not in self._made:
            self._made[key] = QIcon(_LateIcon(partial(self._build, name, role, on)))
        return self._made[key]

    def pixmap(self, name: str, role: Role = Role.DIM, size: int = ICON_SIZE) -> QPixmap:
        """The icon as a sharp picture for screens of twice the density."""
        return _pixmap(name, self._palette[role], size, 2.0)

    def _build(self, name: str, role: Role, on: Role) -> QIcon:
        icon = QIcon()
        for ratio in _RATIOS:
            icon.addPixmap(_pixmap(name, self._palette[role], ICON_SIZE, ratio), QIcon.Mode.Normal, QIcon.State.Off)
            icon.addPixmap(_pixmap(name, self._palette[on], ICON_SIZE, ratio), QIcon.Mode.Normal, QIcon.State.On)
            faded = _pixmap(name, self._palette[Role.FAINT], ICON_SIZE, ratio, opacity=0.45)
            for state in (QIcon.State.Off, QIcon.State.On):
                icon.addPixmap(faded, QIcon.Mode.Disabled, state)
        return icon


class _LateIcon(QIconEngine):
    """An icon whose pictures are painted when one is first asked for: most stand in menus that nobody opens."""

    def __init__(self, build: Callable[[], QIcon]) -> None:
        super().__init__()
        self._build = build
        self._built: QIcon | None = None

    def clone(self) -> QIconEngine:
        """The same icon, as Qt wants it before it changes a copy."""
        return _LateIcon(self._build)

    def isNull(self) -> bool:
        """Never: each name is a file that ships."""
        return False

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        """How large the icon is where there is so much room."""
        return self._icon().actualSize(size, mode, state)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The picture for a plain screen."""
        return self._icon().pixmap(size, 1.0, mode, state)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The picture for a screen of this density."""
        return self._icon().pixmap(size, scale, mode, state)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into the middle of the rectangle."""
        self._icon().paint(painter, rect, Qt.AlignmentFlag.AlignCenter, mode, state)

    def _icon(self) -> QIcon:
        if self._built is None:
            self._built = self._build()
        return self._built


def _pixmap(name: str, colour: str, size: int, ratio: float, *, opacity: float = 1.0) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", f"#{colour}").encode()))
    with QPainter(pixmap) as painter:
        painter.setOpacity(opacity)
        renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _source(name: str) -> str:
    return resource_bytes(f"icons/{name}.svg").decode()
