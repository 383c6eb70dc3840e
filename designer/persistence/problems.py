"""What does not fit in a file, told with the element's name and the field's label instead of a path of keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from designer.base.texts import Message, msg
from designer.model.fields import Misfit, field_label, misfit_of

_LONGEST = 60


def sentence_of(error: ValidationError, document: Mapping[str, Any], name: str) -> Message:
    """One sentence about the first misfit: the file, the element, the field, what is wrong, what to do."""
    misfit = misfit_of(error)
    assert misfit is not None, "a validation error always has a first problem"
    return msg(
        "The file {name} cannot be opened: {where}: {what}. Correct it in the file, or open another one.",
        name=name,
        where=_where(misfit, document),
        what=msg("{field} {problem}", field=misfit.label, problem=misfit.problem),
    )


def _where(misfit: Misfit, document: Mapping[str, Any]) -> Message | str:
    """The named things that the misfit lies in, outermost first: the design, then the element."""
    names: list[str | Message] = []
    value: Any = document
    for step in misfit.location[:-1]:
        value = _inside(value, step)
        called = _name_of(value)
        if called:
            names.append(_shortened(called))
        elif isinstance(step, str) and isinstance(value, Mapping):
            names.append(field_label(step))
    if not names:
        return msg("the project")
    return msg("{outer}, {inner}", outer=names[0], inner=names[-1]) if len(names) > 1 else names[0]


def _inside(value: Any, step: str | int) -> Any:  # noqa: ANN401 - the parts of any JSON document
    if isinstance(value, Mapping) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, Sequence) and isinstance(step, int) and not isinstance(value, str) and step < len(value):
        return value[step]
    return None


def _name_of(value: Any) -> str:  # noqa: ANN401 - the parts of any JSON document
    if not isinstance(value, Mapping):
        return ""
    candidates = (value.get(key) for key in ("name", "label", "id", "element"))
    return next((found for found in candidates if isinstance(found, str) and found), "")


def _shortened(text: Message | str) -> Message | str:
    """Names come from the file and may be of any length."""
    if isinstance(text, Message) or len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - 1] + "…"
