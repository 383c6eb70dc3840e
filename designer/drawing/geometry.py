"""Points, rectangles, curves and the few questions asked of them. The unit is the point, y grows downwards.

Knows nothing of clusters or toolkits. Round shapes are built from cubics here, once, so that every
surface receives the same numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, fsum, hypot
from typing import NamedTuple

ROUND = 0.5522847498307936
"""How far a cubic's control points lie along the tangents to draw a quarter of a circle (4/3·(√2−1))."""

_COORDINATES = {"M": 2, "L": 2, "C": 6, "Z": 0}
_FLAT_STEPS = 12


class Point(NamedTuple):
    """A place on the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle; width and height are not negative."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> "Rect":
        """The same size, ``dx`` to the right and ``dy`` down."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, margin: float) -> "Rect":
        """Larger by ``margin`` on every side; a negative margin shrinks, never below nothing."""
        width, height = max(0.0, self.width + 2 * margin), max(0.0, self.height + 2 * margin)
        return Rect(self.centre.x - width / 2, self.centre.y - height / 2, width, height)

    def whole(self) -> "Rect":
        """The smallest rectangle around it with its corners on whole points: pictures then meet whole pixels."""
        left, top = floor(self.x), floor(self.y)
        return Rect(left, top, ceil(self.right) - left, ceil(self.bottom) - top)

    def united(self, other: "Rect") -> "Rect":
        """The smallest rectangle around both."""
        left, top = min(self.x, other.x), min(self.y, other.y)
        return Rect(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)

    def overlaps(self, other: "Rect", gap: float = 0.0) -> bool:
        """Whether the insides meet, or come nearer than ``gap``."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def contains(self, other: "Rect", tolerance: float = 1e-6) -> bool:
        """Whether ``other`` lies wholly inside or on the edge."""
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x <= point.x <= self.right and self.y <= point.y <= self.bottom


def around(rectangles: Iterable[Rect]) -> Rect:
    """The smallest rectangle around all of them; an empty one at the origin for none."""
    found = list(rectangles)
    if not found:
        return Rect(0, 0, 0, 0)
    left, top = min(r.x for r in found), min(r.y for r in found)
    return Rect(left, top, max(r.right for r in found) - left, max(r.bottom for r in found) - top)


@dataclass(frozen=True, slots=True)
class Transform:
    """An affine map in the order of PDF and SVG: ``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> Point:
        """Where the point goes."""
        return Point(self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def after(self, first: "Transform") -> "Transform":
        """The map that does ``first`` and then this one."""
        return Transform(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def apply_to_rect(self, rect: Rect) -> Rect:
        """The upright rectangle around the mapped corners."""
        corners = [
            self.apply(x, y)
            for x, y in ((rect.x, rect.y), (rect.right, rect.y), (rect.x, rect.bottom), (rect.right, rect.bottom))
        ]
        left, top = min(p.x for p in corners), min(p.y for p in corners)
        return Rect(left, top, max(p.x for p in corners) - left, max(p.y for p in corners) - top)


IDENTITY = Transform()


def translation(dx: float, dy: float) -> Transform:
    """The map that moves by ``dx`` and ``dy``."""
    return Transform(e=dx, f=dy)


def scaling(factor: float) -> Transform:
    """The map that enlarges from the origin."""
    return Transform(a=factor, d=factor)


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn line or area: verbs ``M`` move, ``L`` line, ``C`` cubic, ``Z`` close, and their coordinates in one row.

    One flat row of numbers instead of an object per segment: a picture has thousands of segments and is
    composed within a frame.
    """

    verbs: str
    coordinates: tuple[float, ...]

    def segments(self) -> Iterable[tuple[str, tuple[float, ...]]]:
        """Each verb with its own coordinates, in drawing order."""
        start = 0
        for verb in self.verbs:
            end = start + _COORDINATES[verb]
            yield verb, self.coordinates[start:end]
            start = end

    def bounds(self) -> Rect:
        """The rectangle around all points, control points included: never too small."""
        xs, ys = self.coordinates[0::2], self.coordinates[1::2]
        if not xs:
            return Rect(0, 0, 0, 0)
        return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def flattened(self) -> tuple[tuple[Point, ...], ...]:
        """The curve as open polylines, one for each move; cubics in twelve steps."""
        lines: list[list[Point]] = []
        for verb, numbers in self.segments():
            if verb == "M":
                lines.append([Point(*numbers)])
            elif verb == "L":
                lines[-1].append(Point(*numbers))
            elif verb == "C":
                lines[-1].extend(_cubic_points(lines[-1][-1], numbers))
            else:
                lines[-1].append(lines[-1][0])
        return tuple(tuple(line) for line in lines)


def polyline(points: Sequence[Point], *, closed: bool = False) -> Curve:
    """Straight lines through the points in order."""
    verbs = "M" + "L" * (len(points) - 1) + ("Z" if closed else "")
    return Curve(verbs, tuple(value for point in points for value in point))


def rounded_polyline(points: Sequence[Point], radius: float) -> Curve:
    """Straight lines with rounded corners; a corner takes at most half of its shorter side."""
    verbs, numbers = ["M"], [*points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
        if reach < 0.1:
            verbs.append("L")
            numbers.extend(corner)
            continue
        enter, leave = towards(corner, before, reach), towards(corner, after, reach)
        near, far = towards(corner, enter, reach * (1 - ROUND)), towards(corner, leave, reach * (1 - ROUND))
        verbs += "LC"
        numbers += [*enter, *near, *far, *leave]
    verbs.append("L")
    numbers += points[-1]
    return Curve("".join(verbs), tuple(numbers))


def rectangle(rect: Rect) -> Curve:
    """The outline of a rectangle."""
    return Curve("MLLLZ", (rect.x, rect.y, rect.right, rect.y, rect.right, rect.bottom, rect.x, rect.bottom))


def rounded_rectangle(rect: Rect, radius: float) -> Curve:
    """The outline of a rectangle with round corners; the radius is held to half of the shorter side."""
    r = min(radius, rect.width / 2, rect.height / 2)
    k = r * (1 - ROUND)
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return Curve(
        "MLCLCLCLCZ",
        (
            *(left + r, top, right - r, top),
            *(right - k, top, right, top + k, right, top + r),
            *(right, bottom - r),
            *(right, bottom - k, right - k, bottom, right - r, bottom),
            *(left + r, bottom),
            *(left + k, bottom, left, bottom - k, left, bottom - r),
            *(left, top + r),
            *(left, top + k, left + k, top, left + r, top),
        ),
    )


def ellipse(centre: Point, rx: float, ry: float) -> Curve:
    """An ellipse of four cubics."""
    x, y, kx, ky = centre.x, centre.y, rx * ROUND, ry * ROUND
    return Curve(
        "MCCCCZ",
        (
            *(x + rx, y),
            *(x + rx, y + ky, x + kx, y + ry, x, y + ry),
            *(x - kx, y + ry, x - rx, y + ky, x - rx, y),
            *(x - rx, y - ky, x - kx, y - ry, x, y - ry),
            *(x + kx, y - ry, x + rx, y - ky, x + rx, y),
        ),
    )


def circle(centre: Point, radius: float) -> Curve:
    """A circle of four cubics."""
    return ellipse(centre, radius, radius)


def joined(curves: Iterable[Curve]) -> Curve:
    """One curve that draws all of them, non-zero winding."""
    found = tuple(curves)
    return Curve("".join(c.verbs for c in found), tuple(value for c in found for value in c.coordinates))


def distance(start: Point, end: Point) -> float:
    """How far apart the two points are."""
    return hypot(end.x - start.x, end.y - start.y)


def towards(start: Point, end: Point, length: float) -> Point:
    """The point ``length`` away from ``start`` in the direction of ``end``; ``start`` itself if they coincide."""
    whole = distance(start, end)
    if whole == 0:
        return start
    return Point(start.x + (end.x - start.x) * length / whole, start.y + (end.y - start.y) * length / whole)


def length_of(points: Sequence[Point]) -> float:
    """The length of a polyline."""
    return fsum(distance(a, b) for a, b in pairwise(points))


def point_along(points: Sequence[Point], share: float) -> Point:
    """The point at ``share`` (0 to 1) of a polyline's length."""
    left = length_of(points) * min(1.0, max(0.0, share))
    for start, end in pairwise(points):
        step = distance(start, end)
        if step >= left > 0 or (left == 0 and step > 0):
            return towards(start, end, left)
        left -= step
    return points[-1]


def crosses(start: Point, end: Point, rect: Rect) -> bool:
    """Whether the straight line between the points enters the inside of the rectangle."""
    low, high = 0.0, 1.0
    for origin, delta, least, most in (
        (start.x, end.x - start.x, rect.x, rect.right),
        (start.y, end.y - start.y, rect.y, rect.bottom),
    ):
        if delta == 0:
            if not least < origin < most:
                return False
            continue
        first, second = sorted(((least - origin) / delta, (most - origin) / delta))
        low, high = max(low, first), min(high, second)
    return low < high


def _cubic_points(start: Point, numbers: tuple[float, ...]) -> list[Point]:
    x1, y1, x2, y2, x3, y3 = numbers
    points = []
    for step in range(1, _FLAT_STEPS + 1):
        t = step / _FLAT_STEPS
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append(Point(a * start.x + b * x1 + c * x2 + d * x3, a * start.y + b * y1 + c * y2 + d * y3))
    return points
