"""What a command is: an edit as a value, with ids and new values inside and no objects of the document."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from designer.base.errors import EditRefused, IntegrityBroken, UnknownElement
from designer.base.texts import Message, msg
from designer.model.fields import misfit_of
from designer.model.project import Project

MergeKey = Hashable | None
_Self = TypeVar("_Self")
_Rest = ParamSpec("_Rest")
_Result = TypeVar("_Result")


class Command(Protocol):
    """An edit. Equal commands do equal things; applying one never changes its argument."""

    @property
    def merge_key(self) -> MergeKey:
        """What makes this edit one step with the edit before it, if that has the same key; None never merges."""
        ...

    def label(self, project: Project) -> Message:
        """What the step is called in the history, given the project it is applied to."""
        ...

    def apply(self, project: Project) -> Project:
        """The project after the edit; the very same object when nothing changes. Raises ``EditRefused``."""
        ...


def refusing(
    apply: Callable[Concatenate[_Self, _Rest], _Result],
) -> Callable[Concatenate[_Self, _Rest], _Result]:
    """Turn what the model refuses (unknown ids, broken references, values that do not fit) into ``EditRefused``."""

    @wraps(apply)
    def guarded(self: _Self, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Result:
        try:
            return apply(self, *args, **kwargs)
        except (IntegrityBroken, UnknownElement) as error:
            raise EditRefused(error.code, error.message, hint=error.hint, subjects=error.subjects) from error
        except ValueError as error:
            misfit = misfit_of(error)
            if misfit is None:
                raise
            message = msg("{field} {problem}.", field=misfit.label, problem=misfit.problem)
            raise EditRefused("value-refused", message) from error

    return cast(Callable[Concatenate[_Self, _Rest], _Result], guarded)


def refusal(code: str, message: Message, *subjects: str, hint: Message | None = None) -> EditRefused:
    """The error to raise when a command cannot be carried out."""
    return EditRefused(code, message, hint=hint, subjects=subjects)
