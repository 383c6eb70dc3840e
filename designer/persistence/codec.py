"""Bytes of a project file and back: canonical JSON, so that equal projects are equal files and a change a short diff.

Keys are sorted, one value stands on a line, numbers have one form, and every field is written, also one that has its
default: what a file means must not depend on the defaults of the program that reads it, and a later field shows in a
diff once. A person may leave out fields with defaults. Unknown fields are refused, because a typo must not vanish.
"""

import json
import re
from collections import Counter
from typing import Any, NoReturn

from pydantic import ValidationError

from designer.base.errors import DesignerError, ProjectUnreadable
from designer.base.texts import Message, msg
from designer.model.project import Project
from designer.persistence.migrations.chain import SCHEMA, upgraded
from designer.persistence.problems import sentence_of

FORMAT = "geocluster/project"
PRODUCER = "Geocluster Designer"
MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32
_ENVELOPE = ("format", "schema", "producer")
_LONGEST = 40
# Possessive, and content with a missing end: the time stays proportional to the length, whatever the text.
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"?+', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")


def encode(project: Project) -> bytes:
    """The project as the bytes of its file. Equal projects give equal bytes, whatever version of the program writes."""
    text = json.dumps(_plain(project), ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True)
    return (text + "\n").encode()


def encode_on_one_line(project: Project) -> bytes:
    """The same document without line breaks, which is faster to make; :func:`decode` reads it too."""
    text = json.dumps(_plain(project), ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def decode(data: bytes, name: str) -> Project:
    """The project in the bytes of a file called ``name``. Raises ``ProjectUnreadable`` for anything else."""
    if len(data) > MAX_BYTES:
        raise too_large(name)
    document = _document(_text(data, name), name)
    _check_format(document, name)
    document = upgraded(document, name)
    fields = {key: value for key, value in document.items() if key not in _ENVELOPE}
    try:
        return Project.model_validate_json(json.dumps(fields, allow_nan=False))
    except ValidationError as error:
        if error.errors(include_url=False)[0]["type"] == "json_invalid":
            raise damaged(name) from error
        raise ProjectUnreadable("project-invalid", sentence_of(error, fields, name)) from error
    except DesignerError as error:
        message = msg("The file {name} contradicts itself: {problem} Correct it.", name=name, problem=error.message)
        raise ProjectUnreadable("project-contradictory", message, subjects=error.subjects) from error
    except (ValueError, RecursionError) as error:
        raise damaged(name) from error


def too_large(name: str) -> ProjectUnreadable:
    """The error for a file of more bytes than a project can have."""
    most = MAX_BYTES // (1024 * 1024)
    text = msg(
        "The file {name} is larger than {most}\u00a0MiB, so it is not a project. Choose another file.",
        name=name,
        most=most,
    )
    return ProjectUnreadable("file-too-large", text)


def damaged(name: str) -> ProjectUnreadable:
    """The error for a file that is no JSON at all."""
    text = msg("The file {name} is damaged or is not a project. Choose another file.", name=name)
    return ProjectUnreadable("file-damaged", text)


def _plain(project: Project) -> dict[str, Any]:
    return {**project.model_dump(mode="json"), "format": FORMAT, "schema": SCHEMA, "producer": PRODUCER}


def _text(data: bytes, name: str) -> str:
    if not data.strip():
        raise ProjectUnreadable("file-empty", msg("The file {name} is empty. Choose another file.", name=name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = msg("The file {name} is not UTF-8 text, so it is not a project. Choose another file.", name=name)
        raise ProjectUnreadable("file-not-text", message) from error


def _document(text: str, name: str) -> dict[str, Any]:
    """The JSON object of the file, read strictly. Depth is judged first, so that nesting cannot exhaust the reader."""
    if _depth(text) > MAX_DEPTH:
        raise damaged(name)
    try:
        document = json.loads(
            text, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant, parse_float=_finite
        )
    except _RefusedError as error:
        message = msg(
            "The file {name} cannot be read: {problem} Correct it or choose another file.",
            name=name,
            problem=error.problem,
        )
        raise ProjectUnreadable("file-damaged", message) from error
    except (ValueError, RecursionError) as error:
        raise damaged(name) from error
    if not isinstance(document, dict):
        raise damaged(name)
    return document


def _check_format(document: dict[str, Any], name: str) -> None:
    if document.get("format") != FORMAT:
        message = msg("The file {name} is not a project of Geocluster Designer. Choose another file.", name=name)
        raise ProjectUnreadable("not-a-project", message)
    producer = document.get("producer", PRODUCER)
    if not isinstance(producer, str):
        raise damaged(name)


class _RefusedError(Exception):
    """JSON that Python would read and no project has."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object, unless a key stands in it twice: which of the two was meant, nobody can know."""
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _RefusedError(msg("the field “{field}” stands twice in one place.", field=_shortened(twice)))
    return found


def _refuse_constant(constant: str) -> NoReturn:
    raise _RefusedError(msg("“{value}” is not a number.", value=constant))


def _finite(text: str) -> float:
    value = float(text)
    if value - value != 0:
        raise _RefusedError(msg("“{value}” is not a number.", value=_shortened(text)))
    return value


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _depth(text: str) -> int:
    """How deep brackets are nested outside of strings."""
    deepest = depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
