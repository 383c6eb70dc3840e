"""Designs for tests: a sound one to start from, and one-line changes of it."""

from collections.abc import Callable

from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.layout import Layout

Change = Callable[[Design], Design]


def sound() -> Design:
    """2+2 with a share at a third site, without a layout: no rule calls anything in it an error."""
    return build(Blueprint(2, 2, WitnessPlace.THIRD, vms=2)).evolve(layout=Layout())


def changed(design: Design, collection: str, element_id: str, **changes: object) -> Design:
    """The design with one element of a collection changed."""
    elements = tuple(
        element.evolve(**changes) if element.id == element_id else element for element in getattr(design, collection)
    )
    return design.evolve(**{collection: elements})


def changed_all(design: Design, collection: str, **changes: object) -> Design:
    """The design with every element of a collection changed alike."""
    return design.evolve(**{collection: tuple(element.evolve(**changes) for element in getattr(design, collection))})


def with_settings(design: Design, part: str, **changes: object) -> Design:
    """The design with one part of its cluster settings changed, say ``quorum``."""
    settings = design.cluster
    return design.evolve(cluster=settings.evolve(**{part: getattr(settings, part).evolve(**changes)}))
