"""What is down at an instant, component by component. A value; adding and removing give new values."""

from dataclasses import dataclass, fields

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Down:
    """The components that do not work: ids of nodes, arrays, sites (their local network), links, fabrics and paths.

    ``nics`` holds adapters as pairs of node and network, ``enablers`` nodes whose Cluster Enabler service is stopped.
    ``vms`` names guests that have crashed; they are down for an instant only.
    ``fabrics`` names sites all of whose host fabrics are lost, ``paths`` sites that lost one of them.
    ``witness`` is whether the witness itself is lost.
    """

    nodes: frozenset[str] = _NONE
    arrays: frozenset[str] = _NONE
    sites: frozenset[str] = _NONE
    links: frozenset[str] = _NONE
    fabrics: frozenset[str] = _NONE
    paths: frozenset[str] = _NONE
    nics: frozenset[tuple[str, str]] = frozenset()
    enablers: frozenset[str] = _NONE
    vms: frozenset[str] = _NONE
    witness: bool = False

    def plus(self, other: "Down") -> "Down":
        """Both together."""
        return Down(**{field.name: getattr(self, field.name) | getattr(other, field.name) for field in fields(self)})
