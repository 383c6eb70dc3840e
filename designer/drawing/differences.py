"""What a variant has otherwise than another, drawn over its picture: a frame and a sign for each element."""

from collections.abc import Mapping
from enum import StrEnum

from designer.drawing.geometry import Point, Rect, circle, rectangle, rounded_rectangle
from designer.drawing.ink import Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style, baseline
from designer.drawing.marks import Mark, Path, bounds_of
from designer.drawing.scene import BADGE_Z, Scene, SceneItem

_RADIUS = 11.0
_OUT = 4.0
_LARGE = 60.0
"""From this width on an element has room for a sign at its corner."""


class Sign(StrEnum):
    """What an element is; the value is the sign drawn."""

    ONLY_HERE = "+"
    ALTERED = "≠"


_LOOKS = {
    Sign.ONLY_HERE: Stroke(Role.ONLINE, 3.0),
    Sign.ALTERED: Stroke(Role.REPLICATION, 3.0, (7.0, 4.0)),
}


def marked_differences(lettering: Lettering, scene: Scene, signs: Mapping[str, Sign], chosen: str = "") -> Scene:
    """The picture with the signs of its elements; the chosen one has a stronger frame. Unknown ids are left out."""
    items = []
    for element, sign in signs.items():
        symbol = scene.symbol_of(element)
        if symbol is not None and not symbol.is_line:
            items.append(_marked(lettering, symbol, sign, is_chosen=element == chosen))
    return scene.with_items(items)


def _marked(lettering: Lettering, symbol: SceneItem, sign: Sign, *, is_chosen: bool) -> SceneItem:
    stroke = _LOOKS[sign]
    if is_chosen:
        stroke = Stroke(stroke.role, 2 * stroke.width, stroke.dash)
    frame = symbol.bounds.grown(_OUT)
    marks: list[Mark] = [Path(rounded_rectangle(frame, 8.0), None, stroke), *_badge(lettering, frame, sign)]
    bounds = bounds_of(marks)
    return SceneItem(f"difference:{symbol.key}", symbol.element_id, BADGE_Z, tuple(marks), rectangle(frame), bounds)


def _badge(lettering: Lettering, frame: Rect, sign: Sign) -> list[Mark]:
    if frame.width < _LARGE:
        return []
    centre = Point(frame.x, frame.y)
    style = Style(17.0, Face.BOLD, Role.ON_SOLID)
    text = lettering.line(sign.value, Point(centre.x, baseline(centre.y, style.size)), style, anchor="middle")
    return [Path(circle(centre, _RADIUS), _LOOKS[sign].role), text]
