"""What is on its way between nodes: a strong dashed line with a pill that says what and how far."""

from collections.abc import Iterator

from designer.drawing.condition import Condition, Flow
from designer.drawing.geometry import Point, Rect, rounded_polyline
from designer.drawing.ink import Role
from designer.drawing.marks import bounds_of
from designer.drawing.routing import Port, port
from designer.drawing.scene import FLOW_Z, SceneItem
from designer.drawing.symbols.link import flow_marks
from designer.drawing.wiring import Wiring

_DEPTH = 40.0
_STEP = 26.0
_SHARE = 0.3
_CORNER = 28.0


def flow_items(wiring: Wiring, condition: Condition) -> Iterator[SceneItem]:
    """The lines of all flows and their labels; flows between nodes that are not drawn are left out."""
    cards = wiring.placing.cards
    before = len(wiring.items)
    moving = [flow for flow in condition.flows if flow.source != flow.target]
    for number, flow in enumerate(flow for flow in moving if flow.source in cards and flow.target in cards):
        yield _line(wiring, flow, number)
    yield from wiring.items[before:]


def _line(wiring: Wiring, flow: Flow, number: int) -> SceneItem:
    source, target = wiring.placing.cards[flow.source], wiring.placing.cards[flow.target]
    points = _path(wiring, source, target, number)
    marks = flow_marks(rounded_polyline(points, _CORNER), points, flow.share)
    wiring.add_label(flow.vm, (flow.label,), points, role=Role.PRIMARY)
    outline = rounded_polyline(points, _CORNER)
    return SceneItem(f"{flow.vm}:flow", flow.vm, FLOW_Z, marks, outline, bounds_of(marks), is_line=True)


def _path(wiring: Wiring, source: Rect, target: Rect, number: int) -> tuple[Point, ...]:
    """Down out of the source, across below both cards, up into the target; round symbols that stand there."""
    start = port(source, "bottom", _SHARE if source.x < target.x else 1 - _SHARE)
    end = port(target, "bottom", 1 - _SHARE if source.x < target.x else _SHARE)
    level = max(source.bottom, target.bottom) + _DEPTH + number * _STEP
    points = (start.point, Point(start.point.x, level), Point(end.point.x, level), end.point)
    if wiring.router.is_free(points):
        wiring.router.take(points)
        return points
    return wiring.router.route([(start, end), (_top(source), _top(target))])


def _top(card: Rect) -> Port:
    return port(card, "top", _SHARE)
