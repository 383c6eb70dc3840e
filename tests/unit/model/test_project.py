"""The project as a whole: its designs, and references to them."""

import pytest

from designer.base.errors import IntegrityBroken, UnknownElement
from designer.model.project import Project
from designer.model.register import RegisterEntry, RegisterKind
from designer.model.scenario import Scenario
from tests.support.builders import two_plus_one

_ONE = two_plus_one()
_TWO = _ONE.evolve(id="other", label="Other")
_SCENARIO = Scenario(id="s", name="S")
_ENTRY = RegisterEntry(id="r", kind=RegisterKind.RISK, text="R")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"designs": (_ONE, _ONE)}, "id-twice"),
        ({"scenarios": (_SCENARIO, _SCENARIO)}, "id-twice"),
        ({"registers": (_ENTRY, _ENTRY)}, "id-twice"),
        ({"designs": (_ONE,), "recommended": "other"}, "design-unknown"),
        ({"scenarios": (_SCENARIO.evolve(design="other"),)}, "design-unknown"),
    ],
)
def test_a_project_that_does_not_hold_together_cannot_be_made(fields, code):
    with pytest.raises(IntegrityBroken) as broken:
        Project(**fields)

    assert broken.value.code == code


def test_designs_are_found_by_id_and_the_known_ones_named():
    project = Project(designs=(_ONE, _TWO))

    assert project.design("other") is _TWO
    with pytest.raises(UnknownElement) as unknown:
        project.design("nowhere")
    assert "two-plus-one and other" in str(unknown.value)


def test_the_main_design_is_the_recommended_else_the_first():
    assert Project().main_design() is None
    assert Project(designs=(_ONE, _TWO)).main_design() is _ONE
    assert Project(designs=(_ONE, _TWO), recommended="other").main_design() is _TWO


def test_replacing_a_design_keeps_the_others_as_they_are():
    project = Project(designs=(_ONE, _TWO))
    changed = _TWO.evolve(label="Changed")

    after = project.with_design(changed)

    assert after.designs[0] is _ONE
    assert after.designs[1] is changed
