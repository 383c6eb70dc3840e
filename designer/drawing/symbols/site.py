"""Sites: tinted containers with name, place and counts in their head."""

from dataclasses import dataclass
from functools import lru_cache

from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.condition import Health
from designer.drawing.geometry import Point, Rect
from designer.drawing.ink import TINT_OF, Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Mark, card
from designer.drawing.symbols.hatch import crossed_out
from designer.drawing.symbols.node import votes_text
from designer.model.site import SiteRole

RADIUS = 10.0
HEAD_BASELINE = 27.0
_PADDING = 16.0
_COUNTS_GAP = 14.0
_COUNTS = Style(11.5, role=Role.DIM)
_LOST = Style(11.5, Face.SEMIBOLD, Role.FAILED)
ROLE_OF = {SiteRole.PRIMARY: Role.PRIMARY, SiteRole.SECONDARY: Role.SECONDARY, SiteRole.THIRD: Role.THIRD}


@dataclass(frozen=True, slots=True)
class SiteLook:
    """What a site's container shows."""

    name: str
    place: str
    role: SiteRole
    width: float
    height: float
    nodes: int
    votes: int
    health: Health = Health.UP


@lru_cache(maxsize=512)
def site_container(look: SiteLook, lettering: Lettering) -> tuple[Mark, ...]:
    """The marks of a container, corner at the origin."""
    role = ROLE_OF[look.role]
    box = Rect(0, 0, look.width, look.height)
    down = look.health is Health.DOWN
    marks: list[Mark] = [card(box, RADIUS, TINT_OF[role], Stroke(Role.FAILED if down else role, 1.6 if down else 1.0))]
    if down:
        marks.extend(crossed_out(box, Role.FAILED))
    return (*marks, *_head(look, Style(14, Face.SEMIBOLD, role), lettering))


def title_text(name: str, place: str) -> str:
    """``Primary site · Praha``."""
    return f"{name} · {place}" if place else name


def _head(look: SiteLook, style: Style, lettering: Lettering) -> tuple[Mark, ...]:
    """Name, place and counts in one row; where they are too long the place goes first, then the counts."""
    room = look.width - 2 * _PADDING
    at = Point(_PADDING, HEAD_BASELINE)
    down = look.health is Health.DOWN
    counts = msg_in("state of an element", "failed") if down else counts_text(look.nodes, look.votes)
    if counts is not None:
        counts_style = _LOST if down else _COUNTS
        left = room - lettering.width(counts, counts_style) - _COUNTS_GAP
        figures = lettering.line(counts, Point(look.width - _PADDING, HEAD_BASELINE), counts_style, anchor="end")
        for title in (title_text(look.name, look.place), look.name):
            if lettering.width(title, style) <= left:
                return lettering.line(title, at, style), figures
    return (lettering.line(title_text(look.name, look.place), at, style, room=room),)


def counts_text(nodes: int, votes: int) -> Message | None:
    """``2 nodes · 2 votes``; the votes alone where no node stands; None where nothing counts."""
    if not nodes:
        return votes_text(votes) if votes else None
    return msg("{nodes} · {votes}", nodes=msg_n("{n} node", "{n} nodes", nodes), votes=votes_text(votes))
