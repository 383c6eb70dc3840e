"""Where a drag comes to rest: on the grid, or in line with what stands. Pure arithmetic on rectangles."""

from collections.abc import Iterable
from dataclasses import dataclass

from designer.app.canvas.adornments import Guide
from designer.drawing.geometry import Point
from designer.editing.ground import Box

GRID = 8
REACH_PIXELS = 6.0


@dataclass(frozen=True, slots=True)
class Rest:
    """The offset a drag settles at and the lines it settled on."""

    dx: int
    dy: int
    guides: tuple[Guide, ...] = ()


def settled(frame: Box, others: Iterable[Box], offset: Point, *, scale: float) -> Rest:
    """The offset nearest to ``offset`` at which ``frame`` is in line with another rectangle, else on the grid.

    Each direction by itself: left edges, middles and right edges across, the same downwards.
    """
    standing = tuple(others)
    reach = REACH_PIXELS / scale
    dx, column = _along(frame.x, frame.width, [(box.x, box.width) for box in standing], offset.x, reach=reach)
    dy, row = _along(frame.y, frame.height, [(box.y, box.height) for box in standing], offset.y, reach=reach)
    moved = Box(frame.x + dx, frame.y + dy, frame.width, frame.height)
    guides = []
    if column is not None:
        met = [box for box in standing if column in _lines(box.x, box.width)]
        guides.append(Guide(Point(column, _low(met, moved).y), Point(column, _low(met, moved).bottom)))
    if row is not None:
        met = [box for box in standing if row in _lines(box.y, box.height)]
        guides.append(Guide(Point(_low(met, moved).x, row), Point(_low(met, moved).right, row)))
    return Rest(dx, dy, tuple(guides))


def on_grid(value: float) -> int:
    """The grid line nearest to the value."""
    return round(value / GRID) * GRID


def _along(
    start: int, length: int, standing: list[tuple[int, int]], offset: float, *, reach: float
) -> tuple[int, int | None]:
    """The offset in one direction, and the line it was drawn to."""
    best: tuple[float, int, int] | None = None
    for other in standing:
        for line in _lines(*other):
            for own in _lines(start, length):
                miss = abs(own + offset - line)
                if miss <= reach and (best is None or miss < best[0]):
                    best = (miss, line - own, line)
    if best is not None:
        return best[1], best[2]
    return on_grid(start + offset) - start, None


def _lines(start: int, length: int) -> tuple[int, int, int]:
    return start, start + length // 2, start + length


def _low(boxes: list[Box], moved: Box) -> Box:
    whole = moved
    for box in boxes:
        whole = whole.around(box)
    return whole
