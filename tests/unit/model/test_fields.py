"""Every field of the model has a name for people, and every misfit a sentence part."""

import pytest
from pydantic import ValidationError

from designer.base.frozen import Frozen
from designer.base.texts import Message
from designer.model.fields import field_label, misfit_of
from designer.model.node import Node
from designer.model.project import Project


def _kinds(kind=Project, seen=None):
    """All model types that a project is made of."""
    seen = {} if seen is None else seen
    if kind.__name__ not in seen:
        seen[kind.__name__] = kind
        for sub in Frozen.__subclasses__():
            if sub.__module__.startswith("designer.model") and sub.__name__ not in seen:
                _kinds(sub, seen)
    return seen.values()


@pytest.mark.parametrize("name", sorted({name for kind in _kinds() for name in kind.model_fields}))
def test_every_field_has_a_name_for_people(name):
    assert isinstance(field_label(name), Message)


@pytest.mark.parametrize(
    ("fields", "label", "problem"),
    [
        ({"name": ""}, "Name", "must not be empty"),
        ({"name": "x" * 121}, "Name", "must have at most 120 characters"),
        ({"votes": 2}, "Votes", "must be at most 1"),
        ({"memory_mib": 5}, "Memory", "must be at least 512"),
        ({"memory_mib": 1.5}, "Memory", "must be a whole number"),
        ({"virtual_switch": 7}, "Virtual switch", "must be a text"),
        ({"processor_compatibility": 1}, "Processor compatibility", "must be true or false"),
        ({"nics": 7}, "Network adapters", "must be a list"),
        ({"nics": (7,)}, "Network adapters (entry 1)", "must be a group of fields"),
        ({"id": "P 1"}, "Id", "has a form that is not allowed"),
        ({"colour": 7}, "the field “colour”", "is not known"),
    ],
)
def test_a_misfit_says_which_field_and_why(fields, label, problem):
    with pytest.raises(ValidationError) as invalid:
        Node(**({"id": "p1", "name": "P1", "site": "site-p"} | fields))

    misfit = misfit_of(invalid.value)
    assert (str(misfit.label), str(misfit.problem)) == (label, problem)


def test_a_missing_field_is_told():
    with pytest.raises(ValidationError) as invalid:
        Node(id="p1", name="P1")

    assert str(misfit_of(invalid.value).problem) == "is missing"


def test_other_errors_are_no_misfits():
    assert misfit_of(ValueError("other")) is None
