"""The small signs inside cards, drawn as marks: an 18-point box with its corner at the origin."""

from designer.drawing.geometry import Curve, Point, Rect, circle, ellipse, joined, polyline, rounded_rectangle
from designer.drawing.ink import Role
from designer.drawing.marks import Mark, dot, line

SIZE = 18.0
_WIDTH = 1.5


def server_icon(role: Role = Role.TEXT) -> tuple[Mark, ...]:
    """Two stacked units, each with a lamp and a slot."""
    boxes = joined(rounded_rectangle(Rect(2, top, 14, 6.2), 1.8) for top in (2.2, 9.8))
    slots = joined(polyline((Point(9, middle), Point(13, middle))) for middle in (5.3, 12.9))
    lamps = tuple(dot(Point(5.2, middle), 0.95, role) for middle in (5.3, 12.9))
    return (line(boxes, role, _WIDTH), line(slots, role, 1.3), *lamps)


def array_icon(role: Role = Role.TEXT) -> tuple[Mark, ...]:
    """A drum of two platters."""
    side = Curve(
        "MLCCL",
        (*(3, 4.4, 3, 13.6), *(3, 15.2, 5.7, 16.3, 9, 16.3), *(12.3, 16.3, 15, 15.2, 15, 13.6), *(15, 4.4)),
    )
    middle = Curve("MCC", (*(3, 9), *(3, 10.6, 5.7, 11.7, 9, 11.7), *(12.3, 11.7, 15, 10.6, 15, 9)))
    return (line(joined((ellipse(Point(9, 4.4), 6, 2.7), side, middle)), role, _WIDTH),)


def folder_icon(role: Role = Role.THIRD) -> tuple[Mark, ...]:
    """A file share."""
    shape = Curve(
        "MLLLLCLCLCLCZ",
        (
            *(3.7, 3.5),
            *(7.2, 3.5),
            *(9.2, 5.7),
            *(14.4, 5.7),
            *(14.4, 5.7),
            *(15.5, 5.7, 16.2, 6.4, 16.2, 7.4),
            *(16.2, 13.2),
            *(16.2, 14.2, 15.5, 14.9, 14.4, 14.9),
            *(3.6, 14.9),
            *(2.5, 14.9, 1.8, 14.2, 1.8, 13.2),
            *(1.8, 5.2),
            *(1.8, 4.2, 2.6, 3.5, 3.7, 3.5),
        ),
    )
    return (line(shape, role, _WIDTH),)


def disk_icon(role: Role = Role.THIRD) -> tuple[Mark, ...]:
    """A single disk."""
    return (
        line(joined((rounded_rectangle(Rect(2, 3, 14, 12), 2.2), circle(Point(9, 9), 3.2))), role, _WIDTH),
        dot(Point(9, 9), 0.95, role),
    )


def cloud_icon(role: Role = Role.THIRD) -> tuple[Mark, ...]:
    """A cloud."""
    shape = Curve(
        "MCCCCZ",
        (
            *(5, 14.5),
            *(1, 14.5, 0.8, 9.3, 4.6, 9),
            *(4.6, 3.2, 12.4, 2.6, 13.2, 7.6),
            *(17.6, 7.4, 18, 14.5, 13.4, 14.5),
            *(11, 14.5, 8, 14.5, 5, 14.5),
        ),
    )
    return (line(shape, role, _WIDTH),)
