"""Small pictures of projects opened last: drawn from the file when asked for, kept while the file is the same."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from designer.app.canvas.qt_marks import marks_image
from designer.app.context import AppContext
from designer.app.modes.preview import scene_of
from designer.base.errors import DesignerError
from designer.persistence.files import load

THUMBNAIL = QSize(64, 40)
_LARGEST_FILE = 2 * 1024 * 1024
"""A larger project would make the page wait; it shows the icon of a file."""
_MARGIN = 24.0

_Stamp = tuple[str, int, int]


class Thumbnails:
    """Icons by file; None where a file has no picture to show."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._kept: dict[_Stamp, QIcon | None] = {}

    def icon(self, path: Path) -> QIcon | None:
        """The picture of the file's main variant."""
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (str(path), status.st_mtime_ns, status.st_size)
        if stamp not in self._kept:
            self._kept[stamp] = self._drawn(path) if status.st_size <= _LARGEST_FILE else None
        return self._kept[stamp]

    def _drawn(self, path: Path) -> QIcon | None:
        try:
            design = load(path).main_design()
        except DesignerError:
            return None
        if design is None or not design.sites:
            return None
        scene = scene_of(self._context, design)
        view = scene.bounds.grown(_MARGIN)
        scale = 2 * min(THUMBNAIL.width() / view.width, THUMBNAIL.height() / view.height)
        picture = QPixmap.fromImage(marks_image(scene.marks, self._context.ink, view, scale=scale))
        picture.setDevicePixelRatio(2.0)
        return QIcon(picture)
