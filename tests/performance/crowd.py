"""A design of any size for measurements: two sites, nodes in a square, an array each, a SAN line to each node."""

from math import ceil, sqrt

from designer.model.arrangement import ARRAY_HEIGHT, NODE_HEIGHT, NODE_WIDTH
from designer.model.array import Array
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.layout import Layout, Place
from designer.model.link import SanLink

_GAP = 24


def crowd(count: int) -> Design:
    """A design with ``count`` nodes and as many SAN lines, half of each at either site, all placed."""
    small = build(Blueprint(1, 1))
    pattern, line = small.nodes[0], small.san_links[0]
    half = count // 2
    nodes, lines, places = [], [], []
    columns = ceil(sqrt(half))
    width = columns * (NODE_WIDTH + _GAP) + 300
    depth = ceil(half / columns) * (NODE_HEIGHT + _GAP) + 200
    homes = [(site.id, array) for site, array in zip(small.sites, small.arrays, strict=True)]
    for index in range(count):
        side, place = divmod(index, half) if index < 2 * half else (1, index - half)
        site_id, array = homes[side]
        row, column = divmod(place, columns)
        node = pattern.evolve(id=f"node-{index}", name=f"NODE-{index}", site=site_id)
        nodes.append(node)
        lines.append(SanLink(id=f"san-{index}", node=node.id, array=array.id, rate_mbit=line.rate_mbit))
        x, y = 60 + side * width + column * (NODE_WIDTH + _GAP), 120 + row * (NODE_HEIGHT + _GAP)
        places.append(Place(element=node.id, x=x, y=y))
    places += [_place(array, 60 + side * width, depth) for side, (_, array) in enumerate(homes)]
    for side, site in enumerate(small.sites):
        frame = Place(element=site.id, x=40 + side * width, y=60, width=width - 260, height=depth + ARRAY_HEIGHT)
        places.append(frame)
    vms = tuple(vm.evolve(node=nodes[0].id) for vm in small.vms)
    owners = (nodes[0].id, nodes[half].id)
    groups = tuple(group.evolve(preferred_owners=owners, possible_owners=owners) for group in small.groups)
    return small.evolve(
        nodes=tuple(nodes), san_links=tuple(lines), vms=vms, groups=groups, layout=Layout(places=tuple(places))
    )


def _place(array: Array, x: int, y: int) -> Place:
    return Place(element=array.id, x=x, y=y)
