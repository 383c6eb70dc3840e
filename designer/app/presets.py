"""Presets of hardware for palette and inspector: those that ship, with source and grade, and a person's own."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from designer.assets.catalogue import Standing, catalogue
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.base.units import memory_text
from designer.editing.additions import ElementKind
from designer.editing.command import Command
from designer.editing.properties import SetProperty
from designer.editing.together import Together
from designer.model.array import Array
from designer.model.design import Element
from designer.model.node import Node
from designer.persistence.own_presets import OwnPreset, Plain, load_own, save_own

NODE_FIELDS = (
    "sockets",
    "cores_per_socket",
    "threads_per_core",
    "memory_mib",
    "cpu_vendor",
    "cpu_family",
    "hbas",
)
ARRAY_FIELDS = ("family", "model", "storage_processors", "licences")
_GRADES: dict[Standing, Message] = {
    Standing.PUBLISHED: msg_in("grade of a figure", "published"),
    Standing.JUDGEMENT: msg_in("grade of a figure", "judgement"),
    Standing.TO_VERIFY: msg_in("grade of a figure", "to be verified"),
}


@dataclass(frozen=True, slots=True)
class Preset:
    """Values for the fields of a node or an array. ``grade`` is None for a person's own."""

    kind: ElementKind
    name: str
    facts: tuple[tuple[str, object], ...]
    source: str = ""
    grade: Standing | None = None

    @property
    def is_own(self) -> bool:
        """Whether a person made it."""
        return self.grade is None

    @property
    def title(self) -> Message:
        """Its name as a person reads it: in words of their language where it is nothing but sizes."""
        facts = dict(self.facts)
        sockets, cores, memory = facts.get("sockets"), facts.get("cores_per_socket"), facts.get("memory_mib")
        if self.is_own or not (isinstance(sockets, int) and isinstance(cores, int) and isinstance(memory, int)):
            return msg("{name}", name=self.name)
        return msg_n(
            "{sockets} × {n} core, {ram}",
            "{sockets} × {n} cores, {ram}",
            cores,
            sockets=sockets,
            ram=memory_text(memory),
        )

    @property
    def told(self) -> Message:
        """Where its figures come from and how firm they are, for every figure alike."""
        if self.grade is None:
            return msg("Your own preset")
        source = self.source or msg("the vendor's specification sheet is to be asked")
        return msg("{source} ({grade})", source=source, grade=_GRADES[self.grade])

    def value(self, path: str) -> object:
        """What it says of a field; ``...`` where it says nothing."""
        return dict(self.facts).get(path, ...)

    def command(self, design_id: str, element_id: str) -> Command:
        """The edit that gives an element these values, as one step."""
        setting = tuple(SetProperty(design_id, element_id, path, value) for path, value in self.whole)
        return Together(setting, msg("Use preset {name}", name=self.title))

    @property
    def whole(self) -> tuple[tuple[str, object], ...]:
        """Its values together with its own name, by which the element is known to follow it."""
        return (*self.facts, ("preset", self.name))


class PresetShelf:
    """All presets there are. The file of a person's own is read once and written at every change."""

    def __init__(self, own_file: Path | None = None) -> None:
        self._file = own_file
        self._own = () if own_file is None else load_own(own_file)

    def of(self, kind: ElementKind) -> tuple[Preset, ...]:
        """Presets of a kind: those that ship first, then a person's own."""
        shipped = _nodes() if kind is ElementKind.NODE else _arrays() if kind is ElementKind.ARRAY else ()
        own = tuple(Preset(kind, one.name, one.facts) for one in self._own if one.kind == kind.value)
        return (*shipped, *own)

    def all(self) -> tuple[Preset, ...]:
        """Every preset, nodes first."""
        return (*self.of(ElementKind.NODE), *self.of(ElementKind.ARRAY))

    def preset_of(self, element: Element) -> Preset | None:
        """The preset that the element was made from, if it still is on the shelf."""
        kind = kind_of(element)
        if kind is None or not isinstance(element, Node | Array) or not element.preset:
            return None
        return next((one for one in self.of(kind) if one.name == element.preset), None)

    def keep(self, element: Node | Array, name: str) -> Preset:
        """Keep the element's hardware under a name of one's own; one of that name is replaced. Raises ``OSError``."""
        kind = ElementKind.NODE if isinstance(element, Node) else ElementKind.ARRAY
        paths = NODE_FIELDS if isinstance(element, Node) else ARRAY_FIELDS
        facts = tuple((path, _plain(getattr(element, path))) for path in paths)
        others = tuple(one for one in self._own if (one.kind, one.name) != (kind.value, name))
        self._store((*others, OwnPreset(kind.value, name, facts)))
        return Preset(kind, name, facts)

    def forget(self, preset: Preset) -> None:
        """Take one of a person's own off the shelf. Raises ``OSError``."""
        self._store(tuple(one for one in self._own if (one.kind, one.name) != (preset.kind.value, preset.name)))

    def _store(self, own: tuple[OwnPreset, ...]) -> None:
        if self._file is not None:
            save_own(self._file, own)
        self._own = own


def kind_of(element: Element) -> ElementKind | None:
    """The kind of presets that an element can take; None for one that takes none."""
    if isinstance(element, Node):
        return ElementKind.NODE
    return ElementKind.ARRAY if isinstance(element, Array) else None


def is_same(value: object, wanted: object) -> bool:
    """Whether a field has the value of a preset, whose own file holds plain texts for members of enumerations."""
    if isinstance(value, Enum) and isinstance(wanted, str):
        return bool(value.value == wanted)
    if isinstance(value, tuple) and isinstance(wanted, list | tuple):
        return len(value) == len(wanted) and all(is_same(a, b) for a, b in zip(value, wanted, strict=True))
    return bool(value == wanted)


def _nodes() -> tuple[Preset, ...]:
    return tuple(
        Preset(
            ElementKind.NODE,
            one.name,
            tuple((path, getattr(one, path)) for path in NODE_FIELDS),
            one.source,
            one.standing,
        )
        for one in catalogue().nodes
    )


def _arrays() -> tuple[Preset, ...]:
    return tuple(
        Preset(
            ElementKind.ARRAY,
            one.name,
            tuple((path, getattr(one, path)) for path in ARRAY_FIELDS),
            one.source,
            one.standing,
        )
        for one in catalogue().arrays
    )


def _plain(value: object) -> Plain:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return [str(one.value) if isinstance(one, Enum) else str(one) for one in value]
    assert value is None or isinstance(value, str | int | float | bool)
    return value
