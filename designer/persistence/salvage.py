"""What can be saved of a damaged project file: the parts that still make sense, and a list of those that were dropped.

Salvage never writes. It mends the text as far as a mistake is local, then leaves out the smallest thing around each
value that does not fit: a field with a default, else the element, else the variant. A newer file is refused as ever.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from designer.base.errors import IntegrityBroken, ProjectUnreadable
from designer.base.texts import Message, msg
from designer.model.design import COLLECTIONS, Design
from designer.model.fields import field_label
from designer.model.project import Project
from designer.persistence.codec import MAX_BYTES, too_large
from designer.persistence.migrations.chain import SCHEMA, upgraded

_ENVELOPE = ("format", "schema", "producer")
_MOST_MENDS = 40
_MOST_DROPS = 2000
_LONGEST = 60
_COMMA_BEFORE_END = re.compile(r",(\s*[}\]])")
_CLOSES = {"{": "}", "[": "]"}

_Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A project that holds together, and what the file held besides, one sentence each, in the order of dropping."""

    project: Project
    dropped: tuple[Message, ...]


def salvage(data: bytes, name: str) -> Salvaged:
    """What can be saved of the bytes of a file called ``name``.

    Raises ``ProjectUnreadable``: ``file-too-large``, ``schema-newer`` and the like as reading does, and
    ``nothing-to-salvage`` where nothing of a project is left.
    """
    if len(data) > MAX_BYTES:
        raise too_large(name)
    dropped: list[Message] = []
    document = _parsed(_text(data, dropped), dropped)
    designs = None if document is None else document.get("designs")
    if document is None or not isinstance(designs, list):
        raise _nothing(name)
    document = _in_todays_schema(document, name, dropped)
    kept: list[Design] = []
    for raw in document.pop("designs"):
        design = _design(raw, dropped)
        if design is not None and design.id not in {one.id for one in kept}:
            kept.append(design)
        else:
            dropped.append(msg("A variant: {what}", what=_called(raw)))
    project = _project({key: value for key, value in document.items() if key not in _ENVELOPE}, kept, dropped)
    return Salvaged(project, tuple(dropped))


def _nothing(name: str) -> ProjectUnreadable:
    message = msg("Nothing can be saved of {name}: no variant is left in it. Take a backup.", name=name)
    return ProjectUnreadable("nothing-to-salvage", message)


# Text


def _text(data: bytes, dropped: list[Message]) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        dropped.append(msg("Bytes that are no text; a sign stands in their place"))
        return data.decode("utf-8-sig", errors="replace")


def _parsed(text: str, dropped: list[Message]) -> _Document | None:
    """The document, mended line by line, else up to where it breaks off."""
    cut_lines: list[str] = []
    mended = text
    for _ in range(_MOST_MENDS):
        try:
            return _as_document(mended, dropped, cut_lines)
        except json.JSONDecodeError as error:
            start = mended.rfind("\n", 0, error.pos) + 1
            end = mended.find("\n", error.pos)
            line = mended[start : end if end >= 0 else len(mended)]
            if not line.strip() or line.strip(" ,\r\t") in {"{", "}", "[", "]"} or end < 0:
                break
            cut_lines.append(line.strip())
            mended = _COMMA_BEFORE_END.sub(r"\1", mended[:start] + mended[end + 1 :])
        except RecursionError:
            return None
    return _up_to_the_break(text, dropped)


def _as_document(text: str, dropped: list[Message], cut_lines: list[str]) -> _Document | None:
    found = json.loads(text, parse_constant=_no_number)
    dropped += [msg("A line that could not be read: {line}", line=_short(line)) for line in cut_lines]
    return found if isinstance(found, dict) else None


def _up_to_the_break(text: str, dropped: list[Message]) -> _Document | None:
    """The document as far as it can be read, every bracket that is open there being closed."""
    limit = 0
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        limit = error.pos
    except RecursionError:
        return None
    for cut, closing in reversed(_cuts(text, limit)[-200:]):
        try:
            found = json.loads(text[:cut] + closing, parse_constant=_no_number)
        except (json.JSONDecodeError, RecursionError):
            continue
        rest = len(text) - cut
        dropped.append(msg("Everything from line {line} on, {n} characters", line=text.count("\n", 0, cut) + 1, n=rest))
        return found if isinstance(found, dict) else None
    return None


