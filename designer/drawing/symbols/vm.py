"""Virtual machines: chips with a state dot and letter."""

from dataclasses import dataclass
from functools import lru_cache

from designer.drawing.condition import STATUS_LETTER, STATUS_ROLE, VmStatus
from designer.drawing.geometry import Point, Rect, circle
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style, baseline
from designer.drawing.marks import Group, Mark, card, dot, line

CHIP_HEIGHT = 19.0
_DOT = Point(10.5, CHIP_HEIGHT / 2)
_RADIUS = 5.6
_TEXT_LEFT = 20.0
_TEXT_RIGHT = 6.0
_NAME = Style(11)
_GHOST_DASH = (3.0, 2.0)


@dataclass(frozen=True, slots=True)
class ChipLook:
    """What a chip shows. A ghost is a VM that is on its way here."""

    name: str
    width: float
    status: VmStatus = VmStatus.RUNNING
    ghost: bool = False
    moving: bool = False


@lru_cache(maxsize=4096)
def chip(look: ChipLook, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of a chip with its corner at the origin."""
    role = Role.PRIMARY if look.moving or look.ghost else STATUS_ROLE[look.status]
    quiet = look.status in {VmStatus.OFFLINE, VmStatus.FAILED} or look.ghost
    outline = Stroke(role, 1.6 if look.moving else 1.0, _GHOST_DASH if quiet else ())
    box = card(Rect(0, 0, look.width, CHIP_HEIGHT), 5, Role.PANEL, outline)
    name = Style(_NAME.size, role=Role.DIM) if quiet else _NAME
    room = look.width - _TEXT_LEFT - _TEXT_RIGHT
    words = lettering.line(look.name, Point(_TEXT_LEFT, baseline(CHIP_HEIGHT / 2, name.size)), name, room=room)
    marks: tuple[Mark, ...] = (box, *state_dot(lettering, _DOT, look.status), words)
    return (Group(marks, opacity=0.75),) if look.ghost else marks


def state_dot(lettering: Lettering, centre: Point, status: VmStatus) -> tuple[Mark, ...]:
    """The disc of a state with its letter: full when running or pending, a ring when not."""
    role = STATUS_ROLE[status]
    full = status in {VmStatus.RUNNING, VmStatus.PENDING, VmStatus.PAUSED}
    disc = dot(centre, _RADIUS, role) if full else line(circle(centre, _RADIUS - 0.6), role, 1.2)
    style = Style(7.6, Face.BOLD, Role.ON_SOLID if full else role)
    at = Point(centre.x, baseline(centre.y, style.size))
    return disc, lettering.line(STATUS_LETTER[status], at, style, anchor="middle")


@lru_cache(maxsize=512)
def more_chip(count: int, width: float, lettering: Lettering) -> tuple[Mark, ...]:
    """The chip that says how many VMs are not shown."""
    box = card(Rect(0, 0, width, CHIP_HEIGHT), 5, Role.BACKGROUND, Stroke(Role.LINE, 1.0))
    style = Style(11, Face.MEDIUM, Role.DIM)
    at = Point(width / 2, baseline(CHIP_HEIGHT / 2, style.size))
    return box, lettering.line(f"+{count}", at, style, anchor="middle")
