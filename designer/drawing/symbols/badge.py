"""Badges of findings: an octagon E, a triangle W, a circle i. The shape says what the colour says."""

from functools import lru_cache
from math import cos, pi, sin

from designer.drawing.geometry import Point, circle, polyline
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style, baseline
from designer.drawing.marks import Mark, Path

BADGE_RADIUS = 9.0
SEVERITIES = ("error", "warning", "info")
"""From the gravest."""


@lru_cache(maxsize=64)
def badge(severity: str, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of a badge, its middle at the origin, ringed in the panel's colour to stand out on anything."""
    ring = Stroke(Role.PANEL, 1.5)
    middle = Point(0, 0)
    if severity == "error":
        angles = [(2 * number + 1) * pi / 8 for number in range(8)]
        corners = [Point(cos(angle) * BADGE_RADIUS, sin(angle) * BADGE_RADIUS) for angle in angles]
        return (Path(polyline(corners, closed=True), Role.FAILED, ring), _letter("E", middle, lettering))
    if severity == "warning":
        triangle = polyline((Point(0, -10), Point(10.5, 8), Point(-10.5, 8)), closed=True)
        return (Path(triangle, Role.PENDING, ring), _letter("W", Point(0, 2.6), lettering, 8.6))
    return (Path(circle(middle, BADGE_RADIUS - 0.5), Role.PRIMARY, ring), _letter("i", middle, lettering))


def _letter(letter: str, middle: Point, lettering: Lettering, size: float = 10.5) -> Mark:
    style = Style(size, Face.BOLD, Role.ON_SOLID)
    return lettering.line(letter, Point(middle.x, baseline(middle.y, size)), style, anchor="middle")
