"""Pictures of what the canvas shows: of the view or of the selection, to a file or to the clipboard."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.notices import Notice, Severity
from designer.base.texts import Message, msg
from designer.drawing.excerpt import excerpt
from designer.drawing.geometry import Rect
from designer.drawing.ink import PRINT
from designer.drawing.scene import Scene
from designer.persistence.files import write_atomically

SVG_TYPE, PNG_TYPE = "image/svg+xml", "image/png"


class PictureTaking(QObject):
    """Takes what is shown as it is shown: hidden layers stay hidden. The colours are those of paper."""

    def __init__(
        self, controller: DocumentController, context: AppContext, canvas: DesignCanvas, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self._context = context
        self._canvas = canvas
        self._window = window

    def copy(self) -> None:
        """Put the selection, or everything for none, on the clipboard as SVG and as PNG."""
        scene = self._selected() or self._canvas.picture
        if not scene.items:
            return
        title = self._title()
        from designer.report.picture import picture  # noqa: PLC0415 - loads what writes PDF and PNG

        svg, png = picture(scene, PRINT, "svg", title=title), picture(scene, PRINT, "png", title=title)
        data = QMimeData()
        data.setData(SVG_TYPE, svg)
        data.setData(PNG_TYPE, png)
        data.setImageData(QImage.fromData(png))
        QGuiApplication.clipboard().setMimeData(data)
        self._tell(msg("The picture is on the clipboard, as SVG and as PNG."), Severity.DONE)

    def ask_view(self) -> None:
        """Choose a file for what the canvas shows now."""
        self._ask(msg("Export picture of the view…"), "view")

    def ask_selection(self) -> None:
        """Choose a file for the selection."""
        self._ask(msg("Export picture of the selection…"), "selection")

    def export(self, of: str, path: str) -> None:
        """Write the picture of the ``view`` or of the ``selection``: SVG, PDF or PNG by the file's name."""
        from designer.report.picture import KINDS, picture  # noqa: PLC0415 - as above

        target = Path(path)
        kind = next((one for one in KINDS if target.suffix.lower() == f".{one}"), None)
        if kind is None:
            text = msg("A picture is written as .svg, .pdf or .png; {name} is none of them.", name=target.name)
            self._tell(text, Severity.ERROR)
            return
        view = self._canvas.view.seen() if of == "view" else None
        scene = _within(self._canvas.picture, view) if view is not None else self._selected()
        try:
            write_atomically(picture(scene or Scene(), PRINT, kind, view=view, title=self._title()), target)
        except OSError as error:
            reason = error.strerror or ""
            self._tell(msg("{name} could not be written: {reason}.", name=target.name, reason=reason), Severity.ERROR)
            return
        self._tell(msg("The picture is in {name}.", name=target.name), Severity.DONE)

    def _selected(self) -> Scene | None:
        design, chosen = self._controller.design, self._controller.selection
        if design is None or not chosen:
            return None
        found = excerpt(self._canvas.picture, design, chosen)
        return found if found.items else None

    def _ask(self, title: Message, of: str) -> None:
        design = self._controller.design
        if design is None:
            return
        folder = Path(self._context.preferences.last_folder)
        dialog = QFileDialog(self._window, self._context.text(title), str(folder / f"{design.id}-{of}.svg"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["SVG (*.svg)", "PDF (*.pdf)", "PNG (*.png)"])
        dialog.setDefaultSuffix("svg")
        dialog.fileSelected.connect(partial(self.export, of))
        dialog.open()

    def _title(self) -> str:
        design = self._controller.design
        return "" if design is None else design.label

    def _tell(self, message: Message, severity: Severity) -> None:
        self._controller.notify(Notice(message, severity))


def _within(scene: Scene, view: Rect) -> Scene:
    return Scene(tuple(item for item in scene.items if item.bounds.overlaps(view, 0)))
