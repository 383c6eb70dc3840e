"""Presets of hardware that a person may start from: array models, server sizes, lines.

Figures are data of ``resources/catalogue``; each preset says how firm its figures are. What *rules* measure a design
against stands in :mod:`designer.model.limits`, because rules are pure and read no files.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypedDict, cast

from designer.assets.loader import resource_bytes
from designer.base.errors import UnknownElement
from designer.base.texts import msg
from designer.model.array import Array, ArrayFamily, ReplicationLicence
from designer.model.link import LinkProtocol
from designer.model.node import CpuVendor, Node

_MIB_PER_GIB = 1024


class Standing(StrEnum):
    """How firm the figures of a preset are."""

    PUBLISHED = "published"
    JUDGEMENT = "judgement"
    TO_VERIFY = "to-verify"


@dataclass(frozen=True, slots=True)
class ArrayPreset:
    """An array model: at most ``drives`` drives and ``cache_gib`` of cache; None where nothing is known."""

    name: str
    family: ArrayFamily
    model: str
    storage_processors: int
    drives: int | None
    cache_gib: int | None
    licences: tuple[ReplicationLicence, ...]
    standing: Standing
    source: str

    @property
    def must_be_verified(self) -> bool:
        """Whether the figures are to be checked with the vendor before anybody relies on them."""
        return self.standing is Standing.TO_VERIFY

    def applied_to(self, array: Array) -> Array:
        """The array as this model; its name, site and capacity stay."""
        return array.evolve(
            family=self.family, model=self.model, storage_processors=self.storage_processors, licences=self.licences
        )


@dataclass(frozen=True, slots=True)
class NodePreset:
    """The size of a server."""

    name: str
    sockets: int
    cores_per_socket: int
    threads_per_core: int
    memory_mib: int
    cpu_vendor: CpuVendor
    cpu_family: str
    hbas: int
    standing: Standing
    source: str

    def applied_to(self, node: Node) -> Node:
        """The node in this size; its name, site, version and networks stay."""
        return node.evolve(
            sockets=self.sockets,
            cores_per_socket=self.cores_per_socket,
            threads_per_core=self.threads_per_core,
            memory_mib=self.memory_mib,
            cpu_vendor=self.cpu_vendor,
            cpu_family=self.cpu_family,
            hbas=self.hbas,
        )


@dataclass(frozen=True, slots=True)
class ReplicationPreset:
    """A replication line: its rate in Mbit/s as sold, its payload in MB/s."""

    name: str
    protocol: LinkProtocol
    rate_mbit: int
    payload_mb_s: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class MigrationPreset:
    """A live-migration line: its rate in Mbit/s as sold, and the share of it that arrives, in per cent."""

    name: str
    rate_mbit: int
    efficiency_percent: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All presets, each kind in the order in which it is offered."""

    arrays: tuple[ArrayPreset, ...]
    nodes: tuple[NodePreset, ...]
    replication: tuple[ReplicationPreset, ...]
    migration: tuple[MigrationPreset, ...]

    def array(self, name: str) -> ArrayPreset:
        """The array preset of this name; raises ``UnknownElement`` (code ``preset-unknown``)."""
        for preset in self.arrays:
            if preset.name == name:
                return preset
        raise _unknown(name, (preset.name for preset in self.arrays))

    def node(self, name: str) -> NodePreset:
        """The node preset of this name; raises ``UnknownElement`` (code ``preset-unknown``)."""
        for preset in self.nodes:
            if preset.name == name:
                return preset
        raise _unknown(name, (preset.name for preset in self.nodes))


@cache
def catalogue() -> Catalogue:
    """The presets that ship with the program, read once."""
    lines = cast(_LinesFile, _read("lines"))
    return Catalogue(
        arrays=tuple(_array(row) for row in cast(_ArraysFile, _read("arrays"))["presets"]),
        nodes=tuple(_node(row) for row in cast(_NodesFile, _read("nodes"))["presets"]),
        replication=tuple(
            ReplicationPreset(
                row["name"],
                LinkProtocol(row["protocol"]),
                row["rate_mbit"],
                row["payload_mb_s"],
                Standing(row["standing"]),
            )
            for row in lines["replication"]
        ),
        migration=tuple(
            MigrationPreset(row["name"], row["rate_mbit"], row["efficiency_percent"], Standing(row["standing"]))
            for row in lines["migration"]
        ),
    )


class _ArrayRow(TypedDict):
    name: str
    family: str
    model: str
    storage_processors: int
    drives: int | None
    cache_gib: int | None
    licences: list[str]
    standing: str
    source: str


class _NodeRow(TypedDict):
    name: str
    sockets: int
    cores_per_socket: int
    threads_per_core: int
    memory_gib: int
    cpu_vendor: str
    cpu_family: str
    hbas: int
    standing: str
    source: str


class _ReplicationRow(TypedDict):
    name: str
    protocol: str
    rate_mbit: int
    payload_mb_s: int
    standing: str


class _MigrationRow(TypedDict):
    name: str
    rate_mbit: int
    efficiency_percent: int
    standing: str


class _ArraysFile(TypedDict):
    presets: list[_ArrayRow]


class _NodesFile(TypedDict):
    presets: list[_NodeRow]


class _LinesFile(TypedDict):
    replication: list[_ReplicationRow]
    migration: list[_MigrationRow]


def _read(name: str) -> object:
    return json.loads(resource_bytes(f"catalogue/{name}.json"))


def _array(row: _ArrayRow) -> ArrayPreset:
    return ArrayPreset(
        name=row["name"],
        family=ArrayFamily(row["family"]),
        model=row["model"],
        storage_processors=row["storage_processors"],
        drives=row["drives"],
        cache_gib=row["cache_gib"],
        licences=tuple(ReplicationLicence(name) for name in row["licences"]),
        standing=Standing(row["standing"]),
        source=row["source"],
    )


def _node(row: _NodeRow) -> NodePreset:
    return NodePreset(
        name=row["name"],
        sockets=row["sockets"],
        cores_per_socket=row["cores_per_socket"],
        threads_per_core=row["threads_per_core"],
        memory_mib=row["memory_gib"] * _MIB_PER_GIB,
        cpu_vendor=CpuVendor(row["cpu_vendor"]),
        cpu_family=row["cpu_family"],
        hbas=row["hbas"],
        standing=Standing(row["standing"]),
        source=row["source"],
    )


def _unknown(name: str, known: Iterable[str]) -> UnknownElement:
    return UnknownElement(
        "preset-unknown",
        msg("There is no preset {name}. The presets are {names}.", name=name, names=tuple(known)),
        subjects=(),
    )
