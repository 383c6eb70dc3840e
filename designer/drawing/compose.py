"""A design as a picture. The one function behind canvas, document, pictures and thumbnails."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from designer.base.texts import Message, Translator, msg, msg_n
from designer.base.units import memory_text
from designer.drawing.condition import AS_DESIGNED, Condition, Health, VmCondition, VmStatus, status_name
from designer.drawing.flows import flow_items
from designer.drawing.geometry import Rect, around, rectangle, rounded_rectangle, translation
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Group, Mark, bounds_of
from designer.drawing.placing import Placing, home_of_witness, places_of
from designer.drawing.ruler import TextRuler
from designer.drawing.scene import LABEL_Z, LINE_Z, SITE_Z, SYMBOL_Z, Scene, SceneItem, ordered
from designer.drawing.symbols import array as arrays
from designer.drawing.symbols import node as nodes
from designer.drawing.symbols import site as sites
from designer.drawing.symbols import vm as chips
from designer.drawing.symbols.legend import ROW_HEIGHT, legend
from designer.drawing.symbols.note import leader, note_card
from designer.drawing.symbols.witness import WitnessLook, kind_name, witness_card
from designer.drawing.wiring import Wiring
from designer.model.array import Array, LunPair
from designer.model.design import Design
from designer.model.node import Node
from designer.model.note import Note
from designer.model.policy import QuorumMode
from designer.model.site import Site, SiteRole
from designer.model.workload import VirtualMachine
from designer.resilience.admission import share_out

LEGEND = "legend"
"""The key of the legend's scene item."""

_LEGEND_GAP = 22.0
_CHIP_NAME = Style(11)
_CHIP_EXTRA = 26.0
_WITHOUT_MEMORY = frozenset({VmStatus.OFFLINE, VmStatus.FAILED})


_Tenant = tuple[VirtualMachine, chips.ChipLook]


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """What a picture shows beside the symbols."""

    legend: bool = True


DEFAULT_OPTIONS = PictureOptions()


def compose(
    design: Design,
    ruler: TextRuler,
    translator: Translator,
    *,
    options: PictureOptions = DEFAULT_OPTIONS,
    condition: Condition = AS_DESIGNED,
) -> Scene:
    """The scene of a design, or of a moment of it when a condition is given. Pure: equal arguments, equal scene.

    Never raises for a design that holds together, whatever is missing from it: every element is drawn.
    """
    placing = places_of(design)
    artist = _Artist(design, placing, condition, Lettering(ruler, translator))
    wiring = Wiring(design, placing, condition, artist.lettering)
    items = [*artist.sites(), *wiring.wired(), *artist.cards()]
    items += flow_items(wiring, condition)
    if options.legend:
        items += artist.legend(items, wiring)
    return ordered(items)


