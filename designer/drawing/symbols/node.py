"""Nodes: a card with name, one line of facts, memory bar with figures and vote pill. VMs stand on it as chips."""

from dataclasses import dataclass
from functools import lru_cache

from designer.base.texts import Decimal, Message, msg, msg_in, msg_n
from designer.base.units import MIB_PER_GIB
from designer.drawing.condition import Health
from designer.drawing.geometry import Point, Rect, Transform, rounded_rectangle
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style, baseline
from designer.drawing.marks import Group, Mark, area, card
from designer.drawing.symbols.hatch import crossed_out
from designer.drawing.symbols.icons import server_icon
from designer.drawing.symbols.pill import Pill, pill
from designer.drawing.symbols.vm import CHIP_HEIGHT
from designer.model.arrangement import NODE_HEIGHT, NODE_WIDTH

RADIUS = 9.0
PADDING = 12.0
CHIPS_TOP = 74.0
CHIP_GAP = 4.0
_TEXT_LEFT = 38.0
_NAME = Style(13, Face.SEMIBOLD)
_FACTS = Style(11, role=Role.DIM)
_FIGURES = Style(10.5, role=Role.DIM)
_FULL = Style(10.5, Face.SEMIBOLD, Role.FAILED)
_BAR = Rect(PADDING, 47, NODE_WIDTH - 2 * PADDING, 7)
_WHOLE_GIB_FROM = 10 * MIB_PER_GIB


@dataclass(frozen=True, slots=True)
class NodeLook:
    """What a node card shows; memory in MiB."""

    name: str
    facts: Message
    used_mib: int
    available_mib: int
    votes: int
    health: Health = Health.UP


@lru_cache(maxsize=16384)
def node_card(look: NodeLook, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of a node without its VMs, corner at the origin."""
    box = Rect(0, 0, NODE_WIDTH, NODE_HEIGHT)
    down = look.health is Health.DOWN
    outline = Stroke(Role.FAILED, 1.6) if down else Stroke(Role.LINE, 1.0)
    right = _corner_pill(look, lettering)
    room = right.rect.x - 6 - _TEXT_LEFT
    marks: list[Mark] = [card(box, RADIUS, Role.PANEL, outline)]
    if down:
        marks.extend(crossed_out(box, Role.FAILED))
    marks.append(Group(server_icon(Role.FAILED if down else Role.TEXT), Transform(e=11, f=10)))
    marks.append(lettering.line(look.name, Point(_TEXT_LEFT, 23), _NAME, room=room))
    marks.append(lettering.line(look.facts, Point(_TEXT_LEFT, 38.5), _FACTS, room=NODE_WIDTH - _TEXT_LEFT - PADDING))
    marks.extend(_memory(look, lettering))
    marks.extend(right.marks)
    return tuple(marks)


def chip_slots(count: int, widest: float) -> tuple[Rect, ...]:
    """Places for chips on a card, row by row; three in a row when names of width ``widest`` fit, else two.

    At most two rows; ``count`` VMs may be more than there are places.
    """
    columns = 3 if widest <= _chip_width(3) else 2
    width = _chip_width(columns)
    places = min(count, 2 * columns)
    return tuple(
        Rect(
            PADDING + (index % columns) * (width + CHIP_GAP),
            CHIPS_TOP + (index // columns) * (CHIP_HEIGHT + CHIP_GAP),
            width,
            CHIP_HEIGHT,
        )
        for index in range(places)
    )


def votes_text(votes: int) -> Message:
    """``1 vote``, ``0 votes``."""
    return msg_n("{n} vote", "{n} votes", votes)


def memory_figures(used_mib: int, available_mib: int) -> Message:
    """``59 of 93 GiB``; tenths below 10 GiB."""
    return msg("{used} of {total}\u00a0GiB", used=_gib(used_mib), total=_gib(available_mib))


def _gib(mib: int) -> Decimal:
    return Decimal(mib / MIB_PER_GIB, 0 if mib >= _WHOLE_GIB_FROM else 1, keep_zeros=False)


def _chip_width(columns: int) -> float:
    return (NODE_WIDTH - 2 * PADDING - (columns - 1) * CHIP_GAP) / columns


def _corner_pill(look: NodeLook, lettering: Lettering) -> Pill:
    at = Point(NODE_WIDTH - PADDING + 2, 19)
    if look.health is Health.DOWN:
        return pill(lettering, msg_in("state of an element", "failed"), at, role=Role.FAILED, ground=Role.FAILED_TINT)
    if look.health is Health.PENDING:
        return pill(lettering, msg_in("state of an element", "stopped"), at, role=Role.PENDING, ground=Role.BACKGROUND)
    if look.votes == 0:
        return pill(lettering, votes_text(0), at, role=Role.DIM, ground=Role.BACKGROUND)
    return pill(lettering, votes_text(look.votes), at, role=Role.PRIMARY, ground=Role.PRIMARY_TINT)


def _memory(look: NodeLook, lettering: Lettering) -> tuple[Mark, ...]:
    over = look.used_mib > look.available_mib
    share = min(1.0, look.used_mib / look.available_mib) if look.available_mib else float(look.used_mib > 0)
    track = area(rounded_rectangle(_BAR, _BAR.height / 2), Role.TRACK)
    role = Role.OFFLINE if look.health is Health.DOWN else Role.FAILED if over else Role.ONLINE
    filled = Rect(_BAR.x, _BAR.y, max(_BAR.height / 2, _BAR.width * share), _BAR.height)
    words = memory_figures(look.used_mib, look.available_mib)
    style = _FULL if over else _FIGURES
    at = Point(_BAR.right, baseline(62.5, style.size))
    figures = lettering.line(words, at, style, anchor="end", room=_BAR.width)
    bar = (area(rounded_rectangle(filled, _BAR.height / 2), role),) if share > 0 else ()
    return (track, *bar, figures)
