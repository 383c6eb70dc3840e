"""The closed set of marks a picture is made of. Adapters draw these three and know nothing else.

Conventions: points as unit, y down, butt caps, miter joins, non-zero winding, dash lengths in points,
colours as roles that a palette resolves, so that geometry is the same whichever theme is on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designer.drawing.geometry import IDENTITY, Curve, Point, Rect, Transform, around, circle, rounded_rectangle
from designer.drawing.ink import Face, Role, Stroke


@dataclass(frozen=True, slots=True)
class Path:
    """A line or an area. Filled first, then stroked over."""

    curve: Curve
    fill: Role | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text from its baseline's left end.

    Anchoring, wrapping and eliding are done before, with a ruler; ``width`` is the advance that ruler
    measured, so no adapter ever measures.
    """

    origin: Point
    text: str
    width: float
    size: float
    face: Face = Face.REGULAR
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Group:
    """Marks under a transform. Opacity multiplies into each mark, it does not flatten the group first."""

    marks: "tuple[Mark, ...]"
    transform: Transform = IDENTITY
    opacity: float = 1.0


Mark = Path | Text | Group

ASCENT = 0.78
DESCENT = 0.22
CAP_HEIGHT = 0.698
"""Shares of the size that the bundled family's capitals, tallest and deepest letters take."""


def area(curve: Curve, fill: Role) -> Path:
    """A filled area without outline."""
    return Path(curve, fill)


def line(curve: Curve, role: Role, width: float = 1.0, dash: tuple[float, ...] = ()) -> Path:
    """A line without fill."""
    return Path(curve, None, Stroke(role, width, dash))


def card(rect: Rect, radius: float, fill: Role, stroke: Stroke) -> Path:
    """A rounded box with an outline."""
    return Path(rounded_rectangle(rect, radius), fill, stroke)


def dot(centre: Point, radius: float, role: Role) -> Path:
    """A filled circle."""
    return Path(circle(centre, radius), role)


def text_bounds(text: Text) -> Rect:
    """The rectangle from the tallest to the deepest letter a line of text can have."""
    top = text.origin.y - text.size * ASCENT
    return Rect(text.origin.x, top, text.width, text.size * (ASCENT + DESCENT))


def bounds_of(marks: Iterable[Mark]) -> Rect:
    """The rectangle around the marks, half of the line widths included."""
    return around(_bounds(mark) for mark in marks)


def texts_of(marks: Iterable[Mark]) -> Iterator[tuple[Text, Transform]]:
    """Every text with the transform it is drawn under, in drawing order."""
    return ((mark, transform) for mark, transform in flattened(marks) if isinstance(mark, Text))


def flattened(marks: Iterable[Mark], transform: Transform = IDENTITY) -> Iterator[tuple[Path | Text, Transform]]:
    """Every path and text with the transform it is drawn under, in drawing order."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from flattened(mark.marks, transform.after(mark.transform))
        else:
            yield mark, transform


def _bounds(mark: Mark) -> Rect:
    match mark:
        case Path():
            return mark.curve.bounds().grown(mark.stroke.width / 2 if mark.stroke else 0.0)
        case Text():
            return text_bounds(mark)
        case Group():
            return mark.transform.apply_to_rect(bounds_of(mark.marks))