@dataclass(frozen=True)
class _Artist:
    """Turns elements into scene items at their places."""

    design: Design
    placing: Placing
    condition: Condition
    lettering: Lettering

    def sites(self) -> Iterator[SceneItem]:
        """Containers; the third site first, so that it never hides the two that matter."""
        for site in sorted(self.design.sites, key=lambda site: site.role is not SiteRole.THIRD):
            rect = self.placing.sites[site.id]
            look = sites.SiteLook(
                name=site.name,
                place=site.place,
                role=site.role,
                width=rect.width,
                height=rect.height,
                nodes=len(self.design.nodes_in(site.id)),
                votes=self._votes_at(site),
                health=self._site_health(site),
            )
            counts = sites.counts_text(look.nodes, look.votes)
            title = sites.title_text(site.name, site.place)
            hint = msg("{name} – {facts}", name=title, facts=counts) if counts else title
            marks = sites.site_container(look, self.lettering)
            yield _placed(site.id, marks, rect, sites.RADIUS, z=SITE_Z, hint=hint, title=site.name)

    def cards(self) -> Iterator[SceneItem]:
        """Nodes with their VMs, arrays with their LUNs, the witness, notes."""
        tenants = self._tenants()
        for node in self.design.nodes:
            yield from self._node(node, tenants.get(node.id, []))
        for array in self.design.arrays:
            yield from self._array(array)
        witness = self.design.witness
        if witness is not None:
            health = self.condition.health_of(witness.id)
            look = WitnessLook(witness.name, witness.kind, self._witness_votes(), health)
            hint = msg("{name} – {facts}", name=witness.name, facts=kind_name(witness.kind))
            rect = self.placing.cards[witness.id]
            yield _placed(witness.id, witness_card(look, self.lettering), rect, 8, hint=hint, title=witness.name)
        for note in self.design.notes:
            rect = self.placing.cards[note.id]
            marks = note_card(note.text, rect.width, rect.height, self.lettering)
            yield from self._leader(note, rect)
            first = next(iter(note.text.strip().splitlines()), "")
            yield _placed(note.id, marks, rect, 6, hint=note.text or None, title=first)

    def _leader(self, note: Note, card: Rect) -> Iterator[SceneItem]:
        """The line from a callout to what it points at, or to the card that it is drawn on."""
        element = self.design.find(note.about or "")
        target = element.node if isinstance(element, VirtualMachine) else note.about
        rect = self.placing.rect(target or "")
        if rect is not None:
            marks, curve = leader(card, rect)
            yield SceneItem(f"{note.id}:leader", note.id, LINE_Z, marks, curve, bounds_of(marks), is_line=True)

    def legend(self, items: Iterable[SceneItem], wiring: Wiring) -> Iterator[SceneItem]:
        """The legend under everything else, or nothing for a picture without lines and VMs."""
        shown = {condition.status for _, condition in self._vm_conditions()}
        # Frames of one run keep one size: their legend names every state, not only those of the moment.
        statuses = shown if self.condition is AS_DESIGNED or not shown else set(VmStatus)
        kinds = tuple(sorted(wiring.kinds))
        if not statuses and not kinds:
            return
        room = around(item.bounds for item in items)
        marks = legend(kinds, tuple(sorted(statuses)), max(room.width, 320.0), self.lettering)
        corner = Rect(room.x + 2, room.bottom + _LEGEND_GAP, room.width, ROW_HEIGHT)
        placed = Group(marks, translation(corner.x, corner.y))
        box = bounds_of((placed,))
        yield SceneItem(LEGEND, "", LABEL_Z, (placed,), rectangle(box), box)

    def _node(self, node: Node, tenants: list[_Tenant]) -> Iterator[SceneItem]:
        rect = self.placing.cards[node.id]
        site = self.design.site(node.site)
        facts = msg(
            "{place} · {memory} · {sockets}×{cores} cores",
            place=site.place or site.name,
            memory=memory_text(node.memory_mib),
            sockets=node.sockets,
            cores=node.cores_per_socket,
        )
        look = nodes.NodeLook(
            name=node.name,
            facts=facts,
            used_mib=self._memory_taken(node, tenants),
            available_mib=node.available_mib,
            votes=self.condition.votes.get(node.id, node.votes),
            health=self.condition.health_of(node.id),
        )
        hint = msg("{name} – {facts}", name=node.name, facts=facts)
        marks = nodes.node_card(look, self.lettering)
        yield _placed(node.id, marks, rect, nodes.RADIUS, hint=hint, title=node.name)
        yield from self._chips(node, rect, tenants)

    def _chips(self, node: Node, card: Rect, tenants: list[_Tenant]) -> Iterator[SceneItem]:
        widest = max((self.lettering.width(look.name, _CHIP_NAME) + _CHIP_EXTRA for _, look in tenants), default=0.0)
        slots = [slot.moved(card.x, card.y) for slot in nodes.chip_slots(len(tenants), widest)]
        shown = tenants if len(tenants) == len(slots) else _most_telling(tenants, len(slots) - 1)
        for (vm, look), slot in zip(shown, slots, strict=False):
            marks = chips.chip(replace(look, width=slot.width), self.lettering)
            hint = msg(
                "{name} – {state} · {memory} · {processors}",
                name=vm.name,
                state=status_name(look.status),
                memory=memory_text(vm.memory.startup_mib),
                processors=msg_n("{n} virtual processor", "{n} virtual processors", vm.vcpus),
            )
            key = f"{vm.id}@{node.id}" if look.ghost else vm.id
            yield _placed(key, marks, slot, 5, part_of=node.id, element_id=vm.id, hint=hint)
        hidden = [vm.name for vm, look in tenants if (vm, look) not in shown]
        if hidden:
            marks = chips.more_chip(len(hidden), slots[-1].width, self.lettering)
            hint = msg("{items}", items=tuple(hidden))
            yield _placed(f"{node.id}:more", marks, slots[-1], 5, part_of=node.id, element_id=node.id, hint=hint)

    def _array(self, array: Array) -> Iterator[SceneItem]:
        rect = self.placing.cards[array.id]
        luns = [lun for lun in self.design.luns if any(copy.array == array.id for copy in lun.copies)]
        health = self.condition.health_of(array.id)
        facts = arrays.array_facts(array, len(luns))
        look = arrays.ArrayLook(array.name, facts, self._role_words(array, luns), health)
        hint = msg("{name} – {facts}", name=array.name, facts=facts)
        marks = arrays.array_card(look, self.lettering)
        yield _placed(array.id, marks, rect, arrays.RADIUS, hint=hint, title=array.name)
        for lun, slot in zip(luns, arrays.lun_slots(len(luns)), strict=False):
            pair = self.condition.pair_of(lun)
            writable = pair.writable == array.id
            marks = arrays.lun_segment(slot.width, writable=writable, replicating=pair.is_replicating, health=health)
            place, name = slot.moved(rect.x, rect.y), lun.name
            yield _placed(f"{lun.id}@{array.id}", marks, place, 2, part_of=array.id, element_id=lun.id, hint=name)

    def _role_words(self, array: Array, luns: list[LunPair]) -> str:
        pairs = [self.condition.pair_of(lun) for lun in luns if lun.r2 is not None]
        roles = {"R1" if pair.source == array.id else "R2" for pair in pairs}
        return "/".join(sorted(roles))

    def _vm_conditions(self) -> Iterator[tuple[VirtualMachine, VmCondition]]:
        for vm in self.design.vms:
            yield vm, self.condition.vms.get(vm.id) or VmCondition(vm.node)

    def _tenants(self) -> dict[str, list[_Tenant]]:
        """The VMs of each node with what their chips show; one on its way is also at its target, as a ghost.

        Guests from other nodes come last, so that nobody's chip moves when one arrives.
        """
        tenants: dict[str, list[_Tenant]] = {}
        for vm, condition in sorted(self._vm_conditions(), key=lambda pair: pair[0].node != pair[1].node):
            target = self.condition.targets.get(vm.id)
            look = chips.ChipLook(vm.name, 0.0, condition.status, moving=target is not None)
            tenants.setdefault(condition.node, []).append((vm, look))
        for vm, condition in self._vm_conditions():
            target = self.condition.targets.get(vm.id)
            if target is not None and target != condition.node:
                ghost = chips.ChipLook(vm.name, 0.0, VmStatus.PENDING, ghost=True)
                tenants.setdefault(target, []).append((vm, ghost))
        return tenants

    def _memory_taken(self, node: Node, tenants: list[_Tenant]) -> int:
        """MiB that the node's VMs hold, what the host spends on them included: as the run says, else as shared out."""
        present = tuple(vm for vm, look in tenants if look.status not in _WITHOUT_MEMORY)
        shares = {share.vm: share.assigned_mib for share in share_out(node, present)}
        held = self.condition.memory_mib
        return sum(held.get(vm.id, shares[vm.id]) + vm.memory.overhead_mib for vm in present)

    def _witness_votes(self) -> int:
        witness = self.design.witness
        if witness is None:
            return 0
        counted = 0 if self.design.cluster.quorum.mode is QuorumMode.NODE_MAJORITY else 1
        return self.condition.votes.get(witness.id, counted)

    def _votes_at(self, site: Site) -> int:
        """The votes of the site that count: those of its nodes in the cluster, and the witness's where it stands."""
        members = [node for node in self.design.nodes_in(site.id) if self.condition.health_of(node.id) is Health.UP]
        votes = sum(self.condition.votes.get(node.id, node.votes) for node in members)
        return votes + (self._witness_votes() if home_of_witness(self.design) == site.id else 0)

    def _site_health(self, site: Site) -> Health:
        """As told, else down when everything in it is."""
        inside = [self.condition.health_of(node.id) for node in self.design.nodes_in(site.id)]
        inside += [self.condition.health_of(array.id) for array in self.design.arrays_in(site.id)]
        lost = inside and all(health is Health.DOWN for health in inside)
        return Health.DOWN if lost else self.condition.health_of(site.id)


def _most_telling(tenants: list[_Tenant], room: int) -> list[_Tenant]:
    """The tenants to show when not all have room, in their order: those that do anything but run come first."""
    lively = [pair for pair in tenants if pair[1].ghost or pair[1].moving or pair[1].status is not VmStatus.RUNNING]
    calm = [pair for pair in tenants if pair not in lively]
    kept = [*lively, *calm][:room]
    return [pair for pair in tenants if pair in kept]


def _placed(  # noqa: PLR0913 - an item is its parts
    key: str,
    marks: tuple[Mark, ...],
    rect: Rect,
    radius: float,
    *,
    z: int = SYMBOL_Z,
    element_id: str | None = None,
    part_of: str = "",
    hint: Message | str | None = None,
    title: str = "",
) -> SceneItem:
    """An item with its marks moved to the rectangle's corner, to be pointed at inside the rounded rectangle."""
    group = (Group(marks, translation(rect.x, rect.y)),)
    owner = key if element_id is None else element_id
    outline = rounded_rectangle(rect, radius)
    return SceneItem(key, owner, z, group, outline, rect.grown(1), hint=hint, part_of=part_of, title=title)
