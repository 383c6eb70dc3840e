"""Paths of links: out of edges, round symbols, apart from each other. Pure geometry over rectangles.

A link tries simple paths of at most five straight pieces in a fixed order and takes the cheapest that enters no
obstacle. Where none is free (symbols stacked on each other by hand) it takes the one that enters the fewest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from designer.drawing.geometry import Point, Rect, crosses, distance, length_of

Side = Literal["left", "right", "top", "bottom"]
_OUTWARD: dict[Side, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}
_STUB_PAIRS = ((8.0, 8.0), (5.0, 12.0), (12.0, 5.0), (8.0, 16.0), (16.0, 8.0), (5.0, 20.0), (11.0, 24.0), (5.0, 28.0))
"""How far a path goes straight out of its two ends, in the order tried: parallel paths find different ones free."""
_CROWD, _STUBS_WHEN_CROWDED = 24, 4
"""Among very many lines some run together anyway: beyond this number fewer ways out are tried, to stay quick."""

_CELL, _LINEAR = 512.0, 64
"""Beyond this number of obstacles they are found by the cells of a grid that they touch."""

_CLEARANCES = (8.0, 4.0, 12.0, 20.0)
_LEVEL = frozenset({"left", "right"})
_NEAR = 3.0
_BEND_COST = 14.0
_SHARED_COST = 400.0
_CROSSING_COST = 40.0
_HIT_COST = 100_000.0
_TRIES = 4
_BLOCKED_KEPT = 10


@dataclass(frozen=True, slots=True)
class Port:
    """Where a link leaves a symbol, and through which of its sides."""

    point: Point
    side: Side


def port(rect: Rect, side: Side, share: float = 0.5) -> Port:
    """The port at ``share`` of a side's length."""
    if side in {"left", "right"}:
        return Port(Point(rect.x if side == "left" else rect.right, rect.y + rect.height * share), side)
    return Port(Point(rect.x + rect.width * share, rect.y if side == "top" else rect.bottom), side)


_Piece = tuple[float, float, float, float]
"""The box of a straight piece: left, top, right, bottom."""
_Obstacle = tuple[float, float, float, float, Rect]


