"""Storage arrays: a card with name, model, the strip of LUNs and the role pill."""

from dataclasses import dataclass
from functools import lru_cache

from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.condition import Health
from designer.drawing.geometry import Point, Rect, Transform, rounded_rectangle
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Group, Mark, area, card
from designer.drawing.symbols.hatch import crossed_out
from designer.drawing.symbols.icons import array_icon
from designer.drawing.symbols.pill import pill
from designer.model.arrangement import ARRAY_HEIGHT, ARRAY_WIDTH
from designer.model.array import Array, ArrayFamily

RADIUS = 9.0
_PADDING = 12.0
_TEXT_LEFT = 38.0
_STRIP = Rect(_PADDING, 51, ARRAY_WIDTH - 2 * _PADDING, 9)
_MOST_SEGMENTS = 48
_NAME = Style(13, Face.SEMIBOLD)
_FACTS = Style(11, role=Role.DIM)
_FAMILY_NAMES = {
    ArrayFamily.CLARIION: "CLARiiON",
    ArrayFamily.VNX: "VNX",
    ArrayFamily.DMX: "Symmetrix DMX",
    ArrayFamily.VMAX: "VMAX",
    ArrayFamily.POWERMAX: "PowerMax",
    ArrayFamily.OTHER: "",
}


@dataclass(frozen=True, slots=True)
class ArrayLook:
    """What an array card shows. ``role`` is R1, R2, both or empty."""

    name: str
    facts: Message
    role: str
    health: Health = Health.UP


@lru_cache(maxsize=512)
def array_card(look: ArrayLook, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of an array without its LUNs, corner at the origin."""
    box = Rect(0, 0, ARRAY_WIDTH, ARRAY_HEIGHT)
    down = look.health is Health.DOWN
    marks: list[Mark] = [card(box, RADIUS, Role.PANEL, Stroke(Role.FAILED, 1.6) if down else Stroke(Role.LINE, 1.0))]
    if down:
        marks.extend(crossed_out(box, Role.FAILED))
    marks.append(Group(array_icon(Role.FAILED if down else Role.TEXT), Transform(e=11, f=9)))
    right = ARRAY_WIDTH - _PADDING
    words = msg_in("state of an element", "failed") if down else look.role
    if words:
        role, ground = (Role.FAILED, Role.FAILED_TINT) if down else (Role.REPLICATION, Role.REPLICATION_TINT)
        shown = pill(lettering, words, Point(right + 2, 19), role=role, ground=ground)
        marks.extend(shown.marks)
        right = shown.rect.x - 6
    marks.append(lettering.line(look.name, Point(_TEXT_LEFT, 22.5), _NAME, room=right - _TEXT_LEFT))
    facts_room = ARRAY_WIDTH - _TEXT_LEFT - _PADDING
    marks.append(lettering.line(look.facts, Point(_TEXT_LEFT, 38.5), _FACTS, room=facts_room))
    return tuple(marks)


def lun_slots(count: int) -> tuple[Rect, ...]:
    """Places of LUNs on the strip, left to right; at most 48, further LUNs are told in figures only."""
    shown = min(count, _MOST_SEGMENTS)
    if not shown:
        return ()
    gap = 2.0 if shown <= _MOST_SEGMENTS // 2 else 1.0
    width = min(52.0, (_STRIP.width - gap * (shown - 1)) / shown)
    return tuple(Rect(_STRIP.x + index * (width + gap), _STRIP.y, width, _STRIP.height) for index in range(shown))


@lru_cache(maxsize=4096)
def lun_segment(width: float, *, writable: bool, replicating: bool, health: Health) -> tuple[Mark, ...]:
    """A LUN on the strip: full where hosts write, pale where they may not, dashed where a copy is not kept up."""
    box = Rect(0, 0, width, _STRIP.height)
    radius = min(2.0, width / 3)
    role = Role.OFFLINE if not writable or health is Health.DOWN else Role.REPLICATION
    if not replicating and not writable:
        return (card(box.grown(-0.5), radius, Role.PANEL, Stroke(role, 1.0, (2.0, 1.5))),)
    if writable:
        return (area(rounded_rectangle(box, radius), role),)
    return (card(box.grown(-0.5), radius, Role.TRACK, Stroke(role, 1.0)),)


def array_facts(array: Array, luns: int) -> Message:
    """``CLARiiON CX4-240 · 6 LUNs``."""
    family = _FAMILY_NAMES[array.family]
    model = array.model if not family or array.model.startswith(family) else f"{family} {array.model}".strip()
    count = msg_n("{n} LUN", "{n} LUNs", luns)
    return msg("{model} · {luns}", model=model, luns=count) if model else count
