"""The immutable base of everything that is saved. Knows nothing of clusters."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: strict, immutable, and closed to unknown fields.

    Equal by content. Changes are made with :meth:`evolve`, never with pydantic's
    ``model_copy``, which does not validate (decision 0001).
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", ser_json_inf_nan="null")

    def evolve(self, **changes: Any) -> Self:  # noqa: ANN401 - the fields' own types are checked by validation
        """Return a copy with the named fields replaced, validated as a whole.

        Children that are not replaced stay the same objects. Raises pydantic's
        ``ValidationError`` for an unknown field or a value the model refuses.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        unknown = changes.keys() - fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {sorted(unknown)}")
        return type(self)(**(fields | changes))
