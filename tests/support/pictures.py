"""Designs to draw: every shape of the blueprint and every shipped sample, and questions asked of a scene."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from designer.assets.loader import sample_bytes, sample_names
from designer.base.texts import ENGLISH
from designer.drawing.compose import compose
from designer.drawing.geometry import Point, Rect, crosses
from designer.drawing.marks import Text, flattened, text_bounds, texts_of
from designer.drawing.ruler import BundledRuler
from designer.drawing.scene import Scene, SceneItem
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.persistence.codec import decode

RULER = BundledRuler()
SHAPES = ((1, 1), (2, 2), (2, 1), (3, 2), (8, 8), (4, 1), (1, 5))


def blueprint_designs() -> dict[str, Design]:
    """Every shape with every witness, by name."""
    return {
        f"{primary}+{secondary}-{witness.value}": build(
            Blueprint(primary, secondary, witness=witness, vms=4 * primary + 1)
        )
        for primary, secondary in SHAPES
        for witness in WitnessPlace
    }


def sample_designs() -> dict[str, Design]:
    """Every design of every shipped sample, by name."""
    return {
        f"{name}-{design.id}": design for name in sample_names() for design in decode(sample_bytes(name), name).designs
    }


def drawn(design: Design, **options: object) -> Scene:
    """The design's scene in English."""
    return compose(design, RULER, ENGLISH, **options)


def texts_in(item: SceneItem) -> Iterator[tuple[Text, Rect]]:
    """Every text of an item with the rectangle it takes in the picture."""
    for text, transform in texts_of(item.marks):
        yield text, transform.apply_to_rect(text_bounds(text))


def line_crosses(points: Sequence[Point], rect: Rect) -> bool:
    """Whether any part of a path enters the inside of the rectangle."""
    return any(crosses(start, end, rect) for start, end in pairwise(points))


def words_of(scene: Scene) -> list[str]:
    """All texts of a scene in drawing order."""
    return [mark.text for mark, _ in flattened(scene.marks) if isinstance(mark, Text)]
