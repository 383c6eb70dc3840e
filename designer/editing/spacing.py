"""Room on the canvas: sites that never come to lie over each other, and free places for what is new."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from designer.editing import ground
from designer.editing.ground import Box
from designer.editing.shifting import shifted, with_places
from designer.model.arrangement import COLUMN_GAP, MARGIN, SITE_GAP, SITE_HEAD, SITE_PADDING
from designer.model.design import Design
from designer.model.layout import Place

_DEPTH_COST = 3
"""A site grows to the side rather than down, where its arrays stand."""


def kept_apart(before: Design, after: Design) -> Design:
    """The design after an edit with sites pushed aside where one has come to lie over another.

    A site that grew or moved stays; the other one gives way to the side on which it was, with what stands in it, to
    the distance it had, and the next one gives way to that. A new site gives way itself. Sites that lay over each
    other already stay, and so do locked ones: what has come to lie over one of those gives way to it.
    """
    if _same_ground(before, after):
        return after
    old = ground.boxes(before)
    firm: list[str] = []
    for site_id in _by_firmness(after, old):
        after = _pushed_off(after, site_id, firm, old)
        firm.append(site_id)
    return after


def free_offset(block: Box, obstacles: Sequence[Box], frame: Box | None) -> tuple[int, int]:
    """How far the block goes to lie free of the obstacles: inside the frame if it can, else in its own row or column.

    Then the frame is to grow little, to the right or down, and the place to be near. Without obstacles it stays.
    """
    across = {0, *(value for box in obstacles for value in _beside(block.x, block.right, box.x, box.right))}
    down = {0, *(value for box in obstacles for value in _beside(block.y, block.bottom, box.y, box.bottom))}
    if frame is not None:
        across |= {frame.x + SITE_PADDING - block.x, frame.right - SITE_PADDING - block.right}
        down |= {frame.y + SITE_HEAD - block.y, frame.bottom - SITE_PADDING - block.bottom}
    offsets = sorted(product(across, down), key=lambda way: _dearness(block, way[0], way[1], frame))
    for dx, dy in offsets:
        moved = _at(block, dx, dy)
        if not any(_overlap(moved, box, COLUMN_GAP) for box in obstacles):
            return dx, dy
    return 0, 0


def settled(design: Design, fresh: Iterable[str]) -> Design:
    """The design with a free place for each of the new symbols that has none, in its site and next to the others.

    In a design that nobody has laid out yet, they are left to the arrangement.
    """
    for element_id in fresh:
        if design.layout.place_of(element_id) is not None or not design.layout.places:
            continue
        if not ground.has_place(design.by_id[element_id]):
            continue
        box = ground.boxes(design)[element_id]
        frame, obstacles = surroundings(design, (element_id,))
        if frame is not None and not _is_inside(box, frame):
            box = Box(frame.x + SITE_PADDING, frame.y + SITE_HEAD, box.width, box.height)
        dx, dy = free_offset(box, obstacles, frame)
        design = with_places(design, [Place(element=element_id, x=box.x + dx, y=box.y + dy)])
    return design


def surroundings(design: Design, element_ids: tuple[str, ...]) -> tuple[Box | None, list[Box]]:
    """The frame of the one site that all the elements stand in, as it would be without them, and what is in the way.

    In the way of a site are sites and what stands in none; in the way of anything else all cards it may meet.
    """
    boxes = ground.boxes(design)
    members = {site.id: ground.members_of(design, site.id) for site in design.sites}
    standing = {member for inside in members.values() for member in inside}
    loose = [box for key, box in boxes.items() if key not in {*standing, *members, *element_ids}]
    if not members.keys().isdisjoint(element_ids):
        return None, [*loose, *(boxes[key] for key in members if key not in element_ids)]
    home = next((key for key, inside in members.items() if set(element_ids) <= set(inside)), None)
    near = members[home] if home is not None else standing
    cards = [boxes[key] for key in boxes if key in near and key not in element_ids]
    return (ground.frame_without(design, home, element_ids) if home is not None else None), [*loose, *cards]


def _by_firmness(design: Design, old: Mapping[str, Box]) -> list[str]:
    """The sites in the order in which they keep their place: locked ones, changed ones, those near, new ones."""
    found = ground.boxes(design)
    locked = [site.id for site in design.sites if _is_locked(design, site.id)]
    known = [site.id for site in design.sites if site.id in old and site.id not in locked]
    changed = [key for key in known if old[key] != found[key]]
    near = sorted(
        (key for key in known if key not in changed),
        key=lambda key: min((max(_gaps(old[one], old[key])) for one in changed), default=0),
    )
    fresh = (site.id for site in design.sites if site.id not in old and site.id not in locked)
    return [*locked, *changed, *near, *fresh]


def _pushed_off(design: Design, site_id: str, firm: Sequence[str], old: Mapping[str, Box]) -> Design:
    """The design with one site moved off the firm ones; where that goes round in circles, it stays after a few."""
    if _is_locked(design, site_id):
        return design
    for _ in range(len(firm)):
        found = ground.boxes(design)
        own = found[site_id]
        hits = [key for key in firm if _overlap(found[key], own) and not _lay_over(old, key, site_id)]
        if not hits:
            break
        first = hits[0]
        reach = (old[first], old[site_id]) if site_id in old and first in old else (found[first], own)
        design = shifted(design, {site_id: _away(reach, found[first], own)})
    return design


def _away(were: tuple[Box, Box], firm: Box, own: Box) -> tuple[int, int]:
    """The offset to the side of the firm site on which the other one was, to the distance that was between them."""
    gaps = _gaps(*were)
    side = gaps.index(max(gaps))
    gap = min(gaps[side], SITE_GAP) if gaps[side] >= 0 else MARGIN
    offsets = (
        (firm.right + gap - own.x, 0),
        (0, firm.bottom + gap - own.y),
        (firm.x - gap - own.right, 0),
        (0, firm.y - gap - own.bottom),
    )
    return offsets[side]


def _gaps(one: Box, other: Box) -> tuple[int, int, int, int]:
    """How far the other one is to the right, below, to the left and above; negative where it is not."""
    return other.x - one.right, other.y - one.bottom, one.x - other.right, one.y - other.bottom


def _lay_over(old: Mapping[str, Box], one: str, other: str) -> bool:
    return one in old and other in old and _overlap(old[one], old[other])


def _is_locked(design: Design, site_id: str) -> bool:
    """Whether the site or anything in it is to stay where it is."""
    known = ground.places(design)
    return any(known[key].locked for key in (site_id, *ground.members_of(design, site_id)))


def _overlap(one: Box, other: Box, gap: int = 0) -> bool:
    return max(_gaps(one, other)) < gap


def _is_inside(box: Box, frame: Box) -> bool:
    return frame.around(box) == frame


def _at(box: Box, dx: int, dy: int) -> Box:
    return Box(box.x + dx, box.y + dy, box.width, box.height)


def _beside(low: int, high: int, from_low: int, from_high: int) -> tuple[int, int]:
    """How far a span goes to stand after and before another one."""
    return from_high + COLUMN_GAP - low, from_low - COLUMN_GAP - high


def _dearness(block: Box, dx: int, dy: int, frame: Box | None) -> tuple[bool, bool, int, bool, int, int, int]:
    """What is compared, in this order, when one of several places is to be taken."""
    growth = _growth(_at(block, dx, dy), frame)
    strays, goes_back = dx != 0 and dy != 0, dx < 0 or dy < 0
    return growth > 0, growth > 0 and strays, growth, growth > 0 and goes_back, abs(dx) + abs(dy), -dx, -dy


def _growth(box: Box, frame: Box | None) -> int:
    """What it costs the frame to hold the box."""
    if frame is None:
        return 0
    grown = frame.around(ground.padded(box))
    return grown.width - frame.width + _DEPTH_COST * (grown.height - frame.height)


def _same_ground(before: Design, after: Design) -> bool:
    return (
        before.layout == after.layout
        and before.sites == after.sites
        and before.nodes == after.nodes
        and before.arrays == after.arrays
        and before.witness == after.witness
    )
