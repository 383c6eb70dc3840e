"""What can be placed on the canvas, and the command that places it. Shared by click, drag, keys and menus."""

from dataclasses import dataclass, field

from designer.app.presets import Preset, PresetShelf
from designer.base.errors import EditRefused
from designer.base.texts import Message, msg, msg_in
from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement
from designer.editing.ground import Box, boxes
from designer.editing.legality import standing_refusal
from designer.editing.properties import SetProperty
from designer.editing.together import Together
from designer.model.arrangement import (
    ARRAY_HEIGHT,
    ARRAY_WIDTH,
    NODE_HEIGHT,
    NODE_WIDTH,
    NOTE_HEIGHT,
    NOTE_WIDTH,
    WITNESS_HEIGHT,
    WITNESS_WIDTH,
)
from designer.model.array import Array
from designer.model.design import Design
from designer.model.node import Node
from designer.model.project import Project
from designer.model.site import Site, SiteRole
from designer.model.witness import WitnessKind

MIME_TYPE = "application/x-geocluster-element"
_SIZES = {
    ElementKind.SITE: (264, 160),
    ElementKind.NODE: (NODE_WIDTH, NODE_HEIGHT),
    ElementKind.ARRAY: (ARRAY_WIDTH, ARRAY_HEIGHT),
    ElementKind.WITNESS: (WITNESS_WIDTH, WITNESS_HEIGHT),
    ElementKind.NOTE: (NOTE_WIDTH, NOTE_HEIGHT),
}
_HOSTED: dict[ElementKind, tuple[type, ...]] = {
    ElementKind.VM: (Node, Site),
    ElementKind.LUN: (Array, Site),
}


