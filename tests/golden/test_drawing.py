"""The pictures of the samples as text, so that a change of the drawing is seen in a review line by line."""

import pytest

from designer.drawing.dump import dump
from tests.support.pictures import drawn, sample_designs

DESIGNS = sample_designs()


@pytest.mark.parametrize("name", DESIGNS)
def test_the_picture_of_a_sample_is_the_one_that_was_reviewed(name, golden):
    golden(f"drawing/{name}.txt", dump(drawn(DESIGNS[name])))
