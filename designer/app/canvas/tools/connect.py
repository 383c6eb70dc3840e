"""The link tool: click or drag from one element to another. Stays active until Escape, like a pen."""

from PySide6.QtCore import Qt

from designer.app.canvas.tools.canvas_tool import CanvasTool
from designer.app.canvas.tools.host import ToolHost
from designer.app.canvas.tools.tool import Pointer
from designer.app.canvas.tools.wire import WirePull
from designer.editing import legality

_CLICK_PIXELS = 5


class ConnectTool(CanvasTool):
    """Two clicks or one drag make a line; what cannot be joined is dimmed and says why."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._pull = WirePull(host)
        self._pressed: Pointer | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line is being pulled."""
        return self._pull.source is not None

    def press(self, pointer: Pointer) -> None:
        """Begin at an element, or end the line that was begun by a click."""
        if not pointer.is_left:
            return
        self._pressed = pointer
        if self.is_busy:
            self._pull.end(pointer.at)
            self._pressed = None
            return
        element_id = self._host.element_at(pointer.at)
        if element_id is not None:
            self._pull.begin(element_id, pointer.at)

    def move(self, pointer: Pointer) -> None:
        """Pull the line, or show where one can begin."""
        if self.is_busy:
            self._pull.follow(pointer.at)
            return
        design, hovered = self._host.design, self._host.element_at(pointer.at)
        can = design is not None and hovered is not None and legality.can_start_link(design.find(hovered))
        self._host.adorn(focused=hovered if can else None)

    def release(self, pointer: Pointer) -> None:
        """A drag ends where the button goes up; after a click the line stays on the pointer."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or not self.is_busy:
            return
        if (pointer.screen - pressed.screen).manhattanLength() > _CLICK_PIXELS:
            self._pull.end(pointer.at)

    def cancel(self) -> None:
        """Let go of the line."""
        self._pressed = None
        self._pull.drop()

    def _escape(self) -> bool:
        if self.is_busy:
            self.cancel()
        else:
            self._host.finish_tool()
        return True
