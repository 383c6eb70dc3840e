"""Text painted on a few lines: broken at spaces, the last line elided, never clipped."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout


def broken(text: str, font: QFont, *, room: float, most: int) -> tuple[str, ...]:
    """The text as at most ``most`` lines no wider than ``room``."""
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room)
        start = line.textStart()
        part = text[start : start + line.textLength()]
        narrower = room
        while " " in part.strip() and metrics.horizontalAdvance(part.rstrip()) > room:
            narrower -= 2.0  # the layout counts fractions of a pixel, the metrics whole ones: half a word must not go
            line.setLineWidth(narrower)
            part = text[start : start + line.textLength()]
        if len(lines) == most - 1:
            part = text[start:]
        lines.append(metrics.elidedText(part.rstrip(), Qt.TextElideMode.ElideRight, int(room)))
    layout.endLayout()
    return tuple(lines)


def paint_lines(painter: QPainter, text: str, area: QRectF, *, font: QFont, most: int, centred: bool = False) -> int:
    """Paint the text from the top of the area, or in its vertical middle; how many lines it took."""
    lines = broken(text, font, room=area.width(), most=most)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    spare = area.height() - metrics.height() * len(lines)
    y = area.top() + (spare / 2 if centred else 0)
    for line in lines:
        painter.drawText(QPointF(area.left(), y + metrics.ascent()), line)
        y += metrics.height()
    return len(lines)
