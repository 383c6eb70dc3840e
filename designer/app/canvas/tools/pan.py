"""The hand: dragging moves the picture, which the view does itself."""

from PySide6.QtCore import Qt

from designer.app.canvas.tools.tool import Tool


class PanTool(Tool):
    """Leaves the left button to the view's panning."""

    cursor = Qt.CursorShape.OpenHandCursor
    pans = True
