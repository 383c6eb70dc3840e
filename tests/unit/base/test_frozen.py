"""Values that cannot change, take no unknown fields, and keep their children when they evolve."""

import pytest
from pydantic import Field, ValidationError

from designer.base.frozen import Frozen


class Wheel(Frozen):
    spokes: int = Field(default=32, ge=1)


class Bicycle(Frozen):
    name: str = "Favorit"
    wheels: tuple[Wheel, ...] = (Wheel(), Wheel())


def test_a_value_cannot_be_changed():
    bicycle = Bicycle()

    with pytest.raises(ValidationError):
        bicycle.name = "Eska"


@pytest.mark.parametrize(
    "fields", [{"gears": 3}, {"name": 7}, {"wheels": [Wheel()]}, {"wheels": ({"spokes": 1},), "x": 1}]
)
def test_unknown_fields_and_other_types_are_refused(fields):
    with pytest.raises(ValidationError):
        Bicycle(**fields)


def test_a_changed_copy_keeps_the_children_it_does_not_replace():
    bicycle = Bicycle()

    other = bicycle.evolve(name="Eska")

    assert other.name == "Eska"
    assert bicycle.name == "Favorit"
    assert [one is other for one, other in zip(other.wheels, bicycle.wheels, strict=True)] == [True, True]


def test_a_change_is_validated_as_a_whole():
    with pytest.raises(ValidationError):
        Wheel().evolve(spokes=0)
    with pytest.raises(TypeError, match="Wheel has no field"):
        Wheel().evolve(colour="red")


def test_values_are_equal_by_content():
    assert Bicycle() == Bicycle()
    assert Bicycle() != Bicycle(name="Eska")
    assert hash(Bicycle()) == hash(Bicycle())