def _cuts(text: str, limit: int) -> list[tuple[int, str]]:
    """Places before ``limit`` where a value has just ended, each with the brackets that close what is open there."""
    open_brackets: list[str] = []
    found: list[tuple[int, str]] = []
    place = 0
    while place < min(limit + 1, len(text)):
        sign = text[place]
        if sign == '"':
            place = _end_of_string(text, place)
            continue
        if sign in _CLOSES:
            open_brackets.append(_CLOSES[sign])
        elif sign in "}]":
            if not open_brackets or open_brackets.pop() != sign:
                break
            found.append((place + 1, "".join(reversed(open_brackets))))
        elif sign == ",":
            found.append((place, "".join(reversed(open_brackets))))
        place += 1
    return found


def _end_of_string(text: str, start: int) -> int:
    place = start + 1
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return place + 1


def _no_number(_: str) -> None:
    """NaN and Infinity are no values of a project."""


# Values


def _in_todays_schema(document: _Document, name: str, dropped: list[Message]) -> _Document:
    schema = document.get("schema")
    if type(schema) is not int or schema < 1:
        dropped.append(msg("Which schema the file follows; it is read as one of today"))
        return {**document, "schema": SCHEMA}
    try:
        return upgraded(document, name)
    except ProjectUnreadable as error:
        if error.code != "migration-failed":
            raise
        dropped.append(msg("What tells an older file from one of today; it is read as one of today"))
        return {**document, "schema": SCHEMA}


def _design(raw: object, dropped: list[Message]) -> Design | None:
    """The variant without what does not fit in it; None when nothing sensible is left."""
    if not isinstance(raw, dict):
        return None
    label = _called(raw)
    for _ in range(_MOST_DROPS):
        try:
            return Design.model_validate_json(json.dumps(raw))
        except ValidationError as error:
            if not _without_misfit(raw, error, label, dropped):
                return None
        except IntegrityBroken as error:
            if not _without_contradiction(raw, error, label, dropped):
                return None
        except (ValueError, RecursionError):
            return None
    return None


def _project(rest: _Document, designs: list[Design], dropped: list[Message]) -> Project:
    rest = dict(rest)
    for _ in range(_MOST_DROPS):
        try:
            bare = Project.model_validate_json(json.dumps({**rest, "recommended": None, "scenarios": []}))
            known = {design.id for design in designs}
            return _with_scenarios(bare.evolve(designs=tuple(designs)), rest, known, dropped)
        except ValidationError as error:
            if not _without_misfit(rest, error, msg("the project"), dropped):
                break
        except IntegrityBroken:
            rest["registers"] = []
            dropped.append(msg("The registers, which contradict themselves"))
    return Project(designs=tuple(designs))


def _with_scenarios(project: Project, rest: Mapping[str, Any], known: set[str], dropped: list[Message]) -> Project:
    """The project with every saved scenario and recommendation that its variants bear."""
    recommended = rest.get("recommended")
    if isinstance(recommended, str) and recommended in known:
        project = project.evolve(recommended=recommended)
    scenarios = rest.get("scenarios")
    for raw in scenarios if isinstance(scenarios, list) else []:
        try:
            one = Project.model_validate_json(json.dumps({"scenarios": [{**raw, "design": None}]})).scenarios[0]
            project = project.evolve(scenarios=(*project.scenarios, one.evolve(design=raw.get("design"))))
        except (ValidationError, IntegrityBroken, ValueError, TypeError):
            dropped.append(msg("A saved scenario: {what}", what=_called(raw)))
    return project