@dataclass(frozen=True, slots=True)
class Placeable:
    """One thing the palette offers. ``action`` is the id of its action; ``facts`` the presets of its fields."""

    id: str
    text: Message
    icon: str
    kind: ElementKind
    action: str = ""
    role: SiteRole | None = None
    witness_kind: WitnessKind = WitnessKind.FILE_SHARE
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def stands_free(self) -> bool:
        """Whether it gets a place of its own on the canvas."""
        return self.kind in _SIZES

    def command(self, design: Design, x: int, y: int) -> AddElement | Together:
        """The command that places it with the pointer at (x, y): in its middle, on the grid, or in what lies there.

        Beside the sites it goes to a free place of the nearest one, if that would else grow over another site.
        """
        width, height = _SIZES.get(self.kind, (0, 0))
        left, top = (round((value - half) / 8) * 8 for value, half in ((x, width // 2), (y, height // 2)))
        host = self._host(design, x, y)
        has_place = self.stands_free and not _would_meet(design, host, Box(left, top, width, height))
        adding = AddElement(
            design.id,
            self.kind,
            x=left if has_place else None,
            y=top if has_place else None,
            inside=host,
            role=self.role,
            witness_kind=self.witness_kind,
        )
        return self._with_facts(design, adding) if self.facts else adding

    def _with_facts(self, design: Design, adding: AddElement) -> AddElement | Together:
        """The addition with the preset's facts as one step; alone where it would be refused anyway."""
        try:
            new_id = adding.new_id(Project(designs=(design,)))
        except EditRefused:
            return adding
        setting = tuple(SetProperty(design.id, new_id, path, value) for path, value in self.facts)
        return Together((adding, *setting), msg("Add {what}", what=self.text), makes=new_id)

    def host_at(self, design: Design, x: int, y: int) -> str | None:
        """The element that would take it in at this point, to be highlighted."""
        return self._host(design, x, y)

    def _host(self, design: Design, x: int, y: int) -> str | None:
        kinds = _HOSTED.get(self.kind)
        if kinds is None:
            kinds = (Site,) if self.kind in {ElementKind.NODE, ElementKind.ARRAY} or self._is_share else ()
        found = boxes(design)
        hosts = {key: box for key, box in found.items() if isinstance(design.by_id[key], kinds)}
        inside = [key for key, box in hosts.items() if box.holds(x, y)]
        if inside:
            return min(inside, key=lambda key: hosts[key].width * hosts[key].height)
        return self._nearest_site(design, hosts, x, y) if self.kind in {ElementKind.NODE, ElementKind.ARRAY} else None

    def _nearest_site(self, design: Design, hosts: dict[str, Box], x: int, y: int) -> str | None:
        """Nodes and arrays dropped beside the sites go to the nearest one that may hold them, not to the first."""
        kind = Node if self.kind is ElementKind.NODE else Array
        fit = [key for key in hosts if standing_refusal(design, kind, key) is None]
        return min(fit, key=lambda key: _gap(hosts[key], x, y), default=None)

    @property
    def _is_share(self) -> bool:
        return self.kind is ElementKind.WITNESS and self.witness_kind is WitnessKind.FILE_SHARE


def _would_meet(design: Design, host: str | None, wanted: Box) -> bool:
    """Whether the site, grown round the wanted rectangle, would lie over another site."""
    if host is None or not isinstance(design.by_id[host], Site):
        return False
    found = boxes(design)
    grown = found[host].around(wanted)
    others = (found[site.id] for site in design.sites if site.id != host)
    return any(
        grown.x < other.right and other.x < grown.right and grown.y < other.bottom and other.y < grown.bottom
        for other in others
    )


def _gap(box: Box, x: int, y: int) -> int:
    """How far the point is from the rectangle, along both axes together."""
    return max(box.x - x, x - box.right, 0) + max(box.y - y, y - box.bottom, 0)


PLACEABLES: tuple[Placeable, ...] = (
    Placeable("site", msg("Site"), "building", ElementKind.SITE, "insert.site"),
    Placeable(
        "third-site", msg("Third site"), "building-community", ElementKind.SITE, "insert.third_site", SiteRole.THIRD
    ),
    Placeable("node", msg("Node"), "server", ElementKind.NODE, "insert.node"),
    Placeable("vm", msg("Virtual machine"), "box", ElementKind.VM, "insert.vm"),
    Placeable("array", msg("Array"), "database", ElementKind.ARRAY, "insert.array"),
    Placeable("lun", msg_in("palette", "LUN pair"), "stack-2", ElementKind.LUN, "insert.lun"),
    Placeable("witness", msg("Witness"), "scale", ElementKind.WITNESS, "insert.witness"),
    Placeable("witness-disk", msg("Witness disk"), "database", ElementKind.WITNESS, witness_kind=WitnessKind.DISK),
    Placeable("witness-cloud", msg("Cloud witness"), "cloud", ElementKind.WITNESS, witness_kind=WitnessKind.CLOUD),
    Placeable("network", msg("Network"), "network", ElementKind.NETWORK, "insert.network"),
    Placeable("note", msg("Note"), "note", ElementKind.NOTE, "insert.note"),
)


def preset_placeable(preset: Preset) -> Placeable:
    """A preset as something to be placed."""
    icon = "server" if preset.kind is ElementKind.NODE else "database"
    placed_id = f"preset:{preset.kind.value}:{preset.name}"
    return Placeable(placed_id, preset.title, icon, preset.kind, facts=preset.whole)


def everything(presets: PresetShelf) -> tuple[Placeable, ...]:
    """What the palette offers: elements as they are, then every preset."""
    return (*PLACEABLES, *(preset_placeable(one) for one in presets.all()))


@dataclass
class Placer:
    """The things that can be placed, and the one chosen now."""

    offered: tuple[Placeable, ...] = PLACEABLES
    chosen: Placeable | None = None
    _by_id: dict[str, Placeable] = field(default_factory=dict, repr=False)

    def find(self, placeable_id: str) -> Placeable | None:
        """The placeable with this id, or None."""
        if len(self._by_id) != len(self.offered):
            self._by_id = {one.id: one for one in self.offered}
        return self._by_id.get(placeable_id)
