"""Hashes of states: SHA-256 over canonical JSON, part by part, so that parts shared by many states are read once.

Covers what the state is, never texts and never the program's version.
"""

import json
from collections.abc import Iterable
from dataclasses import Field, fields
from enum import Enum
from hashlib import sha256
from typing import Any

from designer.engine.state import SILENT, ClusterState, Procedure

_LISTED = ("nodes", "arrays", "fabrics", "sites", "links", "pairs", "writes", "groups", "vms", "procedures")


def state_digest(state: ClusterState) -> str:
    """Hash of one state, 64 hexadecimal digits."""
    return _digest_of(state, {})


def states_digest(states: Iterable[ClusterState]) -> str:
    """Hash of a sequence of states, in order."""
    whole = sha256()
    known: dict[tuple[str, int], str] = {}
    kept = tuple(states)  # keeps every part alive, so that an address names one part
    for state in kept:
        whole.update(_digest_of(state, known).encode())
    return whole.hexdigest()


def _digest_of(state: ClusterState, known: dict[tuple[str, int], str]) -> str:
    whole = sha256()
    for name in _LISTED:
        whole.update(_listed(name, getattr(state, name), known).encode())
    rest = (_plain(state.witness), _plain(state.quorum), state.queue, _plain(state.moved), state.next_serial)
    whole.update(_canonical(rest).encode())
    if state.degraded or state.silent:
        whole.update(_canonical((_plain(state.degraded), state.silent)).encode())
    return whole.hexdigest()


def _listed(name: str, parts: tuple[Any, ...], known: dict[tuple[str, int], str]) -> str:
    """Hash of one collection; remembered by the identity of the tuple and of each part."""
    found = known.get((name, id(parts)))
    if found is None:
        digests = "".join(_part(part, known) for part in parts)
        found = known[name, id(parts)] = sha256(f"{name}:{digests}".encode()).hexdigest()
    return found


def _part(part: Any, known: dict[tuple[str, int], str]) -> str:  # noqa: ANN401 - any part of a state
    found = known.get(("", id(part)))
    if found is None:
        found = known["", id(part)] = sha256(_canonical(_plain(part)).encode()).hexdigest()
    return found


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a state, made of what JSON knows
    if isinstance(value, Procedure):
        stage = value.stage
        return [
            value.serial,
            value.kind.value,
            value.subject,
            value.source,
            value.target,
            value.index,
            value.since_us,
            value.reserved_mib,
            _plain(stage),
        ]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if not _is_silent(value, one)}
    return value


def _is_silent(value: object, one: Field[Any]) -> bool:
    return SILENT in one.metadata and getattr(value, one.name) == one.default
