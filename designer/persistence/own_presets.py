"""A person's own presets of hardware: a small file beside the preferences, never in a project."""

import json
from dataclasses import dataclass
from pathlib import Path

from designer.persistence.files import write_atomically

_FORMAT = "geocluster/presets/1"
_MOST = 500

Plain = str | int | float | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class OwnPreset:
    """Fields of one kind of element (``node`` or ``array``) under a name; values as in a project file."""

    kind: str
    name: str
    facts: tuple[tuple[str, Plain], ...]


def load_own(path: Path) -> tuple[OwnPreset, ...]:
    """The presets in the file, in its order; none where it cannot be read. Entries without sense are passed over."""
    try:
        document = json.loads(path.read_text("utf-8"))
        listed = document["presets"] if document["format"] == _FORMAT else []
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()
    found = [_preset(one) for one in listed[:_MOST]] if isinstance(listed, list) else []
    return tuple(one for one in found if one is not None)


def save_own(path: Path, presets: tuple[OwnPreset, ...]) -> None:
    """Write the presets. Raises ``OSError``."""
    listed = [{"kind": one.kind, "name": one.name, "facts": dict(one.facts)} for one in presets]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": _FORMAT, "presets": listed}, ensure_ascii=False, indent=1)
    write_atomically(text.encode() + b"\n", path)


def _preset(raw: object) -> OwnPreset | None:
    if not isinstance(raw, dict) or raw.get("kind") not in {"node", "array"}:
        return None
    name, facts = raw.get("name"), raw.get("facts")
    if not isinstance(name, str) or not name.strip() or not isinstance(facts, dict):
        return None
    return OwnPreset(str(raw["kind"]), name, tuple((str(key), value) for key, value in facts.items()))