def _without_misfit(raw: _Document, error: ValidationError, where: Message | str, dropped: list[Message]) -> bool:
    """Leave out what the first misfit concerns; whether anything could be left out."""
    first = error.errors(include_url=False, include_context=False)[0]
    location, is_missing = list(first["loc"]), first["type"] == "missing"
    if is_missing:
        location.pop()
    while location:
        holder, last = _inside(raw, location[:-1]), location[-1]
        if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
            dropped.append(msg("{what} in {where}", what=_called(holder[last]), where=where))
            del holder[last]
            return True
        if isinstance(holder, dict) and last in holder and not is_missing:
            owner = _called(holder) if location[:-1] else where
            what = field_label(str(last))
            dropped.append(msg("{what} of {where}: {value}", what=what, where=owner, value=_short(str(holder[last]))))
            del holder[last]
            return True
        if isinstance(holder, dict) and last in holder and is_missing and location[:-1]:
            dropped.append(msg("{what} in {where}", what=field_label(str(last)), where=where))
            del holder[last]
            return True
        location.pop()
    return False


def _without_contradiction(
    raw: _Document, error: IntegrityBroken, where: Message | str, dropped: list[Message]
) -> bool:
    """Leave out the reference that leads nowhere, else the element that has it; whether anything was left out."""
    owner = error.subjects[0] if error.subjects else ""
    target = error.subjects[1] if len(error.subjects) > 1 else owner
    dropped.append(msg("{problem} Left out in {where}.", problem=error.message, where=where))
    if owner == "layout" and isinstance(raw.get("layout"), dict):
        before = json.dumps(raw["layout"])
        for part in ("places", "routes"):
            listed = raw["layout"].get(part, [])
            raw["layout"][part] = [one for one in listed if target not in (one.get("element"), one.get("link"))]
        if json.dumps(raw["layout"]) == before:
            raw["layout"] = {}
        return True
    if owner == "quorum" and isinstance(raw.get("cluster"), dict):
        quorum = raw["cluster"].get("quorum", {})
        return _without_reference(quorum, target)
    if error.code == "reference-broken" and any(_without_reference(one, target) for one in _elements(raw, owner)):
        return True
    return _without_element(raw, owner, only_repeats=error.code == "id-twice")


def _without_reference(holder: _Document, target: str) -> bool:
    """Take the reference out of the lists and fields of one element."""
    for key, value in list(holder.items()):
        if key in {"id", "name"}:
            continue
        if value == target:
            del holder[key]
            return True
        if isinstance(value, list):
            kept = [one for one in value if one != target and not (isinstance(one, dict) and target in one.values())]
            if len(kept) < len(value):
                holder[key] = kept
                return True
    return False


def _elements(raw: _Document, element_id: str) -> list[_Document]:
    listed = [one for part in COLLECTIONS for one in raw.get(part) or [] if isinstance(one, dict)]
    if isinstance(raw.get("witness"), dict):
        listed.append(raw["witness"])
    return [one for one in listed if one.get("id") == element_id]


def _without_element(raw: _Document, element_id: str, *, only_repeats: bool) -> bool:
    """Take out the element; of elements with one id all but the first when ``only_repeats``."""
    doomed = _elements(raw, element_id)[1 if only_repeats else 0 :]
    if not doomed:
        doomed = [one for one in raw.get("groups") or [] if isinstance(one, dict) and one.get("vm") == element_id][1:]
    if not doomed:
        return False
    for part in COLLECTIONS:
        if part in raw:
            raw[part] = [one for one in raw[part] if not any(one is gone for gone in doomed)]
    if any(raw.get("witness") is gone for gone in doomed):
        raw["witness"] = None
    return True


def _inside(value: Any, steps: list[Any]) -> Any:  # noqa: ANN401 - the parts of any JSON document
    for step in steps:
        if (isinstance(value, dict) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        ):
            value = value[step]
        else:
            return None
    return value


def _called(value: object) -> str:
    """What a part of a document is called by people: its name, label, id or text, else its beginning."""
    if isinstance(value, Mapping):
        for key in ("name", "label", "id", "element", "link", "text", "rule"):
            found = value.get(key)
            if isinstance(found, str) and found:
                return _short(found)
    return _short(json.dumps(value, ensure_ascii=False, default=str))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
