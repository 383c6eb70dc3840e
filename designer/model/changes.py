"""What differs between two projects, as ids: for canvas, panels and the flash after an undo."""

from dataclasses import dataclass

from designer.model.design import Design
from designer.model.project import Project


@dataclass(frozen=True, slots=True)
class DesignChanges:
    """Element ids of one design that were added, removed or altered, each in listing order."""

    design_id: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    settings: bool = False

    @property
    def touched(self) -> tuple[str, ...]:
        """Ids that exist afterwards and were added, altered or moved, without repeats."""
        return tuple(dict.fromkeys((*self.added, *self.altered, *self.moved)))


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes of the designs both projects have, designs that came and went, and whether the rest differs."""

    designs: tuple[DesignChanges, ...] = ()
    designs_added: tuple[str, ...] = ()
    designs_removed: tuple[str, ...] = ()
    project: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.designs or self.designs_added or self.designs_removed or self.project)

    def of(self, design_id: str) -> DesignChanges | None:
        """The changes of one design, or None when it did not change."""
        return next((changes for changes in self.designs if changes.design_id == design_id), None)


def diff(before: Project, after: Project) -> ChangeSet:
    """What became different from ``before`` to ``after``. Objects that are the same are not looked into."""
    if before is after:
        return ChangeSet()
    old = {design.id: design for design in before.designs}
    new = {design.id: design for design in after.designs}
    shared = [(old[key], design) for key, design in new.items() if key in old and old[key] != design]
    return ChangeSet(
        designs=tuple(diff_designs(first, second) for first, second in shared),
        designs_added=tuple(key for key in new if key not in old),
        designs_removed=tuple(key for key in old if key not in new),
        project=_rest_differs(before, after),
    )


def diff_designs(before: Design, after: Design) -> DesignChanges:
    """What became different inside one design."""
    old, new = before.by_id, after.by_id
    old_places = {place.element: place for place in before.layout.places}
    new_places = {place.element: place for place in after.layout.places}
    old_routes = {route.link: route for route in before.layout.routes}
    new_routes = {route.link: route for route in after.layout.routes}
    moved = [key for key in (*new_places, *old_places) if old_places.get(key) != new_places.get(key)]
    moved += [key for key in (*new_routes, *old_routes) if old_routes.get(key) != new_routes.get(key)]
    return DesignChanges(
        design_id=after.id,
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        altered=tuple(key for key in new if key in old and old[key] != new[key]),
        moved=tuple(dict.fromkeys(key for key in moved if key in new)),
        settings=any(
            getattr(before, name) != getattr(after, name) for name in ("label", "description", "cluster", "waivers")
        ),
    )


def _rest_differs(before: Project, after: Project) -> bool:
    names = [name for name in type(after).model_fields if name != "designs"]
    return any(getattr(before, name) != getattr(after, name) for name in names) or (
        [design.id for design in before.designs] != [design.id for design in after.designs]
    )
