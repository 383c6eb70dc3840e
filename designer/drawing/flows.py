"""What is on its way between nodes: a strong dashed line with a pill that says what and how far."""

from collections.abc import Iterator, Sequence

from designer.drawing.condition import Condition, Flow
from designer.drawing.geometry import Point, Rect, rounded_polyline
from designer.drawing.ink import Role
from designer.drawing.marks import bounds_of
from designer.drawing.routing import Router, port
from designer.drawing.scene import FLOW_Z, SceneItem
from designer.drawing.symbols.link import flow_marks
from designer.drawing.wiring import Wiring

_DEPTH = 40.0
_STEP = 26.0
_SHARE = 0.3
_CORNER = 28.0
_HEAD = 44.0
"""How far down the name of a site and the LAN under it reach."""


def flow_items(wiring: Wiring, condition: Condition) -> Iterator[SceneItem]:
    """The lines of all flows and their labels; flows between nodes that are not drawn are left out."""
    cards = wiring.placing.cards
    before = len(wiring.items)
    heads = [Rect(site.x, site.y, site.width, _HEAD) for site in wiring.placing.sites.values()]
    router = wiring.router.avoiding([*heads, *(rect.grown(4) for rect in wiring.labels)])
    moving = [flow for flow in condition.flows if flow.source != flow.target]
    for number, flow in enumerate(flow for flow in moving if flow.source in cards and flow.target in cards):
        points = _path(router, cards[flow.source], cards[flow.target], number)
        yield _line(wiring, flow, points)
    yield from wiring.items[before:]


def _line(wiring: Wiring, flow: Flow, points: Sequence[Point]) -> SceneItem:
    marks = flow_marks(rounded_polyline(points, _CORNER), points, flow.share)
    wiring.add_label(flow.vm, (flow.label,), points, role=Role.PRIMARY)
    outline = rounded_polyline(points, _CORNER)
    return SceneItem(f"{flow.vm}:flow", flow.vm, FLOW_Z, marks, outline, bounds_of(marks), is_line=True)


def _path(router: Router, source: Rect, target: Rect, number: int) -> tuple[Point, ...]:
    """Down out of the source, across below both cards, up into the target; round symbols that stand there."""
    start = port(source, "bottom", _SHARE if source.x < target.x else 1 - _SHARE)
    end = port(target, "bottom", 1 - _SHARE if source.x < target.x else _SHARE)
    level = max(source.bottom, target.bottom) + _DEPTH + number * _STEP
    points = (start.point, Point(start.point.x, level), Point(end.point.x, level), end.point)
    if router.is_free(points):
        router.take(points)
        return points
    return router.route([(start, end)])
