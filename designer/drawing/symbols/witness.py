"""The witness: a small card."""

from dataclasses import dataclass
from functools import lru_cache

from designer.base.texts import Message, msg, msg_in
from designer.drawing.condition import Health
from designer.drawing.geometry import Point, Rect, Transform
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Group, Mark, card
from designer.drawing.symbols.hatch import crossed_out
from designer.drawing.symbols.icons import cloud_icon, disk_icon, folder_icon
from designer.drawing.symbols.node import votes_text
from designer.model.arrangement import WITNESS_HEIGHT, WITNESS_WIDTH
from designer.model.witness import WitnessKind

_RADIUS = 8.0
_TEXT_LEFT = 38.0
_NAME = Style(12.5, Face.SEMIBOLD)
_FACTS = Style(11, role=Role.DIM)
_ICONS = {WitnessKind.FILE_SHARE: folder_icon, WitnessKind.DISK: disk_icon, WitnessKind.CLOUD: cloud_icon}


@dataclass(frozen=True, slots=True)
class WitnessLook:
    """What the witness card shows."""

    name: str
    kind: WitnessKind
    votes: int
    health: Health = Health.UP


@lru_cache(maxsize=256)
def witness_card(look: WitnessLook, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of a witness, corner at the origin."""
    box = Rect(0, 0, WITNESS_WIDTH, WITNESS_HEIGHT)
    down = look.health is Health.DOWN
    role = Role.FAILED if down else Role.THIRD
    room = WITNESS_WIDTH - _TEXT_LEFT - 10
    state = msg_in("state of an element", "failed") if down else votes_text(look.votes)
    facts = msg("{kind} · {votes}", kind=kind_name(look.kind), votes=state)
    return (
        card(box, _RADIUS, Role.PANEL, Stroke(role, 1.6 if down else 1.0)),
        *(crossed_out(box, role) if down else ()),
        Group(_ICONS[look.kind](role), Transform(e=12, f=19)),
        lettering.line(look.name, Point(_TEXT_LEFT, 25), _NAME, room=room),
        lettering.line(facts, Point(_TEXT_LEFT, 41), _FACTS, room=room),
    )


def kind_name(kind: WitnessKind) -> Message:
    """The kind of witness in words."""
    match kind:
        case WitnessKind.FILE_SHARE:
            return msg_in("kind of witness", "file share")
        case WitnessKind.DISK:
            return msg_in("kind of witness", "disk")
        case WitnessKind.CLOUD:
            return msg_in("kind of witness", "cloud")
