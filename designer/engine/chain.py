"""The resources of one group and what each needs: order, legality and consequence follow from the expressions.

The chain of a VM is fixed (domain 2.1); further resources hang on to it as the design says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from designer.engine.state import ResourceKind
from designer.model.workload import OWN_CHAIN, FurtherResource, ResourceGroup, ResourceSettings

Needs = tuple[tuple[str, ...], ...]
"""An expression: every clause has to hold, and a clause holds while one of its members is online."""

WORDS: Mapping[str, ResourceKind] = dict(zip(OWN_CHAIN, ResourceKind, strict=True))
"""The resources of the VM's chain by the words of expressions and targets."""


@dataclass(frozen=True)
class Chain:
    """What a group consists of. ``keys`` are the VM's chain, dependents first, then further resources as drawn.

    A resource of the chain is known by its kind, a further one by its id.
    """

    keys: tuple[str, ...]
    needs: Mapping[str, Needs]
    settings: Mapping[str, ResourceSettings]
    further: Mapping[str, FurtherResource]

    @cached_property
    def upwards(self) -> tuple[str, ...]:
        """The order in which they come online: providers first, what the VM needs before what it does not."""
        rank = {key: place for place, key in enumerate((*reversed(self._own), *self.further))}
        providers = self.providers_of(ResourceKind.VM)
        left = sorted(self.keys, key=lambda key: (key not in providers and key != ResourceKind.VM, rank[key]))
        found: list[str] = []
        while left:
            following = next(key for key in left if not {one for clause in self.needs[key] for one in clause} & {*left})
            left.remove(following)
            found.append(following)
        return tuple(found)

    @cached_property
    def downwards(self) -> tuple[str, ...]:
        """The order in which they go offline: dependents first."""
        return tuple(reversed(self.upwards))

    @property
    def _own(self) -> tuple[str, ...]:
        return tuple(key for key in self.keys if key not in self.further)

    def admits(self, key: str, online: Collection[str]) -> bool:
        """Whether the expression of ``key`` holds while ``online`` are online."""
        return all(any(one in online for one in clause) for clause in self.needs[key])

    def left_standing(self, online: Collection[str]) -> frozenset[str]:
        """Those of ``online`` whose expressions hold among themselves."""
        standing = set(online)
        while fallen := {key for key in standing if not self.admits(key, standing)}:
            standing -= fallen
        return frozenset(standing)

    def providers_of(self, key: str) -> frozenset[str]:
        """Everything that ``key`` may rest on, directly or through others."""
        found: set[str] = set()
        asked = [key]
        while asked:
            for clause in self.needs[asked.pop()]:
                asked += [one for one in clause if one not in found]
                found |= set(clause)
        return frozenset(found)


def chain_of(group: ResourceGroup, kinds: tuple[ResourceKind, ...]) -> Chain:
    """The chain of a group whose VM has resources of these ``kinds``, dependents first.

    A member that the VM does not have (no disk of its own on a shared volume) is left out of the expressions.
    """
    further = {one.id: one for one in group.further_resources}
    keys = (*kinds, *further)
    settings = {str(WORDS.get(name, name)): rules for name, rules in group.settings.items()}
    needs: dict[str, Needs] = {}
    for place, key in enumerate(keys):
        own = ((kinds[place + 1],),) if place + 1 < len(kinds) else ()
        named = tuple(
            tuple(str(WORDS.get(name, name)) for name in clause if WORDS.get(name, name) in keys)
            for clause in settings[key].depends_on
        )
        needs[key] = (*own, *(clause for clause in named if clause))
    return Chain(keys, needs, settings, further)
