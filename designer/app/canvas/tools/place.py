"""The place tool: shows what was chosen in the palette under the pointer and puts it down with a click."""

from PySide6.QtCore import Qt

from designer.app.canvas.placer import Placeable
from designer.app.canvas.tools.canvas_tool import CanvasTool
from designer.app.canvas.tools.host import ToolHost
from designer.app.canvas.tools.tool import Pointer


class PlaceTool(CanvasTool):
    """Places one thing, or several while Shift is held."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, host: ToolHost, placeable: Placeable) -> None:
        super().__init__(host)
        self._placeable_now = placeable

    @property
    def is_busy(self) -> bool:
        """Always: Escape gives the placing up."""
        return True

    def move(self, pointer: Pointer) -> None:
        """Show it under the pointer."""
        self.show_placing(self._placeable_now, pointer.at)

    def press(self, pointer: Pointer) -> None:
        """Put it down."""
        if not pointer.is_left:
            return
        if self.place(self._placeable_now, pointer.at) and not pointer.holds(Qt.KeyboardModifier.ShiftModifier):
            self._host.finish_tool()

    def leave(self) -> None:
        """Take the preview away until the pointer comes back."""
        self._host.preview(None)
        self._host.adorn(target=None)
        self._host.tell(None)

    def cancel(self) -> None:
        """Place nothing."""
        self._host.preview(None)
        self._host.adorn(target=None, is_target_allowed=True)
        self._host.tell(None)

    def _escape(self) -> bool:
        self.cancel()
        self._host.finish_tool()
        return True
