"""Where the elements of a design stand when nobody has placed them: sites as lanes, nodes in rows, arrays below.

Deterministic and free of overlaps for any number of nodes and arrays. Also owns the sizes of cards, because a
layout without sizes cannot be judged. Points as unit, multiples of 8.
"""

from collections.abc import Sequence
from math import ceil, sqrt

from designer.model.design import Design
from designer.model.layout import Layout, Place
from designer.model.site import Site, SiteRole

NODE_WIDTH, NODE_HEIGHT = 232, 128
ARRAY_WIDTH, ARRAY_HEIGHT = 232, 72
WITNESS_WIDTH, WITNESS_HEIGHT = 184, 56
NOTE_WIDTH, NOTE_HEIGHT = 184, 72
SITE_PADDING, SITE_HEAD = 16, 48
COLUMN_GAP, ROW_GAP = 16, 24
STORAGE_GAP = 88
SITE_GAP = 184
MARGIN = 40
_EMPTY_WIDTH, _EMPTY_HEIGHT = 264, 160


def arrange(design: Design) -> Layout:
    """A layout for every site, node, array, note and the witness of the design; routes are left to the router."""
    lanes = [site for site in design.sites if site.role is not SiteRole.THIRD]
    thirds = [site for site in design.sites if site.role is SiteRole.THIRD]
    rows = max((ceil(len(design.nodes_in(site.id)) / _columns(design, site)) for site in lanes), default=0)
    has_arrays = any(design.arrays_in(site.id) for site in lanes)
    top = MARGIN + (WITNESS_HEIGHT + SITE_HEAD + SITE_PADDING + MARGIN if thirds or _loose_witness(design) else 0)
    height = _lane_height(rows, has_arrays=has_arrays, witness=_witness_in_lanes(design, lanes))
    places: list[Place] = []
    x = MARGIN
    for site in lanes:
        width = _lane_width(design, site)
        places += _lane(design, site, x, top, width, height, rows)
        x += width + SITE_GAP
    right = max(x - SITE_GAP, MARGIN + _EMPTY_WIDTH)
    places += _thirds(design, thirds, (MARGIN + right) // 2)
    places += _notes(design, top + height + MARGIN)
    return Layout(places=tuple(places), routes=design.layout.routes)


def _columns(design: Design, site: Site) -> int:
    count = len(design.nodes_in(site.id))
    return 1 if count <= 1 else 2 if count <= 4 else ceil(sqrt(count))


def _lane_width(design: Design, site: Site) -> int:
    columns = max(_columns(design, site), len(design.arrays_in(site.id)), 1)
    return 2 * SITE_PADDING + columns * NODE_WIDTH + (columns - 1) * COLUMN_GAP


def _lane_height(rows: int, *, has_arrays: bool, witness: bool) -> int:
    if not rows and not has_arrays and not witness:
        return _EMPTY_HEIGHT
    nodes = rows * NODE_HEIGHT + max(rows - 1, 0) * ROW_GAP
    arrays = (STORAGE_GAP if rows else 0) + ARRAY_HEIGHT if has_arrays else 0
    share = ROW_GAP + WITNESS_HEIGHT if witness else 0
    return SITE_HEAD + nodes + arrays + share + 2 * SITE_PADDING


def _lane(  # noqa: PLR0913, PLR0917 - the lane's rectangle and its grid
    design: Design, site: Site, x: int, top: int, width: int, height: int, rows: int
) -> list[Place]:
    places = [Place(element=site.id, x=x, y=top, width=width, height=height)]
    columns = _columns(design, site)
    nodes = design.nodes_in(site.id)
    left = x + (width - _row_width(columns)) // 2
    for index, node in enumerate(nodes):
        row, column = divmod(index, columns)
        places.append(
            Place(
                element=node.id,
                x=left + column * (NODE_WIDTH + COLUMN_GAP),
                y=top + SITE_HEAD + row * (NODE_HEIGHT + ROW_GAP),
            )
        )
    arrays = design.arrays_in(site.id)
    depth = top + SITE_HEAD + rows * NODE_HEIGHT + max(rows - 1, 0) * ROW_GAP + (STORAGE_GAP if rows else 0)
    left = x + (width - _row_width(len(arrays))) // 2
    places += [
        Place(element=array.id, x=left + index * (ARRAY_WIDTH + COLUMN_GAP), y=depth)
        for index, array in enumerate(arrays)
    ]
    if _witness_site(design) == site.id and design.witness is not None:
        y = top + height - SITE_PADDING - WITNESS_HEIGHT
        places.append(Place(element=design.witness.id, x=x + (width - WITNESS_WIDTH) // 2, y=y))
    return places


def _row_width(columns: int) -> int:
    return columns * NODE_WIDTH + max(columns - 1, 0) * COLUMN_GAP


def _witness_site(design: Design) -> str | None:
    """The site a witness stands at: its own, or that of the array that holds the disk."""
    witness = design.witness
    if witness is None:
        return None
    if witness.site is not None:
        return witness.site
    return design.array(witness.array).site if witness.array is not None else None


def _witness_in_lanes(design: Design, lanes: Sequence[Site]) -> bool:
    return _witness_site(design) in {site.id for site in lanes}


def _loose_witness(design: Design) -> bool:
    return design.witness is not None and _witness_site(design) is None


def _thirds(design: Design, thirds: Sequence[Site], centre: int) -> list[Place]:
    places: list[Place] = []
    width = WITNESS_WIDTH + 2 * SITE_PADDING
    height = SITE_HEAD + WITNESS_HEIGHT + SITE_PADDING
    total = len(thirds) * width + max(len(thirds) - 1, 0) * MARGIN
    x = (centre - total // 2) // 8 * 8
    for site in thirds:
        places.append(Place(element=site.id, x=x, y=MARGIN, width=width, height=height))
        if design.witness is not None and _witness_site(design) == site.id:
            places.append(Place(element=design.witness.id, x=x + SITE_PADDING, y=MARGIN + SITE_HEAD))
        x += width + MARGIN
    if _loose_witness(design) and design.witness is not None:
        places.append(Place(element=design.witness.id, x=(centre - WITNESS_WIDTH // 2) // 8 * 8, y=MARGIN + SITE_HEAD))
    return places


def _notes(design: Design, top: int) -> list[Place]:
    step = NOTE_WIDTH + COLUMN_GAP
    return [
        Place(element=note.id, x=MARGIN + index * step, y=top, width=NOTE_WIDTH, height=NOTE_HEIGHT)
        for index, note in enumerate(design.notes)
    ]
