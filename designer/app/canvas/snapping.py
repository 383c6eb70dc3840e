"""Where a drag comes to rest: in line with what stands, at equal gaps, else on the grid. Arithmetic on rectangles."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
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


class Standing:
    """What stands around a drag, sorted once so that each step of the drag finds its lines at once."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.boxes = tuple(boxes)
        self.turned = tuple(_upright(box) for box in self.boxes)
        """The same with their two directions exchanged."""
        self.across = sorted({line for box in self.boxes for line in _lines(box.x, box.width)})
        self.down = sorted({line for box in self.boxes for line in _lines(box.y, box.height)})


def settled(frame: Box, others: Iterable[Box] | Standing, offset: Point, *, scale: float) -> Rest:
    """The offset nearest to ``offset`` at which ``frame`` is in line or evenly spaced with others, else on the grid.

    Each direction by itself: left edges, middles and right edges across, the same downwards. Lines go before gaps.
    """
    standing = others if isinstance(others, Standing) else Standing(others)
    reach = REACH_PIXELS / scale
    dx, column = _along(frame.x, frame.width, standing.across, offset.x, reach=reach)
    dy, row = _along(frame.y, frame.height, standing.down, offset.y, reach=reach)
    guides: list[Guide] = []
    if column is None:
        dx, gaps = _evenly(_upright(frame), standing.turned, dx, offset.x, dy, reach=reach, level=True)
        guides += gaps
    if row is None:
        dy, gaps = _evenly(frame, standing.boxes, dy, offset.y, dx, reach=reach, level=False)
        guides += gaps
    moved = Box(frame.x + dx, frame.y + dy, frame.width, frame.height)
    if column is not None:
        met = [box for box in standing.boxes if column in _lines(box.x, box.width)]
        guides.append(Guide(Point(column, _low(met, moved).y), Point(column, _low(met, moved).bottom)))
    if row is not None:
        met = [box for box in standing.boxes if row in _lines(box.y, box.height)]
        guides.append(Guide(Point(_low(met, moved).x, row), Point(_low(met, moved).right, row)))
    return Rest(dx, dy, tuple(guides))


def on_grid(value: float) -> int:
    """The grid line nearest to the value."""
    return round(value / GRID) * GRID


def _along(start: int, length: int, standing: list[int], offset: float, *, reach: float) -> tuple[int, int | None]:
    """The offset in one direction, and the line it was drawn to."""
    best: tuple[float, int, int] | None = None
    for own in _lines(start, length):
        at = bisect_left(standing, own + offset)
        for line in standing[max(0, at - 1) : at + 1]:
            miss = abs(own + offset - line)
            if miss <= reach and (best is None or miss < best[0]):
                best = (miss, line - own, line)
    if best is not None:
        return best[1], best[2]
    return on_grid(start + offset) - start, None


def _evenly(  # noqa: PLR0913, PLR0917 - one direction of a drag
    frame: Box, boxes: tuple[Box, ...], fallback: int, offset: float, aside: int, *, reach: float, level: bool
) -> tuple[int, list[Guide]]:
    """The offset at which the gaps to both neighbours, or to the next two, are equal; ``fallback`` where none is near.

    Works downwards; across, with everything laid over (``level``).
    """
    left, right = frame.x + aside, frame.right + aside
    beside = sorted((box for box in boxes if box.x < right and left < box.right), key=lambda box: box.y)
    best: tuple[float, int, int, tuple[tuple[int, int], ...]] | None = None
    for place, gaps in _even_places(frame, beside, frame.y + offset):
        miss = abs(frame.y + offset - place)
        if miss <= reach and (best is None or miss < best[0]):
            best = (miss, place - frame.y, place, gaps)
    if best is None:
        return fallback, []
    middle = (left + right) / 2
    return best[1], [
        Guide(Point(start, middle), Point(end, middle)) if level else Guide(Point(middle, start), Point(middle, end))
        for start, end in best[3]
    ]


def _even_places(frame: Box, beside: list[Box], wanted: float) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """Places of the upper edge with equal gaps, and those gaps as stretches."""
    centre = wanted + frame.height / 2
    above = [box for box in beside if box.y + box.height / 2 < centre]
    below = [box for box in beside if box.y + box.height / 2 >= centre]
    if above and below and below[0].y - above[-1].bottom >= frame.height:
        place = (above[-1].bottom + below[0].y - frame.height) // 2
        yield place, ((above[-1].bottom, place), (place + frame.height, below[0].y))
    if len(above) > 1 and (gap := above[-1].y - above[-2].bottom) > 0:
        place = above[-1].bottom + gap
        yield place, ((above[-2].bottom, above[-1].y), (above[-1].bottom, place))
    if len(below) > 1 and (gap := below[1].y - below[0].bottom) > 0:
        place = below[0].y - gap - frame.height
        yield place, ((place + frame.height, below[0].y), (below[0].bottom, below[1].y))


def _upright(box: Box) -> Box:
    """The box with its two directions exchanged."""
    return Box(box.y, box.x, box.height, box.width)


def _lines(start: int, length: int) -> tuple[int, int, int]:
    return start, start + length // 2, start + length


def _low(boxes: list[Box], moved: Box) -> Box:
    whole = moved
    for box in boxes:
        whole = whole.around(box)
    return whole
