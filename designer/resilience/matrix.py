"""The events every comparison shows, and what each of them does to a design (contract: event targets)."""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.base.texts import Message
from designer.model.design import Design
from designer.model.site import SiteRole
from designer.resilience.condition import Condition, at_start
from designer.resilience.targets import describe, parse_target
from designer.resilience.verdict import Verdict, evaluate


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the matrix: its target text, its name for people, and its verdict."""

    event: str
    title: Message
    verdict: Verdict


def events_of(design: Design) -> tuple[str, ...]:
    """The target texts of all events that the design can have, in the order of the contract.

    Empty where the design has not both a primary and a secondary site with nodes.
    """
    primary, secondary = design.site_with_role(SiteRole.PRIMARY), design.site_with_role(SiteRole.SECONDARY)
    if primary is None or secondary is None:
        return ()
    return tuple(_events(design, primary.id, secondary.id))


def matrix(design: Design) -> tuple[Row, ...]:
    """The failure-mode matrix of a design, derived event by event."""
    start = at_start(design)
    return tuple(row(design, event, start) for event in events_of(design))


def row(design: Design, event: str, start: Condition | None = None) -> Row:
    """One row, from ``start`` or the design as drawn; raises ``UnknownElement`` for an event it cannot have."""
    instants = parse_target(event, design)
    return Row(event, describe(design, instants), evaluate(design, instants, start))


def _events(design: Design, primary: str, secondary: str) -> Iterator[str]:
    ours, theirs = design.nodes_in(primary), design.nodes_in(secondary)
    yield from (f"node:{node.id}" for node in design.nodes)
    yield from (f"node:{first.id}+node:{second.id}" for first in ours for second in theirs)
    yield from (f"nodes:{site}" for site, nodes in ((primary, ours), (secondary, theirs)) if nodes)
    yield from _storage_events(design, primary, secondary)
    yield f"site:{primary}"
    yield f"site:{secondary}"
    if design.witness is not None:
        yield "witness"
    yield from _link_events(design)
    if design.witness is not None:
        yield from (f"witness>node:{nodes[0].id}" for nodes in (ours, theirs) if nodes)
        yield f"witness>site:{primary}"
    replication = _together(link.id for link in design.replication_links)
    if replication:
        yield f"{replication}>site:{primary}"


def _storage_events(design: Design, primary: str, secondary: str) -> Iterator[str]:
    arrays = [array.id for site in (primary, secondary) for array in design.arrays_in(site)]
    for array_id in arrays:
        yield f"array:{array_id}"
    if len(arrays) > 1:
        yield "+".join(f"array:{array_id}" for array_id in arrays)
    yield f"path:{primary}"
    yield f"fabric:{primary}"
    yield f"fabric-shared:{primary}"
    yield f"fabric:{secondary}"


def _link_events(design: Design) -> Iterator[str]:
    replication = _together(link.id for link in design.replication_links)
    lan = _together(link.id for link in design.network_links)
    witness = "witness" if design.witness is not None else ""
    if replication:
        yield replication
    if lan:
        yield lan
    if replication and lan:
        yield f"{replication}+{lan}"
    if lan and witness:
        yield f"{lan}+{witness}"
    if replication and lan and witness:
        yield f"{replication}+{lan}+{witness}"


def _together(link_ids: Iterator[str]) -> str:
    return "+".join(f"link:{link_id}" for link_id in link_ids)