class Router:
    """Routes links one after the other round the same obstacles; later ones keep off earlier ones."""

    def __init__(self, obstacles: Sequence[Rect]) -> None:
        self._boxes = [(rect.x, rect.y, rect.right, rect.bottom, rect) for rect in obstacles]
        self._taken: list[tuple[_Piece, tuple[tuple[_Piece, Point, Point], ...]]] = []
        upright = tuple(sorted(_channels((box[0], box[2]) for box in self._boxes)))
        level = tuple(sorted(_channels((box[1], box[3]) for box in self._boxes)))
        self._channels = (upright, level)
        self._cells = _cells(self._boxes) if len(self._boxes) > _LINEAR else None

    def avoiding(self, rectangles: Sequence[Rect]) -> "Router":
        """A router with further obstacles that keeps off the same lines; what it takes is its own."""
        wider = Router((*(box[4] for box in self._boxes), *rectangles))
        wider._taken = list(self._taken)
        return wider

    @property
    def taken(self) -> tuple[tuple[Point, ...], ...]:
        """The paths that later ones keep off, in the order they were taken."""
        return tuple((pieces[0][1], *(end for _, _, end in pieces)) for _, pieces in self._taken)

    def route(self, choices: Sequence[tuple[Port, Port]]) -> tuple[Point, ...]:
        """The cheapest path over all pairs of ports, which is then taken."""
        points = self.cheapest(choices)
        self.take(points)
        return points

    def cheapest(self, choices: Sequence[tuple[Port, Port]]) -> tuple[Point, ...]:
        """The cheapest path over all pairs of ports."""
        best: tuple[float, tuple[Point, ...]] | None = None
        for start, end in choices:
            found = self._best(start, end)
            if best is None or found < best:
                best = found
            if best[0] <= distance(start.point, end.point) + 0.01:
                break
        return best[1] if best is not None else ()

    def take(self, points: Sequence[Point]) -> None:
        """Keep later links off this path."""
        if len(points) > 1:
            self._taken.append((_frame(points), tuple((_box(a, b), a, b) for a, b in pairwise(points))))

    def is_free(self, points: Sequence[Point]) -> bool:
        """Whether the path enters no obstacle."""
        return self._hits(points, 1) == 0

    def _hits(self, points: Sequence[Point], most: int = 1000) -> int:
        """How many times a piece of the path enters an obstacle; counting stops at ``most``."""
        hits = 0
        for a, b in pairwise(points):
            left, top, right, bottom = _box(a, b)
            slanted = left != right and top != bottom
            for x, y, x2, y2, rect in self._boxes if self._cells is None else self._near(left, top, right, bottom):
                if left < x2 and right > x and top < y2 and bottom > y and (not slanted or crosses(a, b, rect)):
                    hits += 1
                    if hits >= most:
                        return hits
        return hits

    def _near(self, left: float, top: float, right: float, bottom: float) -> Iterable["_Obstacle"]:
        """The obstacles in the cells that a piece touches, each once."""
        cells = self._cells or {}
        found = {
            id(box): box
            for column in range(int(left // _CELL), int(right // _CELL) + 1)
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1)
            for box in cells.get((column, row), ())
        }
        return found.values()

    def _best(self, start: Port, end: Port) -> tuple[float, tuple[Point, ...]]:
        """The cheapest free path, else the one that enters the fewest obstacles.

        Other stubs are tried only while every path found runs on top of another line.
        """
        best: tuple[float, tuple[Point, ...]] | None = None
        blocked: list[tuple[Point, ...]] = []
        for bundle in self._bundles(start, end):
            alone = False
            for points in islice(self._unblocked(bundle, blocked), _TRIES):
                plain = _plain_cost(points)
                extra = self._neighbour_cost(points, _HIT_COST if best is None else best[0] - plain)
                if best is None or (plain + extra, points) < best:
                    best = plain + extra, points
                alone = alone or extra < _SHARED_COST
                if extra == 0:
                    break
            if alone:
                break
        if best is not None:
            return best
        costs = [(_plain_cost(points) + self._hits(points) * _HIT_COST, points) for points in blocked]
        return min(costs, default=(_HIT_COST * _BLOCKED_KEPT, (start.point, end.point)))

    def _unblocked(
        self, bundle: Iterable[tuple[Point, ...]], blocked: list[tuple[Point, ...]]
    ) -> Iterator[tuple[Point, ...]]:
        """The paths that enter no obstacle; some of the others are kept in ``blocked``."""
        for points in bundle:
            if not self._hits(points, 1):
                yield points
            elif len(blocked) < _BLOCKED_KEPT:
                blocked.append(points)

    def _bundles(self, start: Port, end: Port) -> Iterator[Iterator[tuple[Point, ...]]]:
        """Paths to try: the straight one, then for each pair of stubs a bundle with the cheapest first."""
        if _faces(start, end):
            yield iter([(start.point, end.point)])
        levels = (start.side in _LEVEL, end.side in _LEVEL)
        for first, last in _STUB_PAIRS[: _STUBS_WHEN_CROWDED if len(self._taken) > _CROWD else None]:
            p, q = _stub(start, first), _stub(end, last)
            middles = sorted(_middles(p, q, levels, self._channels))
            whole = (_simplified((start.point, p, *middle, q, end.point)) for _, middle in middles)
            yield (points for points in whole if not _turns_back(points))

    def _neighbour_cost(self, points: Sequence[Point], most: float) -> float:
        """What it costs to run on or across other lines; counting stops where the path is neither alone nor cheap."""
        cost, enough = 0.0, max(most, _SHARED_COST)
        left, top, right, bottom = _frame(points)
        near = [
            pieces
            for (x, y, x2, y2), pieces in self._taken
            if left <= x2 + _NEAR and right >= x - _NEAR and top <= y2 + _NEAR and bottom >= y - _NEAR
        ]
        for a, b in pairwise(points):
            left, top, right, bottom = _box(a, b)
            left, top, right, bottom = left - _NEAR, top - _NEAR, right + _NEAR, bottom + _NEAR
            for pieces in near:
                for (x, y, x2, y2), c, d in pieces:
                    if left > x2 or right < x or top > y2 or bottom < y:
                        continue
                    if _share(a, b, c, d):
                        cost += _SHARED_COST
                    elif _cross(a, b, c, d):
                        cost += _CROSSING_COST
            if cost > enough:
                break
        return cost


def through(start: Point, waypoints: Sequence[Point], end: Point) -> tuple[Point, ...]:
    """The path a person drew: straight from one waypoint to the next."""
    return _simplified((start, *waypoints, end))


def facing_side(rect: Rect, towards: Point) -> Side:
    """The side of the rectangle that looks at the point."""
    dx, dy = towards.x - rect.centre.x, towards.y - rect.centre.y
    if abs(dx) * rect.height >= abs(dy) * rect.width:
        return "right" if dx > 0 else "left"
    return "bottom" if dy > 0 else "top"


def _channels(edges: Iterable[tuple[float, float]]) -> set[float]:
    """Where lines may pass beside obstacles, given the low and the high edge of each."""
    return {value for low, high in edges for gap in _CLEARANCES for value in (low - gap, high + gap)}


def _cells(boxes: Iterable[_Obstacle]) -> dict[tuple[int, int], list[_Obstacle]]:
    """The obstacles by the cells of a grid that they touch."""
    cells: dict[tuple[int, int], list[_Obstacle]] = {}
    for box in boxes:
        for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
            for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
                cells.setdefault((column, row), []).append(box)
    return cells


def _frame(points: Sequence[Point]) -> _Piece:
    xs, ys = [point.x for point in points], [point.y for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _box(a: Point, b: Point) -> _Piece:
    left, right = (a.x, b.x) if a.x <= b.x else (b.x, a.x)
    top, bottom = (a.y, b.y) if a.y <= b.y else (b.y, a.y)
    return left, top, right, bottom


def _plain_cost(points: tuple[Point, ...]) -> float:
    return length_of(points) + _BEND_COST * (len(points) - 2)


def _stub(start: Port, reach: float) -> Point:
    dx, dy = _OUTWARD[start.side]
    return Point(start.point.x + dx * reach, start.point.y + dy * reach)


def _faces(start: Port, end: Port) -> bool:
    """Whether a straight line leaves both ports outwards."""
    (sx, sy), (ex, ey) = _OUTWARD[start.side], _OUTWARD[end.side]
    if (sx, sy) != (-ex, -ey):
        return False
    dx, dy = end.point.x - start.point.x, end.point.y - start.point.y
    return (abs(dy) < 0.5 and dx * sx > 0) if sx else (abs(dx) < 0.5 and dy * sy > 0)


def _middles(
    p: Point, q: Point, levels: tuple[bool, bool], channels: tuple[Sequence[float], Sequence[float]]
) -> Iterator[tuple[float, tuple[Point, ...]]]:
    """Ways from ``p`` to ``q`` with the cost of their length and bends.

    ``levels`` says of each end whether its port is left level, ``channels`` where upright and level pieces may pass.
    """
    starts_level, ends_level = levels
    direct = abs(p.x - q.x) + abs(p.y - q.y)
    upright_start, upright_end = _BEND_COST * starts_level, _BEND_COST * ends_level
    level_start, level_end = _BEND_COST - upright_start, _BEND_COST - upright_end
    yield direct + _BEND_COST + upright_start + level_end, (Point(p.x, q.y),)
    yield direct + _BEND_COST + level_start + upright_end, (Point(q.x, p.y),)
    bends = 2 * _BEND_COST + level_start + level_end
    for x in (*channels[0], (p.x + q.x) / 2):
        yield abs(p.x - x) + abs(x - q.x) + abs(p.y - q.y) + bends, (Point(x, p.y), Point(x, q.y))
    bends = 2 * _BEND_COST + upright_start + upright_end
    for y in (*channels[1], (p.y + q.y) / 2):
        yield abs(p.y - y) + abs(y - q.y) + abs(p.x - q.x) + bends, (Point(p.x, y), Point(q.x, y))


def _simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without repeated points and without corners that do not turn."""
    kept: list[Point] = []
    for point in points:
        if kept and distance(kept[-1], point) < 0.01:
            continue
        while len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _is_straight(a: Point, b: Point, c: Point) -> bool:
    forward = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) > 0
    return forward and abs((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)) < 0.01


def _turns_back(points: Sequence[Point]) -> bool:
    """Whether the path folds onto itself at a corner."""
    return any(
        (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < -0.01
        for a, b, c in zip(points, points[1:], points[2:], strict=False)
    )


def _share(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two upright or level pieces run on top of each other for a while."""
    if abs(a.x - b.x) < 0.01 and abs(c.x - d.x) < 0.01:
        return abs(a.x - c.x) < _NEAR and _overlap(a.y, b.y, c.y, d.y) > 1
    if abs(a.y - b.y) < 0.01 and abs(c.y - d.y) < 0.01:
        return abs(a.y - c.y) < _NEAR and _overlap(a.x, b.x, c.x, d.x) > 1
    return False


def _overlap(a: float, b: float, c: float, d: float) -> float:
    return min(max(a, b), max(c, d)) - max(min(a, b), min(c, d))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the inside of the one piece meets the inside of the other."""
    first, second = _turn(a, b, c), _turn(a, b, d)
    third, fourth = _turn(c, d, a), _turn(c, d, b)
    return first * second < 0 and third * fourth < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
